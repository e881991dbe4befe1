"""The graph to pages: rows of a theme's `views.toml`, each class → queries → template → output."""

from ld_export.pages.addresses import Addresses
from ld_export.pages.data import FORMATS, DocumentBlocks, Page
from ld_export.pages.elsewhere import Elsewhere
from ld_export.pages.query import Loaded
from ld_export.pages.renderer import Renderer
from ld_export.pages.report import Report
from ld_export.pages.wording import Wording, wordings

__all__ = [
    "FORMATS",
    "Addresses",
    "DocumentBlocks",
    "Elsewhere",
    "Loaded",
    "Page",
    "Renderer",
    "Report",
    "Wording",
    "wordings",
]
