"""What it costs to build: texts to dumps and pages, many documents, rebuilds, builds that are killed."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.bench import Bench
from benchmarks.kills import kill_builds
from benchmarks.process import Ran, command, cores, median, run, stage
from benchmarks.report import Figure, at_least, at_most, mebibytes, seconds

SIZES = (1_000, 2_000, 5_000, 10_000)


def dumps(bench: Bench) -> list[Figure]:
    """Text to validated dumps in every format, plain and compressed, of 1,000 declarations on one core.

    The toolkit against the naive way: rdflib for JSON-LD, graph, rules and serialisers, pySHACL over the whole, as a
    user of those libraries would write it (`benchmarks/naive.py`). It has the toolkit's parser, records and tables, and
    writes the same files; the N-Triples of both were compared and are the same statements. Rules run on each
    document by itself, as the model asks; the last figure is the ratio if every rule ran once over everything.
    """
    publication, one = bench.publication(1_000), cores()[:1]
    naive = stage("naive", publication, bench.place("naive"), on=one)
    ours = [stage("dumps", publication, bench.place("ours"), on=one) for _ in range(bench.rounds)]
    _require_equal(bench.folder / "naive", bench.folder / "ours" / "site" / "dumps")
    wall, cpu = (median([ran.measured[f"dumps-{kind}"] for ran in ours]) for kind in ("wall", "cpu"))
    took = naive.measured
    documents = 1_000 // bench.divisor
    return [
        at_least("naive way ÷ toolkit, processor", took["dumps-cpu"] / cpu, 30),
        at_least("naive way ÷ toolkit, clock", took["dumps-wall"] / wall, 30),
        seconds("toolkit", wall),
        Figure("toolkit, a document", f"{cpu / documents * 1000:.2f} ms of processor"),
        seconds("naive way", took["dumps-wall"]),
        mebibytes("toolkit, memory", max(ran.peak for ran in ours)),
        mebibytes("naive way, memory", naive.peak),
        Figure("naive way with rules at once ÷ toolkit, processor", f"{_at_once(took) / cpu:.1f} times"),
    ]


def _at_once(took: Mapping[str, float]) -> float:
    return took["dumps-cpu"] - took["rules-cpu"] + took["rules-at-once-cpu"]


def _require_equal(naive: Path, ours: Path) -> None:
    one, other = ((folder / "dataset.nt").read_bytes().splitlines() for folder in (naive, ours))
    if sorted(one) != sorted(other):
        raise RuntimeError(f"the naive way wrote {len(one)} statements and the toolkit {len(other)}, or others")


def pages(bench: Bench) -> list[Figure]:
    """HTML, Turtle, JSON-LD and N-Triples of every entity of 1,000 declarations, HTML in one language.

    The toolkit's renderer against bare loops over the same entities and the same store in memory: pyoxigraph look-ups
    of what points out and in, a trivial Jinja template, the library's serialisers, four files written. A build makes
    pages on all cores, and so the first ratio is of the clock. The toolkit's files also hold the statements of a
    document's parts (its signatures and passages), of which there are more than of the documents themselves: on one
    core it is held against a loop that writes the same statements, and also against the one that leaves these out. How
    much a file costs to write depends on where temporary files lie (TMPDIR), and all write as many: the last lines say
    what they lie on and the ratios where a file costs nothing, in memory.
    """
    publication, one = bench.publication(1_000), cores()[:1]
    alone = [stage("pages", publication, bench.place("pages"), on=one).measured for _ in range(bench.rounds)]
    wall, all_languages = (median([said[f"{name}-wall"] for said in alone]) for name in ("pages", _IN_ALL))
    entities, languages = alone[0]["entities"], alone[0]["languages"]
    return [
        *_on_all_cores(bench, publication),
        at_most("one core: toolkit ÷ bare loop of the same statements, processor", _ratio(alone, _SAME, "cpu"), 2.5),
        Figure("one core: toolkit ÷ bare loop, processor", f"{_ratio(alone, _BARE, 'cpu'):.2f} times"),
        seconds(f"one core: toolkit, {entities:.0f} entities", wall),
        Figure("one core: toolkit, an entity", f"{wall / entities * 1000:.2f} ms"),
        Figure(
            f"one core: toolkit, an entity in {languages:.0f} languages", f"{all_languages / entities * 1000:.2f} ms"
        ),
        *_in_memory(bench, publication, one),
    ]


_BARE, _SAME = "bare", "bare-with-parts"


def _ratio(rounds: Sequence[Mapping[str, float]], loop: str, by: str) -> float:
    return median([said[f"pages-{by}"] / said[f"{loop}-{by}"] for said in rounds])


def _on_all_cores(bench: Bench, publication: Path) -> list[Figure]:
    """As a build makes them."""
    rounds = [stage("pages", publication, bench.place("pages"), on=cores()).measured for _ in range(bench.rounds)]
    name = f"all cores ({len(cores())}): toolkit ÷ bare loop"
    return [
        at_most(f"{name}, clock", _ratio(rounds, _BARE, "wall"), 2.5),
        Figure(f"{name} of the same statements, clock", f"{_ratio(rounds, _SAME, 'wall'):.2f} times"),
    ]


_IN_ALL = "pages-in-all-languages"
_MEMORY = Path("/dev/shm")


def _in_memory(bench: Bench, publication: Path, on: Sequence[int]) -> list[Figure]:
    """The same with files in memory, where the system has such a place."""
    if not _MEMORY.is_dir():
        return []
    with TemporaryDirectory(dir=_MEMORY) as folder:
        said = stage("pages", publication, Path(folder) / "pages", on=on).measured
    return [
        Figure("the above", f"files on {_file_system(bench.folder)}"),
        Figure(
            "files in memory, one core: toolkit ÷ bare loop, processor", f"{_ratio([said], _BARE, 'cpu'):.2f} times"
        ),
        Figure(
            "files in memory, one core: toolkit ÷ bare loop of the same statements, processor",
            f"{_ratio([said], _SAME, 'cpu'):.2f} times",
        ),
    ]


def _file_system(folder: Path) -> str:
    """The kind of file system that a folder lies on."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    above = [(len(place), kind) for place, kind in mounts if folder.resolve().is_relative_to(place)]
    return max(above)[1]


