"""Every pound that moves: payer, payee, reason, step; in whole pence, by double entry.

Each entry takes from one account what it gives to another, so that all balances together are
always nothing. Where money enters (Treasury, loans of the Department of Health and Social Care)
an account goes below zero; where it leaves (staff and suppliers, independent providers) one
grows. What organisations hold lies between.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from acs_abm.booking import move
from acs_abm.compiled import kernel
from acs_abm.errors import LedgerError

Pence = NDArray[np.int64]
Rows = NDArray[np.int64]
Floats = NDArray[np.float64]
Short = NDArray[np.int32]

PENCE = 100.0


class Account(IntEnum):
    """Kinds of accounts; an account is a kind and a row."""

    TREASURY = 0
    DHSC_LOANS = 1
    NHS_ENGLAND = 2
    NHS_IMPROVEMENT = 3
    INDEPENDENT = 4  # independent and other providers, trusts outside the run among them
    STAFF = 5  # staff and suppliers
    CCG = 6
    TRUST = 7
    PRACTICE = 8
    HOLDER = 9  # of a single contract: one a place
    COUNCIL = 10  # councils of a system together
    TRANSFORMATION = 11  # transformation fund of a system


WALLS = (Account.TREASURY, Account.DHSC_LOANS, Account.INDEPENDENT, Account.STAFF)
"""Where money enters and leaves; every other account is an organisation's."""

SOURCES = (Account.TREASURY, Account.DHSC_LOANS)
"""Where it enters."""

HOLD_CASH = tuple(kind for kind in Account if kind not in WALLS)
"""Organisations, which never hold less than nothing at the end of a step."""


class Flow(IntEnum):
    """Why money moves."""

    FUNDING = 0
    CORE_ALLOCATION = 1
    PRIMARY_ALLOCATION = 2
    SPECIALISED = 3
    OTHER_NATIONAL = 4
    PATIENTS_FROM_ELSEWHERE = 5
    OTHER_PRIMARY_CARE = 6
    TARIFF = 7
    BLOCK = 8
    POPULATION_BUDGET = 9
    CQUIN = 10
    INDEPENDENT_CARE = 11
    SOCIAL_CARE = 12
    RUNNING_COSTS = 13
    CONTRACTING_COSTS = 14
    CORE_PRACTICE_CONTRACT = 15
    QUALITY_OUTCOMES_FRAMEWORK = 16
    ENHANCED_SERVICES = 17
    PREMISES = 18
    LOCAL_SCHEMES = 19
    AGREEMENT_PAYMENT = 20
    PRACTICE_EXPENSES = 21
    PARTNERS_DRAWINGS = 22
    TRUST_COSTS = 23
    SUSTAINABILITY_FUND = 24
    TRANSFORMATION_FUND = 25
    FUND_TO_DEFICITS = 26
    FUND_SPENT = 27
    QUALITY_PREMIUM = 28
    LOAN = 29
    LOAN_REPAID = 30
    HOLDER_BUDGET = 31
    IMPROVEMENT_PAYMENT = 32
    UPFRONT_SUBSIDY = 33
    GAIN_TO_PRACTICES = 34
    GAIN_TO_TRUSTS = 35
    GAIN_TO_CCGS = 36
    LOSS_SHARED = 37
    HOLDERS_RESULT = 38
    PRACTICE_SURPLUS = 39
    CLAWBACK = 40
    TAKEN_OVER = 41
    MANAGEMENT_REDIRECTED = 42
    CARE_OUTSIDE_HOSPITAL = 43


