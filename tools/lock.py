"""Resolves the dependencies into requirements/*.txt, each with the hashes of its files.

`run.txt` is what `make site` needs, the build backend included; `dev.txt` adds what the tests need. Run by
`make lock`.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEADER = "# Made by `make lock`; do not edit.\n"


def requirements() -> dict[str, list[str]]:
    """What each lock file is resolved from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    run = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *extras["fast"],
        *extras["search"],
        "editables",
    ]
    return {"run": run, "dev": run + project["dependency-groups"]["dev"] + project["dependency-groups"]["codes"]}


def main() -> None:
    """Write both files."""
    folder = ROOT / "requirements"
    folder.mkdir(exist_ok=True)
    for name, wanted in requirements().items():
        command = [
            *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
            *("--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "-"),
        ]
        made = subprocess.run(command, input="\n".join(wanted), text=True, check=True, capture_output=True)
        (folder / f"{name}.txt").write_text(HEADER + made.stdout, encoding="utf-8")
        print(f"requirements/{name}.txt: {made.stdout.count('==')} packages")


if __name__ == "__main__":
    main()
