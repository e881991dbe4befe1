"""Servers with a certificate: one that nobody vouches for is told, and one that the user vouches for is asked."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from ld_export.errors import EndpointProblem, EndpointRefused
from ld_export.remote import Patience, Session
from tests.conftest import not_run
from tests.http_server import running
from tests.remote.scripted import ROWS, Reply, answering, scripted_server

pytestmark = pytest.mark.external


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this machine that it has signed itself, with its key."""
    if not shutil.which("openssl"):
        not_run("no openssl: apt-get install openssl")
    path = tmp_path_factory.mktemp("tls") / "own.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    subprocess.run(
        [*command.split(), "-keyout", str(path) + ".key", "-out", str(path)], check=True, capture_output=True
    )
    return path


def secret(server: ThreadingHTTPServer, certificate: Path) -> ThreadingHTTPServer:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, str(certificate) + ".key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return server


@pytest.fixture
def address(certificate: Path) -> Iterator[str]:
    """The address of a server with that certificate, which answers everything."""
    with running(secret(scripted_server([Reply()]), certificate)) as plain:
        yield plain.replace("http://127.0.0.1", "https://localhost")


def test_a_certificate_that_nobody_vouches_for_is_told_at_once(address: str) -> None:
    with Session("x", patience=Patience(timeout=5)) as session, pytest.raises(EndpointProblem) as raised:
        session.send("GET", address)
    assert "the certificate is not trusted: self-signed certificate" in str(raised.value)
    assert "SSL_CERT_FILE" in str(raised.value)


def test_one_that_the_user_vouches_for_is_asked(
    address: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Session("x") as session, session.send("GET", address) as answer:
        assert answer.read() == ROWS


def test_it_is_for_one_name(address: str, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Session("x") as session, pytest.raises(EndpointProblem, match="not trusted"):
        session.send("GET", address.replace("localhost", "127.0.0.1"))


def test_a_server_without_tls_is_no_secret_one() -> None:
    with (
        answering([Reply()]) as server,
        Session("x") as session,
        pytest.raises(EndpointProblem, match="no secret connection"),
    ):
        session.send("GET", server.address.replace("http:", "https:"))


def test_no_redirect_leads_from_tls_to_plain_http(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with answering([Reply()]) as plain:
        redirect = Reply(302, b"", {"Location": plain.address})
        with (
            running(secret(scripted_server([redirect]), certificate)) as own,
            Session("x") as session,
            pytest.raises(EndpointRefused, match="redirects to plain HTTP"),
        ):
            session.send("GET", own.replace("http://127.0.0.1", "https://localhost"), follow=True)
        assert plain.asked == []
