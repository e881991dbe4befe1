"""Annotation files as W3C Web Annotations and back, and what other tools make. All names are invented."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld

from ld_export.concepts import codes_of, concepts
from ld_export.curation import Frame, from_web_annotations, parse_annotations, read_annotations, to_web_annotations
from ld_export.curation.webannotation import read_notes
from ld_export.curation.webjson import parse_json, read_json
from ld_export.curation.webreading import MOST
from ld_export.curation.yamlfile import Entries, Scalar, parse_yaml
from ld_export.documents import document_key
from ld_export.errors import CurationProblem, LdExportError, SeveralProblems, UnfoundQuote
from ld_export.excerpts import Evidence
from ld_export.iris import Minter
from ld_export.model import (
    AgentSet,
    Annotations,
    Citation,
    Claim,
    Demand,
    Figure,
    Mention,
    Reference,
    SignedOff,
)
from ld_export.parse import parse
from ld_export.settings import read_settings
from ld_export.sources import read_source
from tests.records import DOCUMENT, text_of
from tests.support import BASE, ROOT, examples

KEY = "pace-wd-901"
DOC = f"{BASE}declaration/{KEY}"
SITE = "https://site.example/pages/"
CONCEPT = "https://w3id.org/hrd/concept/"
TITLE = "Testland must free Aldo Testari"
FIRST = "At least 4\u00a0000 protesters, “the many”, were beaten 🕊 in Testland  on 3 May; Aldo Testari was tortured."
SECOND = "Testland must release Aldo Testari, as Written declaration No. 900 says: Aldo Testari is ill."


TEXT = text_of(TITLE, FIRST, SECOND, signed=True)
FRAME = Frame(TEXT, KEY, Minter(BASE), "en", SITE)

FILE = f"""\
document: {KEY}
language: en
status: reviewed
sets:
  2: the many
mentions:
  1: {{quote: Testland, passage: 0, refers_to: country/kz}}
  3: {{quote: Aldo Testari, passage: 2, occurrence: 2, refers_to: person/17 Aldo Testari, role: [blogger, activist],
       described_as: protesters, note: "ask: who, and\\nwhen?"}}
  4: {{quote: protesters, status: suggested}}
  9: {{quote: Aldo Testari, passage: 1, refers_to: 'person/? Aldo Testari'}}
  10: {{quote: the many, refers_to: set/2}}
citations:
  1: {{quote: Written declaration No. 900, cites: pace-wd-900}}
claims:
  2: {{quote: were beaten, kind: [beating, unrest], affects: set/2, may_affect: [person/17, organization/osce OSCE],
       imputed_to: country/kz, when: --05-03, concerns: [violation/torture, claim/7, declaration/pace-wd-900]}}
  7: {{quote: Aldo Testari was tortured, kind: torture, by: [signatories, organization/osce], stance: condemned}}
demands:
  1: {{quote: Testland must release Aldo Testari, kind: release, addressee: country/kz, by: family/1,
       reported_by: group/pace-soc, stance: disputed}}
figures:
  5: {{quote: At least 4 000 protesters, amount: 0, qualifier: at-least, counts: protesters, concerns: claim/2}}
not_relevant:
  - {{quote: 3 May, reason: 'a date: of nothing'}}
"""


def plain(annotations: Annotations) -> Annotations:
    """What annotations say, without where it was written and in which order people were named."""
    sections = ("mentions", "citations", "claims", "demands", "figures")
    labels = {one.target: "" for one in annotations.references}
    labels |= {one.target: one.label for one in reversed(annotations.references) if one.label}
    return msgspec.structs.replace(
        annotations,
        source="",
        references=tuple(Reference(target, label, 0) for target, label in sorted(labels.items())),
        **{
            name: tuple(msgspec.structs.replace(one, line=0) for one in getattr(annotations, name)) for name in sections
        },
    )


def through_json(page: Mapping[str, Any]) -> Any:
    return parse_json(json.dumps(page).encode(), "x.jsonld")


def imported(value: Any, frame: Frame = FRAME, taken: Mapping[str, int] | None = None) -> Annotations:
    """What the file says that an import makes."""
    made = from_web_annotations(parse_json(json.dumps(value).encode(), "x.json"), "x.json", frame, taken)
    read = parse_annotations(made.text, "x.yaml", frame.text, frame.key)
    assert plain(read) == plain(made.annotations)
    return read


def exported(source: str = FILE) -> dict[str, Any]:
    page: dict[str, Any] = json.loads(json.dumps(to_web_annotations(parse_annotations(source, "x", TEXT, KEY), FRAME)))
    return page


def tag(value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def comment(value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": "commenting", "value": value}


def quoted(exact: Any, *tags: str, bodies: Iterable[Any] = (), id_: str = "#a", **context: Any) -> dict[str, Any]:
    """An annotation as a browser's tool makes it: of a page, by quote."""
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": id_,
        "type": "Annotation",
        "body": [*map(tag, tags), *bodies],
        "target": {
            "source": "http://localhost/somewhere",
            "selector": [
                {"type": "TextQuoteSelector", "exact": exact, **context},
                {"type": "TextPositionSelector", "start": 9000, "end": 9010},
            ],
        },
    }


