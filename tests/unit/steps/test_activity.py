"""Patients in a run: they come, are counted, choose a hospital and feel integration."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.model import AccountableCareModel
from acs_abm.outcomes.demand import Demand, Stream
from acs_abm.outcomes.integration_effect import IntegrationEffect
from acs_abm.population.trust_accounts import TrustAccountRules
from acs_abm.stance import Stance
from acs_abm.start import disrupts, long_run_effects, place_capability
from acs_abm.steps.demand import demand_arises
from acs_abm.steps.integration_effects import take_effect

NHS = TrustAccountRules().acute_nhs


@pytest.fixture
def world(small_model):
    return small_model.world


@pytest.fixture(scope="module")
def england_world(england):
    return AccountableCareModel("plan_2017", seed=1, population=england).world


# ---------------------------------------------------------------- how many come


def test_whole_patients_come(world):
    demand_arises(world)
    counts = world.activity.counts
    assert (counts == np.floor(counts)).all()
    assert (counts >= 0).all()


def test_those_who_come_are_those_that_ccgs_count(world):
    demand_arises(world)
    home, n = world.population.practices.ccg, len(world.ccgs.stance)
    for stream in Stream:
        by_practice = np.bincount(home, world.activity.counts[:, stream], n)
        assert (by_practice == world.activity.by_ccg[:, stream]).all()


def test_the_country_comes_close_to_the_published_rates_in_its_first_year(england_world):
    world, came = england_world, np.zeros(len(Stream))
    for world.step in range(4):
        demand_arises(world)
        came += world.activity.by_ccg.sum(axis=0)
    rates = 1000 * came / world.practices.list_size.sum()
    published, half_a_year = np.array([100, 408, 140, 330, 5160]), 1.013
    assert rates == pytest.approx(half_a_year * published, rel=0.01)


def test_a_small_list_carries_real_actuarial_risk(england_world):
    """A quarter's emergencies stray from the expected by luck of the year and of each admission."""
    world, p, world.step = england_world, Demand(), 0
    demand_arises(world)
    expected = world.activity.expected[:, Stream.EMERGENCY]
    came = world.activity.counts[:, Stream.EMERGENCY]
    strays = came / expected - 1
    small, large = expected < np.quantile(expected, 0.1), expected > np.quantile(expected, 0.9)
    for some in (small, large):
        told = np.mean(p.year_variance + 1 / expected[some])
        assert strays[some].std() == pytest.approx(np.sqrt(told), rel=0.1)
    assert strays[small].std() > 1.1 * strays[large].std()
    assert strays.mean() == pytest.approx(0.0, abs=0.01)


def test_the_luck_of_a_year_stays_until_the_next_april(world):
    seen = []
    for world.step in range(5):
        demand_arises(world)
        seen.append(world.activity.year_luck.copy())
    assert all((luck == seen[0]).all() for luck in seen[:4])
    assert (seen[4] != seen[0]).all()


def test_a_practice_has_the_same_patients_whichever_systems_run(england, england_world, plan):
    alone = AccountableCareModel(plan, seed=1, systems=["DOR"], population=england).world
    england_world.step = 0
    for world in (alone, england_world):
        demand_arises(world)
    codes = {code: row for row, code in enumerate(england_world.population.practices.code)}
    rows = [codes[code] for code in alone.population.practices.code]
    assert (england_world.activity.counts[rows] == alone.activity.counts).all()


# ---------------------------------------------------------------- where they go


def test_all_patients_of_the_country_go_somewhere(england_world):
    activity = england_world.activity
    assert activity.trust_share_emergency.sum(axis=1) == pytest.approx(1.0)
    assert activity.trust_share_elective.sum(axis=1) == pytest.approx(NHS)


def test_some_patients_of_a_part_of_the_country_go_elsewhere(england, plan):
    part = AccountableCareModel(plan, seed=1, systems=["BCWB"], population=england).world
    assert (part.activity.trust_share_elective.sum(axis=1) < NHS - 0.05).all()
    country = AccountableCareModel(plan, seed=1, population=england).world
    whole = country.population
    ccgs = [whole.ccgs.code.index(code) for code in part.population.ccgs.code]
    trusts = [whole.trusts.code.index(code) for code in part.population.trusts.code]
    there = country.activity.trust_share_elective[np.ix_(ccgs, trusts)]
    assert part.activity.trust_share_elective == pytest.approx(there)