def scale(bench: Bench) -> list[Figure]:
    """The whole build of 1,000 to 10,000 declarations, as a command on one core.

    Memory is the most that the process ever held; a document should cost the same among many as among few.
    """
    builds = {documents: _build_and_discard(bench, documents) for documents in SIZES}
    few, many = SIZES[0], SIZES[-1]
    each = {documents: built.cpu / documents for documents, built in builds.items()}
    return [
        at_most(f"memory, {_count(many, bench)}", builds[many].peak, 1536, " MiB", 0),
        at_most(f"a document, {_count(many, bench)} ÷ {_count(few, bench)}, processor", each[many] / each[few], 1.15),
        *(seconds(f"build, {_count(documents, bench)}", built.wall) for documents, built in builds.items()),
        *(mebibytes(f"memory, {_count(documents, bench)}", built.peak) for documents, built in builds.items()),
    ]


def _build_and_discard(bench: Bench, documents: int) -> Ran:
    publication = bench.publication(documents)
    built = command("build", publication, "--json", on=cores()[:1])
    shutil.rmtree(publication)
    return built


def _count(documents: int, bench: Bench) -> str:
    return f"{documents // bench.divisor:,} documents"


def annotated(bench: Bench) -> list[Figure]:
    """The whole build of 1,000 declarations, as a command on one core: without annotations, and with invented ones.

    Each sentence is a claim or a demand, each name in it a mention, each number a figure (`benchmarks/annotate.py`).
    """
    plain, publication = bench.publication(1_000), bench.place("annotated")
    shutil.copytree(plain, publication)
    run([sys.executable, "-m", "benchmarks.annotate", publication], cores())
    builds = [command("build", one, "--json", on=cores()[:1]) for one in (plain, publication)]
    statements = [json.loads(built.output)["statements"] for built in builds]
    without, with_them = (built.cpu / count for built, count in zip(builds, statements, strict=True))
    return [
        at_most("a statement, annotated ÷ plain, processor", with_them / without, 1.3),
        seconds(f"plain, {statements[0]:,} statements", builds[0].wall),
        seconds(f"annotated, {statements[1]:,} statements", builds[1].wall),
    ]


