"""Web Annotations to an annotation file: what `webannotation` wrote, and what other tools make.

Nothing is guessed. Each annotation must say what it is by its tags and IRIs, each tag must be understood, the words
must stand in the text, and where they stand several times what is around them must tell which place is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ld_export.curation.annotations import annotations_of
from ld_export.curation.fields import Reader, read_table
from ld_export.curation.format import SECTIONS
from ld_export.curation.webform import NOT_RELEVANT, Frame, Shown
from ld_export.curation.webnodes import Own, own_item
from ld_export.curation.webplaces import place_of
from ld_export.curation.webreading import MOST_PROBLEMS, Body, WebAnnotation, annotations_in, raise_some
from ld_export.curation.webtags import told
from ld_export.curation.writing import place_keys, written
from ld_export.curation.yamlfile import CONTROL, Entries, Items, Scalar, Value
from ld_export.errors import CurationProblem, LdExportError, SeveralProblems
from ld_export.model import Annotations
from ld_export.quotes import Place

Numbers = Mapping[str, int]
"""The highest number that is taken in each section."""


class Imported(NamedTuple):
    """An annotation file made of Web Annotations: its text, and what it says; `names` tells of a line what it was."""

    text: str
    annotations: Annotations
    names: Mapping[int, str]


class _Item(NamedTuple):
    """One item to be: its section, its number where it has one, its place, its keys, comments for the reader.

    Instead of a line in a file it has the number of its annotation, from 2 on: 1 is the head.
    """

    section: str
    number: int | None
    line: int
    place: Place
    keys: dict[str, Value]
    status: str = "suggested"
    comments: tuple[str, ...] = ()


def from_web_annotations(value: Any, name: str, frame: Frame, taken: Numbers | None = None) -> Imported:
    """The annotation file that the JSON of an annotation tool makes; `name` is the JSON's in messages.

    Items of our own exports keep number and status, others are suggested and numbered on from those `taken`.
    Raises `CurationProblem` and `UnfoundQuote`, each with the annotation's id, or `SeveralProblems`.
    """
    found = annotations_in(value, name)
    _refuse_others(found, frame)
    names = {line: one.name for line, one in enumerate(found, start=2)}
    items: list[_Item] = []
    problems: list[LdExportError] = []
    for line, one in enumerate(found, start=2):
        if len(problems) > MOST_PROBLEMS:  # the nearest passage of each quote is looked for, which takes its time
            break
        try:
            items.append(_Reading(one, line, frame).checked())
        except LdExportError as problem:
            problems += placed(problem, names)
    raise_some([*problems, *_doubled(items, names)], name)
    root = _file(items, frame, taken or {})
    try:
        annotations = annotations_of(root, name, frame.text, frame.key)
    except LdExportError as problem:
        raise_some(placed(problem, names), name)
        raise
    return Imported(written(root, {one.line: one.comments for one in items}), annotations, names)


def placed(problem: LdExportError, names: Mapping[int, str]) -> list[LdExportError]:
    """A problem in a line, or several, as those of annotations: whoever reads annotation files counts lines."""
    several = problem.problems if isinstance(problem, SeveralProblems) else (problem,)
    return [_placed(one, names) for one in several]


def _placed(problem: LdExportError, names: Mapping[int, str]) -> LdExportError:
    line = problem.place.rpartition(":")[2]
    if not (line.isascii() and line.isdigit() and len(line) < 9 and int(line) in names):
        return problem
    return type(problem)(problem.message, names[int(line)], problem.remedy)


def _refuse_others(found: Sequence[WebAnnotation], frame: Frame) -> None:
    """One message where annotations are of another document: most likely all are."""
    others = [(one.name, other) for one in found if one.source and (other := frame.other_document(one.source))]
    if others:
        name, other = others[0]
        more = f" (and {len(others) - 1} more)" if len(others) > 1 else ""
        raise CurationProblem(
            f"these are words of {other[:120]}, and {frame.text.source} is {frame.key}",
            name + more,
            "name the other document",
        )


# -- one annotation ------------------------------------------------------------------------------------------------


class _Reading:
    """One annotation while it becomes an item. `line` stands for it in the values of the file."""

    def __init__(self, annotation: WebAnnotation, line: int, frame: Frame) -> None:
        self._one = annotation
        self._line = line
        self._frame = frame

    def checked(self) -> _Item:
        """The item, each of its values read once: so that a wrong one is named together with those of other items."""
        item = self._item()
        if item.section in SECTIONS:
            section = SECTIONS[item.section]
            table = Entries(self._line, item.keys, dict.fromkeys(item.keys, self._line))
            read_table(Reader("", []), table, section.keys, section.required)
        return item

    def _item(self) -> _Item:
        nodes, comments, visible = (
            [body for body in self._one.bodies if body.form in forms]
            for forms in ({"node"}, {"comment"}, {"tag", "thing"})
        )
        notes = [body.value for body in comments]
        if len(nodes) > 1:
            raise self._problem("it has several nodes of ld-export", "make one annotation of each")
        place = place_of(self._one, self._frame)
        if nodes:
            return self._own(own_item(nodes[0].value, self._one.name, self._frame), place, visible, notes)
        if visible == [Body("tag", NOT_RELEVANT)]:
            reason = {"reason": [" ".join(notes)]} if notes else {}
            return self._made("not_relevant", place, reason, [])
        what = told(visible, self._one.name, self._frame)
        comments_shown = (f"from {self._one.origin}", *(f"tagged: {one}" for one in what.unnamed))
        return self._made(what.section, place, what.keys, notes)._replace(comments=comments_shown)

    def _own(self, own: Own, place: Place, visible: Sequence[Body], notes: Sequence[str]) -> _Item:
        """An item of our own export. Where its node and what a tool shows differ, somebody changed one of them."""
        there = (self._frame.passages[place.passage], place.start, place.end)
        if own.words != place.words or (own.place is not None and own.place != there):
            raise self._problem(
                "its words are not those of its node", "take the node out of it, and tag the words anew"
            )
        seen, wanted = {self._shown(body) for body in visible}, set(own.shown)
        if seen and seen != wanted:
            differing = ", ".join(sorted({one.word[:80] for one in seen ^ wanted})[:20])
            raise self._problem(f"its tags and its node differ: {differing}", "take the node out, or change both")
        if own.kind is None:
            return _Item("sets", own.number, self._line, place, {"words": Scalar(self._line, own.words)})
        return self._made(own.kind.section, place, own.keys, notes)._replace(number=own.number, status=own.status)

    def _shown(self, body: Body) -> Shown:
        if body.form == "tag":
            return Shown(body.value, tag=True)
        return Shown(self._frame.reference(body.value) or body.value, tag=False)

    def _made(self, section: str, place: Place, keys: Mapping[str, Sequence[str]], notes: Sequence[str]) -> _Item:
        quote = place_keys(place.passage, place.start, place.words, self._frame.text.passages)
        made: dict[str, Value] = {key: Scalar(self._line, value) for key, value in quote.items()}
        for key, values in {**keys, "note": ["\n".join(notes)] if notes else []}.items():
            unique = [Scalar(self._line, one) for one in dict.fromkeys(values)]
            if found := next(filter(None, (CONTROL.search(one.text) for one in unique)), None):
                raise self._problem(f"the control character U+{ord(found[0]):04X} is in its {key}", "take it out")
            if unique:
                made[key] = unique[0] if len(unique) == 1 else Items(self._line, tuple(unique))
        return _Item(section, None, self._line, place, made)

    def _problem(self, message: str, remedy: str) -> CurationProblem:
        return CurationProblem(message, self._one.name, remedy)


# -- the file ------------------------------------------------------------------------------------------------------


def _doubled(items: Iterable[_Item], names: Mapping[int, str]) -> list[LdExportError]:
    """A problem for each item whose number another one has."""
    first: dict[tuple[str, int], int] = {}
    return [
        CurationProblem(
            f"{names[line]} is number {one.number} of {one.section} too",
            names[one.line],
            "keep one of the two, or take the node out of the other",
        )
        for one in items
        if one.number is not None and (line := first.setdefault((one.section, one.number), one.line)) != one.line
    ]


def _file(items: Sequence[_Item], frame: Frame, taken: Numbers) -> Entries:
    """The values of the file: reviewed where every item of it is."""
    listed = [one for one in items if one.section in SECTIONS]
    status = "suggested" if any(one.status == "suggested" for one in listed) else "reviewed"
    head = {"document": frame.key, "language": frame.text.language, "status": status}
    values: dict[str, Value] = {key: Scalar(1, value) for key, value in head.items()}
    for section in ("sets", *SECTIONS):
        numbered = _numbered([one for one in items if one.section == section], taken.get(section, 0))
        if numbered:
            lines = {number: one.line for number, one in numbered.items()}
            values[section] = Entries(1, {number: _value(one, status) for number, one in numbered.items()}, lines)
    off = tuple(_value(one, one.status) for one in items if one.section == "not_relevant")
    if off:
        values["not_relevant"] = Items(1, off)
    return Entries(1, values, dict.fromkeys(values, 1))


def _numbered(items: Iterable[_Item], taken: int) -> dict[str, _Item]:
    """Items by number, counting up; new ones come behind all others in the order of their places."""
    own = {one.number: one for one in items if one.number is not None}
    new = sorted((one for one in items if one.number is None), key=lambda one: one.place[:3])
    every = own | dict(enumerate(new, start=max(taken, *own, 0) + 1))
    return {str(number): every[number] for number in sorted(every)}


def _value(item: _Item, status: str) -> Value:
    """The value of an item in a file of some status."""
    if item.section == "sets":
        return item.keys["words"]
    keys = item.keys if item.status == status else item.keys | {"status": Scalar(item.line, item.status)}
    return Entries(item.line, keys, dict.fromkeys(keys, item.line))