def test_choice_begins_at_one_and_waits_as_usual(world):
    assert world.activity.choice_index == pytest.approx(1.0)
    assert (world.activity.wait == 10.0).all()


def test_patients_of_a_merged_trust_follow_to_the_one_it_merged_into(world):
    shares = world.activity.trust_share_elective
    gone, kept = np.argsort(shares.sum(axis=0))[-2:]
    together = shares[:, gone] + shares[:, kept]
    world.trusts.merged_into[gone] = kept
    world.step = 1
    demand_arises(world)
    for name in ("trust_share_emergency", "trust_share_elective"):
        assert (getattr(world.activity, name)[:, gone] == 0).all()
    assert world.activity.trust_share_elective[:, kept] == pytest.approx(together)


def test_a_hospital_that_falls_loses_patients_next_april(world):
    demand_arises(world)
    before = world.activity.trust_share_elective.copy()
    largest = before.sum(axis=0).argmax()
    world.trusts.rating[largest] = 1
    world.step = 1
    demand_arises(world)
    assert (world.activity.trust_share_elective == before).all()
    world.step = 4
    demand_arises(world)
    assert world.activity.trust_share_elective[:, largest].sum() < before[:, largest].sum()


def test_protecting_choice_spreads_patients_wider(world):
    had_none = ~world.systems.has_choice_mechanism
    world.systems.has_choice_mechanism[:] = True
    demand_arises(world)
    assert had_none.any()
    assert (world.activity.choice_index[had_none] > 1).all()


# ---------------------------------------------------------------- integration


def join(world, share_of_practices=1.0):
    n = len(world.practices.stance)
    rows = np.arange(n) < share_of_practices * n
    world.practices.agreement[rows] = world.alliance_column
    world.practices.stance[rows] = Stance.ALLIANCE


def test_joining_disrupts_once_and_helps_later(world):
    before = world.activity.effect.copy()
    join(world)
    take_effect(world)
    at_first = world.activity.effect.copy()
    disruption = world.activity.disruption.copy()
    take_effect(world)
    assert (at_first > before).all()
    assert (world.activity.disruption < disruption).all()
    for _ in range(40):
        take_effect(world)
    assert world.activity.effect == pytest.approx(long_run_effects(world), rel=1e-2)
    assert (world.activity.effect < 0).all()


def test_a_place_without_agreements_has_no_effect(world):
    world.practices.stance[:] = Stance.RESISTING
    world.activity.second_lag[:] = world.activity.first_lag[:] = world.activity.disruption[:] = 0
    take_effect(world)
    assert (world.activity.effect == 0).all()


def test_a_hub_does_not_disrupt(world):
    p = world.scenario.values(IntegrationEffect)
    assert world.options.dependence[world.alliance_column] > p.disrupting_dependence
    assert (disrupts(world, np.zeros(3, dtype=np.int64)) == 0).all()


def test_an_abler_place_that_is_trusted_more_avoids_more(world):
    join(world)
    before = long_run_effects(world)
    world.practices.trust_in_lead[:] = np.minimum(world.practices.trust_in_lead + 0.1, 1)
    trusted = long_run_effects(world)
    world.systems.governance += 0.1
    assert (trusted < before).all()
    assert (long_run_effects(world) < trusted).all()
    assert (place_capability(world) > 0).all()


def test_vanguards_have_worked_for_two_years_when_the_plan_begins(england):
    def begun(name):
        world = AccountableCareModel(name, seed=1, population=england).world
        return world.activity.effect[world.ccgs.is_vanguard], world.activity.effect[
            ~world.ccgs.is_vanguard
        ]

    in_2017, others = begun("plan_2017")
    in_2015, _ = begun("hindcast_2015")
    assert in_2017.mean() < 0 < in_2015.mean()
    assert abs(others).mean() < 0.1 * abs(in_2017).mean()


def test_integration_changes_emergencies_and_nothing_else(world):
    demand_arises(world)
    before = world.activity.expected.copy()
    world.activity.effect[:] = -0.1
    demand_arises(world)
    assert (world.activity.expected[:, Stream.AE :] == before[:, Stream.AE :]).all()
    assert (world.activity.expected[:, 0] < before[:, 0]).all()
