"""Official figures beside our own counts: each verdict, each way to count, and what is said where nothing can be."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from tests.unit.graph.conftest_small import graph, paper

from aseankg.graph.monitoring.figures import (
    CANNOT,
    COMPATIBLE,
    DIFFERS,
    EQUAL,
    Figure,
    as_table,
    counting,
    figures,
)
from aseankg.graph.store.embedded import EmbeddedStore

TIES = """
- consent: a-ratifies
  party: indonesia
  instrument: treaty-of-friendship
  step: ratification
  date: 1980-05-01
  at: para 1
- consent: b-accedes
  party: japan
  instrument: treaty-of-friendship
  step: accession
  date: 1990
  at: para 1
- consent: c-signs
  party: viet-nam
  instrument: treaty-of-friendship
  step: signature
  date: 1991-01-01
  at: para 1
- membership: left
  member: viet-nam
  of: river-commission
  role: member
  start: 1995
  end: 2010-06-30
  at: para 2
- membership: stayed
  member: indonesia
  of: river-commission
  role: member
  start: not-stated
  at: para 2
- partnership: japan-dialogue
  partner: japan
  status: dialogue partner
  start: 1977
  at: para 3
- commitment: japan-plants
  what: Plants trees
  kind: pledge
  obligors: japan
  made: 2020
  framework: treaty-of-trade
  at: para 4
"""
MONEY = """
- contribution: pledge-1
  by: japan
  to: river-commission
  amount: 100 USD
  kind: pledge
  date: 2020-01-01
  at: para 5
- contribution: pledge-2
  by: indonesia
  to: river-commission
  amount: 50 USD
  kind: pledge
  date: 2021-01-01
  at: para 5
- contribution: pledge-2-part
  by: indonesia
  to: river-commission
  amount: 20 USD
  kind: pledge
  date: 2021-01-01
  part_of: pledge-2
  at: para 5
- contribution: paid-1
  by: japan
  to: river-commission
  amount: 70 USD
  kind: disbursement
  date: 2020-06-01
  at: para 5
- contribution: other-currency
  by: japan
  to: river-commission
  amount: 9 JPY
  kind: pledge
  date: 2020-01-01
  at: para 5
