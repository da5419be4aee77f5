"""Money at the end of a step and of a year: loans, savings shared, results told."""

from __future__ import annotations

from typing import Any

from per_agent.purse import borrow, code_of, each, earn, pence, split

ALLIANCE, PARTIAL, FULL = 1, 2, 3
GOOD = 3
ACUTE_HOLDER, COMMUNITY_HOLDER = 0, 1


class YearEnd:
    """How results are settled; :class:`per_agent.money.Money` says who is paid in a step."""

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
            early = ccg.place_early_benchmark, ccg.place_early_spending
            self.settle_contract(ccg, budget - early[0], spending - early[1])
        elif ccg.alliance_live:
            self.settle_pool(ccg, budget, spending)
        ccg.place_last_spending, ccg.place_last_benchmark = spending, budget
        ccg.place_year_spending = ccg.place_year_benchmark = 0.0
        ccg.place_early_spending = ccg.place_early_benchmark = 0.0

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
        weights = [one.weight if one.trust.stance >= ALLIANCE else 0.0 for one in ccg.links]
        if any(weights):
            ccg.place_gain_trusts = ((1.0 - share) * gain - loss) * by_activity
        shares = split(pence(ccg.place_gain_trusts), weights)
        for link, amount in zip(ccg.links, shares, strict=True):
            link.trust.cash += amount
            ccg.body.cash -= amount
            link.trust.money_year_extra += amount / 100.0
        paid = self.gain_to_practices(ccg, share * gain * by_activity, ALLIANCE)
        ccg.body.cash -= paid
        ccg.place_gain_practices = paid / 100.0
        ccg.place_gain_ccg = saving * by_activity
        ccg.place_gain_ccg -= ccg.place_gain_trusts + ccg.place_gain_practices

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
        trust.money_last_result = whole - cost
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
