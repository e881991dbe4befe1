"""Nothing is fetched, whatever a file or a query says.

Each command runs twice: watched (an audit hook in the process, and a server that notes who connects) and in a
namespace without a network, where it must do exactly the same. Rust code is invisible to the hook, and an address
other than the server's to the server; so no one of the three would be enough.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import fixtures_built
from tests.conftest import not_run
from tests.fixtures_built import Built

built = fixtures_built.built

# The hook is in place before anything of ours is imported.
HOOK = """\
import sys
log = open(sys.argv.pop(1), "a", encoding="utf-8")
names = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request")
sys.addaudithook(lambda event, args: event in names and print(event, args, file=log, flush=True))
"""
WATCHED = f"{HOOK}from ld_export.cli import main\nmain()\n"
CONNECTS = f"{HOOK}import socket\nsocket.create_connection(('127.0.0.1', int(sys.argv[1])), timeout=5).close()\n"
PATIENCE = 60


class Listener:
    """A server on this machine that accepts and counts, and never answers: whoever waits for it waits for long."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.seen: list[object] = []
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, address = self._socket.accept()
            except OSError:
                return
            self.seen.append(address)
            self._open.append(connection)

    def close(self) -> None:
        for connection in (*self._open, self._socket):
            connection.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.close()


class Outcome(NamedTuple):
    """How a command ended and what it printed; blank nodes, which rdflib numbers at random, without their names."""

    code: int
    out: str
    err: str


