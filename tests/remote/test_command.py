"""`query` and `diff` as commands: what is printed where, how they end, and what they never show."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pyoxigraph as ox
import pytest

import ld_export
from ld_export.errors import EndpointRefused
from ld_export.query import named_queries
from ld_export.remote.results import Rows, Statements, Truth
from ld_export.remote.writing import text_of
from tests import command_line, fixtures_built
from tests.command_line import Command
from tests.endpoint import answering as store_answering
from tests.fixtures_built import Built
from tests.publishing import command
from tests.remote.scripted import ROWS, Asked, Reply, answering
from tests.support import declaration, publication

built = fixtures_built.built
run = command_line.run
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("remote-command")]


# -- query -------------------------------------------------------------------------------------------------------------

AWKWARD = "SELECT * { VALUES (?a ?b) { ('x,\"y\"\\n\\t' 1) (UNDEF 'é'@fr) (<https://example.org/é> UNDEF) } }"


@pytest.mark.parametrize("text", [AWKWARD, named_queries()["figures"], "SELECT ?nothing { FILTER(false) }"])
def test_rows_are_the_same_from_here_and_from_an_endpoint(run: Command, built: Built, text: str) -> None:
    with store_answering(built.dump("dataset.nq")) as endpoint:
        for name in ("csv", "tsv", "table"):
            one, two = (
                run("query", text, "--format", name, *where)
                for where in (("--public", built.public), ("--endpoint", endpoint))
            )
            assert (one.code, two.code) == (0, 0), two.err
            if name != "tsv":
                assert one.out == two.out
        assert parsed(run("query", text, "--public", built.public, "--format", "tsv").out, "tsv") == parsed(
            run("query", text, "--endpoint", endpoint, "--format", "tsv").out, "tsv"
        )
        for name in ("json", "xml"):
            here, there = (
                run("query", text, "--format", name, *where).out
                for where in (("--public", built.public), ("--endpoint", endpoint))
            )
            assert parsed(here, name) == parsed(there, name)


def parsed(text: str, name: str) -> list[tuple[str, ...]]:
    """An answer as another reader sees it: terms, so that types and languages count."""
    formats = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV}
    found = ox.parse_query_results(text, format=formats[name])
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(variable.value for variable in found.variables), *(tuple(map(str, row)) for row in found)]


def test_yes_no_and_graphs_are_the_same_from_here_and_from_an_endpoint(run: Command, built: Built) -> None:
    graph = "CONSTRUCT { ?s a ?c } { ?s a ?c . FILTER(?c = hrd:PoliticalGroup) }"
    with store_answering(built.dump("dataset.nq")) as endpoint:
        places = (("--public", str(built.public)), ("--endpoint", endpoint))
        for text, name in (("ASK {}", "table"), ("ASK { FILTER(false) }", "csv"), (graph, "turtle")):
            one, two = (run("query", text, "--format", name, *where) for where in places)
            assert one == two
            assert one.code == 0
        paged = (*places, (*places[1], "--page-size", "3"))
        lines = [sorted(run("query", graph, "--format", "ntriples", *where).out.splitlines()) for where in paged]
        assert lines[0] == lines[1] == lines[2] != []
        for name, find in (
            ("json", lambda text: json.loads(text)["boolean"]),
            ("xml", lambda text: fromstring(text)[1].text == "true"),
        ):
            answers = [find(run("query", "ASK {}", "--format", name, *where).out) for where in places]
            assert answers == [True, True]


def test_parameters_and_pages_reach_the_endpoint(run: Command, built: Built) -> None:
    text = "SELECT ?s { ?s hrd:representing ?country ; hrd:position ?n FILTER(?n > ?least) }"
    given = ("--param", "country=<https://w3id.org/hrd/country/it>", "--param", 'least="1"^^xsd:integer')
    with store_answering(built.dump("dataset.nq")) as endpoint:
        here = run("query", text, *given, "--format", "csv", "--public", built.public).out
        there = run("query", text, *given, "--format", "csv", "--endpoint", endpoint, "--page-size", "2").out
    assert sorted(csv.reader(io.StringIO(here))) == sorted(csv.reader(io.StringIO(there)))
    assert len(here.splitlines()) > 3


def test_the_endpoint_hears_from_the_publication_that_is_near(run: Command, built: Built, tmp_path: Path) -> None:
    with answering([Reply()]) as server:
        run("query", "SELECT*{}", "--endpoint", server.address, "-p", built.publication)
        run("query", "SELECT*{}", "--endpoint", server.address, folder=tmp_path)
    near, alone = (one.headers["user-agent"] for one in server.asked)
    assert re.fullmatch(rf"ld-export/{re.escape(ld_export.__version__)} \(\+\S+\)", near)
    assert alone == f"ld-export/{ld_export.__version__}"


def test_a_store_hears_from_the_publication_whose_release_it_is_sent(
    run: Command, built: Built, tmp_path: Path
) -> None:
    dump = tmp_path / "dump.nq"
    dump.write_text("<{0}country/it> <{0}is> <{0}x> <{0}registry#graph> .\n".format("https://example.org/"))
    with answering([Reply(400)]) as server:
        push = ("push", server.address, "--store", "oxigraph")
        outcomes = [
            run(*push, "--publication", built.publication, folder=built.public.parent),
            run(*push, "--dump", dump, folder=built.publication),
            run(*push, "--dump", dump, folder=tmp_path),
        ]
    assert [one.code for one in outcomes] == [5, 5, 5]
    named, near, alone = (one.headers["user-agent"] for one in server.asked)
    assert named == near
    assert re.fullmatch(rf"ld-export/{re.escape(ld_export.__version__)} \(\+\S+\)", near)
    assert alone == f"ld-export/{ld_export.__version__}"


@pytest.mark.parametrize(
    ("reply", "code", "said"),
    [
        (Reply(400, b"error at 1:3: no", {"Content-Type": "text/plain"}), 3, "line 1, column 3: no"),
        (Reply(401, b"", {"WWW-Authenticate": "Basic realm=x"}), 3, "LD_EXPORT_USER"),
        (Reply(500, b"oh", {"Content-Type": "text/plain"}), 5, "status 500: oh"),
        (Reply(body=b"<title>Hello</title>", headers={"Content-Type": "text/html"}), 5, "text/html"),
        (Reply(length=9999), 5, "broke its answer off"),
        (Reply(pause=3), 5, "--timeout"),
    ],
)
def test_a_failure_is_one_message_with_what_to_do(run: Command, reply: Reply, code: int, said: str) -> None:
    with answering([reply]) as server:
        outcome = run("query", "SELECT*{}", "--endpoint", server.address, "--retries", "0", "--timeout", "2")
    assert (outcome.code, outcome.out) == (code, "")
    assert outcome.err.startswith(f"ld-export: {server.address}: ")
    assert outcome.err.count("\n") == 1
    assert said in outcome.err


def test_a_password_is_in_no_output_and_goes_to_no_other_server(run: Command) -> None:
    secret = {"LD_EXPORT_USER": "me", "LD_EXPORT_PASSWORD": "s3cret"}
    challenge = Reply(401, b"who?", {"WWW-Authenticate": 'Basic realm="x"'})

    def script(asked: Asked, _: int) -> Reply:
        return Reply(500, b"broken") if "authorization" in asked.headers else challenge

    with answering([challenge]) as other, answering(script) as server:
        outcomes = [
            run("query", "SELECT*{}", "--endpoint", server.address, environment=secret),
            run("query", "SELECT*{}", "--endpoint", "http://me:s3cret@127.0.0.1/", environment=secret),
        ]
        with answering([Reply(302, b"", {"Location": other.address})]) as leading:
            outcomes.append(run("query", "SELECT*{}", "--endpoint", leading.address, environment=secret))
    assert "authorization" in server.asked[1].headers
    assert all("authorization" not in one.headers for one in other.asked)
    assert len(other.asked) == 1
    for outcome in outcomes:
        assert outcome.code in (2, 3, 5)
        assert "s3cret" not in outcome.out + outcome.err


def test_what_is_printed_before_an_answer_breaks_off_is_no_whole_document(run: Command) -> None:
    with answering([Reply(body=ROWS[:-2], length=9999)]) as server:
        outcome = run("query", "SELECT*{}", "--endpoint", server.address, "--format", "json")
    assert outcome.code == 5
    with pytest.raises(json.JSONDecodeError):
        json.loads(outcome.out)


def test_the_shipped_queries_are_listed_with_what_they_answer(run: Command, built: Built, tmp_path: Path) -> None:
    outcome = run("query", "--names", folder=tmp_path)
    assert outcome.code == 0
    assert [line.partition(": ")[0] for line in outcome.out.splitlines()] == list(named_queries())
    assert all(line.endswith("?") for line in outcome.out.splitlines())


# -- the library -------------------------------------------------------------------------------------------------------


def test_the_library_asks_as_the_command_does(run: Command, built: Built) -> None:
    with store_answering(built.dump("dataset.nq")) as endpoint:
        name = "SELECT ?v { FILTER(true) }"
        rows = ld_export.ask_endpoint(endpoint, name, {"v": '"><} # \\u0022'})
        assert isinstance(rows, Rows)
        assert [tuple(map(text_of, row)) for row in rows.rows] == [('"><} # \\u0022',)]
        assert ld_export.ask_endpoint(endpoint, "ASK { FILTER(?v = 5) }", {"v": ox.Literal(5)}) == Truth(True)
        graph = ld_export.ask_endpoint(endpoint, "CONSTRUCT { <a:b> a <a:c> } {}")
        assert isinstance(graph, Statements)
        assert len(list(graph.triples)) == 1
    with answering([Reply(400)]) as server, pytest.raises(EndpointRefused):
        ld_export.ask_endpoint(server.address, "SELECT * {}", contact="mailto:a@b.example")
    assert "mailto:a@b.example" in server.asked[0].headers["user-agent"]


# -- diff --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A publication's dump, and the publication after one person was merged, one withdrawn, and a document came."""
    tmp_path = tmp_path_factory.mktemp("releases")
    folder = publication(tmp_path / "p")
    assert command("build", folder, folder=tmp_path).code == 0
    before = tmp_path / "before.nq"
    shutil.copy(folder / "public" / "dumps" / "dataset.nq", before)
    assert command("merge", "1", "2", "-p", folder, "--yes", folder=tmp_path).code == 0
    assert command("withdraw", "3", "-p", folder, "--yes", folder=tmp_path).code == 0
    (folder / "documents" / "wd-902.txt").write_text(declaration(902), encoding="utf-8")
    done = command("build", folder, folder=tmp_path)
    assert done.code == 0, done.printed
    return before, folder


