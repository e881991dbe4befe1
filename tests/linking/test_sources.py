"""The same table asked of a build, of its dumps and of a service: the same answers, and mistakes that are told."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from ld_export.errors import EndpointProblem, EndpointRefused, LdExportError, UsageProblem
from ld_export.linking import Columns, Here, Question, Service, names_at
from ld_export.remote import Patience, Session
from tests import command_line, fixtures_built
from tests.command_line import Command, Outcome
from tests.fixtures_built import Built
from tests.linking.tables import link
from tests.remote.scripted import Asked, Reply, answering
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


@dataclass
class Misled:
    """A service that says what a test wants, and notes what it is asked."""

    manifest: Any = field(default_factory=lambda: MANIFEST)
    answer: Any = None
    status: int = 200
    busy: int = 0
    batches: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""

    def __call__(self, asked: Asked, _: int) -> Reply:
        """Its answer to a request."""
        if asked.method == "GET":
            return Reply(200, _written(self.manifest))
        if self.busy:
            self.busy -= 1
            return Reply(503, b"", {"Retry-After": "0"})
        batch = json.loads(parse_qs(asked.body.decode())["queries"][0])
        self.batches.append(batch)
        one = {"id": "p/1", "name": "A B", "score": 100, "match": True, "type": [{"id": "person", "name": "Person"}]}
        said = {name: {"result": [one]} for name in batch} if self.answer is None else self.answer
        return Reply(self.status, _written(said))


def _written(said: Any) -> bytes:
    return said if isinstance(said, bytes) else json.dumps(said).encode()


@pytest.fixture
def service() -> Iterator[Misled]:
    one = Misled()
    with answering(one) as server:
        one.address = server.address
        yield one


def ask(address: str, *names: str) -> list[str]:
    with Session("test", patience=Patience(timeout=5), wait=lambda _: None) as session:
        return [found[0].id for found in Service(address, session).ask([Question(name) for name in names])]


def test_a_service_is_asked_in_batches_of_its_size(service: Misled) -> None:
    assert ask(service.address, "A", "B", "C") == ["https://example.org/p/1"] * 3
    assert [len(batch) for batch in service.batches] == [2, 1]


def test_a_busy_service_is_asked_again(service: Misled) -> None:
    service.busy = 2
    assert ask(service.address, "A") == ["https://example.org/p/1"]
    assert len(service.batches) == 1


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
    service: Misled, key: str, value: Any, problem: type[LdExportError], words: str
) -> None:
    setattr(service, key, value)
    with pytest.raises(problem, match=words) as caught:
        ask(service.address, "A")
    assert caught.value.remedy


def test_the_command_asks_a_service(service: Misled, table: Path, run: Command) -> None:
    command = ("link", table, "--column", "name", "--service", service.address)
    asked = run(*command, "--timeout", "9", "--retries", "1")
    assert (asked.code, asked.out) == (0, f"{len(NAMES)} rows: {len(NAMES)} certain\n")
    assert sum(map(len, service.batches)) == len(NAMES)
    service.busy = 9
    refused = run(*command, "--retries", "0", "--review", table.with_name("other.csv"))
    assert refused.code == 5
    assert "status 503" in refused.err


def test_settings_that_are_broken_matter_only_to_a_service(
    built: Built, table: Path, service: Misled, run: Command
) -> None:
    (table.parent / "ld-export.toml").write_text("[publisher\n", encoding="utf-8")

    def linked(*where: str | Path) -> Outcome:
        (table.parent / "t.review.csv").unlink(missing_ok=True)
        return run("link", table, "--column", "name", *where, folder=table.parent)

    by_list = linked("--names", built.public)
    assert by_list.code == 0
    assert linked("--names", built.public / "dumps" / "dataset.nq") == by_list
    refused = linked("--service", service.address)
    assert refused.code == 3
    assert "ld-export.toml" in refused.err
    assert not service.batches  # a service hears who asks


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
    built: Built, table: Path, run: Command, options: str
) -> None:
    (table.parent / "t.review.csv").write_text("somebody's decisions", encoding="utf-8")
    names = () if "--names" in options else ("--names", built.public)
    before = {path.name: path.read_bytes() for path in table.parent.iterdir()}
    refused = run("link", "t.csv", "--column", "name", *options.split(), *names, folder=table.parent)
    assert refused.code == 2
    assert refused.err.startswith("ld-export: ")
    assert {path.name: path.read_bytes() for path in table.parent.iterdir()} == before
