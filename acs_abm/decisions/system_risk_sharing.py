"""Do the trusts of a care system agree to share one control total for the year?

Each April, from SHADOW_ACS up, the trusts vote. Sharing puts part of every trust's sustainability
money on the joint result: good for a trust that is likely to miss its own control total among
others that are likely to meet theirs, bad for the others, who mind losses more than gains. To each
it is worth::

    χ · money · (P(all together meet) − P(own is met)), a loss counted λ times
        + r · (2R − 1) − c        % of income

χ is ``risk_sharing.joint_share``, λ ``risk_sharing.loss_aversion``, r
``risk_sharing.relationships_value``, c ``risk_sharing.reluctance``; logistic noise has scale
``risk_sharing.choice_noise``. Together they meet what they are asked if their mean by income does,
whose luck is the smaller the more they are. It is carried by ``risk_sharing.majority`` of the money
at stake. No gate asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from acs_abm.decisions.choice import Flags, Floats, Rows
from acs_abm.decisions.trust_control_total import TrustControlTotal, chance_of_meeting
from acs_abm.parameters import Role, declares, parameter


@declares("risk_sharing")
class RiskSharing:
    """What a shared control total means to a trust; values in per cent of its income a year."""

    joint_share: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        role=Role.LEVER,
        symbol="chi",
        meaning="Share of sustainability money that depends on the joint result.",
        source="assumption",
    )
    loss_aversion: float = parameter(
        2.0,
        unit="multiple",
        low=1,
        high=3,
        meaning="How many times a loss of this money weighs as much as a gain.",
        source="assumption",
    )
    relationships_value: float = parameter(
        0.5,
        unit="% of income",
        low=0.25,
        high=0.75,
        meaning="What full relationships rather than middling ones are worth in such a deal.",
        source="assumption",
    )
    reluctance: float = parameter(
        0.45,
        unit="% of income",
        low=0.22,
        high=0.68,
        meaning="What answering for the results of others costs a trust.",
        source="assumption",
    )
    choice_noise: float = parameter(
        0.6,
        unit="% of income",
        low=0.3,
        high=0.9,
        meaning="Scale of what the model does not know about a vote.",
        source="assumption",
    )
    majority: float = parameter(
        0.7,
        unit="share of money at stake",
        low=0.5,
        high=1,
        role=Role.LEVER,
        meaning="Votes, weighted by sustainability money at stake, that carry the motion.",
        source="assumption",
    )


@dataclass(frozen=True)
class SharingFacts:
    """What trusts know when they vote: one number a trust, but for the number of systems.

    Attributes
    ----------
    system
        Row of its system.
    asked
        Improvement its own control total asks for, % of income.
    income, money
        Income, any unit of money; sustainability money at stake, % of income.
    relationships
        R of its system, 0 to 1.
    systems
        How many systems there are.
    """

    system: Rows
    asked: Floats
    income: Floats
    money: Floats
    relationships: Floats
    systems: int


def joint_chance(facts: SharingFacts, p: TrustControlTotal) -> Floats:
    """Return the probability that each system meets its trusts' control totals together.

    The joint gap is the mean of the trusts' by income; their luck is independent, so that much of
    it cancels out in a system of many trusts. A system without a trust gets that of no gap.
    """
    income = np.bincount(facts.system, facts.income, minlength=facts.systems)
    share = facts.income / np.maximum(income[facts.system], 1e-300)
    gap = np.bincount(facts.system, share * facts.asked, minlength=facts.systems)
    spread = np.sqrt(np.bincount(facts.system, share**2, minlength=facts.systems))
    spread[spread == 0.0] = 1.0
    return np.asarray(ndtr((p.reachable - gap) / (p.outturn_sd * spread)), dtype=np.float64)


def terms(facts: SharingFacts, p: RiskSharing, totals: TrustControlTotal) -> dict[str, Floats]:
    """Return what sharing is worth to each trust, by reason, % of its income a year."""
    more_likely = joint_chance(facts, totals)[facts.system] - chance_of_meeting(facts.asked, totals)
    money = p.joint_share * facts.money * more_likely
    return {
        "money": np.where(money < 0.0, p.loss_aversion * money, money),
        "relationships": p.relationships_value * (2.0 * facts.relationships - 1.0),
        "reluctance": np.full(len(money), -p.reluctance),
    }


def votes_for(worth: Floats, luck: Floats, p: RiskSharing) -> Flags:
    """Return who votes for sharing; ``luck`` is uniform between 0 and 1."""
    return np.asarray(worth + p.choice_noise * np.log(luck / (1.0 - luck)) > 0.0, dtype=bool)


def share_for(facts: SharingFacts, votes: Flags) -> Floats:
    """Return the share of money at stake in each system that votes for; 0 where there is none."""
    stake = facts.income * facts.money
    total = np.bincount(facts.system, stake, minlength=facts.systems)
    support = np.bincount(facts.system, stake * votes, minlength=facts.systems)
    return np.divide(support, total, out=np.zeros(facts.systems), where=total > 0.0)
