"""Texts and a registry to documents: which sources are one work, and who its signatories are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Protocol, TypeVar

from ld_export.codes import has_own_number, kinds
from ld_export.errors import DocumentConflict, LdExportError, SettingsProblem, raise_all
from ld_export.evidence import within_rights
from ld_export.model import Annotations, Document, Head, LanguageVersion, Signatory, Signature, Text, WithheldSignature
from ld_export.names import matching_key, slug
from ld_export.registry import Match, Registry
from ld_export.settings import FILE_NAME, DocumentSettings, Settings


class Source(Protocol):
    """What tells which work a source is of: its file, its language, and the key of its document."""

    @property
    def source(self) -> str:
        """The file's name."""

    @property
    def language(self) -> str:
        """ISO 639-1."""

    @property
    def key(self) -> str:
        """See `document_key`."""


AnySource = TypeVar("AnySource", bound=Source)


def document_key(text: Text, settings: DocumentSettings) -> str:
    """The lasting key of the document a text is of: from its content, or from the settings where it has no number."""
    kind = kinds()[text.kind]
    number = text.number if has_own_number(text.kind) else slug(text.document_number or "")
    if kind["key"] and number:
        return f"{kind['key']}-{number}"
    if kind["key"]:
        raise DocumentConflict(f"a {kind['en'].lower()} without its number", text.source, "check the header line")
    if settings.key is None:
        raise SettingsProblem(
            f"{text.source} has no number to make its URI from", _section(text.source), 'give it a lasting key = "…"'
        )
    return settings.key


def _stem(file: str) -> str:
    return PurePath(file).stem


def _section(file: str) -> str:
    return f"{FILE_NAME}, [documents.{_stem(file)}]"


def group_by_work(sources: Iterable[AnySource], settings: Settings) -> dict[str, dict[str, AnySource]]:
    """The works by key, each with its sources by language (in the order of the settings), reissues resolved.

    Raises `DocumentConflict` naming both files where two are the same work in the same language and the
    settings do not say that one replaces the other.
    """
    sources = sorted(sources, key=lambda source: source.source)
    replaced = _replaced_files({_stem(source.source): source for source in sources}, settings)
    works: dict[str, dict[str, AnySource]] = {}
    problems: list[LdExportError] = []
    for source in sources:
        if _stem(source.source) in replaced:
            continue
        try:
            _add(works.setdefault(source.key, {}), source, settings)
        except LdExportError as problem:
            problems.append(problem)
    raise_all(problems)
    order = settings.languages.index
    return {key: dict(sorted(work.items(), key=lambda item: order(item[0]))) for key, work in sorted(works.items())}


def _add(work: dict[str, AnySource], source: AnySource, settings: Settings) -> None:
    if source.language not in settings.languages:
        raise SettingsProblem(
            f"{source.source} is in {source.language!r}, and the publication's languages are "
            f"{', '.join(settings.languages)}",
            FILE_NAME,
            "add it to languages",
        )
    other = work.setdefault(source.language, source)
    if other is not source:
        raise DocumentConflict(
            f"{other.source} and {source.source} are the same document in the same language ({source.language})",
            remedy=f'remove one, or write replaces = "{_stem(other.source)}" under [documents.{_stem(source.source)}]'
            f" in {FILE_NAME} if it was reissued",
        )


def _replaced_files(sources: Mapping[str, AnySource], settings: Settings) -> set[str]:
    """The files (without ending) that another replaces; `SettingsProblem` for an unknown file or a circle.

    `DocumentConflict` for a file of another document: it would disappear unseen.
    """
    replaces = {stem: one.replaces for stem, one in settings.documents.items() if one.replaces is not None}
    for stem, earlier in replaces.items():
        for name in (stem, earlier):
            if name not in sources:
                raise SettingsProblem(f"no document file {name!r}", f"{FILE_NAME}, [documents.{stem}]", "correct it")
        if (sources[stem].key, sources[stem].language) != (sources[earlier].key, sources[earlier].language):
            raise DocumentConflict(
                f"{sources[earlier].source} is another document than {sources[stem].source}, or in another language",
                _section(stem),
                "a file replaces an earlier capture of itself: correct replaces",
            )
        seen, at = {stem}, earlier
        while at in replaces:
            if at in seen:
                raise SettingsProblem(f"{stem} and {earlier} replace each other", FILE_NAME, "keep one of the two")
            seen.add(at)
            at = replaces[at]
    return set(replaces.values())


def publisher_of(text: Head | Text, settings: DocumentSettings, registry: Registry) -> str:
    """The id of the body that published a text; `SettingsProblem` where none is known."""
    publisher = kinds()[text.kind]["publisher"] or settings.publisher or ""
    row = registry.organizations.get(publisher)
    if row is None or row.status != "active":
        raise SettingsProblem(
            f"the publisher {publisher!r} is no active organisation of the registry" if publisher else "no publisher",
            _section(text.source),
            "name one of entities/organizations.csv as publisher",
        )
    return publisher


