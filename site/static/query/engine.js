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
  #left = null; // the graphs that the worker has not loaded, as a text; nothing before it has loaded any
  #waiting = new Map(); // what the worker was asked and has not answered, by number
  #asked = 0;
  #giveUp = () => {};

  // `places` are the addresses of `program` and `dump`, `size` is of both together in bytes, `statements` of the dump.
  // `told` is called with what is being done, and how much of how much.
  constructor(places, told) {
    this.#places = places;
    this.#told = told;
  }

  // The answer to a query over all graphs but some. One at a time.
  async answer(text, but) {
    const stopping = new AbortController();
    const givenUp = new Promise((_, refuse) => {
      this.#giveUp = (why) => {
        stopping.abort();
        this.#end(why);
        refuse(why);
      };
    });
    const { signal } = stopping;
    const told = (...done) => signal.aborted || this.#told(...done);
    return Promise.race([this.#answer(text, but, signal, told), givenUp]);
  }

  // A file of the last answer, by its name.
  file(name) {
    return this.#ask({ task: "file", name });
  }

  // End what is being done. The worker goes with it: a query cannot be ended in any other way.
  stop() {
    this.#giveUp(new Stopped());
  }

  async #answer(text, but, signal, told) {
    if (this.#left !== but.join(" ")) {
      this.#end(new Stopped());
      this.#start(); // its scripts come while program and data do
      await this.#fetchAll(signal, told);
      signal.throwIfAborted(); // or a worker that was ended would be given work, or another one's
      await this.#load(but, told);
      signal.throwIfAborted();
    }
    told("running");
    return this.#ask({ task: "query", text, shown: LARGEST_TABLE });
  }

  // -- what is needed --------------------------------------------------------------------------------------------------

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

  async #load(but, told) {
    const message = { task: "load", program: this.#program, dump: this.#dump, but };
    const { statements } = await this.#ask(message, (read, of) => told("reading", read, of));
    if (!but.length && statements !== this.#places.statements) {
      this.#dump = null;
      throw new NotLoaded(`${statements} of ${this.#places.statements}`);
    }
    this.#left = but.join(" ");
  }

  // -- the worker ------------------------------------------------------------------------------------------------------

  #start() {
    try {
      this.#worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    } catch (error) {
      throw new Blocked(error.message);
    }
    // A script that did not load has no message; one that broke has.
    this.#worker.onerror = ({ message }) => this.#giveUp(message ? new Broken(message) : new Blocked());
    this.#worker.onmessage = ({ data }) => this.#heard(data);
  }

  #ask(message, progress = () => {}) {
    const number = ++this.#asked;
    return new Promise((answered, refused) => {
      const refuse = (problem) => refused(message.task === "load" ? new NotLoaded(problem) : new Refused(problem));
      this.#waiting.set(number, { answered, refuse, refused, progress });
      this.#worker.postMessage({ number, ...message });
    });
  }

  #heard({ number, result, problem, broken, read, of }) {
    const { answered, refuse, progress } = this.#waiting.get(number);
    if (read !== undefined) {
      progress(read, of);
    } else if (broken) {
      this.#giveUp(new Broken(problem));
    } else {
      this.#waiting.delete(number);
      problem === undefined ? answered(result) : refuse(problem);
    }
  }

  #end(why) {
    this.#worker?.terminate();
    this.#worker = this.#left = null;
    this.#waiting.forEach(({ refused }) => refused(why));
    this.#waiting.clear();
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
