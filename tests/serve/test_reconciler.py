"""The client of reconciliation services that Python's users have gets our addresses beside a column."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.serve.running import Server

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]

# In a process of its own: what it loads gives warnings of its own. For a name without candidates it asks numpy for a
# word that numpy 2 has no more.
PROGRAM = """\
import json, sys
import numpy, pandas
numpy.NaN = numpy.nan
from reconciler import reconcile

table = pandas.DataFrame(json.loads(sys.argv[2]))
found = reconcile(
    table["name"], type_id="person", property_mapping={"country": table["country"]}, reconciliation_endpoint=sys.argv[1]
)
print(found[["input_value", "id", "match"]].to_json(orient="records"))
"""

NAMES = ["Стефан Шеннах", "GROTH, Annette", "Nobody Known", "Andrej Hunko", "Doreen Massey", "Marco Gatti"]
COUNTRIES = ["Austria", "Germany", "France", "Germany", "France", "San Marino"]


def test_the_client_reconciles_a_column(server: Server) -> None:
    table = json.dumps({"name": NAMES, "country": COUNTRIES})
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, f"http://127.0.0.1:{server.port}/reconcile", table]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    found = {row["input_value"]: (row["id"], row["match"]) for row in json.loads(ran.stdout)}
    assert found["Стефан Шеннах"] == ("person/1", True)
    assert found["GROTH, Annette"] == ("person/9", True)
    assert found["Andrej Hunko"] == ("person/13", True)
    assert found["Doreen Massey"] == ("person/18", False)
    assert not found["Nobody Known"][1]
