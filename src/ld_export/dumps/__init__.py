"""Graphs to dump files: blocks of bytes, one source each, written in one order or copied from what was published."""

from ld_export.dumps.blocks import (
    ANNOTATIONS,
    FORMATS,
    LAST,
    LEVEL,
    REGISTRY_ORDER,
    Block,
    annotation_blocks,
    blocks_of,
    document_order,
    to_block,
)
from ld_export.dumps.published import Piece, PublishedDumps, Stored
from ld_export.dumps.writing import DumpSet

__all__ = [
    "ANNOTATIONS",
    "FORMATS",
    "LAST",
    "LEVEL",
    "REGISTRY_ORDER",
    "Block",
    "DumpSet",
    "Piece",
    "PublishedDumps",
    "Stored",
    "annotation_blocks",
    "blocks_of",
    "document_order",
    "to_block",
]
