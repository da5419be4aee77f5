"""The cheapest package of levers that reaches what is asked: Optuna, asked in fixed batches.

Each batch is an ordinary study in a folder of its own, so a search that was interrupted goes on
where it stopped: Optuna is asked again from the start with the same seed, gets the same answers
and asks the same questions. The package that is found is run again with luck of its own, for the
best of many is partly the luckiest. Optuna is the extra ``optimise``.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from acs_abm.errors import StudyError
from acs_abm.explore.batch import Progress
from acs_abm.explore.intervals import interval
from acs_abm.explore.study.design import points
from acs_abm.explore.study.disk import TEMPORARY, writing
from acs_abm.explore.study.outcome import Condition
from acs_abm.explore.study.plan import MODEL
from acs_abm.explore.study.plan_file import is_study
from acs_abm.explore.study.study import Study
from acs_abm.parameters import Parameter
from acs_abm.scenario import Scenario

if TYPE_CHECKING:
    import optuna

BATCH = "batch-{:03d}"
"""Folder of the study that runs one batch."""
CHECK = "check"
"""Folder of the study that runs the package again."""


@dataclass(frozen=True)
class Search:
    """What is looked for.

    Attributes
    ----------
    question
        What it asks.
    scenario
        The world in which levers are set.
    levers
        The levers, each with the range in which it is looked for.
    cost
        The outcome that is to be small, as in ``Study.outcome``.
    reach
        Conditions that the package must meet.
    batches, size
        How many batches, and packages in each.
    replicates, seed
        Runs of each package; seed of the first, and of the search.
    check
        Replicates with which the package is run again.
    systems, synthetic
        As in a study.
    """

    question: str
    scenario: Scenario
    levers: Mapping[str, Parameter]
    cost: str
    reach: tuple[Condition, ...]
    batches: int = 8
    size: int = 8
    replicates: int = 5
    seed: int = 1
    check: int = 20
    systems: tuple[str, ...] = ()
    synthetic: int | None = None


@dataclass(frozen=True)
class Package:
    """What came of a search.

    Attributes
    ----------
    tried
        One row for each package tried: batch, levers, mean cost, the mean outcome of each condition
        and whether all hold.
    values
        The levers of the cheapest that meets every condition; empty where none does.
    checked
        Of that package with luck of its own: each outcome's mean, interval, the condition and
        whether the whole interval meets it.
    """

    tried: pd.DataFrame
    values: Mapping[str, Any]
    checked: pd.DataFrame


def optimise(
    search: Search,
    folder: Path,
    workers: int | str = "auto",
    *,
    simulate: str = MODEL,
    progress: Progress | None = None,
) -> Package:
    """Look for the cheapest package; one that was begun in the folder goes on.

    Parameters
    ----------
    search
        What is looked for.
    folder
        Where batches are kept.
    workers, simulate
        As in ``Study.run``.
    progress
        Called with the batches done and the batches in all.

    Raises
    ------
    StudyError
        If Optuna is not there, the folder holds something else, or a run fails.
    StudyDiffersError
        If the folder holds another search.
    KeyboardInterrupt
        If it was stopped; what is done is kept.
    """
    _expect_ours(folder)
    asked = _ask_optuna(search.seed)
    rows: list[dict[str, Any]] = []
    for batch in range(1, search.batches + 1):
        trials = [asked.ask(_spaces(search)) for _ in range(search.size)]
        packages = [dict(trial.params) for trial in trials]
        study = _study(search, folder / BATCH.format(batch), packages, search.replicates, simulate)
        study.run(workers, simulate=simulate)
        for trial, row in zip(trials, _rows(search, study, packages), strict=True):
            for number, condition in enumerate(search.reach):
                trial.set_constraint(f"reach {number}", _short_of(condition, row[condition.of]))
            asked.tell(trial, row["cost"])
            rows.append({"batch": batch, **row})
        if progress is not None:
            progress(batch, search.batches)
    tried = pd.DataFrame(rows)
    meets = tried[tried["meets"]].sort_values("cost", kind="stable")
    if meets.empty:
        return Package(tried, {}, pd.DataFrame())
    values = {name: meets.iloc[0][name] for name in search.levers}
    values = {name: search.levers[name].check(_plain(value)) for name, value in values.items()}
    return Package(tried, values, _check(search, folder, values, workers, simulate))


def _expect_ours(folder: Path) -> None:
    """Refuse a folder that holds anything but a search that was begun."""
    if is_study(folder / BATCH.format(1)) and not is_study(folder):
        return
    with writing(folder):
        if folder.exists() and (not folder.is_dir() or any(map(_is_whole, folder.iterdir()))):
            raise StudyError(f"{folder}: is not empty and no search; name another folder")


def _is_whole(path: Path) -> bool:
    """Whether a file or folder is more than what a kill left of a first batch."""
    return not path.name.endswith(TEMPORARY)


def _ask_optuna(seed: int) -> optuna.Study:
    try:
        import optuna  # noqa: PLC0415 - optional, and slow
    except ImportError:
        raise StudyError(
            "a search needs Optuna: install the extra with "
            "python -m pip install 'acs_abm[optimise]'"
        ) from None
    optuna.logging.set_verbosity(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is still experimental in it
        sampler = optuna.samplers.TPESampler(seed=seed, multivariate=True)
    return optuna.create_study(sampler=sampler, direction="minimize")


def _spaces(search: Search) -> dict[str, optuna.distributions.BaseDistribution]:
    from optuna.distributions import FloatDistribution, IntDistribution  # noqa: PLC0415

    spaces: dict[str, optuna.distributions.BaseDistribution] = {}
    for name, lever in search.levers.items():
        if lever.low is None or lever.high is None:
            raise StudyError(f"levers: {name} is not a number and has no range")
        if isinstance(lever.default, int):
            spaces[name] = IntDistribution(int(lever.low), int(lever.high))
        else:
            spaces[name] = FloatDistribution(lever.low, lever.high)
    return spaces


def _study(
    search: Search, folder: Path, packages: Sequence[Mapping[str, Any]], replicates: int,
    simulate: str, seed: int | None = None,
) -> Study:  # fmt: skip
    return Study(
        folder, [search.scenario], question=search.question, design=points(packages),
        replicates=replicates, seed=search.seed if seed is None else seed,
        systems=search.systems, synthetic=search.synthetic, outputs=["national"], simulate=simulate,
    )  # fmt: skip


def _rows(
    search: Search, study: Study, packages: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return what each package costs and reaches, means over replicates."""
    names = dict.fromkeys([search.cost, *(condition.of for condition in search.reach)])
    means = {of: study.outcome(of).groupby("point")["value"].mean() for of in names}
    rows = []
    for place, package in enumerate(packages):
        reached = {condition.of: float(means[condition.of][place]) for condition in search.reach}
        meets = all(bool(condition.holds(means[condition.of])[place]) for condition in search.reach)
        cost = float(means[search.cost][place])
        rows.append({**package, "cost": cost, **reached, "meets": meets})
    return rows


