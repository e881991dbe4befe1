"""What a public endpoint must withstand: rows 32 to 36 and 38 of the table of trust."""

from __future__ import annotations

import hashlib
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ld_export.serve.sandbox import is_sealed_here
from tests import test_no_network
from tests.conftest import not_run
from tests.serve.running import Server, serving
from tests.serve.test_protocol import DIRECT, FORM, problem, send
from tests.test_no_network import QUERIES, Listener

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]

listener = test_no_network.listener

DEADLINE = 2
ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"


def digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        total.update(str(path).encode() + (path.read_bytes() if path.is_file() else b""))
    return total.hexdigest()


# -- row 32: updates ---------------------------------------------------------------------------------------------------

UPDATES = (
    "INSERT DATA { <http://a/s> <http://a/p> 1 }",
    "DELETE DATA { <http://a/s> <http://a/p> 1 }",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "DELETE WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "WITH <http://a/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "LOAD <http://127.0.0.1/>",
    "CLEAR ALL",
    "DROP ALL",
    "CREATE GRAPH <http://a/g>",
    "ADD DEFAULT TO <http://a/g>",
    "MOVE DEFAULT TO <http://a/g>",
    "COPY DEFAULT TO <http://a/g>",
    "PREFIX a: <http://a/> # SELECT\ninsert data { a:s a:p 1 }",
    "SELECT * {} ; DROP ALL",
)


@pytest.mark.parametrize("text", UPDATES)
def test_an_update_is_refused_in_every_form(server: Server, text: str) -> None:
    store = server.public.resolve().parent / "store"
    before = digest(store)
    problem(server.query(text))
    problem(send(server, text, DIRECT))
    problem(send(server, text, "application/sparql-update"))
    problem(send(server, f"update={text}", FORM))
    problem(server.ask("/sparql?update=DROP%20ALL"))
    assert digest(store) == before


# -- row 33: data elsewhere --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_that_asks_elsewhere_is_refused_and_opens_no_connection(
    server: Server, listener: Listener, name: str
) -> None:
    problem(server.query(QUERIES[name].replace("HOST", f"http://127.0.0.1:{listener.port}")))
    assert listener.seen == []


UNGUARDED = """\
import sys
import pyoxigraph as ox
from ld_export.serve.sandbox import confine
if sys.argv[2] == "confined":
    confine(1 << 30)
try:
    list(ox.Store().query(f"SELECT * {{ SERVICE <http://127.0.0.1:{sys.argv[1]}/> {{ ?s ?p ?o }} }}"))
except Exception as error:
    print(error)
"""
STARTS = """\
import os, socket, subprocess, sys
from ld_export.serve.sandbox import confine
confine(1 << 30)
for attempt in (socket.socket, lambda: subprocess.run(["true"]), lambda: os.execv("/bin/true", ["true"]),
                lambda: open(sys.argv[1], "wb", buffering=0).write(b"x")):
    try:
        attempt()
    except OSError as error:
        print(type(error).__name__)
"""


def needs_seal() -> None:
    if not is_sealed_here():
        not_run("connections of one process can be refused on Linux, on x86-64 and ARM, only")


@pytest.mark.parametrize(("how", "seen"), [("free", True), ("confined", False)])
def test_a_process_for_queries_can_open_no_connection_even_without_the_guard(
    listener: Listener, how: str, seen: bool
) -> None:
    needs_seal()
    program = subprocess.Popen([sys.executable, "-c", UNGUARDED, str(listener.port), how], stdout=subprocess.PIPE)
    end = time.monotonic() + 10
    while time.monotonic() < end and program.poll() is None and not listener.seen:
        time.sleep(0.02)
    program.kill()
    program.communicate()
    assert bool(listener.seen) == seen


def test_a_process_for_queries_can_start_no_program_and_write_no_file(tmp_path: Path) -> None:
    needs_seal()
    said = subprocess.run(
        [sys.executable, "-c", STARTS, str(tmp_path / "file")], capture_output=True, text=True, check=False
    )
    assert said.stdout.split() == ["PermissionError", "PermissionError", "PermissionError", "OSError"], said.stderr


# -- row 34: queries without an end ------------------------------------------------------------------------------------

