"""A second opinion on names of people, by a spaCy pipeline that the user has installed. Nothing needs one."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any, Protocol

from ld_export.errors import UsageProblem
from ld_export.model import Passage
from ld_export.recognise import Found

_PEOPLE = frozenset(("PERSON", "PER"))
_LONGEST = 500_000


class Pipeline(Protocol):
    """What is needed of a spaCy pipeline: called with a text it returns a document with `ents`."""

    def __call__(self, text: str, /) -> Any:
        """The document of a text."""


def load(name: str) -> Pipeline:
    """The pipeline of a name; `UsageProblem` where spaCy or the pipeline is not installed."""
    try:
        spacy = importlib.import_module("spacy")
    except ImportError:
        raise UsageProblem(
            "spaCy is not installed", remedy="install it, or leave --spacy out: the rules need none"
        ) from None
    try:
        pipeline: Pipeline = spacy.load(name)
    except OSError:
        raise UsageProblem(f"there is no spaCy pipeline {name!r}", remedy=f"python -m spacy download {name}") from None
    return pipeline


def opinion(passages: Sequence[Passage], pipeline: Pipeline) -> list[Found]:
    """The names of people that a pipeline finds, without a possessive.

    Passages of over half a million characters are left out.
    """
    result = []
    for passage in passages:
        if len(passage.text) > _LONGEST:
            continue
        for entity in pipeline(passage.text).ents:
            if entity.label_ in _PEOPLE:
                start, end = int(entity.start_char), int(entity.end_char)
                words = passage.text[start:end]
                for ending in ("'s", "’s"):
                    end -= len(ending) if words.endswith(ending) else 0
                result.append(Found(passage.position, start, end, passage.text[start:end], "person", "spacy"))
    return result


def with_opinion(rules: Sequence[Found], second: Sequence[Found]) -> list[Found]:
    """What the rules found, with `+spacy` where the pipeline agrees, and what only the pipeline found."""
    agreed = [
        one._replace(rule=f"{one.rule}+spacy")
        if any(two.passage == one.passage and two.meets(one.start, one.end) for two in second)
        else one
        for one in rules
    ]
    alone = [
        two for two in second if not any(two.passage == one.passage and two.meets(one.start, one.end) for one in rules)
    ]
    return sorted([*agreed, *alone])
