"""The same table asked of a build, of its dumps and of a service: the same answers, and mistakes that are told."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from ld_export import cli
from ld_export.errors import EndpointProblem, EndpointRefused, LdExportError, UsageProblem
from ld_export.linking import Columns, Here, Question, Service, names_at
from ld_export.remote import Patience, Session
from tests import command_line, fixtures_built
from tests.command_line import Command, Outcome
from tests.fixtures_built import Built
from tests.http_server import running
from tests.linking.tables import link
from tests.serve.running import serving

built = fixtures_built.built
run = command_line.run

NAMES = [
    *("Muhtar Jakishev,", "Stefan SCHENNACH,Autriche", "Стефан Шеннах,AUT", "Schennach,AT", "Stefan Schennach,DE"),
    *("Vanessa D’Ambrosio,San Marino", "M. Dzhakishev,", "Nobody Known,KZ", "https://w3id.org/hrd/person/97,"),
    *("Kazakhstan,", "Parliamentary Assembly,", "Pablo Bustindui,Spain"),
]
COLUMNS = Columns("name", country="country")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["name,country", *NAMES]) + "\n", encoding="utf-8")
    return path


def answers(table: Path, names: Path) -> list[tuple[str, str, str]]:
    rows = link(table, COLUMNS, Here(names_at(names))).rows
    return [(row["link_status"], row["link_best"], row["link_score"]) for row in rows]


def test_a_dump_answers_as_a_build_does(built: Built, table: Path, tmp_path: Path) -> None:
    here = answers(table, built.public)
    assert {status for status, *_ in here} == {"certain", "doubtful", "none"}
    dumps = built.public / "dumps"
    for name in ("names.json", "names.json.gz", "names.tsv", "dataset.nq.gz", "dataset.ttl", "dataset.trig"):
        assert answers(table, dumps / name) == here, name
    lines = (dumps / "dataset.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    mixed = tmp_path / "mixed.nq"
    mixed.write_text("".join(sorted(lines, key=lambda line: line[::-1])), encoding="utf-8")
    assert answers(table, mixed) == here


def test_a_service_answers_as_a_build_does_to_the_last_byte(built: Built, table: Path) -> None:
    here = link(table, COLUMNS, Here(names_at(built.public)))
    expected = here.out.read_bytes(), here.review.read_bytes()
    with serving(built.public) as server, Session("test") as session:
        there = link(table, COLUMNS, Service(f"http://127.0.0.1:{server.port}/reconcile", session))
    assert (there.out.read_bytes(), there.review.read_bytes()) == expected


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("names.json", b"[]", "it is no list of names"),
        ("names.tsv", b"a\tb\n1\t2\n", "no names.tsv"),
        ("names.json.gz", gzip.compress(b"{}" * 99)[:-9], "damaged or cut"),
        ("d.nq.gz", gzip.compress(b"<x:a> <x:b> <x:c> .\n" * 99)[:-9], "damaged or cut"),
        ("d.nq", b"<x:a> <x:b> <x:c> .\n", "no entity with a name"),
        ("d.nt", b"<x:a> <x:b> <x:c> .\noops\n", "d.nt:2"),
        ("d.txt", b"", "no list of names and no graph"),
    ],
    ids=["JSON", "table", "cut JSON", "cut graph", "nobody", "syntax", "ending"],
)
def test_what_is_no_list_of_names_is_told(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LdExportError, match=words):
        names_at(tmp_path / name)


def test_a_folder_without_a_build_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="build it first"):
        names_at(tmp_path)


def test_who_was_withdrawn_or_merged_is_known_from_a_graph(built: Built, tmp_path: Path) -> None:
    graph = tmp_path / "d.nq"
    shutil.copy(built.public / "dumps" / "dataset.nq", graph)
    hrd, type_ = "https://w3id.org/hrd/ontology#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    gone, old, new = (f"<https://w3id.org/hrd/person/{number}>" for number in (9001, 9002, 97))
    with graph.open("a", encoding="utf-8") as file:
        file.write(f"{gone} <{type_}> <{hrd}Tombstone> .\n{old} <{type_}> <{hrd}Tombstone> .\n")
        file.write(f"{old} <{hrd}replacedBy> {new} .\n")
    authority = names_at(graph)
    assert authority.withdrawn == (gone.strip("<>"),)
    assert authority.merged == {old.strip("<>"): new.strip("<>")}
    (found,) = Here(authority).ask([Question(old.strip("<>"))])
    assert found[0].id == new.strip("<>")


# -- services that misbehave -------------------------------------------------------------------------------------------

MANIFEST = {"versions": ["0.2"], "identifierSpace": "https://example.org/", "batchSize": 2, "name": "x"}


class Scripted(BaseHTTPRequestHandler):
    """Says what a test wants, and notes what it is asked."""

    manifest: Any = MANIFEST
    answer: Any = None
    status = 200
    busy = 0
    batches: list[dict[str, Any]] = []  # noqa: RUF012 - one for each class that a test makes

    def do_GET(self) -> None:
        self._say(200, self.manifest)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        batch = json.loads(form["queries"][0])
        kind = type(self)
        if kind.busy:
            kind.busy -= 1
            self.send_response(503)
            self.send_header("Retry-After", "0")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.batches.append(batch)
        one = {"id": "p/1", "name": "A B", "score": 100, "match": True, "type": [{"id": "person", "name": "Person"}]}
        said = {name: {"result": [one]} for name in batch} if self.answer is None else self.answer
        self._say(self.status, said)

    def _say(self, status: int, said: Any) -> None:
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def scripted() -> Iterator[tuple[type[Scripted], str]]:
    kind = type("One", (Scripted,), {"batches": []})
    with running(ThreadingHTTPServer(("127.0.0.1", 0), kind)) as address:
        yield kind, address


def ask(address: str, *names: str) -> list[str]:
    with Session("test", patience=Patience(timeout=5), wait=lambda _: None) as session:
        return [found[0].id for found in Service(address, session).ask([Question(name) for name in names])]


def test_a_service_is_asked_in_batches_of_its_size(scripted: tuple[type[Scripted], str]) -> None:
    kind, address = scripted
    assert ask(address, "A", "B", "C") == ["https://example.org/p/1"] * 3
    assert [len(batch) for batch in kind.batches] == [2, 1]


def test_a_busy_service_is_asked_again(scripted: tuple[type[Scripted], str]) -> None:
    kind, address = scripted
    kind.busy = 2
    assert ask(address, "A") == ["https://example.org/p/1"]
    assert len(kind.batches) == 1


@pytest.mark.parametrize(
    ("key", "value", "problem", "words"),
    [
        ("manifest", {**MANIFEST, "versions": ["1.0"]}, EndpointProblem, "speaks 1.0"),
        ("manifest", {"name": "x"}, EndpointProblem, "identifierSpace"),
        ("manifest", b"<html>", EndpointProblem, "no answer as the Reconciliation API"),
        ("answer", {"q0": {"result": [{"id": 5}]}}, EndpointProblem, "no answer as the Reconciliation API"),
        ("answer", {}, EndpointProblem, "no answer to 1 of 1 questions"),
        ("answer", b'{"q0": {"result": [', EndpointProblem, "no answer as the Reconciliation API"),
        ("answer", b" " * (17 * 1024 * 1024), EndpointProblem, "an answer of over"),
        ("status", 400, EndpointRefused, "status 400"),
        ("status", 500, EndpointProblem, "status 500"),
    ],
    ids=["version", "no space", "page", "candidate", "nothing", "cut", "endless", "refused", "broken"],
)
def test_a_service_that_answers_something_else_is_told(
    scripted: tuple[type[Scripted], str], key: str, value: Any, problem: type[LdExportError], words: str
) -> None:
    kind, address = scripted
    setattr(kind, key, value)
    with pytest.raises(problem, match=words) as caught:
        ask(address, "A")
    assert caught.value.remedy


def test_the_command_asks_a_service(
    scripted: tuple[type[Scripted], str],
    table: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kind, address = scripted
    command = ["ld-export", "link", str(table), "--column", "name", "--service", address]
    monkeypatch.setattr("sys.argv", [*command, "--timeout", "9", "--retries", "1"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    assert capsys.readouterr().out == f"{len(NAMES)} rows: {len(NAMES)} certain\n"
    assert sum(map(len, kind.batches)) == len(NAMES)
    kind.busy = 9
    monkeypatch.setattr("sys.argv", [*command, "--retries", "0", "--review", str(table.with_name("other.csv"))])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 5
    assert "status 503" in capsys.readouterr().err


def test_settings_that_are_broken_matter_only_to_a_service(
    built: Built, table: Path, scripted: tuple[type[Scripted], str], run: Command
) -> None:
    (table.parent / "ld-export.toml").write_text("[publisher\n", encoding="utf-8")

    def linked(*where: str | Path) -> Outcome:
        (table.parent / "t.review.csv").unlink(missing_ok=True)
        return run("link", table, "--column", "name", *where, folder=table.parent)

    by_list = linked("--names", built.public)
    assert by_list.code == 0
    assert linked("--names", built.public / "dumps" / "dataset.nq") == by_list
    refused = linked("--service", scripted[1])
    assert refused.code == 3
    assert "ld-export.toml" in refused.err
    assert not scripted[0].batches  # a service hears who asks


@pytest.mark.parametrize(
    "options",
    [
        "--names x --service http://127.0.0.1/",
        "--timeout 5 --names .",
        "--base https://x.example/ --names .",
        "--same-as --names .",
        "--apply x.csv --id name --names .",
        "--apply x.csv --all --names .",
        "--apply x.csv --base no --names .",
        "--type animal --names .",
        "--names gone",
        "--out t.csv",
        "--review t.review.csv",
    ],
)
def test_a_call_that_cannot_work_is_told_and_writes_nothing(
    built: Built, table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: str
) -> None:
    monkeypatch.chdir(table.parent)
    Path("t.review.csv").write_text("somebody's decisions", encoding="utf-8")
    names = [] if "--names" in options else ["--names", str(built.public)]
    monkeypatch.setattr("sys.argv", ["ld-export", "link", "t.csv", "--column", "name", *options.split(), *names])
    before = {path.name: path.read_bytes() for path in table.parent.iterdir()}
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("ld-export: ")
    assert {path.name: path.read_bytes() for path in table.parent.iterdir()} == before
