"""Two stories that the shipped records tell, on several days: what was hoped for and what came, what was promised and what was told."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from aseankg.graph.clocks import at, newest
from aseankg.graph.explain import Explanation, explain
from aseankg.graph.queries import ask, run
from aseankg.graph.store import View
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.ontology import iris
from aseankg.ontology.terms import akg

On = Callable[[str], View]

MINA = "https://minanews.net/pertemuan-pejabat-senior-asean-dukung-prioritas-keketuaan-indonesia/"
HOPED = {
    "saudi-arabia": "saudi-arabia-tac-accession-supported-2023",
    "panama": "panama-tac-accession-supported-2023",
    "spain": "spain-tac-accession-awaited-2023",
}
FUND = "republic-of-korea-covid-19-asean-response-fund"


@pytest.fixture(scope="module")
def known(store: EmbeddedStore) -> On:
    """The shipped graph as known on a day; each day is weighed once."""
    days: dict[str, View] = {"today": store}
    return lambda day: (
        days[day] if day in days else days.setdefault(day, at(store, known_on=date.fromisoformat(day)))
    )


def steps(view: View, party: str) -> list[tuple[Any, Any]]:
    """Return the steps of a party towards the treaty, with their days."""
    query = f"""SELECT ?step ?date {{ ?c a akg:Consent ; akg:party/dcterms:identifier "{party}" ;
      akg:instrument/dcterms:identifier "treaty-of-amity-and-cooperation" ; akg:step/skos:notation ?step .
      OPTIONAL {{ ?c akg:date ?date }} }} ORDER BY ?step"""
    return [(row["step"], row["date"]) for row in run(view, query)]


def met_by(view: View, slug: str) -> list[str]:
    query = f'SELECT ?done {{ ?e dcterms:identifier "{slug}" ; akg:metBy/dcterms:identifier ?done }} ORDER BY ?done'
    return [row["done"] for row in run(view, query)]


def titles(found: Explanation) -> set[str]:
    return {witness.title for reason in found.reasons for witness in reason.witnesses}


def links(found: Explanation) -> set[str]:
    return {witness.url for reason in found.reasons for witness in reason.witnesses}


# accessions to the Treaty of Amity and Cooperation


@pytest.mark.parametrize("party", HOPED)
def test_in_march_2023_all_three_are_only_hoped_for(known: On, party: str) -> None:
    view = known("2023-03-31")
    assert steps(view, party) == []
    assert met_by(view, HOPED[party]) == []
    found = explain(view, HOPED[party])
    assert found.kind == "expectation"
    assert links(found) == {MINA}
    assert {witness.at for reason in found.reasons for witness in reason.witnesses} == {"para 6"}


def test_before_the_page_was_public_nobody_hoped(known: On) -> None:
    assert not any(
        known("2022-12-31").ask(f'ASK {{ ?e dcterms:identifier "{slug}" ; ?p ?o }}')
        for slug in HOPED.values()
    )


def test_in_august_2023_saudi_arabia_has_acceded(known: On) -> None:
    view = known("2023-08-01")
    assert steps(view, "saudi-arabia") == [("accession", date(2023, 7, 12))]
    assert met_by(view, HOPED["saudi-arabia"]) == ["saudi-arabia-tac-accession"]
    assert {"https://arabnews.com/node/2336466"} < links(explain(view, "saudi-arabia-tac-accession"))


@pytest.mark.parametrize("party", ["panama", "spain"])
def test_in_august_2023_the_others_are_awaited_still(known: On, party: str) -> None:
    view = known("2023-08-01")
    assert steps(view, party) == []
    assert met_by(view, HOPED[party]) == []


def test_today_two_of_the_three_have_acceded_and_the_documents_say_so(known: On) -> None:
    view = known("today")
    assert steps(view, "saudi-arabia") == [("accession", date(2023, 7, 12))]
    assert steps(view, "panama") == [("accession", date(2023, 9, 4))]
    assert steps(view, "spain") == []
    assert {party: met_by(view, slug) for party, slug in HOPED.items()} == {
        "saudi-arabia": ["saudi-arabia-tac-accession"],
        "panama": ["panama-tac-accession"],
        "spain": [],
    }
    assert titles(explain(view, "saudi-arabia-tac-accession")) == {
        "Saudi Arabia signs cooperation treaty with ASEAN",
        "Saudi Arabia signs ASEAN Treaty of Amity and Cooperation",
        "Serbia, Panama, and Kuwait Accede to TAC",
    }
    assert titles(explain(view, "panama-tac-accession")) == {
        "Serbia, Panama, and Kuwait Accede to TAC",
        "Serbia, Panama, Kuwait Ink ASEAN's Amity Pact",
    }


def test_the_expectation_stays_and_names_the_rule_by_which_it_is_met(known: On) -> None:
    found = explain(known("today"), HOPED["saudi-arabia"])
    (met,) = [reason for reason in found.reasons if "expectation-met" in reason.rule]
    assert met.value == "Saudi Arabia: accession, Treaty of Amity and Cooperation in Southeast Asia"
    assert MINA in links(found)


def test_the_month_that_a_later_document_gives_is_no_disagreement(known: On) -> None:
    query = 'ASK { ?d a akg:Disagreement ; akg:concerns/dcterms:identifier "saudi-arabia-tac-accession" }'
    assert not known("today").ask(query)


def test_as_of_july_2023_saudi_arabia_had_not_acceded_on_the_eleventh(store: EmbeddedStore) -> None:
    before, after = (at(store, as_of=date(2023, 7, day)) for day in (11, 12))
    assert (steps(before, "saudi-arabia"), steps(before, "panama")) == ([], [])
    assert (len(steps(after, "saudi-arabia")), steps(after, "panama")) == (1, [])
    assert met_by(before, HOPED["saudi-arabia"]) == []
    assert met_by(after, HOPED["saudi-arabia"]) == ["saudi-arabia-tac-accession"]


# the Republic of Korea and the COVID-19 ASEAN Response Fund


def sums(view: View) -> dict[str, tuple[Any, ...]]:
    """Return what was given or promised to the fund: amount, currency, kind and day, by the end of the slug."""
    query = """SELECT ?slug ?amount ?currency ?kind ?date {
      ?c a akg:Contribution ; dcterms:identifier ?slug ; akg:by/dcterms:identifier "republic-of-korea" ;
         akg:to/dcterms:identifier "covid-19-asean-response-fund" ; akg:amount ?amount ; akg:currency ?currency ;
         akg:kind/skos:notation ?kind . OPTIONAL { ?c akg:date ?date } } ORDER BY ?slug"""
    return {
        row["slug"].removeprefix(f"{FUND}-"): (
            row["amount"],
            row["currency"],
            row["kind"],
            str(row["date"] or ""),
        )
        for row in run(view, query)
    }


ONE, FIVE, SIX = (Decimal(millions) * 1_000_000 for millions in (1, 5, 6))
IN_2020 = (ONE, "USD", "pledge", "2020-09")
IN_2021 = (FIVE, "USD", "pledge", "2021-10-26")
TOTAL = (SIX, "USD", "not stated", "")


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2020-12-30", {}),
        ("2020-12-31", {"2020": IN_2020}),
        ("2021-10-26", {"2020": IN_2020, "2021": IN_2021, "total": TOTAL}),
        ("2021-10-31", {"2020": IN_2020, "2021": IN_2021, "total": TOTAL}),
        ("2022-12-31", {"2020": IN_2020, "2021": IN_2021, "total": TOTAL}),
    ],
)
def test_the_sums_as_they_were_known(known: On, day: str, found: dict[str, tuple[Any, ...]]) -> None:
    assert sums(known(day)) == found


def test_the_sums_as_they_are_known_today(known: On) -> None:
    found = sums(known("today"))
    assert {name: one[:3] for name, one in found.items()} == {
        name: one[:3] for name, one in (("2020", IN_2020), ("2021", IN_2021), ("total", TOTAL))
    }
    assert found["2020"][3] == "2020", (
        "one says August, one September: the better kind of source only the year"
    )
    assert found["2021"][3] == IN_2021[3]


def test_kinds_stay_apart_and_nothing_is_added_up(known: On) -> None:
    rows = ask(known("today"), "contributions", to="covid-19-asean-response-fund")
    assert sorted((row["kind"], row["amount"]) for row in rows if "Korea" in row["giver"]) == [
        ("not stated", SIX),
        ("pledge", ONE),
        ("pledge", FIVE),
    ]


INTERVIEW = "Interview on the COVID-19 ASEAN Response Fund"
KBS = "Sumbangan tambahan Korea Selatan untuk dana penanggulangan COVID-19 ASEAN"
JOONGANG = "Korea to provide another $5M to Asean Response Fund for Covid-19"
SPUTNIK = "South Korean Leader Pledges ASEAN Countries $5Mln Worth of COVID Vaccines"
VGP = "RoK contributes additional US$5 million to ASEAN COVID-19 Response Fund"
MEDCOM = "ASEAN, South Korea Committed to Stronger Strategic Partnership"
CNN = "Korea Selatan dan ASEAN Covid-19 Response Fund"


@pytest.mark.parametrize(
    ("day", "which", "documents"),
    [
        ("2020-12-31", "2020", {INTERVIEW}),
        ("2021-10-26", "2020", {INTERVIEW}),
        ("2021-10-26", "2021", {JOONGANG, SPUTNIK}),
        ("2021-10-26", "total", {JOONGANG}),
        ("2021-10-31", "2020", {INTERVIEW, KBS}),
        ("2021-10-31", "2021", {JOONGANG, SPUTNIK, KBS, VGP}),
        ("2021-10-31", "total", {JOONGANG}),
        ("2022-12-31", "total", {JOONGANG, MEDCOM, CNN}),
    ],
)
def test_the_documents_of_the_day_are_named(known: On, day: str, which: str, documents: set[str]) -> None:
    assert titles(explain(known(day), f"{FUND}-{which}")) == documents


def test_undated_documents_are_known_today(known: On) -> None:
    today = titles(explain(known("today"), f"{FUND}-2020"))
    assert today > {INTERVIEW, KBS, "ASEAN, RoK hold 24th Dialogue"}


def test_nobody_says_whether_the_total_was_paid(known: On) -> None:
    found = explain(known("today"), f"{FUND}-total")
    (kind,) = [reason for reason in found.reasons if reason.property == "kind"]
    assert (kind.value, kind.rule) == ("not stated", "")
    assert {witness.title for witness in kind.witnesses if witness.preferred} == {JOONGANG, MEDCOM, CNN}


def test_a_ceremony_some_days_before_is_a_disagreement_from_the_day_the_release_was_public(known: On) -> None:
    """KBS (October) dates the promise 22 October, the release of the government of Viet Nam the 26th."""
    query = f'SELECT ?rule {{ ?d akg:concerns/dcterms:identifier "{FUND}-2021" ; akg:property akg:date ; akg:rule ?rule }}'
    assert list(run(known("2021-10-26"), query)) == []
    assert [row["rule"] for row in run(known("2021-10-31"), query)] == ["better kind of source"]


@pytest.mark.parametrize("day", ["2021-10-26", "2022-12-31", "today"])
def test_what_is_not_said_to_be_promised_or_paid_is_not_assessed(known: On, day: str) -> None:
    query = """SELECT ?slug ?status ?rule { ?c dcterms:identifier ?slug ; akg:by/dcterms:identifier "republic-of-korea" ;
      akg:to/dcterms:identifier "covid-19-asean-response-fund" ; akg:delivery/skos:notation ?status ;
      akg:deliveryRule ?rule }"""
    found = {
        row["slug"].removeprefix(f"{FUND}-"): (row["status"], row["rule"]) for row in run(known(day), query)
    }
    assert found == {
        "2020": ("not looked for", "D12"),
        "2021": ("not looked for", "D12"),
        "total": ("not assessable", "D1"),
    }


# the whole


def test_known_today_the_records_say_what_the_build_says(store: EmbeddedStore) -> None:
    again = at(store, known_on=newest(store))
    before, after = (
        {quad for quad in view.quads(iris.RESOLVED) if quad.predicate != akg.knownOn}
        for view in (store, again)
    )
    assert before ^ after == set()
