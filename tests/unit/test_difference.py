"""What changed between two sets of statements: applied to one it gives the other, and it is told as what it means."""

from __future__ import annotations

import gzip
import random
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from ld_export.difference import Difference, State, compare, patch_lines, side_of
from ld_export.difference.sorting import put_in_order
from ld_export.errors import UnreadableGraph, UsageProblem

HRD = "https://w3id.org/hrd/ontology#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_NODES = st.sampled_from([ox.NamedNode(f"http://a/{name}") for name in ("x", "x#1", "x-1", "x/y", "y", "é")])
_VALUES = st.one_of(
    _NODES,
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5).map(ox.Literal),
    st.sampled_from(["a <b>", 'a"', "<g>", " .", "\n"]).map(ox.Literal),
    st.sampled_from(["en", "en-GB"]).map(lambda language: ox.Literal("x <y>", language=language)),
)
_GRAPHS = st.one_of(st.just(ox.DefaultGraph()), _NODES)
_QUADS = st.builds(ox.Quad, _NODES, _NODES, _VALUES, _GRAPHS)
_SETS = st.sets(_QUADS, max_size=12)


def dump(folder: Path, name: str, quads: Iterable[ox.Quad]) -> Path:
    path = folder / name
    path.write_text("".join(f"{quad} .\n" for quad in quads), encoding="utf-8", newline="\n")
    return path


def compared(folder: Path, first: Path, second: Path) -> Difference:
    scratch = Path(tempfile.mkdtemp(dir=folder))
    return compare(side_of(first), side_of(second), scratch)


