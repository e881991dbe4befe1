"""A short description of an entity in words: enough to tell two of one name apart, and no more than documents say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from ld_export.authority.record import Named


class Words(Protocol):
    """Words of the interface in one language."""

    def __call__(self, key: str, **values: int | str) -> str:
        """The words of a key with values in their places."""


class Describe(NamedTuple):
    """Makes descriptions: the words, and what countries, groups and roles are called."""

    say: Words
    countries: Mapping[str, str]
    groups: Mapping[str, str]
    roles: Mapping[str, str]

    def __call__(self, one: Named, what: str = "") -> str:
        """What is said of an entity; `what` stands for its kind where there is a better word."""
        return "; ".join(part for part in self._parts(one, what) if part)

    def _parts(self, one: Named, what: str) -> Iterator[str]:
        yield what or self.say(f"names.kinds.{one.kind}")
        if one.countries and one.kind == "person":
            yield self.say("names.signed_for", countries=_called(self.countries, one.countries))
        if one.groups and one.kind == "person":
            yield self.say("names.groups", groups=_called(self.groups, one.groups))
        if one.roles:
            yield self.say("names.named_as", roles=_called(self.roles, one.roles))
        if one.kind == "document":
            yield one.first
        elif one.documents:
            yield self.say("names.documents", n=one.documents)
            yield _period(one)


def _called(names: Mapping[str, str], codes: tuple[str, ...]) -> str:
    return ", ".join(names.get(code, code) for code in codes)


def _period(one: Named) -> str:
    """The years of the first and the last document."""
    first, last = one.first[:4], one.last[:4]
    return first if first == last else f"{first}–{last}"