def workers(bench: Bench) -> list[Figure]:
    """The stages that work on one document, over 10,000 declarations: one process, and two workers on two cores.

    They parse, map, align, validate, serialise and compress.
    """
    publication = bench.publication(10_000)
    one = stage("documents", publication, "1", on=cores()[:1]).measured["documents-wall"]
    two = stage("documents", publication, "2", on=cores()[:2]).measured["documents-wall"]
    return [at_least("one process ÷ two workers", one / two, 1.7), seconds("one process", one), seconds("two", two)]


def rebuild(bench: Bench) -> list[Figure]:
    """Builds of 1,000 declarations, as whole commands with `--jobs 1`, on all cores.

    A first build, one with nothing changed, and one after a sentence was added to one document. Texts are indexed by a
    program of its own beside each build: the processor's time counts that, too.
    """
    publication, on = bench.publication(1_000), cores()
    _build(publication, on)  # fills the registry, which later builds find complete
    full = [_first_build(publication, on) for _ in range(bench.rounds)]
    same = [_build(publication, on) for _ in range(bench.rounds)]
    changed = [_changed_build(publication, number, on) for number in range(bench.rounds)]
    whole, nothing, little = (median([ran.wall for ran in runs]) for runs in (full, same, changed))
    worked = median([ran.cpu for ran in changed]) / median([ran.cpu for ran in full])
    return [
        at_most("one document changed ÷ full build, processor", worked, 0.05, "", 3),
        at_most("one document changed ÷ full build, clock", little / whole, 0.05, "", 3),
        Figure("nothing changed ÷ full build", f"{nothing / whole:.3f}"),
        seconds("full build", whole),
        seconds("one document changed", little),
        seconds("nothing changed", nothing),
    ]


def _build(publication: Path, on: Sequence[int]) -> Ran:
    return command("build", publication, "--json", "--jobs", "1", on=on)


def _first_build(publication: Path, on: Sequence[int]) -> Ran:
    (publication / "public").unlink()
    shutil.rmtree(publication / ".public")
    return _build(publication, on)


def _changed_build(publication: Path, number: int, on: Sequence[int]) -> Ran:
    file = sorted((publication / "documents").glob("*.txt"))[number * 2]
    file.write_text(file.read_text(encoding="utf-8").rstrip() + " Nobody answered.\n", encoding="utf-8")
    ran = _build(publication, on)
    if '"remade": 1,' not in ran.output:
        raise RuntimeError(f"not one document was made again: {ran.output}")
    return ran


_FORBIDDEN = ("rdflib", "pyoxigraph", "pyshacl", "shacl", "SPARQLWrapper")
_LOADED = (
    "import sys; from ld_export.cli import app; app(['--help'], standalone_mode=False);"
    "print(*sorted(name for name in sys.modules if '.' not in name))"
)


def start(bench: Bench) -> list[Figure]:
    """What `ld-export --help` takes, and whether it loads an RDF library."""
    one = cores()[:1]
    took = median([command("--help", on=one).wall for _ in range(bench.rounds * 3)])
    python = median([run([sys.executable, "-c", "pass"], one).wall for _ in range(bench.rounds * 3)])
    modules = run([sys.executable, "-c", _LOADED], one).output.splitlines()[-1].split()
    loaded = [name for name in _FORBIDDEN if name in modules]
    return [
        seconds("ld-export --help", took),
        seconds("of which Python itself", python),
        Figure("RDF libraries loaded", ", ".join(loaded) or "none", "none", not loaded),
    ]


def kills(bench: Bench) -> list[Figure]:
    """Builds of 15 declarations, one of them changed each time, that are killed (-9) at 150 random moments.

    After each, every file of the served site is compared with the manifest of its generation. Beside these there are
    kills at every kind of write, in the tests.
    """
    trials = 150 // bench.divisor
    result = kill_builds(bench.publication(15 * bench.divisor), trials)
    return [
        Figure("builds started", str(trials)),
        Figure("killed before they were done", str(result.killed)),
        at_most("sites that were not whole", result.broken, 0, "", 0),
    ]
