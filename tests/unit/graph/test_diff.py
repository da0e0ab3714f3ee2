"""What changed between two graphs, and why: each reason from two graphs that differ in exactly that."""

import itertools
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.unit.graph.conftest_small import Paper, graph, paper, write

from aseankg.cli import main
from aseankg.graph import delivery
from aseankg.graph.clocks import at, weigh
from aseankg.graph.diff import CORRECTION, NEW_EVIDENCE, NEW_RULE, WITHDRAWN, Change, diff
from aseankg.graph.store import View
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.ontology import iris

JOINS = """
- consent: japan-joins
  party: japan
  instrument: treaty-of-friendship
  step: accession
  date: {day}
  at: para 1
"""
PROMISE = paper(
    "promise",
    """
    - commitment: trees
      what: Plants trees
      kind: pledge
      obligors: japan
      made: 2009-01-01
      due: 2012
      at: para 1
    """,
    published="2009-01-01",
)
BROKEN = paper(
    "broken",
    """
    - delivery: no-trees
      what: There are no trees
      date: 2013-02-01
      stage: not delivered
      fulfils:
        - {promise: trees, extent: full, basis: stated}
      at: para 1
    """,
    published="2013-02-02",
    publisher="herald",
)


def news(
    day: str = "2010-07", slug: str = "news", published: str = "2010-08-01", kind: str = "press report"
) -> Paper:
    return paper(slug, JOINS.format(day=day), published=published, kind=kind)


MORE = news("2010-07-05", "more", "2011-01-01")


def of(changes: list[Change], slug: str) -> dict[str, Change]:
    """Return the changes of one thing by property."""
    return {change.property: change for change in changes if change.thing.endswith(f"/{slug}")}


def reasons(before: View, after: View) -> set[str]:
    return {change.reason for change in diff(before, after)}


@pytest.fixture(scope="module")
def promised() -> EmbeddedStore:
    return graph(PROMISE, news())


@pytest.fixture(scope="module")
def grown() -> EmbeddedStore:
    return graph(PROMISE, news(), MORE, BROKEN)


def test_nothing_changed(promised: EmbeddedStore) -> None:
    assert diff(promised, promised) == []
    assert diff(promised, graph(news(), PROMISE)) == []


def test_a_new_document_is_new_evidence(promised: EmbeddedStore, grown: EmbeddedStore) -> None:
    changes = diff(promised, grown)
    assert {change.reason for change in changes} == {NEW_EVIDENCE}
    change = of(changes, "japan-joins")["date"]
    assert (change.before, change.after, change.documents) == ("2010-07", "2010-07-05", ("Paper more",))
    assert change.name == "Japan: accession, Treaty of Friendship"


def test_evidence_changes_the_promise_it_bears_on(promised: EmbeddedStore, grown: EmbeddedStore) -> None:
    changes = of(diff(promised, grown), "trees")
    assert (changes["delivery status"].before, changes["delivery status"].after) == (
        "not looked for",
        "not delivered",
    )
    assert (changes["score"].before, changes["score"].after) == ("", "-1")
    assert {(one.reason, one.documents) for one in changes.values()} == {(NEW_EVIDENCE, ("Paper broken",))}


def test_a_document_that_is_gone_is_withdrawn(promised: EmbeddedStore, grown: EmbeddedStore) -> None:
    changes = diff(grown, promised)
    assert {change.reason for change in changes} == {WITHDRAWN}
    change = of(changes, "japan-joins")["date"]
    assert (change.before, change.after, change.documents) == ("2010-07-05", "2010-07", ("Paper more",))
    assert {one.after for one in of(changes, "no-trees").values()} == {""}


def test_forth_and_back_are_the_same_changes(promised: EmbeddedStore, grown: EmbeddedStore) -> None:
    forth, back = diff(promised, grown), diff(grown, promised)
    assert [(one.thing, one.property, one.before, one.after) for one in forth] == [
        (one.thing, one.property, one.after, one.before) for one in back
    ]


def test_the_same_document_recorded_otherwise_is_a_correction(promised: EmbeddedStore) -> None:
    changes = diff(promised, graph(PROMISE, news("2010-06")))
    assert {change.reason for change in changes} == {CORRECTION}
    change = of(changes, "japan-joins")["date"]
    assert (change.before, change.after, change.documents) == ("2010-07", "2010-06", ("Paper news",))


