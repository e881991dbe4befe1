"""The shapes accept a good graph, and find each kind of broken one; two engines agree on what is broken.

`shapes/valid.ttl` conforms. Each file of `shapes/broken/` is a SPARQL UPDATE that breaks a copy of it in one way, under
the prefixes of `valid.ttl`. Its head says what must be found: the focus node (`_:` where it has no address), the
constraint component, and the path (`-` where the constraint is on the node itself, `^` before an inverse path).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import pyshacl
import pyshacl.shape
import pytest
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.constraint_component import ConstraintComponent
from rdflib import RDF, SH, SKOS, BNode, Graph, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

ROOT = Path(__file__).parents[1]
HERE = ROOT / "tests" / "shapes"
BROKEN = sorted((HERE / "broken").glob("*.rq"))
CONCEPT = "https://w3id.org/hrd/concept/"

QUERY = Graph.query

COMPONENTS = {
    SH["class"]: "Class",
    SH.datatype: "Datatype",
    SH.disjoint: "Disjoint",
    SH.hasValue: "HasValue",
    SH["in"]: "In",
    SH.lessThan: "LessThan",
    SH.maxCount: "MaxCount",
    SH.minCount: "MinCount",
    SH.minInclusive: "MinInclusive",
    SH.minLength: "MinLength",
    SH.node: "Node",
    SH.nodeKind: "NodeKind",
    SH["or"]: "Or",
    SH.pattern: "Pattern",
    SH.qualifiedMaxCount: "QualifiedMaxCount",
    SH.qualifiedMinCount: "QualifiedMinCount",
    SH.sparql: "SPARQL",
    SH.uniqueLang: "UniqueLang",
}
NO_CONSTRAINTS = {RDF.type, SH.message, SH.path, SH.property, SH.qualifiedValueShape, SH.targetClass}


class Finding(NamedTuple):
    """One violation in N-Triples syntax, every blank node written `_:`; `-` where there is no path or no value."""

    focus: str
    component: str
    path: str
    value: str


class Report(NamedTuple):
    """What pySHACL found; `hit` names what found it; `worded`: each finding has its shape's messages."""

    conforms: bool
    findings: frozenset[Finding]
    hit: frozenset[tuple[Node, str]]
    worded: bool


def read(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


@functools.cache
def shapes() -> Graph:
    """Read the shapes that can stop a build; of the others, see `test_quality_shapes.py`."""
    graph = Graph(store="SimpleMemory")  # no graphs to keep apart: things are found in half the time
    graph += read(*(path for path in sorted((ROOT / "shapes").glob("*.ttl")) if not path.stem.startswith("quality")))
    return graph


@functools.cache
def concepts() -> Graph:
    """Read all concepts."""
    return read(*sorted((ROOT / "ontology" / "concepts").glob("*.ttl")))


@functools.cache
def valid() -> Graph:
    """Read the good graph with the concepts it uses, what stands above them, and their schemes."""
    graph = read(HERE / "valid.ttl")
    named = {term for term in graph.objects() if isinstance(term, URIRef) and term.startswith(CONCEPT)}
    above = {term for one in named for term in concepts().transitive_objects(one, SKOS.broader)}
    kept = above | {scheme for one in above for scheme in concepts().objects(one, SKOS.inScheme)}
    for subject in kept:
        for triple in concepts().triples((subject, None, None)):
            # A scheme of a hundred concepts is shown with those few: all would be validated for each broken copy.
            if triple[2] in kept or not str(triple[2]).startswith(CONCEPT):
                graph.add(triple)
    return graph


@functools.cache
def broken(path: Path) -> Graph:
    graph = Graph()
    graph += valid()
    graph.update(path.read_text(encoding="utf-8"), initNs=dict(valid().namespaces()))
    return graph


def written(term: Node | None) -> str:
    if term is None:
        return "-"
    return "_:" if isinstance(term, BNode) else term.n3()


def written_path(report: Graph, result: Node) -> str:
    path = report.value(result, SH.resultPath)
    if isinstance(path, BNode):
        return f"^{written(report.value(path, SH.inversePath))}"
    return written(path)


@functools.cache
def parsed(query: str) -> Query:
    return prepareQuery(query)


def query_parsed_once(graph: Graph, query: str, *how: Any, **more: Any) -> Result:
    """Query as rdflib does. pySHACL has a query parsed for each focus node, which takes longer than all the rest."""
    return QUERY(graph, parsed(query), *how, **more)


@contextmanager
def judging_quickly() -> Iterator[None]:
    """Leave out what takes pySHACL half of its time and changes no result.

    That is parsing queries again, comparing each predicate of a shape with a list of thirty-three, and prose that
    describes each result, also those of shapes of which another holds.
    """
    with (
        mock.patch.object(Graph, "query", query_parsed_once),
        mock.patch.object(
            pyshacl.shape,
            "CONSTRAINT_PARAMS",
            (frozenset(CONSTRAINT_PARAMETERS_MAP), CONSTRAINT_PARAMETERS_MAP),
            create=True,  # it makes its own when it first needs it
        ),
        mock.patch.object(ConstraintComponent, "make_v_result_description", return_value=""),
    ):
        yield


def judged(data: Graph) -> Report:
    """Run pySHACL. Results inside another's sh:detail are left out: they explain, they are not violations.

    Messages are compared as words, because pySHACL drops their language where the constraint is a SPARQL one.
    """
    with judging_quickly():
        conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes(), inference="none", advanced=False)
    assert isinstance(report, Graph)
    findings, hit, worded = set(), set(), True
    for result in report.objects(None, SH.result):
        component = str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH))
        findings.add(
            Finding(
                written(report.value(result, SH.focusNode)),
                component,
                written_path(report, result),
                written(report.value(result, SH.value)),
            )
        )
        source = report.value(result, SH.sourceShape)
        assert source is not None
        hit.add((source, component))
        given = {str(message) for message in report.objects(result, SH.resultMessage)}
        worded = worded and given == {str(message) for message in shapes().objects(source, SH.message)}
    return Report(conforms, frozenset(findings), frozenset(hit), worded)


