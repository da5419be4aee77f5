"""Money, one payment at a time: who pays whom what in a step, and at the end of a year."""

from __future__ import annotations

import math
from typing import Any

ALLIANCE, PARTIAL, FULL = 1, 2, 3
GOOD = 3
ACUTE_HOLDER, COMMUNITY_HOLDER = 0, 1


class Money:
    """The books of a model's organisations, and how they are kept."""

    def __init__(self, model: Any, facts: dict[str, Any]) -> None:
        self.model = model
        self.price, self.published = facts["price"], facts["published"]

    # -- what is so ----------------------------------------------------------------------

    @property
    def p(self) -> dict[str, Any]:
        return self.model.p

    @property
    def year(self) -> int:
        return int(self.model.date.financial_year[:4])

    @property
    def years(self) -> int:
        return self.year - int(self.model.clock.date(0).financial_year[:4])

    def grown(self, stream: str) -> float:
        later = {"ccg_core": "core", "primary_medical": "primary", "specialised": "specialised"}
        index = 1.0
        for year in range(self.year - self.years + 1, self.year + 1):
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
    def body(trust: Any) -> Any:
        return trust if trust.is_standing else trust.model.trust[code_of(trust.merged_into)]

    def pairs(self, ccg: Any) -> list[tuple[Any, ...]]:
        return [(self.body(self.model.trust[code]), *facts) for code, *facts in ccg.pairs]

    @staticmethod
    def list_of(ccg: Any) -> float:
        return sum(one.list_size for one in ccg.practices)

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
        for trust in self.model.trusts:
            self.spend(trust, costs)

    def hand_on(self) -> None:
        """What merged bodies, and holders whose contract ended, have and owe goes to heirs."""
        summed = ("year_income", "year_cost", "year_luck", "year_extra", "year_told")
        for trust in self.model.trusts:
            give_all(trust, self.body(trust), "", "")
            if self.body(trust) is not trust:
                move(trust, self.body(trust), [f"money_{name}" for name in summed])
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
        block = sum(facts[3] for facts in ccg.pairs)
        budget = (ccg.place_benchmark + block * self.grown("ccg_core")) * self.model.years
        to_holder(ccg, spend(ccg.body, budget))
        rate = self.p["cquin.rate"] / 100.0
        size = self.p["improvement_payment.size"] * self.p["improvement_payment.earned"]
        for trust, _, _, _, weight in self.pairs(ccg):
            paid = spend(ccg.body, size * (rate * budget * weight))
            trust.cash += paid
            trust.money_year_extra += paid / 100.0
        level = "full" if ccg.contract_level >= FULL else "partial"
        if not ccg.place_subsidised:
            paid = spend(ccg.body, self.p[f"{level}_contract.subsidy"] * self.list_of(ccg))
            to_holder(ccg, paid)
            ccg.place_holder_result += paid / 100.0
        ccg.place_subsidised = True

    def pay_by_contract(self, ccg: Any) -> None:
        model, years = self.model, self.model.years
        first_list = sum(one.money_first_list for one in ccg.practices)
        ratio = self.list_of(ccg) / first_list if first_list else 1.0
        activity = [one * ratio * years for one in ccg.start_activity]
        above = max(activity[0] - ccg.start_activity[0] * years, 0.0)
        activity[0] -= (1.0 - self.p["tariff.marginal_rate"]) * above
        priced = sum(a * price * self.prices for a, price in zip(activity, self.price, strict=True))
        in_step = ccg.place_benchmark * years
        ccg.place_year_benchmark += in_step
        here = 0.0
        live, share = ccg.contract_live, 0.0 if ccg.contract_live else ccg.place_tariff_share
        for trust, reach, _, block, weight in self.pairs(ccg):
            tariff, budget = priced * reach, in_step * weight
            here += tariff
            fixed = block * self.grown("ccg_core") * years
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
        ccg.place_year_spending += here
        for code, reach, *_ in ccg.pairs:
            model.trust[code].work += priced * reach / self.prices
        spend(ccg.body, max(priced - here, 0.0))

    def pay_nationally(self, trust: Any) -> None:
        for name, stream in (("specialised", "specialised"), ("other_national", "ccg_core"),
                             ("elsewhere", "ccg_core")):  # fmt: skip
            yearly = getattr(trust, f"start_{name}")
            paid = earn(self.body(trust), yearly * self.grown(stream) * self.model.years)
            self.body(trust).money_income += paid / 100.0

    def usual_cost(self, trust: Any) -> float:
        """What the work of a trust as it was at the start costs in this step."""
        p, years = self.p, self.model.years
        priced = sum(facts[2] for ccg in self.model.ccgs for facts in ccg.pairs
                     if facts[0] == trust.code)  # fmt: skip
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

    def spend(self, trust: Any, costs: dict[Any, float]) -> None:
        p, model = self.p, self.model
        cost = sum(cost for one, cost in costs.items() if self.body(one) is trust)
        cost *= 1.0 - trust.money_saving
        luck = 0.0
        if model.clock.closes_quarter(model.now):
            draw = model.draw("normal", "trust.outturn", model.now, trust.address)
            luck = 0.5 * p["control_total.outturn_sd"] * draw / 100.0
            luck *= trust.money_income * model.clock.steps_per_year
        if trust.disrupted_until is not None and model.now < trust.disrupted_until:
            cost += p["horizontal.disruption_cost"] / 100.0 * trust.money_income
        paid = spend(trust, max(cost - luck, 0.0))
        writing = sum(
            self.contracting(ccg) * facts[-1]
            for ccg in model.ccgs
            for facts in self.pairs(ccg)
            if facts[0] is trust
        )
        paid += spend(trust, writing)
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

    # -- practices -----------------------------------------------------------------------

    def pass_primary_money_on(self, ccg: Any) -> None:
        if ccg.body.is_delegated:
            parts = ("core", "qof", "enhanced", "premises")
            first = sum(
                sum(getattr(one, f"start_{part}") for part in parts) for one in ccg.practices
            )
            earn(ccg.body, first * self.grown("primary_medical") * self.model.years)

    @staticmethod
    def in_contract(practice: Any, level: int) -> bool:
        is_of_place = practice.agreement.opened_by == "place"
        return is_of_place and practice.ccg.contract_live and practice.stance >= level

    def points(self, practice: Any, achievement: float) -> float:
        possible = self.p["qof.points"] * self.p["qof.point_value"]
        return possible * achievement * practice.list_size / self.p["qof.mean_list"] * self.uplift

    def pay_contract(self, practice: Any) -> None:
        ccg = practice.ccg
        member = self.in_contract(practice, PARTIAL)
        lists = self.uplift * practice.list_size / practice.money_first_list
        weighted = practice.weighted_list / practice.money_first_weighted
        due = [
            practice.start_core * self.uplift * weighted,
            practice.start_enhanced * lists,
            practice.start_premises * lists,
            0.0 if member else self.points(practice, practice.money_achievement),
        ]
        paid = sum(pence(one) for one in due)
        if ccg.body.is_delegated:
            ccg.body.cash -= paid  # to the practice, or to the holder that pays it
        local = pence(max(practice.start_local * lists - self.lost(practice), 0.0))
        ccg.body.cash -= local
        paid += local
        if member:
            size = self.p["improvement_payment.size"] * self.p["improvement_payment.earned"]
            pot = pence(size * self.points(practice, 1.0))
            ccg.body.cash -= pot
            paid += pot
        practice.money_gross = paid / 100.0

    def lost(self, practice: Any) -> float:
        lost = practice.ccg.loses[practice.agreement.name]
        for option in self.model.add_ons:
            terms = option.offer.terms
            is_open = option.offer.is_open(self.model.date)
            if is_open and option.name not in practice.add_ons:
                lost += terms.lost_by_staying_out
        return lost * practice.weighted_list * self.model.years

    def pay_agreement(self, system: Any, option: Any, column: int) -> None:
        """An alliance is paid from the system's fund if that goes far enough for all of it."""
        terms, offer = option.offer.terms, option.offer
        if not terms.payment and not terms.payment_once and not terms.management_resource:
            return
        due = {}
        for practice in system.practices:
            holds = (
                option.name in practice.add_ons
                if offer.is_add_on
                else practice.agreement is option and practice.stance >= ALLIANCE
            )
            stages = self.model.stages
            if offer.pays_from_stage and system.stage < stages[offer.pays_from_stage]:
                holds = False
            if offer.is_premium_local and practice.ccg.premium_withdrawn:
                holds = False
            if holds:
                once = 0.0 if practice.money_has_been_paid[column] else terms.payment_once
                pounds = terms.payment * self.model.years + once
                due[practice] = pence(pounds * practice.weighted_list)
                practice.money_has_been_paid[column] = True
                redirected = pence(
                    practice.ccg.handed_over(option) * practice.weighted_list * self.model.years
                )
                practice.ccg.body.cash -= redirected
                practice.money_gross += redirected / 100.0
        by_fund = option.opened_by == "system" and system.fund_cash >= sum(due.values())
        for practice, amount in due.items():
            practice.money_gross += amount / 100.0
            if by_fund:
                system.fund_cash -= amount
            else:
                practice.ccg.body.cash -= amount

    def spend_practice(self, practice: Any) -> None:
        p, years = self.p, self.model.years
        scale = practice.list_size / practice.money_first_list
        usual = practice.money_first_gross * scale
        usual *= (1.0 + p["general_practice.uplift"] / 100.0) ** self.years
        grown = practice.money_first_expenses * scale
        grown *= (1.0 + p["general_practice.expenses_growth"] / 100.0) ** self.years
        changed = p["practice.marginal_expenses"] * (practice.money_gross / years - usual)
        cost = min(max(grown + changed, 0.0) * years, practice.money_gross)
        left = practice.money_gross - pence(cost) / 100.0
        salaried = practice.agreement.is_salaried and self.in_contract(practice, FULL)
        if practice.is_open and (practice.run_by is not None or salaried):
            left -= self.settle_salary(practice, left)
        practice.money_drawings = pence(left) / 100.0
        yearly = practice.money_drawings / years + practice.money_last_gain
        income = yearly / max(practice.partners, 1e-9) / 1000.0 / self.price_level
        practice.money_income = income if practice.is_open else 0.0

    def settle_salary(self, practice: Any, left: float) -> float:
        """What goes to the employer, or comes from it, so that partners have their salary."""
        growth = (1.0 + self.p["general_practice.uplift"] / 100.0) ** self.years
        salary = 1000.0 * practice.salary * practice.partners * (growth * self.model.years)
        over = left - salary
        amount = pence(max(over, 0.0)) - pence(max(-over, 0.0))
        if practice.run_by is not None:
            trust = self.model.trust[code_of(practice.run_by)]
            trust.cash += amount
            trust.money_year_extra += amount / 100.0
        else:
            practice.ccg.holder_cash += amount
            practice.ccg.place_holder_result += amount / 100.0
        return amount / 100.0

    # -- settling up ---------------------------------------------------------------------

    def settle_up(self) -> None:
        is_last = self.model.clock.closes_financial_year(self.model.now)
        if is_last:
            for practice in self.model.practices:
                practice.money_year_gain = 0.0
            each(self.settle_place, self.model.ccgs)
            each(self.close_trust_holder, self.model.ccgs)
            for practice in self.model.practices:
                practice.money_last_gain = practice.money_year_gain
        for ccg in self.model.ccgs:
            left = (ccg.cash - ccg.money_opening) / 100.0
            ccg.money_year_spending += ccg.money_allocation - left
        if is_last:
            each(self.close_ccg, self.model.ccgs)
        each(borrow, (*self.model.ccgs, *self.model.trusts, *self.model.practices))
        for ccg in self.model.ccgs:
            borrow(ccg, "holder_")

    def settle_place(self, ccg: Any) -> None:
        budget, spending = ccg.place_year_benchmark, ccg.place_year_spending
        ccg.place_last_saving = budget - spending
        ccg.place_gain_trusts = ccg.place_gain_practices = 0.0
        ccg.place_gain_ccg = ccg.place_gain_holder = 0.0
        if ccg.contract_live:
            self.settle_contract(ccg, budget, spending)
        elif ccg.alliance_live:
            self.settle_pool(ccg, budget, spending)
        ccg.place_last_spending, ccg.place_last_benchmark = spending, budget
        ccg.place_year_spending = ccg.place_year_benchmark = 0.0

    def settle_pool(self, ccg: Any, budget: float, spending: float) -> None:
        p, saving = self.p, budget - spending
        by_activity = 1.0 - ccg.place_tariff_share
        lists = self.list_of(ccg)
        good = sum(one.list_size for one in ccg.practices if one.rating >= GOOD) / lists
        gain = loss = 0.0
        if abs(saving) >= p["alliance_pool.minimum_rate"] * budget:
            if good >= p["alliance_pool.quality_minimum"]:
                gain = p["alliance_pool.gain_share"] * max(saving, 0.0)
            loss = p["alliance_pool.loss_share"] * max(-saving, 0.0)
        share = p["alliance_pool.practices_share"]
        weights = [f[-1] if f[0].stance >= ALLIANCE else 0.0 for f in self.pairs(ccg)]
        if any(weights):
            ccg.place_gain_trusts = ((1.0 - share) * gain - loss) * by_activity
        shares = split(pence(ccg.place_gain_trusts), weights)
        for (trust, *_), amount in zip(self.pairs(ccg), shares, strict=True):
            trust.cash += amount
            ccg.body.cash -= amount
            trust.money_year_extra += amount / 100.0
        paid = self.gain_to_practices(ccg, share * gain * by_activity, ALLIANCE)
        ccg.body.cash -= paid
        ccg.place_gain_practices = paid / 100.0
        rest = saving - ccg.place_gain_trusts - ccg.place_gain_practices
        ccg.place_gain_ccg = rest * by_activity

    def gain_to_practices(self, ccg: Any, pounds: float, level: int) -> int:
        weights = [
            one.weighted_list
            if (one.stance >= ALLIANCE if level == ALLIANCE else self.in_contract(one, level))
            else 0.0
            for one in ccg.practices
        ]
        shares = split(pence(pounds), weights)
        for practice, share in zip(ccg.practices, shares, strict=True):
            practice.money_year_gain += share / 100.0
        return sum(shares)

    def settle_contract(self, ccg: Any, budget: float, spending: float) -> None:
        level = "full_contract" if ccg.contract_level >= FULL else "partial_contract"
        p = {name.split(".")[1]: value for name, value in self.p.items()
             if name.startswith(f"{level}.")}  # fmt: skip
        gain, loss = max(budget - spending, 0.0), max(spending - budget, 0.0)
        shared = p["gain_shared"] * max(gain - p["corridor"] * budget, 0.0)
        practices = p["practices_share"] * (gain - shared)
        kept = min(gain - shared - practices, p["profit_cap"] * budget)
        borne = p["loss_shared"] * max(loss - p["corridor"] * budget, 0.0)
        lost = min(loss - borne, p["stop_loss"] * budget)
        to_ccg = (gain - practices - kept) - (loss - lost)
        paid = self.gain_to_practices(ccg, practices, PARTIAL)
        moved = pence(max(to_ccg, 0.0)) - pence(max(-to_ccg, 0.0))
        ccg.holder_cash -= paid + moved
        ccg.body.cash += moved
        ccg.place_gain_practices, ccg.place_gain_ccg = paid / 100.0, to_ccg
        ccg.place_gain_holder = kept - lost + practices - paid / 100.0
        ccg.place_holder_result += ccg.place_gain_holder

    def close_trust_holder(self, ccg: Any) -> None:
        alone = ccg.holder in (ACUTE_HOLDER, COMMUNITY_HOLDER) and ccg.holder_trust is not None
        if ccg.contract_live and alone:
            trust = self.model.trust[code_of(ccg.holder_trust)]
            trust.cash += ccg.holder_cash
            trust.money_year_extra += ccg.holder_cash / 100.0
            ccg.holder_cash = 0

    def close_ccg(self, ccg: Any) -> None:
        given = ccg.money_year_allocation if ccg.is_living else 0.0
        result = given - (ccg.money_year_spending if ccg.is_living else 0.0)
        ccg.money_last_result = result / given if given > 0.0 else 0.0
        people = sum(self.list_of(one) for one in self.model.ccgs if one.body is ccg)
        premium = self.p["quality_premium.per_head"] * self.p["quality_premium.earned"] * people
        ccg.money_premium = premium if result >= 0.0 else 0.0
        earn(ccg, ccg.money_premium)
        ccg.money_year_allocation = ccg.money_year_spending = 0.0

    # -- trusts' results -----------------------------------------------------------------

    def quarters_result(self, trust: Any) -> float:
        so_far = trust.money_year_income - trust.money_year_cost
        quarter = so_far - trust.money_year_told
        trust.money_year_told = so_far
        yearly = trust.money_income * self.model.clock.steps_per_year
        return quarter / yearly if yearly > 0.0 else 0.0

    def tell_margin(self, trust: Any) -> None:
        p, income, cost = self.p, trust.money_year_income, trust.money_year_cost
        whole = income + trust.money_year_extra
        if income > 0.0:
            trust.margin = (whole - cost) / whole if whole > 0.0 else 0.0
        usual = (income - cost - trust.money_year_luck) / income if income > 0.0 else 0.0
        work, last = trust.money_year_work, trust.money_last_work
        growth = (work / last if last > 0.0 else 1.0) - 1.0
        unit = 1.0 + (p["trust_cost.inflation"] - p["trust_cost.efficiency"]) / 100.0
        spent = (1.0 - usual) * unit * (1.0 + p["trust_cost.variable_later"] * growth)
        trust.money_forecast = 1.0 - spent / ((1.0 + growth) * (1.0 + p["tariff.uplift"] / 100.0))
        trust.money_last_work = work
        for name in ("income", "cost", "luck", "extra", "work", "told"):
            setattr(trust, f"money_year_{name}", 0.0)

    # -- what others see -----------------------------------------------------------------

    def gain_a_partner(self, practice: Any) -> float:
        gain = practice.money_last_gain / max(practice.partners, 1e-9)
        return gain / 1000.0 / self.price_level

    def relative_gain(self, practice: Any) -> float:
        ccg = practice.ccg
        theirs = ccg.place_gain_trusts
        if ccg.holder_trust is not None:
            theirs += ccg.place_gain_holder
        more = theirs / max(self.list_of(ccg), 1.0) * practice.list_size
        more = max(more - practice.money_last_gain, 0.0)
        return more / max(practice.partners, 1e-9) / 1000.0 / self.price_level

    def is_insolvent(self, ccg: Any) -> bool:
        least = -self.p["benchmark.insolvent_at"] * ccg.place_benchmark
        return ccg.contract_live and ccg.place_holder_result < least