def test_a_statement_taken_out_of_a_document_that_stays_changes_the_document(promised: EmbeddedStore) -> None:
    empty = paper("news", published="2010-08-01")
    changes = of(diff(promised, graph(PROMISE, empty)), "japan-joins")
    assert {one.after for one in changes.values()} == {""}
    assert {one.documents for one in changes.values()} == {("Paper news",)}


def test_the_same_documents_weighed_by_another_rule(
    grown: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(delivery.SCORES, "not delivered", -2)
    (change,) = diff(grown, graph(PROMISE, news(), MORE, BROKEN))
    assert (change.property, change.before, change.after) == ("score", "-1", "-2")
    assert (change.reason, change.documents) == (NEW_RULE, ())


def test_two_dates_over_one_build_tell_of_new_evidence_only(grown: EmbeddedStore) -> None:
    days = [date(2009, 6, 1), date(2010, 9, 1), date(2012, 1, 1), date(2014, 1, 1)]
    stores = [at(grown, known_on=day) for day in days]
    for before, after in itertools.pairwise(stores):
        changes = diff(before, after)
        assert changes
        assert {change.reason for change in changes} == {NEW_EVIDENCE}, [
            change for change in changes if change.reason != NEW_EVIDENCE
        ]


def test_two_dates_without_a_document_between_them_tell_of_nothing(grown: EmbeddedStore) -> None:
    assert diff(at(grown, known_on=date(2011, 2, 1)), at(grown, known_on=date(2013, 1, 1))) == []


def test_a_disagreement_comes_with_the_document_that_disagrees(promised: EmbeddedStore) -> None:
    after = graph(PROMISE, news(), news("2010-09-01", "rival", "2012-01-01"))
    changes = diff(promised, after)
    assert of(changes, "japan-joins-date"), "the disagreement is a change too"
    assert {change.reason for change in changes} == {NEW_EVIDENCE}


def test_a_name_that_is_corrected_is_no_new_rule(promised: EmbeddedStore) -> None:
    with_name = EmbeddedStore()
    with_name.add_quads(
        quad._replace(object=quad.object._replace(value="Nippon")) if quad.object.value == "Japan" else quad
        for quad in promised.quads()
        if not quad.graph.startswith((iris.RESOLVED, iris.INFERRED))
    )
    weigh(with_name)
    changes = diff(promised, with_name)
    assert of(changes, "japan")["label"].reason == CORRECTION
    assert of(changes, "japan-joins")["label"].after == "Nippon: accession, Treaty of Friendship"
    assert {change.reason for change in changes} == {CORRECTION}


# the command line


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("diff")
    write(root / "old", PROMISE, news())
    write(root / "new", PROMISE, news(), MORE, BROKEN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aseankg.graph.views.site.write_site", lambda *_, **__: 0)  # pages are tested elsewhere
        for name in ("old", "new"):
            made = CliRunner().invoke(
                main, ["build", "--records", str(root / name), "--out", str(root / f"build-{name}")]
            )
            assert made.exit_code == 0, made.output
        yield root


def told(place: Path, *arguments: str) -> list[dict[str, str]]:
    records = ["--records", str(place / "new"), "--out", str(place / "build-new")]
    result = CliRunner().invoke(main, ["diff", *records, "--format", "json", *arguments])
    assert result.exit_code == 0, result.output
    found: list[dict[str, str]] = json.loads(result.stdout)
    return found


def test_two_folders_of_builds(place: Path, promised: EmbeddedStore, grown: EmbeddedStore) -> None:
    found = told(place, str(place / "build-old"), str(place / "build-new"))
    assert [(row["property"], row["before"], row["after"], row["reason"]) for row in found] == [
        (one.property, one.before, one.after, one.reason) for one in diff(promised, grown)
    ]


def test_two_days_over_one_build(place: Path) -> None:
    found = told(place, "2010", "2011")
    assert {(row["property"], row["after"]) for row in found} >= {("date", "2010-07-05")}
    assert {(row["reason"], row["documents"]) for row in found} == {(NEW_EVIDENCE, "Paper more")}


def test_what_came_to_pass_between_two_days_is_no_new_rule(place: Path) -> None:
    found = told(place, "--clock", "as-of", "2009", "2011")
    assert {row["thing"] for row in found} >= {"Japan: accession, Treaty of Friendship"}
    assert NEW_RULE not in {row["reason"] for row in found}