def spanned(source: Any, start: Any, end: Any, *tags: str, exact: str | None = None) -> dict[str, Any]:
    selectors = [{"type": "TextPositionSelector", "start": start, "end": end}]
    quote = [{"type": "TextQuoteSelector", "exact": exact}] if exact else []
    return {
        "id": "#p",
        "type": "Annotation",
        "body": [tag(one) for one in tags],
        "target": {"source": source, "selector": [*quote, *selectors]},
    }


def problem_of(value: Any, frame: Frame = FRAME) -> LdExportError:
    with pytest.raises(LdExportError) as caught:
        imported(value, frame)
    return caught.value


# -- round trip --------------------------------------------------------------------------------------------------------


def test_an_export_reads_back_to_what_it_was_of() -> None:
    before = parse_annotations(FILE, "x.yaml", TEXT, KEY)
    assert plain(imported(to_web_annotations(before, FRAME))) == plain(before)
    assert before.mentions[1].number == 3


def test_notes_come_back() -> None:
    before = parse_annotations(FILE, "x.yaml", TEXT, KEY)
    page = to_web_annotations(before, FRAME, {("mentions", 3): "ask: who, and\nwhen?"})
    made = from_web_annotations(through_json(page), "x.jsonld", FRAME)
    assert 'note: "ask: who, and\\nwhen?"' in made.text


@pytest.mark.parametrize("stem", sorted(path.stem for path in (ROOT / "declarations" / "annotations").glob("*.yaml")))
def test_the_five_documents_survive(stem: str) -> None:
    own = read_settings(ROOT / "declarations")
    text = parse(
        read_source(ROOT / "declarations" / "documents" / f"{stem}.txt"), own.of(stem).layout, own.of(stem).language
    )
    frame = Frame(text, document_key(text, own.of(stem)), Minter(own.base_uri), "en", own.site)
    path = ROOT / "declarations" / "annotations" / f"{stem}.yaml"
    before = read_annotations(path, text, frame.key, own.size_limit)
    page = to_web_annotations(before, frame, read_notes(path, own.size_limit))
    assert len(page["items"]) == page["partOf"]["total"]
    assert plain(imported(page, frame)) == plain(before)


SPACES = [(passage.position, at) for passage in TEXT.passages for at in range(len(passage.text) + 1)]


@st.composite
def spans(draw: st.DrawFn) -> dict[str, Any]:
    passage = draw(st.sampled_from(TEXT.passages))
    start = draw(st.integers(0, len(passage.text) - 1).filter(lambda at: not passage.text[at].isspace()))
    end = draw(st.integers(start + 1, len(passage.text)).filter(lambda at: not passage.text[at - 1].isspace()))
    return {
        "passage": passage.position,
        "start": start,
        "end": end,
        "quote": passage.text[start:end],
        "language": "en",
        "status": draw(st.sampled_from(["reviewed", "suggested"])),
    }


WORDS = st.sampled_from(["protesters", "the many", "Written declaration No. 900", "“the many”", "4\u00a0000", "🕊"])
ENTITIES = st.sampled_from(
    ["person/17", "person/18", "person/? Jana Novak", "organization/osce", "organization/? A: B, [C] #d", "family/1",
     "family/? the “Testaris”", "country/kz", "group/pace-soc"]
)  # fmt: skip
VOICES = st.lists(ENTITIES, min_size=1, max_size=3, unique=True).map(tuple) | st.just(("signatories",))


def several(one: st.SearchStrategy[str], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(one, min_size=least, max_size=3, unique=True).map(tuple)


def concept(*schemes: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(codes_of(*schemes).values()))


TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff", include_characters="\n\t")
)
REASONS = TEXTS.map(lambda one: " ".join(one.split())).filter(bool)


