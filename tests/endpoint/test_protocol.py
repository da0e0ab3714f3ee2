"""The SPARQL protocol over a real connection: requests, datasets, formats, refusals."""

import csv
import io
import json
from urllib.parse import urlencode
from xml.etree import ElementTree

import httpx
import pytest
import rdflib
from tests.endpoint.running import Running

from aseankg.ontology import iris
from aseankg.ontology.terms import akg

SELECT = "SELECT ?s ?l { ?s a akg:State ; rdfs:label ?l FILTER(LANG(?l) = 'en') } ORDER BY ?l"
CONSTRUCT = "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a akg:State ; skos:altLabel ?l }"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
PAPER = iris.source("paper")
STATES = [(iris.thing("state", "indonesia"), "Indonesia"), (iris.thing("state", "japan"), "Japan")]


def post(
    server: Running, body: str | bytes, kind: str | None = FORM, path: str = "/sparql"
) -> httpx.Response:
    content = body.encode() if isinstance(body, str) else body
    return server.client.post(path, content=content, headers={"Content-Type": kind} if kind else {})


def bindings(response: httpx.Response) -> list[tuple[str, ...]]:
    assert response.status_code == 200, response.text
    told = response.json()
    return [tuple(row[name]["value"] for name in told["head"]["vars"]) for row in told["results"]["bindings"]]


