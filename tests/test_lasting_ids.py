"""Row 19: whatever is done to the registry, no id is used again, and no address that was published disappears.

After every change the ledger of released addresses, which a build would keep, says so too.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ld_export.csvfile import with_rows
from ld_export.entity_rows import person_row
from ld_export.errors import DocumentConflict, LdExportError, RegistryProblem, ReleasedProblem
from ld_export.iris import Minter
from ld_export.mapping import document_nodes
from ld_export.model import Person
from ld_export.names import folded_text, matching_key
from ld_export.pipeline.curate import Edit, apply, merge, split, withdraw, withhold
from ld_export.pipeline.index import EMPTY
from ld_export.pipeline.inputs import append_rows, read_inputs
from ld_export.pipeline.plan import make_plan, names_in, parse_files
from ld_export.pipeline.registry_stage import described, registry_graph
from ld_export.pipeline.release import once_named, released, withdrawn_documents, write_ledger
from ld_export.pipeline.stage import document_of
from ld_export.registry import read_registry
from tests.support import BASE, declaration, examples, publication

PEOPLE = [
    f"{name}, {country}, SOC"
    for name in ("Aldo TESTARI", "Al TESTARI", "Brita ÅKERVIND", "Carla D'ESEMPIO", "Dora BEISPIEL")
    for country in ("Italy", "San Marino")
]
NAMES = sorted({person.partition(",")[0] for person in PEOPLE})

people = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=5, unique=True)


class Curated(RuleBasedStateMachine):
    """A publication that its curators change; after every change all of it is published, in memory.

    `pages` are the persons published last, `ids` all that ever had a row, `hidden` the names that are withheld from
    everybody (those of rows are only withheld in their countries).
    """

    def __init__(self) -> None:
        super().__init__()
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = publication(Path(self.scratch.name) / "p", {"wd-901": declaration(901, PEOPLE[:3])})
        self.pages: dict[str, dict[str, Any]] = {}
        self.ids: set[int] = set()
        self.hidden: set[str] = set()
        self.said = ""

    def teardown(self) -> None:
        self.scratch.cleanup()

    # -- what is done --------------------------------------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        self.publish()

    @rule(number=st.integers(901, 903), signatories=people)
    def add(self, number: int, signatories: list[str]) -> None:
        self.mark(number, "withdrawn", "active")
        text = declaration(number, signatories, body=[f"Remember {signatories[0].partition(',')[0]}."])
        self.write(self.folder / "documents" / f"wd-{number}.txt", text.encode())
        if not (self.folder / "documents" / f"wd-{number}.txt").exists():  # it could not be added
            self.mark(number, "active", "withdrawn")

    def mark(self, number: int, before: str, after: str) -> None:
        """Change the status of a document in the ledger, if it has one."""
        line = f"declaration/pace-wd-{number},"
        if (ledger := self.folder / "released.csv").exists():
            ledger.write_text(ledger.read_text("utf-8").replace(line + before, line + after), encoding="utf-8")

    @rule(number=st.integers(902, 903))
    def remove(self, number: int) -> None:
        document = self.folder / "documents" / f"wd-{number}.txt"
        if document.exists():
            document.unlink()
            with pytest.raises(ReleasedProblem, match=f"declaration/pace-wd-{number}"):
                self.publish()
            self.mark(number, "active", "withdrawn")
        self.publish()

    @rule(data=st.data(), name=st.sampled_from(["Zoé Renamed", "Aldo the Elder"]))
    def rename(self, data: st.DataObject, name: str) -> None:
        person = self.drawn(data)
        # A name of its own, in letters: a number for a family name would be withheld from file names too.
        letters = "".join(chr(ord("a") + int(digit)) for digit in str(person.id))
        self.correct(msgspec.structs.replace(person, name=f"{name} {letters.capitalize()}"))

    @rule(data=st.data(), spelling=st.sampled_from(NAMES))
    def join_a_spelling(self, data: st.DataObject, spelling: str) -> None:
        person = self.drawn(data)
        self.correct(msgspec.structs.replace(person, also_written=(*person.also_written, spelling)))

    @rule(data=st.data(), country=st.sampled_from(["it", "sm"]))
    def join_a_country(self, data: st.DataObject, country: str) -> None:
        person = self.drawn(data)
        countries = tuple(dict.fromkeys([*person.countries, country]))
        self.correct(msgspec.structs.replace(person, countries=countries))

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        self.change(lambda: merge(self.folder, self.drawn(data).id, self.drawn(data).id))

    @rule(data=st.data())
    def split(self, data: st.DataObject) -> None:
        person = self.drawn(data)
        spelling = data.draw(st.sampled_from([*person.also_written, "Nobody AT ALL"]))
        self.change(lambda: split(self.folder, person.id, [spelling]))

    @rule(data=st.data(), country=st.sampled_from(["it", "sm"]))
    def split_by_country(self, data: st.DataObject, country: str) -> None:
        self.change(lambda: split(self.folder, self.drawn(data).id, [], [country]))

    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        self.change(lambda: withdraw(self.folder, self.drawn(data).id))

    @rule(name=st.sampled_from([*NAMES, "Nora NOWHERE"]))
    def withhold(self, name: str) -> None:
        rows = read_registry(self.folder / "entities").persons.values()
        if self.change(lambda: withhold(self.folder, name)) and not any(is_called(row, name) for row in rows):
            self.hidden.add(name)

    def drawn(self, data: st.DataObject) -> Person:
        """Any person of the registry."""
        person: Person = data.draw(st.sampled_from(list(read_registry(self.folder / "entities").persons.values())))
        return person

    def correct(self, person: Person) -> None:
        """Write a row of a curator's own making, if it makes sense; then publish."""
        file = self.folder / "entities" / "persons.csv"
        if person.status == "active":
            self.write(file, with_rows(file.read_bytes(), {str(person.id): person_row(person)}))

    def write(self, file: Path, content: bytes) -> None:
        before = file.read_bytes() if file.exists() else None
        file.write_bytes(content)
        try:
            self.publish()
        except (RegistryProblem, DocumentConflict):  # two rows are written so, or two signatories are one row
            file.unlink() if before is None else file.write_bytes(before)

    def change(self, make: Any) -> bool:
        """Make an edit and write it, if it makes sense; then publish."""
        with suppress(LdExportError):
            edit: Edit = make()
            before = self.rows()
            apply(edit)
            after = self.rows()
            kept = [row for row in before if row in after]
            assert len(before) - len(kept) <= len(edit.shown) + 12
            assert [row for row in after if row in before] == kept
            self.publish()
            return True
        return False

    def rows(self) -> list[str]:
        return (self.folder / "entities" / "persons.csv").read_text(encoding="utf-8").splitlines()

    def publish(self) -> None:
        inputs = read_inputs(self.folder)
        plan = make_plan(inputs, EMPTY, parse_files(inputs, EMPTY, map), frozen=False)
        documents = [document_nodes(document_of(task), Minter(BASE), "en") for task in plan.tasks.values()]
        append_rows(inputs, plan.added)
        assert all(person.id not in self.ids for person in plan.added.persons), "an id is given twice"
        mint = Minter(BASE)
        here = {f"declaration/{key}" for key in plan.entries}
        names = {*names_in(plan.entries.values()), *once_named(inputs.ledger, plan.registry)} - here
        withdrawn = withdrawn_documents(inputs.ledger, {*plan.entries, *plan.registry.cited})
        graph = registry_graph(described(plan.registry, names, withdrawn), mint)
        addresses = {node["id"] for node in (*graph.nodes, *(node for nodes in documents for node in nodes))}
        ledger = released(inputs.ledger, {one for one in addresses if "#" not in one}, frozen=False)
        write_ledger(inputs, ledger)
        self.pages = {node["id"]: node for node in graph.nodes if "/person/" in node["id"]}
        self.said = json.dumps([graph.nodes, documents], ensure_ascii=False)

    # -- what must hold ------------------------------------------------------------------------------------------------

    @invariant()
    def no_row_disappears_and_none_is_numbered_twice(self) -> None:
        ids = [int(row.partition(",")[0]) for row in self.rows()[1:]]
        assert len(ids) == len(set(ids))
        assert ids == sorted(ids)
        assert self.ids <= set(ids)
        self.ids |= set(ids)

    @invariant()
    def no_address_disappears(self) -> None:
        assert {f"{BASE}person/{id_}" for id_ in self.ids} <= set(self.pages)

    @invariant()
    def a_tombstone_says_nothing_of_whom_it_was(self) -> None:
        for node in self.pages.values():
            if node["type"] == "hrd:Tombstone":
                assert set(node) <= {"id", "type", "replacedBy", "dcterms:isReplacedBy"}

    @invariant()
    def a_redirect_leads_to_a_page_or_a_tombstone(self) -> None:
        for node in self.pages.values():
            seen = {node["id"]}
            at = node
            while "replacedBy" in at:
                at = self.pages[at["replacedBy"]]
                assert at["id"] not in seen
                seen.add(at["id"])

    @invariant()
    def every_signatory_has_a_page(self) -> None:
        for id_, node in self.pages.items():
            if node["type"] == "hrd:Tombstone":
                assert f'"signatory": "{id_}"' not in self.said

    @invariant()
    def nobody_who_is_withheld_is_named(self) -> None:
        for name in self.hidden:
            assert folded_text(name) not in folded_text(self.said)


def is_called(person: Person, name: str) -> bool:
    return matching_key(name) in map(matching_key, (person.name, *person.also_written))


TestLastingIds = pytest.mark.slow(Curated.TestCase)
TestLastingIds.settings = settings(
    max_examples=examples(60),
    stateful_step_count=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
