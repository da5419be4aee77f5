"""A local medical committee."""

from __future__ import annotations

from acs_abm.agents.view import RowAgent, Seen


class LocalMedicalCommittee(RowAgent):
    """The committee that speaks for the practices of one CCG's area.

    How it decides: :mod:`acs_abm.decisions.lmc_position`.
    """

    kind = "lmc"
    code = Seen("population.ccgs.code")
    strength = Seen("ccgs.lmc_strength")
    share_resisting = Seen("ccgs.lmc_resisting")

    @property
    def position(self) -> dict[str, float]:
        """How far it is against each offer, 0 to 1."""
        held = self.world.ccgs.lmc_position[self.row]
        names = self.world.options.names
        return {name: float(value) for name, value in zip(names, held, strict=True)}