MEANING: Mapping[Flow, str] = {
    Flow.FUNDING: "The Treasury funds what NHS England and NHS Improvement pay out",
    Flow.CORE_ALLOCATION: "NHS England allocates money for core services to CCGs",
    Flow.PRIMARY_ALLOCATION: "NHS England passes money for practices to CCGs that commission them",
    Flow.SPECIALISED: "NHS England pays trusts and others for specialised services",
    Flow.OTHER_NATIONAL: "National funds pay trusts for training and research",
    Flow.PATIENTS_FROM_ELSEWHERE: "Commissioners outside the run pay trusts for their patients",
    Flow.OTHER_PRIMARY_CARE: "NHS England pays others than practices for primary care",
    Flow.TARIFF: "Activity at its price, to trusts",
    Flow.BLOCK: "Services paid for by block, to trusts",
    Flow.POPULATION_BUDGET: "The part of a contract that is a budget and not tariff, to trusts",
    Flow.CQUIN: "Payment for quality on top of trusts' contracts",
    Flow.INDEPENDENT_CARE: "Independent and other providers, drugs and continuing care",
    Flow.SOCIAL_CARE: "Continuing care arranged with councils, and what they pay for it",
    Flow.RUNNING_COSTS: "CCGs' own administration",
    Flow.CONTRACTING_COSTS: "What writing, counting and disputing contracts costs either side",
    Flow.CORE_PRACTICE_CONTRACT: "Global sum, or the rate of a PMS or APMS contract",
    Flow.QUALITY_OUTCOMES_FRAMEWORK: "Points for quality in general practice",
    Flow.ENHANCED_SERVICES: "Enhanced services of general practice",
    Flow.PREMISES: "Premises of practices",
    Flow.LOCAL_SCHEMES: "What CCGs and others pay practices locally beside the national contract",
    Flow.AGREEMENT_PAYMENT: "What an agreement or add-on pays practices",
    Flow.PRACTICE_EXPENSES: "Staff, premises and other expenses of practices",
    Flow.PARTNERS_DRAWINGS: "Partners' income, or salaries of those who became salaried",
    Flow.TRUST_COSTS: "Staff and suppliers of trusts",
    Flow.SUSTAINABILITY_FUND: "Sustainability money earned by trusts",
    Flow.TRANSFORMATION_FUND: "Devolved transformation money of systems",
    Flow.FUND_TO_DEFICITS: "Transformation money that goes to trusts' deficits instead",
    Flow.FUND_SPENT: "Transformation money spent on capability and services",
    Flow.QUALITY_PREMIUM: "Premium of a CCG that kept to its budget",
    Flow.LOAN: "The department lends what an organisation is short of",
    Flow.LOAN_REPAID: "Loans paid back out of what is left",
    Flow.HOLDER_BUDGET: "The budget of a single contract, to its holder",
    Flow.IMPROVEMENT_PAYMENT: "What replaces QOF and CQUIN under a single contract",
    Flow.UPFRONT_SUBSIDY: "Money up front for the holder of a new contract",
    Flow.GAIN_TO_PRACTICES: "Practices' part of a saving",
    Flow.GAIN_TO_TRUSTS: "Trusts' part of a saving",
    Flow.GAIN_TO_CCGS: "The commissioner's part of a saving made by a holder",
    Flow.LOSS_SHARED: "Losses that another party shares",
    Flow.HOLDERS_RESULT: "What a holder that is a trust keeps or makes good",
    Flow.PRACTICE_SURPLUS: "Between a holder and practices whose partners are salaried",
    Flow.CLAWBACK: "Transformation money claimed back from a system sent back",
    Flow.MANAGEMENT_REDIRECTED: "What CCGs redirect from management to practices by an offer",
    Flow.CARE_OUTSIDE_HOSPITAL: "Primary and community care in place of admissions avoided",
    Flow.TAKEN_OVER: "Cash of a body that was merged into another",
}
"""What each flow is, in words."""


def pence(pounds: ArrayLike) -> Pence:
    """Round pounds to whole pence: every flow is rounded here, once."""
    return _pence(np.atleast_1d(np.asarray(pounds, dtype=np.float64)))


@kernel
def _pence(pounds: Floats) -> Pence:
    whole = np.empty(pounds.size, dtype=np.int64)
    for row in range(pounds.size):
        whole[row] = np.rint(pounds[row] * PENCE)
    return whole


def split(totals: Pence, group: Rows, weights: Floats) -> Pence:
    """Share sums out within groups by weight, to the penny.

    Parameters
    ----------
    totals
        Pence to share out in each group; may be negative.
    group
        Group of each that shares.
    weights
        Its weight, not negative; a group whose weights are all zero gets nothing.

    Returns
    -------
    Pence
        What each gets. The remainder of a group goes to its largest share, to the last of
        those that are equal.

    Raises
    ------
    LedgerError
        If a weight is below zero.
    """
    if len(weights) and weights.min() < 0.0:
        raise LedgerError("money cannot be split by weights below zero")
    return _split(totals, group, np.asarray(weights, dtype=np.float64))


@kernel
def _split(totals: Pence, group: Rows, weights: Floats) -> Pence:
    """Cut every share down to whole pence; give what is left of a group to its largest."""
    whole, largest = np.zeros(totals.size), np.full(totals.size, -1)
    for row in range(group.size):
        here, weight = group[row], weights[row]
        whole[here] += weight
        if weight > 0.0 and (largest[here] < 0 or weight >= weights[largest[here]]):
            largest[here] = row
    shares, left = np.zeros(group.size, dtype=np.int64), totals.copy()
    for row in range(group.size):
        here = group[row]
        if totals[here] != 0 and weights[row] > 0.0:
            shares[row] = int(totals[here] * (weights[row] / whole[here]))
            left[here] -= shares[row]
    for here in range(totals.size):
        if largest[here] >= 0:
            shares[largest[here]] += left[here]
    return shares


@dataclass(frozen=True)
class Entry:
    """One posting: who paid whom what in which step (accounts by number, pence)."""

    step: int
    flow: Flow
    payer: Short
    payee: Short
    pence: Pence