BOMBS = {
    "a product, counted": f"SELECT (COUNT(*) AS ?n) {{ {ALL} }}",
    "a product, sorted": f"SELECT * {{ {ALL} }} ORDER BY ?c ?f",
    "a product, distinct": f"SELECT DISTINCT ?a ?d ?g {{ {ALL} }}",
    "a product, grouped": f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {{ {ALL} }} GROUP BY ?a ?d ?g",
    "a product, joined into one text": f'SELECT (GROUP_CONCAT(STR(?c); separator=" ") AS ?t) {{ {ALL} }}',
    "paths": "SELECT (COUNT(*) AS ?n) { ?s (<a:a>|!<a:a>)* ?o . ?o (<a:a>|!<a:a>)+ ?x . ?x (<a:a>|!<a:a>)* ?y }",
    "a regular expression": f"SELECT (COUNT(*) AS ?n) {{ {ALL} "
    'FILTER(REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), "^(([a-z])+.)+[A-Z]$")) }',
    "a text that doubles": 'SELECT (STRLEN(?z) AS ?n) { BIND("0123456789" AS ?a0) '
    + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(40))
    + " BIND(?a40 AS ?z) }",
    "a long sum": f"ASK {{ FILTER({'1+' * 50_000}1 = 1) }}",
    "a long union": f"ASK {{ {'{} UNION ' * 20_000} {{}} }}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_query_without_an_end_is_ended_and_the_next_is_answered(server: Server, name: str) -> None:
    began = time.monotonic()
    answer = send(server, BOMBS[name], DIRECT)
    took = time.monotonic() - began
    assert answer.status in (400, 422, 504), answer.body[:300]
    assert took < DEADLINE + 1
    began = time.monotonic()
    assert server.query(f"ASK {{ BIND({began} AS ?now) }}").status == 200
    assert time.monotonic() - began < 1


def test_no_process_for_queries_has_more_memory_than_it_may(built_server: Callable[..., Server]) -> None:
    small = built_server("--memory", "512", "--workers", "1", "--deadline", "20")
    answer = send(small, BOMBS["a product, sorted"], DIRECT)
    assert problem(answer, 422)["type"] in ("#memory", "#broken")
    assert small.query("ASK {}").status == 200


@pytest.fixture
def built_server(built: object) -> Iterator[Callable[..., Server]]:
    """A server with limits of its own."""
    with ExitStack() as stack:
        yield lambda *options: stack.enter_context(serving(built.public, *options))  # type: ignore[attr-defined]


# -- row 35: nesting ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("depth", [64, 65, 1_000, 50_000])
@pytest.mark.parametrize(("opened", "closed"), [("{", "}"), ("(", ")"), ("[", "]")])
def test_nesting_is_refused_and_the_server_lives(server: Server, depth: int, opened: str, closed: str) -> None:
    processes = server.children()
    for text in (f"ASK {opened * depth}{closed * depth}", f"ASK {opened * depth}"):
        assert problem(send(server, text, DIRECT))["type"] == "#refused"
    assert server.query("ASK {}").status == 200
    assert server.children() == processes


def test_nesting_up_to_there_is_answered(server: Server) -> None:
    assert send(server, f"ASK {'{' * 63}{'}' * 63}", DIRECT).status == 200


# -- row 36: too many rows ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("accept", ["json", "xml", "csv", "tsv"])
def test_more_rows_than_the_limit_are_an_error_and_not_the_first_of_them(server: Server, accept: str) -> None:
    text = "SELECT ?s { ?s ?p ?o } LIMIT "
    assert server.query(f"{text}1000", format=accept).status == 200
    said = problem(server.query(f"{text}1001", format=accept), 422)
    assert (said["type"], said["limit"]) == ("#too-many-rows", 1000)


@pytest.mark.parametrize("accept", ["json", "xml", "csv", "tsv"])
def test_rows_are_counted_whatever_stands_in_them(server: Server, accept: str) -> None:
    strange = r'"}},{\"\n<result>\r\n\\" "x\ny,\n\"\"\n"'
    values = " ".join([f"({strange})"] * 1000)
    assert server.query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}", format=accept).status == 200
    assert problem(
        send(server, f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} ({strange}) }} }}", DIRECT, ("format", accept)), 422
    )


@pytest.mark.parametrize("accept", ["ttl", "nt", "jsonld", "rdf"])
def test_more_statements_than_the_limit_are_an_error(server: Server, accept: str) -> None:
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT "
    assert server.query(f"{text}1000", format=accept).status == 200
    assert problem(server.query(f"{text}1001", format=accept), 422)["type"] == "#too-many-rows"


def test_more_bytes_than_the_limit_are_an_error(server: Server) -> None:
    text = f"SELECT ?t {{ ?s ?p ?o BIND('{'x' * 2000}' AS ?t) }} LIMIT 900"
    said = problem(server.query(text), 422)
    assert (said["type"], said["limit"]) == ("#too-large", 1024 * 1024)


# -- row 38: slow clients, large bodies, other machines ----------------------------------------------------------------

ANSWERED_WITHIN = 2 + 3
"""The limit that the server has for headers and bodies, and what it takes to see so many connections end."""


def ending(clients: list[socket.socket]) -> list[bytes]:
    """What each client is told before its connection ends; fails where one does not end."""
    told = []
    end = time.monotonic() + ANSWERED_WITHIN
    for client in clients:
        client.settimeout(max(0.1, end - time.monotonic()))
        said = b""
        try:
            while part := client.recv(4096):
                said += part
        except ConnectionError:
            pass
        told.append(said)
        client.close()
    return told


