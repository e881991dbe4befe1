"""Turtle that is fit to read: prefixes in one order, subjects in theirs, one predicate a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ld_export.graph.names import XSD, prefixes
from ld_export.graph.statements import TYPE, Description
from ld_export.graph.terms import is_iri

# As much of what Turtle allows in a local name as is the same in every version of it.
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
# Values that Turtle lets stand alone.
_BARE = {f"<{XSD}integer>": re.compile(r"[+-]?[0-9]+"), f"<{XSD}boolean>": re.compile("true|false")}
_NEXT = " ;\n\t"
_REMEMBERED = 50_000


def turtle_head(base: str) -> str:
    """The prefix declarations of every Turtle file of a publication."""
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(turtle_prefixes(base).items()))


def turtle_prefixes(base: str) -> dict[str, str]:
    """The context's prefixes, and one for each kind of entity; none whose names would need escapes."""
    own = {kind: f"{base}{kind}/" for kind in ("person", "organization", "group", "country")}
    return {name: iri for name, iri in (prefixes() | own).items() if name != "concept"}


def turtle_body(statements: Mapping[str, Description], base: str) -> bytes:
    """Statements as Turtle without prefixes, in their order."""
    short = _short_terms(base)
    blocks = []
    for subject, description in statements.items():
        said = []
        for predicate, values in description.items():
            verb = "a" if predicate == TYPE else short[predicate]
            # Texts, plain or in a language, are the same in Turtle; only IRIs and typed values end in a bracket.
            if len(values) == 1:  # nearly always, so that it pays to make no list
                value = values[0]
                said.append(f"{verb} {short[value] if value[-1] == '>' else value}")
            else:
                words = [short[value] if value[-1] == ">" else value for value in values]
                said.append(f"{verb} {' , '.join(words)}")
        blocks.append(f"{short[subject]} {_NEXT.join(said)} .\n".encode())
    return b"\n".join(blocks)


class _ShortTerms(dict[str, str]):
    """IRIs and typed values to what Turtle writes for them: made when first asked for, and then remembered."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        super().__init__()
        self._namespaces = namespaces

    def __missing__(self, term: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[term] = made = self._iri(term) if is_iri(term) else self._value(term)
        return made

    def _iri(self, term: str) -> str:
        cut = max(term.rfind("#"), term.rfind("/")) + 1
        name, local = self._namespaces.get(term[1:cut]), term[cut:-1]
        return f"{name}:{local}" if name and _LOCAL.fullmatch(local) else term

    def _value(self, term: str) -> str:
        quoted, _, datatype = term.rpartition("^^")
        bare = _BARE.get(datatype)
        alone = bare and bare.fullmatch(quoted, 1, len(quoted) - 1)
        return quoted[1:-1] if alone else f"{quoted}^^{self._iri(datatype)}"


@cache
def _short_terms(base: str) -> _ShortTerms:
    return _ShortTerms({namespace: name for name, namespace in turtle_prefixes(base).items()})
