"""The application: which address goes where, and what stands before them all."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from aseankg.graph.serve.asking import Asking
from aseankg.graph.serve.builds import Builds
from aseankg.graph.serve.endpoint import Endpoint
from aseankg.graph.serve.limits import Limits
from aseankg.graph.serve.openapi import openapi
from aseankg.graph.serve.pages import SitePages
from aseankg.graph.serve.problems import Problem, tell
from aseankg.graph.serve.things import Things
from aseankg.graph.serve.traffic import Traffic
from aseankg.ontology import iris

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_OWN_MACHINE = r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?"
_METHODS = "GET, HEAD, POST, OPTIONS"
_READING = "GET, HEAD, OPTIONS"
_NO_GZIP = re.compile(r"\bgzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask: the names under which the server answers, and the origins whose pages may read the answers.

    Without origins, pages served on the same machine may.
    """

    hosts: Sequence[str] = LOOPBACK
    origins: Sequence[str] = field(default=())


class _Slug(Convertor[str]):
    regex = iris.SLUG.pattern

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("slug", _Slug())


class _Options:
    """Answers OPTIONS outside of CORS: what may be done here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "OPTIONS":
            allowed = _METHODS if scope["path"].rstrip("/") == "/sparql" else _READING
            await Response(None, 204, {"Allow": allowed})(scope, receive, send)
            return
        await self._app(scope, receive, send)


class _Gzip(GZipMiddleware):
    """Compresses unless the client says in so many words that it takes none, which the framework reads over."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _NO_GZIP.search(Headers(scope=scope).get("accept-encoding", "")):
            await self.app(scope, receive, send)
            return
        await super().__call__(scope, receive, send)


def application(out: Path, access: Access | None = None, limits: Limits | None = None) -> Starlette:
    """Return the ASGI application that serves the folder of a build."""
    access, limits = access or Access(), limits or Limits()
    builds = Builds(out, limits)
    endpoint = Endpoint(builds, limits)
    things, asking, pages = Things(builds, endpoint), Asking(endpoint), SitePages(builds.site)

    async def health(_: Request) -> Response:
        served = builds.served
        return JSONResponse({"status": "ok", "build": served.name, "workers": limits.workers})

    async def described(_: Request) -> Response:
        return JSONResponse(openapi())

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            await builds.start()
        except Problem as error:
            raise RuntimeError(error.detail) from error
        watching = asyncio.create_task(builds.watch())
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            await builds.stop()

    return Starlette(
        lifespan=lifespan,
        routes=[
            Route("/sparql", endpoint.sparql, methods=["GET", "POST"]),
            Route("/sparql/", endpoint.sparql, methods=["GET", "POST"]),
            Route("/.well-known/void", endpoint.void),
            Route("/health", health),
            Route("/openapi.json", described),
            Route("/id/{kind:slug}/{slug:slug}", things.thing),
            Route("/source/{slug:slug}", things.thing),
            Route("/data/{kind:slug}/{slug:slug}.{form:slug}", things.data),
            Route("/ontology", things.vocabulary),
            Route("/ontology/code/{scheme:slug}", things.vocabulary),
            Route("/ontology/code/{scheme:slug}/{code:slug}", things.vocabulary),
            Route("/question", asking.listing),
            Route("/question/", asking.listing),
            Route("/question/{name:slug}", asking.question),
            Route("/{path:path}", pages.page),
        ],
        middleware=[
            Middleware(Traffic, limits=limits),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(access.hosts), www_redirect=False),
            Middleware(
                CORSMiddleware,
                allow_origins=list(access.origins),
                allow_origin_regex=None if access.origins else _OWN_MACHINE,
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["Accept", "Content-Type", "If-None-Match", "Range", "X-Requested-With"],
                expose_headers=["ETag", "Retry-After", "Content-Range"],
                max_age=86_400,
            ),
            Middleware(_Options),
            Middleware(_Gzip, minimum_size=1_000, compresslevel=5),
        ],
        exception_handlers={Problem: tell, HTTPException: tell, Exception: tell},
    )


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches what listens there."""
    return host in ("localhost", "::1") or re.fullmatch(r"127(?:\.\d{1,3}){3}", host) is not None
