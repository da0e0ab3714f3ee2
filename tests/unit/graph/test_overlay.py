"""An office's own records on top: they add, they are marked, and they do not leave unasked."""

import gzip
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.unit.graph.conftest_small import graph, paper, values, write

from aseankg.api import KnowledgeGraph
from aseankg.cli import main
from aseankg.graph.analysis.network import UNPUBLISHED
from aseankg.graph.build import BuildError, assemble, build, default_folder, validate
from aseankg.graph.clocks import at
from aseankg.graph.overlay import PrivateRecordsError, is_private
from aseankg.graph.queries import run
from aseankg.graph.store import View
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.loaders.problems import Problem, RecordsInvalidError

PUBLIC = paper(
    "public",
    """
    - commitment: japan-builds
      what: Builds a bridge
      kind: pledge
      obligors: japan
      made: 2019
      due: 2022
      at: para 1
    - commitment: japan-repairs
      what: Repairs a bridge
      kind: pledge
      obligors: japan
      made: 2019
      due: 2030
      at: para 1
    - expectation: joins
      act: accession
      by: japan
      on: treaty-of-friendship
      stage: planned
      expected: 2024
      at: para 1
    """,
    published="2020-01-01",
)
OURS = paper(
    "ours",
    """
    - delivery: half-a-bridge
      what: Half of it stands
      date: 2021
      stage: partly delivered
      fulfils: [{promise: japan-builds, extent: partial, basis: stated}]
      at: para 1
    - consent: joined
      party: japan
      instrument: treaty-of-friendship
      step: accession
      date: 2024-05-01
      at: para 2
    """,
    published="2024-06-01",
    retrieved="2026-02-01",
)


def overlay(folder: Path, *papers: Mapping[str, str], extra: Mapping[str, str] | None = None) -> Path:
    for one in [*papers, extra or {}]:
        for path, text in one.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
    return folder


def private(
    tmp_path: Path, *papers: Mapping[str, str], extra: Mapping[str, str] | None = None
) -> EmbeddedStore:
    root = write(tmp_path / "records", PUBLIC)
    return assemble(validate(root, overlay(tmp_path / "own", *papers, extra=extra)))[0]


def marked(view: View, property_: str) -> set[str]:
    query = f"SELECT ?slug {{ ?thing akg:{property_} true ; dcterms:identifier ?slug }}"
    return {row["slug"] for row in run(view, query)}


def test_what_stems_from_private_records_is_marked(tmp_path: Path) -> None:
    view = private(tmp_path, OURS)
    assert marked(view, "overlay") == {"ours", "half-a-bridge", "joined"}
    # the assessment of the one, and the rule by which the other is met, rest on the private document
    assert marked(view, "drawsOnOverlay") == {"japan-builds", "joins"}
    assert values(view, "japan-builds", "akg:delivery") == ["partly delivered"]
    assert values(view, "japan-builds", "rdfs:label") == ["Builds a bridge (weighed with private records)"]
    assert values(view, "ours", "rdfs:label") == ["Paper ours (private record)"]
    assert values(view, "japan-repairs", "rdfs:label") == ["Repairs a bridge"]


def test_a_public_graph_bears_no_mark() -> None:
    view = graph(PUBLIC)
    assert not is_private(view)
    assert marked(view, "overlay") == marked(view, "drawsOnOverlay") == set()


def test_a_later_day_of_an_office_marks_nothing_by_itself(tmp_path: Path) -> None:
    """The newest document of an office is younger than all public ones: the day is no private fact."""
    view = private(tmp_path, paper("bare", retrieved="2031-01-01"))
    assert marked(view, "overlay") == {"bare"}
    assert marked(view, "drawsOnOverlay") == set()
    assert values(view, "japan-repairs", "akg:delivery") == ["not looked for"]  # due 2030, and it is 2031


def test_private_publishers_and_searches_are_marked_as_well(tmp_path: Path) -> None:
    extra = {
        "registers/own.yaml": "- publisher: our-office\n  name: Our office\n",
        "searches/own.yaml": "- search: looked\n  promise: japan-repairs\n  queries: [x]\n  where: files\n"
        "  on: 2024-01-01\n  found: nothing\n",
    }
    view = private(tmp_path, paper("ours", publisher="our-office"), extra=extra)
    assert marked(view, "overlay") == {"ours", "our-office", "looked"}


def test_the_clocks_keep_the_marks(tmp_path: Path) -> None:
    view = private(tmp_path, OURS)
    assert marked(at(view, date(2023, 1, 1)), "overlay") == {"ours", "half-a-bridge"}
    before = at(view, None, date(2023, 1, 1))
    assert marked(before, "overlay") == set()
    assert values(before, "japan-builds", "rdfs:label") == ["Builds a bridge"]


def problems(
    tmp_path: Path, *papers: Mapping[str, str], extra: Mapping[str, str] | None = None
) -> list[Problem]:
    with pytest.raises(RecordsInvalidError) as error:
        private(tmp_path, *papers, extra=extra)
    return error.value.problems


def test_a_private_record_redefines_nothing(tmp_path: Path) -> None:
    again = paper(
        "ours",
        """
        - commitment: japan-builds
          what: Builds no bridge
          kind: intention
          obligors: japan
          made: 2019
          at: para 1
        """,
    )
    (problem,) = problems(tmp_path, again)
    assert (problem.file, problem.rule) == ("own/sources/all/ours.yaml", "R20")
    assert problem.line == 13
    assert "public.yaml" in problem.expected


