"""What one gate asked of one system or place, when last it was evaluated."""

from __future__ import annotations

from acs_abm.analysis.explain.explanation import Explanation
from acs_abm.analysis.explain.rerun import Again
from acs_abm.analysis.explain.system import tell_gate
from acs_abm.analysis.gate_failures import CHECKPOINT
from acs_abm.analysis.words import STAGES, count
from acs_abm.stages.stage import Stage


def explain_gate(again: Again, step: int, row: int, stage: Stage) -> Explanation:
    """Explain the last evaluation of a gate up to the end of a step."""
    model = again.model_before(step + 1)
    world = model.world
    block = world.population.ccgs if stage is Stage.ACO else world.population.systems
    code, name, label = block.code[row], block.name[row], world.clock.label(step)
    gates = model.tables()["gates"]
    model.release()
    of_gate = (gates["organisation"] == code) & (gates["stage"] == stage.name)
    asked = gates[of_gate & ~gates["condition"].astype(str).str.startswith(CHECKPOINT)]
    who = f"gate:{code}/{stage.name}"
    if asked.empty:
        before = (
            "it seeks no single contract"
            if stage is Stage.ACO
            else f"it has not been at the stage before ({STAGES[Stage(stage - 1).name]})"
        )
        said = f"The gate to {STAGES[stage.name]} was never before {name} up to {label}: {before}."
        return Explanation(who, label, (said,), {"gate": asked})
    last = asked[asked["quarter"] == asked["quarter"].iloc[-1]].reset_index(drop=True)
    times = asked["quarter"].nunique()
    failed = asked.loc[asked["verdict"] == "failed", "quarter"].nunique()
    sentences = (
        (
            f"{name} stood before this gate in {count(times, 'quarter')} up to {label}, failed in "
            f"{failed}; last in {last['quarter'].iloc[0]}."
        ),
        *tell_gate(stage.name, last),
    )
    return Explanation(who, label, sentences, {"gate": last})
