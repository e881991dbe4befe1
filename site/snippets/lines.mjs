// Node 18 or later, or any browser
const answer = await fetch("https://example.org/site/dumps/dataset.nt");
const counts = new Map();
for (const line of (await answer.text()).split("\n")) {
  const found = line.match(/^<[^>]+> <https:\/\/w3id\.org\/hrd\/ontology#representing> <([^>]+)> \.$/);
  if (found) counts.set(found[1], (counts.get(found[1]) ?? 0) + 1);
}
const rows = [...counts].sort(([one, most], [other, more]) => more - most || (one < other ? -1 : 1));
for (const [country, signatures] of rows) console.log(signatures, country);
