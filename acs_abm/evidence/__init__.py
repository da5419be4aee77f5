"""Published, dated numbers with their sources, and how to read them."""

from acs_abm.evidence.dated import (
    CCGMerger,
    CCGPart,
    ccg_mergers_after,
    practices_run_by_trusts,
    published_in,
)
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
    "CCGMerger",
    "CCGPart",
    "Figure",
    "SystemFacts",
    "TrustFacts",
    "ccg_mergers_after",
    "current_ccg_code",
    "current_system_code",
    "england_ccgs",
    "england_neighbours",
    "england_systems",
    "england_trusts",
    "figure",
    "figures",
    "practices_run_by_trusts",
    "published_in",
]
