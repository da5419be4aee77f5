"""Records every step of a run."""

from __future__ import annotations

import numpy as np
import pandas as pd

from acs_abm.columns import Floats, World
from acs_abm.measures import STANCE_COLUMNS, TABLES, Column, columns
from acs_abm.measures.activity import STREAM_COLUMNS, a_year_per_1000
from acs_abm.recorder.counts import (
    CELL_SHAPE,
    CLASSES_OF_CELLS,
    COUNTED,
    N_STANCES,
    cells,
    count_practices,
    sum_by_cell,
)
from acs_abm.recorder.entries import entries_table
from acs_abm.recorder.frames import groups_table, national_table, offers_table, systems_table
from acs_abm.recorder.lives import FARED, PATIENTS, fared, sums
from acs_abm.recorder.logs import events_table, gates_table, transitions_table
from acs_abm.recorder.money import MoneyRecord

LABELS = {"replicate", "quarter", "system", "name", "rights", "grouping", "group"}
"""Columns that are written into a table when it is asked for, not recorded."""


class Recorder:
    """Records every step of one run.

    What is measured of the world stands in :mod:`acs_abm.measures`; practices are counted here,
    all in one pass.

    Parameters
    ----------
    world
        The world that is about to run.
    """

    def __init__(self, world: World) -> None:
        self._labels = world.clock.labels()
        self._steps = 0
        n_steps, n_systems = world.clock.steps, len(world.systems.stage)
        self._national = _empty(TABLES["national"], (n_steps,))
        self._systems = _empty(TABLES["systems"], (n_steps, n_systems))
        self._groups = _empty(TABLES["groups"], (n_steps, sum(CELL_SHAPE)))
        self._fared = {
            "national": np.zeros((len(FARED), n_steps, 1)),
            "systems": np.zeros((len(FARED), n_steps, n_systems)),
            "groups": np.zeros((len(FARED), n_steps, sum(CELL_SHAPE))),
        }
        self._national.update(zip(FARED, self._fared["national"][:, :, 0], strict=True))
        self._systems.update(zip(FARED, self._fared["systems"], strict=True))
        self._groups.update(zip(FARED, self._fared["groups"], strict=True))
        n_offers = len(world.offers) + len(world.add_ons)
        self._money = MoneyRecord(n_steps, n_systems)
        self._signed = np.zeros((n_steps, n_offers))
        self._eligible = np.zeros((n_steps, n_offers))
        self._cell = cells(world)
        self._registered = float(world.practices.list_size.sum())

    def record(self, world: World, eligible: Floats) -> None:
        """Write down where everybody stands at the end of a step.

        Parameters
        ----------
        world
            The world after the step.
        eligible
            Practices that hold or could take each offer, level offers before add-ons.
        """
        step = world.step
        self._measure(world)
        self._count_activity(world, self._count(world))
        practices, n_options = world.practices, len(world.options.names)
        signed = np.bincount(practices.agreement, minlength=n_options)
        signed += np.bincount(practices.promise, minlength=n_options)
        self._signed[step] = np.concatenate([signed[1:], practices.add_ons.sum(axis=0)])
        self._eligible[step] = eligible
        self._money.write_down(world, self._labels[step])
        self._steps = step + 1

    def tables(self, world: World) -> dict[str, pd.DataFrame]:
        """Return everything recorded as tidy tables with the columns of the measures."""
        labels, n = self._labels[: self._steps], self._steps
        tables = {
            "national": self.national(),
            "systems": systems_table(world, labels, _taken(self._systems, n)),
            "groups": groups_table(labels, _taken(self._groups, n)),
            "offers": offers_table(world, labels, self._signed[:n], self._eligible[:n]),
            "gates": gates_table(world, self._labels),
            "transitions": transitions_table(world, self._labels),
            "events": events_table(world, self._labels),
            "ledger": self._money.ledger(world, labels),
            "contracts": self._money.contracts(world),
            "population_report": pd.DataFrame(
                [vars(remark) for remark in world.population.report],
                columns=columns("population_report"),
            ),
        }
        if world.money.ledger.is_full:
            tables["ledger_entries"] = entries_table(world, self._labels)
        return tables

    def national(self) -> pd.DataFrame:
        """Return the national table, one row a step taken."""
        return national_table(self._labels[: self._steps], _taken(self._national, self._steps))

    def _measure(self, world: World) -> None:
        """Write down what each column that is measured is of the world, systems first."""
        step = world.step
        for name, _, _, measured, _ in TABLES["systems"]:
            if measured is not None:
                self._systems[name][step] = measured(world)
        for name, _, _, measured, from_systems in TABLES["national"]:
            if measured is not None:
                self._national[name][step] = measured(world)
            elif from_systems is not None:
                self._national[name][step] = from_systems(world, self._systems[name][step])

    def _count(self, world: World) -> Floats:
        """Count practices by stance: of the country, each system and each class.

        Return the patients of each class.
        """
        practices, step = world.practices, world.step
        in_cells, in_systems = count_practices(
            self._cell,
            world.population.practices.system,
            practices.stance,
            practices.run_by,
            world.in_hub,
            world.practices.list_size,
            practices.is_open,
            len(world.systems.stage),
        )
        patients = self._add_up(world)
        by_class, counts = CLASSES_OF_CELLS @ in_cells, in_cells.sum(axis=0)
        for column, name in enumerate(COUNTED):
            self._national[name][step] = counts[column]
            if name in self._groups:
                self._groups[name][step] = by_class[:, column]
        self._national["practices"][step] = counts[:N_STANCES].sum()
        self._national["list_share_alliance"][step] /= self._registered
        self._national["list_share_hub"][step] /= self._registered
        self._groups["practices"][step] = by_class[:, :N_STANCES].sum(axis=1)
        self._groups["list_share_alliance"][step] /= np.maximum(patients, 1.0)
        for column, name in enumerate(STANCE_COLUMNS):
            self._systems[name][step] = in_systems[:, column]
        self._systems["practices"][step] = in_systems.sum(axis=1)
        return patients

    def _count_activity(self, world: World, patients: Floats) -> None:
        """Count what patients of each class came for."""
        a_year = a_year_per_1000(world) / np.maximum(patients, 1.0)
        came = CLASSES_OF_CELLS @ sum_by_cell(self._cell, world.activity.counts)
        for name, (stream, _) in STREAM_COLUMNS.items():
            self._groups[name][world.step] = a_year * came[:, stream]

    def _add_up(self, world: World) -> Floats:
        """Add up how practices fare and are paid; return the patients of each class."""
        in_cells, in_systems = sums(world, self._cell)
        by_class = CLASSES_OF_CELLS @ in_cells
        for table, added in (
            ("national", in_cells.sum(axis=0, keepdims=True)),
            ("systems", in_systems),
            ("groups", by_class),
        ):
            self._fared[table][:, world.step] = fared(added)
        return np.asarray(by_class[:, PATIENTS], dtype=np.float64)


def _empty(table: list[Column], shape: tuple[int, ...]) -> dict[str, Floats]:
    return {column.name: np.zeros(shape) for column in table if column.name not in LABELS}


def _taken(recorded: dict[str, Floats], n_steps: int) -> dict[str, Floats]:
    """Return the steps that were taken."""
    return {name: values[:n_steps] for name, values in recorded.items()}
