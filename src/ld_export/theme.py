"""The look of a site: the files of `site/`, and over them, file by file, those of a publication's own folder."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ld_export.errors import PageProblem, SettingsProblem
from ld_export.resources import digest as resource_digest
from ld_export.resources import folder

FOLDER = "theme"
"""Where a publication keeps its own files unless its settings name another folder."""

PARTS = ("locales", "pictures", "queries", "snippets", "static", "templates")
"""The folders of a theme; beside them stands `views.toml`."""


class Theme(NamedTuple):
    """The folders in which a file is looked for, first things first, and the digest of all that lies in them."""

    folders: tuple[Path, ...]
    digest: str

    def find(self, name: str) -> Path:
        """The file of a name (`templates/base.html.j2`) that holds. `PageProblem` where there is none."""
        for path in self.all(name):
            return path
        raise PageProblem(f"there is no file {name}", f"{self.folders[0].name}/", "add it, or correct its name")

    def all(self, name: str) -> list[Path]:
        """The files of a name, the one that holds first."""
        return [place / name for place in self.folders if (place / name).is_file()]

    def read(self, name: str) -> str:
        """The text of the file that holds. `PageProblem` where there is none, or where it is no UTF-8."""
        path = self.find(name)
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise PageProblem(str(error), f"{path.parent.name}/{path.name}", "save it as UTF-8") from None

    def names(self, part: str) -> list[str]:
        """The names of all files in one of `PARTS`, sorted."""
        roots = [place / part for place in self.folders]
        found = {path.relative_to(root).as_posix() for root in roots for path in root.rglob("*") if path.is_file()}
        return sorted(found)


@cache
def plain_theme() -> Theme:
    """The theme that every publication has unless it brings files of its own."""
    return Theme((folder("site"),), resource_digest("site"))


def theme_of(publication: Path, named: str | None) -> Theme:
    """The theme of a publication whose settings name a folder for its own files, or none.

    Raises `SettingsProblem` where the folder that they name does not exist, and `PageProblem` for a file in it that
    nothing would ever look for.
    """
    own = publication / (named or FOLDER)
    if not own.is_dir():
        if named:
            raise SettingsProblem(f"theme {named!r} is no folder", "ld-export.toml", f"make {own}, or take theme out")
        return plain_theme()
    total = hashlib.sha256(plain_theme().digest.encode())
    for path in sorted(path for path in own.rglob("*") if path.is_file()):
        name = path.relative_to(own)
        if name.parts[0] not in PARTS and name.as_posix() != "views.toml":
            raise PageProblem(f"a theme has no {name}", f"{own.name}/", f"its folders are {', '.join(PARTS)}")
        total.update(name.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return Theme((own, *plain_theme().folders), total.hexdigest())
