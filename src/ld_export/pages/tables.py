"""Rows of HTML tables, made in one go: of many pages they are most, and a template takes ten times as long for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyoxigraph as ox
from markupsafe import Markup

from ld_export.graph import expanded
from ld_export.mapping import Node
from ld_export.pages.markup import escaped, made
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
    # The same documents, dates, countries and groups stand in most tables.
    known = terms.cells(root)
    html = []
    for row in rows:
        html.append("<tr>")
        for column, named in pairs:
            value, name = row[column], row.get(named)
            if name is not None and isinstance(value, ox.NamedNode):
                html.append(f"<td>{terms.named(value.value, name.value, root)}</td>")
            else:
                html.append(known.get(value) or known.setdefault(value, _cell(value, terms, root)))
        html.append("</tr>\n")
    return made("".join(html))


def _cell(value: Any, terms: Terms, root: str) -> str:
    if value is None:
        return "<td></td>"
    if isinstance(value, ox.NamedNode):
        return f"<td>{terms.link(value.value, root)}</td>"
    words = value.value
    if value.datatype.value == _NUMBER:
        return f'<td class="number">{escaped(words)}</td>'
    shown = terms.term(value, root)
    return f'<td data-value="{escaped(words)}">{shown.html}</td>' if shown.when else f"<td>{shown.html}</td>"


def statements_html(node: Node, terms: Terms, root: str) -> Markup:
    """What is said of an entity as `div` elements of a `dl`, one for each predicate; its classes first, then sorted."""
    found = sorted(predicates_of(node).items(), key=lambda pair: (pair[1] != ["type"], pair[0]))
    return made("".join([_statement(node, predicate, keys, terms, root) for predicate, keys in found]))


def _statement(node: Node, predicate: str, keys: Iterable[str], terms: Terms, root: str) -> str:
    values = [f"<dd>{term.html}</dd>" for key in keys for term in values_of(node, key, terms, root)]
    return f"<div><dt>{terms.predicate(predicate, root)}</dt>{''.join(values)}</div>\n"
