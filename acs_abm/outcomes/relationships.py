"""How does trust between organisations grow and break, and what does it make of a system?

Two layers: trust T moves slowly up with good events and fast down with bad ones; each bad event
also leaves damage X, which caps how far trust can recover and fades slowly. A quarter with good
events of size g and bad ones of size b (1 at most)::

    X ← X · (1 − f)
    T ← T + γ · g · max(1 − X − T, 0)
    T ← T · (1 − l · b)
    X ← X + d · b · (1 − X)

γ is ``relationships.gain``, l ``relationships.loss``, d ``relationships.damage``, f
``relationships.damage_fading``.

*Good events*: planning together as an STP (``relationships.planning_together``), working together
as a candidate or in an alliance (``relationships.working_together``), a payment that arrives,
towards national bodies (``relationships.payment_kept``), a year's settlement that pays a gain,
towards who paid it and the lead (``relationships.gain_settled``). *Bad events*: transformation
money diverted (``relationships.money_diverted``), a deficit passed on
(``relationships.deficit_passed_on``), neighbours that resist
(``relationships.neighbours_resisting``), an alliance that breaks
(``relationships.agreement_broken``), a local premium withdrawn
(``relationships.payment_withheld``), being sent back a stage (``relationships.sent_back``), a
national mandate, towards national bodies (``relationships.national_mandate``), and the governance
that comes with it, for trusts and CCGs in no alliance (``relationships.governance_imposed``).

Relationships of a system R = ``relationships.organisations_weight`` · trust among trusts and CCGs +
``relationships.practices_weight`` · practices' trust in CCG and lead (by list) +
``relationships.council_weight`` if the councils joined, plus an offset for each system that makes R
begin at R₀.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.compiled import kernel
from acs_abm.parameters import declares, parameter

Floats = NDArray[np.float64]


@declares("relationships")
class Relationships:
    """How trust moves and what relationships are made of."""

    gain: float = parameter(
        0.10,
        unit="per quarter",
        low=0.05,
        high=0.15,
        limits=(0.0, 1.0),
        meaning="Speed with which trust rises after the best possible event.",
        source="two-layer trust model, arXiv 2510.24909",
    )
    loss: float = parameter(
        0.30,
        unit="per quarter",
        low=0.15,
        high=0.45,
        limits=(0.0, 1.0),
        meaning="Share of trust lost after the worst possible event.",
        source="two-layer trust model, arXiv 2510.24909",
    )
    damage: float = parameter(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        meaning="Lasting damage done by the worst possible event.",
        source="two-layer trust model, arXiv 2510.24909",
    )
    damage_fading: float = parameter(
        0.03,
        unit="per quarter",
        low=0.015,
        high=0.045,
        meaning="Share of the damage that fades.",
        source="two-layer trust model, arXiv 2510.24909",
    )
    working_together: float = parameter(
        0.15,
        unit="event size",
        low=0.07,
        high=0.23,
        limits=(0.0, 1.0),
        meaning="Good of a quarter of working together in an alliance or a candidate system.",
        source="assumption",
    )
    planning_together: float = parameter(
        0.05,
        unit="event size",
        low=0.02,
        high=0.08,
        limits=(0.0, 1.0),
        meaning="Good of a quarter of planning together as an STP.",
        source="assumption",
    )
    payment_kept: float = parameter(
        0.3,
        unit="event size",
        low=0.15,
        high=0.45,
        limits=(0.0, 1.0),
        meaning="Good of a promised payment that arrives.",
        source="assumption",
    )
    gain_settled: float = parameter(
        0.3,
        unit="event size",
        low=0.15,
        high=0.45,
        limits=(0.0, 1.0),
        meaning="Good of a year's settlement that pays a gain, in who pays it and in the lead.",
        source="assumption",
    )
    payment_withheld: float = parameter(
        0.6,
        unit="event size",
        low=0.3,
        high=0.9,
        limits=(0.0, 1.0),
        meaning="Harm done by a promised payment that is withdrawn.",
        source="assumption",
    )
    money_diverted: float = parameter(
        0.25,
        unit="event size",
        low=0.12,
        high=0.38,
        limits=(0.0, 1.0),
        meaning="Harm done each year when all transformation money is diverted to deficits.",
        source="assumption; most vanguard money was (NAO)",
    )
    agreement_broken: float = parameter(
        0.4,
        unit="event size",
        low=0.2,
        high=0.6,
        limits=(0.0, 1.0),
        meaning="Harm done to its members by an agreement that breaks, and to the trust of "
        "partners in a trust that leaves one.",
        source="assumption",
    )
    deficit_passed_on: float = parameter(
        0.4,
        unit="event size",
        low=0.2,
        high=0.6,
        limits=(0.0, 1.0),
        meaning="Harm done to practices, and to CCGs' trust in trusts in deficit, by a system that "
        "passes its trusts' deficit on.",
        source="assumption",
    )
    sent_back: float = parameter(
        0.5,
        unit="event size",
        low=0.25,
        high=0.75,
        limits=(0.0, 1.0),
        meaning="Harm done to everybody in a system that is sent back a stage.",
        source="assumption",
    )
    neighbours_resisting: float = parameter(
        0.05,
        unit="event size",
        low=0.02,
        high=0.08,
        limits=(0.0, 1.0),
        meaning="Harm of a quarter in which all practices of the LMC resist, or the trust or CCG "
        "that is trusted does.",
        source="assumption",
    )
    national_mandate: float = parameter(
        0.5,
        unit="event size",
        low=0.25,
        high=0.75,
        limits=(0.0, 1.0),
        meaning="Harm done to practices' trust in national bodies by a national mandate.",
        source="assumption",
    )
    governance_imposed: float = parameter(
        0.6,
        unit="event size",
        low=0.3,
        high=0.9,
        limits=(0.0, 1.0),
        meaning="Harm done to the trust in the lead of a trust or CCG on which governance that it "
        "did not join is imposed.",
        source="assumption",
    )
    start_shape: float = parameter(
        5.0,
        unit="shape",
        low=2.5,
        high=7.5,
        meaning="Both shapes of the beta distribution of trusts' and CCGs' trust in partners at "
        "the start, before it is shifted by how relationships in the system differ from a half.",
        source="assumption",
    )
    trusting_share: float = parameter(
        0.5,
        unit="share of variance",
        low=0.25,
        high=0.75,
        meaning="How much of a trust's or CCG's trust in each partner at the start is how trusting "
        "it is of all.",
        source="assumption",
    )
    organisations_weight: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        meaning="Weight of trust among trusts and CCGs in relationships R.",
        source="assumption",
    )
    practices_weight: float = parameter(
        0.4,
        unit="share",
        low=0.2,
        high=0.6,
        meaning="Weight of practices' trust in CCG and lead trust in R.",
        source="assumption",
    )
    council_weight: float = parameter(
        0.1,
        unit="share",
        low=0.05,
        high=0.15,
        meaning="Weight of the councils having joined in R.",
        source="assumption",
    )


def after_events(
    trust: Floats, damage: Floats, good: Floats, bad: Floats, quarters: float, p: Relationships
) -> tuple[Floats, Floats]:
    """Return trust and damage after some quarters with good and bad events.

    Old damage fades; then what was good raises trust, capped by the damage; then what was bad
    lowers it and does new damage.

    Parameters
    ----------
    trust, damage
        Before, 0 to 1.
    good, bad
        Size of what happened, 0 to 1; several bad events at once count as one at most.
    quarters
        Time that passed, for the fading.
    """
    kept = (1.0 - p.damage_fading) ** quarters
    return _after_events(trust, damage, good, bad, kept, p.gain, p.loss, p.damage)


@kernel
def _after_events(
    trust: Floats,
    damage: Floats,
    good: Floats,
    bad: Floats,
    kept: float,
    gain: float,
    loss: float,
    weight: float,
) -> tuple[Floats, Floats]:
    trust_after, damage_after = np.empty_like(trust), np.empty_like(damage)
    for row in range(trust.size):
        left = damage[row] * kept
        risen = trust[row] + gain * good[row] * max(1.0 - left - trust[row], 0.0)
        harm = min(bad[row], 1.0)
        trust_after[row] = risen * (1.0 - loss * harm)
        damage_after[row] = left + weight * harm * (1.0 - left)
    return trust_after, damage_after


def after_bad(
    trust: Floats, damage: Floats, size: Floats, p: Relationships
) -> tuple[Floats, Floats]:
    """Return trust and damage after a bad event, in no time at all."""
    return after_events(trust, damage, np.zeros_like(trust), size, 0.0, p)
