"""A column of a table: its unit, what it means, and what it is of the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from acs_abm.columns import Floats, World

WHOLE_NUMBERS_OF = {
    "practices", "systems", "places", "CCGs", "trusts", "ballots", "contracts", "challenges",
    "patients",
}  # fmt: skip
YES_OR_NO = "yes or no"


class Column(NamedTuple):
    """One column as it is declared.

    Attributes
    ----------
    name, unit, meaning
        As in :class:`acs_abm.measures.Measure`.
    measured
        What it is of the world at the end of a step: a number of the country, or one a system.
        None where the recorder fills it in another way.
    from_systems
        How a number of the country follows from what the column of the same name is of systems
        at the end of the step, where it does.
    """

    name: str
    unit: str
    meaning: str
    measured: Callable[[World], Any] | None = None
    from_systems: Callable[[World, Floats], float] | None = None

    def in_its_unit(self, values: NDArray[np.float64]) -> NDArray[Any]:
        """Return recorded values as what their unit says: counts, yes or no, or numbers."""
        if self.unit in WHOLE_NUMBERS_OF:
            return values.astype(np.int64)
        return values.astype(bool) if self.unit == YES_OR_NO else values


REPLICATE = Column("replicate", "", "Number of the replicate, 1 for the first")
QUARTER = Column("quarter", "", "Calendar quarter (or month), value at its end")


def mean_over_patients(world: World, by_system: Floats) -> float:
    """Return the mean over the country of something known by system, by registered patients."""
    patients = world.list_by_system
    return float(patients @ by_system / max(patients.sum(), 1.0))
