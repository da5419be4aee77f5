"""What one trust or CCG thinks of another of its system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from per_agent.arithmetic import trust_after, weighted_mean

if TYPE_CHECKING:
    from per_agent.model import ReferenceModel

RESISTING, ALLIANCE = -1, 1


class Tie:
    """Trust of one organisation in another, and the damage done to it."""

    def __init__(self, model: ReferenceModel, row: dict) -> None:
        self.model = model
        self.load(row)
        self.address = f"tie:{self.whose}/{self.whom}"
        self.one, self.other = model.organisation(self.whose), model.organisation(self.whom)
        self.one.ties.append(self)
        self.other.ties_to.append(self)

    def load(self, row: dict) -> None:
        for name, value in row.items():
            setattr(self, name, value)

    def observe(self, gained: set, paying: set) -> None:
        p, quarters = self.model.p, self.model.quarters
        both = self.one.is_member and self.other.is_member
        together = both or self.one.system.works_together
        size = "working_together" if together else "planning_together"
        bad = p["relationships.neighbours_resisting"] if self.other.stance == RESISTING else 0.0
        good = p[f"relationships.{size}"] * quarters
        if self.one in gained and self.other in paying:
            good += p["relationships.gain_settled"]
        self.lives_through(good, bad * quarters, quarters)

    def lives_through(self, good: float, bad: float, quarters: float = 0.0) -> None:
        self.trust, self.damage = trust_after(
            self.trust, self.damage, good, bad, quarters, self.model.p
        )


class Tied:
    """What a trust and a CCG have in common: ties to the others of their system."""

    def weigh_partners(self) -> None:
        """Think of partners on the whole what it thinks of each, the larger counting more."""
        if any(tie.other.size > 0.0 for tie in self.ties):
            self.trust_in_partners = weighted_mean(
                [(tie.other.size, tie.trust) for tie in self.ties]
            )

    @property
    def esteem(self) -> float:
        """What its partners think of it, the larger counting more."""
        held = [(tie.one.size, tie.trust) for tie in self.ties_to]
        return weighted_mean(held) if any(size > 0.0 for size, _ in held) else 0.5

    def loses_trust(self, harm: float) -> None:
        """Think less of all partners."""
        for tie in self.ties:
            tie.lives_through(0.0, harm)
        self.model.weigh_partners()
