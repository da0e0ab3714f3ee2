"""Two clocks: what held on a day, and what was public on a day, weighed anew from the sources of that day."""

import json
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from click.testing import CliRunner, Result
from tests.unit.graph.conftest_small import RETRIEVED, exists, graph, paper, values, write

from aseankg.cli import main
from aseankg.graph.clocks import at, newest, parse_day
from aseankg.graph.store import Quad, View
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.ontology import iris
from aseankg.ontology.terms import akg

LASTING = paper(
    "lasting",
    """
    - membership: founder
      member: indonesia
      of: asean
      role: founding member
      start: 1967-08-08
      at: para 1
    - membership: newcomer
      member: timor-leste
      of: asean
      role: member
      start: 2022
      at: para 1
    - membership: left
      member: viet-nam
      of: river-commission
      role: member
      start: 1995
      end: 2010-06-30
      at: para 2
    - partnership: undated
      partner: japan
      status: dialogue partner
      start: not-stated
      at: para 3
    - activity: old-project
      name: Old project
      kind: project
      lifecycle: completed
      start: 2001
      end: 2004
      at: para 4
    """,
    published="2023-01-01",
)
HAPPENING = paper(
    "happening",
    """
    - meeting: friends-summit-1
      name: First summit
      series: friends-summit
      ordinal: 1
      held: 2012-05-02/2012-05-04
      participants:
        - {actor: japan, role: host}
      topics:
        - {topic: climate-change, role: discussed}
      at: para 1
    - commitment: trees
      what: Plants trees
      kind: pledge
      obligors: japan
      made: 2015-03-01
      serves:
        - {line: pillar-1, basis: stated}
      at: para 2
    - contribution: trees-money
      by: japan
      to: asean
      amount: 100 JPY
      kind: pledge
      at: para 3
    - expectation: next-summit
      act: meeting
      stage: planned
      series: friends-summit
      ordinal: 2
      expected: 2030
      at: para 4
    """,
    published="2016-01-01",
)
FIRST = paper(
    "first",
    """
    - consent: japan-joins
      party: japan
      instrument: treaty-of-friendship
      step: accession
      date: 2010-07-02
      at: para 1
    """,
    published="2011-01-01",
)
SECOND = paper(
    "second",
    """
    - consent: japan-joins
      party: japan
      instrument: treaty-of-friendship
      step: accession
      date: 2010-07-05
      at: page 7
    """,
    published="2014-06-15",
    publisher="herald",
    kind="government release",
)
NEWLY_NAMED = paper("newly-named", published="2020-01-01", publisher="courier", kind="database")
NEW_NAMES = {
    "registers/new.yaml": """\
- body: fund-of-friends
  name: Fund of Friends
  kind: fund
  parent: asean
  source: newly-named
  at: table 1
- body: office-of-nobody
  name: Office of Nobody
  kind: other
  source: newly-named
  at: table 2
"""
}
GIVEN = paper(
    "given",
    """
    - contribution: to-the-fund
      by: japan
      to: fund-of-friends
      amount: 5 JPY
      kind: pledge
      date: 2012
      at: para 1
    """,
    published="2013-01-01",
)
PAPERS = (LASTING, HAPPENING, FIRST, SECOND, NEWLY_NAMED, GIVEN)


@pytest.fixture(scope="module")
def today() -> EmbeddedStore:
    """What we know today. For reading only."""
    return graph(*PAPERS, extra=NEW_NAMES)


Known = Callable[[str], EmbeddedStore]


@pytest.fixture(scope="module")
def known(today: EmbeddedStore) -> Known:
    stores: dict[str, EmbeddedStore] = {}
    return lambda day: stores.setdefault(day, at(today, known_on=date.fromisoformat(day)))


@pytest.fixture(scope="module")
def held(today: EmbeddedStore) -> Known:
    stores: dict[str, EmbeddedStore] = {}
    return lambda day: stores.setdefault(day, at(today, as_of=date.fromisoformat(day)))


