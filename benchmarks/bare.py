"""Entity pages by a bare loop: look-ups, a trivial template, the library's own serialisers, four files written."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import jinja2
import pyoxigraph as ox

from ld_export.graph import prefixes

_TEMPLATE = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{ iri }}</title></head><body><h1>{{ iri }}</h1>
<ul>{% for triple in outgoing %}<li>{{ triple.predicate.value }} {{ triple.object.value }}</li>{% endfor %}</ul>
<ul>{% for triple in incoming %}<li>{{ triple.subject.value }} {{ triple.predicate.value }}</li>{% endfor %}</ul>
</body></html>
"""


def bare_pages(store: ox.Store, paths: Mapping[str, str], target: Path, *, limit: int, parts: bool) -> None:
    """The files of the entities in `paths` (IRI to path without ending) in a folder.

    They hold the outgoing statements and at most `limit` incoming ones; with `parts` also the outgoing statements of
    what hangs on an entity by a fragment, as the toolkit's do.
    """
    template = jinja2.Environment(autoescape=True).from_string(_TEMPLATE)
    for iri, path in paths.items():
        node = ox.NamedNode(iri)
        outgoing = [quad.triple for quad in store.quads_for_pattern(node, None, None)]
        incoming = [quad.triple for quad in islice(store.quads_for_pattern(None, None, node), limit)]
        triples = [*outgoing, *incoming]
        if parts:
            triples += _of_parts(store, iri, triples)
        file = target / path
        page = template.render(iri=iri, outgoing=outgoing, incoming=incoming)
        file.with_name(f"{file.name}.html").write_bytes(page.encode())
        turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes())
        file.with_name(f"{file.name}.ttl").write_bytes(turtle or b"")
        for ending, rdf_format in ((".jsonld", ox.RdfFormat.JSON_LD), (".nt", ox.RdfFormat.N_TRIPLES)):
            file.with_name(f"{file.name}{ending}").write_bytes(ox.serialize(triples, format=rdf_format) or b"")


def _of_parts(store: ox.Store, iri: str, triples: list[ox.Triple]) -> list[ox.Triple]:
    near = {term for triple in triples for term in (triple.subject, triple.object) if isinstance(term, ox.NamedNode)}
    return [
        quad.triple
        for part in near
        if part.value.startswith(f"{iri}#")
        for quad in store.quads_for_pattern(part, None, None)
    ]
