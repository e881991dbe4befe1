"""Annotation files to records: every quote found in the text, every code and reference checked.

All problems of a file are named together, so that a curator mends them in one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ld_export.curation.fields import TEXT, Field, Reader, read_table
from ld_export.curation.format import DEFAULTS, HEAD, PLACE, RENAMED, SECTIONS, Section
from ld_export.curation.yamlfile import Entries, Items, Value, parse_yaml, read_yaml
from ld_export.errors import LdExportError, UnfoundQuote, raise_all
from ld_export.model import (
    AgentSet,
    Annotations,
    Claim,
    Demand,
    Excerpt,
    Figure,
    Passage,
    Reference,
    SignedOff,
    Text,
)
from ld_export.quotes import Place, find_quote, places

SIGNATORIES = ("signatories",)
ASSERTED, REPORTED, DISPUTED = "stance/asserted", "stance/reported", "stance/disputed"
_SIGN_OFF = PLACE | {"reason": TEXT}


def read_annotations(path: Path, text: Text, key: str, limit: int) -> Annotations:
    """The annotations of a file on a text; `key` is that of the text's document.

    Raises `CurationProblem` and `UnfoundQuote` with file and line, or `SeveralProblems`.
    """
    return annotations_of(read_yaml(path, limit), path.name, text, key)


def parse_annotations(source: str, name: str, text: Text, key: str) -> Annotations:
    """See `read_annotations`; `name` stands in messages."""
    return annotations_of(parse_yaml(source, name), name, text, key)


def annotations_of(root: Entries, name: str, text: Text, key: str) -> Annotations:
    """Annotations from the mapping of a file."""
    return _File(name, text, key).read(root)


class _File:
    """One annotation file while it is read."""

    def __init__(self, name: str, text: Text, key: str) -> None:
        self._reader = Reader(name, [])
        self._text = text
        self._key = key
        self._status = "reviewed"
        self._defaults: Mapping[str, Any] = {}
        self._problems: list[LdExportError] = []

    def read(self, root: Entries) -> Annotations:
        self._head(root)
        sets = self._sets(root)
        items = {section: self._section(root, section) for section in SECTIONS}
        signed_off = self._signed_off(root)
        # One with a problem of its own is known all the same, so that this problem is named and no other.
        known = {f"{name[:-1]}/{number}" for name in ("sets", "claims") for number in _keys(root.values.get(name))}
        for item in (*items["claims"], *items["demands"], *items["figures"], *items["mentions"]):
            self._check_own(item, known)
        raise_all(self._problems)
        return Annotations(
            source=self._reader.name,
            document=self._key,
            language=self._text.language,
            sets=sets,
            references=_distinct(self._reader.references),
            signed_off=signed_off,
            **items,
        )

    def _head(self, root: Entries) -> None:
        """The keys of the whole file. What is wrong with them is named at once: everything else depends on them."""
        wrappers: dict[str, Field] = dict.fromkeys([*SECTIONS, "sets", "not_relevant"], Field(_as_it_is, {}))
        defaults = Field(lambda reader, value: read_table(reader, value, dict(DEFAULTS), ()), {})
        head = read_table(self._reader, root, HEAD | {"defaults": defaults} | wrappers, ("document",))
        if head["document"] != self._key:
            raise self._reader.problem(
                f"this annotates {head['document']}, and {self._text.source} is {self._key}",
                root.lines["document"],
                "correct the key, or rename the file after its document's",
            )
        if head.get("language", self._text.language) != self._text.language:
            raise self._reader.problem(
                f"the words of {self._text.source} are in {self._text.language!r}", root.lines["language"], "correct it"
            )
        self._status = head.get("status", "reviewed")
        self._defaults = head.get("defaults", {})

    def _entries(self, root: Entries, section: str) -> Iterator[tuple[int, Value, int]]:
        """The items of a section: number, value, line. Numbers count up, so that a new item is seen to be new."""
        value = root.values.get(section)
        if value is None:
            return
        if not isinstance(value, Entries):
            self._problems.append(
                self._reader.problem(f"{section} need numbered items", value.line, "write `1:` before the first")
            )
            return
        last = 0
        for key, item in value.values.items():
            number = int(key) if key.isascii() and key.isdigit() and len(key) < 7 and key == str(int(key)) else 0
            if number <= last:
                self._problems.append(
                    self._reader.problem(
                        f"the number {key[:20]!r} of {section}", value.lines[key], "numbers are whole and count up"
                    )
                )
                continue
            last = number
            yield number, item, value.lines[key]

    def _sets(self, root: Entries) -> tuple[AgentSet, ...]:
        return tuple(self._each(self._set(*entry) for entry in self._entries(root, "sets")))

    def _set(self, number: int, value: Value, line: int) -> AgentSet | LdExportError:
        try:
            words = self._words(self._reader.text(value), self._text.passages, line)
        except LdExportError as problem:
            return problem
        return AgentSet(number=number, words=words, language=self._text.language)

    def _section(self, root: Entries, name: str) -> Any:
        return tuple(self._each(self._item(SECTIONS[name], *entry) for entry in self._entries(root, name)))

    def _each(self, made: Iterator[Any]) -> Iterator[Any]:
        """What was made; what could not be is noted."""
        for one in made:
            if isinstance(one, LdExportError):
                self._problems.append(one)
            else:
                yield one

    def _item(self, section: Section, number: int, value: Value, line: int) -> Excerpt | LdExportError:
        try:
            said = read_table(self._reader, value, section.keys, section.required)
            said.pop("note", None)
            place = self._place(said, line)
            if issubclass(section.record, Claim | Demand | Figure):
                said = self._voiced(said, line)
            for key in ("described_as", "counts"):
                if key in said:
                    said[key] = self._words(said[key], self._nearby(place), line)
            fields = {RENAMED.get(key, key): one for key, one in said.items()}
            return section.record(**(place | {"number": number, "status": self._status, "line": line} | fields))
        except LdExportError as problem:
            return problem

    def _place(self, said: dict[str, Any], line: int) -> dict[str, Any]:
        """Where the words of an item stand; takes what was said of that."""
        found = self._found(said.pop("quote"), said.pop("passage", None), said.pop("occurrence", None), line)
        return {
            "passage": found.passage,
            "start": found.start,
            "end": found.end,
            "quote": found.words,
            "language": self._text.language,
        }

    def _found(self, quote: str, passage: int | None, occurrence: int | None, line: int) -> Place:
        try:
            return find_quote(quote, self._passages(passage, line), occurrence)
        except UnfoundQuote as problem:
            place = f"{self._reader.name}:{line}"
            near = f" (nearest: {problem.place})" if problem.place else ""
            raise UnfoundQuote(problem.message + near, place, problem.remedy) from None

    def _passages(self, number: int | None, line: int) -> Sequence[Passage]:
        if number is None:
            return self._text.passages
        chosen = [passage for passage in self._text.passages if passage.position == number]
        if not chosen:
            last = self._text.passages[-1].position
            raise self._reader.problem(f"there is no passage {number}", line, f"0 is the title, {last} the last")
        return chosen

    def _nearby(self, place: Mapping[str, Any]) -> Sequence[Passage]:
        """The passages, the item's own first."""
        return sorted(self._text.passages, key=lambda passage: passage.position != place["passage"])

    def _words(self, words: str, passages: Sequence[Passage], line: int) -> str:
        """Words as the document prints them, wherever they stand."""
        found = next(places(words, passages), None)
        return found.words if found else self._found(words, None, None, line).words

    def _voiced(self, said: dict[str, Any], line: int) -> dict[str, Any]:
        """An item with who says it, and what the document makes of that."""
        said = dict(self._defaults) | said
        said.setdefault("by", SIGNATORIES)
        said.setdefault("stance", ASSERTED if SIGNATORIES[0] in said["by"] else REPORTED)
        if SIGNATORIES[0] in {*said["by"], *said.get("reported_by", ())} and not self._text.signatories:
            raise self._reader.problem(
                "nobody signed this document", line, "say who says so: `by:`, or `defaults:` for the whole file"
            )
        if SIGNATORIES[0] in said["by"] and said["stance"] in {REPORTED, DISPUTED}:
            raise self._reader.problem(
                "what is only reported or disputed is not the signatories' own", line, "say whose it is with `by:`"
            )
        return said

    def _check_own(self, item: Excerpt, known: set[str]) -> None:
        for name in ("refers_to", "affects", "may_affect", "imputed_to", "concerns", "addressees", "asserted_by"):
            value = getattr(item, name, None) or ()
            for target in (value,) if isinstance(value, str) else value:
                if target.startswith(("set/", "claim/")) and target not in known:
                    self._problems.append(
                        self._reader.problem(f"there is no {target} in this file", item.line, "correct the number")
                    )
        both = set(getattr(item, "affects", ())) & set(getattr(item, "may_affect", ()))
        if both:
            self._problems.append(
                self._reader.problem(
                    f"{', '.join(sorted(both))} is in both affects and may_affect", item.line, "keep one"
                )
            )

    def _signed_off(self, root: Entries) -> tuple[SignedOff, ...]:
        value = root.values.get("not_relevant")
        if value is None:
            return ()
        if not isinstance(value, Items):
            self._problems.append(self._reader.problem("a list is wanted here", value.line, "write `- quote: …`"))
            return ()
        made: list[SignedOff] = []
        for one in value.values:
            try:
                made += self._sign_off(one)
            except LdExportError as problem:
                self._problems.append(problem)
        return tuple(made)

    def _sign_off(self, value: Value) -> list[SignedOff]:
        said = read_table(self._reader, value, dict(_SIGN_OFF), ("quote", "reason"))
        passages = self._passages(said.get("passage"), value.line)
        found = list(places(said["quote"], passages))
        if "occurrence" in said or not found:
            found = [self._found(said["quote"], said.get("passage"), said.get("occurrence"), value.line)]
        return [
            SignedOff(passage=place.passage, start=place.start, end=place.end, reason=said["reason"]) for place in found
        ]


def _distinct(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """References in the order of the file, each with the first of its places; other names of one id are others."""
    first: dict[tuple[str, str], Reference] = {}
    for one in references:
        first.setdefault((one.target, one.label), one)
    return tuple(first.values())


def _keys(value: Value | None) -> Iterable[str]:
    return value.values if isinstance(value, Entries) else ()


def _as_it_is(_: Reader, value: Value) -> Value:
    return value


__all__ = ["Reference", "annotations_of", "parse_annotations", "read_annotations"]
