"""CCGs decide: who is bound, what begins, what a decision leaves behind."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.model import AccountableCareModel
from acs_abm.stance import Stance
from acs_abm.steps.commissioners import ccgs_decide, deliberate
from acs_abm.steps.observation import observe

EAGER = {
    "commissioner.considers_later": 1,
    "commissioner.considers_early": 1,
    "commissioner.savings_partial": 0.3,
    "commissioner.procures_governance": 0,
}
LEGAL = {"litigation.hazard": 0, "litigation.opposition_hazard": 0}


@pytest.fixture
def started(three_systems, plan):
    def begin(**values):
        model = AccountableCareModel(plan.change(**values), 1, population=three_systems)
        return model.world

    return begin


def decide(world):
    """One step's decisions on a world whose calendar has turned."""
    world.systems.pressure[:] = 0.3
    ccgs_decide(world)


def test_who_seeks_or_holds_a_contract_does_not_think_again(started):
    world = started(**EAGER)
    world.ccgs.contract_level[:3] = Stance.PARTIAL
    world.ccgs.stance[:3] = Stance.PARTIAL
    world.ccgs.alliance_live[:] = True
    assert (deliberate(world).chance[:3] == 0).all()
    assert (deliberate(world).chance[3:] == 1).all()
    decide(world)
    assert (world.ccgs.stance[:3] == Stance.PARTIAL).all()


def test_choosing_a_contract_begins_assurance_at_once(started):
    world = started(**EAGER)
    world.ccgs.is_test_area[:] = True
    decide(world)
    began = world.ccgs.contract_level > 0
    assert began.sum() > 5
    assert (world.ccgs.contract_level[began] == world.ccgs.stance[began]).all()
    assert (world.ccgs.assurance_due[began] == 4).all()
    codes = [event.code for event in world.event_log if event.what == "procurement began"]
    assert codes == [world.population.ccgs.code[row] for row in np.flatnonzero(began)]


def test_a_place_that_is_closed_seeks_no_contract(started):
    world = started(**EAGER)
    world.ccgs.is_test_area[:] = True
    world.ccgs.closed_until[:] = 1
    decide(world)
    assert not world.ccgs.contract_level.any()


def test_only_test_areas_and_places_of_governed_systems_in_the_shadow_may_seek_one(started):
    world = started(**EAGER | {"commissioner.procures_governance": 0.5})
    world.systems.stage[:] = [2, 2, 1]
    world.systems.governance[:] = [0.6, 0.4, 0.6]
    world.ccgs.is_test_area[:] = False
    open_now = deliberate(world).available[:, Stance.PARTIAL]
    assert open_now.tolist() == (world.population.ccgs.system == 0).tolist()


def test_after_assurance_fails_for_good_a_ccg_is_back_in_its_alliance(three_systems, plan):
    quiet = {"commissioner.considers_later": 0, "commissioner.considers_early": 0}
    scenario = plan.change(**LEGAL | quiet | {"assurance.pass_probability": 0.0})
    model = AccountableCareModel(scenario, 1, population=three_systems)
    world, place = model.world, 0
    world.ccgs.is_test_area[:] = False
    world.fixtures.test_area_from[:] = -1
    world.ccgs.stance[place] = world.ccgs.contract_level[place] = Stance.PARTIAL
    chosen = np.zeros(len(world.ccgs.stance), dtype=bool)
    chosen[place] = True
    from acs_abm.steps.assurance import begin_assurance

    begin_assurance(world, chosen)
    world.systems.launched[:] = 0
    while world.ccgs.contract_level[place]:
        assert world.ccgs.stance[place] == Stance.PARTIAL
        model.step()
    assert world.ccgs.stance[place] == Stance.ALLIANCE


def test_a_ccg_that_resists_costs_its_system_trust(started):
    world, other = started(), started()
    system = world.population.ccgs.system
    world.ccgs.stance[system == 0] = Stance.RESISTING
    observe(world)
    observe(other)
    for block, home in ((world.ccgs, system), (world.trusts, world.population.trusts.system)):
        same = other.ccgs if block is world.ccgs else other.trusts
        assert (block.trust_in_partners[home == 0] < same.trust_in_partners[home == 0]).all()
        assert (block.trust_in_partners[home > 0] == same.trust_in_partners[home > 0]).all()


def test_a_threatened_ccg_at_level_0_resists_where_resistance_is_likely(started):
    sure = started(**{"commissioner_resistance.base": 0, "commissioner.procurement_alliance": 1})
    found = deliberate(sure)
    assert (found.resists_chance >= 0.5).all()
    decide(sure)
    resist = sure.ccgs.stance == Stance.RESISTING
    assert (resist == (found.considers & (found.best == 0) & found.resists)).all()
    assert resist.any()
