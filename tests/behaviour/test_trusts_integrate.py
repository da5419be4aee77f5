"""Trusts that prize autonomy stay out or resist; contracts draw some further in."""

from __future__ import annotations

import pytest


def last(years, name: str, **changes) -> float:
    return years(**changes)[name].iloc[-1]


def test_the_more_a_trust_prizes_autonomy_the_fewer_join_an_alliance(years):
    loose = last(years, "trusts_in_alliance", **{"trust.independence_value": 0})
    proud = last(years, "trusts_in_alliance", **{"trust.independence_value": 10})
    assert proud < loose


def test_trusts_go_beyond_an_alliance_only_where_contracts_are_sought(years):
    nowhere = {"commissioner.procurement_partial": 13.5, "commissioner.procurement_full": 18}
    everywhere = {"commissioner.savings_partial": 0.1, "commissioner.considers_later": 0.3}
    assert years(**nowhere)["trusts_in_contracts"].max() == 0
    assert last(years, "trusts_in_contracts", **everywhere) > 0


def test_trusts_resist_where_much_autonomy_is_pressed_on_them(years):
    proud = {"trust.independence_value": 10, "commissioner.savings_partial": 0.1}
    assert last(years, "trusts_resisting", **proud) > last(years, "trusts_resisting")


def test_regulators_that_speak_with_one_voice_bring_more_trusts_into_alliances(years):
    one, many = {"oversight.mixed_signals": 0}, {"oversight.mixed_signals": 1}
    strong = {"trust.pressure_value": 5}
    heard = years(**strong, **one)["trusts_in_alliance"].mean()
    assert heard > years(**strong, **many)["trusts_in_alliance"].mean()


@pytest.mark.slow
def test_pressure_brings_trusts_into_alliances_whatever_the_luck(england, plan):
    from acs_abm.model import AccountableCareModel

    more = 0
    for seed in range(1, 21):
        counts = [
            AccountableCareModel(
                plan.change(until="2020-Q1", **{"trust.pressure_value": value}),
                seed,
                population=england,
            )
            .run()
            .tables()["national"]["trusts_in_alliance"]
            .iloc[-1]
            for value in (0.0, 2.0)
        ]
        more += counts[1] > counts[0]
    assert more >= 18
