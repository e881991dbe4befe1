"""Queries in the reader's browser: every shipped one answers as rdflib does, and nothing leaves the site."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib
from playwright.sync_api import Locator, Page, Route, expect

from ld_export.query import named_queries
from tests.browser.conftest import SITE, Served
from tests.browser.reader import Reader, Visit
from tests.fixtures_built import Built
from tests.reading import rdflib_dataset
from tests.test_no_network import HARMLESS, QUERIES

# One process for all of them: the dump is read by rdflib once.
pytestmark = [
    pytest.mark.external,
    pytest.mark.xdist_group("query"),
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning"),  # rdflib's own calls
    pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated:DeprecationWarning"),
]

PAGE = f"{SITE}query.html"
OTHER = f"{SITE}how-we-work.html"
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


class Asked(NamedTuple):
    """The page, and what a reader does with it."""

    page: Page
    requested: list[str]

    @property
    def told(self) -> Locator:
        return self.page.get_by_role("status")

    @property
    def rows(self) -> list[list[str]]:
        """The cells of the table."""
        script = "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))"
        found: list[list[str]] = self.page.locator("#answer tbody tr").evaluate_all(script)
        return found

    @property
    def caption(self) -> str:
        return self.page.locator("#answer caption").inner_text()

    def run(self, query: str) -> None:
        self.page.get_by_role("textbox", name="Query").fill(query)
        self.page.get_by_role("button", name="Run").click()

    def answer(self, query: str) -> None:
        """Run a query and wait until it is answered."""
        self.run(query)
        expect(self.told).to_contain_text("Done", timeout=60_000)

    def file(self, name: str) -> bytes:
        """A file of the answer, as it is saved."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=name, exact=True).click()
        assert waiting.value.suggested_filename == name
        return waiting.value.path().read_bytes()

    def asked_for(self, ending: str) -> int:
        """How often a file was asked for."""
        return sum(url.endswith(ending) for url in self.requested)


@contextmanager
def asking(reader: Reader, path: str = PAGE, **how: Any) -> Iterator[Asked]:
    with reader.visiting(path, **how) as visit:
        yield _ready(visit)


def _ready(visit: Visit) -> Asked:
    visit.page.get_by_role("textbox").wait_for()
    return Asked(visit.page, visit.requested)


@pytest.fixture(scope="module")
def dataset(built: Built) -> rdflib.Dataset:
    return rdflib_dataset(built.dump("dataset.nq"), ".nq")


_Cell = tuple[str, ...]


def by_rdflib(dataset: rdflib.Dataset, query: str) -> list[tuple[_Cell, ...]]:
    """The rows of an answer, in its order."""

    def cell(term: Any) -> _Cell:
        if isinstance(term, rdflib.Literal):
            plain = term.datatype is None or term.datatype == rdflib.XSD.string
            return ("literal", str(term), term.language or "", "" if plain else str(term.datatype))
        return ("uri", str(term)) if term is not None else ()

    result = dataset.query(query)
    rows: list[Any] = list(result)
    return [tuple(cell(row[name]) for name in result.vars or ()) for row in rows]


def by_page(answer: bytes) -> list[tuple[_Cell, ...]]:
    """The same of an answer's JSON."""

    def cell(term: dict[str, str] | None) -> _Cell:
        if term is None:
            return ()
        if term["type"] == "uri":
            return ("uri", term["value"])
        return ("literal", term["value"], term.get("xml:lang", ""), term.get("datatype", ""))

    read = json.loads(answer)
    return [tuple(cell(row.get(name)) for name in read["head"]["vars"]) for row in read["results"]["bindings"]]


