"""Whom NHS England selected in a wave, and why not the others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from acs_abm.agents import NATIONAL_BODIES
from acs_abm.analysis.explain.explanation import Explanation
from acs_abm.analysis.explain.rerun import Again, run_phases
from acs_abm.analysis.words import count, listed
from acs_abm.columns import Flags, Floats, World
from acs_abm.decisions.regulator_designation import readiness
from acs_abm.stages.stage import Stage
from acs_abm.steps.calendar import readiness_of, wave_size

EVERYBODY = 50


def explain_selection(again: Again, step: int, row: int) -> Explanation:
    """Explain what NHS England published in a step."""
    who = f"regulator:{NATIONAL_BODIES[row]}"
    world = again.model_before(step).world
    run_phases(world, step, [1])
    before, number = world.systems.is_selected.copy(), world.wave_number
    terms, places = readiness_of(world), wave_size(world)
    run_phases(world, step, [2])
    sentences = [
        f"National expectation was {world.national_expectation:.2f}.",
        *(
            f"{event.what.capitalize()}: {event.detail}.".replace(": .", ".")
            for event in world.event_log
            if event.kind == "regulator" and event.step == step
        ),
    ]
    label = world.clock.label(step)
    if world.wave_number == number:
        following = f"It selected nobody in {label}: the next wave is due in {_due(world)}."
        return Explanation(who, label, (following, *sentences), {})
    chosen = world.systems.is_selected & ~before
    table = _table(world, terms, before, chosen)
    names = listed(table.loc[table["selected"], "system"].tolist(), most=EVERYBODY) or "nobody"
    told = (
        f"Wave {world.wave_number} had {count(places, 'place')}: it selected {names}.",
        *(
            f"Not selected, {reason}: {listed(rows['system'].tolist(), most=EVERYBODY)}."
            for reason, rows in table[~table["selected"]].groupby("why_not", sort=False)
        ),
    )
    return Explanation(who, label, (*told, *sentences), {"readiness": table})


def _due(world: World) -> str:
    date = world.clock.date(world.next_wave)
    return date.quarter


def _table(world: World, terms: dict[str, Floats], before: Flags, chosen: Flags) -> pd.DataFrame:
    """Return every system with the terms of its score, the readiest first."""
    score = readiness(terms)
    table = pd.DataFrame({"system": world.population.systems.name, **terms, "score": score})
    table["selected"] = chosen
    table["why_not"] = _why_not(world, score, before, chosen)
    return table.sort_values("score", ascending=False, kind="stable").reset_index(drop=True)


def _why_not(world: World, score: Floats, before: Flags, chosen: Flags) -> np.ndarray:
    systems, lowest = world.systems, world.calendar.wave.lowest_score
    reasons = [
        (chosen, ""),
        (before, "selected before"),
        (systems.stage > Stage.CANDIDATE, "beyond selection"),
        (systems.stage < Stage.CANDIDATE, "no candidate yet"),
        (score < lowest, f"scored under {lowest:g}"),
    ]
    return np.select(
        [of for of, _ in reasons], [word for _, word in reasons], "readier ones took all places"
    )
