"""Every host answers alike: the cases, one by one, asked of the real servers."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings

from tests.conftest import not_run
from tests.hosts.cases import CASES, FOUND, SITE, Case
from tests.hosts.conftest import MACHINE, MODES, SITE_URL, Host, asked
from tests.hosts.headers import ACCEPTED
from tests.hosts.reference import chosen
from tests.hosts.servers import apache, running
from tests.support import examples

pytestmark = pytest.mark.external

CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".ttl": "text/turtle; charset=utf-8",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".csv": "text/csv; charset=utf-8; header=present",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".xml": "application/xml",
    ".gz": "application/gzip",
}
BY_NAME = {"linkset.json": "application/linkset+json", "void": "text/turtle; charset=utf-8"}


def headers_of(case: Case) -> dict[str, str]:
    given = {"Accept": case.accept, "Accept-Language": case.language, "Accept-Encoding": case.encoding}
    return {name: value for name, value in given.items() if value is not None}


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_a_host_answers_as_the_table_says(host: Host, case: Case) -> None:
    answer = host.ask(case.path, headers_of(case))
    if case.answer == 303 or (case.answer == FOUND and not host.direct):
        assert answer.status == 303
        assert leads_to(answer.headers["location"]) == case.file
    elif case.answer == 301:
        assert answer.status in (301, 308)
        assert leads_to(answer.headers["location"]) == case.file
    else:
        assert answer.status == (200 if case.answer == FOUND else case.answer)
        squeezed = answer.headers.get("content-encoding") == "gzip"
        assert (gzip.decompress(answer.body) if squeezed else answer.body) == (host.site / case.file).read_bytes()
        file = Path(case.file)
        assert answer.headers["content-type"] == (BY_NAME.get(file.name) or CONTENT_TYPES[file.suffix])
        assert squeezed == (case.what == "a dump, sent compressed")
    direct = case.answer == FOUND and host.direct
    assert answer.headers.get("content-location") == (SITE + case.file if direct else None)
    assert varies(answer.headers.get("vary", "")) >= depends_on(case)


def leads_to(location: str) -> str:
    """Where a redirect leads, behind `SITE`."""
    parts = urlsplit(urljoin(f"http://127.0.0.1{SITE}", location))
    assert parts.path.startswith(SITE)
    assert not parts.query
    return parts.path.removeprefix(SITE)


def varies(header: str) -> set[str]:
    return {name.strip().lower() for name in header.split(",") if name.strip()}


def depends_on(case: Case) -> set[str]:
    """The headers that would have made another answer."""
    if case.path.startswith("dumps/dataset") and not case.path.endswith(".gz"):
        return {"accept-encoding"}
    if "." in case.path or case.answer == 301:
        return set()
    entity = case.answer in (FOUND, 303, 406, 410)
    return {"accept", "accept-language"} if entity else {"accept-language"}


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_head_is_get_without_a_body(host: Host, case: Case) -> None:
    got = host.ask(case.path, headers_of(case))
    answer = host.ask(case.path, headers_of(case), "HEAD")
    assert answer.body == b""
    assert answer.status == got.status
    same = ("location", "content-type", "content-location", "vary", "content-encoding")
    assert {name: answer.headers.get(name) for name in same} == {name: got.headers.get(name) for name in same}


@pytest.mark.parametrize(
    "path", ["person/1", "person/1.ttl", "person/3", "person/5", "person/999999", "dumps/dataset.nt", ""]
)
def test_every_answer_can_be_read_from_elsewhere_and_is_safe(host: Host, path: str) -> None:
    headers = host.ask(path, {"Origin": "https://example.com"}).headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "public, max-age=300"


@pytest.mark.slow
@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(accept=ACCEPTED)
def test_any_header_is_answered_as_numbers_would(host: Host, accept: str) -> None:
    answer = host.ask("person/1", {"Accept": accept})
    ending = chosen(accept)
    if not ending:
        assert answer.status == 406
        return
    place = answer.headers["content-location" if host.direct else "location"]
    assert leads_to(place) == f"person/1{ending}"


def test_a_browser_may_send_any_accept_from_elsewhere(host: Host) -> None:
    asks = {"Origin": "https://example.com", "Access-Control-Request-Headers": "accept"}
    answer = host.ask("person/1", asks | {"Access-Control-Request-Method": "GET"}, "OPTIONS")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "accept" in varies(answer.headers["access-control-allow-headers"])


def test_what_fits_nothing_says_what_there_is(host: Host) -> None:
    body = host.ask("person/1", {"Accept": "application/pdf"}).body.decode()
    assert all(name in body for name in ("text/html", "text/turtle", "application/ld+json", "application/n-triples"))


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("name", ["person/1", "declaration/pace-wd-638", "concept/demand/apologise", "ontology"])
def test_rdflib_reads_an_address(host: Host, name: str) -> None:
    graph = rdflib.Graph().parse(f"http://127.0.0.1:{host.port}{SITE}{name}")
    assert (rdflib.URIRef(f"https://w3id.org/hrd/{name}"), None, None) in graph


def test_curl_follows(host: Host, tmp_path: Path) -> None:
    curl = shutil.which("curl")
    assert curl, "install curl"
    to = tmp_path / "out"
    for accept, file in (("text/turtle", "person/8.ttl"), ("*/*", "person/8.html")):
        address = f"http://127.0.0.1:{host.port}{SITE}person/6"
        subprocess.run([curl, "-sSL", "-H", f"Accept: {accept}", "-o", str(to), address], check=True, timeout=20)
        assert to.read_bytes() == (host.site / file).read_bytes()


@pytest.mark.parametrize(
    ("path", "accept", "status", "file"),
    [
        ("/", "*/*", 200, "index.html"),
        ("/person/", "*/*", 200, "person/index.html"),
        ("/person/1", "*/*", 303, "person/1.html"),
        ("/person/1", "text/turtle", 303, "person/1.ttl"),
        ("/person/1", "image/png", 406, "406.html"),
        ("/person/1.ttl", "*/*", 200, "person/1.ttl"),
        ("/person", "*/*", 301, "person/"),
        ("/overview", "*/*", 200, "overview.html"),
        ("/nobody", "*/*", 404, "404.html"),
    ],
)
def test_a_site_in_one_language_at_the_root_of_its_host(
    plain_host: Host, path: str, accept: str, status: int, file: str
) -> None:
    answer = asked(plain_host.port, path, {"Accept": accept, "Accept-Language": "fr"})
    assert answer.status == status
    if status in (301, 303):
        assert urlsplit(answer.headers["location"]).path == f"/{file}"
    else:
        assert answer.body == (plain_host.site / file).read_bytes()


# -- w3id.org ----------------------------------------------------------------------------------------------------------

NAME = "/hrd/"


@pytest.fixture(scope="module")
def w3id(curated: Callable[[str], Path], scratch: Path, tmp_path_factory: pytest.TempPathFactory) -> object:
    """The port of an Apache that has nothing but the redirect file, where w3id.org has it."""
    program = MACHINE["SERVERS"]["apache"].found()
    if program is None:
        not_run(MACHINE["SERVERS"]["apache"].remedy())
    folder = scratch / "w3id" / NAME.strip("/")
    folder.mkdir(parents=True)
    shutil.copyfile(curated(MODES[0]) / "hosting" / "w3id.htaccess", folder / ".htaccess")
    with running(apache, program, folder.parent, folder, scratch / "w3id-server") as port:
        yield port


@pytest.mark.parametrize("case", [case for case in CASES if case.answer in (FOUND, 303)], ids=lambda case: case.what)
def test_w3id_leads_to_the_file_that_the_site_would_choose(w3id: int, case: Case) -> None:
    answer = asked(w3id, NAME + case.path.partition("?")[0], headers_of(case))
    assert answer.status == 303
    assert answer.headers["location"] == SITE_URL + case.file
    assert varies(answer.headers["vary"]) == {"accept", "accept-language"}
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "path", ["", "person/", "overview", "person/1.ttl", "dumps/dataset.nq", "static/style.css", "nowhere/at/all"]
)
def test_w3id_leads_everything_else_to_the_same_name(w3id: int, path: str) -> None:
    answer = asked(w3id, NAME + path, {"Accept": "text/html"})
    assert answer.status == 302
    assert answer.headers["location"] == SITE_URL + path


def test_w3id_leaves_it_to_the_site_to_say_that_nothing_fits(w3id: int) -> None:
    answer = asked(w3id, f"{NAME}person/1", {"Accept": "image/png"})
    assert (answer.status, answer.headers["location"]) == (302, f"{SITE_URL}person/1")
