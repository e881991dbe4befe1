"""Withheld people: rows 29 to 31 of the trust table, over all that a build writes, keeps and prints."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from ld_export.errors import LdExportError, WithheldLeak, WithheldProblem
from ld_export.graph import NamedGraph, vocabulary_graph
from ld_export.leaks import Leak, all_marks, search, search_bytes
from ld_export.names import slug
from ld_export.pipeline.build import Summary, build
from ld_export.pipeline.check import publication_lines
from ld_export.pipeline.curate import apply
from ld_export.pipeline.curate import withhold as withhold_by_command
from ld_export.privacy import Listed, list_head, listed_row
from ld_export.registry import read_registry
from tests.fixtures_built import PUBLICATION
from tests.publishing import clean_site, command, files_of, served, statements
from tests.support import BASE, SETTINGS, SIGNATORIES, declaration, forget_releases, publication

pytestmark = pytest.mark.slow  # builds publications again and again

NAME = "Ýrsa Þórðardóttir-Žluťák"
ALIAS = "Yrsa Quillfeather"
ENTRY = "Ms Ýrsa ÞÓRÐARDÓTTIR-ŽLUŤÁK, Iceland, LDR"
BODY = (
    f"We ask for the release of {NAME}, whom some call {ALIAS}.",
    "Mrs Þórðardóttir-Žluťák’s friends ask for the same. ÞÓRÐARDÓTTIR-ŽLUŤÁK, Ýrsa wrote it.",
)
FRENCH = f"""\
Libérez {NAME}

Déclaration écrite n° 902 | Doc. 90902 | 03 mai 2031

M. Aldo TESTARI, Italie, SOC ; Mme Ýrsa ÞÓRÐARDÓTTIR-ŽLUŤÁK, Islande, LDR

Nous demandons la libération d’{NAME}.
"""
NEWS = f"""\
Blogger {ALIAS} held

