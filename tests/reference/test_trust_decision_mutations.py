"""What partners and regulators mean to trusts matters: change it and the reference disagrees.

Four systems at every stage from CANDIDATE on, with trusts in every oversight segment, that all
decide at once; again in several quarters, each with luck of its own.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from adapter import rows_of
from comparison import one_phase, reference_of
from crowded import Saved
from otherwise import sees, with_nothing, without

from acs_abm.columns import World
from acs_abm.model import AccountableCareModel
from acs_abm.stages.stage import Stage
from acs_abm.steps import SCHEDULE, horizontal, leads, trust_facts, trusts

SYSTEMS = ["C&P", "N&W", "DEV", "DOR"]
QUARTERS = range(1, 9)
PHASES = {phase.run.__name__: phase.run for phase in SCHEDULE}
OPEN = {
    "trust.considers_later": 1.0,
    "trust.choice_noise": 0.5,
    "trust.lasting_taste": 0.0,
    "trust.pressure_value": 3.0,
    "trust.partner_trust_value": 2.0,
    "trust.dependence": 0.9,
    "trust.independence_value": 6.0,
    "trust.autonomy_lost": 0.25,
    "trust_resistance.caution": 10.0,
    "horizontal.group_considers": 1.0,
    "system.lead_change_hazard": 1.5,
    "system.lead_rating_weight": 0.15,
}


@pytest.fixture(scope="module")
def scene(england, plan):
    world = AccountableCareModel(plan.change(**OPEN), 1, SYSTEMS, england).world
    draw, n = np.random.default_rng(1), len(world.trusts.stance)
    world.systems.stage[:] = [Stage.CANDIDATE, Stage.SHADOW_ACS, Stage.ACS, Stage.ACS]
    world.systems.pressure[:] = 0.6
    world.trusts.segment[:] = 1 + np.arange(n) % 4
    world.trusts.stance[:] = draw.choice([-1, 0, 1], n)
    world.trusts.trust_in_partners[:] = draw.random(n)
    world.trusts.in_group[:] = draw.random(n) < 0.5
    world.ties.trust[:] = draw.random(len(world.ties.trust))
    return Saved(world), reference_of(world)


@pytest.fixture
def differ(scene) -> Callable[[str, str], list[str]]:
    """Let both take a phase from the same state in each quarter; return where a fact differs."""
    saved, reference = scene

    def found(phase: str, fact: str) -> list[str]:
        differences = []
        for quarter in QUARTERS:
            world = at(saved, quarter)
            reference.load(rows_of(world), quarter)
            differences += one_phase(world, reference, PHASES[phase], getattr(reference, phase))
        return [one for one in differences if f" {fact}: " in one]

    return found


def at(saved: Saved, quarter: int) -> World:
    world = saved.restore()
    world.step = quarter
    return world


@pytest.mark.parametrize(
    ("phase", "facts"),
    [("mature", ["lead"]), ("trusts_decide", ["stance", "in_group"])],
)
def test_with_nothing_changed_they_agree_and_much_moves(phase, facts, differ, scene):
    for fact in facts:
        assert differ(phase, fact) == []
        assert moves(scene[0], phase, fact) > len(QUARTERS)


def moves(saved: Saved, phase: str, fact: str) -> int:
    """Return how often a fact changes, over all quarters."""
    total = 0
    for quarter in QUARTERS:
        world = at(saved, quarter)
        block = world.systems if fact == "lead" else world.trusts
        before = getattr(block, fact).copy()
        PHASES[phase](world)
        total += int((getattr(block, fact) != before).sum())
    return total


def distrusted(world):
    return 1.0 - world.trusts.trust_in_partners


PARTNERS = {
    "those lead who are trusted": (
        leads, "esteem", lambda rule: lambda world: 1.0 - rule(world), "lead",
    ),
    "being trusted leads, not trusting": (
        leads, "esteem", lambda _: lambda world: world.trusts.trust_in_partners, "lead",
    ),
    "who trusts partners joins them": (
        trusts, "trust_facts", sees(trusts__trust_in_partners=distrusted), "stance",
    ),
    "who trusts partners is in a group with them": (
        horizontal, "worth_of_group", sees(trusts__trust_in_partners=distrusted), "in_group",
    ),
}  # fmt: skip


def of_segment(more: int):
    def change(rule):
        return lambda pressure, segment, *rest: rule(pressure, segment + more, *rest)

    return change


def no_one_stop_shop_is_one(rule):
    return lambda pressure, segment, one_stop, p: rule(pressure, segment, ~one_stop, p)


UNMIXED = without("oversight.mixed_signals")
MIXED_SIGNALS = {
    "less is heard by those who may join": (trust_facts, "pressure_on_trusts", UNMIXED),
    "less is heard by those who may resist": (trusts, "pressure_on_trusts", UNMIXED),
    "in segments 3 and 4, not 2": (trust_facts, "pressure_felt", of_segment(1)),
    "in segments 3 and 4, not in 4 alone": (trust_facts, "pressure_felt", of_segment(-1)),
    "where regulators do not act as one": (trust_facts, "pressure_felt", no_one_stop_shop_is_one),
    "nowhere where they do": (trust_facts, "pressure_felt", with_nothing(2)),
    "of what there is to hear": (trust_facts, "pressure_felt", with_nothing(0)),
}
PARTS = PARTNERS | {what: (*part, "stance") for what, part in MIXED_SIGNALS.items()}


@pytest.mark.parametrize("what", PARTS)
def test_each_part_decides_for_some_trust(what, differ, monkeypatch):
    module, rule, change, fact = PARTS[what]
    monkeypatch.setattr(module, rule, change(getattr(module, rule)))
    assert differ("mature" if fact == "lead" else "trusts_decide", fact)