@st.composite
def records(draw: st.DrawFn) -> Annotations:
    """Any annotations that a file of the text could say."""
    numbers = st.lists(st.integers(1, 999_999), max_size=3, unique=True).map(sorted)
    set_numbers, claim_numbers = draw(numbers), draw(numbers)
    agents = ENTITIES | st.sampled_from([f"set/{one}" for one in set_numbers]) if set_numbers else ENTITIES
    own_claims = [f"claim/{one}" for one in claim_numbers]
    anything = agents | concept("violation", "development") | st.just("declaration/pace-wd-900")
    anything = anything | st.sampled_from(own_claims) if own_claims else anything

    def voice() -> dict[str, Any]:
        by = draw(VOICES)
        stances = ["asserted", "condemned"] if "signatories" in by else ["asserted", "reported", "disputed"]
        return {
            **draw(spans()),
            "asserted_by": by,
            "reported_by": draw(several(ENTITIES)),
            "stance": f"stance/{draw(st.sampled_from(stances))}",
            "concerns": draw(several(anything)),
        }

    def claim(number: int) -> Claim:
        affects = draw(several(agents))
        return Claim(
            number=number,
            **voice(),
            kinds=draw(several(concept("violation", "development"), 1)),
            affects=affects,
            may_affect=tuple(one for one in draw(several(agents)) if one not in affects),
            imputed_to=draw(several(agents)),
            when=draw(st.sampled_from([None, "2031-05-03", "2031-05", "2031", "--05-03", "--05"])),
        )

    result = Annotations(
        source="x",
        document=KEY,
        language="en",
        sets=tuple(AgentSet(number=number, words=draw(WORDS), language="en") for number in set_numbers),
        mentions=tuple(
            Mention(
                number=number, **draw(spans()), refers_to=draw(st.none() | agents),
                roles=draw(several(concept("role"))), described_as=draw(st.none() | WORDS),
            )
            for number in draw(numbers)
        ),
        citations=tuple(Citation(number=number, **draw(spans()), cites="pace-wd-900") for number in draw(numbers)),
        claims=tuple(map(claim, claim_numbers)),
        demands=tuple(
            Demand(
                number=number, **voice(), kinds=draw(several(concept("demand"), 1)), addressees=draw(several(agents))
            )
            for number in draw(numbers)
        ),
        figures=tuple(
            Figure(
                number=number, **voice(), amount=draw(st.integers(0, 10**17)), qualifier=draw(concept("qualifier")),
                counts=draw(WORDS),
            )
            for number in draw(numbers)
        ),
        signed_off=tuple(
            SignedOff(**{key: one[key] for key in ("passage", "start", "end")}, reason=draw(REASONS))
            for one in draw(st.lists(spans(), max_size=2))
        ),
    )  # fmt: skip
    return msgspec.structs.replace(result, references=tuple(references_of(result, draw)))


def references_of(annotations: Annotations, draw: st.DrawFn) -> Iterable[Reference]:
    named: set[str] = set()
    for item in annotations.excerpts:
        named.update([item.refers_to] if isinstance(item, Mention) and item.refers_to else ())
        for key in ("affects", "may_affect", "imputed_to", "concerns", "addressees", "asserted_by", "reported_by"):
            named.update(getattr(item, key, ()))
    kinds = ("person", "organization", "family", "country", "group")
    for target in sorted(named):
        if target.partition("/")[0] in kinds:
            looked_up = target.partition("/? ")[2]
            yield Reference(target, looked_up or draw(st.sampled_from(["", "Aldo: “T”, [x]", "A B"])), 0)


@settings(deadline=None, max_examples=examples(150))
@given(before=records().filter(lambda one: one.excerpts or one.sets or one.signed_off), note=TEXTS.map(str.strip))
def test_whatever_a_file_can_say_survives(before: Annotations, note: str) -> None:
    notes = {("mentions", one.number): note for one in before.mentions if note}
    value = through_json(to_web_annotations(before, FRAME, notes))
    made = from_web_annotations(value, "x", FRAME)
    assert plain(made.annotations) == plain(before)
    assert plain(parse_annotations(made.text, "x", TEXT, KEY)) == plain(before)
    mentions = parse_yaml(made.text, "x").values.get("mentions")
    if notes and isinstance(mentions, Entries):
        for one in mentions.values.values():
            assert isinstance(one, Entries)
            assert isinstance(one.values["note"], Scalar)
            assert one.values["note"].text == note


def test_a_translation_is_of_its_own_passages() -> None:
    french = Frame(text_of("Un titre", "Des manifestants", language="fr", signed=True), KEY, Minter(BASE), "en")
    before = parse_annotations(
        f"document: {KEY}\nmentions:\n  5: {{quote: manifestants, described_as: Des manifestants}}\n",
        "x", french.text, KEY,
    )  # fmt: skip
    page = to_web_annotations(before, french)
    assert page["items"][0]["target"]["source"] == f"{DOC}#fr-passage-1"
    assert plain(imported(page, french)) == plain(before)
    assert "no passage of wd-901.txt" in str(problem_of(page))


# -- the export itself -------------------------------------------------------------------------------------------------

STANDARD: dict[str, Any] = {
    "@context": {
        "oa": "http://www.w3.org/ns/oa#", "as": "https://www.w3.org/ns/activitystreams#",
        "foaf": "http://xmlns.com/foaf/0.1/", "xsd": "http://www.w3.org/2001/XMLSchema#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "http://schema.org/",
        "id": {"@type": "@id", "@id": "@id"}, "type": {"@type": "@id", "@id": "@type"},
        "Annotation": "oa:Annotation", "TextualBody": "oa:TextualBody", "SpecificResource": "oa:SpecificResource",
        "TextQuoteSelector": "oa:TextQuoteSelector", "TextPositionSelector": "oa:TextPositionSelector",
        "AnnotationCollection": "as:OrderedCollection", "AnnotationPage": "as:OrderedCollectionPage",
        "identifying": "oa:identifying", "describing": "oa:describing", "assessing": "oa:assessing",
        "tagging": "oa:tagging", "classifying": "oa:classifying", "commenting": "oa:commenting",
        "body": {"@type": "@id", "@id": "oa:hasBody"}, "target": {"@type": "@id", "@id": "oa:hasTarget"},
        "source": {"@type": "@id", "@id": "oa:hasSource"}, "selector": {"@type": "@id", "@id": "oa:hasSelector"},
        "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
        "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
        "exact": "oa:exact", "prefix": "oa:prefix", "suffix": "oa:suffix", "value": "rdf:value",
        "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"},
        "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"},
        "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
        "partOf": {"@type": "@id", "@id": "as:partOf"}, "label": "rdfs:label", "name": "foaf:name",
        "startIndex": {"@type": "xsd:nonNegativeInteger", "@id": "as:startIndex"},
        "total": {"@type": "xsd:nonNegativeInteger", "@id": "as:totalItems"},
    }
}  # fmt: skip
"""As much of the standard's context as an export uses."""


