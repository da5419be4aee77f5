"""Does a practice that stays independent also resist?

A second question, not a fifth option of the first: there it would take mostly from the alliance.
With probability::

    logistic(e_i · T · (e0 + e1 · share of its committee's members that resist) − c_R)
    T = pressure · (payment lost by staying out + a · φ · autonomy pressed)    £k a partner a year

e0 is ``resistance.threat_weight``, e1 ``resistance.contagion``, c_R ``resistance.base``, a
``resistance.autonomy_weight``; e_i, the practice's temper, is log-normal with
``resistance.temper_sd``. The autonomy pressed is the largest that an offer with a deadline, a
campaign or a contract at its place would take.
"""

from __future__ import annotations

from acs_abm.decisions.choice import Floats, logistic
from acs_abm.parameters import declares, parameter


@declares("resistance")
class PracticeResistance:
    """What makes a practice act against the change."""

    base: float = parameter(
        4.5,
        unit="logit",
        low=2.25,
        high=6.75,
        symbol="c_R",
        meaning="How unlikely resistance is where nothing threatens.",
        source="fitted by hand: 54% of 2017 survey would act, next to none did",
    )
    threat_weight: float = parameter(
        1.0,
        unit="logit per £k",
        low=0.5,
        high=1.5,
        symbol="e0",
        meaning="How much a threat of £1k a partner moves a practice to resist.",
        source="assumption",
    )
    contagion: float = parameter(
        2.0,
        unit="multiple",
        low=1,
        high=3,
        symbol="e1",
        meaning="How much stronger a threat is felt where all of the LMC resist.",
        source="assumption",
    )
    autonomy_weight: float = parameter(
        0.25,
        unit="share",
        low=0.12,
        high=0.5,
        meaning="How much of the autonomy that is at risk counts as threat.",
        source="assumption",
    )
    temper_sd: float = parameter(
        0.5,
        unit="log points",
        low=0.25,
        high=0.75,
        symbol="e_i",
        meaning="Spread between practices in how readily they resist.",
        source="assumption",
    )


def threat(
    payment_lost: Floats,
    independence_value: Floats,
    autonomy_pressed: Floats,
    pressure: Floats,
    p: PracticeResistance,
) -> Floats:
    """Return what is at stake under pressure, £k a partner a year.

    Parameters
    ----------
    payment_lost
        Income lost by staying out of every offer, £k a partner a year.
    independence_value
        Pounds a partner would give for full independence, £k a year.
    autonomy_pressed
        Largest share of autonomy among offers with a live deadline, campaign or contract.
    pressure
        National expectation bearing on the practice, 0 to 1.
    """
    return pressure * (payment_lost + p.autonomy_weight * independence_value * autonomy_pressed)


def resistance_probability(
    threats: Floats, temper: Floats, lmc_resisting: Floats, p: PracticeResistance
) -> Floats:
    """Return the probability of resisting of practices that chose to stay independent.

    Parameters
    ----------
    threats
        What :func:`threat` returns.
    temper
        How readily each practice resists, a multiple around 1.
    lmc_resisting
        Share of the practices of its LMC that resist already.
    """
    felt = temper * threats * (p.threat_weight + p.contagion * lmc_resisting)
    return logistic(felt - p.base)
