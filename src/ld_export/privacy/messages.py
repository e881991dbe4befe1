"""Messages without the names of those who are withheld: what goes wrong is told without telling of whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ld_export.errors import LdExportError, SeveralProblems, WithheldLeak
from ld_export.privacy.people import Finder, Withheld
from ld_export.privacy.texts import placeholder, without


def unnamed(words: str, withheld: Withheld) -> str:
    """Some words without the names of those who are withheld, their family names included."""
    if not withheld.may_concern(words):
        return words
    return without(words, Finder(withheld, (), known=withheld.people).spans(words), placeholder("en"))


def unnamed_problem(problem: LdExportError, withheld: Withheld) -> LdExportError:
    """A problem in other words where it names somebody who is withheld."""
    if not withheld.anybody:
        return problem
    if isinstance(problem, SeveralProblems):
        return SeveralProblems([unnamed_problem(one, withheld) for one in problem.problems])
    said = (problem.message, problem.place, problem.remedy)
    return type(problem)(*(unnamed(words, withheld) for words in said))


@contextmanager
def nobody_named(withheld: Withheld) -> Iterator[None]:
    """Have nothing that is raised name somebody who is withheld: neither a problem nor a fault of the code."""
    if not withheld.anybody:
        yield
        return
    try:
        yield
    except LdExportError as problem:
        raise unnamed_problem(problem, withheld) from None
    except OSError:
        raise  # a file and what is wrong with it
    except Exception as error:
        kept_back = f"a fault of ld-export itself ({type(error).__name__}), whose words may name a withheld person"
        raise WithheldLeak(kept_back, remedy="report it; nothing was published") from None
