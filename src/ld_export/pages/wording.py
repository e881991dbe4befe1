"""What a publication's settings and the interface say in a language, as plain text."""

from __future__ import annotations

from collections.abc import Mapping

from ld_export.pages.locales import Catalogue, catalogue, interface_languages
from ld_export.settings import Settings
from ld_export.theme import Theme


class Wording:
    """The words of a language for what is no page."""

    def __init__(self, words: Catalogue) -> None:
        self._words = words

    def say(self, key: str, **values: int | str) -> str:
        """The words of a key."""
        return str(self._words.say(key, **values).unescape())

    def own(self, texts: Mapping[str, str]) -> str:
        """A text of the settings in this language, or in the first one that it is there in."""
        return texts.get(self._words.language) or next(iter(texts.values()), "")

    @property
    def keywords(self) -> tuple[str, ...]:
        """What publications like this are about."""
        return tuple(word.strip() for word in self.say("data.keywords").split("|"))


def wordings(settings: Settings, theme: Theme) -> dict[str, Wording]:
    """The words of each language of a publication's pages, its first one first."""
    languages = interface_languages(settings.languages, theme)
    return {language: Wording(catalogue(language, theme)) for language in languages}
