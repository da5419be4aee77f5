"""The options of the default scenario by name, so that no test counts columns."""

from __future__ import annotations

from acs_abm.scenario import Scenario

OFFERS = tuple(o for o in Scenario.load("plan_2017").offers_in_force if not o.is_add_on)
OPTIONS = ("independent", *(offer.name for offer in OFFERS))

INDEPENDENT = OPTIONS.index("independent")
ALLIANCE = OPTIONS.index("alliance_agreement")
PARTIAL = OPTIONS.index("integration_agreement")
FULL = OPTIONS.index("full_contract")
SUBCONTRACTED = OPTIONS.index("full_contract_subcontracted")
TRUST_RUN = OPTIONS.index("trust_run_practice")
WAYS_TO_INTEGRATE = [ALLIANCE, PARTIAL, FULL, SUBCONTRACTED, TRUST_RUN]


def by_option(values: dict[int, float], other: float = 0.0) -> list[float]:
    """Return one number an option: what is given for some, the same for all others."""
    return [values.get(column, other) for column in range(len(OPTIONS))]
