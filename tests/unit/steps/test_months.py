"""What a quarter decides is decided as often where the year is cut into months."""

from __future__ import annotations

import numpy as np
import pytest

from acs_abm.model import AccountableCareModel
from acs_abm.steps.organisations import _considers


@pytest.mark.parametrize("quarter", [0, 1, 7])
def test_by_months_the_same_consider_as_by_quarters_each_once(quarter, plan, england):
    by_quarters, by_months = (
        AccountableCareModel(plan.change(steps_per_year=steps), 1, population=england).world
        for steps in (4, 12)
    )
    keys = england.ccgs.key
    early = np.arange(len(keys)) % 2 == 0
    times = np.zeros(len(keys), dtype=int)
    for month in range(3):
        by_months.step = 3 * quarter + month
        found = _considers(by_months, "ccg", keys, early, 0.5, 0.1)
        assert found.any()
        times += found
    by_quarters.step = quarter
    assert np.array_equal(times, _considers(by_quarters, "ccg", keys, early, 0.5, 0.1))
    assert 0 < times.sum() < len(times)
