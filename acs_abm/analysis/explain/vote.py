"""How the trusts of a system voted on sharing one control total, in words and as a table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from acs_abm.analysis.words import percent
from acs_abm.columns import World
from acs_abm.decisions.system_risk_sharing import RiskSharing, votes_for
from acs_abm.stages.stage import Stage
from acs_abm.steps.risk_sharing import money_at_stake, sharing_luck, sharing_terms


def vote_receipt(world: World, system: int) -> pd.DataFrame:
    """Return how each trust of a system voted; empty where there was no vote.

    Reads the world as it stands after phase 2.
    """
    may_vote = world.systems.stage[system] >= Stage.SHADOW_ACS
    if not (may_vote and world.clock.opens_financial_year(world.step)):
        return pd.DataFrame()
    p, terms, luck = world.scenario.values(RiskSharing), sharing_terms(world), sharing_luck(world)
    worth = np.sum(list(terms.values()), axis=0)
    trusts = world.population.trusts
    table = pd.DataFrame(
        {
            "trust": np.array(trusts.code, dtype=object),
            "money_at_stake": world.trusts.income * money_at_stake(world) / 100.0,
            **terms,
            "utility": worth,
            "luck": p.choice_noise * np.log(luck / (1.0 - luck)),
            "votes_for": votes_for(worth, luck, p),
        }
    )
    return table[(trusts.system == system) & world.trusts.is_standing].reset_index(drop=True)


def tell_vote(world: World, system: int, receipt: pd.DataFrame) -> list[str]:
    """Say what came of the vote."""
    if receipt.empty:
        return []
    support, asked = world.systems.votes_to_share[system], world.scenario.values(RiskSharing)
    carried = world.systems.shares_control_total[system]
    return [
        (
            f"Its trusts voted on sharing one control total: {receipt['votes_for'].sum()} of "
            f"{len(receipt)} for it, with {percent(support)} of the sustainability money at stake "
            f"where {percent(asked.majority)} is asked. They {'share' if carried else 'do not'}."
        )
    ]
