"""Which organisation leads a care system?

The trust with the most merit among those that could: ``system.lead_trust_weight`` × trust of its
partners + ``system.lead_rating_weight`` × CQC rating / 4 + ``system.lead_size_weight`` × rank in
log income. The best leads at the start. With hazard ``system.lead_change_hazard`` a year the lead
changes to the best of the others: the share ``system.lead_change_loss`` of governance is lost, the
quality of the lead is drawn anew, and practices begin with the trust in it that they might have had
in the first.
"""

from __future__ import annotations

from acs_abm.decisions.choice import Floats
from acs_abm.parameters import declares, parameter


@declares("system")
class SystemLead:
    """What gives an organisation the lead."""

    lead_trust_weight: float = parameter(
        0.5,
        unit="share of merit",
        low=0.25,
        high=0.75,
        meaning="Weight of being trusted in who leads a system.",
        source="assumption",
    )
    lead_rating_weight: float = parameter(
        0.3,
        unit="share of merit",
        low=0.15,
        high=0.45,
        meaning="Weight of the CQC rating in who leads a system.",
        source="assumption",
    )
    lead_size_weight: float = parameter(
        0.2,
        unit="share of merit",
        low=0.1,
        high=0.3,
        meaning="Weight of size (rank in log income) in who leads a system.",
        source="assumption",
    )


def merit_terms(
    trust: Floats, rating: Floats, size_rank: Floats, p: SystemLead
) -> dict[str, Floats]:
    """Return what speaks for each organisation, 0 to 1 in all.

    Parameters
    ----------
    trust
        Mean trust of its partners in it, 0 to 1.
    rating
        CQC rating, 1 to 4.
    size_rank
        Rank in log income within the system, 0 (smallest) to 1.
    p
        How merit is weighed.
    """
    return {
        "trust": p.lead_trust_weight * trust,
        "rating": p.lead_rating_weight * rating / 4.0,
        "size": p.lead_size_weight * size_rank,
    }


def merit(trust: Floats, rating: Floats, size_rank: Floats, p: SystemLead) -> Floats:
    """Return the merit of each organisation: the sum of its terms."""
    terms = merit_terms(trust, rating, size_rank, p)
    return terms["trust"] + terms["rating"] + terms["size"]