def resolved(view: View) -> set[Quad]:
    stamps = (akg.asOf, akg.knownOn)
    return {quad for quad in view.quads(iris.RESOLVED) if quad.predicate not in stamps}


# as of: what held


@pytest.mark.parametrize(
    ("day", "slug", "there"),
    [
        ("1967-08-07", "founder", False),
        ("1967-08-08", "founder", True),
        ("2022-12-30", "newcomer", False),  # it may have begun, but that is not certain
        ("2022-12-31", "newcomer", True),
        ("2010-06-30", "left", True),
        ("2010-07-01", "left", False),
        ("2012-05-03", "friends-summit-1", False),
        ("2012-05-04", "friends-summit-1", True),
        ("2015-02-28", "trees", False),
        ("2015-03-01", "trees", True),
        ("2010-07-04", "japan-joins", False),
        ("2010-07-05", "japan-joins", True),
    ],
)
def test_as_of_a_day_there_is_what_had_begun_and_not_ended(
    held: Known, day: str, slug: str, there: bool
) -> None:
    assert exists(held(day), slug) is there


@pytest.mark.parametrize(
    "slug", ["undated", "trees-money", "next-summit", "treaty-of-friendship", "treaty-of-trade", "indonesia"]
)
def test_what_has_no_date_is_expected_or_has_a_name_stays(held: Known, slug: str) -> None:
    assert exists(held("1966-01-01"), slug)


def test_a_project_that_ended_stays_on_record(held: Known) -> None:
    assert exists(held("2012-01-01"), "old-project")
    assert not exists(held("2001-12-30"), "old-project")


def test_parts_go_with_their_whole(held: Known) -> None:
    parts = "SELECT ?part { VALUES ?class { akg:Participation akg:Treatment akg:Service } ?part a ?class }"
    assert list(held("2011-01-01").select(parts).rows) == []
    assert len(list(held("2016-01-01").select(parts).rows)) == 3


def test_nothing_refers_to_what_was_left_out(held: Known) -> None:
    loose = "SELECT ?s { ?s ?p ?gone . FILTER(STRSTARTS(STR(?gone), STR(?base))) FILTER NOT EXISTS { ?gone ?q ?o } }"
    query = loose.replace("STR(?base)", f'"{iris.BASE}id/"')
    assert list(held("1966-01-01").select(query).rows) == []


def test_a_promise_is_assessed_as_of_the_day() -> None:
    late = """
    - commitment: trees
      what: Plants trees
      kind: pledge
      obligors: japan
      made: 2015-03-01
      due: 2018
      at: para 1
    - delivery: no-trees
      what: There are no trees
      date: 2019-02-01
      stage: not delivered
      fulfils:
        - {promise: trees, extent: full, basis: stated}
      at: para 2
    """
    store = graph(paper("late", late, published="2019-03-01"))
    days = ("2018-12-31", "2019-01-31", "2019-02-01")
    found = [values(at(store, date.fromisoformat(day)), "trees", "akg:delivery") for day in days]
    assert found == [["not yet due"], ["not looked for"], ["not delivered"]]


def test_a_disagreement_about_what_had_not_happened_yet_is_left_out_with_it(
    today: EmbeddedStore, held: Known
) -> None:
    disagreements = "SELECT ?d { ?d a akg:Disagreement }"
    assert len(list(today.select(disagreements).rows)) == 1
    assert list(held("2009-01-01").select(disagreements).rows) == []


def test_the_day_is_written_into_the_view(held: Known, known: Known) -> None:
    assert held("2012-01-01").ask(f'ASK {{ <{iris.RESOLVED}> akg:asOf "2012-01-01"^^xsd:date }}')
    assert known("2012-01-01").ask(f'ASK {{ <{iris.RESOLVED}> akg:knownOn "2012-01-01"^^xsd:date }}')


# known on: what was public


def test_a_document_is_known_from_the_day_it_was_public(known: Known) -> None:
    assert not exists(known("2010-12-31"), "japan-joins")
    assert exists(known("2011-01-01"), "japan-joins")
    assert not exists(known("2010-12-31"), "first")


