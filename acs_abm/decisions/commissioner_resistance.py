"""Does a CCG that goes on buying activity also act against the change?

A second question, as for practices. A CCG that chose level 0 resists with probability::

    logistic(w · threat · (1 + c · share of neighbouring CCGs that resist) − base)

w is ``commissioner_resistance.threat_weight``, c ``commissioner_resistance.contagion``, base
``commissioner_resistance.base``. The threat is national pressure times the largest loss, in its own
role and to its practices, of a level that is open to it, in £ per head a year. Organisations trust
one another less where CCGs resist.
"""

from __future__ import annotations

import numpy as np

from acs_abm.decisions.choice import Flags, Floats, logistic
from acs_abm.parameters import declares, parameter


@declares("commissioner_resistance")
class CommissionerResistance:
    """What makes a CCG act against the change."""

    base: float = parameter(
        4.5,
        unit="logit",
        low=2.25,
        high=6.75,
        meaning="How unlikely resistance is where nothing threatens.",
        source="assumption: as for practices",
    )
    threat_weight: float = parameter(
        2.0,
        unit="logit per £ per head",
        low=1,
        high=3,
        meaning="How much a threat of £1 a head moves a CCG to resist.",
        source="assumption",
    )
    contagion: float = parameter(
        2.0,
        unit="multiple",
        low=1,
        high=3,
        meaning="How much stronger a threat is felt where all neighbouring CCGs resist.",
        source="assumption: as for practices",
    )


def threat(role: Floats, practices: Floats, available: Flags, pressure: Floats) -> Floats:
    """Return the most that a CCG could be pressed to lose, £ per head a year.

    Parameters
    ----------
    role, practices
        Terms of its choice (not above 0): loss of role, and what its practices would mind.
    available
        Levels open to it.
    pressure
        National expectation bearing on its system, 0 to 1.
    """
    most: Floats = np.where(available, -(role + practices), 0.0).max(axis=1)
    return pressure * most


def resistance_probability(
    threats: Floats, neighbours_resisting: Floats, p: CommissionerResistance
) -> Floats:
    """Return the probability of resisting of CCGs that chose level 0.

    Parameters
    ----------
    threats
        What :func:`threat` returns.
    neighbours_resisting
        Share of neighbouring CCGs that resist already.
    """
    felt = p.threat_weight * threats * (1.0 + p.contagion * neighbours_resisting)
    return logistic(felt - p.base)
