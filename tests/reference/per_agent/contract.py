"""How a CCG seeks a single contract for its place: assurance, holder, going live, ending."""

from __future__ import annotations

import math
from typing import Any

from per_agent.arithmetic import logistic
from per_agent.gate import Judgement, judge

INDEPENDENT, ALLIANCE = 0, 1
ACS, ACO = 3, 4
CHECKPOINTS = 3
HOLDER_CHOSEN_AT = 2
NOBODY, GP_GROUP = -1, 3
GOOD = 3.0


class SeeksContract:
    """The part of a CCG that is about a single contract."""

    model: Any

    # -- seeking one ---------------------------------------------------------------------

    def begin_procurement(self, level: int) -> None:
        """Begin early engagement for a contract of that level."""
        p = self.model.p
        self.contract_level, self.contract_since = level, self.model.now
        self.checkpoints_passed = self.checkpoint_tries = 0
        self.wait_for(p["assurance.early_engagement"] + p["assurance.checkpoint"])

    def wait_for(self, quarters: int) -> None:
        self.assurance_due = self.model.now + quarters * self.model.clock.steps_per_quarter

    @property
    def is_seeking(self) -> bool:
        return self.contract_level > 0 and not self.contract_live

    @property
    def is_assured(self) -> bool:
        return self.checkpoints_passed >= CHECKPOINTS

    @property
    def committed_share(self) -> float:
        return self.share_of_list(lambda one: one.promise is not None)

    # -- assurance -----------------------------------------------------------------------

    def hold_checkpoint(self, clarity: float) -> None:
        """Stand before the next checkpoint, if it is due; fail for good after some tries."""
        if self.is_assured or self.model.now < self.assurance_due:
            return
        p = self.model.p
        judgement = self.judge_checkpoint(clarity)
        self.model.gate_log.append(judgement)
        if judgement.passes:
            self.checkpoints_passed += 1
            self.checkpoint_tries = 0
        else:
            self.checkpoint_tries += 1
        self.wait_for(p["assurance.longest_wait" if self.is_assured else "assurance.checkpoint"])
        if judgement.passes and self.checkpoints_passed == HOLDER_CHOSEN_AT:
            self.choose_holder()
        if self.checkpoint_tries >= p["assurance.most_tries"]:
            self.end_contract()

    def judge_checkpoint(self, clarity: float) -> Judgement:
        p = self.model.p
        margins = {
            "governance": self.system.governance - p["assurance.governance_asked"],
            "practices_committed": self.committed_share - p["assurance.coverage_asked"],
            "finance_rank": self.system.finance_rank - p["assurance.finance_asked"],
            "legal_clarity": clarity - 1.0,
        }
        middle = p["assurance.pass_probability"]
        odds = (
            p["assurance.governance_weight"] * margins["governance"]
            + p["assurance.coverage_weight"] * margins["practices_committed"]
            + p["assurance.finance_weight"] * margins["finance_rank"]
            + p["assurance.legal_weight"] * margins["legal_clarity"]
        )
        probability = logistic(logit(middle) + odds)
        luck = self.model.draw("uniform", "assurance.checkpoint", self.model.now, self.address)
        name = f"checkpoint {self.checkpoints_passed + 1}"
        return Judgement(
            name, self.code, margins, has_served=True, probability=probability,
            passes=luck < probability,
        )  # fmt: skip

    # -- holder --------------------------------------------------------------------------

    def choose_holder(self) -> None:
        """Choose the best of acute trust, community trust, joint venture and GP group."""
        merits = self.merits_of_holders()
        if not merits:
            self.holder, self.holder_trust = NOBODY, None
            return
        self.holder = max(merits, key=merits.__getitem__)
        trust = self.system.largest_trust("COMMUNITY" if self.holder == 1 else "ACUTE")
        self.holder_trust = None if self.holder == GP_GROUP else trust.code

    def merits_of_holders(self) -> dict[int, float]:
        """How good each that exists and is allowed would be."""
        p, rules = self.model.p, self.model.calendar.contract
        acute, community = (self.system.largest_trust(kind) for kind in ("ACUTE", "COMMUNITY"))
        hubs = self.share_of_list(lambda one: one.in_hub)
        in_lead = self.mean(lambda one: one.trust_in_lead)
        in_ccg = self.mean(lambda one: one.trust_in_ccg)
        practices = sum(one.gross_income for one in self.practices)
        of_acute = acute.income if acute else 0.0
        incomes = [
            of_acute,
            community.income if community else 0.0,
            of_acute + practices,
            practices,
        ]
        smallest_first = sorted(range(4), key=lambda kind: incomes[kind])
        trusts = [in_lead, in_lead, 0.5 * (in_lead + in_ccg), in_ccg]
        of_acute_rating = acute.rating if acute else 1.0
        ratings = [of_acute_rating, community.rating if community else 1.0, of_acute_rating, GOOD]
        others = not rules.asks_statutory_holders(self.model.last_month)
        exists = [bool(acute), bool(community), bool(acute) and others, hubs > 0.0 and others]
        extra = [0.0, 0.0, -p["holder.tax_penalty"], 0.0]
        if hubs >= p["holder.hub_coverage"]:
            extra[GP_GROUP] = p["holder.hub_bonus"]
        return {
            kind: p["holder.income_weight"] * smallest_first.index(kind) / 3.0
            + p["holder.trust_weight"] * trusts[kind]
            + p["holder.rating_weight"] * (ratings[kind] - 1.0) / 3.0
            + extra[kind]
            for kind in range(4)
            if exists[kind]
        }

    @property
    def holder_accepts(self) -> bool:
        if self.holder_trust is not None:
            return self.model.trust[self.holder_trust].worth(self.contract_level) > 0.0
        return self.holder == GP_GROUP

    # -- going live ----------------------------------------------------------------------

    def measure(self, name: str) -> float:
        """What the gate of a single contract may ask for."""
        rules, date = self.model.calendar.contract, self.model.last_month
        measures = {
            "practices_committed": lambda: self.committed_share,
            "practices_confirmed": lambda: self.share_of_list(lambda one: one.confirms),
            "trusts_aligned": lambda: self.system.trust_share,
            "system_ready": lambda: self.system.stage >= ACS or self.is_test_area,
            "assurance_passed": lambda: self.is_assured,
            "regulations_in_force": lambda: rules.has_regulations(date),
            "court_clear": lambda: self.model.court.is_clear,
            "consultation_done": lambda: rules.has_consulted(date),
            "holder_accepts": lambda: self.holder_accepts,
        }
        return float(measures[name]())

    def judge_contract(self) -> None:
        """Go live, hear refusals, or lapse after waiting too long."""
        waited = (self.model.now - self.contract_since) // self.model.clock.steps_per_quarter
        judgement = judge(self, self.model.calendar.stages[ACO], waited)
        self.model.gate_log.append(judgement)
        if judgement.passes:
            self.go_live()
            return
        others = (
            margin for name, margin in judgement.margins.items() if name != "practices_confirmed"
        )
        if judgement.has_served and all(margin >= 0.0 for margin in others):
            for practice in self.practices:
                if not practice.confirms:
                    practice.promise = None
        if self.is_assured and self.model.now >= self.assurance_due:
            self.end_contract()

    def go_live(self) -> None:
        for practice in self.practices:
            if practice.confirms:
                practice.sign(practice.promise)
                practice.is_resisting = False
            practice.promise = None
        self.contract_live = True
        self.live_since, self.stance = self.model.now, self.contract_level
        self.contracts_let += 1
        self.place_early_benchmark = self.place_year_benchmark
        self.place_early_spending = self.place_year_spending

    # -- ending --------------------------------------------------------------------------

    def end_live_contract(self) -> None:
        """End a live contract, after its grace, that lost its practices, governance or case."""
        if not self.contract_live:
            return
        terms = self.model.calendar.contract.terms
        quarters = (self.model.now - self.live_since) // self.model.clock.steps_per_quarter
        members = self.share_of_list(lambda one: one.agreement.opened_by == "place")
        lost = (
            members < terms.least_confirmed
            or self.system.governance < terms.least_governance
            or self.model.court.has_just_upheld
        )
        failed = self.model.money.is_insolvent(self)
        if failed:
            self.place_failed_at = self.model.now
        if not failed and (not lost or quarters <= terms.grace):
            return
        harm = self.model.p["relationships.sent_back"]
        self.loses_trust(harm)
        for practice in self.practices:
            practice.lives_through("national", 0.0, harm)
        self.contracts_ended += 1
        self.end_contract()

    @property
    def has_alliance(self) -> bool:
        return self.system.launched is not None or self.alliance_live

    def end_contract(self) -> None:
        """End a contract, or the search for one: members fall back, promises are void."""
        model = self.model
        self.contract_level, self.contract_live = 0, False
        self.premium_withdrawn = self.withdrawal_known = False
        self.stance = ALLIANCE if self.has_alliance else INDEPENDENT
        self.holder, self.holder_trust = NOBODY, None
        self.checkpoints_passed = self.checkpoint_tries = 0
        pause = model.p["assurance.closed_for"] * model.clock.steps_per_quarter
        self.closed_until = model.now + 1 + pause
        fall_back = model.alliance if model.alliance and self.has_alliance else model.options[0]
        for practice in self.practices:
            if practice.promise is not None:
                practice.promise = None
                practice.is_shaken = True
            if practice.agreement.opened_by == "place":
                practice.sign(fall_back)
                practice.revive_contract()
                practice.is_shaken = True


def logit(share: float) -> float:
    if share in (0.0, 1.0):
        return math.inf if share else -math.inf
    return math.log(share / (1.0 - share))
