"""Questions to whoever knows names, and answers: the same whether it is a list of names here or a service elsewhere."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec

from ld_export.authority import Authority
from ld_export.codes import country_words
from ld_export.errors import EndpointProblem
from ld_export.reconciliation.candidates import Finder
from ld_export.reconciliation.entities import Entities
from ld_export.reconciliation.requests import Query, Wanted
from ld_export.spelling import fold

_LOOKED_AT = 3
"""So many candidates are asked for: the best, the next, and one that may be the best by another spelling."""
_REMEMBERED = 50_000


class Question(NamedTuple):
    """A name, and what else a row says: a type of entities, a country as a code or in words, a role."""

    name: str
    type: str = ""
    country: str = ""
    role: str = ""

    @property
    def query(self) -> dict[str, Any]:
        """The question as the Reconciliation API has it."""
        told = (("country", self.country), ("role", self.role))
        properties = [{"pid": name, "v": value} for name, value in told if value]
        query: dict[str, Any] = {"query": self.name, "limit": _LOOKED_AT}
        return query | ({"type": self.type} if self.type else {}) | ({"properties": properties} if properties else {})


class Feature(msgspec.Struct, frozen=True):
    """Something that was compared: its name, and whether it agrees or how much."""

    id: str
    value: bool | float


class _Type(msgspec.Struct, frozen=True):
    id: str = ""


class Candidate(msgspec.Struct, frozen=True):
    """A candidate as the Reconciliation API has it; the score is from 0 to 100."""

    id: str
    name: str
    score: float
    match: bool = False
    description: str = ""
    type: tuple[_Type | str, ...] = ()
    features: tuple[Feature, ...] = ()

    @property
    def kind(self) -> str:
        """The first type; empty where there is none."""
        first = self.type[0] if self.type else ""
        return first if isinstance(first, str) else first.id

    @property
    def told(self) -> Mapping[str, bool | float]:
        """What was compared, by name."""
        return {one.id: one.value for one in self.features}


class Knows(Protocol):
    """Whoever answers questions. `base` is what the addresses of candidates begin with.

    Who is `complete` can be asked for an address, too, and knows all that there are.
    """

    base: str
    complete: bool

    def ask(self, questions: Sequence[Question]) -> list[list[Candidate]]:
        """For each question its candidates, best first; their ids are whole addresses."""


class Here:
    """A list of names on this machine."""

    complete = True

    def __init__(self, authority: Authority) -> None:
        self.base = authority.base
        self._finder = Finder(Entities(authority))

    def ask(self, questions: Sequence[Question]) -> list[list[Candidate]]:
        """For each question its candidates, best first."""
        return [self._one(question) for question in questions]

    def _one(self, question: Question) -> list[Candidate]:
        wanted = [Wanted(one["pid"], one["v"]) for one in question.query.get("properties", ())]
        query = Query(question.name, question.type or [], _LOOKED_AT, wanted)
        found = read_candidates(self._finder.find(query), "the list of names")
        return [msgspec.structs.replace(one, id=self.base + one.id) for one in found]


class Remembering:
    """Asks each question once, as long as it is among the last that were asked: lists of names repeat themselves."""

    def __init__(self, knows: Knows, most: int = _REMEMBERED) -> None:
        self.base, self.complete = knows.base, knows.complete
        self._knows = knows
        self._most = most
        self._known: OrderedDict[Question, list[Candidate]] = OrderedDict()

    def ask(self, questions: Sequence[Question]) -> list[list[Candidate]]:
        """For each question its candidates, best first."""
        answers = {one: self._known[one] for one in questions if one in self._known}
        new = [one for one in dict.fromkeys(questions) if one not in answers]
        answers |= dict(zip(new, self._knows.ask(new), strict=True)) if new else {}
        for one in dict.fromkeys(questions):
            self._known[one] = answers[one]
            self._known.move_to_end(one)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return [answers[one] for one in questions]


def read_candidates(said: Any, place: str) -> list[Candidate]:
    """The candidates that an answer has, best first. Raises `EndpointProblem` for what is no such answer."""
    try:
        found = msgspec.convert(said, list[Candidate])
    except msgspec.ValidationError as error:
        raise EndpointProblem(
            f"no answer as the Reconciliation API has it: {error}", place, "check the address"
        ) from None
    return sorted(found, key=lambda one: -one.score)


class Countries:
    """Words for countries, in English, French and as codes, to codes. Other words stay, and are counted."""

    def __init__(self) -> None:
        self.unknown: dict[str, str] = {}  # by word: where the first stood; so many at most as there are words kept
        self._codes = {fold(word): code.upper() for code, words in country_words().items() for word in words}

    def code(self, text: str, place: str) -> str:
        """The ISO code of a country in capitals; words that are not known as they are."""
        code = self._codes.get(fold(text))
        if code is None and text.strip() and len(self.unknown) < _REMEMBERED:
            self.unknown.setdefault(text.strip(), place)
        return code or text.strip()
