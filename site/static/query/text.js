// The text area of the query: what an example or a link puts into it, and the link that carries what stands in it.

const CARRIED = "#query=";

export class Text {
  #area;
  #choice;
  #link;
  #examples;

  // `choice` gets an option, and each of the examples a button with `words`, to take it.
  constructor({ area, choice, link, examples }, words) {
    [this.#area, this.#choice, this.#link, this.#examples] = [area, choice, link, [...examples]];
    this.#examples.forEach((example) => this.#offer(example, words));
    area.addEventListener("input", () => this.#carry());
    choice.addEventListener("change", () => this.#choose());
    addEventListener("hashchange", () => this.#takeFromLink());
    if (!this.#takeFromLink() && this.#examples.length) {
      choice.selectedIndex = 1;
      area.value = queryOf(this.#examples[0]);
      this.#carry();
    }
  }

  get value() {
    return this.#area.value;
  }

  // Put the caret at a place, in units of UTF-16.
  pointTo(offset) {
    this.#area.focus();
    this.#area.setSelectionRange(offset, offset);
  }

  #offer(example, words) {
    this.#choice.append(new Option(example.querySelector("summary").textContent, example.dataset.name));
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: words });
    button.addEventListener("click", () => {
      this.#choice.value = example.dataset.name;
      this.#take(queryOf(example));
    });
    example.append(" ", button);
  }

  #choose() {
    const example = this.#examples.find((one) => one.dataset.name === this.#choice.value);
    if (example) {
      this.#take(queryOf(example));
      this.#choice.focus();
    }
  }

  // As if typed, so that it can be undone.
  #take(query) {
    this.#area.focus();
    this.#area.select();
    if (!document.execCommand("insertText", false, query)) {
      this.#area.value = query;
    }
    this.#area.setSelectionRange(0, 0);
    this.#area.scrollTop = 0;
    this.#carry();
  }

  #carry() {
    this.#link.href = `${CARRIED}${encodeURIComponent(this.#area.value)}`;
  }

  // A link never runs by itself: what it asks for is for the reader to see first.
  #takeFromLink() {
    const query = location.hash.startsWith(CARRIED) ? decoded(location.hash.slice(CARRIED.length)) : "";
    if (query) {
      this.#area.value = query;
      this.#choice.value = "";
      this.#carry();
    }
    return query !== "";
  }
}

function queryOf(example) {
  return example.querySelector("pre").textContent;
}

function decoded(fragment) {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment; // cut off on its way, perhaps within a letter: what there is can still be mended
  }
}
