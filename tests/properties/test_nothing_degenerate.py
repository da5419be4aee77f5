"""Anywhere in the space of plausible values the model stays a model of people who differ.

A Latin hypercube over every lever and every uncertainty at once, on five systems: no table holds
a number that is none, counts add up, and it is never so that all kinds of organisation stand
wholly outside the alliance, or wholly within it, at the same time. Four points each day, two
hundred in the slow version.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from acs_abm.measures import STAGE_COLUMNS, STANCE_COLUMNS
from acs_abm.model import AccountableCareModel, find_systems
from acs_abm.parameters import Role

FIVE = ["DOR", "FRIM", "BCWB", "NHN", "SOM"]
POINTS = 200
DAILY = 4
ORDERED = (("wave.first_least", "wave.first_most"), ("wave.later_least", "wave.later_most"))


@pytest.fixture(scope="module")
def five(england):
    return england.restrict(find_systems(england, FIVE))


def points(plan, n):
    """Return the first n of two hundred points: values by dotted names."""
    entries = [e for e in plan.catalogue.values() if e.is_number and e.role is not Role.CONSTANT]
    low, high = (np.array([getattr(e, edge) for e in entries]) for edge in ("low", "high"))
    cube = qmc.LatinHypercube(len(entries), rng=np.random.default_rng(2018)).random(POINTS)
    for row in low + cube[:n] * (high - low):
        values = {
            e.name: round(float(x)) if isinstance(e.default, int) else float(x)
            for e, x in zip(entries, row, strict=True)
        }
        for least, most in ORDERED:
            values[least], values[most] = sorted((values[least], values[most]))
        yield values


def check_numbers(tables):
    for name, table in tables.items():
        for column in table.select_dtypes("number"):
            values = table[column]
            if (name, column) == ("offers", "signed_share"):
                values = values[table["eligible"] > 0]  # empty where nobody could take it
            assert np.isfinite(values.to_numpy(dtype=float)).all(), f"{name}.{column}"


def check_counts(tables):
    national, systems = tables["national"], tables["systems"]
    for table in (national, systems, tables["groups"]):
        assert (table[list(STANCE_COLUMNS)].sum(axis=1) == table["practices"]).all()
    assert (national[list(STAGE_COLUMNS)].sum(axis=1) == len(FIVE)).all()
    by_quarter = systems.groupby("quarter", sort=False)
    for column in (*STANCE_COLUMNS, "ballots", "aco_contracts_let", "aco_contracts_ended"):
        assert by_quarter[column].sum().tolist() == national[column].tolist(), column
    assert (national["aco_contracts_ended"] <= national["aco_contracts_let"]).all()
    for column in ("ballots", "challenges", "aco_contracts_let", "aco_contracts_ended"):
        assert (national[column].diff().dropna() >= 0).all(), column


def shares_allied(tables):
    """The share of practices, trusts and CCGs in an alliance or beyond at the end."""
    last = tables["national"].iloc[-1]
    practices = last[["practices_alliance", "practices_partial", "practices_full"]].sum()
    return (
        (practices - last["practices_trust_run"]) / last["practices"],
        last["trusts_in_alliance"] / last["trusts"],
        last["ccgs_in_alliance"] / last["ccgs"],
    )


def check(plan, five, n):
    for number, values in enumerate(points(plan, n)):
        model = AccountableCareModel(plan.change(**values), 1 + number, population=five)
        tables = model.run().tables()
        check_numbers(tables)
        check_counts(tables)
        allied = shares_allied(tables)
        assert any(0 < share < 1 for share in allied), (number, allied)


def test_no_point_of_a_few_is_degenerate(plan, five):
    check(plan, five, DAILY)


@pytest.mark.slow
def test_no_point_of_two_hundred_is_degenerate(plan, five):
    check(plan, five, POINTS)


def test_every_gate_of_a_system_is_passed_by_some_and_failed_by_some(plan, england):
    gates = AccountableCareModel(plan, 1, population=england).run().tables()["gates"]
    for stage in ("CANDIDATE", "SHADOW_ACS", "ACS"):
        verdicts = set(gates.loc[gates["stage"] == stage, "verdict"])
        assert {"passed", "failed"} <= verdicts, stage
