"""Make `mappings/annotations.schema.json` from the format itself: `python tools/annotation_schema.py`."""

from __future__ import annotations

import json
from pathlib import Path

from ld_export.curation.schema import annotation_schema

TARGET = Path(__file__).resolve().parents[1] / "mappings" / "annotations.schema.json"


def schema() -> str:
    """The whole file."""
    return json.dumps(annotation_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(schema(), encoding="utf-8")
    print(f"wrote {TARGET.name}")
