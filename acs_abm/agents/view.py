"""How an agent shows a row: attributes that read the columns, whatever they hold just then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

if TYPE_CHECKING:
    from acs_abm.columns import World


class Seen:
    """An attribute of an agent that reads its row of a column.

    Parameters
    ----------
    path
        Where the column is in the world, such as ``practices.distress`` or
        ``population.practices.deprivation``.
    """

    def __init__(self, path: str) -> None:
        self._path = path.split(".")

    def __get__(self, agent: RowAgent | None, owner: type) -> Any:
        if agent is None:
            return self
        block: Any = agent.world
        for name in self._path:
            block = getattr(block, name)
        value = block[agent.row]
        return value.item() if hasattr(value, "item") and value.ndim == 0 else value


class RowAgent(mesa.Agent):
    """A Mesa agent that is a view of one row.

    Attributes
    ----------
    row
        Its row.
    kind
        What it is called in ``practice:CODE`` and the like.
    """

    kind = ""

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model)
        self.row = row

    @property
    def world(self) -> World:
        """The world whose row this is."""
        world: World = self.model.world
        return world

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'code', self.row)}>"
