"""Who is to hold the single contract of a place?

Chosen at the second checkpoint, the best of four: the largest acute trust, the largest community
trust, a joint venture of the acute trust and the practices, or a group of the practices themselves,
by::

    w_i · rank in income + w_t · practices' trust in it + w_r · (CQC rating − 1)/3
        − tax penalty of a joint venture + bonus of a group

w_i is ``holder.income_weight``, w_t ``holder.trust_weight``, w_r ``holder.rating_weight``; the
penalty is ``holder.tax_penalty``, the bonus ``holder.hub_bonus`` where ``holder.hub_coverage`` of
the list is in a hub. A trust accepts if the terms of its own choice, without luck, make holding
worth more than not; a group of practices always does. Where rules ask for a statutory body only
trusts can be chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from acs_abm.decisions.choice import Flags, Floats, Rows
from acs_abm.parameters import declares, parameter

NOBODY = -1


class Holder(IntEnum):
    """Who may hold a single contract."""

    ACUTE = 0
    COMMUNITY = 1
    JOINT_VENTURE = 2
    GP_GROUP = 3


@declares("holder")
class ContractHolder:
    """What makes a good holder."""

    income_weight: float = parameter(
        0.4,
        unit="share of score",
        low=0.2,
        high=0.6,
        meaning="Weight of the rank in income among those that could hold the contract.",
        source="assumption",
    )
    trust_weight: float = parameter(
        0.3,
        unit="share of score",
        low=0.15,
        high=0.45,
        meaning="Weight of practices' trust in the holder.",
        source="assumption",
    )
    rating_weight: float = parameter(
        0.2,
        unit="share of score",
        low=0.1,
        high=0.3,
        meaning="Weight of the holder's rating by the Care Quality Commission.",
        source="assumption",
    )
    tax_penalty: float = parameter(
        0.3,
        unit="share of score",
        low=0.15,
        high=0.45,
        meaning="What a joint venture loses because it cannot reclaim value added tax.",
        source="assumption; the problem was known in 2017",
    )
    hub_bonus: float = parameter(
        0.2,
        unit="share of score",
        low=0.1,
        high=0.3,
        meaning="What a group of practices gains where most of them already work at scale.",
        source="assumption",
    )
    hub_coverage: float = parameter(
        0.7,
        unit="share of list",
        low=0.35,
        high=1.0,
        meaning="Share of the place's list at hub members from which it does.",
        source="assumption",
    )


@dataclass(frozen=True)
class HolderFacts:
    """What is known of those that could hold a contract: places by kinds, in order of Holder.

    Attributes
    ----------
    exists
        Whether there is one and the law lets it hold the contract.
    income_rank
        Rank in income among the four, 0 to 1.
    trust
        Practices' trust in it, 0 to 1.
    rating
        1 (inadequate) to 4 (outstanding).
    hub_coverage
        Share of the list at hub members: one number a place.
    """

    exists: Flags
    income_rank: Floats
    trust: Floats
    rating: Floats
    hub_coverage: Floats


def merit(facts: HolderFacts, p: ContractHolder) -> Floats:
    """Return how good each would be: places by kinds."""
    score = (
        p.income_weight * facts.income_rank
        + p.trust_weight * facts.trust
        + p.rating_weight * (facts.rating - 1.0) / 3.0
    )
    score[:, Holder.JOINT_VENTURE] -= p.tax_penalty
    score[:, Holder.GP_GROUP] += p.hub_bonus * (facts.hub_coverage >= p.hub_coverage)
    return score


def choose(facts: HolderFacts, p: ContractHolder) -> Rows:
    """Return the best kind of holder for each place; ``NOBODY`` where there is none."""
    score = np.where(facts.exists, merit(facts, p), -np.inf)
    best = score.argmax(axis=1)
    return np.where(facts.exists.any(axis=1), best, NOBODY)


def accepts(kind: Rows, worth: Floats) -> Flags:
    """Return whether each chosen holder accepts.

    Parameters
    ----------
    kind
        Who was chosen for each place.
    worth
        What holding the contract is worth to the trust that would hold it, alone or in a joint
        venture, % of its income a year (:mod:`acs_abm.decisions.trust_integration`). A group of
        the practices that signed accepts in any case.
    """
    return (kind == Holder.GP_GROUP) | ((kind >= 0) & (worth > 0.0))
