"""What every request passes: an address that is not too long, and one line in the log."""

import json
import logging
import time
from collections.abc import MutableMapping
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aseankg.graph.serve.limits import Limits
from aseankg.graph.serve.problems import Problem, response

access = logging.getLogger("aseankg.access")
_PIECE = 256 * 1024
_SAFE = {b"x-content-type-options": b"nosniff", b"referrer-policy": b"no-referrer"}


class Traffic:
    """An ASGI middleware around all others."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        """Guard an application."""
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and watch what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.monotonic()
        seen = {"status": 500, "bytes": 0}

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                have = {name.lower() for name, _ in message["headers"]}
                added = [pair for pair in _SAFE.items() if pair[0] not in have]
                message = {**message, "headers": [*message["headers"], *added]}
            seen["bytes"] += 0 if scope["method"] == "HEAD" else len(message.get("body", b""))
            await self._send(send, message)

        try:
            if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self._limits.address:
                problem = Problem(
                    414, f"an address has at most {self._limits.address:,} bytes; longer queries go by POST"
                )
                await response(Request(scope), problem)(scope, receive, watched)
            else:
                await self._app(scope, receive, watched)
        finally:
            _log(scope, seen, time.monotonic() - started)

    async def _send(self, send: Send, message: MutableMapping[str, Any]) -> None:
        """Send in pieces: one has to be taken before the next, so the connection can tell who reads from who does not."""
        body = message.get("body", b"")
        for start in range(0, max(len(body), 1), _PIECE):
            last = start + _PIECE >= len(body)
            piece = dict(message)
            if body:
                piece["body"] = body[start : start + _PIECE]
                piece["more_body"] = not last or message.get("more_body", False)
            await send(piece)


def _log(scope: Scope, seen: dict[str, int], seconds: float) -> None:
    """Write one line of JSON: nothing in an address can begin another."""
    if not access.isEnabledFor(logging.INFO):
        return
    client = scope.get("client")
    line = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "client": client[0] if client else "",
        "method": scope["method"],
        "path": scope["path"],
        "query": scope["query_string"].decode("latin-1"),
        **seen,
        "ms": round(seconds * 1000),
    }
    access.info("%s", json.dumps(line))
