"""An integration agreement: a budget for all but core general practice, and who shares in it.

The holder is paid the benchmark and the block and pays trusts by activity. Gains and losses are
shared as under a corridor (:mod:`acs_abm.contracts.risk_corridor`) with
``partial_contract.corridor``, ``partial_contract.gain_shared``, ``partial_contract.loss_shared``,
``partial_contract.stop_loss``, ``partial_contract.profit_cap`` and
``partial_contract.practices_share``; ``partial_contract.subsidy`` pounds a head are paid once at
go-live. Practices keep their core contracts.
"""

from __future__ import annotations

from acs_abm.contracts.single_contract import SingleContract, practices_part
from acs_abm.parameters import declares


@declares("partial_contract")
class PartialContract(SingleContract):
    """Terms of a partial contract."""

    practices_share: float = practices_part(0.10, 0.05, 0.15)
