"""A site in a language that puts every text between brackets: what stands bare in it escaped the catalogue, or is data.

Text that declares itself English (`lang="en"`), code and quotations are left alone.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from aseankg.graph.build import assemble, validate
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.views import language, network, site, things
from aseankg.ontology import iris

NAMES = set(
    "aseankg SPARQL SHA SUMS Turtle JSON LD CSV XLSX HTML DOCX Markdown SHA Trig TriG Quads XML GraphML PNG SVG CC BY MIT OR Apache Esc Enter"
    " Oxigraph CodeMirror Marijn Haverbeke and others contributors visjs Almende kB Bytes MB".casefold().split()
)
"""What is called the same in every language."""

_SAID = re.compile(r"⟦[^⟦⟧]*⟧")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LEFT_OUT = re.compile(r"\w+…|\b[\w.]+\.(?:gz|zip)\b")
"""The end of a name that is cut short, and names of files."""

_TOLD = ("title", "aria-label", "placeholder", "alt")
_LEFT_ALONE = {"script", "style", "pre", "code", "cite", "textarea"}
_EMPTY = {"meta", "link", "input", "br", "img", "hr", "circle", "line", "rect", "path", "wbr", "col"}


class Bare(HTMLParser):
    """The texts of a page that stand in no brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        above = self.open[-1][1] if self.open else False
        left = tag in _LEFT_ALONE or (above if "lang" not in given else given["lang"] != "id")
        if not left:
            self.texts += [given[name] or "" for name in _TOLD if name in given]
        if tag not in _EMPTY:
            self.open.append((tag, left or (above and tag != "html")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self.open and self.open[-1][1]):
            self.texts.append(data)


def bare(html: str) -> Iterator[str]:
    page = Bare()
    page.feed(html)
    for text in page.texts:
        left = text
        while (shorter := _SAID.sub(" ", left)) != left:
            left = shorter
        yield _LEFT_OUT.sub("", left)


class _Bracketed(dict[str, str]):
    def get(self, key: str, default: object = None) -> str:
        return f"⟦{key}⟧"


def written(monkeypatch: pytest.MonkeyPatch, records: Path, folder: Path) -> set[str]:
    """Write the site of some records with every text in brackets; return the words that may stand bare."""
    store, _ = assemble(validate(records))
    own = {iri: f"⟦{label}⟧" for iri, label in language.labels("en").items()}
    for module in (language, site, network):
        monkeypatch.setattr(module, "texts", lambda _: _Bracketed())
    monkeypatch.setattr(things, "known_labels", lambda _: own)
    site.write_site(store, folder, "id")
    script = "window.aseankgWords = new Proxy({}, { get: (_, text) => `⟦${text}⟧` });\n"
    (folder / "static/words.js").write_text(script, "utf-8")
    return NAMES | _words_of(store)


def escaped(html: str, known: set[str]) -> list[str]:
    """Return texts of a page in which a word stands bare that is none of the records'."""
    return [text.strip() for text in bare(html) if set(_WORD.findall(text.casefold())) - known]


def _words_of(store: EmbeddedStore) -> set[str]:
    """Return the words of what the records say."""
    said = (quad for quad in store.quads() if quad.graph != iris.VOCABULARY)
    return {word for quad in said for word in _WORD.findall(f"{quad.subject} {quad.object.value}".casefold())}
