"""Searching the texts of documents without a server: indexes made by pagefind, which a browser asks piece by piece."""

from ld_export.full_text.pagefind import Bundle, indexed, is_installed, version_installed
from ld_export.full_text.records import Record, record_of

__all__ = ["Bundle", "Record", "indexed", "is_installed", "record_of", "version_installed"]
