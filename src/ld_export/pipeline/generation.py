"""Publishing without a half-way state: a generation is written aside, then one symlink is swapped.

Beside the published folder `public` lies `.public/`, which holds the generations, the lock and nothing else.
`public` is a symlink to the `site` folder of one generation. A build that dies leaves the link as it was; the next
one clears what is left over. The generation before the current one stays, for readers who have just come from it.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import IO

from ld_export.errors import OutputProblem
from ld_export.pipeline.lock import locked, release

SITE = "site"
MANIFEST = "manifest.sha256"
STAGING = "staging-"
_GENERATION = "generation-"
_DISCARDED = "discarded"
# A failed build may be kept (by whoever keeps its traceback) with its store open, and a store is locked by its path.
_numbers = count(1)


class Output:
    """The published folder of one build, held under a lock for as long as the build lasts (a context manager)."""

    def __init__(self, public: Path) -> None:
        self.public = public.absolute()
        if self.public.name in ("", ".."):
            raise OutputProblem(f"{public} is no place for a site", remedy="name a folder that the build may make")
        self.home = self.public.with_name("." + self.public.name)
        self._lock: IO[str] | None = None
        self._clearing: Thread | None = None
        self._forgetful = False

    def __enter__(self) -> Output:
        self._refuse_foreign()
        self.home.mkdir(parents=True, exist_ok=True)
        self._lock = locked(self.home / "lock")
        try:
            for leftover in self.home.glob(STAGING + "*"):
                shutil.rmtree(leftover)
        except BaseException:
            release(self._lock)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._lock:
            release(self._lock)

    def current(self) -> Path | None:
        """The generation that is published, if there is one and it is ours."""
        if not self.public.is_symlink():
            return None
        generation = (self.public.parent / self.public.readlink()).parent
        return generation if generation.parent == self.home and generation.is_dir() else None

    def forget(self) -> None:
        """Keep no generation but the one that is published, from now on: somebody is withheld.

        Raises `OutputProblem` where an older one cannot be removed.
        """
        self._forgetful = True
        self._clear_but(self.current())

    @contextmanager
    def staging(self, discard: Collection[str] = ()) -> Iterator[Path]:
        """A folder to write a generation into; removed again if the build fails.

        Where there is a generation older than the current one, its folder is used again: it holds that generation's
        site (but for what lies in the folders to `discard`) and manifest, and most of its files are the same again.
        Raises `OutputProblem` where someone else has changed the current generation, which the new one copies from.
        """
        if generation := self.current():
            self._refuse_changed(generation)
        folder = self.home / f"{STAGING}{os.getpid()}-{next(_numbers)}"
        try:
            if not self._recycle(folder, discard):
                (folder / SITE).mkdir(parents=True)
            yield folder
        finally:
            self._clear()
            shutil.rmtree(folder, ignore_errors=True)

    def _recycle(self, folder: Path, discard: Collection[str]) -> bool:
        """Make an old generation the folder to stage in; false where there is none, or where someone changed it."""
        current = self.current()
        old = next((one for one in sorted(self.home.glob(_GENERATION + "*")) if one != current), None)
        if current is None or old is None or _tampered(old):
            return False
        old.rename(folder)
        aside = folder / _DISCARDED
        aside.mkdir()
        unwanted = [entry for entry in folder.iterdir() if entry.name not in (SITE, MANIFEST, _DISCARDED)]
        for entry in [*unwanted, *(folder / SITE / name for name in discard)]:
            if entry.exists():
                entry.rename(aside / entry.name)
        # It takes the system a while to let go of large files, and nobody has to wait for that.
        self._clearing = Thread(target=shutil.rmtree, args=(aside,), kwargs={"ignore_errors": True})
        self._clearing.start()
        return True

    def _clear(self) -> None:
        """Wait until what was discarded is gone."""
        if self._clearing:
            self._clearing.join()
            self._clearing = None

    def publish(self, staging: Path, sums: Mapping[str, str]) -> Path:
        """Make a staged generation the published one. `sums` are the SHA-256 of every file of the site."""
        self._clear()
        manifest = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
        (staging / MANIFEST).write_text(manifest, encoding="utf-8")
        previous = self.current()
        target = self._free_place(hashlib.sha256(manifest.encode()).hexdigest()[:16])
        _flush(staging)
        staging.rename(target)
        self._swap(target)
        self._clear_but(target, None if self._forgetful else previous)
        return target

    def _free_place(self, name: str) -> Path:
        """Where a generation may lie. The current one is never touched, not even where the new has the same bytes."""
        place = self.home / (_GENERATION + name)
        if place == self.current():
            place = self.home / f"{_GENERATION}{name}-again"
        if place.exists():  # of an earlier publication, or left by a build that was killed
            shutil.rmtree(place)
        return place

    def _swap(self, target: Path) -> None:
        link = self.home / "link"
        link.unlink(missing_ok=True)
        link.symlink_to(Path(self.home.name) / target.name / SITE)
        with _opened(self.home) as home, _opened(self.public.parent) as parent:
            os.fsync(home)  # the generation's name is on the disk before anything points to it
            link.replace(self.public)
            try:
                os.fsync(parent)
            except OSError as error:
                raise OutputProblem(
                    f"the new site is in place, but the disk did not confirm it: {error.strerror}",
                    str(self.public),
                    "check the disk, and build again",
                ) from error

    def _clear_but(self, *kept: Path | None) -> None:
        for generation in self.home.glob(_GENERATION + "*"):
            if generation not in kept:
                shutil.rmtree(generation, ignore_errors=True)
            if generation not in kept and self._forgetful and generation.exists():
                raise OutputProblem("cannot be removed whole, and may name a withheld person", str(generation), _REMOVE)

    def _refuse_foreign(self) -> None:
        """Raise where the place is taken by something that no build of ours made."""
        for folder in (self.home, *self.home.glob(_GENERATION + "*"), *self.home.glob(STAGING + "*")):
            if folder.is_symlink():
                raise OutputProblem(f"{folder} is a symlink", remedy="remove it: builds write only into folders")
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

    def _refuse_changed(self, generation: Path) -> None:
        """Raise where a site is not as its build left it: what was planted in it would be published as our own."""
        for name in _tampered(generation):
            raise OutputProblem(
                f"{name} is not as the last build left it",
                str(generation),
                f"find out who changed it, remove {self.public}, and build again",
            )


_REMOVE = "remove it by hand"
_NO_FILE = " (a link or a device)"


def _tampered(generation: Path) -> list[str]:
    """The files of a generation's site that came or went since it was built, sorted."""
    site = generation / SITE
    found = _files(site) if site.is_dir() and not site.is_symlink() else []
    changed = read_manifest(generation).keys() ^ set(found)
    strange = [name for name in _files(generation, but=f"{SITE}/") if name.endswith(_NO_FILE)]
    return sorted([*(f"{SITE}/{name}" for name in changed), *strange])


