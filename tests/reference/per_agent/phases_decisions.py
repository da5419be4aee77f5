"""Phases in which committees, CCGs, trusts and practices decide, all by what was so before."""

from __future__ import annotations

from collections import Counter
from typing import Any

from per_agent.option import Option
from per_agent.practice import Practice


class Decides:
    """Who decides when, and in which order."""

    def take_positions(self) -> None:
        for ccg in self.ccgs:
            ccg.count_resisting()
            if self.now == 0 or self.clock.opens_financial_year(self.now):
                ccg.take_position()
            if self.clock.closes_quarter(self.now):
                ccg.hold_ballot()

    def ccgs_decide(self) -> None:
        """All by what was so before any of them moved."""
        chosen = [ccg.stance_chosen() for ccg in self.ccgs]
        for ccg, stance in zip(self.ccgs, chosen, strict=True):
            if stance is not None:
                ccg.stance = stance
                if stance > 1:
                    ccg.begin_procurement(stance)

    def first_of(self, level: int) -> Option | None:
        """The first offer of a level that a system or, for contracts, a place opens."""
        if level == 1:
            return self.alliance or self.options[0]
        for option in self.options:
            if option.opened_by == "place" and option.level == level:
                return option
        return None

    def share_and_delegate(self) -> None:
        """Bring in a neighbour of its own officer, or else join one that shares; then delegate."""
        seeking = [ccg for ccg in self.ccgs if ccg.seeks_to_share()]
        seeking.sort(key=lambda one: one.luck("ccg.shares_officer"))
        for ccg in seeking:
            alone = [other for other in ccg.neighbours_at_home if not other.is_sharing]
            if alone and not ccg.is_sharing:
                partner = min(alone, key=lambda one: one.luck("ccg.officer_partner"))
                for one in (ccg, partner):
                    one.take_officer_of(partner)
        found = []
        for ccg in (one for one in seeking if not one.is_sharing):
            sharing = [other for other in ccg.neighbours_at_home if other.is_sharing]
            if sharing:
                found.append((ccg, min(sharing, key=lambda one: one.luck("ccg.officer_partner"))))
        for ccg, partner in found:
            ccg.take_officer_of(partner)
        for ccg in [one for one in self.ccgs if one.takes_on_practices()]:
            ccg.is_delegated = True

    def trusts_decide(self) -> None:
        was_member = [trust.is_member for trust in self.trusts]
        for trust in self.trusts:
            trust.fall_back()
        answers = [trust.choose() for trust in self.trusts]
        self._carry_out(self.trusts, answers)
        for trust, was in zip(self.trusts, was_member, strict=True):
            trust.has_left = was and not trust.is_member
        in_groups = [trust.wants_group() for trust in self.trusts]
        for trust, in_group in zip(self.trusts, in_groups, strict=True):
            trust.in_group = in_group
        self.offer_to_run_practices()

    @staticmethod
    def _carry_out(organisations: list[Any], answers: list[bool | None]) -> None:
        """All move together: each answered by what was so before any of them moved."""
        for organisation, joins in zip(organisations, answers, strict=True):
            if joins is not None:
                organisation.stance = int(joins)

    def offer_to_run_practices(self) -> None:
        for practice in self.practices:
            practice.addressed_by = None
        if not any(option.opened_by == "trust" for option in self.options):
            return
        offered = [trust for trust in self.trusts if trust.runs_practices]
        for trust in self.trusts:
            trust.begin_to_run_practices()
        if self.clock.opens_financial_year(self.now):
            for trust in offered:  # one that has only begun waits for the next April
                trust.address_practices()

    def practices_decide(self) -> None:
        self.ending = [option for option in self.options[1:] if self.is_at_its_deadline(option)]
        for practice in self.practices:
            practice.hear_campaigns()
        luck = {one: self.draw("uniform", "practice.considers", self.now, one.address)
                for one in self.practices}  # fmt: skip
        considering = [one for one in self.practices if luck[one] < one.considering()]
        if self.p["practice.one_at_a_time"]:
            considering.sort(
                key=lambda one: self.draw("uniform", "practice.order", self.now, one.address)
            )
            for practice in considering:
                self._decide([practice])
        else:
            self._decide(considering)
        for practice in self.practices:
            practice.is_shaken = False
        self.choose_add_ons(luck)
        if self.clock.closes_quarter(self.now):
            for practice in self.practices:
                practice.consider_return()

    def _decide(self, considering: list[Practice]) -> None:
        """All choose by what is so before any of them moves; then promise, then resist or not."""
        choices = [practice.best_option() for practice in considering]
        for practice, choice in zip(considering, choices, strict=True):
            practice.take(choice)
        for practice in considering:
            practice.reconsider_promise()
        for practice in considering:
            practice.reconsider_resisting()

    def is_at_its_deadline(self, option: Option) -> bool:
        """Whether this is the last step of an offer with money behind it."""
        terms, deadline = option.offer.terms, option.offer.deadline
        if deadline is None or not self.date <= deadline:
            return False
        money = terms.payment + terms.payment_once + terms.lost_by_staying_out
        return money > 0.0 and deadline < self.date.plus_months(self.clock.months_per_step)

    def choose_add_ons(self, luck: dict[Practice, float]) -> None:
        """Each add-on in turn, by those who consider it: campaigns do not count, deadlines do."""
        for option in self.add_ons:
            closes = self.is_at_its_deadline(option)
            chance = self.considering["deadline" if closes else "usual"]
            considering = [one for one in self.practices if one.is_open and luck[one] < chance]
            self.holders = Counter(name for one in self.practices for name in one.add_ons)
            wanted = [practice.wants_add_on(option) for practice in considering]
            for practice, wants in zip(considering, wanted, strict=True):
                (practice.add_ons.add if wants else practice.add_ons.discard)(option.name)
