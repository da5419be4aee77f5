"""Whether a practice that stays independent acts against the change."""

from __future__ import annotations

from per_agent.arithmetic import logistic


class Resists:
    """The part of a practice that resists."""

    def reconsider_resisting(self) -> None:
        """Whether, staying independent and promising nothing, it acts against the change."""
        self.is_resisting = False
        if self.agreement.offer is None and self.promise is None:
            luck = self.model.draw("uniform", "practice.resists", self.model.now, self.address)
            self.is_resisting = luck < self.chance_of_resisting()

    def chance_of_resisting(self) -> float:
        p = self.model.p
        lost = self.value_of_a_pound * self.lost_by_staying_out()
        autonomy = self.independence_value * self.autonomy_pressed()
        threat = self.system.pressure * (lost + p["resistance.autonomy_weight"] * autonomy)
        felt = p["resistance.threat_weight"] + p["resistance.contagion"] * self.ccg.lmc_resisting
        return logistic(self.temper * threat * felt - p["resistance.base"])

    def lost_by_staying_out(self) -> float:
        """Pounds per weighted patient a year lost by taking no offer at all."""
        alone = self.model.options[0]
        lost = self.ccg.loses[alone.name] + self.lost_when_addressed(alone)
        for option in self.model.add_ons:
            if (
                option.offer.is_open(self.model.date)
                and self.may_take(option)
                and option.name not in self.add_ons
            ):
                lost += option.offer.terms.lost_by_staying_out
        return lost

    def autonomy_pressed(self) -> float:
        """Largest autonomy lost among what is pressed: a deadline, a campaign, a contract."""
        most = 0.0
        for option in self.model.options[1:]:
            if option.opened_by == "system" and option.offer.deadline is None:
                pressed = self.is_campaigned_for
            elif option.opened_by == "place" or option.offer.deadline is not None:
                pressed = self.ccg.has_opened(option) or self.ccg.seeks(option)
            else:
                pressed = False
            if pressed:
                most = max(most, option.autonomy_lost)
        return most
