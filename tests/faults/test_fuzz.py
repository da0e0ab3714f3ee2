"""Nonsense in great amounts: requests, queries and records. Nothing may come back but answers and clean errors.

The ordinary tests take seconds of it. `make test-all` takes `ASEANKG_FUZZ_SECONDS` of each, 60 unless told otherwise.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote_plus

import httpx
import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.endpoint.running import Running, serving

from aseankg.graph.build import validate
from aseankg.graph.serve.limits import Limits
from aseankg.loaders.problems import RecordsInvalidError

SECONDS = float(os.environ.get("ASEANKG_FUZZ_SECONDS", "60"))
STATUSES = {200, 204, 206, 303, 304, 307, 400, 403, 404, 405, 406, 408, 413, 414, 415, 416, 429, 503, 504}
"""Every status that the endpoint knows; 500 is none of them."""
RecordsCopy = Callable[..., Path]
_LIMITS = Limits(workers=1, query_time=2, memory=300_000_000)
_ORDINARY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
)


@pytest.fixture(scope="module")
def fuzzed(small_build: Path) -> Iterator[Running]:
    with serving(small_build, _LIMITS) as running:
        yield running


def clean(response: httpx.Response) -> None:
    """Check that an answer is one of those that are promised, and tells nothing of the inside."""
    assert response.status_code in STATUSES, response.text
    assert "Traceback" not in response.text
    if response.status_code >= 400 and response.request.method != "HEAD":
        kinds = ("application/problem+json", "text/plain; charset=utf-8", "text/html; charset=utf-8")
        assert response.status_code == 416 or response.headers["content-type"] in kinds


WORDS = st.sampled_from(
    [
        *(
            "SELECT",
            "ASK",
            "CONSTRUCT",
            "DESCRIBE",
            "WHERE",
            "{",
            "}",
            "(",
            ")",
            "?x",
            "?y",
            "*",
            ".",
            ";",
            ",",
        ),
        *(
            "FILTER",
            "OPTIONAL",
            "UNION",
            "MINUS",
            "GRAPH",
            "BIND",
            "AS",
            "VALUES",
            "SERVICE",
            "FROM",
            "NAMED",
        ),
        *(
            "GROUP BY",
            "HAVING",
            "ORDER BY",
            "LIMIT",
            "OFFSET",
            "DISTINCT",
            "COUNT",
            "SUM",
            "GROUP_CONCAT",
            "IF",
        ),
        *("akg:State", "rdf:type", "a", "<id/state/japan>", "<http://x.example/>", "_:b", "[]", "'text'@en"),
        *(
            '"x"',
            "1",
            "1.5e300",
            "-0",
            "true",
            "UNDEF",
            "REGEX",
            "STR",
            "NOT EXISTS",
            "^",
            "/",
            "|",
            "+",
            "?",
        ),
        *(
            "<<",
            ">>",
            "INSERT DATA",
            "LOAD",
            "#",
            "\\u0053",
            "\0",
            "\U0001f600",
            "PREFIX x: <x>",
            "BASE <x>",
            "=",
            "!",
        ),
    ]
)
QUERIES = st.one_of(
    st.lists(WORDS, max_size=30).map(" ".join),
    st.lists(WORDS, max_size=20).map(lambda words: "SELECT * { " + " ".join(words) + " }"),
    st.text(max_size=200),
)
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "Accept",
            "Content-Type",
            "If-None-Match",
            "Accept-Encoding",
            "Origin",
            "Range",
            "X-Other",
            "Content-Encoding",
        ]
    ),
    st.one_of(
        st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60),
        st.sampled_from(
            [
                "application/sparql-query",
                "text/csv;q=0.5",
                "*/*",
                "text/html",
                "bytes=7-",
                "bytes=-0",
                "gzip;q=0",
                "application/x-www-form-urlencoded",
            ]
        ),
    ),
    max_size=4,
)
PATHS = st.one_of(
    st.sampled_from(
        [
            *("/sparql", "/question/ties-of", "/id/state/japan", "/data/state/japan.ttl", "/"),
            *("/.well-known/void", "/downloads/aseankg.ttl.gz"),
        ]
    ),
    st.text(max_size=60).map(lambda text: "/" + quote_plus(text)),
    st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="#"), max_size=60).map(
        lambda t: "/" + t
    ),
)


def _requests(
    fuzzed: Running, method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> None:
    parameters = {"query": query, "actor": query, "default-graph-uri": query} if body else {"query": query}
    headers = {name: value.strip() for name, value in headers.items()}
    try:
        request = fuzzed.client.build_request(
            method, path, params=parameters, headers=headers, content=body or None
        )
    except (httpx.InvalidURL, UnicodeEncodeError, ValueError):
        assume(False)
    assume(request.url.host == "127.0.0.1")
    with suppress(httpx.DecodingError):  # what was asked for as brotli and sent as it is
        clean(fuzzed.client.send(request))


METHODS = st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"])


@_ORDINARY
@given(METHODS, PATHS, QUERIES, HEADERS, st.binary(max_size=200))
def test_requests(
    fuzzed: Running, method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> None:
    _requests(fuzzed, method, path, query, headers, body)


@_ORDINARY
@given(QUERIES)
def test_queries(fuzzed: Running, query: str) -> None:
    assume(query.isprintable() or query.encode("utf-8", "ignore").decode() == query)
    clean(fuzzed.client.post("/sparql", data={"query": query}))


def _until(seconds: float, run: Callable[[], None]) -> None:
    """Run a fuzz test again and again for so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        run()


