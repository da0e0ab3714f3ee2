"""Drafts: checked like any record, left out of the graph, and nothing that is published may lean on one."""

from pathlib import Path

import pytest
from tests.unit.graph.conftest_small import Paper, exists, graph, paper, write

from aseankg.graph.build import build, validate
from aseankg.loaders.problems import RecordsInvalidError

PROMISE = """
    - commitment: help-{0}
      what: Help {0} is promised.
      kind: pledge
      obligors: [japan]
      made: 2023-05-01
      at: para 1
    """


def _draft(one: Paper) -> Paper:
    return {path: text.replace("  kind: ", "  status: draft\n  kind: ", 1) for path, text in one.items()}


def test_a_draft_stays_out_of_the_graph_and_the_build_says_how_many(tmp_path: Path) -> None:
    papers = (paper("accepted", PROMISE.format("seen")), _draft(paper("waiting", PROMISE.format("hidden"))))
    view = graph(*papers)
    assert exists(view, "help-seen")
    assert not exists(view, "help-hidden")
    assert not exists(view, "waiting")
    made = build(write(tmp_path / "records", *papers), tmp_path / "out")
    assert (made.sources, made.statements, made.drafts) == (2, 1, 1)
    assert not any("help-hidden" in file.read_text("utf-8") for file in (tmp_path / "out").rglob("*.html"))


def test_a_register_entry_that_rests_on_a_draft_stays_out() -> None:
    extra = {
        "registers/new.yaml": "- topic: tides\n  name: Tides\n  source: waiting\n  at: para 1\n",
    }
    assert not exists(graph(_draft(paper("waiting")), extra=extra), "tides")


def test_a_draft_is_checked(tmp_path: Path) -> None:
    wrong = _draft(paper("waiting", PROMISE.format("x").replace("japan", "nobody-known")))
    with pytest.raises(RecordsInvalidError) as caught:
        validate(write(tmp_path / "records", wrong))
    assert "nobody-known" in str(caught.value.problems[0])


def test_what_is_published_may_not_lean_on_a_draft(tmp_path: Path) -> None:
    leaning = paper(
        "leaning",
        """
        - delivery: help-came
          what: Help came.
          date: 2023-06-01
          stage: delivered
          fulfils:
            - {promise: help-hidden, extent: full, basis: stated}
          at: para 2
        """,
    )
    root = write(tmp_path / "records", leaning, _draft(paper("waiting", PROMISE.format("hidden"))))
    with pytest.raises(RecordsInvalidError) as caught:
        validate(root)
    assert [(problem.file, problem.rule) for problem in caught.value.problems] == [
        ("records/sources/all/leaning.yaml", "R3")
    ]
