"""A passage with its excerpts marked: the words stay the words, whatever overlaps, and every anchor is one."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_export.pages.items import Item
from ld_export.pages.locales import catalogue
from ld_export.pages.marks import marked, place_of
from ld_export.pages.terms import Literal, Resource, Term, Terms
from ld_export.theme import plain_theme

DOCUMENT = "https://example.org/declaration/d"
HRD = "https://w3id.org/hrd/ontology#"
WORDS = catalogue("en", plain_theme())
PAGES = {DOCUMENT: "declaration/d", "https://example.org/person/1": "person/1"}
TERMS = Terms(ox.Store(), [], WORDS, PAGES, ".html")


def resource(iri: str) -> Resource:
    return Resource(iri, "../", TERMS)


def item(class_: str, number: int, start: int, end: int, refers_to: str = "") -> Item:
    said: dict[str, list[Term]] = {
        "type": [resource(f"{HRD}{class_}")],
        "start": [Literal(str(start))],
        "end": [Literal(str(end))],
    }
    if refers_to:
        said["refersTo"] = [resource(refers_to)]
    return Item(resource(f"{DOCUMENT}#{class_.lower()}-{number}"), {}, said)


class Read(NamedTuple):
    """What a browser gets of a marked passage: its words, anchors, links, and which words each mark holds."""

    words: str
    ids: list[str]
    links: list[str]
    marks: list[tuple[str, str]]


class _Reader(HTMLParser):
    """Reads the HTML of a passage; the numbers that link to statements are no words of it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found = Read("", [], [], [])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = dict(attrs)
        self.open.append((tag, given_.get("class") or ""))
        if given_.get("id"):
            self.found.ids.append(str(given_["id"]))
        if given_.get("href"):
            self.found.links.append(str(given_["href"]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag, "the elements nest"

    def handle_data(self, data: str) -> None:
        if "sup" in {tag for tag, _ in self.open}:
            return
        self.found = self.found._replace(words=self.found.words + data)
        self.found.marks.extend((kinds, data) for tag, kinds in self.open if tag == "mark")


def read(text: str, *items: Item) -> Read:
    reader = _Reader()
    reader.feed(str(marked(text, items, WORDS.say)))
    reader.close()
    assert not reader.open
    return reader.found


TEXT = "Aldo Testari was held and beaten."


def test_a_passage_without_excerpts_is_its_text() -> None:
    assert str(marked(TEXT, [], WORDS.say)) == TEXT
    assert str(marked("", [], WORDS.say)) == ""


def test_a_mention_links_to_whom_it_names_and_is_an_anchor() -> None:
    found = read(TEXT, item("Mention", 1, 0, 12, "https://example.org/person/1"))
    assert found == Read(TEXT, ["mention-1"], ["../person/1.html"], [])


def test_a_mention_of_nobody_is_an_anchor_alone() -> None:
    assert read(TEXT, item("Mention", 1, 0, 12)) == Read(TEXT, ["mention-1"], [], [])


def test_a_statement_is_marked_and_linked_both_ways() -> None:
    claim = item("Claim", 3, 0, 21)
    found = read(TEXT, claim)
    assert found == Read(TEXT, [place_of(claim)], ["#claim-3"], [("claim", "Aldo Testari was held")])
    assert place_of(claim) == "claim-3-words"


@pytest.mark.parametrize(
    ("spans", "marks"),
    [
        ([(0, 21), (13, 33)], [("claim", "Aldo Testari "), ("claim demand", "was held"), ("demand", " and beaten.")]),
        ([(0, 33), (17, 21)], [("claim", "Aldo Testari was "), ("claim demand", "held"), ("claim", " and beaten.")]),
        ([(0, 13), (13, 33)], [("claim", "Aldo Testari "), ("demand", "was held and beaten.")]),
        ([(0, 33), (0, 33)], [("claim demand", TEXT)]),
        ([(5, 12), (0, 33)], [("demand", "Aldo "), ("claim demand", "Testari"), ("demand", " was held and beaten.")]),
    ],
    ids=["overlapping", "nested", "adjacent", "the same words", "nested the other way"],
)
def test_marks_may_lie_in_any_way(spans: list[tuple[int, int]], marks: list[tuple[str, str]]) -> None:
    (a, b), (c, d) = spans
    found = read(TEXT, item("Claim", 1, a, b), item("Demand", 2, c, d))
    assert found.words == TEXT
    assert found.marks == marks
    assert sorted(found.ids) == ["claim-1-words", "demand-2-words"]
    assert sorted(found.links) == ["#claim-1", "#demand-2"]


def test_of_mentions_within_one_another_the_innermost_is_linked() -> None:
    wide = item("Mention", 1, 0, 33, "https://example.net/wide")
    narrow = item("Mention", 2, 5, 12, "https://example.org/person/1")
    nobody = item("Mention", 3, 5, 8)
    html = str(marked(TEXT, [wide, narrow, nobody], WORDS.say))
    assert re.findall('href="([^"]+)">([^<]*)', html) == [
        ("https://example.net/wide", "Aldo "),
        ("../person/1.html", "Tes"),
        ("../person/1.html", "tari"),
        ("https://example.net/wide", " was held and beaten."),
    ]


def test_signs_of_html_are_text() -> None:
    text = "<script>alert(\"&amp;\")</script> {{7*7}} 'x' 🕊"
    found = read(text, item("Claim", 1, 0, 8), item("Mention", 1, 3, 20, "javascript:alert(1)"))
    assert found.words == text
    assert found.links == ["#claim-1"]


kinds = st.sampled_from(["Mention", "Claim", "Demand", "Figure"])


@given(
    st.text(min_size=1), st.lists(st.tuples(kinds, st.integers(0, 60), st.integers(1, 60), st.booleans()), max_size=8)
)
def test_any_text_survives_any_marks_with_an_anchor_for_each(
    text: str, spans: list[tuple[str, int, int, bool]]
) -> None:
    text = text.replace("\r", " ").replace("\x00", " ")
    items = []
    for number, (kind, start, length, known) in enumerate(spans, start=1):
        at = start % len(text)
        to = "https://example.org/person/1" if known else ""
        items.append(item(kind, number, at, min(len(text), at + length), to))
    found = read(text, *items)
    assert found.words == text
    assert len(found.ids) == len(set(found.ids)) == len(items)
    statements = [one for one in items if one.class_ != "Mention"]
    assert sorted(link for link in found.links if link[0] == "#") == sorted(f"#{one.fragment}" for one in statements)
    marked_words = sum(len(words) for _, words in found.marks)
    covered = {at for one in statements for at in range(one.integer("start"), one.integer("end"))}
    assert marked_words == len(covered)
