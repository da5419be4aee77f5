"""Genuine Mesa agents, each a view of one row of the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acs_abm.agents.care_system import CareSystem
from acs_abm.agents.ccg import CCG
from acs_abm.agents.gp_practice import GPPractice
from acs_abm.agents.local_authority import LocalAuthority
from acs_abm.agents.local_medical_committee import LocalMedicalCommittee
from acs_abm.agents.regulator import NATIONAL_BODIES, Regulator
from acs_abm.agents.trust import Trust
from acs_abm.agents.view import RowAgent

if TYPE_CHECKING:
    from mesa.agent import AgentSet

KINDS: dict[str, type[RowAgent]] = {
    agent.kind: agent
    for agent in (
        GPPractice,
        Trust,
        CCG,
        Regulator,
        LocalMedicalCommittee,
        LocalAuthority,
        CareSystem,
    )
}

__all__ = [
    "CCG",
    "KINDS",
    "NATIONAL_BODIES",
    "CareSystem",
    "GPPractice",
    "LocalAuthority",
    "LocalMedicalCommittee",
    "Regulator",
    "Trust",
    "make_agents",
]


def make_agents(model: Any, kind: str) -> AgentSet:
    """Make the agents of a kind, one for each row, in the order of the rows."""
    population = model.world.population
    rows = {
        "practice": len(population.practices.code),
        "trust": len(population.trusts.code),
        "ccg": len(population.ccgs.code),
        "lmc": len(population.ccgs.code),
        "council": len(population.systems.code),
        "system": len(population.systems.code),
        "regulator": len(NATIONAL_BODIES),
    }[kind]
    agent = KINDS[kind]
    for row in range(rows):
        agent(model, row)
    return model.agents_by_type[agent]
