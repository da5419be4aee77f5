"""Parts of the page on calibration about its members: run again, and asked other questions."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pandas as pd
from calibrated import as_number, as_table

RESULTS = Path(__file__).parents[1] / "results"
NOT_RUN = "*Not run yet: `python {script}`.*"
EVERY = "every target"
SCENARIOS = "scenarios"
TOLD = {
    "list_share_alliance": "patients in an alliance or contract",
    "systems_acs": "ACSs",
    "practices_resisting": "practices that resist",
    "emergencies": "emergency admissions per 1,000",
}
"""Headline measures that are told here; the others are in the table."""
MOST = 0.9
"""Share of members that go one way from which that is said to hold at nearly all of them."""


def ensemble_parts() -> dict[str, str]:
    """Return every part, by the name of its marks."""
    return {"again": again(), "across": across(), "turned": turned()}


def again() -> str:
    """Tell how members do when they are run again, the episodes on the whole country."""
    path = RESULTS / "calibration" / "again.csv"
    if not path.exists():
        return NOT_RUN.format(script="experiments/calibration/run_again.py")
    table = pd.read_csv(path)
    at_all = table[table["target"] == EVERY].iloc[0]
    below = table[(table["target"] != EVERY) & (table["pass_again"] < 1)]
    rows = [
        (row.target, as_number(row.median_first), as_number(row.median_again),
         f"{row.pass_again:.0%}")
        for row in below.sort_values("pass_again", kind="stable").itertuples()
    ]  # fmt: skip
    head = ("target", "median implausibility", "again", "below 3 again")
    return (
        f"Of {at_all.members} members {at_all.pass_again:.0%} are below 3 for every target again. "
        "Targets that any of them misses:\n\n" + as_table(head, rows)
    )


def across() -> str:
    """Set differences at the defaults beside those over members."""
    table = _across()
    if table is None:
        return NOT_RUN.format(script="experiments/across_the_ensemble/run.py")
    rows = [
        (row.of.replace("_", " "), f"`{row.asked}`", TOLD[row.measure],
         f"{row.at_defaults:+.3g} ({row.low:+.3g} to {row.high:+.3g})",
         f"{row.over_members:+.3g} ({row.member_5:+.3g} to {row.member_95:+.3g})",
         f"{row.higher:.0%}", f"{row.lower:.0%}")
        for row in table[table["measure"].isin(TOLD)].itertuples()
        if row.higher + row.lower > 0 or row.at_defaults
    ]  # fmt: skip
    head = ("of", "asked", "measure", "at the defaults (95%)", "over members (5th to 95th)",
            "higher", "lower")  # fmt: skip
    return as_table(head, rows)


def turned() -> str:
    """Count the clear differences that are clear over members too; name the others."""
    table = _across()
    if table is None:
        return ""
    clear = table[(table["low"] > 0) | (table["high"] < 0)]
    is_up = clear["at_defaults"] > 0
    holds = clear["low_members"].where(is_up, -clear["high_members"]) > 0
    other_way = clear["high_members"].where(is_up, -clear["low_members"]) < 0
    same = clear["higher"].where(is_up, clear["lower"])
    return (
        f"Of {len(table):,} differences {len(clear)} are clear at the defaults (interval off "
        f"nothing). Their mean over members is clear the same way for {holds.sum()}, not clear for "
        f"{(~holds & ~other_way).sum()}, clear the other way for {other_way.sum()}; "
        f"{(same >= MOST).sum()} go the same way in the single runs of nine of ten members or "
        "more. Not clear, or the other way:\n\n"
        + "\n".join(map(_named, clear[~holds].assign(same=same).to_dict("records")))
    )


def _named(row: dict[Hashable, Any]) -> str:
    return (
        f"- `{row['asked']}` ({row['of'].replace('_', ' ')}): `{row['measure']}` "
        f"{row['at_defaults']:+.3g} at the defaults, {row['over_members']:+.3g} "
        f"({row['low_members']:+.3g} to {row['high_members']:+.3g}) over members, the same way at "
        f"{row['same']:.0%}."
    )


def _across() -> pd.DataFrame | None:
    path = RESULTS / "across_the_ensemble" / "across.csv"
    return pd.read_csv(path) if path.exists() else None