def loader(address: str, _options: Any = None) -> dict[str, Any]:
    assert address == "http://www.w3.org/ns/anno.jsonld"  # nothing else is fetched
    return {"contextUrl": None, "documentUrl": address, "document": STANDARD}


def test_the_terms_of_the_standard_and_ours_do_not_mix() -> None:
    quads: str = jsonld.to_rdf(exported(), {"documentLoader": loader, "format": "application/n-quads"})
    claim, ontology = f"<{DOC}#claim-2>", "https://w3id.org/hrd/ontology#"
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    assert f'{claim} <{ontology}start> "{FIRST.index("were beaten")}"^^{integer} .' in quads
    assert f'{claim} <{ontology}when> "--05-03"^^<http://www.w3.org/2001/XMLSchema#gMonthDay> .' in quads
    assert f"{claim} <{ontology}kind> <{CONCEPT}violation/beating> ." in quads
    assert f"{claim} <{ontology}mayAffect> <{BASE}person/17> ." in quads
    assert f'<{BASE}organization/osce> <https://schema.org/name> "OSCE" .' in quads
    assert f'{claim} <{ontology}quote> "were beaten"@en .' in quads
    assert f'<{DOC}#claim-2-range> <http://www.w3.org/ns/oa#start> "{FIRST.index("were beaten")}"^^' in quads
    assert f"<{DOC}#claim-2-annotation> <http://www.w3.org/ns/oa#hasBody> {claim} ." in quads
    assert f'<{DOC}#set-2> <https://schema.org/name> "the many" .' in quads
    assert "schema.org/name> <" not in quads


def test_the_node_is_that_of_the_graph() -> None:
    source = FILE.replace(", refers_to: 'person/? Aldo Testari'", "")
    annotations = parse_annotations(source, "x", TEXT, KEY)
    bare = msgspec.structs.replace(annotations, references=())
    bodies = [one["body"][0] for one in to_web_annotations(bare, FRAME)["items"]]
    document = msgspec.structs.replace(DOCUMENT, annotations=annotations)
    parts = Evidence(document, annotations, Minter(BASE), "en").parts()
    nodes = {node["id"]: node for part in parts.values() for node in part}
    own = {one["id"]: one for one in bodies if one.get("type", "").startswith("hrd:")}

    def single(node: Mapping[str, Any]) -> dict[str, Any]:
        return {key: [one] if key in node and isinstance(one, str) else one for key, one in node.items()}

    assert {iri: single(node) for iri, node in own.items()} == {
        iri: single({key: one for key, one in node.items() if one != []}) for iri, node in nodes.items()
    }


def test_other_tools_are_shown_tags_and_things() -> None:
    items = {one["id"].partition("#")[2]: one for one in exported()["items"]}
    assert items["mention-3-annotation"]["body"][1:] == [
        tag("person"), tag("role/blogger"), tag("role/activist"),
        {"type": "SpecificResource", "purpose": "identifying", "source": f"{BASE}person/17"},
        {"type": "SpecificResource", "purpose": "classifying", "source": f"{CONCEPT}role/blogger"},
        {"type": "SpecificResource", "purpose": "classifying", "source": f"{CONCEPT}role/activist"},
    ]  # fmt: skip
    quote, span = items["mention-3-annotation"]["target"]["selector"]
    assert (quote["exact"], quote["prefix"][-6:], quote["suffix"]) == ("Aldo Testari", "says: ", " is ill.")
    assert SECOND[span["start"] : span["end"]] == "Aldo Testari"
    assert items["off-1-annotation"]["body"] == [tag("not-relevant"), comment("a date: of nothing")]
    assert tag("figure") in items["figure-5-annotation"]["body"]
    assert tag("violation/torture") in items["claim-7-annotation"]["body"]


def test_no_code_is_in_both_schemes_of_claims() -> None:
    """A file gives the code alone."""
    assert not set(codes_of("violation")) & set(codes_of("development"))
    assert len(codes_of("violation", "development")) == sum(one.startswith(("viol", "devel")) for one in concepts())


# -- what other tools make ---------------------------------------------------------------------------------------------


