"""What levels are open to trusts, who holds a contract, and what follows when one ends."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.contracts.trust_costs import TrustCosts, variable_cost
from acs_abm.decisions.contract_holder import Holder
from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance
from acs_abm.steps.holders import holder_accepts, worth_of_holding
from acs_abm.steps.money.exposure import exposed_to_emergencies
from acs_abm.steps.observation import observe
from acs_abm.steps.trust_facts import holders, levels_open, trust_facts
from acs_abm.steps.trusts import trusts_decide


@pytest.fixture
def system(world):
    """Row of a system with nothing sought, below CANDIDATE."""
    row = int(world.population.ccgs.system[np.flatnonzero(~world.ccgs.is_test_area)[0]])
    world.ccgs.contract_level[:] = 0
    world.systems.stage[row] = Stage.STP
    return row


def of(world, system):
    return np.flatnonzero(world.population.trusts.system == system)


def place_in(world, system):
    return int(np.flatnonzero(world.population.ccgs.system == system)[0])


@pytest.mark.parametrize(
    ("stage", "sought", "expected"),
    [
        (Stage.STP, 0, [1, 0, 0, 0]),
        (Stage.CANDIDATE, 0, [1, 1, 0, 0]),
        (Stage.STP, Stance.PARTIAL, [1, 0, 1, 0]),
        (Stage.ACS, Stance.FULL, [1, 1, 1, 1]),
    ],
)
def test_levels_open_with_the_stage_and_with_what_any_place_seeks(
    world, system, stage, sought, expected
):
    world.systems.stage[system] = stage
    world.ccgs.contract_level[place_in(world, system)] = sought
    assert (levels_open(world)[of(world, system)] == expected).all()


def test_a_contract_elsewhere_opens_nothing_here(world, system):
    other = place_in(world, (system + 1) % len(world.systems.stage))
    world.ccgs.contract_level[other] = Stance.FULL
    assert not levels_open(world)[of(world, system), 2:].any()


def test_trusts_of_a_system_without_its_contract_fall_back_to_the_alliance(world, system):
    world.systems.stage[system] = Stage.ACS
    world.trusts.stance[of(world, system)] = Stance.FULL
    trusts_decide(world)
    assert world.trusts.stance[of(world, system)].max() <= Stance.ALLIANCE
    assert (world.trusts.stance[of(world, system)] == Stance.ALLIANCE).any()


def test_peers_are_counted_by_income_at_each_level_or_above(world, system):
    rows = of(world, system)
    world.trusts.stance[rows] = Stance.RESISTING
    world.trusts.stance[rows[0]] = Stance.PARTIAL
    part = world.trusts.income[rows[0]] / world.trusts.income[rows].sum()
    assert trust_facts(world).peer_share[rows[0]] == pytest.approx([1.0, part, part, 0.0])


@pytest.fixture
def holding(world, system):
    """A place of the system that seeks a partial contract, and the trust chosen to hold it."""
    place, trust = place_in(world, system), int(of(world, system)[0])
    world.ccgs.contract_level[place] = Stance.PARTIAL
    world.ccgs.holder[place], world.ccgs.holder_trust[place] = Holder.ACUTE, trust
    world.systems.pressure[system] = 0.0
    world.trusts.margin[trust] = 0.0
    world.trusts.trust_in_partners[trust] = 0.5
    return place, trust


def test_what_holding_is_worth_by_hand(world, holding):
    place, trust = holding
    assert holders(world)[trust]
    world.trusts.stance[:] = Stance.INDEPENDENT
    # 0.5 for holding, 0.1 because it keeps more autonomy than it loses, 0.8 for two levels, and
    # what 4% of its emergencies would have cost at the margin: it keeps the budget
    emergencies = exposed_to_emergencies(world)[0][trust]
    saved = 100.0 * 0.04 * emergencies * variable_cost(TrustCosts())
    assert worth_of_holding(world)[place] == pytest.approx(0.5 + 0.1 - 0.8 + saved)
    world.money.price[:] = 0.0
    assert not holder_accepts(world)[place]
    world.trusts.stance[trust] = Stance.PARTIAL
    assert holder_accepts(world)[place]


def test_a_trust_in_deep_deficit_accepts_what_another_would_not(world, holding):
    place, trust = holding
    world.trusts.stance[:] = Stance.INDEPENDENT
    world.trusts.margin[trust] = -0.05
    assert holder_accepts(world)[place]


def test_partners_of_trusts_that_resist_trust_less(world, system):
    world.trusts.stance[of(world, system)] = Stance.RESISTING
    ties = world.ties
    ties.damage[:] = 0.0
    observe(world)
    resists = (ties.system == system) & (ties.whom < len(world.trusts.stance))
    assert ties.damage[resists] == pytest.approx(0.6 * 0.05)
    assert (ties.damage[(ties.system == system) & ~resists] == 0.0).all()
