"""The SPARQL endpoint: a request to a question, its answer to a response that is whole or says what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ld_export.serve.accept import entity_ending
from ld_export.serve.description import description
from ld_export.serve.formats import BY_NAME
from ld_export.serve.messages import Reply
from ld_export.serve.problems import Trouble
from ld_export.serve.process import Answer
from ld_export.serve.protocol import formats_of, parameters_of, question_of
from ld_export.serve.published import Published
from ld_export.serve.service import Service

_QUERY_PAGE = "query.html"


def _is_for_people(accept: str, published: Published) -> bool:
    """Whether a client would rather have a page, and says so: one that takes anything gets data."""
    hosts = published.hosts
    wanted = "text/html" in accept.lower() and entity_ending(hosts, accept, "") == hosts.languages[0].ending
    return wanted and _QUERY_PAGE in published.sums


class Endpoint(Service):
    """Answers the requests that come to `/sparql`."""

    own_headers: ClassVar[Mapping[str, str]] = {
        "Access-Control-Allow-Headers": "Accept, Content-Type",
        "Vary": "Accept",
        # What an answer says is up to whoever wrote the query, and some formats can be made to look like a page.
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    }

    async def _answer(self, request: Request, headers: Mapping[str, str]) -> Response:
        parameters = await parameters_of(request, self._limits)
        accept = request.headers.get("accept", "")
        question = question_of(parameters, accept)
        if question is None:
            if request.method == "POST" or parameters.values:
                raise Trouble("request", "there is no query in the request: send it as the parameter `query`")
            return self._describe(request, accept, headers)
        return self._written(await self._answers.of(question), headers)

    def _describe(self, request: Request, accept: str, headers: Mapping[str, str]) -> Response:
        """What the endpoint says of itself; a browser is led to the page for queries."""
        published = self._publication.now()
        hosts = published.hosts
        if _is_for_people(accept, published):
            return RedirectResponse(hosts.root + _QUERY_PAGE, HTTPStatus.SEE_OTHER, headers)
        _, graph = formats_of(accept)
        if not graph:
            raise Trouble("unacceptable", "what is told of this endpoint cannot be had in what is accepted")
        try:
            content = description(str(request.url.replace(query="")), hosts.site, self._limits, graph)
        except ValueError:
            raise Trouble("request", "the address that was asked is no IRI") from None
        return Response(content, HTTPStatus.OK, headers, BY_NAME[graph].content_type)

    def _written(self, answer: Answer, headers: Mapping[str, str]) -> Response:
        reply, content = answer
        if reply.problem:
            raise Trouble(reply.problem, reply.detail, self._members(reply))
        format_ = BY_NAME[reply.format]
        named = {"Content-Disposition": f'inline; filename="answer.{format_.name}"'}
        return self._outgoing.response(content, {**headers, **named}, format_.content_type)

    def _members(self, reply: Reply) -> dict[str, object]:
        """What a problem tells beside its words: where in the query it is, or the limit that it is about."""
        limits: dict[str, dict[str, object]] = {
            "time-out": {"seconds": self._limits.deadline},
            "too-many-rows": {"limit": self._limits.rows},
            "too-large": {"limit": self._limits.size},
            "memory": {"limit": self._limits.memory},
        }
        if reply.line:
            return {"line": reply.line, "column": reply.column}
        return limits.get(reply.problem, {})
