"""An integration agreement: a budget for all but core general practice, and who shares in it."""

from __future__ import annotations

from acs_abm.contracts.single_contract import SingleContract, practices_part
from acs_abm.parameters import declares


@declares("partial_contract")
class PartialContract(SingleContract):
    """Terms of a partial contract."""

    practices_share: float = practices_part(0.10, 0.05, 0.15)
