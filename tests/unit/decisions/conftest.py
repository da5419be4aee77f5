"""Facts about made-up practices, as the practice decision wants them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from shipped_options import OFFERS

from acs_abm.decisions.practice_choice import PracticeChoice
from acs_abm.decisions.practice_options import Options, PracticeFacts
from acs_abm.start import levels_moved, option_table


@pytest.fixture(scope="session")
def choice() -> PracticeChoice:
    return PracticeChoice()


@pytest.fixture(scope="session")
def options() -> Options:
    """Independence and every offer of a level: as shipped."""
    return option_table(OFFERS, 5.0)


@pytest.fixture(scope="session")
def facts_of(options: Options) -> Callable[..., PracticeFacts]:
    """Make facts of n average practices; whatever is given replaces the average."""

    def make(n: int = 1, **given: object) -> PracticeFacts:
        k = len(options.names)
        moved = levels_moved(options.level, options.effort)
        facts = {
            "income_change": np.zeros((n, k)),
            "independence_value": np.full(n, 30.0),
            "loss_aversion": np.full(n, 2.5),
            "ideology": np.zeros(n),
            "distress": np.full(n, 0.2),
            "contract_stake": np.full(n, 4.0),
            "lead_trust": np.full(n, 0.5),
            "national_pressure": np.full(n, 0.3),
            "lmc_opposition": np.zeros((n, k)),
            "local_share": np.zeros((n, k)),
            "national_share": np.zeros(k),
            "relative_gain": np.zeros(n),
            "is_pivotal": np.zeros((n, k)),
            "levels_moved": np.tile(moved[0], (n, 1)),
            "moving_cost_share": np.ones(n),
        }
        for name, value in given.items():
            facts[name] = np.broadcast_to(
                np.asarray(value, dtype=np.float64), facts[name].shape
            ).copy()
        return PracticeFacts(**facts)

    return make
