"""A full contract: a budget that holds core general practice too, and who shares in it.

The holder is paid benchmark, block and the members' core contracts, which it passes on, and has, or
makes good, what is left over the salaries of practices that became salaried. Gains and losses are
shared as under a corridor (:mod:`acs_abm.contracts.risk_corridor`) with ``full_contract.corridor``,
``full_contract.gain_shared``, ``full_contract.loss_shared``, ``full_contract.stop_loss``,
``full_contract.profit_cap`` and ``full_contract.practices_share``; ``full_contract.subsidy`` pounds
a head are paid once at go-live.
"""

from __future__ import annotations

from acs_abm.contracts.single_contract import SingleContract, practices_part
from acs_abm.parameters import declares


@declares("full_contract")
class FullContract(SingleContract):
    """Terms of a full contract."""

    practices_share: float = practices_part(0.20, 0.1, 0.3)
