"""The server under the application: sockets, patience, and an end without dropped requests."""

import asyncio
import logging
import socket
from pathlib import Path
from typing import Any, ClassVar

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from aseankg.graph.serve.app import Access, application
from aseankg.graph.serve.limits import Limits


class Patient(H11Protocol):
    """Cuts connections whose request has no whole head in time, or whose answer is not taken.

    uvicorn waits for either for ever, so a few hundred clients that send a letter now and then, or read nothing, would
    take every place.
    """

    limits: ClassVar[Limits]
    _timer: asyncio.TimerHandle | None = None
    _watch: asyncio.TimerHandle | None = None
    _paused = False
    _stuck_since: float | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: D102 - these four as uvicorn has them
        super().connection_made(transport)
        self._wait()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: D102
        self._rest()
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:  # noqa: D102
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._rest()
        elif self._timer is None and self.conn.trailing_data[0]:
            self._wait()

    def pause_writing(self) -> None:  # noqa: D102
        super().pause_writing()
        self._paused = True

    def resume_writing(self) -> None:  # noqa: D102
        super().resume_writing()
        self._paused, self._stuck_since = False, None

    def _wait(self) -> None:
        self._timer = self.loop.call_later(self.limits.read_time, self._cut)

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        """Cut off who does not take what waits: to close a connection would be to wait for the same client."""
        now = self.loop.time()
        waits = self._paused or self.transport.is_closing()
        if not (waits and self.transport.get_write_buffer_size()):
            self._stuck_since = None
        elif self._stuck_since is None:
            self._stuck_since = now
        elif now - self._stuck_since >= self.limits.send_time:
            self._cut()
            return
        self._watch = self.loop.call_later(self.limits.send_time / 4, self._look)

    def _cut(self) -> None:
        self._timer = None
        self.transport.abort()


def patient(limits: Limits) -> type[Patient]:
    """Return the protocol with these limits: uvicorn takes a class."""
    return type("PatientWithLimits", (Patient,), {"limits": limits})


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises OSError if the address is taken or not of this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(256)
    except OSError:
        listening.close()
        raise
    return listening


def serve(
    out: Path,
    listening: socket.socket,
    access: Access | None = None,
    limits: Limits | None = None,
    *,
    log: bool = False,
) -> None:
    """Serve the folder of a build until told to stop; requests that run are answered first.

    Raises SystemExit if the build cannot be opened; the reason has been written to standard error.
    """
    limits = limits or Limits()
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logging.getLogger("aseankg.access").setLevel(logging.INFO if log else logging.WARNING)
    logging.getLogger("aseankg.serve").setLevel(logging.INFO)
    server = uvicorn.Server(configured(application(out, access, limits), limits))
    server.run(sockets=[listening])
    if not server.started:
        raise SystemExit(1)


def configured(app: ASGIApp, limits: Limits) -> uvicorn.Config:
    """Return how uvicorn is to run an application: patient with nobody, and quiet."""
    return uvicorn.Config(
        app,
        http=patient(limits),
        ws="none",
        lifespan="on",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=limits.connections,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=limits.stop_time,
        h11_max_incomplete_event_size=65_536,
    )
