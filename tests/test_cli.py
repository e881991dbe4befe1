"""The command line: every command and option, every exit code, and what is printed where."""

from __future__ import annotations

import csv
import fcntl
import gc
import io
import json
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from ld_export import __version__
from ld_export.candidates.review import COLUMNS
from ld_export.cli import publish
from ld_export.errors import LdExportError
from ld_export.pipeline.store import open_store
from ld_export.query import Answer, ask, find_store, named_queries
from tests import command_line, fixtures_built, reading
from tests.command_line import Command, Outcome
from tests.endpoint import answering
from tests.fixtures_built import Built
from tests.stores.faulty import faulty
from tests.support import BASE, ROOT, declaration, publication

built = fixtures_built.built
run = command_line.run

_TOOL = runpy.run_path(str(ROOT / "tools" / "cli_reference.py"))
reference: Callable[[], str] = _TOOL["reference"]
commands: Callable[[], dict[str, Any]] = _TOOL["commands"]

VALID = ROOT / "tests" / "shapes" / "valid.ttl"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a hrd:Signature }"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return publication(tmp_path / "publication")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A graph in which one document has no title."""
    text = VALID.read_text(encoding="utf-8")
    title = '    schema:name "Testland must free its prisoners"@en ;\n'
    assert text.count(title) == 1
    path = tmp_path / "broken.ttl"
    path.write_text(text.replace(title, ""), encoding="utf-8")
    return path


# -- every command, every option ---------------------------------------------------------------------------------------

# `{small}` is a publication, `{published}` the same when built, `{built}` the built default, `{new}` is not there.
WORKING = [
    "build {small}",
    "build -p {small} --out {new} --jobs 2 --layout pace-site --json",
    "build --publication {small} --source-date-epoch 1900000000",
    "build {published} --frozen --out {new}",
    "validate {valid}",
    "validate -p {small} --format text",
    "validate --publication {small}",
    "validate {valid} --format turtle --engine pyshacl",
    "validate {valid} --format jsonld",
    "validate {valid} --json --engine shacl",
    "query ASK{{}} --public {built}",
    "query --file {query} --format csv --public {built}",
    "query --name documents --format json --public {built}",
    "query CONSTRUCT{{}}{{}} --format turtle --public {built}",
    "query ASK{{}} --format xml --public {built}",
    "query ASK{{}} -p {published}",
    "query ASK{{}} --publication {published}",
    "query --names",
    "query ASK{{?s?p?v}} --param v=x --format tsv --public {built}",
    "query ASK{{?s?p?v}} --param v=x --endpoint {endpoint} --timeout 9 --retries 1 --format csv",
    "query SELECT*{{}} --endpoint {endpoint} --page-size 5 --format xml -p {published}",
    "query CONSTRUCT{{<a:b>a<a:b>}}{{}} --endpoint {endpoint} --format ntriples",
    "push {store} --store oxigraph --public {built} --timeout 9 --retries 1 --quiet",
    "push {store} --store oxigraph --publication {published} -q",
    "push {store} --store oxigraph --dump {dump} --base https://w3id.org/hrd/ --by update --staged --no-vocabulary",
    "push {store}/query -p {published} --update-url {store}/update --graph-store-url {store}/store --resume",
    "push {store} --store oxigraph -p {published} --vocabulary",
    "diff {built} {built}",
    "diff {built} {built} --format json",
    "diff {built} {dump} --format patch --out {new}",
    "withhold 1 -p {published} --public {built} --yes",
    "withhold 1 --publication {published} --yes",
    "withdraw 1 -p {published} --yes",
    "withdraw 1 --publication {published} --yes",
    "merge 1 2 -p {published} --yes",
    "merge 1 2 --publication {published} --yes",
    "split 1 -p {published} --country it --yes",
    "split 1 TESTARI --publication {published} --yes",
    "suggest wd-901 -p {small}",
    "suggest wd-901.txt --publication {small} --out {new}",
    "suggest wd-901 -p {small} --out -",
    "audit pace-wd-655 -p {default}",
    "audit --publication {default} --person 97",
    "audit pace-wd-682 pace-wd-734.txt -p {default} --all",
    "annotations export pace-wd-655 -p {default}",
    "annotations export pace-wd-655.txt --publication {default} --out {new}",
    "annotations import {foreign} wd-901 -p {small}",
    "annotations import {foreign} wd-901.txt --publication {small} --out -",
    "link {names} --column name --names {built} --country country --role role --out {new} --review {doubtful}",
    "link {names} --column name -p {published} --type person --all --exact",
    "link {names} --column name --publication {published} --apply {decided} --base https://x.example/ --id id",
    "link {names} --column name --names {built} --apply {decided} --same-as --licence https://x.example/licence",
    "links check {linkset} --names {built} --out {new} --json",
    "links check {linkset} -p {published}",
    "links check {linkset} --publication {published}",
    "init {new}",
    "init {new} --empty",
    # What it asks of an endpoint is in tests/candidates.
    "candidates -p {published} --dry-run --class person --limit 2 --endpoint wikidata --url http://a.invalid/",
    "candidates --publication {published} --dry-run --most 1 --out {new} --timeout 9",
    "candidates -p {published} --apply {review} --by C.Curator --on 2031-05-03 --yes",
]


