// An index of names in memory, and who is found in it by what somebody types: by how it is written, then by how it sounds.
"use strict";

globalThis.makeNames = function makeNames(spelling, loadPart) {
  const index = globalThis.finding.names;
  // What matches a word, from best to worst. Whoever types is not done yet, so that a beginning is enough.
  const [SAME, BEGINS, SOUNDS, BEGINS_TO_SOUND] = [4, 3, 2, 1];
  // Behind these letters another may follow that makes one sound with them.
  const UNFINISHED = /[cdgijkpqstuwyz]$/;

  const shelf = new Map();
  const vocabulary = new Map();

  // -- reading -------------------------------------------------------------------------------------------------------

  function numbers(steps) {
    let at = 0;
    return steps.map((step) => (at += step));
  }

  function* entitiesOf({ section, folder, keys, steps, documents, names }) {
    for (const [place, key] of (keys ?? numbers(steps)).entries()) {
      const several = typeof names[place] === "string" ? [names[place]] : names[place];
      yield {
        section,
        path: folder + key,
        documents: documents[place],
        names: several.map((one) => (typeof one === "string" ? ["", one] : one))
          .map(([language, text]) => ({ language, text, words: spelling.words(text) })),
      };
    }
  }

  function put(sections) {
    for (const entity of sections.flatMap((section) => [...entitiesOf(section)])) {
      shelf.set(entity.path, entity);
      for (const word of entity.names.flatMap((name) => name.words)) {
        vocabulary.set(word, vocabulary.get(word) ?? { plain: spelling.plain(word), skeletons: spelling.skeletons(word) });
      }
    }
  }

  // A large index is in parts, by the letters that words sound like first: one word of several is enough to choose.
  async function load(asked) {
    if (index.sections) {
      put(index.sections);
      delete index.sections;
    }
    const longest = [...asked].sort((one, other) => other.length - one.length)[0];
    const letters = spelling.skeletons(longest).map((one) => (/[a-z]/.test(one.charAt(0)) ? one.charAt(0) : index.other));
    for (const letter of new Set(letters)) {
      if (index.parts?.includes(letter)) {
        index.parts.splice(index.parts.indexOf(letter), 1);
        put((await loadPart(letter)).sections);
      }
    }
  }

  // -- matching ------------------------------------------------------------------------------------------------------

  function worth(typed, skeletons, known) {
    if (known.plain === typed) {
      return SAME;
    }
    if (known.plain.startsWith(typed)) {
      return BEGINS;
    }
    if (known.skeletons.some((one) => skeletons.includes(one))) {
      return SOUNDS;
    }
    return known.skeletons.some((one) => skeletons.some((begun) => one.startsWith(begun))) ? BEGINS_TO_SOUND : 0;
  }

  // What a typed word may be, of all words that names have, and how well each fits.
  function candidates(word) {
    const typed = spelling.plain(word);
    const skeletons = spelling.skeletons(word);
    const found = new Map();
    for (const [known, forms] of vocabulary) {
      const value = worth(typed, skeletons, forms);
      if (value) {
        found.set(known, value);
      }
    }
    return found;
  }

  // How well a name fits; nothing where a word finds no word of its own in it.
  function fits(name, wanted) {
    const free = new Set(name.words.keys());
    let total = 0;
    for (const found of wanted) {
      const best = [...free].reduce((one, other) => ((found.get(name.words[other]) ?? 0) > (found.get(name.words[one]) ?? 0) ? other : one), [...free][0]);
      const value = best === undefined ? 0 : found.get(name.words[best]) ?? 0;
      if (!value) {
        return 0;
      }
      free.delete(best);
      total += value;
    }
    return total - free.size / 100;
  }

  function matches(asked) {
    const wanted = asked.map(candidates);
    const found = [];
    for (const entity of shelf.values()) {
      const values = entity.names.map((name) => fits(name, wanted));
      const best = Math.max(...values);
      if (best > 0) {
        found.push({ entity, value: best, spelling: entity.names[values.indexOf(best)] });
      }
    }
    return found.sort((one, other) => other.value - one.value || other.entity.documents - one.entity.documents);
  }

  async function search(typed) {
    const asked = spelling.words(typed);
    if (!asked.length) {
      return [];
    }
    await load(asked);
    const found = matches(asked);
    const last = asked.at(-1);
    const shorter = [...asked.slice(0, -1), last.slice(0, -1)];
    return found.length || last.length < 3 || !UNFINISHED.test(spelling.plain(last)) ? found : matches(shorter);
  }

  return { search };
};