def test_what_curators_did_is_told_as_that(run: Command, releases: tuple[Path, Path]) -> None:
    outcome = run("diff", *releases, "--format", "json")
    assert outcome.code == 1
    said = json.loads(outcome.out)
    states = {
        one["iri"].rpartition("/")[2]: (one["state"], one["merged_into"].rpartition("/")[2]) for one in said["entities"]
    }
    assert states["1"] == ("merged", "2")
    assert states["3"] == ("withdrawn", "")
    assert states["pace-wd-902"] == ("added", "")
    assert states["pace-wd-901"] == ("changed", "")
    assert any(iri.endswith("pace-wd-902") for iri in said["uris"]["added"])
    table = run("diff", *releases)
    assert table.code == 1
    for word in ("merged", "withdrawn", "added", "changed", "Tombstone"):
        assert word in table.out
    assert f"{said['statements']['added']:,} statements more" in table.out


def test_a_patch_and_a_pair_of_files_lead_from_one_to_the_other(
    run: Command, releases: tuple[Path, Path], tmp_path: Path
) -> None:
    first, second = releases
    before = set(first.read_text(encoding="utf-8").splitlines())
    after = set((second / "public" / "dumps" / "dataset.nq").read_text(encoding="utf-8").splitlines())
    printed = run("diff", first, second, "--format", "patch")
    out = tmp_path / "x"
    assert run("diff", first, second, "--format", "patch", "--out", out).code == 1
    assert (tmp_path / "x.rdfp").read_text(encoding="utf-8") == printed.out
    rows = printed.out.splitlines()
    applied = before.difference(row[2:] for row in rows if row.startswith("D "))
    assert applied.union(row[2:] for row in rows if row.startswith("A ")) == after
    assert run("diff", first, second, "--format", "nquads", "--out", out).code == 1
    added, removed = (
        set((tmp_path / f"x.{name}.nq").read_text(encoding="utf-8").splitlines()) for name in ("added", "removed")
    )
    assert (added, removed) == (after - before, before - after)


def test_nothing_is_left_where_a_file_cannot_be_written(
    run: Command, releases: tuple[Path, Path], tmp_path: Path
) -> None:
    outcome = run("diff", *releases, "--format", "patch", "--out", tmp_path / "gone" / "x")
    assert outcome.code == 5
    assert outcome.err.startswith("ld-export: ")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    run("diff", *releases, environment={"TMPDIR": str(scratch)})
    assert list(scratch.iterdir()) == []
