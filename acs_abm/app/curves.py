"""The curves: what is counted over the quarters, beside the baseline, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from acs_abm.app.recording import Recording
from acs_abm.app.replicates import Replicates
from acs_abm.app.tile_board import readable
from acs_abm.measures import TABLES

MEANINGS = {column.name: column.meaning for column in TABLES["national"]}
"""What each column of the national table counts."""


@dataclass(frozen=True)
class Chart:
    """One set of curves.

    Attributes
    ----------
    title, unit
        Heading, and what is counted.
    lines
        By column of the national table: its label and the class that colours and dashes it.
    who
        Whom it is about: what it is chosen by.
    digits
        Decimals to show.
    times
        What the column is multiplied by: 100 for shares that are shown as per cent.
    """

    title: str
    unit: str
    lines: dict[str, tuple[str, str]]
    who: str = ""
    digits: int = 0
    times: float = 1.0


PRACTICES = Chart(
    "What GP practices chose",
    "practices",
    {
        "practices_alliance": ("Alliance", "alliance"),
        "practices_independent": ("Independent", "independent"),
        "practices_resisting": ("Resisting", "resisting"),
        "practices_full": ("Full or trust-run", "full"),
        "practices_partial": ("Partial", "partial"),
    },
    "GP practices",
)
PATIENTS = Chart(
    "Patients by what their practice chose",
    "% of registered patients",
    {
        "list_alliance": ("Alliance", "alliance"),
        "list_independent": ("Independent", "independent"),
        "list_resisting": ("Resisting", "resisting"),
        "list_full": ("Full or trust-run", "full"),
        "list_partial": ("Partial", "partial"),
    },
    "Patients",
    digits=1,
    times=100.0,
)
TRUSTS = Chart(
    "What trusts chose",
    "trusts",
    {
        "trusts_in_alliance": ("In an alliance", "alliance"),
        "trusts_resisting": ("Resisting", "resisting"),
        "trusts_in_contracts": ("In a contract", "full"),
        "trusts_accepting_control_total": ("Accept control total", "partial"),
        "trusts_in_group": ("In a group of trusts", "independent"),
    },
    "Trusts",
)
CCGS = Chart(
    "What CCGs chose",
    "CCGs",
    {
        "ccgs_in_alliance": ("In an alliance", "alliance"),
        "ccgs": ("Not merged away", "independent"),
        "ccgs_resisting": ("Resisting", "resisting"),
        "ccgs_sharing_officer": ("Share an officer", "partial"),
        "ccgs_delegated": ("Run GP contracts", "full"),
    },
    "CCGs",
)
AREAS = Chart(
    "How far areas have come",
    "areas",
    {
        "systems_stp": ("STP", "stp"),
        "systems_candidate": ("Candidate", "candidate"),
        "systems_shadow_acs": ("Shadow ACS", "shadow"),
        "systems_acs": ("ACS", "acs"),
    },
    "Areas",
)
PLACES = Chart(
    "Places and their contracts",
    "places",
    {
        "places_with_alliance": ("In an alliance", "alliance"),
        "procurements_open": ("Procuring", "partial"),
        "aco_contracts_live": ("Live ACO contract", "full"),
    },
    "Places of contracts",
)
COMMITTEES = Chart(
    "Medical committees that oppose",
    "% of committees",
    {
        "lmcs_opposing_partial": ("Partial integration", "partial"),
        "lmcs_opposing_full": ("Full contracts", "resisting"),
    },
    "Medical committees",
    digits=1,
    times=100.0,
)
FIRST_CHARTS = (PRACTICES, PATIENTS, TRUSTS, CCGS)
SECOND_CHARTS = (AREAS, PLACES, COMMITTEES)
"""What the two panels offer; each shows its first at first."""


def draw(
    chart: Chart,
    recording: Recording,
    baseline: Recording | None,
    replicates: Replicates | None = None,
) -> dict[str, Any]:
    """Give the lines of a chart as numbers, with their bands where there are replicates."""
    counts = _values(chart, recording)
    compared = _values(chart, baseline) if baseline is not None else {}
    return {
        "title": chart.title,
        "unit": chart.unit,
        "digits": chart.digits,
        "quarters": [readable(label) for label in recording.labels],
        "lines": [
            {
                "column": column,
                "label": label,
                "kind": kind,
                "meaning": MEANINGS[column],
                "values": counts[column],
                "baseline": compared.get(column, []),
                "band": _band(chart, column, replicates),
            }
            for column, (label, kind) in chart.lines.items()
        ],
    }


def in_words(chart: Chart, recording: Recording, position: int) -> str:
    """Say where the lines of a chart stand in a quarter."""
    values = _values(chart, recording)
    parts = [
        f"{values[column][position]:,.{chart.digits}f} {label}"
        for column, (label, _) in chart.lines.items()
    ]
    quarter = readable(recording.labels[position])
    return f"{chart.title}, {quarter}: {', '.join(parts)} ({chart.unit})"


def _band(
    chart: Chart, column: str, replicates: Replicates | None
) -> tuple[list[float], list[float]]:
    if replicates is None:
        return [], []
    low, high = (
        [round(chart.times * value, chart.digits + 1) for value in end]
        for end in replicates.band(column)
    )
    return low, high


def _values(chart: Chart, recording: Recording) -> dict[str, list[float]]:
    """Give the lines of a run, as exactly as they are shown."""
    table = recording.national
    return {
        column: [round(chart.times * float(value), chart.digits) for value in table[column]]
        for column in chart.lines
    }
