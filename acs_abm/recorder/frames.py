"""The tables that have a row for every step: of the country, systems, classes and offers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from acs_abm.columns import Floats, World
from acs_abm.measures import TABLES
from acs_abm.recorder.counts import GROUPINGS
from acs_abm.stages.stage import Stage


def national_table(labels: list[str], recorded: dict[str, Floats]) -> pd.DataFrame:
    """Return what was recorded of the country, one row a step."""
    return pd.DataFrame({"quarter": labels, **_in_their_units("national", recorded)})


def systems_table(world: World, labels: list[str], recorded: dict[str, Floats]) -> pd.DataFrame:
    """Return what was recorded of systems, one row a step and system."""
    systems, n_steps = world.population.systems, len(labels)
    stage, lead = recorded["stage"].ravel().astype(int), recorded["lead"].ravel().astype(int)
    rights = [", ".join(rule.gives) for rule in world.calendar.stages]
    codes = np.array([*world.population.trusts.code, ""], dtype=object)  # row -1: no lead
    labelled = {
        "system": np.tile(np.array(systems.code), n_steps),
        "name": np.tile(np.array(systems.name), n_steps),
        "stage": np.array([stage.name for stage in Stage])[stage],
        "rights": np.array(rights, dtype=object)[stage],
        "lead": codes[lead],
    }
    values = {**_in_their_units("systems", recorded), **labelled}
    order = [column.name for column in TABLES["systems"] if column.name in values]
    quarter = np.repeat(labels, len(systems.code))
    return pd.DataFrame({"quarter": quarter, **{name: values[name] for name in order}})


def groups_table(labels: list[str], recorded: dict[str, Floats]) -> pd.DataFrame:
    """Return what was recorded of classes of practices, one row a step and class."""
    names = [(grouping, group) for grouping, groups in GROUPINGS.items() for group in groups]
    return pd.DataFrame(
        {
            "quarter": np.repeat(labels, len(names)),
            "grouping": np.tile([grouping for grouping, _ in names], len(labels)),
            "group": np.tile([group for _, group in names], len(labels)),
            **_in_their_units("groups", recorded),
        }
    )


def offers_table(world: World, labels: list[str], signed: Floats, eligible: Floats) -> pd.DataFrame:
    """Return who signed each offer and who could, one row a step and offer."""
    names = [offer.name for offer in (*world.offers, *world.add_ons)]
    signed, eligible = signed.ravel(), eligible.ravel()
    share = np.divide(signed, eligible, out=np.full(len(signed), np.nan), where=eligible > 0)
    return pd.DataFrame(
        {
            "quarter": np.repeat(labels, len(names)),
            "offer": np.tile(np.array(names, dtype=object), len(labels)),
            "signed": signed.astype(np.int64),
            "eligible": eligible.astype(np.int64),
            "signed_share": share,
        }
    )


def _in_their_units(table: str, recorded: dict[str, Floats]) -> dict[str, Any]:
    """Return the recorded columns of a table in its order, counts as whole numbers."""
    return {
        column.name: column.in_its_unit(recorded[column.name].ravel())
        for column in TABLES[table]
        if column.name in recorded
    }
