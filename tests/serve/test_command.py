"""The command that starts a server: all its options, and what it says when it cannot begin."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ld_export.serve.limits import Limits
from tests.fixtures_built import Built
from tests.serve.running import serving
from tests.support import publication
from tests.test_cli import commands

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]

OPTIONS = {
    "--host": "127.0.0.1",
    "--deadline": "1.5",
    "--rows": "7",
    "--size": "1",
    "--memory": "768",
    "--workers": "1",
    "--matchers": "1",
    "--queue": "3",
    "--patience": "2",
    "--body": "900",
    "--headers": "3",
    "--connections": "50",
    "--cache": "0",
}
OF_THE_TESTS = {"--public", "--port"}  # given to every server that a test starts
OTHER = {"--publication", "-p"}


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ld_export.cli", "serve", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, cwd=cwd)


def test_every_option_is_given_and_holds(built: Built) -> None:
    known = {option for one in commands()["serve"].params for option in one.opts if one.param_type_name == "option"}
    assert known == {*OPTIONS, *OF_THE_TESTS, *OTHER}
    with serving(built.public, *(word for pair in OPTIONS.items() for word in pair)) as server:
        told = server.ask("/sparql").body.decode()
        limits = Limits(
            deadline=1.5, rows=7, size=1 << 20, memory=768 << 20, workers=1, queue=3, patience=2.0, body=900
        )
        assert all(said in told for said in limits.told().values())
        assert server.query("SELECT * { ?s ?p ?o } LIMIT 8").status == 422
        assert server.query("SELECT * { ?s ?p ?o } LIMIT 7").status == 200


def test_a_folder_without_a_site_is_told_what_to_do(tmp_path: Path) -> None:
    for arguments in (("--public", tmp_path / "none"), ("-p", publication(tmp_path / "p"))):
        ran = run(*arguments, cwd=tmp_path)  # a built site in the working folder would be served
        assert ran.returncode == 5
        assert "there is no built publication" in ran.stderr
        assert "ld-export build" in ran.stderr


def test_a_place_that_is_taken_is_told(built: Built) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ran = run("--public", built.public, "--port", str(port))
    assert ran.returncode == 5
    assert f"127.0.0.1:{port}: " in ran.stderr
    assert "Traceback" not in ran.stderr


def test_two_answers_to_one_question_are_refused(built: Built) -> None:
    ran = run("somewhere", "--public", built.public)
    assert ran.returncode == 2
    assert "do not go together" in ran.stderr


def test_a_generation_of_another_version_is_told(tmp_path: Path, built: Built) -> None:
    generation = tmp_path / ".public" / "generation-0"
    (generation / "site").mkdir(parents=True)
    (generation / "manifest.sha256").write_text(f"{'0' * 64}  index.html\n", encoding="utf-8")
    (tmp_path / "public").symlink_to(generation / "site")
    ran = run("--public", tmp_path / "public")
    assert ran.returncode == 5
    assert "build again" in ran.stderr


def test_a_store_that_cannot_be_opened_is_told(tmp_path: Path, built: Built) -> None:
    generation = tmp_path / ".public" / "generation-0"
    shutil.copytree(built.public.resolve().parent, generation, ignore=shutil.ignore_patterns("store", "site"))
    (tmp_path / "public").symlink_to(generation / "site")
    ran = run("--public", tmp_path / "public", "--port", "0")
    assert ran.returncode == 5
    assert "no process for queries could be started" in ran.stderr
    assert "uvicorn" not in ran.stderr
