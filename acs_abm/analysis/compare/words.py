"""A comparison in plain words: a paragraph for somebody who has to decide."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from acs_abm.analysis.compare.attribution import INTERACTION, TOTAL
from acs_abm.analysis.compare.comparison import Comparison
from acs_abm.analysis.compare.differences import Row, is_clear, rows_by
from acs_abm.analysis.compare.headlines import (
    HEADLINES,
    OF_ONE,
    amount,
    factor,
    step,
    title,
    written_interval,
)
from acs_abm.analysis.compare.levers import Lever
from acs_abm.analysis.words import capital, count, listed, sentence

MOST_CLAUSES = 4
MOST_LEVERS = 3
LEAST = 5e-3
"""Differences below this, as they are shown, are not worth words."""
NEGLIGIBLE = 0.01
"""Parts of a difference below this share of it are not worth words."""


def paragraph(done: Comparison, column: str, quarter: str) -> str:
    """Say what was changed, what differs by a quarter, what does not, and what it comes from.

    Parameters
    ----------
    done
        The comparison.
    column
        The column whose difference is put down to levers.
    quarter
        When.
    """
    return " ".join(
        text
        for text in (
            what_was_changed(done),
            what_differs(done, column, quarter),
            what_does_not(done, column, quarter),
            what_it_comes_from(done, column, quarter),
            when_they_part(done),
        )
        if text
    )


def what_was_changed(done: Comparison) -> str:
    """Name the scenarios and the levers that differ."""
    a, b = done.names
    told = [_told(lever) for lever in done.changed]
    levers = f"{count(len(told), 'lever')}: {listed(told, most=MOST_LEVERS)}"
    return sentence(f"Scenario {b} differs from {a} in {levers}")


def what_differs(done: Comparison, column: str, quarter: str) -> str:
    """Name what clearly differs by a quarter, the column asked for first."""
    rows = headline_rows(done, column, quarter)
    if done.replicates < 2:
        said = [_clause(row) for row in rows if row["difference"] != 0]
        found = _joined(said[:MOST_CLAUSES]) or "nothing of the headlines differs"
        return sentence(f"By {quarter}, in one run each, {found}") + (
            " One run is one piece of luck: how sure this is needs more replicates."
        )
    clear = [row for row in rows if is_clear(row)]
    if not clear:
        return f"By {quarter} none of the headline measures differs clearly between the two."
    said = [_clause(row) for row in clear[:MOST_CLAUSES]]
    return sentence(f"By {quarter}, with {done.names[1]}, {_joined(said)}")


def what_does_not(done: Comparison, column: str, quarter: str) -> str:
    """Name headlines that move on average, but not clearly."""
    if done.replicates < 2:
        return ""
    rows = headline_rows(done, column, quarter)
    same = [row for row in rows if not is_clear(row)]
    if not same or len(same) == len(rows):
        return ""
    names = [_small(title(str(row["measure"]))) for row in same]
    return sentence(f"No clear difference shows in {listed(names, most=3)}")


def what_it_comes_from(done: Comparison, column: str, quarter: str) -> str:
    """Say which levers a difference comes from, and what they do together."""
    if "attribution" not in done.tables:
        return ""
    lines = rows_by(done.attribution(column, quarter), "lever")
    total = float(lines[TOTAL]["order_averaged"])
    if abs(total) * factor(column) < LEAST:
        return f"There is no difference in {_small(title(column))} to put down to any lever."
    what = f"the difference in {_small(title(column))} ({step(column, total)})"
    is_unsure = done.replicates > 1 and not is_clear(lines[TOTAL])
    before = f"{capital(what)} is not clear; as far as it goes, " if is_unsure else ""
    labels = {lever.name: _plain(lever) for lever in done.levers}
    shares = {label: float(lines[name]["order_averaged"]) for name, label in labels.items()}
    least = NEGLIGIBLE * abs(total)
    said = [label for label in sorted(shares, key=lambda x: -abs(shares[x]))
            if abs(shares[label]) >= least]  # fmt: skip
    if len(said) == 1:
        is_all = all(share == 0 for label, share in shares.items() if label != said[0])
        much = "all" if is_all else "nearly all"
        whole = f"{before}{much} of it" if before else f"{capital(much)} of {what}"
        return f"{whole} comes from {said[0]}."
    told = _joined([f"{step(column, shares[label])} from {label}" for label in said[:MOST_LEVERS]])
    if len(said) > MOST_LEVERS:
        told += f" (and the rest from {count(len(said) - MOST_LEVERS, 'other')})"
    return f"{before or f'Of {what} there come '}{told}. {_together(column, lines, least)}"


def when_they_part(done: Comparison) -> str:
    """Say up to when the two run alike."""
    a, b = (
        done.tables["national"].loc[done.tables["national"]["scenario"] == which]
        for which in ("a", "b")
    )
    numbers = list(a.columns[a.columns.isin(HEADLINES)])
    differs = (a[numbers].to_numpy() != b[numbers].to_numpy()).any(axis=1)
    steps = pd.Series(differs).groupby(a["quarter"].to_numpy(), sort=False).any()
    if not steps.any():
        return "The headline measures are the same throughout, to the last digit."
    first = str(steps.idxmax())
    return "" if first == done.quarters[0] else f"Until {first} the two run alike."


def headline_rows(done: Comparison, column: str, quarter: str) -> list[Row]:
    """Return the rows of ``differences`` for the headlines, the column asked for first."""
    rows = done.differences_in(quarter)
    return [rows[name] for name in dict.fromkeys([column, *HEADLINES])]


def with_interval(row: Row) -> str:
    """Write a difference with its interval, where there is one."""
    column = str(row["measure"])
    told = written_interval(column, row)
    moved = step(column, float(row["difference"]))
    if told and row["band_low"] == row["band_high"]:
        return f"{moved} in every replicate"
    return f"{moved}; 95% interval {told}" if told else moved


def _clause(row: Row) -> str:
    column, moved = str(row["measure"]), float(row["difference"])
    a, b = (amount(column, float(row[which]), moved) for which in ("a", "b"))
    clause = HEADLINES.get(column, f"{_small(title(column))} stands at {{b}} rather than {{a}}")
    clause = OF_ONE.get(column, clause) if b == "1" else clause
    return f"{clause.format(a=a, b=b)} ({with_interval(row)})"


def _together(column: str, lines: Mapping[str, Row], least: float) -> str:
    """Say what the levers would do one by one, where that is something else."""
    total, more = (float(lines[name]["alone"]) for name in (TOTAL, INTERACTION))
    if all(abs(line["from_interaction"]) < least for line in lines.values()):
        return "Each does by itself what it does beside the others."
    way = "adds" if (more > 0) == (total > 0) else "takes back"
    if abs(more) < least:
        return "They help and hinder one another, which evens out."
    return (
        "These shares are averaged over the orders in which the levers could be moved. One by one "
        f"they would come to {step(column, total - more)}; moving them together {way} "
        f"{step(column, abs(more)).removeprefix('+')}."
    )


def _told(lever: Lever) -> str:
    first = lever.changes[0]
    if len(lever.changes) > 1:
        return f"{_plain(lever)} ({count(len(lever.changes), 'part')})"
    return f"{_plain(lever)} ({first.in_b} rather than {first.in_a})"


def _plain(lever: Lever) -> str:
    label = lever.label
    return f"the {label}" if label.startswith(("calendar", "offer", "national mandate")) else label


def _joined(said: list[str]) -> str:
    if len(said) < 2:
        return "".join(said)
    return f"{'; '.join(said[:-1])}; and {said[-1]}"


def _small(text: str) -> str:
    """Begin with a small letter, unless the first word is a name or an abbreviation."""
    word = text.partition(" ")[0]
    return text if not word[1:].islower() else text[0].lower() + text[1:]
