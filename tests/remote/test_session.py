"""Requests to servers that are busy, slow, broken or elsewhere: what is asked again, what is told, what is not."""

from __future__ import annotations

import base64
import re
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from ld_export.errors import EndpointProblem, EndpointRefused, LdExportError, UsageProblem
from ld_export.remote import Credentials, Patience, Session, address_of, agent_string, credentials_from
from ld_export.remote.credentials import Login
from tests.remote.scripted import ROWS, Asked, Reply, answering

BUSY = Reply(503, b"busy", {"Content-Type": "text/plain"})
ME = Credentials(lambda _: Login("me", "s3cret"))


class Waits(list[float]):
    """Seconds that were waited, without waiting."""

    def session(self, credentials: Credentials | None = None, **patience: Any) -> Session:
        return Session(
            "ld-export/test",
            credentials,
            Patience(**{"timeout": 5, **patience}),
            wait=self.append,
            chance=lambda: 1.0,
            now=lambda: 1_700_000_000.0,
        )


@pytest.fixture
def waits() -> Waits:
    return Waits()


def get(session: Session, url: str, **more: Any) -> bytes:
    with session, session.send("GET", url, **more) as answer:
        assert answer.status == 200
        return answer.read()


# -- asking again ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again_ever_later(waits: Waits, status: int) -> None:
    with answering([BUSY._replace(status=status)] * 3 + [Reply()]) as server:
        assert get(waits.session(), server.address) == ROWS
    assert len(server.asked) == 4
    assert waits == [1.0, 2.0, 4.0]


def test_chance_spreads_those_who_wait() -> None:
    patience = Patience()
    delays = {patience.delay(1, None, chance / 10) for chance in range(11)}
    assert len(delays) == 11
    assert all(delay is not None and 1.0 <= delay <= 2.0 for delay in delays)


@pytest.mark.parametrize(
    ("said", "waited"),
    [("7", 8.0), ("Tue, 14 Nov 2023 22:13:30 GMT", 11.0), ("Tue, 14 Nov 2023 22:13:00 GMT", 1.0), ("soon", 1.0)],
)
def test_a_server_says_when_to_come_back(waits: Waits, said: str, waited: float) -> None:
    with answering([BUSY._replace(headers={"Retry-After": said}), Reply()]) as server:
        get(waits.session(), server.address)
    assert waits == [waited]


def test_a_server_that_wants_to_be_left_alone_for_long_is(waits: Waits) -> None:
    with (
        answering([BUSY._replace(headers={"Retry-After": "3600"})]) as server,
        waits.session() as session,
        session.send("GET", server.address) as answer,
    ):
        assert answer.status == 503
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 406, 413, 500, 501])
def test_what_will_not_pass_is_not_asked_again(waits: Waits, status: int) -> None:
    with (
        answering([Reply(status)]) as server,
        waits.session() as session,
        session.send("GET", server.address) as answer,
    ):
        assert answer.status == status
    assert len(server.asked) == 1


def test_a_store_s_own_word_that_a_query_takes_too_long_is_final(waits: Waits) -> None:
    own = Reply(504, b'{"detail":"too long"}', {"Content-Type": "application/problem+json"})
    with answering([own]) as server, waits.session() as session, session.send("GET", server.address) as answer:
        assert answer.status == 504
    assert len(server.asked) == 1


def test_a_server_that_hangs_up_is_asked_again_if_that_does_no_harm(waits: Waits) -> None:
    with answering([Reply(hang_up=True), Reply()]) as server:
        assert get(waits.session(), server.address) == ROWS
    with (
        answering([Reply(hang_up=True), Reply()]) as server,
        waits.session() as session,
        pytest.raises(EndpointProblem, match="hung up"),
    ):
        session.send("POST", server.address, body=b"INSERT")
    assert len(server.asked) == 1


def test_what_changes_data_is_sent_again_only_if_it_was_not_looked_at(waits: Waits) -> None:
    for status, times in ((503, 2), (429, 2), (502, 1), (504, 1)):
        with answering([Reply(status), Reply()]) as server, waits.session() as session:
            session.send("POST", server.address, body=b"INSERT").close()
        assert len(server.asked) == times, status


def test_patience_ends(waits: Waits) -> None:
    with (
        answering([BUSY]) as server,
        waits.session(retries=2) as session,
        session.send("GET", server.address) as answer,
    ):
        assert (answer.status, answer.words()) == (503, b"busy")
    assert len(server.asked) == 3


