// A dump into a store, in the worker: TriG with a block for each named graph, read in pieces, so that never all of its
// text is in memory.

import { unpacked } from "./unpack.js";

const TRIG = "application/trig";
const END = "\n}\n";
const PIECE = 1_000_000; // characters; smaller ones cost the engine more than they save
const GRAPH = /^\s*<([^>]*)> \{/;

// Load all graphs of a dump but some. `told` is called with the bytes that have been read.
export async function load(store, dump, but, told) {
  let [read, prefixes, rest] = [0, "", ""];
  const bytes = await unpacked(dump, (more) => told((read += more)));
  const reader = bytes.pipeThrough(new TextDecoderStream("utf-8", { fatal: true })).getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    rest += value;
    if (!prefixes) {
      [prefixes, rest] = headOf(rest);
    }
    const end = rest.length > PIECE && prefixes ? rest.lastIndexOf(END) + END.length : 0;
    if (end > END.length) {
      add(store, prefixes, rest.slice(0, end), but);
      rest = rest.slice(end);
    }
  }
  add(store, prefixes, rest, but);
}

// The prefixes, which end with an empty line, and what comes after them; no prefixes while they are not all there.
function headOf(text) {
  const end = text.indexOf("\n\n");
  return end < 0 ? ["", text] : [text.slice(0, end + 2), text.slice(end + 2)];
}

function add(store, prefixes, blocks, but) {
  const wanted = but.size ? blocks.split(/(?<=\n}\n)/).filter((block) => !but.has(GRAPH.exec(block)?.[1])).join("") : blocks;
  // Without a transaction, which nobody would roll back: a store that did not load whole is thrown away.
  store.load(prefixes + wanted, { format: TRIG, no_transaction: true });
}