TESTVILLE (TT) — {NAME} was held on Monday. “I know Þórðardóttir-Žluťák”, said Mr Testari.
"""
EXTRA = """
[documents.news]
key = "example-1"
publisher = "times-of-central-asia"
language = "en"
"""
NUMBER = 4
NOTE = "asked by letter from Reykholt"

MARKS = all_marks([NAME, ALIAS, "Þórðardóttir-Žluťák", "Quillfeather"], iris=[f"{BASE}person/{NUMBER}"])


def texts(entry: str = ENTRY) -> dict[str, str]:
    """Documents that name the person in title, body and list, in two languages, and one that does not."""
    english = declaration(902, (SIGNATORIES[0], entry), title=f"Free {NAME}", body=BODY)
    return {"wd-901": declaration(901), "wd-902": english, "wd-902-fr": FRENCH, "news": NEWS}


def withhold(folder: Path, *rows: Listed, place: str = "withheld.csv") -> None:
    rows = rows or (Listed(name=NAME, also_written=(ALIAS,), note=NOTE),)
    (folder / place).write_text(list_head() + "".join(map(listed_row, rows)), encoding="utf-8")


@pytest.fixture(autouse=True)
def short_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine tenths of what a small publication holds are terms that name nobody: searching them takes minutes."""

    def short(name: str) -> NamedGraph:
        graph = vocabulary_graph(name)
        few = dict(islice(graph.statements.items(), 20))
        return NamedGraph(name, few, graph.nodes[:20])

    monkeypatch.setattr("ld_export.pipeline.registry_stage.vocabulary_graph", short)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A publication that names a person; not built."""
    return publication(tmp_path / "p", texts(), SETTINGS, EXTRA)


def output(folder: Path) -> Iterator[Path]:
    """What a build of a publication leaves behind: the site, and all that lies beside it."""
    yield folder / ".public"


def leaks_of(folder: Path) -> list[Leak]:
    return [leak for place in output(folder) for leak in search(place, MARKS)]


def site_of(folder: Path) -> dict[str, str]:
    site = served(folder / "public")
    # Pieces of the full text search are compressed, and its program is no text.
    text = {name: content for name, content in site.items() if not name.endswith((".gz", ".pagefind"))}
    return {name: _plain(content).decode("utf-8", "replace") for name, content in text.items()}


def _plain(content: bytes) -> bytes:
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


# -- row 29: withheld before release -----------------------------------------------------------------------------------


def test_row_29_the_scanner_sees_the_person_where_nothing_is_withheld(made: Path) -> None:
    build(made)
    found = {leak.place for leak in leaks_of(made)}
    shown = {name.partition("/site/")[2] for name in found if "/site/" in name}
    assert {"declaration/pace-wd-902.html", "declaration/example-1.html", f"person/{NUMBER}.html"} <= shown
    assert {"dumps/dataset.nq", "dumps/dataset.jsonld.gz", "dumps/signatures.csv", "finding/names.js"} <= shown
    assert any(name.endswith(".pf_fragment") for name in shown)
    beside = {name.partition("/")[2] for name in found} - {f"site/{name}" for name in shown}
    assert {"index.msgpack", "store (its statements)"} <= beside


@pytest.mark.parametrize("jobs", [1, 2])
def test_row_29_nothing_of_a_withheld_person_is_in_anything_that_a_build_leaves_or_says(
    made: Path, tmp_path: Path, jobs: int
) -> None:
    withhold(made)
    outcome = command("build", made, "--json", "--jobs", str(jobs), folder=tmp_path)
    assert outcome.code == 0, outcome.printed
    assert leaks_of(made) == []
    assert search_bytes(outcome.printed.encode(), MARKS) == []
    assert NOTE.encode() not in b"".join(files_of(made / ".public").values())
    assert search_bytes((made / "entities" / "persons.csv").read_bytes(), MARKS) == []


def test_row_29_the_documents_say_it_with_what_stands_for_a_name(made: Path) -> None:
    withhold(made)
    build(made)
    site = site_of(made)
    page = site["declaration/pace-wd-902.html"]
    assert "<title>Free [name withheld] – " in page
    assert "We ask for the release of [name withheld], whom some call [name withheld]." in page
    assert "Mrs [name withheld]’s friends ask for the same. [name withheld] wrote it." in page
    assert "la libération d’[nom non publié]." in page
    assert "Blogger [name withheld] held" in site["declaration/example-1.html"]
    assert "I know [name withheld]”, said Mr Testari." in site["declaration/example-1.html"]


def test_row_29_a_signatory_keeps_a_place_that_says_nothing(made: Path) -> None:
    withhold(made)
    summary = build(made)
    site = site_of(made)
    assert summary.signatures == 5
    row = '<tr id="signature-withheld-1"><td class="number">2</td><td><em>{}</em></td><td></td><td></td></tr>'
    assert row.format("name withheld") in site["declaration/pace-wd-902.html"]
    assert row.format("nom non publié") in site["declaration/pace-wd-902.fr.html"]
    assert 'Signatories <span class="count">2</span>' in site["declaration/pace-wd-902.html"]
    place = f"<{BASE}declaration/pace-wd-902#signature-withheld-1>"
    said = sorted(line.split(" ", 1)[1] for line in site["dumps/dataset.nt"].splitlines() if line.startswith(place))
    assert said == [
        f"<http://purl.org/dc/terms/isPartOf> <{BASE}declaration/pace-wd-902> .",
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/hrd/ontology#WithheldSignature> .",
        '<http://www.w3.org/2000/01/rdf-schema#label> "name withheld"@en .',
        '<http://www.w3.org/2000/01/rdf-schema#label> "nom non publié"@fr .',
        '<https://w3id.org/hrd/ontology#position> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    ]
    assert not [line for line in site["dumps/dataset.nt"].splitlines() if line.endswith(f"{place} .")]
    table = site["dumps/signatures.csv"].splitlines()
    assert [line.split(",")[3] for line in table if "pace-wd-902" in line] == ["1", "2"]
    assert ",2,https://example.org/hrd/declaration/pace-wd-902#signature-withheld-1,,,name withheld,,,," in table[5]
    assert ",2,full," in site["dumps/documents.csv"].splitlines()[-1]
    # Nobody else is of this country or this group: that they are described would tell.
    assert "country/is" not in site["dumps/dataset.nt"]
    assert "group/pace-ldr" not in site["dumps/dataset.nt"]


def test_row_29_a_declaration_that_only_withheld_people_signed_is_published(tmp_path: Path) -> None:
    made = publication(tmp_path / "p", {"wd-901": declaration(901, [ENTRY])})
    withhold(made)
    assert build(made).signatures == 1


def test_row_29_no_number_is_ever_given(made: Path) -> None:
    withhold(made)
    summary = build(made)
    assert [added.partition(":")[0] for added in summary.added] == ["person 1", "person 2", "person 3"]
    assert not any("rsa" in added for added in summary.added)
    assert build(made).unchanged


def test_row_29_a_reserved_number_is_not_used_and_not_told(made: Path) -> None:
    """The person has a row, for whatever reason, but nothing was ever published of it."""
    file = made / "entities" / "persons.csv"
    file.write_text(file.read_text(encoding="utf-8") + "7654321,,,,,,,,,reserved,\n", encoding="utf-8")
    withhold(made)
    summary = build(made)
    assert [added.partition(":")[0] for added in summary.added] == [f"person 765432{last}" for last in (2, 3, 4)]
    assert search(made / ".public", all_marks([NAME], [7654321])) == []


def test_row_29_the_list_may_lie_outside_of_the_publication(tmp_path: Path) -> None:
    settings = f'withheld = "../aside/list.csv"\n{SETTINGS}'
    made = publication(tmp_path / "p", texts(), settings, EXTRA)
    (made / "withheld.csv").unlink()
    (tmp_path / "aside").mkdir()
    withhold(tmp_path / "aside", place="list.csv")
    build(made)
    assert leaks_of(made) == []
    assert not any(b"aside/" in content for content in files_of(made / "public").values())


def test_row_29_a_clean_build_and_an_incremental_one_are_the_same(made: Path, tmp_path: Path) -> None:
    build(made)
    withhold(made)
    build(made)
    assert served(made / "public") == clean_site(made, tmp_path)
    (made / "documents" / "wd-901.txt").write_text(declaration(901, body=["Another.", *BODY]), encoding="utf-8")
    summary = build(made)
    assert summary.remade == 1
    assert served(made / "public") == clean_site(made, tmp_path)
    assert leaks_of(made) == []


def test_row_29_what_is_kept_for_the_next_build_is_the_same_whoever_it_is(tmp_path: Path) -> None:
    """A digest of what names somebody can be tried with names; so everything is compared with another person's."""
    kept = []
    for number, (name, entry) in enumerate({NAME: ENTRY, "Bo Li": "Lord Bo LI, Malta, SOC"}.items()):
        text = declaration(901, (SIGNATORIES[0], entry), title=f"Free {name}", body=[f"Free {name}!", "Free them all."])
        made = publication(tmp_path / str(number), {"wd-901": text})
        row = f"5,{name},,,mt | is,,,,,active,a note on {name}\n"
        with (made / "entities" / "persons.csv").open("a", encoding="utf-8") as file:
            file.write(row)
        withhold(made, Listed(name=name))
        build(made)
        left = files_of(made / ".public")
        kept.append({path: data for path, data in left.items() if "/store/" not in path and path != "lock"})
    assert kept[0] == kept[1]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("Iceland", "Icelandia"),
        lambda text: text.replace("Ms Ýrsa", "Mss. Ýrsa"),
        lambda text: text.replace("ÞÓRÐARDÓTTIR-ŽLUŤÁK", "Þórðardóttir-Žluťák"),
        lambda text: text.replace(
            "Written declaration No. 902 | Doc. 90902 | 03 May 2031", f"{NAME} | Doc. 1 | 1 May 2031"
        ),
        lambda text: text.replace("902", "901"),
        lambda text: text.replace(ENTRY, f"{ENTRY} ; {ENTRY} ; {SIGNATORIES[0]}"),
        lambda text: f"{NAME}\n",
    ],
)
def test_row_29_what_is_wrong_is_told_without_the_name(made: Path, tmp_path: Path, spoil: Callable[[str], str]) -> None:
    withhold(made)
    path = made / "documents" / "wd-902.txt"
    before = path.read_text(encoding="utf-8")
    path.write_text(spoil(before), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before
    for arguments in (("build", made), ("validate", "-p", made)):
        outcome = command(*arguments, folder=tmp_path)
        assert outcome.code == 3, outcome.printed
        assert search_bytes(outcome.printed.encode(), MARKS) == [], outcome.printed
        assert leaks_of(made) == []


@pytest.mark.parametrize(
    "row",
    [
        f"5,{NAME},,,is,,{slug(NAME)},certain,x,active,",
        f"5,{NAME},,,is,,,,,active,\n6,{NAME},,,is,,,,,active,",
        f"5,{NAME},,,is,,,,,lost,{NAME}",
    ],
)
def test_row_29_what_is_wrong_with_the_registry_is_told_without_the_name(made: Path, tmp_path: Path, row: str) -> None:
    withhold(made)
    with (made / "entities" / "persons.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    outcome = command("build", made, folder=tmp_path)
    assert outcome.code == 3, outcome.printed
    assert search_bytes(outcome.printed.encode(), MARKS) == [], outcome.printed


def test_row_29_a_fault_of_the_code_is_told_without_the_name(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    withhold(made)

    def fail(*_: object) -> None:
        raise RuntimeError(f"not foreseen: {NAME}")

    monkeypatch.setattr("ld_export.pipeline.build.make_plan", fail)
    with pytest.raises(WithheldLeak, match="a fault of ld-export itself") as raised:
        build(made)
    assert "rsa" not in str(raised.value)


def test_row_29_checking_without_publishing_sees_no_more(made: Path) -> None:
    withhold(made)
    assert search_bytes("\n".join(publication_lines(made)).encode(), MARKS) == []


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (f'source = "https://example.org/{slug(NAME)}"', r"documents.news\]: a withheld person is named"),
        (
            'source = "https://example.org/%C3%9Drsa%20%C3%9E%C3%B3r%C3%B0ard%C3%B3ttir-%C5%BDlu%C5%A5%C3%A1k.html"',
            "is named",
        ),
        (f'rights_statement.en = "© {NAME}"', "is named"),
    ],
)
def test_row_29_settings_that_name_the_person_stop_the_build(made: Path, extra: str, said: str) -> None:
    withhold(made)
    with (made / "ld-export.toml").open("a", encoding="utf-8") as file:
        file.write(extra + "\n")
    with pytest.raises(WithheldLeak, match=said) as refused:
        build(made)
    assert search_bytes(str(refused.value).encode(), MARKS) == []
    assert not (made / "public").exists()


def test_row_29_a_file_named_after_the_person_stops_the_build(made: Path) -> None:
    withhold(made)
    (made / "documents" / "wd-902.txt").rename(made / "documents" / f"{slug(NAME)}.txt")
    with pytest.raises(WithheldLeak, match="the file that is number 4 by name is that of a withheld person") as refused:
        build(made)
    assert search_bytes(str(refused.value).encode(), MARKS) == []


def test_row_29_a_name_that_would_be_published_all_the_same_stops_the_build(made: Path) -> None:
    """The registry may call a body after a person; nobody but a curator can mend that."""
    build(made)
    before = served(made / "public")
    with (made / "entities" / "organizations.csv").open("a", encoding="utf-8") as file:
        file.write(f"fund,The {ALIAS} Fund,,,,,,,active\n")
    withhold(made)
    with pytest.raises(WithheldLeak, match=r"organization/fund\.html") as refused:
        build(made)
    assert search_bytes(str(refused.value).encode(), MARKS) == []
    assert served(made / "public") == before


def test_row_29_a_deliberate_leak_is_found_wherever_it_is_put(made: Path) -> None:
    withhold(made)
    build(made)
    generation = (made / "public").resolve().parent
    assert leaks_of(made) == []
    for place in ("site/index.html", "index.msgpack", "store/LOG"):
        path = generation / place
        before = path.read_bytes()
        path.write_bytes(before + ALIAS.encode())
        assert [leak.place.rpartition("/")[2] for leak in leaks_of(made)][:1] == [path.name], place
        path.write_bytes(before)


def test_row_29_nothing_is_left_of_a_person_whom_annotations_speak_of(tmp_path: Path) -> None:
    made = tmp_path / "p"
    shutil.copytree(PUBLICATION, made, ignore=shutil.ignore_patterns("public", ".*"))
    registry = read_registry(made / "entities")
    (person,) = (one for one in registry.persons.values() if one.name == "Mukhtar Dzhakishev")
    edit = withhold_by_command(made, str(person.id))
    shown = "\n".join(edit.shown)
    assert f"person {person.id}: a tombstone instead of a page" in shown
    assert "pace-wd-638, passage 3 (en): reads " in shown
    assert re.search(r"pace-wd-655, mention [0-9]+: reads \[name withheld\]\n", shown)
    assert re.search(rf"pace-wd-655, mention [0-9]+: names nobody instead of person {person.id}\n", shown)
    assert re.search(r"pace-wd-638, claim [0-9]+: reads .*\[name withheld\]", shown)
    assert "zhakishev" not in shown
    apply(edit)
    forget_releases(made)  # of the vocabulary, which is short here
    build(made)
    marks = all_marks(["Mukhtar Dzhakishev", "Dzhakishev"])
    generation = (made / "public").resolve().parent
    # The whole site in every encoding takes minutes; it is made of what is looked through here.
    assert search(generation / "store", marks) == []
    assert search_bytes((generation / "index.msgpack").read_bytes(), marks) == []
    assert search_bytes((generation / "site" / "dumps" / "dataset.nq").read_bytes(), marks) == []
    site = site_of(made)
    assert "Dzhakishev" not in "".join(site.values())
    assert "Tombstone" in site[f"person/{person.id}.nt"]
    linked = f"<https://w3id.org/hrd/person/{person.id}> ."
    assert linked not in site["dumps/dataset.nt"]


# -- row 30: published, then withheld ----------------------------------------------------------------------------------


def _twice_built(made: Path) -> Summary:
    """Two generations, both of which name the person."""
    build(made)
    (made / "documents" / "wd-901.txt").write_text(declaration(901, title="Another title"), encoding="utf-8")
    return build(made)


def test_row_30_nothing_older_is_kept_and_the_number_is_a_tombstone(made: Path) -> None:
    _twice_built(made)
    number = _number(made)
    withhold(made)
    build(made)
    assert leaks_of(made) == []
    assert len(list((made / ".public").glob("generation-*"))) == 1
    site = site_of(made)
    said = [line for line in site["dumps/dataset.nt"].splitlines() if line.startswith(f"<{BASE}person/{number}>")]
    assert [line.split(" ", 1)[1] for line in said] == [
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/hrd/ontology#Tombstone> ."
    ]
    assert "This entry was withdrawn" in site[f"person/{number}.html"]
    linked = [
        line for line in statements(served(made / "public")) if f"<{BASE}person/{number}>" in line.split(" ", 1)[1]
    ]
    assert linked == []


def _number(made: Path) -> str:
    rows = (made / "entities" / "persons.csv").read_text(encoding="utf-8").splitlines()
    return next(row.partition(",")[0] for row in rows if "rsa" in row)


def test_row_30_a_person_who_is_in_an_older_generation_only_goes_from_there_at_once(made: Path) -> None:
    """The documents that named the person were taken out before anybody was withheld."""
    build(made)
    for name in ("wd-902.txt", "wd-902-fr.txt", "news.txt"):
        (made / "documents" / name).unlink()
    forget_releases(made)
    file = made / "entities" / "persons.csv"
    rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(row for row in rows if "rsa" not in row), encoding="utf-8")
    (made / "ld-export.toml").write_text(SETTINGS, encoding="utf-8")
    build(made)
    assert leaks_of(made)
    withhold(made)
    build(made)
    assert leaks_of(made) == []
    assert build(made).unchanged


