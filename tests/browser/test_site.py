"""The site as a person meets it, opened by double click: search, pages, sources, questions, networks."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

pytestmark = pytest.mark.browser


def open_page(page: Page, site: Path, name: str) -> None:
    page.goto((site / name).as_uri())


@pytest.fixture(scope="module")
def names(browser: Browser, site: Path) -> Iterator[Page]:
    """The start page with its names loaded: for what only types and looks."""
    context = browser.new_context()
    opened = context.new_page()
    open_page(opened, site, "index.html")
    opened.wait_for_function("() => window.aseankgNames")
    yield opened
    context.close()


def test_slash_focuses_search_and_diacritics_are_folded(page: Page, site: Path) -> None:
    open_page(page, site, "index.html")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("turkiye")
    expect(page.get_by_role("option").first).to_contain_text("Türkiye")


def test_search_knows_other_names_and_other_languages(page: Page, site: Path) -> None:
    open_page(page, site, "index.html")
    for words, name in (
        ("oacps", "Organisation of African, Caribbean and Pacific States"),
        ("kendaraan listrik", "Electric vehicle"),
    ):
        page.fill("#q", words)
        expect(page.get_by_role("option").filter(has_text=name).first).to_be_visible()


@pytest.mark.parametrize(
    ("words", "address", "first"),
    [
        # what people call it leads to the thing itself
        ("AOIP", "framework/asean-outlook-on-the-indo-pacific", True),
        ("TAC", "framework/treaty-of-amity-and-cooperation", True),
        ("EAS", "body/east-asia-summit", True),
        ("APT", "body/asean-plus-three", True),
        ("JAIF", "body/japan-asean-integration-fund", True),
        ("AHA", "body/aha-centre", True),
        ("RCEP", "framework/regional-comprehensive-economic-partnership", True),
        ("APSC", "framework/apsc-blueprint-2025", False),
        ("apsc b.6", "line/apsc-blueprint-2025-b-6", True),
        ("rok", "state/republic-of-korea", True),
        # old names, other spellings, other languages
        ("Burma", "state/myanmar", True),
        ("East Timor", "state/timor-leste", True),
        ("timor leste", "state/timor-leste", True),
        ("Vietnam", "state/viet-nam", True),
        ("Việt Nam", "state/viet-nam", True),
        ("Jepang", "state/japan", True),
        ("日本", "state/japan", True),
        ("ญี่ปุ่น", "state/japan", True),
        # slips
        ("Austraila", "state/australia", True),
        ("Phillipines", "state/philippines", True),
        ("Indonsia", "state/indonesia", True),
        ("Untied States", "state/united-states", True),
        ("canda", "state/canada", True),
        ("maritme", "topic/maritime-cooperation", True),
    ],
)
def test_search_leads_to_what_is_meant(
    names: Page, site: Path, words: str, address: str, first: bool
) -> None:
    names.fill("#q", words)
    expect(names.get_by_role("option").first).to_be_visible()
    names.keyboard.press("ArrowDown")
    found = names.evaluate(
        "() => [...document.querySelectorAll('#hits [data-page]')].map((one) => one.dataset.page)"
    )
    assert f"{address}.html" in (found[:1] if first else found[:5]), found
    assert (site / f"{address}.html").exists()


def test_a_slip_is_told(names: Page) -> None:
    names.fill("#q", "Austraila")
    expect(names.get_by_role("status")).to_contain_text("nearest name: australia")
    names.fill("#q", "Australia")
    expect(names.get_by_role("status")).not_to_contain_text("nearest")


def test_what_the_search_offers_as_an_example_is_found(names: Page) -> None:
    offered = str(names.locator("#q").get_attribute("placeholder")).removeprefix("Search: ")
    words = offered.split(" …")[0].split(", ")
    assert len(words) > 2
    for word in words:
        names.fill("#q", word)
        expect(names.get_by_role("option").first).to_be_visible()


def test_enter_before_the_names_have_come_opens_the_first_once_they_are_here(page: Page, site: Path) -> None:
    held: list[Route] = []
    page.route("**/static/names.js", lambda route: held.append(route))
    open_page(page, site, "state/japan.html")
    page.fill("#q", "viet nam")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('script[data-names]')")
    held[0].continue_()
    expect(page).to_have_url(re.compile("state/viet-nam"))


def test_the_names_stay_small_enough_for_a_phone(site: Path) -> None:
    data = (site / "static/names.js").read_bytes()
    assert len(gzip.compress(data, 6)) < 250_000
    assert "names.js" not in (site / "index.html").read_text("utf-8"), (
        "the page is there before its names are"
    )


def test_search_is_a_combobox_for_the_keyboard(page: Page, site: Path) -> None:
    open_page(page, site, "index.html")
    box = page.get_by_role("combobox")
    box.fill("asean-rok dialogue")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("")
    box.fill("26th asean-rok dialogue")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("26th ASEAN-ROK Dialogue")


def test_search_says_when_nothing_is_found(page: Page, site: Path) -> None:
    open_page(page, site, "index.html")
    page.fill("#q", "qqqqqq")
    expect(page.get_by_role("status")).to_have_text("nothing found")


def test_every_fact_of_a_page_names_its_document_and_place(page: Page, site: Path) -> None:
    """Facts that stand on one authority share its citation, which is given once."""
    open_page(page, site, "meeting/asean-rok-dialogue-26.html")
    groups = page.locator("table.facts tbody").filter(has_not_text="second reading")  # names it itself
    assert page.locator("table.facts tr:not(.by)").count() > 5
    for group in groups.all():
        expect(group.locator("tr.by")).to_have_count(1)
        assert re.search(r"paras? .*\(\d{4}-\d\d", group.locator("tr.by").inner_text()), group.inner_text()
    page.locator("table.facts tr.by a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stronger Strategic Partnership")
    expect(page.locator("a[href^='https://m.medcom.id']")).to_have_attribute("rel", "noopener noreferrer")


def test_an_expectation_says_that_it_is_not_done(page: Page, site: Path) -> None:
    open_page(page, site, "expectation/spain-tac-accession-awaited-2023.html")
    expect(page.locator(".notice")).to_contain_text("Expected, not done")


def test_an_expectation_that_was_met_leads_to_the_act(page: Page, site: Path) -> None:
    open_page(page, site, "expectation/saudi-arabia-tac-accession-supported-2023.html")
    page.locator(".notice a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Saudi Arabia: accession")
    expect(page.locator("main")).to_contain_text("2023-07-12")


def test_sources_that_differ_are_told_on_the_page(page: Page, site: Path) -> None:
    open_page(page, site, "partnership/china-comprehensive-strategic-partnership.html")
    expect(page.locator(".notice").first).to_contain_text("Sources differ")


def test_the_questions_are_answered_and_show_their_query(page: Page, site: Path) -> None:
    open_page(page, site, "index.html")
    page.get_by_role("link", name=re.compile(r"All \d+ questions")).click()
    page.get_by_role("link", name=re.compile("Which states are members of ASEAN")).click()
    expect(page.locator("tbody tr")).to_have_count(11)
    expect(page.locator("pre")).to_contain_text("akg:Membership")


def test_a_picture_opens_and_leads_back_to_pages(page: Page, site: Path) -> None:
    open_page(page, site, "index.html")
    page.get_by_role("link", name=re.compile("Partners and their ties")).click()
    expect(page.locator("canvas").first).to_be_visible()
    page.get_by_label("Search names").fill("canada")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("page", re.IGNORECASE)).first.click()
    expect(page).to_have_url(re.compile(r"/(state|partnership|source)/.+\.html$"))


def test_no_link_of_the_site_is_broken(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 500
    for file in pages[:: max(1, len(pages) // 300)]:
        for target in re.findall(r'href="([^"#:]+)(?:#[^"]*)?"', file.read_text("utf-8")):
            if not target.startswith("data"):
                assert (file.parent / target).exists(), f"{file}: {target}"


def test_a_phone_has_a_menu_that_needs_no_script(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    open_page(page, site, "state/japan.html")
    parts = page.get_by_role("navigation", name="Parts of the site")
    expect(parts).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    links = parts.get_by_role("link").all()
    assert len(links) > 10
    for link in links:
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 360
        assert box["y"] + box["height"] <= 740, "all of it is on the screen"
    page.keyboard.press("Escape")
    expect(parts).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    parts.get_by_role("link", name="Timeline").click()
    expect(page).to_have_url(re.compile("timeline.html$"))
    page.get_by_role("button", name="Menu").click()
    expect(parts.locator("[aria-current=page]")).to_have_text("Timeline")
    context.close()


def test_on_a_laptop_the_parts_stand_in_the_head(page: Page, site: Path) -> None:
    open_page(page, site, "promise/index.html")
    parts = page.get_by_role("navigation", name="Parts of the site")
    expect(parts.get_by_role("link", name="SPARQL")).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(parts.locator("[aria-current=page]")).to_have_text("Promises")


def test_the_start_page_says_what_each_partner_is_and_since_when(page: Page, site: Path) -> None:
    open_page(page, site, "index.html")
    groups = page.locator(".standing > div")
    first = groups.first
    expect(first.locator("dt")).to_contain_text("comprehensive strategic partnership")
    expect(first.get_by_role("link", name="Japan 2023")).to_have_attribute("href", "state/japan.html")
    sectoral = groups.filter(has=page.get_by_text("sectoral dialogue partner"))
    expect(sectoral.get_by_role("link", name="Norway 2015")).to_be_visible()
    actors = page.locator(".standing a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert len(actors) == len(set(actors)), "one place each"
    partners = page.locator(".tiles b").first.inner_text()
    assert len(actors) <= int(partners)


def edges_shown(count: Locator) -> int:
    found = re.search(r"([\d,]+) of [\d,]+ edges", count.inner_text())
    assert found
    return int(found[1].replace(",", ""))


def test_years_of_a_network_leave_out_what_was_done_before(page: Page, site: Path) -> None:
    """A promise is of its day; a tie lasts."""
    open_page(page, site, "network/together.html")
    count = page.locator("#count")
    expect(count).to_contain_text("edges shown")
    before = edges_shown(count)
    page.locator("#from").fill("2025")
    expect(count).not_to_contain_text(f" {before} of {before} edges")
    assert 0 < edges_shown(count) < before
    open_page(page, site, "network/partnerships.html")
    page.locator("#from").fill("2020")
    expect(count).to_contain_text("edges shown")
    assert edges_shown(count) > 150, "ties that began before 2020 are in force after it"


def test_years_given_the_wrong_way_round_are_exchanged_in_their_boxes_too(page: Page, site: Path) -> None:
    open_page(page, site, "network/partnerships.html")
    page.locator("#from").fill("2020")
    page.locator("#to").fill("1990")
    page.locator("#to").press("Tab")
    expect(page.locator("#from")).to_have_value("1990")
    expect(page.locator("#to")).to_have_value("2020")


def test_an_answer_leads_to_its_documents_and_a_line_to_its_matrix(page: Page, site: Path) -> None:
    open_page(page, site, "question/parties-by-year.html")
    page.locator("#rows td a").last.click()
    expect(page).to_have_url(re.compile(r"/source/[^/]+\.html$"))
    open_page(page, site, "line/apsc-blueprint-2025-b-6.html")
    page.get_by_role("link", name="External partners by line").click()
    expect(page).to_have_url(re.compile(r"/matrix/apsc-blueprint-2025\.html$"))
