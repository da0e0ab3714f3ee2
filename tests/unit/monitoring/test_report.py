"""Reports: what stands in them and what does not, at which level, with which sources, and in which files."""

import importlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document
from tests.unit.graph.conftest_small import graph, paper

from aseankg.graph.monitoring.material import Material
from aseankg.graph.monitoring.outline import (
    Bullets,
    Grid,
    Mark,
    Paragraph,
    Reference,
    Report,
    Section,
    Span,
    Text,
    plain,
)
from aseankg.graph.monitoring.report import framework_report, partner_report
from aseankg.graph.monitoring.reporting import Clocks, report
from aseankg.graph.store import QueryError
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.views.document import docx
from aseankg.graph.views.report import markdown, page

html: Any = importlib.import_module("lxml.html")  # it says nothing of its types

PLAN = {
    "registers/zz-plan.yaml": """\
- framework: old-plan
  name: Old Plan
  kind: blueprint
  adopted: 2009-03-01
  period: 2009/2015
  source: almanac
  at: table 8
- framework: new-plan
  name: New Plan
  kind: blueprint
  adopted: 2015-11-22
  period: 2016/2025
  follows: old-plan
  source: almanac
  at: table 8
- line: old-a-1
  framework: old-plan
  code: A.1
  kind: element
  heading: Seas
  source: almanac
  at: table 9
- line: new-b-6
  framework: new-plan
  code: B.6
  kind: section
  heading: Maritime things
  source: almanac
  at: table 9
- line: new-b-6-1
  framework: new-plan
  code: B.6.1
  kind: action line
  heading: Ports
  parent: new-b-6
  source: almanac
  at: table 9
- line: new-c-2
  framework: new-plan
  code: C.2
  kind: section
  heading: Partners
  source: almanac
  at: table 9
"""
}
SEARCH = {
    "searches/one.yaml": """\
- search: looked-under-c-2
  framework: new-plan
  line: new-c-2
  queries: [partners of the new plan]
  where: the library
  on: 2024-12-01
  found: nothing
"""
}
WORK = """
- commitment: japan-dredges
  what: Dredges a port
  kind: pledge
  obligors: japan
  beneficiaries: asean
  made: 2020-05
  due: 2023
  framework: new-plan
  serves: [{line: new-b-6-1, basis: stated}]
  at: para 1
- activity: port-project
  name: Port project
  kind: project
  lifecycle: active
  start: "[2021-01..2021-02]"
  involved:
    - {actor: asean-secretariat, role: proponent}
    - {actor: asean-secretariat, role: implementing}
    - {actor: japan, role: funding}
  outputs: [{title: A crane, status: planned}]
  serves: [{line: new-b-6, basis: inferred}]
  implements: new-plan
  at: para 2
- contribution: japan-pays-1
  by: japan
  to: asean
  amount: 100 USD
  kind: pledge
  date: 2020-01-01
  framework: new-plan
  serves: [{line: new-b-6, basis: stated}]
  at: para 3
- contribution: japan-pays-2
  by: japan
  to: asean
  amount: 50 USD
  kind: disbursement
  date: 2021-01-01
  framework: new-plan
  serves: [{line: new-b-6, basis: stated}]
  at: para 3
- contribution: japan-pays-3
  by: japan
  to: asean
  amount: 7 JPY
  kind: pledge
  date: 2020-01-01
  framework: new-plan
  serves: [{line: new-b-6, basis: stated}]
  at: para 3
- contribution: japan-pays-1-again
  by: japan
  to: asean
  amount: 100 USD
  kind: pledge
  date: 2021-06-01
  restates: japan-pays-1
  framework: new-plan
  serves: [{line: new-b-6, basis: stated}]
  at: para 3
- position: japan-likes-it
  what: Supports the plan
  by: japan
  stance: supports
  on: new-plan
  date: 2020
  at: para 4
- expectation: japan-visits
  act: meeting
  by: japan
  on: new-plan
  stage: planned
  expected: 2022
  at: para 5
- crosswalk: seas-to-maritime
  from: old-a-1
  to: new-b-6
  match: close
  basis: inferred
  at: para 6
- commitment: old-promise
  what: Sailed the old seas
  kind: pledge
  obligors: japan
  made: 2010
  framework: old-plan
  serves: [{line: old-a-1, basis: stated}]
  at: para 7
- claim: lines-of-the-new-plan
  measure: number of action lines of the New Plan
  about: new-plan
  value: 290
  unit: action lines
  at: para 8
- partnership: japan-dialogue
  partner: japan
  status: dialogue partner
  start: 1977-03
  at: para 9
"""
LATER = paper(
    "later",
    """
    - delivery: dredged
      what: Half of the port is dredged
      by: japan
      date: 2022-03
      stage: partly delivered
      fulfils: [{promise: japan-dredges, extent: partial, basis: stated}]
      at: para 3
    """,
    published="2024-06-01",
    publisher="herald",
)


