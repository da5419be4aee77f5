"""What the Care Quality Commission finds at a practice or a trust."""

from __future__ import annotations

from typing import Any

GOOD, OUTSTANDING = 3, 4


def inspect(one: Any, kind: str) -> bool:
    """Inspect an organisation if that is due; return whether its rating fell."""
    model, p, before = one.model, one.model.p, one.rating
    if model.now < one.next_inspection:
        return False
    luck = model.draw("uniform", f"{kind}.inspection", model.now, one.address)
    if before == GOOD:
        one.rating -= luck < p["inspection.good_falls"]
    elif before < GOOD:
        if luck < p[f"inspection.{kind}_improves"]:
            one.rating += 1
        elif luck >= 1.0 - p["inspection.worsens"]:
            one.rating = max(before - 1, 1)
    cycle = p["inspection.quarters_good" if one.rating >= GOOD else "inspection.quarters_below"]
    one.next_inspection = model.now + cycle * model.clock.steps_per_quarter
    return one.rating < before
