"""One publication for all hosts, in both ways to answer, and the servers that serve it."""

from __future__ import annotations

import http.client
import os
import re
import runpy
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest

from ld_export.pipeline.build import build
from ld_export.pipeline.curate import apply, merge, withdraw
from tests.conftest import not_run
from tests.fixtures_built import PUBLICATION
from tests.hosts.cases import SITE
from tests.hosts.servers import SERVERS, running
from tests.support import ROOT, SETTINGS, publication

MACHINE: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "machine.py"))
MODES = ("303", "direct")
SITE_URL = f"https://example.org{SITE}"


class Answer(NamedTuple):
    """A server's answer; the names of its headers are in small letters, and those that come twice are joined."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Host(NamedTuple):
    """A server that runs: its name, whether it answers directly, its port, and the site that it serves."""

    name: str
    direct: bool
    port: int
    site: Path

    def ask(self, path: str, headers: Mapping[str, str], method: str = "GET") -> Answer:
        """Ask for a path behind `SITE`, with these headers and no others."""
        return asked(self.port, SITE + path, headers, method)


def asked(port: int, path: str, headers: Mapping[str, str], method: str = "GET") -> Answer:
    """Ask a server for a path, with these headers and no others."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    found: dict[str, str] = {}
    for name, value in response.getheaders():
        found[name.lower()] = f"{found[name.lower()]}, {value}" if name.lower() in found else value
    answer = Answer(response.status, found, response.read())
    connection.close()
    return answer


@pytest.fixture(scope="session")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The built site of the publication that `cases` describes, by how it answers."""
    folder = tmp_path_factory.mktemp("hosted") / "p"
    shutil.copytree(PUBLICATION, folder, ignore=shutil.ignore_patterns("public", ".*"))
    for person, into in ((3, 4), (6, 7), (7, 8)):
        apply(merge(folder, person, into))
    apply(withdraw(folder, 5))
    (folder / "documents" / "pace-wd-734.txt").unlink()
    (folder / "annotations" / "pace-wd-734.yaml").unlink()
    ledger = folder / "released.csv"
    gone = "declaration/pace-wd-734,"
    ledger.write_text(ledger.read_text("utf-8").replace(f"{gone}active", f"{gone}withdrawn"), encoding="utf-8")
    settings = folder / "ld-export.toml"
    plain = settings.read_text("utf-8")

    def site(mode: str) -> Path:
        public = folder / mode
        if not public.exists():
            own = re.sub(
                "^site_url = .*$", f'site_url = "{SITE_URL}"\nnegotiation = "{mode}"', plain, flags=re.MULTILINE
            )
            settings.write_text(own, encoding="utf-8")
            build(folder, public, frozen=True)
        return public.resolve()

    return site


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A folder that a server can read which gives up the rights of whoever starts it."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def hosts(curated: Callable[[str], Path], scratch: Path) -> Iterator[Callable[[str, str], Host]]:
    """A running server by its name and how it answers; each is started when it is first asked for."""
    with ExitStack() as stack:
        started: dict[tuple[str, str], Host] = {}

        def host(name: str, mode: str) -> Host:
            if (name, mode) not in started:
                program = MACHINE["SERVERS"][name].found() or not_run(MACHINE["SERVERS"][name].remedy())
                root = scratch / mode
                site = root / SITE.strip("/")
                if not root.exists():
                    shutil.copytree(
                        curated(mode),
                        site,
                        copy_function=os.link if _same_disk(curated(mode), scratch) else shutil.copyfile,
                    )
                port = stack.enter_context(running(SERVERS[name], program, root, site, scratch / f"{name}-{mode}"))
                started[name, mode] = Host(name, mode == "direct", port, curated(mode))
            return started[name, mode]

        yield host


@pytest.fixture(scope="session", params=list(SERVERS))
def plain_host(request: pytest.FixtureRequest, in_one_language: Path, scratch: Path) -> Iterator[Host]:
    """Each server with a site that has the host for itself."""
    name = request.param
    program = MACHINE["SERVERS"][name].found() or not_run(MACHINE["SERVERS"][name].remedy())
    root = scratch / "plain"
    if not root.exists():
        shutil.copytree(in_one_language, root)
    with running(SERVERS[name], program, root, root, scratch / f"{name}-plain") as port:
        yield Host(name, False, port, in_one_language)


@pytest.fixture(scope="session")
def in_one_language(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in English only, at the root of its host."""
    settings = f'site_url = "https://example.org/"\n{SETTINGS}'.replace('["en", "fr"]', '["en"]')
    folder = publication(tmp_path_factory.mktemp("plain") / "p", settings=settings)
    build(folder)
    return (folder / "public").resolve()


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


@pytest.fixture(params=[(name, mode) for name in SERVERS for mode in MODES], ids="-".join)
def host(request: pytest.FixtureRequest, hosts: Callable[[str, str], Host]) -> Host:
    """Each server, in each way to answer."""
    return hosts(*request.param)
