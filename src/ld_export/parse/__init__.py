"""Clean text to records: one module per layout behind one table, chosen by content."""

from __future__ import annotations

from types import ModuleType

from ld_export.errors import UnknownLayout
from ld_export.model import SourceText, Text
from ld_export.parse import adopted, archive, news, overleaf, site

# In the order in which they are tried: the strictest sign first. Each module has NAME, LOOKS_LIKE, matches and parse.
LAYOUTS: dict[str, ModuleType] = {module.NAME: module for module in (archive, overleaf, adopted, site, news)}


def detect(source: SourceText) -> str:
    """The name of the first layout that a text fits; `UnknownLayout` with all that was looked for otherwise."""
    for name, module in LAYOUTS.items():
        if module.matches(source):
            return name
    looked_for = "\n".join(f"  {name}: {module.LOOKS_LIKE}" for name, module in LAYOUTS.items())
    raise UnknownLayout(
        f"fits no layout. Looked for:\n{looked_for}\n", source.name, "correct the text, or force one with --layout"
    )


def parse(source: SourceText, layout: str | None = None, language: str | None = None) -> Text:
    """The record of one source text.

    `layout` forces one by name. `language` (ISO 639-1) serves layouts whose text does not say it (news).
    Raises `UnknownLayout`, `UnparsedText` or `UnknownWord`, each with file and line.
    """
    name = layout or detect(source)
    if name not in LAYOUTS:
        raise UnknownLayout(f"there is no layout {name!r}", source.name, f"the layouts are {', '.join(LAYOUTS)}")
    if name == news.NAME and language:
        return news.parse(source, language)
    record: Text = LAYOUTS[name].parse(source)
    return record
