"""Indexes by pagefind, whose program is asked over its standard input: messages of JSON in base64, each with a comma.

Its own Python interface waits a tenth of a second for each document. No filters are given to it, which it would write
in an order of its own: what tells documents apart is put into a file beside each index.
"""

from __future__ import annotations

import base64
import subprocess
import zlib
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
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

    records: Sequence[Record]
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

    Raises `PageProblem` where pagefind fails.
    """
    requests = [request for number, bundle in enumerate(bundles) for request in _requests(number, bundle, language)]
    for answer in _answers(requests):
        if answer["type"] == "Error":
            raise _failed(str(answer.get("message")))
        if answer["type"] == "GetFiles":
            files = {file["path"]: base64.b64decode(file["content"]) for file in answer["files"]}
            bundle, *bundles = bundles
            yield _files(bundle, files)
    if bundles:
        raise _failed("it ended before it was done")


def _requests(number: int, bundle: Bundle, language: str) -> Iterator[dict[str, Any]]:
    # Indexes are numbered by pagefind as they are asked for, from nought.
    yield {"type": "NewIndex", "config": {"force_language": language}}
    for record in bundle.records:
        meta = {"title": record.title}
        about = {"url": record.path, "content": record.words, "language": language, "meta": meta}
        yield {"type": "AddRecord", "index_id": number, **about}
    yield {"type": "GetFiles", "index_id": number}
    yield {"type": "DeleteIndex", "index_id": number}


def _answers(requests: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What pagefind answers to each request, in their order."""
    asked = b"".join(
        base64.b64encode(msgspec.json.encode({"message_id": number, "payload": request})) + b","
        for number, request in enumerate(requests, start=1)
    )
    # Unbuffered: what could not be written to a program that died must not be tried again when the pipe is closed.
    command, pipe = [str(_program()), "--service"], subprocess.PIPE
    with subprocess.Popen(command, bufsize=0, stdin=pipe, stdout=pipe) as process:  # noqa: S603 - a package's program
        # It ends when its input does, whatever it has not answered yet; and it reads no more while nobody reads it.
        writing = Thread(target=_write, args=(process.stdin, asked))
        writing.start()
        try:
            # Not one message more than was asked for: it would wait for ever.
            for _, message in zip(requests, _messages(process.stdout), strict=False):
                yield msgspec.json.decode(message, type=_Message).payload
        finally:
            process.kill()
            writing.join()


def _write(pipe: Any, asked: bytes) -> None:
    try:
        for at in range(0, len(asked), _PART):
            pipe.write(asked[at : at + _PART])
    except BrokenPipeError:
        return  # it died, which whoever reads its answers finds out, and tells


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


def _files(bundle: Bundle, files: dict[str, bytes]) -> dict[str, bytes]:
    """Those of an index that a search asks for, and the facets of its documents."""
    languages = msgspec.json.decode(files["pagefind-entry.json"])["languages"]
    data = ("fragment/", "index/", "pagefind-entry.json", *(f"pagefind.{of['hash']}." for of in languages.values()))
    program = ("pagefind.js", "pagefind-worker.js", *(f"wasm.{of['wasm'] or 'unknown'}." for of in languages.values()))
    wanted = (*data, *program) if bundle.first else data
    kept = {name: data for name, data in files.items() if name.startswith(wanted)}
    facets = {record.path: record.facets for record in bundle.records}
    of = {_name(name): facets[_fragment(data)] for name, data in kept.items() if name.startswith("fragment/")}
    return kept | {FACETS: msgspec.json.encode(of, order="sorted")}


def _name(path: str) -> str:
    return path.removeprefix("fragment/").partition(".")[0]


def _fragment(data: bytes) -> str:
    """The path of the document that a fragment is of."""
    return str(msgspec.json.decode(zlib.decompress(data, _GZIP).removeprefix(_SIGNATURE))["url"])


def _failed(said: str) -> PageProblem:
    return PageProblem(f"the texts could not be indexed: {said}", "pagefind", "see what it says, or build without it")
