"""What annotation tools export to single annotations: what they are of, what they say, in one form.

Understood are a single annotation, lists, `AnnotationCollection`, `AnnotationPage`, JSON-LD with `@graph`, and what
Hypothesis answers (`rows`). Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ld_export.curation.webjson import Raw, term_of
from ld_export.errors import CurationProblem, LdExportError, raise_all

MOST = 20_000  # annotations in a file
MOST_PROBLEMS = 100  # that are named
_PAGES = {"AnnotationCollection", "AnnotationPage", "Collection", "OrderedCollection", "OrderedCollectionPage"}
_COMMENTS = {"commenting", "describing", "replying", "questioning", "editing", "assessing", "moderating"}
_TAGS = {"tagging", "classifying", "identifying"}


class Body(NamedTuple):
    """One body: a `node` of ours, or a `tag`, a `thing` (its IRI) or a `comment`."""

    form: str
    value: Any


class WebAnnotation(NamedTuple):
    """One annotation: its name, and that with the file's for messages, its words' source if told, selectors, bodies."""

    origin: str
    name: str
    source: str | None
    quote: Raw | None
    span: Raw | None
    bodies: tuple[Body, ...]


# -- finding annotations -------------------------------------------------------------------------------------------


def annotations_in(value: Any, name: str) -> list[WebAnnotation]:
    """All annotations of a file, in its order.

    Raises `CurationProblem` where there are none, too many, or where some are said to be elsewhere, and names together
    all those that cannot be understood.
    """
    nodes = _Nodes(value, name)
    found = list(nodes.annotations(value, 0))
    if not found:
        raise CurationProblem("no annotation in it", name, "export annotations as W3C Web Annotations (JSON-LD)")
    if len(found) > MOST:
        raise CurationProblem(f"more than {MOST} annotations", name, "part the file")
    read: list[WebAnnotation] = []
    problems: list[LdExportError] = []
    for number, raw in enumerate(found, start=1):
        try:
            read.append(_Reading(raw, nodes, number).annotation())
        except CurationProblem as problem:
            problems.append(problem)
    raise_some(problems, name)
    return read


def raise_some(problems: Sequence[LdExportError], name: str) -> None:
    """Raise nothing, the one problem, or all together; of very many the first."""
    rest = [CurationProblem("and more problems", name, "mend these first")] if len(problems) > MOST_PROBLEMS else []
    raise_all([*problems[:MOST_PROBLEMS], *rest])


class _Nodes:
    """The nodes of a file: with `@graph` they lie side by side and refer to one another by their ids."""

    def __init__(self, value: Any, name: str) -> None:
        self.name = name
        graph = value.get("@graph") if isinstance(value, dict) else None
        listed = graph if isinstance(graph, list) else []
        self._by_id = {one["id"]: one for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str)}

    def whole(self, value: Any) -> Any:
        """A node that is only referred to."""
        id_ = value.get("id") if isinstance(value, dict) and len(value) == 1 else value
        return self._by_id.get(id_, value) if isinstance(id_, str) else value

    def annotations(self, value: Any, depth: int) -> Iterator[Raw]:
        """The annotations within a value, wherever lists and collections have them."""
        value = self.whole(value)
        if depth > 8:
            raise self._problem("collections within collections")
        if isinstance(value, list):
            for one in value:
                yield from self.annotations(one, depth + 1)
        elif not isinstance(value, dict):
            raise self._problem(f"{str(value)[:80]!r} is no annotation: what it stands for is elsewhere")
        elif isinstance(graph := value.get("@graph"), list):
            yield from (one for one in graph if isinstance(one, dict) and _is_annotation(one))
        elif isinstance(rows := value.get("rows"), list):
            yield from self.annotations(rows, depth + 1)
        elif types_of(value) & _PAGES or "items" in value:
            for part in ("first", "items", "next"):
                yield from self.annotations(value.get(part, []), depth + 1)
        elif _is_annotation(value):
            yield value
        else:
            raise self._problem(f"an object of the type {_shown(value.get('type'))} is no annotation")

    def _problem(self, message: str) -> CurationProblem:
        return CurationProblem(message, self.name, "put the annotations themselves into the file")


def _is_annotation(value: Mapping[str, Any]) -> bool:
    return "Annotation" in types_of(value) or "target" in value


def types_of(value: Mapping[str, Any]) -> set[str]:
    """The types of a node, those of the standard without its prefix."""
    return {term_of(one) for one in _listed(value.get("type")) if isinstance(one, str)}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _shown(value: Any) -> str:
    return ascii(value)[:100]


# -- reading one ---------------------------------------------------------------------------------------------------


class _Reading:
    """One annotation while it is read."""

    def __init__(self, raw: Raw, nodes: _Nodes, number: int) -> None:
        self._raw = raw
        self._nodes = nodes
        id_ = raw.get("id")
        shown = id_ if isinstance(id_, str) and id_.isprintable() and id_ else f"number {number}"
        self._origin = f"annotation {shown[:200]}"
        self._name = f"{nodes.name}, {self._origin}"

    def annotation(self) -> WebAnnotation:
        target = self._target()
        selectors = [self._nodes.whole(one) for one in _listed(target.get("selector"))]
        quote, span = (self._selector(selectors, f"Text{one}Selector") for one in ("Quote", "Position"))
        if quote is None and span is None:
            raise self._problem("no words are chosen", "only annotations of words can become items: take it out")
        source = self._iri(target.get("source", self._raw.get("uri")))
        bodies = tuple(body for one in self._bodies() for body in self._body(self._nodes.whole(one)))
        return WebAnnotation(self._origin, self._name, source, quote, span, bodies)

    def _target(self) -> Raw:
        targets = _listed(self._raw.get("target"))
        if len(targets) != 1:
            raise self._problem(f"it has {len(targets)} targets", "make one annotation of each")
        target = self._nodes.whole(targets[0])
        return target if isinstance(target, dict) else {"source": target}

    def _selector(self, selectors: list[Any], wanted: str) -> Raw | None:
        found = [one for one in selectors if isinstance(one, dict) and wanted in types_of(one)]
        if any("refinedBy" in one for one in selectors if isinstance(one, dict)):
            raise self._problem("a selector refines another", "choose the words directly")
        if len(found) > 1:
            raise self._problem(f"it has {len(found)} selectors of the type {wanted}", "make one annotation of each")
        return {key: _plain(one) for key, one in found[0].items()} if found else None

    def _iri(self, value: Any) -> str | None:
        value = _plain(value)
        value = value.get("id") if isinstance(value, dict) else value
        if value is not None and not isinstance(value, str):
            raise self._problem(f"the source {_shown(value)} is no address", "export it anew")
        return value

    def _bodies(self) -> Iterator[Any]:
        """The bodies; what Hypothesis calls tags and text are the same."""
        yield from _listed(self._raw.get("body"))
        for key, purpose in (("bodyValue", ""), ("tags", "tagging"), ("text", "commenting")):
            for one in _listed(self._raw.get(key)):
                if one != "":
                    yield {"type": "TextualBody", "value": one, "purpose": purpose or self._raw.get("motivation")}

    def _body(self, body: Any) -> Iterator[Body]:
        if isinstance(body, str):
            yield Body("thing", body)
            return
        if not isinstance(body, dict):
            raise self._problem(f"the body {_shown(body)} cannot be understood", "give it a type")
        types = types_of(body)
        if any(one.startswith(("hrd:", "foaf:")) for one in types):
            yield Body("node", body)
        elif "TextualBody" in types or ("value" in body and not types):
            yield self._textual(body)
        elif "SpecificResource" in types and (source := self._iri(body.get("source"))):
            yield Body("thing", source)
        elif isinstance(id_ := body.get("id"), str) and not types & {"Choice", "List", "Composite", "Independents"}:
            yield Body("thing", id_)
        else:
            raise self._problem(
                f"a body of the type {_shown(body.get('type'))} cannot be understood",
                "use tags, comments, and IRIs of this publication",
            )

    def _textual(self, body: Raw) -> Body:
        value = _plain(body.get("value"))
        if not isinstance(value, str) or not value.strip():
            raise self._problem("a textual body without a text", "write the text, or take the body out")
        said = body.get("purpose") or self._raw.get("motivation")
        purposes = {term_of(_plain(one)) for one in _listed(said) if isinstance(_plain(one), str)}
        if purposes & _TAGS and not purposes & _COMMENTS:
            return Body("tag", value.strip())
        return Body("comment", value.strip())

    def _problem(self, message: str, remedy: str) -> CurationProblem:
        return CurationProblem(message, self._name, remedy)


def _is_one(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 1


def _plain(value: Any) -> Any:
    """A value that JSON-LD wraps: `{"@value": 3}`, `{"@id": …}`, a list of one."""
    value = value[0] if _is_one(value) else value
    if isinstance(value, dict) and set(value) & {"value", "id"} and set(value) <= {"value", "id", "type", "@language"}:
        return value.get("value", value.get("id"))
    return value
