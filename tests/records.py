"""Invented records in which every field says something."""

from __future__ import annotations

import hashlib
from typing import Any

from ld_export.model import (
    AgentSet,
    Annotations,
    Citation,
    CitedDocument,
    Claim,
    Country,
    Demand,
    Document,
    Family,
    Figure,
    Group,
    LanguageVersion,
    Link,
    Mention,
    Organization,
    Passage,
    Person,
    Signatory,
    Signature,
    Text,
)

ELSEWHERE = "https://example.net/"


def version(language: str, title: str, body: str) -> LanguageVersion:
    """One language of a document: its title and one paragraph."""
    text = f"{title}\n\n{body}"
    return LanguageVersion(
        language=language,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        title=title,
        passages=(
            Passage(position=0, text=title, start=0, end=len(title)),
            Passage(position=1, text=body, start=len(title) + 2, end=len(text)),
        ),
        url=f"{ELSEWHERE}files/901/{language}",
        rights_statement={"en": "© Example Assembly", "fr": "© Assemblée d’exemple"},
        author_as_printed=f"Author ({language})",
        origin_as_printed=f"Origin ({language})",
    )


SIGNATORY = Signatory(
    position=1, name_as_printed="Brita ÅKERVIND", family_name="ÅKERVIND", country="se", country_as_printed="Sweden"
)


def passages_of(*paragraphs: str) -> tuple[Passage, ...]:
    """Passages, the first of which is the title."""
    return tuple(Passage(position=at, text=one, start=0, end=len(one)) for at, one in enumerate(paragraphs))


def text_of(*paragraphs: str, language: str = "en", signed: bool = False) -> Text:
    """A text of some paragraphs, the first of which is its title."""
    return Text(
        source="wd-901.txt",
        sha256="",
        layout="pace-site",
        language=language,
        kind="written-declaration",
        title=paragraphs[0],
        passages=passages_of(*paragraphs),
        signatories=(SIGNATORY,) if signed else (),
        number="901",
    )


SIGNATURE = Signature(
    key="17",
    position=1,
    name_as_printed="Aldo TESTARI",
    country="it",
    country_as_printed={"en": "Italy", "fr": "Italie"},
    signatory=17,
    group="pace-soc",
    honorific_as_printed={"en": "Mr", "fr": "M."},
    group_as_printed={"en": "SOC", "fr": "SOC"},
)

UNMATCHED = Signature(
    key="esempio-sm", position=2, name_as_printed="ESEMPIO", country="sm", country_as_printed={"en": "San Marino"}
)

_PLACE: dict[str, Any] = {"passage": 1, "start": 0, "end": 8, "quote": "Testland", "language": "en"}
_VOICE: dict[str, Any] = {
    "asserted_by": ("signatories", "organization/pace"),
    "reported_by": ("organization/example-times",),
    "stance": "stance/regretted",
    "concerns": ("violation/torture", "claim/1", "declaration/pace-wd-900"),
}

ANNOTATIONS = Annotations(
    source="pace-wd-901.yaml",
    document="pace-wd-901",
    language="en",
    mentions=(
        Mention(number=1, **_PLACE, refers_to="person/17", roles=("role/activist",), described_as="prisoners"),
        Mention(number=2, **_PLACE, status="suggested"),
        Mention(number=4, **(_PLACE | {"language": "fr", "passage": 0}), refers_to="family/1"),
    ),
    citations=(Citation(number=1, **_PLACE, cites="pace-wd-900"),),
    claims=tuple(
        Claim(
            number=number,
            **_PLACE,
            **_VOICE,
            kinds=("violation/arrest", "violation/interrogation"),
            affects=("person/17", "set/1"),
            may_affect=("group/pace-new",),
            imputed_to=("country/it",),
            when=when,
        )
        for number, when in enumerate(("2018-03-14", "2018-03", "2018", "--03-14", "--03", None), 1)
    ),
    demands=(Demand(number=1, **_PLACE, **_VOICE, kinds=("demand/release",), addressees=("country/it",)),),
    figures=(Figure(number=1, **_PLACE, **_VOICE, amount=4000, qualifier="qualifier/at-least", counts="prisoners"),),
    sets=(AgentSet(number=1, words="prisoners", language="en"),),
)

FAMILY = Family(id=1, name="the Testaris", also_written=("Testari family",))

CITED = CitedDocument(
    key="pace-wd-900",
    title="Written declaration No. 900",
    translated={"fr": "Déclaration écrite n° 900"},
    number="900",
    document_number="90900",
    date="2030-05-03",
    publisher="pace",
    url=f"{ELSEWHERE}files/900",
    source="Example register",
)

DOCUMENT = Document(
    key="pace-wd-901",
    kind="written-declaration",
    publisher="pace",
    versions=(
        version("en", "Testland must free its prisoners", "Testland holds prisoners."),
        version("fr", "Le Testland doit libérer ses prisonniers", "Le Testland détient des prisonniers."),
    ),
    signatures=(SIGNATURE, UNMATCHED),
    number="901",
    document_number="90901",
    date="2031-05-03",
    annotations=ANNOTATIONS,
)

PERSON = Person(
    id=17,
    name="Aldo Testari",
    given_name="Aldo",
    family_name="Testari",
    countries=("it",),
    also_written=("A. TESTARI", "Aldo TESTARY"),
    links=(
        Link(target=f"{ELSEWHERE}testari", certainty="certain", source="Example register"),
        Link(target=f"{ELSEWHERE}perhaps", certainty="probable", source="Example register"),
    ),
    note="for curators",
)

ORGANIZATION = Organization(
    id="example-times",
    name="Example Times",
    translated={"fr": "Temps d’exemple"},
    also_written=("ET",),
    parent="pace",
    links=(
        Link(target=f"{ELSEWHERE}times", certainty="certain", source="Example register"),
        Link(target=f"{ELSEWHERE}perhaps", certainty="probable", source="Example register"),
    ),
)

GROUP = Group(
    id="pace-new",
    name="New Group",
    codes=("NG", "GN"),
    body="pace",
    translated={"fr": "Nouveau groupe"},
    also_written=("The New Ones",),
    succeeds="pace-soc",
)

COUNTRY = Country(
    id="it",
    name="Italy",
    alpha3="ITA",
    translated={"fr": "Italie"},
    also_written=("Italian Republic",),
    links=(Link(target=f"{ELSEWHERE}italy", certainty="certain", source="a table"),),
)
