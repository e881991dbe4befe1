"""A file of the site as a response: whole or a part of it, compressed where it lies so, or "you have it"."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import IO, NamedTuple

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ld_export.serve.accept import reads_gzip
from ld_export.serve.published import Published

_CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_TWIN = ".gz"


class _Variant(NamedTuple):
    """One form of a file: the file that is read, and what is said of it."""

    file: str
    headers: Mapping[str, str]


def send(file: str, status: int, request: Request, published: Published, headers: Mapping[str, str]) -> Response:
    """A file of the site. Raises `FileNotFoundError` where a build has just removed its generation."""
    variant = _variant(file, request, published, headers)
    if status == HTTPStatus.OK and _has(request, variant.headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=variant.headers)
    path = published.path(variant.file)
    size = path.stat().st_size
    part = _part(request, variant, size) if status == HTTPStatus.OK else None
    if part == (0, 0):
        unsatisfied = {**variant.headers, "Content-Range": f"bytes */{size}"}
        return Response(status_code=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=unsatisfied)
    first, behind = part or (0, size)
    said = {**variant.headers, "Content-Length": str(behind - first), "Content-Type": _type(file, published)}
    if part:
        status, said["Content-Range"] = HTTPStatus.PARTIAL_CONTENT, f"bytes {first}-{behind - 1}/{size}"
    if request.method == "HEAD":
        return Response(status_code=status, headers=said)
    return _response(path, first, behind - first, status, said)


def _variant(file: str, request: Request, published: Published, headers: Mapping[str, str]) -> _Variant:
    """The file itself or, where there is one and the client can read it, its compressed twin."""
    twin = file + _TWIN
    if twin not in published.sums:
        return _Variant(file, {**headers, "ETag": _tag(file, published), "Accept-Ranges": "bytes"})
    vary = ", ".join(filter(None, (headers.get("Vary", ""), "Accept-Encoding")))
    chosen = twin if reads_gzip(request.headers.get("accept-encoding", "")) else file
    encoded = {"Content-Encoding": "gzip"} if chosen == twin else {}
    own = {"ETag": _tag(chosen, published), "Accept-Ranges": "bytes", "Vary": vary, **encoded}
    return _Variant(chosen, {**headers, **own})


def _tag(file: str, published: Published) -> str:
    return f'"{published.sums[file]}"'


def _type(file: str, published: Published) -> str:
    hosts, name = published.hosts, file.rpartition("/")[2]
    return hosts.names.get(name) or hosts.types.get(name.rpartition(".")[2], "application/octet-stream")


def _has(request: Request, tag: str) -> bool:
    """Whether the client says that it has the file."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return tag in known or "*" in known


def _part(request: Request, variant: _Variant, size: int) -> tuple[int, int] | None:
    """The bytes that are asked for, from one to before another; (0, 0) where there are none such, nothing for all.

    Of several ranges none is taken, which a server is free to do.
    """
    asked = _RANGE.fullmatch(request.headers.get("range", "").strip())
    condition = request.headers.get("if-range")
    if not asked or not any(asked.groups()) or (condition is not None and condition != variant.headers["ETag"]):
        return None
    first, last = asked.groups()
    if not first:
        return (max(0, size - int(last)), size) if int(last) and size else (0, 0)
    if last and int(last) < int(first):
        return None
    return (int(first), min(int(last or size) + 1, size)) if int(first) < size else (0, 0)


def _response(path: Path, first: int, length: int, status: int, headers: Mapping[str, str]) -> Response:
    """A response that reads from an open file, which stays the same whatever a build does meanwhile."""
    opened = path.open("rb")
    opened.seek(first)
    if length <= _CHUNK:
        with opened:
            return Response(opened.read(length), status, headers)
    return StreamingResponse(_chunks(opened, length), status, headers)


async def _chunks(opened: IO[bytes], length: int) -> AsyncIterator[bytes]:
    with opened:
        while length and (chunk := opened.read(min(_CHUNK, length))):
            length -= len(chunk)
            yield chunk
