"""The plan of a study: what is to be run, complete, so that any process can run any part of it.

``plan.json`` holds scenarios whole, every point and the master seed. It is written once; only the
number of replicates may grow.
"""

from __future__ import annotations

import dataclasses
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from acs_abm.errors import AcsError, StudyDiffersError, StudyError
from acs_abm.explore.study.design import AS_THEY_ARE, Design
from acs_abm.scenario import Scenario

PLAN = "plan.json"
KIND = "acs_abm study"
SCHEMA_VERSION = 1
MODEL = "acs_abm.explore.job:do_job"
OUTPUTS = ("national", "systems", "groups")
"""Tables that a study may keep, beside the summary."""

MAY_CHANGE = ("replicates", "chunk")
"""What does not alter any run: replicates may be added, and chunks cut otherwise."""


@dataclass(frozen=True)
class Run:
    """One scenario at one point with one replicate's luck."""

    number: int
    scenario: str
    point: int
    replicate: int
    seed: int


@dataclass(frozen=True)
class Plan:
    """What a study runs.

    Attributes
    ----------
    question
        What it asks.
    scenarios
        Text of each scenario's file, by name.
    design
        The points at which each scenario is run.
    replicates
        How many times each is run.
    seed
        Master seed: replicate r has the luck of seed + r - 1, as in ``acs-abm run``.
    paired
        Whether a replicate has the same luck at every point.
    systems
        Care systems to keep; empty for all.
    country
        Where the organisations come from: ``england``, ``organisations`` (the folder of that
        name in the study) or ``synthetic:N``.
    organisations
        Digest of each population, by the start it is for.
    outputs
        Tables that are kept.
    by_system
        Steps kept of the table of care systems: ``yearly`` or ``every_step``.
    chunk
        Runs done together.
    simulate
        The function that does a run, ``module:name``.
    """

    question: str
    scenarios: Mapping[str, str]
    design: Design = AS_THEY_ARE
    replicates: int = 1
    seed: int = 1
    paired: bool = True
    systems: tuple[str, ...] = ()
    country: str = "england"
    organisations: Mapping[str, str] = dataclasses.field(default_factory=dict)
    outputs: tuple[str, ...] = ("national", "systems")
    by_system: str = "yearly"
    chunk: int = 8
    simulate: str = MODEL

    @property
    def n_runs(self) -> int:
        """How many runs there are in all."""
        return self.replicates * self._n_cells

    def run(self, number: int) -> Run:
        """Return a run by its number, from 0.

        Numbers go through every scenario and point before the next replicate: added replicates
        follow, and what is done of a study is always a fair look at all of it.
        """
        replicate, cell = divmod(number, self._n_cells)
        scenario, point = divmod(cell, len(self.design.points))
        name = tuple(self.scenarios)[scenario]
        seed = self.seed + replicate
        if not self.paired:
            address = f"{self.seed}/{replicate}/{name}/{point}"
            seed = int.from_bytes(sha256(address.encode()).digest()[:6], "big")
        return Run(number, name, point, replicate + 1, seed)

    def world(self, run: Run) -> Scenario:
        """Return the scenario of a run with the values of its point."""
        base = _scenario(run.scenario, self.scenarios[run.scenario])
        return self.design.world(base, run.point)

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change with anything that alters a run."""
        content = {key: value for key, value in self.content().items() if key not in MAY_CHANGE}
        return sha256(_canonical(content)).hexdigest()[:16]

    def content(self) -> dict[str, Any]:
        """Return the plan as plain data."""
        fields = {entry.name: getattr(self, entry.name) for entry in dataclasses.fields(self)}
        plain = {**fields, "design": dataclasses.asdict(self.design)}
        return json.loads(json.dumps(plain, allow_nan=False, default=dict))

    def to_json(self) -> str:
        """Write the plan with what it is and its fingerprint."""
        head = {"kind": KIND, "schema_version": SCHEMA_VERSION, "plan_hash": self.fingerprint}
        text = json.dumps({**head, **self.content()}, indent=1, ensure_ascii=False)
        return text + "\n"

    def grown(self, replicates: int) -> Plan:
        """Return the plan with as many replicates, if they are not fewer.

        Raises
        ------
        StudyDiffersError
            If they are fewer: results are never thrown away.
        """
        if replicates < self.replicates:
            raise StudyDiffersError(
                f"replicates: the study has {self.replicates}, and {replicates} are asked for; "
                "they may be added to, not taken away"
            )
        return dataclasses.replace(self, replicates=replicates)

    @property
    def _n_cells(self) -> int:
        return len(self.scenarios) * len(self.design.points)


def parse_plan(text: str, path: Path) -> Plan:
    """Read a plan and hold it to its fingerprint.

    Raises
    ------
    StudyError
        If it is damaged, was changed by hand or belongs to another version.
    """
    try:
        content = json.loads(text)
        if content.pop("kind") != KIND:
            raise StudyError(f"{path}: is not the plan of a study")
        version, written = content.pop("schema_version"), content.pop("plan_hash")
        if version != SCHEMA_VERSION:
            raise StudyError(
                f"{path}: schema_version is {version!r}; this package reads {SCHEMA_VERSION}"
            )
        design = content.pop("design")
        points = tuple(tuple(_value(value) for value in point) for point in design.pop("points"))
        lists = {key: tuple(value) for key, value in design.items() if isinstance(value, list)}
        tuples = {key: tuple(content[key]) for key in ("systems", "outputs")}
        plan = Plan(
            **{**content, **tuples, "design": Design(**{**design, **lists, "points": points})}
        )
    except AcsError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StudyError(f"{path}: is damaged, or no plan of a study ({error})") from None
    if plan.fingerprint != written:
        raise StudyError(f"{path}: was changed or damaged since it was written")
    return plan


def differences(old: Plan, new: Plan) -> list[str]:
    """Say in which fields two plans differ, other than in what may change."""
    before, after = _flat(old), _flat(new)
    names = sorted(key for key in before | after if before.get(key) != after.get(key))
    return [f"{key}: {_short(before.get(key))} → {_short(after.get(key))}" for key in names]


def _flat(plan: Plan) -> dict[str, Any]:
    content = {key: value for key, value in plan.content().items() if key not in MAY_CHANGE}
    flat: dict[str, Any] = {}
    for key, value in content.items():
        if isinstance(value, dict):
            flat |= {f"{key}.{name}": inner for name, inner in value.items()}
        else:
            flat[key] = value
    return flat


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:40]}… ({sha256(text.encode()).hexdigest()[:8]})"


def _value(written: Any) -> Any:
    return tuple(written) if isinstance(written, list) else written


def _canonical(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True, allow_nan=False).encode()


@lru_cache(maxsize=64)
def _scenario(name: str, text: str) -> Scenario:
    """Read a scenario from the text of its file."""
    with tempfile.TemporaryDirectory(prefix="acs-abm-") as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(text, encoding="utf-8")
        return Scenario.load(path).change(name=name)
