"""Texts without the names of those who are withheld: before any offset, checksum or RDF is made of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import msgspec

from ld_export.errors import WithheldProblem
from ld_export.model import Annotations, Passage, Signatory, SourceText, Text
from ld_export.privacy.people import Finder, Span, Withheld, WithheldPerson, joined_spans, within
from ld_export.registry import spoken_name

_PLACEHOLDERS = {"en": "[name withheld]", "fr": "[nom non publié]"}


def placeholder(language: str) -> str:
    """What stands where a name stood."""
    return _PLACEHOLDERS.get(language, _PLACEHOLDERS["en"])


class Found(NamedTuple):
    """Where a text names somebody who is withheld.

    `signatories` are entries of its list; `spans` the stretches of its passages by their positions; `finder` finds
    more in whatever else is of this document.
    """

    signatories: tuple[Signatory, ...]
    spans: Mapping[int, Sequence[Span]]
    finder: Finder

    def names(self, entry: Signatory) -> bool:
        """Whether an entry of the list prints a name that is looked for, be it another's."""
        return bool(self.finder.spans(entry.name_as_printed))


def found_in(text: Text, withheld: Withheld, annotations: Annotations | None) -> Found:
    """Where a text names somebody who is withheld: by name, or where an annotation refers to one of them."""
    signed = {
        entry.position: by
        for entry in text.signatories
        if (by := [person for person in withheld.people if person.signed(entry)])
    }
    mentioned, stays = _mentions(text, withheld, annotations)
    known = {*chain(*signed.values()), *chain(*(people for people, _ in mentioned.values()))}
    finder = Finder(
        withheld,
        [passage.text for passage in text.passages] + [text.author_as_printed or "", text.origin_as_printed or ""],
        known,
        others=[spoken_name(entry) for entry in text.signatories if entry.position not in signed],
    )
    spans = {
        passage.position: joined_spans(
            [
                *finder.spans(passage.text, stays.get(passage.position, ())),
                *mentioned.get(passage.position, ((), ()))[1],
            ]
        )
        for passage in text.passages
    }
    signatories = tuple(entry for entry in text.signatories if entry.position in signed)
    return Found(signatories, {position: own for position, own in spans.items() if own}, finder)


def _mentions(
    text: Text, withheld: Withheld, annotations: Annotations | None
) -> tuple[dict[int, tuple[list[WithheldPerson], list[Span]]], dict[int, list[Span]]]:
    """What annotations say: by passage who of the withheld is mentioned and where, and where others are."""
    mentioned: dict[int, tuple[list[WithheldPerson], list[Span]]] = {}
    stays: dict[int, list[Span]] = {}
    for mention in annotations.mentions if annotations else ():
        if mention.language != text.language or mention.refers_to is None:
            continue
        span = (mention.start, mention.end)
        if person := withheld.meant(mention.refers_to):
            people, spans = mentioned.setdefault(mention.passage, ([], []))
            people.append(person)
            spans.append(span)
        else:
            stays.setdefault(mention.passage, []).append(span)
    return mentioned, stays


class Redacted(NamedTuple):
    """A source and its record, without the names of those who are withheld."""

    source: SourceText
    text: Text


def redacted(
    source: SourceText,
    text: Text,
    withheld: Withheld,
    annotations: Annotations | None = None,
) -> Redacted:
    """A source and its record without the names of those who are withheld; the same where there is none.

    In running text a name becomes `placeholder`; a signatory becomes a position. Offsets and checksum are those of the
    source in which the same was done, the whole entry of a signatory being one name, so that neither tells what stood
    there. `annotations`, as placed in this text, tell which words mean somebody.
    """
    if not withheld.anybody:
        return Redacted(source, text)
    found = found_in(text, withheld, annotations)
    cuts = joined_spans(chain(_in_passages(text, source, found), _elsewhere(text, source, found)))
    if not cuts:
        return Redacted(source, text)
    instead = placeholder(text.language)
    clean = without(source.text, cuts, instead)
    sha256 = hashlib.sha256(clean.encode()).hexdigest()
    passages = tuple(_passage(passage, found, cuts, instead) for passage in text.passages)
    hidden = {entry.position for entry in found.signatories}
    after = msgspec.structs.replace(
        text,
        sha256=sha256,
        title=passages[0].text if passages and passages[0].position == 0 else text.title,
        passages=passages,
        signatories=tuple(entry for entry in text.signatories if entry.position not in hidden),
        withheld=tuple(sorted(hidden)),
        author_as_printed=_words(text.author_as_printed, found.finder, instead),
        origin_as_printed=_words(text.origin_as_printed, found.finder, instead),
    )
    return Redacted(SourceText(name=source.name, text=clean, sha256=sha256), after)


