"""First values that several kinds of organisation begin with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from acs_abm.chance import Chance
from acs_abm.clock import Clock, Date
from acs_abm.columns import Rows
from acs_abm.decisions.regulator_inspection import Inspection, quarters_between
from acs_abm.scenario import Scenario


def first_step(published: Date, clock: Clock) -> int:
    """Return the step from which something published in a quarter counts; 0 if known before."""
    return max(clock.step_of(published.opening_quarter()), 0)


def first_inspection(
    kind: str,
    keys: NDArray[np.uint64],
    rating: NDArray[np.int8],
    chance: Chance,
    scenario: Scenario,
) -> Rows:
    """Return the step of each first inspection: anywhere in the cycle that its rating asks for."""
    cycle = quarters_between(rating, scenario.values(Inspection))
    begun = chance.uniform(f"{kind}.first_inspection", 0, keys)
    return np.floor(cycle * begun).astype(np.int64) * scenario.clock.steps_per_quarter
