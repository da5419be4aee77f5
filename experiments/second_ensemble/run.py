"""Set the bands of two ensembles, fitted with different seeds, beside each other."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import acs_abm as acs
from acs_abm.explore.calibration.calibrate import ENSEMBLE, SETTINGS
from acs_abm.explore.calibration.judging import judge_of_wave
from acs_abm.explore.calibration.region import Judge
from acs_abm.explore.calibration.scored import Scored, scored_targets
from acs_abm.explore.calibration.settings import SURVEYS
from acs_abm.explore.calibration.waves import luck_of
from acs_abm.explore.ensemble import Ensemble
from acs_abm.explore.predictions import KEYS
from acs_abm.explore.study.design import Design, sobol_units
from acs_abm.explore.study.plan_file import is_study

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PERCENTILES = (5, 50, 95)
YEAR_END = "Q1"
FIRST = Path("results/calibration")
SEED = 20180630
"""Of the resampling."""
CUTOFF = 3.0
ASKED = 16_384
"""Points over the whole of the ranges that both designs are asked about."""


def main() -> int:
    """Compare, write both tables, print what they say."""
    options = read_options()
    try:
        bands = compared(
            read(options.first_predictions),
            read(options.output / "predictions"),
            options.resamples,
        )
        agreed, by_target = agreement(options.first, options.output / "calibration")
    except (acs.AcsError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    for name, table in (("bands", bands), ("agreement", agreed), ("ruled_out", by_target)):
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


def agreement(first: Path, second: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what both designs say of what is ruled out: in all, and target by target.

    Both are asked about the same points, spread evenly over the ranges, and about the members of
    each other.
    """
    judges = [judges_of(folder) for folder in (first, second)]
    design = acs.Study(first / "wave-1").plan.design
    units = sobol_units(len(design.parameters), ASKED, SEED)
    ours, theirs = (keeps(units, judge) for judge in judges)
    ensembles = [Ensemble.load(folder / ENSEMBLE) for folder in (first, second)]
    points = [units_of_members(one, design) for one in ensembles]
    left = [pd.read_csv(folder / "waves.csv")["share_after"].iloc[-1] for folder in (first, second)]
    rows = [
        ("share of the ranges left by the first", left[0]),
        ("share of the ranges left by the second", left[1]),
        ("points asked about", len(units)),
        ("share kept by the first", ours.mean()),
        ("share kept by the second", theirs.mean()),
        ("share kept by both", (ours & theirs).mean()),
        ("share kept by both if they had nothing to do with each other",
         ours.mean() * theirs.mean()),
        ("share on which they agree", (ours == theirs).mean()),
        ("agreement beyond chance (kappa)", kappa(ours, theirs)),
        ("members of the first", ensembles[0].size),
        ("members of the second", ensembles[1].size),
        ("share of members of the first that emulators of the second keep",
         keeps(points[0], judges[1]).mean()),
        ("share of members of the second that emulators of the first keep",
         keeps(points[1], judges[0]).mean()),
    ]  # fmt: skip
    by_target = [
        (target.name, *(ruled_out(units, judge, target).mean() for judge in judges))
        for target in scored_targets()
    ]
    return (
        pd.DataFrame(rows, columns=["what", "value"]),
        pd.DataFrame(by_target, columns=["target", "first", "second"]),
    )


def judges_of(folder: Path) -> list[Judge]:
    """Return the judge of every wave of a calibration, the surveys' first."""
    if not (folder / SETTINGS).exists() or not is_study(folder / "wave-1"):
        raise FileNotFoundError(f"{folder}: holds no calibration with its runs; see the README")
    targets = scored_targets()
    luck = luck_of(folder / "luck", [target.name for target in targets])
    of_surveys, _ = judge_of_wave(folder / SURVEYS, targets, luck, CUTOFF)
    judges = [of_surveys]
    for wave in sorted(folder.glob("wave-*")):
        # in the first wave the surveys' own emulators stand for their targets
        done = of_surveys.emulators if wave.name == "wave-1" else {}
        asked = [target for target in targets if target.name not in done]
        judges.append(judge_of_wave(wave, asked, luck, CUTOFF)[0])
    return judges


def keeps(units: Floats, judges: Sequence[Judge]) -> Bools:
    """Return which points no wave of a calibration rules out."""
    return np.asarray(np.all([judge.keeps(units) for judge in judges], axis=0))


def ruled_out(units: Floats, judges: Sequence[Judge], target: Scored) -> Bools:
    """Return which points some wave rules out for a target."""
    out = np.zeros(len(units), dtype=bool)
    for judge in judges:
        if target.name in judge.emulators:
            out |= judge.implausibility(units, target) >= judge.cutoff
    return out


def kappa(ours: Bools, theirs: Bools) -> float:
    """Return agreement beyond what two would have by chance: 1 for always, 0 for none (Cohen)."""
    both = float(np.mean(ours == theirs))
    chance = float(ours.mean() * theirs.mean() + (1 - ours.mean()) * (1 - theirs.mean()))
    return (both - chance) / (1 - chance)


def units_of_members(ensemble: Ensemble, design: Design) -> Floats:
    """Return the members in the unit cube of the ranges."""
    low, high = np.array(design.low), np.array(design.high)
    values = ensemble.members[list(design.parameters)].to_numpy(dtype=np.float64)
    return np.asarray((values - low) / (high - low))


if __name__ == "__main__":
    sys.exit(main())
