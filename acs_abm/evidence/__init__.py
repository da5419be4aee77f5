"""Published, dated numbers with their sources, and how to read them."""

from acs_abm.evidence.dated import (
    CCGMerger,
    CCGPart,
    ccg_mergers_after,
    practices_run_by_trusts,
    published_in,
    share_of_ccgs,
)
from acs_abm.evidence.dates import EVIDENCE_CLOSES, last_month
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
from acs_abm.evidence.targets import Target, calibration_target, calibration_targets

__all__ = [
    "EVIDENCE_CLOSES",
    "CCGFacts",
    "CCGMerger",
    "CCGPart",
    "Figure",
    "SystemFacts",
    "Target",
    "TrustFacts",
    "calibration_target",
    "calibration_targets",
    "ccg_mergers_after",
    "current_ccg_code",
    "current_system_code",
    "england_ccgs",
    "england_neighbours",
    "england_systems",
    "england_trusts",
    "figure",
    "figures",
    "last_month",
    "practices_run_by_trusts",
    "published_in",
    "share_of_ccgs",
]
