"""Every inspection of a run against a second telling of the rule."""

from __future__ import annotations

from inspection_by_hand import found, next_one

from acs_abm.steps.inspections import inspect


def test_every_inspection_of_a_run_finds_what_it_finds_by_hand(small_model, plan):
    world, p = small_model.world, {name: plan.value(name) for name in plan.catalogue}
    inspected = 0
    for step in range(16):
        world.step = step
        before = {kind: states(world, kind) for kind in ("practice", "trust")}
        inspect(world)
        for kind, rows in before.items():
            keys = getattr(world.population, f"{kind}s").key
            luck = world.chance.uniform(f"{kind}.inspection", step, keys)
            after = states(world, kind)
            for row, before_it in enumerate(rows):
                expected = before_it
                if before_it[1] <= step:
                    improves = p[f"inspection.{kind}_improves"]
                    rating = found(before_it[0], luck[row], improves, p)
                    expected = (rating, next_one(step, rating, p))
                    inspected += 1
                assert after[row] == expected
    assert inspected > 500


def states(world, kind):
    block = getattr(world, f"{kind}s")
    return list(zip(block.rating.tolist(), block.next_inspection.tolist(), strict=True))
