"""A CCG's receipt is its decision itself."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.analysis.explain.commissioner import (
    TERM_WORDS,
    commissioner_receipt,
    explain_commissioner,
)
from acs_abm.analysis.explain.rerun import Again, run_phases
from acs_abm.decisions.commissioner_strategy import LEVELS
from acs_abm.steps import SCHEDULE

BEFORE = [phase.number for phase in SCHEDULE if phase.number < 9]
AFTER = [phase.number for phase in SCHEDULE if phase.number >= 9]
SYSTEMS = ("FRIM", "Dorset", "GM", "BCWB")


@pytest.fixture(scope="module")
def again(england, plan):
    lively = {
        "commissioner.savings_partial": 0.06,
        "commissioner.considers_later": 0.3,
        "ccg_officer.hazard": 0.4,
        "ccg_merger.hazard": 0.4,
    }
    return Again(plan.change(**lively), 3, SYSTEMS, england)


def poised(again, step):
    world = again.model_before(step).world
    run_phases(world, step, BEFORE)
    return world


@pytest.mark.parametrize("step", [0, 6, 14])
def test_the_receipts_of_all_ccgs_foretell_what_they_do(step, again):
    world = poised(again, step)
    rows = range(len(world.ccgs.stance))
    receipts = [commissioner_receipt(world, row) for row in rows]
    before, delegated = world.ccgs.stance.copy(), world.ccgs.is_delegated.copy()
    run_phases(world, step, [9])
    for row, receipt in zip(rows, receipts, strict=True):
        now = int(world.ccgs.stance[row])
        if not receipt.considered:
            assert now == before[row]
        elif receipt.best == "independent":
            assert now == (-1 if receipt.draws.loc["resists, if buying activity", "is_so"] else 0)
        else:
            assert now == LEVELS.index(receipt.best)
        takes = bool(receipt.draws.loc["takes on general practice", "is_so"])
        assert world.ccgs.is_delegated[row] == (delegated[row] or takes)
    assert any(receipt.considered for receipt in receipts)


def test_whoever_merges_or_shares_was_said_to_seek_it_or_was_brought_in(again):
    sought = events = 0
    for step in (2, 3, 8):
        world = poised(again, step)
        code = world.population.ccgs.code
        receipts = {code[r]: commissioner_receipt(world, r) for r in range(len(code))}
        run_phases(world, step, AFTER)
        for event in world.event_log:
            if (
                event.step == step
                and event.kind == "ccg"
                and event.what in ("merged", "shares officer")
            ):
                what = {"merged": "merge", "shares officer": "share an officer"}[event.what]
                asked = [
                    receipts[who].draws.loc[f"seeks to {what}", "is_so"]
                    for who in (event.code, event.detail)
                ]
                assert any(asked)
                events += 1
                sought += sum(asked)
    assert events > 3


def test_terms_add_up_and_probabilities_too(again):
    world = poised(again, 6)
    for row in range(len(world.ccgs.stance)):
        levels = commissioner_receipt(world, row).levels
        np.testing.assert_allclose(levels[list(TERM_WORDS)].sum(axis=1), levels["utility"])
        np.testing.assert_allclose(levels["utility"] + levels["luck"], levels["total"])
        assert levels["probability"].sum() == pytest.approx(1.0)
        assert (levels.loc[~levels["available"], "probability"] == 0).all()
        assert (levels["why_not"] == "").tolist() == levels["available"].tolist()


def test_the_probability_is_how_often_that_ccg_chooses_so_on_other_days(again):
    world = poised(again, 6)
    likely = [
        row
        for row in range(len(world.ccgs.stance))
        if commissioner_receipt(world, row).levels["probability"].between(0.2, 0.8).any()
    ]
    row = likely[0]
    levels = commissioner_receipt(world, row).levels
    p, days = 0.6, 2000
    taste = world.tastes.ccg[world.ccgs.decided_by[row]]
    key = world.population.ccgs.key[[world.ccgs.decided_by[row]]]
    wins = np.zeros(4)
    for day in range(days):
        mood = [world.chance.gumbel(f"x/{name}", 10_000 + day, key)[0] for name in LEVELS]
        total = levels["utility"] + p * (np.sqrt(0.7) * taste + np.sqrt(0.3) * np.array(mood))
        wins[total.where(levels["available"], -np.inf).to_numpy().argmax()] += 1
    np.testing.assert_allclose(wins / days, levels["probability"], atol=0.04)


def test_the_words_name_what_was_closed_and_what_came_of_it(again):
    world = poised(again, 0)
    rows = range(len(world.ccgs.stance))
    told = [explain_commissioner(again, 0, row) for row in list(rows)[:6]]
    for one in told:
        assert one.who.startswith("ccg:")
        assert "levels" in one.tables
        assert one.sentences[-1].startswith("At the end of 2017-Q2 it was")
    text = " ".join(sentence for one in told for sentence in one.sentences)
    assert "As a body, it seeks to share an officer" in text


def test_a_place_of_a_merged_ccg_says_who_decides_for_it(again):
    world = poised(again, 20)
    row = int(np.flatnonzero(~world.ccgs.is_living)[0])
    body = world.population.ccgs.code[world.ccgs.decided_by[row]]
    assert any(f"({body})" in line for line in explain_commissioner(again, 20, row).sentences)
