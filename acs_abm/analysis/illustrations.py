"""All figures of a run, each with a text and a table that say the same."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from acs_abm.analysis.figures.gate_conditions import gate_conditions, gate_table
from acs_abm.analysis.figures.governance import governance_and_trust, governance_table
from acs_abm.analysis.figures.joining import joining_table, who_joined
from acs_abm.analysis.figures.offers import offers_signed, offers_table
from acs_abm.analysis.figures.stage_areas import stage_table, systems_by_stage
from acs_abm.analysis.figures.stance_flows import flows_table, stance_flows
from acs_abm.analysis.figures.stance_lines import practice_stances, stance_table
from acs_abm.analysis.figures.tile_map import map_table, stage_map
from acs_abm.analysis.figures.timeline import stage_timeline, timeline_table
from acs_abm.analysis.style import source_of
from acs_abm.analysis.words import listed, number
from acs_abm.explore.runs import Results


@dataclass(frozen=True)
class Illustration:
    """A figure with what stands beside it for those who do not see it.

    Attributes
    ----------
    name
        Name of its files.
    chapter
        Key of the chapter of findings it belongs to.
    title
        What it shows.
    alternative
        The figure in a sentence or two.
    figure
        The figure.
    table
        The numbers of the figure.
    """

    name: str
    chapter: str
    title: str
    alternative: str
    figure: Figure
    table: pd.DataFrame


def illustrate(results: Results) -> tuple[Illustration, ...]:
    """Draw every figure for which a run has something to show."""
    source, tables = source_of(results), results.tables
    national, systems, groups = tables["national"], tables["systems"], tables["groups"]
    gates, offers, events = tables["gates"], tables["offers"], tables["events"]
    labels = {document.offer.name: document.offer.label for document in results.scenario.offers}
    stances, stages = stance_table(national), stage_table(national)
    capabilities, joined = governance_table(national), joining_table(groups)
    drawn = [
        ("stages", "stages", "Care systems by stage over time",
         f"Stacked areas. {_from_to(stages)}",
         systems_by_stage(national, source), stages),
        ("map", "stages", "Stage of each area at the end, on a schematic map",
         ("Tile map, not to scale: each area with the numeral of its stage and the share of its "
         "patients at practices in an alliance. The table lists them."),
         stage_map(systems, events, source), map_table(systems, events)),
        ("timeline", "stages", "Stage of each care system over time",
         ("One bar for each care system, coloured by stage and numbered. The table lists when each "
         "changed stage."),
         stage_timeline(systems, source), timeline_table(systems)),
        ("stances", "practices", "GP practices by stance over time",
         f"Lines. {_from_to(stances)}",
         practice_stances(national, source), stances),
        ("flows", "practices", "Who moved between stances",
         ("Bars of practices by stance at a few dates, and ribbons for those that moved in "
         "between, as wide as they are many. The table lists every flow."),
         stance_flows(national, tables["transitions"], source),
         flows_table(national, tables["transitions"])),
        ("offers", "practices", "Offers signed over time",
         f"One small chart for each offer. At the end they were held by: {_held(offers, labels)}.",
         offers_signed(offers, labels, source),
         offers_table(offers, labels) if len(offers) else offers),
        ("joining", "classes", "Who joined, who resisted, who was taken on by a trust",
         ("Dots for each class of practices by deprivation, rurality, list size and distress, in "
         "three panels. The table holds every share."),
         who_joined(groups, source), joined),
        ("gates", "gates", "What gates were failed for",
         ("Bars for each condition of each gate: in what share of failures it was short. The "
         "table holds every share."),
         gate_conditions(gates, source), gate_table(gates)),
        ("governance", "conditions", "Governance, relationships and trust over time",
         f"Lines on a scale from 0 to 1. {_from_to(capabilities, digits=2)}",
         governance_and_trust(national, source), capabilities),
    ]  # fmt: skip
    return tuple(
        Illustration(name, chapter, title, alternative, figure, table)
        for name, chapter, title, alternative, figure, table in drawn
        if figure is not None
    )


def _from_to(table: pd.DataFrame, digits: int | None = None) -> str:
    """Say where each column of a table over time began and ended."""
    first, last = table.iloc[0], table.iloc[-1]

    def said(value: float) -> str:
        return number(value) if digits is None else f"{value:.{digits}f}"

    names = list(table.columns[1:])
    if len(table) == 1:
        return f"At the end of {first['Quarter']}: " + (
            ", ".join(f"{name} {said(first[name])}" for name in names) + "."
        )
    parts = [f"{name} {said(first[name])} to {said(last[name])}" for name in names]
    return f"From {first['Quarter']} to {last['Quarter']}: {', '.join(parts)}."


def _held(offers: pd.DataFrame, labels: dict[str, str]) -> str:
    if offers.empty:
        return "nobody"
    table = offers_table(offers, labels)
    held = zip(table["Offer"], table["Hold it"], strict=True)
    return listed([f"{offer} {n}" for offer, n in held], most=10)
