"""What a CCG weighs, by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.decisions.commissioner_resistance import (
    CommissionerResistance,
    resistance_probability,
    threat,
)
from acs_abm.decisions.commissioner_strategy import (
    CommissionerFacts,
    CommissionerStrategy,
    Levels,
    consideration,
    level_terms,
    may_choose,
)

SHARE = st.floats(0, 1)
P = CommissionerStrategy()
LEVELS = Levels(
    autonomy_lost=np.array([0.0, 0.10, 0.45, 1.0]),
    dependence=np.array([0.0, 0.16, 0.35, 1.0]),
    pressure=np.array([0.0, 1.0, 0.5, 0.5]),
)
FACTS = {
    "independence_value": 32.0,
    "gp_influence": 0.6,
    "opposition": 0.25,
    "partner_trust": 0.6,
    "pressure": 0.3,
    "neighbours_at": [0.0, 0.5, 0.25, 0.0],
    "is_test_area": True,
    "level": 0.0,
}


def facts(**changed) -> CommissionerFacts:
    values = FACTS | changed
    one = {name: np.array([value]) for name, value in values.items() if name != "opposition"}
    return CommissionerFacts(**one, opposition=values["opposition"])


def utility(p: CommissionerStrategy = P, **changed) -> np.ndarray:
    return np.sum(list(level_terms(facts(**changed), LEVELS, p).values()), axis=0)[0]


def test_the_terms_of_four_levels_by_hand():
    found = {name: values[0].tolist() for name, values in level_terms(facts(), LEVELS, P).items()}
    by_hand = {
        "savings": [0, 0.8225, 1.7625, 3.525],  # kept · saved · £235 · half
        "role": [0, -0.1, -0.5, -0.8],
        "procurement": [0, -0.1, -0.9, -1.2],
        "legal": [0, 0, -0.2, -0.2],  # 0.8 · a quarter
        "practices": [0, -0.1536, -0.6912, -1.536],  # 0.6 · 2 · L · 32 / 25
        "partner_trust": [0, 0.016, 0.035, 0.1],  # 0.5 · 0.2 · dep
        "pressure": [0, 0.15, 0.075, 0.075],  # 0.5 · 0.3 · kappa
        "imitation": [0, 0.25, 0.125, 0],
        "test_area": [0, 0, 1.2, 1.2],
        "status_quo": [0, -0.5, -1.0, -1.5],
    }
    assert list(found) == list(by_hand)
    for name, values in by_hand.items():
        assert found[name] == pytest.approx(values), name


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_staying_costs_no_effort_and_each_level_away_costs_the_same(level):
    effort = level_terms(facts(level=float(level)), LEVELS, P)["status_quo"][0]
    assert effort.tolist() == [-0.5 * abs(k - level) for k in range(4)]


@given(SHARE, SHARE, st.floats(0, 60), st.floats(0.01, 0.5))
def test_ccgs_follow_trust_and_pressure_and_heed_practices_and_the_law(
    trust, pressure, value, more
):
    here = {"partner_trust": trust, "pressure": pressure, "independence_value": value}
    base = utility(**here)
    assert (utility(**{**here, "partner_trust": trust + more})[1:] > base[1:]).all()
    assert (utility(**{**here, "pressure": pressure + more})[1:] > base[1:]).all()
    assert (utility(**{**here, "independence_value": value + more})[1:] < base[1:]).all()
    riskier = utility(**here, opposition=FACTS["opposition"] + more)
    assert (riskier[2:] < base[2:]).all()
    assert riskier[:2].tolist() == base[:2].tolist()


@pytest.mark.parametrize("level", [1, 2, 3])
def test_neighbours_at_a_level_make_that_level_more_attractive(level):
    many = list(FACTS["neighbours_at"])
    many[level] = 1.0
    moved = utility(neighbours_at=many) - utility()
    assert moved[level] > 0
    assert np.delete(moved, level).tolist() == [0, 0, 0]


def test_practices_do_not_count_where_gps_have_no_influence_on_the_board():
    deaf = {"gp_influence": 0.0}
    assert utility(**deaf, independence_value=0.0) == pytest.approx(
        utility(**deaf, independence_value=90.0)
    )


def test_only_a_test_area_prizes_being_one_and_only_with_a_contract():
    gain = utility(is_test_area=True) - utility(is_test_area=False)
    assert gain.tolist() == pytest.approx([0, 0, 1.2, 1.2])


def test_a_new_test_area_nearly_always_considers_whatever_the_length_of_a_step():
    yes, no = np.array([True]), np.array([False])
    for quarters in (1.0, 1 / 3):
        assert consideration(no, yes, quarters, P)[0] == 0.95
        assert consideration(yes, no, quarters, P)[0] == pytest.approx(0.5 * quarters)
        assert consideration(no, no, quarters, P)[0] == pytest.approx(0.08 * quarters)


def test_a_level_is_open_where_it_is_offered_and_allowed():
    yes, no = np.array([True]), np.array([False])
    assert may_choose(yes, no, (True, True)).tolist() == [[True, True, False, False]]
    assert may_choose(no, yes, (True, False)).tolist() == [[True, False, True, False]]


# ---------------------------------------------------------------- resistance

R = CommissionerResistance()


def resists(threats: float, neighbours: float = 0.0, p: CommissionerResistance = R) -> float:
    return float(resistance_probability(np.array([threats]), np.array([neighbours]), p)[0])


def test_where_nothing_threatens_one_in_ninety_resists():
    assert resists(0.0) == pytest.approx(1 / (1 + np.exp(4.5)))
    assert resists(0.0, 1.0) == resists(0.0)


def test_the_threat_is_the_worst_that_is_open_times_the_pressure():
    role, practices = np.array([[0, -0.1, -0.5, -0.8]]), np.array([[0, -0.15, -0.7, -1.5]])
    alliance = np.array([[True, True, False, False]])
    everything = np.array([[True, True, True, True]])
    pressure = np.array([0.5])
    assert threat(role, practices, alliance, pressure)[0] == pytest.approx(0.125)
    assert threat(role, practices, everything, pressure)[0] == pytest.approx(1.15)
    assert threat(role, practices, everything, 0.0 * pressure)[0] == 0.0


@given(st.floats(0.05, 2), SHARE, st.floats(0.05, 0.5))
def test_threats_and_neighbours_that_resist_make_resistance_likelier(threats, neighbours, more):
    assert resists(threats + more, neighbours) > resists(threats, neighbours)
    assert resists(threats, neighbours + more) > resists(threats, neighbours)
    firm = dataclasses.replace(R, base=6.0)
    assert resists(threats, neighbours, firm) < resists(threats, neighbours)
