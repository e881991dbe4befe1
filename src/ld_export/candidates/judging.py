"""How well what was found fits who was looked for: by names first, then by country and by what speaks for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from ld_export.candidates.answers import Cells
from ld_export.candidates.wanted import Wanted
from ld_export.codes import countries
from ld_export.matching import CANDIDATE, Match, match_names

_LABEL, _NAME, _DESCRIPTION, _COUNTRY = "label", "name", "description", "country"

_NAME_ALONE, _OTHER_COUNTRY, _GAINED = 0.9, 0.7, 0.2
"""What is left of a score where nothing but a person's name fits, or the country does not; what of the lacking a fact
adds that speaks for it."""


class Description(NamedTuple):
    """What an endpoint tells of an entity: its names, the one to show first; a description; and facts by their name."""

    iri: str
    names: tuple[str, ...]
    description: str
    facts: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, iri: str, rows: Iterable[Cells], languages: Sequence[str]) -> Description:
        """A description from rows of what it is, a value, and a language; `languages` are in order of preference."""

        def rank(row: Cells) -> tuple[bool, int, str]:
            what, value, language = row
            return what != _LABEL, languages.index(language) if language in languages else len(languages), value

        told = sorted(rows, key=rank)
        names = dict.fromkeys(value for what, value, _ in told if what in (_LABEL, _NAME))
        description = next((value for what, value, _ in told if what == _DESCRIPTION), "")
        facts = sorted((what, value) for what, value, _ in told if what not in (_LABEL, _NAME, _DESCRIPTION))
        return cls(iri, tuple(names), description, tuple(facts))


class Candidate(NamedTuple):
    """Something that was found for somebody: how well it fits, from 0 to 1, and why, in words."""

    description: Description
    score: float
    reasons: tuple[str, ...]


def judged(ours: Wanted, found: Iterable[Description], telling: Collection[str]) -> list[Candidate]:
    """What was found that somebody should look at, best first; of equal ones by address."""
    every = [_judged(ours, one, telling) for one in found if one.names]
    return sorted((one for one in every if one.score), key=lambda one: (-one.score, one.description.iri))


def _judged(ours: Wanted, theirs: Description, telling: Collection[str]) -> Candidate:
    match, mine, other = _best(ours, theirs.names)
    if match.score < CANDIDATE:
        return Candidate(theirs, 0.0, ())
    score, reasons = match.score, [_of_names(match, mine, other)]
    told = [f"{what} {value}" for what, value in theirs.facts if what in telling]
    fits = _fits(ours.countries, [value for what, value in theirs.facts if what == _COUNTRY])
    for fact in told:
        score += (1 - score) * _GAINED
        reasons.append(fact)
    if fits is not None:
        score *= 1 if fits else _OTHER_COUNTRY
        reasons.append("the country fits" if fits else "the country is another one")
    elif not told and ours.kind == "person":
        score *= _NAME_ALONE
        reasons.append("nothing but the name is known to fit")
    others = [f"{what} {value}" for what, value in theirs.facts if what != _COUNTRY and what not in telling]
    return Candidate(theirs, round(score, 4), (*reasons, *others))


def _best(ours: Wanted, names: Iterable[str]) -> tuple[Match, str, str]:
    """The two names that fit best; of equal ones those that come first."""
    compared = (
        (_lessened(match_names(mine, other, kind=ours.kind), ours.kind, mine, other), mine, other)
        for mine in ours.spellings
        for other in names
    )
    return max(compared, key=lambda one: one[0].score)


def _lessened(match: Match, kind: str, mine: str, other: str) -> Match:
    """A match of no more than `CANDIDATE` where all that a body has in common is an acronym: many have the same."""
    bare = kind != "person" and any(" " not in name and name.isupper() for name in (mine, other))
    return match._replace(score=min(match.score, CANDIDATE)) if bare else match


def _of_names(match: Match, mine: str, other: str) -> str:
    said = ", ".join(dict.fromkeys(_words(match)))
    return f"“{mine}” and “{other}”" + (f": {said}" if said else ": the same")


def _words(match: Match) -> Iterator[str]:
    """How words were taken that are not the same."""
    for reason in match.reasons:
        if reason.kind != "same":
            words = " / ".join(filter(None, (reason.mine, reason.theirs)))
            yield f"{words} ({reason.kind})" if words else reason.kind


def _fits(ours: Iterable[str], theirs: Collection[str]) -> bool | None:
    """Whether one of our countries is among theirs, told as codes or as addresses; nothing where one side is silent."""
    known = [countries()[code] for code in ours]
    if not known or not theirs:
        return None
    own = {word for country in known for word in (country.id, country.alpha3, *(link.target for link in country.links))}
    return not own.isdisjoint(form for value in theirs for form in (value, value.lower(), value.upper()))
