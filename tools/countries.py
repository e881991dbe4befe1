"""Make `mappings/codes/countries.csv`: `python tools/countries.py`, or with `--check` only compare.

The names come from Unicode CLDR through babel and from ISO 3166 through pycountry, whose French is that of the
iso-codes translations; CLDR, babel and pycountry are each under a licence of their own. `countries-facts.csv` beside
this file holds the codes and Wikidata items, `countries.toml` what is decided by hand. A new release of babel or
pycountry may bring other names: run the tool then, and read the difference.
"""

from __future__ import annotations

import argparse
import csv
import gettext
import io
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pycountry
from babel import Locale

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "mappings" / "codes" / "countries.csv"
COLUMNS = ("code", "alpha3", "wikidata", "en", "fr", "also_en", "also_fr")

# The first gives the preferred name, the others the forms of other regions (`St Lucia`, `Vietnam`).
LOCALES = {"en": ("en", "en_GB", "en_CA"), "fr": ("fr", "fr_CA")}

_BARE_CAPITALS = str.maketrans("ÀÂÇÉÈÊÎÔ", "AACEEEIO")

Row = dict[str, str]
Settings = dict[str, Any]


class AmbiguousNameError(Exception):
    """A printed name that leads to two countries in one language."""


def table() -> list[Row]:
    """Collect every row of the table, sorted by code."""
    settings = tomllib.loads((HERE / "countries.toml").read_text("utf-8"))
    facts = _facts()
    codes = [country.alpha_2.lower() for country in pycountry.countries] + settings["user_assigned"]
    rows = [_row(code, *facts[code], settings) for code in codes]
    rows += [_historical(code, entry) for code, entry in settings["historical"].items()]
    rows.sort(key=lambda row: row["code"])
    _refuse_ambiguity(rows)
    return rows


def render(rows: Iterable[Row]) -> str:
    """Write the rows as CSV text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def folded(name: str) -> str:
    """Fold a printed name as a lookup does: case, spacing and the form of apostrophes do not count."""
    return " ".join(re.sub("[’ʼ`´‘]", "'", name).casefold().split())


def _facts() -> dict[str, tuple[str, str]]:
    with (HERE / "countries-facts.csv").open(encoding="utf-8", newline="") as lines:
        return {row["alpha2"].lower(): (row["alpha3"], row["wikidata"]) for row in csv.DictReader(lines)}


def _row(code: str, alpha3: str, wikidata: str, settings: Settings) -> Row:
    row = {"code": code, "alpha3": alpha3, "wikidata": wikidata}
    for language, locales in LOCALES.items():
        cldr = [_capitalised(Locale.parse(locale).territories[code.upper()]) for locale in locales]
        preferred = settings["preferred"][language].get(code) or _running_text(cldr[0])
        also = [*cldr, *_iso_names(code, language), *settings["also"][language].get(code, ())]
        row[language] = _typographic(preferred)
        row[f"also_{language}"] = _several(also, preferred, language, settings["left_out"])
    return row


def _historical(code: str, entry: Settings) -> Row:
    also = {f"also_{language}": _several(entry[f"also_{language}"], entry[language], language) for language in LOCALES}
    return {"code": code, "alpha3": entry["alpha3"], "wikidata": "", "en": entry["en"], "fr": entry["fr"], **also}


def _iso_names(code: str, language: str) -> Iterator[str]:
    """Yield the short, common and official name, but none turned round for an index (`Korea, Republic of`)."""
    country = pycountry.countries.get(alpha_2=code.upper())
    in_language = (
        str
        if language == "en"
        else gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language]).gettext
    )
    for field in ("name", "common_name", "official_name"):
        name = getattr(country, field, None)
        if name and "," not in in_language(name):
            yield re.sub("^(the |L')", "", in_language(name))


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]


def _running_text(name: str) -> str:
    return name.replace("&", "and").replace("St. ", "Saint ")


def _typographic(name: str) -> str:
    """Put a name into NFC, with ’ for an apostrophe within a word and plain hyphens."""
    return unicodedata.normalize("NFC", re.sub(r"(?<=\w)'(?=\w)", "’", name).replace("\u2011", "-"))


def _several(names: Iterable[str], preferred: str, language: str, left_out: Iterable[str] = ()) -> str:
    """Join the names other than the preferred one, each once, in the order of their sources."""
    names = [_typographic(name) for name in names]
    if language == "fr":  # the Assembly prints French capitals without accents too: Etats-Unis
        names += [name.translate(_BARE_CAPITALS) for name in (_typographic(preferred), *names)]
    known = {folded(name) for name in (preferred, *left_out)}
    also = []
    for name in names:
        if folded(name) not in known:
            known.add(folded(name))
            also.append(name)
    return " | ".join(also)


def _refuse_ambiguity(rows: Iterable[Row]) -> None:
    taken: dict[tuple[str, str], str] = {}
    for row in rows:
        for language in LOCALES:
            for name in (row[language], *filter(None, row[f"also_{language}"].split(" | "))):
                other = taken.setdefault((language, folded(name)), row["code"])
                if other != row["code"]:
                    raise AmbiguousNameError(
                        f"{name!r} is {other} and {row['code']}; tools/countries.toml can leave it out"
                    )


def main(arguments: list[str] | None = None) -> int:
    """Write the table, or say whether the one at `--output` is as it would be written; the exit code."""
    parser = argparse.ArgumentParser(description="make mappings/codes/countries.csv")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file differs")
    parser.add_argument("--output", type=Path, default=TABLE)
    options = parser.parse_args(arguments)
    text = render(table())
    if not options.check:
        options.output.write_text(text, encoding="utf-8", newline="\n")
        print(f"wrote {options.output}: {text.count(chr(10)) - 1} rows")
    elif not options.output.exists() or options.output.read_bytes() != text.encode():
        print(f"{options.output} is not what this tool makes: run python tools/countries.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
