"""Phases in which agreements form and break, gates are judged, and bodies merge."""

from __future__ import annotations

import math

from per_agent.arithmetic import within
from per_agent.closures import close_and_merge
from per_agent.commissioner import merge


class FormsAndBreaks:
    """What follows from what was decided."""

    def form_and_break(self) -> None:
        for trust in self.trusts:
            trust.is_remembered_for_leaving()
        for system in self.systems:
            system.launch_alliance()
        for ccg in self.ccgs:
            ccg.settle_alliance()
        self.settle_contracts()
        for practice in self.practices:
            practice.set_stance()
            practice.give_up_contract()
        for system in self.systems:
            system.measure_coverage()

    def settle_contracts(self) -> None:
        """Once a quarter, end live contracts that lost what they need and judge those sought."""
        if not self.clock.closes_quarter(self.now):
            return
        for ccg in self.ccgs:
            ccg.end_live_contract()
        clarity = self.court.clarity()
        for ccg in self.ccgs:
            if ccg.is_seeking:
                ccg.hold_checkpoint(clarity)
        seeking = [ccg for ccg in self.ccgs if ccg.is_seeking]
        for practice in self.practices:  # all answer before any contract goes live
            practice.hear_campaigns()
            is_asked = practice.promise is not None and practice.ccg.is_assured
            practice.confirms = is_asked and practice.would_confirm()
        for ccg in seeking:
            ccg.judge_contract()

    def evaluate_gates(self) -> None:
        if self.clock.closes_quarter(self.now):
            for system in self.systems:
                system.pass_gate()

    def take_contracts_back(self) -> None:
        returning = [
            one
            for one in self.practices
            if one.returns_at is not None and one.returns_at <= self.now
        ]
        for practice in returning:
            practice.take_contract_back()
        if returning:
            for system in self.systems:
                system.measure_coverage()

    def close_and_merge(self) -> None:
        if self.clock.closes_quarter(self.now):
            close_and_merge(self)

    def merge_trusts(self) -> None:
        """Some trusts merge with the nearest of their type and system, the luckiest first."""
        luck = {one: one.luck("trust.merges") for one in self.trusts}
        hazard = within(self.p["horizontal.merger_hazard"], self.years)
        for trust in sorted(self.trusts, key=luck.__getitem__):
            others = [
                other
                for other in trust.system.trusts
                if other is not trust and other.type == trust.type and other.is_standing
            ]
            if luck[trust] < hazard and trust.is_standing and others:
                partner = min(others, key=lambda one: math.dist(one.position, trust.position))
                smaller, larger = sorted((trust, partner), key=lambda one: one.income)
                smaller.merge_into(larger)

    def merge_ccgs(self) -> None:
        """Neighbours that have long shared an officer merge in pairs, nobody twice."""
        hazard = self.p["ccg_merger.hazard"]
        if self.calendar.commissioners.is_steered(self.last_month):
            hazard *= self.p["ccg_merger.steered_multiple"]
        chance = within(hazard, self.years)
        living = [one for one in self.ccgs if one.is_living]
        partners = {one: one.partners_to_merge_with() for one in living}
        merged, pairs = set(), []
        for ccg in sorted(living, key=lambda one: one.luck("ccg.merges")):
            free = [other for other in partners[ccg] if other not in merged]
            if ccg.luck("ccg.merges") < chance and ccg not in merged and free:
                partner = min(free, key=lambda one: one.luck("ccg.merger_partner"))
                merged |= {ccg, partner}
                pairs.append([ccg, partner])
        for pair in pairs:
            merge(pair)
