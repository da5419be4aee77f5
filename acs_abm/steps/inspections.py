"""Phase 2: the Care Quality Commission inspects practices and trusts and rates them."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import Flags, Rows, World
from acs_abm.decisions.regulator_inspection import Inspection, quarters_between, rating_after


def inspect(world: World) -> None:
    """Rate those whose inspection is due; a practice that falls thinks again."""
    p = world.scenario.values(Inspection)
    fell = _inspect(world, "practice", world.practices.is_open, p.practice_improves, p)
    world.practices.is_shaken[fell] = True
    _inspect(world, "trust", world.trusts.is_standing, p.trust_improves, p)


def _inspect(world: World, kind: str, standing: Flags, improves: float, p: Inspection) -> Rows:
    """Inspect those of a kind that are due; return those whose rating fell."""
    block, everyone = getattr(world, f"{kind}s"), getattr(world.population, f"{kind}s")
    due = np.flatnonzero(standing & (world.step >= block.next_inspection))
    before = block.rating[due]
    luck = world.chance.uniform(f"{kind}.inspection", world.step, everyone.key[due])
    after = rating_after(before, luck, improves, p)
    block.rating[due] = after
    wait = quarters_between(after, p) * world.clock.steps_per_quarter
    block.next_inspection[due] = world.step + wait
    return due[after < before]
