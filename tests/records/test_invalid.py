"""Each bad file has the one fault that the table beside it expects, at its line."""

import csv
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from aseankg.graph.build import validate
from aseankg.loaders.check import check
from aseankg.loaders.parse import MAX_BYTES, YamlFaultError, parse
from aseankg.loaders.problems import Problem, RecordsInvalidError
from aseankg.loaders.read import read

INVALID = Path(__file__).parent / "invalid"
EXPECTED = list(csv.DictReader((INVALID / "expected_problems.csv").open(encoding="utf-8", newline="")))
RecordsCopy = Callable[..., Path]


def place(name: str) -> str:
    """Return where a bad file stands: register files after the good ones, so that they are the ones to blame."""
    return f"registers/zz/{name}" if name.startswith("register-") else f"sources/2024/{name}"


def problems(root: Path) -> list[Problem]:
    records = read(root)
    check(records)
    return records.problems


def header(root: Path) -> str:
    """Return the header of the paper as that of another document, at no address."""
    text = (root / "sources/2024/paper.yaml").read_text("utf-8").split("statements:")[0]
    return re.sub("url: .*", "url: not-found", text)


def test_the_small_records_have_no_fault(records_copy: RecordsCopy) -> None:
    assert problems(records_copy()) == []


def test_every_bad_file_is_in_the_table_once() -> None:
    assert sorted(row["file"] for row in EXPECTED) == sorted(file.name for file in INVALID.glob("*.yaml"))


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["file"])
def test_bad_file_has_exactly_the_one_problem(row: dict[str, str], records_copy: RecordsCopy) -> None:
    where = place(row["file"])
    found = problems(records_copy({where: (INVALID / row["file"]).read_bytes()}))
    assert len(found) == 1, [str(problem) for problem in found]
    problem = found[0]
    assert problem.file == f"records/{where}"
    assert (problem.line, problem.field, problem.rule) == (int(row["line"]), row["field"], row["rule"])
    assert row["found"] in problem.found
    assert row["expected"] in problem.expected


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["file"])
def test_a_problem_is_one_line_that_reads_as_a_sentence(
    row: dict[str, str], records_copy: RecordsCopy
) -> None:
    where = place(row["file"])
    for problem in problems(records_copy({where: (INVALID / row["file"]).read_bytes()})):
        text = str(problem)
        assert len(text.splitlines()) == 1
        assert text.isprintable()
        assert "expected expected" not in text
        assert "found found" not in text
        assert "items after validation" not in text, "a text has characters, not items"


def test_all_problems_of_all_files_are_told_in_one_run(records_copy: RecordsCopy) -> None:
    names = [row["file"] for row in EXPECTED if row["rule"] in ("yaml", "shape", "slug")]
    changes = {place(name): (INVALID / name).read_bytes() for name in names}
    with pytest.raises(RecordsInvalidError) as error:
        validate(records_copy(changes))
    assert {problem.file for problem in error.value.problems} == {f"records/{where}" for where in changes}
    assert error.value.problems == sorted(error.value.problems)


def test_several_faults_of_one_statement_are_all_told(records_copy: RecordsCopy) -> None:
    bad = (INVALID / "impossible-date.yaml").read_text("utf-8").replace("stance: supports", "stance: dreams")
    found = problems(records_copy({"sources/2024/bad.yaml": bad}))
    assert sorted(problem.field for problem in found) == ["date", "stance"]


def test_a_shape_fault_in_one_file_does_not_hide_a_rule_broken_in_another(records_copy: RecordsCopy) -> None:
    changes = {
        f"sources/2024/{name}": (INVALID / name).read_bytes()
        for name in ("done-in-the-future.yaml", "unknown-key.yaml")
    }
    rules = {problem.rule for problem in problems(records_copy(changes))}
    assert rules == {"R6", "shape"}


