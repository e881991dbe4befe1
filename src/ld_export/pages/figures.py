"""Figures on pages: what queries answer as a picture, with the same data as a table beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import combinations
from typing import Any, NamedTuple

from markupsafe import Markup

from ld_export.errors import PageProblem
from ld_export.pages.entity import Row
from ld_export.pages.locales import Catalogue
from ld_export.pages.pictures import (
    Caption,
    Datum,
    Event,
    Link,
    Node,
    Place,
    Strongest,
    bars,
    columns,
    grid,
    network,
    strongest,
    table,
    tiles,
    timeline,
)
from ld_export.pages.pictures import Row as GridRow
from ld_export.pages.terms import Terms


class Figure(NamedTuple):
    """A picture, the same data as a table, and where the picture is one of few among many, a word on that."""

    name: str
    title: Markup
    picture: Markup
    table: Markup


class Language(NamedTuple):
    """In which language a figure is made, for a page how deep in the site, and where each year has its documents.

    `places` is where each state stands on a map.
    """

    words: Catalogue
    terms: Terms
    root: str
    year_links: Mapping[str, str] = {}
    places: Sequence[Place] = ()

    def caption(self, name: str) -> Caption:
        """What a figure is called."""
        return Caption(f"figure-{name}", self.say(f"figures.{name}"), self.say(f"figures.{name}_says"))

    def say(self, key: str) -> str:
        """Words as plain text: pictures escape what they are given."""
        return self.words.say(key).unescape()  # its places stay open

    def counted(self, iri: str, value: int) -> Datum:
        """A number of something about a resource, which it leads to."""
        label = self.terms.label(iri)
        return Datum(label, value, self.terms.href(iri, self.root), f"{label}: {self.words.number(value)}")


def _figure(name: str, language: Language, picture: Markup, made: Markup) -> Figure:
    return Figure(name, language.words.say(f"figures.{name}"), picture, made)


def _table(
    name: str, language: Language, heads: Sequence[str], rows: Sequence[Sequence[Link | Datum | None]]
) -> Markup:
    return table(language.caption(name).title, [language.say(f"columns.{head}") for head in heads], rows)


def _heads(data: Iterable[Datum]) -> list[list[Link | Datum | None]]:
    """Rows of a table: what each number is of, and the number."""
    return [[Link(one.label, one.href), one._replace(href="")] for one in data]


def years(rows: Sequence[Row], language: Language) -> Figure:
    """Documents by year: `?year`, `?documents`. A year without any is a zero."""
    counts = {int(row["year"].value): int(row["documents"].value) for row in rows}
    span = range(min(counts), max(counts) + 1) if counts else ()
    data = [Datum(str(year), counts.get(year, 0), language.year_links.get(str(year), "")) for year in span]
    made = _table("years", language, ("year", "documents"), _heads(data))
    return _figure("years", language, columns(data, language.caption("years")), made)


def countries(rows: Sequence[Row], language: Language) -> Figure:
    """Signatures by country, on a map: `?country`, `?signatures`."""
    data = {_code(row["country"].value): _signatures(row, "country", language) for row in rows}
    picture = tiles(
        data, language.caption("countries"), absent=language.say("figures.no_signature"), places=language.places
    )
    return _figure(
        "countries", language, picture, _table("countries", language, ("country", "signatures"), _heads(data.values()))
    )


def groups(rows: Sequence[Row], language: Language) -> Figure:
    """Signatures by political group: `?group`, `?signatures`."""
    data = [_signatures(row, "group", language) for row in rows]
    made = _table("groups", language, ("group", "signatures"), _heads(data))
    return _figure("groups", language, bars(data, language.caption("groups")), made)


def _signatures(row: Row, of: str, language: Language) -> Datum:
    return language.counted(row[of].value, int(row["signatures"].value))


def _code(iri: str) -> str:
    return iri.rpartition("/")[2]


# Of ten thousand documents there are millions of pairs. Who signs much signs with many: the strongest are among these.
_CANDIDATES = 250
_SEED = 1948


class Signatories(NamedTuple):
    """Those who share most documents, by their IRIs: who they are with whom, how much each signed, with which group."""

    picked: Strongest
    signed: Mapping[str, int]
    group_of: Mapping[str, str]


def signatories(rows: Iterable[Row]) -> Signatories:
    """Of `?document`, `?person`, `?group` of each signature, what the network shows; the same in all languages."""
    found = list(rows)
    signed = Counter(row["person"].value for row in found)
    candidates = {iri for iri, _ in sorted(signed.items(), key=lambda pair: (-pair[1], pair[0]))[:_CANDIDATES]}
    picked = strongest(_pairs(found, candidates))
    return Signatories(picked, signed, _usual_groups(found, set(picked.keys)))


def together(data: Signatories, language: Language) -> Figure:
    """Who signs together."""
    picked, signed, group_of = data
    by_size = Counter(group_of.values())
    known = sorted(by_size, key=lambda iri: (-by_size[iri], iri))
    nodes = [_person(iri, signed[iri], group_of.get(iri, ""), language) for iri in picked.keys]
    picture = network(
        nodes,
        picked.ties,
        language.caption("together"),
        groups={iri: language.terms.label(iri) for iri in known},
        other=language.say("figures.other_groups"),
        seed=_SEED,
    )
    shown: list[list[Link | Datum | None]] = [
        [Link(*_named(tie.one, language)), Link(*_named(tie.other, language)), Datum("", tie.strength)]
        for tie in picked.ties
    ]
    return _figure("together", language, picture, _table("together", language, ("one", "other", "documents"), shown))


def _pairs(rows: Iterable[Row], candidates: set[str]) -> Mapping[tuple[str, str], int]:
    signers: dict[str, set[str]] = {}
    for row in rows:
        if row["person"].value in candidates:
            signers.setdefault(row["document"].value, set()).add(row["person"].value)
    return Counter(pair for persons in signers.values() for pair in combinations(sorted(persons), 2))


def _usual_groups(rows: Iterable[Row], persons: set[str]) -> dict[str, str]:
    """The group most often printed beside each person's name."""
    printed: dict[str, Counter[str]] = {}
    for row in rows:
        if row["group"] and row["person"].value in persons:
            printed.setdefault(row["person"].value, Counter())[row["group"].value] += 1
    return {person: min(counts, key=lambda iri: (-counts[iri], iri)) for person, counts in printed.items()}


