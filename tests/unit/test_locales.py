"""The words of the interface: none is missing in any language; dates, numbers and plurals are as its readers write."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from ld_export.errors import PageProblem
from ld_export.pages.figures import DRAWN
from ld_export.pages.locales import Catalogue, catalogue, interface_languages
from ld_export.pages.snippets import LINKERS, READERS, VERIFY
from ld_export.pages.status import STATUSES
from ld_export.pages.tables import columns_of
from ld_export.pages.views import read_views
from ld_export.pipeline.links_stage import RELATIONS
from ld_export.questions import questions
from ld_export.theme import plain_theme

SITE = Path(__file__).parents[2] / "site"
LANGUAGES = ("en", "fr")
WORDS = {language: catalogue(language, plain_theme()) for language in LANGUAGES}


def flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """The words of a table by their whole keys; plural forms are several."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def words_of(language: str) -> dict[str, str]:
    text = (SITE / "locales" / f"{language}.toml").read_text(encoding="utf-8")
    return dict(flat(tomllib.loads(text)))


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


# -- none is missing ---------------------------------------------------------------------------------------------------


def test_every_language_has_the_same_words_with_the_same_places() -> None:
    # The first line of a question's file is its title in English.
    english = words_of("en") | {f"query.questions.{name}": one.title for name, one in questions().items()}
    for language in LANGUAGES[1:]:
        other = words_of(language)
        assert sorted(other) == sorted(english), language
        assert {key: places(text) for key, text in other.items()} == {
            key: places(text) for key, text in english.items()
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_empty_or_have_an_odd_place(language: str) -> None:
    for key, text in words_of(language).items():
        assert text.strip() == text != "", key
        assert re.sub(r"\{\w+\}", "", text).count("{") == 0, key


def asked() -> Iterator[str]:
    """The keys of all words that templates ask for by their whole names."""
    for template in sorted((SITE / "templates").iterdir()):
        yield from re.findall(r"""\b(?:say|knows)\(\s*["']([\w.-]+)["']\s*[,)]""", template.read_text(encoding="utf-8"))


def asked_in_code() -> Iterator[str]:
    """Those that the pages' code asks for by their whole names."""
    for module in (SITE.parent / "src" / "ld_export" / "pages").glob("*.py"):
        yield from re.findall(r"\bsay\(\"([\w.-]+)\"", module.read_text(encoding="utf-8"))


_EVIDENCE_KEYS = ("kind", "affects", "mayAffect", "imputedTo", "addressee", "concerns", "when")


def composed() -> Iterator[str]:
    """Those whose names are put together of what the table of pages, queries and records call things."""
    table = read_views(plain_theme())
    for view in table.views:
        yield f"identifies.{view.section}" if view.template != "tombstone.html.j2" else f"sections.{view.section}"
        if view.listed:
            yield f"sections.{view.section}"
        for name, query in view.queries.items():
            if view.template not in ("ontology.html.j2", "tombstone.html.j2"):  # these show theirs in their own way
                yield f"lists.{name}"
                variables = re.findall(r"\?(\w+)", query.text[query.text.index("SELECT") :].partition("WHERE")[0])
                yield from (f"columns.{one}" for one in columns_of(shown_of(variables)))
    yield from (f"pages.{page.path}" for page in table.pages)
    yield from (f"kinds.{view.section}" for view in table.views if view.template in PLAIN_KINDS)
    for name in [*DRAWN, "time_line"]:
        yield f"figures.{name}"
        yield f"figures.{name}_says"
    for class_ in ("Claim", "Demand", "Figure"):
        yield f"evidence.{class_}"
        yield f"evidence.{class_.lower()}_short"
    yield from (f"evidence.{key}" for key in _EVIDENCE_KEYS)
    yield from (f"concept.{key}" for key in ("broader", "related", "norm", "exactMatch", "closeMatch", "source"))
    yield from (f"data.read.{one.name}" for one in (VERIFY, *READERS, *LINKERS))
    yield from (f"data.{name}" for name in listed("data.html.j2", "files"))
    yield from (f"data.left_out_{name}" for name in listed("data.html.j2", "texts"))
    yield from (f"query.{name}" for name in listed("query.html.j2", "idle"))
    yield from (f"status.{status}{note}" for status in STATUSES for note in ("", "_note"))
    yield from (f"elsewhere.{relation}" for relation in RELATIONS)
    yield from (f"contract.{key}" for key in ("citation", "bibtex", "csl", "exact_match", "same_as"))


def listed(template: str, first: str) -> list[str]:
    """The names in a list that a template goes through, by the first of them."""
    text = (SITE / "templates" / template).read_text(encoding="utf-8")
    found = re.search(rf"""[(\[]("{first}"[^)\]]*)[)\]]""", text)
    assert found
    return re.findall(r'"(\w+)"', found[1])


PLAIN_KINDS = (
    "cited.html.j2",
    "person.html.j2",
    "family.html.j2",
    "organization.html.j2",
    "group.html.j2",
    "country.html.j2",
)


def shown_of(variables: list[str]) -> list[str]:
    """The variables that a query answers with: of `(COUNT(?x) AS ?y)` the second."""
    counted = {"signature", "signatures"}
    return [one for one in dict.fromkeys(variables) if not (one == "signature" and counted <= set(variables))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_is_asked_for_is_there(language: str) -> None:
    literal, made = {*asked(), *asked_in_code()}, set(composed())
    assert len(literal) > 60
    assert len(made) > 60
    assert sorted(key for key in literal | made if not WORDS[language].knows(key)) == []


def test_every_composed_key_of_the_templates_is_one_of_those_tested() -> None:
    """A new way to put a key together must come into `composed`."""
    known = {"about", "columns", "concept", "contract", "data", "evidence", "figures"}
    known |= {"elsewhere", "identifies", "kinds", "lists", "query", "status"}
    found = set()
    for template in (SITE / "templates").iterdir():
        found |= set(re.findall(r"""(?:say|knows)\(\s*["'](\w+)\.["']\s*~""", template.read_text(encoding="utf-8")))
    assert found <= known


# -- what is said ------------------------------------------------------------------------------------------------------


def test_what_is_put_into_a_place_is_escaped_but_for_markup() -> None:
    words = Catalogue("en", {"a": "By {who} & co"}, "a test")
    assert words.say("a", who="<b>") == "By &lt;b&gt; &amp; co"
    assert words.say("a", who=Markup("<b>")) == "By <b> &amp; co"
    assert words.say("a") == "By {who} &amp; co"


@given(st.text())
def test_any_text_in_a_place_is_that_text(text: str) -> None:
    assert Catalogue("en", {"a": "By {who}."}, "a test").say("a", who=text).unescape() == f"By {text}."


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en", {0: "0 pages", 1: "1 page", 2: "2 pages", 21: "21 pages"}),
        ("fr", {0: "0 page", 1: "1 page", 2: "2 pages", 21: "21 pages"}),  # in French, nothing is one
        ("ru", {1: "1 page", 2: "2 few", 5: "5 many", 21: "21 page", 22: "22 few"}),
    ],
)
def test_plural_forms_are_those_of_the_language(locale: str, expected: dict[int, str]) -> None:
    forms = {"one": "{n} page", "few": "{n} few", "many": "{n} many", "other": "{n} pages"}
    words = Catalogue(locale, {"a": forms}, "a test")
    assert {n: str(words.say("a", n=n)) for n in expected} == expected


