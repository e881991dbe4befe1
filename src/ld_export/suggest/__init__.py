"""A draft annotation file for a document: what the rules find, each item with its rule, for a curator to review.

A draft never says more than it found: a name that cannot be told stays unresolved, and what the file format demands and
the text does not tell is written as a comment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ld_export.model import CitedDocument, Text
from ld_export.registry import Registry
from ld_export.suggest.draft import Draft, draft
from ld_export.suggest.second import Pipeline, load


def suggest(
    text: Text,
    key: str,
    registry: Registry | None = None,
    *,
    cited: Iterable[CitedDocument] = (),
    published: Mapping[str, str] | None = None,
    spacy_model: str | Pipeline | None = None,
    registered: bool = False,
) -> str:
    """The YAML of a draft annotation file for a text whose document has a key (`pace-wd-655`).

    `cited` are the rows of `cited.csv`; `published` maps document numbers (`14542`) to keys of the publication. With
    `registered`, people and bodies whom the registry lacks are referred to by the ids that they will have once the rows
    of `draft(...)` are added; without, those lines are comments. `spacy_model` is a pipeline, or the name of one: a
    second opinion. Raises `UsageProblem` where the pipeline is not installed.
    """
    return draft(text, key, registry, cited=cited, published=published, spacy_model=spacy_model).written(
        registered=registered
    )


__all__ = ["Draft", "Pipeline", "draft", "load", "suggest"]
