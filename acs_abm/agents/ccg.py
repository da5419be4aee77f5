"""A clinical commissioning group."""

from __future__ import annotations

from acs_abm.agents.view import RowAgent, Seen
from acs_abm.stance import Stance


class CCG(RowAgent):
    """A clinical commissioning group, and the place it commissions for.

    How it decides: :mod:`acs_abm.decisions.commissioner_strategy`.
    """

    kind = "ccg"
    code = Seen("population.ccgs.code")
    name = Seen("population.ccgs.name")
    population = Seen("population.ccgs.population")
    deprivation = Seen("population.ccgs.deprivation")
    trust_in_partners = Seen("ccgs.trust_in_partners")
    is_vanguard = Seen("ccgs.is_vanguard")
    is_test_area = Seen("ccgs.is_test_area")
    alliance_live = Seen("ccgs.alliance_live")
    contract_live = Seen("ccgs.contract_live")
    checkpoints_passed = Seen("ccgs.checkpoints_passed")

    @property
    def stance(self) -> Stance:
        """Where it stands."""
        return Stance(self.world.ccgs.stance.item(self.row))

    @property
    def procures(self) -> Stance:
        """Level of the single contract sought or held at its place; INDEPENDENT for none."""
        return Stance(self.world.ccgs.contract_level.item(self.row))