def test_a_plural_form_that_is_lacking_is_the_other() -> None:
    assert Catalogue("ru", {"a": {"one": "{n} one", "other": "{n} other"}}, "a test").say("a", n=5) == "5 other"


@pytest.mark.parametrize("key", ["b", "a.b", "a.c.d", ""])
def test_words_that_are_missing_are_named(key: str) -> None:
    words = Catalogue("en", {"a": {"c": "x"}}, "locales/xx.toml")
    assert not words.knows("b")
    with pytest.raises(PageProblem, match=r"locales/xx\.toml") as caught:
        words.say(key)
    assert repr(key) in str(caught.value)


def test_a_language_without_a_catalogue_is_a_named_error() -> None:
    with pytest.raises(PageProblem, match=r"locales/kk\.toml"):
        catalogue("kk", plain_theme())
    assert interface_languages(("en", "kk", "fr"), plain_theme()) == ("en", "fr")


# -- dates, numbers, languages -----------------------------------------------------------------------------------------

DATES = [
    ("2031-05-03", "3 May 2031", "3 mai 2031"),
    ("2024-02-29", "29 February 2024", "29 février 2024"),
    ("2031-08-01", "1 August 2031", "1 août 2031"),
    ("2031-05", "May 2031", "mai 2031"),
    ("2031", "2031", "2031"),
    ("--05-03", "3 May", "3 mai"),
    ("--02-29", "29 February", "29 février"),
    ("--05", "May", "mai"),
    # What is no date stays as it is.
    *(
        (one, one, one)
        for one in ("", "2023-02-29", "2031-13", "--13", "--02-30", "0000-05", "about 2031", "-0044-03-15")
    ),
]


@pytest.mark.parametrize(("date", "english", "french"), DATES)
def test_dates_are_in_words_as_exactly_as_they_are_known(date: str, english: str, french: str) -> None:
    assert WORDS["en"].date(date) == english
    assert WORDS["fr"].date(date) == french


def test_numbers_have_their_thousands_apart() -> None:
    assert WORDS["en"].number(1234567) == "1,234,567"
    assert WORDS["fr"].number(1234567) == "1\u202f234\u202f567"
    assert Catalogue("en", {"a": "{count} of {year}"}, "a test").say("a", count=1234, year="2031") == "1,234 of 2031"


def test_languages_have_names_or_their_codes() -> None:
    assert (WORDS["en"].language_name("fr"), WORDS["fr"].language_name("fr")) == ("French", "français")
    assert [WORDS["en"].language_name(code) for code in ("xx", "", "no such language")] == [
        "xx",
        "",
        "no such language",
    ]
    assert {language: words.name for language, words in WORDS.items()} == {"en": "English", "fr": "Français"}
