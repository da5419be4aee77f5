"""Findings on what broke first: which strain passed its mark, when, and what followed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median_low

import pandas as pd

from acs_abm.analysis.findings.facts import Facts
from acs_abm.analysis.words import capital, count, listed

LONGEST_WAIT = 18.0
"""Weeks within which planned care is promised."""
MOST_OVER = 2 / 3
"""Share of CCGs overspent, or of trusts in deficit: over half of either were in 2016/17."""
MOST_DISTRESSED = 0.1
"""Share of practices with distress above one half: near 4% at the start."""
MOST_GONE = 0.05
"""Share of practices that close or merge in a year: about 2.7% did before 2017."""


@dataclass(frozen=True)
class Strain:
    """Something that can break.

    Attributes
    ----------
    broke
        What happened, as a sentence without its time.
    not_broken
        The same as something that did not happen.
    level
        What is held against the mark: one number for each quarter of a replicate.
    mark
        From which level on it counts as broken.
    """

    broke: str
    not_broken: str
    level: Callable[[pd.DataFrame], pd.Series]
    mark: float


def _share(part: str, whole: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda national: national[part] / national[whole].where(national[whole] > 0)


def _gone_in_a_year(national: pd.DataFrame) -> pd.Series:
    """Return the share of practices that closed or merged in the financial year, at its end."""
    gone = (national["practices_closed"] + national["practices_merged"]).astype(float)
    at_end = national["quarter"].str[5:].isin(["Q1", "03"])
    before = gone.where(at_end).ffill().shift(fill_value=0.0).fillna(0.0)
    stood = national["practices"] + gone - before
    return ((gone - before) / stood.where(stood > 0)).where(at_end)


STRAINS = (
    Strain(
        "two thirds of CCGs spent more than their allocation",
        "two thirds of CCGs spending more than their allocation",
        _share("ccgs_overspent", "ccgs"),
        MOST_OVER,
    ),
    Strain(
        "two thirds of trusts were in deficit",
        "two thirds of trusts in deficit",
        _share("trusts_in_deficit", "trusts"),
        MOST_OVER,
    ),
    Strain(
        "planned care was waited for 18 weeks on average",
        "an average wait of 18 weeks for planned care",
        lambda national: national["elective_wait"],
        LONGEST_WAIT,
    ),
    Strain(
        "a tenth of practices were in distress",
        "a tenth of practices in distress",
        _share("practices_distressed", "practices"),
        MOST_DISTRESSED,
    ),
    Strain(
        "one practice in twenty closed or merged within a year",
        "one practice in twenty closing or merging within a year",
        _gone_in_a_year,
        MOST_GONE,
    ),
)
"""What is watched; marks are for reading a run and change nothing in it."""


def strain_findings(facts: Facts) -> list[str]:
    """Say what broke, in order, and what did not."""
    broken = _in_order(facts)
    said = broke_first(facts)
    said += [f"{capital(text)}, {_when(when, facts)}." for text, when in broken[1:]]
    whole = [s.not_broken for s in STRAINS if s.broke not in dict(broken)]
    if whole:
        said.append(f"Not seen by the end of {facts.last}: {listed(whole)}.")
    return said


def broke_first(facts: Facts) -> list[str]:
    """Say what broke first, where anything did."""
    broken = _in_order(facts)
    if not broken:
        return []
    text, when = broken[0]
    return [f"What broke first: {text}, {_when(when, facts)}."]


def _in_order(facts: Facts) -> list[tuple[str, list[str]]]:
    """Return what broke, with the quarters in which it did: in most replicates, then earliest."""
    seen = [(strain.broke, _first_quarters(strain, facts)) for strain in STRAINS]
    broken = [(text, when) for text, when in seen if when]
    return sorted(broken, key=lambda pair: (-len(pair[1]), median_low(pair[1])))


def _first_quarters(strain: Strain, facts: Facts) -> list[str]:
    firsts = []
    for _, national in facts.national.groupby("replicate"):
        past = national.loc[strain.level(national) >= strain.mark, "quarter"]
        firsts += [str(past.iloc[0])] if len(past) else []
    return firsts


def _when(quarters: Sequence[str], facts: Facts) -> str:
    earliest, middle, latest = min(quarters), median_low(quarters), max(quarters)
    text = f"in {middle}" if earliest == latest else f"in {middle} ({earliest} to {latest})"
    if len(quarters) == facts.replicates:
        return text
    return f"{text}, in {len(quarters)} of {count(facts.replicates, 'replicate')}"
