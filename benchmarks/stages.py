"""What is measured: each stage is one piece of work of the toolkit, or its naive counterpart.

    python -m benchmarks.stages dumps PUBLICATION TARGET

runs one and prints what it measured inside this process as a line of JSON. Modules are loaded before a clock starts.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.bare import bare_pages
from ld_export.dumps import PublishedDumps
from ld_export.iris import Minter
from ld_export.pages import Renderer
from ld_export.pipeline.build import _Build
from ld_export.pipeline.forks import shared
from ld_export.pipeline.generation import SITE, Output
from ld_export.pipeline.index import EMPTY, SourceEntry
from ld_export.pipeline.inputs import Inputs, read_inputs
from ld_export.pipeline.page_stage import blocks_of
from ld_export.pipeline.plan import Plan, make_plan, parse_files
from ld_export.pipeline.stage import make_document
from ld_export.pipeline.store import memory_store
from ld_export.pipeline.workers import Run, usual_jobs, workers

Measured = dict[str, float]
"""Seconds by name, `…-wall` and `…-cpu`."""


@contextmanager
def clock(measured: Measured, name: str) -> Iterator[None]:
    """Add the time that a block takes to what was measured under a name."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    for key, value in (("wall", time.perf_counter() - wall), ("cpu", time.process_time() - cpu)):
        measured[f"{name}-{key}"] = measured.get(f"{name}-{key}", 0) + value


class Dumped(NamedTuple):
    """A build that has written its dumps and nothing else, and where the blocks of each source lie in them."""

    building: _Build
    entries: dict[str, SourceEntry]


def planned(publication: Path, run: Run = map) -> tuple[Inputs, Plan]:
    """A publication that was never built, read and parsed."""
    inputs = read_inputs(publication)
    return inputs, make_plan(inputs, EMPTY, parse_files(inputs, EMPTY, run), frozen=False)


def write_dumps(publication: Path, target: Path) -> Dumped:
    """Everything that a first build does from the texts to the checksums of the dumps, on one process."""
    with workers(jobs=1) as run:
        inputs, plan = planned(publication, run)
        (target / SITE).mkdir(parents=True)
        building = _Build(Output(target / "public"), None, inputs, EMPTY, plan, target, lambda *_: None)
        entries, sums = building.dumping.run(run)
        building.dumping.write_sums(sums)
    return Dumped(building, entries)


def dumps(publication: Path, target: Path) -> Measured:
    """Text to validated dumps."""
    measured: Measured = {}
    with clock(measured, "dumps"):
        write_dumps(publication, target)
    return measured


def naive(publication: Path, target: Path) -> Measured:
    """Text to validated dumps the naive way."""
    from benchmarks.naive import build  # noqa: PLC0415 - no other stage shall load rdflib

    target.mkdir(parents=True)
    return build(publication, target)


def pages(publication: Path, target: Path) -> Measured:
    """The files of every entity: by the toolkit with HTML in one language and in all, and by two bare loops.

    These write four files an entity, as the toolkit does in one language; the second writes the same statements, too.
    The toolkit uses as many processes as this one may use cores; garbage is looked for as seldom as in a build.
    """
    with workers(jobs=1):
        return _pages(publication, target)


def _pages(publication: Path, target: Path) -> Measured:
    building, entries = write_dumps(publication, target / "build")
    settings = building.inputs.settings
    store, mint = memory_store(building.dumps / "dataset.nq"), Minter(settings.base_uri)
    measured: Measured = {}
    in_one = msgspec.structs.replace(settings, languages=settings.languages[:1])
    for name, kind in (("pages", in_one), ("pages-in-all-languages", settings)):
        with clock(measured, name), closing(PublishedDumps(building.dumps)) as written:
            renderer = Renderer(store, kind, blocks_of(entries, written, mint))
            _make_folders(target / name, renderer.pages)
            shared([*renderer.pages], partial(_write_entities, renderer, target / name), usual_jobs())
    for name, parts in (("bare", False), ("bare-with-parts", True)):
        with clock(measured, name):
            _make_folders(target / name, renderer.pages)
            bare_pages(store, renderer.pages, target / name, limit=settings.incoming_limit, parts=parts)
    return measured | {"entities": len(renderer.pages), "languages": len(settings.languages)}


def _write_entities(renderer: Renderer, target: Path, iris: Iterator[str]) -> None:
    for iri in iris:
        for page in renderer.entity(iri):
            (target / page.path).write_bytes(page.content)


def _make_folders(target: Path, paths: Mapping[str, str]) -> None:
    for folder in {str(Path(path).parent) for path in paths.values()}:
        (target / folder).mkdir(parents=True, exist_ok=True)


def documents(publication: Path, jobs: str) -> Measured:
    """The stages that work on one file and on one document, over all of them; results are counted and let go."""
    measured: Measured = {}
    inputs = read_inputs(publication)
    with workers(int(jobs)) as run:
        with clock(measured, "documents"):
            files = parse_files(inputs, EMPTY, run)
        plan = make_plan(inputs, EMPTY, files, frozen=False)
        with clock(measured, "documents"):
            made = sum(bool(result.blocks) for result in run(make_document, list(plan.tasks.values())))
    return measured | {"made": made}


STAGES: dict[str, Callable[..., Measured]] = {stage.__name__: stage for stage in (dumps, naive, pages, documents)}


def main() -> None:
    """Run the stage that the command line names."""
    name, publication, *others = sys.argv[1:]
    arguments = others if name == "documents" else [Path(other) for other in others]
    print(json.dumps(STAGES[name](Path(publication), *arguments)))


if __name__ == "__main__":
    main()
