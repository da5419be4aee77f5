"""Who leads a system, what a change of lead does, and what councils that join change."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.decisions.system_lead import SystemLead, merit, merit_terms
from acs_abm.model import AccountableCareModel
from acs_abm.outcomes.delayed_discharges import DelayedDischarges, delayed_bed_share
from acs_abm.start import best_lead
from acs_abm.steps import SCHEDULE
from acs_abm.steps.ties import esteem

ALWAYS = {"system.lead_change_hazard": 1.5}
MATURE = 6
"""The phase in which leads change."""


def run_phases(world, chosen):
    for phase in SCHEDULE:
        if chosen(phase.number):
            phase.run(world)


def by_hand(world, system, instead_of=-1):
    """The lead of a system, one trust at a time."""
    population, trusts = world.population, world.trusts
    rows = [r for r, s in enumerate(population.trusts.system) if s == system]
    rows = rows or [r for r, works in enumerate(population.trusts.partner_of[:, system]) if works]
    rows = [r for r in rows if trusts.is_standing[r]]
    best, most = -1, -1.0
    for row in rows:
        if row == instead_of and len(rows) > 1:
            continue
        others = [trusts.income[other] for other in rows if other != row]
        below = sum(income < trusts.income[row] for income in others)
        below += 0.5 * sum(income == trusts.income[row] for income in others)
        size = below / len(others) if others else 0.5
        found = 0.5 * esteem(world)[row] + 0.3 * trusts.rating[row] / 4.0 + 0.2 * size
        if found > most:
            best, most = row, found
    return best


def test_merit_is_trust_rating_and_size():
    facts = (np.array([0.6]), np.array([3.0]), np.array([1.0]))
    terms = merit_terms(*facts, SystemLead())
    assert {k: float(v[0]) for k, v in terms.items()} == pytest.approx(
        {"trust": 0.3, "rating": 0.225, "size": 0.2}
    )
    assert merit(*facts, SystemLead())[0] == pytest.approx(0.725)


def test_leads_are_those_found_by_hand_at_the_start_and_at_every_change(eight_systems, plan):
    model = AccountableCareModel(plan.change(**ALWAYS), 2, population=eight_systems)
    world, changes = model.world, 0
    n = len(world.systems.stage)
    assert world.systems.lead.tolist() == [by_hand(world, row) for row in range(n)]
    codes = list(world.population.systems.code)
    for step in range(12):
        world.step = step
        run_phases(world, lambda number: number < MATURE)
        before = world.systems.lead.copy()
        held = world.population, world.trusts, esteem(world)
        found = [best_lead(*held, r, SystemLead(), before[r]) for r in range(n)]
        assert found == [by_hand(world, r, before[r]) for r in range(n)]
        run_phases(world, lambda number: number == MATURE)
        changed = {codes.index(e.code) for e in world.event_log
                   if e.what == "lead changed" and e.step == step}  # fmt: skip
        for row in range(n):
            assert world.systems.lead[row] == (found[row] if row in changed else before[row])
        changes += len(changed)
        run_phases(world, lambda number: number > MATURE)
    assert changes > 5


def test_practices_begin_anew_with_a_new_lead_and_others_do_not(three_systems, plan):
    model = AccountableCareModel(plan.change(**ALWAYS), 1, population=three_systems)
    world, met = model.world, set()
    for _ in range(8):
        before, leads = world.practices.trust_in_lead.copy(), world.systems.lead.copy()
        model.step()
        moved = np.abs(world.practices.trust_in_lead - before)
        for system in range(3):
            here = world.population.practices.system == system
            is_new = bool(world.systems.lead[system] != leads[system])
            assert (moved[here].mean() > 0.1) == is_new
            met.add(is_new)
    assert met == {True, False}


def test_a_change_of_lead_costs_a_tenth_of_governance(three_systems, plan):
    ends = []
    for loss in (0.0, 0.1):
        scenario = plan.change(**ALWAYS, **{"system.lead_change_loss": loss})
        model = AccountableCareModel(scenario, 1, population=three_systems)
        model.step()
        ends.append(model.world.systems.governance)
    ratio = ends[1] / ends[0]
    changed = [e for e in model.world.event_log if e.what == "lead changed"]
    assert len(changed) == (ratio < 0.95).sum() > 0


def test_councils_that_joined_avoid_a_fifth_of_delayed_discharges():
    shares = delayed_bed_share(np.array([False, True]), DelayedDischarges())
    assert shares.tolist() == pytest.approx([0.045, 0.036])
