"""Names that other spellings share: a skeleton for each word that folds what systems of romanisation write differently.

`Dzhakishev`, `Jakishev`, `Zhakishev` and `Djakichev` share one; `Almat` and `Amat`, `-ov` and `-ova` do not.
"""

from __future__ import annotations

import re
import unicodedata

from ld_export.names import matching_key

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщыэюяәғқңөұүһіїєґў",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "y",
            "e",
            "yu",
            "ya",
            "a",
            "g",
            "k",
            "n",
            "o",
            "u",
            "u",
            "h",
            "i",
            "i",
            "e",
            "g",
            "u",
        ],
        strict=True,
    )
)
_FOLDS = (
    (r"[’'ʼ`´‘ʿʾ_-]", ""),
    (r"dzh|dj|zh|ž|j", "j"),
    (r"shch|sch|tch|ch|sh|cz|sz", "s"),
    (r"kh|gh|x", "h"),
    (r"ph", "f"),
    (r"th", "t"),
    (r"ou|oo|w(?=[aeiou])", "u"),
    (r"w", "v"),
    (r"q|ck|c", "k"),
    (r"ts|tz", "z"),
    (r"(?<![aeiou])y(?=[aeiou])|^ye|(?<=[aeiou])[yj](?=[aeiou]|$)", ""),
    (r"yy|ij|iy|yi|ii|y", "i"),
    (r"^e|^ie", "e"),
    (r"ff\b", "v"),
    (r"(.)\1+", r"\1"),
)
_PATTERNS = tuple((re.compile(pattern), fold) for pattern, fold in _FOLDS)
_LETTERS = str.maketrans(
    dict(
        zip(
            "şšśçčćğıəøłđßæœ",
            ["sh", "sh", "sh", "ch", "ch", "ch", "g", "i", "a", "o", "l", "d", "ss", "ae", "oe"],
            strict=True,
        )
    )
    | {"ъ": "", "ь": ""}
)
_PATRONYMIC = re.compile(r"(?:vich|vna|ichna|ovych|uly|kyzy|oglu|ogly|zoda)$")


def skeleton(word: str) -> str:
    """The skeleton of one word of a name."""
    plain = "".join(_CYRILLIC.get(letter, letter) for letter in matching_key(word)).translate(_LETTERS)
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    for pattern, fold in _PATTERNS:
        plain = pattern.sub(fold, plain)
    return plain


def skeletons(name: str) -> tuple[str, ...]:
    """The skeletons of a name's words in an order that does not depend on theirs; patronymics are left out."""
    words = [word for word in re.split(r"[\s.]+", name) if word]
    if len(words) > 2:
        words = [word for word in words if not _PATRONYMIC.search(word.casefold())] or words
    return tuple(sorted(skeleton(word) for word in words))