# -- answers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", named_queries())
def test_every_question_is_answered_as_rdflib_answers_it(reader: Reader, dataset: rdflib.Dataset, name: str) -> None:
    with asking(reader) as asked:
        asked.page.get_by_label("Begin with").select_option(name)
        assert asked.page.get_by_role("textbox").input_value() == named_queries()[name]
        asked.page.get_by_role("button", name="Run").click()
        expect(asked.told).to_contain_text("Done", timeout=60_000)
        rows = by_page(asked.file("answer.json"))
        expected = by_rdflib(dataset, named_queries()[name])
        assert expected
        assert Counter(rows) == Counter(expected)
        assert len(asked.rows) == min(len(rows), 2000)
        assert f"Rows: {len(rows):,}" in asked.caption


def test_the_table_names_its_columns_marks_languages_and_leads_to_pages(reader: Reader) -> None:
    query = (
        "SELECT ?person ?name ?label ?home { VALUES ?person { <https://w3id.org/hrd/person/1> } "
        "?person schema:name ?name . "
        "<https://w3id.org/hrd/country/de> rdfs:label ?label FILTER(LANG(?label) = 'fr') "
        "BIND(<https://example.org/x> AS ?home) }"
    )
    with asking(reader) as asked:
        asked.answer(query)
        heads = asked.page.locator("#answer th")
        assert heads.all_inner_texts() == ["person", "name", "label", "home"]
        assert set(heads.evaluate_all("all => all.map(one => one.scope)")) == {"col"}
        assert asked.page.locator("#answer td span[lang=fr]").inner_text() == "Allemagne"
        assert (
            asked.page.get_by_role("link", name="https://example.org/x").get_attribute("href")
            == "https://example.org/x"
        )
        asked.page.get_by_role("link", name="person/1", exact=True).click()
        asked.page.wait_for_url("**/person/1.html")


def test_who_reads_french_is_led_to_french_pages(reader: Reader) -> None:
    with reader.visiting(f"{SITE}query.fr.html") as visit:
        asked = _ready(visit)
        asked.page.get_by_label("Partir de").select_option("top-signatories")
        chosen = asked.page.locator("#example option:checked")
        assert chosen.inner_text() == "Qui a le plus signé, et combien de fois en premier signataire ?"
        asked.page.get_by_role("button", name="Exécuter").click()
        expect(asked.told).to_contain_text("Terminé en", timeout=60_000)
        hrefs = asked.page.locator("#answer td a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert hrefs
        assert all(href.endswith(".fr.html") for href in hrefs)


def test_yes_and_no(reader: Reader) -> None:
    with asking(reader) as asked:
        for query, words, value in (
            ("ASK { ?s a hrd:Signature }", "Yes.", True), ("ASK { ?s a hrd:Nothing }", "No.", False)
        ):  # fmt: skip
            asked.answer(query)
            assert asked.page.locator("#answer .scroll").inner_text().strip() == words
            assert json.loads(asked.file("answer.json"))["boolean"] is value


@pytest.mark.parametrize("form", ["CONSTRUCT { ?s schema:name ?o } WHERE { ?s schema:name ?o }", "DESCRIBE hrd:Claim"])
def test_a_graph_is_shown_and_saved_as_statements(reader: Reader, built: Built, form: str) -> None:
    query = f"# not: SELECT\nPREFIX x: <https://example.org/CONSTRUCT#>\n{form}"
    store = ox.Store()
    store.load(built.dump("dataset.nq"), format=ox.RdfFormat.N_QUADS)
    prefixes = {"schema": "https://schema.org/", "hrd": "https://w3id.org/hrd/ontology#"}
    made = store.query(query, use_default_graph_as_union=True, prefixes=prefixes)
    assert isinstance(made, ox.QueryTriples)
    expected = set(made)
    with asking(reader) as asked:
        asked.answer(query)
        assert asked.page.locator("#answer th").all_inner_texts() == ["Subject", "Predicate", "Object"]
        assert asked.caption.startswith(f"Statements: {len(expected):,}")
        lines = asked.file("answer.nt")
        assert {quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)} == expected
        assert lines.splitlines() == sorted(lines.splitlines())
        as_json = ox.parse(asked.file("answer.jsonld"), format=ox.RdfFormat.JSON_LD)
        assert {quad.triple for quad in as_json} == expected


