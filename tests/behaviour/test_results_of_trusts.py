"""Harder control totals earn trusts less money; deficits passed on cost systems their trust."""

from __future__ import annotations


def test_the_more_is_asked_of_trusts_the_less_money_they_earn(years):
    easy, hard = (
        years(**{"control_total.asked_mean": asked})["sustainability_money_earned"].mean()
        for asked in (0.5, 1.5)
    )
    assert hard < easy


def test_the_more_is_asked_the_more_trusts_are_overseen_closely(years):
    easy, hard = (
        years(**{"control_total.asked_mean": asked})["trusts_segment_3_4"].iloc[-1]
        for asked in (0, 5)
    )
    assert hard > easy


def test_deficits_passed_on_worsen_relationships(years):
    kept = years(**{"deficit.chance": 0})["relationships"].iloc[-1]
    passed = years(**{"deficit.chance": 1})["relationships"].iloc[-1]
    assert passed < kept
