"""Trusts that cooperate rarely share financial risk, the less the more they mind losses."""

from __future__ import annotations

import pytest

from acs_abm.model import AccountableCareModel

SEEDS = (1, 2, 3)


def support(population, plan, seeds=SEEDS, **changes) -> float:
    """Return the mean share of money for sharing over systems that voted, quarters and seeds."""
    found = []
    for seed in seeds:
        scenario = plan.change(until="2022-Q1", **changes)
        table = (
            AccountableCareModel(scenario, seed, population=population).run().tables()["systems"]
        )
        voted = table[table["stage"].isin(["SHADOW_ACS", "ACS"])]
        found.append(voted["votes_to_share"].mean())
    return sum(found) / len(found)


def test_the_more_trusts_mind_losses_the_less_they_share(eight_systems, plan):
    bold = support(eight_systems, plan, **{"risk_sharing.loss_aversion": 1})
    fearful = support(eight_systems, plan, **{"risk_sharing.loss_aversion": 3})
    assert fearful < bold


def test_reluctance_to_answer_for_others_keeps_systems_from_sharing(eight_systems, plan):
    eager = support(eight_systems, plan, **{"risk_sharing.reluctance": 0.22})
    reluctant = support(eight_systems, plan, **{"risk_sharing.reluctance": 0.68})
    assert reluctant < eager


@pytest.mark.slow
def test_most_systems_decline_to_share_whatever_the_luck(england, plan):
    shares = []
    for seed in range(1, 21):
        scenario = plan.change(until="2022-Q1")
        national = (
            AccountableCareModel(scenario, seed, population=england).run().tables()["national"]
        )
        could = national["systems_shadow_acs"] + national["systems_acs"]
        april = national[national["quarter"].str.endswith("Q2")].index[1:]
        shares.append(national["systems_sharing_control_total"][april].sum() / could[april].sum())
    assert 0.0 < sum(shares) / len(shares) < 0.5
