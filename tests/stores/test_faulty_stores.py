"""Stores that do wrong: the push fails and says so, what was there stays, and the next push completes it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
import pytest

from ld_export.errors import BuildLocked, EndpointProblem, EndpointRefused, UnreadableGraph, UsageProblem
from ld_export.push import Choices, Pushed, RemoteStore, endpoints_of, push, read_release
from ld_export.remote import Patience, Session, credentials_from
from tests.stores.faulty import Asked, Fault, FaultyStore, Wrong, faulty

pytestmark = pytest.mark.slow  # builds publications again and again

_BASE = "https://example.org/p/"
_JSON = ox.QueryResultsFormat.JSON
_XSD = "http://www.w3.org/2001/XMLSchema#"


def _dump(folder: Path, name: str, documents: dict[str, int], word: str = "one") -> Path:
    """A dump with so many statements in the graph of each document, and a registry."""
    lines = [
        f'<{_BASE}declaration/{key}#passage-{number}> <{_BASE}says> "{word} {number}"@en '
        f"<{_BASE}declaration/{key}#graph> .\n"
        for key, size in documents.items()
        for number in range(1, size + 1)
    ]
    lines.append(f'<{_BASE}person/1> <{_BASE}is> "true"^^<{_XSD}boolean> <{_BASE}registry#graph> .\n')
    path = folder / name
    path.write_text("".join(sorted(lines)), encoding="utf-8", newline="\n")
    return path


class Case(NamedTuple):
    """A store that has a first release, and a second one to push."""

    server: FaultyStore
    url: str
    first: Path
    second: Path

    def push(self, dump: Path, fault: Fault = lambda _: None, **choices: Any) -> Pushed:
        """Push a dump to a store that does wrong."""
        self.server.fault = fault
        batch = choices.pop("batch", 100)
        told: Callable[[str], None] = choices.pop("told", lambda _: None)
        endpoints = endpoints_of("oxigraph", self.url)
        endpoints = endpoints._replace(store=endpoints.store._replace(batch=batch, swap=choices.pop("swap", 10_000)))
        credentials = credentials_from({"LD_EXPORT_USER": "u", "LD_EXPORT_PASSWORD": "p-secret"}, None)
        release = read_release(dump, dump.parent)
        with Session("tests", credentials, Patience(5, 0)) as session:
            done = Choices(os.urandom(8).hex(), endpoints.store.way, **choices)
            return push(release, RemoteStore(endpoints, session), done, told)

    def statements(self) -> set[str]:
        """What the store holds that readers know of."""
        return {f"{quad} ." for quad in self.server.store if "/data#" not in str(quad.graph_name)}

    def helpers(self) -> set[str]:
        """The graphs of the store that are of the push."""
        return {str(quad.graph_name) for quad in self.server.store if "/data#" in str(quad.graph_name)}


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    first = _dump(tmp_path, "first.nq", {"a": 30, "b": 20, "c": 10})
    second = _dump(tmp_path, "second.nq", {"a": 30, "b": 25, "d": 40}, "two")
    with faulty() as (server, url):
        one = Case(server, url, first, second)
        one.push(first)
        assert one.statements() == set(first.read_text("utf-8").splitlines())
        yield one


def _loads(asked: Asked) -> bool:
    return asked.path == "/store" and "#staged-" in asked.text


def _swaps(asked: Asked) -> bool:
    return "COPY" in asked.text


_BEFORE_THE_SWAP: dict[str, Fault] = {
    "accepts and forgets": lambda asked: Wrong(204, "") if _loads(asked) else None,
    "refuses statements": lambda asked: Wrong(500) if _loads(asked) else None,
    "cuts its answers": lambda asked: Wrong(None) if asked.path == "/query" and "COUNT" in asked.text else None,
    "answers pages for people": lambda asked: Wrong(200, "<html>hello") if asked.path == "/query" else None,
    "does not let write": lambda asked: Wrong(403, "no") if asked.writes else None,
    "has no such address": lambda asked: Wrong(404, "no") if _loads(asked) else None,
    "forgets its lock": lambda asked: Wrong(204, "") if "#pushing" in asked.text and asked.writes else None,
    "leads elsewhere": lambda asked: Wrong(307, "", "http://127.0.0.2:9/") if asked.writes else None,
    "refuses to swap": lambda asked: Wrong(500, "no more disk") if _swaps(asked) else None,
}


@pytest.mark.parametrize("fault", _BEFORE_THE_SWAP.values(), ids=_BEFORE_THE_SWAP)
def test_what_was_there_stays_and_the_next_push_completes_it(case: Case, fault: Fault) -> None:
    before = case.statements()
    with pytest.raises((EndpointProblem, EndpointRefused)) as caught:
        case.push(case.second, fault)
    assert case.statements() == before
    assert "secret" not in str(caught.value)
    case.push(case.second, resume=True)
    assert case.statements() == set(case.second.read_text("utf-8").splitlines())
    assert case.helpers() == {f"<{_BASE}data#pushed>"}


def test_a_swap_that_is_only_said_to_be_done_is_found_out(case: Case) -> None:
    before = case.statements()
    with pytest.raises(EndpointProblem, match="does not have what it took"):
        case.push(case.second, lambda asked: Wrong(204, "") if _swaps(asked) else None)
    assert case.statements() == before
    case.push(case.second, resume=True)
    assert case.statements() == set(case.second.read_text("utf-8").splitlines())


def test_a_swap_that_ends_midway_leaves_whole_graphs_and_goes_on(case: Case) -> None:
    done: list[Asked] = []

    def fault(asked: Asked) -> Wrong | None:
        if _swaps(asked):
            done.append(asked)
        return Wrong(500) if len(done) > 1 and _swaps(asked) else None

    old = set(case.first.read_text("utf-8").splitlines())
    new = set(case.second.read_text("utf-8").splitlines())
    with pytest.raises(EndpointProblem, match="in part"):
        case.push(case.second, fault, swap=10)
    for key in "abd":
        graph = f"<{_BASE}declaration/{key}#graph>"
        there = {line for line in case.statements() if graph in line}
        assert there in ({line for line in old if graph in line}, {line for line in new if graph in line})
    assert not any("/c#" in line for line in case.statements())  # what was withdrawn is away first
    # Back to the first release: its marks must not be believed of graphs that have changed meanwhile.
    case.push(case.first, resume=True)
    assert case.statements() == old


def test_a_body_that_is_too_large_is_sent_in_halves(case: Case) -> None:
    sizes: list[int] = []

    def fault(asked: Asked) -> Wrong | None:
        if not _loads(asked):
            return None
        sizes.append(len(asked.text))
        return Wrong(413, "too large") if len(asked.text) > 2000 else None

    done = case.push(case.second, fault)
    assert done.sent == 95
    assert max(sizes) > 2000
    assert sum(size > 2000 for size in sizes) < 5  # once is enough to learn it
    assert case.statements() == set(case.second.read_text("utf-8").splitlines())


def test_a_statement_that_is_refused_is_named(case: Case) -> None:
    with pytest.raises(EndpointProblem, match=r'the statement .*"two 17"@en'):
        case.push(case.second, lambda asked: Wrong(400, "bad") if _loads(asked) and '"two 17"' in asked.text else None)


def test_a_store_that_gives_few_rows_at_a_time_is_read_to_the_end(tmp_path: Path) -> None:
    many = _dump(tmp_path, "many.nq", {f"n{number}": 1 for number in range(1200)})
    with faulty() as (server, url):
        case = Case(server, url, many, many)

        def capped(asked: Asked) -> Wrong | None:
            if asked.path == "/query" and "LIMIT 9000" in asked.text:
                result: Any = server.store.query(asked.text.replace("LIMIT 9000", "LIMIT 1000"))
                return Wrong(200, result.serialize(format=_JSON).decode())
            return None

        assert len(case.push(many, capped).changed) == 1201
        assert case.push(many, capped) == ((), (), 0, (), 0)


def test_two_pushes_at_once_do_not_mix(case: Case) -> None:
    def told(what: str) -> None:
        if "verifies" in what:
            with pytest.raises(BuildLocked, match="--resume"):
                case.push(case.first)
            case.push(case.second, resume=True)

    with pytest.raises(BuildLocked, match="somebody else pushes"):
        case.push(case.second, told=told)
    assert case.statements() == set(case.second.read_text("utf-8").splitlines())


def test_a_first_release_that_cannot_be_verified_leaves_nothing(tmp_path: Path) -> None:
    dump = _dump(tmp_path, "first.nq", {"a": 300})
    with faulty() as (server, url):
        case = Case(server, url, dump, dump)
        number: list[int] = []

        def forgets(asked: Asked) -> Wrong | None:
            number.append(asked.path == "/store")
            return Wrong(204, "") if asked.path == "/store" and sum(number) == 3 else None

        with pytest.raises(EndpointProblem, match="does not have what it took"):
            case.push(dump, forgets)
        assert case.statements() == set()
        case.push(dump, resume=True)
        assert case.statements() == set(dump.read_text("utf-8").splitlines())


def test_the_same_release_writes_nothing(case: Case) -> None:
    case.server.asked.clear()
    assert case.push(case.first) == ((), (), 0, (), 0)
    assert not [asked for asked in case.server.asked if asked.writes]


def test_passwords_are_sent_to_nobody_who_does_not_ask(case: Case) -> None:
    case.push(case.second)
    assert not [asked for asked in case.server.asked if "authorization" in asked.headers]


def test_a_store_may_ask_for_the_password_anew(case: Case) -> None:
    number: list[Asked] = []

    def fault(asked: Asked) -> Wrong | None:
        number.append(asked)
        nonce = f'nonce="{len(number) // 7}"'
        if f"{nonce}," in asked.headers.get("authorization", ""):
            return None
        return Wrong(401, "", challenge=f'Digest realm="r", {nonce}, qop="auth"')

    case.push(case.second, fault)
    assert case.statements() == set(case.second.read_text("utf-8").splitlines())
    assert not [asked for asked in number if "secret" in str(asked)]


def test_only_dumps_of_a_publication_are_pushed(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.nq"
    foreign.write_text(
        f"<{_BASE}person/1> <{_BASE}is> <{_BASE}x> <{_BASE}registry#graph> .\n"
        f"<{_BASE}a> <{_BASE}is> <{_BASE}x> <https://example.org/other#graph> .\n"
    )
    with pytest.raises(UnreadableGraph, match="none of the publication"):
        read_release(foreign, tmp_path)
    for text in ("<a> <b> .\n", f"<{_BASE}a> <{_BASE}b> _:c <{_BASE}registry#graph> .\n"):
        foreign.write_text(text)
        with pytest.raises(UnreadableGraph, match=r"foreign\.nq:1"):
            read_release(foreign, tmp_path)


def test_nothing_is_never_pushed(tmp_path: Path) -> None:
    empty = tmp_path / "empty.nq"
    empty.write_text("")
    with pytest.raises(UsageProblem, match="base"):
        read_release(empty, tmp_path)
    with pytest.raises(UnreadableGraph, match="no statements"):
        read_release(empty, tmp_path, base=_BASE)
