"""The signatures of a document, as a template gets them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from ld_export.mapping import Node
from ld_export.pages.markup import escaped, made
from ld_export.pages.terms import Terms


class SignatureRow(NamedTuple):
    """A signature for a template: `name`, `country` and `group` are links, labelled as printed.

    Where the name is withheld, `withheld` says so and these are empty.
    """

    fragment: str
    position: int
    name: Markup
    country: Markup
    group: Markup
    withheld: str

    @property
    def html(self) -> str:
        """A row of a table."""
        name = f"<em>{escaped(self.withheld)}</em>" if self.withheld else self.name
        return (
            f'<tr id="{escaped(self.fragment)}"><td class="number">{self.position}</td>'
            f"<td>{name}</td><td>{self.country}</td><td>{self.group}</td></tr>\n"
        )


class Signatures:
    """The signatures of a document in the order printed, those whose name is withheld among them."""

    def __init__(self, nodes: Iterable[Node], terms: Terms, root: str) -> None:
        self._rows = sorted([_signature(node, terms, root) for node in nodes], key=lambda row: row.position)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[SignatureRow]:
        return iter(self._rows)

    @property
    def table(self) -> Markup:
        """All of them as rows of a table."""
        return made("".join([row.html for row in self._rows]))


def _signature(node: Node, terms: Terms, root: str) -> SignatureRow:
    iri, position = node["id"], int(node["position"])
    fragment = iri.partition("#")[2]
    if "nameAsPrinted" not in node:
        return SignatureRow(fragment, position, Markup(), Markup(), Markup(), terms.label(iri))
    language = terms.language
    full = f"{_first(node, 'honorificAsPrinted', language)} {node['nameAsPrinted']}".lstrip()
    return SignatureRow(
        fragment,
        position,
        terms.named(node.get("signatory", ""), full, root),
        terms.named(node.get("representing", ""), _first(node, "countryAsPrinted", language), root),
        terms.named(node.get("politicalGroup", ""), _first(node, "groupAsPrinted", language), root),
        "",
    )


def _first(node: Node, key: str, language: str) -> str:
    """A text of a node in a language, or in another."""
    texts = node.get(key)
    if not texts:
        return ""
    found = texts.get(language) or next(iter(texts.values()))
    return found if type(found) is str else found[0]