def test_row_30_what_a_store_forgets_only_later_is_gone_at_once(made: Path) -> None:
    build(made)
    withhold(made)
    build(made)
    generation = (made / "public").resolve().parent
    assert search(generation / "store", MARKS) == []


def test_row_30_more_people_later(made: Path, tmp_path: Path) -> None:
    withhold(made, Listed(name="Carla D'Esempio"))
    build(made)
    assert leaks_of(made)
    withhold(made, Listed(name="Carla D'Esempio"), Listed(name=NAME, also_written=(ALIAS,)))
    build(made)
    assert leaks_of(made) == []
    assert served(made / "public") == clean_site(made, tmp_path)


def test_row_30_a_build_that_fails_has_removed_what_was_older(made: Path) -> None:
    _twice_built(made)
    withhold(made)
    (made / "documents" / "wd-901.txt").write_text("nonsense", encoding="utf-8")
    with pytest.raises(LdExportError):
        build(made)
    assert len(list((made / ".public").glob("generation-*"))) == 1
    assert not list((made / ".public").glob("staging-*"))


def test_a_person_who_is_no_longer_withheld_is_back(made: Path, tmp_path: Path) -> None:
    build(made)
    before = served(made / "public")
    withhold(made)
    build(made)
    (made / "withheld.csv").write_text(list_head(), encoding="utf-8")
    build(made)
    assert served(made / "public") == before == clean_site(made, tmp_path)


