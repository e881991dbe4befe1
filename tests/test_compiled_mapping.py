"""The compiled mapping against its referees, statement by statement.

Nodes become statements by a context that is compiled, and the alignments see only those statements that they name.
Here the same nodes go the long way: through two JSON-LD processors, and through rules that see everything.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, Variable
from rdflib.plugins.sparql.algebra import translateQuery, traverse
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.term import Identifier, URIRef

from ld_export.graph import ENTITY_ALIGNMENTS, json_ld, lines_of, naming, statements_of, terms_named_in, to_graph
from ld_export.iris import Minter
from ld_export.mapping import Node, context, document_nodes
from ld_export.pipeline.index import EMPTY
from ld_export.pipeline.inputs import read_inputs
from ld_export.pipeline.plan import make_plan, names_in, parse_files
from ld_export.pipeline.registry_stage import _node, described
from ld_export.pipeline.stage import document_of
from ld_export.validate import DOCUMENT_SHAPES, terms_seen_by
from tests import reading
from tests.support import BASE, examples
from tests.test_shapes import BROKEN, broken, fast_findings

ROOT = Path(__file__).parents[1]
RULES = sorted((ROOT / "mappings" / "align").glob("*.rq"))
NAME = f"{BASE}graph"


def all_nodes(publication: Path) -> Iterator[list[Node]]:
    """The nodes of each document, and those of the registry."""
    inputs = read_inputs(publication)
    plan = make_plan(inputs, EMPTY, parse_files(inputs, EMPTY, map), frozen=False)
    mint = Minter(inputs.settings.base_uri)
    for task in plan.tasks.values():
        yield document_nodes(document_of(task), mint, task.first_language)
    yield [_node(entity, mint) for entity in described(plan.registry, names_in(plan.entries.values()))]


def by_oxigraph(nodes: list[Node]) -> list[str]:
    return sorted({str(quad.triple) for quad in ox.parse(json_ld(nodes), format=ox.RdfFormat.JSON_LD)})


def by_rules_that_see_everything(lines: list[str]) -> list[str]:
    store = ox.Store()
    store.load("".join(f"{line} .\n" for line in lines), format=ox.RdfFormat.N_TRIPLES)
    made: list[Any] = [store.query(rule.read_text(encoding="utf-8")) for rule in RULES]
    return sorted({*lines, *(str(triple) for result in made for triple in result)})


@cache
def generated(folder: Path) -> list[list[Node]]:
    """Documents of every kind that the benchmarks invent: declarations and motions, in one language and in two."""
    command = [sys.executable, "-m", "benchmarks.generate", str(folder), "60"]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    return list(all_nodes(folder))


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> list[list[Node]]:
    return [*all_nodes(ROOT / "declarations"), *generated(tmp_path_factory.mktemp("generated") / "publication")]


def test_a_json_ld_processor_reads_the_same_statements(many: list[list[Node]]) -> None:
    assert len(many) > 60
    for nodes in many:
        assert lines_of(statements_of(nodes)) == by_oxigraph(nodes)


def test_another_json_ld_processor_reads_the_same_statements() -> None:
    for nodes in all_nodes(ROOT / "declarations"):
        compiled = "".join(f"{line} .\n" for line in lines_of(statements_of(nodes)))
        assert reading.by_pyld(json_ld(nodes)) == reading.by_oxigraph(compiled.encode(), ".nt")


def test_rules_that_see_everything_make_the_same_statements(many: list[list[Node]]) -> None:
    for nodes in many:
        assert to_graph(nodes, NAME).lines == by_rules_that_see_everything(by_oxigraph(nodes))


def test_alignments_of_entities_make_nothing_of_a_document(many: list[list[Node]]) -> None:
    assert set(ENTITY_ALIGNMENTS) < {rule.stem for rule in RULES}
    documents = [nodes for nodes in many if any("documentKind" in node for node in nodes)]
    assert len(documents) > 60
    for nodes in documents:
        assert to_graph(nodes, NAME, without=ENTITY_ALIGNMENTS) == to_graph(nodes, NAME)


def test_the_nodes_of_a_graph_say_what_its_lines_say(many: list[list[Node]]) -> None:
    for nodes in many:
        graph = to_graph(nodes, NAME)
        assert by_oxigraph(list(graph.nodes)) == graph.lines


# ---- any nodes, not only those of documents ----------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
IRIS = st.sampled_from([f"{BASE}a", f"{BASE}a#b", f"{BASE}person/17", "https://é.example/ß?q=#", "urn:x:y"])
LANGUAGES = st.sampled_from(["en", "fr", "kk", "zh-hant"])


def one_or_some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(strategy, st.lists(strategy, min_size=1, max_size=3))


def values(term: dict[str, str]) -> st.SearchStrategy[Any]:
    match term:
        case {"@reverse": _}:
            return one_or_some(st.deferred(lambda: NODES))
        case {"@container": "@language"}:
            return st.dictionaries(LANGUAGES, one_or_some(WORDS), min_size=1, max_size=2)
        case {"@type": "@id"}:
            return one_or_some(st.one_of(IRIS, st.deferred(lambda: NODES)))
        case {"@type": "xsd:integer"}:
            return st.integers(-(10**15), 10**15)
        case {"@type": "xsd:boolean"}:
            return st.booleans()
        case {"@type": _}:
            return st.dates().map(lambda day: day.isoformat())
    return one_or_some(WORDS)


TERMS = {key: values(term) for key, term in context().items() if isinstance(term, dict)}
TYPES = st.sampled_from(["hrd:Signature", "schema:Person", "https://example.net/T"])
NODES: st.SearchStrategy[Node] = st.builds(
    lambda iri, types, more: {"id": iri, "type": types, **more},
    IRIS,
    one_or_some(TYPES),
    st.lists(st.sampled_from(sorted(TERMS)), max_size=4, unique=True).flatmap(
        lambda keys: st.fixed_dictionaries({key: TERMS[key] for key in keys})
    ),
)


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(NODES, min_size=1, max_size=3))
def test_any_nodes_are_read_alike(nodes: list[Node]) -> None:
    own = by_oxigraph(nodes)
    assert lines_of(statements_of(nodes)) == own
    graph = to_graph(nodes, NAME)
    assert graph.lines == by_rules_that_see_everything(own)
    assert by_oxigraph(list(graph.nodes)) == graph.lines


# ---- why it is enough that rules and shapes see what they name ---------------------------------------------------


def patterns(rule: Path) -> list[tuple[Identifier, Identifier, Identifier]]:
    """Every triple pattern that a rule looks for."""
    found: list[Any] = []

    def visit(part: Any) -> None:
        if getattr(part, "name", "") == "BGP":
            found.extend(part.triples)

    traverse(translateQuery(parseQuery(rule.read_text(encoding="utf-8"))).algebra.p, visitPre=visit)
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_a_rule_names_every_predicate_and_every_class_that_it_looks_for(rule: Path) -> None:
    text = rule.read_text(encoding="utf-8")
    assert patterns(rule)
    for _, predicate, value in patterns(rule):
        assert isinstance(predicate, URIRef), "a rule that looks for any predicate would miss what it does not name"
        if predicate == RDF.type:
            # A class by variable is fine where the rule lists what it may be.
            assert (
                isinstance(value, URIRef)
                or (isinstance(value, Variable) and f"VALUES ?{value}" in text)
                or (f"VALUES (?{value}" in text)
            )
        else:
            assert predicate.n3() in terms_named_in(text)


@pytest.mark.slow
def test_shapes_find_the_same_where_they_see_only_what_they_name() -> None:
    """Over every broken copy: the predicates that no shape names change nothing."""
    named = terms_seen_by(())
    left_out = 0
    for path in BROKEN:
        data = broken(path)
        seen = [(s, p, o) for s, p, o in data if p.n3() in named or (p == RDF.type and o.n3() in named)]
        left_out += len(data) - len(seen)
        fewer = type(data)()
        for triple in seen:
            fewer.add(triple)
        assert fast_findings(fewer) == fast_findings(data), path
    assert left_out > 0
    assert terms_seen_by(DOCUMENT_SHAPES) < named


def test_no_shape_is_closed() -> None:
    """A closed shape would look at predicates that it does not name."""
    shapes = sorted((ROOT / "shapes").glob("*.ttl"))
    assert shapes
    assert not [path.name for path in shapes if "sh:closed" in path.read_text(encoding="utf-8")]


def test_what_names_some_terms_is_all_that_has_them_as_predicate_or_type() -> None:
    types = ["schema:Person", "schema:Thing"]
    nodes: list[Node] = [{"id": f"{BASE}a", "type": types, "name": ["x", "y; z ."], "givenName": "z"}]
    nodes.append({"id": f"{BASE}b", "type": "schema:Thing", "givenName": "z"})
    named = {"<https://schema.org/name>", "<https://schema.org/Person>"}
    seen = " .\n".join([*naming(named, statements_of(nodes)), ""])
    found = {str(quad.triple) for quad in ox.parse(seen, format=ox.RdfFormat.TURTLE)}
    assert found == {line for line in lines_of(statements_of(nodes)) if any(term in line for term in named)}
    assert len(found) == 3
