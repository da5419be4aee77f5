"""What a care system still lacks for its next stage, in words and as a table."""

from __future__ import annotations

import pandas as pd

from acs_abm.analysis.explain.explanation import Explanation
from acs_abm.analysis.explain.rerun import Again, run_phases
from acs_abm.analysis.explain.vote import tell_vote, vote_receipt
from acs_abm.analysis.words import CONDITIONS, STAGES, count, percent
from acs_abm.columns import World
from acs_abm.stages.stage import Stage
from acs_abm.stages.thresholds import AT_MOST, FLAGS
from acs_abm.steps import SCHEDULE

SHARES = "share"

REGULATORS = 2
"""The last phase of the regulators, in which systems vote."""


def explain_system(again: Again, step: int, row: int) -> Explanation:
    """Explain how a system stood at its gates in a step."""
    model = again.model_before(step)
    world = model.world
    before = Stage(int(world.systems.stage[row]))
    served = int(world.systems.quarters_in_stage[row])
    numbers = sorted({phase.number for phase in SCHEDULE})
    run_phases(world, step, [number for number in numbers if number <= REGULATORS])
    votes = vote_receipt(world, row)
    run_phases(world, step, [number for number in numbers if number > REGULATORS])
    tables = model.tables()
    code, name = world.population.systems.code[row], world.population.systems.name[row]
    label = world.clock.label(step)
    gates = tables["gates"].query("organisation == @code and quarter == @label")
    events = tables["events"].query("code == @code and quarter == @label")
    now = Stage(int(world.systems.stage[row]))
    sentences = [_standing(name, before, served, label)]
    sentences += [
        f"In {label}: {what} {detail}.".replace(" .", ".")
        for what, detail in zip(events["what"], events["detail"], strict=True)
    ]
    sentences += tell_vote(world, row, votes)
    for stage, asked in gates.groupby("stage", sort=False):
        sentences += tell_gate(str(stage), asked)
    if gates.empty:
        sentences.append(_no_gate(world, before))
    if now != before:
        sentences.append(f"It ended {label} as {_stage(now)}.")
    model.release()
    told = {"gates": gates.reset_index(drop=True), "votes": votes}
    return Explanation(f"system:{code}", label, tuple(sentences), told)


def _stage(stage: Stage) -> str:
    words = STAGES[stage.name]
    return (
        f"an {words}" if words[0] in "ASas" and words.startswith(("STP", "ACS")) else f"a {words}"
    )


def _standing(name: str, stage: Stage, quarters: int, label: str) -> str:
    time = "its time served" if quarters > 50 else f"{count(quarters, 'quarter')} there"
    return f"{name} began {label} as {_stage(stage)}, with {time}."


def _no_gate(world: World, stage: Stage) -> str:
    if stage >= Stage.ACS:
        return "There is no stage beyond for a system; single contracts come place by place."
    if not world.clock.closes_quarter(world.step):
        return "Gates are looked at when a quarter ends."
    return "No gate was before it."


def tell_gate(stage: str, asked: pd.DataFrame) -> list[str]:
    """Say what came of one evaluation of a gate, and what was missing."""
    verdict, chance = asked["verdict"].iloc[0], asked["probability"].iloc[0]
    said = [f"The gate to {STAGES[stage]}: {verdict} (probability of passing {percent(chance)})."]
    short = asked[asked["margin"] < 0]
    said += [_missing(row) for _, row in short.iterrows()]
    if short.empty:
        said.append("Everything asked for was met.")
    met = [_words(str(name)) for name in asked[asked["margin"] >= 0]["condition"]]
    if met and not short.empty:
        said.append(f"Met: {', '.join(met)}.")
    return said


def _words(condition: str) -> str:
    return {"quarters_served": "quarters served"}.get(
        condition, CONDITIONS.get(condition, condition)
    )


def _missing(row: pd.Series) -> str:
    condition = str(row["condition"])
    if condition in FLAGS:
        return f"Missing: {_words(condition)}."
    if condition == "quarters_served":
        asked = row["threshold"]
        return f"Missing: {asked - row['value']:.0f} of {asked:.0f} quarters in the stage before."
    limit = "at most" if condition in AT_MOST else "at least"
    return (
        f"Missing: {_words(condition)}, {row['value']:.3f} where {limit} "
        f"{row['threshold']:.3f} is asked ({abs(row['margin']):.3f} short)."
    )
