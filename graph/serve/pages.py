"""The pages of a build, read from its folder: whole, so that a build that takes its place cuts none in two."""

import asyncio
import mimetypes
import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from aseankg.graph.serve.problems import Problem
from aseankg.graph.serve.tags import tag, unchanged

_TYPES = {".ttl": "text/turtle", ".jsonld": "application/ld+json", ".nq": "application/n-quads"}
_PACKED = ("application/gzip", "application/zip")
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_SWAP_TIME = 2.0
"""Seconds for which a folder may be missing while one build takes the place of another."""


class SitePages:
    """The handler of every address that nothing else answers."""

    def __init__(self, site: Path) -> None:
        """Answer from this folder and from nowhere else."""
        self._site = site

    async def page(self, request: Request) -> Response:
        """Answer with a file of the site; a folder stands for its index."""
        parts = _parts(request.path_params["path"])
        for _ in range(int(_SWAP_TIME / 0.05)):
            try:
                found = await asyncio.to_thread(_read, self._site, parts)
            except OSError:
                if await asyncio.to_thread(self._site.is_dir):
                    raise Problem(404, "no such page") from None
                await asyncio.sleep(0.05)  # between the two moves of a swap
                continue
            return _page(request, *found)
        raise Problem(503, "the pages are being exchanged", retry_after=2)


def _page(request: Request, file: Path, body: bytes) -> Response:
    if file.name == "index.html" and not request.url.path.endswith(("/", "index.html")):
        return RedirectResponse(request.url.path + "/", 307)
    media_type = _media_type(file)
    label, headers = tag(body), {"Cache-Control": "no-cache"}
    packed = media_type in _PACKED
    if packed:  # goes out byte for byte, so a part of it can be asked for
        label = label.removeprefix("W/")
        headers["Accept-Ranges"] = "bytes"
    headers["ETag"] = label
    if same := unchanged(request, label, headers):
        return same
    if packed and (wanted := _wanted(request, label, len(body))):
        first, last = wanted
        if first > last:
            return Response(None, 416, {**headers, "Content-Range": f"bytes */{len(body)}"})
        headers["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
        return Response(body[first : last + 1], 206, headers, media_type)
    return Response(body, 200, headers, media_type)


def _media_type(file: Path) -> str:
    """Return what a file is; of a packed one that it is packed, since its content comes out only later."""
    guessed, packing = mimetypes.guess_type(file.name)
    if packing:
        return f"application/{packing}"
    return _TYPES.get(file.suffix) or guessed or "application/octet-stream"


def _wanted(request: Request, label: str, size: int) -> tuple[int, int] | None:
    """Return the first and the last byte of the part that is asked for, None for the whole (RFC 9110, 14.2)."""
    found = _RANGE.fullmatch(request.headers.get("range", "").strip())
    if found is None or request.method != "GET" or request.headers.get("if-range", label) != label:
        return None
    first, last = found.groups()
    if first:
        return int(first), min(int(last), size - 1) if last else size - 1
    return (max(size - int(last), 0), size - 1) if last else None


def _parts(path: str) -> list[str]:
    """Return the names in a path. Raises Problem if one of them may lead out of the folder."""
    parts = path.split("/")
    if parts[-1] == "":
        parts[-1] = "index.html"
    for part in parts:
        if not part or part.startswith(".") or any(sign in part for sign in "\\:\0"):
            raise Problem(404, "no such page")
    return parts


def _read(site: Path, parts: list[str]) -> tuple[Path, bytes]:
    file = site.joinpath(*parts)
    if file.is_dir():
        file /= "index.html"
    if not file.resolve().is_relative_to(site.resolve()):
        raise FileNotFoundError(file)
    return file, file.read_bytes()
