"""Asking an endpoint about many keys (names, or addresses of entities): in batches, at a pace, and each only once."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.candidates.answers import Answer, Answers, Cells, Kept
from ld_export.candidates.pace import Pace
from ld_export.candidates.profile import Profile
from ld_export.errors import EndpointProblem, EndpointRefused, LdExportError
from ld_export.graph import Term, with_values
from ld_export.remote.endpoint import Endpoint
from ld_export.remote.results import Result, Rows


class Query(NamedTuple):
    """A query about keys: its text, the variable that takes them, the other columns, and the terms for a key.

    `way` tells such ways of making terms from one another. Where `begins` is given, the last column has addresses that
    begin so.
    """

    text: str
    variable: str
    columns: tuple[str, ...]
    terms: Callable[[str], Sequence[Term]]
    way: str = ""
    begins: str = ""

    def digest(self, url: str) -> str:
        """What tells the query at an endpoint from any other, without saying what it is about."""
        return hashlib.sha256(f"{url}\n{self.text}\n{self.way}".encode()).hexdigest()


def finding(profile: Profile, kind: str) -> Query:
    """The query that finds entities of a kind by name: in every language that the endpoint has names in."""

    def terms(name: str) -> list[Term]:
        return [ox.Literal(name, language=tag) if tag else ox.Literal(name) for tag in profile.languages]

    return Query(getattr(profile.find, kind), "name", ("item",), terms, " ".join(profile.languages), profile.entities)


def describing(profile: Profile) -> Query:
    """The query that describes entities, by their addresses."""
    return Query(profile.describe, "item", ("what", "value"), lambda item: [ox.NamedNode(item)])


class Asker:
    """Asks an endpoint at an address, `batch` keys at a time. `now` is in seconds since 1970, and given by tests."""

    def __init__(
        self,
        url: str,
        endpoint: Endpoint,
        answers: Answers,
        pace: Pace,
        batch: int,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._url, self._endpoint, self._answers, self._pace = url, endpoint, answers, pace
        self._batch = batch
        self._now = now

    def ask(self, query: Query, keys: Iterable[str]) -> dict[str, Kept]:
        """What the endpoint tells of some keys, or told before.

        Every answer is kept as soon as it is there. Raises what asking raises, and `EndpointProblem` for an answer
        about something else than what was asked.
        """
        keys, digest = dict.fromkeys(keys), query.digest(self._url)
        for some in _batches([key for key in keys if self._answers.of(digest, key) is None], self._batch):
            rows = tuple(sorted(self._rows(query, some)))
            self._answers.keep(Answer(digest, self._now(), tuple(some), rows))
        known = ((key, self._answers.of(digest, key)) for key in keys)
        return {key: kept for key, kept in known if kept is not None}

    def _rows(self, query: Query, keys: Sequence[str]) -> set[Cells]:
        text = with_values(query.text, query.variable, [term for key in keys for term in query.terms(key)])
        self._pace.begin()
        try:
            result = self._endpoint.ask(text)
            return set(self._cells(query, frozenset(keys), result))
        except (EndpointProblem, EndpointRefused) as problem:
            raise _resumable(problem) from None
        finally:
            self._pace.end()

    def _cells(self, query: Query, keys: frozenset[str], result: Result) -> Iterator[Cells]:
        """The rows as text: of each the key, the other columns, and the language of the last."""
        if not isinstance(result, Rows):
            raise EndpointProblem("the answer is no table", self._url, "correct the query of the profile")
        wanted = (query.variable, *query.columns)
        if missing := [name for name in wanted if name not in result.columns]:
            raise EndpointProblem(f"the answer has no column {missing[0]}", self._url, "correct the query")
        places = [result.columns.index(name) for name in wanted]
        for row in result.rows:
            terms: list[Any] = [row[place] for place in places]
            if any(term is None for term in terms) or terms[0].value not in keys:
                raise EndpointProblem("the answer is about something that nobody asked for", self._url)
            if query.begins and not (isinstance(terms[-1], ox.NamedNode) and terms[-1].value.startswith(query.begins)):
                said = f"{terms[-1].value[:200]} is given as an entity"
                raise EndpointProblem(said, self._url, f"theirs begin with {query.begins}: correct the profile")
            yield (*(term.value for term in terms), getattr(terms[-1], "language", None) or "")


def _batches(keys: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (keys[at : at + size] for at in range(0, len(keys), size))


def _resumable(problem: LdExportError) -> LdExportError:
    kept = "what was answered is kept: the same command goes on from there"
    return type(problem)(problem.message, problem.place, f"{problem.remedy}; {kept}" if problem.remedy else kept)
