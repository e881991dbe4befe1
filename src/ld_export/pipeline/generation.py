"""Publishing without a half-way state: a generation is written aside, then one symlink is swapped.

Beside the published folder `public` lies `.public/`, which holds the generations, the lock and nothing else.
`public` is a symlink to the `site` folder of one generation. A build that dies leaves the link as it was; the next
one clears what is left over. The generation before the current one stays, for readers who have just come from it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO

from ld_export.errors import BuildLocked, OutputProblem

SITE = "site"
MANIFEST = "manifest.sha256"
_STAGING = "staging-"
_GENERATION = "generation-"


class Output:
    """The published folder of one build, held under a lock for as long as the build lasts (a context manager)."""

    def __init__(self, public: Path) -> None:
        self.public = public.absolute()
        self.home = self.public.with_name("." + self.public.name)
        self._lock: IO[str] | None = None

    def __enter__(self) -> Output:
        self._refuse_foreign()
        self.home.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self.home / "lock")
        for leftover in self.home.glob(_STAGING + "*"):
            shutil.rmtree(leftover)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._lock:
            self._lock.close()

    def current(self) -> Path | None:
        """The generation that is published, if there is one and it is ours."""
        if not self.public.is_symlink():
            return None
        generation = (self.public.parent / self.public.readlink()).parent
        return generation if generation.parent == self.home and generation.is_dir() else None

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A new folder to write a generation into; removed again if the build fails."""
        folder = self.home / f"{_STAGING}{os.getpid()}"
        folder.mkdir()
        (folder / SITE).mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def publish(self, staging: Path, sums: Mapping[str, str]) -> Path:
        """Make a staged generation the published one. `sums` are the SHA-256 of every file of the site."""
        manifest = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
        (staging / MANIFEST).write_text(manifest, encoding="utf-8")
        target = self.home / (_GENERATION + hashlib.sha256(manifest.encode()).hexdigest()[:16])
        previous = self.current()
        _flush(staging)
        if target.exists() and target != previous:
            shutil.rmtree(target)
        if target == previous:  # the same bytes: only what is kept beside the site is new
            _replace_beside(staging, target)
        else:
            staging.rename(target)
            self._swap(target)
        self._clear_but(target, previous)
        return target

    def _swap(self, target: Path) -> None:
        link = self.home / "link"
        link.unlink(missing_ok=True)
        link.symlink_to(Path(self.home.name) / target.name / SITE)
        link.replace(self.public)
        _flush(self.public.parent)

    def _clear_but(self, *kept: Path | None) -> None:
        for generation in self.home.glob(_GENERATION + "*"):
            if generation not in kept:
                shutil.rmtree(generation, ignore_errors=True)

    def _refuse_foreign(self) -> None:
        """Raise where the place is taken by something that no build of ours made."""
        if self.home.is_symlink():
            raise OutputProblem(f"{self.home} is a symlink", remedy="remove it: builds write only into folders")
        if self.public.is_symlink():
            target = self.public.readlink()
            if target.is_absolute() or target.parts[:1] != (self.home.name,) or ".." in target.parts:
                raise OutputProblem(
                    f"{self.public} is a symlink to {target}, which no build made", remedy="remove it, or use --out"
                )
        elif self.public.exists():
            raise OutputProblem(
                f"{self.public} exists and is no publication of ld-export", remedy="move it away, or use --out"
            )


def _replace_beside(staging: Path, target: Path) -> None:
    for item in staging.iterdir():
        if item.name != SITE:
            if (target / item.name).is_dir():
                shutil.rmtree(target / item.name)
            item.replace(target / item.name)


def _locked(path: Path) -> IO[str]:
    """The lock file, held; the system lets go of it when the process ends, however it ends."""
    handle = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.seek(0)
        holder = handle.read().strip() or "another process"
        handle.close()
        raise BuildLocked(f"another build is writing here: {holder}", str(path), "wait for it to end") from None
    handle.seek(0)
    handle.truncate()
    handle.write(f"process {os.getpid()} on {socket.gethostname()}\n")
    handle.flush()
    return handle


def _flush(folder: Path) -> None:
    """Have everything that was written reach the disk before anything points to it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    os.sync()


def read_manifest(generation: Path) -> dict[str, str]:
    """File names of a generation's site to their SHA-256."""
    lines = (generation / MANIFEST).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


@contextmanager
def io_errors_named() -> Iterator[None]:
    """Turn an error of the operating system into one with a remedy."""
    try:
        yield
    except OSError as error:
        place = str(error.filename or "")
        reason = error.strerror or str(error)
        raise OutputProblem(reason, place, "nothing was published; free space or mend permissions") from error
