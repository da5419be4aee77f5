"""Time the engine against a plain Mesa model of the same rules, one object an organisation.

Both take ten years of built-in England from the same start with the same luck, in one session;
the benchmark checks that they end with the same stances and stages. The other model is the one
that the tests compare the engine with (``tests/reference/per_agent``).

Run as ``python experiments/benchmarks/national.py [--json] [--repeats 10] [--steps 40]``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from engine import RECORDING, START, Laps, arguments_of, measure, peak_mb, rounded, tell

from acs_abm import AccountableCareModel, Scenario, england_2017
from acs_abm.errors import AcsError
from acs_abm.steps import SCHEDULE

sys.path.append(str(Path(__file__).parents[2] / "tests" / "reference"))  # no package

from adapter import Luck, rows_of
from per_agent import ReferenceModel

AGENTS = "Start: agents made, peers found"


def time_per_agent(scenario: Scenario, steps: int, seed: int) -> tuple[ReferenceModel, Laps]:
    """Let the plain model take some steps; return it and its thread CPU by phase."""
    world = AccountableCareModel(scenario, seed=seed, population=england_2017()).world
    rows, luck = rows_of(world), Luck(world)
    laps = Laps()
    plain = ReferenceModel(scenario, rows, luck)
    laps.lap(AGENTS)
    for _ in range(steps):
        for phase, act in zip(SCHEDULE, plain.phases(), strict=True):
            act()
            laps.lap(phase.title)
        plain.turn_to(plain.now + 1)
    return plain, laps


def check_the_same(plain: ReferenceModel, scenario: Scenario, steps: int, seed: int) -> None:
    """Refuse to compare the times of two models that did different things."""
    model = AccountableCareModel(scenario, seed=seed, population=england_2017())
    for _ in range(steps):
        model.step()
    world = model.world
    stances = [practice.stance for practice in plain.practices]
    stages = [system.stage for system in plain.systems]
    if stances != world.practices.stance.tolist() or stages != world.systems.stage.tolist():
        raise AcsError("engine and plain model end with different stances or stages")


def compare(scenario: Scenario, repeats: int, steps: int, seed: int = 1) -> dict[str, Any]:
    """Time both; return what was measured.

    ``ratio_to_per_agent`` compares what both do, the phases of all steps: the plain model
    neither draws the traits of the start nor records. Where it took fewer steps than the run
    has, its time is scaled up and ``steps_timed`` says so.
    """
    engine = measure(scenario, scale=1, repeats=repeats)
    plain, laps = time_per_agent(scenario, steps, seed)
    check_the_same(plain, scenario, steps, seed)
    scale = scenario.clock.steps / steps
    per_agent = {
        name: value * (1.0 if name == AGENTS else scale) for name, value in laps.spent.items()
    }
    of_engine = sum(v for name, v in engine["profile"].items() if name not in (START, RECORDING))
    of_agents = sum(v for name, v in per_agent.items() if name != AGENTS)
    return {
        **engine,
        "engine_phases_ms": round(of_engine, 1),
        "per_agent_phases_ms": round(of_agents, 1),
        "per_agent_ms": round(sum(per_agent.values()), 1),
        "ratio_to_per_agent": round(of_agents / of_engine, 1),
        "ratio_whole_run": round(sum(per_agent.values()) / engine["engine_ms"], 1),
        "steps_timed": steps,
        "steps": scenario.clock.steps,
        "peak_mb_with_agents": peak_mb(),
        "profile": {"engine": engine["profile"], "per_agent": rounded(per_agent)},
    }


def table(result: dict[str, Any]) -> None:
    """Print both profiles side by side."""
    engine, plain = result["profile"]["engine"], result["profile"]["per_agent"]
    print(f"{'thread CPU, ms':<52} {'engine':>9} {'per agent':>10} {'ratio':>7}")
    for name in (*engine, *(name for name in plain if name not in engine)):
        here, there = engine.get(name), plain.get(name)
        ratio = f"{there / here:7.1f}" if here and there else f"{'':>7}"
        print(f"{name:<52} {_cell(here, 9)} {_cell(there, 10)} {ratio}")
    phases = result["engine_phases_ms"], result["per_agent_phases_ms"]
    print(f"{'All phases':<52} {phases[0]:9.1f} {phases[1]:10.1f} {phases[1] / phases[0]:7.1f}")
    if result["steps_timed"] < result["steps"]:
        print(f"(per agent: {result['steps_timed']} of {result['steps']} steps, scaled up)")


def _cell(value: float | None, width: int) -> str:
    return f"{'':>{width}}" if value is None else f"{value:{width}.1f}"


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=40, help="steps the plain model takes")
    arguments = arguments_of(parser)
    result = compare(Scenario.load("plan_2017"), arguments.repeats, arguments.steps)
    tell(result)
    table(result)
    if arguments.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
