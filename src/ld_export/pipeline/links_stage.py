"""Link sets of others in a build: checked against the names that it has just written, and kept apart from its graph.

What they say is not what the documents say. So it is in no dump of the graph and in no entity's data, only in a file of
its own, each set in a named graph with its source and its licence, and on pages, as theirs.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ld_export.authority import JSON_FILE, read_authority
from ld_export.errors import SettingsProblem
from ld_export.graph import RDF_TYPE, expanded
from ld_export.iris import Minter
from ld_export.pages import Elsewhere
from ld_export.pipeline.generation import SITE
from ld_export.pipeline.index import digest
from ld_export.pipeline.inputs import Inputs
from ld_export.pipeline.site import DUMPS
from ld_export.settings import LinkSetSettings

if TYPE_CHECKING:
    from ld_export.linksets import Checked, Here

FILE = "links.nq"
_KEY = "elsewhere "
"""What the digests of an entity's links are remembered under, before its IRI."""

_SAME = ("owl:sameAs", "schema:sameAs")
_SAID: Mapping[str, str] = {
    **{expanded(name): "exact" for name in ("skos:exactMatch", *_SAME)},
    expanded("skos:closeMatch"): "close",
    expanded("skos:relatedMatch"): "related",
}
"""What others may say of ours and theirs, and what it is called on pages."""
RELATIONS = {"exact": "skos:exactMatch", "close": "skos:closeMatch", "related": "skos:relatedMatch"}
"""What each of these is written as."""

OTHER = "other statements"
"""What is counted where a set says something else, of a part of a document, or of what has no web address."""


class Links(NamedTuple):
    """What a build has of link sets: SHA-256 by path, links by our IRIs, and how many were left out, by why."""

    sums: Mapping[str, str]
    by_entity: Mapping[str, Sequence[Elsewhere]]
    left_out: Mapping[str, int]

    @property
    def digests(self) -> dict[str, str]:
        """What pages show of them, for the next build to compare."""
        return {f"{_KEY}{iri}": digest(found) for iri, found in self.by_entity.items()}


NONE = Links({}, {}, {})


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """The entities whose links are others than before."""
    names = {name for name in before.keys() | after.keys() if name.startswith(_KEY)}
    return {name.removeprefix(_KEY) for name in names if before.get(name) != after.get(name)}


class LinksStage(NamedTuple):
    """Reads the link sets of the settings, and writes what holds of them into a site that is being staged."""

    inputs: Inputs
    staging: Path

    def run(self) -> Links:
        """Write the file, if there are link sets. Raises `LdExportError` for one that cannot be read."""
        sets = self.inputs.settings.links
        if not sets:
            return NONE
        from ld_export.linksets import Here  # noqa: PLC0415 - only for who has link sets, as below

        names = self.staging / SITE / DUMPS / JSON_FILE
        here = Here(read_authority(names.read_bytes()))
        by_entity: defaultdict[str, set[Elsewhere]] = defaultdict(set)
        left_out: Counter[str] = Counter()
        lines: list[str] = []
        for key, settings in sorted(sets.items()):
            held = self._held(key, settings, here, left_out)
            lines += self._lines(key, settings, held)
            for iri, found in held:
                by_entity[iri].add(found)
        data = "".join(sorted(lines)).encode()
        (self.staging / SITE / DUMPS / FILE).write_bytes(data)
        order = {iri: sorted(found) for iri, found in sorted(by_entity.items())}
        return Links({f"{DUMPS}/{FILE}": hashlib.sha256(data).hexdigest()}, order, dict(sorted(left_out.items())))

    def _held(
        self, key: str, settings: LinkSetSettings, here: Here, left_out: Counter[str]
    ) -> set[tuple[str, Elsewhere]]:
        """The links of a set that hold, each with the IRI of ours that holds now."""
        from ld_export.linksets import HERE, MERGED, checked, read_statements  # noqa: PLC0415

        held = set()
        for one in checked(read_statements(self._path(settings)), here):
            if one.status not in (HERE, MERGED):
                left_out[one.status] += 1
            elif relation := _relation(one):
                held.add((one.now, Elsewhere(one.theirs, relation, key)))
            else:
                left_out[OTHER] += 1
        return held

    def _path(self, settings: LinkSetSettings) -> Path:
        path = self.inputs.publication / settings.file
        if path.stat().st_size > self.inputs.settings.size_limit:
            raise SettingsProblem(
                f"over {self.inputs.settings.size_limit:,} bytes", settings.file, "raise size_limit if you trust it"
            )
        return path

    def _lines(self, key: str, settings: LinkSetSettings, held: Iterable[tuple[str, Elsewhere]]) -> Iterator[str]:
        """The statements of a set in its graph: the links, and who says so."""
        mint = Minter(self.inputs.settings.base_uri)
        own = ox.NamedNode(mint("DatasetPart", about=f"links-{key}"))
        about: list[tuple[str, ox.NamedNode | ox.Literal]] = [
            (RDF_TYPE, ox.NamedNode("http://rdfs.org/ns/void#Linkset")),
            *((expanded("dcterms:title"), ox.Literal(text, language=code)) for code, text in settings.title.items()),
            (expanded("dcterms:source"), ox.NamedNode(settings.source)),
            (expanded("dcterms:license"), ox.NamedNode(settings.licence)),
        ]
        for predicate, value in about:
            yield f"{own} <{predicate}> {value} {own} .\n"
        for ours, found in held:
            yield f"<{found.iri}> <{expanded(RELATIONS[found.relation])}> <{ours}> {own} .\n"


def _relation(one: Checked) -> str:
    """How theirs is related to ours; nothing where that is no link between two web addresses.

    What is said to be the same is told as an exact match: of people nobody may conclude from one to the other.
    """
    web = one.theirs.startswith(("https://", "http://")) and "#" not in one.now
    return _SAID.get(one.statement.predicate, "") if web else ""
