"""Addresses of things: /id/<kind>/<slug> and /source/<slug> lead to a page or to data, as the client likes."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from aseankg.graph.serve.builds import Builds
from aseankg.graph.serve.endpoint import Endpoint
from aseankg.graph.serve.negotiation import GRAPHS, PAGE, choose
from aseankg.graph.serve.problems import Problem
from aseankg.graph.serve.protocol import formats, in_address
from aseankg.ontology import iris

_SEE_OTHER = {"Vary": "Accept", "Cache-Control": "no-cache"}


class Things:
    """The handlers of these addresses."""

    def __init__(self, builds: Builds, endpoint: Endpoint) -> None:
        """Lead to the pages of these builds, and to data from this endpoint."""
        self._builds = builds
        self._endpoint = endpoint

    async def thing(self, request: Request) -> Response:
        """Send on to the page or the data of a thing; a thing is neither, so the answer is 303."""
        kind, slug = request.path_params.get("kind", "source"), request.path_params["slug"]
        accept = request.headers.get("accept")
        form = choose(accept, PAGE | GRAPHS)
        if form is None:
            raise Problem(406, f"expected one of {', '.join(PAGE | GRAPHS)}")
        if form == "html":
            if not (self._builds.site / kind / f"{slug}.html").is_file():
                raise Problem(404, "nothing here is called that")
            return RedirectResponse(f"/{kind}/{slug}.html", 303, _SEE_OTHER)
        return RedirectResponse(f"/data/{kind}/{slug}.{form}", 303, _SEE_OTHER)

    async def data(self, request: Request) -> Response:
        """Answer with what the graph says of a thing and of its parts, in the format that the address ends in."""
        kind, slug, form = (request.path_params[name] for name in ("kind", "slug", "form"))
        if form not in GRAPHS.values():
            raise Problem(404, f"data ends in one of {', '.join(dict.fromkeys(GRAPHS.values()))}")
        iri = iris.source(slug) if kind == "source" else iris.thing(kind, slug)
        query = (
            f"DESCRIBE <{iri}> ?part WHERE {{ VALUES ?whole {{ <{iri}> }}"
            f' OPTIONAL {{ <{iri}> ?link ?part FILTER(STRSTARTS(STR(?part), "{iri}#")) }} }}'
        )
        return await self._endpoint.answer(request, query, {"graph": form, "rows": None}, found=False)

    async def vocabulary(self, request: Request) -> Response:
        """Answer with the ontology and its code lists, or with what they say of one code."""
        form = formats(request, in_address(request))
        scheme, code = request.path_params.get("scheme"), request.path_params.get("code")
        if scheme is None:
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iris.VOCABULARY}> {{ ?s ?p ?o }} }}"
        else:
            query = f"DESCRIBE <{iris.VOCABULARY}/code/{scheme}{f'/{code}' if code else ''}>"
        return await self._endpoint.answer(request, query, {**form, "rows": None}, found=False)
