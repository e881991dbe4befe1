"""Turtle that is fit to read: prefixes in one order, subjects in theirs, one predicate a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from ld_export.graph.names import XSD, prefixes
from ld_export.graph.statements import TYPE, Description
from ld_export.graph.terms import is_iri

# As much of what Turtle allows in a local name as is the same in every version of it.
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
# Values that Turtle lets stand alone.
_BARE = {f"<{XSD}integer>": re.compile(r"[+-]?[0-9]+"), f"<{XSD}boolean>": re.compile("true|false")}
_NEXT = " ;\n\t"


def turtle_head(base: str) -> str:
    """The prefix declarations of every Turtle file of a publication."""
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(turtle_prefixes(base).items()))


def turtle_prefixes(base: str) -> dict[str, str]:
    """The context's prefixes, and one for each kind of entity; none whose names would need escapes."""
    own = {kind: f"{base}{kind}/" for kind in ("person", "organization", "group", "country")}
    return {name: iri for name, iri in (prefixes() | own).items() if name != "concept"}


def turtle_body(statements: Mapping[str, Description], base: str) -> str:
    """Statements as Turtle without prefixes, in their order."""
    short = _shortener(base)
    blocks = []
    for subject, description in statements.items():
        said = [
            # Texts, plain or in a language, are the same in Turtle; only IRIs and typed values end in a bracket.
            f"{'a' if predicate == TYPE else short(predicate)} "
            + " , ".join([short(value) if value[-1] == ">" else value for value in values])
            for predicate, values in description.items()
        ]
        blocks.append(f"{short(subject)} {_NEXT.join(said)} .\n")
    return "\n".join(blocks)


@cache
def _shortener(base: str) -> Callable[[str], str]:
    # The longest first: one namespace may be the beginning of another.
    namespaces = sorted(((iri, name) for name, iri in turtle_prefixes(base).items()), key=lambda pair: -len(pair[0]))

    def iri(term: str) -> str:
        for namespace, name in namespaces:
            if term.startswith(namespace, 1):
                local = term[len(namespace) + 1 : -1]
                return f"{name}:{local}" if _LOCAL.fullmatch(local) else term
        return term

    @lru_cache(maxsize=50_000)
    def shortened(term: str) -> str:
        if is_iri(term):
            return iri(term)
        quoted, _, datatype = term.rpartition("^^")
        bare = _BARE.get(datatype)
        return quoted[1:-1] if bare and bare.fullmatch(quoted, 1, len(quoted) - 1) else f"{quoted}^^{iri(datatype)}"

    return shortened
