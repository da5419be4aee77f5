"""Loud is not the same as effective: committees delay more than they dissuade.

Pairs of runs with the same luck. A strong committee's ballot holds assurance up for longer; how
many practices join moves little.
"""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.model import AccountableCareModel, find_systems

CONTRACTS = {
    "commissioner.considers_as_test_area": 1,
    "commissioner.considers_later": 0.2,
    "commissioner.savings_partial": 0.08,
    "litigation.hazard": 0,
    "litigation.opposition_hazard": 0,
}
WEAK = {"lmc.strength_a": 2.5, "lmc.strength_b": 7.5}
STRONG = {"lmc.strength_a": 7.5, "lmc.strength_b": 2.5}
FIVE = ["DOR", "FRIM", "BCWB", "NHN", "SOM"]


def quarters_to_first_checkpoint(model):
    """Mean quarters from early engagement to the first checkpoint held at a place."""
    code = {name: row for row, name in enumerate(model.world.population.ccgs.code)}
    begun, waits = {}, []
    for event in model.world.event_log:
        if event.what == "procurement began":
            begun[code[event.code]] = event.step
        if event.what.startswith("checkpoint 1") and code[event.code] in begun:
            waits.append(event.step - begun.pop(code[event.code]))
    return float(np.mean(waits))


def compare(population, plan, seeds):
    """Return differences strong less weak: quarters to a checkpoint, share of list joined."""
    waits, joined = [], []
    for seed in seeds:
        ends = []
        for strength in (WEAK, STRONG):
            scenario = plan.change(until="2021-Q1", **CONTRACTS, **strength)
            model = AccountableCareModel(scenario, seed, population=population).run()
            table = model.recorder.national()
            ends.append(
                (quarters_to_first_checkpoint(model), table["list_share_alliance"].iloc[-1])
            )
        waits.append(ends[1][0] - ends[0][0])
        joined.append(ends[1][1] - ends[0][1])
    return np.array(waits), np.array(joined)


def check(waits, joined):
    assert waits.mean() > 0.2  # quarters
    assert abs(joined.mean()) < 0.03  # share of list


def test_strong_committees_delay_assurance_and_hardly_change_who_joins(england, plan):
    five = england.restrict(find_systems(england, FIVE))
    check(*compare(five, plan, (1, 2)))


@pytest.mark.slow
def test_the_same_over_twenty_seeds(england, plan):
    five = england.restrict(find_systems(england, FIVE))
    waits, joined = compare(five, plan, range(1, 21))
    check(waits, joined)
    assert (waits > 0).mean() > 0.75
