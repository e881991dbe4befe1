"""Indexes by pagefind, whose program is asked over its standard input: messages of JSON in base64, each with a comma.

Its own Python interface waits a tenth of a second for each document. No filters are given to it, which it would write
in an order of its own: what tells documents apart is put into a file beside each index.
"""

from __future__ import annotations

import base64
import subprocess
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ld_export.errors import PageProblem
from ld_export.full_text.records import Record

FACETS = "documents.json"
"""Of each document in an index, by the name of its fragment: its facets."""

_PACKAGE = "pagefind_bin"
_SIGNATURE = b"pagefind_dcd"
_GZIP = 47
_PART = 1 << 16


class Bundle(NamedTuple):
    """An index to make of some documents. The `first` of several has the program that searches them all."""

    records: Iterable[Record]
    first: bool


class _Message(msgspec.Struct):
    payload: dict[str, Any]


def is_installed() -> bool:
    """Whether texts can be indexed here."""
    return find_spec(_PACKAGE) is not None


def version_installed() -> str:
    """The version of what indexes texts here; empty where nothing does."""
    return version(_PACKAGE) if is_installed() else ""


def indexed(bundles: Sequence[Bundle], language: str) -> Iterator[dict[str, bytes]]:
    """The files of each bundle, by name. All are read as texts in one language, whose endings do not count.

    Records are read when pagefind is ready for them. Raises `PageProblem` where it fails, and what reading them raises.
    """
    facets: list[dict[str, Any]] = [{} for _ in bundles]
    to_do = list(zip(bundles, facets, strict=True))
    for answer in _answers(_requests(to_do, language)) if to_do else ():
        if answer["type"] == "Error":
            raise _failed(str(answer.get("message")))
        if answer["type"] == "GetFiles":
            (bundle, of), *to_do = to_do
            yield _files(
                {file["path"]: base64.b64decode(file["content"]) for file in answer["files"]}, of, bundle.first
            )
            if not to_do:  # to wait for one more answer would be for ever
                return
    if to_do:
        raise _failed("it ended before it was done")


def _requests(bundles: Iterable[tuple[Bundle, dict[str, Any]]], language: str) -> Iterator[dict[str, Any]]:
    """All that is asked; what tells documents apart is noted beside."""
    # Indexes are numbered by pagefind as they are asked for, from nought.
    for number, (bundle, facets) in enumerate(bundles):
        yield {"type": "NewIndex", "config": {"force_language": language}}
        for record in bundle.records:
            facets[record.path] = record.facets
            about = {"url": record.path, "content": record.words, "language": language, "meta": {"title": record.title}}
            yield {"type": "AddRecord", "index_id": number, **about}
        yield {"type": "GetFiles", "index_id": number}
        yield {"type": "DeleteIndex", "index_id": number}


def _answers(requests: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What pagefind answers, in the order of what it is asked. Whoever has enough may stop, and it ends."""
    # Unbuffered: what could not be written to a program that died must not be tried again when the pipe is closed.
    command, pipe = [str(_program()), "--service"], subprocess.PIPE
    with (
        ThreadPoolExecutor(1) as pool,
        subprocess.Popen(command, bufsize=0, stdin=pipe, stdout=pipe) as process,  # noqa: S603 - a package's program
    ):
        # It ends when its input does, whatever it has not answered yet; and it reads no more while nobody reads it.
        written = pool.submit(_write, process, requests)
        try:
            for message in _messages(process.stdout):
                yield msgspec.json.decode(message, type=_Message).payload
        finally:
            process.kill()
        written.result()


def _write(process: subprocess.Popen[bytes], requests: Iterator[dict[str, Any]]) -> None:
    pipe: Any = process.stdin
    try:
        for number, request in enumerate(requests, start=1):
            message = msgspec.json.encode({"message_id": number, "payload": request})
            asked = memoryview(base64.b64encode(message) + b",")
            while asked:
                asked = asked[pipe.write(asked) :]
    except BrokenPipeError:
        return  # it died, which whoever reads its answers finds out, and tells
    except BaseException:
        process.kill()  # or whoever reads its answers would wait for them
        raise


def _messages(pipe: Any) -> Iterator[bytes]:
    begun: list[bytes] = []
    while part := pipe.read(_PART):
        *ended, rest = part.split(b",")
        for end in ended:
            yield base64.b64decode(b"".join([*begun, end]))
            begun = []
        begun.append(rest)


def _program() -> Path:
    from pagefind_bin import get_executable  # noqa: PLC0415 - may be missing

    return Path(get_executable())


def _files(files: dict[str, bytes], facets: dict[str, Any], first: bool) -> dict[str, bytes]:
    """Those of an index that a search asks for, and what tells its documents apart."""
    languages = msgspec.json.decode(files["pagefind-entry.json"])["languages"]
    wanted = ["fragment/", "index/", "pagefind-entry.json", *(f"pagefind.{of['hash']}." for of in languages.values())]
    if first:
        wanted += [
            "pagefind.js",
            "pagefind-worker.js",
            *(f"wasm.{of['wasm'] or 'unknown'}." for of in languages.values()),
        ]
    kept = {name: data for name, data in files.items() if name.startswith(tuple(wanted))}
    of = {_name(name): facets[_path(data)] for name, data in kept.items() if name.startswith("fragment/")}
    return kept | {FACETS: msgspec.json.encode(of, order="sorted")}


def _name(path: str) -> str:
    return path.removeprefix("fragment/").partition(".")[0]


def _path(data: bytes) -> str:
    """The path of the document that a fragment is of."""
    return str(msgspec.json.decode(zlib.decompress(data, _GZIP).removeprefix(_SIGNATURE))["url"])


def _failed(said: str) -> PageProblem:
    return PageProblem(f"the texts could not be indexed: {said}", "pagefind", "see what it says, or build without it")
