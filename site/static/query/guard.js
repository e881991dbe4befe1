// What a query may not ask: for data elsewhere. The rules are those of graph/guard.py, and so are their tests.

const SPACE = String.raw`(?:[ \t\r\n]|#[^\r\n]*[\r\n])*`;
const LETTERS = String.raw`\w\u{80}-\u{10ffff}`;
const NAME = String.raw`(?:<[^<>]*>|[${LETTERS}.\-]*:[^ \t\r\n{}]*)`;
const AFTER_FROM = String.raw`(?:\{|from|where|group|having|order|limit|offset|values|$)`;
const SERVICE = new RegExp(
  String.raw`(?<![?$])service${SPACE}(?:silent${SPACE})?(?:${NAME}|[?$][${LETTERS}]+)${SPACE}\{`, "iu",
);
const FROM = new RegExp(
  String.raw`(?<![?$:${LETTERS}])from(?![${LETTERS}])${SPACE}(?:named${SPACE})?${NAME}${SPACE}${AFTER_FROM}`, "iu",
);

// The name of the words that refuse a query; nothing for one that may be asked.
export function refusal(query) {
  return SERVICE.test(query) ? "refused_service" : FROM.test(query) ? "refused_from" : "";
}
