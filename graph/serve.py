"""Serves a built site on this machine. Loopback unless told otherwise; reading only."""

from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

LOOPBACK = "127.0.0.1"


def application(site: Path, hosts: list[str] | None = None) -> Starlette:
    """Return the ASGI application of a site. Only requests that name one of the hosts are answered."""
    allowed = hosts or [LOOPBACK, "localhost", "[::1]"]
    return Starlette(
        routes=[Mount("/", StaticFiles(directory=site, html=True))],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=allowed)],
    )


def serve(site: Path, host: str, port: int) -> None:
    """Serve until interrupted. Raises OSError if the address is taken."""
    hosts = None if host == LOOPBACK else ["*"]
    uvicorn.run(application(site, hosts), host=host, port=port, log_level="warning")
