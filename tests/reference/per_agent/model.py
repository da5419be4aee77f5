"""The model: agents, and what they do in each phase of a step."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import mesa

from acs_abm.scenario import Scenario
from per_agent.arithmetic import within
from per_agent.ccg import CCG
from per_agent.closures import close_and_merge
from per_agent.commissioner import merge
from per_agent.court import Court
from per_agent.demand import demand_arises, shown_to, take_effect
from per_agent.gate import Judgement
from per_agent.inspection import inspect
from per_agent.money import Money
from per_agent.option import Option
from per_agent.practice import SWITCHABLE, Practice, chances_of_considering, hurdle
from per_agent.regulator import Regulator
from per_agent.system import CareSystem
from per_agent.tie import Tie
from per_agent.trust import Trust

PEER_RADIUS_KM = 10.0

Draw = Callable[..., float]
"""``draw(distribution, stream, step, who, *numbers)``: one number for one organisation."""


class ReferenceModel(mesa.Model):
    """The transition, one object for each organisation.

    Parameters
    ----------
    scenario
        What is simulated.
    rows
        The state to begin from: under ``systems``, ``ccgs``, ``trusts`` and ``practices`` one
        dictionary for each organisation, under ``regulator`` one.
    draw
        The luck.
    """

    def __init__(self, scenario: Scenario, rows: dict[str, Any], draw: Draw) -> None:
        super().__init__(rng=0)  # Mesa's own luck is not used
        self.draw = draw
        self.gate_log: list[Judgement] = []
        self.clock, self.calendar = scenario.clock, scenario.staging
        self.p = {name: scenario.value(name) for name in scenario.catalogue}
        told = scenario.mandate_from  # a quarter or month; one before the run holds from its start
        first = self.clock.labels()[0]
        self.mandated_from = max(step_of(self.clock, told, first), 0) if told else None
        self.turn_to(0)
        self.years = self.clock.years_per_step
        self.quarters = 1.0 / self.clock.steps_per_quarter
        self.stages = {rule.stage.name: int(rule.stage) for rule in self.calendar.stages}
        self._lay_out_options(scenario.offers_in_force)
        self.considering = chances_of_considering(self.p, self.years)
        self.hurdle = hurdle(self.p)
        off = set(self.p["practice.terms_off"])
        self.switched_off = SWITCHABLE if "lean_core" in off else off
        self._make_agents(rows)
        self.closure_scale = rows["country"]["closure_scale"]
        self.money = Money(self, rows["money"])

    def _lay_out_options(self, offers: tuple[Any, ...]) -> None:
        alone = Option.staying_independent(self.p["practice.income_sd"])
        self.options = [alone, *(Option.of(offer) for offer in offers if not offer.is_add_on)]
        self.option = {option.name: option for option in self.options}
        self.add_ons = [Option.of(offer) for offer in offers if offer.is_add_on]
        self.no_add_on = Option.staying_independent(0.0)
        by_system = [option for option in self.options if option.opened_by == "system"]
        self.alliance = by_system[0] if by_system else None
        self.local_premiums = [
            option
            for option in self.options[1:]
            if option.offer.is_premium_local and option.offer.terms.payment > 0.0
        ]

    def _make_agents(self, rows: dict[str, Any]) -> None:
        self.regulator = Regulator(self, rows["regulator"])
        self.court = Court(self, rows["court"])
        self.system = {row["code"]: CareSystem(self, row) for row in rows["systems"]}
        self.ccg = {row["code"]: CCG(self, row) for row in rows["ccgs"]}
        self.trust = {row["code"]: Trust(self, row) for row in rows["trusts"]}
        self.systems = list(self.system.values())
        self.ccgs, self.trusts = list(self.ccg.values()), list(self.trust.values())
        self.practices = [Practice(self, row) for row in rows["practices"]]
        for practice in self.practices:
            practice.ccg.practices.append(practice)
            practice.system.practices.append(practice)
        for trust in self.trusts:
            trust.system.trusts.append(trust)
        for ccg in self.ccgs:
            ccg.system.ccgs.append(ccg)
            for practice in ccg.practices:
                practice.peers = peers_of(practice)
        for trust in self.trusts:
            trust.own_ccg = min(self.ccgs, key=lambda ccg: math.dist(trust.position, ccg.position))
        self.ties = [Tie(self, row) for row in rows["ties"]]
        self._count_signed()

    def organisation(self, address: str) -> Trust | CCG:
        """Return a trust or a CCG by its address."""
        kind, _, code = address.partition(":")
        return self.trust[code] if kind == "trust" else self.ccg[code]

    def weigh_partners(self) -> None:
        for organisation in (*self.trusts, *self.ccgs):
            organisation.weigh_partners()

    def load(self, rows: dict[str, Any], step: int) -> None:
        """Put every agent where a row of its own says it stands, before or within a step."""
        self.turn_to(step)
        self.regulator.load(rows["regulator"])
        self.court.load(rows["court"])
        for kind in ("systems", "ccgs", "trusts", "practices", "ties"):
            for agent, row in zip(getattr(self, kind), rows[kind], strict=True):
                agent.load(row)
        self._count_signed()

    def _count_signed(self) -> None:
        self.signed = [0] * (1 + max(option.level for option in self.options))
        for practice in self.practices:
            self.signed[practice.agreement.level] += 1

    def turn_to(self, step: int) -> None:
        """Set the time. What closes a quarter is judged in the last month of the step."""
        self.now, self.date = step, self.clock.date(step)
        self.last_month = self.date.plus_months(self.clock.months_per_step - 1)

    @property
    def expectation(self) -> float:
        return self.calendar.national_expectation(self.date)

    def mixed(self, lasting: float, fresh: float, share: float | None = None) -> float:
        """A lasting taste and the mood of the day, the first with a share of the variance."""
        share = self.p["practice.lasting_taste"] if share is None else share
        return math.sqrt(share) * lasting + math.sqrt(1.0 - share) * fresh

    # -- a step --------------------------------------------------------------------------

    def step(self) -> None:
        for phase in self.phases():
            phase()
        self.turn_to(self.now + 1)

    def phases(self) -> list[Callable[[], None]]:
        """What happens in a step, in order."""
        return [
            self.turn_calendar,
            self.regulators_publish,
            self.inspect,
            self.vote_on_sharing,
            self.demand_arises,
            self.do_the_work,
            self.keep_or_withdraw,
            self.pay_everybody,
            self.settle_quarter,
            self.settle_up,
            self.mature,
            self.take_effect,
            self.live_on,
            self.observe,
            self.take_positions,
            self.ccgs_decide,
            self.share_and_delegate,
            self.trusts_decide,
            self.practices_decide,
            self.form_and_break,
            self.evaluate_gates,
            self.take_contracts_back,
            self.close_and_merge,
            self.merge_trusts,
            self.merge_ccgs,
            self.check_books,
        ]

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

    def keep_or_withdraw(self) -> None:
        if self.local_premiums:
            for ccg in self.ccgs:
                ccg.keep_or_withdraw_premium()

    def inspect(self) -> None:
        for practice in self.practices:
            if practice.is_open and inspect(practice, "practice"):
                practice.is_shaken = True
        for trust in self.trusts:
            if trust.is_standing:
                inspect(trust, "trust")

    def do_the_work(self) -> None:
        settles = self.now > 0 and self.clock.opens_financial_year(self.now)
        for practice in self.practices:
            practice.do_the_work(settles=settles)

    def live_on(self) -> None:
        for practice in self.practices:
            practice.live_on()

    def close_and_merge(self) -> None:
        if self.clock.closes_quarter(self.now):
            close_and_merge(self)

    @property
    def n_open(self) -> int:
        return max(sum(practice.is_open for practice in self.practices), 1)

    def vote_on_sharing(self) -> None:
        if self.clock.opens_financial_year(self.now):
            for system in self.systems:
                system.vote_on_sharing()

    def pay_everybody(self) -> None:
        self.money.pay_everybody()

    def settle_up(self) -> None:
        self.money.settle_up()

    def check_books(self) -> None:
        """Nobody has less than no cash."""
        for one in (*self.trusts, *self.ccgs, *self.practices):
            assert one.cash >= 0

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

    def mature(self) -> None:
        for system in self.systems:
            system.mature()

    def demand_arises(self) -> None:
        demand_arises(self)

    def take_effect(self) -> None:
        for ccg in self.ccgs:
            take_effect(ccg)

    def observe(self) -> None:
        if self.clock.closes_financial_year(self.now):
            self.learn_from_results()
        for tie in self.ties:
            tie.observe()
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

    def merge_by_date(self) -> None:
        names = {one.merges_as for one in self.ccgs if one.merges_at == self.now}
        for name in names - {None}:
            merge(list({one.body: 0 for one in self.ccgs if one.merges_as == name}))
        if self.calendar.commissioners.are_abolished(self.last_month):
            for system in self.systems:
                merge([one for one in system.ccgs if one.is_living])

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


def step_of(clock: Any, when: str, first: str) -> int:
    """The step of a quarter or month, both written in the way of the run's own steps."""
    labels = clock.labels()
    if when in labels:
        return labels.index(when)
    return -1 if when < first else len(labels)


def peers_of(practice: Practice) -> list[tuple[float, Practice]]:
    """The other practices of its CCG within 10 km, or all others, each by its share of the list."""
    others = [other for other in practice.ccg.practices if other is not practice]
    near = [
        other for other in others if math.dist(practice.position, other.position) <= PEER_RADIUS_KM
    ]
    chosen = near or others
    total = sum(other.first_list for other in chosen)
    return [(other.first_list / total, other) for other in chosen]