def each(act: Any, organisations: Any) -> None:
    for organisation in organisations:
        act(organisation)


def code_of(trust: Any) -> str:
    return getattr(trust, "code", trust)


def pence(pounds: float) -> int:
    return round(pounds * 100.0)


def earn(organisation: Any, pounds: float) -> int:
    amount = pence(pounds)
    organisation.cash += amount
    return amount


def spend(organisation: Any, pounds: float) -> int:
    amount = pence(pounds)
    organisation.cash -= amount
    return amount


def to_holder(ccg: Any, amount: int) -> None:
    ccg.holder_cash += amount


def give_all(one: Any, heir: Any, prefix: str, heirs: str) -> None:
    """Hand cash and debts on, unless it would be to itself."""
    if one is heir and not prefix:
        return
    for what in ("cash", "loan"):
        mine, its = f"{prefix}{what}", f"{heirs}{what}"
        setattr(heir, its, getattr(heir, its) + getattr(one, mine))
        setattr(one, mine, 0)


def move(one: Any, heir: Any, names: list[str]) -> None:
    for name in names:
        setattr(heir, name, getattr(heir, name) + getattr(one, name))
        setattr(one, name, 0.0)


def borrow(organisation: Any, prefix: str = "") -> None:
    """Borrow what is short; pay back what one can."""
    cash, loan = getattr(organisation, f"{prefix}cash"), getattr(organisation, f"{prefix}loan")
    change = -cash if cash < 0 else -min(cash, loan)
    setattr(organisation, f"{prefix}cash", cash + change)
    setattr(organisation, f"{prefix}loan", loan + change)


def split(total: int, weights: list[float]) -> list[int]:
    """Share pence out by weight; the remainder goes to the largest, the last of equals."""
    whole = sum(weights)
    if whole <= 0.0:
        return [0 for _ in weights]
    shares = [math.trunc(total * (weight / whole)) for weight in weights]
    largest = max(range(len(weights)), key=lambda row: (weights[row], row))
    shares[largest] += total - sum(shares)
    return shares
