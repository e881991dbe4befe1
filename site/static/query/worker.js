// Holds the data and answers. It asks nobody for anything: the page sends it the program, the data and the queries.

import init, * as oxigraph from "./oxigraph/web.js";
import { answer } from "./answer.js";
import { load } from "./load.js";

let store = null;

const tasks = {
  async load({ program, dump, but }) {
    await init({ module_or_path: program });
    store = new oxigraph.Store();
    await load(store, dump, new Set(but), (read) => postMessage({ read, of: dump.size }));
    return { statements: store.size };
  },
  async query({ text, shown }) {
    return answer(oxigraph, store, text, shown);
  },
};

onmessage = async ({ data }) => {
  try {
    postMessage({ result: await tasks[data.task](data) });
  } catch (error) {
    // What the program itself breaks with leaves it unusable; all else it says of the query.
    postMessage({ problem: String(error?.message ?? error), broken: error instanceof WebAssembly.RuntimeError || error instanceof RangeError });
  }
};
