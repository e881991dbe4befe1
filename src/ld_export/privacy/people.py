"""Who is withheld, and how their names are found in whatever is printed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ld_export.errors import WithheldProblem
from ld_export.model import Person, Signatory
from ld_export.names import Folded, folded, folded_text
from ld_export.privacy.listed import Listed
from ld_export.registry import Registry, spoken_name

Span = tuple[int, int]
"""A stretch of a text: its first code point, and the one behind its last."""

_LETTER = r"[^\W\d_]"
_BEFORE = rf"(?<!{_LETTER})"
# A name may be followed by a possessive or a plural (`the Falskis`), which stay, or by the number of a note.
_BEHIND = rf"(?=(?:'?s'?|')?(?!{_LETTER}))"
_INITIALS = rf"(?:{_LETTER}\. ?){{0,2}}"
# Between two words of a name: `FALSKI, Jan`, `J.Falski`, `Jan K. Falski`, `JanFalski`.
_BETWEEN = rf"[^\w]{{0,3}}{_INITIALS}"
_NOBODY_AT_ALL = re.compile(r"(?!)")


class WithheldPerson(NamedTuple):
    """A person who is not to be named, with all that the list and the registry know of the name.

    `ids` are the person's rows of the registry. `countries`: see `Listed`. `others` are names of the person in
    countries in which the registry has somebody else of the name.
    """

    spellings: tuple[str, ...]
    family_names: tuple[str, ...] = ()
    surname_alone: bool = False
    countries: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    ids: frozenset[int] = frozenset()

    def is_called(self, name: str) -> bool:
        """Whether a name is one of the person's."""
        own, plain = sought(self), plain_name(name)
        return bool(own.full.fullmatch(plain) or own.single.fullmatch(plain))

    def signed(self, signatory: Signatory) -> bool:
        """Whether an entry of a list of signatories is this person."""
        own, country = sought(self), signatory.country
        names = [plain_name(printed) for printed in (signatory.name_as_printed, spoken_name(signatory))]
        if country not in (self.countries or (country,)) or any((name, country) in self.others for name in names):
            return False
        patterns = (own.full, own.single, own.surname) if self.surname_alone else (own.full, own.single)
        return any(pattern.fullmatch(name) for name in names for pattern in patterns)


