"""Jinja for a theme and a language: what every template can use."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from ld_export.errors import PageProblem
from ld_export.graph import expanded
from ld_export.pages.compiled import compiled
from ld_export.pages.items import by_passage, excerpts, linked, own_sets
from ld_export.pages.locales import Catalogue
from ld_export.pages.marks import marked, place_of
from ld_export.theme import Theme

_FILTERS = {
    "by_passage": by_passage,
    "excerpts": excerpts,
    "linked": linked,
    "marked": marked,
    "own_sets": own_sets,
    "place_of": place_of,
}


_ASKED = re.compile(r'\.text\(["\']([\w-]+:[\w-]+)["\']\)')


@cache
def predicates_in_templates(theme: Theme) -> frozenset[str]:
    """The predicates that templates ask of things by name, beside what queries answer."""
    texts = (theme.read(f"templates/{name}") for name in theme.names("templates"))
    return frozenset(expanded(name) for text in texts for name in _ASKED.findall(text))


@cache
def _environment(theme: Theme, words: Catalogue) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([place / "templates" for place in theme.folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=compiled(),
        auto_reload=False,  # a theme, and with it this environment, is another one when a file of it changes
    )
    environment.filters |= _FILTERS
    # As globals, so that files of macros are read once and not for every page.
    environment.globals |= {"say": words.say, "words": words}
    return environment


def render(theme: Theme, words: Catalogue, template: str, values: Mapping[str, Any]) -> Markup:
    """A template filled in. Raises `PageProblem` for one that is missing or wrong."""
    try:
        return Markup(_environment(theme, words).get_template(template).render(values))  # noqa: S704 - it escapes
    except _WRONG as error:
        raise PageProblem(
            f"{type(error).__name__}: {error}", f"templates/{_place(error, template)}", "correct it"
        ) from None


# What a template does wrong is told by Jinja, or by Python.
_WRONG = (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def _place(error: Exception, template: str) -> str:
    """The file and line of a template where an error is, be it one that the template includes."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else template
