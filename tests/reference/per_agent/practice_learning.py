"""What a practice learns: from its results, its neighbours' and what others do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from per_agent.arithmetic import trust_after
from per_agent.option import Option

if TYPE_CHECKING:
    from per_agent.practice import Practice

ALLIANCE = 1


class Learns:
    """The part of a practice that moves its beliefs and its trust."""

    def result(self, option: Option) -> float | None:
        """What it got this year beyond what was known, £k a partner; None where nothing is open."""
        terms = option.offer.terms
        if self.agreement is not option or self.stance < ALLIANCE:
            return None
        shared = option.opened_by in ("system", "place")
        gain = self.model.money.gain_a_partner(self) if shared else 0.0
        if not option.offer.is_premium_local or not terms.payment:
            return gain if shared else None
        paid = 0.0 if self.ccg.premium_withdrawn else 1.0
        expected = option.kept_share(self.model.p["practice.reneging_hazard"])
        if self.ccg.withdrawal_known:
            expected = 0.0
        return gain + terms.payment * (paid - expected) * self.value_of_a_pound

    def learn(self, results: dict[Practice, float], option: Option, shown: float | None) -> None:
        """Move the belief about an option towards its own and its neighbours' results.

        Where there are none, towards what similar systems show.
        """
        p = self.model.p
        known = [(weight, results[peer]) for weight, peer in self.peers if peer in results]
        own = results.get(self)
        if known:
            weight = sum(weight for weight, _ in known)
            around = sum(weight * value for weight, value in known) / weight
            share = p["beliefs.neighbours_weight"] if own is not None else 1.0
            seen = share * around + (1.0 - share) * (own or 0.0)
        elif own is not None:
            seen = own
        elif shown is not None:
            seen = shown
        else:
            return
        belief = self.belief.get(option.name, 0.0)
        self.belief[option.name] = belief + p["beliefs.learning"] * (seen - belief)

    def observe(self, diverted: float) -> None:
        """Trust in CCG and lead by what they do together, in national bodies by their money."""
        p, quarters = self.model.p, self.model.quarters
        together = self.stance >= ALLIANCE or self.system.works_together
        size = "working_together" if together else "planning_together"
        good = p[f"relationships.{size}"] * quarters
        bad = p["relationships.neighbours_resisting"] * self.ccg.lmc_resisting * quarters
        is_last = self.model.clock.closes_financial_year(self.model.now)
        if is_last and self.money_last_gain > 0.0:
            good += p["relationships.gain_settled"]
        paid = self.stance >= ALLIANCE and self.ccg.pays[self.agreement.name] > 0.0
        kept = p["relationships.payment_kept"] * quarters if paid else 0.0
        self.lives_through("ccg", good, bad, quarters)
        self.lives_through("lead", good, bad + diverted, quarters)
        self.lives_through("national", kept, diverted, quarters)

    def lives_through(self, whom: str, good: float, bad: float, quarters: float = 0.0) -> None:
        before = getattr(self, f"trust_in_{whom}"), getattr(self, f"damage_in_{whom}")
        trust, damage = trust_after(*before, good, bad, quarters, self.model.p)
        setattr(self, f"trust_in_{whom}", trust)
        setattr(self, f"damage_in_{whom}", damage)
