"""What practices would choose if they were asked today: no run, the rule of choice alone.

Every term counts, the cost of moving too, and each practice has the taste and the mood of its
first step. Answers are weighted by partners, so that a share is one of GP partners; practices
under APMS have none.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from acs_abm.columns import Rows, World
from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.decisions.practice_integration import utility
from acs_abm.population.organisations import CoreContract
from acs_abm.steps.add_ons import add_on_gain
from acs_abm.steps.practice_facts import gather_facts, level_noise

SALARIED = ("full_contract", "full_contract_subcontracted")
LEVELS = ("alliance_agreement", "integration_agreement", *SALARIED)


def answers(world: World) -> dict[str, float]:
    """Return the shares of partners, %, that would choose what the surveys asked about.

    ``willing`` and ``unwilling`` to give up a contract compare the full contracts with
    independence. The preferences take the best of all levels, and tell those who would stay
    independent by whether they would be in a hub; ``salaried`` are the full contracts.
    """
    rows = np.flatnonzero(world.population.practices.contract != CoreContract.APMS)
    give_up = best_of(world, rows, SALARIED) > 0
    best = best_of(world, rows, LEVELS)
    hub = wants_hub(world, rows)
    weight = world.practices.partners[rows]
    chosen = {
        "willing": give_up,
        "unwilling": ~give_up,
        "independent": (best == 0) & ~hub,
        "hub": (best == 0) & hub,
        "alliance": best == 1,
        "salaried": best >= 3,
    }
    return {name: 100 * float(weight[who].sum() / weight.sum()) for name, who in chosen.items()}


def best_of(world: World, rows: Rows, names: Sequence[str]) -> Rows:
    """Return which of some options is best for each practice: 0 for independence, then theirs."""
    p = world.scenario.values(PracticeChoice)
    columns = np.array([0, *(world.options.names.index(name) for name in names)])
    nobody = np.zeros(len(world.practices.stance), dtype=bool)
    facts = gather_facts(world, rows, columns, nobody, p)
    noise = p.choice_noise * level_noise(world, rows, columns, p)
    return (utility(facts, world.options.take(columns), p) + noise).argmax(axis=1)


def wants_hub(world: World, rows: Rows) -> np.ndarray:
    """Return which practices would be in a hub."""
    p = world.scenario.values(PracticeChoice)
    column = [offer.name for offer in world.add_ons].index("hub")
    return (
        add_on_gain(world, rows, column, p) + p.choice_noise * world.tastes.add_on[rows, column] > 0
    )
