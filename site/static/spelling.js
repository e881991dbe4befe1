// How names sound, whatever their script and spelling: the same as ld_export.spelling, with the same tables.
// A test holds that both find the same for every name of tests/vectors/names.json.
"use strict";

globalThis.makeSpelling = function makeSpelling(tables) {
  const MOST = 64;
  const letters = Object.keys(tables.plain).sort((one, other) => other.length - one.length);
  const anyLetter = new RegExp([...letters, "[^]"].join("|"), "gu");

  // -- words ---------------------------------------------------------------------------------------------------------

  function words(name) {
    const small = name.normalize("NFC").replace(/[’‘`´ʼʹʻʽ′ʺ″]/gu, "'").toLowerCase().replaceAll("ß", "ss").normalize("NFC");
    return small
      .replace(/[\p{M}\p{Cf}]/gu, "")
      .replace(/(?<![\p{L}\p{Nl}\p{No}])([\p{L}\p{Nl}\p{No}]{1,2})'(?=[\p{L}\p{Nl}\p{No}])/gu, "$1 ")
      .replaceAll("'", "")
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);
  }

  function plainLetter(letter) {
    return tables.plain[letter] ?? letter.normalize("NFKD").replace(/\p{M}/gu, "");
  }

  function plain(word) {
    return word.replace(anyLetter, plainLetter);
  }

  // -- skeletons -----------------------------------------------------------------------------------------------------

  function isOf(kind, letter, edge) {
    if (letter === "") {
      return kind === "" || kind === edge;
    }
    if (kind === "consonant") {
      return !tables.vowels.includes(letter);
    }
    return kind === "" || (kind === "vowel" && tables.vowels.includes(letter)) || (kind === "front" && tables.front.includes(letter));
  }

  function ruleAt(latin, at) {
    return tables.rules.find(([spelling, before, behind]) =>
      latin.startsWith(spelling, at) &&
      isOf(before, latin.charAt(at - 1), "start") &&
      isOf(behind, latin.charAt(at + spelling.length), "end"));
  }

  function sounds(latin) {
    const found = [];
    for (let at = 0; at < latin.length;) {
      const rule = ruleAt(latin, at);
      found.push(rule ? rule[3] : [latin.charAt(at)]);
      at += rule ? rule[0].length : 1;
    }
    return found;
  }

  // One of each, in every way, of which the first come first; no more than are wanted.
  function choices(several) {
    const total = Math.min(MOST, several.reduce((count, ones) => count * ones.length, 1));
    return Array.from({ length: total }, (_, number) => {
      let rest = number;
      return several.reduceRight((chosen, ones) => {
        const one = ones[rest % ones.length];
        rest = Math.floor(rest / ones.length);
        return one + chosen;
      }, "");
    });
  }

  function skeletons(word) {
    const readings = [...word.matchAll(anyLetter)].map(([letter]) => tables.read[letter] ?? [plainLetter(letter)]);
    const found = new Set();
    for (const latin of new Set(choices(readings))) {
      for (const heard of choices(sounds(latin.replace(/(.)\1+/gu, "$1")))) {
        found.add(heard.replace(/([^aeou])\1+/gu, "$1"));
      }
    }
    found.delete("");
    return [...found].slice(0, MOST);
  }

  function alike(one, other) {
    const left = words(one);
    const right = words(other);
    return left.length === right.length && left.length > 0 && paired(left, right);
  }

  function paired([word, ...others], right) {
    if (word === undefined) {
      return true;
    }
    const first = new Set(skeletons(word));
    return right.some((candidate, at) => skeletons(candidate).some((one) => first.has(one)) && paired(others, [...right.slice(0, at), ...right.slice(at + 1)]));
  }

  return { words, plain, skeletons, alike, fold: (name) => words(name).map(plain).join(" ") };
};
