"""The endpoint for machines that read OpenAPI: what may be asked, and every status that may come back."""

from importlib.metadata import version
from typing import Any

from aseankg.graph.queries import questions
from aseankg.graph.serve.negotiation import GRAPHS, PAGE, ROWS
from aseankg.graph.serve.protocol import FORM, QUERY

_REFUSALS = {
    "400": "the request or the query in it is wrong, or the answer is larger than allowed",
    "406": "the answer has no format that the client takes",
    "414": "the address is too long",
    "429": "the client has too many queries running",
    "503": "too many queries wait, the query ended its process, or no build is open",
    "504": "the query took too long",
}
_POST_REFUSALS = {
    "403": "updates are refused",
    "408": "the body did not arrive",
    "413": "the request is too large",
    "415": "the body is neither a query nor a form",
}
_GRAPH_PARAMETERS = ("default-graph-uri", "named-graph-uri")
_TEXT = {"type": "string"}


def openapi() -> dict[str, Any]:
    """Return the description of the endpoint in OpenAPI 3.1."""
    shown = [{"name": "question", "in": "path", "required": True, "schema": _names()}]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "aseankg",
            "version": version("aseankg"),
            "description": "ASEAN's partnerships and commitments: a SPARQL 1.1 endpoint that only reads.",
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "paths": {
            "/sparql": {"get": _get(), "post": _post()},
            "/question/{question}": {
                "get": {
                    "summary": "Answer a named question; its parameters stand in the address",
                    "parameters": [
                        *shown,
                        _named("format", {"enum": ["html", *dict.fromkeys(ROWS.values())]}),
                    ],
                    "responses": _responses([*PAGE, *ROWS], {**_REFUSALS, "404": "no question of that name"}),
                }
            },
            "/question": {"get": _plain("The named questions and their parameters")},
            "/.well-known/void": {
                "get": {
                    "summary": "Describe the data set as VoID",
                    "parameters": [_named("format", {"enum": list(dict.fromkeys(GRAPHS.values()))})],
                    "responses": _responses(GRAPHS, _REFUSALS),
                }
            },
            "/data/{kind}/{slug}.{form}": {"get": _data()},
            "/health": {"get": _plain("Whether a build is open, and which")},
        },
    }


def _get() -> dict[str, Any]:
    parameters = [_named("query", _TEXT), _named("format", _formats()), *_graphs()]
    responses = _responses([*ROWS, *GRAPHS], {**_REFUSALS, "403": "updates are refused"})
    return {
        "summary": "Answer a query; without one, describe the service",
        "parameters": parameters,
        "responses": responses,
    }


def _post() -> dict[str, Any]:
    fields = {"query": _TEXT, **{name: {"type": "array", "items": _iri()} for name in _GRAPH_PARAMETERS}}
    form = {"type": "object", "properties": fields, "required": ["query"]}
    return {
        "summary": "Answer a query",
        "parameters": [_named("format", _formats()), *_graphs()],
        "requestBody": {"required": True, "content": {FORM: {"schema": form}, QUERY: {"schema": _TEXT}}},
        "responses": _responses([*ROWS, *GRAPHS], _REFUSALS | _POST_REFUSALS),
    }


def _data() -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in (
            ("kind", {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$"}),
            ("slug", {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}),
            ("form", {"enum": list(dict.fromkeys(GRAPHS.values()))}),
        )
    ]
    refusals = {**_REFUSALS, "404": "nothing is called that"}
    return {
        "summary": "What the graph says of a thing",
        "parameters": parameters,
        "responses": _responses(GRAPHS, refusals),
    }


def _plain(summary: str) -> dict[str, Any]:
    return {"summary": summary, "responses": _responses(["application/json"], {"503": _REFUSALS["503"]})}


def _responses(media_types: Any, refusals: dict[str, str]) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": {"type": "object", "required": ["title", "status"]}}}
    refused = {
        status: {"description": why, "content": {**problem, "text/plain": {"schema": _TEXT}}}
        for status, why in refusals.items()
    }
    kinds: dict[str, Any] = {media_type: {} for media_type in media_types}
    return {"200": {"description": "the answer", "content": kinds}, **refused}


def _named(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _graphs() -> list[dict[str, Any]]:
    return [_named(name, {"type": "array", "items": _iri()}) for name in _GRAPH_PARAMETERS]


def _iri() -> dict[str, Any]:
    return {"type": "string", "format": "uri"}


def _formats() -> dict[str, Any]:
    return {"enum": [*dict.fromkeys(ROWS.values()), *dict.fromkeys(GRAPHS.values())]}


def _names() -> dict[str, Any]:
    return {"enum": list(questions())}
