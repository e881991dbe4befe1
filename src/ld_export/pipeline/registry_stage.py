"""The registry and the vocabulary as sources of the dumps: what documents name, described once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ld_export.codes import countries, groups
from ld_export.dumps import LAST, REGISTRY_ORDER, Block, blocks_of, to_block
from ld_export.errors import SettingsProblem
from ld_export.graph import NamedGraph, to_graph, vocabulary_graph
from ld_export.iris import Minter
from ld_export.mapping import (
    Node,
    cited_node,
    country_node,
    family_node,
    group_node,
    organization_node,
    person_node,
)
from ld_export.model import CitedDocument, Country, Family, Group, Organization, Person
from ld_export.registry import Registry
from ld_export.tables import Entity, entity_tables
from ld_export.validate import Finding, checked, concept_lines, types_in_lines, validate


def described(registry: Registry, names: Iterable[str], withdrawn: Iterable[CitedDocument] = ()) -> list[Entity]:
    """Every row of the registry but those that are only reserved, and of the code tables what documents name.

    `withdrawn` are documents of which only that is said.
    """
    names = set(names)
    bodies = {groups()[name.removeprefix("group/")].body for name in names if name.startswith("group/")}
    for body in bodies:
        row = registry.organizations.get(body)
        if row is None or row.status != "active":
            raise SettingsProblem(
                f"the body {body!r} of a political group has no active row", "entities/organizations.csv", "add its row"
            )
    return [
        *(person for person in registry.persons.values() if person.status != "reserved"),
        *registry.organizations.values(),
        *registry.families.values(),
        *(document for key, document in registry.cited.items() if f"declaration/{key}" in names),
        *withdrawn,
        *(group for id_, group in groups().items() if f"group/{id_}" in names),
        *(country for id_, country in countries().items() if f"country/{id_}" in names),
    ]


def registry_graph(entities: Iterable[Entity], mint: Minter) -> NamedGraph:
    """The entities as their named graph."""
    nodes = [_node(entity, mint) for entity in entities]
    return to_graph(nodes, mint("RegistryGraph"))


def _node(entity: Entity, mint: Minter) -> Node:
    match entity:
        case Person():
            return person_node(entity, mint)
        case Organization():
            return organization_node(entity, mint)
        case Family():
            return family_node(entity, mint)
        case CitedDocument():
            return cited_node(entity, mint)
        case Group():
            return group_node(entity, mint)
        case Country():
            return country_node(entity, mint)


def registry_blocks(entities: Sequence[Entity], graph: NamedGraph, mint: Minter) -> Mapping[str, Sequence[Block]]:
    """What the registry contributes to every dump."""
    blocks = blocks_of(graph, mint.base, REGISTRY_ORDER)
    living = [entity for entity in entities if getattr(entity, "status", "active") == "active"]
    for file, rows in entity_tables(living, mint).items():
        blocks[file] = [to_block(REGISTRY_ORDER, rows.encode())] if rows else []
    return blocks


def registry_findings(graph: NamedGraph) -> tuple[list[Finding], dict[str, int]]:
    """What the shapes find in the registry and in the concepts, and how many nodes of which class they see."""
    lines = [*graph.lines, *concept_lines()]
    return validate(lines), checked(types_in_lines(lines))


def vocabulary_blocks(mint: Minter) -> Mapping[str, Sequence[Block]]:
    """What the ontology and the concept schemes contribute to every RDF dump."""
    return blocks_of(vocabulary_graph(mint("VocabularyGraph")), mint.base, LAST)
