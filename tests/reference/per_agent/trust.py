"""An NHS trust: its control total, how far it integrates, the practices it offers to run."""

from __future__ import annotations

import math

import mesa

from per_agent.arithmetic import logistic, normal_below, within
from per_agent.link import Link
from per_agent.tie import Tie, Tied

RESISTING, INDEPENDENT, ALLIANCE = -1, 0, 1
LEVELS = ("independent", "alliance", "partial", "full")
INADEQUATE, GOOD = 1, 3
MAY_RUN_PRACTICES = ("ACUTE", "COMMUNITY", "MENTAL_HEALTH")


class Trust(Tied, mesa.Agent):
    """One trust."""

    def __init__(self, model, row: dict) -> None:
        super().__init__(model)
        self.address = f"trust:{row['code']}"
        self.ties: list[Tie] = []
        self.ties_to: list[Tie] = []
        self.links: list[Link] = []  # of this site
        self.sites: list[Trust] = []  # that it runs, its own among them
        self.load(row)

    def load(self, row: dict) -> None:
        for name, value in row.items():
            setattr(self, name, value)
        self.system = self.model.system[row["system"]]

    @property
    def is_member(self) -> bool:
        return self.stance >= ALLIANCE

    @property
    def is_standing(self) -> bool:
        return self.merged_into is None

    @property
    def body(self) -> Trust:
        """Itself, or who took it over."""
        return self if self.is_standing else self.model.trust[self.merged_into]

    @property
    def contracts(self) -> list[Link]:
        """What CCGs buy at all of its sites."""
        return [link for site in self.sites for link in site.links]

    @property
    def level(self) -> int:
        return max(self.stance, INDEPENDENT)

    @property
    def distress(self) -> float:
        """Its deficit as a share of what counts as wholly distressed."""
        return min(max(-100.0 * self.margin / self.model.p["trust.deep_deficit"], 0.0), 1.0)

    @property
    def money(self) -> float:
        """Sustainability money at stake, per cent of income."""
        kind = "money_acute" if self.type == "ACUTE" else "money_other"
        return self.model.p[f"control_total.{kind}"]

    @property
    def pressure(self) -> float:
        """National expectation as it feels it: less where its regulators say different things."""
        troubled = self.segment >= 3 and "one_stop_shop" not in self.system.rule.gives
        share = 1.0 - self.model.p["oversight.mixed_signals"] if troubled else 1.0
        return share * self.system.pressure

    def luck(self, stream: str) -> float:
        return self.model.draw("uniform", stream, self.model.now, self.address)

    # -- control totals ------------------------------------------------------------------

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
        self.accepts_control_total = self.is_standing and luck < self.chance_of_accepting()

    def chance_of_meeting(self) -> float:
        p = self.model.p
        beyond = self.asked - p["control_total.reachable"]
        return normal_below(-beyond / p["control_total.outturn_sd"])

    def chance_of_accepting(self) -> float:
        p = self.model.p
        beyond = self.asked - p["control_total.reachable"]
        worry = p["control_total.miss_penalty"] * max(beyond, 0.0)
        value = self.money * self.chance_of_meeting() - worry + p["control_total.goodwill"]
        return logistic(value / p["control_total.choice_noise"])

    def votes_to_share(self, chance_together: float) -> bool:
        """Whether it votes for sharing one control total."""
        p = self.model.p
        value = p["risk_sharing.joint_share"] * self.money
        value *= chance_together - self.chance_of_meeting()
        if value < 0.0:
            value *= p["risk_sharing.loss_aversion"]
        value += p["risk_sharing.relationships_value"] * (2.0 * self.system.relationships - 1.0)
        value -= p["risk_sharing.reluctance"]
        luck = self.luck("trust.votes_to_share")
        return value + p["risk_sharing.choice_noise"] * math.log(luck / (1.0 - luck)) > 0.0

    def close_quarter(self) -> None:
        """Fall short, in this quarter, by what was asked for it less what was reached."""
        p = self.model.p
        beyond = (self.asked - p["control_total.reachable"]) / 100.0
        short = (self.money_forecast + beyond) / 4 - self.model.money.quarters_result(self)
        self.shortfall_so_far += short if self.is_standing else 0.0

    def earn_money(self) -> None:
        """Earn the quarter's sustainability money: the part for finance, then that for access."""
        p, system = self.model.p, self.system
        joint = p["risk_sharing.joint_share"] if system.shares_control_total else 0.0
        together = system.share_of_income(lambda trust: trust.shortfall_so_far) <= 0.0
        finance = (1.0 - joint) * (self.shortfall_so_far <= 0.0) + joint * together
        part = p["control_total.finance_part"]
        access = self.luck("trust.access") < p["control_total.access_met"]
        earned = finance * (part + (1.0 - part) * access)
        self.money_earned = earned if self.accepts_control_total else 0.0

    def close_year(self) -> None:
        """Write the year down."""
        self.shortfall, self.shortfall_so_far = self.shortfall_so_far, 0.0
        self.model.money.tell_margin(self)

    def settle_segment(self) -> None:
        """Move a segment towards the one in which it belongs."""
        due = 1 + (not self.accepts_control_total or self.shortfall > 0.0)
        due += -100.0 * self.margin > self.model.p["oversight.deep_deficit"]
        due = min(due + (self.rating < GOOD), 3)
        due = 4 if self.rating == INADEQUATE else due
        self.segment += (due > self.segment) - (due < self.segment)

    # -- trust ---------------------------------------------------------------------------

    @property
    def size(self) -> float:
        return self.income

    def is_remembered_for_leaving(self) -> None:
        """Members of the alliance that it left in this step trust it less."""
        if self.has_left:
            for tie in self.ties_to:
                if tie.one.is_member:
                    tie.lives_through(0.0, self.model.p["relationships.agreement_broken"])
            self.model.weigh_partners()

    # -- integration ---------------------------------------------------------------------

    def levels_open(self) -> list[int]:
        """Independence; an alliance where there may be one; what a place seeks or has."""
        furthest = max((ccg.contract_level for ccg in self.system.ccgs), default=0)
        alliance = [ALLIANCE] if self.system.may_ally else []
        return [INDEPENDENT, *alliance, *(level for level in (2, 3) if level <= furthest)]

    def fall_back(self) -> None:
        """Leave a contract's level where no contract goes as far any more."""
        if self.stance > ALLIANCE:
            self.stance = max(level for level in self.levels_open() if level <= self.stance)

    @property
    def holds_contract(self) -> bool:
        return any(
            ccg.holder_trust == self.code and ccg.contract_level > 0 for ccg in self.model.ccgs
        )

    def autonomy_lost(self, level: int) -> float:
        names = {1: "autonomy_lost", 2: "autonomy_lost_partial", 3: "autonomy_lost_full"}
        return self.model.p[f"trust.{names[level]}"] if level else 0.0

    def worth(self, level: int) -> float:
        """Per cent of income a year that a level is worth to it."""
        p, system = self.model.p, self.system
        total = -p["trust.status_quo"] * abs(level - self.level)
        if level == INDEPENDENT:
            return total
        lost = self.autonomy_lost(level)
        if level > ALLIANCE and self.holds_contract:
            lost -= p["trust.holder_autonomy"]
            total += p["trust.holder_value"]
        names = {1: "dependence", 2: "dependence_partial", 3: "dependence_full"}
        dependence = p[f"trust.{names[level]}"]
        peers = system.share_of_income(lambda trust: trust.stance >= level)
        pressed = 1.0 if level == ALLIANCE else p["trust.pressure_beyond"]
        return (
            total
            + self.change_of_result(level)
            - p["trust.independence_value"] * lost
            + p["trust.partner_trust_value"] * (2.0 * self.trust_in_partners - 1.0) * dependence
            + p["trust.peer_value"] * peers
            + p["trust.pressure_value"] * self.pressure * pressed
            + p["trust.distress_value"] * self.distress
        )

    def change_of_result(self, level: int) -> float:
        """Per cent of income that its own result would change by: admissions avoided."""
        p, money = self.model.p, self.model.money
        names = {1: "alliance", 2: "partial", 3: "full"}
        avoided = p[f"integration_effect.{names[level]}"]
        kept = money.by_budget(self)
        if level > ALLIANCE and self.holds_contract:
            kept = 1.0
        lost = p["tariff.marginal_rate"] * (1.0 - kept)
        if level == ALLIANCE:
            saving = p["integration_effect.alliance"] * money.emergency_share
            if saving >= p["alliance_pool.minimum_rate"]:
                share = 1.0 - p["alliance_pool.practices_share"]
                lost *= 1.0 - p["alliance_pool.gain_share"] * share
        later, at_once = p["trust_cost.variable_later"], p["trust_cost.variable_at_once"]
        saved = at_once + (later - at_once) * (1.0 - (1.0 - math.exp(-2.0)) / 2.0)
        return 100.0 * avoided * money.emergencies(self) * (saved - lost)

    def choose(self) -> int | None:
        """The stance that it takes; None if it does not consider."""
        p, early = self.model.p, self.system.advanced_lately and not self.is_member
        chance = p["trust.considers_early" if early else "trust.considers_later"]
        open_to = self.levels_open()
        if not self.is_standing or len(open_to) == 1:
            return None
        if self.luck("trust.considers") >= chance * self.model.quarters:
            return None
        total = {level: self.worth(level) + self.noise(LEVELS[level]) for level in open_to}
        best = max(open_to, key=lambda level: total[level])
        return RESISTING if best == INDEPENDENT and self.resists(open_to) else best

    def noise(self, name: str) -> float:
        draw, p = self.model.draw, self.model.p
        taste = draw("gumbel", f"trust.taste/{name}", 0, self.address)
        mood = draw("gumbel", f"trust.choice/{name}", self.model.now, self.address)
        return p["trust.choice_noise"] * self.model.mixed(taste, mood, p["trust.lasting_taste"])

    def resists(self, open_to: list[int]) -> bool:
        p = self.model.p
        pressed = max(self.autonomy_lost(level) for level in open_to)
        threat = self.pressure * p["trust.independence_value"] * pressed
        felt = 1.0 + p["trust_resistance.others_weight"] * self.system.resisting_share
        odds = p["trust_resistance.threat_weight"] * threat * felt
        return self.luck("trust.resists") < logistic(odds - p["trust_resistance.caution"])

    def wants_group(self) -> bool:
        """Whether an acute trust is in a group of trusts after this step."""
        p = self.model.p
        chance = p["horizontal.group_considers"] * self.model.quarters
        if not self.is_standing or self.type != "ACUTE":
            return self.in_group
        if self.luck("trust.considers_group") >= chance:
            return self.in_group
        peers = self.system.acute_share_in_groups
        worth = (
            -p["trust.independence_value"] * p["horizontal.group_autonomy"]
            + p["trust.partner_trust_value"]
            * (2.0 * self.trust_in_partners - 1.0)
            * p["trust.dependence"]
            + p["trust.peer_value"] * peers
            + (1.0 if self.in_group else -1.0) * p["trust.status_quo"]
            + p["trust.distress_value"] * self.distress
        )
        return worth + self.noise("group") - self.noise("alone") > 0.0

    def merge_into(self, larger: Trust) -> None:
        """Hand everything over to a larger trust."""
        p, both = self.model.p, self.income + larger.income
        averaged = ("margin", "asked", "shortfall", "shortfall_so_far", "money_earned")
        for name in (*averaged, "money_forecast"):
            mine, its = getattr(self, name) * self.income, getattr(larger, name) * larger.income
            setattr(larger, name, (mine + its) / both)
        larger.margin += p["horizontal.productivity_gain"] / 100.0
        larger.money_saving += p["horizontal.productivity_gain"] / 100.0
        larger.income, self.income = both, 0.0
        larger.runs_practices = larger.runs_practices or self.runs_practices
        self.stance, self.merged_into = INDEPENDENT, larger.code
        self.runs_practices = self.accepts_control_total = self.in_group = False
        quarters = p["horizontal.disruption_quarters"] * self.model.clock.steps_per_quarter
        larger.disrupted_until = self.model.now + 1 + quarters
        for agents, name in (
            (self.model.trusts, "merged_into"),
            (self.model.systems, "lead"),
            (self.model.ccgs, "holder_trust"),
            (self.model.practices, "run_by"),
            (self.model.practices, "addressed_by"),
        ):
            for agent in agents:
                if getattr(agent, name) == self.code:
                    setattr(agent, name, larger.code)
        self.model.take_stock()

    # -- practices -----------------------------------------------------------------------

    def begin_to_run_practices(self) -> None:
        luck = self.model.draw("uniform", "trust.starts_to_run", self.model.now, self.address)
        may = self.type in MAY_RUN_PRACTICES and self.is_standing
        if may and not self.runs_practices:
            hazard = within(self.model.p["trust_run.start_hazard"], self.model.years)
            self.runs_practices = luck < hazard

    def address_practices(self) -> None:
        """Offer to run the most distressed practices nearby, those of its own CCG first."""
        p = self.model.p
        near = [
            practice
            for practice in self.model.practices
            if practice.is_open
            and practice.run_by is None
            and practice.addressed_by is None
            and practice.contract_is_live
            and practice.distress > p["trust_run.least_distress"]
            and math.dist(self.position, practice.position) <= p["trust_run.reach"]
        ]
        near.sort(key=lambda one: (one.ccg is not self.own_ccg, -one.distress))
        for practice in near[: p["trust_run.addressed_a_year"]]:
            practice.addressed_by = self.code
