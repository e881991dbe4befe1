"""Bytes to clean text: decoding, line ends and control characters, with a named error for all that is no text."""

from __future__ import annotations

import codecs
import hashlib
import re
import stat
from pathlib import Path

from ld_export.errors import UnreadableDocument
from ld_export.model import SourceText

DEFAULT_LIMIT = 16 * 1024 * 1024

# Longest first: the mark of UTF-16 (little-endian) is a prefix of that of UTF-32.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LINE_END = re.compile("\r\n|[\r\u0085\u2028\u2029\v\f]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffd\ufffe\uffff]")


def read_source(path: Path, limit: int = DEFAULT_LIMIT) -> SourceText:
    """The clean text of a file of at most `limit` bytes.

    Raises `UnreadableDocument` for one that is larger, empty, in no Unicode encoding, or that holds control
    characters or U+FFFD (a sign that an earlier conversion lost letters), and for a pipe or a device, which has
    no size to judge by.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocument("is no file", path.name, "put the document's text into a file")
        if status.st_size > limit:
            raise UnreadableDocument(
                f"{status.st_size} bytes, and the limit is {limit}",
                path.name,
                "split it, or raise size_limit in ld-export.toml",
            )
        return clean(path.read_bytes(), path.name)
    except OSError as error:
        raise UnreadableDocument(f"cannot be read: {error.strerror}", path.name, "check the file") from None


def clean(raw: bytes, name: str) -> SourceText:
    """The clean text of some bytes; `name` is for messages. See `read_source`."""
    text = _LINE_END.sub("\n", _decode(raw, name))
    bad = _FORBIDDEN.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        raise UnreadableDocument(
            f"the character U+{ord(bad.group()):04X} has no place in a text",
            f"{name}:{line}",
            "an earlier conversion lost a letter: fetch it again" if bad.group() == "\ufffd" else "remove it",
        )
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    if not text:
        raise UnreadableDocument("empty", name, "put the document's text into it, or remove the file")
    return SourceText(name=name, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())


def _decode(raw: bytes, name: str) -> str:
    encoding = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        # The codec's own copy: its offsets leave out a byte order mark.
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UnreadableDocument(
            f"byte {error.object[error.start]:#04x} is not {encoding.removesuffix('-sig')}",
            f"{name}:{line}",
            "save it as UTF-8 (for a Windows or Latin-1 file: iconv -f WINDOWS-1252 -t UTF-8)",
        ) from None
