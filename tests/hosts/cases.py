"""What is asked of every host, and what each must answer: one table for all.

The publication is the default one at `/sub/path/`, in which person 3 was merged into 4 and 6 by way of 7 into 8, and
person 5 and a document were withdrawn. `docs/hosting.md` shows the same table.
"""

from __future__ import annotations

from typing import NamedTuple

SITE = "/sub/path/"
FOUND = "found"
"""An entity was asked for: 303 to a file of it or, where the publication wants that, the file itself."""


class Case(NamedTuple):
    """A request: what it is, the path behind `SITE`, what the client accepts; and the answer.

    `answer` is a status or `FOUND`; `file` is whose bytes come, or where the answer leads.
    """

    what: str
    path: str
    accept: str | None
    answer: int | str
    file: str
    language: str | None = None
    encoding: str | None = None


CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
RDFLIB = "application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1"
JENA = (
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,"
    "application/n-quads,application/trig;q=0.9,*/*;q=0.3"
)
RDF4J = "application/rdf+xml;q=0.8,application/n-triples;q=0.8,text/turtle;q=0.8,application/ld+json,*/*;q=0.5"
COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/html;q=0.2,application/xhtml+xml;q=0.18"
)
JQUERY = "application/json, text/javascript, */*; q=0.01"
COMPACT = 'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"'

