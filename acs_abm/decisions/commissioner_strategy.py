"""What does a CCG do: buy activity, join an alliance, or procure a single contract?

A CCG weighs four levels (buying activity, its system's alliance, a partial contract, a full one) in
pounds per head a year. The worth of a level is the sum of:

- *savings* it expects and would keep: ``commissioner.spending_at_stake`` ×
  ``commissioner.savings_counted`` × the level's saving (``commissioner.savings_alliance``,
  ``commissioner.savings_partial``, ``commissioner.savings_full``) × what is kept of it
  (``commissioner.kept_alliance``, ``commissioner.kept_partial``, ``commissioner.kept_full``);
- *role* that it loses: −``commissioner.role_alliance``, −``commissioner.role_partial``,
  −``commissioner.role_full``;
- *agreement or procurement*: −``commissioner.procurement_alliance``,
  −``commissioner.procurement_partial``, −``commissioner.procurement_full``;
- *legal risk* of a contract: −``commissioner.legal_risk`` × opposition of practices;
- *its practices*: −influence of GPs on its board × ``commissioner.aversion_scale`` × mean value of
  independence / £25k × autonomy lost at the level. The influence is
  ``commissioner.gp_board_influence``, less where officers are shared or CCGs merged, and by
  ``commissioner.influence_lost_at_acs`` at an ACS;
- *partners*: ``commissioner.partner_trust_value`` × (2 · trust in partners − 1) × dependence at the
  level;
- *pressure*: ``commissioner.pressure_value`` × national pressure × the level's part of it;
- *imitation*: ``commissioner.imitation`` × share of neighbouring CCGs at that level;
- *test area*: ``commissioner.test_area_value`` for a contract;
- *status quo*: −``commissioner.status_quo`` for each level moved.

Noise has scale ``commissioner.choice_noise``, ``commissioner.lasting_taste`` of its variance
lasting (:mod:`acs_abm.decisions.choice`).

It considers with probability ``commissioner.considers_early`` a quarter in the year after its
system advanced and it is at level 0, a new test area with ``commissioner.considers_as_test_area``,
otherwise with ``commissioner.considers_later``, and not at all while it seeks or holds a contract.
A contract may be chosen by a test area, and by others once the stage of their system gives the
right and governance is at least ``commissioner.procures_governance``. Choosing one begins early
engagement at once (:mod:`acs_abm.decisions.regulator_assurance`). Whether one that stays at level 0
also acts against the change is a second question
(:mod:`acs_abm.decisions.commissioner_resistance`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acs_abm.decisions.choice import Flags, Floats
from acs_abm.parameters import declares, parameter

LEVELS = ("independent", "alliance", "partial", "full")
"""What a CCG chooses among, by level; also the names of its draws."""

INDEPENDENCE_UNIT = 25.0
"""£k a partner: the value of independence in whose units practices' aversion is counted."""


