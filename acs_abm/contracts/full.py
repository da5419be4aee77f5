"""A full contract: a budget that holds core general practice too, and who shares in it."""

from __future__ import annotations

from acs_abm.contracts.single_contract import SingleContract, practices_part
from acs_abm.parameters import declares


@declares("full_contract")
class FullContract(SingleContract):
    """Terms of a full contract."""

    practices_share: float = practices_part(0.20, 0.1, 0.3)
