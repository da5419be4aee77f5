"""What does a local medical committee think of an offer?

It recommends against an offer from which its members would lose, and is quicker to do so the
less they trust national bodies. Its strength multiplies the effect, not the position: loud is
not the same as effective.
"""

from __future__ import annotations

from acs_abm.decisions.choice import Floats, logistic
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
        meaning="Position above which a committee opposes an offer of a lower level.",
        source="assumption",
    )


def position(mean_gain: Floats, national_trust: Floats, p: LMCPosition) -> Floats:
    """Return how much each committee is against an offer, 0 to 1.

    Parameters
    ----------
    mean_gain
        List-weighted mean of income, autonomy, rescue and working together over the members
        of each committee, £k a partner a year.
    national_trust
        List-weighted mean of members' trust in national bodies, 0 to 1.
    """
    distrust = p.distrust_weight * (p.distrust_level - national_trust)
    return logistic(-mean_gain / p.gain_scale + distrust)
