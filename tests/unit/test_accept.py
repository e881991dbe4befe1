"""The rule by which hosts choose, without a host: its regular expressions give what numbers would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_export.hosting import hosts_of
from ld_export.hosting.accept import TOKENS, Choice, language_choice
from ld_export.hosting.table import Hosts
from ld_export.pages import Addresses
from tests.hosts.headers import ACCEPTED
from tests.hosts.reference import chosen
from tests.support import publication_of

HOSTS: Hosts = hosts_of(
    publication_of(), Addresses({"en": ".html", "fr": ".fr.html"}, frozenset({"person/1", "ontology"}), {}, ())
)


def token(choice: Choice, header: str) -> str:
    """What a host notes of one thing that it can send."""
    if not header.strip():
        return "w"
    for pattern, mark in reversed(choice.ranges):
        if found := re.search(pattern, header, re.IGNORECASE):
            return mark + "".join(group or "" for group in found.groups())
    return "-"


def best(tokens: dict[str, str], order: list[str]) -> str:
    """The first in an order that has the best token; nothing where none is welcome."""
    top = next((one for one in TOKENS if one in tokens.values()), None)
    return next((name for name in order if top and tokens[name] == top), "")


@given(accept=ACCEPTED)
def test_the_best_token_is_the_best_number(accept: str) -> None:
    data = [choice.ending for choice in HOSTS.data]
    wants_data = re.search(HOSTS.data_named, accept, re.IGNORECASE)
    order = [*data, ".html"] if wants_data else [".html", *data]
    tokens = {choice.ending: token(choice, accept) for choice in HOSTS.choices}
    assert best(tokens, order) == chosen(accept)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "w"),
        ("fr", "n"),
        ("fr-CH", "n"),
        ("FR-ch;q=0.75", "n7"),
        ("en, fr;q=0", "n0"),
        ("*;q=0.05", "w.0"),
        ("frr", "-"),
        ("de, x-fr", "-"),
    ],
)
def test_a_language_is_meant_by_itself_and_its_regions(header: str, expected: str) -> None:
    assert token(language_choice("fr", ".fr.html"), header) == expected


@given(header=st.text(max_size=60))
def test_no_header_makes_another_token(header: str) -> None:
    assert {token(choice, header) for choice in HOSTS.choices} <= {*TOKENS, "-", "n0", "w0"}
