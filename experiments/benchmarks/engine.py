"""Time the engine: thread CPU of a ten-year run, phase by phase, and how it grows.

Run as ``python experiments/benchmarks/engine.py [--json] [--sizes 1 2 5 10] [--repeats 10]``.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import time
from collections import defaultdict

from acs_abm import AccountableCareModel, Scenario, england_2017
from acs_abm.steps import SCHEDULE
from acs_abm.steps.practices import eligible_practices

MILLI = 1000.0


def time_run(scenario: Scenario, scale: float, seed: int) -> dict[str, float]:
    """Run once; return milliseconds of thread CPU by phase, the start and recording included."""
    spent: dict[str, float] = defaultdict(float)
    population = england_2017(scale=scale)
    last = time.thread_time()
    model = AccountableCareModel(scenario, seed=seed, population=population)

    def lap(name: str) -> None:
        nonlocal last
        now = time.thread_time()
        spent[name] += MILLI * (now - last)
        last = now

    lap("Start: traits, stances, columns")
    world = model.world
    while not model.is_over:
        world.step = model.taken
        for phase in SCHEDULE:
            phase.run(world)
            lap(phase.title)
        model.recorder.record(world, eligible_practices(world))
        model.taken += 1
        lap("Recording")
    return spent


def measure(scenario: Scenario, scale: float, repeats: int) -> dict[str, object]:
    """Return best and median engine time and the profile of the best run."""
    time_run(scenario, scale, seed=0)
    runs = [time_run(scenario, scale, seed=1) for _ in range(repeats)]
    totals = [sum(run.values()) for run in runs]
    best = runs[totals.index(min(totals))]
    return {
        "scale": scale,
        "engine_ms": round(min(totals), 1),
        "median_ms": round(statistics.median(totals), 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "profile": {name: round(value, 1) for name, value in best.items()},
    }


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    parser.add_argument("--sizes", type=float, nargs="+", default=[1, 2, 5, 10])
    parser.add_argument("--repeats", type=int, default=10)
    arguments = parser.parse_args()
    scenario = Scenario.load("plan_2017")
    results = []
    for scale in arguments.sizes:
        result = measure(scenario, scale, arguments.repeats)
        results.append(result)
        line = "{scale:g} x England: best {engine_ms} ms, median {median_ms} ms, peak {peak_mb} MB"
        print(line.format(**result))
        if scale == arguments.sizes[0]:
            for name, value in result["profile"].items():  # type: ignore[attr-defined]
                print(f"    {name:<52} {value:7.1f} ms")
    if arguments.json:
        print(json.dumps({**results[0], "sizes": results}))


if __name__ == "__main__":
    main()
