"""A care system: how it matures, launches its alliance, and passes its gates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import mesa

from per_agent.arithmetic import normal_below, weighted_mean, within
from per_agent.gate import Judgement, judge

if TYPE_CHECKING:
    from per_agent.ccg import CCG
    from per_agent.practice import Practice
    from per_agent.trust import Trust

ALLIANCE = 1
STP, CANDIDATE, SHADOW_ACS, ACS = 0, 1, 2, 3
EARLY_QUARTERS = 4


class CareSystem(mesa.Agent):
    """One care system, its councils included."""

    def __init__(self, model, row: dict) -> None:
        super().__init__(model)
        self.address = f"system:{row['code']}"
        self.practices: list[Practice] = []
        self.trusts: list[Trust] = []
        self.ccgs: list[CCG] = []
        self.load(row)

    def load(self, row: dict) -> None:
        for name, value in row.items():
            setattr(self, name, value)

    # -- what is so ----------------------------------------------------------------------

    @property
    def rule(self):
        return self.model.calendar.stages[self.stage]

    @property
    def works_together(self) -> bool:
        return self.stage >= CANDIDATE

    @property
    def may_ally(self) -> bool:
        return self.model.alliance is not None and "alliance_agreement" in self.rule.gives

    @property
    def has_fund(self) -> bool:
        begun = self.model.date >= self.model.calendar.fund_from
        return begun and "transformation_fund" in self.rule.gives

    @property
    def is_campaigning(self) -> bool:
        return self.campaign_until is not None and self.model.now < self.campaign_until

    @property
    def advanced_lately(self) -> bool:
        if self.advanced is None:
            return False
        return (self.model.now - self.advanced) * self.model.quarters < EARLY_QUARTERS

    @property
    def lost_its_acute_trust(self) -> bool:
        """Whether the largest acute trust left the alliance in this step."""
        largest = self.largest_trust("ACUTE")
        return largest is not None and largest.has_left

    def largest_trust(self, kind: str) -> Trust | None:
        largest = None
        for trust in self.trusts:
            if trust.type == kind and (largest is None or trust.income >= largest.income):
                largest = trust
        return largest

    def share_of_income(self, value) -> float:
        return weighted_mean([(trust.income, float(value(trust))) for trust in self.trusts])

    @property
    def trust_share(self) -> float:
        return self.share_of_income(lambda trust: trust.is_member)

    @property
    def resisting_share(self) -> float:
        return self.share_of_income(lambda trust: trust.stance < 0)

    @property
    def acute_share_in_groups(self) -> float:
        return weighted_mean(
            [(one.income, float(one.in_group)) for one in self.trusts if one.type == "ACUTE"]
        )

    @property
    def ccg_share(self) -> float:
        return weighted_mean([(ccg.population, float(ccg.is_member)) for ccg in self.ccgs])

    @property
    def ccgs_resisting(self) -> float:
        return weighted_mean([(ccg.population, float(ccg.stance == -1)) for ccg in self.ccgs])

    def mean(self, value) -> float:
        return weighted_mean([(one.list_size, value(one)) for one in self.practices])

    def share_of_list(self, value) -> float:
        return weighted_mean([(one.list_size, float(value(one))) for one in self.practices])

    # -- how it matures ------------------------------------------------------------------

    def feel_pressure(self) -> None:
        pressed = self.model.expectation * self.rule.terms.pressure_weight
        self.pressure = 1.0 if self.model.is_mandated else min(max(pressed, 0.0), 1.0)

    def vote_on_sharing(self) -> None:
        """From SHADOW_ACS up: let trusts vote, by the sustainability money at stake."""
        stake = {one: one.income * one.money for one in self.trusts}
        if self.stage < SHADOW_ACS or not sum(stake.values()):
            self.votes_to_share, self.shares_control_total = 0.0, False
            return
        chance = self.chance_together()
        votes = sum(money for one, money in stake.items() if one.votes_to_share(chance))
        self.votes_to_share = votes / sum(stake.values())
        self.shares_control_total = self.votes_to_share >= self.model.p["risk_sharing.majority"]

    def chance_together(self) -> float:
        """Probability that its trusts together meet their control totals."""
        p, income = self.model.p, sum(trust.income for trust in self.trusts)
        gap = self.share_of_income(lambda trust: trust.asked)
        spread = math.sqrt(sum((trust.income / income) ** 2 for trust in self.trusts))
        beyond = gap - p["control_total.reachable"]
        return normal_below(-beyond / (p["control_total.outturn_sd"] * spread))

    def settle_year(self) -> None:
        self.shortfall = self.share_of_income(lambda trust: trust.shortfall)
        back = self.model.calendar.stages[ACS].back
        excess = back.control_total_excess if back else 0.0
        is_over = self.shortfall > excess and self.stage >= ACS
        self.years_over = self.years_over + 1 if is_over else 0
        self.pass_deficit_on()

    def pass_deficit_on(self) -> None:
        p = self.model.p
        deficit = -100.0 * self.share_of_income(lambda trust: trust.margin)
        luck = self.model.draw("uniform", "system.passes_deficit", self.model.now, self.address)
        if deficit > p["deficit.level"] and luck < p["deficit.chance"]:
            harm = p["relationships.deficit_passed_on"]
            for ccg in self.ccgs:
                for tie in ccg.ties:
                    if tie.other in self.trusts and tie.other.margin < 0.0:
                        tie.lives_through(0.0, harm)
            self.model.weigh_partners()
            for practice in self.practices:
                practice.lives_through("ccg", 0.0, harm)
                practice.lives_through("lead", 0.0, harm)

    def mature(self) -> None:
        """The lead may change; governance and population health management grow; councils join."""
        p, draw, now, years = self.model.p, self.model.draw, self.model.now, self.model.years
        if draw("uniform", "system.lead_changes", now, self.address) < within(
            p["system.lead_change_hazard"], years
        ):
            shape = p["system.lead_quality_a"], p["system.lead_quality_b"]
            self.lead_quality = draw("beta", "system.new_lead", now, self.address, *shape)
            self.governance *= 1.0 - p["system.lead_change_loss"]
            self.change_lead()
        pull = (p["system.governance_relations"] + self.relationships) * (
            p["system.governance_lead"] + p["system.lead_quality_weight"] * self.lead_quality
        )
        grown = -math.expm1(-self.rule.terms.governance_growth * pull * years)
        self.governance += (1.0 - self.governance) * grown
        self.learn_to_manage_health(years)
        luck = draw("uniform", "council.joins", now, self.address)
        beyond = max(self.governance - p["council.least_governance"], 0.0)
        drawn_by_money = 1.0 + self.fund_received / p["council.money_scale"]
        if luck < within(p["council.join_hazard"] * beyond * drawn_by_money, years):
            self.councils_joined = True
        luck = draw("uniform", "system.choice_mechanism", now + 1, self.address)
        sets_up = luck < within(p["system.choice_mechanism_hazard"], years)
        if sets_up and self.stage >= CANDIDATE:
            self.has_choice_mechanism = True

    def change_lead(self) -> None:
        """The best of the other trusts leads; practices have no history with it."""
        before, others = self.lead, [one for one in self.could_lead if one.code != self.lead]
        if others:
            self.lead = max(others, key=self.merit).code
        if self.lead == before:
            return
        p = self.model.p
        shape = p["practice.trust_in_lead_a"], p["practice.trust_in_lead_b"]
        for practice in self.practices:
            practice.damage_in_lead = 0.0
            practice.trust_in_lead = self.model.draw(
                "beta", "practice.trust_in_new_lead", self.model.now, practice.address, *shape
            )

    @property
    def could_lead(self) -> list[Trust]:
        """Its own trusts, or those that work in it where it has none."""
        mine = self.trusts or [one for one in self.model.trusts if self.code in one.works_in]
        return [one for one in mine if one.is_standing]

    def merit(self, trust: Trust) -> float:
        p, others = self.model.p, [one for one in self.could_lead if one is not trust]
        smaller = sum(one.income < trust.income for one in others)
        equal = sum(one.income == trust.income for one in others)
        size = (smaller + 0.5 * equal) / len(others) if others else 0.5
        return (
            p["system.lead_trust_weight"] * trust.esteem
            + p["system.lead_rating_weight"] * trust.rating / 4.0
            + p["system.lead_size_weight"] * size
        )

    @property
    def fund_received(self) -> float:
        """Transformation money that reaches the system, pounds a head a year."""
        p = self.model.p
        kept = p["system.fund_per_head"] * (1.0 - p["system.fund_diverted"])
        return kept if self.has_fund else 0.0

    def learn_to_manage_health(self, years: float) -> None:
        p = self.model.p
        money = self.fund_received * p["system.fund_for_capability"]
        if "redeployed_staff" in self.rule.gives:
            money += p["system.redeployed"]
        rate = p["system.health_management_growth"]
        rate += p["system.health_management_money"] * money / (money + 1.0)
        self.health_management += (1.0 - self.health_management) * -math.expm1(-rate * years)

    def money_diverted(self) -> float:
        """How bad it is, each April, that part of the fund goes to deficits."""
        if not self.model.clock.opens_financial_year(self.model.now) or not self.has_fund:
            return 0.0
        return self.model.p["system.fund_diverted"] * self.model.p["relationships.money_diverted"]

    def relate(self) -> None:
        """Relationships: a weighted mean of who trusts whom, from where they began."""
        p = self.model.p
        held = [(one.income, one.trust_in_partners) for one in self.trusts]
        held += [(one.allocation, one.trust_in_partners) for one in self.ccgs]
        weighs = any(weight > 0.0 for weight, _ in held)
        organisations = weighted_mean(held) if weighs else 0.5
        practices = self.share_of_list(lambda one: 0.5 * (one.trust_in_ccg + one.trust_in_lead))
        mix = (
            p["relationships.organisations_weight"] * organisations
            + p["relationships.practices_weight"] * practices
            + p["relationships.council_weight"] * self.councils_joined
        )
        self.relationships = min(max(mix + self.relationships_offset, 0.0), 1.0)

    # -- alliance ------------------------------------------------------------------------

    def launch_alliance(self) -> None:
        """Launch the agreement once enough trusts and CCGs accept."""
        p = self.model.p
        if (
            self.launched is None
            and self.may_ally
            and self.trust_share >= p["alliance.trusts_accepting"]
            and self.ccg_share >= p["alliance.ccgs_accepting"]
        ):
            self.launched = self.model.now
            self.start_campaign()

    def start_campaign(self) -> None:
        steps = self.model.p["alliance.campaign_quarters"] * self.model.clock.steps_per_quarter
        self.campaign_until = self.model.now + 1 + steps

    def measure_coverage(self) -> None:
        self.alliance_coverage = self.share_of_list(
            lambda one: one.stance >= ALLIANCE and one.run_by is None
        )
        self.hub_coverage = self.share_of_list(lambda one: one.in_hub)

    # -- gates ---------------------------------------------------------------------------

    def measure(self, name: str) -> float:
        """What a gate may ask for."""
        if name == "own_control_totals":
            return self.share_of_income(lambda trust: trust.accepts_control_total)
        if name == "joint_body":
            return float(self.launched is not None)
        fields = {
            "selected": "is_selected",
            "choice_mechanism": "has_choice_mechanism",
            "control_total_shortfall": "shortfall",
            "population_health_management": "health_management",
        }
        return float(getattr(self, fields.get(name, name)))

    def pass_gate(self) -> None:
        """Stand before the gate of the next stage, and be sent back for what was lost."""
        self.quarters_in_stage += 1
        before = self.stage
        if before < ACS:
            rule = self.model.calendar.stages[before + 1]
            if rule.opens is None or self.model.date >= rule.opens:
                judgement = judge(self, rule, self.quarters_in_stage)
                self.model.gate_log.append(judgement)
                self.act_on(judgement)
        if self.stage == before and self.lost_what_it_needs():
            self.go_back()

    def act_on(self, judgement: Judgement) -> None:
        if judgement.passes:
            self.stage, self.quarters_in_stage = self.stage + 1, 0
            if self.stage in (CANDIDATE, SHADOW_ACS):
                self.advanced = self.model.now + 1
            if self.stage == SHADOW_ACS:
                self.start_campaign()
        elif judgement.has_served and self.has_applied:
            lost = self.model.p["system.failed_gate_loss"]
            self.governance = max(self.governance - lost, 0.0)

    @property
    def has_applied(self) -> bool:
        """Failing counts in April to June; staying an STP, or waiting, is no application."""
        if not self.model.date.quarter.endswith("Q2") or self.stage == STP:
            return False
        return self.stage != CANDIDATE or self.is_selected

    def lost_what_it_needs(self) -> bool:
        rule, back = self.rule, self.rule.back
        if back is None or self.quarters_in_stage <= back.grace:
            return False
        if rule.opens_to_all is not None and self.model.last_month >= rule.opens_to_all:
            return False
        return (
            self.years_over >= 2
            or self.alliance_coverage < back.alliance_coverage
            or self.governance < back.governance
            or any(ccg.place_failed_at == self.model.now for ccg in self.ccgs)
        )

    def go_back(self) -> None:
        """Fall back a stage: governance and trust fall, suspended contracts may be taken back."""
        p = self.model.p
        self.stage, self.quarters_in_stage, self.years_over = self.stage - 1, 0, 0
        self.governance = max(self.governance - p["system.rollback_loss"], 0.0)
        for organisation in (*self.trusts, *self.ccgs):
            organisation.loses_trust(p["relationships.sent_back"])
        for practice in self.practices:
            practice.lives_through("national", 0.0, p["relationships.sent_back"])
        for ccg in self.ccgs:
            ccg.reactivation_right = self.model.now
            ccg.place_claws_back = True
