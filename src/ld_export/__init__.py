"""Human-rights declarations as linked data.

    from pathlib import Path
    import ld_export

    text = ld_export.parse_document(Path("pace-wd-655.txt"))
    graph = ld_export.build_graph(text)
    findings = ld_export.validate_graph(graph)
    print(graph.turtle())

Importing this package loads no RDF library; the first use of one of these names does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ld_export.api import (
        Graph,
        annotate_document,
        ask_endpoint,
        build_graph,
        find_quote,
        parse_document,
        validate_graph,
    )
    from ld_export.matching import match_names

__version__ = "0.1.0"
__all__ = [
    "Graph",
    "__version__",
    "annotate_document",
    "ask_endpoint",
    "build_graph",
    "find_quote",
    "match_names",
    "parse_document",
    "validate_graph",
]


def __getattr__(name: str) -> Any:
    if name == "match_names":
        from ld_export import matching  # noqa: PLC0415 - it loads tables, and no library for RDF

        return matching.match_names
    if name in __all__:
        from ld_export import api  # noqa: PLC0415 - so that `ld-export --help` answers at once

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
