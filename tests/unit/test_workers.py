"""Running tasks: whoever does them, results come in order, and nothing is left over."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children
from pathlib import Path

import pytest

from ld_export.pipeline.generation import Output
from ld_export.pipeline.workers import workers

NUMBERS = range(-700, 700)


def test_processes_give_results_in_the_order_of_the_tasks_and_leave_nothing(tmp_path: Path) -> None:
    with workers(2, room=tmp_path) as run:
        assert list(run(abs, NUMBERS)) == list(map(abs, NUMBERS))
        assert list(run(abs, [])) == []
        folders = list(tmp_path.iterdir())
        assert len(folders) == 1
        assert not list(folders[0].iterdir())
    assert not list(tmp_path.iterdir())


def test_an_executor_gives_results_in_the_order_of_the_tasks() -> None:
    with ThreadPoolExecutor(3) as executor, workers(1, executor) as run:
        assert list(run(abs, NUMBERS)) == list(map(abs, NUMBERS))


def test_what_a_task_raises_is_raised_and_ends_the_run(tmp_path: Path) -> None:
    with workers(2, room=tmp_path) as run, pytest.raises(ZeroDivisionError):
        list(run((1).__truediv__, NUMBERS))
    assert not list(tmp_path.iterdir())


def test_a_build_removes_the_results_that_a_killed_one_left(tmp_path: Path) -> None:
    with Output(tmp_path / "public") as output, workers(2, room=output.home) as run:
        next(run(abs, NUMBERS))
        left = [folder.name for folder in output.home.glob("staging-*")]
    assert len(left) == 1
    (output.home / left[0]).mkdir()
    with Output(tmp_path / "public"):
        assert not list(output.home.glob("staging-*"))


def test_few_tasks_start_no_process(tmp_path: Path) -> None:
    before = active_children()
    with workers(2, room=tmp_path) as run:
        assert set(run(_process, NUMBERS[:31])) == {os.getpid()}
        assert active_children() == before
        assert list(tmp_path.iterdir()) == []
        assert os.getpid() not in set(run(_process, NUMBERS))
    assert list(tmp_path.iterdir()) == []


def _process(_: int) -> int:
    return os.getpid()
