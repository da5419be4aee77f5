"""An explanation as the page shows it: sentences, tables, and what would have changed it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from acs_abm.analysis.explain import Explanation, commissioner, practice, trust
from acs_abm.analysis.words import capital, percent, spell_offer
from acs_abm.app.timeline import asked_for
from acs_abm.errors import ParameterError
from acs_abm.scenario import Scenario


@dataclass(frozen=True)
class Choice:
    """How the table of one rule's options is read.

    Attributes
    ----------
    table, option, available
        Names of the table and of its columns of options and of whether each is open.
    words
        Terms of the rule, in words.
    unit
        What the terms are counted in.
    """

    table: str
    option: str
    available: str
    words: Mapping[str, str]
    unit: str


CHOICES = {
    "practice": Choice(
        "options", "option", "available", practice.TERM_WORDS, "£k a partner a year"
    ),
    "trust": Choice("levels", "level", "open", trust.TERM_WORDS, "% of income a year"),
    "ccg": Choice("levels", "level", "available", commissioner.TERM_WORDS, "£ a head a year"),
}
"""By kind of organisation."""

SUMS = {
    "utility": "in all",
    "luck": "luck of the quarter, its lasting taste included",
    "total": "in all, luck included",
}
CHANCES = {
    "probability": "Probability of choosing it",
    "probability_without_taste": "Probability, its lasting taste not known",
}
GATES = {"gates", "gate", "checkpoints"}
TITLES = {
    "promises": "What it could promise",
    "add_ons": "Add-ons",
    "draws": "Draws: what chance decided",
    "group": "Joining a group of trusts",
    "positions": "Its position on each offer",
    "ballots": "Ballots",
    "hazard": "What makes them join",
    "votes": "Votes to share one control total",
    "gates": "The gate",
    "gate": "The gate",
    "checkpoints": "Checkpoints of assurance",
    "story": "Its story so far",
    "readiness": "Readiness of each system",
}
PENCE = 100
IN_THE_TABLE = ("Not open to it: ", "It would have preferred ", "It would prefer ")
"""How sentences begin that say what the table of options shows."""


def draw(explanation: Explanation, scenario: Scenario) -> dict[str, Any]:
    """Give an explanation as sentences and tables of text.

    Parameters
    ----------
    explanation
        What was worked out.
    scenario
        The scenario that was run: payments to set must be among its parameters.
    """
    kind = explanation.who.partition(":")[0]
    choice = CHOICES.get(kind)
    tables = {name: table for name, table in explanation.tables.items() if len(table)}
    options = tables.pop(choice.table, None) if choice else None
    sentences = [
        sentence
        for sentence in explanation.sentences
        if options is None or not sentence.startswith(IN_THE_TABLE)
    ]
    return {
        "sentences": sentences,
        "every_sentence": list(explanation.sentences),
        "options": None if options is None or choice is None else _options(options, choice),
        "payments": _payments(options, scenario) if kind == "practice" else [],
        "tables": [_table(name, table) for name, table in tables.items()],
    }


def _options(table: pd.DataFrame, choice: Choice) -> dict[str, Any]:
    """Give options side by side: terms from the top, then sums, then probabilities."""
    is_open = table[choice.available].astype(bool)
    best = table["total"].where(is_open).idxmax() if is_open.any() else None
    terms = [name for name in choice.words if name in table and name not in SUMS]
    moving = [name for name in terms if table[name].abs().max() >= 0.0005]
    most = float(table[[*moving, *SUMS]].abs().to_numpy().max()) or 1.0
    rows = [_numbers(choice.words[name], table[name], most) for name in moving]
    rows += [_numbers(words, table[name], most, kind="sum") for name, words in SUMS.items()]
    rows += [
        {"head": words, "kind": "plain", "cells": _chances(table[name])}
        for name, words in CHANCES.items()
        if name in table
    ]
    if "payment" in table:
        rows.append(_payment("Payment offered, £ a weighted patient a year", table["payment"]))
    for name, words in (
        ("break_even", "Least payment at which it is best"),
        ("break_even_without_luck", "The same, without luck"),
    ):
        if name in table:
            rows.append(_payment(words, table[name]))
    return {
        "unit": choice.unit,
        "columns": [
            {
                "name": spell_offer(str(name)),
                "is_best": position == best,
                "why_not": "" if opened else str(row.get("why_not", "")) or "not open to it",
            }
            for position, (name, opened, row) in enumerate(
                zip(table[choice.option], is_open, table.to_dict("records"), strict=True)
            )
        ],
        "rows": rows,
        "left_out": len(terms) - len(moving),
    }


def _numbers(words: str, values: pd.Series, most: float, kind: str = "term") -> dict[str, Any]:
    cells = [
        {"text": _signed(float(value)), "size": round(float(value) / most, 4)} for value in values
    ]
    return {"head": capital(words), "kind": kind, "cells": cells}


def _chances(values: pd.Series) -> list[dict[str, Any]]:
    return [{"text": percent(float(value)), "size": 0} for value in values]


def _payment(words: str, values: pd.Series) -> dict[str, Any]:
    texts = ["–" if math.isnan(value) else _money(float(value)) for value in values]
    return {"head": words, "kind": "plain", "cells": [{"text": text, "size": 0} for text in texts]}


def _payments(table: pd.DataFrame | None, scenario: Scenario) -> list[dict[str, Any]]:
    """List the payments that would have changed the choice, with the parameter to set."""
    if table is None:
        return []
    found = []
    for name, least in zip(table["option"], table["break_even"], strict=True):
        lever = f"offer.{name}.payment"
        if math.isnan(least) or lever not in scenario.catalogue:
            continue
        pounds = math.ceil(least * PENCE) / PENCE + 0.0
        found.append(
            {
                "lever": lever,
                "option": spell_offer(str(name)),
                "text": f"{pounds:.2f}",
                "shown": _money(pounds),
                "fault": _fault(scenario, lever, pounds),
            }
        )
    return found


def _fault(scenario: Scenario, lever: str, value: float) -> str:
    """Say why a parameter cannot take a value; nothing where it can."""
    parameter = scenario.parameter(lever)
    try:
        parameter.check(value)
    except ParameterError:
        return f"outside what it can be set to, {parameter.at_least:g} to {parameter.at_most:g}"
    return ""


def _table(name: str, table: pd.DataFrame) -> dict[str, Any]:
    title = TITLES.get(name, capital(name.replace("_", " ")))
    if name in GATES and {"condition", "value", "threshold", "margin"} <= set(table):
        head = ["Asked for", "Value", "Threshold", "Margin", "Met"]
        rows = [
            [
                row["condition"],
                row["value"],
                row["threshold"],
                row["margin"],
                "met" if row["is_met"] else "missed",
            ]
            for row in asked_for(table)
        ]
        return {"title": title, "columns": head, "rows": rows}
    cells = [[_cell(value) for value in row] for row in table.itertuples(index=False)]
    head = [capital(str(column).replace("_", " ")) for column in table.columns]
    if len(cells) == 1 and len(head) > 1:
        pairs = [list(pair) for pair in zip(head, cells[0], strict=True)]
        return {"title": title, "columns": ["What", "Value"], "rows": pairs}
    return {"title": title, "columns": head, "rows": cells}


def _cell(value: Any) -> str:
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "–" if math.isnan(value) else f"{round(value, 3) + 0.0:.3f}".replace("-", "−")
    return str(value).replace("_", " ")


def _signed(value: float) -> str:
    rounded = round(value, 2) + 0.0
    return f"{rounded:+.2f}".replace("-", "−") if rounded else "0"


def _money(pounds: float) -> str:
    return f"{'−' if pounds < 0 else ''}£{abs(pounds):,.2f}"
