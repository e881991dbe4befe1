"""A reader with a browser: opens a page, and lets nothing pass that a reader should be spared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Literal, NamedTuple

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, Response, WebError

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


class _Way(NamedTuple):
    """How a reader opens pages: what a browser's context is made with."""

    scheme: Scheme
    scripts: bool
    policy: bool


class Reader:
    """A browser, with the address below which everything that it asks for must lie."""

    def __init__(self, browser: Browser, root: str) -> None:
        self._browser = browser
        self.root = root
        self._kept: dict[_Way, Page] = {}

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
        kept: bool = False,
    ) -> Iterator[Visit]:
        """Open a page. At the end nothing may have left the site, failed, or been complained of by the browser.

        `policy` obeys the page's content security policy: without it, a test may add styles of its own. A request for
        an address with the ending `given_up` may be ended by the page itself. `kept` opens it where the page before it
        was open: to start afresh takes a browser four times as long as to show the page. It is for tests that look at
        many pages and do nothing to them.
        """
        way = _Way(scheme, scripts, policy)
        page = (self._kept.pop(way, None) if kept else None) or self._opened(way)
        listener = _Listener(self.root, given_up)
        with ExitStack() as at_the_end:
            at_the_end.callback(page.context.close)
            page.set_viewport_size({"width": width, "height": 800})
            with listener.on(page):
                page.goto(self.root + path)
                yield Visit(page, listener.requested)
                # What the browser has to say comes in order: after an answer, everything before it is here.
                page.evaluate("document.title")
            if kept:
                page.goto("about:blank")  # what this page still asks for is not the next one's
                self._kept[way] = page
                at_the_end.pop_all()
        assert not listener.troubles, f"{path}:\n" + "\n".join(listener.troubles)

    def _opened(self, way: _Way) -> Page:
        context = self._browser.new_context(
            color_scheme=way.scheme,
            java_script_enabled=way.scripts,
            bypass_csp=not way.policy,
            reduced_motion="reduce",
            locale="en-GB",
        )
        return context.new_page()


class _Listener:
    """What a browser asks for while it shows a page, and what goes wrong."""

    def __init__(self, root: str, given_up: str) -> None:
        self.requested: list[str] = []
        self.troubles: list[str] = []
        self._root = root
        self._given_up = given_up

    @contextmanager
    def on(self, page: Page) -> Iterator[None]:
        """Listen to a page, and to what it opens."""
        context = page.context
        heard: dict[Any, Callable[[Any], None]] = {
            "request": self._asked,
            "requestfailed": self._failed,
            "response": self._answered,
            "console": self._said,
            "weberror": self._erred,
        }
        for event, listen in heard.items():
            context.on(event, listen)
        try:
            yield
        finally:
            for event, listen in heard.items():
                context.remove_listener(event, listen)

    def _asked(self, request: Request) -> None:
        self.requested.append(request.url)
        if not request.url.startswith((self._root, *_WITHIN)):
            self.troubles.append(f"a request leaves the site: {request.url}")

    def _failed(self, request: Request) -> None:
        if not (self._given_up and request.url.endswith(self._given_up) and request.failure == _GIVEN_UP):
            self.troubles.append(f"a request failed: {request.url} ({request.failure})")

    def _answered(self, answer: Response) -> None:
        if answer.status >= _HTTP_ERROR:
            self.troubles.append(f"{answer.status}: {answer.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.troubles.append(f"console {message.type}: {message.text}")

    def _erred(self, error: WebError) -> None:
        self.troubles.append(f"an error in a script: {error.error}")
