"""Apache Jena with its TDB2 store on the disk, behind a small front of the tests': `python … FOLDER PORT`.

The distribution has Jena's libraries, and not its server Fuseki. So parsing, queries, updates, transactions and what
is written are Jena's; addresses and the reading of requests, in Fuseki's ways, are not.
"""

from __future__ import annotations

import sys
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jpype

JARS = Path("/usr/share/java")
# Jena's own jars, and of the others what it loads for this.
_NEEDED = ("jena-*", "thrift", "protobuf", "slf4j-api", "slf4j-nop", "dexx*", "guava", "failureaccess")
_MORE = ("commons-lang3", "commons-io", "commons-codec", "commons-csv", "commons-cli", "commons-compress", "gson")
_LATEST = ("jackson-core", "jackson-databind", "jackson-annotations", "titanium-json-ld", "jsonp2*", "jsonld-java")

_MISPLACED = "org/apache/jena/ext/xerces/"


def main(folder: str, port: str) -> None:
    """Serve the store in a folder until somebody ends the process."""
    found = (path for name in (*_NEEDED, *_MORE, *_LATEST) for path in sorted(JARS.glob(f"{name}.jar")))
    # Quick to start and content with one core: it lives for a minute, among others.
    frugal = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
    jpype.startJVM(*frugal, classpath=[str(path) for path in (_words(Path(folder)), *found)])
    _Handler.dataset = jpype.JClass("org.apache.jena.tdb2.TDB2Factory").connectDataset(f"{folder}/store")
    tdb2 = jpype.JClass("org.apache.jena.tdb2.TDB2")
    tdb2.getContext().set(tdb2.symUnionDefaultGraph, jpype.java.lang.Boolean.TRUE)
    ThreadingHTTPServer(("127.0.0.1", int(port)), _Handler).serve_forever()


def _words(folder: Path) -> Path:
    """Texts that Jena does not start without: its Debian package has classes under another name than these."""
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(_MISPLACED) and name.endswith(".properties"):
                target = folder / "classes" / "xerces" / name.removeprefix(_MISPLACED)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(name))
    return folder / "classes"


class _Handler(BaseHTTPRequestHandler):
    dataset: Any
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """Every request of the tests is one."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        address = urlsplit(self.path)
        work = {"/query": self._query, "/update": self._update, "/data": self._data}[address.path]
        mode = "READ" if address.path == "/query" else "WRITE"
        self.dataset.begin(getattr(jpype.JClass("org.apache.jena.query.ReadWrite"), mode))
        try:
            said = work(body, parse_qs(address.query))
            self.dataset.commit()
        except jpype.JException as error:
            self.dataset.abort()
            self._answer(400, str(error).encode(), "text/plain")
        else:
            self._answer(200 if said else 204, said, "application/sparql-results+json")
        finally:
            self.dataset.end()

    def _query(self, body: bytes, _: dict[str, list[str]]) -> bytes:
        text = parse_qs(body.decode())["query"][0]
        execution = jpype.JClass("org.apache.jena.query.QueryExecutionFactory").create(text, self.dataset)
        out = jpype.JClass("java.io.ByteArrayOutputStream")()
        formatter = jpype.JClass("org.apache.jena.query.ResultSetFormatter")
        formatter.outputAsJSON(out, execution.execAsk() if execution.getQuery().isAskType() else execution.execSelect())
        execution.close()
        return bytes(out.toByteArray())

    def _update(self, body: bytes, _: dict[str, list[str]]) -> bytes:
        jpype.JClass("org.apache.jena.update.UpdateAction").parseExecute(body.decode(), self.dataset)
        return b""

    def _data(self, body: bytes, asked: dict[str, list[str]]) -> bytes:
        source = jpype.JClass("java.io.ByteArrayInputStream")(body)
        lang = jpype.JClass("org.apache.jena.riot.Lang")
        manager = jpype.JClass("org.apache.jena.riot.RDFDataMgr")
        if "graph" in asked:
            manager.read(self.dataset.getNamedModel(asked["graph"][0]), source, lang.TURTLE)
        else:
            manager.read(self.dataset, source, lang.NQUADS)
        return b""

    def _answer(self, status: int, body: bytes, media_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    main(*sys.argv[1:])