@declares("commissioner")
class CommissionerStrategy:
    """What moves a CCG; values in pounds per head a year."""

    choice_noise: float = parameter(
        0.6,
        unit="£ per head",
        low=0.3,
        high=0.9,
        symbol="mu_C",
        meaning="Scale of what the model does not know about a CCG's choice.",
        source="fitted by hand: contract test areas (T07)",
    )
    lasting_taste: float = parameter(
        0.7,
        unit="share of variance",
        low=0.35,
        high=1,
        meaning="How much of that noise is a lasting taste.",
        source="assumption",
    )
    spending_at_stake: float = parameter(
        235.0,
        unit="£ per head",
        low=190,
        high=280,
        meaning="Spending on emergency admissions, which integration might lower.",
        source="£13.7bn in 2016/17 (National Audit Office 2018) over registered patients",
    )
    savings_counted: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        meaning="Savings left once more is done in primary and community care.",
        source="assumption",
    )
    savings_alliance: float = parameter(
        0.01,
        unit="share of spending",
        low=0.005,
        high=0.015,
        meaning="Savings a CCG expects of an alliance.",
        source="assumption",
    )
    kept_alliance: float = parameter(
        0.7,
        unit="share",
        low=0.35,
        high=1,
        meaning="How much of them it would keep with an alliance.",
        source="assumption",
    )
    savings_partial: float = parameter(
        0.03,
        unit="share of spending",
        low=0.015,
        high=0.045,
        meaning="Savings a CCG expects of a partial contract.",
        source="assumption",
    )
    kept_partial: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        meaning="How much of them it would keep with a partial contract.",
        source="assumption",
    )
    savings_full: float = parameter(
        0.06,
        unit="share of spending",
        low=0.03,
        high=0.09,
        meaning="Savings a CCG expects of a full contract.",
        source="assumption",
    )
    kept_full: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        meaning="How much of them it would keep with a full contract.",
        source="assumption",
    )
    role_alliance: float = parameter(
        0.1,
        unit="£ per head",
        low=0.05,
        high=0.15,
        meaning="Loss of role with an alliance.",
        source="assumption",
    )
    role_partial: float = parameter(
        0.5,
        unit="£ per head",
        low=0.25,
        high=0.75,
        meaning="Loss of role with a partial contract.",
        source="assumption",
    )
    role_full: float = parameter(
        0.8,
        unit="£ per head",
        low=0.4,
        high=1.2,
        meaning="Loss of role with a full contract.",
        source="assumption",
    )
    procurement_alliance: float = parameter(
        0.1,
        unit="£ per head",
        low=0.05,
        high=0.15,
        meaning="Cost of making an alliance agreement.",
        source="assumption",
    )
    procurement_partial: float = parameter(
        0.9,
        unit="£ per head",
        low=0.45,
        high=1.35,
        meaning="Cost of procuring a partial contract.",
        source="assumption",
    )
    procurement_full: float = parameter(
        1.2,
        unit="£ per head",
        low=0.6,
        high=1.8,
        meaning="Cost of procuring a full contract.",
        source="assumption",
    )
    legal_risk: float = parameter(
        0.8,
        unit="£ per head",
        low=0.4,
        high=1.2,
        meaning="Legal and political risk of a single contract where practices oppose it fully.",
        source="assumption",
    )
    gp_board_influence: float = parameter(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        symbol="GPinf",
        meaning="How much the practices' aversion counts in the CCG's governing body.",
        source="assumption",
    )
    influence_lost_at_acs: float = parameter(
        0.1,
        unit="share",
        low=0.05,
        high=0.15,
        meaning="How much less it counts once the system is an ACS.",
        source="assumption",
    )
    aversion_scale: float = parameter(
        2.0,
        unit="£ per head",
        low=1,
        high=3,
        meaning="Weight of practices' mean aversion to what is chosen, with full influence.",
        source="assumption",
    )
    partner_trust_value: float = parameter(
        0.5,
        unit="£ per head",
        low=0.25,
        high=0.75,
        meaning="What full trust rather than half in partners is worth.",
        source="assumption",
    )
    pressure_value: float = parameter(
        0.5,
        unit="£ per head",
        low=0.25,
        high=0.75,
        meaning="What it is worth to join what looks inevitable.",
        source="assumption",
    )
    imitation: float = parameter(
        0.5,
        unit="£ per head",
        low=0.25,
        high=0.75,
        meaning="What it is worth to do as all neighbouring CCGs do.",
        source="assumption; delegated commissioning spread among neighbours (T19)",
    )
    test_area_value: float = parameter(
        1.2,
        unit="£ per head",
        low=0.6,
        high=1.8,
        meaning="What a single contract is worth to a contract test area for being one.",
        source="fitted by hand: contract test areas (T07)",
    )
    status_quo: float = parameter(
        0.5,
        unit="£ per head a level",
        low=0.25,
        high=0.75,
        symbol="SQ_C",
        meaning="Cost of moving one level.",
        source="fitted by hand: contract test areas (T07)",
    )
    considers_early: float = parameter(
        0.5,
        unit="probability a quarter",
        low=0.1,
        high=0.8,
        meaning="Probability that a CCG at level 0 considers in the year after its stage.",
        source="set on the time to an alliance before July 2018 (T08)",
    )
    considers_later: float = parameter(
        0.08,
        unit="probability a quarter",
        low=0.04,
        high=0.16,
        meaning="Probability that a CCG considers at any other time.",
        source="assumption",
    )
    considers_as_test_area: float = parameter(
        0.95,
        unit="probability",
        low=0.45,
        high=1,
        meaning="Probability that a CCG considers in its first step as a contract test area.",
        source="set on the time to an alliance before July 2018 (T08)",
    )
    procures_governance: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        meaning="Governance its system needs before a CCG may procure (test areas aside).",
        source="assumption",
    )


