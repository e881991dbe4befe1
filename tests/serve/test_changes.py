"""A server that goes on while others change what it serves, or end what it runs on."""

from __future__ import annotations

import http.client
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ld_export.pipeline.build import build
from tests.serve.running import PROCESSES, Server, serving
from tests.serve.test_safety import BOMBS
from tests.support import declaration, publication

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]

COUNT = "SELECT (COUNT(*) AS ?n) { ?d a hrd:WrittenDeclaration }"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A publication of one document, built."""
    made = publication(tmp_path / "p", {"wd-901": declaration(901)})
    build(made)
    return made


@pytest.fixture
def own(folder: Path) -> Iterator[Server]:
    with serving(folder / "public", "--workers", "2", "--deadline", "3") as server:
        yield server


def until(holds: object, patience: float = 10) -> None:
    assert callable(holds)
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_gone(number: int) -> bool:
    """Whether a process has ended, be it that nobody has asked how."""
    try:
        return ") Z " in Path(f"/proc/{number}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_builds_are_picked_up_and_no_request_is_dropped(folder: Path, own: Server) -> None:
    stop = threading.Event()
    statuses: list[int] = []

    def ask(path: str, accept: str) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            statuses.append(own.ask(path.replace("NUMBER", str(number)), {"Accept": accept}).status)

    places = (
        (f"{own.root}declaration/pace-wd-901.html", "text/html"),
        (f"{own.root}dumps/dataset.nt", "*/*"),
        ("/sparql?query=SELECT%20(NUMBER%20AS%20%3Fn)%20%7B%7D", "*/*"),
    )
    threads = [threading.Thread(target=ask, args=place) for place in places]
    for thread in threads:
        thread.start()
    for number in (902, 903, 904, 905):
        name = folder / "documents" / f"wd-{number}.txt"
        name.write_text(declaration(number), encoding="utf-8")
        build(folder)
    until(lambda: b'"4"' in own.query(COUNT).body or b'"5"' in own.query(COUNT).body)
    until(lambda: b'"5"' in own.query(COUNT).body)
    stop.set()
    for thread in threads:
        thread.join()
    assert len(statuses) > 20
    assert set(statuses) == {200}
    assert own.ask(f"{own.root}declaration/pace-wd-905.html").status == 200
    until(lambda: len(own.children()) == PROCESSES)


def test_a_query_that_runs_while_a_build_is_published_is_finished(folder: Path, own: Server) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(STR(?c)) = STRLEN(STR(?f))) }"
    statuses: list[int] = []
    thread = threading.Thread(target=lambda: statuses.append(own.query(slow).status))
    thread.start()
    until(lambda: own.health()["busy"] == 1 or bool(statuses))
    (folder / "documents" / "wd-902.txt").write_text(declaration(902), encoding="utf-8")
    build(folder)
    thread.join()
    assert statuses[0] in (200, 504)


def test_an_answer_of_before_is_not_given_again(folder: Path, own: Server) -> None:
    assert b'"1"' in own.query(COUNT).body
    (folder / "documents" / "wd-902.txt").write_text(declaration(902), encoding="utf-8")
    build(folder)
    until(lambda: b'"2"' in own.query(COUNT).body, 5)


def test_a_process_for_queries_that_is_killed_is_replaced(own: Server) -> None:
    until(lambda: len(own.children()) == PROCESSES)
    before = own.children()
    for number in before:
        os.kill(number, signal.SIGKILL)
    assert own.query("SELECT (1 AS ?after) {}").status == 200
    until(lambda: len(own.children()) == PROCESSES and not set(own.children()) & set(before))


def test_a_query_whose_process_somebody_kills_is_asked_again(folder: Path) -> None:
    answers: list[int] = []
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(STR(?c)) = STRLEN(STR(?f))) }"
    # One process for queries: of two that are killed one after the other, the second could have got the query again.
    with serving(folder / "public", "--workers", "1", "--deadline", "3") as server:
        thread = threading.Thread(target=lambda: answers.append(server.query(slow).status))
        thread.start()
        until(lambda: server.health()["busy"] == 1 or bool(answers))
        for number in server.children():
            os.kill(number, signal.SIGKILL)
        thread.join()
    assert answers[0] in (200, 504)


def test_no_process_outlives_a_server_that_is_killed(own: Server) -> None:
    until(lambda: len(own.children()) == PROCESSES)
    children = own.children()
    thread = threading.Thread(target=_ask_in_vain, args=(own,))
    thread.start()
    until(lambda: own.health()["busy"] == 1)
    own.process.kill()
    thread.join()
    until(lambda: all(map(is_gone, children)), 5)


def _ask_in_vain(server: Server) -> None:
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        server.query(BOMBS["a product, counted"])


def test_a_server_that_is_told_to_end_ends_with_all_its_processes(own: Server) -> None:
    until(lambda: len(own.children()) == PROCESSES)
    children = own.children()
    own.process.terminate()
    assert own.process.wait(10) in (0, -signal.SIGTERM)
    assert all(map(is_gone, children))
