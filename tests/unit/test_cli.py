"""The command line: answers on standard output, faults in one line on standard error, never a stack trace."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from aseankg.cli import COMMANDS, main
from aseankg.graph.queries import questions

RecordsCopy = Callable[..., Path]
Run = Callable[..., Result]

STATES = "SELECT ?name ?code WHERE { ?s a akg:State ; rdfs:label ?name ; akg:iso2 ?code } ORDER BY ?name"
CONSTRUCT = "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a akg:State ; rdfs:label ?l }"


@pytest.fixture
def where(buildable_copy: RecordsCopy, tmp_path: Path) -> list[str]:
    return ["--records", str(buildable_copy()), "--out", str(tmp_path / "out" / "build")]


@pytest.fixture
def run(where: list[str]) -> Run:
    """Run a command on the small records."""

    def invoke(command: str, *args: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, [command, *where, *args], input=stdin)

    return invoke


def fails(result: Result, code: int, *words: str) -> None:
    """Check that a run ended with this code and one line that holds these words (after click's usage lines)."""
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert "Traceback" not in result.output
    assert result.stdout == ""
    lines = [line for line in result.stderr.splitlines() if line and not line.startswith(("Usage:", "Try "))]
    assert len(lines) == 1, lines
    assert lines[0].startswith("Error: ")
    for word in words:
        assert word in lines[0]


# check and build


def test_check_of_good_records(buildable_copy: RecordsCopy) -> None:
    result = CliRunner().invoke(main, ["check", str(buildable_copy())])
    assert result.exit_code == 0
    assert "1 sources, 7 statements" in result.stdout


def test_check_of_bad_records_tells_every_problem_with_its_line(buildable_copy: RecordsCopy) -> None:
    bad = {"registers/a-bad.yaml": "- state: x\n", "sources/2024/b-bad.yaml": "- no\n"}
    result = CliRunner().invoke(main, ["check", str(buildable_copy(bad))])
    assert result.exit_code == 1
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert any(line.startswith("records/registers/a-bad.yaml:1: iso2: found nothing") for line in lines)
    assert any(line.startswith("records/sources/2024/b-bad.yaml:1: found a list") for line in lines)
    assert lines[-1].startswith("Error: ")


def test_check_of_a_folder_that_is_none(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["check", str(tmp_path / "nowhere")]).exit_code == 2
    result = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert "registers/" in result.stderr
    assert "nothing was built" not in result.stderr, "a check builds nothing in any case"


def test_build_says_what_it_made_and_where(run: Run, where: list[str]) -> None:
    result = run("build")
    assert result.exit_code == 0
    assert "7 statements from 1 sources" in result.stdout
    out = Path(where[3])
    assert str(out) in result.stdout
    assert (out / "graph.nq").is_file()
    assert (out / "site/index.html").is_file()


def test_build_of_bad_records_builds_nothing(records_copy: RecordsCopy, tmp_path: Path) -> None:
    root, out = records_copy({"sources/2024/bad.yaml": "[]\n"}), tmp_path / "out"
    result = CliRunner().invoke(main, ["build", "--records", str(root), "--out", str(out)])
    assert result.exit_code == 1
    assert "nothing was built" in result.stderr.splitlines()[-1]
    assert not out.exists()


def test_build_where_nothing_can_be_written(buildable_copy: RecordsCopy, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = CliRunner().invoke(
        main, ["build", "--records", str(buildable_copy()), "--out", str(tmp_path / "file" / "build")]
    )
    fails(result, 1, "file")


# query


def test_query_as_json_when_piped(run: Run) -> None:
    result = run("query", STATES)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == [
        {"name": "Indonesia", "code": "ID"},
        {"name": "Japan", "code": "JP"},
    ]


def test_query_from_a_file_and_from_standard_input(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "states.rq"
    file.write_text(STATES)
    expected = run("query", STATES).stdout
    assert run("query", str(file)).stdout == expected
    assert run("query", "-", stdin=STATES).stdout == expected


def test_query_as_csv(run: Run) -> None:
    text = 'SELECT ("a \\"b\\", c" AS ?x) ("l1\\nl2" AS ?y) (?none AS ?z) ("=1+1" AS ?f) {}'
    result = run("query", text, "--format", "csv")
    assert list(csv.reader(io.StringIO(result.stdout, newline=""))) == [
        ["x", "y", "z", "f"],
        ['a "b", c', "l1\nl2", "", "=1+1"],
    ]


def test_query_as_a_table(run: Run) -> None:
    result = run("query", STATES, "--format", "table")
    assert "Indonesia" in result.stdout
    assert "2 row(s)" in result.stdout


def test_a_wide_table_is_printed_row_by_row(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "no-word-is-cut-" * 2
    query = f'SELECT ("{text}" AS ?one) ("{text}" AS ?two) ("{text}" AS ?three) (?none AS ?four) {{}}'
    monkeypatch.setenv("COLUMNS", "80")
    narrow = run("query", query, "--format", "table").stdout
    assert [line.split() for line in narrow.splitlines() if text in line] == [
        ["one", text],
        ["two", text],
        ["three", text],
    ]
    assert "four" not in narrow
    assert max(map(len, narrow.splitlines())) <= 80
    monkeypatch.setenv("COLUMNS", "200")
    wide = run("query", query, "--format", "table").stdout
    assert any(line.count(text) == 3 for line in wide.splitlines())


def test_a_table_shows_markup_as_text(run: Run) -> None:
    result = run("query", 'SELECT ("[bold red]x[/]" AS ?x) {}', "--format", "table")
    assert "[bold red]x[/]" in result.stdout


def test_query_as_turtle_and_triples(run: Run) -> None:
    turtle = run("query", CONSTRUCT, "--format", "ttl").stdout
    triples = run("query", CONSTRUCT, "--format", "nt").stdout
    assert {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)} == {
        quad.triple for quad in ox.parse(triples, format=ox.RdfFormat.N_TRIPLES)
    }
    assert "Japan" in triples


def test_named_question(run: Run) -> None:
    rows = json.loads(run("query", "--name", "members").stdout)
    assert rows == [{"state": "Indonesia", "role": "founding member", "since": "1967-08-08"}]


def test_named_question_with_a_parameter(run: Run) -> None:
    rows = json.loads(run("query", "--name", "meetings-of", "--set", "actor=japan").stdout)
    assert [row["meeting"] for row in rows] == ["First meeting of friends"]
    rows = json.loads(run("query", "--name", "contributions", "--set", "to=asean").stdout)
    assert [(row["amount"], row["currency"]) for row in rows] == [(2500.5, "JPY")]


def test_list_of_questions() -> None:
    result = CliRunner().invoke(main, ["query", "--list"])
    assert result.exit_code == 0
    for question in questions().values():
        assert f"{question.name}: {question.title}" in result.stdout
    assert "--set actor=" in result.stdout


def test_a_day_before_all_documents_is_told(run: Run) -> None:
    run("build")
    early = run("query", "ASK { ?s a akg:Source }", "--known-on", "1800")
    assert json.loads(early.stdout) == [{"answer": "false"}]
    assert (
        "known on 1800: no document on record was public by then; the first is of 2024-01-10" in early.stderr
    )
    assert run("query", "ASK { ?s a akg:Source }", "--known-on", "2024-01-10").stderr == ""


@pytest.mark.parametrize(("pattern", "answer"), [("?s ?p ?o", "true"), ("?s ?p 42.5", "false")])
def test_a_question_of_yes_or_no(run: Run, pattern: str, answer: str) -> None:
    run("build")
    asked = f"PREFIX select: <urn:x> # SELECT\nASK {{ {pattern} }}"
    assert json.loads(run("query", asked).stdout) == [{"answer": answer}]
    assert run("query", asked, "--format", "csv").stdout.split() == ["answer", answer]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["SELECT nonsense {"], 1, []),
        (["ASK { ?s ?p }"], 1, ["1:"]),
        (["SELECT * { SERVICE <http://evil.example/> { ?s ?p ?o } }"], 1, ["SERVICE"]),
        ([CONSTRUCT], 1, ["SELECT"]),
        ([STATES, "--format", "ttl"], 1, ["CONSTRUCT"]),
        (["--name", "promisses"], 1, ["nearest: promises"]),
        (["--name", "promises", "--set", "obligor=japam"], 1, ["nearest: japan"]),
        (["--name", "promises", "--set", "obligr=japan"], 1, ["nearest: obligor"]),
        (["--name", "promises", "--set", "name=japan"], 1, ["name"]),
        (["--name", "promises", "--set", "view=japan"], 1, ["view"]),
        (["--name", "promises", "--set", "self=japan"], 1, ["self"]),
        (["--name", "promises", "--set", "obligor"], 2, ["NAME=VALUE"]),
        (["--name", "promises", "--set", "=japan"], 2, ["NAME=VALUE"]),
        (["--name", "promises", "--format", "ttl"], 2, ["CONSTRUCT"]),
        ([], 2, ["--name"]),
        ([STATES, "--name", "members"], 2, ["--name"]),
        (["no-such-file.rq"], 2, ["no-such-file.rq"]),
        ([STATES, "--format", "xml"], 2, ["xml"]),
        ([STATES, "--colour"], 2, ["--colour"]),
    ],
    ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else str(value),
)
def test_faults_of_a_query(run: Run, args: list[str], code: int, words: list[str]) -> None:
    run("build")
    fails(run("query", *args), code, *words)


