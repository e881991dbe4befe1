// Rows as CSV: as SPARQL's results format has it, and for spreadsheets, in which no cell may act as a formula.

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/; // as in tables.py
const END = "\r\n";

export function written(columns, rows, { neutral = false } = {}) {
  const line = (texts) => texts.map((text) => quoted(neutral && FORMULA.test(text) ? `'${text}` : text)).join(",") + END;
  const parts = [line(columns)];
  for (const row of rows) {
    parts.push(line(columns.map((column) => plain(row[column]))));
  }
  return parts;
}

function plain(term) {
  if (!term) {
    return "";
  }
  return term.type === "bnode" ? `_:${term.value}` : typeof term.value === "string" ? term.value : JSON.stringify(term.value);
}

function quoted(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const TOKEN = /"((?:[^"]|"")*)"|[^",\r\n]+|,|\r?\n/g;

// The rows of a CSV text, each by the names of its first one.
export function read(text) {
  const rows = [[""]];
  for (const [token, quoted] of text.matchAll(TOKEN)) {
    const row = rows.at(-1);
    if (quoted !== undefined) {
      row[row.length - 1] = quoted.replaceAll('""', '"');
    } else if (token === ",") {
      row.push("");
    } else if (token.endsWith("\n")) {
      rows.push([""]);
    } else {
      row[row.length - 1] = token;
    }
  }
  const [names, ...others] = rows.filter((row) => row.length > 1 || row[0]);
  return others.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));
}
