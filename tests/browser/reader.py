"""A reader with a browser: opens a page, and lets nothing pass that a reader should be spared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A request that leaves the machine finds nobody, whatever the network; it is counted all the same.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

_WITHIN = ("data:", "blob:", "about:")
_HTTP_ERROR = 400
_GIVEN_UP = "net::ERR_ABORTED"

Scheme = Literal["light", "dark"]


def launch(playwright: Playwright, program: str) -> Browser:
    """Start a browser."""
    return playwright.chromium.launch(executable_path=program, args=ARGUMENTS)


class Visit(NamedTuple):
    """An open page, and the addresses that it has asked for."""

    page: Page
    requested: list[str]


ANSWERED = """async query => {
    document.getElementById("text").value = query;
    document.getElementById("query").requestSubmit();
    const answer = document.getElementById("answer");
    const isThere = done => answer.hidden ? setTimeout(isThere, 20, done) : done();
    await new Promise(isThere);
}"""
"""Run in the page for queries: asks one, and ends when its answer is shown."""


class Reader(NamedTuple):
    """A browser, with the address below which everything that it asks for must lie."""

    browser: Browser
    root: str

    @contextmanager
    def visiting(
        self,
        path: str,
        *,
        width: int = 1280,
        scheme: Scheme = "light",
        scripts: bool = True,
        policy: bool = True,
        given_up: str = "",
    ) -> Iterator[Visit]:
        """Open a page. At the end nothing may have left the site, failed, or been complained of by the browser.

        `policy` obeys the page's content security policy: without it, a test may add styles of its own. A request for
        an address with the ending `given_up` may be ended by the page itself.
        """
        context = self.browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=scripts,
            bypass_csp=not policy,
            reduced_motion="reduce",
            locale="en-GB",
        )
        requested: list[str] = []
        troubles: list[str] = []
        _listen(context, self.root, given_up, requested, troubles)
        try:
            page = context.new_page()
            page.goto(self.root + path)
            yield Visit(page, requested)
            # What the browser has to say comes in order: after an answer, everything before it is here.
            page.evaluate("document.title")
        finally:
            context.close()
        assert not troubles, f"{path}:\n" + "\n".join(troubles)


def _listen(context: BrowserContext, root: str, given_up: str, requested: list[str], troubles: list[str]) -> None:
    def ask(url: str) -> None:
        requested.append(url)
        if not url.startswith((root, *_WITHIN)):
            troubles.append(f"a request leaves the site: {url}")

    def fail(url: str, why: str | None) -> None:
        if not (given_up and url.endswith(given_up) and why == _GIVEN_UP):
            troubles.append(f"a request failed: {url} ({why})")

    context.on("request", lambda request: ask(request.url))
    context.on("requestfailed", lambda request: fail(request.url, request.failure))
    context.on(
        "response",
        lambda answer: troubles.append(f"{answer.status}: {answer.url}") if answer.status >= _HTTP_ERROR else None,
    )
    context.on(
        "console",
        lambda said: (
            troubles.append(f"console {said.type}: {said.text}") if said.type in {"error", "warning"} else None
        ),
    )
    context.on("weberror", lambda error: troubles.append(f"an error in a script: {error.error}"))
