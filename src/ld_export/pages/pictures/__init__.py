"""Pictures made at build time: pure functions from plain data to SVG that obeys a strict content security policy.

Same input, same bytes on every platform: only + - * / and square roots are calculated with, which IEEE 754 defines
exactly. No words are made here; all come in as parameters.
"""

from ld_export.pages.pictures.bar_chart import bars
from ld_export.pages.pictures.column_chart import columns
from ld_export.pages.pictures.data import Caption, Datum, Event, Link, Node, Place, Row, Tie
from ld_export.pages.pictures.heat_grid import grid
from ld_export.pages.pictures.network_chart import network
from ld_export.pages.pictures.places import read_places
from ld_export.pages.pictures.strongest import Strongest, strongest
from ld_export.pages.pictures.symbols import Key, legend
from ld_export.pages.pictures.tables import table
from ld_export.pages.pictures.tile_map import tiles
from ld_export.pages.pictures.time_line import timeline

__all__ = [
    "Caption",
    "Datum",
    "Event",
    "Key",
    "Link",
    "Node",
    "Place",
    "Row",
    "Strongest",
    "Tie",
    "bars",
    "columns",
    "grid",
    "legend",
    "network",
    "read_places",
    "strongest",
    "table",
    "tiles",
    "timeline",
]
