"""A query that is not asked of an entity has no answer there, however it is written."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from ld_export.errors import PageProblem
from ld_export.pages.data import Around
from ld_export.pages.entity import Entity, answers
from ld_export.pages.views import Query, View, _query
from ld_export.theme import Theme

EX = "https://example.org/"
HRD = "https://w3id.org/hrd/ontology#"
DATA = f"""\
@prefix hrd: <{HRD}> . @prefix ex: <{EX}> .
ex:a a ex:Thing ; hrd:cites ex:b .
ex:b a ex:Thing ; ex:own ex:c .
ex:c a ex:Thing .
ex:d a ex:Thing ; hrd:signatory ex:d ; hrd:cites ex:a .
"""
QUERIES = {
    "a name": "SELECT ?x WHERE { ?x hrd:cites ?this }",
    "outwards": "SELECT ?x WHERE { ?this hrd:cites ?x }",
    "another's name": "PREFIX ex: <https://example.org/> SELECT ?x WHERE { ?x ex:own ?this }",
    "in full": "SELECT ?x WHERE { ?x <https://example.org/own> ?this }",
    "one of several objects": "SELECT ?x WHERE { ?x hrd:cites ?other, ?this }",
    "any predicate": "SELECT ?x ?p WHERE { ?x ?p ?this }",
    "any predicate, and a name": "SELECT ?x ?p ?y WHERE { ?x ?p ?this . ?x hrd:signatory ?y }",
    "some predicates": "SELECT ?x WHERE { VALUES ?p { hrd:cites hrd:signatory } ?x ?p ?this }",
    "either way": "SELECT ?x WHERE { { ?x hrd:cites ?this } UNION { ?this hrd:signatory ?x } }",
    "a path": "SELECT ?x WHERE { ?x hrd:cites/hrd:cites ?this }",
    "a path of any length": "SELECT ?x WHERE { ?x hrd:cites* ?this }",
    "an inverse path": "SELECT ?x WHERE { ?this ^hrd:cites ?x }",
    "all but one": "SELECT ?x WHERE { ?x !hrd:cites ?this }",
    "a class": "SELECT ?x WHERE { ?this a ?x }",
    "optional": "SELECT ?x ?y WHERE { ?x hrd:signatory ?x OPTIONAL { ?this hrd:cites ?y } }",
    "not there": "SELECT ?x WHERE { ?x a <https://example.org/Thing> FILTER NOT EXISTS { ?this hrd:cites ?x } }",
    "not counted": "SELECT ?x WHERE { ?x a <https://example.org/Thing> MINUS { ?this hrd:cites ?x } }",
    "a filter": "SELECT ?x WHERE { ?x hrd:cites ?y FILTER(?y = ?this) }",
    "a function": "SELECT ?x WHERE { ?x hrd:cites ?y FILTER(sameTerm(?y,?this)) }",
    "a variable": "SELECT ?x ?y WHERE { BIND(?this AS ?y) ?x hrd:cites ?y }",
    "not there at all": "SELECT ?x WHERE { ?x hrd:signatory ?x }",
    "a comment": "# of ?this\nSELECT ?x WHERE { ?x hrd:cites ?this } # those of ?this",
}


def query(folder: Path, text: str | bytes) -> Query:
    """A query of a theme."""
    (folder / "queries").mkdir()
    (folder / "queries" / "x.rq").write_bytes(text if isinstance(text, bytes) else text.encode())
    return _query("queries/x.rq", Theme((folder,), ""))


@pytest.mark.parametrize("text", QUERIES.values(), ids=QUERIES)
def test_what_is_not_asked_has_no_answer(tmp_path: Path, text: str) -> None:
    store = ox.Store()
    store.load(DATA, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(EX))
    found = query(tmp_path, f"PREFIX hrd: <{HRD}>\n{text}")
    view = View("x", (), "", {"x": found}, {}, listed=True, vocabulary=False, by_year="")
    answered = 0
    for name in "abcd":
        entity = Entity(Around(EX + name, store), view, store, None)
        expected = [str(row) for row in answers(store, found.text.replace("?this", f"<{EX}{name}>"))]
        assert sorted(map(str, entity.rows["x"])) == sorted(expected), name
        answered += len(expected)
    assert answered


def test_the_queries_of_the_site_are_not_asked_of_everything() -> None:
    """A gate that is always open would let every test of it pass."""
    folder = Path(__file__).parents[2] / "site"
    texts = {path.name: path.read_text(encoding="utf-8") for path in (folder / "queries").glob("*.rq")}
    about_this = [name for name, text in texts.items() if "?this" in text]
    assert len(about_this) > 10
    assert [name for name in about_this if not _query(f"queries/{name}", Theme((folder,), "")).reach] == []


@pytest.mark.parametrize(
    "text", ["", "SELECT", "SELECT ?x WHERE { ?x no:where ?this }", "ASK { ?x ?y ?this }", b"\xff"], ids=str
)
def test_what_is_no_query_for_a_list_is_named(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(PageProblem, match=r"queries/x\.rq"):
        query(tmp_path, text)
