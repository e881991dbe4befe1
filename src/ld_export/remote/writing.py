"""Rows as text, piece by piece, in the formats of the SPARQL recommendations: what is written need not be held."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import msgspec
import pyoxigraph as ox

from ld_export.remote.results import Rows

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def _csv(rows: Rows) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")

    def line(cells: tuple[str, ...]) -> str:
        writer.writerow(cells)
        made = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return made

    yield line(rows.columns)
    for row in rows.rows:
        yield line(tuple(text_of(term) for term in row))


def text_of(term: Any) -> str:
    """A term as plain text, as tables and CSV have it."""
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else str(term.value)


def _tsv(rows: Rows) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in rows.columns) + "\n"
    for row in rows.rows:
        yield "\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) + "\n"


def _json(rows: Rows) -> Iterator[str]:
    head = msgspec.json.encode({"vars": rows.columns}).decode()
    yield f'{{"head":{head},"results":{{"bindings":['
    between = "\n"
    for row in rows.rows:
        terms = {name: _json_term(term) for name, term in zip(rows.columns, row, strict=True) if term is not None}
        yield between + msgspec.json.encode(terms).decode()
        between = ",\n"
    yield "\n]}}\n"


def _json_term(term: Any) -> dict[str, Any]:
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    if not isinstance(term, ox.Literal):
        return {"type": "uri" if isinstance(term, ox.NamedNode) else "bnode", "value": term.value}
    said = {"type": "literal", "value": term.value}
    if term.language:
        return {**said, "xml:lang": term.language}
    return said if term.datatype.value == _XSD_STRING else {**said, "datatype": term.datatype.value}


def _xml(rows: Rows) -> Iterator[str]:
    variables = "".join(f"<variable name={quoteattr(name)}/>" for name in rows.columns)
    yield '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    yield f"<head>{variables}</head><results>\n"
    for row in rows.rows:
        cells = (
            f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
            for name, term in zip(rows.columns, row, strict=True)
            if term is not None
        )
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results></sparql>\n"


# As they are, some readers of XML take them away.
_SPACES = re.compile(r"\A\s+|\s+\Z|[\t\n\r]+")


def _spaces(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(space)};" for space in found[0])


def _xml_term(term: Any) -> str:
    if isinstance(term, ox.Triple):
        parts = zip(("subject", "predicate", "object"), (term.subject, term.predicate, term.object), strict=True)
        return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts)}</triple>"
    if not isinstance(term, ox.Literal):
        name = "uri" if isinstance(term, ox.NamedNode) else "bnode"
        return f"<{name}>{escape(term.value)}</{name}>"
    kind = ""
    if term.language:
        kind = f" xml:lang={quoteattr(term.language)}"
    elif term.datatype.value != _XSD_STRING:
        kind = f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{kind}>{_SPACES.sub(_spaces, escape(term.value))}</literal>"


TRUTHS: Mapping[str, str] = {
    "csv": "{}\n",
    "tsv": "{}\n",
    "json": '{{"head":{{}},"boolean":{}}}\n',
    "xml": '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head></head>'
    "<boolean>{}</boolean></sparql>\n",
}
"""The answer to an ASK in the same formats, with a place for `true` or `false`."""

WRITERS: Mapping[str, Callable[[Rows], Iterator[str]]] = {"csv": _csv, "tsv": _tsv, "json": _json, "xml": _xml}
"""Formats of tables, by name."""
