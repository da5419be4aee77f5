"""A finding has files of its own; its numbers do not hang on the order of a sum."""

import pandas as pd
import pytest

from acs_abm.analysis.studies.finding import LONGEST_NAME, named, without_dust


def test_what_is_left_of_rounding_is_nothing_and_all_else_stays():
    table = pd.DataFrame(
        {"scenario": ["a", "b", "c", "d"], "n": [1, 0, 2, 3], "mean": [1e-17, -5e-7, None, -2.5]}
    )
    clean = without_dust(table)
    assert clean["mean"].iloc[0] == 0
    assert clean.drop(index=0).equals(table.drop(index=0))


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("savings@2018-Q2", "savings_2018-Q2"),
        ("practices_resisting@2018-Q1 > 2", "practices_resisting_2018-Q1_above_2"),
        ("practices_resisting@2018-Q1 <= 2", "practices_resisting_2018-Q1_at_most_2"),
        ("a * b", "a_times_b"),
        ("a / b", "a_over_b"),
        ("a + b - c < -0.5", "a_plus_b_minus_c_below_-0.5"),
    ],
)
def test_the_name_of_a_file_says_what_was_asked(asked, name):
    assert named(asked) == name


def test_what_differs_in_brackets_or_far_behind_has_another_name():
    far = "a_rather_long_column + " * 5
    asked = ["(a + b) * c", "a + (b * c)", "a + b * c", f"{far} a", f"{far} b"]
    names = {named(one) for one in asked}
    assert len(names) == len(asked)
    assert all(name.startswith("a_") for name in names)
    assert max(map(len, names)) <= LONGEST_NAME + 7