def _files(folder: Path, but: str = "") -> list[str]:
    """The paths of all files below a folder, but for those in one; those of links, pipes and devices are marked."""
    found, folders = [], [""]
    while folders:
        above = folders.pop()
        with os.scandir(folder / above) as entries:
            for entry in entries:
                name = above + entry.name
                if entry.is_file(follow_symlinks=False):
                    found.append(name)
                elif not entry.is_dir(follow_symlinks=False):
                    found.append(name + _NO_FILE)
                elif (inner := f"{name}/") != but:
                    folders.append(inner)
    return found


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def _flush(folder: Path) -> None:
    """Have everything that was written reach the disk before anything points to it."""
    with _opened(folder) as handle:
        _flush_file_system(handle)
        os.fsync(handle)


def _flush_file_system(handle: int) -> None:
    """Write out the file system that holds an open folder.

    Where there is syncfs (Linux), a disk that failed is an `OSError`; os.sync would keep it to itself.
    """
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        os.sync()
    elif syncfs(handle):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def read_manifest(generation: Path) -> Mapping[str, str]:
    """File names of a generation's site to their SHA-256; none where the manifest was lost."""
    try:
        path = generation / MANIFEST
        status = path.stat()
        return _manifest(path, status.st_ino, status.st_mtime_ns)
    except FileNotFoundError:
        return {}


# Asked for three times in a build. A manifest is written once, and never changed in place.
@lru_cache(maxsize=4)
def _manifest(path: Path, _inode: int, _changed: int) -> Mapping[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


_REMEDIES = dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "free space, or raise the quota")
_REMEDIES |= dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "mend permissions")
_REMEDIES |= dict.fromkeys((errno.EMFILE, errno.ENFILE), "raise the limit of open files (ulimit -n)")
_REMEDIES |= {errno.EIO: "check the disk", errno.ENOENT: "put it there", errno.ELOOP: "remove the symlink"}


@contextmanager
def io_errors_named() -> Iterator[None]:
    """Turn an error of the operating system into one with a remedy, on one line."""
    try:
        yield
    except OSError as error:
        place = str(error.filename or "")
        reason = " ".join((error.strerror or str(error)).split())
        remedy = _REMEDIES.get(error.errno or 0, "free space or mend permissions")
        raise OutputProblem(reason, place, f"nothing was published; {remedy}") from error
