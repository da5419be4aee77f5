"""Where a run starts depends on its date, and on nothing else of the scenario."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.clock import Date
from acs_abm.evidence import practices_run_by_trusts, published_in
from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario
from acs_abm.stages.stage import Stage

SEEDS = (1, 2, 3, 4)


@pytest.fixture(scope="module")
def begun():
    """Return the world of `plan_2017` before its first step, from a given start."""
    plan = Scenario.load("plan_2017")

    def begin(start: str, seed: int = 1, **changes: object):
        return AccountableCareModel(plan.change(start=start, **changes), seed).world

    return begin


def test_the_name_of_a_scenario_changes_nothing(begun):
    by_date = begun("2015-Q2", until="2018-Q2")
    named = AccountableCareModel("hindcast_2015", 1).world
    assert np.array_equal(by_date.practices.add_ons, named.practices.add_ons)
    assert np.array_equal(by_date.systems.governance, named.systems.governance)
    assert by_date.population.ccgs.code == named.population.ccgs.code


@pytest.mark.parametrize(
    ("start", "share"), [("2015-Q2", 0.37), ("2017-Q2", 0.49), ("2018-Q1", 0.54)]
)
def test_hubs_at_the_start_are_those_of_the_surveys(begun, start, share):
    shares = [begun(start, seed).practices.add_ons.mean() for seed in SEEDS]
    assert np.mean(shares) == pytest.approx(share, abs=0.03)


def test_whoever_is_in_a_hub_in_2015_is_in_one_in_2017(begun):
    early, late = begun("2015-Q2"), begun("2017-Q2")
    merged = late.population.ccgs.code.index("14L")  # Manchester's three had luck of their own
    elsewhere = late.population.practices.ccg != merged
    leaves = early.practices.add_ons[elsewhere] & ~late.practices.add_ons[elsewhere]
    assert not leaves.any()


def test_growth_of_hubs_matters_to_an_early_start_only(begun):
    def hubs(start: str, growth: float) -> float:
        return begun(start, **{"hub.start_growth": growth}).practices.add_ons.mean()

    assert hubs("2015-Q2", 0.36) < hubs("2015-Q2", 0.13)
    assert hubs("2017-Q2", 0.36) == hubs("2017-Q2", 0.13)


def test_nobody_is_a_candidate_before_anybody_was_named(begun):
    early, late = begun("2015-Q2").systems, begun("2017-Q2").systems
    assert (early.stage == Stage.STP).all()
    assert not early.is_candidate_named.any()
    assert (late.stage == Stage.CANDIDATE).sum() == 10
    assert late.is_candidate_named.any()


def test_areas_become_devolved_in_the_quarter_of_their_agreement():
    model = AccountableCareModel("hindcast_2015", 1)
    systems, names = model.world.systems, model.world.population.systems.short_name
    found = {}
    while not model.is_over:
        model.step()
        for row in np.flatnonzero(systems.is_devolution):
            found.setdefault(names[row], model.world.clock.label(model.world.step))
    assert sorted(found.values()) == ["2015-Q2", "2015-Q3", "2017-Q2"]
    assert found["GM"] == "2015-Q2"


def test_test_areas_are_named_in_2016_and_seek_their_contract_then():
    scenario = Scenario.load("hindcast_2015").change(
        until="2016-Q4",
        **{"commissioner.test_area_value": 18, "commissioner.considers_as_test_area": 1},
    )
    model = AccountableCareModel(scenario, 1)
    places = model.world.ccgs
    assert not places.is_test_area.any()
    tables = model.run().tables()
    began = tables["events"].query("what == 'procurement began'")
    assert places.is_test_area.sum() == 8  # six, with Manchester as three
    assert set(began["quarter"]) == {"2016-Q3"}
    assert len(began) == 8


@pytest.mark.parametrize(
    ("month", "wolverhampton", "yeovil"),
    [
        ("2015-04", 0, 0),
        ("2016-07", 3, 3),
        ("2017-04", 5, 3),
        ("2018-01", 8, 8),
        ("2030-01", 10, 8),
    ],
)
def test_trusts_run_as_many_practices_as_was_known(month, wolverhampton, yeovil):
    running = practices_run_by_trusts(Date.parse(month))
    assert running.get("RL4", 0) == wolverhampton
    assert running.get("RA4", 0) == yeovil


def test_no_trust_runs_a_practice_in_april_2015(begun):
    world = begun("2015-Q2")
    assert (world.practices.run_by == -1).all()
    assert not world.trusts.runs_practices.any()
    assert (begun("2017-Q2").practices.run_by >= 0).sum() == 8


def test_vanguards_have_their_alliance_from_2015_for_eight_quarters(begun):
    world = begun("2015-Q2")
    assert world.ccgs.is_vanguard.sum() == begun("2017-Q2").ccgs.is_vanguard.sum()
    assert (world.ccgs.alliance_live == world.ccgs.is_vanguard).all()
    assert set(world.ccgs.cannot_break_before[world.ccgs.is_vanguard]) == {8}


def test_capability_and_traits_are_the_same_whenever_a_run_starts(begun):
    early, late = begun("2015-Q2"), begun("2017-Q2")
    for column in ("independence_value", "distress", "partners", "loss_aversion"):
        assert np.array_equal(getattr(early.practices, column), getattr(late.practices, column))
    assert np.array_equal(early.systems.rating, late.systems.rating)
    flagged = late.systems.is_candidate_named | late.systems.is_devolution
    assert np.array_equal(
        early.systems.relationships[~flagged], late.systems.relationships[~flagged]
    )


def test_every_dated_flag_has_its_month():
    assert str(published_in("named_candidates")) == "2017-03"
    assert str(published_in("test_areas")) == "2016-07"


@pytest.mark.parametrize(
    ("start", "delegated", "sharing"),
    [("2015-Q2", 64, 52), ("2016-Q2", 115, 52), ("2017-Q1", 115, 52), ("2017-Q2", 174, 83)],
)
def test_as_many_ccgs_share_officers_and_commission_practices_as_was_known(
    start, delegated, sharing, begun
):
    ccgs = begun(start).ccgs
    assert ccgs.is_delegated.sum() == pytest.approx(delegated, abs=1)
    assert ccgs.shares_officer.sum() == pytest.approx(sharing, abs=1)


def test_manchesters_three_ccgs_merge_in_april_2017():
    model = AccountableCareModel("hindcast_2015", 1, ["GM"])
    codes = model.world.population.ccgs.code
    manchester = [codes.index(code) for code in ("01M", "00W", "01N")]
    while model.world.clock.label(model.taken) != "2017-Q2":
        model.step()
    apart = model.world.ccgs.decided_by[manchester]
    model.step()
    together = model.world.ccgs.decided_by[manchester]
    assert len(set(apart.tolist())) > 1
    assert len(set(together.tolist())) == 1
