"""A real server and a real browser, and what must hold in every test: nothing leaves loopback,
nothing is missing, nothing raises."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS = 1000.0
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
    found = shutil.which("chromium") or shutil.which("chromium-browser")
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


@contextmanager
def serving(*arguments):
    """Run a server in a Python of its own; give its address."""
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            line = server.stdout.readline()
            found = re.search(r"http://\S+", line)
            assert found, f"the server did not say where it is, but: {line!r}"
            yield found[0]
        finally:
            server.terminate()


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

    def __init__(self, page):
        self.page = page

    def open(self, address):
        """Open the page and wait until the first run is over."""
        self.page.goto(address)
        self.wait_for_run("plan_2017, seed 1")
        return self

    def begin_again(self):
        """Put everything back to how it is when the page opens; quicker than opening it."""
        page = self.page
        page.locator("#preset").select_option("no_change")  # drops what was typed
        page.locator("#preset").select_option("plan_2017")
        page.locator("#seed").fill("1")
        expect(page.locator(".count")).to_have_text("as shipped")
        self.run("plan_2017, seed 1")
        expect(page.locator(".notice")).to_have_count(0)
        for switch in page.locator(".small[aria-pressed=true]").all():
            switch.click()
        for tile in page.locator(".tile.selected").all():
            tile.click()
        page.evaluate("document.activeElement.blur(), window.scrollTo(0, 0)")
        return self

    def wait_for_run(self, name):
        """Wait until a run of that name is complete and shown."""
        expect(self.page.locator(".ran")).to_contain_text(name)
        expect(self.page.locator(".progress-text")).to_have_text("quarter 40 of 40")
        expect(self.page.locator(".play")).to_be_enabled()

    def run(self, name):
        """Press Run and wait for the end."""
        self.page.get_by_role("button", name="Run", exact=True).first.click()
        self.wait_for_run(name)

    def box(self, lever):
        """Find the number box of a lever by its dotted name."""
        return self.page.locator(f'[id="box-{lever}"]')

    def counts(self):
        """Read the numbers in the legends, by column of the national table."""
        items = self.page.locator(".legend li").all()
        return {
            item.get_attribute("data-column"): int(
                item.locator(".legend-value").inner_text().replace(",", "")
            )
            for item in items
        }

    def stages(self):
        """Read the numerals on the tiles, by code of the area."""
        tiles = self.page.locator(".tiles .tile")
        codes = tiles.evaluate_all("all => all.map((tile) => tile.dataset.code)")
        numerals = tiles.locator(".numeral").all_text_contents()
        return dict(zip(codes, map(int, numerals), strict=True))


def new_context(browser, width=1440, height=900, **options):
    """Make a place for a visitor with cookies of their own."""
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    context.set_default_timeout(PATIENCE)
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


@pytest.fixture(scope="module")
def regular(browser, address):
    """Somebody who keeps the page open."""
    with new_context(browser) as context:
        page = context.new_page()
        watch = Watch()
        watch.over(page)
        yield Visitor(page).open(address)
        assert watch.complaints == []


@pytest.fixture
def visitor(regular, watch):
    """Somebody who has the page open, as it is when it opens."""
    regular.page.set_viewport_size({"width": 1440, "height": 900})
    watch.over(regular.page)
    return regular.begin_again()
