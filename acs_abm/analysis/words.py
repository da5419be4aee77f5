"""How numbers, names and lists are put into words: one place, so that grammar holds everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from acs_abm.stages.thresholds import FLAGS

STAGES = {
    "STP": "STP",
    "CANDIDATE": "candidate",
    "SHADOW_ACS": "shadow ACS",
    "ACS": "ACS",
    "ACO": "a live ACO contract",
}
"""Stage by the name it has in tables."""

STANCES = {
    "practices_independent": "Independent",
    "practices_alliance": "Alliance",
    "practices_partial": "Partial integration",
    "practices_full": "Full or trust-run",
    "practices_resisting": "Resisting",
}
"""Stance by its column, in the order in which figures draw them."""

GROUPINGS = {
    "deprivation": "Deprivation, in fifths",
    "rurality": "Rurality",
    "list_size": "List size, in fifths",
    "distress": "Distress at the start, in fifths",
}

CONDITIONS = {
    "hub_coverage": "patients at practices in a hub",
    "relationships": "relationships (R)",
    "selected": "selected by NHS England",
    "choice_mechanism": "mechanism that protects patient choice",
    "own_control_totals": "trust income whose own control total is accepted",
    "control_total_shortfall": "shortfall against control totals",
    "governance": "governance (G)",
    "population_health_management": "population health management",
    "alliance_coverage": "patients at practices in an alliance",
    "joint_body": "body that takes joint decisions",
    "practices_committed": "patients at practices committed to the contract",
    "practices_confirmed": "patients at practices that stand by their promise",
    "trusts_aligned": "trust income in an alliance",
    "system_ready": "system is an ACS, or the place a test area",
    "assurance_passed": "assurance passed",
    "regulations_in_force": "rules on suspending contracts in force",
    "court_clear": "no case before a court and no pause",
    "consultation_done": "consultation over",
    "holder_accepts": "a holder that accepts",
}


def plural(n: float, singular: str, several: str = "") -> str:
    """Return the noun that goes with a number: ``system`` with 1, else ``systems``."""
    return singular if n == 1 else several or f"{singular}s"


def count(n: float, singular: str, several: str = "") -> str:
    """Say how many: ``no systems``, ``1 system``, ``7,436 practices``, ``18.4 systems``."""
    return f"{number(n) if n else 'no'} {plural(n, singular, several)}"


def number(n: float) -> str:
    """Write a number: thousands with a comma, a decimal only where it says something."""
    if n == round(n) or abs(n) >= 100:
        return f"{n:,.0f}"
    return f"{n:,.1f}"


def percent(share: float) -> str:
    """Write a share: whole per cent, one decimal under 10%, nothing only for nothing."""
    hundredths = 100 * share
    if 0 < hundredths < 0.05:
        return "under 0.1%"
    if 99.5 <= hundredths < 100:
        return "over 99%"
    digits = 0 if hundredths == 0 or hundredths >= 9.95 else 1
    return f"{hundredths:.{digits}f}%"


def listed(names: Sequence[str], most: int = 4) -> str:
    """Join names: ``Devon``, ``Devon and Dorset``, ``Devon, Dorset and 3 more``.

    Names that hold a comma or an "and" of their own are kept apart by semicolons.

    Parameters
    ----------
    names
        What to join.
    most
        Names written out before the rest is only counted.
    """
    shown = list(names)
    if len(names) > most + 1:
        shown = [*names[:most], f"{len(names) - most} more"]
    if len(shown) < 2:
        return "".join(shown)
    if not any(", " in name or " and " in name for name in shown):
        return f"{', '.join(shown[:-1])} and {shown[-1]}"
    between = ", " if len(shown) == 2 else "; "
    return f"{between.join(shown[:-1])}{between}and {shown[-1]}"


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop, leaving the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?")) else ".")


def condition(measure: str, threshold: float, *, is_at_most: bool) -> str:
    """Name what a gate asks for, with its threshold where it has one."""
    name = CONDITIONS.get(measure, measure.replace("_", " "))
    if measure in FLAGS:
        return name
    return f"{name} {'≤' if is_at_most else '≥'} {threshold:g}"


def spell_offer(name: str) -> str:
    """Turn the name of an offer into words."""
    return name.replace("_", " ").capitalize().replace("aco", "ACO")


def capital(text: str) -> str:
    """Write the first letter large and leave the rest as it is."""
    return text[:1].upper() + text[1:]
