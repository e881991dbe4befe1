"""Profiles of endpoints: a TOML file each, and the queries that it names beside it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated

import msgspec

from ld_export.errors import SettingsProblem
from ld_export.resources import folder

KINDS = ("person", "organization")
"""The kinds of entities that are looked for, in the order of a review file."""

FOLDER = "endpoints"
"""Where profiles lie: in a publication, and among the files that travel with the code."""

_NAME = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_Seconds = Annotated[float, msgspec.Meta(ge=0, le=600)]
_Size = Annotated[int, msgspec.Meta(ge=1, le=500)]


class Queries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Files with the queries that find people and organisations by their names; a profile may lack one."""

    person: str | None = None
    organization: str | None = None


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An endpoint: where it is, how it is asked, and what its answers mean.

    `entities` is what the addresses of its entities begin with. `languages` are those of its names, the empty one for
    names without; the first are preferred for showing. `batch` is how many names or entities a request asks for,
    `pause` the least seconds between two, `keep_days` how long answers are kept. `telling` are things told of an entity
    that speak for its being one of ours. Once read, `find` and `describe` hold the text of the queries.
    """

    name: str
    endpoint: str
    entities: str
    find: Queries
    describe: str
    languages: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)] = ("en",)
    batch: _Size = 20
    pause: _Seconds = 1.0
    keep_days: Annotated[int, msgspec.Meta(ge=0)] = 30
    telling: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that it has a query for."""
        return tuple(kind for kind in KINDS if getattr(self.find, kind))


def read_profile(publication: Path, name: str) -> Profile:
    """The profile of a name: the publication's own, or the one that ships, with its queries.

    Raises `SettingsProblem` where there is none, or where it or a file that it names is wrong.
    """
    places = [publication / FOLDER, folder("mappings") / FOLDER]
    path = next((place / f"{name}.toml" for place in places if (place / f"{name}.toml").is_file()), None)
    if path is None or not _NAME.fullmatch(name):
        known = sorted({one.stem for place in places for one in place.glob("*.toml")})
        raise SettingsProblem(
            f"no endpoint is called {name!r}", f"{FOLDER}/", f"known are {', '.join(known)}; see docs/candidates.md"
        )
    try:
        read = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Profile)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SettingsProblem(str(error), path.name, "see docs/candidates.md for every key") from None
    _check(read, path)
    texts = {kind: _query(path, getattr(read.find, kind), "name", "item") for kind in read.kinds}
    described = _query(path, read.describe, "item", "what", "value")
    return msgspec.structs.replace(read, find=Queries(**texts), describe=described)


def _check(read: Profile, path: Path) -> None:
    if not read.kinds:
        raise SettingsProblem("nothing is found by it", path.name, "name a query in [find]")
    if not read.entities.startswith(("http://", "https://")):
        raise SettingsProblem(f"entities {read.entities!r} is no web address", path.name, "it begins with https://")
    if "|" in read.name or not read.name.strip():
        # It is written into cells that hold several values.
        raise SettingsProblem(f"the name {read.name!r}", path.name, "use words without |")


def _query(profile: Path, name: str, *variables: str) -> str:
    """The text of a query, the first of whose variables is the one that is given values."""
    path = profile.with_name(name)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsProblem(f"the query {name} cannot be read: {error}", profile.name, "add it, as UTF-8") from None
    for variable in variables:
        if not re.search(rf"\?{variable}\b", text):
            raise SettingsProblem(f"the query has no ?{variable}", name, "see docs/candidates.md")
    if not re.search(rf"VALUES\s+\?{variables[0]}\s*\{{\s*\}}", text):
        raise SettingsProblem(f"no place for ?{variables[0]}", name, f"write VALUES ?{variables[0]} {{ }} into it")
    return text