def _short_of(condition: Condition, value: float) -> float:
    """Return by how much a condition is missed, as a share of its limit; at most 0 if it holds."""
    missed = value - condition.limit if "<" in condition.sign else condition.limit - value
    return missed / max(abs(condition.limit), 1e-9)


def _check(
    search: Search, folder: Path, values: Mapping[str, Any], workers: int | str, simulate: str
) -> pd.DataFrame:
    """Run the package again with seeds that the search has not seen."""
    fresh = search.seed + search.replicates
    study = _study(search, folder / CHECK, [values], search.check, simulate, fresh)
    study.run(workers, simulate=simulate)
    rows = [_checked(study, search.cost, None)]
    return pd.DataFrame([*rows, *(_checked(study, one.of, one) for one in search.reach)])


def _checked(study: Study, of: str, condition: Condition | None) -> dict[str, Any]:
    found = study.outcome(of)["value"]
    low, high = (float(end[0]) for end in interval(found.to_numpy(dtype=float)[:, None]))
    asked = "" if condition is None else f"{condition.sign} {condition.limit:g}"
    ends = pd.Series([low, high])
    sure = condition is None or bool(condition.holds(ends).all())
    mean = float(found.mean())
    return {"outcome": of, "mean": mean, "low": low, "high": high, "asked": asked, "sure": sure}


def _plain(value: Any) -> Any:
    """Return a plain number of what a table holds."""
    return value.item() if hasattr(value, "item") else value
