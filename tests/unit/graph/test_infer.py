"""What follows by rule: each rule where it applies and where it does not, marked by its graph, and left out on demand."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.unit.graph.conftest_small import Paper, graph, paper, values, write

from aseankg.cli import main
from aseankg.graph.clocks import at
from aseankg.graph.infer import infer, rules
from aseankg.graph.store import View
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.ontology import iris
from aseankg.ontology.terms import akg

MEMBERS = paper(
    "members",
    """
    - membership: indonesia-founded
      member: indonesia
      of: asean
      role: founding member
      start: 1967-08-08
      at: para 1
    - membership: timor-leste-joined
      member: timor-leste
      of: asean
      role: member
      start: 2020-05-01
      at: para 2
    - membership: viet-nam-left
      member: viet-nam
      of: asean
      role: member
      start: 1995-07-28
      end: 2005-12-31
      at: para 3
    - membership: japan-observes
      member: japan
      of: asean
      role: observer
      start: 1990
      at: para 4
    - membership: commission-joined
      member: river-commission
      of: asean
      role: member
      start: 1990
      at: para 5
    - commitment: promise-2000
      what: Plants trees
      kind: pledge
      obligors: asean
      made: 2000-06-01
      at: para 6
    - commitment: promise-2010
      what: Plants more trees
      kind: pledge
      obligors: asean
      made: 2010-06-01
      at: para 7
    - commitment: promise-on-the-day
      what: Plants shrubs
      kind: pledge
      obligors: asean
      made: 2020-05-01
      at: para 8
    - commitment: promise-of-a-year
      what: Plants grass
      kind: pledge
      obligors: asean
      made: 2020
      at: para 9
    - commitment: promise-of-japan
      what: Plants cherries
      kind: pledge
      obligors: japan
      made: 2021-06-01
      at: para 10
    - consent: asean-signs
      party: asean
      instrument: treaty-of-trade
      step: signature
      date: 2021-01-01
      at: para 11
    - contribution: money-of-asean
      by: asean
      to: river-commission
      amount: 5 USD
      kind: pledge
      date: 2021-01-01
      at: para 12
    - activity: coast-project
      name: Coast project
      kind: project
      lifecycle: active
      start: 2021
      serves:
        - {line: pillar-1-1-1, basis: stated}
      at: para 13
    - activity: nature-project
      name: Nature project
      kind: project
      lifecycle: active
      start: 2021
      serves:
        - {line: pillar-1, basis: stated}
      at: para 14
    - commitment: promise-2010-again
      what: Goes on planting
      kind: pledge
      obligors: asean
      made: 2012-06-01
      restates: promise-2010
      at: para 15
    - commitment: promise-2010-once-more
      what: Will not stop planting
      kind: pledge
      obligors: asean
      made: 2014-06-01
      restates: promise-2010-again
      at: para 16
    """,
)


@pytest.fixture(scope="module")
def members() -> EmbeddedStore:
    return graph(MEMBERS)


@pytest.mark.parametrize(
    ("act", "states"),
    [
        ("promise-2000", ["indonesia", "viet-nam"]),
        ("promise-2010", ["indonesia"]),
        ("promise-on-the-day", ["indonesia", "timor-leste"]),
        ("promise-of-a-year", ["indonesia"]),  # it may have been made before Timor-Leste joined
        ("asean-signs", ["indonesia", "timor-leste"]),
        ("promise-of-japan", []),
        ("money-of-asean", []),
        ("treaty-of-trade", []),
    ],
)
def test_a_promise_of_a_grouping_concerns_who_was_its_member_then(
    members: EmbeddedStore, act: str, states: list[str]
) -> None:
    assert values(members, act, "akg:concernsMember") == states


def test_a_promise_concerns_who_was_a_member_then_on_whatever_day_we_look(members: EmbeddedStore) -> None:
    later = at(members, as_of=date(2012, 1, 1))
    assert values(later, "promise-2000", "akg:concernsMember") == ["indonesia", "viet-nam"]


@pytest.mark.parametrize(
    ("activity", "lines"),
    [("coast-project", ["pillar-1", "pillar-1-1"]), ("nature-project", [])],
)
def test_what_serves_a_line_serves_within_every_line_above_it(
    members: EmbeddedStore, activity: str, lines: list[str]
) -> None:
    assert values(members, activity, "akg:servesWithin") == lines


@pytest.mark.parametrize(
    ("body", "above"),
    [("legal-division", ["asean", "asean-secretariat"]), ("asean-secretariat", ["asean"]), ("asean", [])],
)
def test_a_body_stands_within_every_body_above_it(
    members: EmbeddedStore, body: str, above: list[str]
) -> None:
    assert values(members, body, "akg:within") == above


@pytest.mark.parametrize(
    ("promise", "day"),
    [
        ("promise-2010", []),
        ("promise-2010-again", [date(2010, 6, 1)]),
        ("promise-2010-once-more", [date(2010, 6, 1)]),
    ],
)
def test_a_restatement_was_first_made_when_the_oldest_promise_was(
    members: EmbeddedStore, promise: str, day: list[date]
) -> None:
    assert values(members, promise, "akg:firstMade") == day


# expectations

EXPECTED = {
    "accession": "act: accession\n  by: japan\n  on: treaty-of-friendship",
    "signature": "act: signature\n  by: japan\n  on: treaty-of-friendship",
    "upgrade": "act: partnership upgrade\n  by: [asean, japan]",
    "partnership": "act: partnership\n  by: [asean, japan]",
    "meeting": "act: meeting\n  series: friends-summit\n  ordinal: 2",
    "membership": "act: membership\n  by: timor-leste\n  on: asean",
}
DONE = {
    "consent": "- consent: done\n  party: {party}\n  instrument: {instrument}\n  step: {step}\n  date: {day}\n  at: para 1\n",
    "partnership": "- partnership: done\n  partner: {partner}\n  with: {body}\n  {how}\n  start: {day}\n  at: para 1\n",
    "meeting": "- meeting: done\n  name: A meeting\n  series: {series}\n  ordinal: {ordinal}\n  held: {day}\n  at: para 1\n",
    "membership": "- membership: done\n  member: {member}\n  of: {of}\n  role: {role}\n  start: {day}\n  at: para 1\n",
}
USUAL = {
    "party": "japan",
    "instrument": "treaty-of-friendship",
    "step": "accession",
    "partner": "japan",
    "body": "asean",
    "how": "level: strategic partnership",
    "series": "friends-summit",
    "ordinal": "2",
    "member": "timor-leste",
    "of": "asean",
    "role": "member",
    "day": "2020-06-01",
}


def hoped(act: str, slug: str = "hope", published: str = "2020-01-10") -> Paper:
    text = f"- expectation: hoped\n  {EXPECTED[act]}\n  stage: planned\n  expected: 2021\n  at: para 1\n"
    return paper(slug, text, published=published)


def met(act: str, done: str, **other: str) -> bool:
    """Return whether an act that is told meets an expectation of 10 January 2020."""
    report = paper(
        "report", DONE[done].format(**{**USUAL, **other}), published="2021-01-10", publisher="herald"
    )
    return values(graph(hoped(act), report), "hoped", "akg:metBy") == ["done"]


@pytest.mark.parametrize(
    ("act", "done", "other"),
    [
        ("accession", "consent", {}),
        ("accession", "consent", {"step": "signature"}),
        ("signature", "consent", {}),
        ("signature", "consent", {"step": "signature"}),
        ("accession", "consent", {"day": "2020-01-10"}),
        ("upgrade", "partnership", {}),
        ("partnership", "partnership", {}),
        ("partnership", "partnership", {"how": "status: dialogue partner"}),
        ("meeting", "meeting", {}),
        ("membership", "membership", {}),
    ],
)
def test_an_expectation_is_met(act: str, done: str, other: dict[str, str]) -> None:
    assert met(act, done, **other)


@pytest.mark.parametrize(
    ("act", "done", "other"),
    [
        ("accession", "consent", {"party": "viet-nam"}),
        ("accession", "consent", {"instrument": "treaty-of-trade"}),
        ("accession", "consent", {"step": "ratification"}),
        ("accession", "consent", {"step": "application"}),
        ("accession", "consent", {"day": "2020-01-09"}),
        ("accession", "consent", {"day": "2004"}),
        ("upgrade", "partnership", {"how": "status: dialogue partner"}),
        ("upgrade", "partnership", {"partner": "viet-nam"}),
        ("upgrade", "partnership", {"body": "river-commission"}),
        ("upgrade", "partnership", {"day": "2019"}),
        ("upgrade", "partnership", {"day": "not-stated"}),
        ("upgrade", "consent", {}),
        ("partnership", "partnership", {"partner": "viet-nam"}),
        ("meeting", "meeting", {"ordinal": "3"}),
        ("meeting", "meeting", {"series": "friends-forum"}),
        ("meeting", "meeting", {"day": "2019-06-01"}),
        ("membership", "membership", {"role": "observer"}),
        ("membership", "membership", {"member": "japan"}),
        ("membership", "membership", {"of": "river-commission"}),
        ("membership", "membership", {"day": "2002"}),
    ],
)
def test_an_expectation_is_not_met_by_another_act(act: str, done: str, other: dict[str, str]) -> None:
    assert not met(act, done, **other)


def test_an_expectation_is_as_old_as_the_first_document_that_tells_of_it() -> None:
    report = paper("report", DONE["consent"].format(**USUAL), published="2021-01-10")
    first, again = hoped("accession"), hoped("accession", "hope-again", "2020-12-01")
    assert values(graph(first, again, report), "hoped", "akg:metBy") == ["done"]
    assert values(graph(again, report), "hoped", "akg:metBy") == []


def test_what_is_only_expected_is_no_act() -> None:
    store = graph(hoped("accession"))
    assert values(store, "hoped", "akg:metBy") == []
    assert not store.ask("ASK { ?act a akg:Consent }")


def test_the_expectation_itself_stays_as_it_was() -> None:
    report = paper("report", DONE["consent"].format(**USUAL), published="2021-01-10")
    before, after = graph(hoped("accession")), graph(hoped("accession"), report)
    thing = iris.thing("expectation", "hoped")
    facts = [
        {quad for quad in store.quads(iris.RESOLVED) if quad.subject == thing} for store in (before, after)
    ]
    assert facts[0] == facts[1]


# each rule writes into a graph of its own

INFERRED = {
    "concerns-member": akg.concernsMember,
    "first-made": akg.firstMade,
    "expectation-met": akg.metBy,
    "serves-within": akg.servesWithin,
    "within": akg.within,
}


@pytest.fixture(scope="module")
def everything() -> EmbeddedStore:
    report = paper("report", DONE["consent"].format(**USUAL), published="2021-01-10")
    return graph(MEMBERS, hoped("accession"), report)


def test_every_rule_is_tested_here() -> None:
    assert rules().keys() == INFERRED.keys()
    assert all(rule.title.endswith(".") for rule in rules().values())


def test_each_rule_marks_what_it_infers_by_its_graph(everything: EmbeddedStore) -> None:
    for rule, property_ in INFERRED.items():
        graphs = {quad.graph for quad in everything.quads() if quad.predicate == property_}
        properties = {quad.predicate for quad in everything.quads(iris.inferred(rule))}
        assert (graphs, properties) == ({iris.inferred(rule)}, {property_})


def test_what_is_inferred_is_counted_by_rule(everything: EmbeddedStore) -> None:
    counts = {rule: len(list(everything.quads(iris.inferred(rule)))) for rule in INFERRED}
    again = EmbeddedStore()
    again.add_quads(quad for quad in everything.quads() if not quad.graph.startswith(iris.INFERRED))
    assert infer(again) == counts
    assert all(counts.values())


def told(view: View) -> int:
    found = [
        len(list(view.select(f"SELECT ?s ?o {{ ?s <{property_}> ?o }}").rows))
        for property_ in INFERRED.values()
    ]
    return sum(found)


def test_what_is_inferred_can_be_left_out_of_answers(everything: EmbeddedStore, tmp_path: Path) -> None:
    everything.dump(tmp_path / "graph.nq")
    with_, without = (EmbeddedStore.load(tmp_path / "graph.nq", inferred=yes) for yes in (True, False))
    assert told(with_) == sum(len(list(everything.quads(iris.inferred(rule)))) for rule in INFERRED)
    assert told(without) == 0
    assert values(without, "promise-2000", "akg:obligor") == ["asean"], "what documents say stays"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    root = tmp_path_factory.mktemp("infer")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aseankg.graph.views.site.write_site", lambda *_, **__: 0)  # pages are tested elsewhere
        yield ["--records", str(write(root / "records", MEMBERS)), "--out", str(root / "build")]


@pytest.mark.parametrize("clock", [[], ["--as-of", "2025-01-31"], ["--known-on", "2025-01-31"]])
def test_the_command_line_leaves_it_out_on_demand(place: list[str], clock: list[str]) -> None:
    query = 'SELECT ?above { ?line dcterms:identifier "legal-division" ; akg:within ?above }'
    counts = []
    for options in ([], ["--no-inferred"]):
        result = CliRunner().invoke(main, ["query", *place, *clock, *options, "--format", "json", query])
        assert result.exit_code == 0, result.output
        counts.append(len(json.loads(result.stdout)))
    assert counts == [2, 0]
