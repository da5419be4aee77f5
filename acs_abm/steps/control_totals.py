"""Phase 5: trusts' results build up against control totals; money, segments, deficits follow."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, Flags, World
from acs_abm.decisions.regulator_oversight import Oversight, next_segment, segment_due
from acs_abm.decisions.system_deficit import DeficitPassedOn, passes_on
from acs_abm.decisions.system_risk_sharing import RiskSharing
from acs_abm.decisions.trust_control_total import (
    TrustControlTotal,
    money_earned,
    quarters_plan,
)
from acs_abm.outcomes.relationships import Relationships, after_bad
from acs_abm.stages.stage import Stage
from acs_abm.steps.money.funds import pay_sustainability_money
from acs_abm.steps.money.trust_results import quarters_result, tell_margins
from acs_abm.steps.shares import income_mean
from acs_abm.steps.ties import blame_deficits


def settle_quarter(world: World) -> None:
    """Once a quarter compare results with control totals; once a year draw the consequences."""
    if not world.clock.closes_quarter(world.step):
        return
    p, trusts = world.scenario.values(TrustControlTotal), world.trusts
    plan = quarters_plan(trusts.asked, world.money.trusts.forecast, p)
    trusts.shortfall_so_far += np.where(trusts.is_standing, plan - quarters_result(world), 0.0)
    _earn_money(world, p)
    pay_sustainability_money(world)
    if world.clock.closes_financial_year(world.step):
        _close_year(world)


def _earn_money(world: World, p: TrustControlTotal) -> None:
    """Switch each trust's sustainability money of the quarter on or off, in its two parts."""
    trusts, system = world.trusts, world.population.trusts.system
    met = trusts.shortfall_so_far <= 0.0
    met_together = income_mean(world, trusts.shortfall_so_far) <= 0.0
    share = world.scenario.values(RiskSharing).joint_share
    joint = np.where(world.systems.shares_control_total, share, 0.0)
    luck = world.chance.uniform("trust.access", world.step, world.population.trusts.key)
    earned = money_earned(met, met_together[system], joint[system], luck < p.access_met, p)
    trusts.money_earned = earned * trusts.accepts_control_total


def _close_year(world: World) -> None:
    """At the end of March: shortfalls, segments, and deficits that are passed on."""
    trusts, systems = world.trusts, world.systems
    trusts.shortfall = trusts.shortfall_so_far.copy()
    trusts.shortfall_so_far[:] = 0.0
    tell_margins(world)
    systems.shortfall = income_mean(world, trusts.shortfall)
    back = world.calendar.rule(Stage.ACS).back
    over = systems.shortfall > (back.control_total_excess if back else 0.0)
    over &= systems.stage >= Stage.ACS
    systems.years_over = np.where(over, systems.years_over + 1, 0)
    met = trusts.accepts_control_total & (trusts.shortfall <= 0.0)
    due = segment_due(met, trusts.margin, trusts.rating, world.scenario.values(Oversight))
    trusts.segment = next_segment(trusts.segment, due)
    _pass_deficits_on(world)


def _pass_deficits_on(world: World) -> None:
    """Some systems in deficit pass it on: CCGs trust partners less, practices CCG and lead."""
    luck = world.chance.uniform("system.passes_deficit", world.step, world.population.systems.key)
    margin = income_mean(world, world.trusts.margin)
    passing = passes_on(margin, luck, world.scenario.values(DeficitPassedOn))
    for row in np.flatnonzero(passing):
        code, detail = world.population.systems.code[row], f"{-100.0 * margin[row]:.1f}% of income"
        world.event_log.append(Event(world.step, "system", code, "passed its deficit on", detail))
    if passing.any():
        _break_trust(world, passing)


def _break_trust(world: World, systems: Flags) -> None:
    p, practices = world.scenario.values(Relationships), world.practices
    harm = p.deficit_passed_on * systems.astype(np.float64)
    blame_deficits(world, systems)
    of_practices = harm[world.population.practices.system]
    practices.trust_in_ccg, practices.damage_in_ccg = after_bad(
        practices.trust_in_ccg, practices.damage_in_ccg, of_practices, p
    )
    practices.trust_in_lead, practices.damage_in_lead = after_bad(
        practices.trust_in_lead, practices.damage_in_lead, of_practices, p
    )
