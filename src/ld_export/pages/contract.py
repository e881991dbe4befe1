"""What a reader copies to cite an entity or to link to it: the link contract of every entity page."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
    name = words.plain("contract.dated", label=cited.label, date=words.date(cited.date)) if cited.date else cited.label
    return words.plain("contract.cited", label=name, site=cited.site, publisher=cited.publisher, iri=cited.iri)


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
        "title": cited.label,
        "howpublished": cited.site,
        "publisher": cited.publisher,
        "year": cited.date[:4],
        "url": cited.iri,
    }
    return bibtex(_key(cited), fields)


_AS_IT_IS = frozenset({"url", "year"})


def bibtex(key: str, fields: Mapping[str, str]) -> str:
    """An entry of BibTeX; fields without a value are left out, and the capitals of a title stay."""
    texts = {name: value if name in _AS_IT_IS else _in_bibtex(value) for name, value in fields.items()}
    texts["title"] = f"{{{texts['title']}}}"
    lines = [f"  {name} = {{{value}}}" for name, value in texts.items() if value]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def _csl(cited: Cited, language: str) -> str:
    fields = {
        "id": _key(cited),
        "type": "webpage",
        "title": cited.label,
        "container-title": cited.site,
        "publisher": cited.publisher,
        "issued": cited.date,
        "URL": cited.iri,
        "language": language,
    }
    return csl(fields)


def csl(fields: Mapping[str, str]) -> str:
    """An item of CSL-JSON; fields without a value are left out. `issued` is a date, perhaps a partial one."""
    made = {name: _issued(value) if name == "issued" else _json(value) for name, value in fields.items() if value}
    lines = [f'    "{name}": {value}' for name, value in made.items()]
    return "[\n  {\n" + ",\n".join(lines) + "\n  }\n]"


def _issued(date: str) -> str:
    return f'{{ "date-parts": [[{", ".join(str(int(part)) for part in date.split("-"))}]] }}'


def _json(text: str) -> str:
    return msgspec.json.encode(text).decode()
