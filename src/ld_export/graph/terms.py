"""RDF terms as text: each is written just as it stands in canonical N-Triples.

Text is all that dumps need, and making it costs a tenth of what term objects cost. The library still decides what
a valid IRI or language is and how an odd character is escaped.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import NamedTuple

import pyoxigraph as ox

from ld_export.graph.names import XSD

# Everything that canonical N-Triples writes in another way than as itself.
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f\ufffe\uffff]')
_LITERAL = re.compile(r'"(?P<words>.*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^<(?P<datatype>[^>]+)>)?', re.DOTALL)


@lru_cache(maxsize=100_000)
def iri_term(iri: str) -> str:
    """An IRI as a term. Raises `ValueError` where it is none, a relative one included."""
    return str(ox.NamedNode(iri))


# Names, countries and groups are printed again and again.
@lru_cache(maxsize=20_000)
def literal_term(words: str, suffix: str = "") -> str:
    """A literal as a term; `suffix` is that of its language or its type."""
    quoted = f'"{words}"' if _ESCAPED.search(words) is None else str(ox.Literal(words))
    return quoted + suffix


@lru_cache
def language_suffix(language: str) -> str:
    """What stands after a text in a language. Raises `ValueError` for what is no language tag."""
    return str(ox.Literal("", language=language))[2:]


def type_suffix(datatype: str) -> str:
    """What stands after a value of a type; nothing for plain text."""
    return "" if datatype == XSD + "string" else f"^^<{datatype}>"


def is_iri(term: str) -> bool:
    """Whether a term is an IRI and not a literal; there are no blank nodes in what is published."""
    return term[0] == "<"


def iri_in(term: str) -> str:
    """The IRI of a term, empty for a literal."""
    return term[1:-1] if is_iri(term) else ""


class Literal(NamedTuple):
    """A literal taken apart: its words, its language (empty for none) and the IRI of its type."""

    words: str
    language: str
    datatype: str


def literal_in(term: str) -> Literal:
    """A literal, from its term."""
    found = _LITERAL.fullmatch(term)
    if found is None:
        raise ValueError(f"{term} is no literal")
    # The escapes of canonical N-Triples are escapes of JSON, too.
    words = json.loads(f'"{found["words"]}"') if "\\" in found["words"] else found["words"]
    return Literal(words, found["language"] or "", found["datatype"] or XSD + "string")
