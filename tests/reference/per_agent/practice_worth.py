"""What an option is worth to a practice, term by term, and the luck in it."""

from __future__ import annotations

import math

from per_agent.arithmetic import EULER_GAMMA, uncertain_value, weighted_mean
from per_agent.option import Option

PARTIAL = 2
SWITCHABLE = frozenset(
    {"hours", "quality", "lead_trust", "pressure", "lmc_opposition", "envy", "objection",
     "contract_given_up", "pivotal"}
)  # fmt: skip


class WeighsOptions:
    """The part of a practice that weighs options."""

    led_by = 0.0
    """What a test lets the lead gain more than the books say, £k a partner."""

    def income_change(self, option: Option) -> float:
        """Change of a partner's income, £k a year."""
        pounds = self.ccg.pays[option.name] - self.ccg.loses[option.name]
        pounds -= self.lost_when_addressed(option)
        change = pounds * self.value_of_a_pound + self.belief.get(option.name, 0.0)
        if option.is_salaried:
            change += self.salary - self.income
        return change

    def lost_when_addressed(self, option: Option) -> float:
        """Pounds lost, by an option, that a trust's offer to run it says is lost without it."""
        if self.addressed_by is None:
            return 0.0
        return sum(
            other.offer.terms.lost_by_staying_out
            for other in self.model.options[1:]
            if other.opened_by == "trust" and other is not option
        )

    def peer_share(self, level: int) -> float:
        """Share of local peers, and of the country, that signed at a level or above."""
        if level == 0:
            return 0.0
        local = self.share_of_peers(lambda peer: peer.agreement.level >= level)
        everywhere = sum(self.model.signed[level:]) / self.model.n_open
        share = self.model.p["practice.peer_local_share"]
        return share * local + (1.0 - share) * everywhere

    def share_of_peers(self, belongs) -> float:
        standing = [(weight, float(belongs(peer))) for weight, peer in self.peers if peer.is_open]
        return weighted_mean(standing)

    def terms(self, option: Option) -> dict[str, float]:
        """Every term of the utility of an option, £k a partner a year."""
        p = self.model.p
        relief = p["practice.campaign_relief"] if self.is_campaigned_for else 1.0
        stake = self.contract_stake if self.contract_is_live else 0.0
        lost_for_good = 0.0
        if option.gives_up_contract:
            lost_for_good = 1.0
            if option.may_return:
                lost_for_good -= p["practice.right_of_return_quality"]
        pivotal = option is self.model.alliance and self.ccg.is_near_least_coverage
        return self.counted(
            option,
            income=self.income_change(option),
            peers=self.peer_share(option.level),
            moving=option.levels_from(self.agreement) * relief,
            opposition=self.ccg.opposition(option),
            contract=(self.model.hurdle - 1.0) * stake * lost_for_good,
            pivotal=1.0 if pivotal else 0.0,
        )

    def counted(
        self,
        option: Option,
        *,
        income: float,
        peers: float,
        moving: float,
        opposition: float = 0.0,
        contract: float = 0.0,
        pivotal: float = 0.0,
    ) -> dict[str, float]:
        p = self.model.p
        envied = 0.0
        if option.level >= PARTIAL:
            envied = self.model.money.relative_gain(self) + self.led_by
        terms = {
            "income": uncertain_value(income, option.income_sd, self.loss_aversion),
            "independence": -self.independence_value * option.autonomy_lost,
            "rescue": p["practice.rescue_value"] * self.distress * option.dependence,
            "working_together": option.intrinsic_value,
            "peers": p["practice.peer_value"] * peers,
            "status_quo": -min(p["practice.status_quo"] * moving, p["practice.status_quo_most"]),
            "hours": -p["practice.hour_value"] * option.hours,
            "quality": p["practice.quality_value"] * option.quality_gain,
            "lead_trust": p["practice.lead_trust_value"]
            * (2.0 * self.trust_in_lead - 1.0)
            * option.dependence,
            "pressure": p["practice.pressure_value"] * self.system.pressure * option.pressure,
            "lmc_opposition": -p["practice.lmc_value"] * opposition,
            "envy": -p["practice.envy"] * envied,
            "objection": -p["practice.objection_value"] * self.ideology * option.objection,
            "contract_given_up": -contract,
            "pivotal": p["practice.pivotal_value"] * pivotal,
        }
        for name in self.model.switched_off:
            del terms[name]
        return terms

    def utility(self, option: Option) -> float:
        return sum(self.terms(option).values())

    def gain_for_committee(self, option: Option) -> float:
        """What the LMC counts: income, autonomy, rescue, working together."""
        return (
            uncertain_value(self.income_change(option), option.income_sd, self.loss_aversion)
            - self.independence_value * option.autonomy_lost
            + self.model.p["practice.rescue_value"] * option.dependence * self.distress
            + option.intrinsic_value
        )

    def noise(self, option: Option) -> float:
        """A lasting taste and the mood of the day, in units of the noise's scale."""
        taste = self.gumbel("practice.taste", 0, option)
        mood = self.gumbel("practice.choice", self.model.now, option)
        return self.model.mixed(taste, mood)

    def gumbel(self, stream: str, step: int, option: Option) -> float:
        draw = self.model.draw
        luck = draw("gumbel", f"{stream}/{option.name}", step, self.address)
        similarity = self.model.p["practice.nest_similarity"]
        if similarity == 0.0 or option.offer is None:
            return luck
        own = 1.0 - similarity
        shared = draw("log_stable", f"{stream}/nest", step, self.address, own)
        return own * (luck + shared - similarity / own * EULER_GAMMA)


def hurdle(p: dict) -> float:
    """How many times its value a contract for life must be bettered before it is given up."""
    beta = 0.5 + math.sqrt(
        0.25 + 2.0 * p["practice.discount_rate"] / p["practice.income_volatility"] ** 2
    )
    return beta / (beta - 1.0)
