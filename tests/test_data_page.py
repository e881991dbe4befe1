"""The page about the data tells of every file, and each program on it reads them and comes to the same numbers.

The programs run as they stand on the page of a publication that lies on a local server.
"""

from __future__ import annotations

import csv
import html
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from ld_export.pages.snippets import LINKERS, READERS, VERIFY, program
from ld_export.pipeline.build import build
from ld_export.theme import plain_theme
from tests import fixtures_built
from tests.browser.server import serving
from tests.conftest import not_run
from tests.endpoint import answering
from tests.fixtures_built import PUBLICATION, Built
from tests.snippets import from_bibtex
from tests.support import ROOT, forget_releases

built = fixtures_built.built

MACHINE: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "machine.py"))
PLACE = "/sub/path/"


class Hosted(NamedTuple):
    """A publication on a server: its address there, and its folder."""

    address: str
    public: Path

    def page(self, name: str = "data.html") -> str:
        return (self.public / name).read_text(encoding="utf-8")

    def program(self, name: str) -> str:
        """A program as it stands on the page, for readers to copy."""
        found = re.search(
            rf'<pre class="copied-from" tabindex="0" id="read-{name}">(.*?)</pre>', self.page(), re.DOTALL
        )
        assert found
        return html.unescape(found[1]) + "\n"


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    """The default publication with the address of a local server for its own."""
    made = tmp_path_factory.mktemp("hosted") / "publication"
    shutil.copytree(PUBLICATION, made, ignore=shutil.ignore_patterns("public", ".*"))
    settings = made / "ld-export.toml"
    forget_releases(made)  # it has the vocabulary, which this site leaves out
    with serving({PLACE: made / "public"}) as address:
        text = re.sub(r'site_url = ".*"', f'site_url = "{address}{PLACE}"', settings.read_text(encoding="utf-8"))
        settings.write_text(f"vocabulary_pages = false\n{text}", encoding="utf-8")
        build(made)
        yield Hosted(address + PLACE, made / "public")


@pytest.fixture(scope="module")
def counts(hosted: Hosted) -> list[tuple[int, str]]:
    """How many signatures represent each country, by the table: the most first."""
    text = (hosted.public / "dumps" / "signatures.csv").read_text(encoding="utf-8")
    found = Counter(row["country"] for row in csv.DictReader(text.splitlines()) if row["country"])
    assert len(found) > 10
    return sorted(((number, country) for country, number in found.items()), key=lambda row: (-row[0], row[1]))


# -- programs ------------------------------------------------------------------------------------------------------


