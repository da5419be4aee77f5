"""What does a practice come to believe about the uncertain part of an option's income?

Published rates are known. What is only promised locally, or shared from savings, is not: beliefs
begin at nothing and each January to March move by::

    b ← b + κ · (seen − b)        £k a partner a year
    seen = ω · mean result of neighbours + (1 − ω) · own result

κ is ``beliefs.learning``, ω ``beliefs.neighbours_weight``. Where only one of the two has a result,
that alone is seen; where neither has, the results of similar systems
(:mod:`acs_abm.outcomes.demonstration`). A local premium that was paid beats the expectation that
some would not be; one withdrawn falls short of it.
"""

from __future__ import annotations

import math

from acs_abm.compiled import elementwise
from acs_abm.decisions.choice import Floats
from acs_abm.parameters import declares, parameter


@declares("beliefs")
class PracticeBeliefs:
    """How beliefs follow results."""

    learning: float = parameter(
        0.25,
        unit="share",
        low=0.12,
        high=0.5,
        meaning="How far a belief moves towards a year's results.",
        source="assumption",
    )
    neighbours_weight: float = parameter(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        meaning="Weight of neighbours' results; the rest is one's own.",
        source="assumption",
    )


def beliefs_after(belief: Floats, own: Floats, neighbours: Floats, p: PracticeBeliefs) -> Floats:
    """Return beliefs after a year, £k a partner a year.

    Parameters
    ----------
    belief
        What was believed before, by practice and option (n × K).
    own, neighbours
        What the practice, and its neighbours on average, got beyond what was known; NaN where
        nobody has a result (n × K). Where only one is known it stands for both; where neither
        is, the belief stays.
    """
    after: Floats = _belief_after(belief, own, neighbours, p.neighbours_weight, p.learning)
    return after


@elementwise(5)
def _belief_after(
    belief: float, own: float, neighbours: float, neighbours_weight: float, learning: float
) -> float:
    """Return one belief after a year, NaN standing for what nobody knows."""
    seen = neighbours_weight * neighbours + (1.0 - neighbours_weight) * own
    if math.isnan(own):
        seen = neighbours
    elif math.isnan(neighbours):
        seen = own
    return belief if math.isnan(seen) else belief + learning * (seen - belief)
