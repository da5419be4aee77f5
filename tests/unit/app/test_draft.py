"""What the controls say, right or wrong, before anything is run."""

import pytest

from acs_abm.app.draft import BASELINE, HIGHEST_SEED, Draft, preset, presets
from acs_abm.app.levers import LEVERS, describe, written

PAYMENT = "offer.alliance_agreement.payment"
CAMPAIGN = "alliance.campaign_quarters"


def test_every_preset_is_offered_and_the_baseline_comes_first():
    assert next(iter(presets())) == BASELINE
    assert set(presets()) >= {"plan_2017", "no_change", "paid_alliance"}
    assert all(question == question.strip() and question for question in presets().values())


def test_an_untouched_draft_is_the_preset_itself():
    draft = Draft()
    assert draft.scenario == preset(BASELINE)
    assert draft.changed == []


def test_a_moved_lever_makes_the_scenario_that_change_makes():
    draft = Draft().type(PAYMENT, "3.25").type(CAMPAIGN, "6")
    by_hand = preset(BASELINE).change(**{PAYMENT: 3.25, CAMPAIGN: 6})
    assert draft.scenario.fingerprint == by_hand.fingerprint
    assert draft.changed == [CAMPAIGN, PAYMENT]


def test_typing_the_presets_own_value_in_other_letters_changes_nothing():
    own = preset(BASELINE).value(PAYMENT)
    draft = Draft().type(PAYMENT, "9").type(PAYMENT, f" {own:.4f} ")
    assert draft.scenario.fingerprint == preset(BASELINE).fingerprint
    assert draft.changed == []
    assert draft.texts[PAYMENT] == f"{own:.4f}"


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "1e400", "-1", "1,5", "10 000", "0x10"])
def test_what_is_no_value_is_a_fault_that_names_the_lever(text):
    draft = Draft().type(PAYMENT, text)
    assert draft.scenario is None
    assert PAYMENT in draft.faults[PAYMENT]


def test_half_a_quarter_is_refused_where_only_whole_ones_make_sense():
    assert "whole number" in Draft().type(CAMPAIGN, "2.5").faults[CAMPAIGN]


def test_values_that_exclude_one_another_are_said_to():
    draft = Draft().type("wave.later_most", "1")
    assert "wave.later_least" in draft.faults["scenario"]
    assert draft.scenario is None


@pytest.mark.parametrize("text", ["", "-1", "1.5", "one", "٣", str(HIGHEST_SEED + 1)])
def test_what_is_no_seed_is_a_fault(text):
    draft = Draft().type_seed(text)
    assert draft.seed is None
    assert draft.scenario is None
    assert "seed" in draft.faults


def test_another_preset_drops_what_was_typed_and_keeps_the_seed():
    draft = Draft().type(PAYMENT, "9").type_seed("7").choose("paid_alliance")
    assert draft.texts[PAYMENT] == written(preset("paid_alliance").value(PAYMENT))
    assert (draft.changed, draft.seed) == ([], 7)


def test_reset_goes_back_to_the_preset_chosen():
    draft = Draft().choose("paid_alliance").type(PAYMENT, "0").reset()
    assert draft.scenario == preset("paid_alliance")


def test_names_that_a_browser_makes_up_are_ignored():
    assert Draft().type("practice.no_such_thing", "1") == Draft()
    assert Draft().choose("../secrets.yaml") == Draft()


def test_a_preset_without_an_offer_does_not_show_its_levers():
    draft = Draft().choose("no_change")
    assert PAYMENT in {lever.name for lever in draft.absent}
    assert {*draft.levers, *draft.absent} == set(LEVERS)


@pytest.mark.parametrize("name", ["plan_2017", "no_change", "paid_alliance"])
def test_every_slider_spans_its_presets_value_and_only_values_that_can_run(name):
    draft = Draft().choose(name)
    for lever in draft.levers:
        shown = describe(lever, draft.preset)
        assert shown["low"] <= float(shown["preset"]) <= shown["high"]
        assert shown["low"] + 10 * shown["step"] >= shown["low"]
        assert shown["unit"]
        assert shown["source"]
        for end in ("low", "high"):
            assert draft.type(lever.name, written(shown[end])).faults == {}, lever.name
