"""Stricter inspections leave fewer practices rated good, and make more of them think again."""

from __future__ import annotations


def test_the_more_good_ones_fall_the_fewer_are_good(years):
    mild = years(**{"inspection.good_falls": 0.05})["practices_good"].iloc[-1]
    strict = years(**{"inspection.good_falls": 0.4})["practices_good"].iloc[-1]
    assert strict < mild


def test_the_four_ratings_add_up_to_the_practices(planned):
    names = ["inadequate", "requires_improvement", "good", "outstanding"]
    total = sum(planned[f"practices_{name}"] for name in names)
    assert (total == planned["practices"]).all()


def test_a_falling_rating_makes_practices_move(years):
    """Those that think again leave or join more often than those that are left in peace."""
    peaceful = years(**{"inspection.good_falls": 0})
    strict = years(**{"inspection.good_falls": 1})
    quarter = 8  # once alliances are there to be joined
    assert (strict["practices_alliance"] != peaceful["practices_alliance"])[quarter:].any()
