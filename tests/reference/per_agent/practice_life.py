"""How a practice fares: its work, hours, quality, distress and staff."""

from __future__ import annotations

import math

from per_agent.arithmetic import logistic

ALLIANCE, PARTIAL, INADEQUATE = 1, 2, 1
FEWEST_CLINICIANS = 0.1
RELIEF = ("relief_alliance", "relief_partial", "relief_full")


class LivesOn:
    """The part of a practice that works, tires and loses its doctors."""

    # -- work ----------------------------------------------------------------------------

    def do_the_work(self, *, settles: bool) -> None:
        """Share the patients among clinicians; in April, let income follow."""
        if settles and self.is_open:
            self.settle_income()
        p, years = self.model.p, (self.model.now + 1) * self.model.years
        clinicians = self.partners + self.salaried + p["workload.nurse_share"] * self.nurses
        demand = (1.0 + p["demand.consultation_growth"]) ** years
        work = demand * self.weighted_list / max(clinicians, FEWEST_CLINICIANS)
        self.relative_work = work / self.usual_work if self.is_open else 1.0
        hours = p["workload.hours"] * self.relative_work ** p["workload.hours_elasticity"]
        self.hours = max(hours + self.added_hours, 0.0)

    @property
    def added_hours(self) -> float:
        held = [one.offer.terms.hours for one in self.model.add_ons if one.name in self.add_ons]
        return sum(held) + (self.agreement.hours if self.stance >= ALLIANCE else 0.0)

    def settle_income(self) -> None:
        """What a partner earns follows weighted patients a partner."""
        p = self.model.p
        pounds = self.weighted_list * (1.0 - p["practice.marginal_expenses"])
        now = pounds / (1000.0 * self.partners)
        income = self.income * (now / self.value_of_a_pound) ** p["practice.income_elasticity"]
        self.income = min(max(income, p["practice.income_least"]), p["practice.income_most"])
        self.salary = max(p["practice.full_pay_least"], p["practice.full_pay_share"] * self.income)
        self.value_of_a_pound = now

    # -- quality, distress, staff ----------------------------------------------------------

    def live_on(self, capability: float) -> None:
        self.move_quality(capability)
        self.count_level()
        self.move_distress()
        self.move_staff()

    def moved(self, per_year: float) -> float:
        return 1.0 - math.exp(-per_year * self.model.years)

    def move_quality(self, capability: float) -> None:
        p = self.model.p
        implied = self.lasting_quality
        implied -= p["quality.long_hours"] * (self.hours - p["workload.hours"]) / 10.0
        implied += p["quality.capability"] * (capability - p["capability.reference"])
        p_qof = p["qof.points"] * p["qof.point_value"] / p["qof.mean_list"]
        if self.model.money.in_contract(self, PARTIAL):
            p_qof *= p["improvement_payment.size"]
        more = (p_qof - 559.0 * 171.2 / 7732.0) / 10.0
        implied += p["quality.incentive_withdrawn" if more < 0 else "quality.incentive"] * more
        self.quality += self.moved(p["quality.drift"]) * (logistic(implied) - self.quality)

    def count_level(self) -> None:
        level = max(self.stance, 0)
        if level != self.level:
            self.level, self.level_since = level, self.model.now
        self.relieved_level = min(self.relieved_level, level)
        wait = self.model.p["distress.relief_after"] * self.model.clock.steps_per_quarter
        if self.model.now - self.level_since >= wait:
            self.relieved_level = level

    def move_distress(self) -> None:
        p = self.model.p
        logit = self.usual_distress + p["distress.workload"] * math.log(self.relative_work)
        if self.closure_near_until is not None and self.model.now < self.closure_near_until:
            logit += p["distress.closure_nearby"]
        if self.rating == INADEQUATE:
            logit += p["distress.inadequate"]
        if self.relieved_level:
            logit -= p[f"distress.{RELIEF[self.relieved_level - 1]}"]
        luck = self.model.draw("normal", "practice.distress_moves", self.model.now, self.address)
        distress = self.distress + self.moved(p["distress.drift"]) * (
            logistic(logit) - self.distress
        )
        distress += p["distress.noise"] * math.sqrt(self.model.years) * luck
        self.distress = min(max(distress, 0.0), 1.0)

    def move_staff(self) -> None:
        p, years = self.model.p, self.model.years
        more = p["workforce.leave_with_distress"] * (self.distress - p["workforce.usual_distress"])
        before = self.partners
        self.partners *= math.exp(-p["workforce.partners_leave"] * math.exp(more) * years)
        if math.ceil(self.partners) < math.ceil(before):
            self.is_shaken = True
        filled = self.vacancies * self.moved(p["workforce.vacancies_filled"])
        self.salaried *= (1.0 + p["workforce.salaried_growth"]) ** years
        self.salaried += filled
        self.vacancies -= filled
