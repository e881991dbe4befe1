"""What a store makes of values: some are written in another way, and are still the same value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation

from ld_export.graph.names import XSD
from ld_export.graph.terms import Literal, is_iri, literal_in, literal_term

_ZONE = re.compile(r"(?:Z|[+-]00:00)$")
_TRUTH = {"true": "true", "1": "true", "false": "false", "0": "false"}

_TRAPS = (
    ("true", "boolean"),
    ("false", "boolean"),
    ("01", "integer"),
    ("1.50", "decimal"),
    ("2031-05-03", "date"),
    ("2031-05-03Z", "date"),
    ("2031-05", "gYearMonth"),
    ("2031", "gYear"),
)
TRAPS = (
    *(literal_term(words, f"^^<{XSD}{kind}>") for words, kind in _TRAPS),
    literal_term("Österreich 𝔄 ' \\ \" \n\t{?x} %41"),
    literal_term("mot", "@fr-CA"),
)
"""Values of which it is known that some store rewrites them; the publication's own are asked beside them."""


def _number(words: str) -> str:
    try:
        return str(Decimal(words).normalize())
    except InvalidOperation:
        return words


_VALUES: dict[str, Callable[[str], str]] = {
    f"{XSD}boolean": lambda words: _TRUTH.get(words, words),
    f"{XSD}integer": _number,
    f"{XSD}decimal": _number,
    f"{XSD}date": lambda words: _ZONE.sub("", words),
    f"{XSD}gYear": lambda words: _ZONE.sub("", words),
    f"{XSD}gYearMonth": lambda words: _ZONE.sub("", words),
}
"""What two ways to write a value of a type have in common."""


def kind_of(term: str) -> str:
    """The type or the language of a literal, as it is written behind it; empty for an IRI."""
    if is_iri(term):
        return ""
    literal = literal_in(term)
    return f"@{literal.language}" if literal.language else literal.datatype


def is_kept(term: str, found: Iterable[str]) -> bool:
    """Whether a value is among those that a store has, in whichever way it is written there."""
    found = set(found)
    if term in found:
        return True
    return not is_iri(term) and _value(literal_in(term)) in {
        _value(literal_in(other)) for other in found if other[0] == '"'
    }


def _value(literal: Literal) -> tuple[str, str, str]:
    # Virtuoso gives truth back as a number, and types that derive from integer as integers.
    words = _VALUES.get(literal.datatype, str)(literal.words)
    if literal.datatype == f"{XSD}integer" and words in ("0", "1"):
        return "number or truth", "", words
    if literal.datatype == f"{XSD}boolean":
        return "number or truth", "", {"true": "1", "false": "0"}.get(words, words)
    return literal.datatype, literal.language.lower(), words
