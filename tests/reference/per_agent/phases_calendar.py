"""Phases that open a step: dates, regulators, inspections, votes."""

from __future__ import annotations

from per_agent.commissioner import merge
from per_agent.inspection import inspect


class OpensStep:
    """What the calendar and national bodies do to everybody."""

    def turn_calendar(self) -> None:
        self.merge_by_date()
        for ccg in self.ccgs:
            if ccg.test_area_from == self.now:
                ccg.is_test_area = True
        for system in self.systems:
            if system.devolved_from == self.now:
                system.is_devolution = True
            system.feel_pressure()
        if self.now == self.mandated_from:
            self.impose_mandate()
        for ccg in self.ccgs:
            ccg.set_payments()
        self.court.hear()

    def merge_by_date(self) -> None:
        names = {one.merges_as for one in self.ccgs if one.merges_at == self.now}
        for name in names - {None}:
            merge(list({one.body: 0 for one in self.ccgs if one.merges_as == name}))
        if self.calendar.commissioners.are_abolished(self.last_month):
            for system in self.systems:
                merge([one for one in system.ccgs if one.is_living])

    @property
    def is_mandated(self) -> bool:
        return self.mandated_from is not None and self.now >= self.mandated_from

    def impose_mandate(self) -> None:
        """Told to integrate, practices trust national bodies less; so do others their partners."""
        for practice in self.practices:
            practice.lives_through("national", 0.0, self.p["relationships.national_mandate"])
        for organisation in (*self.trusts, *self.ccgs):
            for tie in organisation.ties:
                if not organisation.is_member and tie.other.code == organisation.system.lead:
                    tie.lives_through(0.0, self.p["relationships.governance_imposed"])
        self.weigh_partners()

    def regulators_publish(self) -> None:
        if self.now == 0 or self.clock.opens_financial_year(self.now):
            for trust in self.trusts:
                trust.answer_control_total()
        self.regulator.select_when_due()

    def inspect(self) -> None:
        for practice in self.practices:
            if practice.is_open and inspect(practice, "practice"):
                practice.is_shaken = True
        for trust in self.trusts:
            if trust.is_standing:
                inspect(trust, "trust")

    def vote_on_sharing(self) -> None:
        if self.clock.opens_financial_year(self.now):
            for system in self.systems:
                system.vote_on_sharing()

    def keep_or_withdraw(self) -> None:
        if self.local_premiums:
            for ccg in self.ccgs:
                ccg.keep_or_withdraw_premium()
