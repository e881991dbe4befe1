"""Programs that read the data, for the page about it: files of a theme, with the publication's own addresses."""

from __future__ import annotations

from typing import NamedTuple

from ld_export.pages.contract import Snippet
from ld_export.theme import Theme

SITE = "https://example.org/site/"
"""What stands in the files for the address of the publication …"""
EXAMPLE = f"{SITE}example."
"""… and for that of an entity's data, up to the ending."""

# Programs quote addresses in one way or another; these signs, which mean something there, can be written otherwise.
_QUOTED = {"'": "%27", "$": "%24", "`": "%60", "(": "%28", ")": "%29"}


class Reader(NamedTuple):
    """A program: its file, and the language that it is in.

    The file's name ends in `.txt`: installers would compile what ends in `.py`, and a theme would have files in it
    that nobody put there.
    """

    file: str
    syntax: str

    @property
    def name(self) -> str:
        """What it is called in the catalogue."""
        name, ending, _ = self.file.split(".")
        return f"{name}_{ending.lower()}" if name == "link" else name


VERIFY = Reader("verify.sh.txt", "shell")

READERS = (
    Reader("rdflib.py.txt", "Python"),
    Reader("pyoxigraph.py.txt", "Python"),
    Reader("sparqlwrapper.py.txt", "Python"),
    Reader("table.R.txt", "R"),
    Reader("lines.mjs.txt", "JavaScript"),
    Reader("entity.sh.txt", "shell"),
    Reader("duckdb.sql.txt", "SQL"),
)
"""In the order of the page."""

LINKERS = (Reader("link.py.txt", "Python"), Reader("link.R.txt", "R"))
"""Those that find addresses for a list of names."""


def program(reader: Reader, theme: Theme, site: str, example: str) -> Snippet:
    """A program for one publication; `example` is the path of an entity's page, without an ending."""
    address = "".join(_QUOTED.get(sign, sign) for sign in site)
    text = theme.read(f"snippets/{reader.file}").replace(EXAMPLE, f"{address}{example}.").replace(SITE, address)
    return Snippet(reader.name, reader.syntax, text.rstrip("\n"))
