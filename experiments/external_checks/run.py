"""Hold what the model does against the signs that others found."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import acs_abm as acs
from acs_abm.contracts.blended_payment import blended_payment, break_even_share
from acs_abm.documents import read_document
from acs_abm.explore.intervals import interval
from acs_abm.explore.runs import run_scenario

HERE = Path(__file__).parent
CHECKS = HERE / "checks.yaml"
BASE, UNTIL = "plan_2017", "2024-Q1"
FOUND = ["check", "source", "measure", "difference", "low", "high", "expected", "agrees"]
Tables = Mapping[str, pd.DataFrame]


class Worlds:
    """Runs of worlds with the same seeds; a world asked for twice is run once."""

    def __init__(self, options: argparse.Namespace, systems: Sequence[str]) -> None:
        self.options = options
        self.systems = options.system or systems
        self._last: dict[tuple[str, str], np.ndarray] = {}

    def scenario(self, sets: Mapping[str, Any]) -> acs.Scenario:
        """Return the plan with some values set."""
        return acs.Scenario.load(BASE).change(until=self.options.until or UNTIL, **sets)

    def tables(self, world: acs.Scenario, systems: Sequence[str] | None) -> Tables:
        """Run a world with every seed."""
        how = {"replicates": self.options.replicates, "workers": self.options.workers}
        return run_scenario(world, systems=systems or None, **how).tables

    def last(self, sets: Mapping[str, Any], column: str) -> np.ndarray:
        """Return a measure in the last quarter, one for each seed."""
        world = self.scenario(sets)
        key = world.fingerprint, column
        if key not in self._last:
            national = self.tables(world, self.systems)["national"]
            values = national.assign(value=national.eval(column)).groupby("replicate")["value"]
            self._last[key] = values.last().to_numpy(dtype=np.float64)
        return self._last[key]


def main() -> int:
    """Do the checks asked for; write and print what came of them."""
    options, checks = read_options(), read_document(CHECKS)
    worlds = Worlds(options, checks["eight"])
    options.output.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    try:
        for kind, check in KINDS.items():
            for name, asked in checks[kind].items():
                if not options.check or name in options.check:
                    rows += check(name, asked, worlds)
                    print(f"{name}: {rows[-1]['agrees']}", flush=True)
    except acs.AcsError as error:
        print(error, file=sys.stderr)
        return 1
    rows += capitation_line()
    write(pd.DataFrame(rows)[FOUND], options.output / "checks.csv")
    print(pd.DataFrame(rows)[FOUND].to_string(index=False))
    return 0


def read_options() -> argparse.Namespace:
    """Read the command line."""
    checks = read_document(CHECKS)
    names = [name for kind in KINDS for name in checks[kind]]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="append", choices=names, metavar="NAME",
                        help="this one only; repeatable")  # fmt: skip
    parser.add_argument("--replicates", type=int, default=10)
    parser.add_argument("--system", action="append", help="keep this care system; repeatable")
    parser.add_argument("--until", help="last quarter, for a try")
    parser.add_argument("--workers", type=int)
    parser.add_argument("-o", "--output", type=Path, default=Path("results/external_checks"))
    return parser.parse_args()


def difference(name: str, asked: Mapping[str, Any], worlds: Worlds) -> list[dict[str, object]]:
    """Take the world without from the world with."""
    without, having = (worlds.last(asked[side], asked["column"]) for side in ("without", "with"))
    return [found(name, asked, asked["column"], having - without)]


def curve(name: str, asked: Mapping[str, Any], worlds: Worlds) -> list[dict[str, object]]:
    """Fit a parabola to each seed's answers; its quadratic term, over the whole range of values."""
    values = np.array(asked["values"], dtype=np.float64)
    at = (values - values[0]) / (values[-1] - values[0])
    given = asked.get("given", {})
    answers = np.array([
        worlds.last({**given, asked["parameter"]: value}, asked["column"])
        for value in asked["values"]
    ])  # fmt: skip
    bend = np.polyfit(at, answers, 2)[0]
    return [found(name, asked, f"{asked['column']}, quadratic in {asked['parameter']}", bend)]


def interaction(name: str, asked: Mapping[str, Any], worlds: Worlds) -> list[dict[str, object]]:
    """Take what a payment does at the first value of a priority from what it does at the second."""
    ((paid, payments),), ((of, priorities),) = asked["payment"].items(), asked["priority"].items()
    does = []
    for priority in priorities:
        less, more = (
            worlds.last({paid: payment, of: priority}, asked["column"]) for payment in payments
        )
        does.append(more - less)
    return [found(name, asked, f"{asked['column']}, effect of {paid} by {of}", does[1] - does[0])]


