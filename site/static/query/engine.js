// The engine: a worker that holds the data and answers. Everything that it needs is fetched here, under the page's
// policy, and kept, so that after a stop nothing is fetched again.

import { unpacked } from "./unpack.js";

export class Stopped extends Error {}
export class NotLoaded extends Error {}
export class Blocked extends Error {}
export class Broken extends Error {}
export class Refused extends Error {}

const LARGEST_TABLE = 2000;

export class Engine {
  #places;
  #told;
  #program = null;
  #dump = null;
  #worker = null;
  #left = "";
  #stop = () => {};

  // `places` are the addresses of `program` and `dump`, `size` is of both together in bytes, `statements` of the dump.
  // `told` is called with what is being done, and how much of how much.
  constructor(places, told) {
    this.#places = places;
    this.#told = told;
  }

  // The answer to a query over all graphs but some. One at a time.
  async answer(text, but) {
    const stopping = new AbortController();
    const stopped = new Promise((_, refuse) => {
      this.#stop = () => {
        stopping.abort();
        refuse(new Stopped());
      };
    });
    const { signal } = stopping;
    const told = (...done) => signal.aborted || this.#told(...done);
    return Promise.race([this.#answer(text, but, signal, told), stopped]);
  }

  // End what is being done. The worker goes with it: a query cannot be ended in any other way.
  stop() {
    this.#end();
    this.#stop();
  }

  async #answer(text, but, signal, told) {
    await this.#fetchAll(signal, told);
    signal.throwIfAborted(); // or a worker would be started that nobody waits for
    await this.#start(but, told);
    signal.throwIfAborted();
    told("running");
    return this.#asked({ task: "query", text, shown: LARGEST_TABLE }, told);
  }

  async #fetchAll(signal, told) {
    if (this.#program && this.#dump) {
      return;
    }
    let done = 0;
    const counted = (more) => told("loading", (done += more), this.#places.size);
    counted(0);
    try {
      const [program, dump] = await Promise.all([
        fetched(this.#places.program, signal, counted).then(compiled),
        fetched(this.#places.dump, signal, counted),
      ]);
      [this.#program, this.#dump] = [program, dump];
    } catch (error) {
      throw new NotLoaded(error.message);
    }
  }

  async #start(but, told) {
    if (this.#worker && this.#left === but.join(" ")) {
      return;
    }
    this.#end();
    this.#left = but.join(" ");
    this.#worker = started();
    const { statements } = await this.#asked({ task: "load", program: this.#program, dump: this.#dump, but }, told);
    if (!but.length && statements !== this.#places.statements) {
      this.#end();
      this.#dump = null;
      throw new NotLoaded(`${statements} of ${this.#places.statements}`);
    }
  }

  #asked(message, told) {
    const worker = this.#worker;
    return new Promise((answered, refused) => {
      worker.onerror = (event) => {
        this.#end();
        // A script that did not load has no message; one that broke has.
        refused(event.message ? new Broken(event.message) : new Blocked());
      };
      worker.onmessage = ({ data }) => {
        if ("result" in data) {
          answered(data.result);
        } else if (data.broken) {
          this.#end();
          refused(new Broken(data.problem));
        } else if ("problem" in data) {
          refused(message.task === "load" ? new NotLoaded(data.problem) : new Refused(data.problem));
        } else {
          told("reading", data.read, data.of);
        }
      };
      worker.postMessage(message);
    });
  }

  #end() {
    this.#worker?.terminate();
    this.#worker = null;
  }
}

function started() {
  try {
    return new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  } catch (error) {
    throw new Blocked(error.message);
  }
}

async function fetched(address, signal, counted) {
  const response = await fetch(address, { signal });
  if (!response.ok) {
    throw new Error(`${response.status} ${address}`);
  }
  const pieces = [];
  const reader = response.body.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    counted(value.length);
    pieces.push(value);
  }
  return new Blob(pieces);
}

// Compiled once, beside the page's own work, and sent to every worker as it is.
async function compiled(blob) {
  const answer = new Response(await unpacked(blob), { headers: { "Content-Type": "application/wasm" } });
  return WebAssembly.compileStreaming(answer);
}
