"""Phases in which patients come, work is done and paid, and everybody learns what came of it."""

from __future__ import annotations

from per_agent.demand import demand_arises, shown_to, take_effect


class WorksAndPays:
    """Demand, work, money and what they do to practices, trusts and relationships."""

    def demand_arises(self) -> None:
        demand_arises(self)

    def do_the_work(self) -> None:
        settles = self.now > 0 and self.clock.opens_financial_year(self.now)
        for practice in self.practices:
            practice.do_the_work(settles=settles)

    def pay_everybody(self) -> None:
        self.money.pay_everybody()

    def settle_quarter(self) -> None:
        if not self.clock.closes_quarter(self.now):
            return
        for trust in self.trusts:
            trust.close_quarter()
        for trust in self.trusts:
            trust.earn_money()
        for trust in self.trusts:
            self.money.earn_sustainability(trust)
        if self.clock.closes_financial_year(self.now):
            for trust in self.trusts:
                trust.close_year()
            for trust in self.trusts:
                trust.settle_segment()
            for system in self.systems:
                system.settle_year()

    def settle_up(self) -> None:
        self.money.settle_up()

    def mature(self) -> None:
        for system in self.systems:
            system.mature()

    def take_effect(self) -> None:
        for ccg in self.ccgs:
            take_effect(ccg)

    def live_on(self) -> None:
        able = {ccg: ccg.capability for ccg in self.ccgs}
        for practice in self.practices:
            practice.live_on(able[practice.ccg])

    def observe(self) -> None:
        if self.clock.closes_financial_year(self.now):
            self.learn_from_results()
        gained, paying = self.money.gains_settled()
        for tie in self.ties:
            tie.observe(gained, paying)
        self.weigh_partners()
        for system in self.systems:
            diverted = system.money_diverted()
            for practice in system.practices:
                practice.observe(diverted)
            system.relate()

    def learn_from_results(self) -> None:
        for option in self.options[1:]:
            results = {one: one.result(option) for one in self.practices}
            known = {one: result for one, result in results.items() if result is not None}
            is_shown = option.level > 0 and option.opened_by != "trust"
            for system in self.systems:
                shown = shown_to(system) if is_shown else None
                for practice in system.practices:
                    practice.learn(known, option, shown)
        for ccg in self.ccgs:
            ccg.withdrawal_known = ccg.premium_withdrawn

    def check_books(self) -> None:
        """Nobody has less than no cash."""
        for one in (*self.trusts, *self.ccgs, *self.practices):
            assert one.cash >= 0