def run(*command: str | Path, folder: Path) -> str:
    """What a program prints; it may ask nobody but this machine."""
    environment = {**os.environ, "no_proxy": "127.0.0.1,localhost", "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def found_by(printed: str) -> list[tuple[int, str]]:
    rows = (line.split(" ") for line in printed.splitlines())
    return [(int(number), country) for number, country in rows]


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rdflib", "pyoxigraph"])
def test_the_python_programs_count_right(
    hosted: Hosted, counts: list[tuple[int, str]], tmp_path: Path, name: str
) -> None:
    file = write(tmp_path, "read.py", hosted.program(name))
    assert found_by(run(sys.executable, file, folder=tmp_path)) == counts


def test_the_program_that_asks_an_endpoint_counts_right(
    hosted: Hosted, counts: list[tuple[int, str]], tmp_path: Path
) -> None:
    text = hosted.program("sparqlwrapper")
    assert "http://localhost:7878/query" in text
    with answering((hosted.public / "dumps" / "dataset.nq").read_bytes()) as endpoint:
        file = write(tmp_path, "ask.py", text.replace("http://localhost:7878/query", endpoint))
        assert found_by(run(sys.executable, file, folder=tmp_path)) == counts


def test_the_javascript_program_counts_right(hosted: Hosted, counts: list[tuple[int, str]], tmp_path: Path) -> None:
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        not_run(MACHINE["NPM"].remedy())
    assert found_by(run(node, write(tmp_path, "lines.mjs", hosted.program("lines")), folder=tmp_path)) == counts


def test_the_r_program_counts_right(hosted: Hosted, counts: list[tuple[int, str]], tmp_path: Path) -> None:
    rscript = MACHINE["R"].found()
    if rscript is None:
        not_run(MACHINE["R"].remedy())
    assert found_by(run(rscript, write(tmp_path, "table.R", hosted.program("table")), folder=tmp_path)) == counts


def test_the_duckdb_query_counts_right(
    hosted: Hosted, counts: list[tuple[int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copyfile(hosted.public / "dumps" / "signatures.csv", tmp_path / "signatures.csv")
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as connection:
        assert connection.execute(hosted.program("duckdb")).fetchall() == counts


LIST = "id,name\n1,Stefan SCHENNACH\n2,dzhakishev mukhtar\n3,Nobody Known\n4,Royaume-Uni\n"
LINKED = [
    ["Stefan SCHENNACH", "https://w3id.org/hrd/person/1"],
    ["dzhakishev mukhtar", "https://w3id.org/hrd/person/97"],
    ["Nobody Known", ""],
    ["Royaume-Uni", "https://w3id.org/hrd/country/gb"],
]


def test_the_python_program_links_a_list(hosted: Hosted, tmp_path: Path) -> None:
    write(tmp_path, "names.csv", LIST)
    printed = run(sys.executable, write(tmp_path, "link.py", hosted.program("link_py")), folder=tmp_path)
    assert [line.split("\t") for line in printed.splitlines()] == LINKED


def test_the_r_program_links_a_list(hosted: Hosted, tmp_path: Path) -> None:
    rscript = MACHINE["R"].found()
    if rscript is None:
        not_run(MACHINE["R"].remedy())
    write(tmp_path, "names.csv", LIST)
    printed = run(rscript, write(tmp_path, "link.R", hosted.program("link_r")), folder=tmp_path)
    assert [line.split("\t") for line in printed.splitlines()] == LINKED


@pytest.fixture
def curl() -> str:
    found = shutil.which("curl")
    if found is None:
        not_run(MACHINE["CURL"].remedy())
    return found


def test_what_is_downloaded_is_checked_and_a_wrong_byte_is_found(hosted: Hosted, curl: str, tmp_path: Path) -> None:
    file = write(tmp_path, "verify.sh", hosted.program("verify"))
    printed = run("sh", "-e", file, folder=tmp_path)
    assert printed.splitlines() == ["dataset.nt.gz: OK", "signatures.csv: OK"]
    with (tmp_path / "signatures.csv").open("ab") as table:
        table.write(b"x")
    check = hosted.program("verify").splitlines()[-1].split(" ")
    checked = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 1
    assert "signatures.csv: FAILED" in checked.stdout


def test_one_entity_is_read_with_curl(hosted: Hosted, curl: str, tmp_path: Path) -> None:
    lines = hosted.program("entity").splitlines()
    printed = [run("sh", "-c", line, folder=tmp_path) for line in lines]
    assert printed[0].startswith("@prefix ")
    assert json.loads(printed[1])["@graph"]


def test_every_program_is_on_the_page_and_runs_in_a_test(hosted: Hosted) -> None:
    tested = set(re.findall(r'program\("(\w+)"\)', Path(__file__).read_text(encoding="utf-8"))) | {
        "rdflib",
        "pyoxigraph",
    }
    every = (*READERS, *LINKERS, VERIFY)
    assert tested == {reader.name for reader in every}
    assert {path.name for path in (ROOT / "site" / "snippets").iterdir()} == {one.file for one in every}
    for name in tested:
        assert "https://example.org" not in hosted.program(name)


@pytest.mark.parametrize("sign", ["'", "$", "`", "(", ")"])
def test_no_address_can_leave_its_quotes(sign: str) -> None:
    for reader in (*READERS, *LINKERS, VERIFY):
        text = program(reader, plain_theme(), f"https://example.net/a{sign}b/", "x/1").text
        assert f"a{sign}b" not in text
        assert ("https://example.net/a%" in text) == (reader.name not in {"sparqlwrapper", "duckdb"})


# -- the page ------------------------------------------------------------------------------------------------------


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def rows_of(page: str, table: str) -> list[list[str]]:
    """The cells of the table in a section of the page."""
    section = page.partition(f'<section id="{table}">')[2].partition("</tbody>")[0].partition("<tbody>")[2]
    return [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr.*?</tr>", section, re.DOTALL)]


def _entries(built: Built, name: str) -> int:
    """How many statements, rows or annotations a dump really holds."""
    content = built.dump(name)
    if name.endswith(".csv"):
        return sum(1 for _ in csv.reader(content.decode().splitlines(keepends=True))) - 1
    if name == "names.json":
        return len(json.loads(content)["entities"])
    if name == "names.tsv":
        return content.count(b"\n") - 1
    if name == "annotations.jsonld":
        return sum(node.get("type") == "Annotation" for node in json.loads(content)["@graph"])
    return built.dump("dataset.nt").count(b"\n")


def test_every_dump_is_told_of_with_its_size_number_and_checksum(built: Built) -> None:
    page = (built.public / "data.html").read_text(encoding="utf-8")
    rows = rows_of(page, "files")
    names = [text_of(cells[0]) for cells in rows]
    sums = built.dump("SHA256SUMS").decode()
    assert sorted(names) == sorted(line.split("  ")[1] for line in sums.splitlines() if not line.endswith(".gz"))
    for name, (_, content, entries, size, compressed) in zip(names, rows, strict=True):
        assert text_of(content)
        assert int(text_of(entries).replace(",", "")) == _entries(built, name), name
        assert int(text_of(size).removesuffix("\N{NO-BREAK SPACE}kB").replace(",", "")) == max(
            1, round(len(built.dump(name)) / 1000)
        )
        assert f'href="dumps/{name}.gz"' in compressed
    shown = re.search(r'id="sums">(.*?)</pre>', page, re.DOTALL)
    assert shown
    assert sorted(shown[1].split("\n")[1:-1]) == sorted(sums.splitlines())


@pytest.mark.parametrize(("name", "title"), [("dumps/index.html", "Files"), ("dumps/index.fr.html", "Fichiers")])
def test_the_folder_of_the_dumps_has_the_same_list(built: Built, name: str, title: str) -> None:
    page = (built.public / name).read_text(encoding="utf-8")
    assert f"<h1>{title}</h1>" in page
    linked = {(built.public / "dumps" / one).resolve() for one in re.findall(r'href="([^"]*dumps/[^"]+)"', page)}
    there = {path for path in (built.public / "dumps").resolve().iterdir() if path.suffix != ".html"}
    assert there <= linked
    assert not re.search(r'rel="(cite-as|describedby)"', page)


def test_the_places_of_the_iris_are_on_the_page(built: Built) -> None:
    page = (built.public / "data.html").read_text(encoding="utf-8")
    places = set(re.findall(r' id="([^"]+)"', page))
    told = (built.public / "catalog.ttl").read_text(encoding="utf-8")
    named = set(re.findall(r"<https://w3id\.org/hrd/data#([^>]+?)(?:-sha256)?>", told))
    assert len(named) > 25
    assert named <= places


def test_every_term_that_is_used_is_in_the_table_with_its_page(built: Built) -> None:
    page = (built.public / "data.html").read_text(encoding="utf-8")
    rows = rows_of(page, "terms")
    dump = built.dump("dataset.nt").decode()
    properties = Counter(line.split(" ", 2)[1] for line in dump.splitlines())
    found = {text_of(re.findall("<code>.*?</code>", cells[0])[-1]): cells for cells in rows if "<code>" in cells[0]}
    number = properties["<https://w3id.org/hrd/ontology#signatory>"]
    assert [text_of(cell) for cell in found["hrd:signatory"][1:3]] == ["property", str(number)]
    assert 'href="ontology.html#signatory"' in found["hrd:signatory"][0]
    assert text_of(found["hrd:signatory"][3])
    assert sum(text_of(cells[1]) == "property" for cells in rows) == len(properties)


def _snippets(page: str) -> Mapping[str, str]:
    found = re.findall(r'id="read-(citation|bibtex|csl)">(.*?)</pre>', page, re.DOTALL)
    return {name: html.unescape(text) for name, text in found}


@pytest.mark.parametrize(("name", "title"), [("data.html", "Human-rights"), ("data.fr.html", "Déclarations sur")])
def test_the_data_are_cited_with_their_version(built: Built, name: str, title: str) -> None:
    version = built.dump("SHA256SUMS").decode().partition("  dataset.nq\n")[0][-64:][:12]
    iri = "https://w3id.org/hrd/data"
    cited = _snippets((built.public / name).read_text(encoding="utf-8"))
    assert title in cited["citation"]
    assert all(part in cited["citation"] for part in (version, iri, "The ld-export maintainers"))
    key, fields = from_bibtex(cited["bibtex"])
    assert key == f"dataset-{version}"
    assert (fields["version"], fields["url"], "year" in fields) == (version, iri, False)
    (item,) = json.loads(cited["csl"])
    assert (item["type"], item["version"], item["URL"], item["publisher"]) == (
        "dataset", version, iri, "The ld-export maintainers",
    )  # fmt: skip
    assert item["title"].startswith(title)


def test_the_page_says_what_is_not_there(built: Built) -> None:
    for name, words in (
        ("data.html", "What is not in the data"),
        ("data.fr.html", "Ce que les données ne contiennent"),
    ):
        page = (built.public / name).read_text(encoding="utf-8")
        section = page.partition('<section id="left-out">')[2].partition("</section>")[0]
        assert words in section
        assert section.count("<li>") == 5