def test_sources_of_a_day_are_weighed_anew(today: EmbeddedStore, known: Known) -> None:
    """No filter on today's view does this: the value that today's view dropped comes back."""
    assert values(today, "japan-joins", "akg:date") == [date(2010, 7, 5)]
    assert values(today, "japan-joins-date", "akg:concerns") == ["japan-joins"]
    assert values(known("2014-06-14"), "japan-joins", "akg:date") == [date(2010, 7, 2)]
    assert values(known("2014-06-14"), "japan-joins", "akg:latest") == [date(2010, 7, 2)]
    assert not exists(known("2014-06-14"), "japan-joins-date")
    assert values(known("2014-06-14"), "japan-joins", "prov:wasDerivedFrom") == ["first"]
    assert values(known("2014-06-15"), "japan-joins", "akg:date") == [date(2010, 7, 5)]
    assert exists(known("2014-06-15"), "japan-joins-date")


def test_what_a_document_of_the_day_refers_to_keeps_its_bare_name(known: Known, today: EmbeddedStore) -> None:
    before = known("2013-01-01")
    assert values(before, "fund-of-friends", "rdfs:label") == ["Fund of Friends"]
    assert values(before, "to-the-fund", "akg:to/rdfs:label") == ["Fund of Friends"]
    facts = ("akg:kind", "akg:parent", "prov:wasDerivedFrom")
    assert [values(before, "fund-of-friends", fact) for fact in facts] == [[], [], []]
    assert values(today, "fund-of-friends", "akg:parent") == ["asean"]


def test_what_nobody_had_spoken_of_has_no_name_yet(known: Known) -> None:
    assert not exists(known("2013-01-01"), "office-of-nobody")
    assert not exists(known("2012-12-31"), "fund-of-friends")
    assert exists(known("2020-01-01"), "office-of-nobody")


def test_an_undated_document_is_known_from_the_day_it_was_retrieved() -> None:
    text = "- position: stand\n  what: Likes trees\n  by: japan\n  stance: supports\n  at: para 1\n"
    store = graph(paper("undated-paper", text, published="not-stated"))
    assert not exists(at(store, known_on=date(2025, 1, 30)), "stand")
    assert exists(at(store, known_on=date(2025, 1, 31)), "stand")


def test_a_thing_has_one_name_at_any_day() -> None:
    called = """
    - meeting: friends-summit-1
      name: {0}
      held: 2012-05-02
      at: para 1
    """
    stand = """
    - position: stand
      what: Likes trees
      by: japan
      stance: supports
      meeting: friends-summit-1
      at: para 1
    """
    store = graph(
        paper("stand-paper", stand, published="2013-01-01"),
        paper("long", called.format("First Summit of all Friends"), published="2015-01-01"),
        paper("short", called.format("First summit"), published="2016-01-01"),
    )
    for day in (date(2013, 6, 1), date(2015, 6, 1), date(2016, 6, 1)):
        assert len(values(at(store, known_on=day), "friends-summit-1", "rdfs:label")) == 1, day


def test_both_clocks_at_once(today: EmbeddedStore) -> None:
    both = at(today, date(2010, 7, 3), date(2014, 6, 14))
    assert values(both, "japan-joins", "akg:date") == [date(2010, 7, 2)]
    assert not exists(both, "founder"), "not public yet"
    assert not exists(at(today, date(2010, 7, 3)), "japan-joins"), "as known today it came two days later"


# today


def test_without_a_day_the_graph_is_that_of_the_build(today: EmbeddedStore) -> None:
    assert set(at(today).quads()) == set(today.quads())


def test_known_today_is_what_the_build_knows(today: EmbeddedStore) -> None:
    again = at(today, known_on=newest(today))
    assert resolved(again) == resolved(today)
    assert {quad for quad in again.quads() if quad.graph != iris.RESOLVED} == {
        quad for quad in today.quads() if quad.graph != iris.RESOLVED
    }


def test_as_of_today_only_what_ended_is_gone(today: EmbeddedStore) -> None:
    gone = resolved(today) - resolved(at(today, as_of=newest(today)))
    assert {quad.subject for quad in gone} == {iris.thing("membership", "left")}


