// How much of a large publication is loaded: everything, or the documents of some years with all that they share.

import { read } from "./csv.js";
import { unpacked } from "./unpack.js";

export class Amount {
  #graphs = new Map(); // of each year, the graphs of its documents
  #fieldset;
  #words;

  constructor(fieldset, words) {
    this.#fieldset = fieldset;
    this.#words = words;
  }

  // Ask how much, at once; the years of a table of documents are added when they are here.
  async offer(address) {
    const choices = this.#fieldset.querySelector(".years");
    choices.append(box("all", this.#words.everything));
    this.#fieldset.hidden = false;
    const response = await fetch(address);
    if (!response.ok) {
      throw new Error(`${response.status} ${address}`);
    }
    const text = await new Response(await unpacked(await response.blob())).text();
    for (const { document: iri, date } of read(text)) {
      const year = date.slice(0, 4);
      this.#graphs.set(year, [...(this.#graphs.get(year) ?? []), `${iri}#graph`]);
    }
    const years = [...this.#graphs.keys()].filter(Boolean).sort();
    if (this.#graphs.has("")) {
      years.push("");
    }
    choices.append(...years.map((year) => box(year, year || this.#words.undated, this.#graphs.get(year).length)));
  }

  get #chosen() {
    return [...this.#fieldset.querySelectorAll("input:checked")].map((input) => input.value);
  }

  // Whether it is said how much; there is nothing to say where nothing is offered.
  get isChosen() {
    return this.#fieldset.hidden || this.#chosen.length > 0;
  }

  // The years that an answer is of, as they are called; nothing for all.
  get years() {
    return this.#isAll ? [] : this.#chosen.map((year) => year || this.#words.undated);
  }

  get #isAll() {
    return this.#fieldset.hidden || this.#chosen.includes("all");
  }

  // The graphs that are not loaded.
  get left() {
    const chosen = new Set(this.#chosen);
    const others = [...this.#graphs].filter(([year]) => !chosen.has(year));
    return this.#isAll ? [] : others.flatMap(([, graphs]) => graphs);
  }

  focus() {
    this.#fieldset.querySelector("input").focus();
  }
}

function box(value, words, size) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "checkbox", value });
  label.append(input, ` ${words}`, ...(size ? [` (${size})`] : []));
  return label;
}
