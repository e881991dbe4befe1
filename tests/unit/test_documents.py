"""Texts and a registry to documents: which sources are one work, and who signed it."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
import pytest

from ld_export.documents import document_key, group_by_work, publisher_of, to_document
from ld_export.errors import DocumentConflict, SettingsProblem
from ld_export.model import Document, Organization, Person, Text
from ld_export.parse import parse
from ld_export.registry import Match, Registry, read_registry
from ld_export.settings import DocumentSettings, Rights
from ld_export.sources import clean
from tests.support import ROOT, declaration, publication_of

OWN = DocumentSettings()
FRENCH = """\
Logo Assembly Logo Hemicycle

Le Testland doit libérer ses prisonniers

Déclaration écrite n° 901 | Doc. 90901 | 03 mai 2031

M. Aldo TESTARI, Italie, SOC ; Mme Brita ÅKERVIND, Suède, PPE/DC ; Mme Carla D'ESEMPIO, Saint-Marin, NI

Il doit les libérer.
"""
OVERLEAF = """\
Doc. 9001

3 May 2003

Testland must free its prisoners

Written declaration No. 301

Testland must free them.

Signed:

Testari, Italy, SOC

Åkervind, Sweden, EPP/CD
"""


def read(text: str, name: str = "a.txt") -> Text:
    return parse(clean(text.encode(), name))


def changed(text: Text, **fields: Any) -> Text:
    return msgspec.structs.replace(text, **fields)


def document_of(*texts: Text, settings: DocumentSettings = OWN, registry: Registry | None = None) -> Document:
    known = registry or Registry().with_new(("a.txt", one) for one in texts[0].signatories)[0]
    return to_document(
        document_key(texts[0], settings),
        {text.language: text for text in texts},
        {text.language: settings for text in texts},
        "pace",
        [known.match(one) for one in texts[0].signatories],
    )


# -- keys --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "number", "document_number", "key"),
    [
        ("written-declaration", "901", "90001", "pace-wd-901"),
        ("motion-for-a-resolution", None, "90004", "pace-mot-90004"),
        ("motion-for-a-recommendation", None, "90004 Add. 1", "pace-mot-90004-add-1"),
        ("resolution", "9193", None, "pace-res-9193"),
        ("recommendation", "9193", None, "pace-rec-9193"),
    ],
)
def test_the_key_of_a_document_comes_from_its_number(
    kind: str, number: str | None, document_number: str | None, key: str
) -> None:
    text = changed(read(declaration()), kind=kind, number=number, document_number=document_number)
    assert document_key(text, OWN) == key
    assert document_key(text, DocumentSettings(key="another")) == key


@pytest.mark.parametrize(
    ("kind", "number", "document_number"),
    [("written-declaration", None, "90001"), ("motion-for-a-resolution", "5", None), ("resolution", None, "90001")],
)
def test_a_document_without_the_number_of_its_kind_is_refused(
    kind: str, number: str | None, document_number: str | None
) -> None:
    text = changed(read(declaration()), kind=kind, number=number, document_number=document_number)
    with pytest.raises(DocumentConflict, match=r"^a\.txt: a .* without its number; check the header line"):
        document_key(text, OWN)


def test_the_key_of_an_article_comes_from_the_settings() -> None:
    article = read("A headline\n\nPRUEBA (TPA) — Words.\n", "news.txt")
    assert document_key(article, DocumentSettings(key="tpa-1")) == "tpa-1"
    with pytest.raises(
        SettingsProblem, match=r"\[documents\.news\]: news\.txt has no number .*; give it a lasting key"
    ):
        document_key(article, OWN)


# -- works -------------------------------------------------------------------------------------------------------------


class Source(NamedTuple):
    source: str
    language: str = "en"
    key: str = "pace-wd-901"


def test_texts_of_one_key_are_one_work_in_the_order_of_the_publication_s_languages() -> None:
    sources = [Source("z.txt", key="b"), Source("x.txt", "fr", "b"), Source("y.txt", key="a")]
    for languages, order in ((("en", "fr"), ["en", "fr"]), (("fr", "en"), ["fr", "en"])):
        works = group_by_work(sources, publication_of(languages=languages))
        assert list(works) == ["a", "b"]
        assert list(works["b"]) == order


def test_the_order_in_which_files_are_found_does_not_show() -> None:
    sources = [Source(f"{n}.txt", language, str(n)) for n in range(4) for language in ("en", "fr")]
    assert list(group_by_work(sources, publication_of()).items()) == list(
        group_by_work(reversed(sources), publication_of()).items()
    )


def test_a_text_in_a_language_that_the_publication_does_not_have_is_refused() -> None:
    with pytest.raises(SettingsProblem, match=r"a\.txt is in 'kk', and the publication's languages are en, fr; add it"):
        group_by_work([Source("a.txt", "kk")], publication_of())


def test_of_a_chain_of_reissues_the_last_counts() -> None:
    sources = [Source(f"{name}.txt") for name in "abc"]
    works = group_by_work(sources, publication_of({"b": {"replaces": "a"}, "c": {"replaces": "b"}}))
    assert works == {"pace-wd-901": {"en": Source("c.txt")}}


@pytest.mark.parametrize(
    ("documents", "said"),
    [
        ({"b": {"replaces": "x"}}, "no document file 'x'"),
        ({"x": {"replaces": "a"}}, "no document file 'x'"),
        ({"a": {"replaces": "b"}, "b": {"replaces": "a"}}, "a and b replace each other"),
        ({"a": {"replaces": "a"}}, "a and a replace each other"),
    ],
)
def test_a_reissue_of_nothing_or_in_a_circle_is_refused(documents: dict[str, dict[str, str]], said: str) -> None:
    with pytest.raises(SettingsProblem, match=said):
        group_by_work([Source("a.txt"), Source("b.txt")], publication_of(documents))


def test_a_text_in_another_language_cannot_be_replaced() -> None:
    with pytest.raises(DocumentConflict, match=r"a\.txt is another document than b\.txt, or in another language"):
        group_by_work([Source("a.txt", "fr"), Source("b.txt")], publication_of({"b": {"replaces": "a"}}))


# -- publishers --------------------------------------------------------------------------------------------------------


def test_the_assembly_publishes_declarations_whatever_the_settings_say() -> None:
    registry = read_registry(ROOT / "declarations" / "entities")
    settings = DocumentSettings(publisher="times-of-central-asia")
    assert publisher_of(read(declaration()), settings, registry) == "pace"


def test_the_settings_say_who_published_an_article() -> None:
    article = read("A headline\n\nPRUEBA (TPA) — Words.\n")
    registry = Registry([], [Organization(id="tpa", name="TPA")])
    assert publisher_of(article, DocumentSettings(publisher="tpa"), registry) == "tpa"
    with pytest.raises(SettingsProblem, match=r"\[documents\.a\]: no publisher"):
        publisher_of(article, OWN, registry)
    with pytest.raises(SettingsProblem, match="the publisher 'x' is no active organisation of the registry"):
        publisher_of(article, DocumentSettings(publisher="x"), registry)


# -- documents ---------------------------------------------------------------------------------------------------------


def test_a_document_has_its_text_its_numbers_and_a_signature_for_every_signatory() -> None:
    text = read(declaration())
    document = document_of(text, settings=DocumentSettings(source="https://example.org/1", rights="quotes"))
    assert (document.key, document.kind, document.publisher, document.rights) == (
        *("pace-wd-901", "written-declaration", "pace", "quotes"),
    )
    assert (document.number, document.document_number, document.date) == ("901", "90901", "2031-05-03")
    (version,) = document.versions
    assert (version.title, version.passages, version.sha256) == (text.title, text.passages, text.sha256)
    assert version.url == "https://example.org/1"
    assert [(one.key, one.position, one.signatory) for one in document.signatures] == [
        ("1", 1, 1),
        ("2", 2, 2),
        ("3", 3, 3),
    ]
    assert document.signatures[2].group_as_printed == {"en": "NR"}
    assert document.signatures[2].group is None


def test_the_texts_in_two_languages_are_one_document_with_both_languages_words() -> None:
    english, french = read(declaration(), "en.txt"), read(FRENCH, "fr.txt")
    document = document_of(english, french)
    assert [version.language for version in document.versions] == ["en", "fr"]
    first = document.signatures[0]
    assert first.country_as_printed == {"en": "Italy", "fr": "Italie"}
    assert first.honorific_as_printed == {"en": "Mr", "fr": "M."}
    assert document.signatures[1].group_as_printed == {"en": "EPP/CD", "fr": "PPE/DC"}
    alone = document_of(english)
    assert [one.key for one in document.signatures] == [one.key for one in alone.signatures]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"date": "2031-05-04"}, "disagree on date: 2031-05-03 and 2031-05-04"),
        ({"document_number": "1"}, "disagree on document_number: 90901 and 1"),
        ({"signatories": ()}, r"en\.txt has 3 signatories and fr\.txt 0; .*captures of the same day"),
    ],
)
def test_languages_that_disagree_are_refused_and_both_files_named(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(DocumentConflict, match=said):
        document_of(read(declaration(), "en.txt"), changed(read(FRENCH, "fr.txt"), **fields))


@pytest.mark.parametrize(
    ("one", "other"), [("Mme Brita ÅKERVIND", "Mme Britta ÅKERVIND"), ("Suède", "Norvège"), ("PPE/DC", "SOC")]
)
def test_a_signatory_who_is_another_in_the_other_language_is_refused(one: str, other: str) -> None:
    with pytest.raises(DocumentConflict, match=r"signatory 2 is Brita ÅKERVIND in en\.txt and Brit"):
        document_of(read(declaration(), "en.txt"), read(FRENCH.replace(one, other), "fr.txt"))


def test_the_strictest_rights_of_its_texts_hold_for_the_whole_document() -> None:
    texts = {"en": read(declaration()), "fr": read(FRENCH)}
    pairs: list[tuple[Rights, Rights]] = [
        ("full", "quotes"),
        ("quotes", "full"),
        ("metadata", "full"),
        ("full", "full"),
    ]
    for rights in pairs:
        settings = {language: DocumentSettings(rights=right) for language, right in zip(texts, rights, strict=True)}
        document = to_document("k", texts, settings, "pace", [None] * 3)
        assert document.rights == max(rights, key=("full", "quotes", "metadata").index)


def test_the_date_of_an_article_comes_from_its_settings_and_that_of_a_declaration_does_not() -> None:
    article = read("A headline\n\nPRUEBA (TPA) — Words.\n")
    settings = DocumentSettings(key="tpa-1", date="2031-05-09")
    assert document_of(article, settings=settings).date == "2031-05-09"
    assert document_of(article, settings=DocumentSettings(key="tpa-1")).date is None
    assert document_of(read(declaration()), settings=settings).date == "2031-05-03"


def test_a_signature_keeps_the_row_that_it_matched_when_that_row_is_merged() -> None:
    persons = [
        Person(id=4, name="Aldo Testari", countries=("it",), status="merged-into:9"),
        Person(id=9, name="A. Testari", countries=("it",)),
    ]
    text = read(declaration(signatories=["Mr Aldo TESTARI, Italy, SOC"]))
    (signature,) = document_of(text, registry=Registry(persons)).signatures
    assert (signature.key, signature.signatory) == ("4", 9)


def test_a_family_name_alone_has_no_signatory_and_a_key_of_what_is_printed() -> None:
    document = document_of(read(OVERLEAF))
    assert [(one.key, one.signatory) for one in document.signatures] == [("testari-it", None), ("akervind-se", None)]


@pytest.mark.parametrize(
    "signatories",
    [
        ["Mr Aldo TESTARI, Italy, SOC", "Mr Aldo TESTARI, Italy, SOC"],
        ["Mr Aldo TESTARI, Italy, SOC", "Lord Aldo  Testari TESTARI, Italy, NR", "Aldo TESTARI, Italy"],
    ],
)
def test_one_person_who_signs_twice_is_refused(signatories: list[str]) -> None:
    with pytest.raises(DocumentConflict, match=r"^a\.txt: signatories 1 and \d are the same person; if they are two"):
        document_of(read(declaration(signatories=signatories)))


def test_a_name_of_which_no_slug_can_be_made_asks_for_a_row() -> None:
    text = read(OVERLEAF.replace("Testari, Italy", "Тестов, Italy").replace("Åkervind", "Тестова"))
    odd = changed(text, signatories=tuple(msgspec.structs.replace(one, country="") for one in text.signatories))
    with pytest.raises(
        DocumentConflict, match=r"^a\.txt, signatory 1: no slug can be made of 'Тестов'; add the person"
    ):
        to_document("k", {"en": odd}, {"en": OWN}, "pace", [None, None])


def test_matches_are_taken_in_the_order_of_the_signatories() -> None:
    text = read(declaration())
    document = to_document("k", {"en": text}, {"en": OWN}, "pace", [Match(7, 7), None, Match(8, 3)])
    assert [(one.key, one.signatory) for one in document.signatures] == [
        ("7", 7),
        ("brita-akervind-se", None),
        ("8", 3),
    ]
