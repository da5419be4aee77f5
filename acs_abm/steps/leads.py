"""Leads of systems change (part of phase 6)."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, Rows, World
from acs_abm.decisions.choice import hazard_probability
from acs_abm.decisions.system_lead import SystemLead
from acs_abm.outcomes.governance import Maturity
from acs_abm.population.system_start import SystemStart
from acs_abm.population.trait_rules import PracticeTraits
from acs_abm.start import best_lead
from acs_abm.steps.ties import esteem


def change_leads(world: World) -> None:
    """Where the lead changes, the organisation of most merit beside it takes it; G suffers.

    Where there is but one, somebody else leads it. Practices do not know a new lead: their trust
    in it is drawn as trust in the first one was, and what the old one did is not held against
    it.
    """
    p, systems = world.scenario.values(Maturity), world.systems
    keys = world.population.systems.key
    luck = world.chance.uniform("system.lead_changes", world.step, keys)
    changes = luck < hazard_probability(p.lead_change_hazard, world.years)
    if not changes.any():
        return
    start = world.scenario.values(SystemStart)
    drawn = world.chance.beta(
        "system.new_lead", world.step, keys, start.lead_quality_a, start.lead_quality_b
    )
    systems.lead_quality = np.where(changes, drawn, systems.lead_quality)
    systems.governance *= np.where(changes, 1.0 - p.lead_change_loss, 1.0)
    before, p_lead = systems.lead.copy(), world.scenario.values(SystemLead)
    esteemed = esteem(world)
    for system in np.flatnonzero(changes):
        systems.lead[system] = best_lead(
            world.population,
            world.trusts,
            esteemed,
            int(system),
            p_lead,
            instead_of=int(before[system]),
        )
        _log(world, int(system))
    _meet(world, np.flatnonzero(systems.lead != before))


def _meet(world: World, systems: Rows) -> None:
    """Let practices of some systems begin with their new lead."""
    if not len(systems):
        return
    is_new = np.zeros(len(world.systems.lead), dtype=bool)
    is_new[systems] = True
    rows = np.flatnonzero(is_new[world.population.practices.system])
    p, keys = world.scenario.values(PracticeTraits), world.population.practices.key[rows]
    drawn = world.chance.beta(
        "practice.trust_in_new_lead", world.step, keys, p.trust_in_lead_a, p.trust_in_lead_b
    )
    world.practices.trust_in_lead[rows] = drawn
    world.practices.damage_in_lead[rows] = 0.0


def _log(world: World, system: int) -> None:
    lead = world.systems.lead[system]
    detail = world.population.trusts.code[lead] if lead >= 0 else ""
    code = world.population.systems.code[system]
    world.event_log.append(Event(world.step, "system", code, "lead changed", detail))