def _person(iri: str, documents: int, group: str, language: Language) -> Node:
    label, href = _named(iri, language)
    return Node(iri, label, documents, href, group, f"{label}: {language.words.number(documents)}")


def _named(iri: str, language: Language) -> tuple[str, str]:
    return language.terms.label(iri), language.terms.href(iri, language.root)


_KINDS = 25


def violations(rows: Sequence[Row], language: Language) -> Figure:
    """Kinds of violation over time: `?kind`, `?year`, `?claims`. The picture has the most frequent, the table all."""
    counts: dict[str, Counter[int]] = {}
    for row in rows:
        counts.setdefault(row["kind"].value, Counter())[int(row["year"].value)] = int(row["claims"].value)
    found = sorted({year for by_year in counts.values() for year in by_year})
    span = list(range(found[0], found[-1] + 1)) if found else []
    kinds = sorted(counts, key=lambda iri: (-counts[iri].total(), language.terms.label(iri), iri))
    made = [_grid_row(iri, counts[iri], span, language) for iri in kinds]
    picture = grid(made[:_KINDS], [Link(str(year)) for year in span], language.caption("violations"))
    heads = [language.say("columns.violation"), *map(str, span)]
    return _figure(
        "violations",
        language,
        picture,
        table(language.caption("violations").title, heads, [[row.head, *row.cells] for row in made]),
    )


def _grid_row(iri: str, by_year: Mapping[int, int], span: Iterable[int], language: Language) -> GridRow:
    label, href = _named(iri, language)
    cells = [Datum(f"{label}, {year}", by_year.get(year, 0), href if by_year.get(year) else "") for year in span]
    return GridRow(Link(label, href), cells)


class Drawn(NamedTuple):
    """How a figure is made: what does not depend on the language, once; then the figure in each."""

    prepare: Callable[[Iterable[Row]], Any]
    draw: Callable[[Any, Language], Figure]


DRAWN: Mapping[str, Drawn] = {
    "years": Drawn(list, years),
    "countries": Drawn(list, countries),
    "groups": Drawn(list, groups),
    "together": Drawn(signatories, together),
    "violations": Drawn(list, violations),
}
"""The figures of the whole, by name: `[page.figures]` of `views.toml` gives the query of each."""


def prepared(name: str, rows: Iterable[Row]) -> Any:
    """What a figure is drawn of. `PageProblem` for a name that is none, and for answers that lack a column."""
    if name not in DRAWN:
        raise PageProblem(f"no figure is called {name!r}", "views.toml", f"there are {', '.join(DRAWN)}")
    with _complaining(name):
        return DRAWN[name].prepare(rows)


def draw(name: str, data: Any, language: Language) -> Figure:
    """A figure of the whole, of what was prepared for it."""
    with _complaining(name):
        return DRAWN[name].draw(data, language)


@contextmanager
def _complaining(name: str) -> Iterator[None]:
    try:
        yield
    except KeyError as missing:
        raise PageProblem(
            f"the query of the figure {name!r} lacks ?{missing.args[0]}", "views.toml", "add it"
        ) from None


_FEW_EVENTS = 40
"""As many can be told apart on a line; more are counted by year."""


class Moment(NamedTuple):
    """The date of a document (empty where it has none), its IRI, and what it did: it was signed, named or said."""

    date: str
    document: str
    kind: str


def time_line(moments: Iterable[Moment], language: Language) -> Figure | None:
    """When documents were signed by someone or said something of them; nothing where that is one day."""
    dated = {moment for moment in moments if moment.date}
    if len({moment.date for moment in dated}) < 2:
        return None
    if len(dated) > _FEW_EVENTS:
        return _by_year(dated, language)
    return _line(sorted(Event(date, *_named(document, language), kind) for date, document, kind in dated), language)


def _line(events: Sequence[Event], language: Language) -> Figure:
    kinds = {kind: language.say(f"figures.{kind}") for kind in dict.fromkeys(event.kind for event in events)}
    picture = timeline(events, language.caption("time_line"), kinds=kinds)
    rows: list[list[Link | Datum | None]] = [
        [Link(language.words.date(one.date)), Link(one.label, one.href), Link(kinds[one.kind])] for one in events
    ]
    return _figure(
        "time_line", language, picture, _table("time_line", language, ("date", "document", "relation"), rows)
    )


def _by_year(moments: Iterable[Moment], language: Language) -> Figure:
    counts = Counter(int(year) for year, _ in {(date[:4], document) for date, document, _ in moments})
    data = [Datum(str(year), counts[year]) for year in range(min(counts), max(counts) + 1)]
    made = _table("time_line", language, ("year", "documents"), _heads(data))
    return _figure("time_line", language, columns(data, language.caption("time_line")), made)