def foreign(folder: Path, *tags: str, exact: str = "holds prisoners") -> Path:
    """An annotation of the small publication's document as another tool exports it."""
    path = folder / "foreign.json"
    bodies = [
        {"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags or ("violation/imprisonment",)
    ]
    target = {"source": "http://localhost/", "selector": {"type": "TextQuoteSelector", "exact": exact}}
    one = {"id": "#a1", "type": "Annotation", "body": bodies, "target": target}
    path.write_text(json.dumps({"type": "AnnotationPage", "items": [one]}), encoding="utf-8")
    return path


# What takes a second, a report by pySHACL or a build before it, is not for every commit.
SLOW = ("--format jsonld", "--engine pyshacl", "{published}")


def _marked(line: str) -> Any:
    return pytest.param(line, marks=pytest.mark.slow if any(part in line for part in SLOW) else ())


@pytest.mark.parametrize("line", [_marked(line) for line in WORKING])
def test_a_command_works(run: Command, built: Built, small: Path, tmp_path: Path, line: str) -> None:
    (tmp_path / "query.rq").write_text("ASK {}", encoding="utf-8")
    (review := tmp_path / "review.csv").write_text(",".join(COLUMNS), encoding="utf-8")
    dump = built.public / "dumps" / "dataset.nq.gz"
    places = {"small": small, "built": built.public, "dump": dump, "default": built.publication, "valid": VALID}
    if "{published}" in line:
        places["published"] = small
        run("build", small)
        persons = small / "entities" / "persons.csv"
        # So that there is something to split.
        persons.write_text(persons.read_text(encoding="utf-8").replace(",it,", ",it | sm,TESTARI | "), encoding="utf-8")
    (tmp_path / "names.csv").write_text("id,name,country,role\n1,Jan TESTARI,it,\n", encoding="utf-8")
    (tmp_path / "decided.csv").write_text("row,accept,name,uri\n1,n,Jan TESTARI,\n", encoding="utf-8")
    (tmp_path / "set.nt").write_text("<https://x.example/1> <x:p> <https://x.example/2> .\n", encoding="utf-8")
    places |= {"linkset": tmp_path / "set.nt"}
    places |= {"names": tmp_path / "names.csv", "decided": tmp_path / "decided.csv", "doubtful": tmp_path / "doubtful"}
    new = {"new": tmp_path / "new", "review": review, "query": tmp_path / "query.rq", "foreign": foreign(tmp_path)}
    with (
        answering(b"") if "{endpoint}" in line else nullcontext("") as endpoint,
        faulty() if "{store}" in line else nullcontext((None, "")) as (_, store),
    ):
        outcome = run(*(word.format(**places, **new, endpoint=endpoint, store=store) for word in line.split()))
    assert outcome.code == 0, outcome.err
    assert outcome.out


def test_a_pipeline_that_is_not_installed_is_named_with_a_remedy(run: Command, small: Path) -> None:
    outcome = run("suggest", "wd-901", "-p", small, "--spacy", "no_such_pipeline")
    assert outcome.code == 2
    assert "no_such_pipeline" in outcome.err or "spaCy" in outcome.err


def test_annotations_go_out_and_come_back(run: Command, built: Built, tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "declarations", tmp_path / "copy")
    page, file = tmp_path / "page.jsonld", folder / "annotations" / "pace-wd-734.yaml"
    assert run("annotations", "export", "pace-wd-734", "-p", folder, "--out", page).out == f"{page}: written.\n"
    assert run("annotations", "export", "pace-wd-734", "-p", folder).out == page.read_text(encoding="utf-8")
    before = run("audit", "pace-wd-734", "-p", folder, "--all").out
    assert run("annotations", "import", page, "pace-wd-734", "-p", folder).code == 2  # the file is there
    file.unlink()
    assert run("annotations", "import", page, "pace-wd-734", "-p", folder).code == 0
    assert run("audit", "pace-wd-734", "-p", folder, "--all").out == before
    again = tmp_path / "again.jsonld"
    assert run("annotations", "export", "pace-wd-734", "-p", folder, "--out", again).code == 0
    assert again.read_text(encoding="utf-8") == page.read_text(encoding="utf-8")
    assert run("annotations", "export", "pace-wd-734", "-p", folder, "--out", again).code == 2


def test_new_annotations_are_numbered_on_from_the_file_that_is_there(run: Command, small: Path, tmp_path: Path) -> None:
    assert run("annotations", "import", foreign(tmp_path), "wd-901", "-p", small).code == 0
    made = (small / "annotations" / "wd-901.yaml").read_text(encoding="utf-8")
    assert "claims:\n  1:\n    # from annotation #a1\n    quote: holds prisoners\n    kind: imprisonment\n" in made
    second = run("annotations", "import", foreign(tmp_path), "wd-901", "-p", small, "--out", "-").out
    assert "claims:\n  2:\n" in second


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["export", "wd-901"], (2, "there is no annotations/wd-901.yaml")),
        (["export", "wd-999"], (2, "there is no document wd-999.txt")),
        (["export", "../../etc/passwd"], (2, "there is no document passwd.txt")),
        (["import", "{file}", "wd-999"], (2, "there is no document wd-999.txt")),
        (["import", "{none}", "wd-901"], (3, "none.json: cannot be read")),
        (["import", "{file}", "wd-901"], (3, "foreign.json, annotation #a1: there is no person '77'")),
    ],
)
def test_what_cannot_be_exchanged_is_told(
    run: Command, small: Path, tmp_path: Path, arguments: list[str], expected: tuple[int, str]
) -> None:
    places = {"file": foreign(tmp_path, "claim", "violation/torture", "affects: person/77"), "none": "none.json"}
    outcome = run("annotations", *(word.format(**places) for word in arguments), "-p", small)
    assert (outcome.code, outcome.out) == (expected[0], "")
    assert expected[1] in outcome.err


