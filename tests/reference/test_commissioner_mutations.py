"""Every term of a CCG's rules matters: flip it in the package and the reference disagrees."""

from __future__ import annotations

import numpy as np
import pytest
from comparison import lock_step

from acs_abm.decisions.ccg_mergers import influence_lost, merging_hazard
from acs_abm.decisions.ccg_officers import sharing_hazard
from acs_abm.decisions.commissioner_resistance import resistance_probability
from acs_abm.decisions.commissioner_strategy import level_terms
from acs_abm.decisions.delegated_commissioning import delegation_hazard
from acs_abm.model import AccountableCareModel
from acs_abm.steps import ccg_bodies, commissioners

RESTLESS = {
    "commissioner.considers_later": 1,
    "commissioner.considers_early": 1,
    "commissioner.procures_governance": 0,
    "commissioner_resistance.base": 2.25,
    "litigation.full_opposition": 0.02,
    "ccg_officer.hazard": 0.2,
    "ccg_merger.hazard": 0.2,
    "delegation.hazard": 0.3,
    "calendar": "enacted",
    "offer.full_contract.lost_by_staying_out": 8,
}
TERMS = (
    "savings", "role", "procurement", "legal", "practices", "partner_trust", "pressure",
    "imitation", "test_area", "status_quo",
)  # fmt: skip


@pytest.fixture
def differ(england, plan):
    """Return whether the two differ within three years."""

    def run():
        scenario = plan.change(**RESTLESS)
        model = AccountableCareModel(scenario, 2, ["GM", "BCWB", "FRIM", "DER"], england)
        return next(lock_step(model, 12), None)

    return run


def test_with_nothing_flipped_they_agree(differ):
    assert differ() is None


@pytest.mark.parametrize("name", TERMS)
def test_each_term_decides_what_some_ccg_commissions(name, differ, monkeypatch):
    def flipped(*given):
        terms = level_terms(*given)
        return {**terms, name: -terms[name]}

    monkeypatch.setattr(commissioners, "level_terms", flipped)
    assert "ccgs_decide" in differ()


def test_the_list_of_terms_is_whole(england, plan):
    world = AccountableCareModel(plan, 1, ["FRIM"], england).world
    assert tuple(commissioners.deliberate(world).terms) == TERMS


@pytest.mark.parametrize(
    ("module", "rule", "changed", "phase"),
    [
        (
            commissioners,
            "resistance_probability",
            lambda threats, around, p: resistance_probability(threats, 0.0 * around, p),
            "ccgs_decide",
        ),
        (
            commissioners,
            "influence_lost",
            lambda shares, merged, p: influence_lost(shares, 0.0 * merged, p),
            "ccgs_decide",
        ),
        (
            ccg_bodies,
            "sharing_hazard",
            lambda people, around, p: sharing_hazard(people, 0.0 * around, p),
            "share_and_delegate",
        ),
        (
            ccg_bodies,
            "sharing_hazard",
            lambda people, around, p: sharing_hazard(np.full_like(people, 1e6), around, p),
            "share_and_delegate",
        ),
        (
            ccg_bodies,
            "delegation_hazard",
            lambda around, p: delegation_hazard(0.0 * around, p),
            "share_and_delegate",
        ),
        (
            ccg_bodies,
            "merging_hazard",
            lambda p, is_steered: merging_hazard(p, is_steered=not is_steered),
            "merge_ccgs",
        ),
    ],
)
def test_each_part_of_a_hazard_moves_some_ccg(module, rule, changed, phase, differ, monkeypatch):
    monkeypatch.setattr(module, rule, changed)
    assert phase in differ()
