"""Publishing under test: what is served, what a clean build would serve, and builds in processes that come to harm."""

from __future__ import annotations

import ctypes
import hashlib
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from ld_export.pipeline.build import build

Prepare = Callable[[], None]
"""What a child process does to itself before it builds; picklable."""

# A server process that has loaded the package once, and forks a child for every command: no start-up to wait for.
_PROCESSES = get_context("forkserver")
_PROCESSES.set_forkserver_preload(["ld_export.cli", "ld_export.pipeline.build"])
_PATIENCE = 60


# -- what is served ----------------------------------------------------------------------------------------------------


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path there; nothing where the folder is missing. Links are passed over."""
    paths = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if _is_file(path)}


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def tree_hash(folder: Path) -> str:
    """One hash of the names and the bytes of every file below a folder."""
    total = hashlib.sha256()
    for name, content in sorted(files_of(folder).items()):
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def served(public: Path) -> dict[str, bytes]:
    """What readers get: all files of the site, each checked against the manifest and the checksums of the dumps."""
    site = files_of(public)
    generation = public.resolve().parent
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in site.items()}
    assert sums == _sums((generation / "manifest.sha256").read_text(encoding="utf-8"))
    dumps = {
        name.removeprefix("dumps/"): digest
        for name, digest in sums.items()
        if name.startswith("dumps/") and not name.endswith(("SHA256SUMS", ".html"))
    }
    assert dumps == _sums(site["dumps/SHA256SUMS"].decode())
    return site


def _sums(listing: str) -> dict[str, str]:
    return {name: digest for digest, name in (line.split("  ", 1) for line in listing.splitlines())}


def clean_site(publication: Path, scratch: Path) -> dict[str, bytes]:
    """What a build from nothing serves of a publication as it is now, registry included."""
    copy = shutil.copytree(publication, scratch / "clean", ignore=shutil.ignore_patterns("public", ".public"))
    build(copy)
    site = served(copy / "public")
    shutil.rmtree(copy)
    return site


def copied(publication: Path, target: Path) -> Path:
    """A publication and its site, as a tree of its own."""
    return Path(shutil.copytree(publication, target, symlinks=True))


def persons(publication: Path) -> bytes:
    """The registry's persons."""
    return (publication / "entities" / "persons.csv").read_bytes()


def statements(site: Mapping[str, bytes]) -> set[str]:
    """The statements of a site, each a line of its canonical dump."""
    return set(site["dumps/dataset.nq"].decode().splitlines())


def iris(site: Mapping[str, bytes]) -> set[str]:
    """Every IRI that occurs in a site's data."""
    quads = ox.parse(site["dumps/dataset.nq"], format=ox.RdfFormat.N_QUADS)
    terms = (term for quad in quads for term in (quad.subject, quad.predicate, quad.object, quad.graph_name))
    return {term.value for term in terms if isinstance(term, ox.NamedNode)}


# -- builds in processes of their own ----------------------------------------------------------------------------------


class Outcome(NamedTuple):
    """How a command ended: its exit code (minus the signal that killed it) and what it printed."""

    code: int
    printed: str


def command(*arguments: str | Path, prepare: Prepare | None = None, folder: Path) -> Outcome:
    """Run the command line in a process of its own that is prepared first; `folder` is for what it prints."""
    return in_process(partial(run_command, *arguments, prepare=prepare), folder)


def in_process(job: Callable[[], None], folder: Path) -> Outcome:
    """Run a picklable function in a process of its own; `folder` is for what it prints."""
    printed = folder / "printed.txt"
    process = _PROCESSES.Process(target=_with_output, args=(printed, job))
    process.start()
    process.join(_PATIENCE)
    code = process.exitcode
    if code is None:
        process.kill()
        process.join()
    process.close()
    assert code is not None, f"still running after {_PATIENCE} s: {job}"
    return Outcome(code, printed.read_text(encoding="utf-8"))


def _with_output(printed: Path, job: Callable[[], None]) -> None:
    out = os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    job()


def run_command(*arguments: str | Path, prepare: Prepare | None = None) -> None:
    """Run the command line in this process, prepared first; ends in `SystemExit` if anything was wrong."""
    from ld_export.cli import main  # noqa: PLC0415 - loaded before the process was forked

    sys.argv = ["ld-export", *map(str, arguments)]
    if prepare:
        prepare()
    main()


class Held(NamedTuple):
    """A build in another process that has begun and waits: `pid` is its process."""

    pid: int
    go_on: Callable[[], int | None]
    kill: Callable[[], int | None]


