"""What was so on the day on which a run starts, where it differs from April 2017.

The start of a run depends on its date through these inputs (``dated_inputs.yaml`` beside this
module, each with its source), never through the name of a scenario.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from acs_abm.clock import Date


@dataclass(frozen=True)
class CCGPart:
    """A CCG that has since merged: its code, name and number of practices."""

    code: str
    name: str
    practices: int


@dataclass(frozen=True)
class CCGMerger:
    """A merger of CCGs.

    Attributes
    ----------
    code
        Code of the CCG that came of it.
    month
        When it came.
    parts
        The CCGs before, from north to south.
    """

    code: str
    month: Date
    parts: tuple[CCGPart, ...]


@lru_cache(maxsize=1)
def _inputs() -> dict[str, Any]:
    text = (files("acs_abm.evidence") / "dated_inputs.yaml").read_text(encoding="utf-8")
    inputs: dict[str, Any] = yaml.safe_load(text)
    return inputs


def published_in(flag: str) -> Date:
    """Give the month in which ``named_candidates`` or ``test_areas`` were published."""
    return Date.parse(_inputs()["published"][flag]["month"])


def practices_run_by_trusts(on: Date) -> dict[str, int]:
    """Give how many practices trusts run in a month, by code of the trust; those without, not."""
    numbers = {}
    for code, entry in _inputs()["trust_run_practices"].items():
        past = [month for month in entry["practices"] if Date.parse(month) <= on]
        if past:
            numbers[code] = int(entry["practices"][max(past)])
    return numbers


@lru_cache(maxsize=8)
def ccg_mergers_after(on: Date) -> tuple[CCGMerger, ...]:
    """Give the mergers of CCGs that had not come yet in a month."""
    mergers = tuple(
        CCGMerger(
            code,
            Date.parse(entry["month"]),
            tuple(CCGPart(**part) for part in entry["parts"]),
        )
        for code, entry in _inputs()["ccg_mergers"].items()
    )
    return tuple(merger for merger in mergers if on < merger.month)


def share_of_ccgs(what: str, on: Date) -> float:
    """Give the share of CCGs known of a month: ``sharing_officer`` or ``delegated``.

    The last number known by then counts; before the first, the first.
    """
    known = _inputs()["ccgs"][what]["known"]
    past = [month for month in known if Date.parse(month) <= on]
    number = known[max(past) if past else min(known)]
    return float(number["ccgs"] / number["out_of"])