@pytest.mark.parametrize(
    "sent", [b"", b"GET /sparql?query=ASK", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "], ids=["nothing", "line", "header"]
)
def test_300_clients_that_do_not_finish_their_headers(server: Server, sent: bytes) -> None:
    clients = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(300)]
    for client in clients:
        client.sendall(sent)
    assert server.query("ASK {}").status == 200
    assert {said.partition(b"\r\n")[0] for said in ending(clients)} <= {b"HTTP/1.1 408 Request Timeout", b""}
    assert server.query("ASK {}").status == 200


def test_a_client_that_sends_a_byte_now_and_then_is_not_waited_for_either(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        assert sends_until_refused(client, b"G", 0.1)


def sends_until_refused(client: socket.socket, part: bytes, pause: float = 0, times: int = 1_000) -> bool:
    """Send the same again and again, until the other side takes no more."""
    end = time.monotonic() + ANSWERED_WITHIN
    for _ in range(times):
        try:
            client.sendall(part)
        except ConnectionError:
            return True
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return False


def test_300_clients_that_do_not_finish_their_bodies(server: Server) -> None:
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK"
    )
    clients = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(300)]
    for client in clients:
        client.sendall(head)
    assert {said.partition(b"\r\n")[0] for said in ending(clients)} == {b"HTTP/1.1 408 Request Timeout"}


def test_a_second_request_that_does_not_come_whole_is_not_waited_for(server: Server) -> None:
    client = socket.create_connection(("127.0.0.1", server.port))
    client.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /hea")
    (said,) = ending([client])
    assert said.startswith(b"HTTP/1.1 200 OK")
    assert b"408 Request Timeout" in said


def test_a_client_that_reads_nothing_is_not_waited_for(server: Server) -> None:
    """It asks for so much that the system does not hold all of it."""
    files = Path(f"/proc/{server.process.pid}/fd")
    if not files.is_dir():
        not_run("no /proc here, which tells the open files of a process")
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(b"GET %sdumps/dataset.nq HTTP/1.1\r\nHost: x\r\n\r\n" % server.root.encode() * 20)
        time.sleep(0.5)
        opened = len(list(files.iterdir()))
        end = time.monotonic() + ANSWERED_WITHIN
        while len(list(files.iterdir())) == opened and time.monotonic() < end:
            time.sleep(0.05)
        assert len(list(files.iterdir())) < opened
    assert server.query("ASK {}").status == 200


@pytest.mark.parametrize("head", [b"Content-Length: 50000000\r\n", b"Transfer-Encoding: chunked\r\n"])
def test_a_body_of_50_megabytes_is_refused(server: Server, head: bytes) -> None:
    part = b"x" * 50_000
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.settimeout(10)
        client.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n%s\r\n" % head)
        framed = b"%x\r\n%s\r\n" % (len(part), part) if b"chunked" in head else part
        assert sends_until_refused(client, framed)
        (said,) = ending([client])
    assert said.startswith(b"HTTP/1.1 413") or not said  # what is unread when a connection ends may be lost
    assert server.query("ASK {}").status == 200


def test_a_body_that_is_announced_as_too_large_is_told_so(server: Server) -> None:
    # Nothing follows: who is still sending when the connection ends may miss the answer.
    answer = server.ask("/sparql", {"Content-Type": DIRECT, "Content-Length": "1000001"}, "POST")
    assert problem(answer, 413)["type"] == "#body"


def test_an_address_that_is_too_long_is_refused(server: Server) -> None:
    answer = server.ask(f"/sparql?query={'x' * 100_000}")
    assert answer.status == 400


def test_nobody_else_is_listened_to(server: Server) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", server.port), 2)


# -- logs --------------------------------------------------------------------------------------------------------------


def test_no_query_stands_in_the_log(server: Server) -> None:
    server.query("ASK { 'find me in the log' a ?x }")
    send(server, "ASK { 'find me in the log' a ?x } {{{", DIRECT)
    server.ask("/find-me%0Aforged")
    server.health()
    said = "".join(server.said)
    assert "find me" not in said
    assert "GET /sparql 200" in said
    assert "\nforged" not in said


def test_what_a_process_for_queries_holds_is_limited_by_the_system(server: Server) -> None:
    if not Path("/proc").is_dir():
        not_run("no /proc here, which tells the limits of a process")
    for number in server.children():
        assert resource.prlimit(number, resource.RLIMIT_AS) == (1 << 30, 1 << 30)
        assert resource.prlimit(number, resource.RLIMIT_FSIZE) == (0, 0)
        if is_sealed_here():
            status = Path(f"/proc/{number}/status").read_text(encoding="ascii")
            assert "Seccomp:\t2\n" in status
            assert "NoNewPrivs:\t1\n" in status
        assert str(Path(f"/proc/{number}/fd/0").readlink()).startswith("socket:")
