"""Write down what the model says of every national measure, before anybody compares it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import acs_abm as acs
from acs_abm.explore.bands import parted
from acs_abm.explore.ensemble import Ensemble
from acs_abm.explore.predictions import KEYS, SIMULATE
from acs_abm.explore.provenance import commit, library_versions, package_version
from acs_abm.explore.study.code import code_fingerprint
from acs_abm.explore.study.design import ensemble as members_of

SCENARIO, UNTIL, YEAR_ENDS = "as_enacted", "2024-Q1", "Q1"
RUNS, FILE, SUMMARY, MANIFEST = "runs", "predictions.parquet", "summary.csv", "manifest.json"


def main() -> int:
    """Run the ensemble, write the register and its summary."""
    options = read_options()
    try:
        ensemble = Ensemble.load(options.ensemble)
        study = acs.Study(
            options.output / RUNS,
            [acs.Scenario.load(SCENARIO).change(until=UNTIL)],
            question="What does the model say, before it is compared?",
            design=members_of(ensemble, options.members),
            replicates=options.replicates,
            outputs=("national",),
            simulate=SIMULATE,
        )
        study.run(options.workers, simulate=SIMULATE)
    except acs.AcsError as error:
        print(error, file=sys.stderr)
        return 1
    table = register(study)
    path = options.output / FILE
    table.to_parquet(path, index=False, compression="zstd", write_page_checksum=True)
    by_year(table).to_csv(
        options.output / SUMMARY, index=False, float_format="%.5g", lineterminator="\n"
    )
    text = json.dumps(facts(study, ensemble, path, table), indent=1)
    (options.output / MANIFEST).write_text(text + "\n", encoding="utf-8")
    print(f"{len(table):,} rows, {path.stat().st_size / 1e6:.1f} MB: {path}")
    return 0


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ensemble", default="calibrated_2018")
    parser.add_argument("--members", type=int, help="the first so many; all where not given")
    parser.add_argument("--replicates", type=int, default=5)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, default=Path("results/predictions"))
    return parser.parse_args()


def register(study: acs.Study) -> pd.DataFrame:
    """Return one row for each member, replicate and quarter; float32 says all that luck leaves."""
    table = study.table("national")
    table.insert(0, "member", (table["point"] + 1).astype(np.int16))
    table["replicate"] = table["replicate"].astype(np.int16)
    numbers = table.select_dtypes("number").columns.difference(["member", "replicate"])
    table = table.astype(dict.fromkeys(numbers, np.float32))
    first = list(KEYS)
    rest = [name for name in table.columns if name not in {*first, "scenario", "point", "run"}]
    return table[first + rest].sort_values(first, ignore_index=True)


def by_year(table: pd.DataFrame) -> pd.DataFrame:
    """Return median and 90% interval of every measure at the end of each financial year."""
    ends = table[table["quarter"].str.endswith(YEAR_ENDS)]
    rows = []
    for quarter, part in ends.groupby("quarter"):
        for name in [name for name in part.columns if name not in KEYS]:
            values = part[name].astype(float)
            low, median, high = values.quantile([0.05, 0.5, 0.95])
            parameters, luck = parted(values, part["member"])
            rows.append((quarter, name, low, median, high, parameters, luck))
    columns = ["quarter", "measure", "low", "median", "high", "sd_parameters", "sd_luck"]
    return pd.DataFrame(rows, columns=columns)


def facts(
    study: acs.Study, ensemble: Ensemble, path: Path, table: pd.DataFrame
) -> Mapping[str, Any]:
    """Return what the manifest says: of code, parameters, ensemble and file."""
    scenario = acs.Scenario.load(SCENARIO).change(until=UNTIL)
    return {
        "kind": "acs_abm predictions",
        "package_version": package_version(),
        "commit": commit(),
        "code": code_fingerprint(SIMULATE),
        "scenario": {"name": SCENARIO, "until": UNTIL, "fingerprint": scenario.fingerprint},
        "ensemble": {"name": ensemble.name, "fingerprint": ensemble.fingerprint},
        "plan": study.plan.fingerprint,
        "members": int(table["member"].nunique()),
        "replicates": study.plan.replicates,
        "rows": len(table),
        "file": {"name": FILE, "sha256": sha256(path.read_bytes()).hexdigest()},
        "libraries": library_versions(),
    }


if __name__ == "__main__":
    sys.exit(main())