def test_files_hold_every_row_and_are_written_by_the_book(reader: Reader, built: Built) -> None:
    """The CSV is that of SPARQL's own format, to the byte; for spreadsheets no cell can act as a formula."""
    query = """SELECT ?text ?none WHERE {
      VALUES ?text { "=1+1" "+1" "-1" "@x" "\\t=x" "a,b" "say \\"so\\"" "two\\nlines" ""
                     "ёлка 😀"@ru 5 <https://example.org/=> }
    } ORDER BY STR(?text)"""
    expected = _csv(query)
    with asking(reader) as asked:
        asked.answer(query)
        exact = asked.file("answer.csv")
        assert exact == expected
        spreadsheet = asked.file("answer-spreadsheet.csv").decode("utf-8-sig")
        plain = [row[0] for row in csv.reader(io.StringIO(exact.decode(), newline=""))]
        neutral = [row[0] for row in csv.reader(io.StringIO(spreadsheet, newline=""))]
        assert neutral == [f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell for cell in plain]
        asked.answer("SELECT * { ?s ?p ?o }")
        assert "The first 2,000 are shown; the files have all." in asked.caption
        assert len(asked.rows) == 2000
        statements = len(built.dump("dataset.nt").splitlines())
        assert len(asked.file("answer.csv").splitlines()) == statements + 1
        assert len(by_page(asked.file("answer.json"))) == statements


def _csv(query: str) -> bytes:
    answer = ox.Store().query(query)
    assert isinstance(answer, ox.QuerySolutions)
    return answer.serialize(format=ox.QueryResultsFormat.CSV) or b""


def test_what_looks_like_markup_or_a_script_is_text(reader: Reader) -> None:
    query = """SELECT * { VALUES (?a ?b) { ("<img src=x onerror=alert(1)>" <javascript:alert(1)>) } }"""
    with asking(reader) as asked:
        asked.answer(query)
        assert asked.rows == [["<img src=x onerror=alert(1)>", "javascript:alert(1)"]]
        assert asked.page.locator("#answer td img, #answer td a").count() == 0


