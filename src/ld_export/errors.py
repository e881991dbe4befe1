"""The exception tree: every failure that a user can cause or mend, each with its place and its remedy."""

from __future__ import annotations

from collections.abc import Sequence


class LdExportError(Exception):
    """Something a user can mend.

    `place` names the file (and line or row) at fault, `remedy` what to do about it. `exit_code` is what the
    command line returns: 1 findings, 2 usage, 3 bad input, 4 locked by another build, 5 input/output,
    endpoints included.
    """

    exit_code = 3

    def __init__(self, message: str, place: str = "", remedy: str = "") -> None:
        super().__init__(message, place, remedy)  # all three as args, so that it survives pickling between processes
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        placed = f"{self.place}: {self.message}" if self.place else self.message
        return f"{placed}; {self.remedy}" if self.remedy else placed


class UnreadableDocument(LdExportError):
    """A document's bytes are no clean text: wrong encoding, control characters, empty, too large."""


class UnknownLayout(LdExportError):
    """A text fits no layout, or not the one that was asked for."""


class UnparsedText(LdExportError):
    """A text fits a layout, but a field is missing or a line is left over."""


class UnknownWord(LdExportError):
    """A printed word (country, group, honorific) that the code tables do not know."""


class UnfoundQuote(LdExportError):
    """Words that are given as a document's stand nowhere in it, or in several places of which none was chosen."""


class CurationProblem(LdExportError):
    """An annotation file is malformed, or says what cannot be: an unknown key, code or reference."""


class DocumentConflict(LdExportError):
    """Two sources that cannot both be right: one key and language twice, or languages that disagree."""


class RegistryProblem(LdExportError):
    """A row of the entity registry is malformed, or a frozen registry lacks one."""


class ReleasedProblem(LdExportError):
    """An address that was published would disappear, or the ledger of released addresses is malformed."""


class SettingsProblem(LdExportError):
    """The publication's settings are missing, malformed or contradict the documents."""


class WithheldProblem(LdExportError):
    """The list of withheld people is missing, misspelt or unreadable, or what it asks for cannot be done."""


class WithheldLeak(LdExportError):
    """Something that would be published says who a withheld person is. The message never says whom."""


class MappingProblem(LdExportError):
    """A record cannot become RDF: an unknown key, an IRI that the patterns forbid, a value that is no RDF term."""


class UnreadableGraph(LdExportError):
    """An RDF file or a query does not parse."""


class PageProblem(LdExportError):
    """A view, query or template of the site is wrong, or the base URI matches no entity."""


class UsageProblem(LdExportError):
    """The command was called in a way that cannot work."""

    exit_code = 2


class FindingsRemain(LdExportError):
    """The graph violates its shapes: nothing is published."""

    exit_code = 1


class BuildLocked(LdExportError):
    """Another build holds the publication."""

    exit_code = 4


class OutputProblem(LdExportError):
    """The disk or the file system refused."""

    exit_code = 5


class EndpointRefused(LdExportError):
    """An endpoint says that what it was asked is wrong: the query, the address, the credentials."""


class EndpointProblem(LdExportError):
    """An endpoint cannot be reached, breaks off, or answers what cannot be used."""

    exit_code = 5


class SeveralProblems(LdExportError):
    """All the problems of one stage together, so that a curator mends them in one go."""

    def __init__(self, problems: Sequence[LdExportError]) -> None:
        Exception.__init__(self, tuple(problems))
        self.problems = tuple(problems)
        self.message = f"{len(self.problems)} problems"
        self.place = self.remedy = ""

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def raise_all(problems: Sequence[LdExportError]) -> None:
    """Raise nothing, the one problem, or all of them together."""
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise SeveralProblems(problems)
