"""Does a practice promise to join a single contract that does not exist yet?

The contract waits for members and the members wait for the contract, so a practice may promise
first. It feels part of what it would gain and lose, is paid nothing, keeps its stance and may take
its word back whenever it thinks again. A promise is worth, over none::

    p_a · Δindependence + p_i · Δincome + Δrescue + what is felt already − p_e · SQ

p_a is ``practice.promise_autonomy``, p_i ``practice.promise_income``, p_e
``practice.promise_effort``; Δ is the change from what it holds; felt already, in full, are working
together, trust in the lead, pressure, the committee's opposition and objection on principle. When
the contract is ready each practice that promised is asked to confirm, and then decides by the full
terms (:mod:`acs_abm.decisions.practice_integration`).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from acs_abm.decisions.choice import Floats, Rows
from acs_abm.parameters import declares, parameter

FELT_ALREADY = ("working_together", "lead_trust", "pressure", "lmc_opposition", "objection")
"""Terms of the contract that a promise brings at once; what the practice holds it keeps."""


@declares("practice")
class PracticePromise:
    """How much of a contract is felt when it is only promised."""

    promise_autonomy: float = parameter(
        0.15,
        unit="share",
        low=0.07,
        high=0.3,
        meaning="How much of the autonomy that the contract would take is missed on promising it.",
        source="assumption",
    )
    promise_income: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=1,
        meaning="How far the income that the contract would bring or take counts on promising "
        "it, though nothing is paid yet.",
        source="assumption: chosen so that payments decide whether contracts are promised",
    )
    promise_effort: float = parameter(
        0.5,
        unit="levels",
        low=0.25,
        high=1,
        meaning="Levels of status quo cost of a promise, whatever the level promised.",
        source="assumption",
    )


def promise_gain(
    terms: Mapping[str, Floats],
    held: Rows,
    status_quo: Floats | float,
    p: PracticePromise,
) -> Floats:
    """Return what promising each option is worth over promising none, £k a partner a year.

    Parameters
    ----------
    terms
        Terms of the utility of every option, n practices by K options each, as
        :func:`~acs_abm.decisions.practice_integration.utility_terms` gives them; what is
        switched off is not there. Where none of those felt is, the result has one column for all.
    held
        Column of what each practice holds now (n).
    status_quo
        Cost of moving one level, £k a year (n, or one for all).
    p
        How much of it is felt.
    """
    here = np.arange(len(held)), held
    gain: Floats = np.zeros((len(held), 1))
    for name, share in (
        ("independence", p.promise_autonomy),
        ("income", p.promise_income),
        ("rescue", 1.0),
    ):
        if name in terms:
            gain = gain + share * (terms[name] - terms[name][here][:, np.newaxis])
    for name in FELT_ALREADY:
        if name in terms:
            gain = gain + terms[name]
    moving = p.promise_effort * np.broadcast_to(status_quo, len(held))
    return np.asarray(gain - moving[:, np.newaxis], dtype=np.float64)
