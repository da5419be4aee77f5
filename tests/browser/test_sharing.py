"""What somebody takes along, brings or has done beside the run shown."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect
from serving import serving
from test_accessibility import grave_findings

import acs_abm as acs
from acs_abm.measures import STANCE_COLUMNS
from acs_abm.scenario import Scenario

pytestmark = pytest.mark.browser

PAYMENT = "offer.alliance_agreement.payment"
SMALL = b"name: small\nextends: plan_2017\nuntil: 2018-Q3\nsystems: [DOR, FRIM]\n"


def bring(visitor, data, name="mine.yaml"):
    file = {"name": name, "mimeType": "text/yaml", "buffer": data}
    visitor.page.locator("#upload").set_input_files(file)


def wait_for(visitor, name, quarters):
    expect(visitor.page.locator(".ran")).to_have_text(re.compile(f"^{re.escape(name)}, "))
    expect(visitor.page.locator(".progress-text")).to_have_text(f"quarter {quarters} of {quarters}")


@pytest.fixture
def small(visitor):
    """Somebody who brought a scenario that is quick to run."""
    bring(visitor, SMALL)
    wait_for(visitor, "small, seed 1", 6)
    return visitor


def test_a_link_opens_what_was_set_and_shows_the_numbers_that_the_library_gives(
    visitor, visitors, address
):
    chance = np.random.default_rng()
    payment, seed = round(float(chance.uniform(0, 10)), 2), int(chance.integers(1, 10_000))
    print(f"payment {payment}, seed {seed}")
    visitor.box(PAYMENT).fill(str(payment))
    visitor.page.locator("#seed").fill(str(seed))
    link = visitor.page.locator("#link")
    expect(link).to_have_value(re.compile(f"seed={seed}&.*payment={payment:g}$"))

    other = visitors()
    other.page.goto(link.input_value())
    other.wait_for_run(f"plan_2017_changed, seed {seed}")
    expect(other.page.locator(".notice-remarks")).to_have_count(0)
    expect(other.box(PAYMENT)).to_have_value(f"{payment:g}")
    last = acs.run("plan_2017", seed=seed, values={PAYMENT: payment}).national.iloc[-1]
    other.expect_counts({name: last[name] for name in STANCE_COLUMNS})


def test_a_link_that_is_not_right_says_what_was_made_of_it(visitors, address):
    visitor = visitors()
    visitor.page.goto(f"{address}/?version=0.0.1&seed=x&preset=plan2017&{PAYMENT}=1e9&b=<b>1</b>")
    visitor.wait_for_run("plan_2017_changed, seed 1")
    remarks = visitor.page.locator(".notice-remarks li")
    expect(remarks).to_have_count(5)
    for said, remark in zip(
        ("0.0.1", "did you mean", "seed", PAYMENT, "'b'"), range(5), strict=True
    ):
        expect(remarks.nth(remark)).to_contain_text(said)
    assert grave_findings(visitor.page) == []
    visitor.page.get_by_role("button", name="Understood").click()
    expect(remarks).to_have_count(0)


def test_a_file_of_ones_own_is_run_and_comes_back_and_broken_ones_change_nothing(small, tmp_path):
    page = small.page
    with page.expect_download() as download:
        page.get_by_role("button", name="scenario (YAML)").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    (tmp_path / "own.yaml").write_bytes(SMALL)
    assert Scenario.load(path).fingerprint == Scenario.load(tmp_path / "own.yaml").fingerprint
    last = acs.run("plan_2017", systems=["DOR", "FRIM"], until="2018-Q3").national.iloc[-1]
    small.expect_counts({name: last[name] for name in STANCE_COLUMNS})
    expect(page.locator(".tiles .tile")).to_have_count(2)
    expect(page.locator("#preset")).to_have_value("small")
    expect(page.locator("#link")).to_have_value("")
    fault = page.locator(".upload-fault")
    for data, said in (
        (b"name: a\nrules: [os]\n", "rules: Python modules are not run"),
        (b"name: a\nextends: ../../etc/passwd\n", "extends:"),
        (b"\xff\xfe\x00", "not a text file"),
        (b"#" * 300_000, "larger than 262,144 bytes"),
        (b"name: a\nuntil: 2100-Q1\n", "this page runs 240 at most"),
    ):
        bring(small, data)
        expect(fault).to_contain_text(said)
    assert grave_findings(page) == []
    expect(page.locator(".ran")).to_have_text(re.compile("^small, seed 1"))
    bring(small, SMALL.replace(b"small", b"again"))
    wait_for(small, "again, seed 1", 6)
    expect(fault).to_have_count(0)


def test_pictures_and_numbers_are_saved_as_they_are_shown(small):
    page = small.page
    foot = page.locator(".curves").first
    files = {}
    for kind in ("CSV", "SVG", "PNG"):
        with page.expect_download() as download:
            foot.get_by_role("button", name=kind, exact=True).click()
        files[kind] = download.value.path().read_bytes()
    counts = small.counts()
    numbers = files["CSV"].decode().splitlines()[-1].split(",")
    assert numbers == ["2018 Q3", *(str(counts[name]) for name in counts if name in STANCE_COLUMNS)]
    assert files["SVG"].startswith(b"<svg")
    assert b"stroke" in files["SVG"]
    assert files["PNG"].startswith(b"\x89PNG")


def test_replicates_come_as_bands_and_can_be_cancelled(small):
    page = small.page
    page.locator("#replicates").fill("1000")
    page.get_by_role("button", name="Run replicates").click()
    expect(page.locator(".work .fault")).to_contain_text("from 2 to 100")
    page.locator("#replicates").fill("100")
    page.get_by_role("button", name="Run replicates").click()
    page.locator(".work").get_by_role("button", name="Cancel").click()
    expect(page.locator(".work")).to_contain_text("Cancelled")
    page.locator("#replicates").fill("4")
    page.get_by_role("button", name="Run replicates").click()
    expect(page.locator("#replicates-words")).to_contain_text("seeds 1 to 4")
    expect(page.locator(".curves .fine").first).to_contain_text("10% to 90% of 4 replicates")
    drawn = page.locator(".curves .band").evaluate_all("all => all.map((b) => b.getAttribute('d'))")
    assert any(path.startswith("M") for path in drawn)
    page.get_by_label("vary what nobody knows too").check()
    page.get_by_role("button", name="Run replicates").click()
    expect(page.locator("#replicates-words")).to_contain_text("its member of calibrated_2018")
    expect(page.locator(".curves .fine").first).to_contain_text("parameters varied too")
    wider = page.locator(".curves .band").evaluate_all("all => all.map((b) => b.getAttribute('d'))")
    assert wider != drawn


def test_two_scenarios_are_compared_with_the_same_luck(small):
    page = small.page
    page.get_by_role("tab", name="Compare").click()
    page.get_by_role("button", name="Pin the run shown as A").click()
    cost = page.locator(".cost")
    expect(cost).to_contain_text("same world")
    small.box(PAYMENT).fill("9")
    page.get_by_role("button", name="Run", exact=True).first.click()
    wait_for(small, "small_changed, seed 1", 6)
    page.locator("#compare-replicates").fill("3")
    expect(cost).to_contain_text("6 runs")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator(".answer-words")).to_contain_text("1 lever")
    a = acs.run("plan_2017", systems=["DOR", "FRIM"], until="2018-Q3").results.scenario
    own = acs.compare(a, a.change(**{PAYMENT: 9.0}), systems=["DOR", "FRIM"], replicates=3)
    row = own.differences_in("2018-Q3")["list_share_alliance"]
    first = page.locator(".plain-table").last.locator("tbody tr").first
    expect(first.locator("td").nth(1)).to_have_text(f"{100 * row['a']:.1f}")
    assert grave_findings(page) == []
    page.get_by_label("Vary what nobody knows", exact=True).check()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator(".answer")).to_contain_text("a member of calibrated_2018")
    page.locator("#compare-measure").select_option("trusts_in_deficit")
    expect(page.locator(".band-chart h3").first).to_contain_text("Trusts in deficit")


@pytest.mark.slow
def test_a_study_is_shown_while_it_is_written(visitors, tmp_path):
    world = acs.Scenario.load("plan_2017").change(until="2018-Q1")
    worlds = [world, world.change("paid", **{PAYMENT: 8.0})]
    study = acs.Study(tmp_path / "growing", worlds, replicates=4, systems=["DOR"], chunk=2)

    def stop_half_way(done, total):
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        study.run(0, progress=stop_half_way)
    with serving("-m", "acs_abm.app", "--port", "0", str(tmp_path)) as address:
        visitor = visitors().open(address)
        page = visitor.page
        page.get_by_role("tab", name="Data").click()
        status = page.locator(".data .plain-table")
        expect(status).to_contain_text("4 of 8 runs")
        expect(status).to_contain_text("Still being written")
        expect(page.locator(".data .band-chart")).to_have_count(2)
        assert grave_findings(page) == []
        study.run(0)
        expect(status).to_contain_text("8 of 8 runs")  # it looked again by itself
        expect(status).to_contain_text("Complete")
        page.close()  # before its server goes