@dataclass(frozen=True)
class Levels:
    """What the offers on the table say of each of the four levels.

    Attributes
    ----------
    autonomy_lost
        Share of independence that practices give up.
    dependence
        How far everybody depends on partners, 0 to 1.
    pressure
        How strongly national expectation presses towards it, 0 to 1.
    """

    autonomy_lost: Floats
    dependence: Floats
    pressure: Floats


@dataclass(frozen=True)
class CommissionerFacts:
    """What CCGs know when they decide: one number a CCG, but for those by level.

    Attributes
    ----------
    independence_value
        List-weighted mean of what practices would give for independence, £k a partner.
    gp_influence
        How much practices count in the governing body, 0 to 1.
    opposition
        National opposition of practices to single contracts, 0 to 1; one number for all.
    partner_trust
        Trust in partners, 0 to 1.
    pressure
        National expectation bearing on the system, 0 to 1.
    neighbours_at
        Share of neighbouring CCGs at each level or above: CCGs by levels, nothing at level 0.
    is_test_area
        Whether it is a contract test area.
    level
        Level it is at now.
    """

    independence_value: Floats
    gp_influence: Floats
    opposition: float
    partner_trust: Floats
    pressure: Floats
    neighbours_at: Floats
    is_test_area: Flags
    level: Floats


def level_terms(
    facts: CommissionerFacts, levels: Levels, p: CommissionerStrategy
) -> dict[str, Floats]:
    """Return the terms of each level, pounds per head a year: CCGs by levels each."""
    every = np.ones((len(facts.level), 1))
    is_contract = np.array([0.0, 0.0, 1.0, 1.0])
    saved = p.spending_at_stake * p.savings_counted * expected_savings(p)
    aversion = p.aversion_scale * facts.independence_value / INDEPENDENCE_UNIT
    trusting = p.partner_trust_value * (2.0 * facts.partner_trust - 1.0)
    moved = np.abs(np.arange(len(LEVELS)) - facts.level[:, np.newaxis])
    return {
        "savings": saved * every,
        "role": -np.array([0.0, p.role_alliance, p.role_partial, p.role_full]) * every,
        "procurement": -np.array(
            [0.0, p.procurement_alliance, p.procurement_partial, p.procurement_full]
        )
        * every,
        "legal": -p.legal_risk * facts.opposition * is_contract * every,
        "practices": -(facts.gp_influence * aversion)[:, np.newaxis] * levels.autonomy_lost,
        "partner_trust": trusting[:, np.newaxis] * levels.dependence,
        "pressure": (p.pressure_value * facts.pressure)[:, np.newaxis] * levels.pressure,
        "imitation": p.imitation * facts.neighbours_at,
        "test_area": (p.test_area_value * facts.is_test_area)[:, np.newaxis] * is_contract,
        "status_quo": -p.status_quo * moved,
    }


def expected_savings(p: CommissionerStrategy) -> Floats:
    """Return the share of spending that a CCG would save and keep at each level."""
    saved = np.array([0.0, p.savings_alliance, p.savings_partial, p.savings_full])
    return saved * np.array([0.0, p.kept_alliance, p.kept_partial, p.kept_full])


def consideration(
    is_early: Flags, is_new_test_area: Flags, quarters: float, p: CommissionerStrategy
) -> Floats:
    """Return the probability that each CCG considers in a step.

    Parameters
    ----------
    is_early
        At level 0, its system having advanced within the year.
    is_new_test_area
        In its first step as a contract test area.
    quarters
        Length of the step in quarters; in months a third as often, so no oftener a year.
    """
    usual = np.where(is_early, p.considers_early, p.considers_later) * quarters
    return np.where(is_new_test_area, p.considers_as_test_area, usual)


def may_choose(may_ally: Flags, may_procure: Flags, offered: tuple[bool, bool]) -> Flags:
    """Return which levels each CCG may choose: CCGs by levels.

    Parameters
    ----------
    may_ally
        Whether there is an alliance to be in.
    may_procure
        Whether a single contract may be sought at the place.
    offered
        Whether a partial, and a full, contract is on offer at all.
    """
    contracts = [may_procure & is_offered for is_offered in offered]
    return np.column_stack([np.ones_like(may_ally), may_ally, *contracts])
