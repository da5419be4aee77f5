"""What does a local medical committee think of an offer, and does it ballot its members?

Each April, for each offer, it is against it by::

    logistic(−mean gain of members / a + w_d · (d − their trust in national bodies)
             + w_r · share of members that resist)

a is ``lmc.gain_scale``, w_d ``lmc.distrust_weight``, d ``lmc.distrust_level``, w_r
``lmc.resisting_weight``; the gain is in £k a partner a year. Its strength, beta-distributed
(``lmc.strength_a``, ``lmc.strength_b``), multiplies the effect and not the position: loud is not
the same as effective. Position × strength counts with practices against offers of PARTIAL or FULL,
and against any other that it opposes above ``lmc.opposes_above``.

Above ``lmc.ballots_above`` it ballots its members on an offer that is procured or campaigned for in
its area, ``lmc.ballots_apart`` quarters after its last ballot at the earliest. The vote is
reported; on a single contract it puts off the next checkpoint by ``lmc.ballot_delay`` quarters for
a committee of middling strength, in proportion to strength, in whole quarters. The national GP
committee's position is the mean of theirs by list; it is recorded and changes nothing.
"""

from __future__ import annotations

import numpy as np

from acs_abm.decisions.choice import Flags, Floats, Rows, logistic
from acs_abm.parameters import declares, parameter


@declares("lmc")
class LMCPosition:
    """What turns a local medical committee against an offer."""

    gain_scale: float = parameter(
        8.0,
        unit="£k a year",
        low=4,
        high=12,
        limits=(0.1, 120.0),
        meaning="Members' mean gain that halves the odds of opposition about twice over.",
        source="assumption",
    )
    distrust_weight: float = parameter(
        4.0,
        unit="logit",
        low=2,
        high=6,
        meaning="How much distrust of national bodies adds to opposition.",
        source="assumption",
    )
    distrust_level: float = parameter(
        0.35,
        unit="share",
        low=0.17,
        high=0.53,
        meaning="Trust in national bodies under which a committee leans against.",
        source="assumption",
    )
    strength_a: float = parameter(
        5.0,
        unit="shape",
        low=2.5,
        high=7.5,
        meaning="First shape of the beta distribution of committees' strength.",
        source="assumption",
    )
    strength_b: float = parameter(
        5.0,
        unit="shape",
        low=2.5,
        high=7.5,
        meaning="Second shape of the beta distribution of committees' strength.",
        source="assumption",
    )
    opposes_above: float = parameter(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        meaning="Position above which a committee opposes an offer; one of a lower level counts "
        "with its members only then.",
        source="assumption",
    )
    resisting_weight: float = parameter(
        2.0,
        unit="logit",
        low=1,
        high=3,
        meaning="How much it adds to opposition if all members resist.",
        source="assumption",
    )
    ballots_above: float = parameter(
        0.7,
        unit="share",
        low=0.35,
        high=1.0,
        meaning="Position above which a committee ballots its members on an offer published in "
        "its area.",
        source="assumption",
    )
    ballots_apart: int = parameter(
        4,
        unit="quarters",
        low=2,
        high=6,
        limits=(1, 60),
        meaning="Quarters from one ballot of a committee to its next at the earliest.",
        source="assumption",
    )
    ballot_delay: float = parameter(
        1.0,
        unit="quarters",
        low=0.5,
        high=1.5,
        meaning="By how much a ballot called by a committee of middling strength (a half) slows "
        "assurance; strength multiplies it, in whole quarters.",
        source="assumption",
    )


def position_terms(
    mean_gain: Floats, national_trust: Floats, resisting: Floats, p: LMCPosition
) -> dict[str, Floats]:
    """Return what turns each committee against an offer, in logits.

    Parameters
    ----------
    mean_gain
        List-weighted mean of income, autonomy, rescue and working together over the members
        of each committee, £k a partner a year.
    national_trust
        List-weighted mean of members' trust in national bodies, 0 to 1.
    resisting
        Share of members that resist already, 0 to 1.
    p
        What turns a committee.
    """
    return {
        "members_lose": -mean_gain / p.gain_scale,
        "distrust": p.distrust_weight * (p.distrust_level - national_trust),
        "members_resist": p.resisting_weight * resisting,
    }


def position(
    mean_gain: Floats, national_trust: Floats, resisting: Floats, p: LMCPosition
) -> Floats:
    """Return how much each committee is against an offer, 0 to 1; strength has no part in it."""
    terms = position_terms(mean_gain, national_trust, resisting, p)
    return logistic(terms["members_lose"] + terms["distrust"] + terms["members_resist"])


def national_position(positions: Floats, list_size: Floats) -> Floats:
    """Return how much the national GP committee is against each option, 0 to 1.

    Parameters
    ----------
    positions
        Positions of local committees (committees by options).
    list_size
        Patients registered with the members of each.
    """
    total = list_size.sum()
    return list_size @ positions / total if total > 0 else np.zeros(positions.shape[1])


def may_ballot(
    positions: Floats, is_published: Flags, quarters_since: Rows, p: LMCPosition
) -> Flags:
    """Return on which options each committee may ballot its members (committees by options).

    Parameters
    ----------
    positions
        How much it is against each option.
    is_published
        Whether the option is campaigned for or procured in its area.
    quarters_since
        Quarters since its last ballot.
    p
        When a committee ballots.
    """
    free = quarters_since >= p.ballots_apart
    found: Flags = is_published & (positions > p.ballots_above) & free[:, np.newaxis]
    return found


def quarters_of_delay(strength: Floats, p: LMCPosition) -> Rows:
    """Return by how many whole quarters a ballot slows assurance, by the committee's strength."""
    return np.floor(2.0 * strength * p.ballot_delay + 0.5).astype(np.int64)
