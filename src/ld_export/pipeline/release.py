"""What a build releases, held against the ledger: no address that was ever published may disappear."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyoxigraph as ox

from ld_export.codes import countries, groups
from ld_export.errors import DocumentConflict, RegistryProblem, ReleasedProblem
from ld_export.graph import RDF_TYPE, iri_of
from ld_export.iris import Minter
from ld_export.ledger import FILE_NAME, Ledger
from ld_export.model import CitedDocument
from ld_export.outputs import replace_file
from ld_export.pipeline.inputs import ENTITIES, Inputs, only_one
from ld_export.registry import Registry

_SHOWN = 5

_REMEDIES = {
    "declaration": f"put the document back (or its row in entities/cited.csv), or make it withdrawn in {FILE_NAME}",
    "person": "put the row back into entities/persons.csv, as withdrawn or merged-into:ID",
    "organization": "put the row back into entities/organizations.csv, as withdrawn or merged-into:ID",
    "family": "put the row back into entities/families.csv, as withdrawn or merged-into:ID",
}
_VOCABULARY_REMEDY = "a version of ld-export that has it, or the setting vocabulary_pages, brings it back"


def once_named(ledger: Ledger, registry: Registry) -> set[str]:
    """What documents named once, and code tables or rows of cited documents still tell of: its pages stay."""
    told = {f"country/{id_}" for id_ in countries()} | {f"group/{id_}" for id_ in groups()}
    return ledger.names() & {*told, *(f"declaration/{key}" for key in registry.cited)}


def withdrawn_documents(ledger: Ledger, here: Collection[str]) -> list[CitedDocument]:
    """The documents of which only a tombstone is left; `here` are the keys of all documents that something is said of.

    Raises `DocumentConflict` for one that is withdrawn and here.
    """
    keys = sorted(ledger.withdrawn_documents)
    for key in keys:
        if key in here:
            line = ledger.lines[f"{ledger.base}declaration/{key}"]
            raise DocumentConflict(
                f"the document {key} is withdrawn, and is here",
                f"{FILE_NAME}:{line}",
                "make it active, or take it away",
            )
    return [CitedDocument(key=key, title="", status="withdrawn") for key in keys]


def released_by(pages: Iterable[str], store: ox.Store, mint: Minter) -> set[str]:
    """The addresses of a site that are its own: of its entities, and of the ontology's terms where it has them."""
    own = {iri for iri in pages if iri.startswith(mint.base)}
    ontology = f"{mint.vocabulary}ontology"
    if ontology in own:
        graph = ox.NamedNode(mint("VocabularyGraph"))
        typed = store.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), None, graph)
        own |= {iri for quad in typed if (iri := iri_of(quad.subject)).startswith(f"{ontology}#")}
    return own


def released(ledger: Ledger, now: Collection[str], *, frozen: bool) -> Ledger:
    """The ledger after a build that has the addresses `now`.

    Raises `ReleasedProblem` where one of the ledger is not among them; and, where it is `frozen`, for a new one.
    """
    if lost := sorted(ledger.lines.keys() - now):
        _refuse_lost(ledger, lost)
    new = sorted(now - ledger.lines.keys())
    if frozen and new:
        raise ReleasedProblem(
            f"the ledger lacks {_counted(new, '')}: {_shown(new)}",
            FILE_NAME,
            "build without --frozen once, review the lines that it adds, and commit them",
        )
    return ledger.with_new(new)


def _refuse_lost(ledger: Ledger, lost: list[str]) -> None:
    if len(lost) == len(ledger.lines) and not any(uri.startswith(ledger.base) for uri in lost):
        raise ReleasedProblem(
            f"base_uri is {ledger.base}, and all {len(lost)} released addresses begin otherwise, as {lost[0]}",
            FILE_NAME,
            f"nothing was published; put base_uri back, or see docs/publisher.md before you remove {FILE_NAME}",
        )
    kinds = dict.fromkeys(uri.removeprefix(ledger.base).partition("/")[0] for uri in lost)
    remedies = dict.fromkeys(_REMEDIES.get(kind, _VOCABULARY_REMEDY) for kind in kinds)
    raise ReleasedProblem(
        f"{_counted(lost, 'released ')} would disappear: {_shown(lost)}",
        f"{FILE_NAME}:{ledger.lines[lost[0]]}",
        f"nothing was published; {'; '.join(remedies)}",
    )


def _counted(uris: list[str], kind: str) -> str:
    return f"1 {kind}address" if len(uris) == 1 else f"{len(uris)} {kind}addresses"


def _shown(uris: list[str]) -> str:
    more = f" and {len(uris) - _SHOWN} more" if len(uris) > _SHOWN else ""
    return ", ".join(uris[:_SHOWN]) + more


def write_ledger(inputs: Inputs, ledger: Ledger) -> None:
    """Write the ledger after a build, in one step that happens wholly or not at all.

    Raises `BuildLocked` where another build is writing, and `RegistryProblem` where the file is no longer what this
    build read.
    """
    path = inputs.publication / FILE_NAME
    with only_one(inputs.publication / ENTITIES):
        if (path.read_bytes() if path.exists() else None) != inputs.ledger.content:
            raise RegistryProblem("changed during the build", str(path), "nothing was published; build again")
        replace_file(path, ledger.text().encode())
