"""Findings on who is left out: extreme classes of practices compared."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acs_abm.analysis.figures.joining import shares_of_groups
from acs_abm.analysis.findings.facts import Facts
from acs_abm.analysis.findings.measured import Measured

EXTREMES = {
    "list_size": (
        "list size",
        "1",
        "5",
        "the fifth with the smallest lists",
        "the fifth with the largest",
    ),
    "deprivation": ("deprivation", "5", "1", "the most deprived fifth", "the least deprived"),
    "distress": ("distress", "5", "1", "the most distressed fifth", "the least distressed"),
    "rurality": ("rurality", "rural", "urban", "rural areas", "urban areas"),
}
"""Grouping: what it is by, how the names of its two extreme classes begin, how they are said."""


@dataclass(frozen=True)
class Contrast:
    """Two extreme classes of a grouping at the end of a run.

    Attributes
    ----------
    one, other
        The classes in words.
    joined, joined_other
        Share of practices in an alliance or beyond by agreement.
    resisting, resisting_other
        Share of practices that resist.
    """

    one: str
    other: str
    joined: Measured
    joined_other: Measured
    resisting: Measured
    resisting_other: Measured

    @property
    def gap(self) -> Measured:
        """By how much more of the first class joined than of the other."""
        return self.joined - self.joined_other


def class_findings(facts: Facts) -> list[str]:
    """Compare the extreme classes by list size, deprivation, distress and rurality."""
    said = []
    for by, contrast in _contrasts(facts).items():
        if isinstance(contrast, Contrast):
            said.append(f"By {by}: {_joined(contrast)}; {_resisted(contrast)}.")
        else:
            said.append(f"By {by}: there is no practice {contrast}, so nothing to compare.")
    return said


def widest_gap(facts: Facts) -> list[str]:
    """Say where the share that joined differs most between extreme classes."""
    found = {
        by: contrast
        for by, contrast in _contrasts(facts).items()
        if isinstance(contrast, Contrast) and round(abs(contrast.gap.mean), 4) > 0
    }
    if not found:
        return []
    by = max(found, key=lambda name: abs(found[name].gap.mean))
    return [f"Who joined differs most by {by}: {_joined(found[by])}."]


def _contrasts(facts: Facts) -> dict[str, Contrast | str]:
    """Return what is compared by what; where a class is empty, which one."""
    groups = facts.tables["groups"]
    last = shares_of_groups(groups.loc[groups["quarter"] == facts.last])
    return {
        by: _contrast(last.loc[last["grouping"] == grouping], facts, *names)
        for grouping, (by, *names) in EXTREMES.items()
        if (groups["grouping"] == grouping).any()
    }


def _contrast(
    rows: pd.DataFrame, facts: Facts, start: str, other_start: str, one: str, other: str
) -> Contrast | str:
    ends = [
        rows.loc[rows["group"].str.startswith(name)].sort_values("replicate")
        for name in (start, other_start)
    ]
    for end, name in zip(ends, (one, other), strict=True):
        if len(end) != facts.replicates:
            return f"in {name}"
    joined, joined_other = (Measured.of(end["joined"]) for end in ends)
    resisting, resisting_other = (Measured.of(end["resisting"]) for end in ends)
    return Contrast(one, other, joined, joined_other, resisting, resisting_other)


def _joined(contrast: Contrast) -> str:
    if contrast.joined.is_zero and contrast.joined_other.is_zero:
        return f"nobody had joined in {contrast.one} or in {contrast.other}"
    text = (
        f"{contrast.joined.percent()} of practices in {contrast.one} had joined, against "
        f"{contrast.joined_other.percent()} in {contrast.other}"
    )
    if round(abs(contrast.gap.mean), 4) == 0:
        return f"{text}, no gap"
    return f"{text}, a gap of {contrast.gap.points()}"


def _resisted(contrast: Contrast) -> str:
    if contrast.resisting.is_zero and contrast.resisting_other.is_zero:
        return "nobody was resisting in either"
    one, other = contrast.resisting.percent(), contrast.resisting_other.percent()
    return f"{one} against {other} were resisting"
