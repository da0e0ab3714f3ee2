"""/question/<name>: a named question with its parameters in the address, as a page or as data."""

import json
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from aseankg.graph.queries import Question, Table, plain, questions
from aseankg.graph.serve.endpoint import Endpoint, sent
from aseankg.graph.serve.negotiation import PAGE, ROWS, choose
from aseankg.graph.serve.problems import Problem
from aseankg.graph.serve.protocol import in_address
from aseankg.graph.serve.tags import tag, unchanged
from aseankg.graph.store import Term
from aseankg.graph.views.pages import POLICY, Pages
from aseankg.graph.views.things import Words
from aseankg.ontology import iris
from aseankg.ontology.terms import xsd

_HEADERS = {"Vary": "Accept", "Cache-Control": "no-cache"}
_ON_A_PAGE = 2_000


class Asking:
    """The handlers of named questions."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Ask this endpoint."""
        self._endpoint = endpoint
        self._questions = questions()
        self._pages = Pages({}, Words({}, {}))

    async def listing(self, request: Request) -> Response:
        """Tell which questions there are, and what each may be asked about; somebody at a browser is led to the list."""
        if choose(request.headers.get("accept"), {"application/json": "json", **PAGE}) == "html":
            return RedirectResponse("/question/index.html", 303, {"Vary": "Accept"})
        told = [
            {
                "name": one.name,
                "title": one.title,
                "address": f"/question/{one.name}",
                "parameters": [asdict(parameter) for parameter in one.parameters],
            }
            for one in self._questions.values()
        ]
        listed = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        return Response(listed, 200, {"Vary": "Accept"}, "application/json")

    async def question(self, request: Request) -> Response:
        """Answer a question."""
        question = self._questions.get(request.path_params["name"])
        if question is None:
            raise Problem(404, f"no question of that name: there are {', '.join(self._questions)}")
        parameters = in_address(request)
        named = parameters.one("format")
        form = choose(request.headers.get("accept"), PAGE | ROWS) if named is None else named
        if named is not None and named not in {"html", *ROWS.values()}:
            raise Problem(400, "format: expected html, json, xml, csv or tsv")
        if form is None:
            raise Problem(406, f"expected one of {', '.join(PAGE | ROWS)}")
        values = {name: parameters.one(name) or "" for name, _ in parameters.pairs if name != "format"}
        rows = {"rows": "json" if form == "html" else form, "graph": None}
        answer, served = await self._endpoint.ask(request, question.name, values, rows)
        label = tag(served.name, question.name, sorted(values.items()), form)
        if same := unchanged(request, label, _HEADERS):
            return same
        headers = {**_HEADERS, "ETag": label}
        if form != "html":
            return sent(answer, headers)
        return Response(self._page(question, values, answer.body), 200, headers, "text/html")

    def _page(self, question: Question, values: dict[str, str], body: bytes) -> str:
        given = {one.name: values.get(one.name, one.default) for one in question.parameters}
        table = question.ordered(_table(json.loads(body)))
        return self._pages.render(
            "answer.html.j2",
            1,
            question=question,
            given=given,
            table=Table(table.columns, table.rows[:_ON_A_PAGE]),
            total=len(table),
            page=_page_of,
            policy=POLICY.replace("form-action 'none'", "form-action 'self'"),
        )


def _table(told: dict[str, Any]) -> Table:
    columns = tuple(told["head"]["vars"])
    rows = (
        tuple(_cell(row[column]) if column in row else None for column in columns)
        for row in told["results"]["bindings"]
    )
    return Table(columns, tuple(rows))


def _cell(term: dict[str, str]) -> Any:
    if term["type"] == "uri":
        return plain(Term(term["value"]))
    return plain(Term(term["value"], False, term.get("datatype", xsd.string), term.get("xml:lang", "")))


def _page_of(cell: Any) -> str:
    """Return where the page of a thing of ours stands, nothing for any other value."""
    name = iris.parse(cell) if isinstance(cell, str) else None
    return f"../{name.kind.replace('_', '-')}/{name.slug}.html" if name else ""
