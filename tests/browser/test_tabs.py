"""The tabs as somebody uses them: each reads the run shown, all of one quarter."""

import re

import pytest
from playwright.sync_api import expect

from acs_abm.analysis.explain import Again, explain
from acs_abm.app.page.tabs.help_texts import MONEY
from acs_abm.evidence import england_systems
from acs_abm.ledger import MEANING, Flow
from acs_abm.model import AccountableCareModel
from acs_abm.population import england_by_date
from acs_abm.scenario import Scenario

pytestmark = pytest.mark.browser

TABS = ["Why?", "Timeline", "Compare", "Money", "Flows", "Log", "Data"]
DORSET = "E54000041"


@pytest.fixture(scope="module")
def tables():
    return AccountableCareModel("plan_2017", seed=1).run().tables()


def test_tabs_are_reached_by_the_keyboard_and_say_which_is_shown(visitor):
    page = visitor.page
    tabs = page.get_by_role("tab")
    expect(tabs).to_have_text(TABS)
    tabs.first.focus()
    page.keyboard.press("ArrowLeft")  # round to the last
    expect(tabs.last).to_be_focused()
    expect(tabs.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel")).to_have_attribute("aria-labelledby", "tab-timeline")
    page.keyboard.press("Tab")
    expect(page.get_by_role("tabpanel")).to_be_focused()


def test_why_says_what_the_command_line_says_and_sets_the_break_even(visitor):
    page = visitor.page
    visitor.press("Back")
    visitor.expect_quarter("2026 Q4")
    box = page.locator("#why-who")
    box.fill("11J-P00")
    expect(page.locator("#why-found li")).to_have_count(9)
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.locator(".asked")).to_contain_text("11J-P002")
    plan = Scenario.load("plan_2017")
    again = Again(plan, 1, None, england_by_date(plan.clock.start))
    told = explain(again, "practice:11J-P002", "2026-Q4")
    expect(page.locator(".why > .reasons li").first).to_have_text(told.sentences[0])
    page.locator(".fold summary").filter(has_text="sentences").click()
    expect(page.locator(".fold .reasons li")).to_have_text(list(told.sentences))

    button = page.locator(".payment-list button:enabled").first
    amount = re.search(r"£([0-9.]+)$", button.inner_text().strip())[1]
    button.click()
    expect(page.locator(".history .count")).to_have_text("Changed: 1")
    expect(page.locator(".notice-stale")).to_be_visible()
    changed = page.locator(".lever.changed input[type=text]")
    expect(changed).to_have_count(1)
    assert float(changed.input_value()) == float(amount)


def test_the_timeline_tells_what_a_gate_asked_for(visitor, tables):
    page = visitor.page
    panel = visitor.open_tab("timeline")
    expect(panel.locator(".span-row")).to_have_count(44)
    gates = tables["gates"].query("organisation == @DORSET and quarter == '2022-Q3'")
    row = panel.locator(f'.span-row[data-code="{DORSET}"]')
    row.focus()
    expect(panel.locator(".gates h3")).to_contain_text("Dorset, 2027 Q1")
    for _ in range(18):
        page.keyboard.press("ArrowLeft")
    expect(panel.locator(".gates h3")).to_contain_text("Dorset, 2022 Q3")
    own = panel.locator(".gate").first
    expect(own.locator(".verdict")).to_have_text(gates["verdict"].iloc[0])
    expect(own.locator("tbody tr")).to_have_count(len(gates))
    expect(own.locator("tr.missed")).to_have_count(int((gates["margin"] < 0).sum()))
    page.keyboard.press("Enter")
    visitor.expect_quarter("2022 Q3")
    expect(page.locator(".detail h3")).to_have_text("Dorset")


