"""The command line of the benchmarks."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.cases import CASES
from benchmarks.process import ROOT
from benchmarks.report import Section, replaced, report, shown

RESULTS = ROOT / "docs" / "benchmarks.md"


def main() -> None:
    """Measure, print, and with --write replace the published figures."""
    options = argparse.ArgumentParser(prog="run.py", description="Measure the toolkit; figures are ratios in one run.")
    options.add_argument("--quick", action="store_true", help="a fiftieth of the documents, nothing repeated")
    options.add_argument("--only", choices=CASES, help="one benchmark")
    options.add_argument(
        "--write", action="store_true", help=f"rewrite {RESULTS.relative_to(ROOT)}, or a section of it"
    )
    given = options.parse_args()
    if given.write and given.quick:
        options.error("published figures are those of whole runs: --write does not go with --quick")
    divisor, rounds = (50, 1) if given.quick else (1, 3)
    if given.quick:
        print(
            "Quick: a fiftieth of the documents that the descriptions say and no repeats, so the figures mean little.\n"
        )
    sections: list[Section] = []
    for name in [given.only] if given.only else CASES:
        with tempfile.TemporaryDirectory(prefix="ld-export-bench-") as folder:
            case = CASES[name]
            section = Section(name, case.__doc__ or "", case(Bench(Path(folder), divisor, rounds)))
        print(shown(section), flush=True)
        sections.append(section)
    if given.write:
        known = RESULTS.read_text(encoding="utf-8") if given.only else ""
        RESULTS.write_text(replaced(known, sections[0]) if known else report(sections), encoding="utf-8")


main()
