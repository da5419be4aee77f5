"""Findings on gates: which fails most, and for what."""

from __future__ import annotations

from acs_abm.analysis.findings.facts import Facts
from acs_abm.analysis.gate_failures import GateTally, tally_gates
from acs_abm.analysis.words import capital, count, percent


def gate_findings(facts: Facts) -> list[str]:
    """Say which gate was failed most often and for what, then the same of the others."""
    tallies = tally_gates(facts.tables["gates"])
    failed = sorted((tally for tally in tallies if tally.failed), key=lambda one: -one.failed)
    said = [hardest_gate(facts)]
    said += [f"The gate to {tally.name}: {_failures(tally)}." for tally in failed[1:]]
    said += [
        f"The gate to {tally.name} was never failed, in {count(tally.evaluated, 'evaluation')}."
        for tally in tallies
        if not tally.failed
    ]
    by_chance = sum(tally.failed_by_chance for tally in tallies)
    if by_chance:
        verb = "was" if by_chance == 1 else "were"
        said.append(
            f"{capital(count(by_chance, 'failure'))} {verb} by chance, with every condition met: "
            "a soft gate is passed with a probability."
        )
    return said


def hardest_gate(facts: Facts) -> str:
    """Say which gate was failed most often, and what was short most often."""
    tallies = tally_gates(facts.tables["gates"])
    if not tallies:
        return "No gate was evaluated: nobody had served the time before one."
    worst = max(tallies, key=lambda tally: tally.failed)
    if not worst.failed:
        return "No gate was failed by anybody who had served the time before it."
    together = f" ({facts.replicates} replicates together)" if facts.replicates > 1 else ""
    return f"The gate failed most often is the one to {worst.name}{together}: {_failures(worst)}."


def _failures(tally: GateTally) -> str:
    text = f"{count(tally.failed, 'failure')} in {count(tally.evaluated, 'evaluation')}"
    text += f" ({percent(tally.failed_share)})"
    short = [condition for condition in tally.conditions if condition.short_share]
    if not short:
        return text
    first = short[0]
    text += (
        f"; what was short most often is “{first.label}”, in {percent(first.short_share)} of them"
    )
    if first.only_share:
        text += f" and as the only thing in {percent(first.only_share)}"
    return text
