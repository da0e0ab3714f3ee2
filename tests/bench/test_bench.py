"""The benchmark runs: every case once, on a handful of records. Nothing is timed here."""

import re
from pathlib import Path

import pytest
from bench import scale
from bench.__main__ import CASES, case, main
from bench.cases import networks
from bench.generate import documents, write
from bench.harness import Result, compare, without_collector

from aseankg.graph.build import assemble, validate
from aseankg.loaders.problems import RecordsInvalidError


@pytest.mark.parametrize("name", CASES)
def test_every_case_runs(name: str) -> None:
    if name in ("storing", "asking"):
        pytest.importorskip("maplib", reason="make bench installs this peer")
    for result in case(name)(60, 1):
        assert all(len(taken) == 1 and taken[0] > 0 for taken in result.seconds.values())
        assert len(result.lines()) == len(result.seconds) > 0


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--sizes", "30", "--rounds", "1", "--cases", "reading"])
    assert "| 30 statements, YAML to records | aseankg |" in capsys.readouterr().out


def test_the_stages_of_a_build_are_measured_to_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    scale.main(60)
    out = capsys.readouterr().out
    assert out.count("\n| ") == 10
    assert "| what came of promises |" in out
    assert re.search(r"^60 statements, [\d,]+ quads\.$", out, re.MULTILINE)


def test_some_statements_are_told_again_and_documents_disagree(tmp_path: Path) -> None:
    assert assemble(validate(write(tmp_path, 400)))[1] > 5


def test_ratios_are_taken_round_by_round() -> None:
    result = Result("x", {"ours": [1.0, 2.0, 4.0], "theirs": [3.0, 6.0, 12.0]})
    assert result.ratios("theirs") == [3.0, 3.0, 3.0]
    assert "3.00 (3.00 to 3.00)" in result.lines()[1]


def test_candidates_take_turns() -> None:
    order: list[str] = []
    compare("x", {"a": lambda: order.append("a"), "b": without_collector(lambda: order.append("b"))}, 2)
    assert order == ["a", "b", "a", "b"]


def test_the_generated_records_are_valid_and_the_same_each_time(tmp_path: Path) -> None:
    records = validate(write(tmp_path, 100))
    assert sum(len(document.statements) for document in records.documents) == 100
    assert len({item.kind for document in records.documents for item in document.statements}) == 10
    assert list(documents(100)) == list(documents(100)) != list(documents(100, seed=2))


def test_wrong_records_are_found(tmp_path: Path) -> None:
    with pytest.raises(RecordsInvalidError) as caught:
        validate(write(tmp_path, 100, wrong=0.2))
    assert len(caught.value.problems) > 5


def test_what_a_sample_costs_is_told_of_each_measure_of_paths() -> None:
    lines = networks.errors(networks.network(300), sample=30)
    assert [line.split(" | ")[0] for line in lines] == ["| betweenness", "| closeness", "| harmonic"]
    assert all(0 < float(line.split(" | ")[1]) < 1 for line in lines)
