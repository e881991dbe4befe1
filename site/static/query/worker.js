// Holds the data and answers. It asks nobody for anything: the page sends it the program, the data and the queries.

import init, * as oxigraph from "./oxigraph/web.js";
import { answer } from "./answer.js";
import { load } from "./load.js";

let store = null;
let files = {}; // of the last answer, by name what makes each: nobody may want them

const tasks = {
  async load({ number, program, dump, but }) {
    await init({ module_or_path: program });
    store = new oxigraph.Store();
    await load(store, dump, new Set(but), (read) => postMessage({ number, read, of: dump.size }));
    return { statements: store.size };
  },
  query({ text, shown }) {
    files = {};
    const found = answer(oxigraph, store, text, shown);
    ({ files } = found);
    return { ...found, files: Object.keys(files) };
  },
  file({ name }) {
    return files[name]();
  },
};

// Every question has a number, and so has what is said to it.
onmessage = async ({ data }) => {
  const { number } = data;
  try {
    postMessage({ number, result: await tasks[data.task](data) });
  } catch (error) {
    // What the program itself breaks with leaves it unusable; all else it says of the query.
    const broken = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    postMessage({ number, problem: String(error?.message ?? error), broken });
  }
};
