"""A real Chromium, and a page that fails its test if it complains, asks for anything or breaks its policy."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from aseankg.graph.build import SITE_FOLDER

expect.set_options(timeout=20_000)  # what must appear may take its time on a busy machine

_WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def _chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return (
        named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = _chromium()
    if path is None or not Path(path).exists():
        reason = "no Chromium found: install one, or name it in the environment variable CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield launched
        launched.close()


_HERE = re.compile(r"(file:///|http://127\.0\.0\.1:\d+/|about:)")
"""Where a test may take a page: files and servers of its own."""

_SHARED = re.compile(
    r"(file://|http://127\.0\.0\.1:\d+)/[^?#]*static/(site|matrix|names|words|network|vis-network|sparql|editor|engine|graph)\.(js|css)"
)


Saved = Callable[[Page, str], bytes]


@pytest.fixture(scope="session")
def saved() -> Saved:
    """Return the file that a button of a page hands out."""

    def save(page: Page, button: str) -> bytes:
        with page.expect_download() as started:
            page.get_by_role("button", name=button, exact=True).click()
        return Path(started.value.path()).read_bytes()

    return save


@pytest.fixture(scope="session")
def site(shipped_build: Path) -> Path:
    """The pages of the shipped records."""
    return shipped_build / SITE_FOLDER


class Watch:
    """What a page did that nobody should see: complaints, requests, violations."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        context.add_init_script(_WATCH)
        context.on("request", self._request)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", lambda message: self.complaints.append(message.text))

    def _request(self, request: Request) -> None:
        own = request.is_navigation_request() and _HERE.match(request.url) is not None
        if not own and _SHARED.fullmatch(request.url):
            own = True  # style and script of the site's own folder
        if not own and not request.url.startswith(("data:", "blob:")):
            self.requests.append(request.url)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile at the size of a laptop, without motion so that pictures hold still."""
    opened = browser.new_context(
        viewport={"width": 1400, "height": 900}, reduced_motion="reduce", accept_downloads=True
    )
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    watch = Watch(context)
    opened = context.new_page()
    yield opened
    for frame in opened.frames:
        assert frame.evaluate("window.__violations || []") == [], "the content security policy was violated"
        assert frame.evaluate("window.__pwn") is None, "text from a record ran as script"
    assert watch.complaints == [], "the console is not clean"
    assert watch.requests == [], "a request left the page"
