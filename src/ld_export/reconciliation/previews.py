"""Small pages about an entity, a property, a type or a feature, for programs that show them beside a list."""

from __future__ import annotations

from html import escape

from ld_export.authority import Named
from ld_export.matching import KINDS
from ld_export.reconciliation.properties import PROPERTIES
from ld_export.reconciliation.types import TYPES

WIDTH, HEIGHT = 400, 220
_SPELLINGS = 8

_FEATURES = {
    "id": "What was looked for is the id or the address of this entity.",
    "name": "How alike the nearest spelling of the entity and the name are that was looked for, from 0 to 1.",
    "type": "Whether the entity is of a type that was asked for.",
}


def preview(one: Named, link: str) -> str:
    """A page about an entity; `link` leads to its own."""
    others = [escape(name) for name in one.spellings if name != one.name]
    more = f" and {len(others) - _SPELLINGS} more" if len(others) > _SPELLINGS else ""
    also = f"<p>Also written: {', '.join(others[:_SPELLINGS])}{more}</p>" if others else ""
    target = f'<a href="{escape(link)}" target="_blank" rel="noopener">{escape(one.name)}</a>'
    return _page(one.name, f"<h1>{target}</h1><p>{escape(one.description)}</p>{also}<p>{escape(one.id)}</p>")


def feature(name: str) -> str | None:
    """What a feature of a candidate says; nothing for one that there is not."""
    kinds = {f"word_{kind.replace(' ', '_')}": kind for kind in KINDS}
    said = _FEATURES.get(name)
    if name in kinds:
        said = f"How many pairs of words were taken so: {KINDS[kinds[name]].sentence}"
    elif name in PROPERTIES:
        said = f"Whether the entity has what was asked for. {PROPERTIES[name].description}."
    return _page(name, f"<h1>{escape(name)}</h1><p>{escape(said)}</p>") if said else None


def _page(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'


def flyout_of_entity(one: Named) -> str:
    """A piece of a page about an entity."""
    return f"<p>{escape(one.name)}</p><p>{escape(one.description)}</p>"


def flyout_of(name: str) -> str | None:
    """A piece of a page about a property or a type; nothing for what is neither."""
    row = PROPERTIES.get(name) or TYPES.get(name)
    return f"<p>{escape(row.name)}</p><p>{escape(row.description)}</p>" if row else None
