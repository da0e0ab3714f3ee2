"""Which pages stand for all pages of a site: found in its folder, so that a new kind of page is tested unnamed.

A page is told by where it stands, by its template (`data-page`), and by what its markup holds: elements, classes,
sections. The pages chosen hold together everything that any page holds; among equals the smallest is taken.
"""

import re
from collections import defaultdict
from pathlib import Path

_TEMPLATE = re.compile(r'<body[^>]* data-page="([^"]+)"')
_CLASSES = re.compile(r'<[^<>]* class="([^"<>]+)"')
_ELEMENTS = re.compile(r"<(form|fieldset|details|dl|svg|pre|select|textarea|iframe|noscript|ol)\b")
_SECTIONS = re.compile(r'<section id="([a-z]+)"')


def template(html: str) -> str:
    """Return the template of a page, as it says itself; nothing where it does not."""
    found = _TEMPLATE.search(html)
    return found[1] if found else ""


def chosen(site: Path) -> list[str]:
    """Return addresses of pages that hold together what all pages of a site hold."""
    folders = [folder.name for folder in site.iterdir() if folder.is_dir()]
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    sizes: dict[str, int] = {}
    for file in sorted(site.rglob("*.html")):
        html = file.read_text("utf-8")
        address = file.relative_to(site).as_posix()
        sizes[address] = len(html)
        for mark in _marks(address, html, folders):
            holders[mark].append(address)
    taken: dict[str, None] = {}
    for mark in sorted(holders, key=lambda mark: (len(holders[mark]), mark)):
        if not any(address in taken for address in holders[mark]):
            taken[min(holders[mark], key=lambda address: (sizes[address], address))] = None
    return list(taken)


def _marks(address: str, html: str, folders: list[str]) -> set[tuple[str, str]]:
    made = template(html) or address  # a page without a template stands for itself
    found = {word for many in _CLASSES.findall(html) for word in many.split()}
    found |= {f"<{element}>" for element in _ELEMENTS.findall(html)}
    if "report" in made:
        found |= {f"#{section}" for section in _SECTIONS.findall(html)}
    return {(made, _place(address, folders)), *((made, one) for one in found)}


def _place(address: str, folders: list[str]) -> str:
    """Return where a page stands: its folder, and the kind of thing that its name begins with (`network/state-…`).

    Lists of all folders come from one template, so they count as one place.
    """
    folder, slash, name = address.rpartition("/")
    if not slash or name == "index.html":
        return name
    return f"{folder}/{next((f'{kind}-' for kind in folders if name.startswith(f'{kind}-')), '')}"
