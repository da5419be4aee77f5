"""How a practice fares, and how one ended, in words."""

from __future__ import annotations

from acs_abm.analysis.words import number, percent
from acs_abm.columns import World
from acs_abm.outcomes.closures import Closures, chance_of_closing
from acs_abm.steps.closures import A_QUARTER


def how_it_fares(world: World, row: int) -> str:
    """Say how hard a practice works, what it is short of and how good it is."""
    life, practices = world.practice_life, world.practices
    near = (
        " A practice nearby has closed within a year."
        if world.step < life.closure_near_until[row]
        else ""
    )
    return (
        f"It has {practices.partners[row]:.1f} partners, {life.salaried[row]:.1f} salaried doctors "
        f"and {life.nurses[row]:.1f} nurses (whole time); "
        f"partners work {life.hours[row]:.0f} hours a week, quality is {life.quality[row]:.2f} "
        f"and distress {practices.distress[row]:.2f}.{near}"
    )


def how_it_ended(world: World, row: int) -> str:
    """Say when and how a practice that is there no more ended."""
    code, life = world.population.practices.code[row], world.practice_life
    event = next(
        event
        for event in world.event_log
        if event.kind == "practice" and event.code == code and event.what in ("closed", "merged")
    )
    when, size = world.clock.label(event.step), number(round(life.last_list[row]))
    if event.what == "merged":
        return f"In {when} {code}, with {size} patients, merged {event.detail}."
    return f"In {when} {code} closed: {event.detail}."


def chance_it_ends(world: World, row: int) -> str:
    """Say how likely a practice is to close or merge within a quarter."""
    practices, p = world.practices, world.scenario.values(Closures)
    here = slice(row, row + 1)
    (chance,) = chance_of_closing(
        practices.list_size[here],
        practices.distress[here],
        world.fixtures.closure_scale,
        A_QUARTER,
        p,
    )
    return f"It closes or merges this quarter with a chance of {percent(float(chance))}."
