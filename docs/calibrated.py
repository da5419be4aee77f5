"""Parts of the page on calibration that are made of its tables."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from acs_abm.explore.calibration.scored import scored_targets

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "results" / "calibration"
ENSEMBLE = ROOT / "acs_abm" / "explore" / "ensembles" / "calibrated_2018"
PREDICTED = ROOT / "results" / "predictions" / "summary.csv"
NOT_YET = "*Not run yet with this version; [the experiment]({}) says how.*"
CALIBRATE = "../../experiments/calibration/README.md"
PREDICT = "../../experiments/predictions/README.md"
AS_WIDE, HARDLY_MOVED = 0.9, 0.1
"""Width, and move of the median in shares of the range, that count as no change."""
CUTOFF = 3
SHOWN = (
    "list_share_alliance", "practices_alliance", "practices_full", "practices_resisting",
    "practices_in_hub", "systems_acs", "systems_shadow_acs", "ccgs", "aco_contracts_let",
    "offer_network_contract_signed_share",
)  # fmt: skip


def calibration_parts() -> dict[str, str]:
    """Return every part of the page, by the name of its marks."""
    return {
        "discrepancies": discrepancies(),
        "waves": waves(),
        "emulators": emulators(),
        "members": members(),
        "targets": targets(),
        "explained": explained(),
        "narrowed": narrowed(),
        "wide": wide(),
        "predictions": predictions(),
    }


def discrepancies() -> str:
    """Tell every error and every discrepancy with its reason."""
    rows = [
        (t.name, as_number(t.observed), as_number(t.observed_sd), as_number(t.discrepancy), t.why)
        for t in scored_targets()
    ]
    return as_table(("target", "observed", "its error", "discrepancy", "why"), rows)


def waves() -> str:
    """Tell how much of the ranges each wave left."""
    table = _read("waves")
    if table is None:
        return NOT_YET.format(CALIBRATE)
    rows = [
        (row.wave, row.points, f"{row.share_before:.2%}", f"{row.share_after:.3%}",
         f"{row.kept_of_before:.0%}")
        for row in table.itertuples()
    ]  # fmt: skip
    head = ("wave", "points", "left before", "left after", "of what was left before")
    return as_table(head, rows)


def emulators() -> str:
    """Tell how the emulators of the last wave did on runs they were not fitted to."""
    table = _read("emulators")
    if table is None:
        return NOT_YET.format(CALIBRATE)
    last = table[table["wave"] == table["wave"].max()]
    rows = [
        (row.target, _share(row.explained), _share(row.within_2), _share(row.within_3),
         as_number(row.noise_sd), _names(row.inputs))
        for row in last.itertuples()
    ]  # fmt: skip
    head = ("target", "explained", "within 2", "within 3", "noise", "inputs that matter")
    return as_table(head, rows)


def members() -> str:
    """Tell how many members there are, and of how many points that were run."""
    path = ENSEMBLE / "manifest.json"
    if not path.exists():
        return NOT_YET.format(CALIBRATE)
    facts = json.loads(path.read_text(encoding="utf-8"))
    size = facts["effective_size"]["weighted by how near they come"]
    return (
        f"{facts['members']} members, of {facts['points_run']} points of the region that were run. "
        f"Drawn evenly, they count as so many; weighted by how near they come to the targets, as "
        f"{size:g}. Fingerprint `{facts['fingerprint']}`, code `{facts['code']}`."
    )


def targets() -> str:
    """Set every target beside the best and the median member."""
    table = _read("targets")
    if table is None:
        return NOT_YET.format(CALIBRATE)
    rows = [
        (row.target, as_number(row.observed), f"{as_number(row.low)} to {as_number(row.high)}",
         as_number(row.best_member_gives), as_number(row.best_member),
         as_number(row.best_member_no_discrepancy), as_number(row.median_member_gives),
         as_number(row.median_member), as_number(row.median_member_no_discrepancy))
        for row in table.itertuples()
    ]  # fmt: skip
    head = (
        "target", "observed", "members, 5% to 95%", "best member gives", "implausibility",
        "without discrepancy", "median member gives", "implausibility", "without discrepancy",
    )  # fmt: skip
    return as_table(head, rows)


def explained() -> str:
    """Explain each target that the best or the median member misses by more than three."""
    table = _read("targets")
    if table is None:
        return NOT_YET.format(CALIBRATE)
    why = {target.name: target.why for target in scored_targets()}
    without = table[["best_member_no_discrepancy", "median_member_no_discrepancy"]].max(axis=1)
    missed = table[without > CUTOFF].assign(most=without)
    return "\n".join(
        f"- **{row.target}** ({row.most:.1f}): {why[row.target]}" for row in missed.itertuples()
    )


def narrowed() -> str:
    """List the parameters of which less is open than before."""
    table = _read("parameters")
    if table is None:
        return NOT_YET.format(CALIBRATE)
    changed = table[~_is_unchanged(table)].sort_values("width")
    rows = [
        (f"`{row.parameter}`", row.unit, f"{as_number(row.low)} to {as_number(row.high)}",
         as_number(row.default), f"{as_number(row.member_5)} to {as_number(row.member_95)}",
         as_number(row.member_median), f"{row.width:.2f}")
        for row in changed.itertuples()
    ]  # fmt: skip
    head = ("parameter", "unit", "range", "default", "members, 5% to 95%", "median", "width")
    return as_table(head, rows)


def wide() -> str:
    """Name the parameters that stayed as wide as they began."""
    table = _read("parameters")
    if table is None:
        return NOT_YET.format(CALIBRATE)
    same = table[_is_unchanged(table)]["parameter"]
    names = ", ".join(f"`{name}`" for name in same)
    return f"{len(same)} of {len(table)}: {names}."


def predictions() -> str:
    """Summarise the predictions by year."""
    if not PREDICTED.exists():
        return NOT_YET.format(PREDICT)
    table = pd.read_csv(PREDICTED)
    shown = table[table["measure"].isin(SHOWN)]
    rows = [
        (f"`{row.measure}`", row.quarter, as_number(row.median),
         f"{as_number(row.low)} to {as_number(row.high)}", as_number(row.sd_parameters),
         as_number(row.sd_luck))
        for row in shown.sort_values(["measure", "quarter"]).itertuples()
    ]  # fmt: skip
    head = ("measure", "quarter", "median", "90% interval", "sd of parameters", "sd of luck")
    return as_table(head, rows)


def _is_unchanged(table: pd.DataFrame) -> pd.Series:
    return (table["width"] >= AS_WIDE) & (table["shift"].abs() <= HARDLY_MOVED)


def _read(name: str) -> pd.DataFrame | None:
    path = TABLES / f"{name}.csv"
    return pd.read_csv(path) if path.exists() else None


def as_table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """Write a table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def as_number(value: float) -> str:
    """Write a number short; a dash where there is none."""
    return "–" if pd.isna(value) else f"{value:.4g}"


def _share(value: float) -> str:
    return "–" if pd.isna(value) else f"{value:.0%}"


def _names(written: object) -> str:
    names = str(written).split() if isinstance(written, str) else []
    return ", ".join(f"`{name}`" for name in names) or "none"
