"""Graphs against shapes: the findings, from the fast engine where it is installed and from pySHACL otherwise.

pySHACL is the referee: it is maintained by many and follows the standard; the fast engine (PyPI `shacl`) is young.
Whatever the fast engine finds is worded by the shapes themselves, so both give the same findings.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ld_export.graph import RDF_TYPE, read_lines, terms_named_in, to_rdflib
from ld_export.remembered import remembered
from ld_export.resources import concept_files, folder

if TYPE_CHECKING:
    import rdflib
    import shacl

_SH = "http://www.w3.org/ns/shacl#"


class Finding(NamedTuple):
    """What one rule finds at one node; terms are in N-Triples form, `component` is the constraint's local name.

    `severity` is `Violation`, or `Warning` or `Info` of what is not known or not done yet: that stops nothing. `path`
    is empty where the shape is about the node itself. `message` is English where there is a choice.
    """

    focus: str
    path: str
    value: str
    component: str
    severity: str
    message: str


VIOLATION = "Violation"
SEVERITIES = (VIOLATION, "Warning", "Info")
"""The severities of findings, the worst first. Only a violation stops a build."""

DOCUMENT_SHAPES = ("documents", "language-versions", "passages", "quality", "signatures")
"""The shapes of what a document's own graph describes; the others are of entities that documents share."""

EVIDENCE_SHAPES = ("claims", "demands", "excerpts", "figures", "mentions", "sets", "statements")
"""The shapes of what annotations add to a document's graph; they refer to `DOCUMENT_SHAPES`."""

ALL_SHAPES: tuple[str, ...] = ()

Engine = Callable[[Sequence[str], tuple[str, ...]], list[Finding]]
"""Statements and the shapes files to check, to findings, sorted.

Statements are Turtle with full IRIs, in pieces without their final ` .`: lines of N-Triples are such pieces.
"""


@cache
def shapes_turtle(names: tuple[str, ...] = ALL_SHAPES) -> str:
    """The shapes of some files, or of all, as one Turtle text."""
    paths = sorted(path for path in folder("shapes").glob("*.ttl") if not names or path.stem in names)
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


@cache
def terms_seen_by(names: tuple[str, ...]) -> frozenset[str]:
    """The terms that some shapes name. No shape is closed: statements with other predicates change no finding."""
    return terms_named_in(shapes_turtle(names))


@cache
def concept_lines() -> tuple[str, ...]:
    """The concepts that values are checked against."""
    return tuple(line for path in concept_files() for line in read_lines(path))


@cache
def _lines_by_concept() -> Mapping[str, Sequence[str]]:
    """The thousands of lines on concepts by what they are of: a document names a few dozen of hundreds."""
    return remembered("lines by concept", ox.__version__, dict[str, list[str]], _sorted_by_concept)


def _sorted_by_concept() -> dict[str, list[str]]:
    lines: dict[str, list[str]] = {}
    for line in concept_lines():
        lines.setdefault(line.partition(" ")[0], []).append(line)
    return lines


@cache
def lines_of_concept(iri: str, shapes: tuple[str, ...]) -> tuple[str, ...]:
    """What the vocabulary says of one concept, as far as some shapes look at it."""
    own = _lines_by_concept().get(f"<{iri}>", ())
    return tuple(line for line in own if not terms_seen_by(shapes).isdisjoint(line.split(" ", 2)[1:]))


def engines() -> dict[str, Engine]:
    """The engines that are installed, the fast one first."""
    try:
        import shacl  # noqa: F401, PLC0415 - an optional dependency
    except ImportError:
        return {"pyshacl": with_pyshacl}
    return {"shacl": with_shacl, "pyshacl": with_pyshacl}


def validate(lines: Sequence[str], engine: str | None = None, shapes: tuple[str, ...] = ALL_SHAPES) -> list[Finding]:
    """The findings of some statements, which must hold the concepts and the types of the entities that they name.

    `engine` is one of `engines()`, by default the first; `shapes` names the files of `shapes/` to check.
    """
    installed = engines()
    return installed[engine or next(iter(installed))](lines, shapes)


def violations(findings: Iterable[Finding]) -> list[Finding]:
    """Those findings that stop a build."""
    return [finding for finding in findings if finding.severity == VIOLATION]


def conforms(lines: Sequence[str]) -> bool:
    """Whether there is nothing to find that would stop a build."""
    return not violations(validate(lines))


@cache
def targets_of(names: tuple[str, ...] = ALL_SHAPES) -> frozenset[str]:
    """The classes whose instances some shapes check, in N-Triples form."""
    quads = ox.parse(shapes_turtle(names), format=ox.RdfFormat.TURTLE)
    return frozenset(str(quad.object) for quad in quads if quad.predicate.value == f"{_SH}targetClass")


def types_in_lines(lines: Iterable[str]) -> Iterator[str]:
    """The classes of all that some lines of N-Triples describe, one after another."""
    type_ = f"<{RDF_TYPE}>"
    return (value for _, predicate, value in (line.split(" ", 2) for line in lines) if predicate == type_)


