"""Numbers of a finding do not hang on the order in which they were added up."""

import pandas as pd

from acs_abm.analysis.studies.finding import without_dust


def test_what_is_left_of_rounding_is_nothing_and_all_else_stays():
    table = pd.DataFrame(
        {"scenario": ["a", "b", "c", "d"], "n": [1, 0, 2, 3], "mean": [1e-17, -5e-7, None, -2.5]}
    )
    clean = without_dust(table)
    assert clean["mean"].iloc[0] == 0
    assert clean.drop(index=0).equals(table.drop(index=0))
