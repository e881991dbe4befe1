"""How well names are told apart: `python -m benchmarks.matching`, over the pairs of `benchmarks/data/name-pairs.csv`.

A third of the pairs is set aside: those whose SHA-256 (of both names in the order of the file, a line feed between)
begins with a byte that three divides. Rules and tables are tuned on the others only; `--wrong` shows only theirs.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from ld_export.matching import CANDIDATE, CERTAIN, match_names

PAIRS = Path(__file__).parent / "data" / "name-pairs.csv"
THRESHOLDS = (0.60, 0.70, 0.75, 0.80, 0.85, 0.90, 0.93, 0.95, 0.97, 0.99)


class Pair(NamedTuple):
    """Two names, whether they are of one person, and what makes that hard to tell."""

    one: str
    other: str
    same: bool
    kind: str

    @property
    def set_aside(self) -> bool:
        """Whether nothing may be tuned on it."""
        return hashlib.sha256(f"{self.one}\n{self.other}".encode()).digest()[0] % 3 == 0


class Scored(NamedTuple):
    """A pair and what it scored."""

    pair: Pair
    score: float


def read_pairs() -> list[Pair]:
    """Every pair of the truth set."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [Pair(row["one"], row["other"], row["same"] == "yes", row["kind"]) for row in csv.DictReader(file)]


def scored(pairs: Iterable[Pair], score: Callable[[str, str], float]) -> list[Scored]:
    """The pairs with the scores of a way to compare names."""
    return [Scored(pair, score(pair.one, pair.other)) for pair in pairs]


def our_score(one: str, other: str) -> float:
    """That of the toolkit."""
    return match_names(one, other).score


def area(results: Sequence[Scored]) -> float:
    """The area under the curve: how often a pair of one person scores more than one of two, equal scores half."""
    same = [one.score for one in results if one.pair.same]
    others = [one.score for one in results if not one.pair.same]
    return sum((a > b) + (a == b) / 2 for a in same for b in others) / (len(same) * len(others))


def precision_and_recall(results: Sequence[Scored], threshold: float) -> tuple[float, float]:
    """Of what scores so much, the part that is right; and the part of what is right that scores so much."""
    taken = [one for one in results if one.score >= threshold]
    right = sum(one.pair.same for one in taken)
    return (right / len(taken) if taken else 1.0), right / sum(one.pair.same for one in results)


def main() -> None:
    """Print the curve for both parts."""
    options = argparse.ArgumentParser(prog="matching", description="How well names are told apart, at each threshold.")
    options.add_argument("--wrong", action="store_true", help="list tuned pairs on the wrong side of 0.8 or 0.95")
    given = options.parse_args()
    pairs = read_pairs()
    parts = {
        "tuned on": scored((pair for pair in pairs if not pair.set_aside), our_score),
        "set aside": scored((pair for pair in pairs if pair.set_aside), our_score),
    }
    for name, results in parts.items():
        print(f"{name}: {len(results)} pairs, {sum(one.pair.same for one in results)} of one person")
        print(f"area under the curve {area(results):.4f}\n\nthreshold  precision  recall")
        for threshold in THRESHOLDS:
            precision, recall = precision_and_recall(results, threshold)
            print(f"     {threshold:.2f}      {precision:.3f}   {recall:.3f}")
        print()
    if given.wrong:
        _show_wrong(parts["tuned on"])


def _show_wrong(results: Sequence[Scored]) -> None:
    for pair, score in sorted(results, key=lambda one: one.score):
        if pair.same != (score >= CANDIDATE) or (not pair.same and score >= CERTAIN):
            print(f"{score:.3f} {'same' if pair.same else 'not '} {pair.kind}: {pair.one} = {pair.other}")


if __name__ == "__main__":
    main()
