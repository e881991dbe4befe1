"""Compiled templates, kept for later runs: in a rebuild, compiling them takes longer than filling them in."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pickle import UnpicklingError

import jinja2
from jinja2.bccache import Bucket

from ld_export.resources import code_digest


class _Remembered(jinja2.BytecodeCache):
    """Compiled templates in memory, and beside them, perhaps, in files."""

    def __init__(self, files: jinja2.BytecodeCache | None) -> None:
        self._known: dict[str, bytes] = {}
        self._files = files

    def load_bytecode(self, bucket: Bucket) -> None:
        """See Jinja."""
        if known := self._known.get(bucket.key):
            bucket.bytecode_from_string(known)
        elif self._files:
            with suppress(OSError, EOFError, UnpicklingError):  # a file that was cut short is made again
                self._files.load_bytecode(bucket)
            if bucket.code:
                self._known[bucket.key] = bucket.bytecode_to_string()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """See Jinja."""
        self._known[bucket.key] = bucket.bytecode_to_string()
        if self._files:
            with suppress(OSError):  # a full disk costs the next run some time, and nothing else
                self._files.dump_bytecode(bucket)


@cache
def compiled(what: str) -> jinja2.BytecodeCache:
    """Where environments keep their templates; `what` names all that they are compiled of beside their own text.

    The files lie in a folder that Jinja makes in the one for temporary files, and which only its user can write to, or
    else there are none: whoever could write there would have this user run what they like. They hold nothing but the
    templates of the toolkit and of themes. Another version of the code, with other options perhaps, keeps its own.
    """
    return _Remembered(_files(what))


def _files(what: str) -> jinja2.BytecodeCache | None:
    if os.name == "nt":  # where Jinja would take the folder for temporary files as it is
        return None
    try:
        pattern = f"ld-export-{code_digest()[:16]}-{version('jinja2')}-{what}-%s"
        return jinja2.FileSystemBytecodeCache(pattern=pattern)
    except (OSError, RuntimeError):  # no such folder, or somebody else's
        return None
