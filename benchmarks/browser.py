"""Queries in a browser: our page, and a bare page with the same program and the same dump."""

from __future__ import annotations

import gzip
import re
import runpy
import shutil
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright
from tests.browser.reader import launch
from tests.browser.server import serving

from benchmarks.process import ROOT
from ld_export.questions import questions

_MACHINE = runpy.run_path(str(ROOT / "tools" / "machine.py"))
_FIRST = "ASK {}"

# Seconds until what was asked is answered, and the answer stands on the page.
_OURS = """async query => {
    const [answer, told, area] = ["answer", "told", "text"].map(id => document.getElementById(id));
    area.value = query;
    const seconds = () => performance.now() / 1000;
    const started = seconds();
    document.getElementById("query").requestSubmit();
    return new Promise((done, failed) => {
        new MutationObserver((_, observer) => {
            if (!answer.hidden) {
                observer.disconnect();
                done(seconds() - started);
            }
        }).observe(answer, {attributes: true});
        setTimeout(() => failed(new Error(told.textContent)), 120_000);
    });
}"""
_BARE = """async ([work, query]) => {
    const started = performance.now();
    await window[work](query);
    return (performance.now() - started) / 1000;
}"""


class Waited(NamedTuple):
    """Seconds on one page: until the first answer, and for each query after that."""

    load: float
    queries: list[float]


class Compared(NamedTuple):
    """Both pages over so many statements: the median of rounds, each in a new browser profile."""

    ours: Waited
    bare: Waited
    statements: int


def lacking() -> str:
    """What must be installed before a browser can be measured, in one line; nothing where it is."""
    return "" if _MACHINE["chromium"]() else _MACHINE["CHROMIUM"].remedy()


def compare(public: Path, folder: Path, rounds: int) -> Compared:
    """Measure both pages over the dump of a built site, in turn; `folder` is for the bare page."""
    texts = [question.text for question in questions().values()]
    _lay_out(public, folder)
    ours: list[Waited] = []
    bare: list[Waited] = []
    with serving({"/site/": public, "/bare/": folder}) as address, sync_playwright() as playwright:
        browser = launch(playwright, _MACHINE["chromium"]())
        for _ in range(rounds):
            ours.append(_ours(browser, f"{address}/site/query.html", texts))
            bare.append(_bare(browser, f"{address}/bare/bare.html", texts))
        browser.close()
    page = (public / "query.html").read_text(encoding="utf-8")
    statements = re.search(r'data-statements="(\d+)"', page)
    return Compared(_middle(ours), _middle(bare), int(statements[1]) if statements else 0)


def _lay_out(public: Path, folder: Path) -> None:
    folder.mkdir()
    program = public / "static" / "query" / "oxigraph"
    (folder / "web_bg.wasm").write_bytes(gzip.decompress((program / "web_bg.wasm.gz").read_bytes()))
    for file in (program / "web.js", public / "dumps" / "dataset.trig.gz", Path(__file__).with_name("bare.html")):
        shutil.copy(file, folder)


def _ours(browser: Browser, address: str, texts: Sequence[str]) -> Waited:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.get_by_role("textbox").wait_for()
        return Waited(page.evaluate(_OURS, _FIRST), [page.evaluate(_OURS, text) for text in texts])


def _bare(browser: Browser, address: str, texts: Sequence[str]) -> Waited:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.wait_for_function("Boolean(window.ask)")
        return Waited(page.evaluate(_BARE, ["load", ""]), [page.evaluate(_BARE, ["ask", text]) for text in texts])


def _middle(rounds: Sequence[Waited]) -> Waited:
    queries = zip(*(one.queries for one in rounds), strict=True)
    return Waited(median(one.load for one in rounds), [median(times) for times in queries])
