"""Findings on who was the first to reach a stage, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median_low

from acs_abm.analysis.findings.facts import Facts
from acs_abm.analysis.findings.measured import Measured, counted
from acs_abm.analysis.words import count, listed, number, plural
from acs_abm.stages.stage import Stage

BECOMING = {
    Stage.STP: ("an STP", "STPs"),
    Stage.CANDIDATE: ("a candidate", "candidates"),
    Stage.SHADOW_ACS: ("a shadow ACS", "shadow ACSs"),
    Stage.ACS: ("an ACS", "ACSs"),
}
"""What one system becomes at a stage, and what several become."""
MOST_NAMED = 4
"""More systems than this that were first together are only counted."""


def first_at(facts: Facts, stage: Stage) -> str:
    """Say which system was the first to reach a stage, and when.

    With several replicates: which was most often (or among) the first, in how many, and the
    median, earliest and latest quarter.
    """
    firsts = _firsts(facts, stage)
    if not firsts:
        return _nobody(facts, stage)
    if facts.only_system:
        return _only_system(facts, facts.only_system, stage, [when for when, _ in firsts])
    if facts.replicates == 1:
        when, codes = firsts[0]
        if len(codes) > MOST_NAMED:
            return f"{len(codes)} systems were the first to become {BECOMING[stage][1]}, in {when}."
        names = listed([facts.names[code] for code in codes])
        if len(codes) == 1:
            return f"The first to become {BECOMING[stage][0]} was {names}, in {when}."
        return f"The first to become {BECOMING[stage][1]} were {names}, in {when}."
    return _over_replicates(facts, stage, firsts)


def _firsts(facts: Facts, stage: Stage) -> list[tuple[str, list[str]]]:
    """Return, for each replicate in which anybody reached it, the first quarter and by whom."""
    reached = facts.events("system", "reached")
    reached = reached.loc[reached["detail"] == stage.name]
    firsts = []
    for _, events in reached.groupby("replicate"):
        when = min(events["quarter"])  # labels of quarters and months sort as time does
        firsts.append((when, [str(code) for code in events.loc[events["quarter"] == when, "code"]]))
    return firsts


def _nobody(facts: Facts, stage: Stage) -> str:
    if stage is Stage.CANDIDATE and not starters(facts).is_zero:
        return "No further system became a candidate."
    ever = " in any replicate" if facts.replicates > 1 else ""
    if facts.only_system:
        return (
            f"{facts.only_system} did not become {BECOMING[stage][0]}{ever} "
            f"by the end of {facts.last}."
        )
    return f"No system became {BECOMING[stage][0]}{ever} by the end of {facts.last}."


def _only_system(facts: Facts, name: str, stage: Stage, quarters: Sequence[str]) -> str:
    if facts.replicates == 1:
        return f"{name} became {BECOMING[stage][0]} in {quarters[0]}."
    often = f"in {len(quarters)} of {facts.replicates} replicates"
    return f"{name} became {BECOMING[stage][0]} {often}; {_when(quarters)}."


def _over_replicates(facts: Facts, stage: Stage, firsts: list[tuple[str, list[str]]]) -> str:
    times = Counter(code for _, codes in firsts for code in codes)
    most = max(times.values())
    names = [facts.names[code] for code in sorted(times) if times[code] == most]
    has_ties = any(len(codes) > 1 for _, codes in firsts)
    first = "among the first" if has_ties else "the first"
    often = f"{'all' if most == facts.replicates else f'{most} of'} {facts.replicates} replicates"
    if most == 1 and len(firsts) > 1:
        text = f"No system was {first} to become {BECOMING[stage][0]} in more than one replicate"
    elif len(names) == 1:
        text = f"Most often {first} to become {BECOMING[stage][0]} was {names[0]}, in {often}"
    elif len(names) > MOST_NAMED:
        text = f"{len(names)} systems were {first} to become {BECOMING[stage][1]} in {often}"
    else:
        text = f"Most often {first} to become {BECOMING[stage][1]} were {listed(names)}, in {often}"
    without = facts.replicates - len(firsts)
    none = f" In {count(without, 'replicate')} nobody did." if without else ""
    return f"{text}; {_when([when for when, _ in firsts])}.{none}"


def _when(quarters: Sequence[str]) -> str:
    """Say a median quarter, with the earliest and the latest."""
    earliest, middle, latest = min(quarters), median_low(quarters), max(quarters)
    if earliest == latest:
        return f"{'always ' if len(quarters) > 1 else ''}in {middle}"
    return f"in the median replicate in {middle} ({earliest} to {latest})"


def starters(facts: Facts) -> Measured:
    """Count systems that stood beyond STP without having become candidates in the run."""
    systems = facts.tables["systems"]
    beyond = systems.loc[(systems["quarter"] == facts.first) & (systems["stage"] != "STP")]
    reached = facts.events("system", "reached")
    at_once = (reached["quarter"] == facts.first) & (reached["detail"] == Stage.CANDIDATE.name)
    return counted(beyond, facts.replicates) - counted(reached.loc[at_once], facts.replicates)


def began_as_candidates(facts: Facts) -> list[str]:
    """Say how many systems began as candidates, where any did."""
    found = starters(facts)
    if found.is_zero:
        return []
    if facts.only_system:
        return [f"{facts.only_system} began as a candidate, its time in stage served."]
    served = plural(found.mean, "a candidate, its", "candidates, their")
    of_all = f"{number(found.mean)} of {len(facts.names)} systems"
    return [f"{of_all} began as {served} time in stage served."]
