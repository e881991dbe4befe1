// What a page can do beyond being read: copy a text, sort a table, filter it. Every page is whole without this file.
"use strict";

const words = document.getElementById("words").dataset;

// -- copy ------------------------------------------------------------------------------------------------------------

function copyButton(source) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words.copy;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await copied(source.textContent);
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = words.copy; }, 2000);
  });
  return button;
}

// From a folder, or over plain HTTP, a browser has no clipboard to write to: what is selected can still be copied.
async function copied(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return;
    } catch {
      // Refused by the reader's settings: the old way may still be open.
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("readonly", "");
  area.className = "skip";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

for (const source of document.querySelectorAll(".copied-from")) {
  source.after(" ", copyButton(source));
}

// -- sort ------------------------------------------------------------------------------------------------------------

const inOrder = new Intl.Collator(document.documentElement.lang, { numeric: true });

function value(row, column) {
  const cell = row.cells[column];
  return cell.dataset.value ?? cell.textContent.trim();
}

function sortBy(table, heading) {
  const column = heading.cellIndex;
  const direction = heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
  for (const other of table.tHead.rows[0].cells) {
    other.removeAttribute("aria-sort");
  }
  heading.setAttribute("aria-sort", direction);
  const sign = direction === "ascending" ? 1 : -1;
  const rows = [...table.tBodies[0].rows];
  rows.sort((one, other) => sign * inOrder.compare(value(one, column), value(other, column)));
  table.tBodies[0].append(...rows);
}

function addSorting(table) {
  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = `${words.sort} ${heading.textContent}`;
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sortBy(table, heading));
    heading.append(button);
  }
}

// -- filter ----------------------------------------------------------------------------------------------------------

// Letters as they are typed without their accents: "Berzins" finds "BĒRZIŅŠ".
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function labelled(words, control) {
  const label = document.createElement("label");
  label.append(words, " ", control);
  return label;
}

// A choice among all that stands in a column.
function chooser(table, heading) {
  const column = heading.cellIndex;
  const select = document.createElement("select");
  select.append(new Option("–", ""));
  const found = new Set([...table.tBodies[0].rows].map((row) => row.cells[column].textContent.trim()));
  for (const text of [...found].filter(Boolean).sort(inOrder.compare)) {
    select.append(new Option(text));
  }
  return { select, fits: (row) => !select.value || row.cells[column].textContent.trim() === select.value };
}

function addFilter(table) {
  const input = document.createElement("input");
  input.type = "search";
  const headings = [...table.tHead.rows[0].cells].filter((heading) => "choose" in heading.dataset);
  const choices = headings.map((heading) => chooser(table, heading));
  const shown = document.createElement("output");
  const rows = [...table.tBodies[0].rows].map((row) => [row, plain(row.textContent)]);
  const update = () => {
    const wanted = plain(input.value).split(/\s+/);
    let count = 0;
    for (const [row, text] of rows) {
      row.hidden = !(wanted.every((part) => text.includes(part)) && choices.every((choice) => choice.fits(row)));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = count < rows.length ? words.shown.replace("{shown}", count).replace("{all}", rows.length) : "";
  };
  const controls = document.createElement("div");
  controls.className = "filter";
  controls.append(labelled(words.filter, input));
  choices.forEach(({ select }, number) => controls.append(labelled(headings[number].textContent.trim(), select)));
  controls.append(shown);
  controls.addEventListener("input", update);
  table.parentElement.before(controls);
}

// Before the headings become buttons, so that what they are called is read as it stands.
document.querySelectorAll("table.filtered").forEach(addFilter);
document.querySelectorAll("table.sortable").forEach(addSorting);
