"""What of a document can be searched, and that its index is the same whenever it is made."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import msgspec
import pytest

from ld_export.errors import PageProblem
from ld_export.full_text import Bundle, Record, indexed, pagefind, record_of
from ld_export.pipeline.texts import _bundles, _dealt
from tests import fixtures_built
from tests.fixtures_built import Built

built = fixtures_built.built
IRI = "https://example.org/hrd/declaration/a"


def record(**node: object) -> Record:
    own = {"id": IRI, "title": {"en": "A title"}} | node
    return record_of(IRI, "declaration/a", msgspec.json.encode(own))


def test_of_a_published_text_all_passages_are_searched_in_every_language() -> None:
    found = record(
        passages=[{"id": f"{IRI}#passage-1", "text": {"en": "Free them."}}, {"text": {"fr": "Libérez-les."}}],
        claims=[{"quote": {"en": "them"}}],
        languageVersions=[{"inLanguage": "en"}, {"inLanguage": "fr"}],
        datePublished="2031-05-03",
        documentKind="https://example.org/hrd/concept/document-kind/motion",
    )
    assert found.words == "A title\nFree them.\nLibérez-les."
    assert found.facets == ("2031-05-03", "motion", ("en", "fr"))


def test_of_a_text_that_is_not_published_only_what_is_quoted_is_searched() -> None:
    found = record(
        passages=[{"id": f"{IRI}#passage-1", "position": 1}],
        claims=[{"quote": {"en": "said so"}}, {"start": 3, "end": 9}],
        demands=[{"quote": {"en": "said so"}}],
        datePublished={"@value": "2031-05", "type": "http://www.w3.org/2001/XMLSchema#gYearMonth"},
    )
    assert found.words == "A title\nsaid so"
    assert found.facets[0] == "2031-05"


@pytest.mark.slow
def test_the_site_has_no_words_of_a_text_that_is_not_published(built: Built) -> None:
    """In the article's index there is nothing but what its page shows."""
    fragments = [zlib.decompress(path.read_bytes(), 47) for path in built.public.glob("finding/texts/*/fragment/*")]
    assert len(fragments) == 5
    (article,) = [text.decode() for text in fragments if b"tca-ep-resolution" in text]
    page = (built.public / "declaration" / "tca-ep-resolution.html").read_text(encoding="utf-8")
    content = msgspec.json.decode(article.removeprefix("pagefind_dcd"))["content"]
    source = (built.publication / "documents" / "tca-ep-resolution.txt").read_text(encoding="utf-8")
    assert len(content) < len(source) / 2
    shown = " ".join(page.replace("&#39;", "'").split())
    assert all(word.strip(".,") in shown for word in content.split())


def records(count: int) -> list[Record]:
    return [
        Record(f"declaration/{n}", f"No. {n}", f"Words of {n} and é{n}", (str(2000 + n % 9), "motion", ("en",)))
        for n in range(count)
    ]


def test_an_index_is_the_same_whenever_it_is_made() -> None:
    bundles = [Bundle(records(40), True), Bundle(records(25), False)]
    first, second = (list(indexed(bundles, "en")) for _ in range(2))
    assert first == second
    assert {"pagefind.js", "pagefind-worker.js", "wasm.en.pagefind", "documents.json"} <= first[0].keys()
    assert not any(name.endswith((".js", ".pagefind")) for name in first[1])
    facets = msgspec.json.decode(first[1]["documents.json"])
    assert len(facets) == 25
    assert all(f"fragment/{name}.pf_fragment" in first[1] for name in facets)
    # It says nothing of the machine or the day that it was made on.
    assert not any("ui" in name.split("-") for name in first[0])


def test_texts_in_a_language_without_a_stemmer_are_indexed_all_the_same() -> None:
    (files,) = indexed([Bundle(records(2), True)], "kk")
    assert "wasm.unknown.pagefind" in files


def test_a_program_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind, "_program", lambda: "/bin/false")
    with pytest.raises(PageProblem, match="ended before it was done"):
        list(indexed([Bundle(records(2), True)], "en"))


def test_what_is_wrong_with_a_record_is_told_and_nobody_waits() -> None:
    def failing() -> Iterator[Record]:
        yield from records(3)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(indexed([Bundle(failing(), True)], "en"))


def test_documents_are_dealt_out_by_their_keys_alone() -> None:
    assert [_bundles(count) for count in (0, 1, 64, 65, 128, 129, 257, 513, 100_000)] == [1, 1, 1, 2, 2, 4, 8, 16, 16]
    keys = {str(number): number for number in range(1000)}
    dealt = _dealt(keys, 4)
    assert sorted(key for own in dealt.values() for key in own) == sorted(keys)
    assert min(map(len, dealt.values())) > 200
    assert _dealt(dict(reversed(keys.items())), 4) == dealt
