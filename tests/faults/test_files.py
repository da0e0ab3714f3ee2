"""Files made to do harm, given to everything that reads graphs: an error that names the file, and nothing else."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from aseankg.graph.serve.workers import load
from aseankg.graph.store import QueryError
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.store.publish import PublishError, publish
from aseankg.graph.store.remote import RemoteStore, Service

_IRI = b"<http://x.example/a>"
HOSTILE = {
    "binary": bytes(range(256)) * 100,
    "no line end": _IRI * 3,
    "one long line": _IRI + b" " + _IRI + b' "' + b"a" * 20_000_000,
    "not UTF-8": _IRI + b" " + _IRI + b' "\xff\xfe" ' + _IRI + b" .\n",
    "nested": b"<<( " * 200_000,
    "a space in an IRI": b"<http://x.example/a b> " + _IRI + b" " + _IRI + b" .\n",
    "a relative IRI": b"<a> <b> <c> <d> .\n",
    "a wrong escape": _IRI + b" " + _IRI + rb' "\UFFFFFFFF" ' + _IRI + b" .\n",
    "a language that is none": _IRI + b" " + _IRI + b' "a"@1234567890 ' + _IRI + b" .\n",
    "Turtle": b"@prefix a: <http://x.example/> . a:b a:c (1 2 3) .\n",
    "RDF/XML": b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>',
    "a literal as subject": b'"a" ' + _IRI + b" " + _IRI + b" " + _IRI + b" .\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_dump_that_does_harm(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file = tmp_path / "graph.nq"
    file.write_bytes(HOSTILE[name])
    with pytest.raises(ValueError, match=r"graph\.nq"):
        load(file)
    assert not list(tmp_path.glob("aseankg-*"))
    with (
        RemoteStore(Service.of("http://127.0.0.1:9")) as nobody,
        pytest.raises((PublishError, OSError, RuntimeError)),
    ):
        publish(file, nobody, waits=())


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "nested"])
def test_a_graph_that_does_harm(tmp_path: Path, name: str) -> None:
    file = tmp_path / "graph.nq"
    file.write_bytes(HOSTILE[name])
    store = EmbeddedStore()
    with pytest.raises(ValueError, match=r"graph\.nq"):
        store.load_into(file)
    assert len(store) == 0, "nothing of a broken file is taken"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/sparql-results+json", b""),
        ("application/sparql-results+json", b"[" * 100_000),
        (
            "application/sparql-results+json",
            b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","value":"no iri"}}]}}',
        ),
        ("application/sparql-results+json", b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":1}]}}'),
        ("text/html", b"<html>"),
        ("application/sparql-results+json", b"\xff" * 100),
    ],
)
def test_a_server_that_answers_nonsense(kind: str, body: bytes) -> None:
    """Whatever a foreign server says is an error of the query, never one of ours."""
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    service = Service.of(f"http://127.0.0.1:{server.server_port}")
    with RemoteStore(service, inferred=False) as store, ExitStack() as after:
        after.callback(server.server_close)
        after.callback(server.shutdown)
        with pytest.raises(QueryError):
            list(store.select("SELECT ?a { ?a ?b ?c }").rows)
        with pytest.raises(QueryError):
            store.ask("ASK {}")
        with pytest.raises(QueryError):
            store.construct("CONSTRUCT WHERE { ?s ?p ?o }")
