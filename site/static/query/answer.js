// The answer to a query, in the worker: what the page shows of it, and all of it as files.

import { written } from "./csv.js";

const UNION = { use_default_graph_as_union: true };
const NOT_SHOWN = /^(?:\s|#[^\r\n]*(?:[\r\n]|$)|PREFIX\s[^:]*:\s*<[^>]*>|BASE\s*<[^>]*>)*/i;
const GRAPH_FORM = /^(?:CONSTRUCT|DESCRIBE)\b/i;
const BYTE_ORDER_MARK = "\ufeff";

// `shown` is the largest number of rows that are given as such.
export function answer(oxigraph, store, query, shown) {
  const asksForGraph = GRAPH_FORM.test(query.replace(NOT_SHOWN, ""));
  return asksForGraph ? graphOf(oxigraph, store, query, shown) : tableOf(store, query, shown);
}

function tableOf(store, query, shown) {
  const json = store.query(query, { ...UNION, results_format: "application/sparql-results+json" });
  const { head, results, boolean } = JSON.parse(json);
  const asJson = file("answer.json", "application/sparql-results+json", [json]);
  if (boolean !== undefined) {
    return { kind: "truth", truth: boolean, files: [asJson] };
  }
  const [columns, rows] = [head.vars, results.bindings];
  const tables = [
    file("answer.csv", "text/csv", written(columns, rows)),
    file("answer-spreadsheet.csv", "text/csv", [BYTE_ORDER_MARK, ...written(columns, rows, { neutral: true })]),
  ];
  return { kind: "rows", columns, rows: rows.slice(0, shown), count: rows.length, files: [...tables, asJson] };
}

function graphOf(oxigraph, store, query, shown) {
  const triples = store.query(query, { ...UNION, results_format: "application/n-triples" });
  const lines = [...new Set(triples.split("\n").filter(Boolean))].sort();
  const text = lines.map((line) => `${line}\n`).join("");
  const found = new oxigraph.Store();
  found.load(text, { format: "application/n-triples", no_transaction: true });
  const json = found.dump({ format: "application/ld+json", from_graph_name: oxigraph.defaultGraph() });
  const rows = oxigraph.parse(lines.slice(0, shown).join("\n"), { format: "application/n-triples" });
  return {
    kind: "graph",
    columns: ["subject", "predicate", "object"],
    rows: rows.map((one) => ({ subject: term(one.subject), predicate: term(one.predicate), object: term(one.object) })),
    count: lines.length,
    files: [file("answer.nt", "application/n-triples", [text]), file("answer.jsonld", "application/ld+json", [json])],
  };
}

const KINDS = { NamedNode: "uri", BlankNode: "bnode", Literal: "literal" };

// A term of a graph in the form that it has in a table's JSON.
function term({ termType, value, language, datatype }) {
  return { type: KINDS[termType] ?? "triple", value, "xml:lang": language || undefined, datatype: datatype?.value };
}

function file(name, type, parts) {
  return { name, content: new Blob(parts, { type }) };
}
