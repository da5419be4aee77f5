"""How far a place has come with a single contract, and what it waits for."""

from __future__ import annotations

import pandas as pd

from acs_abm.analysis.explain.explanation import Explanation
from acs_abm.analysis.explain.rerun import Again
from acs_abm.analysis.explain.system import tell_gate
from acs_abm.analysis.gate_failures import CHECKPOINT
from acs_abm.analysis.words import count, percent
from acs_abm.columns import World
from acs_abm.decisions.contract_holder import Holder
from acs_abm.decisions.regulator_assurance import CHECKPOINTS
from acs_abm.stages.stage import Stage
from acs_abm.stance import Stance
from acs_abm.start import long_run_effects
from acs_abm.steps.assurance import is_assured, may_enter
from acs_abm.steps.contracts import committed_share


def explain_place(again: Again, step: int, row: int) -> Explanation:
    """Explain where a place's single contract stood at the end of a step."""
    model = again.model_before(step + 1)
    world, tables = model.world, model.tables()
    model.release()
    code, name = world.population.ccgs.code[row], world.population.ccgs.name[row]
    label = world.clock.label(step)
    gates = tables["gates"].query("organisation == @code")
    is_checkpoint = gates["condition"].astype(str).str.startswith(CHECKPOINT)
    events = tables["events"].query("code == @code")[["quarter", "what", "detail"]]
    sentences = [_standing(world, row, name), *_process(world, row), _effect(world, row)]
    now = gates[~is_checkpoint & (gates["quarter"] == label)]
    if len(now):
        sentences += tell_gate(Stage.ACO.name, now)
    told = {
        "story": events.reset_index(drop=True),
        "checkpoints": _short(gates[is_checkpoint]),
        "gate": _short(now),
    }
    return Explanation(f"place:{code}", label, tuple(sentences), told)


def _short(gates: pd.DataFrame) -> pd.DataFrame:
    kept = ["quarter", "condition", "value", "threshold", "margin", "probability", "verdict"]
    return gates[kept].reset_index(drop=True)


def _standing(world: World, row: int, name: str) -> str:
    ccgs = world.ccgs
    level = Stance(int(ccgs.contract_level[row])).name
    if ccgs.contract_live[row]:
        since = world.clock.label(int(ccgs.live_since[row]))
        return f"{name} has a live single contract ({level}) since {since}."
    if ccgs.contract_level[row]:
        since = world.clock.label(int(ccgs.contract_since[row]))
        return f"{name} has sought a single contract ({level}) since {since}."
    if world.step < ccgs.closed_until[row]:
        until = _label(world, ccgs.closed_until[row])
        return f"{name} seeks no single contract: it may not again before {until}."
    if not may_enter(world)[row]:
        why = "it is no test area, and the stage of its system gives no right to"
        return f"{name} seeks no single contract: {why}."
    return f"{name} seeks no single contract, although it may."


def _process(world: World, row: int) -> list[str]:
    """Say how far assurance is, who is to hold the contract and what came in the way."""
    ccgs = world.ccgs
    if not ccgs.contract_level[row] or ccgs.contract_live[row]:
        return []
    passed, tries = int(ccgs.checkpoints_passed[row]), int(ccgs.checkpoint_tries[row])
    due = _label(world, ccgs.assurance_due[row])
    if is_assured(world)[row]:
        said = [f"Assurance is passed; if nothing changes the process lapses in {due}."]
    else:
        failures = f", which failed {count(tries, 'time')}," if tries else ""
        said = [
            f"{passed} of {CHECKPOINTS} checkpoints are passed; the next{failures} is due in {due}."
        ]
    said.append(f"Practices with {percent(committed_share(world)[row])} of the list have promised.")
    if ccgs.holder[row] >= 0:
        name = Holder(int(ccgs.holder[row])).name.lower().replace("_", " ")
        said.append(f"The holder is to be: {name}.")
    if ccgs.lmc_ballots[row]:
        last = world.clock.label(int(ccgs.lmc_balloted[row]))
        said.append(
            f"Its LMC balloted {count(int(ccgs.lmc_ballots[row]), 'time')}, last in {last}."
        )
    return said


def _effect(world: World, row: int) -> str:
    """Say what integration does to emergency admissions, and where that leads."""
    activity = world.activity
    now, later = activity.effect[row], long_run_effects(world)[row]
    return (
        f"Integration changes its emergency admissions by {100 * now:+.2f}%, of which "
        f"{100 * activity.disruption[row]:+.2f} is disruption; as it stands they would come to "
        f"{100 * later:+.2f}%."
    )


def _label(world: World, step: int) -> str:
    """Name a step that may lie after the run."""
    return world.clock.date(int(step)).quarter
