"""Rules of CCGs, committees and councils, by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.decisions import commissioner_strategy as ccg
from acs_abm.decisions.lmc_position import LMCPosition, position
from acs_abm.decisions.local_authority_partnership import (
    LocalAuthorityPartnership,
    joining_hazard,
)

SHARE = st.floats(0, 1)


def ccg_facts(**given_facts: float) -> ccg.CommissionerFacts:
    facts = {"practice_aversion": 0.128, "partner_trust": 0.6, "dependence": 0.16,
             "pressure": 0.3, "neighbour_share": 0.25, "is_member": 0.0}  # fmt: skip
    return ccg.CommissionerFacts(**{k: np.array([v]) for k, v in (facts | given_facts).items()})


def ccg_gain(p: ccg.CommissionerStrategy | None = None, **given_facts: float) -> float:
    terms = ccg.alliance_terms(ccg_facts(**given_facts), p or ccg.CommissionerStrategy())
    return float(sum(terms.values())[0])


def test_a_ccgs_terms_by_hand():
    terms = ccg.alliance_terms(ccg_facts(), ccg.CommissionerStrategy())
    assert {name: float(value[0]) for name, value in terms.items()} == pytest.approx(
        {
            "savings": 0.8225,  # 0.7 · 1% · £235 · half
            "role": -0.1,
            "agreement": -0.1,
            "practices": -0.1536,  # −0.6 · 2 · (0.10 · 32 / 25)
            "partner_trust": 0.016,  # 0.5 · 0.2 · 0.16
            "pressure": 0.15,
            "imitation": 0.125,
            "status_quo": -0.5,
        }
    )


@given(SHARE, SHARE, SHARE, st.floats(0, 0.5), st.floats(0.01, 0.5))
def test_ccgs_follow_neighbours_and_pressure_and_heed_their_practices(
    t, n, pressure, aversion, more
):
    facts = {"partner_trust": t, "neighbour_share": n, "pressure": pressure,
             "practice_aversion": aversion}  # fmt: skip
    here = ccg_gain(**facts)
    for fact in ("partner_trust", "neighbour_share", "pressure"):
        assert ccg_gain(**{**facts, fact: facts[fact] + more}) > here
    assert ccg_gain(**{**facts, "practice_aversion": aversion + more}) < here


def test_practices_do_not_count_where_gps_have_no_influence_on_the_board():
    deaf = dataclasses.replace(ccg.CommissionerStrategy(), gp_board_influence=0.0)
    assert ccg_gain(deaf, practice_aversion=0.0) == ccg_gain(deaf, practice_aversion=3.0)


# ---------------------------------------------------------------- committees and councils


def stand(gain: float, national_trust: float) -> float:
    return float(
        position(np.array([gain]), np.array([national_trust]), np.zeros(1), LMCPosition())[0]
    )


def test_a_committee_whose_members_gain_nothing_and_trust_a_little_is_undecided():
    assert stand(0.0, 0.35) == pytest.approx(0.5)


def test_a_committees_position_by_hand():
    # 8/8 + 4 · (0.35 − 0.45) = 0.6: 1 / (1 + e^−0.6)
    assert stand(-8.0, 0.45) == pytest.approx(0.645656, abs=1e-6)


@given(st.floats(-40, 40), SHARE, st.floats(0.01, 10), st.floats(0.001, 0.5))
def test_gains_and_trust_soften_a_committee(gain, national_trust, more, trusting):
    here = stand(gain, national_trust)
    assert stand(gain + more, national_trust) < here
    assert stand(gain, national_trust + trusting) < here
    assert 0.0 < here < 1.0


@pytest.mark.parametrize(
    ("governance", "hazard"), [(0.1, 0.0), (0.3, 0.0), (0.5, 0.06), (1.0, 0.21)]
)
def test_councils_join_the_sooner_the_more_governance_exceeds_the_least(governance, hazard):
    found = joining_hazard(np.array([governance]), np.zeros(1), LocalAuthorityPartnership())
    assert found[0] == pytest.approx(hazard)
    rich = joining_hazard(np.array([governance]), np.array([5.0]), LocalAuthorityPartnership())
    assert rich[0] == pytest.approx(1.5 * hazard)