class Ledger:
    """The accounts of one run.

    Parameters
    ----------
    systems
        For each kind of account that has more than one, the system of each row.
    n_systems
        How many systems there are.
    is_full
        Whether every entry is kept.

    Attributes
    ----------
    balance
        Pence held by each account, all kinds in one array.
    loans
        Pence that each account owes the department.
    paid, received
        Pence in this step by flow and system of the payer, or payee; the last column stands for
        accounts without a system.
    kinds
        The kind of each account.
    between
        Pence in this step by flow, kind of payer and kind of payee.
    journal
        Every entry, if they are kept.
    """

    def __init__(
        self, systems: Mapping[Account, Rows], n_systems: int, *, is_full: bool = False
    ) -> None:
        sizes = [len(systems[kind]) if kind in systems else 1 for kind in Account]
        self._first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        self._accounts = [
            np.arange(first, end) for first, end in itertools.pairwise(self._first.tolist())
        ]
        national = np.full(1, n_systems, dtype=np.int64)
        self._system = np.concatenate([systems.get(kind, national) for kind in Account])
        n = int(self._first[-1])
        self.balance = np.zeros(n, dtype=np.int64)
        self.loans = np.zeros(n, dtype=np.int64)
        self.paid = np.zeros((len(Flow), n_systems + 1), dtype=np.int64)
        self.received = np.zeros_like(self.paid)
        self.kinds = np.repeat(np.arange(len(Account)), sizes)
        self.between = np.zeros((len(Flow), len(Account), len(Account)), dtype=np.int64)
        self.is_full = is_full
        self.journal: list[Entry] = []

    def account(self, kind: Account, rows: Rows | int | None = None) -> Rows:
        """Return the numbers of the accounts of a kind: of some rows, or of all."""
        if rows is None:
            return self._accounts[kind]
        return np.atleast_1d(np.asarray(rows, dtype=np.int64)) + self._first[kind]

    def of(self, kind: Account, values: Pence) -> Pence:
        """Return the part of an array over all accounts that belongs to a kind (a view)."""
        return values[self._first[kind] : self._first[kind + 1]]

    def open_step(self) -> None:
        """Begin to count what is paid in a step."""
        self.paid[:] = 0
        self.received[:] = 0
        self.between[:] = 0

    def post(self, step: int, flow: Flow, payer: Rows, payee: Rows, amount: Pence) -> None:
        """Move money for one reason.

        Parameters
        ----------
        step
            The step in which it moves.
        flow
            Why it moves.
        payer, payee
            Numbers of accounts; one number stands for all entries.
        amount
            Pence of each entry; none is negative.
        """
        self.post_bill(step, (flow,), payer, payee, amount[None])

    def post_bill(
        self, step: int, flows: tuple[Flow, ...], payer: Rows, payee: Rows, amounts: Pence
    ) -> None:
        """Move money between the same parties for several reasons, in one pass.

        Parameters
        ----------
        step
            The step in which it moves.
        flows
            Why it moves, line by line.
        payer, payee
            Numbers of accounts; one number stands for all entries.
        amounts
            Pence, lines by entries; none is negative.
        """
        if not (payer.size and payee.size and amounts.size):
            return
        counted = (self.paid, self.received, self.between)
        move(self.balance, self._system, self.kinds, *counted, _lines(flows), payer, payee, amounts)
        if self.is_full:
            for flow, amount in zip(flows, amounts, strict=True):
                self._keep(step, flow, payer, payee, amount)

    def _keep(self, step: int, flow: Flow, payer: Rows, payee: Rows, amount: Pence) -> None:
        """Keep the entries of one flow."""
        payers, payees, amounts = np.broadcast_arrays(payer, payee, amount)
        moved = amounts != 0
        if not moved.any():
            return
        payers, payees = (rows[moved].astype(np.int32) for rows in (payers, payees))
        self.journal.append(Entry(step, flow, payers, payees, amounts[moved]))

    def check(self, before: Pence) -> None:
        """Check the books at the end of a step.

        Parameters
        ----------
        before
            Balances when the step began.

        Raises
        ------
        LedgerError
            If balances do not add up to nothing, if what the Treasury and the department put in
            is not what organisations hold more and what left for staff, suppliers and
            independent providers, or if an organisation has less than no cash.
        """
        change = self.balance - before
        held = sum(int(self.of(kind, change).sum()) for kind in Account if kind not in WALLS)
        left = sum(int(self.of(kind, change)[0]) for kind in (Account.INDEPENDENT, Account.STAFF))
        put_in = -sum(int(self.of(kind, change)[0]) for kind in SOURCES)
        if put_in != held + left or int(self.balance.sum()) != 0:
            raise LedgerError(
                f"the books do not balance: {put_in} pence came in, {held} are held more, "
                f"{left} left; all balances together are {int(self.balance.sum())}"
            )
        least = min(int(self.of(kind, self.balance).min(initial=0)) for kind in HOLD_CASH)
        if least < 0:
            raise LedgerError(f"an organisation has less than no cash: {least} pence")


@lru_cache
def _lines(flows: tuple[Flow, ...]) -> Rows:
    return np.array(flows, dtype=np.int64)
