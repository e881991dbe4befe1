"""Runs a notebook as Jupyter would, cell after cell: what they print is what stands in it. Needs no kernel.

`python -m tests.linking.notebook FILE FOLDER` runs it in a folder and puts what is printed into it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]


def read(path: Path) -> Notebook:
    """A notebook of format 4, as it is in its file."""
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def code_cells(notebook: Notebook) -> list[dict[str, Any]]:
    """Its cells with code."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def printed(cell: dict[str, Any]) -> str:
    """What stands below a cell."""
    return "".join(line for output in cell["outputs"] for line in output["text"])


def run(notebook: Notebook, folder: Path) -> list[str]:
    """What each cell prints, run in a folder."""
    names: dict[str, Any] = {}
    said = []
    before = Path.cwd()
    os.chdir(folder)
    try:
        for number, cell in enumerate(code_cells(notebook), start=1):
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)
            said.append(out.getvalue())
    finally:
        os.chdir(before)
    return said


def main(path: Path, folder: Path) -> None:
    """Put into a notebook what its cells print."""
    notebook = read(path)
    for number, (cell, text) in enumerate(zip(code_cells(notebook), run(notebook, folder), strict=True), start=1):
        lines = text.splitlines(keepends=True)
        cell["execution_count"] = number
        cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": lines}] if lines else []
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
