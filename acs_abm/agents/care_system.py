"""A care system: an STP on its way."""

from __future__ import annotations

from acs_abm.agents.view import RowAgent, Seen
from acs_abm.stages.stage import Stage


class CareSystem(RowAgent):
    """An STP on its way to becoming an accountable care system.

    What each stage asks and gives: :mod:`acs_abm.stages`.
    """

    kind = "system"
    code = Seen("population.systems.code")
    short_name = Seen("population.systems.short_name")
    name = Seen("population.systems.name")
    rating = Seen("systems.rating")
    governance = Seen("systems.governance")
    relationships = Seen("systems.relationships")
    population_health_management = Seen("systems.health_management")
    hub_coverage = Seen("systems.hub_coverage")
    alliance_coverage = Seen("systems.alliance_coverage")
    is_selected = Seen("systems.is_selected")
    quarters_in_stage = Seen("systems.quarters_in_stage")

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        return Stage(self.world.systems.stage.item(self.row))

    @property
    def lead(self) -> str:
        """Code of its lead trust; empty for none."""
        row = self.world.systems.lead.item(self.row)
        return self.world.population.trusts.code[row] if row >= 0 else ""
