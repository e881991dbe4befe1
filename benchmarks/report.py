"""Figures as tables, with the machine and the versions that they were measured on."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

_LIBRARIES = ("pyoxigraph", "shacl", "rdflib", "pyshacl", "jinja2", "msgspec")

_HEAD = """\
# Benchmarks

Written by `make bench`; do not edit. Documents are invented (`benchmarks/generate.py`): declarations of 28 signatories
and five paragraphs in the layout of pace.coe.int, one in twenty a motion, one in twenty in two languages. Every figure
is measured in fresh processes tied to the cores that it states. Compare ratios: both sides of each were measured
in the same run; sections may be of different runs. Times are of the clock unless they say processor; short ones are the
median of three.
"""


class Figure(NamedTuple):
    """One line: what, how much, and where there is one the target and whether it was met."""

    name: str
    value: str
    target: str = ""
    met: bool | None = None


class Section(NamedTuple):
    """The figures of one benchmark."""

    name: str
    about: str
    figures: Sequence[Figure]


def at_least(name: str, value: float, target: float, unit: str = " times") -> Figure:
    """A figure that should be high."""
    return Figure(name, f"{value:.1f}{unit}", f"at least {target:g}{unit}", value >= target)


def at_most(name: str, value: float, target: float, unit: str = " times", digits: int = 2) -> Figure:
    """A figure that should be low."""
    return Figure(name, f"{value:.{digits}f}{unit}", f"at most {target:g}{unit}", value <= target)


def seconds(name: str, value: float) -> Figure:
    """A time."""
    return Figure(name, f"{value:.3f} s" if value < 1 else f"{value:.1f} s")


def mebibytes(name: str, value: float) -> Figure:
    """An amount of memory."""
    return Figure(name, f"{value:.0f} MiB")


def shown(section: Section) -> str:
    """A section as Markdown."""
    rows = [("measured", "result", "target"), ("---", "---:", "---")]
    rows += [(figure.name, figure.value, _target(figure)) for figure in section.figures]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"## {section.name}\n\n{' '.join(section.about.split())}\n\n{table}\n"


def _target(figure: Figure) -> str:
    if figure.met is None:
        return figure.target
    return f"{figure.target}: {'met' if figure.met else '**missed**'}"


def report(sections: Sequence[Section]) -> str:
    """The whole page."""
    machine = "\n".join(f"| {name} | {value} |" for name, value in _machine())
    parts = [_HEAD, f"| machine | |\n| --- | --- |\n{machine}\n", *(shown(section) for section in sections)]
    return "\n".join(parts)


def replaced(page: str, section: Section) -> str:
    """The page with one section measured anew; all its figures are of one run, and those of others of theirs."""
    head, *parts = page.split("\n## ")
    bodies = {part.partition("\n")[0]: part for part in parts}
    bodies[section.name] = shown(section).removeprefix("## ").rstrip("\n") + "\n"
    return "\n## ".join([head, *bodies.values()])


def _machine() -> Iterator[tuple[str, str]]:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    yield "date", datetime.now(UTC).date().isoformat()
    yield "processor", f"{_processor()}, {len(os.sched_getaffinity(0))} cores"
    yield "memory", f"{memory:.0f} GiB"
    yield "system", f"{platform.system()} {platform.machine()}"
    yield "Python", platform.python_version()
    yield from ((library, _version(library)) for library in _LIBRARIES)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"
