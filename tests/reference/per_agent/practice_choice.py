"""How a practice chooses: whether it considers, what it signs and what it promises."""

from __future__ import annotations

from per_agent.arithmetic import within
from per_agent.option import Option

PARTIAL = 2
FELT_ON_PROMISING = ("working_together", "lead_trust", "pressure", "lmc_opposition", "objection")


class Chooses:
    """The part of a practice that decides what to sign and to promise."""

    def considering(self) -> float:
        """Probability that it considers in this step."""
        if not self.is_open:
            return 0.0
        likely = self.model.considering
        chance = likely["campaign"] if self.is_campaigned_for else likely["usual"]
        if any(self.meets_deadline(option) for option in self.model.ending):
            chance = max(chance, likely["deadline"])
        if self.is_shaken:
            chance = max(chance, likely["shock"])
        return 1.0 if self.addressed_by is not None else chance

    def meets_deadline(self, option: Option) -> bool:
        return self.may_take(option) and self.ccg.has_opened(option)

    def best_option(self) -> Option:
        options = self.options()
        if len(options) == 1:
            return options[0]
        mu = self.model.p["practice.choice_noise"]
        return max(options, key=lambda option: self.utility(option) + mu * self.noise(option))

    def take(self, option: Option) -> None:
        """Sign an option, or stay with it."""
        if option.opened_by != "trust":
            self.run_by = None
        elif option is not self.agreement:
            self.run_by = self.addressed_by
        self.sign(option)

    def reconsider_promise(self) -> None:
        """Promise one of the contracts sought at its place, or none."""
        self.promise = None
        if self.agreement.level >= PARTIAL:
            return
        sought = [o for o in self.model.options if self.ccg.seeks(o) and self.may_take(o)]
        if not sought:
            return
        mu = self.model.p["practice.choice_noise"]
        best = mu * self.model.mixed(
            self.model.draw("gumbel", "practice.taste/no_promise", 0, self.address),
            self.model.draw("gumbel", "practice.choice/no_promise", self.model.now, self.address),
        )
        for option in sought:
            worth = self.worth_of_promising(option) + mu * self.noise(option)
            if worth > best:
                self.promise, best = option, worth

    def worth_of_promising(self, option: Option) -> float:
        """What a promise brings at once over giving none, £k a partner a year."""
        p = self.model.p
        there, here = self.terms(option), self.terms(self.agreement)
        relief = p["practice.campaign_relief"] if self.is_campaigned_for else 1.0
        worth = p["practice.promise_autonomy"] * (there["independence"] - here["independence"])
        worth += p["practice.promise_income"] * (there["income"] - here["income"])
        worth += there["rescue"] - here["rescue"]
        worth += sum(there.get(name, 0.0) for name in FELT_ON_PROMISING)
        return worth - p["practice.promise_effort"] * p["practice.status_quo"] * relief

    def would_confirm(self) -> bool:
        """Whether, asked now, it stands by its promise on the full terms."""
        options = [o for o in self.model.options if self.has(o) or o is self.promise]
        mu = self.model.p["practice.choice_noise"]
        best = max(options, key=lambda option: self.utility(option) + mu * self.noise(option))
        return best is self.promise


def chances_of_considering(p: dict, years: float) -> dict[str, float]:
    """How likely a practice considers in a step, by what is going on."""
    usual = within(p["practice.consideration_hazard"], years)
    campaign = 1.0 - (1.0 - p["practice.campaign_consideration"]) ** (4.0 * years)
    rest_of_quarter = within(p["practice.consideration_hazard"], 0.25 - years)

    def beside(in_quarter: float) -> float:
        """Chance in this step, some thinking again in the others of its quarter anyway."""
        return 1.0 - (1.0 - in_quarter) / (1.0 - rest_of_quarter)

    return {
        "usual": usual,
        "campaign": max(campaign, usual),
        "deadline": max(beside(p["practice.deadline_consideration"]), usual),
        "shock": max(beside(p["practice.shock_consideration"]), usual),
    }
