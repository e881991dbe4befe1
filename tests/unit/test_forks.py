"""Work shared among copies of this process: every task once, every error here, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ld_export.errors import OutputProblem, PageProblem
from ld_export.pipeline.forks import shared

TASKS = list(range(1000))


def squares(tasks: Iterator[int]) -> tuple[int, list[int]]:
    """The process, and the squares of what it drew; slow enough that no copy draws everything."""
    made = []
    for task in tasks:
        time.sleep(0.0002)
        made.append(task * task)
    return os.getpid(), made


def test_every_task_is_done_once_by_one_of_the_copies() -> None:
    made = shared(TASKS, squares, jobs=3)
    assert len({process for process, _ in made}) == 3
    assert os.getpid() not in {process for process, _ in made}
    assert sorted(square for _, found in made for square in found) == [task * task for task in TASKS]


@pytest.mark.parametrize(("tasks", "jobs"), [(TASKS, 1), (TASKS[:50], 4), ([], 4)])
def test_few_tasks_or_one_job_stay_in_this_process(tasks: list[int], jobs: int) -> None:
    assert shared(tasks, squares, jobs) == [(os.getpid(), [task * task for task in tasks])]


def test_copies_see_what_this_process_holds() -> None:
    held = object()  # cannot be sent anywhere
    made = shared(TASKS, lambda tasks: (id(held), sum(tasks)), jobs=2)
    assert {place for place, _ in made} == {id(held)}
    assert sum(total for _, total in made) == sum(TASKS)


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_ends_with_all_tasks_begun(jobs: int) -> None:
    told: list[int] = []
    shared(TASKS, squares, jobs, told.append)
    assert told == sorted(told)
    assert told[-1] == len(TASKS)


def broken(tasks: Iterator[int]) -> None:
    for task in tasks:
        if task == 500:
            raise PageProblem("task 500 is wrong", "page", "correct it")


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_copy_raises_is_raised_here_and_no_copy_is_left(jobs: int) -> None:
    before = children(os.getpid())
    with pytest.raises(PageProblem, match="task 500 is wrong") as raised:
        shared(TASKS, broken, jobs)
    assert (raised.value.place, raised.value.remedy) == ("page", "correct it")
    assert children(os.getpid()) <= before


def test_a_copy_that_dies_is_an_error_and_no_copy_is_left() -> None:
    def dying(tasks: Iterator[int]) -> None:
        for task in tasks:
            if task == 500:
                os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(0.001)

    before = children(os.getpid())
    with pytest.raises(OutputProblem, match="died"):
        shared(TASKS, dying, 2)
    assert children(os.getpid()) <= before


ENDLESS = """
import sys, time
from pathlib import Path
from ld_export.pipeline.forks import shared

def work(tasks):
    for task in tasks:
        Path(sys.argv[1], str(task)).touch()
        time.sleep(0.02)

shared(range(100_000), work, jobs=3)
"""


def test_copies_end_soon_after_the_process_that_wanted_them_is_killed(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", ENDLESS, str(tmp_path)])
    until(lambda: len(children(process.pid)) == 3 and len(list(tmp_path.iterdir())) > 9)
    copies = children(process.pid)
    process.kill()
    process.wait()
    until(lambda: not any(alive(copy) for copy in copies))


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def children(process: int) -> set[int]:
    """The processes that a process has started and that still run."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return {int(one) for one in found if alive(int(one))}


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
