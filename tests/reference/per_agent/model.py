"""The model: its agents, its time, and what happens in a step, in order."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mesa

from acs_abm.scenario import Scenario
from per_agent.ccg import CCG
from per_agent.court import Court
from per_agent.demand import within_reach
from per_agent.gate import Judgement
from per_agent.link import tie_up
from per_agent.money import Money
from per_agent.option import Option
from per_agent.phases_calendar import OpensStep
from per_agent.phases_changes import FormsAndBreaks
from per_agent.phases_decisions import Decides
from per_agent.phases_work import WorksAndPays
from per_agent.practice import Practice
from per_agent.practice_choice import chances_of_considering
from per_agent.practice_worth import SWITCHABLE, hurdle
from per_agent.regulator import Regulator
from per_agent.system import CareSystem
from per_agent.tie import Tie
from per_agent.trust import Trust

PEER_RADIUS_KM = 10.0

Draw = Callable[..., float]
"""``draw(distribution, stream, step, who, *numbers)``: one number for one organisation."""


class ReferenceModel(OpensStep, WorksAndPays, Decides, FormsAndBreaks, mesa.Model):
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
        self.first_year = self.year
        self.years = self.clock.years_per_step
        self.quarters = 1.0 / self.clock.steps_per_quarter
        self.stages = {rule.stage.name: int(rule.stage) for rule in self.calendar.stages}
        self._lay_out_options(scenario.offers_in_force)
        self.considering = chances_of_considering(self.p, self.years)
        self.hurdle = hurdle(self.p)
        off = set(self.p["practice.terms_off"])
        lean = set(SWITCHABLE) if "lean_core" in off else set()
        self.switched_off = (off | lean) - {"lean_core"}
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
            tie_up(ccg)
            for practice in ccg.practices:
                practice.peers = peers_of(practice)
                practice.hospitals = within_reach(practice)
        for trust in self.trusts:
            trust.own_ccg = min(self.ccgs, key=lambda ccg: math.dist(trust.position, ccg.position))
        self.ties = [Tie(self, row) for row in rows["ties"]]
        self.take_stock()

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
        self.take_stock()

    def take_stock(self) -> None:
        """Count who signed and who is open, and list who runs which sites."""
        self.signed = [0] * (1 + max(option.level for option in self.options))
        for practice in self.practices:
            self.signed[practice.agreement.level] += 1
        self.n_open = max(sum(practice.is_open for practice in self.practices), 1)
        for trust in self.trusts:
            trust.sites = []
        for trust in self.trusts:
            trust.body.sites.append(trust)

    def turn_to(self, step: int) -> None:
        """Set the time. What closes a quarter is judged in the last month of the step."""
        self.now, self.date = step, self.clock.date(step)
        self.year = int(self.date.financial_year[:4])
        self.last_month = self.date.plus_months(self.clock.months_per_step - 1)

    @property
    def expectation(self) -> float:
        return self.calendar.national_expectation(self.date)

    def mixed(self, lasting: float, fresh: float, share: float | None = None) -> float:
        """A lasting taste and the mood of the day, the first with a share of the variance."""
        share = self.p["practice.lasting_taste"] if share is None else share
        return math.sqrt(share) * lasting + math.sqrt(1.0 - share) * fresh

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