@pytest.mark.long
def test_requests_and_queries_for_long(fuzzed: Running) -> None:
    batch = settings(_ORDINARY, max_examples=200, database=None)

    @batch
    @given(METHODS, PATHS, QUERIES, HEADERS, st.binary(max_size=2_000))
    def requests(method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> None:
        _requests(fuzzed, method, path, query, headers, body)

    @batch
    @given(QUERIES)
    def queries(query: str) -> None:
        assume(query.encode("utf-8", "ignore").decode() == query)
        clean(fuzzed.client.post("/sparql", data={"query": query}))

    _until(SECONDS, requests)
    _until(SECONDS, queries)
    assert fuzzed.client.get("/health").json()["status"] == "ok"


@pytest.mark.long
def test_the_endpoint_is_as_its_description_says(fuzzed: Running) -> None:
    """schemathesis makes requests from /openapi.json, right and wrong ones, and looks whether the answers are as promised."""
    schemathesis = pytest.importorskip(
        "schemathesis", reason="schemathesis is missing: requirements/all.txt has it"
    )
    schema = schemathesis.openapi.from_url(f"{fuzzed.address}/openapi.json")
    end = time.monotonic() + SECONDS

    @settings(_ORDINARY, max_examples=100, database=None)
    @given(schema.as_strategy())
    def as_described(case: object) -> None:
        response = case.call()  # type: ignore[attr-defined]
        assert response.status_code in STATUSES, response.text

    while time.monotonic() < end:
        as_described()
    assert fuzzed.client.get("/health").json()["status"] == "ok"


# records

SCALARS = st.one_of(
    st.text(max_size=40),
    st.integers(-(10**20), 10**20),
    st.booleans(),
    st.none(),
    st.floats(allow_nan=True),
    st.dates(),
    st.sampled_from(
        [
            "2023-05",
            "[2022-06-27..2022-07-03]",
            "2023-13-45",
            "japan",
            "asean",
            "para 1",
            "6000000 USD",
            "1/0",
        ]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [
        *(
            "membership",
            "partnership",
            "consent",
            "commitment",
            "contribution",
            "meeting",
            "expectation",
            "position",
        ),
        *(
            "member",
            "of",
            "role",
            "start",
            "at",
            "partner",
            "status",
            "by",
            "to",
            "amount",
            "kind",
            "held",
            "name",
        ),
        *(
            "participants",
            "topics",
            "serves",
            "obligors",
            "date",
            "expected",
            "stage",
            "act",
            "said_by",
            "note",
            "source",
        ),
    ]
)
STATEMENTS = st.dictionaries(FIELDS | st.text(max_size=10), VALUES, max_size=8)


def _records(records_copy: RecordsCopy, text: str, number: int) -> None:
    root = records_copy({"sources/2024/fuzz.yaml": text.encode("utf-8", "surrogatepass")}, name=f"r{number}")
    try:
        validate(root)
    except RecordsInvalidError as error:
        for problem in error.problems:
            assert "fuzz.yaml" in str(problem) or "registers" in str(problem) or "paper.yaml" in str(problem)


_HEADER = """\
source:
  title: Fuzz
  kind: press report
  publisher: gazette
  published: 2024-01-10
  language: en
  url: https://gazette.example/fuzz
  retrieved: 2024-02-01
  read: whole
  curated_by: maintainers
  curated_on: 2024-02-01
statements:
"""


@settings(_ORDINARY, max_examples=40)
@given(st.lists(STATEMENTS, min_size=1, max_size=3))
def test_records_of_any_shape_give_problems_that_name_the_file(
    records_copy: RecordsCopy, statements: list[object]
) -> None:
    listed = yaml.safe_dump(statements, allow_unicode=True)
    _records(records_copy, _HEADER + "".join(f"  {line}\n" for line in listed.splitlines()), 0)


@settings(_ORDINARY, max_examples=40)
@given(st.text(max_size=300))
def test_files_of_any_text_give_problems_that_name_the_file(records_copy: RecordsCopy, text: str) -> None:
    _records(records_copy, text, 0)


@pytest.mark.long
def test_records_for_long(records_copy: RecordsCopy) -> None:
    batch = settings(_ORDINARY, max_examples=200, database=None)

    @batch
    @given(st.lists(STATEMENTS, min_size=1, max_size=5))
    def statements(many: list[object]) -> None:
        listed = yaml.safe_dump(many, allow_unicode=True)
        _records(records_copy, _HEADER + "".join(f"  {line}\n" for line in listed.splitlines()), 0)

    _until(SECONDS, statements)
