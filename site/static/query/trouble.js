// Where a query cannot be read: the engine counts lines and code points from 1, a text area counts UTF-16 from 0.

const PLACE = /^error at (\d+):(\d+): (?:expected (?:one of )?)?([^]*)$/;

// `before` are the lines that the engine got before the query. Nothing for a message that names no place.
export function placeOf(message, query, before) {
  const found = PLACE.exec(message);
  if (!found) {
    return null;
  }
  const lines = query.split("\n");
  const line = Math.min(Math.max(Number(found[1]) - before, 1), lines.length);
  const characters = [...lines[line - 1]];
  const column = Math.min(Number(found[2]), characters.length + 1);
  const above = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return { line, column, offset: above + characters.slice(0, column - 1).join("").length, expected: readable(found[3]) };
}

// Classes of characters say nothing to a reader; keywords, signs and reasons do.
function readable(expected) {
  const words = expected.replaceAll("\n", " ").split(", ").map((word) => word.trim());
  return words.filter((word) => /^(?:"|[A-Z])/.test(word) && !word.includes("'")).slice(0, 8).join(", ");
}
