"""Rows of HTML tables, made in one go: of many pages they are most, and a template takes ten times as long for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pyoxigraph as ox
from markupsafe import Markup, escape

from ld_export.graph import expanded
from ld_export.mapping import Node
from ld_export.pages.nodes import predicates_of, values_of
from ld_export.pages.terms import Terms

_NUMBER = expanded("xsd:integer")
NAME = "Name"
"""What the name of a variable ends in whose value is the label of another: `?signatureName` of `?signature`."""


def columns_of(variables: Iterable[str]) -> list[str]:
    """The variables of a query that are columns of a table."""
    return [one for one in variables if not one.endswith(NAME)]


def rows_html(rows: Iterable[dict[str, Any]], columns: Sequence[str], terms: Terms, root: str) -> Markup:
    """A query's answers as `tr` elements with a cell for each column."""
    pairs = [(column, column + NAME) for column in columns]
    made = [
        "".join([_cell(row[column], row.get(named), terms, root) for column, named in pairs]).join(("<tr>", "</tr>\n"))
        for row in rows
    ]
    return Markup("".join(made))  # noqa: S704 - every cell is escaped


def _cell(value: Any, named: Any, terms: Terms, root: str) -> str:
    if value is None:
        return "<td></td>"
    if isinstance(value, ox.NamedNode):
        if named is not None:
            return f'<td><a href="{escape(terms.href(value.value, root))}">{escape(named.value)}</a></td>'
        return f"<td>{terms.link(value.value, root)}</td>"
    if value.datatype.value == _NUMBER:
        return f'<td class="number">{escape(value.value)}</td>'
    shown = terms.term(value, root)
    return f'<td data-value="{escape(value.value)}">{shown.html}</td>' if shown.when else f"<td>{shown.html}</td>"


def statements_html(node: Node, terms: Terms, root: str) -> Markup:
    """What is said of an entity as `div` elements of a `dl`, one for each predicate; its classes first, then sorted."""
    found = sorted(predicates_of(node).items(), key=lambda pair: (pair[1] != ["type"], pair[0]))
    made = (_statement(node, predicate, keys, terms, root) for predicate, keys in found)
    return Markup("".join(made))  # noqa: S704 - every part is markup already


def _statement(node: Node, predicate: str, keys: Iterable[str], terms: Terms, root: str) -> str:
    values = [f"<dd>{term.html}</dd>" for key in keys for term in values_of(node, key, terms, root)]
    return f"<div><dt>{terms.predicate(predicate, root)}</dt>{''.join(values)}</div>\n"


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


def signature_rows(nodes: Iterable[Node], terms: Terms, root: str) -> list[SignatureRow]:
    """The signatures of a document in the order printed, those whose name is withheld among them."""
    return sorted([_signature(node, terms, root) for node in nodes], key=lambda row: row.position)


def _signature(node: Node, terms: Terms, root: str) -> SignatureRow:
    iri, position = node["id"], int(node["position"])
    fragment = iri.partition("#")[2]
    if "nameAsPrinted" not in node:
        return SignatureRow(fragment, position, Markup(), Markup(), Markup(), terms.label(iri))
    printed = {name: _first(node, name, terms.language) for name in ("honorificAsPrinted", "countryAsPrinted")}
    person, country, group = (node.get(key, "") for key in ("signatory", "representing", "politicalGroup"))
    name = str(node["nameAsPrinted"])
    full = f"{printed['honorificAsPrinted']} {name}".lstrip()
    return SignatureRow(
        fragment,
        position,
        terms.named(person, full, root),
        terms.named(country, printed["countryAsPrinted"], root),
        terms.named(group, _first(node, "groupAsPrinted", terms.language), root),
        "",
    )


def _first(node: Node, key: str, language: str) -> str:
    """A text of a node in a language, or in another."""
    texts = node.get(key)
    if not texts:
        return ""
    found = texts.get(language) or next(iter(texts.values()))
    return found if type(found) is str else found[0]
