"""What stands around a name in its passage: sentence, quotation marks, title, role, and words of the whole document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ld_export.model import Passage
from ld_export.recognise.found import Found
from ld_export.recognise.lexicon import KNOWN, KNOWN_CODE, Lexicon, Sense
from ld_export.recognise.pieces import Piece
from ld_export.recognise.tokens import Token, sentences, tokens
from ld_export.recognise.words import word_list

_PLAIN_ENDINGS = tuple(sorted(word_list("endings of plain words")))
_FAMILY_ENDINGS = tuple(sorted(word_list("endings of families")))
_OPEN_QUOTES = frozenset("“\"‘«„'")
_CLOSE_QUOTES = frozenset("”\"’»“'")
_LINKS = word_list("links behind offices")
_REACH = 9
# In French a name is written together with the word before it: `d'Aldo Testari`.
_ELIDED = re.compile(r"[dl]['’](?=[^\W\d_])")


class Context:
    """A passage's tokens and sentences, and what the document's other words tell about them."""

    def __init__(self, passage: Passage, found: Sequence[Token], plain: frozenset[str], *, elides: bool) -> None:
        self.passage = passage
        self.tokens = found
        self.sentences = list(sentences(found))
        self._plain = plain
        self._elides = elides
        self._starts = {start for start, _ in self.sentences}
        long = [token for token in found if token.kind == "w" and len(token.text) > 3]
        self.title_case = (
            len(long) > 3
            and not passage.text.rstrip().endswith(".")
            and sum(token.text[0].isupper() for token in long) >= 0.7 * len(long)
        )
        letters = [token for token in found if token.kind == "w" and len(token.text) > 1]
        self.shouted = len(letters) > 3 and sum(token.text.isupper() for token in letters) >= 0.7 * len(letters)

    def found(self, piece: Piece, kind: str, rule: str, code: str = "") -> Found:
        """A piece as a find of a kind."""
        start, end = self.tokens[piece.start].start, self.tokens[piece.end - 1].end
        if self._elides and _ELIDED.match(self.passage.text, start):
            start += 2
        return Found(
            self.passage.position, start, end, self.passage.text[start:end], kind, rule, code.strip(KNOWN_CODE)
        )

    def key(self, piece: Piece) -> str:
        """The folded words of a piece."""
        return " ".join(token.key for token in self.tokens[piece.start : piece.end])

    def begins(self, index: int) -> bool:
        """Whether a word's capital may come from its place: first of a sentence or a quotation, or in a headline."""
        if self.title_case or index in self._starts:
            return True
        before = self.tokens[index - 1]
        return (
            before.text in _OPEN_QUOTES
            or (before.text in "•-–—:(*" and index >= 1)
            or (before.kind == "n" and index - 1 in self._starts)
        )

    def is_plain(self, token: Token) -> bool:
        """Whether a word stands elsewhere without a capital, or ends as names do not."""
        return token.key in self._plain or (
            token.kind == "w" and len(token.key) > 5 and token.key.endswith(_PLAIN_ENDINGS)
        )

    def is_family(self, token: Token) -> bool:
        """Whether a word looks like a family name in the plural."""
        return token.key.endswith(_FAMILY_ENDINGS)

    def word_before(self, piece: Piece) -> str:
        """The word right before a piece, folded."""
        return self.tokens[piece.start - 1].key if piece.start else ""

    def is_quoted(self, piece: Piece) -> bool:
        """Whether a piece is all that stands between two quotation marks."""
        before = self.tokens[piece.start - 1] if piece.start else None
        after = self.tokens[piece.end] if piece.end < len(self.tokens) else None
        return before is not None and after is not None and before.text in _OPEN_QUOTES and after.text in _CLOSE_QUOTES

    def near(self, kind: str, side: str, piece: Piece, words: Lexicon) -> bool:
        """Whether a word that tells a kind stands right before or right behind a piece (`newspaper`, `region`)."""
        phrases = words.near.get((kind, side))
        if phrases is None:
            return False
        if side == "behind":  # a possessive
            return piece.end + 1 < len(self.tokens) and phrases.at(self.tokens, piece.end + 1) is not None
        if side == "after":
            if self.tokens[piece.end - 1].possessive or piece.end >= len(self.tokens):
                return False
            phrase = phrases.at(self.tokens, piece.end)
            return phrase is not None and self.tokens[piece.end].text[0].islower()
        for length in (1, 2, 3):
            at = piece.start - length
            phrase = phrases.at(self.tokens, at) if at >= 0 else None
            if phrase is not None and phrase.end == piece.start:
                return True
        return False

    def role_before(self, index: int, words: Lexicon) -> str:
        """The code of the role that stands right before a token, with `+` behind one in the plural; empty for none."""
        for length in (5, 4, 3, 2, 1):
            at = index - length
            phrase = words.roles.at(self.tokens, at) if at >= 0 else None
            if phrase is not None and phrase.end == index:
                return phrase.value
        return ""

    def office(self, index: int, words: Lexicon) -> bool:
        """Whether an office stands before a token, with only the name of its body between: `Minister of Foreign …`."""
        for at in range(index - 1, max(-1, index - _REACH), -1):
            token = self.tokens[at]
            if token.kind not in "wi" or token.possessive:
                return False
            if words.sense(token) & Sense.OFFICE:
                return (
                    at + 1 == index
                    or self.tokens[at + 1].key in _LINKS
                    or words.sense(self.tokens[at + 1]) & KNOWN != Sense.NONE
                )
            if not token.is_name_like and token.key not in _LINKS:
                return (
                    words.roles.at(self.tokens, at) is not None and at + 1 < index and self.tokens[at + 1].key in _LINKS
                )
        return False

    def in_list_after_title(self, piece: Piece, words: Lexicon) -> bool:
        """Whether a name goes on with a list that a title in the plural begins: `Presidents Alder and Birch`."""
        at, steps = piece.start - 1, 0
        while at >= 0 and steps < 24:
            token = self.tokens[at]
            if words.sense(token) & Sense.PLURAL_TITLE and token.text[0].isupper():
                return steps > 0 and not words.sense(self.tokens[at + 1]) & KNOWN
            if not (token.is_name_like or token.text in {",", "."} or token.key in {"and", "et"}):
                return False
            at, steps = at - 1, steps + 1
        return False


def contexts(passages: Sequence[Passage], *, elides: bool) -> Iterator[Context]:
    """The context of each passage; words that stand anywhere without a capital are plain words everywhere."""
    cut = [tokens(passage.text) for passage in passages]
    plain = frozenset(token.key for found in cut for token in found if token.kind == "w" and token.text[0].islower())
    for passage, found in zip(passages, cut, strict=True):
        yield Context(passage, found, plain, elides=elides)
