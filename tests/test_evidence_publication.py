"""A publication with annotations, from its files to what is served: rows, pages, dumps, and builds after edits."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from ld_export.errors import CurationProblem, LdExportError, RegistryProblem, SeveralProblems
from ld_export.pipeline.build import build
from tests import fixtures_built
from tests.publishing import clean_site, files_of, iris, served, statements
from tests.reading import by_oxigraph, by_pyld, by_rdflib
from tests.support import BASE, SIGNATORIES, declaration, publication, twins_slow

pytestmark = pytest.mark.slow  # builds publications again and again

made = fixtures_built.made

Edit = Callable[[Path], object]

ONE = f"{BASE}declaration/pace-wd-901"
BODY = (
    "Testland arrested the blogger Jana Novak and its critics, says the Free Press Union. The Novaks fled.",
    "Testland must free at least 38\u00a0000 people. See written declaration No. 902 and Resolution 7.",
)
FILE = """\
document: pace-wd-901
sets:
  1: its critics
mentions:
  1: {quote: Jana Novak, refers_to: person/? Jana Novak, role: blogger, described_as: the blogger}
  2: {quote: its critics, refers_to: set/1}
  3: {quote: the Free Press Union, refers_to: organization/? Free Press Union}
  4: {quote: The Novaks, refers_to: family/? The Novaks}
  5: {quote: Testland, passage: 0, refers_to: country/sm}
citations:
  1: {quote: written declaration No. 902, cites: pace-wd-902}
  2: {quote: Resolution 7, cites: x-7}
claims:
  1:
    quote: Testland arrested the blogger Jana Novak and its critics
    kind: arrest
    affects: [person/? Jana Novak, set/1]
    imputed_to: country/sm
    by: organization/? Free Press Union
  2: {quote: The Novaks fled, kind: forced-exile, affects: family/? The Novaks, status: suggested}
demands:
  1: {quote: Testland must free at least 38 000 people, kind: release, concerns: [claim/1, claim/2, declaration/x-7]}
figures:
  1: {quote: at least 38 000 people, amount: 38000, qualifier: at-least, counts: people, concerns: claim/1}
not_relevant:
  - {quote: undersigned, reason: never published reason}
