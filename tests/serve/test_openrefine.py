"""The distribution's OpenRefine reconciles a table with our server, and extends it."""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import not_run
from tests.openrefine import OpenRefine, Project, Service, running
from tests.serve.running import Server
from tests.support import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.external, pytest.mark.xdist_group("serve")]

MACHINE: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "machine.py"))
TABLE = """\
name,country
Стефан Шеннах,Austria
SCHENNACH Stefan,Germany
Djakichev Moukhtar,
Nobody Known,France
"'; DROP TABLE persons; --",France
<script>alert(1)</script>,
"""


@pytest.fixture(scope="module")
def refine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRefine]:
    program = MACHINE["OPENREFINE"].found()
    if program is None:
        not_run(MACHINE["OPENREFINE"].remedy())
    with running(program, tmp_path_factory.mktemp("openrefine")) as one:
        yield one


@pytest.fixture(scope="module")
def service(server: Server) -> Service:
    """The service as OpenRefine adds it: by its manifest."""
    address = f"http://127.0.0.1:{server.port}/reconcile"
    manifest = json.loads(server.ask("/reconcile").body)
    return Service(address, manifest["identifierSpace"], manifest["schemaSpace"])


@pytest.fixture(scope="module")
def project(refine: OpenRefine, service: Service) -> Project:
    made = refine.create("names", TABLE)
    made.reconcile("name", service, {"id": "person", "name": "Person"}, {"country": "country"})
    return made


def test_names_in_any_script_are_matched_where_it_is_safe(project: Project) -> None:
    cells = project.judgments("name")
    assert [cell["j"] for cell in cells] == ["matched", "none", "matched", "none", "none", "none"]
    assert cells[0]["m"]["id"] == "person/1"
    assert cells[2]["m"]["id"] == "person/97"


def test_who_is_ruled_out_is_a_candidate_for_a_person_to_look_at(project: Project) -> None:
    candidates = project.judgments("name")[1]["c"]
    assert [(one["id"], one["types"]) for one in candidates] == [("person/1", ["person"])]
    assert candidates[0]["score"] < 80


def test_the_table_is_extended(project: Project, service: Service) -> None:
    asked: list[dict[str, Any]] = [
        {"id": "address", "name": "Address"},
        {"id": "country", "name": "Country"},
        {"id": "signatures", "name": "Number of signatures"},
        {"id": "mentioned", "name": "Documents that mention it", "settings": {"count": True}},
        {"id": "date", "name": "Date", "settings": {"limit": "1"}},
    ]
    project.extend("name", service, asked)
    rows = project.rows()
    assert [row["Address"].rpartition("/hrd/")[2] for row in rows] == ["person/1", "", "person/97", "", "", ""]
    assert [row["Country"] for row in rows] == ["Austria", "", "", "", "", ""]
    assert [row["Number of signatures"] for row in rows] == ["2", "", "0", "", "", ""]
    assert [row["Documents that mention it"] for row in rows] == ["0", "", "2", "", "", ""]
    assert [row["Date"][:10] for row in rows] == ["2017-10-11", "", "2017-10-11", "", "", ""]
