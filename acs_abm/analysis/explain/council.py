"""Why the councils of a system joined its partnership or stayed away."""

from __future__ import annotations

import pandas as pd

from acs_abm.analysis.explain.explanation import Explanation
from acs_abm.analysis.explain.rerun import Again, run_phases
from acs_abm.analysis.words import percent
from acs_abm.columns import World
from acs_abm.decisions.choice import hazard_probability
from acs_abm.decisions.local_authority_partnership import (
    LocalAuthorityPartnership,
    joining_hazard,
    joining_terms,
)
from acs_abm.steps import SCHEDULE
from acs_abm.steps.observation import fund_received

JOINS = 6
"""The phase in which councils join."""


def explain_council(again: Again, step: int, row: int) -> Explanation:
    """Explain what a system's councils did in a step."""
    world = again.model_before(step).world
    was_in = bool(world.systems.councils_joined[row])
    run_phases(world, step, [phase.number for phase in SCHEDULE if phase.number <= JOINS])
    code, name = world.population.systems.code[row], world.population.systems.name[row]
    who, label = f"council:{code}", world.clock.label(step)
    if was_in:
        when = next(
            world.clock.label(event.step)
            for event in world.event_log
            if event.kind == "council" and event.code == code
        )
        return Explanation(who, label, (f"The councils of {name} joined in {when}.",), {})
    factors = _factors(world, row)
    chance, draw = factors["probability"], factors["draw"]
    p = world.scenario.values(LocalAuthorityPartnership)
    did = "joined" if world.systems.councils_joined[row] else "stayed away"
    governance = world.systems.governance[row]
    sentences = (
        (
            f"The councils of {name} {did} in {label} (chance {percent(chance)}; their draw was "
            f"{draw:.3f})."
        ),
        (
            f"Governance is {governance:.2f}, {abs(governance - p.least_governance):.2f} "
            f"{'above' if governance > p.least_governance else 'below'} the least at which they "
            f"join; £{factors['fund']:.1f} a head of transformation money multiplies the hazard by "
            f"{factors['money']:.2f}, to {factors['hazard']:.3f} a year."
        ),
    )
    return Explanation(who, label, sentences, {"hazard": pd.DataFrame([factors])})


def _factors(world: World, row: int) -> dict[str, float]:
    p = world.scenario.values(LocalAuthorityPartnership)
    fund, keys = fund_received(world), world.population.systems.key
    terms = joining_terms(world.systems.governance, fund, p)
    hazard = joining_hazard(world.systems.governance, fund, p)
    luck = world.chance.uniform("council.joins", world.step, keys)
    return {
        "fund": float(fund[row]),
        "governance": float(terms["governance"][row]),
        "money": float(terms["money"][row]),
        "hazard": float(hazard[row]),
        "probability": float(hazard_probability(hazard, world.years)[row]),
        "draw": float(luck[row]),
    }
