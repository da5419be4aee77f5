"""Records every step of a run."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from acs_abm.columns import Flags, Floats, World
from acs_abm.contracts.offer import OpenedBy
from acs_abm.decisions.lmc_position import LMCPosition, national_position
from acs_abm.decisions.regulator_inspection import GOOD, RATINGS
from acs_abm.decisions.trust_control_total import TrustControlTotal, sustainability_money
from acs_abm.measures import STAGE_COLUMNS, STANCE_COLUMNS, columns
from acs_abm.outcomes.delayed_discharges import DelayedDischarges, delayed_bed_share
from acs_abm.population.organisations import TrustType
from acs_abm.recorder.counts import (
    CELL_SHAPE,
    CLASSES_OF_CELLS,
    COUNTED,
    GROUPINGS,
    N_CELLS,
    N_STANCES,
    cells,
    count_practices,
)
from acs_abm.recorder.logs import events_table, gates_table, transitions_table
from acs_abm.stages.stage import Stage
from acs_abm.stance import ALLIANCE, PARTIAL, RESISTING, Stance

CCG_COLUMNS = (
    "ccgs",
    "ccgs_in_alliance",
    "ccgs_resisting",
    "ccgs_sharing_officer",
    "ccgs_delegated",
)
COUNTS = (
    "practices", "systems_", "places_", "procurements", "aco_", "ccgs", "trusts", "ballots",
    "challenges",
)  # fmt: skip
COUNTS_OF_SYSTEM = ("practices", "aco_", "ballots", "ccgs")
"""How the names of national measures begin that are whole numbers, and those of systems."""


class Recorder:
    """Records every step of one run.

    Parameters
    ----------
    world
        The world that is about to run.
    """

    def __init__(self, world: World) -> None:
        n_steps = world.clock.steps
        self._labels = world.clock.labels()
        self._steps = 0
        self._national: dict[str, Floats] = defaultdict(lambda: np.zeros(n_steps))
        n_systems = len(world.systems.stage)
        self._systems: dict[str, Floats] = defaultdict(lambda: np.zeros((n_steps, n_systems)))
        self._cell = cells(world)
        size = np.bincount(self._cell, world.practices.list_size, minlength=N_CELLS)
        self._class_list = np.maximum(CLASSES_OF_CELLS @ size, 1.0)
        self._registered = float(world.practices.list_size.sum())
        n_classes = sum(CELL_SHAPE)
        self._groups: dict[str, Floats] = defaultdict(lambda: np.zeros((n_steps, n_classes)))
        n_offers = len(world.offers) + len(world.add_ons)
        self._signed = np.zeros((n_steps, n_offers))
        self._eligible = np.zeros((n_steps, n_offers))

    def record(self, world: World, eligible: Floats) -> None:
        """Write down where everybody stands at the end of a step.

        Parameters
        ----------
        world
            The world after the step.
        eligible
            Practices that hold or could take each offer, level offers before add-ons.
        """
        step, practices = world.step, world.practices
        in_cells, in_systems = count_practices(
            self._cell,
            world.population.practices.system,
            practices.stance,
            practices.run_by,
            world.in_hub,
            world.practices.list_size,
            len(world.systems.stage),
        )
        self._record_systems(world, in_systems, step)
        self._record_groups(in_cells, step)
        self._record_national(world, in_cells.sum(axis=0), step)
        n_options = len(world.options.names)
        signed = np.bincount(practices.agreement, minlength=n_options)
        signed += np.bincount(practices.promise, minlength=n_options)
        held = practices.add_ons.sum(axis=0)
        self._signed[step] = np.concatenate([signed[1:], held])
        self._eligible[step] = eligible
        self._steps = step + 1

    def tables(self, world: World) -> dict[str, pd.DataFrame]:
        """Return everything recorded as tidy tables with the columns of the measures."""
        return {
            "national": self.national(),
            "systems": self._systems_table(world),
            "groups": self._groups_table(),
            "offers": self._offers_table(world),
            "gates": gates_table(world, self._labels),
            "transitions": transitions_table(world, self._labels),
            "events": events_table(world, self._labels),
            "population_report": pd.DataFrame(
                [vars(remark) for remark in world.population.report],
                columns=columns("population_report"),
            ),
        }

    def national(self) -> pd.DataFrame:
        """Return the national table, one row a step taken."""
        data: dict[str, Any] = {"quarter": self._labels[: self._steps]}
        for name in columns("national")[2:]:
            values = self._national[name][: self._steps]
            data[name] = values if _is_share(name) else values.astype(np.int64)
        return pd.DataFrame(data)

    def _record_national(self, world: World, counts: Floats, step: int) -> None:
        row = self._national
        for name, count in zip(COUNTED, counts, strict=True):
            row[name][step] = count
        stages = np.bincount(world.systems.stage, minlength=len(STAGE_COLUMNS))
        for name, count in zip(STAGE_COLUMNS, stages, strict=False):
            row[name][step] = count
        rated = np.bincount(world.practices.rating, minlength=len(RATINGS) + 1)
        for name, count in zip(RATINGS, rated[1:], strict=True):
            row[f"practices_{name}"][step] = count
        registered = self._registered
        by_system = world.mean_by_system(world.practices.trust_in_national)
        ccgs, systems = world.ccgs, world.systems
        numbers = {
            "practices": counts[:N_STANCES].sum(),
            "practices_close": np.count_nonzero(world.practices.is_close & world.in_hub),
            "list_share_alliance": row["list_share_alliance"][step] / registered,
            "list_share_hub": row["list_share_hub"][step] / registered,
            "systems_with_alliance": (systems.launched >= 0).sum(),
            "places_with_alliance": ccgs.alliance_live.sum(),
            "procurements_open": ((ccgs.contract_level > 0) & ~ccgs.contract_live).sum(),
            "aco_contracts_live": ccgs.contract_live.sum(),
            "trusts": world.trusts.is_standing.sum(),
            "trusts_in_alliance": (world.trusts.stance >= ALLIANCE).sum(),
            "trusts_accepting_control_total": world.trusts.accepts_control_total.sum(),
            "governance": systems.governance.mean(),
            "relationships": systems.relationships.mean(),
            "population_health_management": systems.health_management.mean(),
            "trust_in_national": by_system @ world.list_by_system / registered,
            "national_expectation": world.national_expectation,
            **{name: self._systems[name][step].sum() for name in CCG_COLUMNS},
            **_national_bodies(world),
            **_national_trust(world),
            "systems_sharing_control_total": systems.shares_control_total.sum(),
            "trusts_resisting": (world.trusts.stance == RESISTING).sum(),
            "trusts_in_contracts": (world.trusts.stance >= PARTIAL).sum(),
            "trusts_in_group": world.trusts.in_group.sum(),
            "trusts_merged": (~world.trusts.is_standing).sum(),
            "trusts_disrupted": (step < world.trusts.disrupted_until).sum(),
            "trusts_below_good": (world.trusts.is_standing & (world.trusts.rating < GOOD)).sum(),
            "trusts_segment_3_4": (world.trusts.is_standing & (world.trusts.segment >= 3)).sum(),
            "sustainability_money_earned": _money_earned(world),
        }
        for name, number in numbers.items():
            row[name][step] = number

    def _record_systems(self, world: World, counts: Floats, step: int) -> None:
        systems, row = world.systems, self._systems
        n = len(systems.stage)
        for column, name in enumerate(STANCE_COLUMNS):
            row[name][step] = counts[:, column]
        row["practices"][step] = counts.sum(axis=1)
        row["stage"][step] = systems.stage
        row["selected"][step] = systems.is_selected
        row["lead"][step] = systems.lead
        row["governance"][step] = systems.governance
        row["relationships"][step] = systems.relationships
        row["population_health_management"][step] = systems.health_management
        row["hub_coverage"][step] = systems.hub_coverage
        row["alliance_coverage"][step] = systems.alliance_coverage
        row["control_total_shortfall"][step] = systems.shortfall
        row["pressure"][step] = systems.pressure
        row["councils_joined"][step] = systems.councils_joined
        row["votes_to_share"][step] = systems.votes_to_share
        row["shares_control_total"][step] = systems.shares_control_total
        trusts, home = world.trusts, world.population.trusts.system
        income = np.maximum(np.bincount(home, trusts.income, minlength=n), 1.0)
        allied = trusts.income * (trusts.stance >= ALLIANCE)
        accepted = trusts.income * trusts.accepts_control_total
        row["trusts_in_alliance"][step] = np.bincount(home, allied, minlength=n) / income
        row["own_control_totals"][step] = np.bincount(home, accepted, minlength=n) / income
        home = world.population.ccgs.system
        for name, flags in zip(CCG_COLUMNS, _counted_ccgs(world), strict=True):
            row[name][step] = np.bincount(home[flags], minlength=n)
        for name, values in {**_bodies(world), **_trust_between_tiers(world)}.items():
            row[name][step] = values

    def _record_groups(self, counts: Floats, step: int) -> None:
        by_class = CLASSES_OF_CELLS @ counts
        for column, name in enumerate(COUNTED):
            self._groups[name][step] = by_class[:, column]
        self._groups["practices"][step] = by_class[:, :N_STANCES].sum(axis=1)
        self._groups["list_share_alliance"][step] /= self._class_list

    def _systems_table(self, world: World) -> pd.DataFrame:
        n_steps, n = self._steps, len(world.systems.stage)
        names = np.array([stage.name for stage in Stage])
        codes = np.array([*world.population.trusts.code, ""], dtype=object)  # row -1: no lead
        data: dict[str, Any] = {
            "quarter": np.repeat(self._labels[:n_steps], n),
            "system": np.tile(np.array(world.population.systems.code), n_steps),
            "name": np.tile(np.array(world.population.systems.name), n_steps),
        }
        for name in columns("systems")[4:]:
            values = self._systems["stage" if name == "rights" else name][:n_steps].ravel()
            if name == "rights":
                data[name] = _rights(world)[values.astype(int)]
            elif name == "stage":
                data[name] = names[values.astype(int)]
            elif name in {"selected", "councils_joined", "shares_control_total"}:
                data[name] = values.astype(bool)
            elif name == "lead":
                data[name] = codes[values.astype(int)]
            else:
                is_count = name.startswith(COUNTS_OF_SYSTEM)
                data[name] = values.astype(np.int64) if is_count else values
        return pd.DataFrame(data)

    def _groups_table(self) -> pd.DataFrame:
        names = [(grouping, group) for grouping, groups in GROUPINGS.items() for group in groups]
        n_steps, n = self._steps, len(names)
        data: dict[str, Any] = {
            "quarter": np.repeat(self._labels[:n_steps], n),
            "grouping": np.tile([grouping for grouping, _ in names], n_steps),
            "group": np.tile([group for _, group in names], n_steps),
        }
        for name in columns("groups")[4:]:
            values = self._groups[name][:n_steps].ravel()
            data[name] = values if _is_share(name) else values.astype(np.int64)
        return pd.DataFrame(data)

    def _offers_table(self, world: World) -> pd.DataFrame:
        names = [offer.name for offer in (*world.offers, *world.add_ons)]
        signed, eligible = (
            self._signed[: self._steps].ravel(),
            self._eligible[: self._steps].ravel(),
        )
        share = np.divide(signed, eligible, out=np.full(len(signed), np.nan), where=eligible > 0)
        return pd.DataFrame(
            {
                "quarter": np.repeat(self._labels[: self._steps], len(names)),
                "offer": np.tile(np.array(names, dtype=object), self._steps),
                "signed": signed.astype(np.int64),
                "eligible": eligible.astype(np.int64),
                "signed_share": share,
            }
        )


def _counted_ccgs(world: World) -> list[Flags]:
    """Return which CCGs count in each of ``CCG_COLUMNS``."""
    ccgs = world.ccgs
    living = ccgs.is_living
    return [
        living,
        living & (ccgs.stance >= ALLIANCE),
        living & (ccgs.stance == RESISTING),
        living & ccgs.shares_officer,
        living & ccgs.is_delegated,
    ]


def _money_earned(world: World) -> float:
    """Return the share of all sustainability money of the quarter that trusts earned."""
    p = world.scenario.values(TrustControlTotal)
    is_acute = world.population.trusts.type == TrustType.ACUTE
    money = world.trusts.income * sustainability_money(is_acute, p)
    return float((money * world.trusts.money_earned).sum() / max(money.sum(), 1e-9))


def _rights(world: World) -> NDArray[np.object_]:
    """Return what each stage gives, in words."""
    return np.array([", ".join(rule.gives) for rule in world.calendar.stages], dtype=object)


def _is_share(name: str) -> bool:
    return not name.startswith(COUNTS)


def _bodies(world: World) -> dict[str, Floats]:
    """Return what committees and councils did and what became of contracts, one number a system."""
    system, n = world.population.ccgs.system, len(world.systems.stage)
    lmcs = np.maximum(np.bincount(system, minlength=n), 1)

    def total(values: Floats | NDArray[np.int64] | NDArray[np.bool_]) -> Floats:
        return np.asarray(np.bincount(system, values, minlength=n), dtype=np.float64)

    return {
        "lmcs_opposing_partial": total(_opposes(world, Stance.PARTIAL)) / lmcs,
        "lmcs_opposing_full": total(_opposes(world, Stance.FULL)) / lmcs,
        "ballots": total(world.ccgs.lmc_ballots),
        "aco_contracts_let": total(world.ccgs.contracts_let),
        "aco_contracts_ended": total(world.ccgs.contracts_ended),
        "delayed_discharges": _delayed_discharges(world),
    }


def _national_bodies(world: World) -> dict[str, float]:
    """Return the same for the country, with the national committee and the court."""
    is_pending = world.step < world.court_until
    patients = world.list_by_system
    positions = national_position(world.ccgs.lmc_position, world.list_by_ccg)
    partial, full = (_contracts_of(world, level) for level in (Stance.PARTIAL, Stance.FULL))
    return {
        "lmcs_opposing_partial": float(_opposes(world, Stance.PARTIAL).mean()),
        "lmcs_opposing_full": float(_opposes(world, Stance.FULL).mean()),
        "ballots": world.ccgs.lmc_ballots.sum(),
        "aco_contracts_let": world.ccgs.contracts_let.sum(),
        "aco_contracts_ended": world.ccgs.contracts_ended.sum(),
        "gp_committee_partial": positions[partial].min() if partial else 0.0,
        "gp_committee_full": positions[full].min() if full else 0.0,
        "challenges": world.challenges_decided + is_pending,
        "systems_with_councils": world.systems.councils_joined.sum(),
        "delayed_discharges": float(patients @ _delayed_discharges(world) / patients.sum()),
    }


def _delayed_discharges(world: World) -> Floats:
    p = world.scenario.values(DelayedDischarges)
    return delayed_bed_share(world.systems.councils_joined, p)


def _trust_between_tiers(world: World) -> dict[str, Floats]:
    """Return who trusts whom, one mean a system."""
    population, n = world.population, len(world.systems.stage)
    people = population.ccgs.population

    def mean(system: NDArray[np.int64], weight: Floats, values: Floats) -> Floats:
        total = np.bincount(system, weight, minlength=n)
        held = np.bincount(system, weight * values, minlength=n)
        return np.divide(held, total, out=np.zeros(n), where=total > 0)

    return {
        "trust_in_ccg": world.mean_by_system(world.practices.trust_in_ccg),
        "trust_in_lead": world.mean_by_system(world.practices.trust_in_lead),
        "trust_in_national": world.mean_by_system(world.practices.trust_in_national),
        "trust_of_trusts": mean(
            population.trusts.system, world.trusts.income, world.trusts.trust_in_partners
        ),
        "trust_of_ccgs": mean(population.ccgs.system, people, world.ccgs.trust_in_partners),
    }


def _national_trust(world: World) -> dict[str, float]:
    """Return who trusts whom in the country; trust in national bodies is recorded beside it."""
    practices, patients = world.practices, world.practices.list_size
    people, income = world.population.ccgs.population, world.trusts.income
    return {
        "trust_in_ccg": float(patients @ practices.trust_in_ccg / patients.sum()),
        "trust_in_lead": float(patients @ practices.trust_in_lead / patients.sum()),
        "trust_of_trusts": float(income @ world.trusts.trust_in_partners / max(income.sum(), 1.0)),
        "trust_of_ccgs": float(people @ world.ccgs.trust_in_partners / people.sum()),
    }


def _opposes(world: World, level: Stance) -> NDArray[np.bool_]:
    """Return the committees that oppose every single contract of a level on the table."""
    columns = _contracts_of(world, level)
    if not columns:
        return np.zeros(len(world.ccgs.stance), dtype=bool)
    threshold = world.scenario.values(LMCPosition).opposes_above
    return np.asarray((world.ccgs.lmc_position[:, columns] > threshold).all(axis=1))


def _contracts_of(world: World, level: Stance) -> list[int]:
    """Return the columns of the single contracts of a level on the table."""
    return [
        column
        for column, offer in enumerate(world.offers, start=1)
        if offer.level is level and offer.opened_by is OpenedBy.PLACE
    ]
