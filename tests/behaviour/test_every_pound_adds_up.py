"""What came in, less what went out, is what everybody holds: to the penny, in every step."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acs_abm.errors import LedgerError
from acs_abm.ledger import HOLD_CASH, Account, Flow, Ledger
from acs_abm.model import AccountableCareModel
from acs_abm.scenario import Scenario, shipped_scenarios

PAID = {
    "offer.alliance_agreement.payment": 4.0,
    "offer.integration_agreement.payment": 20.0,
    "offer.full_contract.payment": 20.0,
    "offer.full_contract_subcontracted.payment": 20.0,
    "offer.hub.payment_once": 3.0,
    "offer.hub.management_resource": 0.05,
    "practice.independence_value_mean": 8.0,
    "practice.status_quo": 1.0,
    "partial_contract.subsidy": 2.0,
    "full_contract.subsidy": 2.0,
    "partial_contract.corridor": 0.0,
    "full_contract.corridor": 0.0,
    "alliance_pool.loss_share": 0.2,
    "alliance_pool.minimum_rate": 0.0,
    "assurance.early_engagement": 1,
    "assurance.checkpoint": 1,
    "stage.aco.dwell": 3,
    "stage.aco.practices_committed": 0.3,
    "stage.aco.practices_confirmed": 0.2,
    "stage.acs.alliance_coverage": 0.4,
    "commissioner.savings_partial": 0.05,
    "commissioner.savings_full": 0.08,
    "horizontal.merger_hazard": 0.1,
    "ccg_merger.hazard": 0.2,
}
"""Everything pays and much happens."""


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_opening_cash_and_receipts_less_payments_are_closing_cash(name, england, three_systems):
    country = england if Scenario.load(name).systems else three_systems
    model = AccountableCareModel(name, seed=1, population=country)
    world, ledger = model.world, model.world.money.ledger
    while not model.is_over:
        before = ledger.balance.copy()
        model.step()
        own = before + world.money.received - world.money.paid
        assert np.array_equal(own, ledger.balance)
        assert ledger.balance.sum() == 0
        assert all(ledger.of(kind, ledger.balance).min(initial=0) >= 0 for kind in HOLD_CASH)


def test_what_the_treasury_issues_is_what_is_held_more_and_what_left(three_systems):
    plan = Scenario.load("plan_2017").change(**PAID)
    model = AccountableCareModel(plan, seed=1, population=three_systems)
    ledger = model.world.money.ledger
    for _ in range(20):
        before = ledger.balance.copy()
        model.step()
        flows, change = ledger.paid.sum(axis=1), ledger.balance - before
        put_in = flows[Flow.FUNDING] + flows[Flow.LOAN] - flows[Flow.LOAN_REPAID]
        held = sum(int(ledger.of(kind, change).sum()) for kind in HOLD_CASH)
        left = [int(ledger.of(kind, change)[0]) for kind in (Account.STAFF, Account.INDEPENDENT)]
        assert put_in == held + sum(left)


def eventful(england) -> Iterator[AccountableCareModel]:
    """Ten years in which much happens: savings against benchmarks, then overspends."""
    systems = ["BCWB", "DER", "FRIM", "SUR", "NOTT", "NHN"]
    for growth in (0.0, -2.0):
        scenario = Scenario.load("plan_2017").change(**PAID, **{"allocation.extra_growth": growth})
        yield AccountableCareModel(scenario, seed=2, systems=systems, population=england)


@pytest.fixture(scope="module")
def flows_that_move(england) -> set[Flow]:
    """The flows that move in such years."""
    moved: set[Flow] = set()
    for model in eventful(england):
        while not model.is_over:
            model.step()
            paid = model.world.money.ledger.paid.sum(axis=1)
            moved |= {flow for flow in Flow if paid[flow]}
    return moved


def test_every_flow_there_is_moves_somewhere(flows_that_move):
    assert set(Flow) - flows_that_move == set()


ALWAYS = [
    Flow.FUNDING, Flow.CORE_ALLOCATION, Flow.PRIMARY_ALLOCATION, Flow.SPECIALISED,
    Flow.OTHER_NATIONAL, Flow.PATIENTS_FROM_ELSEWHERE, Flow.OTHER_PRIMARY_CARE, Flow.TARIFF,
    Flow.BLOCK, Flow.CQUIN, Flow.INDEPENDENT_CARE, Flow.SOCIAL_CARE, Flow.RUNNING_COSTS,
    Flow.CONTRACTING_COSTS, Flow.CORE_PRACTICE_CONTRACT, Flow.QUALITY_OUTCOMES_FRAMEWORK,
    Flow.ENHANCED_SERVICES, Flow.PREMISES, Flow.LOCAL_SCHEMES, Flow.PRACTICE_EXPENSES,
    Flow.PARTNERS_DRAWINGS, Flow.TRUST_COSTS, Flow.SUSTAINABILITY_FUND, Flow.LOAN,
]  # fmt: skip
"""Flows that move in the first quarters of any run."""


def run_all(models: Iterator[AccountableCareModel]) -> None:
    for model in models:
        model.run()


def leave_out(missing: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    post = Ledger.post_bill

    def all_but_one(self, step, flows, payer, payee, amounts):
        kept = amounts * (np.array(flows) != missing)[:, np.newaxis]
        post(self, step, flows, payer, payee, kept)

    monkeypatch.setattr(Ledger, "post_bill", all_but_one)


@pytest.mark.parametrize("missing", ALWAYS, ids=lambda flow: flow.name)
def test_the_books_find_any_flow_that_is_left_out(missing, england, monkeypatch):
    leave_out(missing, monkeypatch)
    year = Scenario.load("plan_2017").change(until="2018-Q1")
    model = AccountableCareModel(year, seed=1, systems=["DOR", "FRIM"], population=england)
    with pytest.raises(LedgerError):
        model.run()


@pytest.mark.parametrize("missing", sorted(set(Flow) - set(ALWAYS)), ids=lambda flow: flow.name)
def test_the_books_find_any_rarer_flow_that_is_left_out(missing, england, monkeypatch):
    leave_out(missing, monkeypatch)
    with pytest.raises(LedgerError):
        run_all(eventful(england))


NUMBERS = sorted(
    name
    for name, entry in Scenario.load("plan_2017").catalogue.items()
    if entry.is_number
    and name.split(".")[0]
    in {
        "allocation", "tariff", "trust_cost", "general_practice", "contracting", "cquin", "qof",
        "quality_premium", "improvement_payment", "alliance_pool", "partial_contract",
        "full_contract", "benchmark", "budget_share", "commissioning", "accounts", "control_total",
    }
)  # fmt: skip


@st.composite
def parameter_points(draw) -> dict[str, float]:
    """Some parameters that move money, anywhere in their ranges, where everything pays."""
    plan, values = Scenario.load("plan_2017"), dict(PAID)
    for name in draw(st.sets(st.sampled_from(NUMBERS), max_size=12)):
        entry = plan.parameter(name)
        at = draw(st.floats(0.0, 1.0))
        values[name] = type(entry.default)(entry.low + at * (entry.high - entry.low))
    return values


def books_balance(values: dict[str, float], until: str, population) -> None:
    """Every step holds the ledger against everybody's own book: it would raise."""
    scenario = Scenario.load("plan_2017").change(**values, until=until)
    model = AccountableCareModel(scenario, seed=1, population=population).run()
    assert model.world.money.ledger.balance.sum() == 0


@settings(max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=parameter_points())
def test_the_books_balance_wherever_money_parameters_stand(values, three_systems):
    books_balance(values, "2018-Q3", three_systems)


@pytest.mark.slow
@settings(max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=parameter_points())
def test_the_books_of_england_balance_wherever_money_parameters_stand(values, england):
    books_balance(values, "2018-Q2", england)