@pytest.mark.parametrize(
    "expression", ['"abc"^^xsd:integer', '"2023-05-17Z"^^xsd:date', '"x"^^xsd:decimal', "xsd:integer('9')"]
)
def test_odd_values_in_an_answer_do_no_harm(run: Run, expression: str) -> None:
    result = run("query", f"SELECT ({expression} AS ?x) {{}}")
    assert result.exit_code == 0, repr(result.exception)


def test_a_query_file_that_is_no_text(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.rq"
    file.write_bytes(b"SELECT * { ?s ?p '\xff' }")
    run("build")
    fails(run("query", str(file)), 1)


def test_standard_input_that_is_no_text(run: Run) -> None:
    run("build")
    fails(run("query", "-", stdin=b"SELECT * { ?s ?p '\xff' }"), 1)


# rank and show


def test_rank(run: Run) -> None:
    rows = json.loads(run("rank", "partnerships", "--by", "strength").stdout)
    assert [(row["rank"], row["name"], row["strength"]) for row in rows] == [
        (1, "ASEAN", 2),
        (2, "Indonesia", 1),
        (2, "Japan", 1),
    ]
    assert len(json.loads(run("rank", "partnerships", "--top", "1").stdout)) == 1
    table = run("rank", "partnerships", "--format", "csv").stdout.splitlines()
    assert table[0].startswith("rank,band,name,mode,kind,degree,source_low")


def test_rank_prints_bands_and_says_how_far_they_hold(run: Run) -> None:
    shown = run("rank", "partnerships", "--by", "strength", "--format", "table").stdout
    assert "without a document" in " ".join(shown.split()) or "document" in shown
    assert "1 documents left out in turn: 1 change a tie" in shown
    assert "as of 2024-02-01" in shown
    alone = run("rank", "partnerships", "--no-tolerance", "--format", "table").stdout
    assert "left out" not in alone
    rows = json.loads(run("rank", "partnerships", "--by", "strength").stdout)
    assert [(row["band"], row["source_low"], row["source_high"]) for row in rows] == [
        ("1", 1, 1),
        ("1-2", 1, 2),
        ("1-2", 1, 2),
    ]


def test_rank_of_one_mode(run: Run) -> None:
    rows = json.loads(run("rank", "frameworks", "--by", "two-mode-degree", "--mode", "frameworks").stdout)
    assert [(row["name"], row["mode"], row["two-mode-degree"]) for row in rows] == [
        ("Treaty of Friendship", "frameworks", 1)
    ]


def test_a_network_in_which_nothing_holds_is_told(run: Run) -> None:
    result = run("rank", "partnerships", "--as-of", "1900")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == []
    assert "no tie of this network holds as of 1900-12-31" in result.stderr


def test_communities_brokerage_and_series(run: Run) -> None:
    members = json.loads(run("communities", "partnerships").stdout)
    assert {member["name"] for member in members} == {"ASEAN", "Indonesia", "Japan"}
    brokers = json.loads(run("brokerage", "partnerships").stdout)
    assert (brokers[0]["name"], brokers[0]["liaison"], brokers[0]["total"]) == ("ASEAN", 2, 2)
    years = json.loads(run("series", "partnerships", "--years", "1966-1978").stdout)
    assert [(row["year"], row["degree"]) for row in years if row["name"] == "ASEAN"] == [
        *((year, 1) for year in range(1967, 1977)),
        (1977, 2),
        (1978, 2),
    ]
    table = run("communities", "partnerships", "--format", "table").stdout
    assert "adjusted Rand" in table
    assert "https://" not in table, "addresses are for machines"


def test_faults_of_analyses(run: Run) -> None:
    run("build")
    for command in ("communities", "brokerage", "series"):
        fails(run(command, "partnership"), 1, "nearest: partnerships")
    fails(run("series", "partnerships", "--by", "betweeness"), 1, "nearest: betweenness")
    fails(run("rank", "partnerships", "--by", "two-mode-degree"), 1, "two-mode networks")
    fails(run("rank", "partnerships", "--by", "in-degree"), 1, "directed networks")
    fails(run("rank", "partnerships", "--weighting", "newman"), 1, "ties of their own")
    fails(run("rank", "frameworks", "--mode", "actor"), 1, "nearest: actors")
    fails(run("communities", "partnerships", "--resolution", "0"), 1, "above 0")
    fails(run("series", "partnerships", "--years", "2000-1990"), 2, "earlier year first")
    fails(run("series", "partnerships", "--years", "soon"), 2, "1995-2025")
    fails(run("rank", "partnerships", "--as-of", "someday"), 2, "--as-of")


def test_command_line_and_python_give_the_same_numbers(run: Run, where: list[str]) -> None:
    import aseankg

    kg = aseankg.open(where[1], where[3])
    for by in ("degree", "betweenness", "eigenvector"):
        rows = json.loads(run("rank", "partnerships", "--by", by).stdout)
        assert [(row["band"], row["iri"], row[by], row["score_low"]) for row in rows] == [
            (line.band, line.iri, line.score, line.score_low) for line in kg.rank("partnerships", by)
        ]
    members = json.loads(run("communities", "partnerships").stdout)
    assert [tuple(row.values()) for row in members] == [tuple(one) for one in kg.communities("partnerships")]
    brokers = json.loads(run("brokerage", "partnerships").stdout)
    assert [tuple(row.values()) for row in brokers] == [tuple(one) for one in kg.brokerage("partnerships")]
    years = json.loads(run("series", "partnerships", "--top", "9").stdout)
    assert [(row["year"], row["iri"], row["degree"]) for row in years] == [
        (line.year, line.iri, line.score) for line in kg.series("partnerships")
    ]


def test_rank_without_a_network_lists_them(run: Run) -> None:
    result = run("rank")
    assert result.exit_code == 0
    assert "partnerships: " in result.stdout
    assert "betweenness" in result.stdout


def test_faults_of_a_ranking(run: Run) -> None:
    run("build")
    fails(run("rank", "partnership"), 1, "partnerships")
    fails(run("rank", "partnerships", "--by", "fame"), 1, "betweenness")
    assert run("rank", "partnerships", "--top", "0").exit_code == 2


def test_show(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = run("show", "partnerships", "-o", str(page))
    assert result.exit_code == 0
    assert result.stdout.strip() == str(page)
    text = page.read_text("utf-8")
    assert text.startswith("<!doctype html>")
    assert "Indonesia" in text
    assert 'src="' not in text


def test_faults_of_show(run: Run, tmp_path: Path) -> None:
    run("build")
    fails(run("show", "partnership", "-o", str(tmp_path / "page.html")), 1, "partnerships")
    fails(run("show", "partnerships", "-o", str(tmp_path / "nowhere" / "page.html")), 1, "nowhere")
    assert not (tmp_path / "page.html").exists()
    assert run("show", "partnerships").exit_code == 2


# what all commands have in common


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_reads_an_offices_own_records_too(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    options = {parameter.name for parameter in command.params}
    assert "overlay" in options
    assert name == "check" or {"records", "out"} <= options
    assert len(options & {"as_of", "known_on"}) in (0, 2), "one clock without the other"


def test_private_records_are_served_to_others_only_if_asked(run: Run, tmp_path: Path) -> None:
    fails(run("serve", "--overlay", str(tmp_path), "--host", "0.0.0.0"), 2, "--private")


def test_a_wrong_call_is_told_before_anything_is_built(run: Run, tmp_path: Path) -> None:
    fails(run("build", "--store", "nonsense"), 2, "--store: expected http(s)://")
    fails(run("query", STATES, "--as-of", "soon"), 2, "--as-of: found 'soon'; expected a date")
    fails(run("matrix", "--known-on", "2023-13"), 2, "--known-on: found '2023-13'")
    fails(run("diff", "a", "2023"), 2, "BEFORE: found 'a'; expected a date")
    fails(run("diff", "2023", str(tmp_path)), 2, "AFTER: found no build in")
    fails(run("register", "--format", "table", "-o", "x.csv"), 2, "--format table is for the terminal")
    assert not (tmp_path / "out").exists()


# the program itself


def program(*args: str | bytes, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "aseankg", *args], capture_output=True, timeout=120, check=False, **options
    )


def test_program_version_and_help() -> None:
    assert b"0." in program("--version").stdout
    done = program("--help")
    assert done.returncode == 0
    for command in (b"explore", b"build", b"check", b"query", b"rank", b"show", b"serve"):
        assert command in done.stdout
    assert done.stderr == b""


def test_program_answers_and_exit_codes(where: list[str]) -> None:
    good = program("query", *where, STATES)
    assert good.returncode == 0
    assert len(json.loads(good.stdout)) == 2
    assert good.stderr == b""
    for args, code in (
        (("query", *where, "SELECT nonsense {"), 1),
        (("query", *where), 2),
        (("nonsense",), 2),
    ):
        bad = program(*args)
        assert bad.returncode == code
        assert b"Traceback" not in bad.stderr
        assert bad.stdout == b""


@pytest.mark.skipif(os.name == "nt", reason="arguments are text there")
def test_an_argument_that_is_no_text(where: list[str]) -> None:
    cases: tuple[tuple[str | bytes, ...], ...] = (
        ("query", *where, b"SELECT * { ?s ?p '\xff' }"),
        ("query", *where, "--name", "promises", "--set", b"obligor=\xff"),
        ("rank", *where, b"\xff"),
    )
    for args in cases:
        done = program(*args)
        assert done.returncode in (1, 2)
        assert b"Traceback" not in done.stderr
        assert b"Error: " in done.stderr.splitlines()[-1]


def test_a_reader_that_goes_away_is_no_fault_to_tell(where: list[str]) -> None:
    program("build", *where)
    with subprocess.Popen(
        [sys.executable, "-m", "aseankg", "query", *where, "SELECT * { GRAPH ?g { ?s ?p ?o } }"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_help_is_quick_because_it_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom aseankg.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'networkx', 'rdflib', 'pyvis', 'numpy', 'scipy', 'pydantic', 'pyoxigraph', 'pandas'}\n"
        "print(sorted(heavy & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert "Usage:" in done.stdout
    assert done.stderr.strip() == "[]"


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, aseankg\n"
        "print(sorted({'networkx', 'rdflib', 'pyvis', 'pyoxigraph', 'click'} & sys.modules.keys()))\n"
        "assert callable(aseankg.open)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
