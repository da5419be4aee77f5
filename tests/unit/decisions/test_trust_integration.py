"""How far a trust integrates, and whether it resists, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.decisions.trust_integration import (
    LEVELS,
    TrustFacts,
    TrustIntegration,
    autonomy_lost,
    terms,
    utility,
)
from acs_abm.decisions.trust_resistance import TrustResistance, resistance_probability, threat

SHARE = st.floats(0, 1)
P = TrustIntegration()


def facts(**given_facts) -> TrustFacts:
    known = {"partner_trust": 0.6, "peer_share": [1.0, 0.5, 0.2, 0.0], "pressure": 0.3,
             "margin": -0.02, "level": 0, "is_holder": False}  # fmt: skip
    result = np.array(given_facts.pop("result", [0.0, 0.0, 0.0, 0.0]))[:, np.newaxis]
    columns = {name: np.array([v]) for name, v in (known | given_facts).items()}
    return TrustFacts(**columns, result=result)


def worth(name: str, **given_facts) -> float:
    return float(utility(facts(**given_facts), P)[0, LEVELS.index(name)])


def gain(name: str = "alliance", **given_facts) -> float:
    return worth(name, **given_facts) - worth("independent", **given_facts)


def test_the_terms_by_hand():
    found = terms(facts(), P)
    assert {name: value[0].tolist() for name, value in found.items()} == {
        "result": [0.0, 0.0, 0.0, 0.0],
        "independence": pytest.approx([0.0, -0.1, -0.4, -0.7]),
        "holding": [0.0, 0.0, 0.0, 0.0],
        "partner_trust": pytest.approx([0.0, 0.016, 0.035, 0.1]),  # 0.5 · 0.2 · dep
        "peers": pytest.approx([0.0, 0.15, 0.06, 0.0]),
        "pressure": pytest.approx([0.0, 0.15, 0.075, 0.075]),
        "status_quo": pytest.approx([0.0, -0.4, -0.8, -1.2]),
        "distress": pytest.approx([0.0, 0.2, 0.2, 0.2]),  # 2% of the 5% that count as wholly
    }


def test_a_level_is_worth_more_by_what_it_adds_to_the_trusts_own_result():
    assert worth("partial", result=[0.0, 0.0, 0.3, 0.0]) - worth("partial") == pytest.approx(0.3)


def test_whoever_holds_the_contract_keeps_half_of_its_autonomy_and_likes_holding_it():
    found = terms(facts(is_holder=True), P)
    assert found["independence"][0] == pytest.approx([0.0, -0.1, 0.1, -0.2])
    assert found["holding"][0] == pytest.approx([0.0, 0.0, 0.5, 0.5])


def test_a_trust_that_is_in_finds_leaving_as_costly_as_joining():
    assert gain(level=1) - gain(level=0) == pytest.approx(0.8)


@given(SHARE, SHARE, SHARE, st.floats(-0.2, 0.2), st.floats(0.01, 0.3))
def test_trusts_follow_partners_peers_pressure_and_deficits(t, n, pressure, margin, more):
    known = {"partner_trust": t, "pressure": pressure, "margin": margin}
    peers, more_peers = [1.0, n, n, n], [1.0, n + more, n + more, n + more]
    for name in LEVELS[1:]:
        here = gain(name, peer_share=peers, **known)
        assert gain(name, peer_share=more_peers, **known) > here
        for fact in ("partner_trust", "pressure"):
            better = {**known, fact: known[fact] + more}
            assert gain(name, peer_share=peers, **better) > here
        poorer = {**known, "margin": margin - more}
        assert gain(name, peer_share=peers, **poorer) >= here


def test_a_surplus_or_a_deficit_beyond_the_deepest_counts_no_further():
    assert gain(margin=0.0) == gain(margin=0.1)
    assert gain(margin=-0.05) == gain(margin=-0.5)


def test_each_level_takes_more_autonomy_than_the_one_below():
    assert (np.diff(autonomy_lost(P)) > 0).all()


def resists(autonomy: float, pressure: float, others: float) -> float:
    threats = threat(np.array([autonomy]), np.array([pressure]), P.independence_value)
    return float(resistance_probability(threats, np.array([others]), TrustResistance())[0])


def test_resistance_by_hand():
    assert resists(0.0, 0.5, 0.0) == pytest.approx(0.010987, abs=1e-6)
    # 8 · 0.5 · 0.7 = 2.8 of 4.5; with half of the others resisting twice that
    assert resists(0.7, 0.5, 0.0) == pytest.approx(0.154465, abs=1e-6)
    assert resists(0.7, 0.5, 0.5) == pytest.approx(0.750260, abs=1e-6)


@given(SHARE, SHARE, SHARE, st.floats(0.01, 0.5))
def test_trusts_resist_more_the_more_is_pressed_on_them_and_the_more_others_do(a, p, o, more):
    here = resists(a, p, o)
    assert resists(a + more, p, o) >= here
    assert resists(a, p + more, o) >= here
    assert resists(a, p, o + more) >= here
