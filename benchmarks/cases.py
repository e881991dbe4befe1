"""The benchmarks: each runs its stages in fresh processes and returns figures. A docstring says what is measured."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.kills import kill_builds
from benchmarks.process import Ran, command, cores, median, run, stage
from benchmarks.report import Figure, at_least, at_most, mebibytes, seconds

SIZES = (1_000, 2_000, 5_000, 10_000)


class Bench(NamedTuple):
    """Where to write, by how much the numbers of documents are divided, and how often short work is repeated."""

    folder: Path
    divisor: int
    rounds: int

    def publication(self, documents: int) -> Path:
        """A new publication of so many documents, divided."""
        target = self.folder / f"publication-{documents}"
        run([sys.executable, "-m", "benchmarks.generate", target, str(documents // self.divisor)], cores())
        return target

    def place(self, name: str) -> Path:
        """A place where nothing is."""
        target = self.folder / name
        shutil.rmtree(target, ignore_errors=True)
        return target


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
    """HTML, Turtle, JSON-LD and N-Triples of every entity of 1,000 declarations on one core, HTML in one language.

    The toolkit's renderer against a bare loop over the same entities and the same store in memory: pyoxigraph look-ups
    of what points out and in, a trivial Jinja template, the library's serialisers, four files written. The toolkit's
    files also hold the statements of a document's parts (its signatures and passages); the second comparison is with a
    loop that writes those too. A build makes pages on all cores, and that against the loop is the clock's ratio. How
    much a file costs to write depends on where temporary files lie (TMPDIR), and both write as many: the last two lines
    say what they lie on and the ratio where a file costs nothing, in memory.
    """
    publication, one = bench.publication(1_000), cores()[:1]
    rounds = [stage("pages", publication, bench.place("pages"), on=one).measured for _ in range(bench.rounds)]
    ratio, fair = (
        median([said["pages-cpu"] / said[f"{name}-cpu"] for said in rounds]) for name in ("bare", "bare-with-parts")
    )
    wall, all_languages = (median([said[f"{name}-wall"] for said in rounds]) for name in ("pages", _IN_ALL))
    entities, languages = rounds[0]["entities"], rounds[0]["languages"]
    return [
        at_most("toolkit ÷ bare loop, processor", ratio, 2.5),
        Figure("toolkit ÷ bare loop with parts, processor", f"{fair:.2f} times"),
        seconds(f"toolkit, {entities:.0f} entities", wall),
        Figure("toolkit, an entity", f"{wall / entities * 1000:.2f} ms"),
        Figure(f"toolkit, an entity in {languages:.0f} languages", f"{all_languages / entities * 1000:.2f} ms"),
        *_on_all_cores(bench, publication),
        *_in_memory(bench, publication, one),
    ]


def _on_all_cores(bench: Bench, publication: Path) -> list[Figure]:
    """The same as a build makes them, where there is more than one core."""
    if len(cores()) < 2:
        return []
    rounds = [stage("pages", publication, bench.place("pages"), on=cores()).measured for _ in range(bench.rounds)]
    return [
        Figure(
            f"toolkit on {len(cores())} cores ÷ {name}, clock",
            f"{median([said['pages-wall'] / said[f'{key}-wall'] for said in rounds]):.2f} times",
        )
        for name, key in (("bare loop", "bare"), ("bare loop with parts", "bare-with-parts"))
    ]


_IN_ALL = "pages-in-all-languages"
_MEMORY = Path("/dev/shm")


def _in_memory(bench: Bench, publication: Path, on: Sequence[int]) -> list[Figure]:
    """The same with files in memory, where the system has such a place."""
    if not _MEMORY.is_dir():
        return []
    with TemporaryDirectory(dir=_MEMORY) as folder:
        said = stage("pages", publication, Path(folder) / "pages", on=on).measured
    place = f"files on {_file_system(bench.folder)}"
    return [
        Figure("the above", place),
        Figure("files in memory: toolkit ÷ bare loop, processor", f"{said['pages-cpu'] / said['bare-cpu']:.2f} times"),
        Figure(
            "files in memory: toolkit ÷ bare loop with parts, processor",
            f"{said['pages-cpu'] / said['bare-with-parts-cpu']:.2f} times",
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


def browser(bench: Bench) -> list[Figure]:
    """Queries in Chromium over 195 declarations, about 100,000 statements, from a server on this machine.

    The page of the site against a bare one with the same program and dump (`benchmarks/bare.html`): no worker, no
    progress, no links, no files to save, the program not compressed. Loading is what a reader waits for the first
    answer, to ASK {}; the questions that the site ships are asked after that, one by one, and their times added. Each
    round is in a new profile of the browser.
    """
    from benchmarks.browser import compare, lacking  # noqa: PLC0415 - no other case needs a browser

    if missing := lacking():
        return [Figure("NOT RUN", missing)]
    publication = bench.publication(195)
    command("build", publication, "--json", on=cores())
    ours, bare, statements = compare(publication / "public", bench.place("bare"), bench.rounds)
    return [
        at_most("loading, our page ÷ bare page", ours.load / bare.load, 1.3),
        at_most("questions, our page ÷ bare page", sum(ours.queries) / sum(bare.queries), 1.3),
        Figure("statements", f"{statements:,}"),
        seconds("loading, our page", ours.load),
        seconds("loading, bare page", bare.load),
        seconds(f"{len(ours.queries)} questions, our page", sum(ours.queries)),
        seconds(f"{len(bare.queries)} questions, bare page", sum(bare.queries)),
        seconds("the quickest question, our page", min(ours.queries)),
        seconds("the quickest question, bare page", min(bare.queries)),
    ]


_CLIENTS = 200


def serve(bench: Bench) -> list[Figure]:
    """SPARQL by HTTP over 1,000 declarations, on all cores, which clients and server share.

    Our server against the bare Oxigraph server over the same store, with no limits, no guard and its own threads. The
    queries are cheap, what is said of one entity each; fifty of them are asked again and again, each client with one
    connection. Ours has asked each once and then gives the same answer, for as long as nothing is published anew.
    """
    from benchmarks.serving import compare, lacking  # noqa: PLC0415 - no other case needs a server

    if missing := lacking():
        return [Figure("NOT RUN", missing)]
    publication = bench.publication(1_000)
    command("build", publication, "--json", on=cores())
    ours, bare = compare(publication / "public", max(10, _CLIENTS // bench.divisor), 10, bench.rounds)
    return [
        at_most("one client, median latency, ours ÷ bare", ours.latency / bare.latency, 4),
        at_least(
            f"{_CLIENTS // bench.divisor} clients, answers a second, ours ÷ bare",
            ours.throughput / bare.throughput,
            0.25,
        ),
        Figure("one client, ours", f"{ours.latency * 1000:.2f} ms"),
        Figure("one client, bare", f"{bare.latency * 1000:.2f} ms"),
        Figure("many clients, ours", f"{ours.throughput:,.0f} a second"),
        Figure("many clients, bare", f"{bare.throughput:,.0f} a second"),
    ]


def reconcile(bench: Bench) -> list[Figure]:
    """Two reconciliation services over the same names, asked the same in batches of ten, without a network.

    Known are one name of each pair of the truth set (`benchmarks/data/name-pairs.csv`) and the names of invented
    members; looked for is the other name of each pair that is one person. Ours against csv-reconcile, which compares
    pairs of letters.
    """
    from benchmarks.reconciling import compare, lacking, task  # noqa: PLC0415 - no other case needs a service

    if missing := lacking():
        return [Figure("NOT RUN", missing)]
    ours, other = compare(bench.place("reconcile"))
    asked = task()
    return [
        at_least("recall at five, ours ÷ csv-reconcile", ours.recall / other.recall, 1.0),
        Figure("recall at five, ours", f"{ours.recall:.3f}"),
        Figure("recall at five, csv-reconcile", f"{other.recall:.3f}"),
        Figure("names looked for", f"{len(asked.wanted):,}"),
        Figure("names known", f"{len(asked.known):,}"),
        Figure("ours", f"{ours.rate:,.0f} queries a second"),
        Figure("csv-reconcile", f"{other.rate:,.0f} queries a second"),
    ]


def names(bench: Bench) -> list[Figure]:
    """Names told apart, and found among 100,000 invented ones, on one core.

    The pairs of `benchmarks/data/name-pairs.csv`: a third is set aside, and nothing was tuned on it. The invented names
    are looked for in another system of romanisation (`benchmarks/naming.py`). The plain scan is rapidfuzz's
    `process.extract` over the folded names, asked every fiftieth question. `python -m benchmarks.matching` prints the
    whole curve.
    """
    from benchmarks.matching import area, our_score, precision_and_recall, read_pairs, scored  # noqa: PLC0415

    if find_spec("rapidfuzz") is None:
        return [Figure("NOT RUN", "rapidfuzz is not installed: pip install --group dev")]
    apart = scored((pair for pair in read_pairs() if pair.set_aside), our_score)
    arguments = [str(100_000 // bench.divisor), str(2_000 // bench.divisor)]
    said = run([sys.executable, "-m", "benchmarks.naming", *arguments], cores()[:1]).measured
    (certain, found), (likely, _) = (precision_and_recall(apart, score) for score in (0.95, 0.80))
    return [
        Figure("area under the curve, set aside", f"{area(apart):.4f}", "at least 0.95", area(apart) >= 0.95),
        Figure("precision from 0.95, set aside", f"{certain:.3f}", "1", certain == 1.0),
        Figure("recall from 0.95, set aside", f"{found:.3f}"),
        Figure("precision from 0.80, set aside", f"{likely:.3f}"),
        Figure("recall at five", f"{said['recall']:.4f}", "at least 0.99", said["recall"] >= 0.99),
        Figure("recall at five, plain scan", f"{said['scan-recall']:.4f}"),
        at_least("names a second, index ÷ plain scan", said["rate"] / said["scan-rate"], 3),
        Figure("names a second", f"{said['rate']:.0f}"),
        seconds("making the index", said["build"]),
        mebibytes("memory of the index", said["memory"]),
    ]


CASES: dict[str, Callable[[Bench], list[Figure]]] = {
    case.__name__: case
    for case in (dumps, pages, scale, annotated, workers, rebuild, start, kills, browser, serve, reconcile, names)
}