@functools.cache
def verdict(path: Path) -> Report:
    return judged(broken(path))


@functools.cache
def fast_engine() -> Any:
    shacl = pytest.importorskip("shacl", reason="the fast engine has no wheel for this platform")
    return shacl.Shapes.from_turtle(shapes().serialize(format="turtle"))


def fast_findings(data: Graph) -> frozenset[Finding]:
    results = fast_engine().validate_text(data.serialize(format="nt"), format="ntriples").results
    blank = "_:"
    return frozenset(
        Finding(
            *(
                blank if part.startswith(blank) else part
                for part in (result.focus_node, result.component, result.path or "-", result.value or "-")
            )
        )
        for result in results
    )


def expected(path: Path) -> tuple[str, str, str]:
    """Focus node, component and path that the head of a broken copy announces."""
    head = dict(line[2:].split(": ", 1) for line in path.read_text(encoding="utf-8").splitlines()[:3])
    return full(head["focus"]), head["component"], full(head["path"])


def full(name: str) -> str:
    if name in {"-", "_:"} or name.startswith("<"):
        return name
    inverse = "^" if name.startswith("^") else ""
    return inverse + valid().namespace_manager.expand_curie(name.removeprefix("^")).n3()


def constraints() -> Iterator[tuple[Node, str]]:
    """Each constraint of a shape that has a target, and of the property shapes of such a shape."""
    graph = shapes()
    targeted = set(graph.subjects(SH.targetClass))
    for shape in targeted | {prop for node in targeted for prop in graph.objects(node, SH.property)}:
        for predicate in set(graph.predicates(shape)) - NO_CONSTRAINTS:
            assert isinstance(predicate, URIRef)
            yield shape, f"{COMPONENTS[predicate]}ConstraintComponent"


@pytest.mark.slow
@pytest.mark.xdist_group("shapes")  # what one copy is judged to be is asked three times
def test_the_good_graph_conforms() -> None:
    graph = read(HERE / "valid.ttl") + concepts()
    assert judged(graph).conforms, judged(graph).findings
    assert fast_findings(graph) == frozenset()


@pytest.mark.slow
@pytest.mark.xdist_group("shapes")  # what one copy is judged to be is asked three times
def test_the_aligned_graph_conforms() -> None:
    graph = valid() + Graph()
    for rule in sorted((ROOT / "mappings" / "align").glob("*.rq")):
        made = valid().query(rule.read_text(encoding="utf-8")).graph
        assert made is not None
        graph += made
    assert len(graph) > len(valid())
    assert judged(graph).conforms, judged(graph).findings
    assert fast_findings(graph) == frozenset()


@pytest.mark.slow
@pytest.mark.xdist_group("shapes")  # what one copy is judged to be is asked three times
def test_the_good_graph_conforms_beside_the_vocabulary() -> None:
    """With the subclasses in sight, a political group is an organisation, and must not be asked for one's address."""
    graph = valid() + read(ROOT / "ontology" / "hrd.ttl", ROOT / "ontology" / "borrowed.ttl") + concepts()
    assert judged(graph).conforms, judged(graph).findings
    assert fast_findings(graph) == frozenset()


@pytest.mark.slow
@pytest.mark.xdist_group("shapes")  # what one copy is judged to be is asked three times
@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_copy_is_found(path: Path) -> None:
    report = verdict(path)
    assert not report.conforms
    assert expected(path) in {finding[:3] for finding in report.findings}
    assert report.worded, report.findings


@pytest.mark.slow
@pytest.mark.xdist_group("shapes")  # what one copy is judged to be is asked three times
@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_the_engines_agree_on_a_broken_copy(path: Path) -> None:
    assert fast_findings(broken(path)) == verdict(path).findings


def test_every_constraint_has_a_message_in_both_languages() -> None:
    for shape, component in constraints():
        languages = sorted(str(getattr(text, "language", None)) for text in shapes().objects(shape, SH.message))
        assert languages == ["en", "fr"], (shape, component)


@pytest.mark.slow
@pytest.mark.xdist_group("shapes")  # what one copy is judged to be is asked three times
def test_every_constraint_finds_something() -> None:
    found = {hit for path in BROKEN for hit in verdict(path).hit}
    assert set(constraints()) - found == set()
    assert len(BROKEN) >= 400


@pytest.mark.slow
@pytest.mark.xdist_group("shapes")
def test_every_broken_copy_differs() -> None:
    copies = [frozenset(broken(path)) for path in BROKEN]
    assert frozenset(valid()) not in copies
    assert len(set(copies)) == len(copies)
