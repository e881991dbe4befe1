"""The scanner finds a deliberate leak in every encoding, and nothing where there is none."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import io
import json
import quopri
import unicodedata
import urllib.parse
import zipfile
import zlib
from pathlib import Path

import pyoxigraph as ox
import pytest

from ld_export.leaks import Marks, all_marks, glance, names_of, search, search_bytes
from ld_export.names import slug
from ld_export.privacy import WithheldPerson

NAME = "Ýrsa Þórðardóttir-Žluťák"
NUMBER = 7654321
MARKS = all_marks([NAME, "Y. Thordardottir"], [NUMBER, 17], ["https://example.org/hrd/person/7654321"])
PLAIN = f"It was {NAME} who signed."


def _zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", data)
    return packed.getvalue()


def _code_points(text: str, form: str) -> str:
    return "".join(form.format(ord(letter)) if ord(letter) > 127 else letter for letter in text)


def _hash(algorithm: str, value: str) -> bytes:
    return hashlib.new(algorithm, value.encode()).digest()


LEAKS: dict[str, bytes] = {
    "utf-8": PLAIN.encode(),
    "utf-16-le": PLAIN.encode("utf-16-le"),
    "utf-16-be": PLAIN.encode("utf-16-be"),
    "utf-16-le, off by one": b"x" + PLAIN.encode("utf-16-le"),
    "latin-1": "Y. Thordardöttir".encode("latin-1"),
    "NFD": unicodedata.normalize("NFD", PLAIN).encode(),
    "NFKC, full width": "Ｙ． Ｔｈｏｒｄａｒｄｏｔｔｉｒ".encode(),
    "upper case": PLAIN.upper().encode(),
    "lower case": PLAIN.lower().encode(),
    "without accents": b"Yrsa Thordardottir-Zlutak",
    "another order": "ÞÓRÐARDÓTTIR-ŽLUŤÁK, Ýrsa".encode(),
    "no-break space": PLAIN.replace(" ", "\xa0").encode(),
    "soft hyphens": "Ýrsa Þórðar\u00addóttir-Žluťák".encode(),
    "slug": f"person-{slug(NAME)}.html".encode(),
    "one word": b"#YrsaThordardottirZlutak",
    "percent": urllib.parse.quote(PLAIN).encode(),
    "percent, plus": urllib.parse.quote_plus(PLAIN).encode(),
    "percent, twice": urllib.parse.quote(urllib.parse.quote(PLAIN)).encode(),
    "json": json.dumps({"name": PLAIN}).encode(),
    "n-triples": _code_points(PLAIN, "\\u{:04X}").encode(),
    "n-triples, long": _code_points(PLAIN, "\\U{:08X}").encode(),
    "javascript": _code_points(PLAIN, "\\u{{{:x}}}").encode(),
    "python bytes": repr(PLAIN.encode()).encode(),
    "quoted printable": quopri.encodestring(PLAIN.encode()),
    "entities, decimal": _code_points(PLAIN, "&#{};").encode(),
    "entities, hexadecimal": _code_points(PLAIN, "&#x{:X};").encode(),
    "entities, named": b"&Yacute;rsa &THORN;&oacute;r&eth;ard&oacute;ttir-Zlutak",
    "entities of entities": html.escape(_code_points(PLAIN, "&#{};")).encode(),
    "json in html": html.escape(json.dumps(PLAIN)).encode(),
    "markup between": "<b>Ýrsa</b> <span class='family'>Þórðardóttir-Žluťák</span>".encode(),
    **{
        f"base64, {before} before": base64.b64encode(b"x" * before + PLAIN.encode())
        for before in range(3)
    },
    "base64 in a word": b"data:text/plain;base64/" + base64.b64encode(PLAIN.encode()) + b"/end",
    "base64, for addresses": base64.urlsafe_b64encode(("??>>" + PLAIN).encode()),
    "base64 in lines": base64.encodebytes((PLAIN * 3).encode()),
    "base64 of utf-16": base64.b64encode(PLAIN.encode("utf-16-le")),
    "hexadecimal": NAME.encode().hex().encode(),
    "gzip": gzip.compress(PLAIN.encode()),
    "gzip, second member": gzip.compress(b"nothing") + gzip.compress(PLAIN.encode()),
    "gzip in gzip": gzip.compress(gzip.compress(PLAIN.encode())),
    "gzip somewhere": b"header\x1f\x8b" + gzip.compress(PLAIN.encode()) + b"trailer",
    "gzip, cut": gzip.compress((PLAIN * 50).encode())[:-12],
    "zlib": b"\x00\x01" + zlib.compress(PLAIN.encode(), 9),
    "zip": _zipped(PLAIN.encode()),
    "gzip in base64": base64.b64encode(gzip.compress(PLAIN.encode())),
    "json in gzip": gzip.compress(json.dumps(PLAIN).encode()),
    "an alias": b"by Y. THORDARDOTTIR",
    "number": b"row 7654321 of the table",
    "number in an address": b"<https://example.org/hrd/person/17>",
    "number of a signature": b"#signature-17",
    **{
        f"{algorithm} of {what}": _hash(algorithm, value).hex().encode()
        for algorithm in ("md5", "sha1", "sha256", "sha512")
        for what, value in {
            "the name": NAME,
            "the slug": slug(NAME),
            "the number": "7654321",
            "the address": "https://example.org/hrd/person/7654321",
            "the name in lower case": NAME.casefold(),
        }.items()
    },
    "digest, upper case": _hash("sha256", NAME).hex().upper().encode(),
    "digest, cut": _hash("sha256", NAME).hex()[:20].encode(),
    "digest, bytes": b"\0\0" + _hash("sha256", NAME),
    "digest, base64": b'"sha256-' + base64.b64encode(_hash("sha256", NAME)) + b'"',
}  # fmt: skip

NO_LEAKS: dict[str, bytes] = {
    "nothing": b"",
    "others": "Ýrsa Jónsdóttir and Þórður Žluť".encode(),
    "other numbers": b"person/170 person/1 17654321 76543210 signature-171",
    "a placeholder": b"[name withheld]",
    "compressed": gzip.compress(b"somebody else" * 100),
    "noise": hashlib.sha512(b"noise").digest() * 200,
}


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_a_deliberate_leak_is_found(leak: bytes) -> None:
    assert search_bytes(b"before\n" + leak + b"\nafter", MARKS)


@pytest.mark.parametrize("data", NO_LEAKS.values(), ids=NO_LEAKS)
def test_where_there_is_no_leak_none_is_found(data: bytes) -> None:
    assert search_bytes(data, MARKS) == []


def test_a_finding_says_where_and_how_and_never_what(tmp_path: Path) -> None:
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "all.gz").write_bytes(gzip.compress(PLAIN.encode()))
    (found,) = search(tmp_path, MARKS)
    assert (found.place, found.what, found.way[:2]) == ("dumps/all.gz", "name", ("deflated", "utf-8"))
    assert "rsa" not in repr(found)


def test_names_of_files_folders_and_targets_of_links_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / slug(NAME)).mkdir()
    (tmp_path / "here").symlink_to(f"/nowhere/{NAME}")
    assert [found.place for found in search(tmp_path, MARKS)] == ["here (its target)", f"{slug(NAME)} (its name)"]


def test_what_a_store_holds_is_found_however_its_files_are_packed(tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "store"))
    iri = ox.NamedNode("https://example.org/x")
    store.bulk_extend([ox.Quad(iri, iri, ox.Literal(f"{number} {PLAIN}")) for number in range(200)])
    store.flush()
    store.optimize()
    del store
    assert "store (its statements)" in {found.place for found in search(tmp_path, MARKS)}


# -- what every build looks at -----------------------------------------------------------------------------------------

PEOPLE = names_of([WithheldPerson(spellings=(NAME,))], [17])


@pytest.mark.parametrize(
    "kind", ["utf-8", "NFD", "upper case", "without accents", "another order", "slug", "percent", "json", "n-triples",
             "entities, decimal", "entities, named", "no-break space", "soft hyphens", "number in an address"]
)  # fmt: skip
def test_a_glance_finds_what_a_build_might_write(tmp_path: Path, kind: str) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "page.html").write_bytes(LEAKS[kind])
    (tmp_path / "site" / "other.html").write_bytes(b"nothing")
    assert list(glance(tmp_path, PEOPLE)) == ["site/page.html"]


def test_a_glance_sees_into_what_is_compressed_and_has_no_twin(tmp_path: Path) -> None:
    (tmp_path / "a.pf_fragment").write_bytes(gzip.compress(LEAKS["utf-8"]))
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(LEAKS["utf-8"]))
    assert list(glance(tmp_path, PEOPLE)) == ["a.pf_fragment"]


def test_a_glance_sees_the_names_of_files(tmp_path: Path) -> None:
    (tmp_path / f"{slug(NAME)}.html").write_bytes(b"")
    assert list(glance(tmp_path, PEOPLE)) == [f"{slug(NAME)}.html"]


@pytest.mark.parametrize("data", NO_LEAKS.values(), ids=NO_LEAKS)
def test_a_glance_finds_nothing_where_there_is_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "page.html").write_bytes(data)
    assert list(glance(tmp_path, PEOPLE)) == []


def test_without_marks_there_is_nothing_to_find(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PLAIN.encode())
    assert list(glance(tmp_path, names_of([]))) == []
    assert isinstance(names_of([]), Marks)
