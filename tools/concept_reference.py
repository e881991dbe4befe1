"""Make `docs/concepts.md` from the concept schemes themselves: `python tools/concept_reference.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from ld_export.resources import concept_files

TARGET = Path(__file__).resolve().parents[1] / "docs" / "concepts.md"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
NORM = "https://w3id.org/hrd/ontology#norm"

HEAD = """\
# The concepts

Made by `tools/concept_reference.py` from `ontology/concepts/*.ttl`, which also have the definitions and notes in French
and the other labels.

A concept's address is `https://w3id.org/hrd/concept/`, its scheme and its code: the same in every publication. A code
is never removed and never given another meaning. What stands under a wider concept is found under that one too. A norm
is a provision under which such a thing is judged; it says neither that it was broken nor that a state is bound by it.

To add a concept, write it into the file of its scheme with labels and definitions in both languages (and, for a
violation, its norms or a note that none is claimed), list it in its scheme if it stands under no other, and make this
page anew; the tests say what is missing.
"""


class Thing(NamedTuple):
    """A scheme or a concept: its address, and its values by predicate and, for texts, language."""

    iri: str
    values: dict[tuple[str, str | None], list[str]]

    @property
    def code(self) -> str:
        """The last part of the address."""
        return self.iri.rpartition("/")[2]

    def of(self, predicate: str, language: str | None = None) -> list[str]:
        """The values of a predicate, in the order of the file."""
        return self.values.get((predicate, language), [])

    def text(self, name: str, language: str = "en") -> str:
        """The SKOS text of that name, or nothing."""
        return " ".join(self.of(SKOS + name, language))


def things() -> dict[str, Thing]:
    """Every scheme and every concept by its address, in the order of the files."""
    found: dict[str, Thing] = {}
    for path in concept_files():
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            thing = found.setdefault(quad.subject.value, Thing(quad.subject.value, {}))
            key = (quad.predicate.value, getattr(quad.object, "language", None))
            thing.values.setdefault(key, []).append(quad.object.value)
    return found


def _section(scheme: Thing, known: dict[str, Thing]) -> Iterator[str]:
    concepts = [one for one in known.values() if scheme.iri in one.of(SKOS + "inScheme")]
    columns = {"code": _code, "English": _english, "French": _french, "meaning": _meaning}
    columns |= {"under": _under} if any(one.of(SKOS + "broader") for one in concepts) else {}
    columns |= {"norms": _norms} if any(one.of(NORM) for one in concepts) else {}
    columns |= {"text": _source} if any(one.of(DCTERMS + "source") for one in concepts) else {}
    yield f"## {scheme.code}: {scheme.text('prefLabel')}\n"
    yield " ".join(filter(None, [scheme.text("definition"), scheme.text("scopeNote")])) + "\n"
    yield f"| {' | '.join(columns)} |"
    yield "|---" * len(columns) + "|"
    for concept in concepts:
        yield f"| {' | '.join(column(concept) for column in columns.values())} |"
    yield ""


def _code(concept: Thing) -> str:
    return f"`{concept.code}`"


def _english(concept: Thing) -> str:
    return concept.text("prefLabel")


def _french(concept: Thing) -> str:
    return concept.text("prefLabel", "fr")


def _meaning(concept: Thing) -> str:
    return " ".join(filter(None, [concept.text("definition"), concept.text("scopeNote")]))


def _under(concept: Thing) -> str:
    return _codes(concept.of(SKOS + "broader"))


def _norms(concept: Thing) -> str:
    return _codes(concept.of(NORM))


def _codes(iris: list[str]) -> str:
    return ", ".join(f"`{iri.rpartition('/')[2]}`" for iri in iris)


def _source(concept: Thing) -> str:
    (source,) = concept.of(DCTERMS + "source")
    return f"[{' '.join(concept.of(DCTERMS + 'date')) or 'text'}]({source})"


def reference() -> str:
    """The whole page."""
    known = things()
    schemes = [one for one in known.values() if one.of(SKOS + "hasTopConcept")]
    return "\n".join([HEAD, *(line for scheme in schemes for line in _section(scheme, known))])


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
    print(f"wrote {TARGET.name}")
