"""What one practice is paid, spends and leaves its partners."""

from __future__ import annotations

from typing import Any

from per_agent.purse import code_of, earn, pence

ALLIANCE, PARTIAL, FULL = 1, 2, 3


class PracticePay:
    """How practices are paid; :class:`per_agent.money.Money` says when."""

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

    def achievement(self, practice: Any) -> float:
        better = (practice.quality / practice.first_quality) ** self.p["qof.with_quality"]
        return min(practice.money_achievement * better, 1.0)

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
            0.0 if member else self.points(practice, self.achievement(practice)),
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
            misses = practice.may_take(option) and option.name not in practice.add_ons
            if is_open and misses:
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
        more = practice.salaried - practice.money_first_salaried * scale
        pay = 1000.0 * p["general_practice.salaried_cost"]
        grown += pay * (1.0 + p["general_practice.expenses_growth"] / 100.0) ** self.years * more
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
