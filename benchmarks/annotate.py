"""Invented annotations for invented declarations, as many as a real declaration has.

    python -m benchmarks.annotate PUBLICATION

Each sentence of a text becomes a claim or a demand, each name in it a mention, each number of it a figure.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from ld_export.concepts import codes_of
from ld_export.documents import document_key
from ld_export.model import Passage, Text
from ld_export.parse import parse
from ld_export.settings import Settings, read_settings
from ld_export.sources import read_source

_NAME = re.compile(r"(?<!^)(?<![.] )\b[A-Z][a-z]+ [A-Z][a-z]{3,}\b")
_NUMBER = re.compile(r"(?<!\d)\d{2,3}(?!\d)(?: [a-z]+)?")
_SENTENCE = re.compile(r"[^.]+[^. ]")


def annotated(text: Text, key: str) -> str:
    """The annotation file of a text."""
    sections: dict[str, list[str]] = {"mentions": [], "claims": [], "demands": [], "figures": []}
    kinds = cycle(sorted(codes_of("violation")))
    demands = cycle(sorted(codes_of("demand")))
    for number, (passage, sentence) in enumerate(_sentences(text)):
        names = [found[0] for found in _NAME.finditer(sentence)]
        for name in names:
            sections["mentions"].append(_item(passage, name, f", refers_to: {_person(name)}, role: activist"))
        about = f"[{', '.join(map(_person, names))}]" if names else "country/kz"
        if number % 3:
            sections["claims"].append(_item(passage, sentence, f", kind: {next(kinds)}, affects: {about}"))
        else:
            sections["demands"].append(_item(passage, sentence, f", kind: {next(demands)}, concerns: {about}"))
        figures = [found[0] for found in _NUMBER.finditer(sentence)]
        sections["figures"] += [_item(passage, words, _figure(words)) for words in figures]
    lines = [f"document: {key}"]
    for name, items in sections.items():
        lines += [f"{name}:", *(f"  {at}: {item}" for at, item in enumerate(items, 1))] if items else []
    return "\n".join(lines) + "\n"


def _sentences(text: Text) -> Iterator[tuple[Passage, str]]:
    for passage in text.passages:
        for found in _SENTENCE.finditer(passage.text):
            yield passage, found[0].strip()


def _person(name: str) -> str:
    return f'"person/? {name}"'


def _figure(words: str) -> str:
    return f", amount: {words.split(maxsplit=1)[0]}, qualifier: exactly, counts: {_quoted(words)}"


def _item(passage: Passage, quote: str, rest: str) -> str:
    return f"{{quote: {_quoted(quote)}, passage: {passage.position}, occurrence: 1{rest}}}"


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def annotate(publication: Path) -> None:
    """Write an annotation file beside every English document of a publication."""
    settings: Settings = read_settings(publication)
    (publication / "annotations").mkdir()
    for path in sorted((publication / "documents").glob("*.txt")):
        own = settings.of(path.stem)
        text = parse(read_source(path, settings.size_limit), own.layout, own.language)
        if text.language == "en":
            written = annotated(text, document_key(text, own))
            (publication / "annotations" / f"{path.stem}.yaml").write_text(written, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    annotate(Path(sys.argv[1]))
