"""Running the package and the reference side by side, and saying where they differ."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from adapter import ONLY_ONE, Columns, Luck, facts_of, rows_of, state_of
from per_agent import ReferenceModel
from per_agent.option import Option

from acs_abm.columns import VERDICTS, GateRecord, World
from acs_abm.model import AccountableCareModel
from acs_abm.stages.stage import Stage
from acs_abm.steps import SCHEDULE

NEARLY = 1e-9
"""How far two floats may differ: sums are taken in another order."""

A_PENNY = 1e-4
"""How far two sums of pounds may differ where large ones were taken from one another: a
hundredth of a penny."""

SOME_PENCE = 3.0
"""How far what an organisation has in cash, or owes, may differ, in pence."""


def reference_of(world: World) -> ReferenceModel:
    """Return a reference that stands where a world stands, with the same luck."""
    reference = ReferenceModel(world.scenario, rows_of(world), Luck(world))
    reference.turn_to(world.step)
    return reference


def lock_step(model: AccountableCareModel, steps: int | None = None) -> Iterator[str]:
    """Let both take each step from the package's state; yield what they do differently.

    What moves is compared after every phase, and the reference is put back in its place wherever
    it went another way, so that each difference is told once. What should never move is compared
    at the end of each step.
    """
    world = model.world
    reference = reference_of(world)
    last = world.clock.steps if steps is None else model.taken + steps
    while model.taken < last:
        world.step = model.taken
        reference.load(rows_of(world), world.step)
        for phase, act in zip(SCHEDULE, reference.phases(), strict=True):
            yield from one_phase(world, reference, phase.run, act)
        yield from facts_differ(world, reference)
        model.taken += 1


def one_phase(
    world: World,
    reference: ReferenceModel,
    phase: Callable[[World], None],
    act: Callable[[], None],
) -> list[str]:
    """Let both act once from where they stand; return what they do differently."""
    world.gate_log.clear()
    reference.gate_log.clear()
    phase(world)
    act()
    found = [*differences(state_of(world), reference), *gates_differ(world, reference)]
    if found:
        reference.load(rows_of(world), world.step)
    return [f"{world.clock.label(world.step)}, {act.__name__}: {each}" for each in found]


def differences(told: Columns, reference: ReferenceModel) -> Iterator[str]:
    """Yield every value of an organisation that is not what its column says.

    A column is compared as a whole first, and one by one only where that is not the same to the
    last digit.
    """
    for kind, columns in told.items():
        agents = getattr(reference, kind)
        agents = [agents] if kind in ONLY_ONE else agents
        states = [vars(agent) for agent in agents]
        for name, values in columns.items():
            found = [state[name] for state in states]
            if found != values:
                yield from _differ(name, agents, found, values)


def _differ(name: str, agents: list[Any], found: list[Any], values: list[Any]) -> Iterator[str]:
    within = tolerance(name)
    for agent, mine, value in zip(agents, found, values, strict=True):
        if mine != value and not is_same(plain(mine), value, within):
            yield f"{agent.address} {name}: package {value}, reference {plain(mine)}"


def facts_differ(world: World, reference: ReferenceModel) -> Iterator[str]:
    """Yield every fact, beside what moves, that is no more what it was."""
    state = state_of(world)
    facts = {
        kind: {name: values for name, values in columns.items() if name not in state[kind]}
        for kind, columns in facts_of(world).items()
    }
    return differences(facts, reference)


def tolerance(name: str) -> float:
    """Return how far apart two values may be: sums of money are of whole pence.

    A sum of pounds is rounded to pence once; taken in another order it may fall on the other side
    of a half, and where nothing is put right between steps some such pence may add up.
    """
    if name in {"cash", "loan"}:  # what is short of cash is lent
        return SOME_PENCE
    if name == "money_last_result":  # in pounds: a whole year of such sums
        return SOME_PENCE / 100.0
    return A_PENNY if name.startswith(("money_", "place_")) else NEARLY


def gates_differ(world: World, reference: ReferenceModel) -> Iterator[str]:
    """Yield every gate or checkpoint that was not judged alike: margins, chance, verdict."""
    judged = {(each.gate, each.who): each for each in reference.gate_log}
    for record in world.gate_log:
        gate, codes = _gate_of(world, record)
        for place, row in enumerate(record.rows):
            mine = judged.pop((gate, codes[row]), None)
            if mine is None:
                yield f"gate {gate} {codes[row]}: judged by the package alone"
                continue
            theirs = {
                "margins": record.margins[place].tolist(),
                "probability": record.probability[place].item(),
                "verdict": VERDICTS[record.verdict[place]],
            }
            for name, value in theirs.items():
                found = list(mine.margins.values()) if name == "margins" else getattr(mine, name)
                if not is_same(found, value):
                    told = f"package {value}, reference {found}"
                    yield f"gate {gate} {codes[row]} {name}: {told}"
    for gate, code in judged:
        yield f"gate {gate} {code}: judged by the reference alone"


def _gate_of(world: World, record: GateRecord) -> tuple[str, tuple[str, ...]]:
    """Return the name of what was judged, and the codes of those that its rows count."""
    population = world.population
    first = record.conditions[0]
    if first.startswith("checkpoint_"):
        return f"checkpoint {first.split('_')[1]}", population.ccgs.code
    stage = Stage(record.stage)
    return stage.name, (population.ccgs if stage is Stage.ACO else population.systems).code


def plain(value: Any) -> Any:
    """Return the name of an option and the code of an organisation, everything else as it is."""
    if isinstance(value, Option):
        return value.name
    return value.code if hasattr(value, "address") else value


def is_same(found: Any, value: Any, within: float = NEARLY) -> bool:
    """Whether two values are the same, floats to the last digits."""
    if isinstance(value, float) or (type(value) is int and within >= 1.0):
        return isinstance(found, float | int) and math.isclose(
            found, value, rel_tol=NEARLY, abs_tol=within
        )
    if isinstance(value, list):
        return len(found) == len(value) and all(map(is_same, found, value))
    if isinstance(value, dict):
        return all(
            found.get(name, 0.0) == one or is_same(found.get(name, 0.0), one)
            for name, one in value.items()
        )
    return bool(found == value)
