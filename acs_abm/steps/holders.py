"""Who holds a single contract: facts gathered, choice carried out, acceptance (phase 12)."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Event, Flags, Floats, Rows, World
from acs_abm.decisions.contract_holder import (
    NOBODY,
    ContractHolder,
    Holder,
    HolderFacts,
    accepts,
    choose,
)
from acs_abm.decisions.trust_integration import TrustIntegration, utility
from acs_abm.steps.trust_facts import trust_facts

GOOD = 3.0
"""Rating of a group of practices: nearly all practices are rated good."""


def choose_holders(world: World, places: Rows) -> None:
    """Choose the holder of the contract sought at each of some places."""
    if not len(places):
        return
    largest = np.column_stack([world.systems.largest_acute, world.systems.largest_community])
    trusts = largest[world.population.ccgs.system[places]]
    kind = choose(_facts(world, places, trusts), world.scenario.values(ContractHolder))
    by_kind = np.column_stack([trusts, trusts[:, 0], np.full(len(places), NOBODY)])
    trust = np.where(kind >= 0, by_kind[np.arange(len(places)), kind], NOBODY)
    world.ccgs.holder[places] = kind
    world.ccgs.holder_trust[places] = trust
    worth = worth_of_holding(world)[places]
    for row, chosen, held_by, value in zip(places, kind, trust, worth, strict=True):
        name = Holder(chosen).name.lower().replace("_", " ") if chosen >= 0 else "nobody"
        who = ""
        if held_by >= 0:
            code = world.population.trusts.code[held_by]
            who = f" ({code}), worth {value:+.2f}% of income to it".replace("-", "−")
        code = world.population.ccgs.code[row]
        world.event_log.append(Event(world.step, "place", code, "holder chosen", name + who))


def holder_accepts(world: World) -> Flags:
    """Return the places where a holder was chosen and accepts."""
    if not (world.ccgs.holder >= 0).any():
        return np.zeros(len(world.ccgs.holder), dtype=bool)
    return accepts(world.ccgs.holder, worth_of_holding(world))


def worth_of_holding(world: World) -> Floats:
    """Return what each place's contract is worth to the trust chosen for it; −inf for none."""
    trust, level = world.ccgs.holder_trust, world.ccgs.contract_level
    if not (trust >= 0).any():
        return np.full(len(trust), -np.inf)
    worth = utility(trust_facts(world), world.scenario.values(TrustIntegration))
    return np.where(trust >= 0, worth[trust, level], -np.inf)


def _facts(world: World, places: Rows, trusts: Rows) -> HolderFacts:
    """Gather what is known; a group of practices is trusted as the CCG is, their own body."""
    date = world.clock.last_month(world.step)
    others = not world.calendar.contract.asks_statutory_holders(date)
    hubs = world.mean_by_ccg(world.in_hub)[places]
    exists = trusts >= 0
    everyone = np.column_stack([exists, exists[:, 0] & others, (hubs > 0.0) & others])
    trust_lead = world.mean_by_ccg(world.practices.trust_in_lead)[places]
    trust_group = world.mean_by_ccg(world.practices.trust_in_ccg)[places]
    rating = np.where(exists, world.trusts.rating[trusts], 1.0)
    return HolderFacts(
        exists=everyone,
        income_rank=_income_rank(world, places, trusts),
        trust=np.column_stack(
            [trust_lead, trust_lead, 0.5 * (trust_lead + trust_group), trust_group]
        ),
        rating=np.column_stack([rating, rating[:, 0], np.full(len(places), GOOD)]),
        hub_coverage=hubs,
    )


def _income_rank(world: World, places: Rows, trusts: Rows) -> Floats:
    """Rank the four by income: 0 for the smallest, 1 for the largest."""
    practices = world.population.practices
    by_place = np.bincount(practices.ccg, practices.gross_income, minlength=len(world.ccgs.stance))[
        places
    ]
    of_trusts = np.where(trusts >= 0, world.trusts.income[trusts], 0.0)
    income = np.column_stack([of_trusts, of_trusts[:, 0] + by_place, by_place])
    rank = income.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    return rank / (len(Holder) - 1.0)