def test_tags_and_comments_of_a_browser_tool() -> None:
    made = from_web_annotations(
        [
            quoted("were  beaten", "violation/beating", "affects: person/17 Aldo Testari", "when=--05-03", id_="#c1"),
            quoted("protesters", "person", bodies=[comment("who?"), comment("really")], id_="#m1"),
            quoted("At least 4 000 protesters", "figure", "amount: 4000", "qualifier/at-least", "counts: protesters"),
            quoted("3 May", "not-relevant", bodies=[comment("a date")]),
            quoted("Testland must release Aldo Testari", "demand/release", "addressee: country/kz", "stance/condemned"),
            quoted("Written declaration No. 900", "declaration/pace-wd-900"),
            quoted("“the many”", "organization/? The Many", "role/activist", "described_as: the many"),
        ],
        "x.json",
        FRAME,
    )
    found = made.annotations
    assert (found.claims[0].quote, found.claims[0].affects, found.claims[0].when) == (
        "were beaten", ("person/17",), "--05-03",
    )  # fmt: skip
    assert {one.status for one in found.excerpts} == {"suggested"}
    assert made.text.startswith(f"document: {KEY}\nlanguage: en\nstatus: suggested\n")
    assert "    # from annotation #m1\n    # tagged: person\n    quote: protesters\n" in made.text
    assert 'note: "who?\\nreally"' in made.text
    assert (found.figures[0].amount, found.figures[0].qualifier) == (4000, "qualifier/at-least")
    assert found.demands[0].addressees == ("country/kz",)
    assert found.demands[0].stance == "stance/condemned"
    assert found.citations[0].cites == "pace-wd-900"
    assert found.mentions[1].refers_to == "organization/? The Many"
    assert found.signed_off[0].reason == "a date"


@pytest.mark.parametrize(
    "body",
    [
        f"{BASE}person/17",
        {"id": f"{BASE}person/17"},
        {"type": "SpecificResource", "source": f"{BASE}person/17", "purpose": "identifying"},
        {"type": "SpecificResource", "source": {"id": f"{BASE}person/17", "type": "Person"}},
        f"{SITE}person/17.html",
        tag("person/17"),
    ],
)
def test_who_is_named_by_iri_page_or_tag(body: Any) -> None:
    found = imported(quoted("Aldo Testari", bodies=[body, f"{CONCEPT}role/blogger"], suffix=" was tortured"))
    assert (found.mentions[0].refers_to, found.mentions[0].roles) == ("person/17", ("role/blogger",))
    assert (found.mentions[0].passage, found.mentions[0].start) == (1, FIRST.index("Aldo"))


def test_what_the_hypothesis_api_answers() -> None:
    row = {
        "id": "abc123",
        "uri": f"{SITE}declaration/{KEY}.html",
        "text": "see the file",
        "tags": ["violation/torture"],
        "user": "acct:somebody@hypothes.is",
        "target": [
            {
                "source": f"{SITE}declaration/{KEY}.html",
                "selector": [
                    {"type": "RangeSelector", "startContainer": "/div[1]/p[2]", "endContainer": "/div[1]/p[2]"},
                    {"type": "TextPositionSelector", "start": 1220, "end": 1245},
                    {
                        "type": "TextQuoteSelector",
                        "exact": "Aldo Testari was tortured",
                        "prefix": "May; ",
                        "suffix": ".",
                    },
                ],
            }
        ],
    }
    assert imported({"total": 1, "rows": [row]}).claims[0].kinds == ("violation/torture",)
    reply = row | {"id": "reply", "target": [{"source": row["uri"]}], "references": ["abc123"]}
    assert "annotation reply: no words are chosen" in str(problem_of({"rows": [row, reply]}))


def test_a_graph_with_prefixes_or_whole_iris() -> None:
    oa = "http://www.w3.org/ns/oa#"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    flat = {
        "@context": {"oa": oa},
        "@graph": [
            {"@id": "_:a", "@type": "oa:Annotation", "oa:hasBody": {"@id": "_:b"}, "oa:hasTarget": {"@id": "_:t"}},
            {"@id": "_:b", "@type": "oa:TextualBody", "rdf:value": "demand/release",
             "oa:hasPurpose": {"@id": "oa:tagging"}},
            {"@id": "_:t", "@type": "oa:SpecificResource", "oa:hasSource": {"@id": f"{DOC}#passage-2"},
             "oa:hasSelector": {"@id": "_:s"}},
            {"@id": "_:s", "@type": "oa:TextPositionSelector", "oa:start": {"@value": 14, "@type": "xsd:integer"},
             "oa:end": {"@value": 34}},
        ],
    }  # fmt: skip
    expanded = [
        {
            "@id": "_:a",
            "@type": [f"{oa}Annotation"],
            f"{oa}hasBody": [
                {"@type": [f"{oa}TextualBody"], f"{rdf}value": [{"@value": "demand/release"}],
                 f"{oa}hasPurpose": [{"@id": f"{oa}tagging"}]}
            ],
            f"{oa}hasTarget": [
                {f"{oa}hasSource": [{"@id": f"{DOC}#passage-2"}],
                 f"{oa}hasSelector": [
                     {"@type": [f"{oa}TextPositionSelector"], f"{oa}start": [{"@value": 14}],
                      f"{oa}end": [{"@value": 34}]}
                 ]}
            ],
        }
    ]  # fmt: skip
    for form in (flat, expanded):
        assert imported(form).demands[0].quote == SECOND[14:34] == "release Aldo Testari"


