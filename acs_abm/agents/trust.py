"""An NHS trust."""

from __future__ import annotations

from acs_abm.agents.view import RowAgent, Seen
from acs_abm.population.organisations import TrustType
from acs_abm.stance import Stance


class Trust(RowAgent):
    """An NHS trust or foundation trust.

    How it decides: :mod:`acs_abm.decisions.trust_integration`,
    :mod:`acs_abm.decisions.trust_resistance`,
    :mod:`acs_abm.decisions.trust_control_total`,
    :mod:`acs_abm.decisions.trust_horizontal`, :mod:`acs_abm.decisions.trust_runs_practices`.
    """

    kind = "trust"
    code = Seen("population.trusts.code")
    name = Seen("population.trusts.name")
    income = Seen("trusts.income")
    margin = Seen("trusts.margin")
    rating = Seen("trusts.rating")
    segment = Seen("trusts.segment")
    trust_in_partners = Seen("trusts.trust_in_partners")
    accepts_control_total = Seen("trusts.accepts_control_total")
    shortfall = Seen("trusts.shortfall")
    runs_practices = Seen("trusts.runs_practices")
    in_group = Seen("trusts.in_group")
    money_earned = Seen("trusts.money_earned")

    @property
    def type(self) -> TrustType:
        """What it mainly does."""
        return TrustType(self.world.population.trusts.type.item(self.row))

    @property
    def merged_into(self) -> str:
        """Code of the trust that it was merged into; empty where it still stands."""
        row = self.world.trusts.merged_into.item(self.row)
        return self.world.population.trusts.code[row] if row >= 0 else ""

    @property
    def stance(self) -> Stance:
        """Where it stands."""
        return Stance(self.world.trusts.stance.item(self.row))
