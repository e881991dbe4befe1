"""The site: a request for an address to a file of what is published just now."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ld_export.serve.published import Publication, Published
from ld_export.serve.sending import send
from ld_export.serve.signposts import entity_header, link_header
from ld_export.serve.site import Found, Wanted, find

_METHODS = ("GET", "HEAD")


class Pages:
    """Answers the requests for the site."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication

    async def __call__(self, request: Request) -> Response:
        """The answer to any request."""
        published = self._publication.now()
        headers = published.hosts.headers
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)
        if request.method not in _METHODS:
            return Response(
                status_code=HTTPStatus.METHOD_NOT_ALLOWED, headers={**headers, "Allow": "GET, HEAD, OPTIONS"}
            )
        try:
            return _answer(request, published)
        except FileNotFoundError:  # a build has just removed the generation: there is another
            return _answer(request, self._publication.now())


def _answer(request: Request, published: Published) -> Response:
    root = published.hosts.root
    path: str = request.scope["path"]
    if not path.startswith(root):
        at_root = path in ("/", root.removesuffix("/"))
        found = Found(HTTPStatus.FOUND, leads_to="") if at_root else find(Wanted("//"), published)
    else:
        asked = request.headers
        found = find(
            Wanted(path.removeprefix(root), asked.get("accept", ""), asked.get("accept-language", "")), published
        )
    headers = _headers(found, published)
    if found.leads_to is not None:
        return RedirectResponse(root + found.leads_to, found.status, headers)
    return send(found.file, found.status, request, published, headers)


def _headers(found: Found, published: Published) -> Mapping[str, str]:
    own = {"Vary": found.vary, "Content-Location": published.hosts.root + found.at if found.at else ""}
    if found.status == HTTPStatus.OK:
        own["Link"] = link_header(found.file, published)
    elif found.status == HTTPStatus.SEE_OTHER and found.leads_to:
        own["Link"] = entity_header(found.leads_to.partition(".")[0], published)
    return {**published.hosts.headers, **{name: value for name, value in own.items() if value}}
