"""A GP practice."""

from __future__ import annotations

from acs_abm.agents.view import RowAgent, Seen
from acs_abm.columns import NEVER
from acs_abm.population.organisations import CoreContract
from acs_abm.stance import Stance


class GPPractice(RowAgent):
    """A GP practice: decides to join an alliance, to integrate further, or to resist.

    How it decides: :mod:`acs_abm.decisions.practice_integration`.
    """

    kind = "practice"
    code = Seen("population.practices.code")
    list_size = Seen("practices.list_size")
    weighted_list = Seen("practices.weighted_list")
    deprivation = Seen("population.practices.deprivation")
    is_rural = Seen("population.practices.is_rural")
    gp_wte = Seen("population.practices.gp_wte")
    is_open = Seen("practices.is_open")
    partners = Seen("practices.partners")
    salaried = Seen("practice_life.salaried")
    hours = Seen("practice_life.hours")
    quality = Seen("practice_life.quality")
    income = Seen("practices.income")
    distress = Seen("practices.distress")
    rating = Seen("practices.rating")
    independence_value = Seen("practices.independence_value")
    ideology = Seen("practices.ideology")
    loss_aversion = Seen("practices.loss_aversion")
    contract_stake = Seen("practices.contract_stake")
    trust_in_ccg = Seen("practices.trust_in_ccg")
    trust_in_lead = Seen("practices.trust_in_lead")
    trust_in_national = Seen("practices.trust_in_national")
    is_resisting = Seen("practices.is_resisting")
    contract_is_live = Seen("practices.contract_is_live")

    @property
    def stance(self) -> Stance:
        """Where it stands."""
        return Stance(self.world.practices.stance.item(self.row))

    @property
    def contract(self) -> CoreContract:
        """Its core contract."""
        return CoreContract(self.world.population.practices.contract.item(self.row))

    @property
    def agreement(self) -> str:
        """Name of the agreement it has signed; ``independent`` for none."""
        return self.world.options.names[self.world.practices.agreement.item(self.row)]

    @property
    def promise(self) -> str:
        """Name of the single contract it has promised to join; empty for none."""
        promised = self.world.practices.promise.item(self.row)
        return self.world.options.names[promised] if promised else ""

    @property
    def suspended_since(self) -> str:
        """Quarter (or month) in which its core contract was suspended; empty where it was not."""
        step = self.world.practices.suspended_since.item(self.row)
        return self.world.clock.label(step) if step > NEVER else ""

    @property
    def beliefs(self) -> dict[str, float]:
        """What it believes of the uncertain part of each option's income, £k a partner a year."""
        believed = self.world.practices.belief[self.row].tolist()
        return dict(zip(self.world.options.names, believed, strict=True))

    @property
    def add_ons(self) -> tuple[str, ...]:
        """Names of the add-on offers it holds, the hub among them."""
        held = self.world.practices.add_ons[self.row]
        return tuple(o.name for o, has in zip(self.world.add_ons, held, strict=True) if has)
