"""Behind a web server, with the very lines that docs/serve.md gives for it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import pytest

from tests.conftest import not_run
from tests.hosts.conftest import MACHINE, Answer, asked
from tests.hosts.servers import Arguments, Place, running
from tests.serve.running import Server
from tests.support import ROOT

pytestmark = [pytest.mark.external, pytest.mark.xdist_group("serve")]

DOCS = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
NGINX = re.search(r"^    location /hrd/ \{\n(?:    .*\n)+", DOCS, re.MULTILINE)
CADDY = re.search(r"^        (reverse_proxy .*)\n", DOCS, re.MULTILINE)


def nginx(server: Server) -> Arguments:
    assert NGINX
    lines = NGINX[0].replace(":8000", f":{server.port}")

    def arguments(at: Place) -> list[str]:
        user = "user root;" if os.geteuid() == 0 else ""
        folders = " ".join(f"{one}_temp_path {at.scratch}/{one};" for one in ("proxy", "fastcgi", "uwsgi", "scgi"))
        file = at.scratch / "nginx.conf"
        file.write_text(
            f"daemon off; {user} pid {at.scratch}/pid; error_log {at.scratch}/error.log; events {{ }}\n"
            f"http {{ access_log off; client_body_temp_path {at.scratch}/body; {folders}\n"
            f"server {{ listen 127.0.0.1:{at.port};\n{lines} }} }}\n",
            encoding="utf-8",
        )
        return ["-c", str(file), "-p", str(at.scratch), "-e", f"{at.scratch}/error.log"]

    return arguments


def caddy(server: Server) -> Arguments:
    assert CADDY
    line = CADDY[1].replace(":8000", f":{server.port}")

    def arguments(at: Place) -> list[str]:
        file = at.scratch / "Caddyfile"
        file.write_text(
            f"{{\n admin off\n auto_https off\n storage file_system {at.scratch}\n}}\n"
            f"http://127.0.0.1:{at.port} {{\n {line}\n}}\n",
            encoding="utf-8",
        )
        return ["run", "--adapter", "caddyfile", "--config", str(file)]

    return arguments


PROXIES = {"nginx": nginx, "caddy": caddy}


@pytest.mark.parametrize("name", PROXIES)
def test_site_and_endpoint_are_the_same_behind_a_proxy(server: Server, name: str) -> None:
    need = MACHINE["SERVERS"][name]
    program = need.found() or not_run(need.remedy())
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with running(PROXIES[name](server), program, Path(folder), Path(folder), Path(folder) / name) as port:

            def ask(path: str, accept: str) -> Answer:
                return asked(port, path, {"Accept": accept})

            found = ask("/hrd/person/1", "text/turtle")
            assert (found.status, found.headers["location"].rpartition("/hrd/")[2]) == (303, "person/1.ttl")
            file = ask("/hrd/person/1.ttl", "*/*")
            assert (file.status, file.body) == (200, (server.public / "person" / "1.ttl").read_bytes())
            assert 'rel="describes"' in file.headers["link"]
            query = urlencode({"query": "ASK {}"})
            assert b'"boolean":true' in ask(f"/hrd/sparql?{query}", "application/sparql-results+json").body
            assert ask("/hrd/health", "*/*").status == 200
            assert f"http://127.0.0.1:{port}/hrd/sparql".encode() in ask("/hrd/sparql", "application/n-triples").body
