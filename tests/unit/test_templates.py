"""What templates are compiled to: fixed words stand in them, all else is asked when a page is made."""

import pytest
from markupsafe import Markup

from ld_export.pages.locales import Catalogue
from ld_export.pages.templates import _environment
from ld_export.theme import plain_theme


class _Counting(Catalogue):
    """Words that count how often they are asked for."""

    def __init__(self) -> None:
        words = {"calm": "R&D", "many": {"one": "one of {n}", "other": "{n} of them"}}
        super().__init__("en", words, "locales/en.toml")
        self.asked: list[str] = []

    def say(self, key: str, **values: object) -> Markup:
        self.asked.append(key)
        return super().say(key, **values)


@pytest.mark.parametrize(
    ("text", "made", "asked_when_made"),
    [
        ("<p>{{ say('calm') }}</p>", "<p>R&amp;D</p>", 0),
        ('<a title="{{ say("calm") }}">', '<a title="R&amp;D">', 0),
        ("{{ say('calm') ~ '!' }}{% if say('calm') %}?{% endif %}", "R&amp;D!?", 2),
        ("{{ say('many', n=2) }}", "2 of them", 1),
        ("{{ say(key) }}", "R&amp;D", 1),
        ("{{ say('ca' ~ 'lm') }}", "R&amp;D", 1),
        ("{{ words.say('calm') }}", "R&amp;D", 1),
    ],
)
def test_fixed_words_are_asked_for_when_a_template_is_compiled(text: str, made: str, asked_when_made: int) -> None:
    words = _Counting()
    template = _environment(plain_theme(), words).from_string(text)
    words.asked.clear()
    assert template.render(key="calm") == made
    assert len(words.asked) == asked_when_made