def without(printed: str, spans: Sequence[Span], instead: str) -> str:
    """A text in which something else stands in some stretches, which are in order."""
    parts, at = [], 0
    for start, end in spans:
        parts += [printed[at:start], instead]
        at = end
    return "".join([*parts, printed[at:]])


def _words(printed: str | None, finder: Finder, instead: str) -> str | None:
    return without(printed, finder.spans(printed), instead) if printed else printed


def _passage(passage: Passage, found: Found, cuts: Sequence[Span], instead: str) -> Passage:
    return msgspec.structs.replace(
        passage,
        text=without(passage.text, found.spans.get(passage.position, ()), instead),
        start=passage.start + _shift(cuts, passage.start, instead),
        end=passage.end + _shift(cuts, passage.end, instead),
    )


def _shift(cuts: Sequence[Span], place: int, instead: str) -> int:
    """By how much a place moves when the stretches before it are replaced."""
    return sum(len(instead) - (end - start) for start, end in cuts if end <= place)


# -- the source --------------------------------------------------------------------------------------------------------


def _in_passages(text: Text, source: SourceText, found: Found) -> Iterable[Span]:
    """What was found in the passages, as stretches of the source."""
    for passage in text.passages:
        spans = found.spans.get(passage.position, ())
        places = _places(passage, source) if spans else []
        for start, end in spans:
            yield places[start], places[end - 1] + 1


def _places(passage: Passage, source: SourceText) -> list[int]:
    """Where each character of a passage stands in the source, whose line ends and indentation are one space there."""
    places: list[int] = []
    at = passage.start
    for number, line in enumerate(source.text[passage.start : passage.end].split("\n")):
        words = line.strip()
        begin = at + line.find(words)
        places += [at - 1] * bool(number)
        places += range(begin, begin + len(words))
        at += len(line) + 1
    return places


def _elsewhere(text: Text, source: SourceText, found: Found) -> Iterable[Span]:
    """What is to go from the source outside of its passages: entries of the list of signatories, and names."""
    left = {entry.position: re.compile(_entry(entry)) for entry in found.signatories}
    named = [_entry(entry) for entry in text.signatories if entry.position not in left and found.names(entry)]
    namesakes = re.compile("|".join(named) or "(?!)")
    for start, end in _gaps(text, source):
        gap = source.text[start:end]
        cuts = {position: [hit.span() for hit in entry.finditer(gap)] for position, entry in left.items()}
        left = {position: entry for position, entry in left.items() if not cuts[position]}
        stays = [hit.span() for hit in namesakes.finditer(gap)]
        names = [span for span in found.finder.spans(gap) if not within(span, stays)]
        for first, last in joined_spans([*chain(*cuts.values()), *names]):
            yield start + first, start + last
    if left:
        raise WithheldProblem("a signatory cannot be found in the list", source.name, "send the layout to the makers")


def _gaps(text: Text, source: SourceText) -> Iterable[Span]:
    at = 0
    for passage in sorted(text.passages, key=lambda passage: passage.start):
        yield at, passage.start
        at = passage.end
    yield at, len(source.text)


def _entry(entry: Signatory) -> str:
    """How an entry of a list of signatories stands in the source: with a form of address, a country and a group."""
    honorific = rf"(?:{_spaced(entry.honorific_as_printed)}\s+)?" if entry.honorific_as_printed else ""
    behind = [part for part in (entry.country_as_printed, entry.group_as_printed) if part]
    return honorific + r"\s*,\s*".join(map(_spaced, [entry.name_as_printed, *behind]))


def _spaced(words: str) -> str:
    """Words with any white space between them and around their commas."""
    return r"\s*,\s*".join(r"\s+".join(map(re.escape, part.split())) for part in words.split(","))