@pytest.fixture(scope="module")
def view() -> EmbeddedStore:
    return graph(paper("work", WORK, published="2023-01-01"), LATER, extra=PLAN | SEARCH)


@pytest.fixture(scope="module")
def material(view: EmbeddedStore) -> Material:
    return Material(view)


def sections(made: Report) -> dict[str, Section]:
    def walk(many: tuple[Section, ...]) -> Iterator[Section]:
        for one in many:
            yield one
            yield from walk(one.sections)

    return {one.anchor: one for one in walk(made.sections)}


def words(section: Section) -> str:
    return markdown(Report("t", "s", (), (section,), (), "2025-01-01"))


def rows(section: Section, caption: str) -> list[list[str]]:
    (grid,) = [b for b in section.blocks if isinstance(b, Grid) and b.caption.startswith(caption)]
    return [[plain(cell).strip() for cell in row] for row in grid.rows]


def test_who_does_what_under_a_line_and_the_lines_below(material: Material) -> None:
    made = framework_report(material, "new-plan", "B.6")
    assert made.title == "New Plan: B.6"
    found = sections(made)
    above, below = found["line-new-b-6"], found["line-new-b-6-1"]
    listed = [row[0] for row in rows(above, "Who does what under B.6")]
    assert listed[0].startswith("Japan: USD 100 to ASEAN")
    assert not any("Dredges" in name for name in listed)  # it stands at the line below, once
    ((dredges, who, when, state, ground),) = rows(below, "Who does what under B.6.1")
    assert dredges == "Dredges a port (pledge)"
    assert who == "Japan (obligor); ASEAN (beneficiary)"
    assert when == "2020-05; due 2023"
    assert state == "partly delivered E2"
    assert ground == "stated"


def test_a_heading_says_that_it_is_one_and_counts_what_is_below(material: Material) -> None:
    text = words(sections(framework_report(material, "new-plan", "B.6"))["line-new-b-6"])
    assert "Level: section. A heading above the numbered action lines" in text
    assert "1 lines below it are on record" in text
    # the restated sum is no promise of its own
    assert "1 activity, 4 promises (5 records" in text


def test_money_is_never_added_across_kinds_or_currencies(material: Material) -> None:
    section = sections(framework_report(material, "new-plan", "B.6"))["line-new-b-6"]
    assert rows(section, "Money") == [
        ["disbursement", "USD", "50", "1", "0"],
        ["pledge", "JPY", "7", "1", "0"],
        ["pledge", "USD", "100", "1", "0"],
    ]
    assert "157" not in words(section)
    assert "150" not in words(section)


def test_an_activity_shows_roles_dates_and_outputs(material: Material) -> None:
    section = sections(framework_report(material, "new-plan", "B.6"))["line-new-b-6"]
    (project,) = [row for row in rows(section, "Who does what") if row[0].startswith("Port project")]
    assert project[1] == "ASEAN Secretariat (proponent, implementing); Japan (funding)"
    assert project[2] == "between 2021-01 and 2021-02 to end not stated"
    assert project[3] == "active"
    assert project[0].endswith("Outputs: A crane (planned).")
    assert project[4].startswith("inferred")


def test_positions_and_expectations_stand_apart_from_promises(material: Material) -> None:
    made = framework_report(material, "new-plan")
    whole = sections(made)["whole"]
    assert rows(whole, "Positions") == [["Supports the plan", "Japan", "supports", "2020"]]
    assert rows(whole, "Expectations")[0][2:] == ["planned for 2022", "no act on record"]
    grids = [b for one in sections(made).values() for b in one.blocks if isinstance(b, Grid)]
    promised = [plain(row[0]) for grid in grids if "Who does what" in grid.caption for row in grid.rows]
    assert promised
    assert not any("Supports" in name or "meeting" in name for name in promised)


def test_gaps_and_searches_are_told_and_accuse_nobody(material: Material) -> None:
    found = sections(framework_report(material, "new-plan"))
    assert "C.2 Partners" in words(found["gaps"])
    line = words(found["line-new-c-2"])
    assert "No activity and no promise on record serves this line" in line
    assert "no finding on what was done" in line
    assert "2024-12-01, the library: partners of the new plan. Found: nothing." in line
    assert "No search is on record" in words(found["line-new-b-6"])


