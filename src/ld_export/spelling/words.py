"""The words of a name, and their plain form: Latin letters without accents, whatever the script.

A browser does the same (`site/static/spelling.js`), so nothing here is done that JavaScript does otherwise: letters are
made small, not folded, and the tables say the rest. Only ß is two letters from the start, as its capital is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from ld_export.spelling.tables import read_tables

_APOSTROPHES = "'’‘`´ʼʹʻʽ′ʺ″"
_TO_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
# Behind one or two letters an apostrophe parts two words (D'Ambrosio); elsewhere it is a soft sign (Solov'ev).
_ELIDED = re.compile("(?<![^\\W\\d_])([^\\W\\d_]{1,2})'(?=[^\\W\\d_])")
_BETWEEN = re.compile("[\\W_]+")


@cache
def _letters() -> re.Pattern[str]:
    """Finds the next letter or group of letters that the tables know, or any letter."""
    known = sorted(map(re.escape, read_tables().plain), key=len, reverse=True)
    return re.compile("|".join([*known, "."]), re.DOTALL)


def words(name: str) -> list[str]:
    """The words of a name in small letters, without marks that no letter has of its own, and without apostrophes."""
    small = unicodedata.normalize("NFC", name).translate(_TO_APOSTROPHE).lower().replace("ß", "ss")
    seen = "".join(letter for letter in unicodedata.normalize("NFC", small) if not _is_unseen(letter))
    return [word for word in _BETWEEN.split(_ELIDED.sub(r"\1 ", seen).replace("'", "")) if word]


def fold(name: str) -> str:
    """A name in plain Latin letters: the key by which a spelling is found as it is typed."""
    return " ".join(plain(word) for word in words(name))


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """One of `words` in plain Latin letters; letters of scripts that the tables do not know stay."""
    return "".join(_plain(letters) for letters in _letters().findall(word))


def readings(word: str) -> list[tuple[str, ...]]:
    """How each letter of one of `words` is read in Latin letters, the likeliest first."""
    several = read_tables().read
    return [several.get(letters) or (_plain(letters),) for letters in _letters().findall(word)]


def _plain(letters: str) -> str:
    known = read_tables().plain.get(letters)
    return _bare(letters) if known is None else known


def _bare(letter: str) -> str:
    """A letter that no table knows, without its accents."""
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if unicodedata.category(part)[0] != "M")


def _is_unseen(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] == "M" or category == "Cf"
