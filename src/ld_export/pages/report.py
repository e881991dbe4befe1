"""The quality report: what was checked, and what the shapes found, each finding with a link to what it is about.

The same for a page of a site and for a page of its own, of any RDF file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pyoxigraph as ox
from markupsafe import Markup, escape

from ld_export.pages.locales import catalogue
from ld_export.pages.shapes import Rule, rules, shapes
from ld_export.pages.site import Edition
from ld_export.pages.templates import render
from ld_export.pages.terms import Literal, Resource, Terms
from ld_export.pages.vocabulary import in_language, named, source_of
from ld_export.resources import folder
from ld_export.settings import DEFAULT_LABELS
from ld_export.theme import plain_theme
from ld_export.validate import SEVERITIES, VIOLATION, Finding


class Report(NamedTuple):
    """What an engine found, and how many nodes of which class (in N-Triples form) it looked at."""

    engine: str
    checked: Mapping[str, int]
    findings: Sequence[Finding]


NOTHING_CHECKED = Report("", {}, ())


class Checked(NamedTuple):
    """A class, how many nodes of it were checked, the names of the shapes that they were checked against."""

    of: Resource
    nodes: int
    shapes: list[str]


class Group(NamedTuple):
    """What one rule found: its message, shape (empty where it is none of ours) and severity.

    `rows` are `shown` findings as rows of a table, of `total`.
    """

    message: Literal
    shape: str
    severity: str
    rows: Markup
    shown: int
    total: int


class ShownReport(NamedTuple):
    """A report in one language."""

    engine: str
    checked: list[Checked]
    rules: int
    counts: Mapping[str, int]
    groups: list[Group]

    @property
    def nodes(self) -> int:
        """How many nodes were checked; one that is of two classes counts twice."""
        return sum(row.nodes for row in self.checked)

    @property
    def shapes(self) -> list[str]:
        """The names of the shapes by which something was checked."""
        return sorted({name for row in self.checked for name in row.shapes})


def shown_report(report: Report, size: int, edition: Edition, root: str) -> ShownReport:
    """A report in the language of an edition, with at most `size` findings of each rule."""
    checked = [_checked(kind[1:-1], count, edition, root) for kind, count in sorted(report.checked.items())]
    used = {name for row in checked for name in row.shapes}
    by_rule: dict[tuple[int, str], list[Finding]] = {}
    for finding in report.findings:
        by_rule.setdefault((_rank(finding.severity), finding.message), []).append(finding)
    groups = [_group(message, sorted(found), size, edition, root) for (_, message), found in sorted(by_rule.items())]
    return ShownReport(
        report.engine,
        checked,
        sum(len(shape.rules) for shape in shapes() if shape.name in used),
        {severity: sum(group.total for group in groups if group.severity == severity) for severity in SEVERITIES},
        groups,
    )


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def _checked(kind: str, count: int, edition: Edition, root: str) -> Checked:
    names = [shape.name for shape in shapes() if kind in shape.targets]
    return Checked(Resource(kind, root, edition.terms), count, names)


def _group(message: str, found: Sequence[Finding], size: int, edition: Edition, root: str) -> Group:
    shape, rule = rules().get(message, (None, None))
    return Group(
        in_language(rule.messages if rule else {"en": message}, edition.words.language),
        shape.name if shape else "",
        found[0].severity,
        _rows(found[:size], rule, edition, root),
        min(size, len(found)),
        len(found),
    )


def _rows(found: Iterable[Finding], rule: Rule | None, edition: Edition, root: str) -> Markup:
    own = _path(rule, edition, root) if rule else Markup()
    rows = [
        f"<tr><td>{_place(one.focus, edition, root)}</td><td>{own if rule else _code(one.path)}</td>"
        f"<td>{_value(one, edition, root)}</td></tr>\n"
        for one in found
    ]
    return Markup("".join(rows))  # noqa: S704 - every cell is escaped


def _place(focus: str, edition: Edition, root: str) -> Markup:
    """What a finding is about, and where that stands."""
    if not focus.startswith("<"):
        return escape(focus)
    node = ox.NamedNode(focus[1:-1])
    source = source_of(node, edition, root)
    return named(node, edition, root) + (Markup(" (%s)") % source if source else "")


def _path(rule: Rule, edition: Edition, root: str) -> Markup:
    """The path of a rule in words."""
    steps = [
        Markup("%s%s") % ("← " if step.back else "", edition.terms.link(step.predicate, root)) for step in rule.path
    ]
    return Markup(" / ").join(steps)


def _code(text: str) -> Markup:
    return Markup("<code>%s</code>") % text if text else Markup()


def _value(finding: Finding, edition: Edition, root: str) -> Markup:
    """The value that was found; nothing where that is what the finding is about anyway."""
    value = finding.value
    if not value or value == finding.focus:
        return Markup()
    if value.startswith("<"):
        return named(ox.NamedNode(value[1:-1]), edition, root)
    return _code(value)


# -- a page of its own ---------------------------------------------------------------------------------------------


def report_page(report: Report, title: str, lines: Iterable[str], language: str = "en") -> str:
    """A report on some statements as one HTML page; what it is about is linked by its own address."""
    words = catalogue(language, plain_theme())
    store = ox.Store()
    store.load("".join(f"{line} .\n" for line in lines).encode(), format=ox.RdfFormat.N_TRIPLES)
    for path in folder("ontology").glob("*.ttl"):  # for the labels of classes and properties
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    edition = Edition(words, Terms(store, DEFAULT_LABELS, words, {}, ""), "")
    shown = shown_report(report, len(report.findings), edition, "")
    values = {"title": title, "language": language, "report": shown, "violation": VIOLATION}
    return render(plain_theme(), words, "report-alone.html.j2", values)
