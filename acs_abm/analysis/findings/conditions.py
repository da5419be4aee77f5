"""Findings on what gates ask for: governance, relationships, capability, trust."""

from __future__ import annotations

from acs_abm.analysis.findings.facts import Facts

NAMES = {
    "governance": "governance (G)",
    "relationships": "relationships (R)",
    "population_health_management": "population health management",
    "trust_in_national": "practices' trust in national bodies",
    "national_expectation": "the national expectation (an input)",
}


def condition_findings(facts: Facts) -> list[str]:
    """Say how far governance, relationships, capability, trust and expectation came."""
    if not facts.has_path:
        parts = [f"{name} {facts.at_end(column).mean:.2f}" for column, name in NAMES.items()]
        return [f"At the end of {facts.last}, on a scale from 0 to 1: {', '.join(parts)}."]
    parts = [
        f"{name} {_verb(start := facts.at_start(column).mean, end := facts.at_end(column).mean)} "
        + (f"from {start:.2f} to {end:.2f}" if _verb(start, end) != "stayed" else f"at {end:.2f}")
        for column, name in NAMES.items()
    ]
    said = ", ".join(parts)
    return [
        f"From the end of {facts.first} to the end of {facts.last}, on a scale of 0 to 1: {said}."
    ]


def _verb(start: float, end: float) -> str:
    if round(end, 2) == round(start, 2):
        return "stayed"
    return "rose" if end > start else "fell"
