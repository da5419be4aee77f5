"""What admissions avoided do to a trust's result, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.contracts.trust_costs import TrustCosts, variable_cost
from acs_abm.decisions.trust_result import TrustExposure, result_of_levels

AVOIDED = np.array([0.0, 0.025, 0.04, 0.06])
share = st.floats(0.0, 1.0)


def changes(emergencies=0.2, by_budget=0.0, is_holder=False, gain=0.0, rate=0.7, variable=0.65):
    known = (np.array([each]) for each in (emergencies, by_budget, is_holder, gain))
    return result_of_levels(TrustExposure(*known), AVOIDED, rate, variable)[:, 0].tolist()


def test_under_tariff_an_admission_avoided_loses_more_than_it_saves():
    # 2.5% of the fifth of income that emergencies bring: 0.5% of income, × (0.65 − 0.7).
    assert changes() == pytest.approx([0.0, -0.025, -0.04, -0.06])


def test_under_a_budget_it_saves_what_it_would_have_cost():
    assert changes(by_budget=1.0) == pytest.approx([0.0, 0.325, 0.52, 0.78])


def test_a_holder_keeps_the_budget_of_its_contract_but_not_of_an_alliance():
    assert changes(is_holder=True) == pytest.approx([0.0, -0.025, 0.52, 0.78])


def test_an_alliance_that_shares_gains_gives_a_part_of_the_loss_back():
    # 0.24 of the 0.7 lost comes back: 0.5% × (0.65 − 0.532).
    assert changes(gain=0.24) == pytest.approx([0.0, 0.059, -0.04, -0.06])


@given(share, share, share, share)
def test_more_by_budget_never_does_a_trust_harm(emergencies, budget, more, variable):
    here = changes(emergencies, min(budget, more), variable=variable)
    there = changes(emergencies, max(budget, more), variable=variable)
    assert (np.array(there) >= np.array(here) - 1e-12).all()


def test_what_a_unit_costs_until_capacity_has_followed_lies_between_at_once_and_later():
    # Followed on average 1 − (1 − e⁻²) / 2 = 0.568 of the way from 0.5 to 0.8.
    assert variable_cost(TrustCosts()) == pytest.approx(0.67030, abs=1e-5)
