"""Addresses of things, questions and pages."""

import re
import socket

import httpx
import pytest
import rdflib
from tests.endpoint.running import PATIENCE, Running

from aseankg.ontology import iris
from aseankg.ontology.terms import akg

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
DOWNLOAD = "/downloads/aseankg.ttl.gz"
JAPAN = rdflib.URIRef(iris.thing("state", "japan"))


@pytest.mark.parametrize(
    ("accept", "place"),
    [
        ("text/html", "/state/japan.html"),
        ("text/html, application/xml;q=0.9, */*;q=0.8", "/state/japan.html"),
        ("*/*", "/state/japan.html"),
        ("text/turtle", "/data/state/japan.ttl"),
        ("application/ld+json", "/data/state/japan.jsonld"),
        ("application/n-triples", "/data/state/japan.nt"),
        ("application/rdf+xml, text/turtle;q=0.9", "/data/state/japan.rdf"),
    ],
)
def test_a_thing_leads_to_its_page_or_its_data(server: Running, accept: str, place: str) -> None:
    response = server.client.get("/id/state/japan", headers={"Accept": accept})
    assert response.status_code == 303
    assert response.headers["location"] == place
    assert "accept" in response.headers["vary"].lower()
    assert server.client.get(place).status_code == 200


@pytest.mark.parametrize(
    ("form", "parser"), [("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"), ("jsonld", "json-ld")]
)
def test_data_of_a_thing(server: Running, form: str, parser: str) -> None:
    response = server.client.get(f"/data/state/japan.{form}")
    graph = rdflib.Graph().parse(data=response.content, format=parser)
    assert (JAPAN, rdflib.RDF.type, rdflib.URIRef(akg.State)) in graph
    again = server.client.get(
        f"/data/state/japan.{form}", headers={"If-None-Match": response.headers["etag"]}
    )
    assert again.status_code == 304


def test_data_holds_the_parts(server: Running) -> None:
    graph = rdflib.Graph().parse(
        data=server.client.get("/data/meeting/friends-meeting-1.ttl").text, format="turtle"
    )
    parts = {str(s) for s in graph.subjects() if "#" in str(s)}
    assert parts
    assert all(part.startswith(iris.thing("meeting", "friends-meeting-1") + "#") for part in parts)


def test_a_source_leads_on_too(server: Running) -> None:
    assert server.client.get("/source/paper").headers["location"] == "/source/paper.html"
    turtle = {"Accept": "text/turtle"}
    place = server.client.get("/source/paper", headers=turtle).headers["location"]
    graph = rdflib.Graph().parse(data=server.client.get(place).text, format="turtle")
    assert (rdflib.URIRef(iris.source("paper")), None, None) in graph


def test_the_vocabulary(server: Running) -> None:
    graph = rdflib.Graph().parse(data=server.client.get("/ontology").text, format="turtle")
    assert (rdflib.URIRef(akg.State), None, None) in graph
    code = rdflib.Graph().parse(
        data=server.client.get("/ontology/code/money-kind/pledge").text, format="turtle"
    )
    assert (rdflib.URIRef(iris.code("money-kind", "pledge")), None, None) in code


@pytest.mark.parametrize(
    "path",
    [
        *("/id/state/atlantis", "/id/nothing/japan", "/source/none", "/data/state/atlantis.ttl"),
        *("/data/state/japan.docx", "/ontology/code/none/none", "/question/none", "/id/state/japan/more"),
        *("/id/State/japan", "/id/state/japan%20", "/id/state/%3Cscript%3E", "/nowhere.html"),
    ],
)
def test_nothing_there(server: Running, path: str) -> None:
    response = server.client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_browser_reads_what_is_not_there_as_a_page(server: Running) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    response = server.client.get("/state/<b>atlantis.html", headers=browser)
    assert response.status_code == 404
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "no such page" in response.text
    assert 'href="/index.html"' in response.text
    assert 'href="/static/site.css"' in response.text


def test_a_thing_in_no_format(server: Running) -> None:
    assert server.client.get("/id/state/japan", headers={"Accept": "image/png"}).status_code == 406
    assert server.client.get("/question/ties-of", headers={"Accept": "image/png"}).status_code == 406


# questions


def test_a_question_in_every_format(server: Running) -> None:
    def get(form: str) -> str:
        response = server.client.get("/question/ties-of", params={"actor": "japan", "format": form})
        assert response.status_code == 200
        return response.text

    assert "dialogue partner" in get("json")
    assert get("csv").startswith("tie,kind,start,end\r\n")
    assert get("tsv").startswith("?tie\t?kind")
    assert "<sparql" in get("xml")
    assert "dialogue partner" in get("html")


