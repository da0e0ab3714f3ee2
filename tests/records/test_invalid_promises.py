"""Each bad record of a promise, a delivery or a sum has exactly the one problem that the table expects, and is told what would do."""

import csv
from pathlib import Path

import pytest
from tests.unit.graph.conftest_small import paper, write

from aseankg.loaders.check import RULES, check
from aseankg.loaders.problems import Problem
from aseankg.loaders.read import COMPUTED, read

INVALID = Path(__file__).parent / "invalid_promises"
EXPECTED = list(csv.DictReader((INVALID / "expected_problems.csv").open(encoding="utf-8", newline="")))

GOOD = paper(
    "promises",
    """
    - commitment: trees
      what: Plants trees along the coast
      kind: pledge
      obligors: japan
      made: 2020-01-15
      due: 2024-12-31
      at: para 1
    - commitment: hedges
      what: Plants hedges
      kind: pledge
      obligors: japan
      made: 2020-01-15
      due: 2024
      at: para 1
    - commitment: grass
      what: Plants grass
      kind: pledge
      obligors: japan
      made: 2020-01-15
      at: para 2
    - contribution: trees-money
      by: japan
      to: asean
      amount: 1000 USD
      kind: pledge
      date: 2020-02-01
      at: para 3
    """,
    published="2020-03-01",
)


def problems(folder: Path, bad: dict[str, str] | None = None) -> list[Problem]:
    extra = {f"sources/all/{name}": text for name, text in (bad or {}).items()}
    records = read(write(folder / "records", GOOD, extra=extra))
    check(records)
    return records.problems


def bad(name: str) -> dict[str, str]:
    return {name: (INVALID / name).read_text("utf-8")}


def test_the_records_around_the_bad_ones_have_no_fault(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


def test_every_bad_file_is_in_the_table_once() -> None:
    assert sorted(row["file"] for row in EXPECTED) == sorted(file.name for file in INVALID.glob("*.yaml"))


def test_every_rule_of_promises_has_a_bad_file() -> None:
    rules = {row["rule"] for row in EXPECTED}
    assert rules >= {"R2", "R3", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "shape"}
    assert rules - {"shape"} <= RULES.keys()


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["file"])
def test_bad_file_has_exactly_the_one_problem(row: dict[str, str], tmp_path: Path) -> None:
    found = problems(tmp_path, bad(row["file"]))
    assert len(found) == 1, [str(problem) for problem in found]
    problem = found[0]
    assert problem.file == f"records/sources/all/{row['file']}"
    assert (problem.line, problem.field, problem.rule) == (int(row["line"]), row["field"], row["rule"])
    assert row["found"] in problem.found
    assert row["expected"] in problem.expected


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["file"])
def test_a_message_names_file_and_rule_on_one_line(row: dict[str, str], tmp_path: Path) -> None:
    found = problems(tmp_path, bad(row["file"]))
    told = [str(problem) for problem in found if problem.rule == row["rule"]]
    assert told or not found
    for text in told:
        assert text.startswith(f"records/sources/all/{row['file']}:")
        assert text.endswith(f"[{row['rule']}]")
        assert text.isprintable()
        for clumsy in ("expected expected", "found found", "Value error", "validation"):
            assert clumsy not in text


@pytest.mark.parametrize("key", sorted(COMPUTED))
@pytest.mark.parametrize("kind", ["commitment", "contribution"])
def test_nothing_that_is_computed_can_be_entered(key: str, kind: str, tmp_path: Path) -> None:
    name = "restatement-as-new-promise.yaml" if kind == "commitment" else "part-in-another-currency.yaml"
    text = (
        (INVALID / name)
        .read_text("utf-8")
        .replace("    at: para 1\n", f"    {key}: delivered\n    at: para 1\n")
    )
    (problem,) = problems(tmp_path, {"entered.yaml": text})
    assert (problem.rule, problem.field) == ("R12", key)
    assert "computed from evidence" in problem.expected


# what the rules let pass: each bad file, mended


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("delivery-before-the-promise", "date: 2020-01-14", "date: 2020-01-15"),
        ("delivery-before-the-promise", "date: 2020-01-14", "date: 2020-01"),
        ("delivery-before-the-promise", "date: 2020-01-14", "date: not-stated"),
        ("same-address-in-two-files", "https://PAPERS.example/promises/", "not-found"),
        ("not-due-called-broken", "date: 2024-11-30", "date: 2025-01-01"),
        ("restatement-as-new-promise", "    made:", "    restates: trees\n    made:"),
        ("restatement-as-new-promise", "TREES", "more trees"),
        ("restatement-as-new-promise", "obligors: japan", "obligors: viet-nam"),
        ("part-in-another-currency", "50 EUR", "50 USD"),
        ("same-sum-in-another-currency", "50 EUR", "1000 USD"),
        ("fulfilled-twice-by-shares", "0.41", "0.4"),
        ("fulfilled-twice-by-sums", "400.01", "400"),
        ("fulfilled-twice-by-sums", "400.01 USD", "500 EUR"),
        ("tie-ends-before-it-starts", "end: 2010-04-30", "end: 2010-05"),
        ("conversion-without-date", "    rate: 0.9\n", "    rate: 0.9\n    rate_date: 2024-01-15\n"),
        ("pledge-as-delivery", "kind: pledge", "kind: expenditure"),
    ],
)
def test_the_mended_record_passes(name: str, old: str, new: str, tmp_path: Path) -> None:
    text = (INVALID / f"{name}.yaml").read_text("utf-8")
    assert old in text
    assert [str(one) for one in problems(tmp_path, {"mended.yaml": text.replace(old, new)})] == []


def test_the_same_delivery_in_two_documents_counts_once(tmp_path: Path) -> None:
    text = (INVALID / "fulfilled-twice-by-sums.yaml").read_text("utf-8")
    first = text.split("  - delivery: second-part")[0]
    again = first.replace("sums\n", "sums-again\n")
    assert problems(tmp_path, {"one.yaml": first, "two.yaml": again}) == []


def test_a_chain_of_restatements_may_be_long_but_not_closed(tmp_path: Path) -> None:
    header = (INVALID / "promise-that-restates-itself.yaml").read_text("utf-8").split("  - commitment")[0]
    chain = "".join(
        f"  - commitment: again-{number}\n    what: Plants shrubs for the {number}. time\n    kind: pledge\n"
        f"    obligors: japan\n    made: 2024\n    restates: {older}\n    at: para {number}\n"
        for number, older in ((1, "trees"), (2, "again-1"), (3, "again-2"))
    )
    assert problems(tmp_path / "open", {"chain.yaml": header + chain}) == []
    closed = header + chain.replace("restates: trees", "restates: again-3")
    found = problems(tmp_path / "closed", {"chain.yaml": closed})
    assert {problem.rule for problem in found} == {"R11"}


def test_an_undated_report_does_not_break_what_is_not_due(tmp_path: Path) -> None:
    text = (INVALID / "not-due-called-broken.yaml").read_text("utf-8")
    found = problems(tmp_path, {"undated.yaml": text.replace("date: 2024-11-30", "date: not-stated")})
    assert [problem.rule for problem in found] == ["R9"], (
        "its document came out on 1 March 2024, and due was the end of 2024"
    )


def test_a_restatement_of_another_promise_does_not_make_the_same_words_new(tmp_path: Path) -> None:
    text = (INVALID / "restatement-as-new-promise.yaml").read_text("utf-8")
    found = problems(tmp_path, {"other.yaml": text.replace("    made:", "    restates: grass\n    made:")})
    assert [problem.rule for problem in found] == ["R10"]