def to_document(
    key: str,
    texts: Mapping[str, Text],
    settings: Mapping[str, DocumentSettings],
    publisher: str,
    matches: Sequence[Match | None],
    *,
    annotations: Annotations | None = None,
) -> Document:
    """One work from its texts and their settings by language; `matches` are its signatories' rows, in order.

    `annotations` are those of all its texts, resolved.

    Raises `DocumentConflict` where the languages disagree on a field or on the signatories, and where two
    signatories are one row of the registry.
    """
    first, *others = texts.values()
    for other in others:
        _check_agreement(first, other)
    # The strictest of its texts' rights holds for the work, so that no passage is published by mistake.
    rights = max((one.rights for one in settings.values()), key=("full", "quotes", "metadata").index)
    if annotations and rights == "quotes":
        annotations = within_rights(annotations, {language: text.passages for language, text in texts.items()})
    return Document(
        key=key,
        kind=first.kind,
        publisher=publisher,
        rights=rights,
        versions=tuple(_version(text, settings[language]) for language, text in texts.items()),
        signatures=_signatures(texts, matches),
        withheld=tuple(
            WithheldSignature(key=f"withheld-{number}", position=position)
            for number, position in enumerate(first.withheld, start=1)
        ),
        number=first.number,
        document_number=first.document_number,
        date=first.date or next((one.date for one in settings.values() if one.date), None),
        # Nothing of the text is published where only metadata are: there is no place to point to.
        annotations=None if rights == "metadata" else annotations,
    )


def _check_agreement(first: Text, other: Text) -> None:
    for field in ("kind", "number", "document_number", "date"):
        if getattr(first, field) != getattr(other, field):
            raise DocumentConflict(
                f"{first.source} and {other.source} disagree on {field}: "
                f"{getattr(first, field)} and {getattr(other, field)}",
                remedy="they are the same document in two languages: correct one",
            )
    if first.withheld != other.withheld:
        raise DocumentConflict(
            f"{first.source} and {other.source} have withheld people in other places of the list of signatories",
            remedy="they are the same document in two languages: add the other spelling to the list of withheld people",
        )
    if len(first.signatories) != len(other.signatories):
        raise DocumentConflict(
            f"{first.source} has {len(first.signatories)} signatories and {other.source} {len(other.signatories)}",
            remedy="they are the same document in two languages: use captures of the same day",
        )
    for one, two in zip(first.signatories, other.signatories, strict=True):
        if _who(one) != _who(two):
            raise DocumentConflict(
                f"signatory {one.position} is {one.name_as_printed} in {first.source} and "
                f"{two.name_as_printed} in {other.source}, or of another country or group",
                remedy="correct the one that is wrong",
            )


def _who(signatory: Signatory) -> tuple[str, str, str | None]:
    return matching_key(signatory.name_as_printed), signatory.country, signatory.group


def _version(text: Text, settings: DocumentSettings) -> LanguageVersion:
    return LanguageVersion(
        language=text.language,
        sha256=text.sha256,
        title=text.title,
        passages=text.passages,
        url=settings.source,
        rights_statement=settings.rights_statement,
        author_as_printed=text.author_as_printed,
        origin_as_printed=text.origin_as_printed,
    )


def _signatures(texts: Mapping[str, Text], matches: Sequence[Match | None]) -> tuple[Signature, ...]:
    first = next(iter(texts.values()))
    made: dict[str, Signature] = {}
    entries = zip(*(text.signatories for text in texts.values()), strict=True)
    for printed, match in zip(entries, matches, strict=True):
        signature = _signature(dict(zip(texts, printed, strict=True)), match, first.source)
        other = made.setdefault(signature.key, signature)
        if other is not signature:
            raise DocumentConflict(
                f"signatories {other.position} and {signature.position} are the same person",
                first.source,
                "if they are two, tell them apart in entities/persons.csv; if the list repeats one, remove it",
            )
    return tuple(made.values())


def _signature(printed: Mapping[str, Signatory], match: Match | None, source: str) -> Signature:
    first = next(iter(printed.values()))
    return Signature(
        key=_signature_key(first, match, f"{source}, signatory {first.position}"),
        position=first.position,
        name_as_printed=first.name_as_printed,
        country=first.country,
        country_as_printed={language: one.country_as_printed for language, one in printed.items()},
        signatory=match.person if match else None,
        group=first.group,
        honorific_as_printed=_said(printed, "honorific_as_printed"),
        group_as_printed=_said(printed, "group_as_printed"),
    )


def _signature_key(signatory: Signatory, match: Match | None, place: str) -> str:
    """What tells a signature apart within its document: the row's number, or a slug of the printed words."""
    if match is not None:
        return str(match.key)
    key = slug(f"{signatory.name_as_printed} {signatory.country}")
    if not key or key.isdigit():
        raise DocumentConflict(
            f"no slug can be made of {signatory.name_as_printed!r}", place, "add the person to entities/persons.csv"
        )
    return key


def _said(printed: Mapping[str, Signatory], field: str) -> dict[str, str]:
    words = {language: getattr(one, field) for language, one in printed.items()}
    return {language: word for language, word in words.items() if word}
