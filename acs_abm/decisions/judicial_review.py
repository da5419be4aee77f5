"""Is the single contract challenged before a court, and what does that do to legal clarity?

Campaigners, not practices, brought the two cases of 2017: most of the hazard does not depend on how
many practices resist. From the first publication of a contract a challenge comes with hazard::

    h (until n are decided) + h_o · opposition        a year

h is ``litigation.hazard``, n ``litigation.most_decided``, h_o ``litigation.opposition_hazard``;
opposition is the share of all patients at practices that resist over
``litigation.full_opposition``, at most 1. A challenge is before the court for
``litigation.quarters`` quarters and is upheld with probability ``litigation.upheld``; meanwhile no
contract goes live. Legal clarity is nothing then and during a dated pause, otherwise 1 −
``litigation.opposition_clouds`` × opposition. None comes during a pause, nor in a calendar in which
litigation is a dated input.
"""

from __future__ import annotations

from acs_abm.parameters import declares, parameter


@declares("litigation")
class JudicialReview:
    """How often challenges come, how long they take, and how they end."""

    hazard: float = parameter(
        0.5,
        unit="per year",
        low=0.2,
        high=1.2,
        meaning="Hazard of a challenge from the first publication of a contract on.",
        source="two cases within a year of publication (2017); campaigners brought them",
    )
    most_decided: int = parameter(
        2,
        unit="challenges",
        low=1,
        high=4,
        meaning="Challenges decided after which only opposition brings new ones.",
        source="assumption: the law is then settled",
    )
    opposition_hazard: float = parameter(
        0.12,
        unit="per year",
        low=0.06,
        high=0.24,
        meaning="Hazard that full national opposition of practices adds.",
        source="assumption",
    )
    full_opposition: float = parameter(
        0.1,
        unit="share of list",
        low=0.05,
        high=0.2,
        limits=(0.001, 1.0),
        symbol="V_nat",
        meaning="Share of all patients at practices that resist from which opposition is full.",
        source="assumption",
    )
    opposition_clouds: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        meaning="How far full opposition lowers legal clarity while no court is asked.",
        source="assumption",
    )
    quarters: int = parameter(
        3,
        unit="quarters",
        low=1,
        high=6,
        limits=(1, 60),
        meaning="How long a challenge is before the court.",
        source="assumption; the cases of 2017 took two to four",
    )
    upheld: float = parameter(
        0.2,
        unit="probability",
        low=0.05,
        high=0.5,
        meaning="Probability that the court upholds a challenge, which ends live contracts.",
        source="assumption",
    )


def opposition(share_resisting: float, p: JudicialReview) -> float:
    """Return national opposition, 0 to 1, from the share of the list at practices that resist."""
    return min(share_resisting / p.full_opposition, 1.0)


def challenge_hazard(decided: int, share_resisting: float, p: JudicialReview) -> float:
    """Return the yearly hazard of a challenge once a contract is published.

    Parameters
    ----------
    decided
        Challenges decided so far.
    share_resisting
        Share of the national list at practices that resist.
    p
        How often challenges come.
    """
    settled = decided >= p.most_decided
    by_opposition = p.opposition_hazard * opposition(share_resisting, p)
    return (0.0 if settled else p.hazard) + by_opposition


def legal_clarity(share_resisting: float, p: JudicialReview, *, is_clear: bool) -> float:
    """Return how clear the law looks, 0 to 1: nothing while a court or a pause holds it up."""
    if not is_clear:
        return 0.0
    return 1.0 - p.opposition_clouds * opposition(share_resisting, p)
