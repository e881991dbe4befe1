// The answer to a query, in the worker: what the page shows of it, and how to make files of all of it.

import { written } from "./csv.js";

const UNION = { use_default_graph_as_union: true };
const NOT_SHOWN = /^(?:\s|#[^\r\n]*(?:[\r\n]|$)|PREFIX\s[^:]*:\s*<[^>]*>|BASE\s*<[^>]*>)*/i;
const GRAPH_FORM = /^(?:CONSTRUCT|DESCRIBE)\b/i;
const BYTE_ORDER_MARK = "\ufeff";
const N_TRIPLES = "application/n-triples";
const RESULTS = "application/sparql-results+json";

// `shown` is the largest number of rows that are given as such; `files` has by name what makes each file.
export function answer(oxigraph, store, query, shown) {
  const asksForGraph = GRAPH_FORM.test(query.replace(NOT_SHOWN, ""));
  return asksForGraph ? graphOf(oxigraph, store, query, shown) : tableOf(store, query, shown);
}

function tableOf(store, query, shown) {
  const json = store.query(query, { ...UNION, results_format: RESULTS });
  const { head, results, boolean } = JSON.parse(json);
  const asJson = { "answer.json": () => new Blob([json], { type: RESULTS }) };
  if (boolean !== undefined) {
    return { kind: "truth", truth: boolean, files: asJson };
  }
  const [columns, rows] = [head.vars, results.bindings];
  const table = (start, options) => new Blob([start, ...written(columns, rows, options)], { type: "text/csv" });
  const tables = {
    "answer.csv": () => table(""),
    "answer-spreadsheet.csv": () => table(BYTE_ORDER_MARK, { neutral: true }),
  };
  return { kind: "rows", columns, rows: rows.slice(0, shown), count: rows.length, files: { ...tables, ...asJson } };
}

function graphOf(oxigraph, store, query, shown) {
  const made = store.query(query, { ...UNION, results_format: N_TRIPLES });
  const lines = [...new Set(made.split("\n").filter(Boolean))].sort();
  const text = lines.map((line) => `${line}\n`).join("");
  const rows = oxigraph.parse(lines.slice(0, shown).join("\n"), { format: N_TRIPLES });
  return {
    kind: "graph",
    columns: ["subject", "predicate", "object"],
    rows: rows.map((one) => ({ subject: term(one.subject), predicate: term(one.predicate), object: term(one.object) })),
    count: lines.length,
    files: {
      "answer.nt": () => new Blob([text], { type: N_TRIPLES }),
      "answer.jsonld": () => new Blob([asJsonLd(oxigraph, text)], { type: "application/ld+json" }),
    },
  };
}

function asJsonLd(oxigraph, text) {
  const found = new oxigraph.Store();
  found.load(text, { format: N_TRIPLES, no_transaction: true });
  return found.dump({ format: "application/ld+json", from_graph_name: oxigraph.defaultGraph() });
}

const KINDS = { NamedNode: "uri", BlankNode: "bnode", Literal: "literal" };

// A term of a graph in the form that it has in a table's JSON.
function term({ termType, value, language, datatype }) {
  return { type: KINDS[termType] ?? "triple", value, "xml:lang": language || undefined, datatype: datatype?.value };
}
