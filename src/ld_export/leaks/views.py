"""All that some bytes may say: decompressed, decoded and unescaped, one within the other."""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

_DEPTH = 4
_MOST = 64 * 1024 * 1024
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*")
_URL_ALPHABET = bytes.maketrans(b"-_", b"+/")
_ZLIB_HEADS = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
# Of letters and spaces in UTF-16 every other byte is one that no text in another encoding has.
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")


class View(NamedTuple):
    """One reading of some bytes, and the way to it (`gzip, utf-8, entities`)."""

    way: tuple[str, ...]
    text: str


def views(data: bytes) -> Iterator[View]:
    """Every reading of some bytes; most are nonsense, and each is given once."""
    # By hash, since all readings together are large; and by length, since a text in UTF-16 has the hash of its bytes.
    seen: set[tuple[int, int]] = set()
    for way, inner in contents(data):
        for encoding, text in _decodings(inner):
            for view in unescaped(View((*way, encoding), text)):
                if (known := (len(view.text), hash(view.text))) not in seen:
                    seen.add(known)
                    yield view


def _decodings(data: bytes) -> Iterator[tuple[str, str]]:
    """What some bytes say in each encoding that they may be in."""
    try:
        yield "utf-8", data.decode()
    except UnicodeDecodeError:
        yield "utf-8", data.decode("utf-8", "replace")
        yield "latin-1", data.decode("latin-1")
    if _NO_TEXT.search(data):
        for encoding in ("utf-16-le", "utf-16-be"):
            for offset in (0, 1):
                yield encoding, data[offset:].decode(encoding, "replace")


def contents(data: bytes, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], bytes]]:
    """Some bytes and all that is packed into them, with how."""
    yield way, data
    if len(way) == _DEPTH:
        return
    for how, inner in (*_inflated(data), *_unzipped(data), *_from_base64(data)):
        yield from contents(inner, (*way, how))


def _inflated(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What every stream of gzip or zlib holds, wherever it begins."""
    for head in _ZLIB_HEADS.finditer(data):
        rest, parts = data[head.start() :], []
        while rest and _ZLIB_HEADS.match(rest):
            stream = zlib.decompressobj(zlib.MAX_WBITS | 32)
            try:
                parts.append(stream.decompress(rest, _MOST))
            except zlib.error:
                break
            rest = stream.unused_data
        if inner := b"".join(parts):
            yield "deflated", inner


def _unzipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    if b"PK\x03\x04" not in data:
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield "zip", name.encode()
                yield "zip", archive.read(name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error):
        # It only looks like an archive, or is broken, encrypted or of an unknown method: what of it can be read is read
        # as plain bytes and as streams, which need no directory.
        return


def _from_base64(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What runs of base64 stand for, wherever in the run the encoded text begins."""
    runs = {re.sub(rb"[\r\n]", b"", run) for run in _BASE64.findall(data)}
    for offset in range(4):
        if inner := b"\n".join(_decoded(run[offset:]) for run in sorted(runs)):
            yield "base64", inner


def _decoded(run: bytes) -> bytes:
    run = run.translate(_URL_ALPHABET)
    try:
        return base64.b64decode(run[: len(run) // 4 * 4] + (run[len(run) // 4 * 4 :] + b"===")[:4], validate=False)
    except (binascii.Error, ValueError):
        return base64.b64decode(run[: len(run) // 4 * 4])


# -- text --------------------------------------------------------------------------------------------------------------


def unescaped(view: View) -> Iterator[View]:
    """A reading, and all that it says once escapes of some kinds are undone, in any order."""
    texts = [view]
    yield view
    for _ in range(2):
        for how, undo in _ESCAPES.items():
            for known in list(texts):
                text = undo(known.text)
                if text != known.text and all(text != one.text for one in texts):
                    texts.append(View((*known.way, how), text))
                    yield texts[-1]


_HEX = "[0-9A-Fa-f]"
_ESCAPED = re.compile(rf"\\u\{{({_HEX}{{1,6}})\}}|\\u({_HEX}{{4}})|\\U({_HEX}{{8}})")
_BYTES = {sign: re.compile(rf"(?:{re.escape(sign)}{_HEX}{{2}})+") for sign in ("%", "\\x", "=")}


def code_points(text: str) -> str:
    r"""Undo `\u00c5`, `\u{c5}` and `\U000000c5`, surrogates in pairs."""
    if "\\" not in text:
        return text
    plain = _ESCAPED.sub(lambda found: _character(int(found[1] or found[2] or found[3], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(code: int) -> str:
    return chr(code) if code < 0x110000 else "\ufffd"


def _bytes_of(sign: str) -> Callable[[str], str]:
    r"""Undo `%C3%85`, `\xc3\x85` or `=C3=85`."""

    def undo(text: str) -> str:
        if sign not in text:
            return text
        return _BYTES[sign].sub(lambda run: _read(bytes.fromhex(run.group().replace(sign, ""))), text)

    return undo


def _read(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


percent = _bytes_of("%")


def entities(text: str) -> str:
    """Undo `&Aring;`, `&#197;` and `&#xC5;`."""
    return html.unescape(text) if "&" in text else text


def _without_markup(text: str) -> str:
    return re.sub("<[^<>]{0,2000}>", "", text) if "<" in text else text


_ESCAPES: dict[str, Callable[[str], str]] = {
    "percent": percent,
    "code points": code_points,
    "bytes": _bytes_of("\\x"),
    "quoted printable": _bytes_of("="),
    "entities": entities,
    "without markup": _without_markup,
}
