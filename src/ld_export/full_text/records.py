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


class _Version(msgspec.Struct, rename="camel"):
    in_language: str = ""


class _Node(msgspec.Struct, rename="camel"):
    """As much of a document's node as can be searched: its keys are terms of `mappings/context.jsonld`."""

    id: str
    title: dict[str, str] = {}
    document_kind: str = ""
    date_published: msgspec.Raw = msgspec.Raw(b'""')  # a string, or one with its type
    language_versions: list[_Version] = []
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
    kind = node.document_kind.rpartition("/")[2]
    languages = tuple(dict.fromkeys(version.in_language for version in node.language_versions))
    return Record(path, titles[0] if titles else path, "\n".join(words), (_date(node.date_published), kind, languages))


def _date(stated: msgspec.Raw) -> str:
    date = msgspec.json.decode(stated, type=str | _Typed)
    return date if isinstance(date, str) else date.value