CASES = (
    # -- what an entity can be had as ----------------------------------------------------------------------------------
    Case("no Accept at all", "person/1", None, FOUND, "person/1.html"),
    Case("curl", "person/1", "*/*", FOUND, "person/1.html"),
    Case("Chrome, Edge, Google", "person/1", CHROME, FOUND, "person/1.html"),
    Case("Firefox, Safari", "person/1", FIREFOX, FOUND, "person/1.html"),
    Case("Java, without being told", "person/1", JAVA, FOUND, "person/1.html"),
    Case("Turtle", "person/1", "text/turtle", FOUND, "person/1.ttl"),
    Case("JSON-LD", "person/1", "application/ld+json", FOUND, "person/1.jsonld"),
    Case("JSON-LD with a profile", "person/1", COMPACT, FOUND, "person/1.jsonld"),
    Case("N-Triples", "person/1", "application/n-triples", FOUND, "person/1.nt"),
    Case("JSON", "person/1", "application/json", FOUND, "person/1.jsonld"),
    Case("N3", "person/1", "text/n3", FOUND, "person/1.ttl"),
    Case("rdflib, without being told", "person/1", RDFLIB, FOUND, "person/1.ttl"),
    Case("Jena", "person/1", JENA, FOUND, "person/1.ttl"),
    Case("RDF4J", "person/1", RDF4J, FOUND, "person/1.jsonld"),
    Case("Comunica", "person/1", COMUNICA, FOUND, "person/1.jsonld"),
    Case("jQuery", "person/1", JQUERY, FOUND, "person/1.jsonld"),
    Case("a format that is not here, or any", "person/1", "application/rdf+xml, */*;q=0.1", FOUND, "person/1.ttl"),
    Case(
        "a format that is not here, or Turtle",
        "person/1",
        "application/rdf+xml, text/turtle;q=0.5",
        FOUND,
        "person/1.ttl",
    ),
    Case(
        "the q-value decides, not the order", "person/1", "text/turtle;q=0.4, text/html;q=0.9", FOUND, "person/1.html"
    ),
    Case("the same the other way", "person/1", "text/html;q=0.4, text/turtle;q=0.9", FOUND, "person/1.ttl"),
    Case(
        "q-values with spaces, and in capitals",
        "person/1",
        "TEXT/HTML ; Q=0.2 , Text/Turtle ; Q=0.30",
        FOUND,
        "person/1.ttl",
    ),
    Case("what is named before what a wildcard allows", "person/1", "*/*, application/n-triples", FOUND, "person/1.nt"),
    Case("a wildcard that is worth more", "person/1", "text/turtle;q=0.5, */*;q=0.8", FOUND, "person/1.jsonld"),
    Case("any text", "person/1", "text/*", FOUND, "person/1.html"),
    Case("any application", "person/1", "application/*", FOUND, "person/1.jsonld"),
    Case("anything but a page", "person/1", "*/*, text/html;q=0", FOUND, "person/1.ttl"),
    Case("page and data alike", "person/1", "text/html, text/turtle", FOUND, "person/1.ttl"),
    Case("an empty Accept", "person/1", "", FOUND, "person/1.html"),
    Case("nothing fits", "person/1", "application/rdf+xml", 406, "406.html"),
    Case("nothing fits, either", "person/1", "image/png, text/turtle;q=0.0", 406, "406.html"),
    Case("nothing fits, in French", "person/1", "image/png", 406, "406.fr.html", language="fr"),
    # -- languages -----------------------------------------------------------------------------------------------------
    Case("French", "person/1", "text/html", FOUND, "person/1.fr.html", language="fr"),
    Case(
        "French of Switzerland before English",
        "person/1",
        FIREFOX,
        FOUND,
        "person/1.fr.html",
        language="fr-CH, en;q=0.8",
    ),
    Case("English before French", "person/1", FIREFOX, FOUND, "person/1.html", language="fr;q=0.5, en-GB;q=0.9"),
    Case("neither, so the first", "person/1", FIREFOX, FOUND, "person/1.html", language="kk, ru;q=0.9"),
    Case("neither, but French rather", "person/1", FIREFOX, FOUND, "person/1.fr.html", language="de, fr;q=0.1"),
    Case("data have no language", "person/1", "text/turtle", FOUND, "person/1.ttl", language="fr"),
    # -- kinds of entities ---------------------------------------------------------------------------------------------
    Case("a document", "declaration/pace-wd-638", "text/turtle", FOUND, "declaration/pace-wd-638.ttl"),
    Case("the ontology", "ontology", "text/turtle", FOUND, "ontology.ttl"),
    Case("the ontology in a browser", "ontology", CHROME, FOUND, "ontology.html"),
    Case("a concept", "concept/demand/apologise", "application/ld+json", FOUND, "concept/demand/apologise.jsonld"),
    Case(
        "a scheme of concepts, which is their folder", "concept/demand", "text/turtle", 303, "concept/demand/index.ttl"
    ),
    Case("the same in a browser", "concept/demand", CHROME, 303, "concept/demand/index.html"),
    Case("the same, and nothing fits", "concept/demand", "image/png", 406, "406.html"),
    Case("with a query behind it", "person/1?from=there", "text/turtle", FOUND, "person/1.ttl"),
    # -- files and pages -----------------------------------------------------------------------------------------------
    Case("a file, whatever is accepted", "person/1.ttl", "text/html", 200, "person/1.ttl"),
    Case("a page", "person/1.fr.html", "text/turtle", 200, "person/1.fr.html"),
    Case("the home page", "", None, 200, "index.html"),
    Case("the home page in French", "", FIREFOX, 200, "index.fr.html", language="fr"),
    Case("an index", "person/", None, 200, "person/index.html"),
    Case("an index in French", "person/", FIREFOX, 200, "person/index.fr.html", language="fr"),
    Case("the folder of a scheme", "concept/demand/", None, 200, "concept/demand/index.html"),
    Case("an index without its slash", "person", None, 301, "person/"),
    Case("a page without its ending", "overview", None, 200, "overview.html"),
    Case("the same in French", "overview", None, 200, "overview.fr.html", language="fr"),
    Case("a style sheet", "static/style.css", "*/*", 200, "static/style.css"),
    Case("a script", "static/site.js", "*/*", 200, "static/site.js"),
    Case("the site map", "sitemap.xml", None, 200, "sitemap.xml"),
    # -- dumps ---------------------------------------------------------------------------------------------------------
    *(
        Case(f"a dump, .{ending}", f"dumps/dataset.{ending}", None, 200, f"dumps/dataset.{ending}")
        for ending in ("nq", "nt", "trig", "ttl", "jsonld")
    ),
    Case("signposts of a section", "person/linkset.json", None, 200, "person/linkset.json"),
    Case("VoID where it is looked for", ".well-known/void", "text/turtle", 200, ".well-known/void"),
    Case("a table", "dumps/signatures.csv", None, 200, "dumps/signatures.csv"),
    Case("a compressed dump is a file", "dumps/dataset.nt.gz", None, 200, "dumps/dataset.nt.gz"),
    Case("… for whoever can read gzip, too", "dumps/dataset.nt.gz", None, 200, "dumps/dataset.nt.gz", encoding="gzip"),
    Case("a dump, sent compressed", "dumps/dataset.nt", None, 200, "dumps/dataset.nt", encoding="gzip, deflate, br"),
    Case(
        "a dump, and no gzip please", "dumps/dataset.nt", None, 200, "dumps/dataset.nt", encoding="gzip;q=0, identity"
    ),
    # -- what moved, what is gone --------------------------------------------------------------------------------------
    Case("merged", "person/3", "text/turtle", 301, "person/4"),
    Case("merged twice", "person/6", None, 301, "person/8"),
    Case("merged, its page", "person/3.html", None, 301, "person/4.html"),
    Case("merged, its page in French", "person/3.fr.html", None, 301, "person/4.fr.html"),
    Case("merged, its data say so", "person/3.ttl", None, 200, "person/3.ttl"),
    Case("not merged, though its number begins so", "person/30", "text/turtle", FOUND, "person/30.ttl"),
    Case("withdrawn", "person/5", CHROME, 410, "person/5.html"),
    Case("withdrawn, in French", "person/5", CHROME, 410, "person/5.fr.html", language="fr"),
    Case("withdrawn, as data", "person/5", "text/turtle", 410, "person/5.ttl"),
    Case("withdrawn, and nothing fits", "person/5", "image/png", 410, "person/5.html"),
    Case("withdrawn, its page", "person/5.fr.html", None, 410, "person/5.fr.html"),
    Case("withdrawn, its data", "person/5.nt", None, 410, "person/5.nt"),
    Case("a withdrawn document", "declaration/pace-wd-734", None, 410, "declaration/pace-wd-734.html"),
    Case("not withdrawn, though its number begins so", "person/50", None, FOUND, "person/50.html"),
    # -- what is not there ---------------------------------------------------------------------------------------------
    Case("unknown", "person/999999", CHROME, 404, "404.html"),
    Case("unknown, in French", "person/999999", CHROME, 404, "404.fr.html", language="fr"),
    Case("unknown, as data", "person/999999", "text/turtle", 404, "404.html"),
    Case("below a page", "person/1/2", None, 404, "404.html"),
    Case("a folder without an index", "static/", None, 404, "404.html"),
    Case("a folder of pictures and the like", "static/", None, 404, "404.html"),
)
