"""The data set in schema.org's terms, for pages to embed: what search engines for data sets read.

See https://schema.org/Dataset and https://developers.google.com/search/docs/appearance/structured-data/dataset.
"""

from __future__ import annotations

import msgspec

from ld_export.catalogue.record import Dataset, Distribution
from ld_export.iris import Minter
from ld_export.mapping import Node

_LONGEST = 5000
"""So many characters of a description are read."""


def schema_org(dataset: Dataset, language: str, *, whole: bool) -> str:
    """The data set as JSON-LD in a language, safe inside a script element.

    Without `whole` it says nothing that changes with every statement (sizes, version), so that a page which embeds it
    need not be made again whenever the data are.
    """
    node = {**_summary(dataset, language), **(_state(dataset, language) if whole else {})}
    node["distribution"] = [_download(dataset, one, whole=whole) for one in dataset.distributions if not one.compressed]
    stated = {key: value for key, value in node.items() if value not in ("", None, [], ())}
    text = msgspec.json.encode({"@context": "https://schema.org", **stated}).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _summary(dataset: Dataset, language: str) -> Node:
    iri, publisher = Minter(dataset.base)("Dataset"), _publisher(dataset)
    return {
        "@type": "Dataset",
        "@id": iri,
        "name": dataset.title[language],
        "description": dataset.description[language][:_LONGEST],
        "url": dataset.page,
        "identifier": dataset.settings.doi or iri,
        "license": dataset.licence,
        "creator": publisher,
        "publisher": publisher,
        "inLanguage": list(dataset.languages),
        "keywords": list(dataset.keywords[language]),
        "isAccessibleForFree": True,
        "temporalCoverage": "/".join(dataset.period) if dataset.period else "",
        "spatialCoverage": list(dataset.settings.spatial),
        "datePublished": dataset.issued,
    }


def _state(dataset: Dataset, language: str) -> Node:
    return {
        "version": dataset.version,
        "dateModified": dataset.modified,
        "variableMeasured": [texts[language] for texts in dataset.classes.values()],
    }


def _publisher(dataset: Dataset) -> Node:
    publisher = dataset.publisher
    contact = {"email": publisher.contact.removeprefix("mailto:")} if publisher.contact.startswith("mailto:") else {}
    contact = contact or {"url": publisher.contact}
    node = {"@type": "Organization", "name": publisher.name, "contactPoint": {"@type": "ContactPoint", **contact}}
    return {**node, **({"url": publisher.url} if publisher.url else {})}


def _download(dataset: Dataset, one: Distribution, *, whole: bool) -> Node:
    node = {
        "@type": "DataDownload",
        "name": one.name,
        "encodingFormat": one.file.format.media_type,
        "contentUrl": dataset.address(one),
    }
    return {**node, "contentSize": f"{one.size} B", "sha256": one.sha256} if whole else node
