"""Findings on stages: where systems ended, who was selected, who was sent back."""

from __future__ import annotations

from collections import Counter

from acs_abm.analysis.findings.facts import Facts
from acs_abm.analysis.findings.first import (
    BECOMING,
    began_as_candidates,
    first_at,
    starters,
)
from acs_abm.analysis.findings.measured import Measured, counted
from acs_abm.analysis.words import count, listed, number, percent, plural
from acs_abm.measures import STAGE_COLUMNS
from acs_abm.stages.stage import Stage


def stage_findings(facts: Facts) -> list[str]:
    """Say who was first at each stage, where systems stood at the end, who was sent back."""
    return [
        stages_at_end(facts),
        *began_as_candidates(facts),
        *([] if _is_settled(facts) else [first_at(facts, Stage.CANDIDATE)]),
        first_at(facts, Stage.SHADOW_ACS),
        first_at(facts, Stage.ACS),
        *_half(facts),
        _selected(facts),
        _sent_back(facts),
    ]


def stages_at_end(facts: Facts) -> str:
    """Say how many systems were at each stage at the end."""
    if facts.only_system:
        return _only_system_at_end(facts, facts.only_system)
    counts = {
        stage: found
        for stage, column in zip(BECOMING, STAGE_COLUMNS, strict=True)
        if not (found := facts.at_end(column)).is_zero
    }
    total = len(facts.names)
    if len(counts) == 1:
        (stage,) = counts
        return f"At the end of {facts.last} all {total} systems were {BECOMING[stage][1]}."
    furthest = max(counts)
    parts = [
        f"{number(found.mean)} {_verb(found) if stage is furthest else ''}"
        f"{plural(found.mean, BECOMING[stage][0], BECOMING[stage][1])}{found.band()}"
        for stage, found in reversed(counts.items())
    ]
    average = "on average " if facts.replicates > 1 else ""
    return f"At the end of {facts.last}, of {total} systems {average}{listed(parts)}."


def _verb(found: Measured) -> str:
    return "was " if found.mean == 1 else "were "


def _only_system_at_end(facts: Facts, name: str) -> str:
    systems = facts.tables["systems"]
    found = Counter(systems.loc[systems["quarter"] == facts.last, "stage"]).most_common()
    if len(found) == 1:
        return f"At the end of {facts.last} {name} was {BECOMING[Stage[found[0][0]]][0]}."
    parts = [f"{BECOMING[Stage[stage]][0]} in {times}" for stage, times in found]
    return (
        f"At the end of {facts.last} {name} was {listed(parts)} of {facts.replicates} replicates."
    )


def _is_settled(facts: Facts) -> bool:
    """Whether every system began as a candidate, so that none had to become one."""
    return starters(facts).mean == len(facts.names)


def _half(facts: Facts) -> list[str]:
    """Say when half of the systems had reached a stage, or how many ever did."""
    total = len(facts.names)
    if total < 4 or facts.replicates > 1:
        return []
    said = []
    reached = facts.events("system", "reached")
    for stage in (Stage.SHADOW_ACS, Stage.ACS):
        ever = reached.loc[reached["detail"] == stage.name].drop_duplicates("code")
        if 2 * len(ever) >= total:
            quarter = ever["quarter"].iloc[(total + 1) // 2 - 1]
            said.append(
                f"Half of the {total} systems had become {BECOMING[stage][1]} by {quarter}."
            )
        elif len(ever):
            was = "was" if len(ever) == 1 else "were"
            said.append(
                f"{count(len(ever), 'system')} of {total} ({percent(len(ever) / total)}) {was} "
                f"{BECOMING[stage][len(ever) > 1]} at some time."
            )
    return said


def _selected(facts: Facts) -> str:
    events = facts.events("system", "selected")
    if events.empty:
        return "NHS England selected no system."
    selected = counted(events, facts.replicates)
    if facts.only_system and facts.replicates == 1:
        return f"NHS England selected {facts.only_system} in {events['quarter'].iloc[0]}."
    text = f"NHS England selected {selected.count('system')}"
    if facts.replicates == 1:
        first = events["quarter"].iloc[0]
        in_first = int((events["quarter"] == first).sum())
        waves = count(events["quarter"].nunique(), "wave")
        text += f" in {waves}, {in_first} of them in the first, in {first}"
    return f"{text}."


def _sent_back(facts: Facts) -> str:
    back = facts.events("system", "sent back")
    if back.empty:
        return "No system was sent back a stage."
    if facts.replicates > 1:
        times = counted(back, facts.replicates)
        return f"Systems were sent back a stage {times.count('time')} a run on average."
    each = [f"{facts.names[str(code)]} ({quarter})" for code, quarter in zip(
        back["code"], back["quarter"], strict=True
    )]  # fmt: skip
    if len(each) == 1:
        return f"One system was sent back a stage: {each[0]}."
    return f"Systems were sent back a stage {len(each)} times: {listed(each, most=6)}."