def test_the_log_keeps_to_an_area_and_to_kinds_and_leads_to_why(visitor, tables):
    page = visitor.page
    panel = visitor.open_tab("log")
    panel.locator(".tools select").select_option(DORSET)
    events = tables["events"].query("kind == 'system' and code == @DORSET")
    boxes = panel.get_by_role("checkbox")
    for box in boxes.all():
        box.set_checked(box.locator("..").inner_text().startswith("Care systems"))
    rows = panel.locator("tbody tr")
    expect(rows).to_have_count(len(events))
    expect(rows.locator("th").first).to_have_text("Dorset")
    newest = events.iloc[-1]["quarter"].replace("-", " ")
    rows.first.get_by_role("button", name="Why?").click()
    expect(page.locator("#why-heading")).to_contain_text(newest)
    expect(page.locator(".asked")).to_have_text(f"{DORSET}, Dorset")


def test_money_and_flows_hold_the_numbers_of_the_run(visitor, tables):
    panel = visitor.open_tab("money")
    ledger = tables["ledger"].query("quarter == '2027-Q1'").groupby("flow")["paid"].sum()
    panel.locator(".tools select").first.select_option("quarter")
    panel.locator(".payments-chart").get_by_role("button", name="Table").click()
    row = panel.locator(".payments-chart tbody tr").filter(has_text=MEANING[Flow.TARIFF])
    expect(row.locator("td").last).to_have_text(f"{ledger['tariff'] / 1e6:,.1f}")
    panel.locator(".help summary").click()
    expect(panel.locator(".help p")).to_have_text(" ".join(MONEY.split()))

    panel = visitor.open_tab("flows")
    last = tables["national"].iloc[-1]
    for label, column in (("Alliance", "alliance"), ("Independent", "independent")):
        name = panel.locator(".direct").filter(has_text=label)
        expect(name.locator(".strong")).to_have_text(f"{last['practices_' + column]:,}")
    panel.locator(".tools select").select_option(DORSET)
    system = tables["systems"].query("quarter == '2027-Q1' and system == @DORSET").iloc[0]
    name = panel.locator(".direct").filter(has_text="Independent")
    expect(name.locator(".strong")).to_have_text(str(system["practices_independent"]))


def test_every_number_can_be_found_changed_and_taken_back(visitor):
    page = visitor.page
    search = page.get_by_label("Search levers and uncertainties")
    search.fill("status quo practice")
    box = visitor.box("practice.status_quo")
    own = box.input_value()
    box.fill("12")
    expect(page.locator(".history .count")).to_have_text("Changed: 1")
    search.fill("")
    expect(page.get_by_text("Also changed")).to_be_visible()
    expect(box).to_have_value("12")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".history .count")).to_have_text("Changed: 0")
    expect(box).to_have_count(0)
    page.get_by_role("button", name="Redo").click()
    expect(box).to_have_value("12")
    assert own != "12"
    page.get_by_role("button", name=re.compile("^Uncertainties")).click()
    page.get_by_role("button", name=re.compile(r"^Workforce \(")).click()
    expect(page.locator('[id^="box-workforce."]').first).to_be_visible()


def test_a_change_can_be_run_at_once(visitor):
    visitor.page.get_by_label("after every change").check()
    visitor.box("offer.alliance_agreement.payment").fill("6")
    visitor.wait_for_run("plan_2017_changed")


def test_the_tour_is_offered_once_and_goes_by_keyboard(visitors, address):
    newcomer = visitors(is_new=True).open(address)
    page = newcomer.page
    page.get_by_role("button", name="Take the tour").click()
    card = page.get_by_role("dialog")
    expect(card).to_be_focused()
    expect(page.locator(".tour-target")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(card).to_contain_text("Step 2 of")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(page.get_by_role("button", name="Tour")).to_be_focused()
    page.reload()
    newcomer.open(address)
    expect(page.get_by_role("button", name="Take the tour")).to_have_count(0)


def test_curves_can_be_about_others(visitor, tables):
    page = visitor.page
    page.locator(".curves .tools select").first.select_option(label="Trusts")
    last = tables["national"].iloc[-1]
    names = ("trusts_in_alliance", "trusts_resisting")
    visitor.expect_counts({name: last[name] for name in names})


def test_there_is_a_dorset():
    assert {area.code: area.short_name for area in england_systems()}[DORSET] == "DOR"
