"""The last look before publishing: nothing in a generation may give a withheld person away."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ld_export.errors import WithheldLeak
from ld_export.pipeline.inputs import Inputs
from ld_export.privacy import WithheldPerson
from ld_export.registry import Registry

if TYPE_CHECKING:
    from ld_export.leaks import Marks

_SHOWN = 5


def leaks_in(generation: Path, inputs: Inputs) -> list[str]:
    """Some files of a generation that give somebody away who is withheld."""
    if not inputs.withheld.anybody:
        return []
    return list(islice(_found(generation, inputs, inputs.registry), _SHOWN))


def refuse_leaks(staging: Path, inputs: Inputs, registry: Registry) -> None:
    """Raise `WithheldLeak` where something that would be published gives somebody away who is withheld."""
    if not inputs.withheld.anybody:
        return
    # A page tells a curator more than a dump.
    if found := sorted(_found(staging, inputs, registry), key=lambda name: (not name.endswith(".html"), name)):
        raise WithheldLeak(
            "a withheld person would be named",
            ", ".join(name.removeprefix("site/") for name in found[:_SHOWN]),
            "nothing was published; look for the name in the settings, the registry, and the files of the site",
        )


def _found(generation: Path, inputs: Inputs, registry: Registry) -> Iterator[str]:
    from ld_export.leaks import glance  # noqa: PLC0415 - only for who has somebody withheld

    return glance(generation, _marks(inputs, registry))


def _marks(inputs: Inputs, registry: Registry) -> Marks:
    """Names that nobody else has, and numbers that were never published."""
    from ld_export.leaks import names_of  # noqa: PLC0415 - as the above

    people = [person for person in inputs.withheld.people if not any(_namesakes(person, registry))]
    reserved = [person.id for person in registry.persons.values() if person.status == "reserved"]
    return names_of(people, reserved)


def _namesakes(person: WithheldPerson, registry: Registry) -> Iterator[bool]:
    for other in registry.persons.values():
        yield any(person.is_called(name) for name in (other.name, *other.also_written) if name)