@pytest.mark.parametrize(
    "wrap",
    [
        lambda one: one,
        lambda one: [one],
        lambda one: {"type": "AnnotationPage", "items": [one]},
        lambda one: {"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": one}},
        lambda one: {"type": ["AnnotationCollection", "x"], "items": [[one]]},
        lambda one: {"type": "AnnotationPage", "items": [], "next": {"type": "AnnotationPage", "items": [one]}},
        lambda one: {"@graph": [one, {"id": "x", "type": "Person"}]},
    ],
)
def test_single_lists_pages_collections_graphs(wrap: Callable[[Any], Any]) -> None:
    assert imported(wrap(quoted("3 May", "mention"))).mentions[0].quote == "3 May"


def test_new_items_are_numbered_on() -> None:
    page = exported()
    page["items"] += [
        quoted("3 May", "mention", id_="#2"),
        quoted("ill", "mention", id_="#3"),
        quoted("free", "mention"),
    ]
    found = imported(page, taken={"mentions": 40, "claims": 3})
    assert [one.number for one in found.mentions] == [1, 3, 4, 9, 10, 41, 42, 43]
    assert [one.quote for one in found.mentions[-3:]] == ["free", "3 May", "ill"]
    assert {one.number: one.status for one in found.mentions}[3] == "reviewed"
    assert {one.number: one.status for one in found.mentions}[41] == "suggested"


# -- places ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("context", "passage", "start"),
    [
        ({"suffix": ", as Written"}, 2, 22),
        ({"prefix": "says:\n"}, 2, 73),
        ({"prefix": "release ", "suffix": ", a completely other text"}, 2, 22),
        ({"prefix": "The page’s heading. Testland must\u00a0free "}, 0, 19),
        ({"suffix": " was tortured.Testland must release"}, 1, FIRST.index("Aldo")),
    ],
)
def test_what_is_around_words_tells_which_are_meant(context: dict[str, str], passage: int, start: int) -> None:
    found = imported(quoted("Aldo Testari", "mention", **context)).mentions[0]
    assert (found.passage, found.start) == (passage, start)


@pytest.mark.parametrize("context", [{}, {"prefix": " ", "suffix": ""}, {"prefix": "e ", "suffix": ","}])
def test_words_that_may_stand_in_several_places_are_named(context: dict[str, str]) -> None:
    problem = problem_of(quoted("Testland", "mention", **context))
    assert isinstance(problem, UnfoundQuote)
    assert problem.place == "x.json, annotation #a"


def test_words_of_another_place_than_the_text_are_not_taken_for_its_own() -> None:
    problem = problem_of(quoted("were beaten", "mention", prefix="In the menu: ", suffix=" | Home"))
    assert "neither behind" in str(problem)
    assert "annotation #a" in str(problem)


def test_positions_count_in_our_passages_only() -> None:
    found = imported(spanned(f"{DOC}#passage-1", 19, 31, "mention")).mentions[0]
    assert found.quote == FIRST[19:31].strip()
    page = imported(spanned(f"{SITE}declaration/{KEY}.html#passage-1", 9, 14, "mention", exact="4 000"))
    assert page.mentions[0].quote == "4\u00a0000"
    for source in (None, "http://localhost/x", DOC, f"{DOC}#passage-99"):
        assert "x.json, annotation #p" in str(problem_of(spanned(source, 0, 5, "mention")))
    assert "its position has" in str(problem_of(spanned(f"{DOC}#passage-1", 0, 5, "mention", exact="ill.")))
    for start, end in ((5, 5), (-1, 3), (0, 10**9), ("0", 3), (True, 3), (None, None), (0.0, 1.5), (3, 2)):
        assert "is no place" in str(problem_of(spanned(f"{DOC}#passage-1", start, end, "mention")))
    assert "white space" in str(problem_of(spanned(f"{DOC}#passage-1", 2, 3, "mention")))