"""
RIGHTS = """
[documents.wd-901]
rights = "full"
rights_statement = { en = "All rights reserved", fr = "Tous droits réservés" }
"""


def annotate(folder: Path, text: str = FILE, name: str = "wd-901.yaml") -> None:
    (folder / "annotations").mkdir(exist_ok=True)
    (folder / "annotations" / name).write_text(text, encoding="utf-8")


def annotated(folder: Path, settings: str = "") -> Path:
    """A publication of an annotated declaration and another that has no annotations."""
    texts = {
        "wd-901": declaration(901, body=["We, the undersigned, declare the following:", *BODY]),
        "wd-903": declaration(903, SIGNATORIES[:1], title="Third"),
    }
    made = publication(folder, texts, extra=RIGHTS)
    if settings:
        toml = made / "ld-export.toml"
        toml.write_text(settings + toml.read_text(encoding="utf-8"), encoding="utf-8")
    annotate(made)
    return made


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that has been built, so that the registry has its rows."""
    folder = annotated(tmp_path_factory.mktemp("first") / "p")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What is served of it where suggestions are published too."""
    folder = annotated(tmp_path_factory.mktemp("whole") / "p", "publish_suggestions = true\n")
    build(folder)
    return served(folder / "public")


def rows(folder: Path, file: str) -> list[str]:
    return (folder / "entities" / file).read_text(encoding="utf-8").splitlines()[1:]


def test_a_build_tells_how_many_suggestions_it_leaves_out(made: Path) -> None:
    again = build(made)
    assert (again.unchanged, again.suggested) == (True, 1)
    written = (made / "annotations" / "wd-901.yaml").read_text(encoding="utf-8")
    annotate(made, f"{written}  - {{quote: Testland, reason: changed}}\n")
    assert build(made).suggested == 1
    toml = made / "ld-export.toml"
    toml.write_text("publish_suggestions = true\n" + toml.read_text(encoding="utf-8"), encoding="utf-8")
    assert build(made).suggested == 0


# -- the registry ------------------------------------------------------------------------------------------------------


def test_row_06_a_build_warns_of_a_twin_that_an_annotation_adds(tmp_path: Path) -> None:
    made = annotated(tmp_path / "p")
    written = (made / "annotations" / "wd-901.yaml").read_text(encoding="utf-8")
    annotate(made, written.replace("person/? Jana Novak, role", "person/? J\u0430na Novak, role"))  # a Cyrillic a
    (warning,) = build(made, tmp_path / "public").warnings
    assert warning.place == "wd-901.yaml:17"
    assert "looks like person" in warning.message


def test_a_frozen_registry_refuses_new_rows_and_names_them(tmp_path: Path) -> None:
    folder = annotated(tmp_path / "p")
    before = files_of(folder)
    with pytest.raises(RegistryProblem) as refused:
        build(folder, frozen=True)
    assert "the registry lacks 8 of those named" in refused.value.message
    (folder / "annotations" / "wd-901.yaml").unlink()
    build(folder)
    annotate(folder)
    with pytest.raises(RegistryProblem) as refused:
        build(folder, frozen=True)
    assert "lacks 5 of those named: Jana Novak, Free Press Union, The Novaks, pace-wd-902, x-7" in refused.value.message
    assert "without --frozen" in refused.value.remedy
    assert {name for name in files_of(folder) if name.startswith("entities/")} <= before.keys()


def test_a_build_adds_the_rows_and_says_so_and_the_next_is_unchanged(tmp_path: Path) -> None:
    folder = annotated(tmp_path / "p")
    summary = build(folder)
    assert summary.added == [
        *("person 1: Aldo Testari", "person 2: Brita Åkervind", "person 3: Carla D'Esempio", "person 4: Jana Novak"),
        *("organization free-press-union: Free Press Union", "family 1: The Novaks"),
        *("cited document pace-wd-902: written declaration No. 902", "cited document x-7: Resolution 7"),
    ]
    assert rows(folder, "persons.csv")[-1].startswith("4,Jana Novak,")
    assert rows(folder, "organizations.csv")[-1].startswith("free-press-union,Free Press Union,")
    assert rows(folder, "families.csv") == ["1,The Novaks,,active"]
    assert [row.split(",")[0] for row in rows(folder, "cited.csv")] == ["pace-wd-902", "x-7"]
    again = build(folder, frozen=True)
    assert again.unchanged
    assert again.added == []


def test_a_file_beside_no_document_is_an_error(made: Path) -> None:
    before = served(made / "public")
    annotate(made, "document: pace-wd-999\n", "wd-999.yaml")
    with pytest.raises(CurationProblem, match=r"annotations/wd-999.yaml: annotates no document") as refused:
        build(made)
    assert "NAME.yaml" in refused.value.remedy
    (made / "annotations" / "wd-999.yaml").rename(made / "annotations" / "wd-901.yml")
    with pytest.raises(CurationProblem, match=r"annotations/wd-901.yml: annotates no document"):
        build(made)
    assert served(made / "public") == before


def test_all_that_is_wrong_in_all_files_is_named_and_nothing_is_published(made: Path) -> None:
    before = served(made / "public")
    annotate(made, FILE.replace("kind: arrest", "kind: arest"))
    annotate(made, "document: pace-wd-903\nmentions:\n  1: {quote: Nowhere}\n", "wd-903.yaml")
    with pytest.raises(SeveralProblems) as refused:
        build(made)
    assert {one.place for one in refused.value.problems} == {"wd-901.yaml:16", "wd-903.yaml:3"}
    assert served(made / "public") == before


def test_row_16_a_document_that_nobody_knows_is_named_with_the_nearest(made: Path) -> None:
    annotate(made, FILE.replace("declaration/x-7", "declaration/pace-wd-904"))
    with pytest.raises(
        LdExportError, match=r"wd-901.yaml:\d+: there is no document 'pace-wd-904'; did you mean pace-wd-90"
    ):
        build(made)


# -- what is published -------------------------------------------------------------------------------------------------


def test_what_was_only_suggested_is_published_only_on_request(made: Path, whole: dict[str, bytes]) -> None:
    without = served(made / "public")
    assert f"{ONE}#claim-2" not in iris(without)
    assert b"Suggested by a machine" not in without["declaration/pace-wd-901.html"]
    assert f"{ONE}#claim-2" in iris(whole)
    assert any(
        line.startswith(f"<{ONE}#claim-2> <https://w3id.org/hrd/ontology#reviewStatus> ") and "#Suggested>" in line
        for line in statements(whole)
    )
    page = whole["declaration/pace-wd-901.html"].decode()
    assert page.count("Suggested by a machine, not reviewed.") == 1
    assert "Suggested by a machine" in whole["family/1.html"].decode()


def test_what_is_for_reviewers_is_not_published(whole: dict[str, bytes]) -> None:
    assert all(b"never published reason" not in content for content in whole.values())


def test_the_annotations_dump_is_read_alike_by_all(whole: dict[str, bytes]) -> None:
    data = whole["dumps/annotations.jsonld"]
    read = by_oxigraph(data, ".jsonld")
    assert read == by_pyld(data)
    assert len(read) == len(by_rdflib(data, ".jsonld"))
    assert {s.subject for s in read} == {s.subject for s in by_rdflib(data, ".jsonld")}
    assert not [s for s in read if s.subject.value.startswith("_:") or s.object.value.startswith("_:")]


def annotations_of(site: dict[str, bytes]) -> list[dict[str, Any]]:
    data = json.loads(site["dumps/annotations.jsonld"])
    found: list[dict[str, Any]] = data["@graph"] if isinstance(data, dict) else data
    return [one for one in found if one.get("type") == "Annotation"]


def test_every_annotation_s_exact_words_are_the_passage_s(whole: dict[str, bytes]) -> None:
    store = ox.Store()
    store.bulk_load(whole["dumps/dataset.nq"], format=ox.RdfFormat.N_QUADS)
    query = "SELECT ?p ?t { GRAPH ?g { ?p a <https://w3id.org/hrd/ontology#Passage> ; <https://schema.org/text> ?t } }"
    texts = {row["p"].value: row["t"].value for row in store.query(query)}  # type: ignore[union-attr]
    found = annotations_of(whole)
    assert len(found) == 11
    for one in found:
        target = one["target"]
        exact, place = target["selector"]
        assert texts[str(target["source"])][place["start"] : place["end"]] == exact["exact"]
    exact_words = [one["target"]["selector"][0]["exact"] for one in found]
    assert "at least 38\u00a0000 people" in exact_words


# -- after edits -------------------------------------------------------------------------------------------------------


def in_file(name: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return edit


NOTES = "annotations/wd-901.yaml"
FRENCH = """\
Le Testland doit libérer ses prisonniers

