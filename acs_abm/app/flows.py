"""Practices between stances over time, and why they moved."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from acs_abm.analysis.words import capital
from acs_abm.app.recording import CLOSED, Recording
from acs_abm.app.tile_board import readable
from acs_abm.stance import Stance

MOST_REASONS = 12


@dataclass(frozen=True)
class State:
    """Where a practice can be: its number in a frame, the class that colours it, its label."""

    number: int
    kind: str
    label: str


STATES = (
    State(int(Stance.FULL), "full", "Full or trust-run"),
    State(int(Stance.PARTIAL), "partial", "Partial"),
    State(int(Stance.ALLIANCE), "alliance", "Alliance"),
    State(int(Stance.INDEPENDENT), "independent", "Independent"),
    State(int(Stance.RESISTING), "resisting", "Resisting"),
    State(CLOSED, "closed", "Closed or merged"),
)
"""From the top of the picture to the bottom."""


def draw(recording: Recording, position: int, area: str) -> dict[str, Any]:
    """Give how many practices were where, year by year up to a quarter, and who moved.

    Parameters
    ----------
    area
        Code of the area to keep to; empty for the whole country.
    """
    moments = _moments(recording, position)
    here = _at_home(recording, area)
    stances = [recording.frames[moment].stances[here] for moment in moments]
    counts = [[int((one == state.number).sum()) for state in STATES] for one in stances]
    return {
        "states": [{"kind": state.kind, "label": state.label} for state in STATES],
        "moments": [readable(recording.labels[moment]) for moment in moments],
        "counts": counts,
        "links": [
            [step, *link]
            for step, (before, after) in enumerate(pairwise(stances))
            for link in _links(before, after)
        ],
        "total": int(here.sum()),
    }


def reasons(recording: Recording, position: int, area: str) -> list[dict[str, Any]]:
    """Count the changes of stance by the end of a quarter by why they happened."""
    table = recording.tables.get("transitions")
    if table is None:
        return []
    practices = recording.population.practices
    codes = np.array(practices.code, dtype=object)[_at_home(recording, area)]
    past = table[table["quarter"].isin(recording.labels[: position + 1])]
    past = past[past["practice"].isin(codes)]
    counted = past.groupby(["before", "after", "why"]).size().sort_values(ascending=False)
    rows = counted.head(MOST_REASONS).reset_index(name="practices").to_dict("records")
    return [
        {
            "before": capital(row["before"].lower()),
            "after": _ended(row["why"]) or capital(row["after"].lower()),
            "why": row["why"],
            "practices": int(row["practices"]),
        }
        for row in rows
    ]


def _ended(why: str) -> str:
    return STATES[-1].label if why in {"closed", "merged"} else ""


def _moments(recording: Recording, position: int) -> list[int]:
    """Choose the first quarter, the first of each year, and the one that is shown."""
    years = [
        at for at, label in enumerate(recording.labels[: position + 1])
        if label.endswith(("-Q1", "-01"))
    ]  # fmt: skip
    return sorted({0, *years, position})


def _at_home(recording: Recording, area: str) -> NDArray[np.bool_]:
    """Tell which practices lie in an area; all do where none is named."""
    population = recording.population
    if area not in population.systems.code:
        return np.ones(len(population.practices.code), dtype=np.bool_)
    return np.asarray(population.practices.system == population.systems.code.index(area))


def _links(before: NDArray[np.int8], after: NDArray[np.int8]) -> list[list[int]]:
    """List from which state to which how many went, those that stayed included."""
    found = []
    for start, one in enumerate(STATES):
        for end, other in enumerate(STATES):
            number = int(((before == one.number) & (after == other.number)).sum())
            if number:
                found.append([start, end, number])
    return found
