"""Links as others read them: an SSSOM table, and a link set in Turtle."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ld_export.errors import LdExportError
from ld_export.linking.asking import Candidate
from ld_export.linking.judging import CERTAIN, Verdict
from ld_export.linking.rows import Linked
from ld_export.tabular import delimited_line

UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"
_PEOPLE = ("person", "family", "")
"""Of these, and of what is not known, it is never said that everything that holds for one holds for the other."""

_PREFIXES = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
_PLAIN = re.compile(r"[a-z]+:[A-Za-z0-9/._~#?=&%:-]*[A-Za-z0-9/#]")
_OBJECT, _SUBJECT = "entity", "row"


class Link(NamedTuple):
    """A link: what it leads from (behind the base; empty where rows have no address), its predicate, and to whom.

    `by` is how it came about, as the vocabulary SEMAPV has it, and `confidence` how sure that is, where a program
    decided.
    """

    subject: str
    label: str
    predicate: str
    target: Candidate
    by: str
    confidence: str
    comment: str


class Naming(NamedTuple):
    """What addresses begin with: those of rows (empty where they have none), and those that links lead to."""

    subjects: str
    objects: str


class SetTold(NamedTuple):
    """What is told of a set: the name of its file, the version of the program, and the licence."""

    name: str
    version: str
    licence: str


def link_of(linked: Linked, subject: str, *, same_as: bool) -> Link | None:
    """The link of a row, if it has one.

    What names alone say is a close match; that two descriptions are of one person, a person has said. `same_as` asks
    for `owl:sameAs`, which people never get.
    """
    verdict: Verdict = linked.verdict
    target = verdict.link
    if target is None:
        return None
    if verdict.status == CERTAIN:
        score = f"{target.score / 100:.3f}".rstrip("0").rstrip(".")
        by, predicate, confidence = "semapv:LexicalMatching", "skos:closeMatch", score
    else:
        same = same_as and target.kind not in _PEOPLE
        by, predicate, confidence = "semapv:ManualMappingCuration", "owl:sameAs" if same else "skos:exactMatch", ""
    return Link(subject, linked.question.name, predicate, target, by, confidence, verdict.reason)


# -- SSSOM -------------------------------------------------------------------------------------------------------------


def sssom_head(naming: Naming, told: SetTold, seed: str) -> str:
    """The metadata of a mapping set, and the names of the columns.

    See https://mapping-commons.github.io/sssom/spec-formats-tsv/. A set of rows without addresses has a name made of
    `seed`, which is to be different for different sets.
    """
    prefixes = {_OBJECT: naming.objects} | ({_SUBJECT: naming.subjects} if naming.subjects else {})
    set_id = naming.subjects + told.name if naming.subjects else f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, seed)}"
    metadata = [
        "curie_map:",
        *(f"  {prefix}: {_scalar(iri)}" for prefix, iri in prefixes.items()),
        f"mapping_set_id: {_scalar(set_id)}",
        f"license: {_scalar(told.licence)}",
        "mapping_tool: ld-export",
        f"mapping_tool_version: {told.version}",
    ]
    return "".join(f"#{line}\n" for line in metadata) + delimited_line(_columns(naming), "\t")


def _scalar(text: str) -> str:
    """A text as YAML: plain where that is one for sure."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text)


def sssom_line(link: Link, naming: Naming) -> str:
    """A mapping as a line. Raises `LdExportError` where it leads to an address that does not begin as all others do."""
    return delimited_line(_cells(link, naming).values(), "\t")


def _columns(naming: Naming) -> Iterator[str]:
    return iter(_cells(Link("", "", "", Candidate(naming.objects, "", 0), "", "", ""), naming))


def _cells(link: Link, naming: Naming) -> Mapping[str, str]:
    """The cells by column, in the order of the specification. A name without an address is a literal."""
    return {
        **({"subject_id": f"{_SUBJECT}:{link.subject}"} if naming.subjects else {}),
        "subject_label": link.label,
        "predicate_id": link.predicate,
        "object_id": f"{_OBJECT}:{_behind(link.target.id, naming.objects)}",
        "object_label": link.target.name,
        "mapping_justification": link.by,
        **({} if naming.subjects else {"subject_type": "rdfs literal"}),
        "confidence": link.confidence,
        "comment": link.comment,
    }


def _behind(iri: str, base: str) -> str:
    if not iri.startswith(base):
        raise LdExportError(f"<{iri}> does not begin with {base}", remedy="link to one publication at a time")
    return iri[len(base) :]


# -- RDF ---------------------------------------------------------------------------------------------------------------


def turtle_head() -> str:
    """The prefixes of the link set."""
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in _PREFIXES.items()) + "\n"


def turtle_line(link: Link, naming: Naming) -> str:
    """A link as a statement."""
    return f"<{naming.subjects}{link.subject}> {link.predicate} <{link.target.id}> .\n"
