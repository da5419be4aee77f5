"""Where care systems stand on the schematic map, and how their names are shortened."""

from __future__ import annotations

from functools import lru_cache

from acs_abm.evidence import SystemFacts, current_system_code, england_ccgs, england_systems


@lru_cache(maxsize=1)
def _tiles() -> dict[str, SystemFacts]:
    return {facts.code: facts for facts in england_systems()}


@lru_cache(maxsize=1)
def _systems_of_ccgs() -> dict[str, str]:
    return {facts.code: facts.system for facts in england_ccgs()}


def tile(code: str) -> SystemFacts | None:
    """Return what is known about a system's tile; None where England has no such system."""
    return _tiles().get(current_system_code(code))


def system_of_ccg(code: str) -> str | None:
    """Return the system of one of England's CCGs of 2017; None for any other."""
    return _systems_of_ccgs().get(code)


def shortened(name: str, longest: int) -> str:
    """Cut a name after a word, with an ellipsis, where it is too long."""
    plain = name.replace(" and ", " & ")
    if len(plain) <= longest:
        return plain
    kept = plain[: longest - 1]
    return kept[: kept.rfind(" ")].rstrip(" ,&") + "…" if " " in kept else kept + "…"
