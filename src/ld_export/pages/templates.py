"""Jinja for a theme and a language: what every template can use."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
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


_PRINTED = (
    ("variable_begin", None),
    ("name", "say"),
    ("lparen", "("),
    ("string", None),
    ("rparen", ")"),
    ("variable_end", None),
)


class _FixedWords(Extension):
    """Turns a fixed key that is said and printed, and nothing else, into a filter of it.

    Such is asked once, when its template is compiled. Of what a template prints most are such words, and to call a
    function from a template costs much.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """See Jinja."""
        tokens = list(stream)
        at = 0
        while at < len(tokens):
            here = tokens[at : at + len(_PRINTED)]
            if _is_fixed(here):
                begin, _, _, key, _, end = here
                yield from (begin, key, Token(key.lineno, "pipe", "|"), Token(key.lineno, "name", "say"), end)
                at += len(_PRINTED)
            else:
                yield tokens[at]
                at += 1


def _is_fixed(tokens: list[Token]) -> bool:
    return len(tokens) == len(_PRINTED) and all(
        token.type == kind and value in (None, token.value)
        for token, (kind, value) in zip(tokens, _PRINTED, strict=True)
    )


@cache
def _environment(theme: Theme, words: Catalogue) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([place / "templates" for place in theme.folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[_FixedWords],
        bytecode_cache=compiled(f"{words.language}-{theme.digest[:16]}"),  # words are compiled in
        auto_reload=False,  # a theme, and with it this environment, is another one when a file of it changes
    )
    environment.filters |= _FILTERS | {"say": words.say}
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