def checked(types: Iterable[str], names: tuple[str, ...] = ALL_SHAPES) -> dict[str, int]:
    """How many nodes of which class some shapes check; `types` are the classes of nodes, in N-Triples form."""
    targets = targets_of(names)
    return dict(Counter(kind for kind in types if kind in targets))


# ---- the fast engine ---------------------------------------------------------------------------------------------


@cache
def _compiled(shapes: tuple[str, ...]) -> shacl.Shapes:
    import shacl  # noqa: PLC0415 - an optional dependency

    return shacl.Shapes.from_turtle(shapes_turtle(shapes))


def with_shacl(lines: Sequence[str], shapes: tuple[str, ...] = ALL_SHAPES) -> list[Finding]:
    """Findings by the fast engine."""
    report = _compiled(shapes).validate_text(" .\n".join([*lines, ""]), format="turtle")
    return sorted(
        Finding(
            focus=result.focus_node,
            path=result.path or "",
            value=result.value or "",
            component=result.component,
            severity=result.severity,
            message=_english(result.messages),
        )
        for result in report.results
    )


def _english(messages: Iterable[str]) -> str:
    return next(iter(messages), "")


# ---- pySHACL -----------------------------------------------------------------------------------------------------


@cache
def _shapes_graph(shapes: tuple[str, ...]) -> rdflib.Graph:
    import rdflib as rdf  # noqa: PLC0415 - slow to import

    return rdf.Graph().parse(data=shapes_turtle(shapes), format="turtle")


def with_pyshacl(lines: Sequence[str], shapes: tuple[str, ...] = ALL_SHAPES) -> list[Finding]:
    """Findings by the referee."""
    report = pyshacl_report(lines, shapes)
    from rdflib import Namespace  # noqa: PLC0415 - slow to import

    sh = Namespace(_SH)
    return sorted(_finding(report, result) for result in report.objects(None, sh.result))


def pyshacl_report(lines: Sequence[str], shapes: tuple[str, ...] = ALL_SHAPES) -> rdflib.Graph:
    """The standard's report as a graph."""
    import pyshacl  # noqa: PLC0415 - slow to import

    logging.getLogger("pyshacl").setLevel(logging.ERROR)
    report: rdflib.Graph
    _, report, _ = pyshacl.validate(
        to_rdflib(lines), shacl_graph=_shapes_graph(shapes), inference="none", advanced=False
    )
    return report


def report_as(lines: Sequence[str], report_format: str) -> tuple[bool, str]:
    """The standard's report as `turtle` or `jsonld`, and whether it is without violations.

    To the standard a graph does not conform if there is anything to report, be it only a note.
    """
    from rdflib import Namespace  # noqa: PLC0415 - slow to import
    from rdflib.compare import to_canonical_graph  # noqa: PLC0415 - slow to import

    report, sh = pyshacl_report(lines), Namespace(_SH)
    unbroken = (None, sh.resultSeverity, sh[VIOLATION]) not in report
    # Blank nodes get names from what they say, so that the same findings are the same text.
    stable = to_canonical_graph(report)
    if report_format == "turtle":
        return unbroken, stable.serialize(format="turtle")
    triples = ox.parse(_sorted_text(stable), format=ox.RdfFormat.N_TRIPLES)
    return unbroken, (ox.serialize(triples, format=ox.RdfFormat.JSON_LD) or b"").decode()


def _sorted_text(graph: rdflib.Graph) -> str:
    return "".join(sorted(graph.serialize(format="nt").splitlines(keepends=True)))


def _finding(report: rdflib.Graph, result: rdflib.term.Node) -> Finding:
    from rdflib import Namespace  # noqa: PLC0415 - slow to import

    sh = Namespace(_SH)

    def n3(predicate: rdflib.URIRef) -> str:
        value = report.value(result, predicate)
        return "" if value is None else value.n3()

    messages = sorted(report.objects(result, sh.resultMessage), key=lambda m: (getattr(m, "language", "") != "en", m))
    return Finding(
        focus=n3(sh.focusNode),
        path=_path(report, report.value(result, sh.resultPath)),
        value=n3(sh.value),
        component=str(report.value(result, sh.sourceConstraintComponent)).rpartition("#")[2],
        severity=str(report.value(result, sh.resultSeverity)).rpartition("#")[2],
        message=str(messages[0]) if messages else "",
    )


def _path(report: rdflib.Graph, path: rdflib.term.Node | None) -> str:
    """A path as SPARQL writes it, and as the fast engine does: one that is no predicate is a blank node in a report."""
    from rdflib import BNode, Namespace  # noqa: PLC0415 - slow to import
    from rdflib.collection import Collection  # noqa: PLC0415 - slow to import

    if path is None:
        return ""
    if not isinstance(path, BNode):
        return path.n3()
    if inverse := report.value(path, Namespace(_SH).inversePath):
        return f"^{_path(report, inverse)}"
    return f"({'/'.join(_path(report, step) for step in Collection(report, path))})"
