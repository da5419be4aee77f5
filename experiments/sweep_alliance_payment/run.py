"""Sweep what an alliance pays a practice: how many patients' practices join?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

import acs_abm as acs

PARAMETER = "offer.alliance_agreement.payment"
PAYMENTS = (0.0, 1.5, 3.0, 5.0, 10.0)
MEASURE = "list_share_alliance"
SHADES = ("#6F777B", "#3E8CC7", "#2073BC", "#185A94", "#12436D")
"""From no payment to the highest; each line is also labelled."""
LABEL_HEIGHT = 0.05


def main() -> int:
    """Run the sweep, write results and a figure, print a table."""
    options = read_options()
    try:
        results = acs.sweep(
            acs.Scenario.load("plan_2017").change(until=options.until),
            PARAMETER,
            PAYMENTS,
            replicates=options.replicates,
            systems=options.system,
            workers=options.workers,
            progress=show_progress if sys.stderr.isatty() else None,
        )
    except acs.AcsError as error:
        print(error, file=sys.stderr)
        return 1
    summary = summarise(results)
    options.output.mkdir(parents=True, exist_ok=True)
    results.to_csv(options.output / "results.csv", index=False)
    summary.to_csv(options.output / "summary.csv")
    figure = draw(results)
    for kind in ("svg", "png"):
        figure.savefig(options.output / f"figure.{kind}", dpi=150)
    print(summary.to_string(float_format="{:.3f}".format))
    print(f"Results: {options.output}")
    return 0


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=10)
    parser.add_argument("--system", action="append", help="keep this care system; repeatable")
    parser.add_argument("--until", default="2027-Q1")
    parser.add_argument("--workers", type=int)
    parser.add_argument("-o", "--output", type=Path, default=Path("results/sweep_alliance_payment"))
    return parser.parse_args()


def show_progress(done: int, total: int) -> None:
    """Say on the terminal how far the sweep is."""
    print(f"\r{done / total:4.0%}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def summarise(results: pd.DataFrame) -> pd.DataFrame:
    """Sum up the share at the end, by payment; differences are within replicates."""
    end = results[results["quarter"] == results["quarter"].iloc[-1]]
    shares = end.pivot_table(index="replicate", columns="value", values=MEASURE)
    gains = shares.sub(shares[PAYMENTS[0]], axis=0)
    summary = pd.DataFrame(
        {
            "median": shares.median(),
            "low": shares.quantile(0.1),
            "high": shares.quantile(0.9),
            "gain": gains.mean(),
            "gain_standard_error": gains.sem(),
        }
    )
    return summary.rename_axis("payment")


def draw(results: pd.DataFrame) -> Figure:
    """Draw the share over time, and at the end by payment."""
    figure = Figure(figsize=(10, 4.6), layout="constrained")
    over_time, at_end = figure.subplots(1, 2, sharey=True, width_ratios=(3, 2))
    draw_over_time(over_time, results)
    draw_at_end(at_end, summarise(results))
    figure.suptitle(
        "Patients at practices in an alliance, by what the alliance pays", weight="bold"
    )
    replicates = results["replicate"].nunique()
    systems = int(results.filter(like="systems_").filter(regex="stp|candidate|acs").iloc[0].sum())
    source = (
        f"Scenario plan_2017, {systems} care systems, {replicates} replicates. "
        "Research model, not a forecast."
    )
    figure.supxlabel(source, x=0.01, ha="left", size=8)
    return figure


def draw_over_time(axes: Axes, results: pd.DataFrame) -> None:
    """Draw the median of each payment, labelled at its end."""
    quarters = list(results["quarter"].unique())
    lowest = 0.0
    for payment, shade in zip(PAYMENTS, SHADES, strict=True):
        of_payment = results[results["value"] == payment]
        middle = of_payment.groupby("quarter", sort=False)[MEASURE].median()
        axes.plot(range(len(quarters)), middle, color=shade, lw=2)
        lowest = max(lowest + LABEL_HEIGHT, middle.iloc[-1])
        axes.text(len(quarters) - 0.5, lowest, in_pounds(payment), color=shade, va="center")
    aprils = [place for place, quarter in enumerate(quarters) if quarter.endswith("Q2")]
    shown = aprils[:: max(len(aprils) // 5, 1)]
    axes.set_xticks(shown, [quarters[place][:4] for place in shown])
    axes.set_xlabel("April of each year")
    axes.set_ylabel("Share of registered patients")
    axes.set_title("Over time: median", loc="left", size=10)
    finish(axes)


def draw_at_end(axes: Axes, summary: pd.DataFrame) -> None:
    """Draw the share at the end against the payment."""
    payments = summary.index.to_numpy()
    low, high = summary["low"], summary["high"]
    axes.fill_between(payments, low, high, color=SHADES[-1], alpha=0.15, lw=0)
    axes.plot(payments, summary["median"], color=SHADES[-1], lw=2, marker="o")
    axes.set_xticks(payments, [in_pounds(payment) for payment in payments], size=8)
    axes.set_xlabel("Payment per weighted patient a year")
    axes.set_title("At the end: median and 10-90% of replicates", loc="left", size=10)
    finish(axes)


def in_pounds(payment: float) -> str:
    """Write an amount as people do."""
    return f"£{payment:.0f}" if payment == int(payment) else f"£{payment:.2f}"


def finish(axes: Axes) -> None:
    """Give both panels the same look."""
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(PercentFormatter(xmax=1))
    axes.grid(axis="y", color="#DEE0E2")
    axes.spines[["top", "right"]].set_visible(False)


if __name__ == "__main__":
    sys.exit(main())