class Withheld(NamedTuple):
    """All who are withheld. `others` are full names of people who are not, but have the family name of one who is."""

    people: tuple[WithheldPerson, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def anybody(self) -> bool:
        """Whether anybody is."""
        return bool(self.people)

    @property
    def ids(self) -> frozenset[int]:
        """The rows of the registry that are withheld people."""
        return frozenset().union(*(person.ids for person in self.people))

    def meant(self, reference: str) -> WithheldPerson | None:
        """Who of them a reference is to, by number (`person/12`) or by name (`person/? Jan Falski`)."""
        id_, _, name = reference.removeprefix("person/").partition(" ")
        if not reference.startswith("person/"):
            return None
        by_number = (person for person in self.people if id_.isdigit() and int(id_) in person.ids)
        by_name = (person for person in self.people if id_ == "?" and person.is_called(name))
        return next(by_number, None) or next(by_name, None)

    def may_concern(self, *texts: str) -> bool:
        """Whether a name or a number of theirs may stand in some texts; never wrong where it says no."""
        plain = [folded_text(text).replace("'", "") for text in texts]
        return any(sign in text for person in self.people for sign in sought(person).signs for text in plain) or any(
            int(number) in self.ids for text in texts for number in re.findall(r"person/([0-9]{1,9})", text)
        )


NOBODY = Withheld()


# -- from the list and the registry ------------------------------------------------------------------------------------


def withheld_people(rows: Iterable[Listed], registry: Registry) -> Withheld:
    """Those on a list, with what a registry knows of them, and those whose row was withdrawn but still has a name.

    A row of the registry is on the list by its number, or by one of its spellings and countries; so are all rows that
    were merged with it. Raises `WithheldProblem` for a number that the registry lacks, and for a row that gives no
    name where the registry has none either.
    """
    listed = [_person(row, registry) for row in rows]
    known = frozenset().union(*(person.ids for person in listed))
    people = (*listed, *_withdrawn_by_name(registry, known))
    ids = frozenset().union(*(person.ids for person in people))
    family = {folded_text(name) for person in people for name in person.family_names}
    namesakes = (
        person for person in registry.persons.values() if person.id not in ids and _family_name(person) in family
    )
    others = tuple(spelling for person in namesakes for spelling in (person.name, *person.also_written))
    return Withheld(people, others)


def _family_name(person: Person) -> str:
    return folded_text(person.family_name or person.name.rpartition(" ")[2])


def _person(row: Listed, registry: Registry) -> WithheldPerson:
    if row.id is not None and row.id not in registry.persons:
        raise WithheldProblem("the id is no row of persons.csv", row.place, "correct it, or leave it out")
    rows = [row.id] if row.id is not None else _rows_named(row.spellings, row.countries, registry)
    ends = {registry.resolved(id_) for id_ in rows}
    known = [person for person in registry.persons.values() if registry.resolved(person.id) in ends]
    printed = [spelling for person in known for spelling in (person.name, *person.also_written)]
    spellings = tuple(dict.fromkeys(spelling for spelling in (*row.spellings, *printed) if spelling))
    if not spellings:
        raise WithheldProblem("neither here nor in the registry is there a name", row.place, "give the name")
    given = {name for name in (row.family_name, *(person.family_name for person in known)) if name}
    ids = frozenset(person.id for person in known)
    namesakes = set(_rows_named(spellings, (), registry)) - ids
    return WithheldPerson(
        spellings=spellings,
        family_names=tuple(sorted(given or set(_last_words(spellings)))),
        surname_alone=row.surname_alone,
        countries=row.countries,
        others=tuple(sorted({pair for id_ in namesakes for pair in _names_in_countries(registry.persons[id_])})),
        ids=ids,
    )


def _names_in_countries(person: Person) -> Iterator[tuple[str, str]]:
    for spelling in filter(None, (person.name, *person.also_written)):
        for country in person.countries:
            yield plain_name(spelling), country


def _withdrawn_by_name(registry: Registry, listed: frozenset[int]) -> Iterator[WithheldPerson]:
    """Those whose row was withdrawn by hand: what it still holds, or one that was merged into it, names them."""
    ends = {registry.resolved(id_) for id_ in registry.persons.keys() - listed}
    for end in sorted(end for end in ends if registry.persons[end].status in ("withdrawn", "reserved")):
        if any(person.name for person in registry.persons.values() if registry.resolved(person.id) == end):
            yield _person(Listed(name="", id=end), registry)


def _rows_named(spellings: tuple[str, ...], countries: Collection[str], registry: Registry) -> Iterator[int]:
    """The rows of a registry that have one of some spellings, in one of some countries (none: in any)."""
    own = _sought(spellings, ())
    for person in registry.persons.values():
        names = [plain_name(spelling) for spelling in (person.name, *person.also_written) if spelling]
        here = not countries or not person.countries or set(countries).intersection(person.countries)
        if here and any(own.full.fullmatch(name) or own.single.fullmatch(name) for name in names):
            yield person.id


def _last_words(spellings: Iterable[str]) -> Iterator[str]:
    """The family names of some spellings: the words in capitals, else the last word."""
    for spelling in spellings:
        words = spelling.replace(",", " ").split()
        capitals = [word for word in words if len(word) > 1 and word.isupper() and not word.endswith(".")]
        if len(words) > 1:
            yield " ".join(capitals) if capitals and len(capitals) < len(words) else words[-1]


# -- in what is printed ------------------------------------------------------------------------------------------------


def plain_name(printed: str) -> str:
    """A name by itself, as it is compared with what is looked for: an apostrophe at its end may be left out."""
    return folded_text(printed).strip(" '")


class Sought(NamedTuple):
    """What to look for in folded text.

    `signs` are words of which one stands wherever a name does; `full` the names of several words, `single` those of
    one, `surname` the family names.
    """

    signs: tuple[str, ...]
    full: re.Pattern[str]
    single: re.Pattern[str]
    surname: re.Pattern[str]


def sought(person: WithheldPerson) -> Sought:
    """What to look for to find a person."""
    return _sought(person.spellings, person.family_names)


@lru_cache(maxsize=10_000)
def _sought(spellings: tuple[str, ...], family_names: tuple[str, ...]) -> Sought:
    names = [words for words in map(_words, spellings) if words]
    surnames = [words for words in map(_words, family_names) if words]
    longest = {max(words, key=len) for words in (*names, *surnames)}
    return Sought(
        signs=tuple(sorted(longest)),
        full=_any(_in_any_order(words) for words in names if len(words) > 1),
        single=_any((_written(words) for words in names if len(words) == 1), _INITIALS),
        surname=_any(map(_written, surnames), _INITIALS),
    )


def _words(name: str) -> tuple[str, ...]:
    return tuple(folded_text(name).replace("'", "").replace(",", " ").replace(".", " ").split())


def _any(names: Iterable[str], before: str = "") -> re.Pattern[str]:
    """A pattern of some names, longest first, `before` which something else may stand."""
    listed = "|".join(sorted(set(names), key=lambda name: (-len(name), name)))
    return re.compile(f"{_BEFORE}{before}(?P<name>{listed}){_BEHIND}") if listed else _NOBODY_AT_ALL


def _in_any_order(words: Sequence[str]) -> str:
    """`Jan Falski` and `Falski Jan`: the words from any of them on, and then those before it."""
    return "|".join(_written([*words[first:], *words[:first]]) for first in range(len(words)))


def _written(words: Sequence[str]) -> str:
    """Words with an apostrophe wherever one may be printed or left out."""
    return _BETWEEN.join("'?".join(map(re.escape, word)) for word in words)


class Finder:
    """Finds the names of withheld people in the texts of one document.

    `context` are texts of the document: whose full name stands in one of them, or is among the `known`, is found by
    the family name as well. `others` are full names that hold such a family name and stay.
    """

    def __init__(
        self,
        withheld: Withheld,
        context: Iterable[str],
        known: Iterable[WithheldPerson] = (),
        others: Iterable[str] = (),
    ) -> None:
        texts = [folded_text(text) for text in context]
        self._people = [sought(person) for person in withheld.people]
        by_family_name = {
            person
            for person in withheld.people
            if person.surname_alone or any(sought(person).full.search(text) for text in texts)
        }
        by_family_name.update(known)
        self._surnames = [sought(person).surname for person in withheld.people if person in by_family_name]
        self._others = _sought((*withheld.others, *others), ()).full

    def spans(self, printed: str, stays: Sequence[Span] = ()) -> list[Span]:
        """Where names stand in a text, in order. A family name within a stretch that `stays` is somebody else's."""
        text = folded(printed)
        bare = text.text.replace("'", "")
        people = [person for person in self._people if any(sign in bare for sign in person.signs)]
        if not people:
            return []
        found = [text.span(*hit.span()) for person in people for hit in person.full.finditer(text.text)]
        stays = [*stays, *(text.span(*hit.span()) for hit in self._others.finditer(text.text))]
        patterns = [*(person.single for person in people), *self._surnames]
        found += [
            span for pattern in patterns for span in self._short(pattern, text, printed) if not within(span, stays)
        ]
        return joined_spans(found)

    @staticmethod
    def _short(pattern: re.Pattern[str], text: Folded, printed: str) -> Iterator[Span]:
        """Names of one word: those that begin with a capital, since some are words as well."""
        for hit in pattern.finditer(text.text):
            if not printed[text.places[hit.start("name")]].islower():
                yield text.span(*hit.span())


def within(span: Span, wholes: Iterable[Span]) -> bool:
    """Whether a stretch lies in another."""
    return any(whole[0] <= span[0] and span[1] <= whole[1] for whole in wholes)


def joined_spans(spans: Iterable[Span]) -> list[Span]:
    """Stretches in order, those that overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