Déclaration écrite n° 901 | Doc. 90901 | 03 mai 2031

M. Aldo TESTARI, Italie, SOC ; Mme Brita ÅKERVIND, Suède, PPE/DC ; Mme Carla D'ESEMPIO, Saint-Marin, NI

Nous, soussignés, déclarons ce qui suit : Le Testland doit libérer Jana Novak.
"""
FRENCH_FILE = """\
document: pace-wd-901
language: fr
mentions:
  6: {quote: Jana Novak, refers_to: person/4 Jana Novak}
demands:
  2: {quote: Le Testland doit libérer Jana Novak, kind: release, concerns: person/4}
"""


def add_french(folder: Path) -> None:
    (folder / "documents" / "wd-901-fr.txt").write_text(FRENCH, encoding="utf-8")


def add_annotated_french(folder: Path) -> None:
    add_french(folder)
    annotate(folder, FRENCH_FILE, "wd-901-fr.yaml")


def add_cited(folder: Path) -> None:
    text = declaration(902, SIGNATORIES[:1], title="Second")
    (folder / "documents" / "wd-902.txt").write_text(text, encoding="utf-8")


EDITS: dict[str, Edit] = {
    "another kind": in_file(NOTES, "kind: arrest", "kind: detention"),
    "a statement that goes": in_file(NOTES, FILE[FILE.index("figures:") : FILE.index("not_relevant:")], ""),
    "a role that goes": in_file(NOTES, "role: blogger, ", ""),
    "nobody is meant any longer": in_file(NOTES, ", refers_to: family/? The Novaks}", "}"),
    "a suggestion that was reviewed": in_file(NOTES, ", status: suggested", ""),
    "a comment": in_file(NOTES, "sets:", "# a comment\nsets:"),
    "an annotation file less": lambda folder: (folder / NOTES).unlink(),
    "an annotation file more": lambda folder: annotate(
        folder,
        "document: pace-wd-903\nmentions:\n  1: {quote: prisoners, refers_to: person/? Elva Neu}\n",
        "wd-903.yaml",
    ),
    "a person's name": in_file("entities/persons.csv", "4,Jana Novak,,,,", "4,Jana Nováková,,,,Jana Novak"),
    "another person": in_file(NOTES, "person/? Jana Novak", "person/1"),
    "a family's name": in_file("entities/families.csv", "1,The Novaks,", "1,the Novak family,The Novaks"),
    "a body's name": in_file("entities/organizations.csv", ",Free Press Union,", ",Press Union,"),
    "a set's words": in_file(NOTES, "1: its critics", "1: critics"),
    "a cited document's title": in_file("entities/cited.csv", ",Resolution 7,", ",Resolution on Testland,"),
    "a cited document that joins": add_cited,
    "a translation": add_french,
    "a translation with annotations": add_annotated_french,
    "quotes only": in_file("ld-export.toml", 'rights = "full"', 'rights = "quotes"'),
    "metadata only": in_file("ld-export.toml", 'rights = "full"', 'rights = "metadata"'),
}


TWINS = (
    *("a role that goes", "nobody is meant any longer", "a comment", "another person", "a set's words"),
    *("a cited document's title", "a translation", "metadata only"),
)


@pytest.mark.parametrize("edit", twins_slow(EDITS, TWINS))
def test_after_an_edit_an_incremental_build_equals_a_clean_one(made: Path, tmp_path: Path, edit: Edit) -> None:
    if edit is EDITS["a body's name"]:
        in_file(NOTES, "organization/? Free Press Union", "organization/free-press-union")(made)
        build(made)
    edit(made)
    build(made)
    assert served(made / "public") == clean_site(made, tmp_path)
    assert build(made).unchanged


def test_a_cited_document_that_joins_and_leaves_is_a_page_each_time(made: Path, tmp_path: Path) -> None:
    in_file("entities/cited.csv", rows(made, "cited.csv")[0] + "\n", "")(made)
    add_cited(made)
    build(made)
    assert b"Signatories" in served(made / "public")["declaration/pace-wd-902.html"]
    (made / "documents" / "wd-902.txt").unlink()
    assert build(made).added == ["cited document pace-wd-902: written declaration No. 902"]
    assert served(made / "public") == clean_site(made, tmp_path)
    assert b"Signatories" not in served(made / "public")["declaration/pace-wd-902.html"]


def test_rights_from_full_to_quotes_to_metadata_and_back(made: Path, tmp_path: Path) -> None:
    first = served(made / "public")
    seen = []
    for before, after in (("full", "quotes"), ("quotes", "metadata"), ("metadata", "full")):
        in_file("ld-export.toml", f'rights = "{before}"', f'rights = "{after}"')(made)
        build(made)
        site = served(made / "public")
        seen.append(site)
        assert site == clean_site(made, tmp_path)
    quotes, metadata, full = seen
    assert full == first
    assert f"{ONE}#claim-1" in iris(quotes)
    assert f"{ONE}#claim-1" not in iris(metadata)
    quoted = [line.split('"')[1] for line in statements(quotes) if line.startswith(f"<{ONE}#") and "#quote>" in line]
    length = sum(
        len(one) for one in (*BODY, "Testland must free its prisoners", "We, the undersigned, declare the following:")
    )
    assert 0 < sum(map(len, quoted)) <= length / 4
    assert all(b"fled" not in content for content in metadata.values())


def test_a_french_text_changes_no_statement_and_no_iri_of_the_english_one(made: Path) -> None:
    before = served(made / "public")
    add_annotated_french(made)
    build(made)
    after = served(made / "public")
    assert statements(before) - statements(after) == set()
    assert iris(before) <= iris(after)
    assert f"{ONE}#fr-passage-1" in iris(after)
    assert f"{ONE}#demand-2" in iris(after)
    english = annotations_of(before)
    assert [one for one in annotations_of(after) if one in english] == english
