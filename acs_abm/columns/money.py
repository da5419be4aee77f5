"""Where money stands: books, what is paid in a year, what contracts are measured against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acs_abm.columns.arrays import Flags, Floats, Rows
from acs_abm.ledger import Ledger, Pence
from acs_abm.population.money_start import MoneyStart


@dataclass
class TrustMoney:
    """Money of trusts; a trust that was merged into another has none.

    Attributes
    ----------
    first_income, first_cost
        Expected in the first year before sustainability money, £ a year, by trust as it was then.
    saving
        Share of its costs that mergers saved.
    capacity
        Capacity that costs follow, against the first year's work.
    income, cost
        Of this step, £; sustainability money apart.
    year_income, year_cost, year_luck, year_extra
        Of the financial year so far, £: income, costs, the part of costs that was luck, and
        money that is not for work (sustainability money, gains, help with deficits).
    year_told
        Result of the financial year that was held against the control total already, £.
    year_work, last_work
        Work of the financial year so far in years of the first year's; of the year before,
        against the first year's.
    last_result
        Of the last financial year, £ (at first, expected): all that came in less costs.
    forecast
        Result expected for the financial year before sustainability money, share of income.
    """

    first_income: Floats
    first_cost: Floats
    saving: Floats
    capacity: Floats
    income: Floats
    cost: Floats
    year_income: Floats
    year_cost: Floats
    year_luck: Floats
    year_extra: Floats
    year_told: Floats
    year_work: Floats
    last_work: Floats
    last_result: Floats
    forecast: Floats


@dataclass
class CCGMoney:
    """Money of CCGs; that of a merged CCG is kept by the CCG that decides for it.

    Attributes
    ----------
    others
        Spent on others than trusts, councils, practices and itself in the first year, £ a year.
    opening
        Pence that each had before it was given or paid anything in this step.
    allocation
        Given for core services in this step, £.
    year_allocation, year_spending
        Of the financial year so far, £.
    last_result
        Surplus (negative: overspend) of the last financial year, share of allocation.
    premium
        Quality premium due for it, £.
    """

    others: Floats
    opening: Pence
    allocation: Floats
    year_allocation: Floats
    year_spending: Floats
    last_result: Floats
    premium: Floats


@dataclass
class PracticeMoney:
    """Money of practices.

    Attributes
    ----------
    first_list, first_weighted
        Registered and weighted patients at the start.
    first_salaried
        Whole-time salaried doctors at the start.
    first_gross, first_expenses
        Payments and expenses of the first year, £ a year.
    achievement
        Share of QOF points got.
    gross, drawings
        Payments, and what is left for partners, in this step, £.
    income
        Income per whole-time-equivalent partner, £k a year in prices of the first year.
    year_gain, last_gain
        What practices got of savings in this financial year, and in the last, £.
    has_been_paid
        Whether the one-off payment of each option, then each add-on, was paid.
    """

    first_list: Floats
    first_weighted: Floats
    first_salaried: Floats
    first_gross: Floats
    first_expenses: Floats
    achievement: Floats
    gross: Floats
    drawings: Floats
    income: Floats
    year_gain: Floats
    last_gain: Floats
    has_been_paid: Flags


@dataclass
class PlaceMoney:
    """Contracts of places.

    Attributes
    ----------
    first_spending
        Activity at its price from trusts of the run, expected in the first year, £ a year.
    benchmark
        What it is measured against this financial year, £ a year.
    last_index
        Growth of allocations of the year the benchmark is for, against the first year.
    rebased
        Financial years since the benchmark was last made anew.
    tariff_share
        Share of contracts paid as a budget and not by activity, chi.
    year_spending, year_benchmark
        Of the financial year so far, £: activity at its price, planned care that left and care
        outside hospital among it; and the benchmark of that time.
    early_spending, early_benchmark
        What of that came before the live contract, £: its holder has no part in it.
    last_spending, last_benchmark
        Of the last financial year, £.
    last_saving, gain_trusts, gain_practices, gain_ccg, gain_holder
        Of the last financial year, £: saving against the benchmark, and who got which part.
    holder_result
        What the holder of the contract made or lost since it went live, £.
    failed_at
        Step in which a holder last failed; ``NEVER`` where none did.
    claws_back
        Whether transformation money is claimed back in the next step: the system was sent back.
    subsidised
        Whether the holder of the live contract got its subsidy.
    """

    first_spending: Floats
    benchmark: Floats
    last_index: float
    rebased: Rows
    tariff_share: Floats
    year_spending: Floats
    year_benchmark: Floats
    early_spending: Floats
    early_benchmark: Floats
    last_spending: Floats
    last_benchmark: Floats
    last_saving: Floats
    gain_trusts: Floats
    gain_practices: Floats
    gain_ccg: Floats
    gain_holder: Floats
    holder_result: Floats
    failed_at: Rows
    claws_back: Flags
    subsidised: Flags


@dataclass
class MoneyColumns:
    """Everything about money.

    Attributes
    ----------
    ledger
        The accounts.
    start
        Money of the first year.
    price
        Pounds a unit of each priced stream in the first year, before CQUIN.
    first_activity
        Activity expected in the first year by CCG and priced stream, in cases of usual cost.
    case_mix
        What a case of each CCG and stream counts: case mix, and what things cost there.
    pair_first, pair_block
        Activity at its price expected in the first year, and services paid for by block, £ a
        year, by pair.
    pair_weight
        Which part of its CCG's money each pair has.
    received, paid
        Pence that each account wrote down as received and paid in this step.
    cash
        Pence that each account has by its own book; the ledger must say the same.
    opening
        Balances of the ledger when the step began.
    trusts, ccgs, practices, places
        By kind of organisation.
    """

    ledger: Ledger
    start: MoneyStart
    price: Floats
    first_activity: Floats
    case_mix: Floats
    pair_first: Floats
    pair_block: Floats
    pair_weight: Floats
    received: Pence
    paid: Pence
    cash: Pence
    opening: Pence
    trusts: TrustMoney
    ccgs: CCGMoney
    practices: PracticeMoney
    places: PlaceMoney


def nothing(n: int) -> Floats:
    """Return an empty column."""
    return np.zeros(n, dtype=np.float64)
