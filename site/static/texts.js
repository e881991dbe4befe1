// The texts of documents: found by pagefind (https://pagefind.app, MIT), whose indexes and program lie in finding/texts/.
"use strict";

globalThis.searchTexts = function searchTexts({ form, words, element, suffix }) {
  const SHOWN = 20;
  const numbers = words.indexes.split(" ");
  const list = document.getElementById("found-texts");
  const section = list.closest("section");
  const told = document.getElementById("told-of-texts");
  const choices = document.getElementById("choices");
  const language = document.documentElement.lang;
  const kinds = Object.fromEntries([...document.querySelectorAll("#document-kinds > *")].map((one) => [one.dataset.kind, one.textContent]));
  const languages = new Intl.DisplayNames([language], { type: "language" });
  const days = new Intl.DateTimeFormat(words.locale.replace("_", "-"), { dateStyle: "long", timeZone: "UTC" });

  function folder(number) {
    return new URL(`finding/texts/${number}/`, location.href).pathname;
  }

  // -- loading, at the first question --------------------------------------------------------------------------------

  async function facetsOf(number) {
    const answer = await fetch(`${folder(number)}documents.json`);
    if (!answer.ok) {
      throw new Error(`${answer.status}: ${answer.url}`);
    }
    return Object.entries(await answer.json());
  }

  async function load() {
    const [first, ...others] = numbers;
    const program = await import(`${folder(first)}pagefind.js`);
    const search = program.createInstance({ basePath: folder(first), baseUrl: "/" });
    const [facets] = await Promise.all([
      Promise.all(numbers.map(facetsOf)),
      ...others.map((number) => search.mergeIndex(folder(number))),
    ]);
    const known = new Map(facets.flat().map(([name, [date, kind, spoken]]) => [name, { date, kind, languages: spoken }]));
    offer([...known.values()]);
    return { search, known };
  }

  let loaded;

  function engine() {
    loaded ??= load();
    return loaded;
  }

  // -- choosing ------------------------------------------------------------------------------------------------------

  function fill(name, values, title) {
    const select = choices.querySelector(`[name=${name}]`);
    select.replaceChildren(new Option(words.any, ""), ...values.map((value) => new Option(title(value), value)));
    select.parentElement.hidden = values.length < 2;
  }

  function offer(documents) {
    const distinct = (values) => [...new Set(values)].filter(Boolean).sort();
    fill("year", distinct(documents.map((one) => one.date.slice(0, 4))).reverse(), (year) => year);
    fill("kind", distinct(documents.map((one) => one.kind)), (kind) => kinds[kind] ?? kind);
    fill("language", distinct(documents.flatMap((one) => one.languages)), (code) => languages.of(code));
  }

  function isChosen(facets) {
    const { year, kind, language: spoken } = Object.fromEntries([...choices.querySelectorAll("select")].map((one) => [one.name, one.value]));
    return facets && (!year || facets.date.startsWith(year)) && (!kind || facets.kind === kind) && (!spoken || facets.languages.includes(spoken));
  }

  // -- showing -------------------------------------------------------------------------------------------------------

  // What pagefind marks it marks as HTML, and escapes nothing but angles: as nodes, no text can become markup.
  function excerpt(marked) {
    return marked.split(/(<mark>.*?<\/mark>)/).map((part) => {
      const plain = part.replace(/<\/?mark>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
      return part.startsWith("<mark>") ? element("mark", plain) : plain;
    });
  }

  function when(date) {
    return /^\d{4}-\d\d-\d\d$/.test(date) ? days.format(new Date(`${date}T00:00:00Z`)) : date;
  }

  function item(found, facets) {
    const about = [when(facets.date), kinds[facets.kind] ?? facets.kind].filter(Boolean);
    return element("li", [
      element("a", found.meta.title, { href: `${found.raw_url}${suffix}` }),
      " ",
      element("span", about.join(" · "), { class: "what" }),
      element("p", excerpt(found.excerpt), { lang: facets.languages.length === 1 ? facets.languages[0] : "" }),
    ]);
  }

  let latest = 0;

  async function show(typed) {
    const turn = ++latest;
    section.hidden = !typed.trim();
    if (!typed.trim()) {
      return;
    }
    const { search, known } = await engine();
    const { results } = await search.search(typed);
    const fitting = results.filter((one) => isChosen(known.get(one.id)));
    const data = await Promise.all(fitting.slice(0, SHOWN).map(async (one) => item(await one.data(), known.get(one.id))));
    if (turn === latest) {
      list.replaceChildren(...data);
      told.textContent = words.textsFound.replace("{n}", fitting.length) + (fitting.length > SHOWN ? ` ${words.textsFirst.replace("{n}", SHOWN)}` : "");
    }
  }

  function ask(typed) {
    show(typed).catch((problem) => {
      // From a folder nothing can be read, and a browser may allow no WebAssembly. Names are found all the same.
      console.info(problem);
      list.replaceChildren();
      choices.hidden = true;
      told.textContent = words.textsMissing;
    });
  }

  choices.addEventListener("change", () => ask(form.elements.q.value));

  if (location.protocol !== "file:") {
    return ask;
  }
  return (typed) => {
    section.hidden = !typed.trim();
    choices.hidden = true;
    told.textContent = words.textsMissing;
  };
};
