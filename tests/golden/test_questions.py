"""What the four documents say, read from them by a person, and what they do not say."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from aseankg.graph.queries import ask, questions, render, run
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.ontology import iris
from aseankg.ontology.terms import akg

COURTESY_CALL = iris.source("sarawak-daily-asean-oacps-first-meeting")
SENIOR_OFFICIALS = iris.source("setnas-asean-som-march-2023")
DIALOGUE = iris.source("medcom-asean-rok-dialogue-26")
PROJECT = iris.source("jaif-aoip-monitoring-project")
DOCUMENTS = (COURTESY_CALL, SENIOR_OFFICIALS, DIALOGUE, PROJECT)

CALL = "Courtesy call by the Secretary-General of the OACPS on the Secretary-General of ASEAN"
LAST_WEEK = "[2022-06-27..2022-07-03]"
TAC = "treaty-of-amity-and-cooperation"


def rows(store: EmbeddedStore, name: str, **values: str) -> set[tuple[Any, ...]]:
    return set(ask(store, name, **values).rows)


def said(store: EmbeddedStore, source: str, pattern: str) -> set[tuple[Any, ...]]:
    """Answer a pattern within one document: its variables in the order in which they stand there."""
    variables = " ".join(dict.fromkeys(re.findall(r"\?\w+", pattern)))
    return set(run(store, f"SELECT DISTINCT {variables} WHERE {{ GRAPH <{source}> {{ {pattern} }} }}").rows)


def classes(store: EmbeddedStore, source: str) -> set[str]:
    return {str(row[1]) for row in said(store, source, "?thing a ?class")}


def thing(kind: str, slug: str) -> str:
    return iris.thing(kind, slug)


@pytest.mark.parametrize("name", sorted(questions()))
def test_every_question_has_an_answer_on_the_shipped_graph(store: EmbeddedStore, name: str) -> None:
    question = questions()[name]
    table = run(store, render(store, question))
    assert table.columns
    assert table.rows
    for row in table.rows:
        assert any(cell is not None for cell in row)


def test_members_and_the_days_on_which_they_joined(store: EmbeddedStore) -> None:
    founded = date(1967, 8, 8)
    expected = {
        *((state, "founding member", founded) for state in ("Indonesia", "Malaysia", "Philippines")),
        *((state, "founding member", founded) for state in ("Singapore", "Thailand")),
        ("Viet Nam", "member", date(1995, 7, 28)),
        ("Cambodia", "member", date(1999, 4, 30)),
        ("Timor-Leste", "member", date(2025, 10, 26)),
    }
    found = rows(store, "members")
    assert len(found) == 11
    assert expected <= found
    later = {(row[0], row[1], str(row[2])[:7]) for row in found - expected}
    assert later == {
        ("Brunei Darussalam", "member", "1984-01"),
        ("Lao PDR", "member", "1997-07"),
        ("Myanmar", "member", "1997-07"),
    }


# the dialogue with the Republic of Korea, July 2022


def test_korean_contribution_of_six_million(store: EmbeddedStore) -> None:
    found = [
        row
        for row in ask(store, "contributions", to="covid-19-asean-response-fund")
        if row["giver"] == "Republic of Korea" and row["amount"] == Decimal(6_000_000)
    ]
    assert len(found) == 1
    assert found[0]["currency"] == "USD"
    assert found[0]["kind"] in {"not stated", "pledge", "commitment", "disbursement", "expenditure"}


def test_the_document_does_not_say_what_kind_of_money_it_was(store: EmbeddedStore) -> None:
    pattern = "?c a akg:Contribution ; akg:amount ?amount ; akg:currency ?currency ; akg:kind ?kind"
    ((_, amount, currency, kind),) = said(store, DIALOGUE, pattern)
    assert (amount, currency) == (Decimal(6_000_000), "USD")
    assert kind == iris.code("money-kind", "not stated")
    assert said(store, DIALOGUE, "?c a akg:Contribution ; akg:date ?date") == set()


def test_people_in_posts(store: EmbeddedStore) -> None:
    som = "ASEAN Senior Officials' Meeting (SOM), March 2023"
    dialogue = "26th ASEAN-ROK Dialogue"
    expected = {
        ("Kao Kim Hourn", "Secretary-General of ASEAN", CALL, None, "host"),
        ("Moussa Saleh Batraki", "Secretary-General of the OACPS", CALL, None, "guest"),
        ("Arto Suryodipuro", "Director-General for ASEAN Cooperation, Indonesia", som, "participant"),
        ("Arto Suryodipuro", "SOM Leader, Indonesia", som, "participant"),
        ("Vu Ho", "Director-General, Viet Nam", dialogue, LAST_WEEK, "co-chair"),
        ("Vu Ho", "Acting SOM Leader, Viet Nam", dialogue, LAST_WEEK, "co-chair"),
        (
            "Yeo Seung-bae",
            "Deputy Foreign Minister for Political Affairs, Republic of Korea",
            dialogue,
            LAST_WEEK,
            "co-chair",
        ),
    }
    found = rows(store, "people-in-posts")
    undated = {(row[0], row[1], row[2], row[4]) for row in found}
    assert {row for row in expected if len(row) == 5} <= found
    assert {row for row in expected if len(row) == 4} <= undated


def test_nobody_of_the_four_documents_sits_in_a_post_that_none_of_them_names(store: EmbeddedStore) -> None:
    posts = {row[0]: set() for row in rows(store, "people-in-posts")}  # type: dict[str, set[str]]
    for row in rows(store, "people-in-posts"):
        posts[row[0]].add(row[1])
    assert posts["Vu Ho"] == {"Director-General, Viet Nam", "Acting SOM Leader, Viet Nam"}
    assert posts["Yeo Seung-bae"] == {"Deputy Foreign Minister for Political Affairs, Republic of Korea"}


def test_climate_change_in_meetings(store: EmbeddedStore) -> None:
    found = rows(store, "topics-of-meetings", topic="climate-change")
    dialogue = "26th ASEAN-ROK Dialogue"
    assert {
        (CALL, None, "explored"),
        (dialogue, LAST_WEEK, "progress reported"),
        (dialogue, LAST_WEEK, "new priority"),
    } <= found
    assert {row[2] for row in found if row[0] == dialogue} == {"progress reported", "new priority"}


@pytest.mark.parametrize(
    ("role", "topics"),
    [
        (
            "exchanged views",
            {"south-china-sea", "korean-peninsula", "developments-in-myanmar", "situation-in-ukraine"},
        ),
        (
            "for closer cooperation",
            {
                *("digital-economy", "maritime-cooperation", "small-enterprises", "labour-market"),
                *("tourism", "infrastructure", "narrowing-the-development-gap"),
            },
        ),
        ("new priority", {"climate-change"}),
    ],
)
def test_topics_of_the_dialogue_by_role(store: EmbeddedStore, role: str, topics: set[str]) -> None:
    code = iris.code("topic-role", role)
    found = said(store, DIALOGUE, f"?t akg:topic ?topic ; akg:role <{code}>")
    assert {row[1] for row in found} == {thing("topic", topic) for topic in topics}


def test_the_dialogue_took_place_on_a_day_of_the_week_before(store: EmbeddedStore) -> None:
    meeting = thing("meeting", "asean-rok-dialogue-26")
    ((first, last, basis),) = said(
        store, DIALOGUE, f"<{meeting}> akg:earliest ?a ; akg:latest ?b ; akg:dateBasis ?c"
    )
    assert (first, last) == (date(2022, 6, 27), date(2022, 7, 3))
    assert basis == iris.code("basis", "derived")


def test_where_the_dialogue_is_reported(store: EmbeddedStore) -> None:
    found = ask(store, "sources-of", thing="asean-rok-dialogue-26")
    address = "https://m.medcom.id/english/world/5b2GQrVk-asean-south-korea-committed-to-stronger-strategic-partnership"
    ours = [row for row in found if row["address"] == address]
    assert [row["published"] for row in ours] == [date(2022, 7, 5)]
    assert ours[0]["source"] == "ASEAN, South Korea Committed to Stronger Strategic Partnership"
    assert "para" in ours[0]["place"]


def test_a_reprint_names_its_origin(store: EmbeddedStore) -> None:
    ((origin,),) = said(store, DIALOGUE, f"<{DIALOGUE}> akg:origin ?origin")
    assert "2022-07-04" in origin


def test_positions_on_the_outlook(store: EmbeddedStore) -> None:
    found = {
        (row["who"], row["stance"], str(row["date"]), row["said_by"])
        for row in ask(store, "positions-on", on="asean-outlook-on-the-indo-pacific")
    }
    march = "2023-03-06/2023-03-08"
    assert ("Republic of Korea", "supports", LAST_WEEK, "ASEAN") in found
    assert ("Indonesia", "informs", march, "None") in {(a, b, c, str(d)) for a, b, c, d in found}
    assert ("ASEAN Member States", "reaffirms", "2024-10", None) in found
    agreed = {row for row in found if row[1] == "agrees to a proposal"}
    assert {row[2] for row in agreed} == {march}
    assert not any(row[0] == "Republic of Korea" and row[1] == "agrees to a proposal" for row in found)


# the senior officials, March 2023


def test_what_was_expected_in_march_2023(store: EmbeddedStore) -> None:
    pattern = "?e a akg:Expectation ; akg:act ?act ; akg:by ?by"
    found = {
        (str(act).rsplit("/", 1)[-1], str(by).rsplit("/", 1)[-1])
        for _, act, by in said(store, SENIOR_OFFICIALS, pattern)
    }
    assert {
        *(("accession", state) for state in ("spain", "panama", "saudi-arabia")),
        *(("partnership-upgrade", party) for party in ("japan", "canada", "asean")),
        ("meeting", "indonesia"),
        ("activity", "indonesia"),
    } == found


@pytest.mark.parametrize(
    ("act", "by", "expected"),
    [
        ("accession", "Spain", "2023"),
        ("accession", "Panama", "2023"),
        ("accession", "Saudi Arabia", "2023"),
        ("partnership upgrade", "ASEAN; Japan", "2023"),
        ("partnership upgrade", "ASEAN; Canada", "2023"),
        ("meeting", "Indonesia", "2023-05"),
    ],
)
def test_expectations_are_listed_as_such(store: EmbeddedStore, act: str, by: str, expected: str) -> None:
    found = {(row["act"], row["by"], str(row["expected"])) for row in ask(store, "expected")}
    assert (act, by, expected) in found


def test_the_42nd_summit_was_to_be_in_labuan_bajo(store: EmbeddedStore) -> None:
    pattern = "?e a akg:Expectation ; akg:ordinal 42 ; akg:place ?place ; akg:date ?date"
    ((_, place, when),) = said(store, SENIOR_OFFICIALS, pattern)
    assert (place, when) == (thing("place", "labuan-bajo"), "2023-05")


def test_from_expectations_no_tie_was_made(store: EmbeddedStore) -> None:
    found = classes(store, SENIOR_OFFICIALS)
    assert akg.Expectation in found
    assert not found & {akg.Consent, akg.Partnership, akg.Contribution, akg.Commitment}
    assert said(store, SENIOR_OFFICIALS, "?m a akg:Meeting ; akg:ordinal 42") == set()


def test_the_only_membership_there_is_the_chair(store: EmbeddedStore) -> None:
    pattern = "?m a akg:Membership ; akg:member ?member ; akg:role ?role ; akg:start ?from ; akg:end ?to"
    ((_, member, role, start, end),) = said(store, SENIOR_OFFICIALS, pattern)
    assert member == thing("state", "indonesia")
    assert role == iris.code("membership-role", "chair")
    assert (start, end) == ("2023", "2023")


@pytest.mark.parametrize("state", ["spain", "panama", "saudi-arabia"])
def test_no_step_towards_the_treaty_is_taken_from_that_document(store: EmbeddedStore, state: str) -> None:
    query = f"""
    SELECT ?consent {{
      ?consent a akg:Consent ; akg:party <{thing("state", state)}> ; akg:instrument <{thing("framework", TAC)}> ;
               prov:wasDerivedFrom <{SENIOR_OFFICIALS}>
    }}
    """
    assert run(store, query).rows == ()


def test_priorities_that_were_supported(store: EmbeddedStore) -> None:
    topics = {
        *("trafficking-in-persons", "electric-vehicle-ecosystem", "protection-of-migrant-workers"),
        *("regional-health-architecture", "asean-institutional-capacity"),
    }
    code = iris.code("stance", "supports")
    pattern = f"?p a akg:Position ; akg:stance <{code}> ; akg:topic ?topic ; akg:saidBy ?who"
    found = said(store, SENIOR_OFFICIALS, pattern)
    assert {row[1] for row in found} == {thing("topic", topic) for topic in topics}
    assert {row[2] for row in found} == {thing("person", "arto-suryodipuro")}


def test_the_meetings_lasted_three_days_and_each_of_them_was_on_one(store: EmbeddedStore) -> None:
    whole = thing("meeting", "asean-som-meetings-2023-03")
    assert said(store, SENIOR_OFFICIALS, f"<{whole}> akg:date ?d") == {("2023-03-06/2023-03-08",)}
    parts = said(store, SENIOR_OFFICIALS, f"?m akg:partOf <{whole}> ; akg:date ?d")
    assert len(parts) == 5
    assert {row[1] for row in parts} == {"[2023-03-06..2023-03-08]"}


# the courtesy call of the OACPS


def test_the_courtesy_call_made_no_agreement(store: EmbeddedStore) -> None:
    found = classes(store, COURTESY_CALL)
    assert {akg.Meeting, akg.Commitment, akg.Position, akg.Claim} <= found
    assert not found & {akg.Partnership, akg.Framework, akg.Contribution, akg.Consent, akg.Membership}
    assert said(store, COURTESY_CALL, "?m akg:signed ?signed") == {
        (thing("meeting", "secretaries-general-asean-oacps-first-meeting"), iris.code("signed", "none"))
    }
    assert said(store, COURTESY_CALL, "?m a akg:Meeting ; akg:adopted ?what") == set()


def test_all_that_was_promised_is_an_intention(store: EmbeddedStore) -> None:
    kinds = {row[1] for row in said(store, COURTESY_CALL, "?c a akg:Commitment ; akg:kind ?kind")}
    assert kinds == {iris.code("commitment-kind", "intention")}


def test_the_courtesy_call_has_no_date(store: EmbeddedStore) -> None:
    meeting = thing("meeting", "secretaries-general-asean-oacps-first-meeting")
    assert said(store, COURTESY_CALL, f"<{meeting}> akg:date ?date") == set()
    assert said(store, COURTESY_CALL, f"<{COURTESY_CALL}> akg:published ?date") == set()


def test_what_only_unnamed_voices_say(store: EmbeddedStore) -> None:
    found = {(row["speaker"], row["stance"]) for row in ask(store, "unnamed-speakers")}
    assert {("unnamed observers", "shares a view"), ("unnamed analysts", "suggests")} <= found
    pattern = f"?p akg:saidBy <{iris.code('speaker', 'unnamed analysts')}> ; akg:topic ?topic"
    fields = {row[1] for row in said(store, COURTESY_CALL, pattern)}
    assert fields == {
        thing("topic", topic)
        for topic in (
            *("knowledge-exchange", "capacity-building", "renewable-energy"),
            *("digital-transformation", "sustainable-trade"),
        )
    }


@pytest.mark.parametrize("who", ["analysts", "observers"])
def test_unnamed_voices_obligate_nobody(store: EmbeddedStore, who: str) -> None:
    code = iris.code("speaker", f"unnamed {who}")
    assert run(store, f"SELECT ?c {{ ?c a akg:Commitment ; akg:saidBy <{code}> }}").rows == ()


def test_the_oacps_claims_79_members(store: EmbeddedStore) -> None:
    found = said(store, COURTESY_CALL, "?c a akg:Claim ; akg:value ?value ; akg:saidBy ?who")
    assert {(int(value), who) for _, value, who in found} == {
        (79, thing("post", "secretary-general-of-the-oacps"))
    }


# the project on monitoring the outlook


def test_the_project_serves_two_lines_of_the_blueprint(store: EmbeddedStore) -> None:
    title = "Technical Assistance to Support the ASEAN Secretariat\u2019s Analysis and Monitoring Capacity"
    for line in ("apsc-blueprint-2025-b-6", "apsc-blueprint-2025-c-2"):
        found = [row for row in ask(store, "serving-line", line=line) if row["what"].startswith(title)]
        assert [(row["class"], row["basis"]) for row in found] == [("activity", "stated")]


def test_outputs_and_how_far_they_are(store: EmbeddedStore) -> None:
    found = [
        (row["output"], row["status"])
        for row in ask(store, "outputs")
        if row["activity"].startswith("Technical Assistance to Support the ASEAN Secretariat\u2019s Analysis")
    ]
    assert sorted(status for _, status in found) == ["delivered", "planned", "planned", "planned"]
    assert [title for title, status in found if status == "delivered"] == [
        "Senior Programme Officer recruited"
    ]
    planned = " / ".join(title for title, status in found if status == "planned").casefold()
    for word in ("matrix", "emerging issues", "apsc blueprint 2025"):
        assert word in planned


def test_who_does_what_in_the_project(store: EmbeddedStore) -> None:
    project = thing("activity", "aoip-monitoring-technical-assistance")
    pattern = f"<{project}> akg:involvement ?i . ?i akg:actor ?actor ; akg:role ?role"
    found = {
        (actor.rsplit("/", 1)[-1], role.rsplit("/", 1)[-1])
        for _, actor, role in said(store, PROJECT, pattern)
    }
    assert found == {
        ("asean-secretariat", "proponent"),
        ("asean-secretariat", "implementing"),
        ("apsc-analysis-and-monitoring-division", "beneficiary"),
    }


def test_the_project_names_nobody_who_pays(store: EmbeddedStore) -> None:
    assert said(store, PROJECT, f"?i akg:role <{iris.code('activity-role', 'funding')}>") == set()
    assert akg.Contribution not in classes(store, PROJECT)


def test_the_project_ends_in_may_2027_and_its_start_is_worked_out(store: EmbeddedStore) -> None:
    project = thing("activity", "aoip-monitoring-technical-assistance")
    ((due, duration, basis, life),) = said(
        store, PROJECT, f"<{project}> akg:due ?d ; akg:duration ?m ; akg:dateBasis ?b ; akg:lifecycle ?l"
    )
    assert due == "2027-05"
    assert duration in {"P40M", "P3Y4M"}, "forty months, in the sheet's form or the store's"
    assert basis == iris.code("basis", "derived")
    assert life == iris.code("lifecycle", "active")
    assert said(store, PROJECT, f"<{project}> akg:end ?end") == set()


def test_the_outlook_was_adopted_at_the_34th_summit(store: EmbeddedStore) -> None:
    pattern = "?m a akg:Meeting ; akg:ordinal ?n ; akg:adopted ?what"
    found = {(int(n), what) for _, n, what in said(store, PROJECT, pattern)}
    assert found == {(34, thing("framework", "asean-outlook-on-the-indo-pacific"))}


# all four


@pytest.mark.parametrize("source", DOCUMENTS)
def test_each_statement_says_where_in_the_document_it_stands(store: EmbeddedStore, source: str) -> None:
    query = f"""
    SELECT ?thing {{ GRAPH <{source}> {{
      ?thing a ?class . FILTER(?thing != <{source}>) FILTER NOT EXISTS {{ ?thing akg:at ?place }}
    }} }}
    """
    assert run(store, query).rows == ()


@pytest.mark.parametrize("source", DOCUMENTS)
def test_each_document_was_read_whole(store: EmbeddedStore, source: str) -> None:
    assert said(store, source, f"<{source}> akg:read ?read") == {(iris.code("reading", "whole"),)}
