"""Parts of the server that need no server: what is on its way, what is published, which file answers."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_export.errors import OutputProblem
from ld_export.hosting import hosts_of, read_hosts, write_hosts
from ld_export.pages import Addresses
from ld_export.serve.outgoing import Outgoing
from ld_export.serve.problems import Trouble
from ld_export.serve.published import Publication, Published, read_published
from ld_export.serve.site import Wanted, find
from tests.support import publication_of

HOSTS = hosts_of(
    publication_of(),
    Addresses({"en": ".html", "fr": ".fr.html"}, frozenset({"person/1"}), {"person/3": "person/1"}, ("person/5",)),
)
FILES: tuple[str, ...] = (
    "index.html",
    "index.fr.html",
    "404.html",
    "404.fr.html",
    "406.html",
    "406.fr.html",
    "person/index.html",
)
FILES += tuple(f"person/{n}{ending}" for n in (1, 5) for ending in (".html", ".fr.html", ".ttl", ".jsonld", ".nt"))
SITE = Published(Path("/g"), dict.fromkeys(FILES, "0"), frozenset({"person"}), HOSTS)


def generation(folder: Path, name: str) -> Path:
    """A generation with one file, which `public` shows."""
    made = folder / ".public" / name
    (made / "site").mkdir(parents=True)
    (made / "manifest.sha256").write_text(f"{'0' * 64}  index.html\n", encoding="utf-8")
    write_hosts(HOSTS, made)
    show(folder, made)
    return made


def show(folder: Path, made: Path) -> None:
    (folder / "public").unlink(missing_ok=True)
    (folder / "public").symlink_to(Path(".public") / made.name / "site")


# -- the table of the hosts --------------------------------------------------------------------------------------------


def test_the_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_hosts(HOSTS, tmp_path)
    assert read_hosts(tmp_path) == HOSTS


@pytest.mark.parametrize("content", [None, b"", b"\x80", b"\x91\xa1x"])
def test_a_table_of_another_version_is_told(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "hosts.msgpack").write_bytes(content)
    with pytest.raises(OutputProblem, match="build again"):
        read_hosts(tmp_path)


# -- what is published -------------------------------------------------------------------------------------------------


def test_a_new_generation_is_seen_at_once(tmp_path: Path) -> None:
    first = generation(tmp_path, "generation-1")
    one = Publication(tmp_path / "public")
    assert one.now().folder == first
    second = generation(tmp_path, "generation-2")
    assert one.now().folder == second


def test_a_generation_that_cannot_be_read_is_told_of_once_and_the_one_before_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = generation(tmp_path, "generation-1")
    one = Publication(tmp_path / "public")
    second = generation(tmp_path, "generation-2")
    (second / "manifest.sha256").unlink()
    with caplog.at_level(logging.ERROR):
        assert {one.now().folder for _ in range(3)} == {first}
        (tmp_path / "public").unlink()
        assert {one.now().folder for _ in range(3)} == {first}
    assert len(caplog.records) == 2
    show(tmp_path, first)
    assert one.now().folder == first


def test_a_generation_without_a_list_of_its_files_is_none(tmp_path: Path) -> None:
    made = generation(tmp_path, "generation-1")
    (made / "manifest.sha256").write_text("", encoding="utf-8")
    with pytest.raises(OutputProblem, match="list of the site's files"):
        read_published(made)


# -- which file answers ------------------------------------------------------------------------------------------------

PIECES = [
    "",
    "person",
    "1",
    "3",
    "5",
    "/",
    ".",
    "..",
    ".html",
    ".fr.html",
    ".ttl",
    "index",
    "404",
    "\0",
    "%2e",
    "é",
    "//",
]


@given(
    path=st.lists(st.sampled_from(PIECES), max_size=6).map("".join) | st.text(max_size=20),
    accept=st.sampled_from(["", "*/*", "text/html", "text/turtle", "image/png", ";q=;,,q"]) | st.text(max_size=30),
    languages=st.sampled_from(["", "fr", "de, *;q=0.1"]) | st.text(max_size=10),
)
def test_whatever_is_asked_a_file_of_the_site_answers_or_leads_to_one(path: str, accept: str, languages: str) -> None:
    found = find(Wanted(path, accept, languages), SITE)
    assert (found.leads_to is None) == bool(found.file)
    if found.file:
        assert found.file in SITE.sums
    assert found.status in (200, 301, 303, 404, 406, 410)


# -- answers on their way ----------------------------------------------------------------------------------------------


def sent(response: Any, client: asyncio.Event) -> asyncio.Task[bytes]:
    """Begin to send a response to a client that reads only when told to."""

    async def run() -> bytes:
        parts = []

        async def send(message: dict[str, Any]) -> None:
            await client.wait()
            parts.append(message.get("body", b""))

        await response({"type": "http"}, None, send)
        return b"".join(parts)

    return asyncio.get_running_loop().create_task(run())


def test_only_so_much_is_on_its_way() -> None:
    content = bytes(range(256)) * 1_000

    async def scenario() -> None:
        outgoing = Outgoing(600_000)
        reads, goes = asyncio.Event(), asyncio.Event()
        tasks = [sent(outgoing.response(content, {}, "text/plain"), reads) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Trouble, match="large answers"):
            outgoing.response(content, {}, "text/plain")
        assert outgoing.response(b"short", {}, "text/plain").body == b"short"
        reads.set()
        assert await asyncio.gather(*tasks) == [content, content]
        gone = sent(outgoing.response(content, {}, "text/plain"), goes)
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        assert all(outgoing.response(content, {}, "text/plain") for _ in range(2))

    asyncio.run(scenario())
