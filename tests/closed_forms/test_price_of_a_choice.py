"""What giving up a contract, and being won over, costs in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.decisions.break_even import break_even_payment, income_worth
from acs_abm.decisions.choice import logit_shares, uncertain_value
from acs_abm.decisions.practice_choice import PracticeChoice


@pytest.mark.parametrize(
    ("sigma", "hurdle"), [(0.1, 1.422), (0.2, 2.000), (0.3, 2.763), (0.4, 3.732)]
)
def test_the_hurdle_of_giving_up_a_contract_is_that_of_real_options(sigma, hurdle):
    """Payout and discount rate 4%: β solves ½σ²β(β − 1) = r, and the hurdle is β/(β − 1)."""
    choice = PracticeChoice(discount_rate=0.04, income_volatility=sigma)
    assert choice.hurdle == pytest.approx(hurdle, abs=5e-4)
    beta = choice.hurdle / (choice.hurdle - 1.0)
    assert 0.5 * sigma**2 * beta * (beta - 1.0) == pytest.approx(0.04)


def test_a_contract_whose_worth_never_changes_asks_for_no_premium_at_all():
    sigmas = [0.01, 0.1, 1.0]
    hurdles = [PracticeChoice(income_volatility=sigma).hurdle for sigma in sigmas]
    assert hurdles == sorted(hurdles)
    assert hurdles[0] == pytest.approx(1.0, abs=0.05)


def test_whoever_only_counts_is_won_over_by_just_what_is_missing():
    """Loss aversion 1: the payment is the shortfall over what a pound a patient is worth."""
    assert break_even_payment(6.0, -3.0, 5.0, 1.0, 1.5) == pytest.approx(4.0)


def test_with_certain_income_a_loss_is_bought_off_at_less_than_it_hurts():
    """From −4, worth −10, to −10 + 6 = −4, which a loss of 1.6 is worth: 2.4 for each pound."""
    assert break_even_payment(6.0, -4.0, 0.0, 2.5, 1.0) == pytest.approx(2.4)
    # From −4 over nothing to +2, worth as much as it is.
    assert break_even_payment(12.0, -4.0, 0.0, 2.5, 1.0) == pytest.approx(6.0)


def test_a_fair_gamble_is_worth_its_loss_aversion_times_the_density_at_nothing():
    # −(λ − 1)·s/√(2π)
    worth = -1.5 * 5.0 / np.sqrt(2.0 * np.pi)
    assert income_worth(worth, 5.0, 2.5) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("short_of", [-8.0, 3.0, 25.0])
def test_the_break_even_payment_makes_two_options_equally_likely(short_of):
    sd, aversion, pound = 5.4, 2.5, 1.8

    def worth(income):
        return float(uncertain_value(np.array(income), np.array(sd), np.array(aversion)))

    other = worth(-2.0) + short_of
    payment = break_even_payment(short_of, -2.0, sd, aversion, pound)
    shares = logit_shares(np.array([other, worth(-2.0 + pound * payment)]), 8.5)
    assert shares == pytest.approx([0.5, 0.5], abs=1e-9)