# -- what is not understood --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (quoted("Nobody Was Here", "mention"), "stands nowhere"),
        (quoted("3 May", "violation/tortur"), "did you mean torture"),
        (quoted("3 May", "violation/release"), "is no code of violation"),
        (quoted("3 May", "violation"), "the tag 'violation' is not understood"),
        (quoted("3 May", "importent"), "the tag 'importent' is not understood"),
        (quoted("3 May", "quote: something"), "is not understood"),
        (quoted("3 May", "status: reviewed"), "is not understood"),
        (quoted("3 May"), "nothing tells what it is"),
        (quoted("3 May", bodies=[comment("violation/torture")]), "nothing tells what it is"),
        (quoted("3 May", bodies=[{"type": "TextualBody", "value": "figure"}]), "nothing tells what it is"),
        (quoted("3 May", "violation/torture", "person/17"), "does not go together"),
        (quoted("3 May", "violation/torture", "demand/release"), "does not go together"),
        (quoted("3 May", "stance/condemned"), "tag it also claim or demand or figure"),
        (quoted("3 May", "person", "country/kz"), "it cannot be country and person at once"),
        (quoted("3 May", "person/17", "person/18"), "a text is wanted here"),
        (quoted("3 May", "person/X"), "is no reference"),
        (quoted("3 May", "country/?"), "`?` looks a name up"),
        (quoted("3 May", "claim/8"), "does not tell its part"),
        (quoted("3 May", "set/1"), "there is no set/1"),
        (quoted("3 May", "figure"), "the key 'amount' is missing"),
        (quoted("3 May", "figure", "amount: many", "qualifier/about", "counts: x"), "is no amount"),
        (quoted("3 May", "claim", "when: yesterday", "violation/torture"), "is no date"),
        (quoted("3 May", "citation", "cites: Not A Key"), "no document's key"),
        (quoted("3 May", "not-relevant"), "the key 'reason' is missing"),
        (quoted("3 May", "not-relevant", "person", bodies=[comment("x")]), "not understood"),
        (quoted("3 May", bodies=["https://elsewhere.example/Q1"]), "is nothing of this publication"),
        (quoted("3 May", bodies=[f"{CONCEPT}norm/iccpr-7"]), "does not tell its part"),
        (quoted("3 May", bodies=[{"type": "Choice", "items": []}]), "cannot be understood"),
        (quoted("3 May", bodies=[7]), "cannot be understood"),
        (quoted("3 May", bodies=[{"type": "TextualBody", "value": 7}]), "without a text"),
        (quoted("3 May", bodies=[{"type": "hrd:Claim", "id": f"{DOC}2#claim-1"}]), "is none of an"),
        (quoted("3 May", bodies=[{"type": "hrd:Claim", "id": f"{DOC}#claim-0"}]), "has no number"),
        (quoted("3 May", bodies=[{"type": ["hrd:Claim", "foaf:Group"], "id": f"{DOC}#set-1"}]), "is none of an"),
        (quoted(7, "mention"), "is no text"),
        (quoted("", "mention"), "an empty quote"),
        (quoted("3 May", "mention", bodies=[comment("x \x1b[2J")]), "control character U+001B is in its note"),
        (quoted("3 May", "described_as: a\x00"), "control character U+0000"),
        (quoted("x" * 10_000, "mention"), "longer than any passage"),
        (quoted("3 May", "mention", prefix=7), "is no text"),
        (quoted("3 May", "mention") | {"target": []}, "it has 0 targets"),
        (quoted("3 May", "mention") | {"target": ["a", "b"]}, "it has 2 targets"),
        (quoted("3 May", "mention") | {"target": DOC}, "no words are chosen"),
        (quoted("3 May", "mention") | {"target": 7}, "no words are chosen"),
        (spanned(["a", "b"], 0, 1, "mention"), "is no address"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_named_with_its_annotation(value: Any, message: str) -> None:
    problem = problem_of(value)
    assert message in str(problem)
    assert problem.place.startswith("x.json, annotation #")
    assert problem.remedy


def test_all_are_named_together() -> None:
    problem = problem_of(
        [quoted("3 May", "x", id_="#1"), quoted("?", "mention", id_="#2"), quoted("ill", "figure", id_="#3")]
    )
    assert isinstance(problem, SeveralProblems)
    assert [one.place[-2:] for one in problem.problems] == ["#1", "#2", "#3"]
    many = problem_of([quoted("3 May", "x") for _ in range(300)])
    assert str(many).count("\n") == 100
    assert "and more problems" in str(many)


def test_one_without_an_id_is_named_by_its_place() -> None:
    for id_ in (None, 7, "", "\x1b[2J"):
        assert problem_of([quoted("3 May", "x", id_=id_)]).place == "x.json, annotation number 1"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "source",
    [f"{BASE}declaration/pace-wd-902#passage-1", f"{SITE}declaration/pace-wd-902.html", f"{BASE}declaration/x"],
)
def test_annotations_of_another_document_are_refused_at_once(source: str) -> None:
    problem = problem_of([spanned(source, 0, 3, "mention", exact="ill"), spanned(source, 0, 3, "nonsense")])
    assert isinstance(problem, CurationProblem)
    assert "and wd-901.txt is pace-wd-901" in problem.message
    assert problem.place == "x.json, annotation #p (and 1 more)"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda one: one["body"].append(tag("violation/killing")), "differ: violation/killing"),
        (lambda one: one["body"].remove(tag("violation/beating")), "differ: violation/beating"),
        (lambda one: one["body"][0].update(start=3), "its words are not those of its node"),
        (lambda one: one["body"][0].update(quote={"en": "are beaten"}), "its words are not those of its node"),
        (lambda one: one["body"][0].update(quote={"fr": "x"}), "has no words in 'en'"),
        (lambda one: one["body"][0].update(more=1), "the key 'more'"),
        (lambda one: one["body"][0].update(kind=f"{CONCEPT}demand/release"), "is no kind of claims"),
        (lambda one: one["body"][0].update(kind=7), "is no text"),
        (lambda one: one["body"][0].update(affects={"name": "X"}), "is no text"),
        (lambda one: one["body"][0].update(affects="https://elsewhere.example/1"), "nothing of this publication"),
        (lambda one: one["body"][0].update(reviewStatus=[]), "reviewStatus"),
        (lambda one: one["body"][0].update(whenDate="2031-02-30"), "a text is wanted here"),
        (lambda one: one["body"][0].pop("inPassage"), "lacks inPassage"),
        (lambda one: one["body"][0].update(affects=f"{DOC}#set-77"), "there is no set/77"),
        (lambda one: one["body"].append(one["body"][0]), "several nodes"),
        (lambda one: one["target"]["selector"][0].update(exact="was beaten"), "its position has"),
    ],
)  # fmt: skip
def test_an_export_that_was_changed_in_part_is_refused(change: Callable[[dict[str, Any]], None], message: str) -> None:
    page = exported()
    change(next(one for one in page["items"] if one["id"] == f"{DOC}#claim-2-annotation"))
    problem = problem_of(page)
    assert message in str(problem)
    assert f"annotation {DOC}#claim-2-annotation" in str(problem)


