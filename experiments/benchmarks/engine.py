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
from typing import Any

from acs_abm import AccountableCareModel, Scenario, england_2017
from acs_abm.population import Population
from acs_abm.steps import SCHEDULE
from acs_abm.steps.practices import eligible_practices

MILLI = 1000.0
START, RECORDING = "Start: traits, stances, columns", "Recording"


class Laps:
    """Milliseconds of thread CPU by what they were spent on."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._last = time.thread_time()

    def lap(self, name: str) -> None:
        """Put the time since the last lap under a name."""
        now = time.thread_time()
        self.spent[name] += MILLI * (now - self._last)
        self._last = now


def time_run(scenario: Scenario, population: Population, seed: int) -> dict[str, float]:
    """Run once; return milliseconds of thread CPU by phase, the start and recording included."""
    laps = Laps()
    model = AccountableCareModel(scenario, seed=seed, population=population)
    laps.lap(START)
    world = model.world
    while not model.is_over:
        world.step = model.taken
        for phase in SCHEDULE:
            phase.run(world)
            laps.lap(phase.title)
        model.recorder.record(world, eligible_practices(world))
        model.taken += 1
        laps.lap(RECORDING)
    return laps.spent


def measure(scenario: Scenario, scale: float, repeats: int) -> dict[str, Any]:
    """Return best and median engine time and the profile of the best run."""
    population = england_2017(scale=scale)
    time_run(scenario, population, seed=0)
    runs = [time_run(scenario, population, seed=1) for _ in range(repeats)]
    totals = [sum(run.values()) for run in runs]
    best = runs[totals.index(min(totals))]
    return {
        "scale": scale,
        "engine_ms": round(min(totals), 1),
        "median_ms": round(statistics.median(totals), 1),
        "peak_mb": peak_mb(),
        "profile": rounded(best),
    }


def peak_mb() -> float:
    """Return the most memory the process held so far, in megabytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def rounded(profile: dict[str, float]) -> dict[str, float]:
    """Return milliseconds to one digit."""
    return {name: round(value, 1) for name, value in profile.items()}


def arguments_of(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """Read the command line, with the options that both benchmarks have."""
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    parser.add_argument("--repeats", type=int, default=10, help="runs of the engine")
    return parser.parse_args()


def tell(result: dict[str, Any]) -> None:
    """Say in a line how long the engine took."""
    line = "{scale:g} x England: best {engine_ms} ms, median {median_ms} ms, peak {peak_mb} MB"
    print(line.format(**result))


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=float, nargs="+", default=[1, 2, 5, 10])
    arguments = arguments_of(parser)
    scenario = Scenario.load("plan_2017")
    results = []
    for scale in arguments.sizes:
        result = measure(scenario, scale, arguments.repeats)
        results.append(result)
        tell(result)
        if scale == arguments.sizes[0]:
            for name, value in result["profile"].items():
                print(f"    {name:<52} {value:7.1f} ms")
    if arguments.json:
        print(json.dumps({**results[0], "sizes": results}))


if __name__ == "__main__":
    main()