def test_an_iri_leads_to_its_page_or_to_itself(reader: Reader, built: Built) -> None:
    """For every IRI of the dump: where it has a page here, that page; where it has none, the IRI."""
    topic = "<http://xmlns.com/foaf/0.1/primaryTopic> <"
    pages: dict[str, str] = {}
    for path in built.public.resolve().rglob("*.nt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if topic in line and not path.is_relative_to(built.public.resolve() / "dumps"):
                iri = line.partition(topic)[2].rstrip(" .").removesuffix(">")
                pages[iri] = path.relative_to(built.public.resolve()).with_suffix(".html").as_posix()
    named = {term.strip("<>") for term in built.dump("dataset.nq").decode().split() if term.startswith("<http")}
    expected = {
        iri: f"{pages[iri.partition('#')[0]]}{iri[iri.find('#') :] if '#' in iri else ''}"
        if iri.partition("#")[0] in pages
        else iri
        for iri in sorted(named)
    }
    assert len(pages) > 700
    with asking(reader) as asked:
        found = asked.page.evaluate(
            """async iris => {
                const {Links} = await import("./static/query/links.js");
                const links = new Links({...document.getElementById("query").dataset, prologue: ""});
                return Object.fromEntries(iris.map(iri => [iri, links.href(iri)]));
            }""",
            list(expected),
        )
    assert found == expected


# -- while it runs -----------------------------------------------------------------------------------------------------


def test_nothing_is_loaded_before_the_first_query_and_nothing_twice(reader: Reader) -> None:
    with asking(reader) as asked:
        expect(asked.told).to_contain_text("Nothing is loaded yet")
        asked.page.get_by_role("textbox").focus()
        asked.page.wait_for_load_state("networkidle")
        assert asked.asked_for(".gz") == 0
        asked.answer(COUNT)
        asked.answer(COUNT)
        assert (asked.asked_for("web_bg.wasm.gz"), asked.asked_for("dataset.trig.gz")) == (1, 1)


def test_loading_shows_how_far_it_is(reader: Reader) -> None:
    with asking(reader) as asked:
        asked.page.evaluate(
            """() => {
                window.seen = [];
                const look = () => {
                    const bar = document.querySelector("progress");
                    const words = one => document.querySelector(one).textContent;
                    const done = bar.hasAttribute("value") ? bar.value / bar.max : -1;
                    window.seen.push([words("#told"), words(".progress span"), done]);
                };
                new MutationObserver(look).observe(document.getElementById("main"), {subtree: true, childList: true,
                    attributes: true, characterData: true});
            }"""
        )
        asked.answer(COUNT)
        seen: list[tuple[str, str, float]] = asked.page.evaluate("window.seen")
    stages = list(dict.fromkeys(told for told, _, _ in seen if told))
    order = ["Loading the data and the program", "Reading the data", "Working on the answer"]
    assert [stage for stage in stages if stage in order] == order
    loading = [done for told, beside, done in seen if told == order[0] and beside]
    assert loading == sorted(loading)
    assert loading[-1] == 1
    assert any(beside == "1.6 MB of 1.6 MB" for _, beside, _ in seen)


def test_a_query_is_stopped_and_another_one_answered_from_what_was_loaded(reader: Reader, built: Built) -> None:
    with asking(reader) as asked:
        stop = asked.page.get_by_role("button", name="Stop")
        expect(stop).to_be_disabled()
        asked.run(LONG)
        expect(asked.told).to_have_text("Working on the answer", timeout=60_000)
        expect(asked.page.get_by_role("button", name="Run")).to_be_disabled()
        asked.page.wait_for_timeout(500)
        stop.click()
        expect(asked.told).to_have_text("Stopped.", timeout=1000)
        assert asked.page.locator("#answer").is_hidden()
        assert asked.page.evaluate("document.activeElement.className") == "run", "where the focus was is no more"
        asked.answer(COUNT)
        assert asked.rows == [[str(len(built.dump("dataset.nq").splitlines()))]]
        assert asked.asked_for("dataset.trig.gz") == 1


def test_loading_is_stopped_too(reader: Reader) -> None:
    with asking(reader, given_up="dataset.trig.gz") as asked:
        asked.page.route("**/dataset.trig.gz", lambda _: None)  # which never answers
        asked.run(COUNT)
        expect(asked.told).to_have_text("Loading the data and the program")
        asked.page.get_by_role("button", name="Stop").click()
        expect(asked.told).to_have_text("Stopped.")
        asked.page.unroute("**/dataset.trig.gz")
        asked.answer(COUNT)


# -- what goes wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "SELECT *\n{ ?s ?p ?o } x",
        "SELECT *\n\n# ёё\n{ '😀😀' ?p ?o . ?x }",
        "SELECT *\n{ ?s ?p '😀😀' , } ",
        "INSERT DATA { <a:a> <a:a> <a:a> }",
        "",
    ],
)
def test_a_syntax_error_is_shown_where_it_is(reader: Reader, query: str) -> None:
    """Where the same engine finds it in Python; a text area counts in UTF-16, the engine in code points."""
    with pytest.raises(SyntaxError) as wrong:
        ox.Store().query(query)
    line, column = map(int, re.findall(r"\d+", str(wrong.value.msg))[:2])
    lines = query.split("\n")
    before = "".join(f"{one}\n" for one in lines[: line - 1]) + lines[line - 1][: column - 1]
    caret = len(before.encode("utf-16-le")) // 2
    with asking(reader) as asked:
        asked.run(query)
        expect(asked.told).to_contain_text("cannot be read from here on", timeout=60_000)
        assert asked.told.inner_text().startswith(f"Line {line}, column {column}:")
        assert asked.page.evaluate("document.activeElement.id") == "text"
        assert asked.page.evaluate("[text.selectionStart, text.selectionEnd]") == [caret, caret]
        asked.answer(COUNT)


