"""The library in three steps: a document's text to its record, the record to a graph, the graph to findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ld_export import parse as _parse
from ld_export.codes import groups, kinds
from ld_export.curation import parse_annotations, read_annotations
from ld_export.documents import document_key, to_document
from ld_export.errors import UsageProblem
from ld_export.evidence import agents_named, resolved
from ld_export.graph import NamedGraph, to_rdflib, turtle_body, turtle_head
from ld_export.iris import Minter
from ld_export.mapping import Node
from ld_export.model import Annotations, Organization, Text
from ld_export.pipeline.registry_stage import described, registry_graph
from ld_export.pipeline.stage import document_graph
from ld_export.quotes import find_quote
from ld_export.references import References, additions
from ld_export.registry import Registry
from ld_export.settings import DocumentSettings
from ld_export.sources import DEFAULT_LIMIT, clean, read_source
from ld_export.validate import Finding, concept_lines, validate, violations

if TYPE_CHECKING:
    import rdflib

    from ld_export.graph import Term
    from ld_export.remote.results import Result

EXAMPLE_BASE = "https://example.org/"


class Graph(NamedTuple):
    """A document's graph and that of the entities it names."""

    document: NamedGraph
    entities: NamedGraph
    base: str

    @property
    def lines(self) -> list[str]:
        """Every statement as canonical N-Triples without the final ` .`, sorted."""
        return sorted({*self.document.lines, *self.entities.lines})

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The same as compact JSON-LD nodes."""
        return self.document.nodes + self.entities.nodes

    def turtle(self) -> str:
        """The same as Turtle."""
        bodies = [turtle_body(graph.statements, self.base) for graph in (self.document, self.entities)]
        return "\n".join([turtle_head(self.base), *(body.decode() for body in bodies)])

    def rdflib(self) -> rdflib.Graph:
        """The same as an rdflib graph."""
        return to_rdflib(self.lines)


def parse_document(source: str | Path, layout: str | None = None, language: str | None = None) -> Text:
    """The record of one document, from a file (a `Path`) or from its text (a `str`).

    `layout` forces one by name; `language` (ISO 639-1) serves texts that do not show it. Raises an
    `LdExportError` that names file, line and remedy.
    """
    # A lone surrogate becomes bytes that are no UTF-8, and so the same error that it is in a file.
    text = read_source(source) if isinstance(source, Path) else clean(source.encode("utf-8", "surrogatepass"), "text")
    return _parse.parse(text, layout, language)


def annotate_document(source: str | Path, text: Text, settings: DocumentSettings | None = None) -> Annotations:
    """What an annotation file (a `Path`, or its text) says of a parsed document. See docs/annotations.md."""
    key = document_key(text, settings or DocumentSettings())
    if isinstance(source, Path):
        return read_annotations(source, text, key, DEFAULT_LIMIT)
    return parse_annotations(source, "annotations", text, key)


def build_graph(
    text: Text,
    base: str = EXAMPLE_BASE,
    registry: Registry | None = None,
    settings: DocumentSettings | None = None,
    annotations: Annotations | None = None,
) -> Graph:
    """The graph of one parsed document with IRIs under `base`, which ends in a slash.

    Signatories that the `registry` does not know are numbered after its rows; without one they count from 1, so
    such IRIs are good for a look, not for citing. `settings` say what the text does not (see docs/settings.md),
    `annotations` what was found in it (see `annotate_document`).
    """
    if not base.endswith("/"):
        raise UsageProblem(f"the base {base!r} lacks its last slash", remedy=f"write {base}/")
    settings = settings or DocumentSettings()
    mint = Minter(base)
    known = registry or Registry()
    grown, _, _ = known.with_new((text.source, signatory) for signatory in text.signatories)
    publisher = kinds()[text.kind]["publisher"] or settings.publisher or "pace"
    if publisher not in grown.organizations:
        bodies = [*grown.organizations.values(), Organization(id=publisher, name=publisher)]
        grown = Registry(grown.persons.values(), bodies, grown.families.values(), grown.cited.values())
    matches = [grown.match(signatory) for signatory in text.signatories]
    key, names = document_key(text, settings), set(_named(text))
    if annotations:
        grown = grown.with_rows(*additions([annotations], grown, [key]))
        annotations = resolved(annotations, References(grown).targets(annotations))
        names |= agents_named(annotations) | {f"declaration/{citation.cites}" for citation in annotations.citations}
    document = to_document(
        key, {text.language: text}, {text.language: settings}, publisher, matches, annotations=annotations
    )
    entities = registry_graph(described(grown, names), mint)
    return Graph(document_graph(document, mint, text.language), entities, base)


def _named(text: Text) -> Iterator[str]:
    """The countries and the groups (with those that they succeed) that a text names."""
    for signatory in text.signatories:
        yield f"country/{signatory.country}"
        group = signatory.group
        while group:
            yield f"group/{group}"
            group = groups()[group].succeeds


def validate_graph(graph: Graph, engine: str | None = None) -> list[Finding]:
    """What in a graph breaks a rule of the shapes; `engine` is `shacl` (where installed) or `pyshacl`.

    Warnings and notes are left out: a document by itself lacks much that a publication knows.
    """
    return violations(validate([*graph.lines, *concept_lines()], engine))


def ask_endpoint(
    url: str,
    query: str,
    parameters: Mapping[str, str | Term] | None = None,
    *,
    page_size: int | None = None,
    contact: str | None = None,
    timeout: float = 60.0,
) -> Result:
    """The answer of a SPARQL endpoint: `Rows` with columns and rows of terms, a `Truth`, or `Statements`.

    Variables named in `parameters` have those values: a text is a string, anything else a term of pyoxigraph. Rows come
    as they are read, with a `page_size` by so many at a time. `contact` (an address) is told to the endpoint;
    credentials are those of the environment or of `~/.netrc`. Raises `EndpointRefused` for what the endpoint finds
    wrong, and `EndpointProblem` where it gives no whole answer, also while rows are read.
    """
    import pyoxigraph as ox  # noqa: PLC0415 - with the rest, slow to import, and only these need it

    from ld_export.remote import own_session  # noqa: PLC0415 - slow to import, as the next
    from ld_export.remote.endpoint import ask_once  # noqa: PLC0415

    terms = {name: ox.Literal(value) if isinstance(value, str) else value for name, value in (parameters or {}).items()}
    return ask_once(url, own_session(version("ld-export"), contact, timeout), query, terms, page_size)


__all__ = [
    "Graph",
    "annotate_document",
    "ask_endpoint",
    "build_graph",
    "find_quote",
    "parse_document",
    "validate_graph",
]
