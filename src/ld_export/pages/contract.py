"""What a reader copies to cite an entity or to link to it: the link contract of every entity page."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from ld_export.graph import expanded
from ld_export.pages.locales import Catalogue


class Snippet(NamedTuple):
    """A text to copy: its key in the catalogue, the language that it is in, and the text."""

    name: str
    syntax: str
    text: str


class Cited(NamedTuple):
    """What a citation says: the entity's IRI and name, its date where it has one, the site and its publisher."""

    iri: str
    label: str
    date: str
    site: str
    publisher: str


YOURS = "https://example.org/your-entity"
"""What stands in the snippets for the IRI of whoever links to ours."""

# Both claim that two IRIs name one thing; the first only so far that they may stand for one another in most uses.
_LINKS = {"exact_match": "skos:exactMatch", "same_as": "owl:sameAs"}


def link_snippets(iri: str) -> list[Snippet]:
    """How another data set says that its entity is this one, in Turtle and in JSON-LD."""
    made = []
    for name, short in _LINKS.items():
        prefix, _, local = short.partition(":")
        predicate = expanded(short)
        turtle = f"@prefix {prefix}: <{predicate.removesuffix(local)}> .\n\n<{YOURS}> {short} <{iri}> ."
        json_ld = f'{{\n  "@id": "{YOURS}",\n  "{predicate}": {{ "@id": {_json(iri)} }}\n}}'
        made += [Snippet(name, "Turtle", turtle), Snippet(name, "JSON-LD", json_ld)]
    return made


def citations(cited: Cited, words: Catalogue) -> list[Snippet]:
    """The entity cited as text, as BibTeX and as CSL-JSON."""
    return [
        Snippet("citation", "text", _text(cited, words)),
        Snippet("bibtex", "BibTeX", _bibtex(cited)),
        Snippet("csl", "CSL-JSON", _csl(cited, words.language)),
    ]


def _text(cited: Cited, words: Catalogue) -> str:
    name = words.say("contract.dated", label=cited.label, date=words.date(cited.date)) if cited.date else cited.label
    return str(
        words.say("contract.cited", label=name, site=cited.site, publisher=cited.publisher, iri=cited.iri).unescape()
    )


def _key(cited: Cited) -> str:
    """What a bibliography calls the entry: the last two parts of its IRI."""
    return "-".join(part for part in cited.iri.replace("#", "/").split("/")[-2:] if part)


_BIBTEX = re.compile(r"[\\{}$&#^_%~]")
# BibTeX counts braces to find where a field ends, and a backslash before one does not keep it from counting.
_IN_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}


def _in_bibtex(text: str) -> str:
    return _BIBTEX.sub(lambda found: _IN_BIBTEX.get(found[0], "\\" + found[0]), text)


def _bibtex(cited: Cited) -> str:
    fields = {
        "title": f"{{{_in_bibtex(cited.label)}}}",
        "howpublished": _in_bibtex(cited.site),
        "publisher": _in_bibtex(cited.publisher),
        "year": cited.date[:4],
        "url": cited.iri,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{_key(cited)},\n" + ",\n".join(lines) + "\n}"


def _csl(cited: Cited, language: str) -> str:
    fields = {
        "id": _json(_key(cited)),
        "type": '"webpage"',
        "title": _json(cited.label),
        "container-title": _json(cited.site),
        "publisher": _json(cited.publisher),
        "issued": f'{{ "date-parts": [[{", ".join(str(int(part)) for part in cited.date.split("-"))}]] }}'
        if cited.date
        else "",
        "URL": _json(cited.iri),
        "language": _json(language),
    }
    lines = [f'    "{name}": {value}' for name, value in fields.items() if value]
    return "[\n  {\n" + ",\n".join(lines) + "\n  }\n]"


def _json(text: str) -> str:
    return msgspec.json.encode(text).decode()
