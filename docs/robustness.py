"""Parts about what could shake a result: another ensemble, another build, others' findings."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from calibrated import SHOWN, as_number, as_table

RESULTS = Path(__file__).parents[1] / "results"
NOT_RUN = "*Not run yet: `python {script}`.*"
LAST_YEAR = "2024-Q1"


def robustness_parts() -> dict[str, str]:
    """Return every part, by the name of its marks."""
    return {"bands": bands(), "agreement": agreement(), "structure": structure()}


def bands() -> str:
    """Tell how many percentiles of the two ensembles differ by more than resampling allows."""
    table = _read("second_ensemble", "bands")
    if table is None:
        return NOT_RUN.format(script="experiments/second_ensemble/run.py")
    alike = table.groupby("percentile")["is_same"].mean()
    counted = "; ".join(f"{at}th percentile {share:.0%}" for at, share in alike.items())
    last = table[(table["quarter"] == LAST_YEAR) & table["measure"].isin(SHOWN)]
    wide = last.pivot_table(index="measure", columns="percentile", values=["first", "second"])
    rows = [
        (f"`{measure}`", *(_band(row, which) for which in ("first", "second")),
         _verdict(last, measure))
        for measure, row in wide.reindex([name for name in SHOWN if name in wide.index]).iterrows()
    ]  # fmt: skip
    head = (f"measure, {LAST_YEAR}", "first: median (90%)", "second", "differ by more than luck")
    return (
        f"Of {len(table):,} percentiles of all measures and years, as many lie within sampling "
        f"error of each other: {counted}.\n\n" + as_table(head, rows)
    )


def _band(row: pd.Series, which: str) -> str:
    low, middle, high = (as_number(row[which, at]) for at in (5, 50, 95))
    return f"{middle} ({low} to {high})"


def _verdict(table: pd.DataFrame, measure: object) -> str:
    differ = table[(table["measure"] == measure) & ~table["is_same"]]["percentile"]
    return ", ".join(f"{at}th" for at in differ) or "no"


def agreement() -> str:
    """Tell whether two designs rule out the same."""
    table = _read("second_ensemble", "agreement")
    if table is None:
        return ""
    rows = [(row.what, as_number(row.value)) for row in table.itertuples()]
    return as_table(("what", "value"), rows)


def structure() -> str:
    """Tell what each other way to build the model changes."""
    table = _read("structure", "structure")
    if table is None:
        return NOT_RUN.format(script="experiments/structure/run.py")
    rows = [
        (row.variant, f"`{row.measure}`", as_number(row.usual), as_number(row.changed),
         f"{row.difference:+.3g} ({row.low:+.3g} to {row.high:+.3g})",
         "no" if row.low <= 0 <= row.high else "yes")
        for row in table.itertuples()
    ]  # fmt: skip
    head = ("variant", "measure", "usual", "changed", "difference (95%)", "off nothing")
    return as_table(head, rows)


def external_parts() -> dict[str, str]:
    """Return every part of the page on external checks, by the name of its marks."""
    checks = _read("external_checks", "checks")
    if checks is None:
        not_run = NOT_RUN.format(script="experiments/external_checks/run.py")
        return dict.fromkeys(("checks", "swings", "exits"), not_run)
    return {"checks": checks_table(checks), "swings": swings(), "exits": exits()}


def checks_table(table: pd.DataFrame) -> str:
    """Set every sign beside the one that was expected."""
    rows = [
        (row.check.replace("_", " "), row.source, row.measure,
         f"{row.difference:g}" if row.check == "capitation_line"
         else f"{row.difference:+.3g} ({row.low:+.3g} to {row.high:+.3g})",
         str(row.expected), row.agrees)
        for row in table.itertuples()
    ]  # fmt: skip
    head = ("check", "source", "measure", "found (95%)", "expected", "agrees")
    return as_table(head, rows)


def swings() -> str:
    """Tell how far each parameter moves savings over its plausible range, the furthest first."""
    table = _read("external_checks", "swings")
    if table is None:
        return ""
    table = table.rename(columns={"from": "moved_from"})
    ordered = table.sort_values("difference", key=abs, ascending=False, kind="stable")
    rows = [
        (row.kind, f"`{row.parameter}`", f"{row.moved_from:g} to {row.to:g}",
         f"{row.difference:+.3g} ({row.low:+.3g} to {row.high:+.3g})")
        for row in ordered.itertuples()
    ]  # fmt: skip
    return as_table(("kind", "parameter", "moved", "savings, £m a year (95%)"), rows)


def exits() -> str:
    """Tell in which contract year contracts ended, one-sided and two-sided."""
    table = _read("external_checks", "exits")
    if table is None:
        return ""
    wide = table.pivot_table(index="contract_year", columns="risk", values="exits_a_run")
    rows = [(str(year), *(as_number(value) for value in row)) for year, row in
            zip(wide.index, wide.fillna(0).to_numpy(), strict=True)]  # fmt: skip
    return as_table(("contract year", *(f"{risk}, contracts a run" for risk in wide)), rows)


def _read(folder: str, name: str) -> pd.DataFrame | None:
    path = RESULTS / folder / f"{name}.csv"
    return pd.read_csv(path) if path.exists() else None
