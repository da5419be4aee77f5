"""On what terms do commissioner, holder and practices share the result of a single contract?

Partial and full contracts have the same terms; each declares them under its own name, with its
own share for practices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from acs_abm.contracts.risk_corridor import Corridor
from acs_abm.parameters import Role, parameter


def practices_part(default: float, low: float, high: float) -> Any:
    """Declare what practices get of a gain."""
    return parameter(
        default,
        unit="share of gain",
        low=low,
        high=high,
        role=Role.LEVER,
        limits=(0.0, 1.0),
        meaning="Practices' part of the gain that is not the commissioner's, by weighted list.",
        source="assumption",
    )


@dataclass(frozen=True)
class SingleContract:
    """Terms of the contract between commissioner and holder."""

    practices_share: float
    corridor: float = parameter(
        0.02,
        unit="share of budget",
        low=0.01,
        high=0.03,
        role=Role.LEVER,
        limits=(0.0, 1.0),
        meaning="Gain or loss up to which everything is the holder's.",
        source="assumption",
    )
    gain_shared: float = parameter(
        0.5,
        unit="share",
        low=0.25,
        high=0.75,
        role=Role.LEVER,
        limits=(0.0, 1.0),
        meaning="The commissioner's part of gains beyond the corridor.",
        source="assumption",
    )
    loss_shared: float = parameter(
        0.3,
        unit="share",
        low=0.15,
        high=0.45,
        role=Role.LEVER,
        limits=(0.0, 1.0),
        meaning="The commissioner's part of losses beyond the corridor.",
        source="assumption",
    )
    stop_loss: float = parameter(
        0.05,
        unit="share of budget",
        low=0.025,
        high=0.075,
        role=Role.LEVER,
        limits=(0.0, 1.0),
        meaning="Most that the holder loses in a year.",
        source="assumption",
    )
    profit_cap: float = parameter(
        1.0,
        unit="share of budget",
        low=0.005,
        high=1.0,
        role=Role.LEVER,
        limits=(0.0, 1.0),
        meaning="Most that the holder keeps in a year; 1 is no cap.",
        source="no cap: an option",
    )
    subsidy: float = parameter(
        0.0,
        unit="£ per head, once",
        low=0.0,
        high=10.0,
        role=Role.LEVER,
        limits=(0.0, 100.0),
        meaning="Money up front for the holder of a new contract.",
        source="none: an option",
    )


def corridor_of(p: SingleContract) -> Corridor:
    """Return the terms on which gains and losses are shared."""
    return Corridor(
        p.corridor, p.gain_shared, p.loss_shared, p.stop_loss, p.practices_share, p.profit_cap
    )
