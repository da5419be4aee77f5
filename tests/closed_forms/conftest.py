"""A decision of two options in which nothing counts but a constant, independence and peers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.decisions.practice_integration import Options, PracticeFacts, utility


@pytest.fixture(scope="session")
def utility_of_joining() -> Callable[..., np.ndarray]:
    """Return the package's utility of joining less that of staying out, for each practice."""

    def utilities(
        choice: PracticeChoice, share: float, constant: float = 0.0, independence: object = (0.0,)
    ) -> np.ndarray:
        value = np.asarray(independence, dtype=np.float64)
        n, none = len(value), np.zeros(2)
        options = Options(
            names=("independent", "joined"),
            level=np.array([0, 1]),
            gives_up_contract=np.zeros(2, dtype=bool),
            may_return=np.zeros(2, dtype=bool),
            is_salaried=np.zeros(2, dtype=bool),
            autonomy_lost=np.array([0.0, 1.0]),
            dependence=none,
            hours=none,
            objection=none,
            pressure=none,
            income_sd=none,
            intrinsic_value=np.array([0.0, constant]),
            quality_gain=none,
            effort=none,
        )
        facts = PracticeFacts(
            income_change=np.zeros((n, 2)),
            independence_value=value,
            loss_aversion=np.ones(n),
            ideology=np.zeros(n),
            distress=np.zeros(n),
            contract_stake=np.zeros(n),
            lead_trust=np.full(n, 0.5),
            national_pressure=np.zeros(n),
            lmc_opposition=np.zeros((n, 2)),
            local_share=np.zeros((n, 2)),
            national_share=np.array([0.0, share]),
            relative_gain=np.zeros(n),
            is_pivotal=np.zeros((n, 2)),
            levels_moved=np.zeros((n, 2)),
            moving_cost_share=np.ones(n),
        )
        total = utility(facts, options, choice)
        return total[:, 1] - total[:, 0]

    return utilities
