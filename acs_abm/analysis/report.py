"""The report of a run: one HTML file that needs nothing else, and its figures as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from acs_abm.analysis.findings import Chapter, Facts, findings, in_brief
from acs_abm.analysis.illustrations import illustrate
from acs_abm.analysis.limits import LIMITS, WORDS
from acs_abm.analysis.markup import Markup, bullets, element, lines, table
from acs_abm.analysis.page import REPORT, definitions, page, said, shown_figure
from acs_abm.analysis.replicates import quarters_in, replicates_in
from acs_abm.analysis.words import capital, count, listed, number, percent
from acs_abm.explore.ensemble import in_words
from acs_abm.explore.provenance import package_version
from acs_abm.explore.runs import Results
from acs_abm.measures import MEASURES
from acs_abm.parameters import Value
from acs_abm.stages.calendar_file import name_of_calendar


def write_report(results: Results, folder: Path) -> Path:
    """Write ``report.html`` and ``figures/*.svg`` and ``*.png`` into a folder.

    Parameters
    ----------
    results
        What a run gave.
    folder
        Where to; made where it is not there.

    Returns
    -------
    Path
        The report. It holds its figures, so it can be moved and sent on its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shown: dict[str, list[Markup]] = {}
    for illustration in illustrate(results):
        shown.setdefault(illustration.chapter, []).append(shown_figure(illustration, folder))
    path = folder / REPORT
    path.write_text(_page(results, shown), encoding="utf-8")
    return path


def _page(results: Results, shown: dict[str, list[Markup]]) -> str:
    facts = Facts(results.tables, results.replicates)
    title = f"Run of {results.scenario.name}"
    sections = {
        "brief": ("In brief", said(in_brief(facts))),
        "run": ("What was run", _what_was_run(results)),
        **{
            chapter.key: (chapter.title, _chapter(chapter, shown.get(chapter.key, [])))
            for chapter in findings(facts)
        },
        "years": ("The country year by year", _years(results.tables["national"])),
        "population": ("How the population was made", _population(results)),
        "limits": ("What this is not", bullets(LIMITS)),
        "words": ("Words", definitions(WORDS)),
    }
    notice = element("p", _how_to_read(results), class_="quiet")
    return page(title, _subtitle(results, facts), notice, sections)


def _subtitle(results: Results, facts: Facts) -> str:
    systems = count(len(results.systems), "care system")
    span = facts.first if not facts.has_path else f"{facts.first} to {facts.last}"
    return f"{capital(results.population)}; {systems}; {span}; {_luck(results)}"


def _luck(results: Results) -> str:
    if results.replicates == 1:
        return f"seed {results.seed}"
    last = results.seed + results.replicates - 1
    return f"{results.replicates} replicates, seeds {results.seed} to {last}"


def _how_to_read(results: Results) -> str:
    text = "Every sentence below is made from the tables of this run. "
    if results.replicates > 1:
        text += (
            f"Numbers are means of {results.replicates} replicates; in brackets follows the 10th "
            "to 90th percentile over them. "
        )
    return (
        text + "Numbers of organisations are those at the end of a quarter; 2018-Q1 is January "
        "to March 2018."
    )


def _chapter(chapter: Chapter, figures: Sequence[Markup]) -> Markup:
    return lines([said(chapter.sentences), *figures])


def _what_was_run(results: Results) -> Markup:
    scenario = results.scenario
    systems = results.tables["systems"].drop_duplicates("system")
    clock = scenario.clock
    step = "quarter" if scenario.steps_per_year == 4 else "month"
    entries = [
        ("Scenario", scenario.name),
        ("Question", scenario.why),
        ("Expected by its author", scenario.expectation),
        ("Found", scenario.found),
        ("Sources", "; ".join(scenario.sources)),
        ("Population", results.population),
        ("Care systems", f"all {len(systems)}" if results.is_whole_country and len(systems) > 1
         else listed([str(name) for name in systems["name"]], most=12)),
        ("Period", (f"{clock.label(0)} to {clock.label(clock.steps - 1)}, "
         f"{count(clock.steps, step)}")),
        ("Calendar of stages", name_of_calendar(scenario.calendar)),
        ("Offers", listed([d.offer.label for d in scenario.offers], most=20) or "none"),
        ("Luck", _luck(results)),
        ("Parameters nobody knows", in_words(results.ensemble)),
        ("Fingerprint of the scenario", scenario.fingerprint),
        ("Version", f"acs_abm {package_version()}"),
    ]  # fmt: skip
    return lines([definitions([entry for entry in entries if entry[1]]), _changed(results)])


def _changed(results: Results) -> Markup:
    scenario = results.scenario
    if not scenario.overrides:
        but = " but for the members of the ensemble" if results.ensemble else ""
        return element("p", f"Every parameter has its default value{but}.")
    rows = []
    for name, value in scenario.overrides.items():
        entry = scenario.parameter(name)
        rows.append([name, entry.meaning, entry.unit, _value(entry.default), _value(value)])
    heads = ["Parameter", "Meaning", "Unit", "Default", "In this run"]
    changed = table(f"{count(len(rows), 'parameter')} set by the scenario", heads, rows, left=3)
    doubts = scenario.implausible()
    return lines([changed, bullets(doubts)] if doubts else [changed])


def _value(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"


def _years(national: pd.DataFrame) -> Markup:
    """Tabulate the national table at the last quarter of each year of the run."""
    quarters = quarters_in(national)
    year = 4 if "Q" in quarters[0] else 12
    chosen = quarters if len(quarters) <= year else sorted({quarters[0], *quarters[::-1][::year]})
    means = national.drop(columns="replicate").groupby("quarter", sort=False).mean()
    rows = [
        [
            _measure(m.meaning, m.name),
            *(_amount(float(means[m.name].loc[q]), m.unit) for q in chosen),
        ]
        for m in MEASURES
        if m.table == "national" and m.name in means.columns
    ]
    replicates = replicates_in(national)
    mean = f", means of {replicates} replicates" if replicates > 1 else ""
    return table(f"The national table at the end of each year{mean}", ["Measure", *chosen], rows)


def _measure(meaning: str, name: str) -> Markup:
    return lines([meaning, element("code", name)])


def _amount(value: float, unit: str) -> str:
    if unit == "share of list":
        return percent(value)
    return f"{value:.2f}" if unit == "share" else number(value)


def _population(results: Results) -> Markup:
    report = results.tables["population_report"]
    if report.empty:
        return element("p", "Nothing was said about how the population was made.")
    imputed = report.loc[report["what"] == "imputed"]
    refused = int(report.loc[report["what"] == "refused", "count"].sum())
    repaired = int(report.loc[report["what"] == "repaired", "count"].sum())
    said = [
        f"{capital(results.population)}: "
        + listed(
            [
                count(int(row["count"]), _kind(row["kind"]))
                for _, row in report.loc[report["what"] == "used"].iterrows()
            ],
            most=6,
        )
        + ".",
        (f"{capital(count(refused, 'row'))} of the source {'was' if refused == 1 else 'were'} "
        f"refused, {number(repaired)} repaired."),
        f"Values were imputed in {count(len(imputed), 'column')}, each by a declared rule "
        "(below)." if len(imputed) else "No column had values imputed.",
    ]  # fmt: skip
    rows = [
        [capital(_kind(row["kind"])), row["what"], row["field"] or "whole rows", row["why"],
         row["example"], f"{int(row['count']):,}"]
        for _, row in report.iterrows()
    ]  # fmt: skip
    heads = ["Kind", "What", "Column", "Rule or reason", "Example", "How many"]
    told = table("Read, used, refused, repaired and imputed", heads, rows, left=5)
    return lines([bullets(said), told])


def _kind(kind: str) -> str:
    return {"ccg": "CCG", "system": "care system"}.get(str(kind), str(kind))
