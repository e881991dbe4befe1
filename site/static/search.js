// The search page: what is typed finds names at once, and the texts of documents where they can be searched.
"use strict";

(() => {
  const SHOWN = 50;
  const form = document.getElementById("search");
  const input = form.elements.q;
  const words = form.dataset;
  const language = document.documentElement.lang;
  const suffix = words.suffix;
  const list = document.getElementById("found-names");
  const told = document.getElementById("told");
  const kinds = Object.fromEntries([...document.querySelectorAll("#kinds > *")].map((one) => [one.dataset.section, one.textContent]));

  // Names lie in scripts, which a page may have even where it was opened from a folder and may read nothing.
  function loadPart(letter) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `finding/names-${letter}.js`;
      script.addEventListener("load", () => resolve(globalThis.finding[`names-${letter}`]));
      script.addEventListener("error", () => reject(new Error(`${script.src} is missing`)));
      document.head.append(script);
    });
  }

  const names = globalThis.makeNames(globalThis.makeSpelling(globalThis.finding.spelling), loadPart);

  // -- showing -------------------------------------------------------------------------------------------------------

  function element(name, content, attributes = {}) {
    const made = document.createElement(name);
    made.append(...[content].flat());
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    return made;
  }

  function titleOf({ names: [first, ...others] }) {
    return others.find((name) => name.language === language) ?? first;
  }

  function inItsLanguage(name) {
    return name.language && name.language !== language ? element("span", name.text, { lang: name.language }) : name.text;
  }

  function nameItem({ entity, spelling }) {
    const title = titleOf(entity);
    const item = element("li", element("a", title.text, { href: `${entity.path}${suffix}` }));
    if (spelling !== title) {
      item.append(" ", element("span", [`${words.also} `, inItsLanguage(spelling)], { class: "also" }));
    }
    const facts = [kinds[entity.section] ?? entity.section, words.documents.replace("{n}", entity.documents)];
    item.append(" ", element("span", facts.join(" · "), { class: "what" }));
    return item;
  }

  let latest = 0;

  async function showNames(typed) {
    const turn = ++latest;
    const found = await names.search(typed);
    if (turn !== latest) {
      return;
    }
    list.replaceChildren(...found.slice(0, SHOWN).map(nameItem));
    list.closest("section").hidden = !typed.trim();
    const count = words.found.replace("{n}", found.length);
    const more = found.length > SHOWN ? ` ${words.first.replace("{n}", SHOWN)}` : "";
    told.textContent = typed.trim() ? count + more : "";
  }

  // -- typing --------------------------------------------------------------------------------------------------------

  // The address carries what is asked, so that it can be kept and sent on. A page from a folder has none to change.
  function remember(typed) {
    if (location.protocol !== "file:") {
      history.replaceState(null, "", typed ? `?q=${encodeURIComponent(typed)}` : location.pathname);
    }
    for (const link of document.querySelectorAll("nav.languages a")) {
      link.search = typed ? `?q=${encodeURIComponent(typed)}` : "";
    }
  }

  const ask = globalThis.searchTexts?.({ form, words, element, suffix });

  function find() {
    remember(input.value);
    showNames(input.value);
  }

  function findAll() {
    find();
    ask?.(input.value);
  }

  // For names nothing has to be loaded. Texts wait for whole words: each costs the reader some pieces of an index.
  let waiting = [];
  input.addEventListener("input", () => {
    waiting.forEach(clearTimeout);
    waiting = [setTimeout(find, 80), setTimeout(() => ask?.(input.value), 500)];
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    waiting.forEach(clearTimeout);
    findAll();
  });

  // From the field down into what was found, and back up: Tab does the same, link by link.
  document.getElementById("main").addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    const stops = [input, ...document.querySelectorAll(".found a")];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (steps[event.key] ?? 0)];
    if (event.key in steps && at >= 0 && next) {
      event.preventDefault();
      next.focus();
    }
  });

  input.value = new URLSearchParams(location.search).get("q") ?? "";
  form.hidden = false;
  if (input.value) {
    findAll();
  }
})();