def run(*before: str, program: str, log: Path, arguments: Sequence[str]) -> Outcome:
    command = [*before, sys.executable, "-c", program, str(log), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    return Outcome(done.returncode, re.sub(r"_:N[0-9a-f]{32}", "_:b", done.stdout), done.stderr)


def has_namespaces() -> bool:
    try:
        return subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def outcome_without_network(arguments: Sequence[str], listener: Listener, tmp_path: Path) -> Outcome:
    """Run a command both ways; it must open nothing, and end the same."""
    log = tmp_path / "audit.log"
    log.touch()
    watched = run(program=WATCHED, log=log, arguments=arguments)
    assert log.read_text(encoding="utf-8") == ""
    assert listener.seen == []
    if not has_namespaces():
        not_run("unshare -rn is forbidden here: no namespace without a network")
    assert run("unshare", "-rn", program=WATCHED, log=log, arguments=arguments) == watched
    return watched


def test_a_connection_would_be_noticed_by_the_hook_and_by_the_server_and_fail_in_the_namespace(
    listener: Listener, tmp_path: Path
) -> None:
    log = tmp_path / "audit.log"
    assert run(program=CONNECTS, log=log, arguments=[str(listener.port)]).code == 0
    assert "socket.connect" in log.read_text(encoding="utf-8")
    assert listener.seen
    if not has_namespaces():
        not_run("unshare -rn is forbidden here: no namespace without a network")
    assert run("unshare", "-rn", program=CONNECTS, log=log, arguments=[str(listener.port)]).code != 0


# -- files -------------------------------------------------------------------------------------------------------------


def files(host: str) -> dict[str, str]:
    """Files that ask for another one, by name."""
    return {
        "context.jsonld": f'{{"@context": "{host}/c.jsonld", "@id": "https://example.org/x", "name": "x"}}',
        "contexts.jsonld": f'[{{"@context": [{{"a": "{host}/"}}, "{host}/c.jsonld"], "a": "x"}}]',
        "import.jsonld": f'{{"@context": {{"@version": 1.1, "@import": "{host}/c.jsonld"}}, "@id": "https://example.org/x"}}',
        "scoped.jsonld": f'{{"@context": {{"a": {{"@id": "https://example.org/a", "@context": "{host}/c.jsonld"}}}}, '
        f'"a": {{"b": 1}}}}',
        "imports.ttl": f"<{host}/> a <http://www.w3.org/2002/07/owl#Ontology> ; "
        f"<http://www.w3.org/2002/07/owl#imports> <{host}/other.ttl> .\n",
        "shapes.ttl": f"<{host}/> <http://www.w3.org/ns/shacl#shapesGraph> <{host}/shapes.ttl> ; "
        f"<http://www.w3.org/2000/01/rdf-schema#seeAlso> <{host}/more.ttl> .\n",
        "base.trig": f"@base <{host}/> . <graph> {{ <x> <p> <y> }}\n",
        "entity.rdf": f'<!DOCTYPE r [<!ENTITY e SYSTEM "{host}/e.xml">]><rdf:RDF xmlns:rdf='
        '"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="https://example.org/x">'
        '<p xmlns="https://example.org/">&e;</p></rdf:Description></rdf:RDF>',
    }


NAMES = list(files(""))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_validating_a_file_that_asks_for_another_opens_no_connection(
    listener: Listener, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text(files(f"http://127.0.0.1:{listener.port}")[name], encoding="utf-8")
    outcome = outcome_without_network(["validate", str(path)], listener, tmp_path)
    assert outcome.code in (0, 3)
    assert "Traceback" not in outcome.err


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--engine=pyshacl", "--format=turtle", "--format=jsonld"])
def test_the_referee_opens_no_connection_either(listener: Listener, tmp_path: Path, option: str) -> None:
    path = tmp_path / "imports.ttl"
    path.write_text(files(f"http://127.0.0.1:{listener.port}")["imports.ttl"], encoding="utf-8")
    assert outcome_without_network(["validate", str(path), option], listener, tmp_path).code == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["context.jsonld", "contexts.jsonld", "import.jsonld", "scoped.jsonld"])
def test_a_context_that_would_have_to_be_fetched_is_a_clear_error(
    listener: Listener, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text(files(f"http://127.0.0.1:{listener.port}")[name], encoding="utf-8")
    outcome = run(program=WATCHED, log=tmp_path / "audit.log", arguments=["validate", str(path)])
    assert outcome.code == 3
    assert name in outcome.err
    assert outcome.out == ""


# -- queries -----------------------------------------------------------------------------------------------------------

QUERIES = {
    "SERVICE": "SELECT * { SERVICE <HOST/sparql> { ?s ?p ?o } }",
    "SERVICE SILENT": "SELECT * { SERVICE SILENT <HOST/sparql> { ?s ?p ?o } }",
    "lower case": "select*{service silent<HOST/sparql>{?s ?p ?o}}",
    "a prefixed name": "PREFIX h: <HOST/> ASK { SERVICE h:sparql { ?s ?p ?o } }",
    "no space before a name": "PREFIX h: <HOST/> ASK { SERVICEh:sparql { ?s ?p ?o } }",
    "a variable": "SELECT * { BIND(<HOST/sparql> AS ?h) SERVICE ?h { ?s ?p ?o } }",
    "a variable with an accent": "SELECT * { BIND(<HOST/sparql> AS ?h\u0301) SERVICE ?h\u0301 { ?s ?p ?o } }",
    "a comment between": "SELECT * { SERVICE # {\n<HOST/sparql># x\n{ ?s ?p ?o } }",
    "a comment that looks like the end of an address": (
        "SELECT * { BIND(1 AS ?a) BIND(<HOST/sparql> AS ?h) FILTER(?a<2)SERVICE#x>\n?h{ ?s ?p ?o } }"
    ),
    "directly behind a number": "SELECT * { ?s ?p 1SERVICE<HOST/sparql>{ ?s ?p ?o } }",
    "an escape in the word": "SELECT * { S\\u0045RVICE <HOST/sparql> { ?s ?p ?o } }",
    "in a sub-query": "SELECT * { { SELECT * { OPTIONAL { SERVICE <HOST/sparql> { ?s ?p ?o } } } } }",
    "in EXISTS": "ASK { FILTER EXISTS { SERVICE <HOST/sparql> { ?s ?p ?o } } }",
    "in CONSTRUCT": "CONSTRUCT { ?s ?p ?o } { SERVICE <HOST/sparql> { ?s ?p ?o } }",
    "FROM": "SELECT * FROM <HOST/data.ttl> { ?s ?p ?o }",
    "FROM a file": "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }",
    "FROM NAMED": "SELECT * FROM NAMED <HOST/data.ttl> { GRAPH ?g { ?s ?p ?o } }",
    "DESCRIBE FROM": "DESCRIBE <HOST/x> FROM <HOST/data.ttl>",
    "LOAD": "LOAD <HOST/data.ttl>",
    "LOAD SILENT INTO": "LOAD SILENT <HOST/data.ttl> INTO GRAPH <HOST/g>",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", QUERIES)
def test_a_query_that_asks_elsewhere_is_refused_and_opens_no_connection(
    built: Built, listener: Listener, tmp_path: Path, name: str
) -> None:
    text = QUERIES[name].replace("HOST", f"http://127.0.0.1:{listener.port}")
    outcome = outcome_without_network(["query", text, "--public", str(built.public)], listener, tmp_path)
    assert outcome.code in (2, 3)
    assert outcome.out == ""
    assert outcome.err.startswith("ld-export: ")
    assert "Traceback" not in outcome.err


@pytest.mark.slow
def test_a_graph_that_is_not_there_is_empty_and_is_not_fetched(
    built: Built, listener: Listener, tmp_path: Path
) -> None:
    text = f"SELECT * {{ GRAPH <http://127.0.0.1:{listener.port}/data.ttl> {{ ?s ?p ?o }} }}"
    arguments = ["query", text, "--public", str(built.public), "--format", "csv"]
    assert outcome_without_network(arguments, listener, tmp_path) == Outcome(0, "o,p,s\n", "")


HARMLESS = [
    "SELECT ?service ?from { ?service a ?from }",
    "SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'the secret service')) OPTIONAL { ?s ?a ?b } } LIMIT 1",
    "SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'letters from Kazakhstan: the arrests')) }",
    "PREFIX s: <https://example.org/service#>\nPREFIX f: <https://example.org/from/>\nASK { ?s s:service ?o }",
    "PREFIX f: <https://example.org/> SELECT * { ?s f:from <https://example.org/a:b> . ?s ?p ?o }",
    "ASK { GRAPH <https://example.org/service> { ?s ?p ?o } }",
]


@pytest.mark.slow
@pytest.mark.parametrize("text", HARMLESS)
def test_a_query_that_only_speaks_of_services_is_answered(built: Built, tmp_path: Path, text: str) -> None:
    arguments = ["query", text, "--public", str(built.public)]
    outcome = run(program=WATCHED, log=tmp_path / "audit.log", arguments=arguments)
    assert (outcome.code, outcome.err) == (0, "")
