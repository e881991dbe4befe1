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
    cell = _Cells(terms, root)
    shown = [f"<tr>{''.join([cell.of(row[column], row.get(named)) for column, named in pairs])}</tr>\n" for row in rows]
    return made("".join(shown))


class _Cells(dict[Any, str]):
    """Terms to cells of one table, in which the same dates, countries and groups stand again and again."""

    def __init__(self, terms: Terms, root: str) -> None:
        super().__init__({None: "<td></td>"})
        self._terms = terms
        self._root = root

    def of(self, value: Any, named: Any) -> str:
        if named is None or not isinstance(value, ox.NamedNode):
            return self[value]
        return f"<td>{self._terms.named(value.value, named.value, self._root)}</td>"

    def __missing__(self, value: Any) -> str:
        self[value] = made = self._cell(value)
        return made

    def _cell(self, value: Any) -> str:
        if isinstance(value, ox.NamedNode):
            return f"<td>{self._terms.link(value.value, self._root)}</td>"
        words = value.value
        if value.datatype.value == _NUMBER:
            return f'<td class="number">{escaped(words)}</td>'
        shown = self._terms.term(value, self._root)
        return f'<td data-value="{escaped(words)}">{shown.html}</td>' if shown.when else f"<td>{shown.html}</td>"


def statements_html(node: Node, terms: Terms, root: str) -> Markup:
    """What is said of an entity as `div` elements of a `dl`, one for each predicate; its classes first, then sorted."""
    found = sorted(predicates_of(node).items(), key=lambda pair: (pair[1] != ["type"], pair[0]))
    return made("".join([_statement(node, predicate, keys, terms, root) for predicate, keys in found]))


def _statement(node: Node, predicate: str, keys: Iterable[str], terms: Terms, root: str) -> str:
    values = [f"<dd>{term.html}</dd>" for key in keys for term in values_of(node, key, terms, root)]
    return f"<div><dt>{terms.predicate(predicate, root)}</dt>{''.join(values)}</div>\n"
