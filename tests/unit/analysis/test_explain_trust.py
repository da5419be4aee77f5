"""A trust's receipt is its decision itself, and so is a system's vote."""

from __future__ import annotations

import numpy as np
import pytest

import acs_abm as acs
from acs_abm.analysis.explain.rerun import Again, run_phases
from acs_abm.analysis.explain.system import explain_system
from acs_abm.analysis.explain.trust import explain_trust, trust_receipt
from acs_abm.decisions.trust_integration import LEVELS
from acs_abm.stages.stage import Stage
from acs_abm.steps import SCHEDULE

BEFORE = [phase.number for phase in SCHEDULE if phase.number < 10]
SYSTEMS = ("FRIM", "Dorset", "GM", "BCWB")
CONTRACTS = {
    "commissioner.test_area_value": 18,
    "commissioner.considers_as_test_area": 1,
    "horizontal.merger_hazard": 0.1,
}


@pytest.fixture(scope="module")
def again(england, plan):
    return Again(plan.change(**CONTRACTS), 3, SYSTEMS, england)


@pytest.mark.parametrize("step", [0, 5, 20])
def test_the_receipts_of_all_trusts_foretell_what_they_do(step, again):
    world = again.model_before(step).world
    run_phases(world, step, BEFORE)
    before = world.trusts.stance.copy()
    receipts = [trust_receipt(world, row) for row in range(len(before))]
    run_phases(world, step, [10])
    considered = [row for row, receipt in enumerate(receipts) if receipt.considered]
    assert considered
    for row in considered:
        level = max(int(world.trusts.stance[row]), 0)
        assert LEVELS[level] == receipts[row].chosen
    idle = np.setdiff1d(np.arange(len(before)), considered)
    assert (world.trusts.stance[idle] <= before[idle]).all()  # some may fall back


def test_terms_add_up_and_probabilities_too(again):
    world = again.model_before(8).world
    run_phases(world, 8, BEFORE)
    for row in range(len(world.trusts.stance)):
        levels = trust_receipt(world, row).levels
        parts = levels.drop(columns=["open", "utility", "luck", "total",
                                     "probability_without_taste"])  # fmt: skip
        np.testing.assert_allclose(parts.sum(axis=1), levels["utility"])
        assert levels["probability_without_taste"].sum() == pytest.approx(1.0)
        assert (levels.loc[~levels["open"], "probability_without_taste"] == 0).all()


def test_every_trust_is_told_something_in_every_kind_of_quarter(again):
    count = len(again.model_before(0).world.trusts.stance)
    said = [
        str(explain_trust(again, step, row)) for step in (0, 3, 16) for row in range(0, count, 3)
    ]
    assert any("It chose" in text for text in said)
    assert any("It did not think again" in text for text in said)
    assert any("Not open to it" in text for text in said)
    assert any("probability of accepting" in text for text in said)


def test_a_trust_that_was_merged_is_said_to_be(again):
    world = again.model_before(39).world
    row = int(np.flatnonzero(~world.trusts.is_standing)[0])
    assert "was merged into" in str(explain_trust(again, 39, row))


def test_a_systems_vote_is_the_vote_that_counted(again):
    model = again.model_before(8)
    world = model.world
    model.step()
    for system in np.flatnonzero(world.systems.stage >= Stage.SHADOW_ACS):
        told = explain_system(again, 8, int(system))
        votes = told.tables["votes"]
        if votes.empty:  # reached the stage in this step, after the vote
            continue
        support = (votes["money_at_stake"] * votes["votes_for"]).sum()
        share = support / votes["money_at_stake"].sum()
        assert share == pytest.approx(world.systems.votes_to_share[system])
        assert "voted on sharing one control total" in str(told)


def test_the_door_knows_trusts(plan):
    run = acs.run(plan.change(until="2017-Q3"), systems=["Dorset"])
    code = run.results.replicates if False else "RDZ"
    told = acs.explain(run, f"trust:{code}", "2017-Q2")
    assert told.who == "trust:RDZ"
    assert "Its control total asked for" in str(told)
