"""The data set in the Vocabulary of Interlinked Datasets: what there is of it, how much, and where it leads.

See https://www.w3.org/TR/void/.
"""

from __future__ import annotations

from collections.abc import Iterator

from ld_export.catalogue.counting import Counts
from ld_export.catalogue.record import Dataset
from ld_export.graph import compact_iri, prefixes
from ld_export.iris import Minter
from ld_export.mapping import Node

_FORMATS = "http://www.w3.org/ns/formats/"


def void(dataset: Dataset, total: Counts, file: str) -> list[Node]:
    """The nodes of the description in a file; `total` are the counts of the whole."""
    mint = Minter(dataset.base)
    partitions = [*_class_partitions(mint, total), *_property_partitions(mint, total)]
    subsets = list(_subsets(mint, dataset))
    links = list(_link_sets(mint, total))
    node = _dataset(mint, dataset, total) | {
        "classPartition": [one["id"] for one in partitions if "class" in one],
        "propertyPartition": [one["id"] for one in partitions if "property" in one],
        "subset": [one["id"] for one in (*subsets, *links)],
    }
    about = {"id": dataset.site + file, "type": "void:DatasetDescription", "primaryTopic": node["id"]}
    targets = [_target(mint, host) for host in sorted({host for _, host in total.links})]
    return [about, node, _publisher(mint, dataset), *subsets, *links, *targets, *partitions]


def _dataset(mint: Minter, dataset: Dataset, total: Counts) -> Node:
    graph = [one for one in dataset.distributions if not one.file.counted]
    return {
        "id": mint("Dataset"),
        "type": ["void:Dataset", "dcat:Dataset"],
        "title": dict(dataset.title),
        "description": dict(dataset.description),
        "homepage": dataset.site,
        "landingPage": dataset.page,
        "publisher": mint("DatasetPart", about="publisher"),
        "license": dataset.licence,
        "issued": dataset.issued,
        "modified": dataset.modified,
        "version": dataset.version,
        "uriSpace": dataset.base,
        **_statistics(total),
        "feature": sorted({_FORMATS + one.file.format.w3c for one in graph}),
        "dataDump": [dataset.address(one) for one in graph],
        "vocabulary": sorted(_vocabularies(total)),
        "exampleResource": list(dataset.examples),
    }


def _statistics(counts: Counts) -> Node:
    """Everything that is described has an IRI, so that the subjects are the entities."""
    return {
        "triples": counts.statements,
        "entities": counts.subjects,
        "distinctSubjects": counts.subjects,
        "classes": len(counts.classes),
        "properties": len(counts.properties),
    }


def _vocabularies(total: Counts) -> Iterator[str]:
    """The namespaces of the terms that are used, each once."""
    terms = (*total.classes, *total.properties)
    return (space for space in prefixes().values() if any(term.startswith(space) for term in terms))


def _publisher(mint: Minter, dataset: Dataset) -> Node:
    return {"id": mint("DatasetPart", about="publisher"), "type": "foaf:Agent", "name": dataset.publisher.name}


def _subsets(mint: Minter, dataset: Dataset) -> Iterator[Node]:
    """What documents, the registry and the vocabulary say, apart from one another: named graphs in some dumps."""
    for kind, counts in dataset.counts.items():
        yield {"id": mint("DatasetPart", about=kind), "type": "void:Dataset", **_statistics(counts)}


def _class_partitions(mint: Minter, total: Counts) -> Iterator[Node]:
    for term, number in total.classes.items():
        yield {"id": _about(mint, "class", term), "type": "void:Dataset", "class": term, "entities": number}


def _property_partitions(mint: Minter, total: Counts) -> Iterator[Node]:
    for term, number in total.properties.items():
        yield {"id": _about(mint, "property", term), "type": "void:Dataset", "property": term, "triples": number}


def _link_sets(mint: Minter, total: Counts) -> Iterator[Node]:
    for (predicate, host), number in total.links.items():
        yield {
            "id": _about(mint, "links", predicate, _host(host)),
            "type": "void:Linkset",
            "linkPredicate": predicate,
            "subjectsTarget": mint("Dataset"),
            "objectsTarget": _about(mint, "to", _host(host)),
            "triples": number,
        }


def _target(mint: Minter, host: str) -> Node:
    """What is known of a data set that is linked to: how its IRIs begin."""
    return {"id": _about(mint, "to", _host(host)), "type": "void:Dataset", "uriSpace": host}


def _host(address: str) -> str:
    return address.split("/")[2]


def _about(mint: Minter, kind: str, *names: str) -> str:
    """The IRI of a part that is about some terms or hosts."""
    short = (compact_iri(name).rpartition("//")[2] for name in names)
    plain = ("".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in name).strip("-") for name in short)
    return mint("DatasetPart", about="-".join([kind, *plain]))