def test_history_comes_by_crosswalk_and_says_how_sure_it_is(material: Material) -> None:
    section = sections(framework_report(material, "new-plan", "B.6"))["line-new-b-6"]
    assert "B.6 takes up Old Plan, A.1: Seas" in words(section)
    assert "(match: close; inferred)" in words(section)
    ((old, *_),) = rows(section, "History, from the earlier edition (close, inferred)")
    assert old == "Sailed the old seas (pledge)"
    before = sections(framework_report(material, "old-plan", "A.1"))["line-old-a-1"]
    assert "A.1 is taken up by New Plan, B.6" in words(before)


def test_a_line_without_a_crosswalk_has_no_history(material: Material) -> None:
    assert "takes up" not in words(sections(framework_report(material, "new-plan"))["line-new-c-2"])


def test_figures_and_silence_of_the_plan(material: Material) -> None:
    section = sections(framework_report(material, "new-plan"))["plan"]
    ((_, published, ours, verdict),) = rows(section, "Official figures")
    assert published == "290 action lines (no day stated)"
    assert ours.startswith("1: ")
    assert verdict.startswith("differs: ours is 289 fewer")
    assert "Follows Old Plan" in words(section)


def test_every_reference_is_cited_and_every_mark_leads_to_one(material: Material) -> None:
    made = framework_report(material, "new-plan")
    tree = html.fromstring(page(made))
    cited = {link.get("href") for link in tree.iterfind(".//a[@class='mark-of']")}
    listed = {f"#{item.get('id')}" for item in tree.iterfind(".//ol[@class='references']/li")}
    assert cited == listed
    assert [reference.number for reference in made.references] == list(range(1, len(made.references) + 1))
    work = next(reference for reference in made.references if reference.document.slug == "work")
    assert {"para 1", "para 2", "para 4"} <= set(work.places)
    ids = [element.get("id") for element in tree.iterfind(".//*[@id]")]
    assert len(ids) == len(set(ids))


def test_of_one_partner_only(material: Material) -> None:
    text = markdown(framework_report(material, "new-plan", partner="Viet Nam"))
    assert "Dredges" not in text
    assert "0 activities, 0 promises" in text
    assert "Dredges" in markdown(framework_report(material, "new-plan", partner="japan"))


def test_profile_of_a_partner(material: Material) -> None:
    made = partner_report(material, "japan")
    found = sections(made)
    assert rows(found["ties"], "Formal status") == [["Japan: dialogue partner", "partnership", "1977-03"]]
    served = {row[0]: row[4] for row in rows(found["promises"], "Promises and activities")}
    assert served["Dredges a port (pledge)"] == "New Plan, B.6.1 (stated)"
    assert rows(found["positions"], "Positions")[0][0] == "Supports the plan"
    assert "by inference" not in words(found["promises"])


def test_what_changed_since_the_last_report(view: EmbeddedStore) -> None:
    made = report(view, "new-plan", "B.6", None, Clocks.parse(None, None, "2023-12-31"))
    ((what, told, why), *rest) = rows(sections(made)["changes"], "Changed since 2023-12-31")
    assert {what.split(" (")[0], *(row[0].split(" (")[0] for row in rest)} == {
        "Dredges a port",
        "Half of the port is dredged",
    }
    text = words(sections(made)["changes"])
    assert "not looked for → partly delivered" in text
    assert "new on record" in text
    assert "new evidence" in text
    assert told
    assert why


def test_nothing_changed_is_said(view: EmbeddedStore) -> None:
    made = report(view, "new-plan", None, None, Clocks.parse(None, None, "2030"))
    assert "Nothing of what this report is about changed since 2030-12-31" in words(sections(made)["changes"])
    whole = report(view, None, None, None, Clocks.parse(None, None, "2030"))
    assert "Nothing changed since 2030-12-31." in markdown(whole)


def test_a_change_report_of_everything(view: EmbeddedStore) -> None:
    made = report(view, None, None, None, Clocks.parse(None, None, "2023-12-31"))
    assert {"kind-commitment", "kind-delivery"} <= set(sections(made))
    assert "kind-position" not in sections(made)


def test_before_its_time_nothing_served_it(view: EmbeddedStore) -> None:
    made = report(view, "new-plan", None, None, Clocks.parse("2012", None, None))
    assert made.facts[0] == ("As of", "2012-12-31")
    assert "nothing can have served it yet" in markdown(made)
    assert "Dredges" not in markdown(made)


def test_a_plan_of_which_nothing_was_public_yet_is_told_by_todays_lines() -> None:
    unread = PLAN["registers/zz-plan.yaml"].replace("source: almanac", "source: gazetteer")
    view = graph(
        paper("work", WORK, published="2019-01-01"),
        paper("gazetteer", published="2024-01-01"),
        extra={"registers/zz-plan.yaml": unread},
    )
    made = report(view, "new-plan", None, None, Clocks.parse(None, "2023", None))
    text = markdown(made)
    assert "No document that was public by then tells of the plan itself" in text
    assert "Dredges a port" in words(sections(made)["line-new-b-6-1"])


