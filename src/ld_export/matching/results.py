"""What a comparison of two names says: a score, and a reason for each of their words."""

from __future__ import annotations

from typing import NamedTuple

CANDIDATE = 0.80
"""From here on a person should look at it."""
CERTAIN = 0.95
"""From here on it may be linked without one, if nobody else comes near."""
LEAD = 0.05
"""So far behind has the next other entity to be."""

DOUBTFUL = 0.94
"""No name scores more that has a word which only a typing error, or a guess, would make the same."""


class Kind(NamedTuple):
    """One way in which words of two names are taken: a sentence about them, and what is `told` behind the words.

    Those are `both`, or the one that the other name has none like. `ceiling` is the most that such a name scores.
    """

    sentence: str
    told: str
    ceiling: float = 1.0
    both: bool = True


KINDS = {
    "same": Kind("The words are the same but for capitals and marks.", "the same"),
    "spelling": Kind("They are spellings of one word in different scripts or systems.", "another spelling"),
    # Bolat and Bulat are one name to those who translate, and two brothers in one village.
    "variant": Kind("They are one given name in different languages.", "one given name in two languages", DOUBTFUL),
    "cognate": Kind(
        "They are given names of one origin, which different people bear.", "given names of one origin", 0.93
    ),
    "short form": Kind("One is what people with the other name are called.", "a short form", 0.90),
    "near": Kind(
        "They differ in sounds that are easily taken for each other.", "sounds that are easily mistaken", DOUBTFUL
    ),
    "typing": Kind("They differ in a letter or two of a long word.", "a letter or two differ", DOUBTFUL),
    "initial": Kind("One is the initial of the other.", "an initial", 0.90),
    "patronymic": Kind("They are patronymics of one father's name.", "the same patronymic"),
    "no patronymic": Kind("Only one of the names has a patronymic.", "a patronymic in one name only", both=False),
    "no particle": Kind("Only one of the names has this small word.", "a small word in one name only", both=False),
    "missing": Kind("Only one of the names has this word.", "in one name only", DOUBTFUL, both=False),
    "alone": Kind("A single word stands for a whole name.", "a single word for a whole name", 0.82),
    "order": Kind("The words stand in another order.", "the words in another order", both=False),
    "acronym": Kind("One is made of the first letters of the other.", "the first letters", 0.93),
    "other name": Kind("They are different names that people are given.", "different names", 0.75),
    "other father": Kind("They are patronymics of different fathers' names.", "patronymics of different fathers", 0.75),
    "man and woman": Kind(
        "One is the form for men and the other the form for women.", "a man's and a woman's form", 0.75
    ),
    "different": Kind("The words are different.", "different words", 0.79),
    "no words": Kind("There are no letters to compare.", "nothing to compare", 0.0, both=False),
    "too long": Kind("It is too long for a name.", "too long for a name", 0.0, both=False),
}


class Reason(NamedTuple):
    """How a word of one name, or the lack of one, was taken: one of `KINDS`, both words, and a score of 0 to 1."""

    kind: str
    mine: str
    theirs: str
    score: float

    @property
    def sentence(self) -> str:
        """The reason in plain English."""
        return KINDS[self.kind].sentence


class Match(NamedTuple):
    """How well two names fit, 0 to 1, and why."""

    score: float
    reasons: tuple[Reason, ...]

    def turned(self) -> Match:
        """The same seen from the other name."""
        return Match(
            self.score, tuple(reason._replace(mine=reason.theirs, theirs=reason.mine) for reason in self.reasons)
        )