def lines(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        return list(file)


def read(text: str) -> set[ox.Quad]:
    return set(ox.parse(text, format=ox.RdfFormat.N_QUADS))


def applied(quads: set[ox.Quad], patch: Sequence[str]) -> set[ox.Quad]:
    """A set after a patch, row by row."""
    now = set(quads)
    assert patch[0].startswith("H id <urn:uuid:")
    assert (patch[1], patch[-1]) == ("TX .\n", "TC .\n")
    for row in patch[2:-1]:
        (quad,) = read(row[2:])
        if row.startswith("D "):
            now.remove(quad)
        else:
            assert row.startswith("A ")
            assert quad not in now
            now.add(quad)
    return now


@given(_SETS, _SETS, st.randoms())
def test_a_patch_of_the_first_gives_the_second(
    first: set[ox.Quad], second: set[ox.Quad], chance: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sides = [list(one) for one in (first, second)]
        for one in sides:
            chance.shuffle(one)
        made = compared(folder, dump(folder, "a.nq", sides[0]), dump(folder, "b.nq", sides[1]))
        added, removed = read("".join(lines(made.added))), read("".join(lines(made.removed)))
        if made.graphs:
            assert (added, removed) == (second - first, first - second)
            assert applied(first, list(patch_lines(made))) == second
        assert lines(made.added) == sorted(lines(made.added), key=str.encode)
        assert (made.summary.added, made.summary.removed) == (len(added), len(removed))
        counted = made.summary.graphs.values()
        assert (sum(one for one, _ in counted), sum(one for _, one in counted)) == (len(added), len(removed))
        assert bool(made) == bool(added or removed)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib's reader, by itself
def test_another_reader_of_patches_comes_to_the_same(tmp_path: Path) -> None:
    first, second = (
        {
            ox.Quad(ox.NamedNode(f"h:{n}"), ox.NamedNode("h:p"), ox.Literal(f"{n} <x>\n"), ox.NamedNode("h:g"))
            for n in part
        }
        for part in (range(10), range(5, 15))
    )
    made = compared(tmp_path, dump(tmp_path, "a.nq", first), dump(tmp_path, "b.nq", second))
    dataset, wanted = rdflib.Dataset(), rdflib.Dataset()
    dataset.parse(tmp_path / "a.nq", format="nquads")
    wanted.parse(tmp_path / "b.nq", format="nquads")
    dataset.parse(data="".join(patch_lines(made)), format="patch")
    assert set(dataset.quads()) == set(wanted.quads())


def test_the_same_difference_has_the_same_patch(tmp_path: Path) -> None:
    a, b = dump(tmp_path, "a.nq", []), tmp_path / "b.nq"
    b.write_text('<h:b> <h:p> "2" .\n<h:a> <h:p> "1" .\n', encoding="utf-8")
    zipped = tmp_path / "c.nq.gz"
    zipped.write_bytes(gzip.compress(b'<h:a> <h:p> "1" .\n<h:b> <h:p> "2" .\n'))
    assert list(patch_lines(compared(tmp_path, a, b))) == list(patch_lines(compared(tmp_path, a, zipped)))


def test_of_a_file_without_graphs_the_statements_are_compared(tmp_path: Path) -> None:
    with_graphs = tmp_path / "a.nq"
    with_graphs.write_text(
        '<h:a> <h:p> "1" <h:g> .\n<h:a> <h:p> "1" <h:h> .\n<h:a> <h:p> "2" <h:g> .\n', encoding="utf-8"
    )
    for name, text in (
        ("b.nt", '<h:a> <h:p> "1" .\n'),
        ("b.ttl", '<h:a> <h:p> "1" .'),
        ("b.nq", '<h:a> <h:p> "1" .\n'),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        made = compared(tmp_path, with_graphs, tmp_path / name)
        assert not made.graphs
        assert (lines(made.added), lines(made.removed)) == ([], ['<h:a> <h:p> "2" .\n'])


def test_every_format_has_the_same_statements(tmp_path: Path) -> None:
    quads = [ox.Quad(ox.NamedNode(f"h:{n}"), ox.NamedNode("h:p"), ox.Literal(str(n))) for n in range(5)]
    first = dump(tmp_path, "a.nq", quads)
    for ending, form in (
        ("ttl", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("rdf", ox.RdfFormat.RDF_XML),
        ("trig", ox.RdfFormat.TRIG),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ):
        path = tmp_path / f"b.{ending}"
        ox.serialize([quad.triple for quad in quads], str(path), format=form)
        assert not compared(tmp_path, first, path), ending


def test_entities_are_told_by_what_became_of_them(tmp_path: Path) -> None:
    def file(name: str, *rows: str) -> Path:
        path = tmp_path / name
        path.write_text("".join(f"{row} <h:g> .\n" for row in rows), encoding="utf-8")
        return path

    person = f"<{TYPE}> <h:Person>"
    tombstone = f"<{TYPE}> <{HRD}Tombstone>"
    first = file(
        "a.nq",
        *(f"<h:{name}> {person}" for name in ("gone", "kept", "merged", "same", "withdrawn")),
        '<h:same> <h:name> "x"',
        "<h:kept#part> <h:of> <h:kept>",
        f"<h:old> {tombstone}",
    )
    second = file(
        "b.nq",
        *(f"<h:{name}> {person}" for name in ("kept", "new", "same")),
        '<h:same> <h:name> "x"',
        f"<h:merged> {tombstone}",
        f"<h:merged> <{HRD}replacedBy> <h:kept>",
        f"<h:withdrawn> {tombstone}",
        f"<h:old> {tombstone}",
        f"<h:born-withdrawn> {tombstone}",
    )
    summary = compared(tmp_path, first, second).summary
    assert [tuple(one) for one in summary.entities] == [
        ("h:born-withdrawn", State.WITHDRAWN, 1, 0, ""),
        ("h:gone", State.REMOVED, 0, 1, ""),
        ("h:kept", State.CHANGED, 0, 1, ""),
        ("h:merged", State.MERGED, 2, 1, "h:kept"),
        ("h:new", State.ADDED, 1, 0, ""),
        ("h:withdrawn", State.WITHDRAWN, 1, 1, ""),
    ]
    assert summary.iris_added == ("h:born-withdrawn", "h:new")
    assert summary.iris_removed == ("h:gone", "h:kept#part")
    assert summary.classes == {"h:Person": (1, 3), f"{HRD}Tombstone": (3, 0)}
    assert summary.graphs == {"h:g": (5, 4)}


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 35])
def test_more_lines_than_are_held_come_in_order(tmp_path: Path, count: int) -> None:
    wanted = sorted(f"line {number} é\n" for number in range(count))
    mixed = wanted * 2
    random.Random(1).shuffle(mixed)
    assert list(put_in_order(mixed, tmp_path, held=10)) == wanted
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.nq", b"<h:a> <h:b> <h:c> .\n<h:a> <h:b> .\n", "a.nq:2"),
        ("a.ttl", b"<h:a> <h:b> [] .", "no IRI"),
        ("a.nq", b"<h:a> <h:b> _:c .\n", "no IRI"),
        ("a.nq", b"<h:a> <h:b> <h:c> _:g .\n", "no IRI"),
        ("a.csv", b"", "no RDF format"),
        ("a.csv.gz", b"", "no RDF format"),
        ("a.nq.gz", gzip.compress(b"<h:a> <h:b> <h:c> .\n" * 9, mtime=0)[:-4], "damaged or cut"),
        ("a.nq.gz", b"no gzip", "damaged or cut"),
        ("a.jsonld", b'{"@context": "http://example.org/c.jsonld"}', "a.jsonld"),
    ],
)
def test_what_cannot_be_compared_is_told(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    empty = dump(tmp_path, "empty.nq", [])
    for sides in ((tmp_path / name, empty), (empty, tmp_path / name), (tmp_path / name, tmp_path / name)):
        with pytest.raises(UnreadableGraph, match=said):
            compared(tmp_path, *sides)


def test_a_folder_is_its_canonical_dump(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"no dataset\.nq"):
        side_of(tmp_path)
    dumps = tmp_path / "public" / "dumps"
    dumps.mkdir(parents=True)
    dump(dumps, "dataset.nq", [])
    assert {side_of(one).path for one in (tmp_path, tmp_path / "public", dumps)} == {dumps / "dataset.nq"}
    with pytest.raises(UsageProblem, match="no such file"):
        side_of(tmp_path / "nothing")
