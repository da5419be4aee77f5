"""The councils of a care system."""

from __future__ import annotations

from acs_abm.agents.view import RowAgent, Seen


class LocalAuthority(RowAgent):
    """The councils of one care system, taken together.

    How they decide: :mod:`acs_abm.decisions.local_authority_partnership`.
    """

    kind = "council"
    code = Seen("population.systems.code")
    name = Seen("population.systems.name")
    has_joined = Seen("systems.councils_joined")
