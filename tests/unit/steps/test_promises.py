"""Promises stand beside the stance, may be taken back, and are confirmed on the full terms."""

from __future__ import annotations

import numpy as np
import pytest
from shipped_options import ALLIANCE, FULL, PARTIAL, SUBCONTRACTED, TRUST_RUN

from acs_abm.columns import NEVER, World
from acs_abm.decisions.contract_holder import Holder
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.model import AccountableCareModel
from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance
from acs_abm.steps.calendar import turn_calendar
from acs_abm.steps.practice_facts import in_campaign
from acs_abm.steps.practices import considers_with
from acs_abm.steps.promises import choose_promises, settle_promises, would_confirm

EAGER, LOATH = -5000.0, 5000.0
"""Values of independence, £k a year, that no luck outweighs."""


@pytest.fixture
def procuring(world: World) -> World:
    """Every place procures a partial contract, of which everybody is free to think."""
    world.ccgs.contract_level[:] = Stance.PARTIAL
    world.ccgs.contract_live[:] = False
    world.ccgs.contract_since[:] = world.step
    world.practices.agreement[:] = 0
    world.practices.run_by[:] = -1
    world.practices.addressed_by[:] = -1
    world.practices.is_shaken[:] = False
    return world


def everyone(world: World) -> np.ndarray:
    return np.arange(len(world.practices.stance))


def promise(world: World, rows: np.ndarray | None = None) -> np.ndarray:
    """Let practices think of promising; return what everybody has promised."""
    rows = everyone(world) if rows is None else rows
    choose_promises(world, rows, in_campaign(world), world.scenario.values(PracticeChoice))
    return world.practices.promise


def test_nobody_promises_where_nothing_is_procured(procuring):
    procuring.practices.independence_value[:] = EAGER
    here = procuring.population.practices.ccg == 1
    procuring.ccgs.contract_level[:] = 0
    procuring.ccgs.contract_level[1] = Stance.PARTIAL
    assert (promise(procuring) == PARTIAL).tolist() == here.tolist()


@pytest.mark.parametrize("value", [EAGER, LOATH])
def test_nobody_promises_who_is_partial_or_full_already_or_run_by_a_trust(value, procuring):
    """Not even those who would rather have more of the contract, or less of it."""
    procuring.ccgs.contract_level[:] = Stance.FULL
    procuring.practices.independence_value[:] = value
    procuring.practices.agreement[:4] = [PARTIAL, FULL, SUBCONTRACTED, TRUST_RUN]
    promised = promise(procuring)
    assert not promised[:4].any()
    assert (promised[4:] > 0).all() == (value == EAGER)


def test_a_full_contract_may_be_promised_in_part(procuring):
    procuring.ccgs.contract_level[:] = Stance.FULL
    procuring.practices.independence_value[:] = 30.0
    promised = promise(procuring)
    assert set(promised.tolist()) <= {0, PARTIAL, FULL, SUBCONTRACTED}
    assert {PARTIAL, FULL, SUBCONTRACTED} <= set(promised.tolist())


def test_a_promise_is_taken_back_when_the_practice_thinks_again_and_thinks_otherwise(procuring):
    procuring.practices.independence_value[:] = EAGER
    promise(procuring)
    procuring.practices.independence_value[:] = LOATH
    thinks = everyone(procuring)[::3]
    promised = promise(procuring, thinks)
    assert not promised[thinks].any()
    assert (np.delete(promised, thinks) == PARTIAL).all()


def test_a_promise_changes_neither_what_is_held_nor_what_it_pays(procuring, agreements_form):
    procuring.systems.stage[:] = Stage.SHADOW_ACS
    procuring.systems.launched[:] = 0
    procuring.trusts.has_left[:] = False
    procuring.practices.agreement[:] = ALLIANCE
    agreements_form(procuring)
    procuring.practices.independence_value[:] = EAGER
    promised = promise(procuring)
    turn_calendar(procuring)
    agreements_form(procuring)
    assert (promised == PARTIAL).all()
    assert (procuring.practices.agreement == ALLIANCE).all()
    assert (procuring.practices.stance == Stance.ALLIANCE).all()
    assert (procuring.payments[:, ALLIANCE] == 1.5).all()


def test_the_more_a_contract_pays_the_more_practices_promise_it(england, plan):
    promised = []
    for payment in (0, 10, 20):
        paid = plan.change(**{"offer.integration_agreement.payment": payment})
        world = AccountableCareModel(paid, 1, population=england).world
        world.ccgs.contract_level[:] = Stance.PARTIAL
        turn_calendar(world)
        promised.append((promise(world) > 0).mean())
    assert promised[0] < promised[1] - 0.05 < promised[2] - 0.1