"""


def claim(slug: str, measure: str, about: str, value: object, unit: str, **more: object) -> str:
    """Return one figure as a record writes it."""
    fields = {"measure": f'"{measure}"', "about": about, "value": value, "unit": unit, **more}
    lines = "".join(f"  {name}: {text}\n" for name, text in fields.items() if text is not None)
    return f"- claim: {slug}\n{lines}  at: para 9\n"


FRIENDSHIP, COMMISSION = "treaty-of-friendship", "river-commission"
CLAIMS: Mapping[str, tuple[str, str, str]] = {
    "parties-1": (
        claim("parties-1", "number of parties of the Treaty", FRIENDSHIP, 1, "parties", as_of=1985),
        EQUAL,
        "1",
    ),
    "parties-2": (
        claim("parties-2", "number of parties of the Treaty", FRIENDSHIP, 2, "parties", as_of="1990-06-15"),
        COMPATIBLE,
        "1 to 2",
    ),
    "parties-9": (
        claim("parties-9", "number of parties of the Treaty", FRIENDSHIP, 9, "parties", as_of=2000),
        DIFFERS,
        "2",
    ),
    "members-now": (
        claim("members-now", "number of members of the Commission", COMMISSION, 1, "members", as_of=2015),
        COMPATIBLE,
        "0 to 1",
    ),
    "members-then": (
        claim("members-then", "number of members of the Commission", COMMISSION, 2, "members", as_of=2005),
        COMPATIBLE,
        "1 to 2",
    ),
    "partners": (
        claim("partners", "number of Dialogue Partners of ASEAN", "asean", 1, "partners", as_of=2000),
        EQUAL,
        "1",
    ),
    "partners-other": (
        claim(
            "partners-other", "number of Development Partners of ASEAN", "asean", 2, "partners", as_of=2000
        ),
        DIFFERS,
        "0",
    ),
    "lines": (
        claim("lines", "number of action lines of the Treaty", FRIENDSHIP, 2, "action lines"),
        EQUAL,
        "2",
    ),
    "rate": (
        claim("rate", "implementation rate of the Treaty", "treaty-of-trade", "99.6", "per cent"),
        CANNOT,
        "0 of 1",
    ),
    "pledges": (
        claim("pledges", "pledges received by the Commission", COMMISSION, 150, "USD", as_of=2022),
        EQUAL,
        "150",
    ),
    "received": (
        claim("received", "contributions received by the Commission", COMMISSION, 80, "USD", as_of=2022),
        DIFFERS,
        "70",
    ),
    "unheard-of": (claim("unheard-of", "height of the building", COMMISSION, 12, "metres"), CANNOT, ""),
    "no-value": (
        claim("no-value", "number of members of the Commission", COMMISSION, None, "members"),
        CANNOT,
        "0 to 1",
    ),
    "nobody": (
        claim(
            "nobody", "states that acceded to the Treaty of Trade", "treaty-of-trade", 0, "states", as_of=2000
        ),
        COMPATIBLE,
        "0",
    ),
}


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return graph(paper("ties", TIES + MONEY + "".join(text for text, _, _ in CLAIMS.values())))


@pytest.fixture(scope="module")
def found(store: EmbeddedStore) -> dict[str, Figure]:
    return {one.slug: one for one in figures(store)}


@pytest.mark.parametrize("slug", CLAIMS)
def test_each_figure_gets_its_count_and_verdict(slug: str, found: dict[str, Figure]) -> None:
    one, (_, verdict, count) = found[slug], CLAIMS[slug]
    assert (one.verdict, "" if one.count is None else str(one.count)) == (verdict, count), one.why


def test_a_difference_says_by_how_much_and_what_may_explain_it(found: dict[str, Figure]) -> None:
    assert found["parties-9"].why.startswith("ours is 7 fewer: ")
    assert found["received"].why.startswith("ours is 10 fewer: ")
    assert found["partners-other"].why.startswith("none is on record: ")
    assert "no question of ours" in found["unheard-of"].why
    assert found["no-value"].why == "the document gives no figure"
    assert "proves" not in found["nobody"].why
    assert "none is on record either" in found["nobody"].why


def test_a_rate_is_never_called_reconciled(found: dict[str, Figure]) -> None:
    assert found["rate"].published == "99.6 per cent"
    assert found["rate"].verdict == CANNOT
    assert "list of the lines" in found["rate"].why


def test_a_figure_without_a_day_says_so_where_the_day_matters(store: EmbeddedStore) -> None:
    undated = claim("undated", "number of parties of the Treaty", FRIENDSHIP, 2, "parties")
    view = graph(paper("ties", TIES + undated, published="2001-02-03"))
    (one,) = figures(view)
    assert one.verdict == EQUAL
    assert "names no day" in one.why
    assert one.as_of == ""


def test_every_figure_names_document_and_place(found: dict[str, Figure]) -> None:
    for one in found.values():
        assert [(citation.document.slug, citation.at) for citation in one.citations] == [("ties", "para 9")]
        assert "Paper ties (The Gazette; 2024-01-10; para 9)" in str(one.citations[0])


def test_figures_about_one_thing(store: EmbeddedStore) -> None:
    iri = "https://w3id.org/aseankg/id/body/river-commission"
    assert {one.slug for one in figures(store, iri)} == {
        slug for slug, (text, _, _) in CLAIMS.items() if "about: river-commission" in text
    }


def test_figures_that_contradict_each_other_are_told() -> None:
    one = claim("one", "number of boats", COMMISSION, 3, "boats", as_of=2020)
    other = claim("other", "number of boats", COMMISSION, 4, "boats", as_of="2020-05")
    later = claim("later", "number of boats", COMMISSION, 9, "boats", as_of=2022)
    found = {f.slug: f for f in figures(graph(paper("ties", one + other + later)))}
    assert found["one"].others == ("another document states 4 for 2020-05",)
    assert found["later"].others == ()


def test_the_table_has_a_row_a_figure_and_no_hole(found: dict[str, Figure]) -> None:
    table = as_table(found.values())
    assert len(table) == len(found)
    for row in table:
        assert row["verdict"] in (EQUAL, COMPATIBLE, DIFFERS, CANNOT)
        assert row["source"]
        assert row["published"]


def test_every_way_to_count_says_what_it_counts_and_what_may_explain_a_gap() -> None:
    for question in counting().values():
        assert question.headers["counts"], question.name
        assert question.headers["gap"], question.name
        assert question.headers["clock"] in ("by the day", "within", "any day"), question.name


def test_amounts_stay_decimals(found: dict[str, Figure]) -> None:
    count = found["pledges"].count
    assert count is not None
    assert count.low == count.high == Decimal(150)
    assert len(count.items) == 2  # the part is in its whole, the other kind and the other currency stay out
