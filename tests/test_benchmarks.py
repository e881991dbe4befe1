"""The benchmarks measure what they say: the corpus is stable and parses, both ways make the same, every case runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks import naive
from benchmarks.generate import Source, document, members, write_publication
from benchmarks.kills import is_whole
from benchmarks.report import Figure, Section, at_least, at_most, replaced, report, shown
from benchmarks.stages import planned, write_dumps
from rdflib import RDF, Literal, URIRef

from ld_export.graph import read_lines
from ld_export.model import Text
from ld_export.parse import parse
from ld_export.pipeline.build import build
from ld_export.sources import clean
from tests.support import ROOT

_RDF_DUMPS = ("dataset.nq", "dataset.trig", "dataset.nt", "dataset.ttl", "dataset.jsonld")
_POSITION = URIRef("https://w3id.org/hrd/ontology#position")
_SIGNATURE = URIRef("https://w3id.org/hrd/ontology#Signature")


def _read(source: Source) -> Text:
    return parse(clean(source.text.encode(), f"{source.name}.txt"))


def _documents(numbers: range) -> list[Source]:
    return [source for number in numbers for source in document(number)]


def test_a_small_corpus_is_the_beginning_of_a_large_one(tmp_path: Path) -> None:
    for name, n in (("few", 3), ("more", 12)):
        write_publication(tmp_path / name, n, seed=5)
    few, more = (
        {path.name: path.read_bytes() for path in (tmp_path / name / "documents").iterdir()} for name in ("few", "more")
    )
    assert few.items() < more.items()
    assert document(0, seed=5) == document(0, seed=5) != document(0, seed=6)


def test_the_corpus_does_not_depend_on_the_hash_seed() -> None:
    program = "from benchmarks.generate import document; print(ascii(document(11)))"
    written = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(written) == 1
    assert "Déclaration écrite".encode("unicode_escape").decode() in written.pop()


def test_every_document_parses_with_as_many_signatories_as_asked_for() -> None:
    texts = [_read(source) for source in _documents(range(40))]
    assert {len(text.signatories) for text in texts} == {28}
    assert {text.kind for text in texts} == {"written-declaration", "motion-for-a-resolution"}
    assert {text.language for text in texts} == {"en", "fr"}
    assert len(_read(document(0, signatories=3)[0]).signatories) == 3


def test_paragraphs_are_four_to_six_of_forty_to_eighty_words() -> None:
    for source in _documents(range(40)):
        _title, _opening, *body = _read(source).passages
        assert 4 <= len(body) <= 6
        assert all(40 <= len(passage.text.split()) <= 80 for passage in body), source.name


def test_numbers_are_unique_but_for_the_two_languages_of_one_document() -> None:
    texts = [_read(source) for source in _documents(range(60))]
    printed = {(text.document_number, text.language) for text in texts}
    assert len(printed) == len(texts) > len({number for number, _ in printed}) == 60


def test_no_two_members_share_a_name_and_each_has_one_country_and_group() -> None:
    everyone = members()
    assert 200 < len(everyone) == len({(member.given, member.family.casefold()) for member in everyone})
    signed = {
        (one.name_as_printed, one.country, one.group)
        for source in _documents(range(40))
        for one in _read(source).signatories
    }
    assert len({name for name, _, _ in signed}) == len(signed)


@pytest.mark.slow
def test_the_naive_way_writes_the_same_statements_in_every_format(tmp_path: Path) -> None:
    write_publication(tmp_path / "publication", 12)  # with a motion and a pair of languages
    write_dumps(tmp_path / "publication", tmp_path / "ours")
    ours, theirs = tmp_path / "ours" / "site" / "dumps", tmp_path / "naive"
    theirs.mkdir()
    naive.build(tmp_path / "publication", theirs)
    assert sorted((theirs / "dataset.nt").read_bytes().splitlines()) == (ours / "dataset.nt").read_bytes().splitlines()
    in_graphs = sorted(line for line in (theirs / "dataset.nq").read_bytes().splitlines() if line)
    assert in_graphs == (ours / "dataset.nq").read_bytes().splitlines()
    assert sorted(path.name for path in theirs.iterdir()) == sorted(path.name for path in ours.iterdir())
    for table in ours.glob("*.csv"):
        rows = table.read_text(encoding="utf-8").splitlines()
        assert sorted((theirs / table.name).read_text(encoding="utf-8").splitlines()) == sorted(rows), table.name
    statements = read_lines(ours / "dataset.nt")
    for name in _RDF_DUMPS:
        assert read_lines(theirs / name) == statements, name


@pytest.mark.slow
@pytest.mark.parametrize(("position", "found"), [(None, "MinCount"), (2, "SPARQL")])
def test_the_naive_way_finds_a_signature_without_a_position_or_with_that_of_another(
    tmp_path: Path, position: int | None, found: str
) -> None:
    write_publication(tmp_path / "publication", 1)
    inputs, plan = planned(tmp_path / "publication")
    triples = naive.graphs_of(inputs, plan, list(naive.documents_of(plan))).triples
    naive.validate(triples)
    first = next(one for one in triples.subjects(_POSITION, Literal(1)) if (one, RDF.type, _SIGNATURE) in triples)
    triples.remove((first, _POSITION, None))
    if position:
        triples.add((first, _POSITION, Literal(position)))
    with pytest.raises(ValueError, match=found):
        naive.validate(triples)


def test_a_table_says_which_targets_were_missed() -> None:
    figures = [at_least("fast", 31, 30), at_least("slow", 29, 30), at_most("large", 2.6, 2.5)]
    lines = shown(Section("example", "About it.", figures)).splitlines()
    assert [line.rpartition(": ")[2] for line in lines[-3:]] == ["met |", "**missed** |", "**missed** |"]


def test_published_figures_are_those_of_whole_runs() -> None:
    ran = _run("--quick", "--write")
    assert ran.returncode == 2
    assert "--write does not go with --quick" in ran.stderr


@pytest.mark.slow
@pytest.mark.parametrize("case", ["start", "pages", "rebuild"])
def test_a_case_runs_and_prints_its_figures(case: str) -> None:
    ran = _run("--quick", "--only", case)
    assert ran.returncode == 0, ran.stderr
    assert f"## {case}\n" in ran.stdout
    assert "| measured | result | target |" in ran.stdout


@pytest.mark.slow
@pytest.mark.external
def test_queries_are_measured_in_a_browser_or_it_is_said_what_is_missing() -> None:
    ran = _run("--quick", "--only", "browser")
    assert ran.returncode == 0, ran.stderr
    assert "questions, our page ÷ bare page" in ran.stdout or "NOT RUN | browser tests: install" in ran.stdout


def _run(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "benchmarks/run.py", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_site_that_lacks_a_file_or_has_another_content_is_not_whole(tmp_path: Path) -> None:
    write_publication(tmp_path / "publication", 1)
    build(tmp_path / "publication")
    public = tmp_path / "publication" / "public"
    assert is_whole(public)
    page = public / "index.html"
    content = page.read_bytes()
    page.write_bytes(content + b" ")
    assert not is_whole(public)
    page.unlink()
    assert not is_whole(public)
    page.write_bytes(content)
    assert is_whole(public)
    (public / "another.html").write_bytes(b"")
    assert not is_whole(public)


def test_a_section_that_is_measured_anew_replaces_itself_alone() -> None:
    one, other = (Section(name, f"About {name}.", [Figure("time", f"{name} 1 s")]) for name in ("one", "other"))
    page = report([one, other])
    again = replaced(page, one._replace(figures=[Figure("time", "2 s")]))
    assert again == page.replace("one 1 s", "2 s")
    assert replaced(page, other) == page


@pytest.mark.slow
def test_the_server_is_measured_against_the_bare_one_or_it_is_said_what_is_missing() -> None:
    ran = _run("--quick", "--only", "serve")
    assert ran.returncode == 0, ran.stderr
    assert "median latency, ours ÷ bare" in ran.stdout or "NOT RUN | the bare server" in ran.stdout


@pytest.mark.slow
def test_reconciliation_finds_more_than_another_service_or_it_is_said_what_is_missing() -> None:
    ran = _run("--quick", "--only", "reconcile")
    assert ran.returncode == 0, ran.stderr
    assert "missed" not in ran.stdout
    assert "recall at five, csv-reconcile" in ran.stdout or "NOT RUN | csv-reconcile" in ran.stdout
