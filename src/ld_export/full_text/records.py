"""What of a document can be searched: the words that are published of it, and nothing else."""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class Record(NamedTuple):
    """A document to be found: the path of its page (without an ending), its title, its words, and what tells it apart.

    `facets` are its date as far as it is stated, the last part of its kind's IRI, and the languages of its texts.
    """

    path: str
    title: str
    words: str
    facets: tuple[str, str, tuple[str, ...]]


class _Words(msgspec.Struct):
    """A passage, or something that is said in one: its words by language, where they are published."""

    text: dict[str, str] = {}
    quote: dict[str, str] = {}


class _Version(msgspec.Struct):
    inLanguage: str = ""  # noqa: N815 - a term of the context


class _Node(msgspec.Struct):
    """As much of a document's node as can be searched: the terms are those of `mappings/context.jsonld`."""

    id: str
    title: dict[str, str] = {}
    documentKind: str = ""  # noqa: N815
    datePublished: msgspec.Raw = msgspec.Raw(b'""')  # noqa: N815 - a string, or one with its type
    languageVersions: list[_Version] = []  # noqa: N815
    passages: list[_Words] = []
    mentions: list[_Words] = []
    claims: list[_Words] = []
    demands: list[_Words] = []
    figures: list[_Words] = []


class _Typed(msgspec.Struct):
    value: str = msgspec.field(name="@value")


def record_of(iri: str, path: str, nodes: bytes) -> Record:
    """What can be searched of the document with an IRI and a page at `path`; `nodes` are its own, as JSON.

    All languages together. Where its text is not ours to publish, it has its titles and what is quoted of it.
    """
    node = next(node for node in msgspec.json.decode(b"[%b]" % nodes, type=list[_Node]) if node.id == iri)
    titles = list(node.title.values())
    text = [words for passage in node.passages for words in passage.text.values()]
    quoted = [*node.mentions, *node.claims, *node.demands, *node.figures]
    # Each once: what is quoted of a text often is quoted again, as something else.
    words = dict.fromkeys([*titles, *(text or (words for one in quoted for words in one.quote.values()))])
    kind = node.documentKind.rpartition("/")[2]
    languages = tuple(dict.fromkeys(version.inLanguage for version in node.languageVersions))
    return Record(path, titles[0] if titles else path, "\n".join(words), (_date(node.datePublished), kind, languages))


def _date(stated: msgspec.Raw) -> str:
    date = msgspec.json.decode(stated, type=str | _Typed)
    return date if isinstance(date, str) else date.value
