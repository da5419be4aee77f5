"""A single contract goes live when everything is met, waits while it is not, lapses or ends."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from acs_abm.clock import Date
from acs_abm.decisions.contract_holder import Holder
from acs_abm.stages.contract import Span
from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance
from acs_abm.steps.money.settlement import _result_of_holders


@pytest.fixture
def sought(world):
    """A place that has everything a partial contract asks for, eight quarters after it began."""
    place = int(np.flatnonzero(~world.ccgs.is_test_area)[0])
    system = world.population.ccgs.system[place]
    world.step = 20
    world.systems.stage[system] = Stage.ACS
    world.trusts.stance[:] = Stance.ALLIANCE
    world.ccgs.contract_level[:] = 0
    world.ccgs.contract_level[place] = Stance.PARTIAL
    world.ccgs.contract_since[place] = world.step - 8
    world.ccgs.checkpoints_passed[place] = 3
    world.ccgs.assurance_due[place] = world.step + 8  # when waiting would be over
    world.ccgs.holder[place] = Holder.GP_GROUP
    members = world.population.practices.ccg == place
    world.practices.run_by[members] = -1
    world.practices.agreement[members] = 0
    promise(world, members, "integration_agreement")
    return place


def promise(world, practices, option):
    """Let practices promise an option, and want it whatever their luck."""
    world.practices.promise[practices] = world.options.names.index(option)
    world.practices.independence_value[practices] = -500.0
    world.practices.addressed_by[practices] = -1


def members_of(world, place):
    return np.flatnonzero(world.population.practices.ccg == place)


def stances(world, place):
    return set(world.practices.stance[members_of(world, place)].tolist())


def test_it_goes_live_and_members_are_partial(world, sought, agreements_form):
    agreements_form(world)
    assert world.ccgs.contract_live[sought]
    assert world.ccgs.stance[sought] == Stance.PARTIAL
    assert stances(world, sought) == {Stance.PARTIAL}
    assert (world.event_log[-1].what, world.event_log[-1].detail) == ("contract live", "PARTIAL")


def test_members_of_a_full_contract_are_full(world, sought, agreements_form):
    world.ccgs.contract_level[sought] = Stance.FULL
    promise(world, members_of(world, sought), "full_contract")
    agreements_form(world)
    assert stances(world, sought) == {Stance.FULL}


MISSING = [
    "time", "practices", "trusts", "stage", "assurance", "regulations", "court", "consultation",
    "holder", "willing holder",
]  # fmt: skip


def starts(world, **dates):
    """Let the dated inputs of the calendar begin at other dates."""
    contract = dataclasses.replace(world.calendar.contract, **dates)
    world.calendar = dataclasses.replace(world.calendar, contract=contract)


@pytest.mark.parametrize("missing", MISSING)
def test_it_does_not_go_live_for_want_of(missing, world, sought, agreements_form):
    if missing == "time":
        world.ccgs.contract_since[sought] = world.step - 7
    elif missing == "practices":
        rows = members_of(world, sought)
        world.practices.promise[rows[: int(0.6 * len(rows))]] = 0
    elif missing == "trusts":
        world.trusts.stance[:] = Stance.INDEPENDENT
    elif missing == "assurance":
        world.ccgs.checkpoints_passed[sought] = 2
    elif missing == "regulations":
        starts(world, regulations_from=Date.parse("2022-Q3"))
    elif missing == "court":
        world.court_until = world.step + 1
    elif missing == "consultation":
        starts(world, consultation_from=Date.parse("2022-Q2"))
    elif missing == "holder":
        world.ccgs.holder[sought] = -1
    elif missing == "willing holder":
        home = world.population.trusts.system == world.population.ccgs.system[sought]
        smallest = np.flatnonzero(home)[world.trusts.income[home].argmin()]
        world.trusts.stance[smallest] = Stance.INDEPENDENT  # the others keep the share up
        world.ccgs.holder[sought], world.ccgs.holder_trust[sought] = Holder.ACUTE, smallest
    else:
        world.systems.stage[world.population.ccgs.system[sought]] = Stage.SHADOW_ACS
    agreements_form(world)
    assert not world.ccgs.contract_live[sought]
    assert world.ccgs.contract_level[sought] == Stance.PARTIAL


def test_a_test_area_need_not_wait_for_its_system(world, sought, agreements_form):
    world.systems.stage[world.population.ccgs.system[sought]] = Stage.CANDIDATE
    world.ccgs.is_test_area[sought] = True
    agreements_form(world)
    assert world.ccgs.contract_live[sought]


def test_who_promised_stays_where_it_is_until_the_contract_is_live(world, sought, agreements_form):
    world.ccgs.contract_since[sought] = world.step
    members = members_of(world, sought)
    allied = members[::2]
    world.systems.launched[world.population.ccgs.system[sought]] = 0
    world.practices.agreement[allied] = world.options.names.index("alliance_agreement")
    agreements_form(world)
    assert world.ccgs.alliance_live[sought]
    assert (world.practices.stance[allied] == Stance.ALLIANCE).all()
    assert (world.practices.stance[np.setdiff1d(members, allied)] <= Stance.INDEPENDENT).all()
    assert world.practices.promise[members].all()


def test_a_dated_pause_holds_a_contract_up_until_it_is_over(world, sought, agreements_form):
    pause = Span(Date.parse("2022-05"), Date.parse("2022-08"))
    starts(world, pauses=(pause,))
    agreements_form(world)
    assert not world.ccgs.contract_live[sought]
    world.step += 1
    agreements_form(world)
    assert world.ccgs.contract_live[sought]


@pytest.mark.parametrize(("waited", "lapses"), [(7, False), (8, True), (30, True)])
def test_a_procurement_lapses_after_eight_quarters_of_waiting_and_is_closed_for_eight(
    waited, lapses, world, sought, agreements_form
):
    world.systems.stage[world.population.ccgs.system[sought]] = Stage.CANDIDATE
    world.ccgs.assurance_due[sought] = world.step + 8 - waited
    agreements_form(world)
    assert bool(world.ccgs.contract_level[sought] == 0) is lapses
    if lapses:
        assert world.ccgs.closed_until[sought] == world.step + 9
        assert not world.practices.promise[members_of(world, sought)].any()
        assert not world.practices.agreement[members_of(world, sought)].any()
        assert world.event_log[-1].what == "procurement lapsed"


def test_every_evaluation_is_logged_with_values_thresholds_and_verdict(
    world, sought, agreements_form
):
    before = len(world.gate_log)
    agreements_form(world)
    (record,) = world.gate_log[before:]
    assert (record.stage, record.rows.tolist()) == (Stage.ACO, [sought])
    assert record.thresholds.tolist() == [0.7, 0.6, 0.6, *[0.5] * 6]
    assert record.values[0].tolist() == [1.0] * 9
    assert record.conditions[0] == "quarters_served"
    assert record.conditions[1:] == tuple(
        condition.measure for condition in world.calendar.rule(Stage.ACO).conditions
    )
    assert record.weights.tolist() == [1.0] * 9
    assert record.quarters_served.tolist() == [8]
    assert record.verdict.tolist() == [2]


def test_a_live_contract_is_not_judged_again(world, sought, agreements_form):
    agreements_form(world)
    before = len(world.gate_log)
    world.systems.stage[:] = Stage.STP
    agreements_form(world)
    assert len(world.gate_log) == before
    assert world.ccgs.contract_live[sought]


@pytest.fixture
def live(world, sought, agreements_form):
    """A place whose contract has been live for longer than its grace."""
    agreements_form(world)
    world.ccgs.live_since[sought] = world.step - 5
    world.systems.governance[:] = 0.7
    return sought


def test_a_holder_has_no_part_in_what_came_before_its_contract(world, sought, agreements_form):
    places = world.money.places
    places.year_benchmark[:], places.year_spending[:] = 8e6, 5e6
    agreements_form(world)
    places.year_benchmark[sought] += 4e6
    places.year_spending[sought] += 4e6
    result = _result_of_holders(world)
    assert result.holder[sought] == result.commissioner[sought] == result.practices[sought] == 0.0
    places.year_spending[sought] -= 1e5
    shared = _result_of_holders(world)
    parts = shared.holder + shared.commissioner + shared.practices
    assert parts[sought] == pytest.approx(1e5)


def test_a_withdrawn_premium_is_over_with_the_contract(world, live, agreements_form):
    world.ccgs.premium_withdrawn[live] = world.ccgs.withdrawal_known[live] = True
    world.challenge_upheld = world.step
    agreements_form(world)
    assert not world.ccgs.premium_withdrawn[live]
    assert not world.ccgs.withdrawal_known[live]


@pytest.mark.parametrize("lost", ["practices", "governance", "case"])
def test_a_live_contract_ends_when_it_lost(lost, world, live, agreements_form):
    trust = world.ccgs.trust_in_partners[live]
    if lost == "practices":
        rows = members_of(world, live)
        world.practices.agreement[rows[: int(0.7 * len(rows))]] = 0
    elif lost == "governance":
        world.systems.governance[world.population.ccgs.system[live]] = 0.39
    else:
        world.challenge_upheld = world.step
    agreements_form(world)
    assert not world.ccgs.contract_live[live]
    assert world.ccgs.contract_level[live] == 0
    assert world.ccgs.closed_until[live] == world.step + 9
    assert world.ccgs.trust_in_partners[live] < trust
    assert stances(world, live) <= {Stance.INDEPENDENT, Stance.RESISTING, Stance.ALLIANCE}
    assert world.event_log[-1].what == "contract ended"


@pytest.mark.parametrize(("quarters", "ends"), [(1, False), (4, False), (5, True)])
def test_a_contract_ends_only_after_its_grace(quarters, ends, world, live, agreements_form):
    world.ccgs.live_since[live] = world.step - quarters
    world.systems.governance[:] = 0.1
    agreements_form(world)
    assert bool(world.ccgs.contract_live[live]) is not ends


def test_a_live_contract_that_keeps_what_it_needs_goes_on(world, live, agreements_form):
    agreements_form(world)
    assert world.ccgs.contract_live[live]
    assert (world.ccgs.reactivation_right < 0).all()