# -- row 31: the list itself -------------------------------------------------------------------------------------------


def _missing(folder: Path) -> None:
    (folder / "withheld.csv").unlink()


def _misspelt(folder: Path) -> None:
    (folder / "withheld.csv").rename(folder / "withhold.csv")


def _unreadable(folder: Path) -> None:
    (folder / "withheld.csv").write_bytes(b"name\xff")


def _a_folder(folder: Path) -> None:
    (folder / "withheld.csv").unlink()
    (folder / "withheld.csv").mkdir()


def _empty(folder: Path) -> None:
    (folder / "withheld.csv").write_bytes(b"")


def _other_columns(folder: Path) -> None:
    (folder / "withheld.csv").write_text(f"Name\n{NAME}\n", encoding="utf-8")


def _cut(folder: Path) -> None:
    (folder / "withheld.csv").write_text(f'{list_head()}"{NAME}', encoding="utf-8")


def _elsewhere(folder: Path) -> None:
    path = folder / "ld-export.toml"
    path.write_text('withheld = "/nowhere/list.csv"\n' + path.read_text(encoding="utf-8"), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            _missing,
            "the list of withheld people is missing; put it back; where nobody is withheld, it is the line name,",
        ),
        (_misspelt, r"the list of withheld people is missing; rename withhold\.csv"),
        (_unreadable, r"withheld\.csv:byte 4: not UTF-8"),
        (_a_folder, "the list of withheld people is no file"),
        (_empty, r"withheld\.csv:1: the columns are other ones"),
        (_other_columns, r"withheld\.csv:1: the columns are other ones"),
        (_cut, r"withheld\.csv:2"),
        (_elsewhere, r"/nowhere/list\.csv: the list of withheld people is missing"),
    ],
)
def test_row_31_without_a_good_list_the_build_stops(made: Path, spoil: Callable[[Path], None], said: str) -> None:
    build(made)
    before = served(made / "public")
    spoil(made)
    with pytest.raises(WithheldProblem, match=said) as refused:
        build(made)
    assert refused.value.exit_code == 3
    assert search_bytes(str(refused.value).encode(), MARKS) == []
    assert served(made / "public") == before


