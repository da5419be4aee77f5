"""Published, dated numbers with their sources, and how to read them."""

from acs_abm.evidence.figures import Figure, figure, figures
from acs_abm.evidence.reader import (
    CCGFacts,
    SystemFacts,
    TrustFacts,
    current_ccg_code,
    current_system_code,
    england_ccgs,
    england_neighbours,
    england_systems,
    england_trusts,
)

__all__ = [
    "CCGFacts",
    "Figure",
    "SystemFacts",
    "TrustFacts",
    "current_ccg_code",
    "current_system_code",
    "england_ccgs",
    "england_neighbours",
    "england_systems",
    "england_trusts",
    "figure",
    "figures",
]
