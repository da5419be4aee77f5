"""Put the blocks of a population together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acs_abm.population.blocks import freeze
from acs_abm.population.neighbours import ccg_neighbours, practice_peers, system_neighbours
from acs_abm.population.organisations import Population

if TYPE_CHECKING:
    from acs_abm.population.organisations import (
        CCGs,
        Flags,
        Practices,
        Remark,
        Systems,
        Trusts,
    )


def assemble(
    name: str,
    systems: Systems,
    ccgs: CCGs,
    trusts: Trusts,
    practices: Practices,
    system_neighbours_known: Flags | None,
    report: tuple[Remark, ...],
) -> Population:
    """Find who is near whom and give the whole population.

    Parameters
    ----------
    name, systems, ccgs, trusts, practices, report
        As in :class:`Population`.
    system_neighbours_known
        Which systems are neighbours; None where that is to be taken from their CCGs.

    Returns
    -------
    Population
        With arrays that nobody can write to.
    """
    beside = ccg_neighbours(ccgs.latitude, ccgs.longitude)
    if system_neighbours_known is None:
        system_neighbours_known = system_neighbours(beside, ccgs.system, len(systems.code))
    return freeze(
        Population(
            name=name,
            systems=systems,
            ccgs=ccgs,
            trusts=trusts,
            practices=practices,
            system_neighbours=system_neighbours_known,
            ccg_neighbours=beside,
            practice_peers=practice_peers(
                practices.latitude, practices.longitude, practices.ccg, practices.list_size
            ),
            report=report,
        )
    )
