"""The three national bodies."""

from __future__ import annotations

from acs_abm.agents.view import RowAgent

NATIONAL_BODIES = ("nhs_england", "nhs_improvement", "cqc")


class Regulator(RowAgent):
    """NHS England, NHS Improvement or the Care Quality Commission.

    How they decide: :mod:`acs_abm.decisions.regulator_designation` and
    :mod:`acs_abm.decisions.regulator_assurance` (NHS England),
    :mod:`acs_abm.decisions.trust_control_total` (what NHS Improvement asks),
    :mod:`acs_abm.decisions.regulator_oversight` (its segments),
    :mod:`acs_abm.decisions.regulator_inspection` (Care Quality Commission).
    """

    kind = "regulator"

    @property
    def code(self) -> str:
        """Its name in ``regulator:nhs_england`` and the like."""
        return NATIONAL_BODIES[self.row]

    @property
    def national_expectation(self) -> float:
        """What national bodies expect, 0 to 1."""
        return float(self.world.national_expectation)
