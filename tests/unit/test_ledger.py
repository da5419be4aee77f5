"""Money is split to the penny, moves once, and books that do not balance are found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.errors import LedgerError
from acs_abm.ledger import MEANING, Account, Flow, Ledger, pence, split

weights = st.lists(st.floats(0.0, 1e6), min_size=1, max_size=40).filter(lambda w: sum(w) > 0.0)


def small() -> Ledger:
    systems = {Account.TRUST: np.array([0, 0, 1]), Account.CCG: np.array([0, 1])}
    return Ledger(systems, 2, is_full=True)


def shared(total: int, weights: list[float]) -> np.ndarray:
    here = np.zeros(len(weights), dtype=np.int64)
    return split(np.array([total]), here, np.array(weights))


@given(total=st.integers(-(10**14), 10**14), weights=weights)
def test_a_split_adds_up_to_the_penny_and_no_share_but_one_is_a_penny_off(total, weights):
    shares = shared(total, weights)
    assert shares.sum() == total
    exact = total * (np.array(weights) / sum(weights))
    off = np.abs(shares - exact) > 1.0 + 1e-9 * abs(total)
    assert off.sum() <= 1


def test_the_remainder_of_a_split_goes_to_the_largest_share():
    # 100 pence by 1:1:4 are 16.67, 16.67 and 66.67: cut to 16, 16 and 66, two pence are left.
    assert shared(100, [1.0, 1.0, 4.0]).tolist() == [16, 16, 68]


def test_groups_are_split_apart_and_one_without_weight_gets_nothing():
    group, weights = np.array([0, 2, 0, 1]), np.array([1.0, 5.0, 1.0, 0.0])
    assert split(np.array([3, 7, 9]), group, weights).tolist() == [1, 9, 2, 0]


def test_money_cannot_be_split_by_less_than_nothing():
    with pytest.raises(LedgerError):
        shared(100, [1.0, -1.0])


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 10**12))))
def test_whatever_moves_all_balances_together_stay_nothing(moves):
    ledger = small()
    for trust, ccg, amount in moves:
        ledger.post(
            0,
            Flow.BLOCK,
            ledger.account(Account.CCG, ccg),
            ledger.account(Account.TRUST, trust),
            np.array([amount]),
        )
    assert ledger.balance.sum() == 0
    assert ledger.paid.sum() == ledger.received.sum() == sum(amount for *_, amount in moves)
    assert sum(int(entry.pence.sum()) for entry in ledger.journal) == ledger.paid.sum()


def test_flows_are_told_by_system_of_payer_and_payee():
    ledger = small()
    ccg, trusts = ledger.account(Account.CCG, 1), ledger.account(Account.TRUST)
    ledger.post(0, Flow.BLOCK, ccg, trusts, pence([1.0, 2.0, 4.0]))
    assert ledger.paid[Flow.BLOCK].tolist() == [0, 700, 0]
    assert ledger.received[Flow.BLOCK].tolist() == [300, 400, 0]


def test_a_bill_is_its_lines_paid_one_after_another():
    at_once, in_turn = small(), small()
    ccg, trusts = at_once.account(Account.CCG, 1), at_once.account(Account.TRUST)
    flows, amounts = (Flow.BLOCK, Flow.TARIFF), np.array([[1, 2, 4], [0, 30, 500]])
    at_once.post_bill(3, flows, ccg, trusts, amounts)
    for flow, amount in zip(flows, amounts, strict=True):
        in_turn.post(3, flow, ccg, trusts, amount)
    for name in ("balance", "paid", "received"):
        assert (getattr(at_once, name) == getattr(in_turn, name)).all()
    assert [(e.flow, e.pence.tolist()) for e in at_once.journal] == [
        (Flow.BLOCK, [1, 2, 4]),
        (Flow.TARIFF, [30, 500]),
    ]
    assert [e.payee.tolist() for e in at_once.journal] == [
        trusts.tolist(),
        trusts[1:].tolist(),
    ]


def test_an_organisation_without_cash_is_found():
    ledger = small()
    before = ledger.balance.copy()
    one, other = (ledger.account(Account.TRUST, row) for row in (0, 1))
    ledger.post(0, Flow.BLOCK, one, other, pence([1.0]))
    with pytest.raises(LedgerError, match="less than no cash"):
        ledger.check(before)


def test_money_from_nowhere_is_found():
    ledger = small()
    before = ledger.balance.copy()
    ledger.balance[ledger.account(Account.TRUST, 0)] += 1
    with pytest.raises(LedgerError, match="do not balance"):
        ledger.check(before)


def test_every_flow_says_what_it_is():
    assert set(MEANING) == set(Flow)