def test_a_name_that_is_new_may_be_imported(run: Command, small: Path, tmp_path: Path) -> None:
    file = foreign(tmp_path, "person/? Jana Novak", exact="prisoners.")
    assert run("annotations", "import", file, "wd-901", "-p", small).code == 0


def test_a_draft_replaces_no_file(run: Command, small: Path) -> None:
    assert run("suggest", "wd-901", "-p", small).code == 0
    before = (small / "annotations" / "wd-901.yaml").read_bytes()
    assert run("suggest", "wd-901", "-p", small).code == 2
    assert (small / "annotations" / "wd-901.yaml").read_bytes() == before


def test_an_audit_with_something_open_is_a_finding(run: Command, small: Path) -> None:
    outcome = run("audit", "-p", small)
    assert outcome.code == (1 if "open:" in outcome.out else 0)
    assert "pace-wd-901" in outcome.out


# What asks for a pipeline that is not installed, or a service: tried by itself, and in tests/linking.
ELSEWHERE = {"suggest": {"--spacy"}, "link": {"--service", "--timeout", "--retries"}}


def test_the_commands_above_use_every_command_and_every_option() -> None:
    # `serve` goes on until it is ended: tests/serve/test_command.py starts it, with all its options.
    for name, command in ((name, command) for name, command in commands().items() if name != "serve"):
        lines = [line.split() for line in WORKING if line.startswith(f"{name} ")]
        for parameter in command.params:
            if parameter.param_type_name == "option":
                for option in set(parameter.opts) - ELSEWHERE.get(name, set()):
                    assert any(option in line for line in lines), f"{name} {option}"
        if any(parameter.param_type_name == "argument" for parameter in command.params):
            assert any(not line[1].startswith("-") for line in lines), f"{name} with its argument"


def test_the_reference_in_the_docs_is_that_of_the_commands() -> None:
    """If this fails, run `python tools/cli_reference.py` and read the difference."""
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference()


@pytest.mark.parametrize("name", ["", *commands()])
def test_help_shows_every_option_with_what_it_means(run: Command, name: str) -> None:
    outcome = run(*name.split(), "--help")
    assert outcome.code == 0
    shown = " ".join(outcome.out.split())
    for parameter in commands()[name].params if name else ():
        assert all(option in shown for option in parameter.opts)
        assert parameter.help in shown
        assert parameter.help.endswith("."), parameter.name


def test_the_version_is_shown(run: Command) -> None:
    assert run("--version") == Outcome(0, f"ld-export {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["build", "--help"],
        ["query", "--help"],
        ["diff", "--help"],
        ["link", "--help"],
        ["serve", "--help"],
        ["--version"],
    ],
)
def test_help_loads_no_library_for_rdf_pages_or_terminals(arguments: Sequence[str]) -> None:
    program = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('LOADED', *sys.modules, file=sys.stderr))\n"
        "from ld_export.cli import main\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stderr.rpartition("LOADED ")[2].split()}
    assert "ld_export" in loaded
    assert not loaded & {"rdflib", "pyoxigraph", "pyshacl", "shacl", "jinja2", "msgspec", "SPARQLWrapper", "uvicorn"}
    assert "rich.progress" not in done.stderr


# -- exit codes --------------------------------------------------------------------------------------------------------


def one_message(outcome: Outcome) -> str:
    """The error on standard error: one message of ours, and nothing else anywhere."""
    assert outcome.out == ""
    assert outcome.err.startswith("ld-export: ")
    assert outcome.err.count("ld-export: ") == 1
    assert "Traceback" not in outcome.err
    return outcome.err


