"""The code tables as files: their shape, and that every printed word leads to one code only."""

from __future__ import annotations

import csv
import re
import runpy
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pycountry
import pytest
from babel import Locale

ROOT = Path(__file__).parents[2]
CODES = ROOT / "mappings" / "codes"
COLUMNS = {
    "countries": "code,alpha3,wikidata,en,fr,also_en,also_fr",
    "groups": "id,code,code_fr,also_codes,name_en,name_fr,also_en,also_fr,succeeds,body",
    "honorifics": "code,en,fr,also_en,also_fr",
    "kinds": "code,class,key,en,fr,publisher,adopted",
    "languages": "code,alpha3,en,fr,name",
    "not-registered": "code,en,fr",
}
HISTORICAL = {"csxx": "SCG", "yucs": "YUG", "cshh": "CSK", "suhh": "SUN", "ddde": "DDR"}

_TOOL = runpy.run_path(str(ROOT / "tools" / "countries.py"))
countries_tool: Callable[[list[str]], int] = _TOOL["main"]
folded: Callable[[str], str] = _TOOL["folded"]

Row = dict[str, str]


def rows(table: str) -> list[Row]:
    with (CODES / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def several(cell: str) -> list[str]:
    return cell.split(" | ") if cell else []


def names(row: Row, language: str) -> list[str]:
    """Every name of a row in one language, the preferred one first."""
    return [*several(row[language]), *several(row[f"also_{language}"])]


def in_two_places(entries: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Words that, folded, stand for more than one code: the word and both codes."""
    taken: dict[str, str] = {}
    return [(word, taken[folded(word)], code) for word, code in entries if taken.setdefault(folded(word), code) != code]


def said_twice(words: Iterable[str]) -> list[str]:
    return [word for word, count in Counter(map(folded, words)).items() if count > 1]


def succession(group: str) -> list[str]:
    """Walk from a group back to the first before it; in a circle, stop where it closes."""
    predecessor = {row["id"]: row["succeeds"] for row in rows("groups")}
    passed = []
    while group and group not in passed:
        passed.append(group)
        group = predecessor[group]
    return [*passed, group] if group else passed


def test_every_table_is_known_here() -> None:
    assert sorted(COLUMNS) == sorted(path.stem for path in CODES.iterdir())


@pytest.mark.parametrize("table", COLUMNS)
class TestEveryTable:
    def test_has_its_columns_in_every_row(self, table: str) -> None:
        with (CODES / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            header, *cells = csv.reader(lines, strict=True)
        assert ",".join(header) == COLUMNS[table]
        assert cells
        assert {len(row) for row in cells} == {len(header)}

    def test_is_plain_utf8_with_line_feeds(self, table: str) -> None:
        raw = (CODES / f"{table}.csv").read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in raw
        assert b"\n\n" not in raw
        assert raw.endswith(b"\n")

    def test_is_normalised_and_has_no_stray_space(self, table: str) -> None:
        cells = [cell for row in rows(table) for cell in row.values()]
        assert [cell for cell in cells if unicodedata.normalize("NFC", cell) != cell] == []
        assert [cell for cell in cells if cell != " ".join(cell.split())] == []
        unseen = re.compile("[\u00ad\u200b-\u200f\u2010\u2011\u202a-\u202e\u2060-\u206f\ufeff]")
        assert [cell for cell in cells if unseen.search(cell)] == []

    def test_separates_several_values_with_a_bar_between_spaces(self, table: str) -> None:
        parts = [part for row in rows(table) for cell in row.values() for part in several(cell)]
        assert [part for part in parts if "|" in part or part != part.strip() or not part] == []

    def test_has_each_code_once(self, table: str) -> None:
        key = "id" if table == "groups" else "code"
        keys = [row[key] for row in rows(table)]
        assert len(set(keys)) == len(keys)


class TestCountries:
    def test_are_all_of_iso_3166_1_with_kosovo_and_states_that_are_no_more(self) -> None:
        iso = {country.alpha_2.lower(): country.alpha_3 for country in pycountry.countries}
        assert len(iso) == 249
        assert {row["code"]: row["alpha3"] for row in rows("countries")} == {**iso, "xk": "XKX", **HISTORICAL}

    def test_are_in_the_order_of_their_codes(self) -> None:
        codes = [row["code"] for row in rows("countries")]
        assert codes == sorted(codes)

    def test_have_one_wikidata_item_each_but_for_states_that_are_no_more(self) -> None:
        items = {row["code"]: row["wikidata"] for row in rows("countries")}
        assert {code for code, item in items.items() if not item} == set(HISTORICAL)
        given = [item for item in items.values() if item]
        assert all(re.fullmatch("Q[1-9][0-9]*", item) for item in given)
        assert len(set(given)) == len(given)

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_have_names_that_lead_to_one_code(self, language: str) -> None:
        entries = [(name, row["code"]) for row in rows("countries") for name in names(row, language)]
        assert in_two_places(entries) == []

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_have_a_preferred_name_and_say_no_name_twice(self, language: str) -> None:
        for row in rows("countries"):
            assert row[language], row["code"]
            assert said_twice(names(row, language)) == [], row["code"]

    def test_have_typographic_apostrophes(self) -> None:
        """A lookup folds them, so that one form is enough."""
        cells = [row[column] for row in rows("countries") for column in ("en", "fr", "also_en", "also_fr")]
        assert [cell for cell in cells if re.search(r"\w'\w", cell)] == []

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_are_found_under_the_names_of_cldr(self, language: str) -> None:
        territories = Locale.parse(language).territories
        for row in rows("countries"):
            if row["code"] not in HISTORICAL:
                known = {folded(name) for name in names(row, language)}
                assert folded(territories[row["code"].upper()]) in known, row["code"]

    @pytest.mark.parametrize(
        ("language", "printed", "code"),
        [
            ("en", "Turkey", "tr"),
            ("en", "Türkiye", "tr"),
            ("en", "Slovakia", "sk"),
            ("en", "Moldova", "md"),
            ("en", "Czechia", "cz"),
            ("en", "''The former Yugoslav Republic of Macedonia''", "mk"),
            ("en", "“the former Yugoslav Republic of Macedonia”", "mk"),
            ("en", "Serbia and Montenegro", "csxx"),
            ("en", "Federal Republic of Yugoslavia", "yucs"),
            ("en", "Kyrgyz Republic", "kg"),
            ("en", "Republic of Korea", "kr"),
            ("fr", "Turquie", "tr"),
            ("fr", "Tchéquie", "cz"),
            ("fr", "Russie", "ru"),
            ("fr", "''L'ex-République yougoslave de Macédoine''", "mk"),
            ("fr", "l'«\xa0ex-République yougoslave de Macédoine\xa0»", "mk"),
            ("fr", "Biélorussie", "by"),
            ("fr", "Kirghizistan", "kg"),
            ("fr", "Etats-Unis", "us"),
            ("fr", "Saint-Siège", "va"),
        ],
    )
    def test_are_found_under_names_of_their_day(self, language: str, printed: str, code: str) -> None:
        known = {folded(name): row["code"] for row in rows("countries") for name in names(row, language)}
        assert known[folded(printed)] == code

    @pytest.mark.parametrize(("language", "printed"), [("en", "Korea"), ("en", "Congo"), ("fr", "Congo")])
    def test_are_not_found_under_a_name_of_two(self, language: str, printed: str) -> None:
        known = {folded(name) for row in rows("countries") for name in names(row, language)}
        assert folded(printed) not in known

    def test_are_what_the_tool_makes(self) -> None:
        """After a new release of babel or pycountry: run `python tools/countries.py` and read the difference."""
        assert countries_tool(["--check"]) == 0

    def test_that_were_changed_by_hand_do_not_pass_the_check(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        changed = tmp_path / "countries.csv"
        changed.write_bytes((CODES / "countries.csv").read_bytes().replace(b"Andorra", b"Andora"))
        assert countries_tool(["--check", "--output", str(changed)]) == 1
        assert "run python tools/countries.py" in capsys.readouterr().err
        assert countries_tool(["--output", str(changed)]) == 0
        assert changed.read_bytes() == (CODES / "countries.csv").read_bytes()


class TestGroups:
    def test_have_ids_made_of_body_and_code(self) -> None:
        for row in rows("groups"):
            assert row["id"] == f"{row['body']}-{row['code'].lower().replace('/', '-')}"

    def test_have_a_code_and_a_name_in_both_languages(self) -> None:
        for row in rows("groups"):
            assert all(row[column] for column in ("code", "code_fr", "name_en", "name_fr", "body")), row["id"]

    def test_have_codes_that_lead_to_one_group(self) -> None:
        """In either language, because French pages print English codes too; none of them says "in no group"."""
        entries = [
            (code, row["id"])
            for row in rows("groups")
            for code in (row["code"], row["code_fr"], *several(row["also_codes"]))
        ]
        entries += [(row["code"], "") for row in rows("not-registered")]
        assert in_two_places(entries) == []

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_have_names_that_lead_to_one_group(self, language: str) -> None:
        entries = [
            (name, row["id"])
            for row in rows("groups")
            for name in (row[f"name_{language}"], *several(row[f"also_{language}"]))
        ]
        assert in_two_places(entries) == []

    def test_succeed_a_group_of_the_table_and_never_themselves(self) -> None:
        predecessor = {row["id"]: row["succeeds"] for row in rows("groups")}
        assert {group for group in predecessor.values() if group} <= set(predecessor)
        for group in predecessor:
            assert said_twice(succession(group)) == []

    def test_succession_runs_through_every_name_of_the_conservatives(self) -> None:
        assert succession("pace-ecpa") == ["pace-ecpa", "pace-ec-da", "pace-ec", "pace-edg"]
        assert succession("pace-alde") == ["pace-alde", "pace-ldr"]


def test_membership_of_no_group_is_printed_nr_or_ni() -> None:
    assert {row["code"] for row in rows("not-registered")} == {"NR", "NI"}
    assert all(row["en"] and row["fr"] for row in rows("not-registered"))


class TestHonorifics:
    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_lead_to_one_code(self, language: str) -> None:
        entries = [(word, row["code"]) for row in rows("honorifics") for word in names(row, language)]
        assert in_two_places(entries) == []
        for row in rows("honorifics"):
            assert said_twice(names(row, language)) == [], row["code"]

    def test_have_an_english_form_and_a_french_one_unless_french_has_no_such_word(self) -> None:
        assert all(row["en"] for row in rows("honorifics"))
        assert [row["code"] for row in rows("honorifics") if not row["fr"]] == ["mrs"]


class TestLanguages:
    def test_are_of_iso_639_1(self) -> None:
        for row in rows("languages"):
            found = pycountry.languages.get(alpha_2=row["code"])
            assert found is not None, row["code"]
            assert found.alpha_3 == row["alpha3"], row["code"]

    def test_bear_the_names_of_cldr(self) -> None:
        for row in rows("languages"):
            expected = [Locale.parse(locale).languages[row["code"]] for locale in ("en", "fr", row["code"])]
            assert [row["en"], row["fr"], row["name"]] == expected

    def test_begin_with_those_of_the_assembly(self) -> None:
        assert [row["code"] for row in rows("languages")][:2] == ["en", "fr"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_document_kinds_have_names_that_lead_to_one_kind(language: str) -> None:
    entries = [(row[language], row["code"]) for row in rows("kinds")]
    assert all(word for word, _ in entries)
    assert in_two_places(entries) == []
