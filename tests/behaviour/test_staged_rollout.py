"""England under the plan, twenty times: stages differ between systems, neither all nor none."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.measures import STAGE_COLUMNS
from acs_abm.model import AccountableCareModel
from acs_abm.stages.stage import Stage

SEEDS = range(1, 21)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def runs(england, plan):
    """For each seed: the national table, and the stage of each system (quarters × systems)."""
    found = []
    for seed in SEEDS:
        tables = AccountableCareModel(plan, seed, population=england).run().tables()
        stages = tables["systems"]["stage"].map(lambda name: int(Stage[name]))
        found.append((tables["national"], stages.to_numpy().reshape(-1, 44)))
    return found


def first_quarter(stages, stage):
    """Return the quarter in which each system that reached a stage first did."""
    reached = stages >= stage
    return reached.argmax(axis=0)[reached.any(axis=0)]


def test_at_least_three_stages_are_occupied_in_half_of_the_quarters(runs):
    for national, _ in runs:
        occupied = (national[list(STAGE_COLUMNS)] > 0).sum(axis=1)
        assert (occupied >= 3).mean() >= 0.5


def test_systems_pass_a_gate_at_dates_that_differ_by_more_than_two_quarters(runs):
    for stage in (Stage.SHADOW_ACS, Stage.ACS):
        spread = [np.std(first_quarter(stages, stage)) for _, stages in runs]
        print(f"{stage.name}: standard deviation of dates {np.mean(spread):.1f} quarters")
        assert min(spread) > 2


def test_neither_nobody_nor_everybody_becomes_an_acs(runs):
    ends = np.array([national["systems_acs"].iloc[-1] for national, _ in runs])
    print("systems at ACS in 2027:", ends.tolist())
    assert ends.min() >= 3
    assert ends.max() <= 40


def test_alliances_cover_neither_nobody_nor_everybody(runs):
    covered = np.array([national["list_share_alliance"].iloc[-1] for national, _ in runs])
    print("share of patients in an alliance in 2027:", covered.round(2).tolist())
    assert covered.min() > 0.15
    assert covered.max() < 0.9


def test_few_or_no_systems_are_acs_before_the_second_year_and_several_after_four(runs):
    early = [national["systems_acs"].iloc[7] for national, _ in runs]
    later = [national["systems_acs"].iloc[23] for national, _ in runs]
    assert np.median(early) <= 2
    assert np.median(later) >= 3


def test_no_single_contract_goes_live_without_a_payment_for_it(runs):
    assert max(national["aco_contracts_live"].max() for national, _ in runs) == 0


def test_the_first_shadow_systems_are_as_many_as_the_design_found(runs):
    """The design's prototype: 9 (5 to 10) in June 2017, 13 (11 to 17) in May 2018."""
    for quarter, low, high in ((0, 5, 10), (4, 9, 18)):
        beyond = [
            (national["systems_shadow_acs"] + national["systems_acs"]).iloc[quarter]
            for national, _ in runs
        ]
        print(f"quarter {quarter}: {sorted(beyond)}")
        assert low <= np.median(beyond) <= high
