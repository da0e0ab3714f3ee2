"""What went wrong, as a client reads it: problem details of RFC 9457, a page in a browser, or plain text."""

import json
import re
from functools import cache
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from aseankg.graph.serve.negotiation import PAGE, choose
from aseankg.graph.store import QueryError
from aseankg.graph.store.answering import NoFormatError
from aseankg.graph.views.pages import Pages
from aseankg.graph.views.things import Words

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_LONGEST = 300
_FORMS = {"application/problem+json": "json", "application/json": "json", "text/plain": "text", **PAGE}


class Problem(Exception):  # noqa: N818 - the name that the standard gives it
    """A request that is not answered, and why."""

    def __init__(
        self, status: int, detail: str, *, retry_after: int | None = None, line: int = 0, column: int = 0
    ) -> None:
        """Say what stands in the way, and what would help."""
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.retry_after = retry_after
        self.line = line
        self.column = column


def of_query(error: QueryError) -> Problem:
    """Return the problem with a query; where its text is wrong, with line and column."""
    status = 406 if isinstance(error, NoFormatError) else 400
    if place := _PLACE.match(str(error)):
        line, column = int(place[1]), int(place[2])
        return Problem(status, f"line {line}, column {column}: {_short(place[3])}", line=line, column=column)
    return Problem(status, _short(str(error)))


def _short(text: str) -> str:
    """Return the beginning of a message; the engine's may list every letter that it would have taken."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def response(request: Request, problem: Problem) -> Response:
    """Return the response that tells a problem."""
    title = HTTPStatus(problem.status).phrase
    headers = {"Vary": "Accept", "Cache-Control": "no-store"}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    form = choose(request.headers.get("accept"), _FORMS)
    if form == "html":
        html = _pages().render(
            "problem.html.j2", 0, root="/", status=problem.status, title=title, detail=problem.detail
        )
        return Response(html.encode("utf-8", "replace"), problem.status, headers, "text/html; charset=utf-8")
    if form == "text":
        text = f"{problem.status} {title}\n{problem.detail}\n"
        return Response(text.encode("utf-8", "replace"), problem.status, headers, "text/plain; charset=utf-8")
    told: dict[str, Any] = {"title": title, "status": problem.status, "detail": problem.detail}
    if problem.line:
        told |= {"line": problem.line, "column": problem.column}
    return Response(json.dumps(told) + "\n", problem.status, headers, "application/problem+json")


@cache
def _pages() -> Pages:
    return Pages({}, Words({}, {}))


async def tell(request: Request, error: Exception) -> Response:
    """Answer an exception: our own problems, those of the framework, and any fault of ours without its secrets."""
    if isinstance(error, Problem):
        return response(request, error)
    if isinstance(error, HTTPException):
        told = response(request, Problem(error.status_code, error.detail))
        told.headers.update(error.headers or {})
        return told
    return response(request, Problem(500, "a fault of the server; its log says more"))
