"""Why do we say that: every value back to the rule, the documents and the places in them."""

import json
from datetime import date
from typing import Any

import pytest
from tests.unit.graph.conftest_small import graph, paper

from aseankg.graph.clocks import at
from aseankg.graph.delivery import RULES
from aseankg.graph.explain import Explanation, Reason, as_json, explain
from aseankg.graph.infer import rules
from aseankg.graph.store import QueryError
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.ontology import iris

JOINS = """
- consent: japan-joins
  party: japan
  instrument: treaty-of-friendship
  step: {step}
  date: {day}
  at: {at}
"""
SAID = (
    paper("news", JOINS.format(step="accession", day="2010-07-02", at="para 1"), published="2010-07-03"),
    paper(
        "gazetted",
        JOINS.format(step="accession", day="2010-07-05", at="page 7"),
        published="2011-03",
        publisher="japan-online",
        kind="government release",
    ),
    paper(
        "reprint",
        JOINS.format(step="accession", day="2010-07-02", at="column 2"),
        published="not-stated",
        publisher="courier",
        origin="news-wire",
    ),
)
DONE = paper(
    "done",
    """
    - expectation: japan-hoped
      act: accession
      by: japan
      on: treaty-of-friendship
      stage: planned
      expected: 2010
      at: para 2
    - commitment: trees
      what: Plants trees
      kind: pledge
      obligors: japan
      made: 2009-01-01
      due: 2020
      at: para 3
    - commitment: shrubs
      what: Plants shrubs
      kind: pledge
      obligors: japan
      made: 2009-01-01
      at: para 4
    """,
    published="2010-01-01",
    publisher="herald",
)
BROKEN = paper(
    "broken",
    """
    - delivery: no-trees
      what: There are no trees
      date: 2021-02-01
      stage: not delivered
      said_by: indonesia
      fulfils:
        - {promise: trees, extent: full, basis: stated}
      at: para 5
    """,
    published="2021-03-01",
)


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return graph(*SAID, DONE, BROKEN)


def reason(found: Explanation, property_: str) -> Reason:
    (one,) = [reason for reason in found.reasons if reason.property == property_]
    return one


def text(found: Explanation) -> str:
    return "\n".join(found.lines())


def test_it_names_the_thing(store: EmbeddedStore) -> None:
    found = explain(store, "japan-joins")
    assert (found.iri, found.kind) == (iris.thing("consent", "japan-joins"), "consent step")
    assert found.name == "Japan: accession, Treaty of Friendship"
    assert text(found).startswith(f"{found.name} (consent step)\n{found.iri}\n")
    assert explain(store, found.iri) == found


def test_it_names_document_place_date_and_link(store: EmbeddedStore) -> None:
    told = {
        (witness.title, witness.at, witness.published, witness.url)
        for witness in reason(explain(store, "japan-joins"), "party").witnesses
    }
    assert told == {
        ("Paper news", "para 1", "2010-07-03", "https://papers.example/news"),
        ("Paper gazetted", "page 7", "2011-03", "https://papers.example/gazetted"),
        ("Paper reprint", "column 2", "date not stated", "https://papers.example/reprint"),
    }
    lines = text(explain(store, "japan-joins"))
    for witness in told:
        assert all(part in lines for part in witness)


def test_both_sides_of_a_disagreement_are_shown_with_the_rule(store: EmbeddedStore) -> None:
    when = reason(explain(store, "japan-joins"), "date")
    assert when.value == "2010-07-05"
    assert when.rule == "sources differ; kept by the better kind of source"
    assert [(one.title, one.value, one.preferred) for one in when.witnesses] == [
        ("Paper gazetted", "2010-07-05", True),
        ("Paper news", "2010-07-02", False),
        ("Paper reprint", "2010-07-02", False),
    ]
    lines = text(explain(store, "japan-joins"))
    assert "by: sources differ; kept by the better kind of source" in lines
    assert "+ Paper gazetted, page 7" in lines
    assert '- Paper news says "2010-07-02", para 1' in lines


def test_equals_are_told_apart_by_later_publication() -> None:
    papers = [
        paper(name, JOINS.format(step="accession", day=day, at="para 1"), published=published)
        for name, day, published in (("old", "2010-07-02", "2011-01-01"), ("new", "2010-07-05", "2012-01-01"))
    ]
    when = reason(explain(graph(*papers), "japan-joins"), "date")
    assert when.rule == "sources differ; kept by the later publication"
    assert [(one.title, one.preferred) for one in when.witnesses] == [
        ("Paper new", True),
        ("Paper old", False),
    ]


