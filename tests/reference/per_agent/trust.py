"""An NHS trust: its control total, its alliance, the practices it offers to run."""

from __future__ import annotations

import math

import mesa

from per_agent.arithmetic import logistic, normal_below, trust_after, within

INDEPENDENT, ALLIANCE = 0, 1
MAY_RUN_PRACTICES = ("ACUTE", "COMMUNITY", "MENTAL_HEALTH")


class Trust(mesa.Agent):
    """One trust."""

    def __init__(self, model, row: dict) -> None:
        super().__init__(model)
        self.address = f"trust:{row['code']}"
        self.load(row)

    def load(self, row: dict) -> None:
        for name, value in row.items():
            setattr(self, name, value)
        self.system = self.model.system[row["system"]]

    @property
    def is_member(self) -> bool:
        return self.stance >= ALLIANCE

    def answer_control_total(self) -> None:
        """Be asked for an improvement, and accept it or not."""
        p, draw, now = self.model.p, self.model.draw, self.model.now
        deficit = max(-100.0 * self.margin - p["control_total.deficit_level"], 0.0)
        self.asked = (
            p["control_total.asked_mean"]
            + p["control_total.asked_sd"]
            * draw("normal", "trust.control_total_asked", now, self.address)
            + p["control_total.deficit_weight"] * deficit
        )
        luck = draw("uniform", "trust.control_total", now, self.address)
        self.accepts_control_total = luck < self.chance_of_accepting()

    def chance_of_accepting(self) -> float:
        p = self.model.p
        is_acute = self.type == "ACUTE"
        money = p["control_total.money_acute" if is_acute else "control_total.money_other"]
        beyond = self.asked - p["control_total.reachable"]
        meets = normal_below(-beyond / p["control_total.outturn_sd"])
        worry = p["control_total.miss_penalty"] * max(beyond, 0.0)
        value = money * meets - worry + p["control_total.goodwill"]
        return logistic(value / p["control_total.choice_noise"])

    def close_year(self) -> None:
        """Fall short of the control total by what was asked less what was reached."""
        p = self.model.p
        luck = self.model.draw("normal", "trust.outturn", self.model.now, self.address)
        reached = p["control_total.reachable"] + p["control_total.outturn_sd"] * luck
        self.shortfall = (self.asked - reached) / 100.0

    def observe(self) -> None:
        p, quarters = self.model.p, self.model.quarters
        together = self.is_member or self.system.works_together
        size = "working_together" if together else "planning_together"
        self.lives_through(p[f"relationships.{size}"] * quarters, 0.0, quarters)

    def lives_through(self, good: float, bad: float, quarters: float = 0.0) -> None:
        self.trust_in_partners, self.damage_in_partners = trust_after(
            self.trust_in_partners, self.damage_in_partners, good, bad, quarters, self.model.p
        )

    def wants_to_join(self, peers: float) -> bool | None:
        """Whether it joins, or stays in, its system's alliance; None if it does not consider."""
        p, system = self.model.p, self.system
        early = system.advanced_lately and not self.is_member
        chance = p["trust.considers_early" if early else "trust.considers_later"]
        luck = self.model.draw("uniform", "trust.considers", self.model.now, self.address)
        if luck >= chance * self.model.quarters or not system.may_ally or self.stance > ALLIANCE:
            return None
        noise = self.model.noise_of_joining("trust", self.address, p["trust.lasting_taste"])
        return self.gain_from_alliance(peers) + p["trust.choice_noise"] * noise > 0.0

    def gain_from_alliance(self, peers: float) -> float:
        """Per cent of income a year of ALLIANCE over INDEPENDENT."""
        p = self.model.p
        distress = min(max(-100.0 * self.margin / p["trust.deep_deficit"], 0.0), 1.0)
        return (
            -p["trust.independence_value"] * p["trust.autonomy_lost"]
            + p["trust.partner_trust_value"]
            * (2.0 * self.trust_in_partners - 1.0)
            * p["trust.dependence"]
            + p["trust.peer_value"] * peers
            + p["trust.pressure_value"] * self.system.pressure
            + (1.0 if self.is_member else -1.0) * p["trust.status_quo"]
            + p["trust.distress_value"] * distress
        )

    def begin_to_run_practices(self) -> None:
        luck = self.model.draw("uniform", "trust.starts_to_run", self.model.now, self.address)
        if self.type in MAY_RUN_PRACTICES and not self.runs_practices:
            hazard = within(self.model.p["trust_run.start_hazard"], self.model.years)
            self.runs_practices = luck < hazard

    def address_practices(self) -> None:
        """Offer to run the most distressed practices nearby, those of its own CCG first."""
        p = self.model.p
        near = [
            practice
            for practice in self.model.practices
            if practice.run_by is None
            and practice.addressed_by is None
            and practice.contract_is_live
            and practice.distress > p["trust_run.least_distress"]
            and math.dist(self.position, practice.position) <= p["trust_run.reach"]
        ]
        near.sort(key=lambda one: (one.ccg is not self.own_ccg, -one.distress))
        for practice in near[: p["trust_run.addressed_a_year"]]:
            practice.addressed_by = self.code
