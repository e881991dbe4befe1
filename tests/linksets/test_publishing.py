"""Link sets of others in a publication: told as theirs, beside the graph and never in it; who is withheld stays so."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pyoxigraph as ox
import pytest

from ld_export.errors import LdExportError, SettingsProblem, WithheldLeak
from ld_export.pipeline.build import Summary, build
from ld_export.privacy import Listed, list_head, listed_row
from tests import fixtures_built
from tests.publishing import clean_site, files_of, served
from tests.support import BASE, publication

pytestmark = pytest.mark.slow  # builds publications again and again

made = fixtures_built.made

SKOS, OWL = "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/2002/07/owl#"
THEIRS = "https://theirs.example/"
TABLE = f"""
[links.theirs]
file = "theirs.nt"
title = {{ en = "Their <list>", fr = "Leur <liste>" }}
source = "{THEIRS}links"
licence = "https://theirs.example/licence"
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication without link sets, built once."""
    folder = publication(tmp_path_factory.mktemp("first") / "p")
    build(folder)
    return folder


def links(folder: Path, *lines: tuple[str, str, str], table: str = TABLE) -> Summary:
    """Build with a link set of these links: their name, the predicate, and ours."""
    text = "".join(f"<{theirs}> <{predicate}> <{BASE}{ours}> .\n" for theirs, predicate, ours in lines)
    (folder / "theirs.nt").write_text(text, encoding="utf-8")
    settings = folder / "ld-export.toml"
    if "[links." not in settings.read_text(encoding="utf-8"):
        with settings.open("a", encoding="utf-8") as file:
            file.write(table)
    return build(folder)


def shown(folder: Path, page: str) -> list[str]:
    """The addresses elsewhere that a page shows."""
    html = (folder / "public" / page).read_text(encoding="utf-8")
    section = html.partition('<section id="elsewhere">')[2].partition("</section>")[0]
    return re.findall(r'<li class="source"><a href="([^"]*)"', section)


EXACT = (f"{THEIRS}a?b=1&c", f"{SKOS}exactMatch", "person/1")


def test_a_page_shows_what_others_say_with_whose_word_it_is(made: Path) -> None:
    links(made, EXACT, (f"{THEIRS}near", f"{SKOS}closeMatch", "country/it"))
    page = (made / "public" / "person" / "1.html").read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    assert shown(made, "person/1.html") == [f"{THEIRS}a?b=1&amp;c"]
    assert f'according to <a href="{THEIRS}links" rel="external nofollow">Their &lt;list&gt;</a>' in page
    assert '<a href="../dumps/links.nq">links.nq</a>' in page
    assert "Leur &lt;liste&gt;" in (made / "public" / "person" / "1.fr.html").read_text(encoding="utf-8")
    assert shown(made, "country/it.fr.html") == [f"{THEIRS}near"]
    assert shown(made, "person/2.html") == []


def test_what_others_say_is_in_a_graph_of_its_own_and_in_no_other_file_of_data(made: Path) -> None:
    before = files_of(made / "public")
    links(made, EXACT, (f"{THEIRS}same", f"{OWL}sameAs", "person/2"))
    content = (made / "public" / "dumps" / "links.nq").read_text(encoding="utf-8")
    quads = list(ox.parse(content, format=ox.RdfFormat.N_QUADS))
    assert {quad.graph_name.value for quad in quads} == {f"{BASE}data#links-theirs"}
    assert "sameAs" not in content  # of people nobody may conclude from one to the other
    about = {quad.predicate.value for quad in quads if quad.subject.value == f"{BASE}data#links-theirs"}
    assert {one.rpartition("/")[2] for one in about} >= {"source", "license", "title"}
    after = served(made / "public")
    with_theirs = {name for name, data in after.items() if THEIRS.encode() in data}
    assert with_theirs == {"dumps/links.nq", *(f"person/{n}{end}" for n in (1, 2) for end in (".html", ".fr.html"))}
    lists = {"dumps/SHA256SUMS", "index.html", "index.fr.html"}
    assert {name for name in after if after[name] != before.get(name)} == {*with_theirs, *lists}


def test_a_build_that_only_changes_links_equals_one_from_nothing(made: Path, tmp_path: Path) -> None:
    links(made, EXACT, (f"{THEIRS}b", f"{SKOS}exactMatch", "person/2"))
    summary = links(
        made, (f"{THEIRS}other", f"{SKOS}exactMatch", "person/1"), (f"{THEIRS}c", f"{SKOS}exactMatch", "person/3")
    )
    assert summary.remade == 0
    assert (shown(made, "person/1.html"), shown(made, "person/2.html")) == ([f"{THEIRS}other"], [])
    assert served(made / "public") == clean_site(made, tmp_path)
    assert links(
        made, (f"{THEIRS}other", f"{SKOS}exactMatch", "person/1"), (f"{THEIRS}c", f"{SKOS}exactMatch", "person/3")
    ).unchanged


def test_a_publication_that_no_longer_has_link_sets_is_as_if_it_never_had(made: Path) -> None:
    before = served(made / "public")
    settings = (made / "ld-export.toml").read_text(encoding="utf-8")
    links(made, EXACT)
    (made / "ld-export.toml").write_text(settings, encoding="utf-8")
    build(made)
    assert served(made / "public") == before


def test_what_does_not_hold_is_left_out_and_counted(made: Path) -> None:
    summary = links(
        made,
        EXACT,
        (f"{THEIRS}u", f"{SKOS}exactMatch", "person/777"),
        ("urn:theirs:1", f"{SKOS}exactMatch", "person/1"),
        (f"{THEIRS}p", f"{SKOS}inScheme", "person/1"),
        (f"{THEIRS}q", f"{SKOS}exactMatch", "declaration/pace-wd-901#claim-1"),
    )
    assert summary.left_out == {"unknown": 1, "other statements": 3}
    assert shown(made, "person/1.html") == [f"{THEIRS}a?b=1&amp;c"]


def test_who_was_merged_is_led_on(made: Path) -> None:
    registry = made / "entities" / "persons.csv"
    head, one, *others = registry.read_text(encoding="utf-8").splitlines(keepends=True)
    columns, cells = head.strip().split(","), one.rstrip("\n").split(",")
    cells[columns.index("status")] = "merged-into:2"
    registry.write_text("".join([head, ",".join(cells) + "\n", *others]), encoding="utf-8")
    links(made, EXACT)
    assert shown(made, "person/2.html") == [f"{THEIRS}a?b=1&amp;c"]


# -- withheld people ---------------------------------------------------------------------------------------------------


def name_of(folder: Path, number: int) -> str:
    row = (folder / "entities" / "persons.csv").read_text(encoding="utf-8").splitlines()[number]
    return row.split(",")[1]


def withhold(folder: Path, name: str) -> None:
    (folder / "withheld.csv").write_text(list_head() + listed_row(Listed(name=name)), encoding="utf-8")


def test_row_29_a_link_to_a_withheld_person_brings_nothing_back(made: Path) -> None:
    name = name_of(made, 1)
    theirs = f"{THEIRS}people/{name.casefold().replace(' ', '-')}"
    links(made, (theirs, f"{SKOS}exactMatch", "person/1"), (f"{THEIRS}b", f"{SKOS}exactMatch", "person/2"))
    withhold(made, name)
    summary = build(made)
    assert summary.left_out == {"withdrawn": 1}
    assert (made / "public" / "person" / "1.html").is_file()
    assert not [name for name, data in files_of(made / "public").items() if theirs.encode() in data]
    assert shown(made, "person/2.html") == [f"{THEIRS}b"]


def test_row_29_a_link_elsewhere_that_names_a_withheld_person_stops_the_build(made: Path) -> None:
    name = name_of(made, 1)
    withhold(made, name)
    before = files_of(made / "public")
    theirs = f"{THEIRS}people/{name.replace(' ', '%20')}"
    with pytest.raises(WithheldLeak) as caught:
        links(made, (theirs, f"{SKOS}exactMatch", "person/2"))
    assert name.casefold() not in str(caught.value).casefold()
    assert files_of(made / "public") in (before, {})


# -- mistakes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"theirs.nt"', '"none.nt"', "the link set cannot be read"),
        ('"theirs.nt"', '"ld-export.toml"', ".toml is no link set"),
        ("[links.theirs]", '[links."Their list"]', "is no key"),
        (f'"{THEIRS}links"', '"their site"', "links.theirs.source 'their site' is no web address"),
        ("title =", "name =", "unknown field"),
    ],
    ids=["missing", "format", "key", "source", "misspelt"],
)
def test_what_is_wrong_with_a_link_set_is_told_and_publishes_nothing(
    made: Path, old: str, new: str, words: str
) -> None:
    before = files_of(made / "public")
    with pytest.raises(LdExportError, match=re.escape(words)):
        links(made, EXACT, table=TABLE.replace(old, new))
    assert files_of(made / "public") == before


def test_a_link_set_that_is_too_large_is_refused(made: Path) -> None:
    settings = made / "ld-export.toml"
    settings.write_text("size_limit = 100000\n" + settings.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(SettingsProblem, match="over 100,000 bytes"):
        links(made, *[EXACT] * 2_000)