def test_parts_of_a_body_are_made_anew_for_each_attempt(waits: Waits) -> None:
    made: list[int] = []

    def parts() -> Iterable[bytes]:
        made.append(1)
        yield b"one "
        yield b"two"

    with answering([BUSY, Reply()]) as server, waits.session() as session:
        session.send("PUT", server.address, {"Content-Length": "7"}, parts).close()
    assert [one.body for one in server.asked] == [b"one two"] * 2
    assert len(made) == 2


def test_a_connection_is_used_again_and_replaced_when_the_server_has_closed_it(waits: Waits) -> None:
    def script(asked: Asked, number: int) -> Reply:
        return Reply(length=len(ROWS)) if number == 1 else Reply()  # with a length, this server closes behind it

    with answering(script) as server, waits.session() as session:
        for _ in range(4):
            with session.send("GET", server.address) as answer:
                assert answer.read() == ROWS
    assert len(server.asked) == 4
    assert waits == []


# -- no answer ---------------------------------------------------------------------------------------------------------


def test_a_slow_server_is_told_with_what_to_do(waits: Waits) -> None:
    with (
        answering([Reply(pause=1)]) as server,
        waits.session(timeout=0.2) as session,
        pytest.raises(EndpointProblem, match=r"no answer within 0\.2 s; wait longer \(--timeout\)"),
    ):
        session.send("GET", server.address)
    assert len(server.asked) == 1


def test_a_place_where_nobody_listens_is_told(waits: Waits) -> None:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    with waits.session() as session, pytest.raises(EndpointProblem, match="no connection: Connection refused"):
        session.send("GET", f"http://127.0.0.1:{port}/")
    assert len(waits) == 3


def test_a_host_that_is_not_there_is_told_at_once(waits: Waits) -> None:
    with waits.session() as session, pytest.raises(EndpointProblem, match="no such host"):
        session.send("GET", "http://nobody.invalid/")
    assert waits == []


@pytest.mark.parametrize("length", [len(ROWS) + 1, 10 * len(ROWS)])
def test_an_answer_that_is_cut_is_no_answer(waits: Waits, length: int) -> None:
    with (
        answering([Reply(length=length)]) as server,
        waits.session() as session,
        session.send("GET", server.address) as answer,
        pytest.raises(EndpointProblem, match="broke its answer off"),
    ):
        answer.read()


# -- addresses and redirects -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sparql",
        "ftp://example.org/",
        "http://",
        "http://a b/",
        "http://a:x/",
        "http://[::1",
        "//example.org/",
        "http://a/\n",
    ],
)
def test_what_is_no_address_is_refused(waits: Waits, url: str) -> None:
    with waits.session() as session, pytest.raises(UsageProblem, match="begins with https://"):
        session.send("GET", url)


def test_credentials_in_an_address_are_refused_and_not_repeated(waits: Waits) -> None:
    with waits.session() as session, pytest.raises(UsageProblem) as raised:
        session.send("GET", "https://me:s3cret@example.org/sparql")
    assert "s3cret" not in str(raised.value)
    assert "LD_EXPORT_USER" in str(raised.value)


def to(address: str, status: int = 302) -> Reply:
    return Reply(status, b"", {"Location": address})


@pytest.mark.parametrize(
    ("status", "method"), [(301, "POST"), (302, "POST"), (303, "GET"), (307, "POST"), (308, "POST")]
)
def test_a_query_follows_a_redirect(waits: Waits, status: int, method: str) -> None:
    with answering([to("/there?x=1", status), Reply()]) as server, waits.session() as session:
        session.send("POST", server.address, body=b"q", repeatable=True, follow=True).close()
    assert [(one.method, one.path) for one in server.asked] == [("POST", "/"), (method, "/there?x=1")]


def test_what_changes_data_follows_no_redirect(waits: Waits) -> None:
    with (
        answering([to("/there", 307)]) as server,
        waits.session() as session,
        pytest.raises(EndpointRefused, match=r"redirects to http://127\.0\.0\.1:\d+/there; give that address"),
    ):
        session.send("POST", server.address, body=b"INSERT")
    assert len(server.asked) == 1


def test_redirects_in_circles_end(waits: Waits) -> None:
    with answering([to("/")]) as server, waits.session() as session, pytest.raises(EndpointProblem, match="circles"):
        session.send("GET", server.address, follow=True)
    assert len(server.asked) == 6


CHALLENGE = Reply(401, b"who?", {"WWW-Authenticate": 'Basic realm="here"'})


def wanting_basic(asked: Asked, _: int) -> Reply:
    wanted = "Basic " + base64.b64encode(b"me:s3cret").decode()
    return Reply() if asked.headers.get("authorization") == wanted else CHALLENGE


