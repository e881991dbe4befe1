"""The graph to pages: rows of `site/views.toml`, each class → queries → template → output."""

from ld_export.pages.render import Page, Renderer
from ld_export.pages.views import View, read_views

__all__ = ["Page", "Renderer", "View", "read_views"]