def test_row_31_a_list_without_permission_stops_the_build(made: Path, tmp_path: Path) -> None:
    from tests.publishing import obey_modes  # noqa: PLC0415

    (made / "withheld.csv").chmod(0)
    outcome = command("build", made, prepare=obey_modes, folder=tmp_path)
    assert outcome.code == 3
    assert "withheld.csv: cannot be read: Permission denied" in outcome.printed


# -- noindex, and whom to write to -------------------------------------------------------------------------------------


def test_every_page_of_a_publication_without_an_index_says_so(made: Path) -> None:
    build(made)
    assert not any("noindex" in content for content in site_of(made).values())
    assert "robots.txt" not in site_of(made)
    path = made / "ld-export.toml"
    path.write_text("noindex = true\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    build(made)
    site = site_of(made)
    pages = [content for name, content in site.items() if name.endswith(".html")]
    assert all('<meta name="robots" content="noindex, nofollow, noarchive">' in page for page in pages)
    assert "Disallow: /" in site["robots.txt"]
    assert "sitemap.xml" not in site


def test_every_person_s_page_says_whom_to_write_to(made: Path) -> None:
    build(made)
    pages = {
        name: content
        for name, content in site_of(made).items()
        if name.startswith("person/") and name[7].isdigit() and name.endswith(".html")
    }
    assert len(pages) == 4 * 2
    contact = '<a href="mailto:tests@example.org">'
    for name, page in pages.items():
        asked = (
            "un nom peut être retiré. Écrire à" if name.endswith(".fr.html") else "a name can be taken out. Write to"
        )
        assert f"{asked} {contact}" in page, name


def test_a_copy_of_a_publication_has_its_list(tmp_path: Path, made: Path) -> None:
    shutil.copytree(made, tmp_path / "copy")
    assert (tmp_path / "copy" / "withheld.csv").read_text(encoding="utf-8") == list_head()
