"""The page that answers SPARQL in the browser, with no server: what it reads, and the questions that it offers.

The engine and the graph are two scripts beside the page, which a browser loads with the first query; a script may be
loaded from a folder on disk, where nothing can be fetched.
"""

import base64
import gzip
from typing import Any

from aseankg.graph.queries import Question, questions
from aseankg.graph.store import DEFAULT_GRAPHS, View
from aseankg.graph.store.embedded import PREFIXES, EmbeddedStore
from aseankg.graph.views import assets
from aseankg.graph.views.pages import POLICY, Pages
from aseankg.graph.views.things import Words
from aseankg.ontology import iris

PAGE = "sparql.html"
QUERY_POLICY = (
    POLICY.replace("script-src ", "script-src 'wasm-unsafe-eval' ") + "; worker-src blob:; connect-src 'self'"
)
"""That of all pages, and: WebAssembly, a worker made by the page, and the server that the page comes from."""

SECONDS = 30
"""After which a query is ended."""

EXAMPLE = """\
# Who is ASEAN's partner, in which status, and since when?
SELECT ?partner ?tie ?since WHERE {
  ?t a akg:Partnership ;
     akg:partner ?partner ;
     (akg:status|akg:level)/skos:prefLabel ?tie .
  OPTIONAL { ?t akg:start ?since }
} ORDER BY ?tie ?since
"""


def sparql_page(view: View, pages: Pages) -> tuple[str, dict[str, str]]:
    """Return the page, and the scripts beside it by name: none where it cannot answer.

    It answers if the engine is bundled and the store hands out what it holds; a private build hands out nothing.
    """
    scripts: dict[str, str] = {}
    if not pages.private and isinstance(view, EmbeddedStore) and (engine := assets.brought("engine.js")):
        packed = base64.b64encode(gzip.compress(view.export("nq"), 9, mtime=0)).decode()
        scripts = {
            "engine.js": engine,
            "editor.js": assets.brought("editor.js"),
            "licences.txt": assets.brought("licences.txt"),
            "sparql.js": assets.bundle("sparql.js"),
            "graph.js": f'window.aseankgGraph = "{packed}";\n',
        }
    html = pages.render(
        "sparql.html.j2",
        0,
        policy=QUERY_POLICY,
        data=_data(pages.words),
        named=questions().values(),
        example=EXAMPLE,
        ready=bool(scripts),
        seconds=SECONDS,
    )
    return html, scripts


def _data(words: Words) -> dict[str, Any]:
    return {
        "seconds": SECONDS,
        "base": iris.BASE,
        "graphs": DEFAULT_GRAPHS,
        "inferred": iris.INFERRED,
        "prefixes": PREFIXES,
        "terms": sorted(
            (_short(iri), label, words.definitions.get(iri, ""))
            for iri, label in words.labels.items()
            if iri.startswith(iris.ONTOLOGY)
        ),
        "labels": {
            iri: label for iri, label in words.labels.items() if iri.startswith(f"{iris.VOCABULARY}/")
        },
        "questions": [_question(question) for question in questions().values()],
    }


def _question(question: Question) -> dict[str, Any]:
    parameters = [[one.name, one.type, one.default, one.about] for one in question.parameters]
    return {
        "name": question.name,
        "title": question.title,
        "text": "".join(line for line in question.text.splitlines(True) if not line.startswith("#:")),
        "parameters": parameters,
    }


def _short(iri: str) -> str:
    """Write a term as a query does."""
    return f"akg:{iri.removeprefix(iris.ONTOLOGY)}"
