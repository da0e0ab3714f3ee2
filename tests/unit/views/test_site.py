"""The site without a browser: what is written, in which language, and that the same input gives the same bytes."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox
import pytest

from aseankg.graph.build import assemble, validate
from aseankg.graph.store import Term
from aseankg.graph.views.linked import jsonld
from aseankg.graph.views.site import Site, write_site
from aseankg.graph.views.timeline import _year
from aseankg.ontology.terms import rdf, rdfs, xsd

BuildableCopy = Callable[..., Path]
T = TypeVar("T")


def digests(folder: Path) -> dict[str, str]:
    found = sorted(file for file in folder.rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in found
    }


def test_the_same_records_give_the_same_bytes(buildable_copy: BuildableCopy, tmp_path: Path) -> None:
    for name in ("a", "b"):
        store, _ = assemble(validate(buildable_copy()))
        write_site(store, tmp_path / name)
    first = digests(tmp_path / "a")
    assert first == digests(tmp_path / "b")
    assert {"index.html", "promise/index.html", "partner/index.html", "timeline.html", "compare.html"} <= set(
        first
    )
    assert {"downloads/aseankg.nq.gz", "downloads/lists.zip", "static/site.css", "static/names.js"} <= set(
        first
    )


def test_writing_tells_how_far_it_is(buildable_copy: BuildableCopy, tmp_path: Path) -> None:
    """Stages by their names, and of the long ones how much there is to do; nothing is left out for it."""
    store, _ = assemble(validate(buildable_copy()))
    stages: list[str] = []
    done: dict[str, int] = {}

    def watch(many: Sequence[T]) -> Iterator[T]:
        for one in many:
            yield one
            done[stages[-1]] = done.get(stages[-1], 0) + 1

    pages = write_site(store, tmp_path / "told", "en", progress=stages.append, watch=watch)
    assert stages == ["gathering things", "gathering networks", "writing pages"]
    assert pages == len(list((tmp_path / "told").rglob("*.html")))
    works = Site(store, tmp_path / "not-written")
    works.gather_networks()
    assert done == {"writing pages": len(works.works({}, 0))}
    write_site(store, tmp_path / "quiet")
    assert digests(tmp_path / "told") == digests(tmp_path / "quiet")


def test_pages_speak_the_language_asked_for(buildable_copy: BuildableCopy, tmp_path: Path) -> None:
    store, _ = assemble(validate(buildable_copy()))
    write_site(store, tmp_path / "site", "id")
    start = (tmp_path / "site/index.html").read_text("utf-8")
    assert '<html lang="id"' in start
    assert "Siapa menjanjikan apa kepada ASEAN" in start
    assert 'src="static/words.js"' in start
    assert "nothing found" in (tmp_path / "site/static/words.js").read_text("utf-8")


def test_pages_carry_no_code_of_their_own(buildable_copy: BuildableCopy, tmp_path: Path) -> None:
    """Thousands of pages: what all share stands in one place."""
    store, _ = assemble(validate(buildable_copy()))
    write_site(store, tmp_path / "site")
    for page in (tmp_path / "site").rglob("*.html"):
        text = page.read_text("utf-8")
        assert "<style" not in text
        engine = "&#39;wasm-unsafe-eval&#39; " if page.name == "sparql.html" else ""
        assert f"script-src {engine}&#39;self&#39; file:" in text


@pytest.mark.parametrize(
    "value",
    [
        Term("https://w3id.org/aseankg/id/state/japan"),
        Term("plain", False, xsd.string),
        Term("Việt Nam", False, "", "vi"),
        Term("12.50", False, xsd.decimal),
        Term("2023-09", False, "http://id.loc.gov/datatypes/edtf/EDTF"),
    ],
)
def test_json_ld_reads_back_as_the_same_triples(value: Term) -> None:
    import json

    subject = "https://w3id.org/aseankg/id/state/x"
    triples = [
        (subject, rdf.type, Term("https://w3id.org/aseankg/ontology#State")),
        (subject, rdfs.label, value),
    ]
    read = list(ox.parse(json.dumps(jsonld(triples)).encode(), format=ox.RdfFormat.JSON_LD))
    assert len(read) == 2
    found = next(quad.object for quad in read if quad.predicate.value == rdfs.label)
    assert found.value == value.value
    if isinstance(found, ox.Literal):
        assert found.datatype.value == (
            value.datatype or "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
        )
        assert (found.language or "") == value.language


@pytest.mark.parametrize(("day", "year"), [("2021-07-15", 2021.5), ("1997", 1997.0), ("", 0)])
def test_years_of_the_timeline(day: str, year: float) -> None:
    assert _year(day) == pytest.approx(year)
