"""Set the bands of two ensembles, fitted with different seeds, beside each other."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import acs_abm as acs
from acs_abm.explore.calibration.calibrate import SETTINGS
from acs_abm.explore.calibration.judging import judge_of_wave
from acs_abm.explore.calibration.scored import scored_targets
from acs_abm.explore.calibration.waves import luck_of
from acs_abm.explore.ensemble import Ensemble
from acs_abm.explore.predictions import KEYS

Floats = NDArray[np.float64]

PERCENTILES = (5, 50, 95)
YEAR_END = "Q1"
FIRST = Path("results/calibration")
SEED = 20180630
"""Of the resampling."""
CUTOFF = 3.0


def main() -> int:
    """Compare, write both tables, print what they say."""
    options = read_options()
    try:
        bands = compared(
            read(options.first_predictions),
            read(options.output / "predictions"),
            options.resamples,
        )
        agreed = agreement(options.first, options.output / "calibration")
    except (acs.AcsError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    for name, table in (("bands", bands), ("agreement", agreed)):
        table.to_csv(
            options.output / f"{name}.csv", index=False, float_format="%.4g", lineterminator="\n"
        )
    print(bands.groupby("percentile")["is_same"].agg(["size", "mean"]).to_string())
    print(agreed.to_string(index=False))
    print(f"Results: {options.output}")
    return 0


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=Path, default=FIRST, help="folder of the first calibration")
    parser.add_argument("--first-predictions", type=Path, default=Path("results/predictions"))
    parser.add_argument("--resamples", type=int, default=400)
    parser.add_argument("-o", "--output", type=Path, default=Path("results/second_ensemble"))
    return parser.parse_args()


def read(folder: Path) -> pd.DataFrame:
    """Return the runs of an ensemble at the ends of financial years."""
    table = pd.read_parquet(folder / "predictions.parquet")
    return table[table["quarter"].str.endswith(YEAR_END)]


def compared(first: pd.DataFrame, second: pd.DataFrame, resamples: int) -> pd.DataFrame:
    """Return a row for each year, measure and percentile."""
    luck = np.random.default_rng(SEED)
    rows = []
    for quarter, ours in first.groupby("quarter"):
        theirs = second[second["quarter"] == quarter]
        names = [name for name in ours if name not in KEYS]
        tables = [by_member(part, names) for part in (ours, theirs)]
        at, other = (percentiles(table) for table in tables)
        spread = np.array([
            percentiles(drawn(tables[1], luck)) - percentiles(drawn(tables[0], luck))
            for _ in range(resamples)
        ])  # fmt: skip
        low, high = np.quantile(spread, (0.025, 0.975), axis=0)
        for column, name in enumerate(names):
            for row, percentile in enumerate(PERCENTILES):
                is_same = bool(low[row, column] <= 0 <= high[row, column])
                rows.append((
                    quarter, name, percentile, at[row, column], other[row, column],
                    other[row, column] - at[row, column], low[row, column], high[row, column],
                    is_same,
                ))  # fmt: skip
    return pd.DataFrame(
        rows,
        columns=["quarter", "measure", "percentile", "first", "second", "difference", "low",
                 "high", "is_same"],
    )  # fmt: skip


def by_member(table: pd.DataFrame, names: list[str]) -> Floats:
    """Return the runs as members × replicates × measures."""
    ordered = table.sort_values(["member", "replicate"])
    members = ordered["member"].nunique()
    return ordered[names].to_numpy(dtype=np.float64).reshape(members, -1, len(names))


def drawn(runs: Floats, luck: np.random.Generator) -> Floats:
    """Draw as many members, with all their replicates, with putting back."""
    return runs[luck.integers(len(runs), size=len(runs))]


def percentiles(runs: Floats) -> Floats:
    """Return percentiles × measures over all runs."""
    return np.asarray(np.nanpercentile(runs.reshape(-1, runs.shape[-1]), PERCENTILES, axis=0))


def agreement(first: Path, second: Path) -> pd.DataFrame:
    """Return what both designs say of what is ruled out, one line each."""
    left = [pd.read_csv(folder / "waves.csv")["share_after"].iloc[-1] for folder in (first, second)]
    ours, theirs = Ensemble.load("calibrated_2018"), Ensemble.load(second / "ensemble")
    kept = kept_by(second, ours)
    rows = [
        ("share of the ranges left by the first", left[0]),
        ("share of the ranges left by the second", left[1]),
        ("members of the first", ours.size),
        ("members of the second", theirs.size),
        ("share of members of the first that emulators of the second keep", kept),
    ]
    return pd.DataFrame(rows, columns=["what", "value"])


def kept_by(folder: Path, ensemble: Ensemble) -> float:
    """Return the share of an ensemble's members that the emulators of a calibration keep."""
    if not (folder / SETTINGS).exists():
        raise FileNotFoundError(f"{folder}: holds no calibration; see the README")
    targets, design = scored_targets(), acs.Study(folder / "wave-1").plan.design
    low, high = np.array(design.low), np.array(design.high)
    values = ensemble.members[list(design.parameters)].to_numpy(dtype=np.float64)
    units = (values - low) / (high - low)
    luck = luck_of(folder / "luck", [target.name for target in targets])
    keeps = np.ones(len(units), dtype=bool)
    of_surveys: set[str] = set()  # the first wave's emulators of these are the surveys' own
    for name in ("surveys", "wave-1", "wave-2"):
        asked = [one for one in targets if name != "wave-1" or one.name not in of_surveys]
        judge, _ = judge_of_wave(folder / name, asked, luck, CUTOFF)
        of_surveys = of_surveys or set(judge.emulators)
        keeps &= judge.keeps(units)
    return float(keeps.mean())


if __name__ == "__main__":
    sys.exit(main())
