r"""The shapes load nothing, run no script, and hold no pattern that an engine lacks or that a long text can stall.

Engines differ in the regular expressions they know: `\p{…}` fails in one, look-around in another. A quantifier
inside a repeated group makes some engines try every way to split the text, so one line could stop a build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SH, BNode, Graph, Literal, URIRef

FILES = sorted((Path(__file__).parents[1] / "shapes").glob("*.ttl"))
SHAPE = "https://w3id.org/hrd/shape#"
PREFIXES = (
    f"@prefix owl: <{OWL}> . @prefix sh: <{SH}> . @prefix shape: <{SHAPE}> . @prefix ex: <https://example.org/> ."
)
TOKEN = re.compile(r"\\.|\(\?:|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[0-9,]*\}|.", re.DOTALL)
FETCHING = re.compile(r"\b(?:SERVICE|FROM|LOAD)\b", re.IGNORECASE)


def nested_quantifier(pattern: str) -> bool:
    """Tell whether something repeated is itself made of something repeated or optional."""
    quantified = [False]
    closed: bool | None = None
    for token in TOKEN.findall(pattern):
        if token in {"(", "(?:"}:
            quantified.append(False)
            closed = None
        elif token == ")":
            closed = quantified.pop()
            quantified[-1] = quantified[-1] or closed
        elif token in {"*", "+", "?"} or token.startswith("{"):
            if closed and token != "?":
                return True
            quantified[-1] = True
            closed = None
        else:
            closed = None
    return False


def faults_of_pattern(pattern: str) -> Iterator[str]:
    if re.search(r"\\[pP]\{", pattern):
        yield "a Unicode class"
    if re.search(r"\(\?[=!<]", pattern):
        yield "look-around"
    if nested_quantifier(pattern):
        yield "a nested quantifier"


def faults(graph: Graph) -> Iterator[str]:
    if (None, OWL.imports, None) in graph:
        yield "owl:imports"
    for term in {term for triple in graph for term in triple if isinstance(term, URIRef)}:
        if term.startswith(str(SH)) and term.removeprefix(str(SH)).lower().startswith("js"):
            yield "a script"
    for pattern in graph.objects(None, SH.pattern):
        yield from faults_of_pattern(str(pattern))
    for query in graph.objects(None, SH.select):
        if FETCHING.search(str(query)):
            yield "a query that fetches"
    yield from faults_of_names(graph)


def faults_of_names(graph: Graph) -> Iterator[str]:
    """Yield a fault for each shape without a name: a report could not say which shape found what."""
    for subject in set(graph.subjects()):
        if isinstance(subject, BNode):
            if not {RDF.first, SH.inversePath} & set(graph.predicates(subject)):
                yield "a nameless shape"
        elif not str(subject).startswith(SHAPE):
            yield "a shape outside the namespace"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_shapes_file_has_no_fault(path: Path) -> None:
    assert list(faults(Graph().parse(path))) == []


def test_there_is_a_file_for_each_class() -> None:
    assert sorted(path.stem for path in FILES) == [
        "cited",
        "claims",
        "concepts",
        "countries",
        "demands",
        "documents",
        "excerpts",
        "families",
        "figures",
        "groups",
        "language-versions",
        "mentions",
        "organizations",
        "passages",
        "persons",
        "quality",
        "quality-registry",
        "sets",
        "signatures",
        "statements",
        "tombstones",
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_two_files_describe_one_shape(path: Path) -> None:
    own = {subject for subject in Graph().parse(path).subjects() if isinstance(subject, URIRef)}
    others = {subject for other in FILES if other != path for subject in Graph().parse(other).subjects()}
    assert own & others == set()


def test_queries_stay_few() -> None:
    """A SPARQL constraint costs more than all the others of a document together."""
    queries = [query for path in FILES for query in Graph().parse(path).objects(None, SH.select)]
    assert len(queries) <= 2
    assert all(isinstance(query, Literal) for query in queries)


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ("shape:x owl:imports ex:shapes .", "owl:imports"),
        ("shape:x sh:js shape:y .", "a script"),
        ("shape:x a sh:JSConstraint .", "a script"),
        ("shape:x sh:jsFunctionName 'f' .", "a script"),
        (r"shape:x sh:pattern '^\\p{L}+$' .", "a Unicode class"),
        (r"shape:x sh:pattern '^\\P{Lu}' .", "a Unicode class"),
        ("shape:x sh:pattern '^(?=a)' .", "look-around"),
        ("shape:x sh:pattern '^(?!a)' .", "look-around"),
        ("shape:x sh:pattern '(?<=a)b' .", "look-around"),
        ("shape:x sh:pattern '(?<!a)b' .", "look-around"),
        ("shape:x sh:pattern '^(a+)+$' .", "a nested quantifier"),
        ("shape:x sh:pattern '^(a|b*)*$' .", "a nested quantifier"),
        ("shape:x sh:pattern '^([a-z]+-)*$' .", "a nested quantifier"),
        ("shape:x sh:pattern '^((a?)b){2,}$' .", "a nested quantifier"),
        ("shape:x sh:pattern '^(?:x(a{1,9})y)+$' .", "a nested quantifier"),
        ("shape:x sh:sparql shape:y . shape:y sh:select 'SELECT $this { SERVICE ex:s {} }' .", "a query that fetches"),
        ("shape:x sh:property [ sh:path ex:p ; sh:minCount 1 ] .", "a nameless shape"),
        ("ex:x sh:targetClass ex:C .", "a shape outside the namespace"),
    ],
)
def test_a_planted_fault_is_found(planted: str, fault: str) -> None:
    assert list(faults(Graph().parse(data=PREFIXES + planted, format="turtle"))) == [fault]


@pytest.mark.parametrize(
    "pattern", [r"^\(a+\)+$", "^[(a+)]+$", "^(?:ab)+$", "^([a-z][a-z]-)?x(0|[1-9][0-9]*)$", "^a{2}b*$"]
)
def test_a_harmless_pattern_passes(pattern: str) -> None:
    assert list(faults_of_pattern(pattern)) == []
