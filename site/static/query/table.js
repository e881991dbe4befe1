// An answer as elements of the page. Nothing of it is ever read as HTML.

const NUMBERS = /#(?:integer|decimal|double|float|int|long|nonNegativeInteger)$/;

function element(name, properties, ...content) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...content);
  return made;
}

// A table with a caption; `headings` are its columns as they are called on the page.
export function table({ columns, rows }, headings, caption, links) {
  const head = headings.map((heading) => element("th", { scope: "col" }, heading));
  const body = rows.map((row) => element("tr", {}, ...columns.map((column) => cell(row[column], links))));
  return element(
    "table", {}, element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body),
  );
}

function cell(term, links) {
  if (!term) {
    return element("td", {});
  }
  switch (term.type) {
    case "uri":
      return element("td", {}, linked(term.value, links));
    case "bnode":
      return element("td", {}, `_:${term.value}`);
    case "literal":
      return literal(term);
    default: // a statement as a value
      return element("td", {}, typeof term.value === "string" ? term.value : JSON.stringify(term.value));
  }
}

function linked(iri, links) {
  const href = links.href(iri);
  return href ? element("a", { href, title: iri }, links.short(iri)) : element("span", {}, iri);
}

function literal({ value, datatype, "xml:lang": language }) {
  if (language) {
    const tag = element("small", { className: "tag" }, ` ${language}`);
    return element("td", {}, element("span", { lang: language }, value), tag);
  }
  return element("td", { className: NUMBERS.test(datatype ?? "") ? "number" : "" }, value);
}

// Save what is not on the site but in the browser as a file.
export function save(name, content) {
  const href = URL.createObjectURL(content);
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // not at once: the browser may still be reading it
}

// A button for each file by its name, and what is done with that when it is pressed.
export function downloads(names, pressed) {
  return names.map((name) => {
    const button = element("button", { type: "button", className: "copy" }, name);
    button.addEventListener("click", () => pressed(name));
    return button;
  });
}
