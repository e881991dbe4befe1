"""A query to its candidates: names are compared, properties correct the score, and few matches are certain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ld_export.authority import Named
from ld_export.matching import CANDIDATE, Entry, Found, Names
from ld_export.reconciliation.entities import Entities
from ld_export.reconciliation.meanings import Meanings
from ld_export.reconciliation.problems import LONGEST_NAME
from ld_export.reconciliation.properties import Property, property_of
from ld_export.reconciliation.requests import Query, Value
from ld_export.reconciliation.types import TYPES, wanted

_LOOKED_AT = 25
"""So many of those with the nearest names are looked at: properties may bring a later one to the front."""
_LEAST = 0.5
"""Names that are less alike are no candidates."""

_GAINED, _LOST, _RULED_OUT, _OTHER_TYPE = 0.2, 0.95, 0.7, 0.7
"""What a property adds of what is lacking, or leaves of the score: other values, those that rule out, another type."""

Asked = Sequence[tuple[Property, Sequence[Value]]]


class Candidate(NamedTuple):
    """An entity, how well it fits (0 to 1), whether it may be taken without a person, the spelling, and features."""

    entity: Named
    score: float
    certain: bool
    spelling: str
    features: Mapping[str, float | bool]


class Finder:
    """Finds candidates among the entities of a publication."""

    def __init__(self, entities: Entities) -> None:
        self._entities = entities
        self._meanings = Meanings(entities)
        self._names = Names(Entry(one.id, one.kind, one.spellings, " ".join(one.countries)) for one in entities.all)

    def find(self, query: Query) -> list[dict[str, Any]]:
        """The candidates of a query as the specification has them, best first. Raises `Unanswered`."""
        most, asked = query.most, _known(query)
        if len(query.query) > LONGEST_NAME or (kinds := self._kinds(query)) is None:
            return []
        if known := self._entities.by_id(query.query):
            fits = not kinds or known.kind in kinds
            return [self._shown(Candidate(known, 1.0, fits, known.name, {"id": True, "type": fits}))]
        found = self._by_name(query, kinds, asked) if query.query.strip() else self._by_properties(kinds, asked)
        best = sorted(found, key=lambda one: (-one.score, not one.certain, one.entity.id))
        return [self._shown(one) for one in best[:most]]

    def _kinds(self, query: Query) -> list[str] | None:
        """The kinds that are looked among, none for all of them; nothing where no entity can be of what is asked."""
        kinds = wanted(query.types)
        if (query.types and not kinds) or (query.type_strict == "all" and len(kinds) > 1):
            return None
        return kinds

    # -- by name -------------------------------------------------------------------------------------------------------

    def _by_name(self, query: Query, kinds: Sequence[str], asked: Asked) -> Iterator[Candidate]:
        found = self._found(query.query, kinds)
        if not found and query.type_strict == "should" and kinds:
            found = self._found(query.query, ())
        certain = self._certain(query.query, kinds, found, asked)
        for one in found:
            entity = self._entity(one)
            yield self._judged(entity, one, asked, certain=entity.id in certain, fits=not kinds or entity.kind in kinds)

    def _found(self, name: str, kinds: Sequence[str]) -> list[Found]:
        return [one for one in self._names.find(name, _LOOKED_AT, kinds=kinds) if one.match.score >= _LEAST]

    def _entity(self, found: Found) -> Named:
        entity = self._entities.by_iri(found.entry.id)
        if entity is None:
            raise KeyError(found.entry.id)
        return entity

    def _certain(self, name: str, kinds: Sequence[str], found: Iterable[Found], asked: Asked) -> Collection[str]:
        """Whom the name alone makes certain, or the name among those that what is asked does not rule out.

        The latter has to have what is asked, and not only nothing against it.
        """
        alone = {one.entry.id for one in found if one.certain}
        telling = [(about, values) for about, values in asked if about.tells]
        if alone or not telling:
            return alone
        left = [one for one in found if self._agreed(self._entity(one), telling) is not False]
        names = Names(one.entry for one in left)
        again = names.find(name, 2, kinds=kinds)
        return {one.entry.id for one in again if one.certain and self._agreed(self._entity(one), telling)}

    def _agreed(self, entity: Named, asked: Asked) -> bool | None:
        said = [self._meanings.agree(entity, about, values) for about, values in asked]
        return None if all(one is None for one in said) else False not in said

    def _judged(self, entity: Named, found: Found, asked: Asked, *, certain: bool, fits: bool) -> Candidate:
        score, features = found.match.score, {"name": round(found.match.score, 4), "type": fits}
        for about, values in asked:
            agrees = self._meanings.agree(entity, about, values)
            if agrees is None:
                continue
            features.setdefault(about.id, agrees)
            score = score + (1 - score) * _GAINED if agrees else score * (_RULED_OUT if about.tells else _LOST)
            certain = certain and (agrees or not about.tells)
        for reason in found.match.reasons:
            kind = reason.kind.replace(" ", "_")
            features[f"word_{kind}"] = features.get(f"word_{kind}", 0) + 1
        score = score if fits else score * _OTHER_TYPE
        return Candidate(entity, score, certain and fits, found.spelling, features)

    # -- by properties alone -------------------------------------------------------------------------------------------

    def _by_properties(self, kinds: Sequence[str], asked: Asked) -> Iterator[Candidate]:
        """Whoever has everything that is asked, none of them certain; nobody where nothing of it is understood."""
        for entity in self._entities.all:
            if asked and (not kinds or entity.kind in kinds):
                said = {about.id: self._meanings.agree(entity, about, values) for about, values in asked}
                if all(said.values()):
                    yield Candidate(entity, CANDIDATE, False, entity.name, dict.fromkeys(said, True))

    def _shown(self, one: Candidate) -> dict[str, Any]:
        other = f"“{one.spelling}”; " if one.spelling != one.entity.name else ""
        return {
            "id": self._entities.id_of(one.entity),
            "name": one.entity.name,
            "description": f"{other}{one.entity.description}",
            "type": [TYPES[one.entity.kind].shown()],
            "score": round(100 * one.score, 1),
            "match": one.certain,
            "features": [{"id": name, "value": value} for name, value in one.features.items()],
        }


def _known(query: Query) -> Asked:
    """What is asked of properties that are known; clients send columns that we know nothing of."""
    found = ((property_of(one.pid), one.values) for one in query.properties)
    return [(about, values) for about, values in found if about is not None]
