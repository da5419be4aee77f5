"""What a trust or CCG and the others of its system think of one another, in a sentence."""

from __future__ import annotations

import numpy as np

from acs_abm.columns import World


def trust_among_partners(world: World, organisation: int) -> str:
    """Say whom an organisation trusts most and least, and what is thought of it.

    Parameters
    ----------
    organisation
        Its number among trusts first, then CCGs, as in :class:`~acs_abm.columns.TieColumns`.
    """
    ties, names = world.ties, [*world.population.trusts.name, *world.population.ccgs.name]
    stands = np.concatenate([world.trusts.is_standing, np.ones(len(world.ccgs.stance), dtype=bool)])
    mine = np.flatnonzero((ties.whose == organisation) & stands[ties.whom])
    if not len(mine):
        return "It has no partner in its system."
    trust = ties.trust[mine]
    most, least = mine[trust.argmax()], mine[trust.argmin()]
    of_it = ties.trust[(ties.whom == organisation) & stands[ties.whose]].mean()
    if most == least:
        said = f"It trusts {names[ties.whom[most]]}, its one partner, by {ties.trust[most]:.2f}"
    else:
        best, worst = (f"{names[ties.whom[t]]}" for t in (most, least))
        said = (
            f"Of {len(mine)} partners it trusts {best} most ({ties.trust[most]:.2f}) and {worst} "
            f"least ({ties.trust[least]:.2f})"
        )
    return f"{said}; they trust it by {of_it:.2f} on average."