def test_the_store_that_is_looked_at_stays_as_it_is(today: EmbeddedStore) -> None:
    before = set(today.quads())
    at(today, date(1990, 1, 1), date(2012, 1, 1))
    assert set(today.quads()) == before


def test_the_newest_day_is_that_of_the_last_retrieval(today: EmbeddedStore) -> None:
    assert newest(today) == date.fromisoformat(RETRIEVED)
    older = paper("older", published="2024-01-01", retrieved="2024-11")
    assert newest(graph(older)) == date.fromisoformat(RETRIEVED)
    assert newest(graph(paper("newer", retrieved="2025-02"))) == date(2025, 2, 28)
    assert newest(EmbeddedStore()) == date.min


# days as people write them


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023", date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-04", date(2023, 4, 30)),
        ("2023-05-17", date(2023, 5, 17)),
    ],
)
def test_a_year_or_month_means_its_last_day(text: str, day: date) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2023-13", "2023-02-30", "17.5.2023", "2023-05-17T10:00", "2023/.."]
)
def test_nonsense_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|no such day"):
        parse_day(text)


# the command line

Call = Callable[..., Result]


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Call]:
    root = tmp_path_factory.mktemp("clocks")
    records = write(root / "records", *PAPERS, extra=NEW_NAMES)

    def run(command: str, *arguments: str) -> Result:
        place = ["--records", str(records), "--out", str(root / "build")]
        return CliRunner().invoke(main, [command, *place, *arguments])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aseankg.graph.views.site.write_site", lambda *_, **__: 0)  # pages are tested elsewhere
        yield run


DATE = 'SELECT ?date { ?c dcterms:identifier "japan-joins" ; akg:date ?date }'


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], ["2010-07-05"]),
        (["--known-on", "2014-06-14"], ["2010-07-02"]),
        (["--known-on", "2013"], ["2010-07-02"]),
        (["--known-on", "2010"], []),
        (["--as-of", "2010-07-04"], []),
        (["--as-of", "2010-07"], ["2010-07-05"]),
        (["--as-of", "2010-07-03", "--known-on", "2014-06-14"], ["2010-07-02"]),
    ],
)
def test_query_on_a_day(call: Call, options: list[str], found: list[str]) -> None:
    result = call("query", *options, "--format", "json", DATE)
    assert result.exit_code == 0, result.output
    assert [row["date"] for row in json.loads(result.stdout)] == found


def test_rank_on_a_day(call: Call) -> None:
    def names(*options: str) -> set[str]:
        result = call("rank", "partnerships", *options, "--format", "json")
        assert result.exit_code == 0, result.output
        return {row["name"] for row in json.loads(result.stdout)}

    assert "Timor Leste" in names()
    assert "Timor Leste" not in names("--as-of", "2021")
    assert "Indonesia" in names("--as-of", "2021")
    assert not {"Timor Leste", "Indonesia"} & names("--known-on", "2022")


def test_explain_on_a_day(call: Call) -> None:
    text = {
        day: call("explain", "japan-joins", "--format", "text", "--known-on", day) for day in ("2014", "2013")
    }
    assert "2010-07-05" in text["2014"].stdout
    assert "Paper second" in text["2014"].stdout
    assert "2010-07-05" not in text["2013"].stdout
    assert "Paper second" not in text["2013"].stdout
    assert "Paper first" in text["2013"].stdout
    gone = call("explain", "japan-joins", "--as-of", "2009")
    assert (gone.exit_code, gone.stdout) == (1, "")


@pytest.mark.parametrize("option", ["--as-of", "--known-on"])
@pytest.mark.parametrize(
    ("command", "argument"), [("query", DATE), ("rank", "partnerships"), ("explain", "japan")]
)
def test_a_day_that_is_none_is_a_wrong_call(call: Call, option: str, command: str, argument: str) -> None:
    result = call(command, option, "tomorrow", argument)
    assert result.exit_code == 2
    assert "expected a date such as 2023" in result.stderr
    assert "Traceback" not in result.output
