"""Every scenario shipped asks something of its own, and moves what its sentence names."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pandas as pd
import pytest

from acs_abm.analysis.findings import Facts
from acs_abm.analysis.findings.strain import broke_first
from acs_abm.evidence import england_systems
from acs_abm.explore.runs import run_scenario
from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario, shipped_scenarios

NAMES = sorted(shipped_scenarios())
LEVERS = {
    "as_enacted": "calendar",
    "hindcast_2015": "start",
    "no_change": "offers",
    "paid_alliance": "offer.alliance_agreement.payment",
    "money_no_autonomy_cost": "offer.alliance_agreement.autonomy_lost",
    "full_integration_push": "offer.full_contract.payment",
    "generous_right_of_return": "practice.right_of_return_quality",
    "trust_led": "trust_run.start_hazard",
    "gp_led": "offer.hub.management_resource",
    "mandate": "mandate_from",
    "lmc_campaign": "lmc.strength_a",
    "risk_sharing": "risk_sharing.majority",
    "fast_track": "stage.acs.dwell",
    "careful": "stage.acs.dwell",
    "windmill": "allocation.extra_growth",
    "frimley": "stage.acs.alliance_coverage",
    "greater_manchester": "system.fund_per_head",
    "south_yorkshire_bassetlaw": "horizontal.start_share",
    "northumberland": "commissioning.surplus_mean",
    "nottinghamshire": "integration_effect.alliance",
    "blackpool_fylde_coast": "offer.hub.management_resource",
    "dorset": "risk_sharing.majority",
    "milton_keynes_bedfordshire_luton": "council.join_hazard",
    "berkshire_west": "ccg_merger.hazard",
}
"""What the sentence of each is about; all but one are held against the plan."""
SEEDS = range(1, 6)
"""A council or a CCG of one area acts once in ten years or not at all: one seed is luck."""
AGAINST = {"generous_right_of_return": "full_integration_push"}


def setting(name: str, lever: str) -> object:
    scenario = Scenario.load(name)
    return scenario.value(lever) if "." in lever else getattr(scenario, lever)


@cache
def run(name: str, systems: tuple[str, ...] = (), seed: int = 1) -> pd.DataFrame:
    return AccountableCareModel(name, seed, systems).run().tables()["national"]


def small(name: str, like: str = "", seed: int = 1) -> pd.DataFrame:
    """Run three systems, or the one that a scenario (or one that it is like) is about."""
    return run(name, Scenario.load(like or name).systems or ("DOR", "FRIM", "BCWB"), seed)


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_says_why_what_is_expected_and_where_its_facts_come_from(name):
    scenario = Scenario.load(name)
    assert scenario.why
    assert scenario.expectation
    assert scenario.sources or name in ("no_change", "paid_alliance")


def test_every_scenario_but_the_plan_names_its_lever():
    assert set(LEVERS) == {*NAMES} - {"plan_2017"}


def test_the_nine_areas_named_in_2017_have_one_each():
    about = [system for name in NAMES for system in Scenario.load(name).systems]
    assert sorted(about) == sorted(s.short_name for s in england_systems() if s.is_named_candidate)


@pytest.mark.parametrize("name", LEVERS)
def test_a_scenario_differs_in_the_lever_its_sentence_names(name):
    other, lever = AGAINST.get(name, "plan_2017"), LEVERS[name]
    assert setting(name, lever) != setting(other, lever)
    pairs = ((small(name, seed=s), small(other, like=name, seed=s)) for s in SEEDS)
    assert any(not one.equals(another) for one, another in pairs)


def test_no_two_scenarios_give_the_same_table():
    tables = {name: small(name) for name in NAMES}
    same = [pair for pair in combinations(NAMES, 2) if tables[pair[0]].equals(tables[pair[1]])]
    assert not same


@pytest.mark.slow
def test_no_two_scenarios_give_the_same_table_in_england():
    tables = {name: run(name) for name in NAMES}
    same = [pair for pair in combinations(NAMES, 2) if tables[pair[0]].equals(tables[pair[1]])]
    assert not same


@pytest.mark.slow
def test_windmill_has_a_third_of_ccgs_over_their_allocation_by_2022():
    now = run("windmill").set_index("quarter").loc["2022-Q1"]
    assert now["ccgs_overspent"] >= now["ccgs"] / 3
    planned = run("plan_2017").set_index("quarter").loc["2022-Q1"]
    assert planned["ccgs_overspent"] < planned["ccgs"] / 3


@pytest.mark.slow
def test_the_report_of_windmill_says_what_broke_first():
    tables = run_scenario(Scenario.load("windmill"), workers=1).tables
    (first,) = broke_first(Facts(tables, 1))
    assert first.startswith("What broke first: two thirds of CCGs spent more")
