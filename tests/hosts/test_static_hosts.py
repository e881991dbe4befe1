"""Hosts that no test can run: what they are told is read by the rules that they document. And hosts that can nothing.

Netlify and Cloudflare Pages read `_headers` (a path, then indented lines of headers; `*` stands for anything) and
`_redirects` (from, to, status). Cloudflare takes 100 rules of headers and 2,000 redirects of one address, lines of at
most 2,000 and 1,000 characters, and joins with a comma what two rules say of one header.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from ld_export.hosting import host_files, hosts_of
from ld_export.pages import Addresses
from tests.hosts.cases import SITE
from tests.support import publication_of


class Rule(NamedTuple):
    """A rule of `_headers`."""

    pattern: str
    headers: list[tuple[str, str]]

    def fits(self, path: str) -> bool:
        return re.fullmatch(".*".join(map(re.escape, self.pattern.split("*"))), path) is not None


def rules_in(text: str) -> list[Rule]:
    rules: list[Rule] = []
    for line in text.splitlines():
        if line.startswith((" ", "\t")):
            name, _, value = line.strip().partition(": ")
            rules[-1].headers.append((name.lower(), value))
        elif line and not line.startswith("#"):
            rules.append(Rule(line, []))
    return rules


def redirects_in(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def site(curated: Callable[[str], Path]) -> Path:
    return curated("303")


@pytest.fixture(scope="module")
def rules(site: Path) -> list[Rule]:
    return rules_in((site / "_headers").read_text(encoding="utf-8"))


pytestmark = pytest.mark.slow


def test_headers_are_few_and_short_enough(rules: list[Rule]) -> None:
    assert len(rules) <= 100
    assert all(rule.pattern.count("*") == 1 and len(rule.pattern) <= 2000 for rule in rules)
    assert all(len(name) + len(value) <= 1990 for rule in rules for name, value in rule.headers)


def test_no_header_is_said_twice_of_any_file(site: Path, rules: list[Rule]) -> None:
    for path in site.rglob("*"):
        said = [
            name for rule in rules if rule.fits(SITE + path.relative_to(site).as_posix()) for name, _ in rule.headers
        ]
        assert len(said) == len(set(said)), path


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("person/1.ttl", "text/turtle; charset=utf-8"),
        ("concept/demand/apologise.jsonld", "application/ld+json"),
        ("dumps/dataset.nq", "application/n-quads"),
        ("dumps/dataset.nq.gz", None),
        ("person/1.html", None),
    ],
)
def test_every_file_can_be_read_from_elsewhere_and_is_what_it_is(
    rules: list[Rule], path: str, content_type: str | None
) -> None:
    headers = dict(header for rule in rules if rule.fits(SITE + path) for header in rule.headers)
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers.get("content-type") == content_type


def test_what_was_merged_is_led_on(site: Path) -> None:
    redirects = redirects_in((site / "_redirects").read_text(encoding="utf-8"))
    assert [f"{SITE}person/3", f"{SITE}person/4", "301"] in redirects
    assert [f"{SITE}person/6", f"{SITE}person/8", "301"] in redirects
    for source, target, status in redirects:
        assert status == "301"
        assert (site / f"{source.removeprefix(SITE)}.html").exists()
        assert (site / f"{target.removeprefix(SITE)}.html").exists()


def test_redirects_beyond_what_a_host_takes_are_left_to_the_pages() -> None:
    moved = {f"person/{number}": "person/1" for number in range(2, 2503)}
    hosts = hosts_of(publication_of(), Addresses({"en": ".html"}, frozenset({*moved, "person/1"}), moved, ()))
    text = next(page.content.decode() for page in host_files(hosts) if page.path == "_redirects")
    assert len(redirects_in(text)) == 2000
    assert "# 501 more" in text
    assert max(map(len, text.splitlines())) <= 1000


# -- hosts that can nothing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("page", "to"), [("person/3.html", "4.html"), ("person/3.fr.html", "4.fr.html")])
def test_a_merged_page_leads_on_by_itself(site: Path, page: str, to: str) -> None:
    text = (site / page).read_text(encoding="utf-8")
    assert f'<meta http-equiv="refresh" content="0; url=../person/{to}">' in text
    assert f'<link rel="canonical" href="../person/{to}">' in text
    assert f'<a href="../person/{to}"' in text


def test_a_withdrawn_page_asks_not_to_be_listed(site: Path) -> None:
    assert '<meta name="robots" content="noindex">' in (site / "person" / "5.html").read_text(encoding="utf-8")
    assert "/person/5.html" not in (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "/person/3.html" not in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_every_entity_s_page_names_its_data(site: Path) -> None:
    text = (site / "person" / "1.html").read_text(encoding="utf-8")
    for media_type, file in (("text/turtle", "1.ttl"), ("application/ld+json", "1.jsonld")):
        assert f'<link rel="alternate" type="{media_type}" href="{file}">' in text


@pytest.mark.parametrize("name", ["404.html", "404.fr.html", "406.html", "406.fr.html"])
def test_a_page_that_is_sent_for_any_address_needs_nothing_else(site: Path, name: str) -> None:
    text = (site / name).read_text(encoding="utf-8")
    assert re.findall(r'(?:src|href)="(?!https://)', text) == []


def test_a_host_that_would_run_the_site_through_a_generator_is_told_not_to(site: Path) -> None:
    assert (site / ".nojekyll").read_bytes() == b""


def test_a_publication_whose_addresses_are_where_its_pages_lie_has_no_redirect_file() -> None:
    hosts = hosts_of(publication_of(), Addresses({"en": ".html"}, frozenset({"person/1"}), {}, ()))
    assert "hosting/w3id.htaccess" not in {page.path for page in host_files(hosts)}
