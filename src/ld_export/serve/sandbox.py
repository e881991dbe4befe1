"""What a process that runs queries gives up before it reads the first one.

Its memory is limited, it writes no file, it ends with the server, and on Linux it can neither open a connection nor
start a program: the kernel refuses. Elsewhere the guard alone holds that back (see docs/serve.md).
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from typing import NamedTuple

_SET_PARENT_DEATH_SIGNAL, _SET_SECCOMP, _SET_NO_NEW_PRIVILEGES = 1, 22, 38
_FILTER_MODE = 2

# Classic BPF, which the kernel runs at every system call; see seccomp(2).
_LOAD_WORD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _MACHINE_AT = 0, 4
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NOT_PERMITTED = 1
_OTHER_TABLE = 0x40000000  # x86-64 knows a second table of calls from here on


class _Machine(NamedTuple):
    """A kind of machine: its number in the kernel, and those of the calls that are refused."""

    number: int
    calls: tuple[int, ...]


# socket, connect, bind, sendto, sendmsg, sendmmsg, execve, execveat, ptrace, io_uring_setup; fork and vfork where there
# are such.
_MACHINES = {
    "x86_64": _Machine(0xC000003E, (41, 42, 49, 44, 46, 307, 59, 322, 101, 425, 57, 58)),
    "aarch64": _Machine(0xC00000B7, (198, 203, 200, 206, 211, 269, 221, 281, 117, 425)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def is_sealed_here() -> bool:
    """Whether the kernel of this machine refuses connections to a process that asks for that."""
    return sys.platform == "linux" and platform.machine() in _MACHINES


def confine(memory: int) -> None:
    """Give up what a query needs not. `memory` is in bytes of address space. Raises `OSError` where that fails."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":  # others have the limit, and do not keep to it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        _ask_kernel(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if is_sealed_here():
        _seal(_MACHINES[platform.machine()])


def _seal(machine: _Machine) -> None:
    """Have the kernel refuse some calls from now on, to this thread and to all that it starts."""
    checks = [(_JUMP_IF_AT_LEAST, _OTHER_TABLE), *((_JUMP_IF_EQUAL, number) for number in machine.calls)]
    steps = [
        _step(_LOAD_WORD, _MACHINE_AT),
        _step(_JUMP_IF_EQUAL, machine.number, met=1),
        _step(_RETURN, _KILL),
        _step(_LOAD_WORD, _NUMBER_AT),
        *(_step(code, value, met=len(checks) - place) for place, (code, value) in enumerate(checks)),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _REFUSE | _NOT_PERMITTED),
    ]
    program = _Program(len(steps), b"".join(steps))
    _ask_kernel(_SET_NO_NEW_PRIVILEGES, 1)
    _ask_kernel(_SET_SECCOMP, _FILTER_MODE, ctypes.addressof(program))


def _step(code: int, value: int, *, met: int = 0) -> bytes:
    """One instruction; `met` is how many are passed over where its condition holds."""
    return struct.pack("HBBI", code, met, 0, value)


def _ask_kernel(what: int, *values: int) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    arguments = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    if library.prctl(what, *arguments):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