def test_when_the_process_lapses_promises_are_void_and_those_who_gave_them_think_again(
    procuring, agreements_form
):
    procuring.step = 40
    procuring.ccgs.contract_since[0] = 0
    procuring.ccgs.contract_level[1:] = 0
    procuring.ccgs.checkpoints_passed[0] = 3
    procuring.ccgs.assurance_due[0] = procuring.step  # waited long enough
    procuring.systems.stage[:] = Stage.CANDIDATE
    procuring.ccgs.is_test_area[:] = False
    here = np.flatnonzero(procuring.population.practices.ccg == 0)
    gave, others = here[::2], here[1::2]
    procuring.practices.promise[:] = 0
    procuring.practices.promise[gave] = PARTIAL
    agreements_form(procuring)
    assert procuring.ccgs.contract_level[0] == 0
    assert not procuring.practices.promise.any()
    assert procuring.practices.is_shaken[gave].all()
    assert not procuring.practices.is_shaken[others].any()
    chance = considers_with(
        procuring, in_campaign(procuring), procuring.scenario.values(PracticeChoice)
    )
    assert (chance[gave] == 0.5).all()


def test_who_refuses_the_full_terms_would_not_confirm_what_it_promised(procuring):
    procuring.practices.promise[:] = PARTIAL
    procuring.practices.independence_value[::2] = LOATH
    procuring.practices.independence_value[1::2] = EAGER
    confirms = would_confirm(procuring, procuring.ccgs.contract_level > 0)
    assert not confirms[::2].any()
    assert confirms[1::2].all()


def test_fewer_confirm_than_promise_for_a_promise_costs_only_part(procuring):
    promised = promise(procuring) > 0
    confirms = would_confirm(procuring, procuring.ccgs.contract_level > 0)
    assert not confirms[~promised].any()
    assert 0.05 < confirms.sum() / promised.sum() < 0.7


def test_who_confirms_is_signed_up_and_who_refuses_loses_its_promise(procuring):
    practices = procuring.practices
    practices.promise[:] = PARTIAL
    practices.agreement[:] = ALLIANCE
    practices.is_resisting[:] = False
    confirms = everyone(procuring) % 3 == 0
    here = procuring.population.practices.ccg == 0
    settle_promises(procuring, np.arange(len(procuring.ccgs.stance)) == 0, confirms)
    assert (practices.agreement[here & confirms] == PARTIAL).all()
    assert (practices.agreement[here & ~confirms] == ALLIANCE).all()
    assert not practices.promise[here].any()
    assert (practices.promise[~here] == PARTIAL).all()
    assert (practices.agreement[~here] == ALLIANCE).all()


@pytest.mark.parametrize(("willing", "goes_live"), [(0.5, False), (0.8, True)])
def test_a_contract_goes_live_only_if_enough_of_those_who_promised_confirm(
    willing, goes_live, procuring, agreements_form
):
    procuring.step = 20
    procuring.ccgs.contract_since[:] = 0
    procuring.ccgs.contract_level[1:] = 0
    procuring.ccgs.contract_since[0] = procuring.step - 8
    procuring.ccgs.checkpoints_passed[0] = 3
    procuring.ccgs.assurance_due[0] = procuring.step + 8
    procuring.ccgs.holder[0] = Holder.GP_GROUP
    procuring.court_until = NEVER
    procuring.systems.stage[:] = Stage.ACS
    procuring.trusts.stance[:] = Stance.ALLIANCE
    rows = np.flatnonzero(procuring.population.practices.ccg == 0)
    size = procuring.population.practices.list_size[rows]
    wants = np.cumsum(size) <= willing * size.sum()
    procuring.practices.promise[rows] = PARTIAL
    procuring.practices.independence_value[rows] = np.where(wants, EAGER, LOATH)
    share = procuring.mean_by_ccg(would_confirm(procuring, procuring.ccgs.contract_level > 0))[0]
    assert share == pytest.approx(willing, abs=0.1)
    agreements_form(procuring)
    assert procuring.ccgs.contract_live[0] == goes_live
    if goes_live:
        assert (procuring.practices.stance[rows[wants]] == Stance.PARTIAL).all()
        assert (procuring.practices.stance[rows[~wants]] < Stance.ALLIANCE).all()
        assert not procuring.practices.promise[rows].any()
    else:
        assert (procuring.practices.promise[rows[wants]] == PARTIAL).all()
        assert not procuring.practices.promise[rows[~wants]].any()  # they were asked, and refused
        assert (procuring.practices.stance[rows] < Stance.ALLIANCE).all()


def test_a_place_that_procures_campaigns_among_its_hub_members_for_a_year(procuring):
    p = procuring.scenario.values(PracticeChoice)
    procuring.systems.campaign_until[:] = NEVER
    procuring.ccgs.contract_level[1:] = 0
    here = procuring.population.practices.ccg == 0
    campaigned = in_campaign(procuring)
    assert campaigned.tolist() == (here & procuring.in_hub).tolist()
    chance = considers_with(procuring, campaigned, p)
    assert chance[campaigned] == pytest.approx(0.5)
    assert chance[~campaigned] == pytest.approx(0.080, abs=5e-4)
    procuring.step += 3
    assert in_campaign(procuring).any()
    procuring.step += 1
    assert not in_campaign(procuring).any()


def test_the_campaign_for_a_contract_ends_when_it_is_live(procuring):
    procuring.systems.campaign_until[:] = NEVER
    procuring.ccgs.contract_live[:] = True
    assert not in_campaign(procuring).any()
