"""The report of a comparison: a paragraph first, then what it rests on."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from acs_abm.analysis.compare.attribution_figure import attribution_bars, attribution_words
from acs_abm.analysis.compare.comparison import MOST_LEVERS, Comparison
from acs_abm.analysis.compare.differences import Row, is_clear, rows_by
from acs_abm.analysis.compare.figures import both, differences, differences_table, panels_for
from acs_abm.analysis.compare.headlines import (
    amount,
    plain_amount,
    plain_step,
    step,
    title,
    unit_shown,
    written_interval,
)
from acs_abm.analysis.compare.two_timelines import two_timelines, two_timelines_table
from acs_abm.analysis.compare.words import paragraph
from acs_abm.analysis.illustrations import Illustration
from acs_abm.analysis.limits import LIMITS, WORDS
from acs_abm.analysis.markup import Markup, bullets, element, lines, table
from acs_abm.analysis.page import REPORT, definitions, page, shown_figure, unbroken
from acs_abm.analysis.words import capital, count, listed
from acs_abm.explore.ensemble import in_words
from acs_abm.explore.provenance import package_version
from acs_abm.measures.compared import COMPARED

SYSTEM_MEASURES = {"stage": "Stage (1 to 4)", "alliance_coverage": "Patients in an alliance"}
"""What is told of each care system, with the head of its columns."""
IN_ATTRIBUTION = (
    "Alone: what a lever does to A by itself. What these leave of the total is the interaction. "
    "Order-averaged share: what the lever adds when it is moved, averaged over {orders}; it is "
    "what the lever does alone and its part of the interaction. Each column adds up to its total "
    "line, exactly but for the rounding here."
)


def write_report(done: Comparison, folder: Path, column: str, quarter: str) -> Path:
    """Write ``report.html`` and its figures into a folder.

    Parameters
    ----------
    done
        The comparison.
    folder
        Where to; made where it is not there.
    column, quarter
        Which difference is put down to levers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shown = {drawn.name: shown_figure(drawn, folder) for drawn in illustrate(done, column, quarter)}
    path = folder / REPORT
    path.write_text(_page(done, shown, column, quarter), encoding="utf-8")
    return path


def illustrate(done: Comparison, column: str, quarter: str) -> tuple[Illustration, ...]:
    """Draw every figure of a comparison."""
    a, b = done.names
    columns = panels_for(done, column, quarter)
    numbers = differences_table(done, columns)
    names = listed([title(name) for name in columns], most=len(columns))
    drawn = [
        Illustration(
            "differences", "differences", f"What {b} changes over time",
            f"Lines of {b} less {a}, one panel each for: {names}. The table holds the numbers.",
            differences(done, columns), numbers,
        ),
        Illustration(
            "both", "differences", f"{b} beside {a} over time",
            f"Lines of both scenarios, one panel each for: {names}. The table holds the numbers.",
            both(done, columns), numbers,
        ),
        Illustration(
            "timelines", "systems", "Stage of each care system in both scenarios",
            "Bars for each care system, coloured by stage and numbered. The table lists changes.",
            two_timelines(done), two_timelines_table(done),
        ),
    ]  # fmt: skip
    if "attribution" in done.tables:
        words = attribution_words(done, column, quarter)
        drawn.append(
            Illustration(
                "attribution", "attribution", f"What the difference in {quarter} comes from",
                f"Bars of shares that add up to the total. {_bars(words)}",
                attribution_bars(done, column, quarter), words,
            )
        )  # fmt: skip
    return tuple(drawn)


def _page(done: Comparison, shown: dict[str, Markup], column: str, quarter: str) -> str:
    a, b = done.names
    clock = done.a.clock
    sections: dict[str, tuple[str, object]] = {
        "brief": ("In brief", element("p", unbroken(paragraph(done, column, quarter)))),
        "changed": ("What was changed", _levers(done)),
        "differences": (
            "What differs",
            lines([shown["differences"], shown["both"]]),
        ),
    }
    if "attribution" in shown:
        sections["attribution"] = (
            "What it comes from",
            lines([element("p", _how_attributed(done)), shown["attribution"]]),
        )
    sections |= {
        "systems": ("Care systems", lines([shown["timelines"], _systems(done, quarter)])),
        "measures": ("Every measure", _all_measures(done, quarter)),
        "run": ("What was run", _what_was_run(done)),
        "limits": ("What this is not", bullets(LIMITS)),
        "words": ("Words", definitions(WORDS)),
    }
    subtitle = (
        f"{capital(done.population)}; {count(len(done.systems), 'care system')}; "
        f"{clock.label(0)} to {clock.label(clock.steps - 1)}; {_luck(done)}"
    )
    notice = element("p", _how_to_read(done), class_="quiet")
    return page(f"{b} compared with {a}", subtitle, notice, sections)


def _how_to_read(done: Comparison) -> str:
    a, b = done.names
    text = f"A is {a}, B is {b}; a difference is B less A. "
    if done.replicates < 2:
        return text + "There is one run of each, so nothing can be said about how sure it is."
    return (
        text + "Both are run with the same seeds, so that luck which they have in common cancels. "
        "Numbers are means over replicates; an interval covers the mean difference with 95% "
        "confidence, and a difference is called clear where it leaves out zero. Of a hundred "
        "measures that do not differ, five would look clear by luck. The interval says how sure "
        "the model's answer is, not how right the model is."
    )


