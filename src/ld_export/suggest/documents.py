"""Which document a citation names: one of the publication, a row of `cited.csv`, a known instrument, or a new row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ld_export.model import CitedDocument
from ld_export.recognise import Found
from ld_export.recognise.words import table


class Citable:
    """The documents that can be cited by key; `added` are those that have no row yet."""

    def __init__(self, cited: Iterable[CitedDocument], published: Mapping[str, str]) -> None:
        self._cited = {document.key: document for document in cited}
        self._published = dict(published)
        self._by_number = {
            document.document_number: document.key for document in self._cited.values() if document.document_number
        }
        self.added: dict[str, CitedDocument] = {}

    def key(self, one: Found, language: str) -> tuple[str, str]:
        """The key of a cited document and a remark for the reviewer; an empty key where the words do not tell."""
        if one.code.startswith("date:"):
            return self._by_date(one.code.removeprefix("date:"))
        key = one.code
        if one.rule == "document":
            number = key.removeprefix("pace-doc-")
            key = (
                self._published.get(number)
                or self._by_number.get(f"Doc. {number}")
                or self._by_number.get(number)
                or key
            )
        if key and key not in self._cited and key not in self._published.values() and key not in self.added:
            self.added[key] = _new(key, one, language)
        return key, "" if key else "; give the document a row of entities/cited.csv"

    def _by_date(self, date: str) -> tuple[str, str]:
        found = [
            document.key
            for document in self._cited.values()
            if document.date and (document.date == date or (date.startswith("--") and document.date[4:] == date[1:]))
        ]
        if len(found) == 1:
            return found[0], ", the only document of that date in cited.csv"
        return "", "; say which document of that date it is"


def _new(key: str, one: Found, language: str) -> CitedDocument:
    row = next((row for row in table("instruments") if row["key"] == key), None)
    if row is None:
        title = " ".join(one.words.split())
        return CitedDocument(
            key=key, title=title if language == "en" else "", translated={"fr": title} if language == "fr" else {}
        )
    return CitedDocument(
        key=key,
        title=row["title"],
        translated={"fr": row["title_fr"]} if row["title_fr"] else {},
        document_number=row["document_number"] or None,
        date=row["date"] or None,
        publisher=row["publisher"] or None,
        source="mappings/recognise/instruments.csv",
    )
