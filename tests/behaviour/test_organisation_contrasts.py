"""What each organisation decides moves what it should: the sign, and a size written before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from organisation_contrasts import contrast_found, contrasts

from acs_abm import decisions
from acs_abm.model import AccountableCareModel, find_systems

CONTRASTS = contrasts()
BY_AS_MUCH = [
    pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=contrast.missed))
    if contrast.missed
    else name
    for name, contrast in CONTRASTS.items()
]
FIVE_SYSTEMS = ("BCWB", "GM", "SYB", "DER", "DOR")  # three contract test areas among them
FEW_SEEDS = (1, 2)

ELSEWHERE = {
    "system_lead": "test_leads_are_better_rated_where_ratings_count_for_more, below",
    "practice_choice": "levers.yaml",
    "practice_promise": "test_contracts_and_payments.py",
    "practice_resistance": "test_mandate_and_resistance.py",
    "practice_return": "right_of_return in levers.yaml",
}
"""Rules that have no row in the table, and where to look."""


@pytest.fixture(scope="module")
def five_systems(england):
    return england.restrict(find_systems(england, FIVE_SYSTEMS))


@pytest.fixture(scope="module")
def england_moved():
    """Return what each contrast moves in England, worked out once."""
    known = {}

    def moved(name):
        if name not in known:
            known[name] = contrast_found(CONTRASTS[name])
        return known[name]

    return moved


def test_every_rule_has_a_contrast_or_is_said_to_have_one_elsewhere():
    folder = Path(decisions.__file__).parent
    rules = {file.stem for file in folder.glob("*.py") if "@declares" in file.read_text("utf-8")}
    assert rules == {contrast.rule for contrast in CONTRASTS.values()} | set(ELSEWHERE)


def test_every_row_says_which_way_its_measure_goes():
    assert all(contrast.sign for contrast in CONTRASTS.values())


@pytest.mark.parametrize("name", CONTRASTS)
def test_a_contrast_moves_five_systems_the_right_way(name, five_systems):
    contrast = CONTRASTS[name]
    strong = replace(contrast, values=contrast.few or contrast.values)
    change = [
        strong.measured(1, seed, five_systems) - strong.measured(0, seed, five_systems)
        for seed in FEW_SEEDS
    ]
    assert contrast.sign * np.mean(change) > 0, change


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_leads_are_better_rated_where_ratings_count_for_more(seed, england, plan):
    """Who leads is in no table of numbers; all of England before the first step is enough."""
    rated = []
    for weight in (0.15, 0.45):
        scenario = plan.change(**{"system.lead_rating_weight": weight})
        world = AccountableCareModel(scenario, seed, population=england).world
        rated.append(world.trusts.rating[world.systems.lead].mean())
    assert rated[0] < rated[1]


@pytest.mark.slow
@pytest.mark.parametrize("name", CONTRASTS)
def test_a_contrast_moves_england_the_right_way(name, england_moved):
    found = england_moved(name)
    assert CONTRASTS[name].sign * found.low > 0 < CONTRASTS[name].sign * found.high, found


@pytest.mark.slow
@pytest.mark.parametrize("name", BY_AS_MUCH)
def test_a_contrast_moves_england_by_as_much_as_was_expected(name, england_moved):
    low, high = CONTRASTS[name].expected["whole"]
    assert low <= england_moved(name).mean <= high, england_moved(name)
