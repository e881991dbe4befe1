"""The lines of a source and a cursor that takes each exactly once, so that nothing is left unaccounted for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from ld_export.errors import UnparsedText
from ld_export.model import Passage, SourceText

# A block with a longer line than this was not wrapped by hand or by a mail program: each of its lines is a paragraph.
_LONGEST_WRAPPED = 120
_LONGEST_SENTENCE = 4
_LIST_MARK = re.compile(r"(?:[•▪●◦*–—-]|\(?[0-9]{1,3}(?:\.[0-9]{1,3}){0,4}[.)]|\(?[a-z][.)])\s")


class Line(NamedTuple):
    """One line: its number from 1, and the place of its words (without indentation) in the source text."""

    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)


class Cursor:
    """Walks down a source's lines; what has been taken is behind it."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self._lines = _lines(source.text)
        self._next = 0
        self.skip_blank()

    def skip_blank(self) -> None:
        """Go to the next line with words."""
        while self._next < len(self._lines) and not self._lines[self._next].text:
            self._next += 1

    def peek(self, ahead: int = 0) -> Line | None:
        """The line with words that is `ahead` of the next one, not taken."""
        with_words = (line for line in self._following() if line.text)
        return next(islice(with_words, ahead, None), None)

    def take(self, what: str) -> Line:
        """The next line with words; `UnparsedText` if the source ends where `what` should be."""
        return self._go_past([self._required(what)])[0]

    def take_while(self, belongs: Callable[[str], object]) -> list[Line]:
        """The next lines for as long as they belong."""
        taken = []
        while (line := self.peek()) and belongs(line.text):
            taken.append(self.take("a line"))
        return taken

    def take_block(self, what: str, until: Callable[[str], object] = lambda _: False) -> list[Line]:
        """The lines up to the next blank one, or to one that belongs to something else."""
        self._required(what)
        return self._go_past(self._block(until))

    def take_paragraph(self, what: str, until: Callable[[str], object] = lambda _: False) -> list[Line]:
        """The lines of the next paragraph, which ends with its block or earlier (see `_paragraphs`)."""
        self._required(what)
        return self._go_past(self.peek_paragraph(until))

    def peek_paragraph(self, until: Callable[[str], object] = lambda _: False) -> list[Line]:
        """The lines of the next paragraph, not taken; none at the end."""
        return next(iter(_paragraphs(self._block(until))), [])

    def take_sentence(self, pattern: re.Pattern[str]) -> list[Line]:
        """The next lines if together they are a sentence that the pattern matches as a whole; else none."""
        block = self._block()[:_LONGEST_SENTENCE]
        for length in range(1, len(block) + 1):
            if pattern.fullmatch(joined(block[:length])):
                return self._go_past(block[:length])
        return []

    def rest(self, until: Callable[[str], object] = lambda _: False) -> list[list[Line]]:
        """The remaining blocks, up to a line that belongs to something else."""
        blocks = []
        while (line := self.peek()) and not until(line.text):
            blocks.append(self.take_block("a paragraph", until))
        return blocks

    def finish(self) -> None:
        """Raise `UnparsedText` for the first line that nobody took."""
        line = self.peek()
        if line:
            shown = line.text if len(line.text) <= 80 else line.text[:77] + "…"
            raise UnparsedText(
                f"left over: {shown!r}", self.place(line), "it is no field, passage or known furniture of this layout"
            )

    def place(self, line: Line) -> str:
        """File and line, for messages."""
        return f"{self.source.name}:{line.number}"

    def _following(self) -> Iterator[Line]:
        return (self._lines[index] for index in range(self._next, len(self._lines)))

    def _block(self, until: Callable[[str], object] = lambda _: False) -> list[Line]:
        """The lines from the next one, whatever it is, to a blank one or to one that belongs to something else."""
        block: list[Line] = []
        for line in self._following():
            if not line.text or (block and until(line.text)):
                break
            block.append(line)
        return block

    def _required(self, what: str) -> Line:
        line = self.peek()
        if line is None:
            raise UnparsedText(
                f"the text ends where {what} should be", self.source.name, "check that the file is whole"
            )
        return line

    def _go_past(self, taken: list[Line]) -> list[Line]:
        self._next = taken[-1].number
        self.skip_blank()
        return taken


def joined(block: list[Line]) -> str:
    """The words of a block on one line."""
    return " ".join(line.text for line in block)


def passages(title: list[Line], blocks: list[list[Line]]) -> tuple[Passage, ...]:
    """The title as passage 0 and the paragraphs of the blocks after it, in order."""
    paragraphs = [title, *(paragraph for block in blocks for paragraph in _paragraphs(block))]
    return tuple(
        Passage(position=position, text=joined(paragraph), start=paragraph[0].start, end=paragraph[-1].end)
        for position, paragraph in enumerate(paragraphs)
    )


def _paragraphs(block: list[Line]) -> list[list[Line]]:
    """A block taken apart: by line where its lines are long, else where a line opens with a list mark."""
    if any(len(line.text) > _LONGEST_WRAPPED for line in block):
        return [[line] for line in block]
    paragraphs: list[list[Line]] = []
    for line in block:
        if not paragraphs or _LIST_MARK.match(line.text):
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs


@lru_cache(maxsize=1)  # each layout looks at the same text in turn
def _lines(text: str) -> tuple[Line, ...]:
    lines, start = [], 0
    for number, raw in enumerate(text.split("\n"), start=1):
        words = raw.strip()
        lines.append(Line(number, start + (raw.find(words) if words else 0), words))
        start += len(raw) + 1
    return tuple(lines)
