"""The data set as data portals want it told: DCAT, with what its application profile for Europe asks for.

See https://www.w3.org/TR/vocab-dcat-3/ and https://semiceu.github.io/DCAT-AP/releases/3.0.0/.
"""

from __future__ import annotations

from collections.abc import Iterator

from ld_export.catalogue.record import Dataset, Distribution
from ld_export.codes import language_alpha3
from ld_export.iris import Minter
from ld_export.mapping import Node

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_GZIP = "iana:application/gzip"
_SHA256 = "spdx:checksumAlgorithm_sha256"


def dcat(dataset: Dataset) -> list[Node]:
    """The nodes of the catalogue, which lists one data set, and of all that it is made of."""
    mint = Minter(dataset.base)
    return [
        _catalogue(mint, dataset),
        _dataset(mint, dataset),
        *_people(mint, dataset),
        *_period(mint, dataset),
        *(node for one in dataset.distributions for node in _distribution(mint, dataset, one)),
        *({"id": place, "type": "dcterms:Location"} for place in dataset.settings.spatial),
        {"id": dataset.licence, "type": "dcterms:LicenseDocument"},
        {"id": dataset.ontology, "type": "dcterms:Standard"},
    ]


def _common(mint: Minter, dataset: Dataset) -> Node:
    """What is the same of the data set and of the catalogue that it stands in."""
    return {
        "title": dict(dataset.title),
        "description": dict(dataset.description),
        "publisher": mint("DatasetPart", about="publisher"),
        "license": dataset.licence,
        "language": [_language(code) for code in dataset.languages],
        "issued": dataset.issued,
        "modified": dataset.modified,
        "spatial": list(dataset.settings.spatial),
    }


def _language(code: str) -> str:
    """A language by the EU's list, or by that of the Library of Congress where its code of three letters is unknown."""
    alpha3 = language_alpha3().get(code)
    return f"{_AUTHORITY}language/{alpha3.upper()}" if alpha3 else f"http://id.loc.gov/vocabulary/iso639-1/{code}"


def _catalogue(mint: Minter, dataset: Dataset) -> Node:
    return {
        "id": mint("DatasetPart", about="catalogue"),
        "type": "dcat:Catalog",
        **_common(mint, dataset),
        "homepage": dataset.site,
        "themeTaxonomy": _AUTHORITY + "data-theme",
        "dataset": mint("Dataset"),
    }


def _dataset(mint: Minter, dataset: Dataset) -> Node:
    return {
        "id": mint("Dataset"),
        "type": "dcat:Dataset",
        **_common(mint, dataset),
        "identifier": dataset.settings.doi or mint("Dataset"),
        "version": dataset.version,
        "keyword": {language: list(words) for language, words in dataset.keywords.items()},
        "theme": list(dataset.settings.themes),
        "contactPoint": mint("DatasetPart", about="contact"),
        "landingPage": dataset.page,
        "conformsTo": dataset.ontology,
        "accessRights": _AUTHORITY + "access-right/PUBLIC",
        "temporal": mint("DatasetPart", about="period") if dataset.period else "",
        "distribution": [_iri(mint, one) for one in dataset.distributions],
    }


def _people(mint: Minter, dataset: Dataset) -> Iterator[Node]:
    publisher = dataset.publisher
    by_mail = publisher.contact.startswith("mailto:")
    yield {
        "id": mint("DatasetPart", about="publisher"),
        "type": "foaf:Agent",
        "name": publisher.name,
        "homepage": publisher.url,
    }
    yield {
        "id": mint("DatasetPart", about="contact"),
        "type": "vcard:Kind",
        "fn": publisher.name,
        "hasEmail" if by_mail else "hasURL": publisher.contact,
    }


def _period(mint: Minter, dataset: Dataset) -> Iterator[Node]:
    """From the first document's date to the last one's."""
    if dataset.period:
        begin, end = dataset.period
        about = mint("DatasetPart", about="period")
        yield {"id": about, "type": "dcterms:PeriodOfTime", "startDate": begin, "endDate": end}


def _iri(mint: Minter, one: Distribution) -> str:
    return mint("DatasetPart", about=one.name)


def _distribution(mint: Minter, dataset: Dataset, one: Distribution) -> Iterator[Node]:
    address, checksum = dataset.address(one), mint("DatasetPart", about=f"{one.name}-sha256")
    yield {
        "id": _iri(mint, one),
        "type": "dcat:Distribution",
        "title": dict.fromkeys(one.title, one.name),
        "description": dict(one.title),
        "accessURL": dataset.page,
        "downloadURL": address,
        "license": dataset.licence,
        "format": _AUTHORITY + f"file-type/{one.file.format.file_type}",
        "mediaType": f"iana:{one.file.format.media_type}",
        "compressFormat": _GZIP if one.compressed else "",
        "byteSize": str(one.size),
        "checksum": checksum,
        "issued": dataset.issued,
        "modified": dataset.modified,
        "conformsTo": dataset.ontology if not one.file.counted else "",
    }
    yield {"id": checksum, "type": "spdx:Checksum", "algorithm": _SHA256, "checksumValue": one.sha256}
