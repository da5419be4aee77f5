"""What a run shows, in sentences made from its tables and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from acs_abm.analysis.findings.classes import class_findings, widest_gap
from acs_abm.analysis.findings.conditions import condition_findings
from acs_abm.analysis.findings.contracts import contract_findings, live_contracts
from acs_abm.analysis.findings.facts import Facts
from acs_abm.analysis.findings.first import first_at
from acs_abm.analysis.findings.gates import gate_findings, hardest_gate
from acs_abm.analysis.findings.practices import joined, practice_findings, resisting
from acs_abm.analysis.findings.stages import stage_findings, stages_at_end
from acs_abm.analysis.findings.strain import broke_first, strain_findings
from acs_abm.stages.stage import Stage

__all__ = ["CHAPTERS", "Chapter", "Facts", "findings", "in_brief"]


@dataclass(frozen=True)
class Chapter:
    """One subject of findings.

    Attributes
    ----------
    key
        Short name, for links and for the figures that belong to it.
    title
        Its heading.
    sentences
        What was found.
    """

    key: str
    title: str
    sentences: tuple[str, ...]


CHAPTERS: dict[str, tuple[str, Callable[[Facts], list[str]]]] = {
    "stages": ("How far care systems came", stage_findings),
    "practices": ("What practices did", practice_findings),
    "classes": ("Who joined and who was left out", class_findings),
    "gates": ("What held systems back", gate_findings),
    "contracts": ("Alliances and single contracts", contract_findings),
    "conditions": ("Governance, relationships and trust", condition_findings),
    "strain": ("What broke first", strain_findings),
}
"""Every chapter: its heading and what finds its sentences."""


def findings(facts: Facts) -> tuple[Chapter, ...]:
    """Return every chapter of findings of a run."""
    return tuple(Chapter(key, title, tuple(find(facts))) for key, (title, find) in CHAPTERS.items())


def in_brief(facts: Facts) -> tuple[str, ...]:
    """Return the handful of sentences that a reader in a hurry needs."""
    return (
        stages_at_end(facts),
        first_at(facts, Stage.SHADOW_ACS),
        first_at(facts, Stage.ACS),
        joined(facts),
        *widest_gap(facts),
        resisting(facts),
        hardest_gate(facts),
        live_contracts(facts),
        *broke_first(facts),
    )