def held_build(publication: Path, out: Path) -> Held:
    """A build that stops while it holds the lock, until it is told to go on or is killed. Both give its exit code."""
    ours, theirs = _PROCESSES.Pipe()
    process = _PROCESSES.Process(target=_build_and_wait, args=(publication, out, theirs))
    process.start()
    assert ours.poll(_PATIENCE)
    assert ours.recv() == "held"
    pid = process.pid
    assert pid is not None

    def end(how: Callable[[], None]) -> int | None:
        how()
        process.join(_PATIENCE)
        code = process.exitcode
        process.close()
        ours.close()
        theirs.close()
        return code

    return Held(pid, partial(end, partial(ours.send, "go on")), partial(end, process.kill))


def _build_and_wait(publication: Path, out: Path, pipe: Connection) -> None:
    waited: list[str] = []

    def wait(*_: object) -> None:
        if not waited:
            pipe.send("held")
            waited.append(pipe.recv())

    build(publication, out, progress=wait)


# -- harm --------------------------------------------------------------------------------------------------------------

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = frozenset({"os.rename", "os.link", "os.symlink", "os.mkdir", "os.remove", "os.rmdir", "os.truncate"})
_TEMPLATES = "_jinja2-cache-"
"""Part of the name of the folder that keeps compiled templates: they are nothing of a publication."""


def _on_write(act: Callable[[int, str], None]) -> None:
    """Have `act` called with a number (from 1) and a description before everything that changes the file system."""
    done = 0
    tempfile.gettempdir()  # which writes files here and there until it can, and does so once

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal done
        writes = event in _CHANGES or (event == "open" and int(str(arguments[2])) & _WRITING)
        if writes and _TEMPLATES not in str(arguments[0]):
            done += 1
            act(done, f"{event} {' '.join(map(str, arguments))}")

    sys.addaudithook(hook)


def log_writes(log: Path) -> None:
    """Write a line for everything that changes the file system."""
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

    def write(_: int, what: str) -> None:
        os.write(handle, f"{what}\n".encode())

    _on_write(write)


def kill_before(moment: int) -> None:
    """Die, as by kill -9, before one change of the file system and so after all those before it."""
    _on_write(lambda number, _: os.kill(os.getpid(), signal.SIGKILL) if number == moment else None)


def kill_after(seconds: float) -> None:
    """Die at once after some time, whatever is running then, be it no Python: the alarm has no handler."""
    signal.setitimer(signal.ITIMER_REAL, seconds)


def fail_at(moment: int, code: int) -> None:
    """Have one change of the file system fail with an error."""

    def fail(number: int, what: str) -> None:
        if number == moment:
            raise OSError(code, os.strerror(code), what.split(" ")[1])

    _on_write(fail)


def limit(kind: int, value: int) -> None:
    """Set a limit of the process (see `resource`)."""
    resource.setrlimit(kind, (value, value))


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


def obey_modes() -> None:
    """Give up what lets root pass over the modes of files (capset(2) with nothing in it); others obey them anyway."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        header, nothing = _CapabilityHeader(0x20080522, 0), (ctypes.c_uint32 * 6)()
        if libc.capset(ctypes.byref(header), ctypes.byref(nothing)):
            raise OSError(ctypes.get_errno(), "capset")


_NEW_MOUNTS, _NEW_USERS = 0x00020000, 0x10000000
_REMOUNT, _PRIVATE, _ALL_BELOW = 0x20, 0x40000, 0x4000


class NoMounts(Exception):
    """This machine lets nobody mount a small disk."""


def mount_disk(folder: Path) -> None:
    """Put a new file system in memory on a folder, seen by this process alone; raises `NoMounts`."""
    user = os.geteuid()
    _system("unshare", _NEW_MOUNTS if user == 0 else _NEW_MOUNTS | _NEW_USERS)
    if user:
        Path("/proc/self/uid_map").write_text(f"0 {user} 1", encoding="ascii")
    _system("mount", b"none", b"/", None, _PRIVATE | _ALL_BELOW, None)
    _system("mount", b"tmpfs", os.fsencode(folder), b"tmpfs", 0, None)


def leave_free(folder: Path, size: int) -> None:
    """Shrink or widen a disk of `mount_disk` until some bytes are free."""
    disk = os.statvfs(folder)
    used = (disk.f_blocks - disk.f_bfree) * disk.f_frsize
    _system("mount", b"tmpfs", os.fsencode(folder), b"tmpfs", _REMOUNT, f"size={used + size}".encode())


def _system(name: str, *arguments: object) -> None:
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments):
        raise NoMounts(f"{name}: {os.strerror(ctypes.get_errno())}")
