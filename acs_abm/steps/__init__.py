"""What happens in a step, in order: THE schedule.

Each phase gathers facts from the columns, asks the rules and carries out their answers. Nothing
else writes to the columns. ``acs-abm schedule`` prints this list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from acs_abm.columns import World
from acs_abm.errors import ScenarioError
from acs_abm.family import find_rules
from acs_abm.scenario import Scenario
from acs_abm.steps import (
    agreements,
    calendar,
    ccg_bodies,
    closures,
    commissioners,
    committees,
    control_totals,
    demand,
    horizontal,
    inspections,
    integration_effects,
    money,
    observation,
    payments,
    practice_life,
    practices,
    returns,
    risk_sharing,
    staging,
    trusts,
    workload,
)


@dataclass(frozen=True)
class Phase:
    """One phase of a step.

    Attributes
    ----------
    number
        Its place in the order of the model's design; phases to come leave gaps.
    title
        What happens, in a few words.
    run
        The function that does it; its docstring says how.
    after
        Title of the phase it follows. For rules of a scenario's own; empty for the last with its
        number.
    """

    number: int
    title: str
    run: Callable[[World], None]
    after: str = ""


SCHEDULE: tuple[Phase, ...] = (
    Phase(1, "The calendar moves on", calendar.turn_calendar),
    Phase(2, "Regulators set control totals and select systems", calendar.regulators_publish),
    Phase(2, "The Care Quality Commission inspects and rates", inspections.inspect),
    Phase(2, "Systems vote on sharing a control total", risk_sharing.vote_on_sharing),
    Phase(3, "Demand arises and patients choose", demand.demand_arises),
    Phase(4, "Work is done: hours and workload", workload.do_the_work),
    Phase(5, "Promised payments are kept or withdrawn", payments.keep_or_withdraw),
    Phase(5, "Money is paid for work, by contract and allocation", money.pay_everybody),
    Phase(5, "Trusts' results are held against control totals", control_totals.settle_quarter),
    Phase(5, "Years are settled and shortfalls financed", money.settle_up),
    Phase(6, "Governance and capability mature", observation.mature),
    Phase(6, "Integration takes effect", integration_effects.take_effect),
    Phase(6, "Quality, distress and doctors of practices move", practice_life.live_on),
    Phase(7, "Organisations observe one another and trust moves", observation.observe),
    Phase(8, "Local medical committees take positions and ballot", committees.take_positions),
    Phase(9, "CCGs decide", commissioners.ccgs_decide),
    Phase(9, "CCGs share officers, take on general practice", ccg_bodies.share_and_delegate),
    Phase(10, "Trusts decide", trusts.trusts_decide),
    Phase(11, "Practices decide", practices.practices_decide),
    Phase(12, "Alliances and contracts form, change or break", agreements.form_and_break),
    Phase(13, "Gates are evaluated", staging.evaluate_gates),
    Phase(14, "Practices take suspended contracts back", returns.take_contracts_back),
    Phase(14, "Practices close and merge", closures.close_and_merge),
    Phase(14, "Trusts merge", horizontal.merge_trusts),
    Phase(14, "CCGs merge", ccg_bodies.merge_ccgs),
    Phase(15, "The books are checked", money.check_books),
)


def schedule_of(scenario: Scenario) -> tuple[Phase, ...]:
    """Return the phases of a scenario's step: the schedule, with the scenario's own rules in it.

    A phase of its own that has the title of one in the schedule takes its place; any other follows
    the one it names, or else the last with its number.

    Raises
    ------
    ScenarioError
        If a module of rules lists something that is no phase, or has no place in a step.
    """
    phases = SCHEDULE
    for name in scenario.rules:
        for own in find_rules(name).PHASES:
            place = _place(phases, own)
            if place is None:
                raise ScenarioError(f"rules: '{name}' lists {own!r}, which has no place in a step")
            phases = (*phases[: place.start], own, *phases[place.stop :])
    return phases


def _place(phases: tuple[Phase, ...], own: object) -> slice | None:
    """Return which phases another is put in place of; an empty slice between two of them."""
    if not isinstance(own, Phase):
        return None
    titles = {phase.title: at for at, phase in enumerate(phases)}
    numbers = {phase.number: at for at, phase in enumerate(phases)}
    if own.title in titles:
        return slice(titles[own.title], titles[own.title] + 1)
    before = titles.get(own.after) if own.after else numbers.get(own.number)
    return None if before is None else slice(before + 1, before + 1)


def take_step(world: World) -> None:
    """Take one step: every phase in order; recording follows in the model."""
    for phase in schedule_of(world.scenario):
        phase.run(world)
