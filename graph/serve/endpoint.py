"""/sparql: queries in, answers out; without a query, the description of the service."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from aseankg.graph.serve import description
from aseankg.graph.serve.builds import Builds, Served
from aseankg.graph.serve.jobs import Job
from aseankg.graph.serve.limits import Limits
from aseankg.graph.serve.negotiation import GRAPHS, PAGE, choose
from aseankg.graph.serve.problems import Problem
from aseankg.graph.serve.protocol import asked, formats, in_address
from aseankg.graph.serve.tags import changing, tag, unchanged
from aseankg.graph.store import Dataset
from aseankg.graph.store.answering import Answer, convert

_HEADERS = {"Vary": "Accept", "Cache-Control": "no-cache"}
_PAGE = "sparql.html"


class Endpoint:
    """The handlers of the protocol, over whatever build is served."""

    def __init__(self, builds: Builds, limits: Limits) -> None:
        """Answer from these builds within these limits."""
        self._builds = builds
        self._limits = limits

    async def sparql(self, request: Request) -> Response:
        """Answer a query by GET or POST."""
        wanted = await asked(request, self._limits)
        if wanted is not None:
            return await self.answer(request, wanted.query, wanted.accepted, wanted.dataset)
        if (self._builds.site / _PAGE).is_file() and choose(
            request.headers.get("accept"), GRAPHS | PAGE
        ) == "html":
            return RedirectResponse(f"/{_PAGE}", 303, {"Vary": "Accept"})
        return await self._describe(request, description.service)

    async def void(self, request: Request) -> Response:
        """Describe the data set."""
        return await self._describe(request, description.dataset)

    async def answer(
        self,
        request: Request,
        query: str,
        accepted: Mapping[str, str | None],
        dataset: Dataset | None = None,
        *,
        found: bool = True,
    ) -> Response:
        """Answer a query; `found` false says that a graph without triples is nothing found. Raises Problem."""
        if not any(accepted.values()):
            raise Problem(406, "no format that the client takes: see the description of the service")
        served = self._builds.served
        named = tag(served.name, query, dataset, sorted(accepted.items()))
        if not changing(query) and (same := unchanged(request, named, _HEADERS)):
            return same
        answer = await served.pool.ask(Job(accepted, query, dataset), client(request))
        if not found and answer.empty:
            raise Problem(404, "the graph says nothing of that")
        headers = _HEADERS if changing(query) else {**_HEADERS, "ETag": named}
        return sent(answer, headers)

    async def ask(
        self, request: Request, question: str, values: Mapping[str, str], accepted: Mapping[str, str | None]
    ) -> tuple[Answer, Served]:
        """Return the answer of a named question, and the build that gave it. Raises Problem."""
        served = self._builds.served
        job = Job(accepted, question=question, values=values)
        return await served.pool.ask(job, client(request)), served

    async def _describe(self, request: Request, describe: description.Describe) -> Response:
        form = formats(request, in_address(request))["graph"]
        if form is None:
            raise Problem(406, f"a description comes as {', '.join(GRAPHS)}")
        served = self._builds.served
        named = tag(served.name, describe.__name__, form, str(request.base_url))
        if same := unchanged(request, named, _HEADERS):
            return same
        turtle = describe(address(request), await served.count())
        media_type = description.MEDIA_TYPES[form]
        return sent(Answer(media_type, convert(turtle, form)), {**_HEADERS, "ETag": named})


def sent(answer: Answer, headers: Mapping[str, str]) -> Response:
    """Return an answer as a response that no browser takes for a page of ours."""
    guarded = {**headers, "Content-Security-Policy": "default-src 'none'; sandbox"}
    return Response(answer.body, 200, guarded, answer.media_type)


def client(request: Request) -> str:
    """Return by whom a request comes: an address, nothing more."""
    return request.client.host if request.client else ""


def address(request: Request) -> str:
    """Return the address under which the client reached the server; a host that cannot stand in an IRI is left out."""
    found = str(request.base_url)
    return found if description.PLAIN.fullmatch(found) else "http://localhost/"
