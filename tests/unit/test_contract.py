"""What a reader copies from a page is what it says to be, whatever the entity is called."""

from __future__ import annotations

import json
import re

import msgspec
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.namespace import OWL, SKOS

from ld_export.pages.contract import YOURS, Cited, citations, link_snippets
from ld_export.pages.locales import catalogue
from ld_export.theme import plain_theme
from tests.snippets import from_bibtex, triples_of

IRI = "https://example.org/hrd/declaration/pace-wd-901"
CITED = Cited(IRI, "Testland must free its prisoners", "2031-05-03", "Invented declarations", "Tests")
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
HOSTILE = [
    "{",
    "}",
    "{}%&\\",
    "}} @misc{x,",
    "\\",
    "50 % & more",
    "a_b^c~d#e$f",
    "“x”",
    '"',
    "</pre>",
    "{label}",
    "\\}",
]


def by_name(cited: Cited, language: str = "en") -> dict[str, str]:
    return {one.name: one.text for one in citations(cited, catalogue(language, plain_theme()))}


# -- links -------------------------------------------------------------------------------------------------------------


def test_every_snippet_is_one_statement_that_links_yours_to_ours() -> None:
    expected = {"exact_match": SKOS.exactMatch, "same_as": OWL.sameAs}
    snippets = link_snippets(IRI)
    assert [(one.name, one.syntax) for one in snippets] == [
        (name, syntax) for name in expected for syntax in ("Turtle", "JSON-LD")
    ]
    for one in snippets:
        assert triples_of(one) == [(rdflib.URIRef(YOURS), expected[one.name], rdflib.URIRef(IRI))]


@pytest.mark.parametrize("iri", [f"{IRI}#é", "https://example.org/%22%3E/(x)'y", "https://example.org/ontology#a_b.c"])
def test_a_snippet_of_an_odd_address_is_read_as_that_address(iri: str) -> None:
    assert [str(target) for one in link_snippets(iri) for _, _, target in triples_of(one)] == [iri] * 4


# -- citations ---------------------------------------------------------------------------------------------------------


def test_a_citation_says_what_when_where_and_by_whom() -> None:
    assert by_name(CITED)["citation"] == (
        f"“Testland must free its prisoners, 3 May 2031”. Invented declarations. Tests. {IRI}"
    )
    assert "3 mai 2031" in by_name(CITED, "fr")["citation"]
    assert by_name(CITED._replace(date=""))["citation"].startswith("“Testland must free its prisoners”. ")


def test_bibtex_has_the_parts_of_the_citation() -> None:
    key, fields = from_bibtex(by_name(CITED)["bibtex"])
    assert key == "declaration-pace-wd-901"
    assert fields == {
        "title": CITED.label,
        "howpublished": CITED.site,
        "publisher": CITED.publisher,
        "year": "2031",
        "url": IRI,
    }
    assert "year" not in from_bibtex(by_name(CITED._replace(date=""))["bibtex"])[1]


def test_csl_has_the_parts_of_the_citation() -> None:
    assert json.loads(by_name(CITED, "fr")["csl"]) == [
        {
            "id": "declaration-pace-wd-901",
            "type": "webpage",
            "title": CITED.label,
            "container-title": CITED.site,
            "publisher": CITED.publisher,
            "issued": {"date-parts": [[2031, 5, 3]]},
            "URL": IRI,
            "language": "fr",
        }
    ]


@pytest.mark.parametrize(
    ("date", "parts"), [("2031-05-03", [2031, 5, 3]), ("2031-05", [2031, 5]), ("2031", [2031]), ("", None)]
)
def test_a_date_is_cited_as_exactly_as_it_is_known(date: str, parts: list[int] | None) -> None:
    (entry,) = json.loads(by_name(CITED._replace(date=date))["csl"])
    assert entry.get("issued") == ({"date-parts": [parts]} if parts else None)
    assert from_bibtex(by_name(CITED._replace(date=date))["bibtex"])[1].get("year", "") == date[:4]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_cited_literally(text: str) -> None:
    all_survives(text)


@given(TEXTS)
def test_any_text_is_cited_literally(text: str) -> None:
    all_survives(text)


def all_survives(text: str) -> None:
    cited = Cited(IRI, text, "2031-05-03", f"Site {text}", f"By {text}")
    for language in ("en", "fr"):
        found = by_name(cited, language)
        assert text in found["citation"]
        assert f"Site {text}" in found["citation"]
        _, fields = from_bibtex(found["bibtex"])
        assert (fields["title"], fields["howpublished"], fields["publisher"]) == (text, f"Site {text}", f"By {text}")
        (entry,) = json.loads(found["csl"])
        assert (entry["title"], entry["container-title"], entry["publisher"]) == (text, f"Site {text}", f"By {text}")
        assert msgspec.json.decode(found["csl"]) == [entry]


def test_signs_of_tex_are_escaped() -> None:
    (line,) = [line for line in by_name(CITED._replace(label="{}%&\\"))["bibtex"].splitlines() if "title" in line]
    assert line == r"  title = {{\textbraceleft{}\textbraceright{}\%\&\textbackslash{}}},"
    assert not re.search(r"(?<!\\)%", line)
