"""What it costs to use what was built: queries in browsers and on servers, names, stores elsewhere."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from benchmarks.bench import Bench
from benchmarks.process import command, cores, run
from benchmarks.report import Figure, at_least, at_most, mebibytes, seconds


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


def push(bench: Bench) -> list[Figure]:
    """A release of 2,200 declarations, about a million statements, into empty stores on this machine.

    `ld-export push` as a whole command, from reading the dump to the verified release with its mark, against two ways
    to bring the same statements there with no check at all: the store's own bulk loader, and a bare upload of the same
    lines in pieces over one connection (Oxigraph: 100,000 statements of N-Quads each; Virtuoso: each graph). Each
    has a new store. Then the same release again, and one with one document changed.
    """
    from benchmarks.pushing import compare, lacking, with_a_change  # noqa: PLC0415 - no other case needs a store

    if missing := lacking():
        return [Figure("NOT RUN", missing)]
    publication = bench.publication(2_200)
    command("build", publication, "--json", on=cores())
    dump = publication / "public" / "dumps" / "dataset.nq"
    found: list[Figure] = []
    for kind in ("oxigraph", "virtuoso"):
        took = compare(kind, dump, with_a_change(dump, bench.place("changed.nq")), bench.place(kind), bench.rounds)
        found += [
            at_most(f"{kind}, push ÷ bare upload", took.push / took.upload, 1.5),
            Figure(f"{kind}, push ÷ its bulk loader", f"{took.push / took.bulk:.2f} times"),
            seconds(f"{kind}, push", took.push),
            seconds(f"{kind}, bare upload", took.upload),
            seconds(f"{kind}, bulk loader", took.bulk),
            seconds(f"{kind}, the same release again", took.again),
            seconds(f"{kind}, one document changed", took.changed),
        ]
    with dump.open("rb") as lines:
        return [*found, Figure("statements", f"{sum(1 for _ in lines):,}")]