class TestExitCodes:
    def test_0_done(self, run: Command, small: Path) -> None:
        assert run("build", small).code == 0

    def test_1_findings_in_a_file(self, run: Command, broken: Path) -> None:
        assert run("validate", broken).code == 1

    def test_1_findings_stop_a_build(self, run: Command, tmp_path: Path) -> None:
        folder = publication(tmp_path / "p", extra="[documents.wd-901]\nrights_statement = { en = '' }\n")
        outcome = run("build", folder)
        assert outcome.code == 1
        assert "nothing is published" in one_message(outcome)
        assert not (folder / "public").exists()
        gc.collect()  # a file that was left open is a warning, and so an error, here and not in a later test

    @pytest.mark.parametrize(
        "line",
        [
            *(
                "nonsense",
                "build --nonsense",
                "build --jobs 0",
                "build --jobs many",
                "build --source-date-epoch -1",
                "validate --format nonsense",
            ),
            *("validate --engine nonsense", "init", "query", "query ASK{} --name documents", "query --name nonsense"),
            *("query --file gone.rq", "query ASK{} --public .", "build here -p there", "validate x.ttl -p there"),
            *("validate x.ttl --json --format turtle", "validate x.ttl --engine shacl --format jsonld"),
            *("query ASK{} -p here --public there", "init ."),
            *("query ASK{} --endpoint http://a.invalid/ --public .", "query ASK{} --endpoint ftp://a.invalid/"),
            *(
                "query ASK{} --timeout 5",
                "query ASK{} --page-size 5",
                "query ASK{} --param x",
                "query ASK{} --param v=1",
            ),
            *("push", "push ftp://a.invalid/", "push http://a.invalid/ --by graph-store", "push http://u:p@a.invalid/"),
            *("push http://a.invalid/ --public . --dump x", "push http://a.invalid/ --store nonsense"),
            *("diff . gone", "diff . .", "diff --format nquads . .", "diff a", "diff . . --out x"),
        ],
    )
    def test_2_a_call_that_cannot_work(
        self, run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
    ) -> None:
        publication(tmp_path / "publication")
        monkeypatch.chdir(tmp_path / "publication")
        outcome = run(*line.split())
        assert outcome.code == 2
        assert outcome.out == ""
        assert outcome.err
        assert "Traceback" not in outcome.err

    @pytest.mark.parametrize("line", ["build", "validate", "query ASK{}"])
    def test_2_no_publication_here(
        self, run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        outcome = run(*line.split())
        assert outcome.code == 2
        assert "ld-export init" in one_message(outcome)

    def test_3_bad_input(self, run: Command, tmp_path: Path) -> None:
        folder = publication(tmp_path / "p", {"wd-901": declaration(date="30 February 2031")})
        assert run("build", folder).code == 3

    @pytest.mark.parametrize("text", ["SELECT * { ?s ?p", "SELECT (<https://example.org/f>(1) AS ?x) {}"])
    def test_3_a_query_that_is_wrong(self, run: Command, built: Built, text: str) -> None:
        outcome = run("query", text, "--public", built.public)
        assert outcome.code == 3
        one_message(outcome)

    def test_4_another_build_is_writing(self, run: Command, small: Path) -> None:
        run("build", small)
        with (small / ".public" / "lock").open("a+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            outcome = run("build", small)
        assert outcome.code == 4
        assert "another build" in one_message(outcome)

    def test_5_the_place_is_taken(self, run: Command, small: Path, tmp_path: Path) -> None:
        (tmp_path / "taken").mkdir()
        (tmp_path / "taken" / "thesis.txt").write_text("mine", encoding="utf-8")
        outcome = run("build", small, "--out", tmp_path / "taken")
        assert outcome.code == 5
        assert str(tmp_path / "taken") in one_message(outcome)
        assert (tmp_path / "taken" / "thesis.txt").read_text(encoding="utf-8") == "mine"

    @pytest.mark.parametrize("line", ["build {small} --out {file}/public", "init {file}/new"])
    def test_5_a_file_stands_where_a_folder_should(self, run: Command, small: Path, tmp_path: Path, line: str) -> None:
        (tmp_path / "file").touch()
        outcome = run(*(word.format(small=small, file=tmp_path / "file") for word in line.split()))
        assert outcome.code == 5
        assert str(tmp_path / "file") in one_message(outcome)

    def test_no_other_code_is_ever_used(self) -> None:
        classes = [LdExportError]
        for one in classes:
            classes += one.__subclasses__()
        assert {one.exit_code for one in classes} == {1, 2, 3, 4, 5}
        shown = re.findall(r"^\| (\d) \|", (ROOT / "docs" / "cli.md").read_text(encoding="utf-8"), re.MULTILINE)
        assert shown == ["0", "1", "2", "3", "4", "5"]


class TestErrors:
    def test_an_error_names_file_line_and_remedy(self, run: Command, tmp_path: Path) -> None:
        text = declaration(signatories=["Mr Aldo TESTARI, Itly, SOC"])
        outcome = run("build", publication(tmp_path / "p", {"wd-901": text}))
        message = one_message(outcome)
        line = text.splitlines().index("Mr Aldo TESTARI, Itly, SOC") + 1
        assert f"wd-901.txt:{line}, signatory 1: unknown country 'Itly'" in message
        assert "did you mean 'Italy'?" in message
        assert "mappings/codes/countries.csv" in message

    def test_all_errors_of_one_stage_are_shown_together(self, run: Command, tmp_path: Path) -> None:
        wrong = declaration(signatories=["Mr Aldo TESTARI, Itly, SOC", "Ms Brita ÅKERVIND, Swedn, SOC"])
        outcome = run("build", publication(tmp_path / "p", {"wd-901": wrong, "wd-902": "nonsense"}))
        assert outcome.code == 3
        assert all(word in one_message(outcome) for word in ("Itly", "Swedn", "wd-902.txt"))

    def test_a_missing_file_is_named(self, run: Command, tmp_path: Path) -> None:
        assert "gone.ttl" in one_message(run("validate", tmp_path / "gone.ttl"))
        assert "gone.rq" in one_message(run("query", "--file", tmp_path / "gone.rq"))

    def test_a_wrong_name_of_a_query_lists_them_all(self, run: Command) -> None:
        message = one_message(run("query", "--name", "nonsense"))
        assert all(f"{name}: " in message for name in named_queries())


# -- what is printed ---------------------------------------------------------------------------------------------------


def names_in_ledger(publication: Path) -> list[str]:
    return (publication / "released.csv").read_text(encoding="utf-8").splitlines()[1:]


class TestOutput:
    @pytest.mark.parametrize(("second", "day"), [("1900000000", "17 March 2030"), ("0", "1 January 1970"), ("", "")])
    def test_the_day_of_the_sources_is_read_from_no_clock_but_from_the_environment(
        self, run: Command, small: Path, monkeypatch: pytest.MonkeyPatch, second: str, day: str
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", second)
        assert run("build", small).code == 0
        page = (small / "public" / "data.html").read_text(encoding="utf-8")
        assert ("Sources last changed" in page) == bool(day)
        assert day in page

    @pytest.mark.parametrize("second", ["soon", "-1", "253402300800"])
    def test_a_day_of_the_sources_that_is_none_is_wrong_usage(
        self, run: Command, small: Path, monkeypatch: pytest.MonkeyPatch, second: str
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", second)
        outcome = run("build", small)
        assert outcome.code == 2
        assert "SOURCE_DATE_EPOCH" in outcome.err
        assert not (small / "public").exists()

    def test_a_build_in_a_pipe_prints_one_line_and_whom_it_added(self, run: Command, small: Path) -> None:
        outcome = run("build", small)
        assert re.fullmatch(
            r"\S+public: 1 documents \(1 made anew\), 3 signatures, \d+ statements, \d+ pages\n", outcome.out
        )
        assert outcome.err == (
            "added to the registry: person 1: Aldo Testari, person 2: Brita Åkervind, person 3: Carla D'Esempio\n"
            f"{len(names_in_ledger(small))} new addresses noted in released.csv\n"
        )

    def test_of_many_whom_it_added_the_first_are_printed(
        self, run: Command, small: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(publish, "_SHOWN", 2)
        assert run("build", small).err.startswith(
            "added to the registry: person 1: Aldo Testari, person 2: Brita Åkervind and 1 more\n"
        )

    def test_a_second_build_says_only_that_all_is_up_to_date(self, run: Command, small: Path) -> None:
        run("build", small)
        outcome = run("build", small)
        assert re.fullmatch(r"\S+public is up to date \(1 documents\)\n", outcome.out)
        assert outcome.err == ""

    def test_a_warning_is_on_standard_error_with_its_place(self, run: Command, tmp_path: Path) -> None:
        name = "Mr Aldo\u200b TESTARI, Italy, SOC"
        outcome = run("build", publication(tmp_path / "p", {"wd-901": declaration(signatories=[name])}))
        assert outcome.code == 0
        assert re.search(r"^warning: wd-901\S*.*: .*unseen", outcome.err, re.MULTILINE)
        assert len(outcome.out.splitlines()) == 1

    @pytest.mark.parametrize("result", ["table", "csv", "json", "xml"])
    def test_a_query_in_a_pipe_prints_only_its_answer(self, run: Command, built: Built, result: str) -> None:
        assert run("query", COUNT, "--public", built.public, "--format", result).err == ""

    def test_the_summary_of_a_build_is_json_on_request(self, run: Command, small: Path) -> None:
        summary = json.loads(run("build", small, "--json").out)
        assert (summary["documents"], summary["signatures"], summary["unchanged"]) == (1, 3, False)
        assert summary["added"] == ["person 1: Aldo Testari", "person 2: Brita Åkervind", "person 3: Carla D'Esempio"]
        assert json.loads(run("build", small, "--json").out)["unchanged"] is True

    def test_a_build_says_how_many_suggestions_it_leaves_out(self, run: Command, small: Path) -> None:
        (small / "annotations").mkdir()
        items = "".join(f"  {n}: {{quote: Testland, passage: {at}}}\n" for n, at in ((1, 0), (2, 2)))
        written = f"document: pace-wd-901\nstatus: suggested\nmentions:\n{items}"
        (small / "annotations" / "wd-901.yaml").write_text(written, encoding="utf-8")
        assert "\n2 items are only suggested, and not published: see audit\n" in run("build", small).err
        assert run("build", small).err == "2 items are only suggested, and not published: see audit\n"
        assert json.loads(run("build", small, "--json").out)["suggested"] == 2

    def test_findings_are_json_on_request(self, run: Command, broken: Path) -> None:
        good = json.loads(run("validate", VALID, "--json").out)
        assert {finding["severity"] for finding in good} == {"Warning", "Info"}
        outcome = run("validate", broken, "--json")
        assert outcome.code == 1
        findings = [finding for finding in json.loads(outcome.out) if finding["severity"] == "Violation"]
        assert {finding["focus"] for finding in findings} == {f"<{BASE}declaration/pace-wd-901>"}
        assert set(findings[0]) == {"focus", "path", "value", "component", "severity", "message"}

    def test_a_long_value_in_a_table_is_wrapped_and_never_cut(self, run: Command, built: Built) -> None:
        value = "x" * 500
        outcome = run("query", f'SELECT ("{value}" AS ?long) {{}}', "--public", built.public)
        assert outcome.out.count("x") == 500
        assert "…" not in outcome.out

    def test_brackets_in_a_value_are_no_markup(self, run: Command, built: Built) -> None:
        outcome = run("query", 'SELECT ("[bold]x[/bold] :smile:" AS ?v) {}', "--public", built.public)
        assert "[bold]x[/bold] :smile:" in outcome.out

    def test_a_reader_who_has_seen_enough_is_no_error(self, built: Built) -> None:
        command = [sys.executable, "-m", "ld_export.cli", "query", "SELECT * { ?s ?p ?o }", "--format", "csv"]
        with subprocess.Popen(
            [*command, "--public", str(built.public)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            assert process.stderr
            assert process.stdout.readline()
            process.stdout.close()
            assert process.stderr.read() == ""
        assert process.returncode == 0

    def test_a_graph_has_the_same_bytes_every_time(self, run: Command, built: Built) -> None:
        text = "CONSTRUCT { ?s ?p ?o } { ?s a hrd:PoliticalGroup ; ?p ?o }"
        outcomes = {run("query", text, "--public", built.public).out for _ in range(3)}
        assert len(outcomes) == 1
        assert len(rdflib.Graph().parse(data=outcomes.pop(), format="turtle")) > 10


# -- validate ----------------------------------------------------------------------------------------------------------

ENDINGS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}


def converted(path: Path, ending: str) -> Path:
    """A Turtle file in another format, in a named graph where the format has them."""
    triples = [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]
    graph = ox.NamedNode(BASE) if ending in (".nq", ".trig") else ox.DefaultGraph()
    quads = [ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]
    made = ox.serialize(quads, format=ENDINGS[ending])
    assert made
    target = path.with_suffix(ending)
    target.write_bytes(made)
    return target


class TestValidate:
    @pytest.mark.parametrize("ending", ENDINGS)
    def test_a_good_file_of_any_format_conforms(self, run: Command, tmp_path: Path, ending: str) -> None:
        path = Path(shutil.copyfile(VALID, tmp_path / "valid.ttl"))
        outcome = run("validate", converted(path, ending))
        assert (outcome.code, outcome.err, outcome.out.splitlines()[-1]) == (0, "", "conforms: no rule is broken")

    @pytest.mark.parametrize("ending", ENDINGS)
    def test_a_broken_file_of_any_format_does_not(self, run: Command, broken: Path, ending: str) -> None:
        outcome = run("validate", converted(broken, ending), "--format", "text")
        assert outcome.code == 1
        assert "declaration/pace-wd-901" in outcome.out

    @pytest.mark.parametrize(
        ("report", "engine"),
        [
            *(("table", "shacl"), ("text", "shacl"), ("text", "pyshacl")),
            pytest.param("table", "pyshacl", marks=pytest.mark.slow),
        ],
    )
    def test_a_report_for_people_names_node_property_and_what_is_wrong(
        self, run: Command, broken: Path, report: str, engine: str
    ) -> None:
        outcome = run("validate", broken, "--format", report, "--engine", engine)
        assert outcome.code == 1
        assert outcome.err == ""
        said = "".join(outcome.out.split())
        assert f"<{BASE}declaration/pace-wd-901>" in said
        assert "<https://schema.org/name>" in said

    @pytest.mark.slow
    def test_both_engines_say_the_same(self, run: Command, broken: Path) -> None:
        one, two = (run("validate", broken, "--json", "--engine", engine) for engine in ("shacl", "pyshacl"))
        assert one == two

    @pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")  # rdflib's own calls
    @pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated:DeprecationWarning")
    @pytest.mark.parametrize("report", [pytest.param("turtle", marks=pytest.mark.slow), "jsonld"])
    @pytest.mark.slow
    def test_a_report_for_programs_is_that_of_the_standard(self, run: Command, broken: Path, report: str) -> None:
        outcome = run("validate", broken, "--format", report)
        assert outcome.code == 1
        graph = reading.rdflib_dataset(outcome.out.encode(), {"turtle": ".ttl", "jsonld": ".jsonld"}[report])
        (conforms,) = graph.objects(None, rdflib.SH.conforms)
        assert str(conforms) == "false"
        assert rdflib.URIRef(f"{BASE}declaration/pace-wd-901") in set(graph.objects(None, rdflib.SH.focusNode))

    @pytest.mark.slow
    @pytest.mark.parametrize("report", ["turtle", "jsonld"])
    def test_a_report_for_programs_on_a_good_file_has_no_violation(self, run: Command, report: str) -> None:
        outcome = run("validate", VALID, "--format", report)
        assert outcome.code == 0
        assert "Warning" in outcome.out
        assert "Violation" not in outcome.out

    def test_a_publication_is_validated_without_being_published(self, run: Command, small: Path) -> None:
        before = sorted(small.rglob("*")), (small / "entities" / "persons.csv").read_bytes()
        outcome = run("validate", "-p", small)
        assert (outcome.code, outcome.err, outcome.out.splitlines()[-1]) == (0, "", "conforms: no rule is broken")
        assert (sorted(small.rglob("*")), (small / "entities" / "persons.csv").read_bytes()) == before


# -- query -------------------------------------------------------------------------------------------------------------


class TestQuery:
    def test_the_publication_that_is_near_is_asked(
        self, run: Command, small: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run("build", small)
        assert run("query", COUNT, "-p", small, "--format", "csv").out.split() == ["n", "3"]
        monkeypatch.chdir(small)
        assert run("query", COUNT, "--format", "csv").out.split() == ["n", "3"]

    def test_a_site_that_is_not_built_is_named_once(
        self, run: Command, small: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(small)
        outcome = run("query", COUNT)
        assert outcome == Outcome(2, "", "ld-export: no built publication at public; build it first: ld-export build\n")

    def test_a_text_a_file_and_a_name_are_the_same(self, run: Command, built: Built, tmp_path: Path) -> None:
        (tmp_path / "query.rq").write_text(named_queries()["countries"], encoding="utf-8")
        asked = [[named_queries()["countries"]], ["--file", str(tmp_path / "query.rq")], ["--name", "countries"]]
        one, two, three = (run("query", *how, "--public", built.public) for how in asked)
        assert one == two == three
        assert one.code == 0

    def test_every_format_has_the_same_answer(self, run: Command, built: Built) -> None:
        def answer(result: str) -> str:
            return run("query", COUNT, "--public", built.public, "--format", result).out

        count = str(built.summary.signatures)
        assert list(csv.reader(io.StringIO(answer("csv")))) == [["n"], [count]]
        assert json.loads(answer("json"))["results"]["bindings"][0]["n"]["value"] == count
        literal = fromstring(answer("xml")).find(".//{http://www.w3.org/2005/sparql-results#}literal")
        assert literal is not None
        assert literal.text == count
        assert count in answer("table").split()

    @pytest.mark.parametrize("result", ["table", "csv", "tsv", "json", "xml"])
    def test_a_question_is_answered_in_every_format(self, run: Command, built: Built, result: str) -> None:
        assert "true" in run("query", "ASK { ?s a hrd:Signature }", "--public", built.public, "--format", result).out

    @pytest.mark.parametrize(
        ("text", "result"),
        [
            ("ASK {}", "turtle"),
            (COUNT, "turtle"),
            ("ASK {}", "ntriples"),
            *((f"DESCRIBE <{BASE}>", r) for r in ("csv", "tsv", "json", "xml")),
        ],
    )
    def test_an_answer_has_no_format_that_is_not_its_own(
        self, run: Command, built: Built, text: str, result: str
    ) -> None:
        outcome = run("query", text, "--public", built.public, "--format", result)
        assert outcome.code == 2
        assert "use " in one_message(outcome)

    def test_the_prefixes_of_the_context_need_no_declaration(self, run: Command, built: Built) -> None:
        text = "ASK { ?p a schema:Person, foaf:Person ; rdfs:label ?name . ?d dcterms:publisher ?body }"
        assert "true" in run("query", text, "--public", built.public).out

    @pytest.mark.parametrize(
        "text", ["INSERT DATA { <a:b> <a:b> <a:b> }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "DROP ALL"]
    )
    def test_an_update_is_refused(self, run: Command, built: Built, text: str) -> None:
        assert run("query", text, "--public", built.public).code == 3


class TestShippedQueries:
    @pytest.fixture(scope="class")
    @classmethod
    def dataset(cls, built: Built) -> rdflib.Dataset:
        return _dataset(built.public)

    @pytest.mark.slow
    @pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")  # rdflib's own calls
    @pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated:DeprecationWarning")
    @pytest.mark.parametrize("name", named_queries())
    def test_a_query_has_rows_and_the_same_on_both_engines(
        self, built: Built, dataset: rdflib.Dataset, name: str
    ) -> None:
        """In the same order too: a shipped query says how its rows are ordered, down to the last tie."""
        answer = ask(open_store(find_store([built.public])), named_queries()[name])
        assert isinstance(answer, Answer)
        assert answer.rows
        result = dataset.query(named_queries()[name])
        assert tuple(str(variable) for variable in result.vars or ()) == answer.columns
        assert [tuple("" if value is None else str(value) for value in _row(row)) for row in result] == answer.rows

    @pytest.mark.parametrize("name", named_queries())
    def test_a_query_opens_with_the_question_it_answers(self, name: str) -> None:
        assert re.fullmatch(r"# [A-Z].{20,}\?", named_queries()[name].splitlines()[0])

    @pytest.mark.parametrize(
        "path",
        sorted([*(ROOT / "site" / "queries").rglob("*.rq"), *(ROOT / "mappings" / "align").glob("*.rq")]),
        ids=lambda path: str(path.relative_to(ROOT)),
    )
    def test_no_query_joins_a_pattern_behind_a_union(self, path: Path) -> None:
        """Oxigraph plans such a join badly: the pattern belongs into each branch."""
        assert joins_behind_a_union(path.read_text(encoding="utf-8")) == []

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("SELECT * { { ?a ?b ?c } UNION { ?d ?e ?f } ?a ?g ?h }", 1),
            ("SELECT * { { { ?a ?b ?c } UNION { ?d ?e ?f } OPTIONAL { ?x ?y ?z } ?a ?g ?h } }", 1),
            ("SELECT * { ?a ?g ?h { ?a ?b ?c } UNION { ?d ?e ?f } }", 0),
            ("SELECT * { { ?a ?b ?c . ?a ?g ?h } UNION { ?d ?e ?f } FILTER(?a = ?b) }", 0),
        ],
    )
    def test_such_a_join_would_be_found(self, text: str, found: int) -> None:
        assert len(joins_behind_a_union(text)) == found


@cache
def _dataset(public: Path) -> rdflib.Dataset:
    return reading.rdflib_dataset((public / "dumps" / "dataset.nq").read_bytes(), ".nq")


def _row(row: Any) -> tuple[Any, ...]:
    assert isinstance(row, rdflib.query.ResultRow)
    return tuple(row)


def joins_behind_a_union(text: str) -> list[str]:
    """The groups of a query in which triple patterns stand behind a UNION."""
    return [str(group) for group in groups(list(parseQuery(text))) if joins_late(group)]


def groups(tree: Any) -> Iterator[list[Any]]:
    """The members of every group graph pattern of a parsed query."""
    if isinstance(tree, CompValue):
        if tree.name == "GroupGraphPatternSub" and tree.part:
            yield list(tree.part)
        for child in tree.values():
            yield from groups(child)
    elif isinstance(tree, (list, tuple)) or type(tree).__name__ in ("ParseResults", "plist"):
        for child in tree:
            yield from groups(child)


def joins_late(members: list[Any]) -> bool:
    """Whether a triple pattern follows a UNION among the members of a group."""
    unions = [i for i, one in enumerate(members) if one.name == "GroupOrUnionGraphPattern" and len(one.graph) > 1]
    return any(one.name == "TriplesBlock" for one in members[unions[0] :]) if unions else False


# -- init --------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
class TestInit:
    def test_a_copy_is_the_default_publication_and_builds_to_the_same_dumps(
        self, run: Command, built: Built, tmp_path: Path
    ) -> None:
        run("init", tmp_path / "copy")
        for path in built.publication.rglob("*"):
            name = path.relative_to(built.publication)
            if path.is_file() and name.parts[0] not in ("public", ".public"):
                assert (tmp_path / "copy" / name).read_bytes() == path.read_bytes()
        assert run("build", tmp_path / "copy", "--frozen").code == 0
        made = (tmp_path / "copy" / "public" / "dumps" / "dataset.nq").read_bytes()
        assert made == built.dump("dataset.nq")

    def test_an_empty_scaffold_wants_a_document_and_builds_with_one(self, run: Command, tmp_path: Path) -> None:
        folder = tmp_path / "scaffold"
        assert str(folder) in run("init", folder, "--empty").out
        outcome = run("build", folder)
        assert outcome.code == 3
        assert "documents" in one_message(outcome)
        (folder / "documents" / "wd-901.txt").write_text(declaration(), encoding="utf-8")
        assert run("build", folder).code == 0

    def test_a_folder_with_something_in_it_is_left_alone(self, run: Command, small: Path) -> None:
        before = sorted(small.rglob("*"))
        assert run("init", small).code == 2
        assert sorted(small.rglob("*")) == before

    def test_an_empty_folder_is_filled(self, run: Command, tmp_path: Path) -> None:
        (tmp_path / "there").mkdir()
        assert run("init", tmp_path / "there", "--empty").code == 0
        assert (tmp_path / "there" / "ld-export.toml").is_file()