def test_two_files_of_one_name_in_different_years_are_told(records_copy: RecordsCopy) -> None:
    root = records_copy()
    again = header(root)
    (root / "sources/2023").mkdir()
    (root / "sources/2023/paper.yaml").write_text(again, "utf-8")
    assert [problem.rule for problem in problems(root)] == ["R2"]


def test_a_source_does_not_take_the_slug_of_a_thing(records_copy: RecordsCopy) -> None:
    root = records_copy()
    text = header(root)
    (root / "sources/2024/friends-meeting-1.yaml").write_text(text, "utf-8")
    assert [problem.rule for problem in problems(root)] == ["R1"]


@pytest.mark.parametrize(
    ("name", "bad", "good"),
    [
        ("done-in-the-future.yaml", "date: 2024-02-02", "date: 2024-02-01"),
        ("done-in-the-future.yaml", "date: 2024-02-02", "date: 2024"),
        ("accession-before-treaty.yaml", "date: 1976-02-23", "date: 1976-02-24"),
        ("accession-before-treaty.yaml", "date: 1976-02-23", "date: 1976"),
        ("published-after-retrieved.yaml", "published: 2024-02-02", "published: 2024-02-01"),
        ("interval-backwards.yaml", "2023-05/2023-04", "2023-05/2023-05"),
        ("tie-backwards.yaml", "end: 2019", "end: 2020"),
    ],
)
def test_the_last_day_that_holds(records_copy: RecordsCopy, name: str, bad: str, good: str) -> None:
    text = (INVALID / name).read_text("utf-8")
    assert bad in text
    assert problems(records_copy({place(name): text.replace(bad, good)})) == []


def test_alias_bomb_is_refused_at_once() -> None:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    started = time.monotonic()
    with pytest.raises(YamlFaultError, match="no aliases"):
        parse("\n".join(lines).encode())
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("text", ["[" * 500_000, "{a: " * 200_000, "- " * 500_000, "? " * 200_000])
def test_nesting_bomb_is_refused_at_once(text: str) -> None:
    started = time.monotonic()
    with pytest.raises(YamlFaultError):
        parse(text.encode())
    assert time.monotonic() - started < 20


def test_huge_file_is_refused_without_being_read(
    records_copy: RecordsCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = records_copy()
    huge = root / "sources/2024/huge.yaml"
    with huge.open("wb") as file:
        file.truncate(50_000_000)
    opened: list[Path] = []
    read_bytes = Path.read_bytes

    def watched(self: Path) -> bytes:
        opened.append(self)
        return read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", watched)
    started = time.monotonic()
    found = problems(root)
    assert time.monotonic() - started < 20
    assert [(problem.file, problem.rule) for problem in found] == [("records/sources/2024/huge.yaml", "yaml")]
    assert "50,000,000 bytes" in found[0].found
    assert huge not in opened
    assert opened, "the other files are read"


def test_text_of_the_largest_size_is_read_and_one_byte_more_is_not() -> None:
    text = b"a: " + b"x" * (MAX_BYTES - 3)
    assert len(parse(text)["a"]) == MAX_BYTES - 3
    with pytest.raises(YamlFaultError, match="at most"):
        parse(text + b"x")


def test_norway_stays_a_text(records_copy: RecordsCopy) -> None:
    norway = "- state: norway\n  name: Norway\n  iso2: NO\n  iso3: NOR\n  source: paper\n  at: para 9\n"
    records = read(records_copy({"registers/zz.yaml": norway}))
    assert records.problems == []
    assert next(item.model.iso2 for item in records.entries if item.slug == "norway") == "NO"


@pytest.mark.parametrize(
    "word", ["NO", "yes", "on", "null", "~", "1_000", "0x1F", "1e3", "12:30", "2024-01-01"]
)
def test_scalars_are_text(word: str) -> None:
    assert parse(f"a: {word}".encode()) == {"a": word}


def test_a_folder_without_records_is_told(tmp_path: Path) -> None:
    assert [problem.rule for problem in problems(tmp_path)] == ["layout"]
