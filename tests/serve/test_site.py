"""The site: what every other host is asked, asked of our own server; and what only it can do."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.hosts import conftest as hosts_conftest
from tests.hosts import test_servers
from tests.hosts.conftest import MODES, Host
from tests.serve.running import Server, serving

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]

curated = hosts_conftest.curated

# The very tests of Apache, nginx and Caddy: there is one table, and one answer to each case.
test_the_case = test_servers.test_a_host_answers_as_the_table_says
test_head = test_servers.test_head_is_get_without_a_body
test_headers = test_servers.test_every_answer_can_be_read_from_elsewhere_and_is_safe
test_any_header = test_servers.test_any_header_is_answered_as_numbers_would
test_options = test_servers.test_a_browser_may_send_any_accept_from_elsewhere
test_unfit = test_servers.test_what_fits_nothing_says_what_there_is
test_rdflib = test_servers.test_rdflib_reads_an_address
test_curl = test_servers.test_curl_follows


@pytest.fixture(scope="session")
def ours(curated: Callable[[str], Path]) -> Iterator[Callable[[str], Host]]:
    with ExitStack() as stack:
        started: dict[str, Host] = {}

        def host(mode: str) -> Host:
            if mode not in started:
                public = curated(mode).parents[2] / mode  # the link, and not where it leads
                one = stack.enter_context(serving(public, "--workers", "1"))
                started[mode] = Host("ld-export", mode == "direct", one.port, curated(mode))
            return started[mode]

        yield host


@pytest.fixture(params=MODES)
def host(request: pytest.FixtureRequest, ours: Callable[[str], Host]) -> Host:
    return ours(request.param)


# -- what only this server can do ------------------------------------------------------------------------------------


def test_a_file_s_tag_is_its_digest_and_whoever_has_it_is_told_so(server: Server) -> None:
    path = f"{server.root}person/1.ttl"
    answer = server.ask(path)
    assert answer.headers["etag"] == f'"{hashlib.sha256(answer.body).hexdigest()}"'
    for known in (answer.headers["etag"], f'"other", W/{answer.headers["etag"]}', "*"):
        again = server.ask(path, {"If-None-Match": known})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]
    assert server.ask(path, {"If-None-Match": '"other"'}).status == 200


def test_what_is_compressed_has_a_tag_of_its_own(server: Server) -> None:
    path = f"{server.root}dumps/dataset.nt"
    plain, squeezed = (server.ask(path, {"Accept-Encoding": encoding}) for encoding in ("", "gzip"))
    assert plain.headers["etag"] != squeezed.headers["etag"]
    assert gzip.decompress(squeezed.body) == plain.body
    assert server.ask(path, {"Accept-Encoding": "gzip", "If-None-Match": plain.headers["etag"]}).status == 200


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=5-", 5, None), ("bytes=-7", -7, None), ("bytes=10-99999999", 10, None)],
)
def test_a_part_of_a_file(server: Server, asked: str, first: int, last: int | None) -> None:
    path = f"{server.root}dumps/dataset.nq"
    whole = server.ask(path)
    part = server.ask(path, {"Range": asked})
    expected = whole.body[first:] if last is None else whole.body[first : last + 1]
    assert (part.status, part.body) == (206, expected)
    begin = first % len(whole.body)
    assert part.headers["content-range"] == f"bytes {begin}-{begin + len(expected) - 1}/{len(whole.body)}"
    assert server.ask(path, {"Range": asked, "If-Range": whole.headers["etag"]}).status == 206
    assert server.ask(path, {"Range": asked, "If-Range": '"of before"'}).status == 200


@pytest.mark.parametrize("asked", ["bytes=5-2", "bytes=a-b", "bytes=-", "lines=1-2", "bytes=0-1,4-5"])
def test_a_range_that_is_none_is_passed_over(server: Server, asked: str) -> None:
    assert server.ask(f"{server.root}person/1.ttl", {"Range": asked}).status == 200


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(server: Server, asked: str) -> None:
    answer = server.ask(f"{server.root}person/1.ttl", {"Range": asked})
    assert answer.status == 416
    assert answer.headers["content-range"].startswith("bytes */")


def test_signposts_stand_in_headers(server: Server) -> None:
    page = server.ask(f"{server.root}person/1.html").headers["link"]
    assert '<https://w3id.org/hrd/person/1>; rel="cite-as"' in page
    assert '<1.ttl>; rel="describedby"; type="text/turtle"' in page
    assert '<https://schema.org/AboutPage>; rel="type"' in page
    assert server.ask(f"{server.root}person/1", {"Accept": "text/turtle"}).headers["link"] == page
    data = server.ask(f"{server.root}person/1.ttl").headers["link"]
    assert data.startswith('<1.html>; rel="describes"; type="text/html"')
    assert all(
        len(server.ask(f"{server.root}{name}").headers["link"]) < 4_000 for name in ("data", "declaration/pace-wd-638")
    )
    assert "link" not in server.ask(f"{server.root}static/style.css").headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_site_is_only_read(server: Server, method: str) -> None:
    answer = server.ask(f"{server.root}person/1", method=method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "path",
    [
        "../index.msgpack",
        "../hosts.msgpack",
        "../manifest.sha256",
        "../store/CURRENT",
        "%2e%2e/manifest.sha256",
        "..%2fmanifest.sha256",
        "person/..%2f..%2fmanifest.sha256",
        "%2fetc/passwd",
        "person/1.ttl%00.html",
        "person%5c1.ttl",
    ],
)
def test_only_files_of_the_site_are_sent(server: Server, path: str) -> None:
    assert server.ask(f"{server.root}{path}").status == 404


def test_the_root_of_the_host_leads_to_the_site(server: Server) -> None:
    for path in ("/", server.root.removesuffix("/")):
        answer = server.ask(path)
        assert (answer.status, answer.headers["location"]) == (302, server.root)
    assert server.ask("/elsewhere").status == 404