def test_credentials_are_told_when_asked_for_and_then_at_once(waits: Waits) -> None:
    with answering(wanting_basic) as server, waits.session(ME) as session:
        for _ in range(2):
            with session.send("GET", server.address) as answer:
                assert answer.read() == ROWS
    assert ["authorization" in one.headers for one in server.asked] == [False, True, True]


def test_a_server_that_asks_for_none_never_hears_of_them(waits: Waits) -> None:
    with answering([Reply()]) as server, waits.session(ME) as session:
        session.send("GET", server.address).close()
    assert "authorization" not in server.asked[0].headers


def test_wrong_credentials_are_tried_once(waits: Waits) -> None:
    with answering([CHALLENGE]) as server, waits.session(ME) as session, session.send("GET", server.address) as answer:
        assert answer.status == 401
    assert len(server.asked) == 2


def test_credentials_do_not_cross_to_another_server(waits: Waits) -> None:
    with (
        answering(wanting_basic) as other,
        answering([to(other.address)]) as server,
        waits.session(ME) as session,
        session.send("GET", server.address, follow=True) as answer,
    ):
        assert answer.status == 401
    assert all("authorization" not in one.headers for one in (*other.asked, *server.asked))


def test_credentials_go_over_no_open_network(waits: Waits) -> None:
    open_network = address_of("http://store.example/")
    with pytest.raises(UsageProblem, match="password over plain HTTP") as raised:
        ME.authorization(open_network, "GET", ["Basic realm=x"])
    assert "s3cret" not in str(raised.value)
    plain = Credentials(ME.login, plain=True)
    assert plain.authorization(open_network, "GET", ["Basic realm=x"]).startswith("Basic ")
    # A digest is no password.
    assert ME.authorization(open_network, "GET", ['Digest realm="x", nonce="1", qop="auth"']).startswith("Digest ")


def test_nothing_shows_a_password(waits: Waits) -> None:
    assert "s3cret" not in repr(Login("me", "s3cret"))
    assert "s3cret" not in f"{Login('me', 's3cret')!s}"


# -- where credentials come from ---------------------------------------------------------------------------------------


def netrc_file(folder: Path, text: str) -> Path:
    path = folder / ".netrc"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_the_environment_comes_before_the_netrc_file(tmp_path: Path) -> None:
    netrc_file(tmp_path, "machine a.example login one password p1\n")
    from_file = credentials_from({}, tmp_path)
    assert from_file.login("a.example") == ("one", "p1")
    assert from_file.login("b.example") is None
    both = credentials_from({"LD_EXPORT_USER": "two", "LD_EXPORT_PASSWORD": "p2"}, tmp_path)
    assert both.login("a.example") == ("two", "p2")


def test_the_default_of_a_netrc_file_is_for_nobody(tmp_path: Path) -> None:
    netrc_file(tmp_path, "default login one password p1\n")
    assert credentials_from({}, tmp_path).login("a.example") is None


@pytest.mark.parametrize(
    ("environment", "text"),
    [
        ({"LD_EXPORT_USER": "me"}, ""),
        ({"LD_EXPORT_PASSWORD": "s3cret"}, ""),
        ({"NETRC": "gone"}, ""),
        ({}, "machine a.example login me password s3cret s3cret\n"),
    ],
)
def test_half_of_credentials_is_told_without_them(tmp_path: Path, environment: dict[str, str], text: str) -> None:
    netrc_file(tmp_path, text)
    with pytest.raises(UsageProblem) as raised:
        credentials_from(environment, tmp_path)
    assert "s3cret" not in str(raised.value)


def test_nobody_needs_a_home() -> None:
    assert credentials_from({}, None).login("a.example") is None


def test_the_agent_says_who_asks_and_whom_to_write_to() -> None:
    assert agent_string("1.2") == "ld-export/1.2"
    assert agent_string("1.2", "mailto:a@b.example") == "ld-export/1.2 (+mailto:a@b.example)"
    assert re.fullmatch(r"[\x20-\x7e]+", agent_string("1.2", "https://exämple.org/(\r\n)"))


def test_every_problem_names_the_server_and_what_to_do(waits: Waits) -> None:
    problems: list[Callable[[Session], object]] = [
        lambda session: session.send("GET", "http://nobody.invalid/"),
        lambda session: session.send("GET", "http://127.0.0.1:9/"),
    ]
    for provoke in problems:
        with waits.session(retries=0) as session, pytest.raises(LdExportError) as raised:
            provoke(session)
        assert raised.value.place.startswith("http://")
        assert raised.value.remedy
        assert raised.value.exit_code == 5
