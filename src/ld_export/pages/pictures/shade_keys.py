"""The legend of shades, for maps and grids: for each the least and the greatest value there is."""

from __future__ import annotations

from collections.abc import Iterable

from ld_export.pages.pictures.data import Datum
from ld_export.pages.pictures.scales import Shades
from ld_export.pages.pictures.symbols import Key


def shade_keys(classes: Shades, data: Iterable[Datum], absent: str) -> list[Key]:
    """An entry for each shade in use, for zero where there is one, and for the empty squares unless `absent` is ''."""
    keys = [Key("tile", "pic-absent", absent)] if absent else []
    if any(datum.value == 0 for datum in data):
        keys.append(Key("tile", "pic-tile pic-shade-0", "0"))
    for least, greatest, shade in classes.ranges:
        words = str(least) if least == greatest else f"{least}–{greatest}"
        keys.append(Key("tile", f"pic-tile pic-shade-{shade}", words))
    return keys
