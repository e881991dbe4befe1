"""The csv-reconcile service over one table, asked without a network: `python -m benchmarks.csv_service FOLDER`.

The folder has `names.tsv` (columns id and name) and `queries.json` (a list of batches). It writes `answers.json` and
prints how many seconds the queries took.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Answer the queries."""
    from csv_reconcile import create_app, initdb  # noqa: PLC0415 - only here, and not everywhere installed

    folder = Path(sys.argv[1]).absolute()
    (folder / "reconcile.config").write_text('CSVENCODING = "utf-8"\nTHRESHOLD = 0.0\n', encoding="utf-8")
    app = create_app(str(folder / "reconcile.config"), instance_path=str(folder / "instance"), scorerOption="dice")
    with app.app_context():
        initdb.init_db_with_context(str(folder / "names.tsv"), "id", "name")
    client = app.test_client()
    batches = json.loads((folder / "queries.json").read_text(encoding="utf-8"))
    began = time.perf_counter()
    answers = [client.post("/reconcile", data={"queries": json.dumps(batch)}).get_json() for batch in batches]
    took = time.perf_counter() - began
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    print(f"took {took:.6f}")


if __name__ == "__main__":
    main()
