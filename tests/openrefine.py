"""Drives the distribution's OpenRefine without a window, by the commands that its own pages send it."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import URLError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

_PATIENCE = 90
_BOUNDARY = "a-part-of-the-form"
_ALL_ROWS = json.dumps({"facets": [], "mode": "row-based"})


class Service(NamedTuple):
    """A reconciliation service as OpenRefine keeps it: its address, and the spaces of its manifest."""

    address: str
    identifiers: str
    schema: str


class Project:
    """A table in OpenRefine."""

    def __init__(self, refine: OpenRefine, number: str) -> None:
        self._refine = refine
        self._number = number

    def reconcile(self, column: str, service: Service, type_: Mapping[str, str], properties: Mapping[str, str]) -> None:
        """Reconcile a column, with values of others (by property); what is a match is taken."""
        config = {
            "mode": "standard-service",
            "service": service.address,
            "identifierSpace": service.identifiers,
            "schemaSpace": service.schema,
            "type": dict(type_),
            "autoMatch": True,
            "columnDetails": [
                {"column": other, "propertyID": name, "propertyName": name} for name, other in properties.items()
            ],
            "limit": 0,
        }
        self._do("reconcile", columnName=column, engine=_ALL_ROWS, config=json.dumps(config))

    def extend(self, column: str, service: Service, properties: Sequence[Mapping[str, Any]]) -> None:
        """Add columns with values of properties of what a column was matched to."""
        self._do(
            "extend-data",
            engine=_ALL_ROWS,
            baseColumnName=column,
            endpoint=service.address,
            identifierSpace=service.identifiers,
            schemaSpace=service.schema,
            columnInsertIndex="1",
            extension=json.dumps({"properties": list(properties)}),
        )

    def rows(self) -> list[dict[str, str]]:
        """The table as OpenRefine exports it."""
        form = {"project": self._number, "format": "csv", "engine": _ALL_ROWS}
        return list(csv.DictReader(io.StringIO(self._refine.post("export-rows/names.csv", form).decode())))

    def judgments(self, column: str) -> list[dict[str, Any]]:
        """What OpenRefine knows of each cell of a column: its judgment, its match and its candidates."""
        form = {"project": self._number, "engine": _ALL_ROWS, "limit": "1000"}
        found = json.loads(self._refine.post(f"get-rows?{urlencode(form)}", {}))
        place = [one["name"] for one in self.model()["columns"]].index(column)
        cells = [row["cells"][place] for row in found["rows"]]
        recons = found["pool"]["recons"]
        return [recons[str(cell["r"])] for cell in cells]

    def model(self) -> dict[str, Any]:
        """The columns, with how many cells are matched."""
        models: dict[str, Any] = json.loads(self._refine.get(f"get-models?project={self._number}"))
        return {"columns": models["columnModel"]["columns"]}

    def _do(self, command: str, **form: str) -> None:
        """Give a command that runs on beside its answer, and wait for its end."""
        said = json.loads(self._refine.post(command, {"project": self._number, **form}))
        if said["code"] not in ("ok", "pending"):
            raise RuntimeError(f"{command}: {said}")
        end = time.monotonic() + _PATIENCE
        while True:
            processes = json.loads(self._refine.get(f"get-processes?project={self._number}"))
            if processes.get("exceptions"):
                raise RuntimeError(f"{command}: {processes['exceptions']}")
            if not processes["processes"]:
                return
            if time.monotonic() > end:
                raise TimeoutError(f"{command} has not ended: {processes}")
            time.sleep(0.1)


class OpenRefine:
    """A server of OpenRefine that runs."""

    def __init__(self, port: int) -> None:
        self._address = f"http://127.0.0.1:{port}/command/core"

    def get(self, command: str) -> bytes:
        """What a command answers that changes nothing."""
        return _content(Request(f"{self._address}/{command}"))

    def post(self, command: str, form: Mapping[str, str]) -> bytes:
        """What a command answers that changes something."""
        token = {"csrf_token": json.loads(self.get("get-csrf-token"))["token"]}
        return _content(Request(f"{self._address}/{command}", urlencode({**form, **token}).encode()))

    def create(self, name: str, table: str) -> Project:
        """A project of a table, which is CSV."""
        token = json.loads(self.get("get-csrf-token"))["token"]
        options = json.dumps({"encoding": "UTF-8", "separator": ",", "guessCellValueTypes": False})
        parts = [
            _part('name="project-file"; filename="names.csv"', table, "text/csv"),
            _part('name="project-name"', name),
            _part('name="format"', "text/line-based/*sv"),
            _part('name="options"', options),
        ]
        body = "".join([*parts, f"--{_BOUNDARY}--\r\n"]).encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        request = Request(f"{self._address}/create-project-from-upload?csrf_token={token}", body, headers)
        with urlopen(request, timeout=_PATIENCE) as answer:  # it leads to the page of the project
            numbers = parse_qs(urlsplit(answer.url).query)["project"]
        return Project(self, numbers[0])


def _part(name: str, content: str, media_type: str = "text/plain") -> str:
    head = f"Content-Disposition: form-data; {name}\r\nContent-Type: {media_type}; charset=utf-8"
    return f"--{_BOUNDARY}\r\n{head}\r\n\r\n{content}\r\n"


def _content(request: Request) -> bytes:
    with urlopen(request, timeout=_PATIENCE) as answer:
        content: bytes = answer.read()
    return content


@contextmanager
def running(program: str, folder: Path) -> Iterator[OpenRefine]:
    """OpenRefine with a folder for its projects, until the test is done."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
    command = [program, "-p", str(port), "-d", str(folder), "-m", "512M", "-x", "refine.headless=true"]
    own = {"HOME": str(folder), "no_proxy": "127.0.0.1,localhost", "JAVA_TOOL_OPTIONS": "-XX:+UseSerialGC"}
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **own}, start_new_session=True)
        try:
            refine = OpenRefine(port)
            _wait(refine, process, folder / "log.txt")
            yield refine
        finally:
            # Its script starts Java beside itself: both are ended.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(_PATIENCE)


def _wait(refine: OpenRefine, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            refine.get("get-csrf-token")
        except (URLError, ConnectionError):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"OpenRefine does not start: {log.read_text(encoding='utf-8')[-2000:]}") from None
            time.sleep(0.2)
        else:
            return
