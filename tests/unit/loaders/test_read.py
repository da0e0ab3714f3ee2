"""Reading: every fault has the line on which it stands, whatever stands around it."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from aseankg.loaders.parse import YamlFaultError, line_of, parse
from aseankg.loaders.problems import nearest, shown
from aseankg.loaders.read import read

RecordsCopy = Callable[..., Path]

HEADER = """\
source:
  title: A paper
  kind: press report
  publisher: gazette
  published: not-stated
  language: en
  url: not-found
  retrieved: 2024-02-01
  read: whole
  curated_by: maintainers
  curated_on: 2024-02-01
statements:
"""
FAULTS = {
    "colour: red": "colour",
    "stance: dreams": "stance",
    "date: 2023-02-30": "date",
    "by: [japan, No_Slug]": "by",
    "what: {a: b}": "what",
}

noise = st.lists(st.sampled_from(["", "  ", "    # a remark", "# at the margin"]), max_size=3)


@st.composite
def faulty(draw: st.DrawFn) -> tuple[str, int, str]:
    """Return a source file in which one field of one statement is bad, the line of that field and its name."""
    count = draw(st.integers(1, 5))
    bad = draw(st.integers(0, count - 1))
    fault = draw(st.sampled_from(sorted(FAULTS)))
    lines = HEADER.splitlines()
    line = 0
    for number in range(count):
        fields = ["at: para 1", "what: Likes trees", "by: japan", "stance: supports"]
        if number == bad:
            fields = [field for field in fields if field.split(":")[0] != FAULTS[fault]]
            fields.append(fault)
        fields = draw(st.permutations(fields))
        lines += draw(noise)
        lines.append(f"  - position: stand-{number}")
        for field in fields:
            lines += draw(noise)
            lines.append(f"    {field}")
            if field == fault:
                line = len(lines)
    return "\n".join(lines) + "\n", line, FAULTS[fault]


@given(faulty(), st.sampled_from(["\n", "\r\n"]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_line_of_a_bad_field(case: tuple[str, int, str], newline: str, mark: bool) -> None:
    text, line, field = case
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sources" / "paper.yaml"
        file.parent.mkdir()
        file.write_bytes(("\ufeff" if mark else "").encode() + text.replace("\n", newline).encode())
        problems = read(Path(folder)).problems
    assert [(problem.line, problem.field.split(".")[0]) for problem in problems] == [(line, field)]


def test_the_line_of_a_fault_inside_a_part(tmp_path: Path) -> None:
    text = HEADER + (
        "  - meeting: a-meeting\n"  # 13
        "    name: A meeting\n"
        "    held: 2023\n"
        "    topics:\n"  # 16
        "      - {topic: climate-change, role: discussed}\n"
        "      - topic: climate-change\n"
        "        role: sung\n"  # 19
        "    at: para 1\n"
    )
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/paper.yaml").write_text(text)
    problems = read(tmp_path).problems
    assert [(problem.line, problem.field) for problem in problems] == [(19, "topics.1.role")]


def test_unknown_key_of_a_part_is_told_with_the_keys_of_that_part(tmp_path: Path) -> None:
    text = HEADER + (
        "  - meeting: a-meeting\n    name: A meeting\n    held: 2023\n"
        "    topics: [{topic: climate-change, rolle: discussed, role: discussed}]\n    at: para 1\n"
    )
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/paper.yaml").write_text(text)
    (problem,) = read(tmp_path).problems
    assert problem.field == "topics.0.rolle"
    assert "nearest: role" in problem.expected
    assert "ordinal" not in problem.expected


def test_lines_are_those_of_the_file_as_it_is_now(tmp_path: Path) -> None:
    """Somebody mends a file in an editor while a notebook keeps the process alive."""
    file = tmp_path / "sources/paper.yaml"
    file.parent.mkdir()
    text = HEADER + "  - position: a-stand\n    what: x\n    by: japan\n    stance: dreams\n    at: para 1\n"
    file.write_text(text)
    assert [problem.line for problem in read(tmp_path).problems] == [16]
    file.write_text("# one\n# two\n" + text)
    assert [problem.line for problem in read(tmp_path).problems] == [18]


def test_line_of_an_unknown_path_is_that_of_what_holds_it(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a:\n  - b: c\n\n  - d: e\n")
    assert line_of(file, ("a", 1, "d")) == 4
    assert line_of(file, ("a", 1, "missing", "deeper")) == 4
    assert line_of(file, ("nowhere",)) == 1


def fault_of(data: bytes) -> YamlFaultError | None:
    try:
        parse(data)
    except YamlFaultError as fault:
        return fault
    return None


plain_words = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12
)
trees = st.recursive(
    plain_words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain_words, inner, max_size=4),
    max_leaves=12,
)


@given(trees.filter(lambda tree: not isinstance(tree, str)))
def test_what_another_writer_wrote_is_read_back(tree: Any) -> None:
    written = yaml.safe_dump(tree, allow_unicode=True, default_style='"')
    data = written.replace("!!str ", "").encode()
    fault = fault_of(data)
    assert fault is None or "nesting" in fault.expected
    assert fault is not None or parse(data) == tree


@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_fault_with_its_line(data: bytes) -> None:
    fault = fault_of(data)
    assert fault is None or (fault.line >= 1 and fault.found and fault.expected)


@given(st.text(max_size=200))
def test_any_text_gives_a_value_or_a_fault_with_its_line(text: str) -> None:
    fault = fault_of(text.encode(errors="surrogatepass"))
    assert fault is None or 1 <= fault.line <= text.count("\n") + text.count("\r") + text.count("\x85") + 5


def test_a_file_that_cannot_be_read_is_told(records_copy: RecordsCopy) -> None:
    root = records_copy()
    (root / "sources/2024/gone.yaml").symlink_to(root / "nowhere")
    problems = read(root).problems
    assert [(problem.file, problem.rule) for problem in problems] == [
        ("records/sources/2024/gone.yaml", "file")
    ]


def test_header_alone_is_a_document_without_statements(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/paper.yaml").write_text(HEADER.removesuffix("statements:\n"))
    records = read(tmp_path)
    assert records.problems == []
    assert [(document.slug, document.statements) for document in records.documents] == [("paper", ())]


@given(st.text(max_size=300))
def test_a_value_in_a_message_is_one_short_printable_line(text: str) -> None:
    message = shown(text)
    assert len(message) < 120
    assert message.isprintable()


def test_near_names() -> None:
    assert nearest("japam", ["japan", "jordan", "chile"]).startswith("; nearest: japan")
    assert nearest("xyzzy", ["japan"]) == ""


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"a: b\nc: 'd\n", 3), (b"a: b\n\tc: d\n", 2), (b"a: b\nc: \xff\n", 2), (b"a: b\na: c\n", 2)],
)
def test_the_line_of_a_syntax_fault(data: bytes, line: int) -> None:
    with pytest.raises(YamlFaultError) as fault:
        parse(data)
    assert fault.value.line == line
