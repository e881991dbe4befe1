"""Endpoints that are busy, slow or wrong, and runs that are broken off: nothing is lost, and nobody is pressed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from ld_export import __version__
from ld_export.candidates.pace import Pace
from tests.candidates.conftest import Run, review
from tests.candidates.elsewhere import Elsewhere
from tests.remote.scripted import Asked, Reply

TEXT = {"Content-Type": "text/plain"}
LATER = {**TEXT, "Retry-After": "86400"}
HTML = {"Content-Type": "text/html"}


def one_by_one(folder: Path) -> None:
    """Have each name asked for by itself."""
    path = folder / "endpoints" / "wikidata.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("batch = 20", "batch = 1"), encoding="utf-8")


def test_all_is_asked_in_few_requests_over_one_connection_by_somebody_with_a_name(
    run: Run, elsewhere: Elsewhere
) -> None:
    run()
    assert len(elsewhere.asked) == 4  # people, and what they are; bodies, and what they are
    assert elsewhere.server.connections == 1
    assert {one.headers["user-agent"] for one in elsewhere.asked} == {
        f"ld-export/{__version__} (+mailto:tests@example.org)"
    }


def test_a_busy_endpoint_is_asked_again_when_it_says(run: Run, folder: Path, elsewhere: Elsewhere) -> None:
    elsewhere.faults = {
        0: Reply(429, b"", {**TEXT, "Retry-After": "1"}),
        2: Reply(503, b"", {**TEXT, "Retry-After": "0"}),
    }
    begin = time.monotonic()
    assert run("--limit", "3").code == 0
    assert time.monotonic() - begin >= 1
    assert len(elsewhere.asked) == 4
    assert len(review(folder)) == 4


class Bad(NamedTuple):
    """What is no answer, the options with which it comes, the exit code, and what is said."""

    fault: Reply
    code: int
    said: str
    options: tuple[str, ...] = ()


BAD = {
    "429": Bad(Reply(429, b"too many", LATER), 3, "status 429: too many; ask less often"),
    "503": Bad(Reply(503, b"", LATER), 5, "status 503"),
    "a page": Bad(Reply(200, b"<title>Sign in</title>", HTML), 5, "the answer is text/html"),
    "nothing at all": Bad(Reply(200, b""), 5, "the answer breaks off"),
    "another table": Bad(Reply(200, b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'), 5, "has no column item"),
    "too late": Bad(Reply(200, b"", pause=1.5), 5, "no answer within 0.3 s", ("--timeout", "0.3")),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_what_is_no_answer_fails_and_loses_nothing(run: Run, folder: Path, elsewhere: Elsewhere, bad: Bad) -> None:
    elsewhere.faults = {1: bad.fault}
    ran = run(*bad.options)
    assert ran.code == bad.code
    assert bad.said in ran.err
    assert "what was answered is kept: the same command goes on from there" in ran.err
    assert not (folder / "candidates.csv").exists()
    asked = len(elsewhere.asked)
    assert run().code == 0
    assert len(elsewhere.asked) == asked + 3  # the first of four was answered before
    assert len(review(folder)) == 6


def test_an_endpoint_that_knows_nobody_is_no_error(run: Run, folder: Path, elsewhere: Elsewhere) -> None:
    elsewhere.store.clear()
    ran = run()
    assert ran.code == 0
    assert "0 candidates for 0 of 5" in ran.err
    assert review(folder) == []
    assert len(elsewhere.asked) == 2


@pytest.mark.parametrize(
    ("name", "item", "said"),
    [
        ("Someone Else", ("uri", "http://www.wikidata.org/entity/Q1"), "about something that nobody asked for"),
        (
            "Aldo Testari",
            ("bnode", "b0"),
            "b0 is given as an entity; theirs begin with http://www.wikidata.org/entity/",
        ),
    ],
    ids=["somebody else", "no address of theirs"],
)
def test_an_answer_about_others_is_refused(
    run: Run, elsewhere: Elsewhere, name: str, item: tuple[str, str], said: str
) -> None:
    row = {"name": {"type": "literal", "value": name}, "item": dict(zip(("type", "value"), item, strict=True))}
    body = json.dumps({"head": {"vars": ["name", "item"]}, "results": {"bindings": [row]}}).encode()
    elsewhere.faults = {0: Reply(body=body)}
    ran = run()
    assert ran.code == 5
    assert said in ran.err


def test_a_run_that_is_killed_goes_on_where_it_was(
    run: Run, folder: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_by_one(folder)
    command = [sys.executable, "-m", "ld_export.cli", "candidates", "-p", str(folder), "--url", elsewhere.url]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    killed_at = 4
    answer = elsewhere.answer

    def answer_and_kill(asked: Asked) -> Reply:
        if len(elsewhere.asked) == killed_at:
            os.kill(process.pid, signal.SIGKILL)
        return answer(asked)

    monkeypatch.setattr(elsewhere, "answer", answer_and_kill)
    assert process.wait(60) == -signal.SIGKILL
    first = [one.query for one in elsewhere.asked[:killed_at]]
    monkeypatch.setattr(elsewhere, "answer", answer)
    elsewhere.asked.clear()
    assert run().code == 0
    assert len(review(folder)) == 6
    again = [one.query for one in elsewhere.asked]
    assert set(first).isdisjoint(again)
    # Five names of three people, four people, five names of two bodies, two bodies; a fifth person is not to be named.
    assert len(first) + len(again) == 5 + 5 + 5 + 2


def test_answers_are_asked_anew_when_they_are_old(run: Run, folder: Path, elsewhere: Elsewhere) -> None:
    run()
    path = folder / "endpoints" / "wikidata.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("keep_days = 30", "keep_days = 0"), encoding="utf-8")
    run()
    assert len(elsewhere.asked) == 8
    assert len(list((folder / ".candidates").glob("*.json"))) == 4


def test_what_another_version_left_is_passed_over(run: Run, folder: Path, elsewhere: Elsewhere) -> None:
    run()
    for path in (folder / ".candidates").glob("*.json"):
        path.write_text('{"other": []}', encoding="utf-8")
    assert run().code == 0
    assert len(elsewhere.asked) == 8


# -- the pace ----------------------------------------------------------------------------------------------------------


class Clock:
    """Time that passes only when somebody waits or works."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waited: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


def paced(least: float, work: Callable[[Clock, Pace], None], times: int = 3) -> list[float]:
    clock = Clock()
    pace = Pace(least, clock=lambda: clock.now, wait=clock.wait)
    for _ in range(times):
        pace.begin()
        work(clock, pace)
        pace.end()
    return clock.waited


def _takes(seconds: float) -> Callable[[Clock, Pace], None]:
    def work(clock: Clock, pace: Pace) -> None:
        clock.now += seconds

    return work


def test_between_two_requests_is_a_pause() -> None:
    assert paced(1.0, _takes(0.2)) == [1.0, 1.0]


def test_an_endpoint_that_takes_long_gets_as_long_a_pause() -> None:
    assert paced(1.0, _takes(5.0)) == [5.0, 5.0]
    assert paced(1.0, _takes(500.0)) == [60.0, 60.0]


def test_a_busy_endpoint_is_asked_less_often_from_then_on() -> None:
    def refused(clock: Clock, pace: Pace) -> None:
        pace.busy(0.0)

    assert [seconds for seconds in paced(1.0, refused, 9) if seconds] == [2, 4, 8, 16, 32, 60, 60, 60]
