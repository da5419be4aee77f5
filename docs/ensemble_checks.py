"""Parts of the page on calibration about its members: run again, and asked other questions."""

from __future__ import annotations

from pathlib import Path

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
"""Share of members on one side from which a direction is said to hold."""


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
    """Name what is clear at the defaults and does not hold at nine of ten members."""
    table = _across()
    if table is None:
        return ""
    is_clear = (table["low"] > 0) | (table["high"] < 0)
    clear = table[is_clear]
    same = clear["higher"].where(clear["at_defaults"] > 0, clear["lower"])
    not_held = clear[same < MOST].assign(same=same)
    lines = [
        f"- `{row.asked}` ({row.of.replace('_', ' ')}): `{row.measure}` {row.at_defaults:+.3g} at "
        f"the defaults, {row.over_members:+.3g} over members, the same way at {row.same:.0%}."
        for row in not_held.itertuples()
    ]
    return (
        f"Of {len(table):,} differences {len(clear)} are clear at the defaults; "
        f"{len(clear) - len(not_held)} of them go the same way at nine of ten members or more. "
        "The others:\n\n" + "\n".join(lines)
    )


def _across() -> pd.DataFrame | None:
    path = RESULTS / "across_the_ensemble" / "across.csv"
    return pd.read_csv(path) if path.exists() else None
