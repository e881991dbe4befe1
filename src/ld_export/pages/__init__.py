"""The graph to pages: rows of `site/views.toml`, each class → queries → template → output."""

from ld_export.pages.render import DocumentBlocks, Page, Renderer
from ld_export.pages.views import View, read_views

__all__ = ["DocumentBlocks", "Page", "Renderer", "View", "read_views"]
