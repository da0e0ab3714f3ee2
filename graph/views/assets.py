"""Style sheets and scripts of the pages, put together from small files.

Pages of the site share them from one folder, so that a browser keeps them and the folder stays small; a picture
that stands alone (in a notebook, in a mail) carries them inside. No build tool is needed: a bundle is its parts in
the order written here.
"""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

FOLDER = "static"
"""Where a site keeps them."""

_NETWORK = [
    "data",
    "dom",
    "state",
    "bundles",
    "filters",
    "paths",
    "focus",
    "shapes",
    "drawing",
    "camera",
    "labels",
    "pointer",
    "selection",
    "permalink",
    "route",
    "search",
    "legend",
    "details",
    "tables",
    "downloads",
    "keyboard",
    "start",
]
_SITE = ["text", "search", "list", "thing", "compare"]
_SPARQL = ["query", "engine", "drawing", "page"]

BUNDLES = {
    "site.css": ("base.css", "site.css", "report.css"),
    "matrix.css": ("matrix.css",),
    "site.js": tuple(f"site/{part}.js" for part in _SITE),
    "sparql.css": ("sparql.css",),
    "sparql.js": ("site/text.js", *(f"sparql/{part}.js" for part in _SPARQL)),
    "network.css": ("base.css", "network.css"),
    "network.js": tuple(f"network/{part}.js" for part in _NETWORK),
    "vis-network.js": (),
}
"""Each bundle and its parts; vis-network comes from pyvis, whole."""

_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"


@cache
def bundle(name: str) -> str:
    """Return the text of a bundle. Raises ValueError if it could not stand inside a page."""
    if name == "vis-network.js":
        text = (files("pyvis") / _VIS).read_text("utf-8")
        text = text.replace(
            "//# sourceMappingURL=vis-network.min.js.map", ""
        )  # developer tools would ask for it
    else:
        folder = files("aseankg.graph.views") / "static"
        text = "".join(folder.joinpath(part).read_text("utf-8") for part in BUNDLES[name])
    if name.endswith(".js") and name != "vis-network.js":
        text = f'(function () {{\n"use strict";\n\n{text}\n}})();\n'  # one scope: parts see each other, pages see none
    if re.search(r"</(script|style)|<!--", text, re.IGNORECASE):
        raise ValueError(f"{name} would end its own element: write '<\\/script>'")
    return text


@cache
def brought(name: str) -> str:
    """Return a text that the build brings from npm, or nothing where it did not (see hatch_build.py)."""
    file = files("aseankg.graph.views") / "bundle" / name
    return file.read_text("utf-8") if file.is_file() else ""


def digest(text: str) -> str:
    """Return the hash by which a policy admits a text that stands inside a page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
