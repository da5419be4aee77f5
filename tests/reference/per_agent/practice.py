"""A GP practice: what it is, and what is so of it; each thing it does has a file of its own."""

from __future__ import annotations

import mesa

from per_agent.option import Option
from per_agent.practice_add_ons import TakesAddOns
from per_agent.practice_choice import Chooses
from per_agent.practice_contract import KeepsContract
from per_agent.practice_learning import Learns
from per_agent.practice_life import LivesOn
from per_agent.practice_resistance import Resists
from per_agent.practice_worth import WeighsOptions

RESISTING, INDEPENDENT, ALLIANCE = -1, 0, 1


class Practice(
    WeighsOptions, Chooses, Resists, TakesAddOns, KeepsContract, Learns, LivesOn, mesa.Agent
):
    """One practice; its state is what the row of the start says, by the same names."""

    def __init__(self, model, row: dict) -> None:
        super().__init__(model)
        self.address = f"practice:{row['code']}"
        self.peers: list[tuple[float, Practice]] = []
        self.is_campaigned_for = False
        self.confirms = False  # stands by its promise: asked when the contract is judged
        self.load(row)

    def load(self, row: dict) -> None:
        for name, value in row.items():
            setattr(self, name, value)
        self.ccg, self.system = self.model.ccg[row["ccg"]], self.model.system[row["system"]]
        self.agreement = self.model.option[row["agreement"]]
        self.promise = self.model.option[row["promise"]] if row["promise"] else None
        self.add_ons = set(row["add_ons"])
        for name in ("belief", "year_luck", "expected", "counts"):
            setattr(self, name, dict(row[name]))

    @property
    def in_hub(self) -> bool:
        return "hub" in self.add_ons

    def hear_campaigns(self) -> None:
        """Hub members are campaigned for, by their system or, for a contract, by their CCG.

        Heard before anybody decides: who joins a hub is reached from the next step on.
        """
        campaigning = self.system.is_campaigning or self.ccg.is_campaigning
        self.is_campaigned_for = self.in_hub and campaigning

    def may_take(self, option: Option) -> bool:
        return option.offer is None or self.contract in option.offer.open_to

    def options(self) -> list[Option]:
        """Independence, what it holds, and what is open to it, in the order of the table."""
        return [option for option in self.model.options if self.has(option)]

    def has(self, option: Option) -> bool:
        if option is self.agreement:
            return True
        if not self.contract_is_live and not option.gives_up_contract:
            return False
        if option.opened_by == "trust" and self.addressed_by is None:
            return False
        return self.may_take(option) and self.ccg.has_opened(option)

    def sign(self, option: Option) -> None:
        self.model.signed[self.agreement.level] -= 1
        self.model.signed[option.level] += 1
        self.agreement = option

    def set_stance(self) -> None:
        level = self.agreement.level
        if level > ALLIANCE or (level == ALLIANCE and self.ccg.alliance_live):
            self.stance = level
        else:
            self.stance = RESISTING if self.is_resisting else INDEPENDENT
