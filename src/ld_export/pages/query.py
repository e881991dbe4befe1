"""The page on which a reader asks the publication: what its script has to know, and the questions to begin with."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pyoxigraph as ox

from ld_export.errors import PageProblem, UsageProblem
from ld_export.graph import prefixes, refuse_other_data
from ld_export.pages.site import Edition, Site
from ld_export.pages.terms import Literal
from ld_export.questions import questions
from ld_export.theme import Theme

PROGRAM = "static/query/oxigraph/web_bg.wasm.gz"


class Loaded(NamedTuple):
    """What a browser loads to answer queries: a dump with a block for each named graph, compressed.

    Its path within the site, its bytes, and the number of its statements.
    """

    dump: str
    size: int
    statements: int


NOTHING_LOADED = Loaded("", 0, 0)


class Example(NamedTuple):
    """A question in the language of a page, or in English where it is not said in that one."""

    name: str
    title: Literal
    text: str


class Desk(NamedTuple):
    """All that the page needs in one language.

    `bases` are how the IRIs of what has a page begin, and `places` where these pages are, as `links.js` reads them:
    folders, ending in `/`, and pages that are in none. `program` is the size of the program in bytes.
    """

    loaded: Loaded
    program: int
    bases: tuple[str, ...]
    places: list[str]
    suffix: str
    prefixes: dict[str, str]
    examples: list[Example]


def desk(loaded: Loaded, site: Site, edition: Edition) -> Desk:
    """The page in the language of an edition. Raises `PageProblem` for a question that no engine would answer."""
    _require_answerable(site.theme)
    folders = {path.rpartition("/")[0] for path in site.pages.values()}
    alone = {path for path in site.pages.values() if "/" not in path}
    return Desk(
        loaded,
        site.theme.find(PROGRAM).stat().st_size,
        site.bases,
        sorted({f"{folder}/" for folder in folders if folder} | alone),
        edition.suffix,
        dict(sorted(prefixes().items())),
        sorted(_examples(site.theme, edition), key=lambda example: example.title.label),
    )


def _examples(theme: Theme, edition: Edition) -> list[Example]:
    return [
        Example(name, _title(name, question.title, edition), question.text)
        for name, question in questions(theme).items()
    ]


def _title(name: str, english: str, edition: Edition) -> Literal:
    key = f"query.questions.{name}"
    if edition.words.knows(key):
        return Literal(str(edition.words.say(key).unescape()))
    return Literal(english, "en" if edition.words.language != "en" else "")


@cache
def _require_answerable(theme: Theme) -> None:
    """Of those that a theme has of its own; the program's are held by tests."""
    declared = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes().items())
    for name, question in sorted(questions(theme).items() - questions().items()):
        try:
            refuse_other_data(question.text)
            ox.Store().query(declared + question.text)
        except UsageProblem as refused:
            raise PageProblem(refused.message, f"queries/named/{name}.rq", refused.remedy) from None
        except (SyntaxError, ValueError) as error:
            raise PageProblem(str(error), f"queries/named/{name}.rq", "correct the query") from None
        if not question.title.strip():
            raise PageProblem(
                "the query does not say what it answers",
                f"queries/named/{name}.rq",
                "begin it with a comment: # Who …?",
            )
