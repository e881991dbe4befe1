"""Graphs to dump files: blocks of bytes, one source each, written in one order or copied from what was published."""

from ld_export.dumps.blocks import (
    FORMATS,
    LAST,
    LEVEL,
    REGISTRY_ORDER,
    Block,
    blocks_of,
    document_order,
    to_block,
)
from ld_export.dumps.published import Piece, PublishedDumps
from ld_export.dumps.writing import DumpSet

__all__ = [
    "FORMATS",
    "LAST",
    "LEVEL",
    "REGISTRY_ORDER",
    "Block",
    "DumpSet",
    "Piece",
    "PublishedDumps",
    "blocks_of",
    "document_order",
    "to_block",
]