def test_a_number_that_is_given_twice_is_named_with_both() -> None:
    page = exported()
    page["items"].append(page["items"][1] | {"id": "#copy"})
    assert "annotation #copy: x.json, annotation" in str(problem_of(page))


# -- hostile files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b"[1,]", b"\xff\xfe", b"nul", b'{"a": 1, "a": 2}', b'{"id": "x", "@id": "y"}', b'["\\ud800"]',
        b'{"\\udfff": 1}', b"[NaN]", b"[-Infinity]", b"[" + b"1" * 5000 + b"]", b"[" * 100_000, b'{"a":' * 100_000,
        b"[" * 900 + b"]" * 900,
    ],
    ids=lambda raw: ascii(raw[:12]),
)  # fmt: skip
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    with pytest.raises(CurationProblem) as caught:
        from_web_annotations(parse_json(raw, "x.json"), "x.json", FRAME)
    assert caught.value.place.startswith("x.json")


@pytest.mark.parametrize(
    "value",
    [
        None, 7, "https://example.org/annotations/", [], {}, [[]], [None], {"type": "Annotation"}, {"items": 7},
        {"type": "AnnotationCollection", "first": "https://example.org/page1"}, {"@graph": []}, {"@graph": 7},
        {"type": "AnnotationPage", "items": [], "next": "https://example.org/page2"}, {"type": "Person", "name": "x"},
        {"rows": {}}, {"type": {"id": "x"}, "target": {"selector": {"type": [[]]}}},
        [quoted("3 May", "mention")] * (MOST + 1),
    ],
    ids=lambda value: ascii(value)[:40],
)  # fmt: skip
def test_what_holds_no_annotations_is_refused(value: Any) -> None:
    assert isinstance(problem_of(value), CurationProblem)


def test_a_file_that_is_too_large_or_missing_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    path.write_bytes(b"[" + b" " * 1000 + b"]")
    with pytest.raises(CurationProblem, match="1002 bytes, where 1000 are allowed"):
        read_json(path, 1000)
    for other in (tmp_path / "none.json", tmp_path):
        with pytest.raises(CurationProblem, match="cannot be read"):
            read_json(other, 10_000)


KEYS = st.sampled_from(
    ["type", "id", "body", "target", "selector", "source", "exact", "prefix", "start", "end", "value", "purpose",
     "items", "@graph", "rows", "tags", "text", "uri", "first", "next", "@value", "oa:hasBody", "name", "quote",
     "kind", "bodyValue", "motivation", "inPassage", "reviewStatus"]
)  # fmt: skip
LEAVES = st.sampled_from(
    ["Annotation", "TextualBody", "TextQuoteSelector", "TextPositionSelector", "SpecificResource", "tagging",
     "hrd:Claim", "hrd:Mention", "foaf:Group", f"{DOC}#claim-1", f"{DOC}#passage-1", f"{DOC}#mention-1",
     f"{DOC}#set-1", "3 May", "person/17",
     "figure", "AnnotationPage", 0, 3, -1, None, True, 1.5, "", " ", f"{BASE}person/17", "\x00", "note: x"]
)  # fmt: skip
ANY = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


@settings(deadline=None, max_examples=examples(400))
@given(ANY)
def test_nothing_crashes(value: Any) -> None:
    try:
        imported(value)
    except LdExportError as problem:
        assert str(problem)  # noqa: PT017  most are refused, and some are not


@settings(deadline=None, max_examples=examples(300))
@given(st.data())
def test_an_export_with_anything_in_it_never_crashes(data: st.DataObject) -> None:
    page = exported()
    for _ in range(data.draw(st.integers(1, 3))):
        place: Any = data.draw(st.sampled_from(page["items"]))
        while isinstance(place, dict | list) and place:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(place[key], dict | list) or data.draw(st.booleans()):
                place[key] = data.draw(ANY)
                break
            place = place[key]
    try:
        imported(page)
    except LdExportError as problem:
        assert str(problem)  # noqa: PT017


def test_what_a_comment_says_breaks_no_file() -> None:
    hostile = "x\n\nclaims:\n  1: {quote: y}\n# \u2028 'a\" : - &a *b !c %"
    page = quoted("3 May", "mention", bodies=[comment(hostile)], id_="#a\u2028b # claims: x")
    made = from_web_annotations(parse_json(json.dumps(page).encode(), "x"), "x", FRAME)
    read = parse_annotations(made.text, "x", TEXT, KEY)
    assert (len(read.mentions), read.claims) == (1, ())
    assert made.text.isascii() or "\u2028" not in made.text
