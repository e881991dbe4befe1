"""References of an annotation file: in its order, and each name that is written beside an id is checked."""

from __future__ import annotations

import pytest

from ld_export.curation import parse_annotations
from ld_export.errors import CurationProblem
from ld_export.model import Annotations, Passage, Person, Signatory, Text
from ld_export.references import References, additions
from ld_export.registry import Registry

TEXT = "Aldo Testari and Bea Esempia were seen. Aldo Testari left."


def annotated(*people: str) -> Annotations:
    """A file that names Aldo Testari, Bea Esempia and again Aldo Testari, with a reference for each."""
    places = ("quote: Aldo Testari, occurrence: 1", "quote: Bea Esempia", "quote: Aldo Testari, occurrence: 2")
    pairs = enumerate(zip(places, people, strict=True), 1)
    items = "".join(f"  {n}: {{{place}, refers_to: {who}}}\n" for n, (place, who) in pairs)
    signatory = Signatory(position=1, name_as_printed="A B", family_name="B", country="se", country_as_printed="Sweden")
    text = Text(
        source="x.txt",
        sha256="",
        layout="site",
        language="en",
        kind="written-declaration",
        title="A title",
        passages=(Passage(position=1, text=TEXT, start=0, end=len(TEXT)),),
        signatories=(signatory,),
    )
    return parse_annotations(f"document: k\nmentions:\n{items}", "x.yaml", text, "k")


def test_new_people_are_numbered_in_the_order_of_the_text() -> None:
    read = annotated("person/? Aldo Testari", "person/? Bea Esempia", "person/? Aldo Testari")
    assert [one.name for one in additions([read], Registry([], []), []).persons] == ["Aldo Testari", "Bea Esempia"]


def test_the_name_beside_an_id_is_checked_wherever_it_stands() -> None:
    registry = Registry([Person(id=1, name="Aldo Testari")], [])
    with pytest.raises(CurationProblem, match=r"person 1 is Aldo Testari, not Bea Esempia") as caught:
        References(registry).targets(annotated("person/1 Aldo Testari", "person/1 Bea Esempia", "person/1"))
    assert str(caught.value).startswith("x.yaml:4")
