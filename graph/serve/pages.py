"""The pages of a build, read from its folder: whole, so that a build that takes its place cuts none in two."""

import asyncio
import mimetypes
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from aseankg.graph.serve.problems import Problem
from aseankg.graph.serve.tags import tag, unchanged

_TYPES = {".ttl": "text/turtle", ".jsonld": "application/ld+json", ".nq": "application/n-quads"}
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
    label = tag(body)
    headers = {"ETag": label, "Cache-Control": "no-cache"}
    if same := unchanged(request, label, headers):
        return same
    guessed = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Response(body, 200, headers, guessed)


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
