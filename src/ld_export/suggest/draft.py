"""From what was recognised to the items of a draft annotation file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ld_export.model import CitedDocument, Organization, Passage, Person, Text
from ld_export.names import matching_key, slug
from ld_export.recognise import Found, Number, Recognised, recognise
from ld_export.recognise.cues import Around, Demand, Violation, cues
from ld_export.recognise.hearsay import Voice, voice_in
from ld_export.registry import Registry
from ld_export.suggest.documents import Citable
from ld_export.suggest.people import Identities, Identity, families
from ld_export.suggest.roles import roles
from ld_export.suggest.second import Pipeline, load, opinion, with_opinion
from ld_export.suggest.writing import Item, scalar, section

_HEAD = "# A draft by ld-export suggest. Each item is suggested by the rule in its comment: correct or remove it."
_TAIL = "\n# Names and quotations that no item above covers: annotate them, or sign them off under not_relevant."


class Draft(NamedTuple):
    """A draft: its items by section, and the documents that it cites and nobody knows yet."""

    key: str
    language: str
    passages: tuple[Passage, ...]
    sections: Mapping[str, tuple[Item, ...]]
    new_documents: tuple[CitedDocument, ...]
    unaccounted: tuple[str, ...]

    def written(self) -> str:
        """The draft as YAML."""
        out = io.StringIO()
        print(_HEAD, file=out)
        print(f"document: {scalar(self.key)}\nlanguage: {self.language}\nstatus: suggested", file=out)
        for name, items in self.sections.items():
            for line in section(name, items, self.passages):
                print(line, file=out)
        if self.unaccounted:
            print(_TAIL, file=out)
            for line in self.unaccounted:
                print(f"# - {line}", file=out)
        return out.getvalue()


def draft(
    text: Text,
    key: str,
    registry: Registry | None = None,
    *,
    cited: Iterable[CitedDocument] = (),
    published: Mapping[str, str] | None = None,
    spacy_model: str | Pipeline | None = None,
) -> Draft:
    """The draft for a text. Its parameters are those of `suggest`."""
    known = registry or Registry()
    seen = recognise(text.passages, text.language, families(known))
    people = list(seen.people)
    if spacy_model is not None:
        pipeline = load(spacy_model) if isinstance(spacy_model, str) else spacy_model
        people = with_opinion(people, opinion(text.passages, pipeline))
    identities = Identities(known)
    made = _Maker(
        text=text,
        seen=seen,
        people=people,
        who=identities.of_document(people),
        new={person.id for person in identities.added},
        registry=known,
        citable=Citable(cited, published or {}),
    )
    sections = {
        "mentions": tuple(made.mentions()),
        "claims": tuple(made.claims()),
        "demands": tuple(made.demands()),
        "figures": tuple(made.figures()),
        "citations": tuple(made.citations()),
    }
    return Draft(
        key=key,
        language=text.language,
        passages=text.passages,
        sections=sections,
        new_documents=tuple(made.citable.added.values()),
        unaccounted=tuple(made.unaccounted(sections)),
    )


class _Maker:
    """Makes the items of one document."""

    def __init__(
        self,
        *,
        text: Text,
        seen: Recognised,
        people: list[Found],
        who: dict[Found, Identity],
        new: set[int],
        registry: Registry,
        citable: Citable,
    ) -> None:
        self.text, self.seen, self.people, self.who, self.citable = text, seen, people, who, citable
        self.new = new
        self._known_bodies = {
            matching_key(spelling): body
            for body in registry.organizations.values()
            if body.status == "active"
            for spelling in (body.name, *body.also_written, *body.translated.values())
        }
        self._cues = [self._cues_of(passage) for passage in text.passages]

    def _cues_of(self, passage: Passage) -> tuple[list[Demand], list[Violation]]:
        at = passage.position
        closed = [
            one
            for one in (*self.seen.names, *self.seen.citations)
            if one.passage == at and one.kind not in {"demonym", "name"}
        ]
        around = Around(
            people=[one for one in self.people if one.passage == at],
            names=[one for one in self.seen.names if one.passage == at],
            closed=closed,
            dates=[one for one in self.seen.dates if one.passage == at],
        )
        return cues(passage, self.text.language, around)

    def mentions(self) -> Iterator[Item]:
        """Persons, families, bodies and countries."""
        for passage in self.text.passages:
            here = [one for one in self.people if one.passage == passage.position]
            given = roles(passage, here, self.text.language)
            for one in here:
                role, described = given.get(one, ("", ""))
                extra = (("role", role), ("described_as", described)) if role else ()
                identity = self.who[one]
                yield _item(one, (*self._reference(identity), *extra), f"rule: {one.rule}, {identity.rule}")
        for one in self.seen.names:
            if one.kind == "country":
                yield _item(one, (("refers_to", f"country/{one.code}"),), f"rule: {one.rule}")
            elif one.kind == "family":
                yield _item(
                    one,
                    (("refers_to", f"family/? the {one.words}"),),
                    f"rule: {one.rule}",
                )
            elif one.kind == "organization":
                yield _item(one, self._body(one), f"rule: {one.rule}")

    def _reference(self, identity: Identity) -> tuple[tuple[str, str], ...]:
        if identity.person is None:
            return ()
        return (("refers_to", self._written(identity.person)),)

    def _written(self, person: Person) -> str:
        """A reference to a person: by id, or to be looked up by name where the registry has no row yet."""
        return f"person/{'?' if person.id in self.new else person.id} {person.name}"

    def _body(self, one: Found) -> tuple[tuple[str, str], ...]:
        body = self._body_of(one.words)
        if body is not None:
            return (("refers_to", f"organization/{body.id} {body.name}"),)
        if one.rule == "head-alone":  # `the Court`: which one, the text tells elsewhere
            return ()
        identifier = slug(one.words)[:100].strip("-")
        if not identifier:
            return ()
        return (("refers_to", f"organization/? {' '.join(one.words.split())}"),)

    def _body_of(self, words: str) -> Organization | None:
        name = matching_key(words)
        return self._known_bodies.get(name) or self._known_bodies.get(f"the {name}")

    def _people(self, key: str, people: Sequence[Found]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """A key with the people it names, unless it is open who one of them is."""
        persons = [self.who[one].person for one in people if one in self.who]
        references = tuple(dict.fromkeys(self._written(person) for person in persons if person is not None))
        if not references or any(person is None for person in persons):
            return ()
        return ((key, references),)

    def claims(self) -> Iterator[Item]:
        """Reported violations."""
        for passage, (_, violations) in zip(self.text.passages, self._cues, strict=True):
            for one in violations:
                voice = voice_in(passage, one.found.start, self._named_in(passage))
                keys: list[tuple[str, str | tuple[str, ...]]] = [
                    ("kind", one.kinds[0] if len(one.kinds) == 1 else one.kinds)
                ]
                keys += [*self._people("affects", one.affects), *self._people("may_affect", one.may_affect)]
                keys += self._said_by(voice) if voice else [("stance", one.stance)] if one.stance else []
                keys += [("when", one.when)] if one.when else []
                whose = not voice or any(key == "by" for key, _ in keys)
                yield _item(one.found, tuple(keys), f"rule: {one.found.rule}", off=not whose)

    def _named_in(self, passage: Passage) -> list[Found]:
        return [one for one in (*self.seen.names, *self.people) if one.passage == passage.position]

    def _said_by(self, voice: Voice) -> list[tuple[str, str | tuple[str, ...]]]:
        """Whose word a claim is, where that is not the signatories': never theirs by mistake."""
        keys: list[tuple[str, str | tuple[str, ...]]] = [("stance", "reported")]
        if voice.who is None:
            return [*keys, ("#by", f"`{voice.cue}`: whose word is it?")]
        if voice.who in self.who:
            named = self._reference(self.who[voice.who])
        elif voice.who.kind == "country":
            named = (("refers_to", f"country/{voice.who.code}"),)
        else:
            named = self._body(voice.who) if voice.who.kind == "organization" else ()
        (key, reference), *_ = (*named, ("#refers_to", voice.who.words))
        return [*keys, (key.replace("refers_to", "by"), reference)]

    def demands(self) -> Iterator[Item]:
        """Demands, the signatories' own and reported ones."""
        for demands, _ in self._cues:
            for one in demands:
                keys: list[tuple[str, str | tuple[str, ...]]] = [("kind", one.kind)]
                if one.addressee is not None:
                    keys.append(("addressee", f"country/{one.addressee.code}"))
                keys += [*self._people("concerns", one.people)]
                keys += self._asker(one) if one.reported else []
                whose = not one.reported or any(key == "by" for key, _ in keys)
                yield _item(one.found, tuple(keys), f"rule: {one.found.rule}", off=not whose)

    def _asker(self, one: Demand) -> list[tuple[str, str | tuple[str, ...]]]:
        keys: list[tuple[str, str | tuple[str, ...]]] = [("stance", "reported")]
        if one.asker is None:
            return [*keys, ("#by", "who asks, the text tells elsewhere")]
        if one.asker.kind == "country":
            return [*keys, ("by", f"country/{one.asker.code}")]
        (key, reference), *_ = (*self._body(one.asker), ("#refers_to", one.asker.words))
        return [*keys, (key.replace("refers_to", "by"), reference)]

    def figures(self) -> Iterator[Item]:
        """Numbers with what they count; `dozens` has no amount and is a comment."""
        for number in self.seen.numbers:
            yield _figure(number)

    def citations(self) -> Iterator[Item]:
        """Cited documents."""
        for one in self.seen.citations:
            if one.rule == "article-alone":
                continue
            key, rule = self.citable.key(one, self.text.language)
            yield _item(one, (("cites", key or "KEY"),), f"rule: {one.rule}{rule}", off=not key)
        for one in self.seen.names:
            if one.kind == "work" and one.rule == "name-with-head":
                yield _item(
                    one,
                    (("cites", "KEY"),),
                    f"rule: {one.rule}; give the document a row of entities/cited.csv",
                    off=True,
                )

    def unaccounted(self, sections: Mapping[str, tuple[Item, ...]]) -> Iterator[str]:
        """What a reviewer still has to look at, in the order of the text."""
        taken: dict[int, list[tuple[int, int]]] = {}
        for item in (item for items in sections.values() for item in items if not item.off):
            taken.setdefault(item.passage, []).append((item.start, item.end))
        names = [one for one in self.seen.names if one.kind in {"name", "place", "work", "event"}]
        for one in sorted([*names, *self.seen.quotations]):
            if not any(start <= one.start and one.end <= end for start, end in taken.get(one.passage, ())):
                yield f"passage {one.passage}, {one.kind}: {scalar(one.words)}"


def _item(one: Found, keys: tuple[tuple[str, str | tuple[str, ...]], ...], *comments: str, off: bool = False) -> Item:
    return Item(one.passage, one.start, one.end, keys, comments, off)


def _figure(number: Number) -> Item:
    off = number.amount is None
    amount = "NUMBER" if number.amount is None else str(number.amount)
    counts = number.counts or number.found.words
    keys = (("amount", amount), ("qualifier", number.qualifier), ("counts", counts))
    return _item(number.found, keys, f"rule: {number.found.rule}", off=off)
