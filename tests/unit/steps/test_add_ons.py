"""Add-ons pay by the same rules as levels, and what is lost without them is a threat."""

from __future__ import annotations

import numpy as np
import pytest
from shipped_options import INDEPENDENT

from acs_abm.columns import NEVER, World
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.model import AccountableCareModel
from acs_abm.stages.stage import Stage
from acs_abm.steps.add_ons import add_on_gain
from acs_abm.steps.calendar import turn_calendar
from acs_abm.steps.practices import lost_by_staying_out, practices_decide

NETWORK = """
name: with_network
extends: plan_2017
offers:
  network:
    add_on: true
    opened_by: national
    open_to: [GMS, PMS]
    {more}
    terms: {{payment: 5, lost_by_staying_out: {lost}, duration: 4}}
"""


@pytest.fixture
def world_with(three_systems, tmp_path):
    """Make a world with an add-on of £5 a patient; nothing else is lost by staying out."""

    def make(more="", lost=0) -> World:
        file = tmp_path / "network.yaml"
        file.write_text(NETWORK.format(more=more, lost=lost), encoding="utf-8")
        world = AccountableCareModel(file, population=three_systems).world
        world.systems.stage[:] = [Stage.STP, Stage.SHADOW_ACS, Stage.ACS]
        world.practices.agreement[:] = 0
        world.practices.run_by[:] = -1
        turn_calendar(world)
        return world

    return make


def column(world: World) -> int:
    return [offer.name for offer in world.add_ons].index("network")


def gain(world: World, rows: np.ndarray) -> np.ndarray:
    return add_on_gain(world, rows, column(world), world.scenario.values(PracticeChoice))


def test_an_add_on_may_pay_from_a_stage_on(world_with):
    everywhere, from_shadow = world_with(), world_with("pays_from_stage: SHADOW_ACS")
    reached = from_shadow.systems.stage[from_shadow.population.ccgs.system] >= Stage.SHADOW_ACS
    assert (everywhere.add_on_payments[:, column(everywhere)] == 5.0).all()
    found = from_shadow.add_on_payments[:, column(from_shadow)]
    assert found.tolist() == (5.0 * reached).tolist()
    rows = np.arange(len(from_shadow.practices.stance))
    waits = ~reached[from_shadow.population.practices.ccg]
    less = gain(everywhere, rows) - gain(from_shadow, rows)
    assert (less[waits] > 0).all()
    assert not less[~waits].any()


def test_a_local_premium_for_an_add_on_may_be_withdrawn_and_counts_for_less(world_with):
    world = world_with("local_premium: true")
    # four years: 5 · (1 − 0.05 · 4 / 2)
    assert world.add_on_payments[:, column(world)] == pytest.approx(4.5)
    world.ccgs.premium_withdrawn[0] = True
    turn_calendar(world)
    assert world.add_on_payments[0, column(world)] == 0.0
    assert world.add_on_payments[1:, column(world)] == pytest.approx(4.5)


def test_what_is_lost_without_an_add_on_threatens_those_who_could_hold_it_and_do_not(world_with):
    world = world_with(lost=3)
    world.practices.add_ons[::2, column(world)] = True
    rows = np.arange(len(world.practices.stance))
    may = world.fixtures.may_take_add_on[:, column(world)]
    held = world.practices.add_ons[:, column(world)]
    assert 0 < may.sum() < len(may)
    assert lost_by_staying_out(world, rows).tolist() == (3.0 * (may & ~held)).tolist()


def test_nothing_is_lost_by_staying_out_of_an_add_on_that_is_closed(world_with):
    world = world_with("deadline: 2017-Q3", lost=3)
    world.step = 4
    assert not lost_by_staying_out(world, np.arange(20)).any()


def test_more_resist_where_they_lose_a_payment_for_an_add_on_they_will_not_take(world_with):
    resisting = []
    for lost in (0, 10):
        world = world_with(lost=lost)
        world.systems.launched[:] = NEVER
        world.ccgs.alliance_live[:] = False
        world.systems.pressure[:] = 0.6
        world.practices.is_shaken[:] = True  # half of them consider
        world.practices.is_resisting[:] = False
        practices_decide(world)
        assert (world.practices.agreement == INDEPENDENT).all()
        resisting.append(world.practices.is_resisting.mean())
    assert resisting[1] > resisting[0] + 0.1


def test_a_paid_add_on_is_thought_of_by_six_in_ten_in_the_quarter_in_which_it_closes(world_with):
    world = world_with("deadline: 2018-Q1")
    world.practices.value_of_a_pound[:] = 1000.0  # whoever thinks of it takes it
    column = [offer.name for offer in world.add_ons].index("network")
    may = world.fixtures.may_take_add_on[:, column]
    taken = []
    for world.step in range(2, 5):
        world.practices.add_ons[:, column] = False
        practices_decide(world)
        taken.append(world.practices.add_ons[may, column].mean())
    spread = 3 * 0.5 / may.sum() ** 0.5
    assert taken == pytest.approx([0.08, 0.6, 0.0], abs=spread)
    assert not world.practices.add_ons[~may, column].any()
