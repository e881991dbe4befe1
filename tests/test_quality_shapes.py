"""The shapes of what is not known or not done yet: they find it, say so in two languages, and stop nothing.

Each case is what a SPARQL UPDATE takes from or adds to `shapes/valid.ttl`, and what is then found besides, by both
engines alike.
"""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from ld_export.graph import read_lines
from ld_export.validate import Finding, concept_lines, conforms, engines, targets_of, validate, violations

ROOT = Path(__file__).parents[1]
VALID = ROOT / "tests" / "shapes" / "valid.ttl"
FILES = sorted((ROOT / "shapes").glob("quality*.ttl"))
BASE = "https://example.org/hrd/"

CASES = {
    "SourceKnown": (
        f"DELETE WHERE {{ <{BASE}declaration/pace-wd-901#text-en> schema:url ?o }}",
        "declaration/pace-wd-901#text-en",
        "Warning",
    ),
    "SignatoryKnown": (
        f"DELETE WHERE {{ <{BASE}declaration/pace-wd-901#signature-1> hrd:signatory ?o }}",
        "declaration/pace-wd-901#signature-1",
        "Warning",
    ),
    "Reviewed": (
        f"""DELETE {{ ?s hrd:reviewStatus ?o }} INSERT {{ ?s hrd:reviewStatus hrd:Suggested }}
        WHERE {{ ?s dcterms:isPartOf <{BASE}declaration/example-times-1> ; hrd:reviewStatus ?o }}""",
        "declaration/example-times-1",
        "Warning",
    ),
    "Read": (
        f"""DELETE {{ ?s hrd:inPassage ?o }}
        WHERE {{ ?s dcterms:isPartOf <{BASE}declaration/pace-wd-901> ; hrd:inPassage ?o }}""",
        "declaration/pace-wd-901",
        "Info",
    ),
    "TextPublished": (
        f"""DELETE {{ ?d hrd:textRights ?o }}
        INSERT {{ ?d hrd:textRights <https://w3id.org/hrd/concept/rights/quotes> }}
        WHERE {{ BIND(<{BASE}declaration/pace-wd-902> AS ?d) ?d hrd:textRights ?o }}""",
        "declaration/pace-wd-902",
        "Info",
    ),
    "DateKnown": (
        f"DELETE WHERE {{ <{BASE}declaration/pace-rec-9102> schema:datePublished ?o }}",
        "declaration/pace-rec-9102",
        "Info",
    ),
    "GroupsPrinted": (
        f"DELETE WHERE {{ <{BASE}declaration/pace-wd-901#signature-1> hrd:groupAsPrinted ?o }}",
        "declaration/pace-wd-901",
        "Info",
    ),
    "MentionDecided": (
        f"DELETE WHERE {{ <{BASE}declaration/pace-wd-901#mention-1> hrd:refersTo ?o }}",
        "declaration/pace-wd-901#mention-1",
        "Info",
    ),
    "PersonNamedInFull": (f"DELETE WHERE {{ <{BASE}person/1> schema:givenName ?o }}", "person/1", "Info"),
    "OrganizationLinked": (
        f"DELETE WHERE {{ <{BASE}organization/pace> schema:sameAs ?o }}",
        "organization/pace",
        "Info",
    ),
    "CitedFound": (
        f'INSERT DATA {{ <{BASE}declaration/letter> a schema:CreativeWork ; schema:name "A letter" }}',
        "declaration/letter",
        "Info",
    ),
}


@functools.cache
def shapes() -> Graph:
    graph = Graph()
    for path in FILES:
        graph.parse(path)
    return graph


def lines_of(graph: Graph) -> list[str]:
    return [f"{s.n3()} {p.n3()} {o.n3()}" for s, p, o in graph] + list(concept_lines())


def changed(update: str) -> list[str]:
    graph = Graph().parse(VALID)
    before = set(graph)
    graph.update(update)
    assert set(graph) != before
    return lines_of(graph)


def messages(shape: Node) -> set[str]:
    parts = [shape, *shapes().objects(shape, SH.property)]
    return {str(text) for part in parts for text in shapes().objects(part, SH.message)}


@functools.cache
def found(engine: str, update: str = "") -> list[Finding]:
    return validate(changed(update) if update else lines_of(Graph().parse(VALID)), engine)


def test_every_shape_has_its_case() -> None:
    assert {str(shape).partition("#")[2] for shape in shapes().subjects(SH.targetClass)} == set(CASES)


# The referee takes a second for each; what the first engine finds, it must find in any case (below).
ENGINES = [pytest.param(name, marks=[pytest.mark.slow] if name == "pyshacl" else []) for name in engines()]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", CASES)
def test_what_is_not_known_is_found_and_stops_nothing(name: str, engine: str) -> None:
    update, focus, severity = CASES[name]
    new = [one for one in found(engine, update) if one not in found(engine)]
    mine = [one for one in new if one.message in messages(URIRef(f"https://w3id.org/hrd/shape#{name}"))]
    assert [(one.focus, one.severity) for one in mine] == [(f"<{BASE}{focus}>", severity)]


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_the_engines_agree_to_the_letter(name: str) -> None:
    one, *others = (found(engine, CASES[name][0]) for engine in engines())
    assert all(other == one for other in others)


def test_a_good_graph_has_findings_of_lesser_severity_only_and_conforms() -> None:
    graph = Graph().parse(VALID)
    assert {one.severity for one in validate(lines_of(graph))} == {"Warning", "Info"}
    assert violations(validate(lines_of(graph))) == []
    assert conforms(lines_of(graph))


@pytest.mark.slow
def test_the_path_of_a_finding_is_written_as_sparql_writes_it_by_both_engines() -> None:
    is_part_of, in_passage = "<http://purl.org/dc/terms/isPartOf>", "<https://w3id.org/hrd/ontology#inPassage>"
    for engine in engines():
        assert f"(^{is_part_of}/{in_passage})" in {one.path for one in found(engine)}
        assert f"^{is_part_of}" in {one.path for one in found(engine)}


def test_no_rule_of_these_files_is_a_violation_and_none_of_the_others_is_less() -> None:
    for path in (ROOT / "shapes").glob("*.ttl"):
        graph = Graph().parse(path)
        with_severity = set(graph.subjects(SH.severity))
        if path in FILES:
            worded = set(graph.subjects(SH.message))
            assert worded == with_severity
            assert set(graph.objects(None, SH.severity)) <= {SH.Warning, SH.Info}
        else:
            assert with_severity == set()


def test_every_message_is_there_in_both_languages() -> None:
    for shape in set(shapes().subjects(SH.message)):
        languages = sorted(str(getattr(text, "language", "")) for text in shapes().objects(shape, SH.message))
        assert languages == ["en", "fr"], shape


def test_the_classes_that_shapes_check_are_read_from_them() -> None:
    assert targets_of(("quality-registry",)) == {
        "<https://schema.org/Person>",
        "<https://schema.org/Organization>",
        "<https://schema.org/CreativeWork>",
    }


def test_a_shape_is_a_node_shape_with_a_name() -> None:
    assert all((shape, RDF.type, SH.NodeShape) in shapes() for shape in shapes().subjects(SH.targetClass))
    assert read_lines(FILES[0])
