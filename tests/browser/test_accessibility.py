"""Everybody can use the page: a scan for known faults, at both ends of width, in every state."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

GRAVE = {"serious", "critical"}
PAYMENT = "offer.alliance_agreement.payment"
FITS = "(width) => innerWidth === width && document.documentElement.scrollWidth <= width"


def grave_findings(page):
    """Scan, and say in a line each what is gravely wrong."""
    report = Axe().run(page).response
    return [
        f"{finding['id']}: {node['html'][:120]}"
        for finding in report["violations"]
        if finding["impact"] in GRAVE
        for node in finding["nodes"]
    ]


def set_width(page, width):
    """Make the window as wide as a desk's, a tablet's or a telephone's."""
    page.set_viewport_size({"width": width, "height": 900})


@pytest.mark.parametrize("width", [1440, 390])
def test_no_grave_fault_with_a_run_shown_or_an_error(visitor, width):
    page = visitor.page
    page.emulate_media(reduced_motion="reduce")  # a colour on its way to another is neither
    set_width(page, width)
    assert grave_findings(page) == []
    page.locator(".tiles .tile").first.click()
    expect(page.locator(".detail h3")).to_be_visible()
    page.get_by_role("button", name="About: Length of an alliance campaign").click()
    visitor.box(PAYMENT).fill("nothing")
    expect(page.locator(".lever .fault")).to_have_count(1)
    expect(page.locator(".notice-stale")).to_have_count(1)
    assert grave_findings(page) == []
    visitor.show_tables()
    assert grave_findings(page) == []


def test_no_grave_fault_while_the_server_is_busy(visitor):
    page = visitor.page
    page.emulate_media(reduced_motion="reduce")
    # Solara shows its bar only while an answer takes long, which no test can ask for
    page.add_style_tag(content=".v-progress-linear { visibility: visible !important; }")
    expect(page.get_by_role("progressbar", name="The server is working")).to_be_visible()
    assert grave_findings(page) == []


def test_no_grave_fault_in_any_tab(visitor):
    page = visitor.page
    page.emulate_media(reduced_motion="reduce")
    for name in ("timeline", "compare", "money", "flows", "log", "data", "why"):
        panel = visitor.open_tab(name)
        if name == "timeline":
            panel.locator(".span-row").nth(20).focus()
            expect(panel.locator(".gates h3")).to_be_visible()
        if name == "why":
            expect(panel.locator(".options")).to_be_visible()
        for width in (390, 1440):
            set_width(page, width)
            page.wait_for_function(FITS, arg=width)
            assert grave_findings(page) == [], (name, width)


def test_nothing_sticks_out_to_the_side_and_narrow_pages_begin_with_results(visitor):
    page = visitor.page
    for width in (1440, 1024, 760, 390, 320):
        set_width(page, width)
        expect(page.locator(".curves-picture svg").first).to_be_visible()
        page.wait_for_function(FITS, arg=width)  # the curves are drawn again to the new width
    tops = [page.locator(one).bounding_box()["y"] for one in (".status", ".map", ".scenario")]
    assert tops == sorted(tops)


def test_the_first_stop_of_the_keyboard_leads_to_the_results(visitors, address):
    page = visitors().open(address).page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused()


def test_nothing_moves_by_itself_for_those_who_asked_for_that(visitor):
    page = visitor.page
    page.emulate_media(reduced_motion="reduce")
    expect(page.locator(".tiles .face").first).to_have_css("transition-duration", "0s")
    durations = page.evaluate(
        "[...document.querySelectorAll('.acs-page *')]"
        ".map((one) => getComputedStyle(one).transitionDuration)"
    )
    assert set(durations) == {"0s"}