def test_a_query_that_asks_elsewhere_is_refused_as_on_the_command_line(reader: Reader, served: Served) -> None:
    """By the same rules; and what they let through, the engine itself knows nobody to ask."""
    elsewhere = {name: text.replace("HOST", "http://127.0.0.1:1") for name, text in QUERIES.items()}
    with asking(reader) as asked:
        refused: dict[str, str] = asked.page.evaluate(
            """async queries => {
                const {refusal} = await import("./static/query/guard.js");
                return Object.fromEntries(Object.entries(queries).map(([name, text]) => [name, refusal(text)]));
            }""",
            elsewhere | {text: text for text in HARMLESS},
        )
        assert [name for name, key in refused.items() if not key] == [
            "an escape in the word", "LOAD", "LOAD SILENT INTO", *HARMLESS
        ]  # fmt: skip
        asked.run(elsewhere["SERVICE"])
        expect(asked.told).to_contain_text("SERVICE would ask another server")
        asked.run(elsewhere["FROM NAMED"])
        expect(asked.told).to_contain_text("FROM does not choose the data")
        assert asked.asked_for(".gz") == 0
        for name in ("an escape in the word", "LOAD", "LOAD SILENT INTO"):
            asked.run(elsewhere[name])
            expect(asked.told).to_contain_text("cannot be read", timeout=60_000)
        for text in HARMLESS:
            asked.answer(text)
        unguarded = asked.page.evaluate(
            """async query => {
                const {Engine} = await import("./static/query/engine.js");
                const {dump, statements} = document.getElementById("query").dataset;
                const program = "static/query/oxigraph/web_bg.wasm.gz";
                const engine = new Engine({program, dump, size: 0, statements: Number(statements)}, () => {});
                return engine.answer(query, []).then(() => "answered", error => error.message);
            }""",
            elsewhere["SERVICE"],
        )
        assert "is not supported" in unguarded
        assert all(url.startswith((served.address, "blob:")) for url in asked.requested)


