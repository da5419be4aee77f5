"""Ask what the scenarios and studies ask again, at every member of the calibrated ensemble."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

import acs_abm as acs
from acs_abm.analysis.compare.headlines import HEADLINES
from acs_abm.documents import read_document
from acs_abm.explore.ensemble import Ensemble
from acs_abm.explore.intervals import interval
from acs_abm.explore.runs import run_scenario
from acs_abm.scenario import shipped_scenarios

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions.yaml"
ENSEMBLE = "calibrated_2018"
BASE = "plan_2017"
SCENARIOS = "scenarios"
UNTIL = "2024-Q1"
"""How far the shipped scenarios are run, as far as the predictions are."""
DONE: dict[object, pd.DataFrame] = {}
"""What was run already, by world, systems, runs and whether with the ensemble."""


@dataclass(frozen=True)
class Pair:
    """Two worlds: what is asked is how B differs from A.

    Attributes
    ----------
    of
        The study that asks it; :data:`SCENARIOS` for a shipped scenario beside the plan.
    name
        What B is, or the lever that goes from its least to its greatest value.
    a, b
        The worlds, over the same quarters.
    systems
        Care systems to keep; none for those that the worlds are about.
    """

    of: str
    name: str
    a: acs.Scenario
    b: acs.Scenario
    systems: tuple[str, ...]


def main() -> int:
    """Ask everything; write a table and print it."""
    options = read_options()
    options.output.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    try:
        for pair in chosen(options):
            print(f"{pair.of}: {pair.name}", flush=True)
            rows += asked(pair, options)
            # written as it grows: a run cut short keeps what it found
            pd.DataFrame(rows).to_csv(
                options.output / "across.csv", index=False, float_format="%.4g", lineterminator="\n"
            )
    except acs.AcsError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Results: {options.output}")
    return 0


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=40, help="members, from the first")
    parser.add_argument("--replicates", type=int, default=10, help="runs at the defaults")
    parser.add_argument("--ensemble", default=ENSEMBLE, help="name of one, or its folder")
    parser.add_argument("--only", action="append", metavar="NAME", help="this study; repeatable")
    parser.add_argument("--until", help="last quarter, for a try")
    parser.add_argument("--system", action="append", help="keep this care system, for a try")
    parser.add_argument("--workers", type=int)
    parser.add_argument("-o", "--output", type=Path, default=Path("results/across_the_ensemble"))
    return parser.parse_args()


def chosen(options: argparse.Namespace) -> Iterator[Pair]:
    """Return the pairs that are asked about, those of the scenarios first."""
    known = [SCENARIOS, *read_document(QUESTIONS)]
    names = options.only or known
    for name in names:
        if name not in known:
            raise acs.AcsError(f"--only {name}: there are {', '.join(known)}")
    for name in names:
        yield from scenarios(options) if name == SCENARIOS else of_study(name, options)


def scenarios(options: argparse.Namespace) -> Iterator[Pair]:
    """Return every shipped scenario that begins with the plan, beside the plan."""
    plan = acs.Scenario.load(BASE).change(until=options.until or UNTIL)
    for name in shipped_scenarios():
        world = acs.Scenario.load(name)
        if name == BASE or world.clock.start != plan.clock.start:
            continue  # one that begins earlier is what the ensemble was fitted to
        keep = tuple(options.system or world.systems)
        yield Pair(SCENARIOS, name, plan, world.change(until=options.until or UNTIL), keep)


def of_study(name: str, options: argparse.Namespace) -> Iterator[Pair]:
    """Return what a study asks: another world, or each of its levers from end to end."""
    written = read_document(QUESTIONS)[name]
    until = options.until or written["until"]
    keep = tuple(options.system or written.get("systems", ()))
    a = world_of(written["a"]).change(until=until)
    if "b" in written:
        b = world_of(written["b"]).change(until=until)
        yield Pair(name, b.name, a, b, keep)
    for called, sides in written.get("pairs", {}).items():
        yield Pair(name, called, a.change(**sides["a"]), a.change(**sides["b"]), keep)
    for lever in written.get("varies", ()):
        ends = a.catalogue[lever]
        least, most = (a.change(**{lever: end}) for end in (ends.low, ends.high))
        yield Pair(name, lever, least, most, keep)


def world_of(written: str) -> acs.Scenario:
    """Read a shipped scenario, or one that lies among the experiments."""
    return acs.Scenario.load(HERE.parent / written if written.endswith(".yaml") else written)


def asked(pair: Pair, options: argparse.Namespace) -> list[dict[str, object]]:
    """Return a row for each headline measure: the difference at the defaults and over members."""
    members = Ensemble.load(options.ensemble)
    at_defaults = difference(pair, options.replicates, None, options.workers)
    over_members = difference(pair, options.members, members, options.workers)
    return [
        {"of": pair.of, "asked": pair.name, "measure": measure}
        | row(at_defaults[measure], over_members[measure])
        for measure in HEADLINES
    ]


def row(at_defaults: pd.Series, over_members: pd.Series) -> dict[str, object]:
    """Set means, intervals and signs of differences beside each other."""
    low, high = interval(at_defaults.to_numpy())
    low_members, high_members = interval(over_members.to_numpy())
    return {
        "at_defaults": at_defaults.mean(),
        "low": float(low),
        "high": float(high),
        "over_members": over_members.mean(),
        "low_members": float(low_members),
        "high_members": float(high_members),
        "member_5": over_members.quantile(0.05),
        "member_95": over_members.quantile(0.95),
        "higher": float((over_members > 0).mean()),
        "lower": float((over_members < 0).mean()),
        "members": len(over_members),
        "replicates": len(at_defaults),
    }


def difference(
    pair: Pair, runs: int, ensemble: Ensemble | None, workers: int | None
) -> pd.DataFrame:
    """Return how B ends less how A ends, run by run, with the same member and luck."""
    a, b = (ends(world, pair.systems, runs, ensemble, workers) for world in (pair.a, pair.b))
    return b - a


def ends(
    world: acs.Scenario,
    systems: tuple[str, ...],
    runs: int,
    ensemble: Ensemble | None,
    workers: int | None,
) -> pd.DataFrame:
    """Return the headline measures at the end of each run, a row for each; run once only."""
    key = (world.fingerprint, systems, runs, ensemble is not None)
    if key not in DONE:
        national = run_scenario(
            world, replicates=runs, systems=systems or None, ensemble=ensemble, workers=workers
        ).tables["national"]
        last = national.groupby("replicate").tail(1).set_index("replicate")
        DONE[key] = last[list(HEADLINES)].astype(float)
    return DONE[key]


if __name__ == "__main__":
    sys.exit(main())
