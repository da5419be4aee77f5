"""Change how the model is built, not what it assumes: do the headline measures move?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd
from registers import as_registers

import acs_abm as acs
from acs_abm.explore.intervals import interval, reach
from acs_abm.explore.runs import run_scenario
from acs_abm.model import find_systems
from acs_abm.population import Population, england_2017
from acs_abm.population.country_size import copies, thinned
from acs_abm.population.neighbours import practice_peers
from acs_abm.population.synthetic import synthetic_country

BASE = "plan_2017"
ALLIED, RESISTING, HUBS, STAGES = "list_share_alliance", "resisting", "in_hub", "systems_at_work"
MEASURES = (ALLIED, RESISTING, HUBS, STAGES)
"""Shares, so that countries of any size compare."""


@dataclass(frozen=True)
class Variant:
    """One change of how the model is built.

    Attributes
    ----------
    country
        Makes its organisations of England's.
    sets
        What it changes of the scenario.
    is_paired
        Whether the same seed means the same luck, practice by practice.
    """

    country: Callable[[Population], Population] = lambda england: england
    sets: dict[str, Any] = field(default_factory=dict)
    is_paired: bool = True


def peers_within(kilometres: float) -> Callable[[Population], Population]:
    """Return what gives practices other peers: those within so many kilometres."""

    def changed(of: Population) -> Population:
        at = of.practices
        peers = practice_peers(at.latitude, at.longitude, at.ccg, at.list_size, kilometres)
        return replace(of, practice_peers=peers)

    return changed


VARIANTS = {
    "months": Variant(sets={"steps_per_year": 12}, is_paired=False),
    "one at a time": Variant(sets={"practice.one_at_a_time": True}),
    "peers within 5 km": Variant(peers_within(5)),
    "peers within 20 km": Variant(peers_within(20)),
    "read from registers": Variant(as_registers, is_paired=False),
    "made-up country": Variant(lambda _: synthetic_country(44), is_paired=False),
    "a quarter of the practices": Variant(lambda england: thinned(england, 0.25), is_paired=False),
    "four countries": Variant(lambda england: copies(england, 4), is_paired=False),
}


def main() -> int:
    """Run every variant, write and print the table."""
    options = read_options()
    options.output.mkdir(parents=True, exist_ok=True)
    england = england_2017()
    try:
        if options.system:
            england = england.restrict(find_systems(england, options.system))
        usual = outcome(Variant(), england, options)
        rows: list[dict[str, object]] = []
        for name in options.variant or VARIANTS:
            rows += compared(name, usual, outcome(VARIANTS[name], england, options))
            print(name, flush=True)
            table = pd.DataFrame(rows)  # written as it grows: a run cut short keeps what it found
            table.to_csv(options.output / "structure.csv", index=False, float_format="%.4g",
                         lineterminator="\n")  # fmt: skip
    except acs.AcsError as error:
        print(error, file=sys.stderr)
        return 1
    print(table.to_string(index=False))
    print(f"Results: {options.output}")
    return 0


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=10)
    parser.add_argument("--until", default="2019-Q1")
    parser.add_argument("--variant", action="append", choices=list(VARIANTS), metavar="NAME",
                        help="this one only; repeatable")  # fmt: skip
    parser.add_argument("--system", action="append", help="keep this care system; repeatable")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, default=Path("results/structure"))
    return parser.parse_args()


def outcome(variant: Variant, england: Population, options: argparse.Namespace) -> pd.DataFrame:
    """Return the headline measures at the end, one row for each replicate."""
    world = acs.Scenario.load(BASE).change(until=options.until, **variant.sets)
    country = variant.country(england)
    found = run_scenario(
        world, replicates=options.replicates, population=country, workers=options.workers
    ).tables["national"]
    last = found.groupby("replicate").tail(1).sort_values("replicate")
    return pd.DataFrame(
        {
            ALLIED: last["list_share_alliance"],
            RESISTING: last["practices_resisting"] / last["practices"],
            HUBS: last["practices_in_hub"] / last["practices"],
            STAGES: (last["systems_shadow_acs"] + last["systems_acs"]) / len(country.systems.code),
        }
    ).reset_index(drop=True)


def compared(name: str, usual: pd.DataFrame, changed: pd.DataFrame) -> Sequence[dict[str, object]]:
    """Return a row for each measure: the difference and its interval, paired or not."""
    rows = []
    for measure in MEASURES:
        low, high = (
            interval((changed - usual)[measure].to_numpy())
            if VARIANTS[name].is_paired
            else unpaired(usual[measure], changed[measure])
        )
        rows.append(
            {
                "variant": name,
                "measure": measure,
                "usual": usual[measure].mean(),
                "changed": changed[measure].mean(),
                "difference": changed[measure].mean() - usual[measure].mean(),
                "low": float(low),
                "high": float(high),
                "is_paired": VARIANTS[name].is_paired,
                "replicates": len(changed),
            }
        )
    return rows


def unpaired(usual: pd.Series, changed: pd.Series) -> tuple[float, float]:
    """Return the interval of a difference of means of two samples of luck, as many in each.

    Student's t with the freedom of one sample, which is never too narrow.
    """
    n = len(usual)
    middle = float(changed.mean() - usual.mean())
    error = float(((usual.var() + changed.var()) / n) ** 0.5)
    return middle - reach(n) * error, middle + reach(n) * error


if __name__ == "__main__":
    sys.exit(main())
