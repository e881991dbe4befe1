"""Records to nodes: plain JSON whose keys are terms of `mappings/context.jsonld`.

One short function builds the node of each class. The nodes are the JSON-LD that is published, so any JSON-LD
processor makes the same graph from them. Every identifier is written out in full, so that it can be searched for.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from ld_export.codes import kinds
from ld_export.excerpts import Evidence, Node
from ld_export.iris import Minter, passage_iri
from ld_export.model import (
    CitedDocument,
    Country,
    Document,
    Family,
    Group,
    LanguageVersion,
    Organization,
    Passage,
    Person,
    Signature,
    WithheldSignature,
)
from ld_export.registry import other_spellings
from ld_export.resources import folder

__all__ = [
    "Node",
    "cited_node",
    "context",
    "country_node",
    "document_nodes",
    "family_node",
    "group_node",
    "organization_node",
    "person_node",
]


@cache
def context() -> dict[str, Any]:
    """The terms of the mapping: the value of `@context` in `mappings/context.jsonld`."""
    text = (folder("mappings") / "context.jsonld").read_text(encoding="utf-8")
    terms: dict[str, Any] = json.loads(text)["@context"]
    return terms


def document_nodes(document: Document, mint: Minter, first_language: str) -> list[Node]:
    """The node of a document with its parts inside it, and those of the agents that only this document knows.

    Passages in another language than the publication's first have IRIs of their own: paragraphs of two
    languages need not correspond, and a text that is added later must change no IRI.
    """
    kind = kinds()[document.kind]
    iri = mint("Document", document=document.key)
    evidence = Evidence(document, document.annotations, mint, first_language) if document.annotations else None
    node = _without_absent(
        {
            "id": iri,
            "type": _class_of(kind["class"]),
            "title": {version.language: version.title for version in document.versions},
            "documentKind": mint("Concept", scheme="document-kind", code=document.kind),
            "number": document.number,
            "documentNumber": document.document_number,
            "datePublished": document.date,
            "publisher": mint("Organization", id=document.publisher),
            "adopted": {"true": True, "false": False}.get(kind["adopted"]),
            "authorAsPrinted": _by_language(document, "author_as_printed"),
            "originAsPrinted": _by_language(document, "origin_as_printed"),
            "textRights": mint("Concept", scheme="rights", code=document.rights),
            "languageVersions": [_version_node(version, document.key, mint) for version in document.versions],
            "passages": _passage_nodes(document, mint, first_language),
            "signatures": [
                *(_signature_node(signature, document.key, mint) for signature in document.signatures),
                *(_withheld_node(signature, document.key, mint) for signature in document.withheld),
            ],
            **(evidence.parts() if evidence else {}),
            "cites": evidence.cites() if evidence else None,
        }
    )
    return [node, *(evidence.agents() if evidence else ())]


def _class_of(name: str) -> str:
    return f"schema:{name}" if name == "NewsArticle" else f"hrd:{name}"


def _by_language(document: Document, field: str) -> dict[str, str]:
    said = {version.language: getattr(version, field) for version in document.versions}
    return {language: words for language, words in said.items() if words}


def _version_node(version: LanguageVersion, key: str, mint: Minter) -> Node:
    return _without_absent(
        {
            "id": mint("LanguageVersion", document=key, language=version.language),
            "type": "hrd:LanguageVersion",
            "inLanguage": version.language,
            "url": version.url,
            "sha256": version.sha256,
            "rightsStatement": version.rights_statement,
        }
    )


def _passage_nodes(document: Document, mint: Minter, first_language: str) -> list[Node]:
    """All passages; without their words where the text is not ours to publish, none where only metadata are."""
    if document.rights == "metadata":
        return []
    return [
        _passage_node(passage, version.language, document, mint, first_language)
        for version in document.versions
        for passage in version.passages
    ]


def _passage_node(passage: Passage, language: str, document: Document, mint: Minter, first_language: str) -> Node:
    return _without_absent(
        {
            "id": passage_iri(mint, document.key, passage.position, language, first_language),
            "type": "hrd:Passage",
            "position": passage.position,
            # A headline is quoted to say which article is meant; the words below it are not ours to publish.
            "text": {language: passage.text} if document.rights == "full" else None,
        }
    )


def _signature_node(signature: Signature, key: str, mint: Minter) -> Node:
    return _without_absent(
        {
            "id": mint("Signature", document=key, signature=signature.key),
            "type": "hrd:Signature",
            "position": signature.position,
            "signatory": mint("Person", id=signature.signatory) if signature.signatory else None,
            "representing": mint("Country", id=signature.country),
            "politicalGroup": mint("Group", id=signature.group) if signature.group else None,
            "honorificAsPrinted": signature.honorific_as_printed,
            "nameAsPrinted": signature.name_as_printed,
            "countryAsPrinted": signature.country_as_printed,
            "groupAsPrinted": signature.group_as_printed,
        }
    )


def _withheld_node(signature: WithheldSignature, key: str, mint: Minter) -> Node:
    """A place in the list, and nothing of whose it is."""
    return {
        "id": mint("Signature", document=key, signature=signature.key),
        "type": "hrd:WithheldSignature",
        "position": signature.position,
    }


def _tombstone(entity: Person | Family | Organization, pattern: str, mint: Minter) -> Node | None:
    """Of one who was withdrawn or merged, only that the URI exists."""
    iri = mint(pattern, id=entity.id)
    if entity.status == "withdrawn":
        return {"id": iri, "type": "hrd:Tombstone"}
    if entity.status.startswith("merged-into:"):
        kept = mint(pattern, id=entity.status.removeprefix("merged-into:"))
        return {"id": iri, "type": "hrd:Tombstone", "replacedBy": kept}
    return None


def person_node(person: Person, mint: Minter) -> Node:
    """A natural person; see `_tombstone` for one who was withdrawn or merged."""
    iri = mint("Person", id=person.id)
    return _tombstone(person, "Person", mint) or _without_absent(
        {
            "id": iri,
            "type": "schema:Person",
            "name": person.name,
            "givenName": person.given_name,
            "familyName": person.family_name,
            "alternateName": list(other_spellings(person)),
            # What is only probable is for curators: it is not published.
            "sameAs": [link.target for link in person.links if link.certainty == "certain"],
        }
    )


def family_node(family: Family, mint: Minter) -> Node:
    """A family: a group whose members are not said. See `_tombstone` for one that was withdrawn or merged."""
    return _tombstone(family, "Family", mint) or _without_absent(
        {
            "id": mint("Family", id=family.id),
            "type": "foaf:Group",
            "name": family.name,
            "alternateName": list(family.also_written),
        }
    )


def cited_node(cited: CitedDocument, mint: Minter) -> Node:
    """A document that is cited and not in the publication: what a curator knows of it. A tombstone if withdrawn."""
    if cited.status == "withdrawn":
        return {"id": mint("Document", document=cited.key), "type": "hrd:Tombstone"}
    return _without_absent(
        {
            "id": mint("Document", document=cited.key),
            "type": "schema:CreativeWork",
            "name": cited.title,
            "translatedName": cited.translated,
            "number": cited.number,
            "documentNumber": cited.document_number,
            "datePublished": cited.date,
            "publisher": mint("Organization", id=cited.publisher) if cited.publisher else None,
            "url": cited.url,
        }
    )


def organization_node(organization: Organization, mint: Minter) -> Node:
    """A body; see `_tombstone` for one that was withdrawn or merged."""
    return _tombstone(organization, "Organization", mint) or _without_absent(
        {
            "id": mint("Organization", id=organization.id),
            "type": "schema:Organization",
            "name": organization.name,
            "translatedName": organization.translated,
            "alternateName": list(organization.also_written),
            "parentOrganization": mint("Organization", id=organization.parent) if organization.parent else None,
            "sameAs": [link.target for link in organization.links if link.certainty == "certain"],
        }
    )


def group_node(group: Group, mint: Minter) -> Node:
    """A political group."""
    return _without_absent(
        {
            "id": mint("Group", id=group.id),
            "type": "hrd:PoliticalGroup",
            "name": group.name,
            "translatedName": group.translated,
            "alternateName": [*group.codes, *group.also_written],
            "parentOrganization": mint("Organization", id=group.body),
            "succeeds": mint("Group", id=group.succeeds) if group.succeeds else None,
        }
    )


def country_node(country: Country, mint: Minter) -> Node:
    """A country, with its names of other days as alternate names."""
    return _without_absent(
        {
            "id": mint("Country", id=country.id),
            "type": "schema:Country",
            "name": country.name,
            "translatedName": country.translated,
            "alternateName": list(country.also_written),
            "identifier": [country.id.upper(), country.alpha3],
            "sameAs": [link.target for link in country.links],
        }
    )


def _without_absent(node: Node) -> Node:
    """A node without the keys that have no value; zero and false are values, an empty text is none."""
    return {key: value for key, value in node.items() if value or value is False or value == 0}
