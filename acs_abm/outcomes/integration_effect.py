"""What does integration do to emergency admissions, and when?

Working together avoids some admissions in the long run, more with a deeper agreement, a more able
place and more trust::

    long-run share avoided = e(level) · min(capability / usual · trust / t, most)

e is 0, ``integration_effect.alliance``, ``integration_effect.partial`` and
``integration_effect.full`` at levels 0 to 3 and linear between (levels are averaged over the list);
t is ``integration_effect.trust_reference``, *most* ``integration_effect.most``, usual capability
``capability.reference``. It is felt through two equal stages with a mean delay of
``integration_effect.delay`` quarters. Joining disrupts what was: it adds
``integration_effect.disruption`` × share of the list that newly joined an agreement with dependence
of at least ``integration_effect.disrupting_dependence``, which fades over
``integration_effect.disruption_lasts`` quarters. So at first there may be more admissions, not
fewer. Care in place of admissions avoided costs ``integration_effect.outside_hospital`` of their
price.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from acs_abm.parameters import declares, parameter

Floats = NDArray[np.float64]


@declares("integration_effect")
class IntegrationEffect:
    """Size and timing of the effect on emergency admissions."""

    alliance: float = parameter(
        0.025,
        unit="share of emergencies",
        low=0.01,
        high=0.05,
        meaning="Emergency admissions that an alliance avoids in the long run.",
        source="assumption; a two-year mean of 3% implies more in the long run",
    )
    partial: float = parameter(
        0.04,
        unit="share of emergencies",
        low=0.02,
        high=0.06,
        meaning="Emergency admissions that partial integration avoids in the long run.",
        source="assumption",
    )
    full: float = parameter(
        0.06,
        unit="share of emergencies",
        low=0.03,
        high=0.09,
        meaning="Emergency admissions that full integration avoids in the long run.",
        source="assumption",
    )
    trust_reference: float = parameter(
        0.5,
        unit="level of trust",
        low=0.25,
        high=0.75,
        limits=(0.05, 1.0),
        meaning="Trust of practices at which the effect is as stated.",
        source="assumption",
    )
    most: float = parameter(
        1.5,
        unit="multiple",
        low=1.0,
        high=2.25,
        meaning="What capability and trust can multiply the effect by at most.",
        source="assumption",
    )
    delay: float = parameter(
        4.0,
        unit="quarters",
        low=2,
        high=8,
        limits=(0.0, 40.0),
        meaning="Mean time until the effect of a change is felt.",
        source="evaluations of vanguards: nothing for two years, then a little; assumption",
    )
    disruption: float = parameter(
        0.015,
        unit="share of emergencies",
        low=0.0,
        high=0.03,
        meaning="Further emergency admissions when the whole list has just joined.",
        source="assumption",
    )
    disruption_lasts: float = parameter(
        3.0,
        unit="quarters",
        low=1.5,
        high=4.5,
        limits=(0.1, 40.0),
        meaning="Time in which disruption falls by a factor of e.",
        source="assumption",
    )
    outside_hospital: float = parameter(
        0.5,
        unit="share of price",
        low=0.25,
        high=0.75,
        meaning="What primary and community care costs in place of an admission avoided.",
        source="assumption: half of the gross saving of hospitals",
    )
    disrupting_dependence: float = parameter(
        0.1,
        unit="share",
        low=0.05,
        high=0.2,
        meaning="Dependence on the lead above which joining an offer disrupts.",
        source="assumption",
    )


def long_run_effect(level: Floats, able: Floats, trust: Floats, p: IntegrationEffect) -> Floats:
    """Return by what share emergencies change in the long run; negative where they fall.

    Parameters
    ----------
    level
        List-weighted level in force at each place, 0 to 3.
    able
        Capability of the place over the reference.
    trust
        List-weighted trust of its practices in CCG and lead, 0 to 1.
    """
    avoided = np.interp(level, [0.0, 1.0, 2.0, 3.0], [0.0, p.alliance, p.partial, p.full])
    return -avoided * np.minimum(able * trust / p.trust_reference, p.most)


def lagged(
    first: Floats, second: Floats, target: Floats, quarters: float, p: IntegrationEffect
) -> tuple[Floats, Floats]:
    """Return both stages of the lag some quarters later, the target being what it is.

    Two stages in a row, each with half the mean delay; exact for a step of any length. The
    second stage is the effect that is felt.
    """
    if p.delay <= 0.0:
        return target.copy(), target.copy()
    passed = 2.0 * quarters / p.delay
    left = math.exp(-passed)
    return (
        target + (first - target) * left,
        target + ((second - target) + passed * (first - target)) * left,
    )


def care_outside_hospital(emergencies: Floats, effect: Floats, p: IntegrationEffect) -> Floats:
    """Return what care in place of admissions avoided costs, £.

    Parameters
    ----------
    emergencies
        What emergency admissions cost at each place, £.
    effect
        By what share integration changed their number.
    """
    avoided = np.maximum(-effect, 0.0)
    return p.outside_hospital * emergencies * avoided / (1.0 - avoided)


def disruption_after(
    before: Floats, newly_joined: Floats, quarters: float, p: IntegrationEffect
) -> Floats:
    """Return disruption some quarters later, a share of the list having newly joined now."""
    return before * math.exp(-quarters / p.disruption_lasts) + p.disruption * newly_joined