def test_a_question_as_a_page(server: Running) -> None:
    page = server.client.get("/question/ties-of?actor=japan", headers={"Accept": "text/html"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert 'name="actor" value="japan"' in page.text
    hostile = server.client.get("/question/unnamed-speakers", params={"format": "html"})
    assert hostile.status_code == 200


def test_a_question_that_is_asked_wrongly(server: Running) -> None:
    def detail(**parameters: str) -> str:
        response = server.client.get("/question/ties-of", params={"format": "json", **parameters})
        assert response.status_code == 400
        text: str = response.json()["detail"]
        return text

    assert "japan" in detail(actor="japn")
    assert "no parameter 'actr'" in detail(actr="japan")
    assert "nothing is called" in detail(actor='<script>"} SERVICE <http://x/>')
    assert "SERVICE is refused" in detail(actor='<script>"} SERVICE <http://x/> {')
    assert server.client.get("/question/ties-of?actor=japan&actor=japan").status_code == 400
    assert server.client.get("/question/ties-of?format=docx").status_code == 400


def test_the_questions_are_listed(server: Running) -> None:
    told = {one["name"]: one for one in server.client.get("/question").json()}
    assert told["ties-of"]["parameters"][0]["name"] == "actor"
    assert server.client.get("/question/").text == server.client.get("/question").text
    page = server.client.get("/question", headers={"Accept": BROWSER})
    assert (page.status_code, page.headers["location"]) == (303, "/question/index.html")


def test_a_day_is_a_day(server: Running) -> None:
    """As text, any word would be later than every day, and everything would count."""
    for day in ("nonsense", "2020-02-30", "2020", "99999"):
        answer = server.client.get("/question/partners-on-day", params={"day": day, "format": "json"})
        assert answer.status_code == 400
        assert "expected a day" in answer.json()["detail"]


# pages


def test_pages_and_their_tags(server: Running) -> None:
    start = server.client.get("/")
    assert start.status_code == 200
    assert start.text == server.client.get("/index.html").text
    again = server.client.get("/", headers={"If-None-Match": start.headers["etag"]})
    assert again.status_code == 304
    assert server.client.get("/state").headers["location"] == "/state/"
    assert server.client.get("/state/").text == server.client.get("/state/index.html").text
    assert server.client.get("/state/japan.ttl").headers["content-type"].startswith("text/turtle")
    assert start.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "target",
    [
        *("/../build.json", "/..%2fbuild.json", "/%2e%2e/build.json", "/state/../../graph.nq"),
        *("/..%5cbuild.json", "/....//build.json", "//etc/passwd", "/%2fetc/passwd", "/state/%00", "/.git"),
        *("/state/japan.html%00.png", "/C:/x", "/state//japan.html", "/%c0%ae%c0%ae/build.json", "/state/."),
    ],
)
def test_no_path_leads_out_of_the_site(server: Running, target: str) -> None:
    """Sent as they are: a client of good manners would tidy them up."""
    host, port = server.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), PATIENCE) as raw:
        raw.sendall(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
    assert answer.split(b" ", 2)[1] == b"404", answer[:200]
    assert b"root:" not in answer
    assert b"inputs" not in answer


def test_a_link_out_of_the_site_is_not_followed(server: Running) -> None:
    link = server.folder / "site" / "link.html"
    link.symlink_to(server.folder / "build.json")
    try:
        assert server.client.get("/link.html").status_code == 404
    finally:
        link.unlink()


@pytest.mark.parametrize(
    "path", ["/id/state/japan%0d%0aX-Evil:1", "/state%0d%0aSet-Cookie:a", "/sparql?query=%0d%0aX-Evil:1"]
)
def test_no_header_comes_from_an_address(server: Running, path: str) -> None:
    response = server.client.get(path)
    assert response.status_code in (400, 404)
    assert "x-evil" not in response.headers
    assert "set-cookie" not in response.headers


def test_a_person_at_a_browser_reads_a_page_about_what_is_wrong(server: Running) -> None:
    for path, status, words in (
        ("/nowhere.html", 404, "no such page"),
        ("/a/b/nowhere", 404, "no such page"),
        ("/question/ties-of?actor=%3Cscript%3E", 400, "nothing is called"),
        ("/sparql?query=x&format=html", 400, "line 1, column"),
    ):
        answer = server.client.get(path, headers={"Accept": BROWSER})
        assert answer.status_code == status
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert words in answer.text
        assert "<script>" not in answer.text.partition("<h1>")[2].partition("</main>")[0]
        (style,) = re.findall(r'rel="stylesheet" href="([^"]+)"', answer.text)
        assert server.client.get(httpx.URL(path).join(style).path).status_code == 200


# downloads


def test_downloads_say_that_they_are_packed_and_are_not_packed_again(server: Running) -> None:
    file = server.folder / "site" / "downloads" / "aseankg.ttl.gz"
    for accepted in ("gzip", "identity"):
        answer = server.client.get(DOWNLOAD, headers={"Accept-Encoding": accepted})
        assert answer.headers["content-type"] == "application/gzip"
        assert "content-encoding" not in answer.headers
        assert answer.content == file.read_bytes()


def test_a_download_that_broke_off_goes_on(server: Running) -> None:
    whole = server.client.get(DOWNLOAD)
    size, tag = len(whole.content), whole.headers["etag"]
    assert whole.headers["accept-ranges"] == "bytes"
    assert not tag.startswith("W/")

    def part(asked: str, **headers: str) -> httpx.Response:
        return server.client.get(DOWNLOAD, headers={"Range": asked, "Accept-Encoding": "gzip", **headers})

    for asked, first, last in (
        ("bytes=100-", 100, size - 1),
        ("bytes=0-9", 0, 9),
        ("bytes=-7", size - 7, size - 1),
        (f"bytes=9-{size * 2}", 9, size - 1),
    ):
        answer = part(asked, **{"If-Range": tag})
        assert answer.status_code == 206
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{size}"
        assert answer.content == whole.content[first : last + 1]
    beyond = part(f"bytes={size}-")
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    for asked, headers in (
        ("bytes=0-1", {"If-Range": '"other"'}),
        ("bytes=0-1,3-4", {}),
        ("lines=0-1", {}),
        ("bytes=-", {}),
    ):
        answer = part(asked, **headers)
        assert (answer.status_code, answer.content) == (200, whole.content)
    assert part("bytes=0-1", **{"If-None-Match": tag}).status_code == 304
    assert server.client.get("/index.html", headers={"Range": "bytes=0-1"}).status_code == 200


def test_health_and_openapi(server: Running) -> None:
    health = server.client.get("/health").json()
    assert health["status"] == "ok"
    assert health["build"]
    described = server.client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]["/sparql"]) == {"get", "post"}
