"""Rules of committees and councils, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acs_abm.decisions.lmc_position import LMCPosition, position
from acs_abm.decisions.local_authority_partnership import (
    LocalAuthorityPartnership,
    joining_hazard,
)

SHARE = st.floats(0, 1)


# ---------------------------------------------------------------- committees and councils


def stand(gain: float, national_trust: float) -> float:
    return float(
        position(np.array([gain]), np.array([national_trust]), np.zeros(1), LMCPosition())[0]
    )


def test_a_committee_whose_members_gain_nothing_and_trust_a_little_is_undecided():
    assert stand(0.0, 0.35) == pytest.approx(0.5)


def test_a_committees_position_by_hand():
    # 8/8 + 4 · (0.35 − 0.45) = 0.6: 1 / (1 + e^−0.6)
    assert stand(-8.0, 0.45) == pytest.approx(0.645656, abs=1e-6)


@given(st.floats(-40, 40), SHARE, st.floats(0.01, 10), st.floats(0.001, 0.5))
def test_gains_and_trust_soften_a_committee(gain, national_trust, more, trusting):
    here = stand(gain, national_trust)
    assert stand(gain + more, national_trust) < here
    assert stand(gain, national_trust + trusting) < here
    assert 0.0 < here < 1.0


@pytest.mark.parametrize(
    ("governance", "hazard"), [(0.1, 0.0), (0.3, 0.0), (0.5, 0.06), (1.0, 0.21)]
)
def test_councils_join_the_sooner_the_more_governance_exceeds_the_least(governance, hazard):
    found = joining_hazard(np.array([governance]), np.zeros(1), LocalAuthorityPartnership())
    assert found[0] == pytest.approx(hazard)
    rich = joining_hazard(np.array([governance]), np.array([5.0]), LocalAuthorityPartnership())
    assert rich[0] == pytest.approx(1.5 * hazard)
