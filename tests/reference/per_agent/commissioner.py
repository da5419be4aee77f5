"""How a CCG decides: what to commission, whether to resist, whom to share with and merge with."""

from __future__ import annotations

import math
from typing import Any

from per_agent.arithmetic import logistic, weighted_mean, within
from per_agent.option import Option

RESISTING, INDEPENDENT, ALLIANCE, PARTIAL, FULL = -1, 0, 1, 2, 3
ACS = 3
NAMES = ("independent", "alliance", "partial", "full")


class Commissions:
    """The part of a CCG that decides; a merged one is decided for by its body."""

    model: Any

    # -- the body ------------------------------------------------------------------------

    @property
    def body(self):
        return self.model.ccg[self.decided_by]

    @property
    def is_living(self) -> bool:
        return self.decided_by == self.code

    @property
    def places(self) -> list:
        return [one for one in self.system.ccgs if one.decided_by == self.code]

    @property
    def people(self) -> float:
        return sum(one.population for one in self.places)

    @property
    def neighbours(self) -> list:
        """Living CCGs that border on one of its places."""
        codes = {self.model.ccg[code].decided_by for one in self.places for code in one.beside}
        return [self.model.ccg[code] for code in sorted(codes - {self.code})]

    @property
    def is_sharing(self) -> bool:
        return any(
            other.officer == self.officer
            for other in self.system.ccgs
            if other.is_living and other is not self.body
        )

    def share_of_neighbours(self, so) -> float:
        around = self.body.neighbours
        return sum(map(so, around)) / len(around) if around else 0.0

    def luck(self, what: str) -> float:
        return self.model.draw("uniform", what, self.model.now, self.body.address)

    # -- what to commission --------------------------------------------------------------

    def stance_chosen(self) -> int | None:
        """The stance it takes; None if it does not think about it."""
        if self.contract_level > 0 or self.luck("ccg.considers") >= self.chance_of_considering():
            return None
        levels = self.levels_open()
        best = max(levels, key=lambda level: self.worth(level) + self.fancy(level))
        if best == INDEPENDENT and self.luck("ccg.resists") < self.chance_of_resisting():
            return RESISTING
        return best

    def chance_of_considering(self) -> float:
        p = self.model.p
        if self.test_area_from == self.model.now:
            return p["commissioner.considers_as_test_area"]
        early = self.system.advanced_lately and not self.is_member
        name = "early" if early else "later"
        return p[f"commissioner.considers_{name}"] * self.model.quarters

    def levels_open(self) -> list[int]:
        levels = [INDEPENDENT]
        if self.system.may_ally or self.alliance_live:
            levels.append(ALLIANCE)
        if self.may_seek_contract:
            levels += [level for level in (PARTIAL, FULL) if self.model.first_of(level)]
        return levels

    @property
    def may_seek_contract(self) -> bool:
        if self.closed_until is not None and self.model.now < self.closed_until:
            return False
        governed = self.system.governance >= self.model.p["commissioner.procures_governance"]
        has_right = "contract_assurance" in self.system.rule.gives
        return self.is_test_area or (has_right and governed)

    def worth(self, level: int) -> float:
        """Pounds per head a year of a level."""
        p = self.model.p
        moved = -p["commissioner.status_quo"] * abs(level - max(self.stance, 0))
        if level == INDEPENDENT:
            return moved
        option: Option = self.model.first_of(level)
        name = NAMES[level]
        saved = p[f"commissioner.savings_{name}"] * p["commissioner.savings_counted"]
        kept = saved * p["commissioner.spending_at_stake"] * p[f"commissioner.kept_{name}"]
        trust = self.mean_of_places(lambda one: one.trust_in_partners)
        worth = (
            moved
            + kept
            - p[f"commissioner.procurement_{name}"]
            - self.loss(level)
            + p["commissioner.partner_trust_value"] * (2.0 * trust - 1.0) * option.dependence
            + p["commissioner.pressure_value"] * self.system.pressure * option.pressure
            + p["commissioner.imitation"]
            * self.share_of_neighbours(lambda other: other.stance >= level)
        )
        if level >= PARTIAL:
            worth -= p["commissioner.legal_risk"] * self.model.court.opposition()
            worth += p["commissioner.test_area_value"] if self.is_test_area else 0.0
        return worth

    def loss(self, level: int) -> float:
        """What a level takes from its role and, so far as they count, from its practices."""
        if level == INDEPENDENT:
            return 0.0
        p, option = self.model.p, self.model.first_of(level)
        minds = self.mean_of_places(
            lambda one: one.mean(lambda practice: practice.independence_value)
        )
        minds *= option.autonomy_lost / 25.0
        weight = self.influence_of_practices() * p["commissioner.aversion_scale"]
        return p[f"commissioner.role_{NAMES[level]}"] + weight * minds

    def mean_of_places(self, value) -> float:
        return weighted_mean([(one.population, value(one)) for one in self.body.places])

    def influence_of_practices(self) -> float:
        p = self.model.p
        if self.model.calendar.commissioners.are_abolished(self.model.last_month):
            return p["ccg_merger.influence_on_system_board"]
        influence, is_merged = p["commissioner.gp_board_influence"], len(self.body.places) > 1
        if self.is_sharing or is_merged:
            influence -= p["ccg_merger.influence_lost_sharing"]
        if is_merged:
            influence -= p["ccg_merger.influence_lost_merging"]
        if self.system.stage >= ACS:
            influence -= p["commissioner.influence_lost_at_acs"]
        return max(influence, 0.0)

    def fancy(self, level: int) -> float:
        """What luck adds: a lasting taste and the mood of the day."""
        p, who = self.model.p, self.body.address
        taste = self.model.draw("gumbel", f"ccg.taste/{NAMES[level]}", 0, who)
        mood = self.model.draw("gumbel", f"ccg.choice/{NAMES[level]}", self.model.now, who)
        mixed = self.model.mixed(taste, mood, p["commissioner.lasting_taste"])
        return p["commissioner.choice_noise"] * mixed

    def chance_of_resisting(self) -> float:
        p = self.model.p
        threat = self.system.pressure * max(map(self.loss, self.levels_open()))
        share = self.share_of_neighbours(lambda other: other.stance == RESISTING)
        felt = p["commissioner_resistance.threat_weight"] * threat
        felt *= 1.0 + p["commissioner_resistance.contagion"] * share
        return logistic(felt - p["commissioner_resistance.base"])

    # -- officers and general practice ---------------------------------------------------

    def seeks_to_share(self) -> bool:
        if not self.is_living or self.is_sharing:
            return False
        p = self.model.p
        hazard = p["ccg_officer.hazard"]
        if self.people < p["ccg_officer.small_population"]:
            hazard *= p["ccg_officer.small_multiple"]
        around = self.share_of_neighbours(lambda other: other.is_sharing)
        hazard *= 1.0 + p["ccg_officer.imitation"] * around
        return self.luck("ccg.shares_officer") < within(hazard, self.model.years)

    @property
    def neighbours_at_home(self) -> list:
        return [other for other in self.neighbours if other.system is self.system]

    def take_officer_of(self, partner) -> None:
        for place in self.places:
            place.officer, place.officer_since = partner.officer, self.model.now

    def takes_on_practices(self) -> bool:
        if "delegated_commissioning" in self.system.rule.gives:
            return True
        p = self.model.p
        share = self.share_of_neighbours(lambda other: other.is_delegated)
        hazard = p["delegation.hazard"] * (p["delegation.alone"] + share)
        return self.luck("ccg.delegated") < within(hazard, self.model.years)

    # -- merging -------------------------------------------------------------------------

    def partners_to_merge_with(self) -> list:
        """Neighbours that have shared its officer for long enough."""
        wait = self.model.p["ccg_merger.quarters_shared"] * self.model.clock.steps_per_quarter
        return [
            other
            for other in self.neighbours
            if other.officer == self.officer
            and self.model.now - max(self.since, other.since) >= wait
        ]

    @property
    def since(self) -> float:
        return -math.inf if self.officer_since is None else self.officer_since

    def swallow(self, others: list) -> None:
        """Go on for all of them: their places are its own."""
        delegated = self.is_delegated or any(other.is_delegated for other in others)
        gained = [place for other in others for place in other.places]
        for place in gained:
            place.decided_by = self.code
            place.officer, place.officer_since = self.officer, self.officer_since
        for place in self.places:
            place.is_delegated = delegated


def merge(ccgs: list) -> None:
    """Merge living CCGs into the one with the most patients."""
    if len(ccgs) > 1:
        largest = max(ccgs, key=lambda one: one.people)
        largest.swallow([one for one in ccgs if one is not largest])
