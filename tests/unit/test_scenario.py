"""A scenario is complete, checked, frozen, composable and known by its fingerprint."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.errors import ParameterError, ScenarioError, UnknownNameError
from acs_abm.parameters import Role
from acs_abm.scenario import Scenario, shipped_scenarios
from acs_abm.stance import Stance

PLAN = Scenario.load("plan_2017")
NUMBERS = sorted(name for name, entry in PLAN.catalogue.items() if entry.is_number)
# A wave cannot have fewer places at most than at least, so these two move only together.
FREE = [name for name in NUMBERS if not re.fullmatch(r"wave\.(first|later)_(least|most)", name)]


@st.composite
def changes(draw: st.DrawFn) -> dict[str, float]:
    names = draw(st.lists(st.sampled_from(FREE), min_size=1, max_size=5, unique=True))
    values = {}
    for name in names:
        entry = PLAN.catalogue[name]
        whole = isinstance(entry.default, int)
        between = st.integers if whole else st.floats
        low, high = (
            (int(entry.at_least), int(entry.at_most)) if whole else (entry.at_least, entry.at_most)
        )
        values[name] = draw(between(low, high))
    return values


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_shipped_scenario_has_a_question_and_runs_ten_years_or_back_to_2018(name):
    scenario = Scenario.load(name)
    assert scenario.name == name
    assert scenario.why
    # systems become statutory in 2022, and the hindcast ends where evidence does
    assert scenario.clock.steps == {"hindcast_2015": 13}.get(name, 40)


STRANGE = {
    "no_change": ("expectation.", "wave.", "stage.candidate."),  # the plan is taken away
    "windmill": ("allocation.", "demand."),  # a stress to destruction
    "northumberland": ("commissioning.surplus_mean",),  # as one of its CCGs forecast
    "south_yorkshire_bassetlaw": ("horizontal.start_share",),  # all, where it has been a third
}


def test_shipped_values_are_plausible_save_where_a_scenario_is_about_what_is_not():
    for name in shipped_scenarios():
        strange = Scenario.load(name).implausible()
        assert all(message.startswith(STRANGE.get(name, ())) for message in strange), name
        assert bool(strange) == (name in STRANGE), name


def test_the_plan_puts_every_shipped_level_on_the_table():
    offers = {offer.name: offer.level for offer in PLAN.offers_in_force}
    assert offers == {
        "alliance_agreement": Stance.ALLIANCE,
        "integration_agreement": Stance.PARTIAL,
        "full_contract": Stance.FULL,
        "full_contract_subcontracted": Stance.FULL,
        "trust_run_practice": Stance.FULL,
        "hub": Stance.INDEPENDENT,
    }
    assert {offer.name for offer in PLAN.offers_in_force if offer.is_add_on} == {"hub"}


def test_without_the_plan_nothing_new_is_on_the_table_and_nobody_is_selected():
    scenario = Scenario.load("no_change")
    assert {offer.name for offer in scenario.offers_in_force} == {"hub", "trust_run_practice"}
    wave = scenario.staging.wave
    assert (wave.first_most, wave.later_most) == (0, 0)
    date = scenario.clock.date(39)
    assert scenario.staging.national_expectation(date) == 0.0


def test_levers_and_uncertainties_are_told_apart():
    levers, unknowns = PLAN.levers(), PLAN.uncertainties()
    assert "offer.alliance_agreement.payment" in levers
    assert "practice.choice_noise" in unknowns
    assert not set(levers) & set(unknowns)
    constants = set(PLAN.catalogue) - set(levers) - set(unknowns)
    assert all(PLAN.catalogue[name].role is Role.CONSTANT for name in constants)


@given(changes())
def test_a_change_is_kept_and_leaves_the_old_scenario_alone(values):
    before = (PLAN.fingerprint, dict(PLAN.overrides), PLAN.to_yaml())
    changed = PLAN.change(**values)
    assert {name: changed.value(name) for name in values} == values
    untouched = set(NUMBERS) - set(values)
    assert all(changed.value(name) == PLAN.value(name) for name in untouched)
    assert (PLAN.fingerprint, dict(PLAN.overrides), PLAN.to_yaml()) == before


@given(st.sampled_from(FREE), st.data())
def test_the_fingerprint_changes_with_any_value_and_only_with_values(name, data):
    entry = PLAN.catalogue[name]
    between = st.integers if isinstance(entry.default, int) else st.floats
    value = data.draw(between(entry.at_least, entry.at_most).filter(lambda v: v != entry.default))
    changed = PLAN.change(**{name: value})
    assert changed.fingerprint != PLAN.fingerprint
    assert changed.change("another name").fingerprint == changed.fingerprint
    assert changed.change(**{name: entry.default}).fingerprint == PLAN.fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"until": "2026-Q4"},
        {"start": "2017-Q3"},
        {"steps_per_year": 12},
        {"practice.terms_off": ["envy"]},
    ],
)
def test_the_fingerprint_changes_with_the_run_and_with_terms_left_out(change):
    assert PLAN.change(**change).fingerprint != PLAN.fingerprint


def test_the_fingerprint_tells_offers_apart():
    assert Scenario.load("no_change").fingerprint != PLAN.fingerprint


def test_the_fingerprint_is_the_same_in_every_process():
    """Words in a set come in another order in another process; the fingerprint must not."""
    code = "from acs_abm.scenario import Scenario; print(Scenario.load('plan_2017').fingerprint)"
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": salt, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for salt in ("0", "1")
    }
    assert seen == {PLAN.fingerprint}


@given(changes())
def test_a_scenario_written_down_reads_back_as_the_same_world(tmp_path_factory, values):
    changed = PLAN.change("written", **values)
    path = tmp_path_factory.mktemp("written") / "written.yaml"
    path.write_text(changed.to_yaml(), encoding="utf-8")
    back = Scenario.load(path)
    assert back.fingerprint == changed.fingerprint
    assert (back.name, back.why, back.sources) == (changed.name, changed.why, changed.sources)
    assert back.overrides == changed.overrides


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_shipped_scenario_survives_yaml_and_pickling(name, tmp_path):
    scenario = Scenario.load(name)
    path = tmp_path / "written.yaml"
    path.write_text(scenario.to_yaml(), encoding="utf-8")
    assert Scenario.load(path).fingerprint == scenario.fingerprint
    copy = pickle.loads(pickle.dumps(scenario))
    assert copy == scenario
    assert copy.fingerprint == scenario.fingerprint


def test_a_scenario_cannot_be_written_to():
    with pytest.raises(AttributeError):
        PLAN.name = "mine"  # type: ignore[misc]
    with pytest.raises(TypeError):
        PLAN.overrides["practice.status_quo"] = 3  # type: ignore[index]
    with pytest.raises(TypeError):
        PLAN.catalogue["practice.status_quo"] = None  # type: ignore[index]


def test_an_unknown_parameter_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"did you mean 'practice\.status_quo'"):
        PLAN.change(**{"practice.status_qo": 3})


@pytest.mark.parametrize("key", ["offers", "systems", "why", "offer_changes", "set"])
def test_what_cannot_be_changed_this_way_is_not_taken_for_a_parameter(key):
    with pytest.raises(ScenarioError, match=f"'{key}' cannot be changed this way.*until"):
        Scenario.load("plan_2017").change(**{key: ["DOR"]})


def test_the_smallest_wave_cannot_be_larger_than_the_largest():
    with pytest.raises(ParameterError, match=r"wave\.first_least is larger than wave\.first_most"):
        PLAN.change(**{"wave.first_least": 11})
    assert PLAN.change(**{"wave.first_least": 11, "wave.first_most": 12})


def test_values_far_from_plausible_are_accepted_and_named():
    far = PLAN.change(**{"practice.status_quo": 100})
    (message,) = far.implausible()
    assert message == "practice.status_quo is 100, outside its plausible range 2 to 15 £k a level"