def test_data_that_do_not_arrive_whole_answer_nothing(reader: Reader, built: Built) -> None:
    whole = (built.public / "dumps" / "dataset.trig").read_bytes()
    cut = whole[: whole.rindex(b"\n}\n", 0, len(whole) // 2) + 3]
    with asking(reader) as asked:
        asked.page.route("**/dataset.trig.gz", lambda route: route.fulfill(body=cut))
        asked.run(COUNT)
        expect(asked.told).to_contain_text("could not be loaded", timeout=60_000)
        assert asked.page.locator("#answer").is_hidden()
        asked.page.unroute("**/dataset.trig.gz")
        asked.answer(COUNT)


def test_a_query_that_breaks_the_program_is_told_of_and_the_next_one_answered(reader: Reader) -> None:
    """A few thousand nested groups are more than the engine's stack holds."""
    with asking(reader) as asked:
        asked.run(f"SELECT * {'{' * 20_000}{'}' * 20_000}")
        expect(asked.told).to_contain_text("ran out of memory, or broke", timeout=60_000)
        asked.answer(COUNT)
        assert asked.asked_for("dataset.trig.gz") == 1


def test_a_file_is_saved_while_another_query_runs(reader: Reader) -> None:
    """What a worker says belongs to what it was asked, and to nothing else."""
    with asking(reader) as asked:
        asked.answer(COUNT)
        with asked.page.expect_download() as waiting:
            asked.page.evaluate(
                """query => {
                    document.querySelector("#answer .files button").click();
                    document.getElementById("text").value = query;
                    document.getElementById("query").requestSubmit();
                }""",
                "SELECT ?x { VALUES ?x { 1 2 3 } }",
            )
        assert waiting.value.path().read_text(encoding="utf-8").splitlines()[0] == "n"
        expect(asked.page.locator("#answer tbody tr")).to_have_count(3)


def test_a_host_that_unpacks_files_on_the_way_is_no_trouble(reader: Reader, built: Built) -> None:
    whole = (built.public / "dumps" / "dataset.trig").read_bytes()
    with asking(reader) as asked:
        asked.page.route("**/dataset.trig.gz", lambda route: route.fulfill(body=whole))
        asked.answer(COUNT)
        assert asked.rows == [[str(len(built.dump("dataset.nq").splitlines()))]]


# -- the query itself --------------------------------------------------------------------------------------------------


def test_a_link_carries_the_query_and_does_not_run_it(reader: Reader) -> None:
    query = "# 100 % & ёлка #1\nSELECT ?s\n{ ?s a hrd:Signature }"
    with asking(reader) as asked:
        asked.page.get_by_role("textbox").fill(query)
        href = asked.page.get_by_role("link", name="Link to this query").get_attribute("href")
        carried = quote(query, safe="!'()*~")
        assert href == f"#query={carried}"
    with asking(reader, f"{PAGE}{href}") as asked:
        assert asked.page.get_by_role("textbox").input_value() == query
        expect(asked.told).to_contain_text("Nothing is loaded yet")
        asked.page.wait_for_load_state("networkidle")
        assert asked.asked_for(".gz") == 0
        asked.page.evaluate("location.hash = '#query=ASK%20%7B%7D'")
        expect(asked.page.get_by_role("textbox")).to_have_value("ASK {}")
        asked.page.evaluate("location.hash = '#query=ASK%20%7B%7D%C3'")
        expect(asked.page.get_by_role("textbox")).to_have_value("ASK%20%7B%7D%C3")


def test_an_example_is_taken_and_what_stood_there_can_be_had_back(reader: Reader) -> None:
    with asking(reader) as asked:
        area = asked.page.get_by_role("textbox")
        area.fill("SELECT 1")
        details = asked.page.locator("#examples details[data-name=countries]")
        details.locator("summary").click()
        details.get_by_role("button", name="Take this query").click()
        assert area.input_value() == named_queries()["countries"]
        assert asked.page.get_by_label("Begin with").input_value() == "countries"
        area.press("Control+z")
        assert area.input_value() == "SELECT 1"


def test_the_keyboard_is_enough(reader: Reader) -> None:
    with asking(reader) as asked:
        asked.page.get_by_role("textbox").fill(COUNT)
        asked.page.keyboard.press("Control+Enter")
        expect(asked.told).to_contain_text("Done", timeout=60_000)
        asked.page.keyboard.press("Tab")
        assert asked.page.evaluate("document.activeElement.className") == "run"


# -- many statements ---------------------------------------------------------------------------------------------------


@contextmanager
def asking_many(reader: Reader, statements: int) -> Iterator[Asked]:
    """The page as it would be with so many statements in the publication."""

    def more(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'(?<=data-statements=")\d+', str(statements), answer.text()))

    with reader.visiting(OTHER) as visit:
        visit.page.route("**/query.html", more)
        visit.page.goto(reader.root + PAGE)
        yield _ready(visit)


def test_few_statements_are_loaded_without_a_question(reader: Reader) -> None:
    with asking_many(reader, 300_000) as asked:
        asked.page.wait_for_load_state("networkidle")
        assert asked.page.locator("#amount").is_hidden()
        assert asked.asked_for("documents.csv.gz") == 0


def test_of_many_statements_the_reader_says_how_many(reader: Reader, dataset: rdflib.Dataset) -> None:
    """Some years are the graphs of their documents, with those that documents share."""
    with asking_many(reader, 300_001) as asked:
        group = asked.page.get_by_role("group", name="How much to load")
        group.wait_for()
        assert [box.strip() for box in group.locator("label").all_inner_texts()] == [
            "Everything", "2017 (1)", "2018 (1)", "2019 (1)", "2022 (1)", "Without a date (1)"
        ]  # fmt: skip
        asked.run(COUNT)
        expect(asked.told).to_have_text("Choose first how much to load.")
        assert asked.asked_for("dataset.trig.gz") == 0
        group.get_by_label("2017").check()
        group.get_by_label("2022").check()
        asked.answer("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        assert "Only documents of: 2017, 2022" in asked.caption
        found = {row[0][1]: int(row[1][1]) for row in by_page(asked.file("answer.json"))}
        sizes = {str(graph.identifier): len(graph) for graph in dataset.graphs() if len(graph)}
        wanted = {"registry#graph", "ontology#graph", "pace-wd-638#graph", "pace-wd-734#graph"}
        assert found == {name: size for name, size in sizes.items() if name.rpartition("/")[2] in wanted}
        assert len(wanted) == len(found) < len(sizes)
        group.get_by_label("Everything").check()
        asked.run(COUNT)
        expect(asked.told).to_contain_text("of 300001", timeout=60_000)
        assert asked.page.locator("#answer").is_hidden(), "fewer statements than the page was promised"


# -- where it cannot run -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lacking", ["Worker", "WebAssembly", "DecompressionStream"])
def test_a_browser_that_blocks_what_it_needs_is_told_so_in_words(reader: Reader, lacking: str) -> None:
    with reader.visiting(OTHER) as visit:
        visit.page.add_init_script(f"delete window.{lacking}")
        visit.page.goto(reader.root + PAGE)
        _cannot_run(visit.page, "This browser does not let the page run queries")


def test_a_worker_that_does_not_start_is_told_of(reader: Reader) -> None:
    with reader.visiting(OTHER) as visit:
        visit.page.add_init_script("window.Worker = class { constructor() { throw new DOMException('no'); } }")
        visit.page.goto(reader.root + PAGE)
        asked = _ready(visit)
        asked.run(COUNT)
        expect(asked.told).to_contain_text("does not let the page run queries", timeout=60_000)


def test_from_a_folder_the_page_says_what_does_not_work_there(folder_reader: Reader) -> None:
    with folder_reader.visiting("query.html") as visit:
        _cannot_run(visit.page, "opened from a folder")


def _cannot_run(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(words)
    assert page.get_by_role("textbox").count() == 0
    _can_be_read(page)


def _can_be_read(page: Page) -> None:
    """Every example, the prefixes, and how to run queries otherwise."""
    for name, text in named_queries().items():
        details = page.locator(f"#examples details[data-name={name}]")
        details.locator("summary").click()
        assert details.locator("pre").inner_text().strip() == text.strip()
    assert "PREFIX hrd: <https://w3id.org/hrd/ontology#>" in page.locator("#prefixes").inner_text()
    assert "ld-export query --name" in page.locator("#otherwise").inner_text()
    assert page.locator("#otherwise a[href$='dumps/dataset.trig']").count() == 1


def test_without_scripts_the_page_says_so_and_can_be_read(reader: Reader) -> None:
    with reader.visiting(PAGE, scripts=False) as visit:
        expect(visit.page.get_by_role("status")).to_contain_text("only with JavaScript")
        assert visit.page.get_by_role("textbox").count() == 0
        _can_be_read(visit.page)


# -- its policy --------------------------------------------------------------------------------------------------------


def test_only_two_pages_may_compute(built: Built) -> None:
    site = built.public.resolve()
    allowed = {
        path.relative_to(site).as_posix()
        for path in sorted(site.rglob("*.html"))
        if "wasm-unsafe-eval" in _policy(path) or "worker-src" in _policy(path)
    }
    assert allowed == {f"{page}{ending}" for page in ("query", "search") for ending in (".html", ".fr.html")}
    for name in allowed:
        parts = dict(part.strip().partition(" ")[::2] for part in _policy(site / name).split(";"))
        assert parts.pop("script-src") == "'self' 'wasm-unsafe-eval'"
        assert set(parts.values()) == {"'none'", "'self'"}
        assert parts["default-src"] == "'none'"


def _policy(page: Path) -> str:
    return page.read_text(encoding="utf-8").partition('Content-Security-Policy" content="')[2].partition('"')[0]
