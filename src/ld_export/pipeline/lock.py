"""The lock of a published folder: one build at a time, and none that outlives its process."""

from __future__ import annotations

import fcntl
import os
import socket
import time
from pathlib import Path
from typing import IO

from ld_export.errors import BuildLocked

_PATIENCE, _OFTEN = 11, 0.1  # tries to take the lock, and seconds between them


def locked(path: Path) -> IO[str]:
    """The lock file, held; the system lets go of it when the process ends, however it ends."""
    handle = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666), "r+", encoding="utf-8")
    try:
        _wait_for(handle)
        handle.truncate()
        handle.write(f"process {os.getpid()} on {socket.gethostname()}\n")
        handle.flush()
    except BlockingIOError:
        holder = handle.read().strip() or "another process"
        handle.close()
        raise BuildLocked(f"another build is writing here: {holder}", str(path), "wait for it to end") from None
    except BaseException:
        handle.close()
        raise
    return handle


def _wait_for(handle: IO[str]) -> None:
    """Take the lock; a build that has been killed holds it until its copies have seen that it is gone."""
    for patience in reversed(range(_PATIENCE)):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not patience:
                raise
            time.sleep(_OFTEN)
        else:
            return


def release(lock: IO[str]) -> None:
    """Let go of a lock, even if processes that were forked meanwhile have inherited its handle."""
    fcntl.flock(lock, fcntl.LOCK_UN)
    lock.close()
