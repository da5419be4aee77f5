"""What follows where a system or a place is sent back: trust falls, rights to return open."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, World
from acs_abm.outcomes.relationships import Relationships, after_bad
from acs_abm.steps.ties import harm_trust_of


def break_trust(world: World, trusts: Flags, ccgs: Flags, practices: Flags) -> None:
    """Lower organisations' trust in partners and practices' trust in national bodies."""
    p = world.scenario.values(Relationships)
    harm_trust_of(world, trusts, ccgs, p.sent_back)
    harm = np.where(practices, p.sent_back, 0.0)
    world.practices.trust_in_national, world.practices.damage_in_national = after_bad(
        world.practices.trust_in_national, world.practices.damage_in_national, harm, p
    )


def open_reactivation(world: World, ccgs: Flags) -> None:
    """Give practices at some places the right to reactivate a contract they suspended."""
    world.ccgs.reactivation_right[np.flatnonzero(ccgs)] = world.step
