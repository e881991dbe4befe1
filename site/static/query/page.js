// The page: what its controls do, and what it tells.

import { Amount } from "./amount.js";
import { Blocked, Broken, Engine, NotLoaded, Refused, Stopped } from "./engine.js";
import { refusal } from "./guard.js";
import { Links } from "./links.js";
import { downloads, save, table } from "./table.js";
import { Text } from "./text.js";
import { placeOf } from "./trouble.js";

const MANY = 300_000; // statements: beyond, a reader is asked how much to load

const form = document.getElementById("query");
const [area, told, shown] = ["text", "told", "answer"].map((id) => document.getElementById(id));
const [run, stop, progress] = [".run", ".stop", ".progress"].map((one) => form.querySelector(one));
const prologue = document.querySelector("#prefixes pre").textContent.trim();
const language = document.documentElement.lang;
const [statements, size, program] = ["statements", "size", "program"].map((name) => Number(form.dataset[name]));

const links = new Links({ ...form.dataset, prologue });
const text = new Text(
  {
    area,
    choice: document.getElementById("example"),
    link: form.querySelector(".carried"),
    examples: document.querySelectorAll("#examples details"),
  },
  say("use"),
);
const amount = new Amount(document.getElementById("amount"), { everything: say("everything"), undated: say("undated") });
const engine = new Engine(
  { program: new URL("oxigraph/web_bg.wasm.gz", import.meta.url), dump: form.dataset.dump, size: size + program, statements },
  show,
);

// -- words -----------------------------------------------------------------------------------------------------------

function say(key, values = {}) {
  const name = `say_${key}`.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  return Object.entries(values).reduce((words, [place, value]) => words.replace(`{${place}}`, value), form.dataset[name]);
}

function number(value, digits = 0) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

function bytes(value) {
  const unit = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(language, unit).format(value / 1e6);
}

// -- what is being done ----------------------------------------------------------------------------------------------

// What listens is told the stage once; how far it is stands beside it, to be looked at.
function show(stage, done, all) {
  const [bar, beside] = progress.children;
  progress.hidden = false;
  if (all && done <= all) {
    [bar.max, bar.value] = [all, done];
  } else {
    bar.removeAttribute("value");
  }
  beside.textContent = all ? say("done_of", { done: bytes(done), all: bytes(all) }) : "";
  if (told.textContent !== say(stage)) {
    told.textContent = say(stage);
  }
}

function end(...words) {
  progress.hidden = true;
  run.disabled = false;
  if (document.activeElement === stop) {
    run.focus();
  }
  stop.disabled = true;
  told.replaceChildren(...words);
}

// -- run -------------------------------------------------------------------------------------------------------------

async function answer() {
  const query = text.value;
  shown.hidden = true;
  told.textContent = ""; // so that whoever listens hears the same words again
  const refused = refusal(query);
  if (refused) {
    return end(say(refused));
  }
  if (!amount.isChosen) {
    amount.focus();
    return end(say("choose"));
  }
  run.disabled = true;
  stop.disabled = false;
  const started = performance.now();
  try {
    showAnswer(await engine.answer(`${prologue}\n${query}`, amount.left));
    end(say("done", { seconds: number((performance.now() - started) / 1000, 2) }));
  } catch (error) {
    end(...trouble(error, query));
  }
}

function showAnswer(found) {
  const years = amount.years.length ? ` ${say("some_years", { years: amount.years.join(", ") })}` : "";
  shown.querySelector(".files").replaceChildren(...downloads(found.files, saveFile));
  shown.querySelector(".scroll").replaceChildren(found.kind === "truth" ? truth(found, years) : rows(found, years));
  shown.hidden = false;
}

async function saveFile(name) {
  try {
    save(name, await engine.file(name));
  } catch (error) {
    told.replaceChildren(...trouble(error, ""));
  }
}

function truth(found, years) {
  const paragraph = document.createElement("p");
  paragraph.textContent = `${say(found.truth ? "yes" : "no")}.${years}`;
  return paragraph;
}

function rows(found, years) {
  const isCut = found.rows.length < found.count;
  const key = isCut ? "rows_cut" : found.kind === "graph" ? "graph_rows" : "rows";
  const caption = say(key, { all: number(found.count), shown: number(found.rows.length) }) + (isCut ? "" : ".") + years;
  const headings = found.kind === "graph" ? found.columns.map((column) => say(column)) : found.columns;
  return table(found, headings, caption, links);
}

// -- what went wrong -------------------------------------------------------------------------------------------------

function trouble(error, query) {
  if (error instanceof Stopped) {
    return [say("stopped")];
  }
  if (error instanceof NotLoaded) {
    return [say("not_loaded"), " ", english(error.message)];
  }
  if (error instanceof Blocked) {
    return [say("blocked")];
  }
  if (error instanceof Broken) {
    return [say("memory")];
  }
  if (!(error instanceof Refused)) {
    throw error;
  }
  const place = placeOf(error.message, query, prologue.split("\n").length);
  return place ? misread(place) : [say("failed"), " ", english(error.message)];
}

function misread({ line, column, offset, expected }) {
  text.pointTo(offset);
  const words = say("syntax", { line, column });
  return expected ? [words, " ", say("expected"), " ", english(expected)] : [words];
}

// What the program says, it says in English.
function english(words) {
  return Object.assign(document.createElement("span"), { lang: "en", textContent: words });
}

// -- begin -----------------------------------------------------------------------------------------------------------

form.addEventListener("submit", (event) => {
  event.preventDefault();
  answer();
});
stop.addEventListener("click", () => engine.stop());
area.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !run.disabled) {
    answer();
  }
});
if (statements > MANY) {
  amount.offer(form.dataset.documents).catch((error) => end(say("not_loaded"), " ", english(error.message)));
}
told.textContent = say("idle", { data: bytes(size), program: bytes(program) });
form.hidden = false;