@pytest.mark.parametrize(
    ("framework", "line", "partner", "clocks", "told"),
    [
        ("new-pan", None, None, {}, "nearest: new-plan"),
        ("new-plan", "B.7", None, {}, "on record: B.6, B.6.1, C.2"),
        ("treaty-of-trade", "B.6", None, {}, "has no lines on record"),
        ("new-plan", None, "japam", {}, "nearest: japan"),
        (None, None, "japam", {}, "nearest: japan"),
        ("new-plan", None, None, {"known_on": date(1980, 1, 1)}, "the first is of 2000-01-01"),
        ("new-plan", None, None, {"since": date(1980, 1, 1)}, "the first is of 2000-01-01"),
        (None, None, None, {}, "expected a framework"),
    ],
)
def test_faults_say_what_is_there_instead(
    view: EmbeddedStore,
    framework: str | None,
    line: str | None,
    partner: str | None,
    clocks: dict[str, date],
    told: str,
) -> None:
    with pytest.raises(QueryError, match=re.escape(told)):
        report(view, framework, line, partner, Clocks(**clocks))


def test_since_is_not_after_what_is_known() -> None:
    with pytest.raises(ValueError, match="not after"):
        Clocks.parse(None, "2020", "2021")


# files


def test_a_docx_is_ready_to_be_edited(material: Material) -> None:
    made = framework_report(material, "new-plan")
    document = Document(io.BytesIO(docx(made)))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style is not None]
    assert styles.count("Title") == 1
    assert {"Heading 1", "Heading 2", "Caption", "List Bullet", "Reference", "Table text"} <= {
        *styles,
        "Table text",
    }
    assert document.core_properties.title == "New Plan"
    assert document.core_properties.language == "en-GB"
    xml = zipfile.ZipFile(io.BytesIO(docx(made))).read("word/document.xml").decode()
    grids = sum(isinstance(b, Grid) for s in sections(made).values() for b in s.blocks)
    assert len(document.tables) == grids
    assert xml.count("<w:tblHeader/>") == grids
    assert xml.count("<w:tblDescription ") == grids
    footer = zipfile.ZipFile(io.BytesIO(docx(made))).read("word/footer1.xml").decode()
    assert "PAGE" in footer
    assert "NUMPAGES" in footer
    for number in range(1, len(made.references) + 1):
        assert f'w:name="ref-{number}"' in xml
    assert 'w:anchor="ref-1"' in xml


def test_the_same_report_gives_the_same_bytes(view: EmbeddedStore) -> None:
    one, other = (framework_report(Material(view), "new-plan") for _ in range(2))
    assert docx(one) == docx(other)
    assert page(one) == page(other)
    with zipfile.ZipFile(io.BytesIO(docx(one))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


HOSTILE = [
    '<img src=x onerror="window.__pwn=1">',
    "</script><script>window.__pwn=1</script><!--",
    "{{7*7}}{% raw %}",
    "__proto__ | a | b | [x](javascript:alert(1)) `code` # head",
    "line one\n# line two",
    "nul \x00 bell \x07 bidi \u202e fffe \ufffe",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str, material: Material) -> None:
    document = next(iter(material.documents.values()))
    bad = replace(document, title=text, publisher=text, url=f"javascript:{text}", published=text)
    span: Text = (Span(text, strong=True, marks=(Mark(1, text),)), Span(text, quiet=True, language="x<y"))
    made = Report(
        title=text,
        subject=text,
        facts=((text, text),),
        sections=(
            Section(
                text,
                "a",
                (Paragraph(span), Bullets((span,)), Grid(text, (text, text), (1, 1), ((span, span),))),
            ),
        ),
        references=(Reference(1, bad, (text,)),),
        as_of="2025-01-01",
    )
    tree = html.fromstring(page(made).replace("\x00", ""))
    assert not tree.findall(".//script")
    assert not tree.findall(".//img")
    assert not [a for a in tree.iterfind(".//a") if "javascript" in (a.get("href") or "")]
    assert "49" not in page(made)
    lines = markdown(made).splitlines()
    assert not [line for line in lines if "<img" in line and "\\<img" not in line]
    assert not [line for line in lines if line.startswith("# line two")]
    assert not [line for line in lines if re.search(r"(?<!\\)\]\(", line)]
    file = Document(io.BytesIO(docx(made)))
    seen = "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert "\u202e" not in seen
    assert "\x00" not in seen
    xml = zipfile.ZipFile(io.BytesIO(docx(made))).read("word/_rels/document.xml.rels").decode()
    assert "javascript" not in xml