def problem(response: httpx.Response, status: int, *words: str) -> None:
    """Check a refusal: its status, its form, and that it says something."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert told["status"] == status
    assert told["title"]
    for word in words:
        assert word in told["detail"]


# three ways to ask


def test_get_form_and_direct_post_have_the_same_answer(server: Running) -> None:
    assert bindings(server.sparql(SELECT)) == STATES
    assert bindings(post(server, urlencode({"query": SELECT}))) == STATES
    assert bindings(post(server, SELECT, QUERY)) == STATES
    assert bindings(post(server, SELECT, f"{QUERY}; charset=UTF-8")) == STATES
    assert bindings(server.client.get("/sparql/", params={"query": SELECT})) == STATES


def test_head_has_the_headers_of_get_and_no_body(server: Running) -> None:
    get, head = server.sparql(SELECT), server.client.head("/sparql", params={"query": SELECT})
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "etag", "vary"):
        assert head.headers[name] == get.headers[name]


def test_options(server: Running) -> None:
    response = server.client.options("/sparql")
    assert response.status_code == 204
    assert response.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert server.client.options("/index.html").headers["allow"] == "GET, HEAD, OPTIONS"
    refused = server.client.post("/index.html")
    assert (refused.status_code, set(refused.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})


def test_as_the_pages_of_others_ask(server: Running) -> None:
    """YASGUI and those like it: a form, formats of both kinds in one header, headers of their own."""
    origin = {"Origin": "http://localhost:3000"}
    headers = {
        **origin,
        "Accept": "application/sparql-results+json,application/x-ntriples;q=0.7,text/turtle;q=0.6,*/*;q=0.5",
        "X-Requested-With": "XMLHttpRequest",
    }
    asking = {
        **origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-requested-with,content-type",
    }
    assert server.client.options("/sparql", headers=asking).status_code == 200
    for query, kind in ((SELECT, "application/sparql-results+json"), (CONSTRUCT, "text/turtle")):
        answer = server.client.post("/sparql", data={"query": query, "infer": "true"}, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["content-type"].split(";")[0] == kind
        assert answer.headers["access-control-allow-origin"] == "http://localhost:3000"


# datasets


@pytest.mark.parametrize("method", ["get", "form", "direct"])
def test_the_dataset_of_the_request_counts(server: Running, method: str) -> None:
    def rows(query: str, **dataset: str | list[str]) -> list[tuple[str, ...]]:
        parameters = urlencode({"query": query, **dataset}, doseq=True)
        if method == "get":
            return bindings(server.client.get(f"/sparql?{parameters}"))
        if method == "form":
            return bindings(post(server, parameters))
        return bindings(post(server, query, QUERY, f"/sparql?{urlencode(dataset, doseq=True)}"))

    places = f"SELECT DISTINCT ?at {{ ?s <{akg.at}> ?at ; <{akg.member}> ?m }}"
    named = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s <{akg.member}> ?m }} }} ORDER BY ?g"
    both = [(iris.RESOLVED,), (PAPER,)]
    assert rows(places) == []
    assert rows(places, **{"default-graph-uri": PAPER}) == [("para 1",)]
    assert rows(places, **{"default-graph-uri": [iris.RESOLVED, PAPER]}) == [("para 1",)]
    assert rows(named) == both
    assert rows(named, **{"named-graph-uri": PAPER}) == [(PAPER,)]
    assert rows(named, **{"named-graph-uri": [iris.RESOLVED, PAPER]}) == both
    assert rows(named, **{"default-graph-uri": PAPER}) == []
    # the request comes before what the query says
    other = places.replace("{", f"FROM <{PAPER}> {{", 1)
    assert rows(other) == [("para 1",)]
    assert rows(other, **{"default-graph-uri": iris.RESOLVED}) == []


def test_the_default_graph_says_what_the_project_says_and_by_which_words(server: Running) -> None:
    assert bindings(server.sparql(f"SELECT ?c {{ <{STATES[0][0]}> a ?c }}")) == [(akg.State,)]
    assert server.sparql(f"ASK {{ <{akg.Tie}> a ?class }}").json()["boolean"] is True


@pytest.mark.parametrize("graph", ["", "relative", "http://x.example/ space", "http://x.example/>"])
def test_graphs_are_named_by_absolute_iris(server: Running, graph: str) -> None:
    problem(server.sparql("ASK {}", **{"default-graph-uri": graph}), 400, "absolute IRIs")
    problem(server.sparql("ASK {}", **{"named-graph-uri": graph}), 400, "absolute IRIs")


def test_too_many_graphs(server: Running) -> None:
    graphs = [f"http://x.example/{number}" for number in range(1001)]
    body = urlencode({"query": "ASK {}", "default-graph-uri": graphs}, doseq=True)
    problem(post(server, body), 400, "1,000 graphs")


# formats


def test_tables_in_every_format(server: Running) -> None:
    def get(accept: str) -> httpx.Response:
        response = server.client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
        assert response.status_code == 200
        assert response.headers["content-type"].split(";")[0] == accept
        return response

    assert bindings(get("application/sparql-results+json")) == STATES
    tree = ElementTree.fromstring(get("application/sparql-results+xml").content)
    space = "{http://www.w3.org/2005/sparql-results#}"
    found = [tuple(b[0].text for b in row) for row in tree.iter(f"{space}result")]
    assert found == STATES
    rows = list(csv.reader(io.StringIO(get("text/csv").text)))
    assert rows == [["s", "l"], *map(list, STATES)]
    tsv = get("text/tab-separated-values").text.splitlines()
    assert tsv == ["?s\t?l", *(f'<{iri}>\t"{label}"@en' for iri, label in STATES)]


def test_truth_in_every_format(server: Running) -> None:
    def get(form: str) -> str:
        return server.sparql("ASK { ?s a akg:State }", format=form).text

    assert json.loads(get("json"))["boolean"] is True
    assert "<boolean>true</boolean>" in get("xml")
    assert get("csv").strip() == get("tsv").strip() == "true"


@pytest.mark.parametrize(
    ("accept", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_graphs_in_every_format(server: Running, accept: str, parser: str) -> None:
    for query in (CONSTRUCT, f"DESCRIBE <{STATES[1][0]}>"):
        response = server.client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        assert response.headers["content-type"].split(";")[0] == accept
        graph = rdflib.Graph().parse(data=response.content, format=parser)
        assert rdflib.Literal("日本", lang="ja") in set(graph.objects(rdflib.URIRef(STATES[1][0])))


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.4", "text/csv"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        (
            "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
            "application/sparql-results+xml",
        ),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;q=nonsense", "text/csv"),
        ("nonsense, text/csv", "text/csv"),
        ("", "application/sparql-results+json"),
    ],
)
def test_what_the_client_likes_best(server: Running, accept: str, found: str) -> None:
    response = server.client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert response.headers["content-type"].split(";")[0] == found
    assert "accept" in response.headers["vary"].lower()


@pytest.mark.parametrize(
    "accept", ["image/png", "text/csv;q=0", "text/html", "application/*;q=0, text/*;q=0"]
)
def test_formats_that_there_are_not(server: Running, accept: str) -> None:
    for query in (SELECT, CONSTRUCT):
        response = server.client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        if accept == "text/html":
            assert response.status_code == 406
        else:
            problem(response, 406)
    response = server.client.get("/sparql", headers={"Accept": accept})
    if accept == "text/html":  # somebody at a browser: led to the page that asks
        assert response.status_code == 303
        assert response.headers["location"].endswith("sparql.html")
    else:
        problem(response, 406)


def test_a_table_is_no_graph(server: Running) -> None:
    def get(query: str, accept: str) -> httpx.Response:
        return server.client.get("/sparql", params={"query": query}, headers={"Accept": accept})

    problem(get(SELECT, "text/turtle"), 406, "application/sparql-results+json")
    problem(get(CONSTRUCT, "text/csv"), 406, "text/turtle")
    for name in ("ttl", "turtle", "docx"):  # a name that this kind of answer does not have: the header counts
        assert bindings(server.sparql(SELECT, format=name)) == STATES


# descriptions


def test_the_service_describes_itself(server: Running) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    graph = rdflib.Graph().parse(data=server.client.get("/sparql").text, format="turtle")
    here = rdflib.URIRef(f"{server.address}/sparql")
    assert (here, rdflib.RDF.type, sd.Service) in graph
    assert (here, sd.endpoint, here) in graph
    assert (here, sd.supportedLanguage, sd.SPARQL11Query) in graph
    assert {str(name) for name in graph.objects(None, sd.name)} >= {iris.RESOLVED, PAPER}
    default = graph.value(predicate=rdflib.RDF.type, object=sd.Graph, any=True)
    assert default is not None
    other = server.client.get("/sparql", headers={"Accept": "application/ld+json"}).text
    assert set(rdflib.Graph().parse(data=other, format="json-ld")) == set(graph)


def test_the_data_set_describes_itself(server: Running) -> None:
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    graph = rdflib.Graph().parse(data=server.client.get("/.well-known/void").text, format="turtle")
    (one,) = graph.subjects(rdflib.RDF.type, void.Dataset)
    count = bindings(server.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))[0][0]
    assert str(graph.value(one, void.triples)) == count
    states = graph.value(predicate=void["class"], object=rdflib.URIRef(akg.State))
    assert str(graph.value(states, void.entities)) == "2"


# what is not done


@pytest.mark.parametrize(
    "update",
    ["INSERT DATA { <http://x.example/> a 1 }", "LOAD <http://x.example/>", "DROP ALL", "CLEAR DEFAULT"],
)
def test_updates_are_refused(server: Running, update: str) -> None:
    problem(post(server, urlencode({"update": update})), 403, "only reads")
    problem(post(server, update, "application/sparql-update"), 403)
    problem(server.client.get("/sparql", params={"update": update}), 403)
    problem(server.sparql(update), 400)
    problem(post(server, update, QUERY), 400)
    for method in ("PUT", "DELETE", "PATCH"):
        problem(server.client.request(method, "/sparql", params={"graph": PAPER}), 405)


def test_no_query_sends_a_request(server: Running) -> None:
    problem(server.sparql("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), 400, "SERVICE")
    problem(server.sparql("ASK { SERVICE SILENT <http://127.0.0.1:1/> { } }"), 400, "SERVICE")


def test_an_error_says_where(server: Running) -> None:
    response = server.sparql("SELECT * {\n  ?s ?p .\n}")
    problem(response, 400, "line 3, column 1")
    assert (response.json()["line"], response.json()["column"]) == (3, 1)
    plain = server.client.get("/sparql", params={"query": "x"}, headers={"Accept": "text/plain, */*;q=0.1"})
    assert plain.status_code == 400
    assert plain.headers["content-type"] == "text/plain; charset=utf-8"
    assert plain.text.startswith("400 Bad Request\nline 1, column ")


def test_requests_that_are_none(server: Running) -> None:
    query = urlencode({"query": "ASK {}"})
    problem(server.client.get(f"/sparql?{query}&{query}"), 400, "one 'query'")
    problem(post(server, f"{query}&{query}"), 400, "one 'query'")
    problem(post(server, query, FORM, f"/sparql?{query}"), 400, "one 'query'")
    problem(post(server, "ASK {}", QUERY, f"/sparql?{query}"), 400, "body and in the address")
    problem(post(server, ""), 400, "'query'")
    problem(post(server, "", QUERY), 400)
    problem(post(server, query, "text/plain"), 415)
    problem(post(server, query, None), 415)
    problem(post(server, query, "multipart/form-data; boundary=x"), 415)
    problem(post(server, "ASK {}".encode("utf-16"), QUERY), 400, "UTF-8")
    problem(post(server, "ASK {}", f"{QUERY}; charset=utf-16"), 415)
    problem(server.client.get("/sparql?query=%FF"), 400, "UTF-8")
    problem(server.client.get("/sparql?" + "a=1&" * 3000), 400)
    zipped = {"Content-Type": QUERY, "Content-Encoding": "gzip"}
    problem(server.client.post("/sparql", content=b"x", headers=zipped), 415)


def test_requests_that_are_too_large(server: Running) -> None:
    long = "ASK {} #" + "x" * 20_000
    problem(server.sparql(long), 414, "16,000")
    assert post(server, long, QUERY).status_code == 200
    problem(post(server, "ASK {} #" + "x" * 1_000_000, QUERY), 413, "1,000,000")

    def pieces() -> object:  # without a length that could be looked at
        for _ in range(30):
            yield b"#" * 50_000

    response = server.client.post("/sparql", content=pieces(), headers={"Content-Type": QUERY})  # type: ignore[arg-type]
    problem(response, 413)


# what saves traffic


def test_an_answer_that_the_client_has_is_not_sent_again(server: Running) -> None:
    first = server.sparql(SELECT)
    tag = first.headers["etag"]
    again = server.client.get("/sparql", params={"query": SELECT}, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    others = [
        server.sparql(SELECT + " #"),
        server.sparql(SELECT, format="csv"),
        server.sparql(SELECT, **{"default-graph-uri": iris.RESOLVED}),
    ]
    assert len({tag, *(one.headers["etag"] for one in others)}) == 4


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID( )", "rand ()"])
def test_what_changes_by_itself_has_no_tag(server: Running, call: str) -> None:
    assert "etag" not in server.sparql(f"SELECT ({call} AS ?x) {{}}").headers


def test_compression(server: Running) -> None:
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 200"
    plain = server.client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "identity"})
    zipped = server.client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert int(zipped.headers["content-length"]) < len(plain.content) / 2
    assert zipped.json() == plain.json()
    for taken in ("gzip;q=0", "br, gzip; q=0.0, identity", "GZIP;Q=0"):
        other = server.client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": taken})
        assert "content-encoding" not in other.headers, taken


# other origins


def test_pages_of_this_machine_may_read_answers(server: Running) -> None:
    def allowed(origin: str) -> str | None:
        response = server.client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": origin})
        found: str | None = response.headers.get("access-control-allow-origin")
        return found

    for origin in ("http://localhost:3000", "http://127.0.0.1", "https://[::1]:8443"):
        assert allowed(origin) == origin
    for origin in (
        "https://evil.example",
        "null",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
    ):
        assert allowed(origin) is None
    asking = {"Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST"}
    headers = {**asking, "Access-Control-Request-Headers": "content-type"}
    response = server.client.options("/sparql", headers=headers)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "http://localhost:3000"


def test_only_names_of_this_machine_are_answered(server: Running) -> None:
    for host, status in (("localhost:1", 200), ("127.0.0.1", 200), ("evil.example", 400), ("", 400)):
        response = server.client.get("/health", headers={"Host": host})
        assert response.status_code == status, host