def _levers(done: Comparison) -> Markup:
    rows = done.tables["levers"]
    heads = ["Lever", "A", "B", "Meaning"]
    cells = [
        [capital(str(row["label"])), row["in_a"], row["in_b"], row["meaning"]]
        for row in rows.to_dict("records")
    ]
    said = f"{count(len(done.changed), 'lever')} with {count(len(rows), 'part')}"
    if len(done.levers) < len(done.changed):
        groups = listed([lever.label for lever in done.levers], most=10)
        note = element("p", f"The difference is put down to groups of them: {groups}.")
        return lines([table(said, heads, cells, left=4), note])
    return table(said, heads, cells, left=4)


def _how_attributed(done: Comparison) -> str:
    if done.design.is_exact:
        return IN_ATTRIBUTION.format(orders="all orders of the levers")
    drawn = f"{done.design.orders} orders drawn by lot, each with its reverse"
    return (
        IN_ATTRIBUTION.format(orders=drawn)
        + f" With more than {MOST_LEVERS} levers not all orders are run, so shares are estimates."
    )


def _bars(words: pd.DataFrame) -> str:
    shares = zip(words["Lever"], words["Order-averaged share"], strict=True)
    return "; ".join(f"{name}: {share}" for name, share in shares) + "."


def _all_measures(done: Comparison, quarter: str) -> Markup:
    """Tabulate every column of the country at the quarter, those that do not differ at the end."""
    rows = done.differences_in(quarter)
    meanings = {c.name: c.meaning for c in COMPARED["national"]}
    differing = [name for name in rows if rows[name]["difference"] != 0]
    cells = [
        [lines([meanings[name], element("code", name)]), *_row(name, rows[name])]
        for name in differing
    ]
    heads = ["Measure", "Unit", "A", "B", "Difference", "95% interval", "Clear"]
    shown = table(f"Every measure that differs in {quarter}", heads, cells, left=2)
    same = [name for name in rows if name not in differing]
    if not same:
        return shown
    return lines([shown, element("p", f"The same in both: {', '.join(same)}.", class_="quiet")])


def _row(name: str, row: Row) -> list[object]:
    moved = float(row["difference"])
    return [
        unit_shown(name),
        *(plain_amount(name, float(row[which]), moved) for which in ("a", "b")),
        plain_step(name, moved),
        element("span", written_interval(name, row), class_="whole"),
        "yes" if is_clear(row) else "",
    ]


def _systems(done: Comparison, quarter: str) -> Markup:
    """Tabulate care systems, those whose patients' share differs most at the top."""
    whole = done.tables["system_differences"]
    rows = whole.loc[whole["quarter"] == quarter]
    by = {name: rows_by(rows.loc[rows["measure"] == name], "system") for name in SYSTEM_MEASURES}
    shares = by["alliance_coverage"]
    order = sorted(shares, key=lambda code: -float(shares[code]["difference"]))
    heads = ["Care system"] + [
        f"{head}: {which}" for head in SYSTEM_MEASURES.values() for which in ("A", "B", "B − A")
    ]
    cells = []
    for code in order:
        stage, share = (by[name][code] for name in SYSTEM_MEASURES)
        column = "list_share_alliance"
        cells.append(
            [
                share["name"],
                *(f"{stage[which]:.1f}" for which in ("a", "b")),
                f"{stage['difference']:+.1f}".replace("-", "−"),
                *(amount(column, float(share[which]), 0.1) for which in ("a", "b")),
                lines([step(column, float(share["difference"])), *_bracketed(column, share)]),
            ]
        )
    return table(f"Each care system in {quarter}, means over replicates", heads, cells)


def _bracketed(column: str, row: Row) -> list[Markup]:
    told = written_interval(column, row)
    return [element("span", f"({told})", class_="whole")] if told else []


def _what_was_run(done: Comparison) -> Markup:
    entries = []
    for letter, name, scenario in zip("AB", done.names, (done.a, done.b), strict=True):
        entries += [
            (f"Scenario {letter}", name),
            ("Question", scenario.why),
            ("Expected by its author", scenario.expectation),
            ("Found", scenario.found),
            ("Fingerprint", scenario.fingerprint),
        ]
    worlds = count(len(done.design.worlds), "world")
    runs = count(len(done.design.worlds) * done.replicates, "run")
    entries += [
        ("Luck", f"{_luck(done)}; the same in A, in B and between"),
        ("Parameters nobody knows", in_words(done.ensemble)),
        ("Runs", f"{runs} of {worlds}: A, B, and what lies between them"),
        ("Version", f"acs_abm {package_version()}"),
    ]
    return definitions([entry for entry in entries if entry[1]])


def _luck(done: Comparison) -> str:
    if done.replicates == 1:
        return f"seed {done.seed}"
    last = done.seed + done.replicates - 1
    return f"{done.replicates} replicates, seeds {done.seed} to {last}"
