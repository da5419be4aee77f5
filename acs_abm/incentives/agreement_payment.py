"""What an agreement or add-on pays practices: recurrent, once, and what staying out loses.

Payments of a network contract, practice-transformation money (once) and premiums of local
agreements are all terms of offers; this rule turns terms into pounds: weighted list × (payment a
year + payment once, when first held). A payment flows from the stage that the offer names; a local
premium until it is withdrawn, with hazard ``practice.reneging_hazard`` a year. The system's
transformation fund pays for its alliance if it goes far enough for all of it, else CCGs do.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def agreement_payment(
    in_force: Flags, recurrent: float, once: float, was_paid: Flags, years: float
) -> Floats:
    """Return what is paid in a step, £ per weighted patient.

    Parameters
    ----------
    in_force
        Who holds the agreement and is owed its payment.
    recurrent
        £ per weighted patient a year.
    once
        £ per weighted patient, once.
    was_paid
        Who had the one-off payment already.
    years
        Length of the step.
    """
    return np.where(in_force, recurrent * years + np.where(was_paid, 0.0, once), 0.0)
