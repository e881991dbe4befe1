"""What gives somebody away: names in any spelling, numbers, and digests of both."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ld_export.names import folded_text, slug
from ld_export.privacy import WithheldPerson
from ld_export.privacy.people import Sought, sought

_ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha512", "blake2b")
# So many hexadecimal digits of a digest are no coincidence.
_PREFIX = 16
_RUNS = re.compile(f"[A-Za-z0-9+/]{{{_PREFIX},}}")
# A number of fewer digits stands for other things as well.
_TELLING_DIGITS = 5


class Marks(NamedTuple):
    """What to look for.

    `names` are looked for in folded text, `numbers` in any; `digests` are the first characters of digests as they are
    written, `raw` their first bytes.
    `full_names_only`: names of one word are left aside, since they are words as well.
    """

    names: tuple[Sought, ...]
    numbers: re.Pattern[str] | None = None
    digests: frozenset[str] = frozenset()
    raw: frozenset[bytes] = frozenset()
    full_names_only: bool = False

    @property
    def signs(self) -> frozenset[str]:
        """Folded words of which one stands wherever a name does."""
        return frozenset(sign for name in self.names for sign in name.signs)

    def in_names(self, text: str) -> bool:
        """Whether a name stands in a folded text."""
        bare = text.replace("'", "")
        return any(
            pattern.search(text)
            for name in self.names
            if any(sign in bare for sign in name.signs)
            for pattern in ((name.full,) if self.full_names_only else (name.full, name.single))
        )

    def in_numbers(self, text: str) -> bool:
        """Whether a number stands in a text."""
        return self.numbers is not None and self.numbers.search(text) is not None

    def in_digests(self, text: str) -> bool:
        """Whether one of the digests is written in a text."""
        return any(
            run[at : at + _PREFIX] in self.digests or run[at : at + _PREFIX].lower() in self.digests
            for run in _RUNS.findall(text)
            for at in range(len(run) - _PREFIX + 1)
        )


def names_of(people: Iterable[WithheldPerson], numbers: Iterable[int] = ()) -> Marks:
    """The marks that a build looks for: full names of some people, and numbers that nothing was published under."""
    return Marks(tuple(map(sought, people)), _pattern(numbers), full_names_only=True)


def all_marks(names: Iterable[str], numbers: Iterable[int] = (), iris: Iterable[str] = ()) -> Marks:
    """Everything that gives somebody away: names and what is made of them, numbers, and digests of all of it."""
    names, numbers = list(names), list(numbers)
    spellings = {form for name in names for form in _forms(name)}
    values = {*spellings, *iris, *map(str, numbers), *(f"person/{number}" for number in numbers)}
    digests = [digest for value in values for digest in _digests(value)]
    return Marks(
        names=(sought(WithheldPerson(spellings=tuple(names))),),
        numbers=_pattern(numbers),
        digests=frozenset(
            {digest.hex()[:_PREFIX] for digest in digests}
            | {base64.b64encode(digest).decode()[:_PREFIX] for digest in digests}
            | {form.encode().hex()[:_PREFIX] for form in spellings if len(form.encode()) * 2 >= _PREFIX}
        ),
        raw=frozenset(digest[: _PREFIX // 2] for digest in digests),
    )


def _forms(name: str) -> Iterator[str]:
    """A name as it may be before somebody takes its digest."""
    for form in (name, name.casefold(), name.upper(), name.title(), folded_text(name), slug(name)):
        yield from (form, unicodedata.normalize("NFD", form), unicodedata.normalize("NFC", form))


def _digests(value: str) -> Iterator[bytes]:
    for algorithm in _ALGORITHMS:
        yield hashlib.new(algorithm, value.encode(), usedforsecurity=False).digest()


def _pattern(numbers: Iterable[int]) -> re.Pattern[str] | None:
    """Numbers where they stand for a person: in addresses, and anywhere if they are long."""
    numbers = list(numbers)
    near = "|".join(str(number) for number in numbers)
    alone = "|".join(str(number) for number in numbers if len(str(number)) >= _TELLING_DIGITS)
    patterns = [rf"(?:person/|signature-)(?:{near})(?![0-9])"] if near else []
    patterns += [rf"(?<![0-9])(?:{alone})(?![0-9])"] if alone else []
    return re.compile("|".join(patterns)) if patterns else None
