"""Money, one payment at a time: who pays whom what in a step, and at the end of a year."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

from per_agent.arithmetic import weighted_mean
from per_agent.demand import STREAMS, season
from per_agent.money_practices import PracticePay
from per_agent.money_year import YearEnd
from per_agent.purse import each, earn, give_all, move, pence, spend, split, to_holder

ALLIANCE, PARTIAL, FULL = 1, 2, 3
GOOD = 3


class Money(YearEnd, PracticePay):
    """The books of a model's organisations, and how they are kept."""

    def __init__(self, model: Any, facts: dict[str, Any]) -> None:
        self.model = model
        self.price, self.published = facts["price"], facts["published"]

    # -- what is so ----------------------------------------------------------------------

    @property
    def p(self) -> dict[str, Any]:
        return self.model.p

    @property
    def years(self) -> int:
        return self.model.year - self.model.first_year

    def grown(self, stream: str) -> float:
        later = {"ccg_core": "core", "primary_medical": "primary", "specialised": "specialised"}
        index = 1.0
        for year in range(self.model.first_year + 1, self.model.year + 1):
            usual = self.p[f"allocation.{later[stream]}_later"]
            growth = self.published[stream].get(year, usual)
            index *= 1.0 + (growth + self.p["allocation.extra_growth"]) / 100.0
        return index

    @property
    def prices(self) -> float:
        return (1.0 + self.p["tariff.uplift"] / 100.0) ** self.years

    @property
    def price_level(self) -> float:
        return (1.0 + self.p["allocation.inflation"] / 100.0) ** self.years

    @property
    def uplift(self) -> float:
        return (1.0 + self.p["general_practice.uplift"] / 100.0) ** self.years * self.model.years

    @staticmethod
    def list_of(ccg: Any) -> float:
        return sum(one.list_size for one in ccg.practices)

    # -- what trusts know of theirs ------------------------------------------------------

    @cached_property
    def emergency_share(self) -> float:
        spent = [
            [one * price for one, price in zip(ccg.start_activity, self.price, strict=True)]
            for ccg in self.model.ccgs
        ]
        return sum(one[0] for one in spent) / max(sum(map(sum, spent)), 1.0)

    def emergencies(self, trust: Any) -> float:
        """What emergencies bring a trust in the first year, share of its income."""
        income = sum(site.money_first_income for site in trust.sites)
        money = sum(
            link.reach * link.ccg.start_activity[0] * self.price[0] for link in trust.contracts
        )
        return money / income if income > 0.0 else 0.0

    def by_budget(self, trust: Any) -> float:
        """Share of its contracts that is paid as a budget."""
        return weighted_mean([(one.first, one.ccg.place_tariff_share) for one in trust.contracts])

    def gains_settled(self) -> tuple[set[Any], set[Any]]:
        """The trusts that settlements of this step paid a gain, and the CCGs that paid one."""
        if not self.model.clock.closes_financial_year(self.model.now):
            return set(), set()
        places = [one for one in self.model.ccgs if one.place_gain_trusts > 0.0]
        paid = {link.trust for one in places for link in one.links if link.weight > 0.0}
        return {one for one in paid if one.is_member}, {one.body for one in places}

    # -- a step --------------------------------------------------------------------------

    def pay_everybody(self) -> None:
        self.hand_on()
        if self.model.clock.opens_financial_year(self.model.now) and self.model.now > 0:
            each(self.make_benchmark_anew, self.model.ccgs)
            each(self.agree_budget_share, self.model.systems)
        each(self.fund_holder, self.model.ccgs)
        self.allocate()
        self.pay_trusts()
        each(self.pay_others, self.model.ccgs)
        each(self.claw_back, self.model.ccgs)
        each(self.receive_fund, self.model.systems)
        each(self.pass_primary_money_on, self.model.ccgs)
        each(self.pay_contract, self.model.practices)
        for column, option in enumerate([*self.model.options[1:], *self.model.add_ons]):
            for system in self.model.systems:
                self.pay_agreement(system, option, column)
        each(self.spend_practice, self.model.practices)
        for system in self.model.systems:
            system.fund_cash = min(system.fund_cash, 0)

    def allocate(self) -> None:
        for ccg in self.model.ccgs:
            ccg.money_allocation = 0.0
        for ccg in self.model.ccgs:
            given = ccg.start_allocation * self.grown("ccg_core") * self.model.years
            earn(ccg.body, given)
            ccg.body.money_allocation += given
            ccg.body.money_year_allocation += given

    def pay_trusts(self) -> None:
        for trust in self.model.trusts:
            trust.money_income, trust.work = 0.0, 0.0
        each(self.pay_by_contract, self.model.ccgs)
        each(self.pay_nationally, self.model.trusts)
        costs = {trust: self.usual_cost(trust) for trust in self.model.trusts}
        writing = {ccg: self.contracting(ccg) for ccg in self.model.ccgs}
        for trust in self.model.trusts:
            self.spend(trust, costs, writing)

    def hand_on(self) -> None:
        """What merged bodies, and holders whose contract ended, have and owe goes to heirs."""
        summed = ("year_income", "year_cost", "year_luck", "year_extra", "year_told")
        for trust in self.model.trusts:
            give_all(trust, trust.body, "", "")
            if trust.body is not trust:
                move(trust, trust.body, [f"money_{name}" for name in summed])
        for ccg in self.model.ccgs:
            give_all(ccg, ccg.body, "", "")
            if not ccg.contract_live:
                give_all(ccg, ccg.body, "holder_", "")
        for ccg in self.model.ccgs:
            ccg.money_opening = ccg.cash
            if ccg.body is not ccg:
                move(ccg, ccg.body, ["money_year_allocation", "money_year_spending"])

    # -- contracts of places -------------------------------------------------------------

    def make_benchmark_anew(self, ccg: Any) -> None:
        now = self.grown("ccg_core")
        ccg.place_rebased += 1
        is_due = ccg.place_rebased >= self.p["benchmark.rebase_years"]
        ratchet = self.p["benchmark.ratchet"] if is_due else 0.0
        nearer = (1.0 - ratchet) * ccg.place_benchmark + ratchet * ccg.place_last_spending
        ccg.place_benchmark = nearer * (now / ccg.place_last_index)
        ccg.place_last_index = now
        ccg.place_rebased = 0 if is_due else ccg.place_rebased

    def agree_budget_share(self, system: Any) -> None:
        if not system.ccgs:
            return
        now, most = system.ccgs[-1].place_tariff_share, self.p["budget_share.most_a_year"]
        above = system.relationships - self.p["budget_share.least_relationships"]
        willing = min(max(above / self.p["budget_share.relationships_range"], 0.0), 1.0)
        allied = system.share_of_income(lambda trust: trust.stance >= ALLIANCE)
        share = now + min(max(willing * allied - now, -most), most)
        may = "tariff_by_agreement" in system.rule.gives
        for ccg in system.ccgs:
            ccg.place_tariff_share = share if may else 0.0

    def fund_holder(self, ccg: Any) -> None:
        if not ccg.contract_live:
            ccg.place_holder_result, ccg.place_subsidised = 0.0, False
            return
        block = sum(link.block for link in ccg.links)
        budget = (ccg.place_benchmark + block * self.grown("ccg_core")) * self.model.years
        to_holder(ccg, spend(ccg.body, budget))
        rate = self.p["cquin.rate"] / 100.0
        size = self.p["improvement_payment.size"] * self.p["improvement_payment.earned"]
        for link in ccg.links:
            paid = spend(ccg.body, size * (rate * budget * link.weight))
            link.trust.cash += paid
            link.trust.money_year_extra += paid / 100.0
        level = "full" if ccg.contract_level >= FULL else "partial"
        if not ccg.place_subsidised:
            paid = spend(ccg.body, self.p[f"{level}_contract.subsidy"] * self.list_of(ccg))
            to_holder(ccg, paid)
            ccg.place_holder_result += paid / 100.0
        ccg.place_subsidised = True

    def pay_by_contract(self, ccg: Any) -> None:
        model, years = self.model, self.model.years
        activity = [
            ccg.came[stream] / season(model, stream) * mix
            for stream, mix in zip(STREAMS, ccg.case_mix, strict=False)
        ]
        above = max(activity[0] - ccg.start_activity[0] * years, 0.0)
        activity[0] -= (1.0 - self.p["tariff.marginal_rate"]) * above
        money = [a * price * self.prices for a, price in zip(activity, self.price, strict=True)]
        urgent, planned = sum(money[:2]), sum(money[2:])
        shares = self.planned_shares(ccg)
        in_step = ccg.place_benchmark * years
        ccg.place_year_benchmark += in_step
        here, first = 0.0, sum(link.reach for link in ccg.links)
        left = planned * (first - sum(shares))
        live, share = ccg.contract_live, 0.0 if ccg.contract_live else ccg.place_tariff_share
        for link, of_planned in zip(ccg.links, shares, strict=True):
            trust = link.trust
            tariff, budget = urgent * link.reach + planned * of_planned, in_step * link.weight
            here += tariff
            link.site.work += tariff / self.prices
            fixed = link.block * self.grown("ccg_core") * years
            rate = "earned_when_good" if trust.rating >= GOOD else "earned_below"
            top = 0.0 if live else self.p["cquin.rate"] / 100.0 * self.p[f"cquin.{rate}"]
            by_activity = (1.0 - share) * tariff
            for pounds in (by_activity, share * budget, fixed,
                           top * (fixed + by_activity + share * budget)):  # fmt: skip
                paid = pence(pounds)
                if live:
                    ccg.holder_cash -= paid
                else:
                    ccg.body.cash -= paid
                trust.cash += paid
                trust.money_income += paid / 100.0
        charged = self.p["leakage.charged"] * left
        ccg.place_year_spending += here + charged
        rest = max(urgent + planned - here, 0.0)
        by_holder = min(max(charged, 0.0), rest) if live else 0.0
        spend(ccg.body, rest - by_holder)
        to_holder(ccg, -pence(by_holder))
        avoided = max(-ccg.effect, 0.0)
        instead = self.p["integration_effect.outside_hospital"] * money[0] * avoided
        instead /= 1.0 - avoided
        counted = pence(first * instead)
        ccg.place_year_spending += counted / 100.0
        if live:
            to_holder(ccg, -counted)
        else:
            ccg.body.cash -= counted
        ccg.body.cash -= pence(max(instead - first * instead, 0.0))

    def planned_shares(self, ccg: Any) -> list[float]:
        """What each trust gets of the money for planned care: it follows the patients."""
        shares = []
        for link in ccg.links:
            then = sum(ccg.first_planned_shares[site.code] for site in link.trust.sites)
            now = ccg.planned_shares[link.trust.code]
            shares.append(link.reach * (now / then if then > 0.0 else 1.0))
        most = max(sum(shares), 1.0)
        return [share / most for share in shares]

    def pay_nationally(self, trust: Any) -> None:
        for name, stream in (("specialised", "specialised"), ("other_national", "ccg_core"),
                             ("elsewhere", "ccg_core")):  # fmt: skip
            yearly = getattr(trust, f"start_{name}")
            paid = earn(trust.body, yearly * self.grown(stream) * self.model.years)
            trust.body.money_income += paid / 100.0

    def usual_cost(self, trust: Any) -> float:
        """What the work of a trust as it was at the start costs in this step."""
        p, years = self.p, self.model.years
        priced = sum(link.first for link in trust.links)
        others = trust.money_first_income - priced - trust.start_specialised
        work = (
            trust.work + trust.start_specialised * self.grown("specialised") / self.prices * years
        )
        work += others * self.grown("ccg_core") / self.prices * years
        first = trust.money_first_income
        work = work / first if work > 0.0 and first > 0.0 else 0.0
        follows = -math.expm1(-2.0 * self.model.quarters / p["trust_cost.capacity_quarters"])
        trust.money_capacity += (work / years - trust.money_capacity) * follows
        trust.money_year_work += work
        slow = p["trust_cost.variable_later"] - p["trust_cost.variable_at_once"]
        multiple = 1.0 - p["trust_cost.variable_later"]
        multiple += p["trust_cost.variable_at_once"] * work / years + slow * trust.money_capacity
        unit = 1.0 + (p["trust_cost.inflation"] - p["trust_cost.efficiency"]) / 100.0
        return trust.money_first_cost * multiple * unit**self.years * years

    def contracting(self, ccg: Any) -> float:
        share = 1.0 if ccg.contract_live else ccg.place_tariff_share
        saved = self.p["contracting.alliance_saves"] if ccg.alliance_live else 0.0
        a_head = self.p["contracting.per_head"] * (1.0 - saved) * (1.0 - share)
        return a_head * self.list_of(ccg) * self.model.years

    def spend(self, trust: Any, costs: dict[Any, float], writing: dict[Any, float]) -> None:
        p, model = self.p, self.model
        cost = sum(costs[site] for site in trust.sites)
        cost *= 1.0 - trust.money_saving
        luck = 0.0
        if model.clock.closes_quarter(model.now):
            draw = model.draw("normal", "trust.outturn", model.now, trust.address)
            luck = 0.5 * p["control_total.outturn_sd"] * draw / 100.0
            luck *= trust.money_income * model.clock.steps_per_year
        if "one_stop_shop" in trust.system.rule.gives:
            saved = p["oversight.reporting_cost"] / 100.0 * p["oversight.one_stop_saves"]
            cost -= saved * trust.money_income
        if trust.disrupted_until is not None and model.now < trust.disrupted_until:
            cost += p["horizontal.disruption_cost"] / 100.0 * trust.money_income
        paid = spend(trust, max(cost - luck, 0.0))
        paid += spend(trust, sum(writing[one.ccg] * one.weight for one in trust.contracts))
        trust.money_cost = paid / 100.0
        trust.money_year_cost += trust.money_cost
        trust.money_year_luck += luck
        trust.money_year_income += trust.money_income

    def pay_others(self, ccg: Any) -> None:
        grown = self.grown("ccg_core") * self.model.years
        spend(ccg.body, ccg.money_others * grown)
        spend(ccg.body, self.p["commissioning.running_costs"] * ccg.start_allocation * grown)
        spend(ccg.body, self.contracting(ccg))
        social = self.p["commissioning.through_councils"] * self.p["commissioning.continuing_care"]
        spend(ccg.body, social * ccg.start_allocation * grown)

    # -- funds ---------------------------------------------------------------------------

    def claw_back(self, ccg: Any) -> None:
        if ccg.place_claws_back:
            had = self.model.date > self.model.calendar.fund_from
            due = self.p["system.fund_clawed_back"] * self.p["system.fund_per_head"]
            spend(ccg.body, due * self.list_of(ccg) * had)
        ccg.place_claws_back = False

    def receive_fund(self, system: Any) -> None:
        if not system.has_fund:
            return
        lists = sum(one.list_size for one in system.practices)
        pounds = self.p["system.fund_per_head"] * lists * self.model.years
        system.fund_cash += pence(pounds)
        short = {
            one: max(one.money_year_cost - one.money_year_income - one.money_year_extra, 0.0)
            for one in system.trusts
        }
        if not any(short.values()):
            short = {one: one.money_income for one in system.trusts}
        shares = split(pence(pounds * self.p["system.fund_diverted"]), list(short.values()))
        for trust, share in zip(short, shares, strict=True):
            system.fund_cash -= share
            trust.cash += share
            trust.money_year_extra += share / 100.0

    def earn_sustainability(self, trust: Any) -> None:
        yearly = trust.money_income * self.model.clock.steps_per_year
        paid = earn(trust, yearly * trust.money / 100.0 * trust.money_earned / 4.0)
        trust.money_year_extra += paid / 100.0