def test_a_private_entry_redefines_nothing_and_puts_no_words_into_public_mouths(tmp_path: Path) -> None:
    state = "- state: japan\n  name: Nippon\n  iso2: XX\n  iso3: XXX\n  source: ours\n  at: para 1\n"
    found = problems(tmp_path, paper("ours"), extra={"registers/own.yaml": state})
    assert {problem.rule for problem in found} == {"R1"}
    topic = "- topic: secrets\n  name: secrets\n  source: almanac\n  at: table 1\n"
    (problem,) = problems(tmp_path, extra={"registers/own.yaml": topic})
    assert (problem.file, problem.line, problem.rule) == ("own/registers/own.yaml", 3, "R21")


def test_an_overlay_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (problem,) = problems(tmp_path)
    assert problem.rule == "layout"


def test_private_records_do_not_leave_unasked(tmp_path: Path) -> None:
    kg = KnowledgeGraph(private(tmp_path, OURS))
    for form in ("nq", "ttl"):
        with pytest.raises(PrivateRecordsError, match="--private"):
            kg.export(form)
        assert b"half-a-bridge" in kg.export(form, private=True)
    with pytest.raises(PrivateRecordsError):
        kg.at(as_of="2030").export("nq")
    assert KnowledgeGraph(graph(PUBLIC)).export("nq")


def test_a_private_build_never_stands_beside_a_checkout(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    records = tmp_path / "records"
    assert default_folder(records) == tmp_path / "build"
    folder = default_folder(records, tmp_path / "own")
    assert tmp_path not in folder.parents
    assert folder.name.startswith("private-")
    assert folder != default_folder(records, tmp_path / "other")


@pytest.fixture
def built(buildable_copy: Callable[..., Path], tmp_path: Path) -> tuple[Path, Path, Path]:
    own = overlay(
        tmp_path / "own",
        paper(
            "ours",
            """
            - delivery: trees-planted
              what: <b>Some</b> trees stand
              date: 2024-01
              stage: in progress
              fulfils: [{promise: japan-plants-trees, extent: partial, basis: stated}]
              at: para 1
            """,
        ),
    )
    return buildable_copy(), own, tmp_path / "out"


def test_pages_of_a_private_build_say_so_and_offer_nothing_private(built: tuple[Path, Path, Path]) -> None:
    root, own, out = built
    made = build(root, out, overlay=own)
    assert made.private
    site = out / "site"
    page = (site / "delivery/trees-planted.html").read_text("utf-8")
    assert "(private record)" in page
    assert "Private build" in page
    assert "data-private>" in page, "scripts read it when they save a file"
    assert "&lt;b&gt;Some" in page
    assert "Private build" in (site / "index.html").read_text("utf-8")
    for name in ("delivery/trees-planted", "commitment/japan-plants-trees", "source/ours"):
        assert (site / f"{name}.html").is_file()
        assert not (site / f"{name}.ttl").exists()
    assert (site / "state/japan.ttl").is_file()
    for html in site.rglob("*.html"):  # pictures and matrices too
        assert "Do not pass its pages on" in html.read_text("utf-8"), html
    assert {file.suffix for file in site.rglob("*.*")} == {".html", ".css", ".js", ".ttl"}
    assert not (site / "static/graph.js").exists()
    assert "hands out no copy" in (site / "sparql.html").read_text("utf-8")
    assert "offers no files" in (site / "downloads.html").read_text("utf-8")
    for picture in ("network/partnerships.html", "network/promises.html"):
        assert UNPUBLISHED in (site / picture).read_text("utf-8")
    for file in site.rglob("*"):
        assert file.suffix in (".html", ".css", ".js") or not _holds(file, b"trees-planted"), file


def _holds(file: Path, word: bytes) -> bool:
    """Return whether a file, unpacked if it is packed, holds a word."""
    if file.is_dir():
        return False
    if file.suffix == ".gz":
        return word in gzip.decompress(file.read_bytes())
    if file.suffix == ".zip":
        with zipfile.ZipFile(file) as archive:
            return any(word in archive.read(name) for name in archive.namelist())
    return word in file.read_bytes()


def test_a_private_build_takes_no_public_ones_place(built: tuple[Path, Path, Path]) -> None:
    root, own, out = built
    build(root, out)
    with pytest.raises(BuildError, match="public build"):
        build(root, out, overlay=own)
    assert not is_private(EmbeddedStore.load(out / "graph.nq"))


def test_the_command_line_takes_an_overlay(built: tuple[Path, Path, Path], tmp_path: Path) -> None:
    root, own, out = built
    where = ["--records", str(root), "--out", str(out), "--overlay", str(own)]
    made = CliRunner().invoke(main, ["build", *where])
    assert made.exit_code == 0, made.output
    assert "with private records" in made.stdout
    query = "SELECT ?n { ?d a akg:Delivery ; rdfs:label ?n }"
    asked = CliRunner().invoke(main, ["query", *where, query, "--format", "csv"])
    assert "(private record)" in asked.stdout
    file = tmp_path / "out.ttl"
    refused = CliRunner().invoke(main, ["export", *where, "ttl", "-o", str(file)])
    assert refused.exit_code == 1
    assert "--private" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert not file.exists()
    assert CliRunner().invoke(main, ["export", *where, "graphml", "-o", str(file)]).exit_code == 1
    assert CliRunner().invoke(main, ["export", *where, "ttl", "--private", "-o", str(file)]).exit_code == 0
    assert "trees-planted" in file.read_text("utf-8")