def test_where_nobody_differs_no_rule_is_named(store: EmbeddedStore) -> None:
    party = reason(explain(store, "japan-joins"), "party")
    assert (party.value, party.rule) == ("Japan", "")
    assert all(witness.preferred for witness in party.witnesses)


def test_a_copy_is_said_to_be_one(store: EmbeddedStore) -> None:
    origins = {one.title: one.origin for one in reason(explain(store, "japan-joins"), "party").witnesses}
    assert origins == {"Paper news": "", "Paper gazetted": "", "Paper reprint": "news-wire"}
    lines = [line for line in explain(store, "japan-joins").lines() if line.startswith("  ")]
    copies = [line for line in lines if line.endswith("(copy of news-wire)")]
    assert copies
    assert copies == [line for line in lines if "Paper reprint" in line]


@pytest.mark.parametrize(
    ("promise", "rule", "status", "score"),
    [("trees", "D8", "not delivered", "-1"), ("shrubs", "D12", "not looked for", None)],
)
def test_a_computed_status_names_its_rule(
    store: EmbeddedStore, promise: str, rule: str, status: str, score: str | None
) -> None:
    found = explain(store, promise)
    computed = {one.property: (one.value, one.rule) for one in found.reasons}
    named = f"{rule}: {RULES[rule]}"
    assert computed["delivery status"] == (status, named)
    assert computed.get("score") == (None if score is None else (score, named))
    assert f"delivery status: {status}\n  by: {named}" in text(found)


def test_a_computed_status_leads_to_the_documents_that_it_stands_on(store: EmbeddedStore) -> None:
    lines = text(explain(store, "trees"))
    assert "delivery status: not delivered" in lines
    assert "Paper broken" in lines
    assert "para 5" in lines
    assert "https://papers.example/broken" in lines


def test_an_inferred_fact_names_its_rule(store: EmbeddedStore) -> None:
    met = reason(explain(store, "japan-hoped"), "met by")
    assert met.value == "Japan: accession, Treaty of Friendship"
    assert met.rule == f"inferred by rule expectation-met: {rules()['expectation-met'].title}"
    assert f"met by: {met.value}\n  by: {met.rule}" in text(explain(store, "japan-hoped"))
    within = [one for one in explain(store, "legal-division").reasons if "rule within" in one.rule]
    assert sorted(one.value for one in within) == ["ASEAN", "ASEAN Secretariat"]


def test_a_fact_of_a_register_leads_to_its_document(store: EmbeddedStore) -> None:
    (witness,) = reason(explain(store, "asean-secretariat"), "parent body").witnesses
    assert (witness.title, witness.at, witness.published) == ("Paper almanac", "table 2", "2000-01-01")


@pytest.mark.parametrize("slug", ["japan-join", "japan-joints"])
def test_an_unknown_slug_gives_near_ones(store: EmbeddedStore, slug: str) -> None:
    with pytest.raises(QueryError, match=f"nothing is called '{slug}'; nearest: japan-joins"):
        explain(store, slug)


def test_a_slug_near_nothing_gives_none(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match=r"nothing is called 'zzzzzz'$"):
        explain(store, "zzzzzz")


def test_a_slug_cannot_carry_a_query(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="nothing is called"):
        explain(store, 'japan" . ?thing akg:iso2 "JP')


@pytest.mark.parametrize("slug", ["japan-joins", "trees", "japan-hoped", "asean", "news"])
def test_as_plain_data_it_says_the_same(store: EmbeddedStore, slug: str) -> None:
    found = explain(store, slug)
    data: dict[str, Any] = json.loads(json.dumps(as_json(found)))
    assert (data["iri"], data["name"], data["kind"]) == (found.iri, found.name, found.kind)
    assert len(data["reasons"]) == len(found.reasons)
    lines = text(found)
    for one in data["reasons"]:
        assert f"{one['property']}: {one['value']}" in lines
        assert one["rule"] in lines
        for witness in one["witnesses"]:
            assert all(str(witness[name]) in lines for name in ("title", "at", "published", "url", "origin"))
            assert witness["preferred"] or f'says "{witness["value"]}"' in lines


def test_every_value_of_a_statement_has_a_witness_or_a_rule(store: EmbeddedStore) -> None:
    for slug in ("japan-joins", "japan-hoped", "trees", "shrubs", "no-trees", "treaty-of-friendship"):
        for one in explain(store, slug).reasons:
            assert one.rule or any(witness.preferred for witness in one.witnesses), (slug, one)


def test_it_tells_what_was_known_on_a_day(store: EmbeddedStore) -> None:
    when = reason(explain(at(store, known_on=date(2010, 12, 31)), "japan-joins"), "date")
    assert (when.value, when.rule) == ("2010-07-02", "")
    assert [one.title for one in when.witnesses] == ["Paper news"]
