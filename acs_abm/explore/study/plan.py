"""The plan of a study: what is to be run, complete, so that any process can run any part of it.

``plan.json`` holds scenarios whole, every point and the master seed. It is written once; only
replicates, and points of a Sobol' design, may be added.
"""

from __future__ import annotations

import dataclasses
import json
import tempfile
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from acs_abm.errors import StudyDiffersError
from acs_abm.explore.study.design import AS_THEY_ARE, Design
from acs_abm.scenario import Scenario

PLAN = "plan.json"
KIND = "acs_abm study"
SCHEMA_VERSION = 1
MODEL = "acs_abm.explore.job:do_job"
OUTPUTS = ("national", "systems", "groups")
"""Tables that a study may keep, beside the summary."""

MAY_CHANGE = ("replicates", "chunk", "grown_from")
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
    grown_from
        How many replicates and points there were each time points were added: runs keep their
        numbers.
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
    grown_from: tuple[tuple[int, int], ...] = ()

    @property
    def n_runs(self) -> int:
        """How many runs there are in all."""
        return self.replicates * len(self.scenarios) * len(self.design.points)

    def run(self, number: int) -> Run:
        """Return a run by its number, from 0.

        Numbers go through every scenario and point before the next replicate: added replicates
        follow, and what is done of a study is always a fair look at all of it. Added points
        follow too, first in the replicates that were there, then in those that were added later.
        """
        block = self._blocks[bisect_right(self._blocks, number, key=lambda block: block.first) - 1]
        replicate, cell = divmod(number - block.first, len(self.scenarios) * block.n_points)
        scenario, point = divmod(cell, block.n_points)
        replicate, point = replicate + block.replicate, point + block.point
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
        """Sixteen hexadecimal digits that change with anything that alters a run.

        Of the points, those count with which the study was begun; the others follow from them.
        """
        content = {key: value for key, value in self.content().items() if key not in MAY_CHANGE}
        if self.grown_from:
            content["design"]["points"] = content["design"]["points"][: self.grown_from[0][1]]
        return digits_of(content)

    def content(self) -> dict[str, Any]:
        """Return the plan as plain data."""
        fields = {entry.name: getattr(self, entry.name) for entry in dataclasses.fields(self)}
        plain = {**fields, "design": dataclasses.asdict(self.design)}
        return json.loads(json.dumps(plain, allow_nan=False, default=dict))

    def to_json(self) -> str:
        """Write the plan with what it is and its fingerprint."""
        head = {"kind": KIND, "schema_version": SCHEMA_VERSION, "plan_hash": self.fingerprint}
        if self.grown_from:
            head["points_hash"] = digits_of(self.content()["design"])
        text = json.dumps({**head, **self.content()}, indent=1, ensure_ascii=False)
        return text + "\n"

    def grown(self, replicates: int, design: Design | None = None) -> Plan:
        """Return the plan with as many replicates and the points of a design, if none are fewer.

        Parameters
        ----------
        replicates
            How many there are to be.
        design
            The same, or one that continues it; None for the same.

        Raises
        ------
        StudyDiffersError
            If they are fewer: results are never thrown away.
        """
        asked = self.design if design is None else design
        had, wanted = len(self.design.points), len(asked.points)
        for name, before, now in (("replicates", self.replicates, replicates),
                                  ("design.points", had, wanted)):  # fmt: skip
            if now < before:
                raise StudyDiffersError(
                    f"{name}: the study has {before}, and {now} are asked for; "
                    "they may be added to, not taken away"
                )
        if wanted == had:
            return dataclasses.replace(self, replicates=replicates)
        history = (*self.grown_from, (self.replicates, had))
        return dataclasses.replace(self, replicates=replicates, design=asked, grown_from=history)

    def is_same_study(self, other: Plan) -> bool:
        """Whether another plan differs in nothing but what may be added."""
        if other.fingerprint == self.fingerprint:
            return True
        same = dataclasses.replace(other, design=self.design, grown_from=self.grown_from)
        return same.fingerprint == self.fingerprint and (
            self.design == other.design
            or self.design.continues(other.design)
            or other.design.continues(self.design)
        )

    @cached_property
    def _blocks(self) -> list[_Block]:
        """Return the runs as they were added: new points of old replicates, then new replicates."""
        blocks: list[_Block] = []
        first, had = 0, (0, 0)
        for stage in (*self.grown_from, (self.replicates, len(self.design.points))):
            rows = [(0, had[0], had[1]), (had[0], stage[0], 0)]
            for replicate, end, point in rows:
                if replicate < end and point < stage[1]:
                    blocks.append(_Block(first, replicate, point, stage[1] - point))
                    first += (end - replicate) * len(self.scenarios) * (stage[1] - point)
            had = stage
        return blocks


@dataclass(frozen=True)
class _Block:
    """Runs numbered on from ``first``: replicates and points on from one of each."""

    first: int
    replicate: int
    point: int
    n_points: int


def differences(old: Plan, new: Plan) -> list[str]:
    """Say in which fields two plans differ, other than in what may change."""
    if new.design.continues(old.design) or old.design.continues(new.design):
        new = dataclasses.replace(new, design=old.design)
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


def digits_of(content: Any) -> str:
    """Return sixteen hexadecimal digits of plain data."""
    text = json.dumps(content, sort_keys=True, allow_nan=False)
    return sha256(text.encode()).hexdigest()[:16]


@lru_cache(maxsize=64)
def _scenario(name: str, text: str) -> Scenario:
    """Read a scenario from the text of its file."""
    with tempfile.TemporaryDirectory(prefix="acs-abm-") as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(text, encoding="utf-8")
        return Scenario.load(path).change(name=name)
