"""A real server and a real browser, and what must hold in every test: nothing leaves loopback,
nothing is missing, nothing raises."""

import os
import re
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright
from serving import CHROMIUM_FLAGS, chromium_here, serving

PATIENCE = 90_000  # milliseconds: a busy machine is slow, not wrong

# A server whose model breaks in its sixth quarter, for one seed.
BREAKING_SERVER = """
from acs_abm.app import recording, serve

class Breaking(recording.AccountableCareModel):
    def step(self):
        if self.taken == 5 and self.seed_of_run == 13:
            raise ZeroDivisionError("made to fail")
        super().step()

recording.AccountableCareModel = Breaking
serve._prepare = lambda: None  # no need to wait: it has run before
serve.main(port=0)
"""


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium; one is never downloaded."""
    found = chromium_here()
    if found is None:
        message = "there is no Chromium on this computer (Debian: apt-get install chromium)"
        if os.environ.get("ACS_ABM_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="module")
def browser(chromium):
    """A browser without a window; closed after each module, for it holds an event loop."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(chromium):
    """Where the page is served."""
    with serving("-m", "acs_abm.app", "--port", "0") as address:
        yield address


@pytest.fixture(scope="session")
def breaking_address(chromium):
    """Where a page is served whose model breaks for seed 13."""
    with serving("-c", BREAKING_SERVER) as address:
        yield address


class Watch:
    """What went wrong on the pages of one visitor."""

    def __init__(self):
        self.complaints = []

    def over(self, page):
        page.on("request", self._requested)
        page.on("response", self._answered)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("console", self._said)

    def _requested(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in {"blob", "data"} and parts.hostname != "127.0.0.1":
            self.complaints.append(f"asked outside: {request.url}")

    def _answered(self, response):
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    def _said(self, message):
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")


class Visitor:
    """Somebody at the page: their browser, and what they do there.

    Attributes
    ----------
    page
        Playwright's page.
    """

    LAST = "2027 Q1"

    def __init__(self, page):
        self.page = page

    def open(self, address):
        """Open the page and wait until every panel shows the end of the first run."""
        self.page.goto(address)
        self.wait_for_run("plan_2017, seed 1")
        self.expect_quarter(self.LAST)
        return self

    def wait_for_run(self, name):
        """Wait until a run of another name than the one shown is complete.

        Only the status bar is known to show it then: each panel has a message of its own.
        """
        expect(self.page.locator(".ran")).to_have_text(re.compile(f"^{re.escape(name)}, "))
        expect(self.page.locator(".progress-text")).to_have_text("quarter 40 of 40")
        expect(self.page.locator(".play")).to_be_enabled()

    def run(self, name):
        """Press Run and wait for the end."""
        self.page.get_by_role("button", name="Run", exact=True).first.click()
        self.wait_for_run(name)

    def press(self, name):
        """Press one of the buttons of the quarter."""
        self.page.locator(".transport").get_by_role("button", name=name, exact=True).click()

    def box(self, lever):
        """Find the number box of a lever by its dotted name."""
        return self.page.locator(f'[id="box-{lever}"]')

    def expect_quarter(self, quarter):
        """Wait until every panel shows a quarter."""
        expect(self.page.locator(".quarter")).to_have_text(quarter)
        expect(self.page.locator(".panel-quarter").filter(has_not_text=quarter)).to_have_count(0)
        expect(self.page.locator(".panel-quarter").nth(3)).to_be_visible()

    def counts(self):
        """Read the numbers in the legends, by column of the national table.

        They must have settled: wait for something that came with them, such as the quarter.
        """
        items = self.page.locator(".lines .legend li")
        columns = items.evaluate_all("all => all.map((item) => item.dataset.column)")
        numbers = items.locator(".legend-value").all_inner_texts()
        return {
            column: int(number.replace(",", ""))
            for column, number in zip(columns, numbers, strict=True)
        }

    def expect_counts(self, counts):
        """Wait until the legends show these numbers, by column of the national table."""
        for column, number in counts.items():
            value = self.page.locator(f".legend [data-column={column}] .legend-value")
            expect(value).to_have_text(f"{number:,}")

    def expect_stages(self, numerals):
        """Wait until the tiles show these numerals, as patterns by code of the area."""
        expect(self.page.locator(".tiles .tile")).to_have_count(len(numerals))
        for code, numeral in numerals.items():
            tile = self.page.locator(f".tiles [data-code={code}] .numeral")
            expect(tile).to_have_text(re.compile(f"^{numeral}$"))

    def show_tables(self):
        """Turn the map and both sets of curves into tables."""
        pictures = self.page.locator(".map, .curves")
        for button in pictures.get_by_role("button", name="Table").all():
            button.click()
        expect(pictures.locator("table")).to_have_count(3)

    def open_tab(self, name):
        """Choose a tab, and give what it shows."""
        self.page.locator(f"#tab-{name}").click()
        panel = self.page.locator(f"#panel-{name}")
        expect(panel).to_be_visible()
        return panel


def new_context(browser, width=1440, height=900, *, is_new=False, **options):
    """Make a place for a visitor with cookies of their own; one not new has seen the tour."""
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    context.set_default_timeout(PATIENCE)
    if not is_new:
        context.add_init_script("localStorage.setItem('acs-abm-tour', 'seen')")
    return context


@pytest.fixture
def watch():
    """What must not happen, on any page of a test."""
    watch = Watch()
    yield watch
    assert watch.complaints == []


@pytest.fixture
def visitors(browser, watch):
    """Make visitors, each with cookies of their own."""
    with ExitStack() as contexts:

        def make(**options):
            page = contexts.enter_context(new_context(browser, **options)).new_page()
            watch.over(page)
            return Visitor(page)

        yield make


@pytest.fixture
def visitor(visitors, address):
    """Somebody who has just opened the page."""
    return visitors().open(address)
