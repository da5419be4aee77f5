"""A practice's surplus between tariff and capitation: the line of Basu et al. 2017, to the dollar.

Surplus per whole-time-equivalent physician in 969 American practices, dollars a year: $78,288 as
they work for payment by visit; with team care and contacts other than visits, $35,890 paid by
visit only, $120,654 paid half by head, $205,418 paid wholly by head.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.contracts.blended_payment import blended_payment, break_even_share

BEFORE = 78_288.0
COST = 400_000.0  # any: what is earned by visit and by head follows from the two ends
BY_VISIT = COST + 35_890.0
BY_HEAD = COST + 205_418.0


@pytest.mark.parametrize(("share", "surplus"), [(0.0, 35_890), (0.5, 120_654), (1.0, 205_418)])
def test_the_surplus_is_a_line_in_the_share_paid_by_head(share, surplus):
    """Half: 35,890 + (205,418 − 35,890) / 2 = 35,890 + 84,764 = 120,654."""
    assert round(float(blended_payment(BY_HEAD, BY_VISIT, share)) - COST) == surplus


def test_a_quarter_paid_by_head_makes_the_change_worth_while():
    """(78,288 − 35,890) / (205,418 − 35,890) = 42,398 / 169,528 = 0.2501."""
    share = float(break_even_share(BY_HEAD, BY_VISIT, COST, BEFORE))
    assert share == pytest.approx(42_398 / 169_528)
    assert round(float(blended_payment(BY_HEAD, BY_VISIT, share)) - COST) == BEFORE


@pytest.mark.parametrize(("share", "pays"), [(0.23, False), (0.63, True)])
def test_the_mean_practice_gains_where_nearly_all_did_and_loses_where_nearly_all_did(share, pays):
    """Of the practices 95% lost by it below 23% paid by head, 95% gained above 63%."""
    assert (float(blended_payment(BY_HEAD, BY_VISIT, share)) - COST > BEFORE) is pays


@pytest.mark.parametrize(
    ("by_head", "share"),
    [(COST + 78_287.0, np.inf), (COST + 78_288.0, 1.0), (2 * COST, 42_398 / 364_110)],
)
def test_a_change_that_never_pays_has_no_break_even_share(by_head, share):
    found = float(break_even_share(by_head, BY_VISIT, COST, BEFORE))
    assert found == pytest.approx(share, abs=1e-5)


def test_a_change_that_pays_by_visit_needs_no_budget():
    assert float(break_even_share(BY_HEAD, COST + BEFORE, COST, BEFORE)) == 0.0


MONEY = st.floats(min_value=0.0, max_value=1e9)
SHARE = st.floats(min_value=0.0, max_value=1.0)


@given(budget=MONEY, tariff=MONEY, share=SHARE)
def test_the_payment_lies_between_tariff_and_budget(budget, tariff, share):
    paid = float(blended_payment(budget, tariff, share))
    slack = 1e-9 * max(budget, tariff)
    assert min(budget, tariff) - slack <= paid <= max(budget, tariff) + slack


@given(budget=MONEY, tariff=MONEY, shares=st.tuples(SHARE, SHARE), between=SHARE)
def test_the_payment_is_linear_in_the_share(budget, tariff, shares, between):
    """The payment at a share between two others lies as far between their payments."""
    paid = blended_payment(budget, tariff, np.array(shares))
    share = (1.0 - between) * shares[0] + between * shares[1]
    expected = (1.0 - between) * paid[0] + between * paid[1]
    assert float(blended_payment(budget, tariff, share)) == pytest.approx(expected, rel=1e-9, abs=1)


@given(by_head=MONEY, by_visit=MONEY, cost=MONEY, before=MONEY)
def test_the_break_even_share_is_the_least_that_leaves_no_less_than_before(
    by_head, by_visit, cost, before
):
    share = float(break_even_share(by_head, by_visit, cost, before))
    slack = 1e-6 * max(by_head, by_visit, cost, before, 1.0)
    if share == np.inf:
        assert max(by_head, by_visit) - cost < before + slack or by_head < by_visit
    else:
        assert 0.0 <= share <= 1.0
        after = float(blended_payment(by_head, by_visit, share)) - cost
        assert after >= before - slack
        assert share == 0.0 or after <= before + slack


@given(budgets=st.lists(MONEY, min_size=1, max_size=5), tariff=MONEY)
def test_many_bodies_are_paid_as_each_alone(budgets, tariff):
    together = blended_payment(np.array(budgets), tariff, 0.3)
    assert together.tolist() == [float(blended_payment(one, tariff, 0.3)) for one in budgets]