def swings(name: str, asked: Mapping[str, Any], worlds: Worlds) -> list[dict[str, object]]:
    """Move each parameter over its plausible range; compare the largest swing of either kind."""
    catalogue, rows = acs.Scenario.load(BASE).catalogue, []
    moved: dict[str, np.ndarray] = {}
    for kind in ("intervention", "payment"):
        for parameter in asked[kind]:
            ends = (catalogue[parameter].low, catalogue[parameter].high)
            low, high = (worlds.last({parameter: end}, asked["column"]) for end in ends)
            moved[parameter] = high - low
            rows.append({"kind": kind, "parameter": parameter, "from": ends[0], "to": ends[1],
                         **of_seeds(moved[parameter])})  # fmt: skip
    write(pd.DataFrame(rows), worlds.options.output / "swings.csv")
    largest = {
        kind: max((moved[one] for one in asked[kind]), key=lambda swing: abs(swing.mean()))
        for kind in ("intervention", "payment")
    }
    lead = np.abs(largest["intervention"]) - np.abs(largest["payment"])
    measure = f"{asked['column']}, largest swing by the intervention less that by payment"
    return [found(name, {**asked, "expected": "up"}, measure, lead)]


def exits(name: str, asked: Mapping[str, Any], worlds: Worlds) -> list[dict[str, object]]:
    """Count contracts that end or whose holder fails, by contract year, one-sided and two-sided."""
    world = acs.Scenario.load(HERE / asked["scenario"])
    if worlds.options.until:
        world = world.change(until=worlds.options.until)
    seeds = range(1, worlds.options.replicates + 1)
    counted, shares = [], []
    for risk, sets in (("one-sided", {}), ("two-sided", asked["two_sided"])):
        events = worlds.tables(world.change(**sets), worlds.options.system)["events"]
        ended = contract_years(events)
        live = events[events["what"] == "contract live"].groupby("replicate").size()
        left = ended.groupby("replicate").size()
        live, left = (one.reindex(seeds, fill_value=0) for one in (live, left))
        shares.append((left / live.clip(lower=1)).to_numpy())
        by_year = ended["year"].value_counts().sort_index()
        counted += [(risk, year, number / len(seeds)) for year, number in by_year.items()]
    table = pd.DataFrame(counted, columns=["risk", "contract_year", "exits_a_run"])
    write(table, worlds.options.output / "exits.csv")
    return [found(name, asked, "share of live contracts that ended", shares[1] - shares[0])]


def contract_years(events: pd.DataFrame) -> pd.DataFrame:
    """Return each contract that ended, with the year it was in, 1 for the first."""
    begun: dict[tuple[int, str], int] = {}
    rows = []
    for event in events.itertuples():
        key, when = (event.replicate, event.code), quarters(event.quarter)
        if event.what == "contract live":
            begun[key] = when
        elif event.what == "contract ended" and key in begun:
            rows.append((event.replicate, event.code, (when - begun.pop(key)) // 4 + 1))
    return pd.DataFrame(rows, columns=["replicate", "place", "year"])


def quarters(label: str) -> int:
    """Return a quarter as a number that counts on."""
    year, quarter = label.split("-Q")
    return 4 * int(year) + int(quarter)


def capitation_line() -> list[dict[str, object]]:
    """Give the line of Basu et al. by the formula of a blended payment, $ a physician."""
    tariff, budget, before = 35_890.0, 205_418.0, 78_288.0
    rows = []
    for share, published in ((0.0, 35_890), (0.5, 120_654), (1.0, 205_418)):
        value = float(blended_payment(budget, tariff, share))
        rows.append(exact(f"surplus at a share of {share:g} by head", value, published))
    least = float(break_even_share(budget, tariff, 0.0, before))
    return [*rows, exact("least share at which the mean practice gains", least, None)]


def exact(measure: str, value: float, published: float | None) -> dict[str, object]:
    """Return a row for a number that has no luck."""
    near = "–" if published is None else "yes" if round(value) == published else "no"
    return dict(zip(FOUND, ("capitation_line", "Basu et al. 2017", measure, value, value, value,
                            published if published is not None else "–", near),
                    strict=True))  # fmt: skip


def found(
    name: str, asked: Mapping[str, Any], measure: str, differences: np.ndarray
) -> dict[str, object]:
    """Return a row: the mean difference, its interval, and whether its sign is the expected one."""
    row = of_seeds(differences)
    expected, low, high = asked["expected"], row["low"], row["high"]
    is_clear = low > 0 or high < 0
    way = "up" if low > 0 else "down"
    agrees = "not told apart from nothing"
    if is_clear:
        agrees = "yes" if expected in (way, "curved") else "no"
    return {"check": name, "source": asked["source"], "measure": measure, **row,
            "expected": expected, "agrees": agrees}  # fmt: skip


def of_seeds(differences: np.ndarray) -> dict[str, float]:
    """Return mean and 95% interval over seeds."""
    low, high = interval(differences)
    return {"difference": float(differences.mean()), "low": float(low), "high": float(high)}


def write(table: pd.DataFrame, path: Path) -> None:
    """Write a table."""
    table.to_csv(path, index=False, float_format="%.6g", lineterminator="\n")


KINDS: dict[str, Callable[[str, Mapping[str, Any], Worlds], list[dict[str, object]]]] = {
    "differences": difference,
    "curves": curve,
    "interactions": interaction,
    "swings": swings,
    "exits": exits,
}

if __name__ == "__main__":
    sys.exit(main())
