"""The page as somebody uses it."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from acs_abm.evidence import england_systems
from acs_abm.measures import STAGE_COLUMNS, STANCE_COLUMNS
from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario
from acs_abm.stages.stage import Stage

pytestmark = pytest.mark.browser

PAYMENT = "offer.alliance_agreement.payment"
STANDING = "Research model, not an NHS service. Scenarios, not forecasts."


def test_the_page_says_what_it_is_and_shows_44_areas(visitor):
    page = visitor.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Accountable care simulator")
    expect(page.locator(".standing")).to_have_text(STANDING)
    expect(page.locator(".tiles .tile")).to_have_count(44)
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    viewport = page.locator("meta[name=viewport]").get_attribute("content")
    assert "maximum-scale" not in viewport
    assert "user-scalable" not in viewport


def test_a_moved_lever_shows_the_numbers_that_the_model_gives(visitor):
    chance = np.random.default_rng(2017)
    payment = round(float(chance.uniform(0, 10)), 2)
    seed = int(chance.integers(1, 10_000))
    visitor.box(PAYMENT).fill(str(payment))
    visitor.page.locator("#seed").fill(str(seed))
    visitor.run(f"plan_2017_changed, seed {seed}")

    scenario = Scenario.load("plan_2017").change(**{PAYMENT: payment})
    tables = AccountableCareModel(scenario=scenario, seed=seed).run().tables()
    last = tables["national"].iloc[-1]
    visitor.expect_counts({name: last[name] for name in (*STANCE_COLUMNS, *STAGE_COLUMNS)})
    systems = tables["systems"].query("quarter == @last.quarter").set_index("system")["stage"]
    # an ACS that is home to a live contract is shown as one stage more
    visitor.expect_stages(
        {code: "[45]" if name == "ACS" else Stage[name] + 1 for code, name in systems.items()}
    )


def test_results_are_stale_while_the_controls_say_something_else(visitor):
    page = visitor.page
    stale = page.locator(".notice-stale")
    expect(stale).to_have_count(0)
    own = visitor.box(PAYMENT).input_value()
    visitor.box(PAYMENT).fill("4")
    expect(stale).to_contain_text("These results are stale")
    visitor.box(PAYMENT).fill(own)
    expect(stale).to_have_count(0)
    visitor.box(PAYMENT).fill("4")
    stale.get_by_role("button", name="Run").click()
    visitor.wait_for_run("plan_2017_changed")
    expect(stale).to_have_count(0)
    page.get_by_role("button", name="Reset").click()
    expect(stale).to_have_count(1)
    expect(visitor.box(PAYMENT)).to_have_value(own)


def test_a_notice_that_comes_or_goes_leaves_every_panel_as_it_was(visitor):
    visitor.show_tables()
    tables = visitor.page.locator(".map table, .curves table")
    visitor.box(PAYMENT).fill("4")
    expect(visitor.page.locator(".notice-stale")).to_have_count(1)
    expect(tables).to_have_count(3)
    visitor.run("plan_2017_changed")
    expect(visitor.page.locator(".notice-stale")).to_have_count(0)
    expect(tables).to_have_count(3)


def test_dragging_a_slider_moves_its_box(visitor):
    slider = visitor.page.get_by_label("Quality of the right of return, slider")
    slider.focus()
    for _ in range(5):
        slider.press("ArrowRight")
    expect(visitor.box("practice.right_of_return_quality")).to_have_value("0.35")
    expect(visitor.page.locator(".count")).to_have_text("Changed: 1")


def test_a_value_that_makes_no_sense_is_refused_and_said_so(visitor):
    visitor.box(PAYMENT).fill("ten")
    expect(visitor.page.locator(".lever .fault")).to_contain_text(PAYMENT)
    expect(visitor.page.get_by_role("button", name="Run").first).to_be_disabled()
    visitor.box(PAYMENT).fill("10")
    expect(visitor.page.locator(".lever .fault")).to_have_count(0)


def test_another_preset_brings_its_own_values_and_is_compared_with_the_baseline(visitor):
    page = visitor.page
    page.locator("#preset").select_option("no_change")
    expect(page.locator("#preset-question")).to_contain_text("without the plan")
    expect(visitor.box(PAYMENT)).to_have_count(0)
    visitor.run("no_change, seed 1")
    visitor.expect_counts({"practices_alliance": 0})
    expect(page.locator(".curves .fine").first).to_contain_text("plan_2017, seed 1")
    expect(page.locator(".line.baseline")).to_have_count(9)


def test_every_panel_shows_the_same_quarter_back_and_forward(visitor):
    page = visitor.page
    national = AccountableCareModel("plan_2017", seed=1).run().recorder.national()
    for press, quarter, row in (
        ("Back", "2026 Q4", -2),
        ("To the start", "2017 Q2", 0),
        ("Step", "2017 Q3", 1),
        ("To the end", visitor.LAST, -1),
    ):
        visitor.press(press)
        visitor.expect_quarter(quarter)
        numbers = national.iloc[row]
        visitor.expect_counts({name: numbers[name] for name in (*STANCE_COLUMNS, *STAGE_COLUMNS)})
    page.get_by_label("Quarter shown").press("Home")
    visitor.expect_quarter("2017 Q2")


def test_playing_starts_over_and_can_be_paused(visitor):
    page = visitor.page
    page.get_by_label("Speed").select_option("1")  # slow enough to be seen at its beginning
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".quarter")).to_have_text(re.compile("^20(17|18|19|20|21)"))
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    shown = page.locator(".quarter").inner_text()
    visitor.expect_quarter(shown)
    page.wait_for_timeout(1500)
    visitor.expect_quarter(shown)


def test_areas_are_reached_and_selected_by_keyboard_alone(visitor):
    page = visitor.page
    by_name = {area.short_name: area.code for area in england_systems()}
    focused = page.locator(".tiles .tile:focus")
    page.locator('.tiles .tile[tabindex="0"]').focus()
    page.keyboard.press("Home")
    expect(focused).to_have_attribute("data-code", by_name["NTW"])
    page.keyboard.press("ArrowDown")
    expect(focused).to_have_attribute("data-code", by_name["DDT"])
    page.keyboard.press("ArrowLeft")
    expect(focused).to_have_attribute("data-code", by_name["WNEC"])
    page.keyboard.press("Enter")
    expect(focused).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".detail h3")).to_have_text("West, North and East Cumbria")
    expect(page.locator(".history li").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".detail h3")).to_have_count(0)


def test_the_run_can_be_started_from_the_keyboard(visitor):
    visitor.box(PAYMENT).fill("5")
    visitor.box(PAYMENT).press("Enter")
    visitor.wait_for_run("plan_2017_changed")


def test_every_picture_has_a_table_with_the_same_numbers(visitor):
    page = visitor.page
    counts = visitor.counts()
    numerals = page.locator(".tiles .numeral").all_text_contents()
    visitor.show_tables()
    in_table = page.locator(".map tbody td:nth-of-type(1)")
    expect(in_table).to_have_count(44)
    assert sorted(text.split()[0] for text in in_table.all_inner_texts()) == sorted(numerals)
    for panel, columns in enumerate((STANCE_COLUMNS, STAGE_COLUMNS)):
        cells = page.locator(".curves").nth(panel).locator("tbody tr").last.locator("td")
        in_legend = [f"{number:,}" for name, number in counts.items() if name in columns]
        expect(cells).to_have_text(in_legend)


def test_two_visitors_do_not_see_each_other(visitors, address):
    one, other = visitors().open(address), visitors().open(address)
    before = other.counts()
    assert before["practices_alliance"] > 0
    one.page.locator("#preset").select_option("no_change")
    one.run("no_change, seed 1")
    one.expect_counts({"practices_alliance": 0})
    other.press("Back")
    other.expect_quarter("2026 Q4")
    one.expect_quarter(one.LAST)
    expect(other.page.locator("#preset")).to_have_value("plan_2017")
    other.press("Step")
    other.expect_quarter(other.LAST)
    other.expect_counts(before)
    one.expect_counts({"practices_alliance": 0})


def test_the_downloads_are_the_run_shown(visitor, tmp_path):
    page = visitor.page
    with page.expect_download() as download:
        page.get_by_role("button", name="scenario (YAML)").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert Scenario.load(path).fingerprint == Scenario.load("plan_2017").fingerprint
    with page.expect_download() as download:
        page.get_by_role("button", name="national table (CSV)").click()
    table = download.value.path().read_text(encoding="utf-8").splitlines()
    assert len(table) == 41
    assert table[0].startswith("quarter,practices,practices_resisting")


def test_a_run_that_breaks_keeps_the_last_good_quarter(visitors, breaking_address):
    visitor = visitors().open(breaking_address)
    page = visitor.page
    page.locator("#seed").fill("13")
    page.get_by_role("button", name="Run", exact=True).first.click()
    fault = page.locator(".notice-fault")
    expect(fault).to_contain_text("2018-Q3")
    expect(fault).to_contain_text("made to fail")
    expect(page.locator(".progress-text")).to_have_text("quarter 5 of 40")
    expect(page.locator(".tiles .tile")).to_have_count(44)
    page.locator("#seed").fill("14")
    visitor.run("plan_2017, seed 14")
    expect(fault).to_have_count(0)
