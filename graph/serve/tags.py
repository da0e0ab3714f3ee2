"""Names for answers, so that a client need not fetch what it has."""

import hashlib
import re

from starlette.requests import Request
from starlette.responses import Response

_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
"""Functions whose value differs from one time to the next."""


def tag(*parts: object) -> str:
    """Return the entity tag of what is made from these parts alone."""
    digest = hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12)
    return f'W/"{digest.hexdigest()}"'


def changing(query: str) -> bool:
    """Return whether a query may answer otherwise the next time over the same data."""
    return _CHANGING.search(query) is not None


def unchanged(request: Request, tag: str, headers: dict[str, str]) -> Response | None:
    """Return the answer 304 if the client has what the tag names."""
    if request.method not in ("GET", "HEAD"):
        return None
    had = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if "*" in had or tag.removeprefix("W/") in had:
        return Response(None, 304, {**headers, "ETag": tag})
    return None
