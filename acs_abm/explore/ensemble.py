"""Ensembles: many values of what nobody knows, none of which the calibration targets rule out.

An ensemble stands for what is uncertain about parameters, as replicates stand for luck. A run
takes the values of one member for every uncertainty that its scenario does not set itself.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from acs_abm.errors import StudyError, UnknownNameError, nearest
from acs_abm.parameters import Parameter
from acs_abm.scenario import Scenario

KIND = "acs_abm ensemble"
MANIFEST, MEMBERS = "manifest.json", "members.parquet"
BASE = "plan_2017"
"""The scenario whose defaults tell what another scenario sets itself."""


@dataclass(frozen=True, eq=False)  # the same one is loaded once; tables do not compare to a yes
class Ensemble:
    """Members, and what is known of them.

    Attributes
    ----------
    name
        Name of its folder.
    members
        Value of each parameter, a column, of each member, a row.
    manifest
        How it was made, and its fingerprint.
    """

    name: str
    members: pd.DataFrame
    manifest: Mapping[str, Any]

    @classmethod
    def load(cls, name: str | Path) -> Ensemble:
        """Read a shipped ensemble by name, or the folder of one.

        Raises
        ------
        UnknownNameError
            If there is none of that name.
        StudyError
            If it is damaged.
        """
        return _load(str(name))

    @property
    def size(self) -> int:
        """How many members there are."""
        return len(self.members)

    @property
    def fingerprint(self) -> str:
        """Digits that change with any value of any member."""
        return str(self.manifest["fingerprint"])

    def member_of(self, seed: int) -> int:
        """Return the member, from 1, that goes with a seed: the same in every scenario."""
        return (seed - 1) % self.size + 1

    def values(self, member: int) -> dict[str, Any]:
        """Return the values of a member, from 1.

        Raises
        ------
        StudyError
            If there is no such member.
        """
        if not 1 <= member <= self.size:
            raise StudyError(f"member {member}: {self.name} has members 1 to {self.size}")
        row = self.members.iloc[member - 1]
        return {str(name): float(value) for name, value in row.items()}

    def world(self, scenario: Scenario, member: int) -> Scenario:
        """Return a scenario with the values of a member."""
        return with_member(scenario, self.values(member), member)


def with_member(scenario: Scenario, values: Mapping[str, Any], member: int) -> Scenario:
    """Return a scenario with a member's values for everything uncertain that it does not set.

    Uncertainties that the ensemble does not hold, such as terms of an offer of the scenario's
    own, are drawn from their ranges, the same for the same member: nothing is known of them.

    Parameters
    ----------
    scenario
        The scenario.
    values
        The member's values.
    member
        Its number.
    """
    usual = Scenario.load(BASE).catalogue
    chosen: dict[str, Any] = {}
    for name, entry in scenario.uncertainties().items():
        if not entry.is_number or name in scenario.overrides:
            continue
        if name in usual and usual[name].default != entry.default:
            continue  # the scenario writes it in a file of its own
        chosen[name] = _typed(entry, values[name]) if name in values else _drawn(entry, member)
    return scenario.change(**chosen) if chosen else scenario


def in_words(ensemble: Ensemble | None) -> str:
    """Say which values the replicates of a run took; nothing where all took the scenario's."""
    if ensemble is None:
        return ""
    return f"each replicate with a member of {ensemble.name} ({ensemble.size} members)"


def shipped_ensembles() -> list[str]:
    """Return the names of the ensembles that come with the package."""
    with resources.as_file(resources.files("acs_abm.explore") / "ensembles") as folder:
        return sorted(path.parent.name for path in folder.glob(f"*/{MANIFEST}"))


def content_of(members: pd.DataFrame) -> str:
    """Return the fingerprint of members: sixteen hexadecimal digits."""
    digest = sha256("\n".join(map(str, members.columns)).encode())
    digest.update(np.ascontiguousarray(members.to_numpy(dtype="<f8")).tobytes())
    return digest.hexdigest()[:16]


def write_ensemble(members: pd.DataFrame, facts: Mapping[str, Any], folder: Path) -> None:
    """Write an ensemble into a folder, whose name is its own.

    Parameters
    ----------
    members
        Value of each parameter, a column, of each member, a row.
    facts
        What else the manifest is to say.
    folder
        Where to; files there are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    members.to_parquet(folder / MEMBERS, index=False, compression="zstd", write_page_checksum=True)
    head = {"kind": KIND, "fingerprint": content_of(members), "members": len(members)}
    text = json.dumps({**head, **facts}, indent=1, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


@lru_cache(maxsize=4)
def _load(name: str) -> Ensemble:
    if (Path(name) / MANIFEST).is_file():
        return _read(Path(name))
    known = shipped_ensembles()
    if name not in known:
        there = ", ".join(known) or "none is shipped"
        raise UnknownNameError(
            f"there is no ensemble '{name}'{nearest(name, known)} ({there}), nor a folder with "
            f"{MANIFEST} and {MEMBERS}"
        )
    with resources.as_file(resources.files("acs_abm.explore") / "ensembles" / name) as folder:
        return _read(folder)


def _read(folder: Path) -> Ensemble:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        members = pd.read_parquet(folder / MEMBERS)
        kind, fingerprint = manifest["kind"], manifest["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StudyError(f"{folder}: is damaged, or no ensemble ({error})") from None
    if kind != KIND or fingerprint != content_of(members):
        raise StudyError(f"{folder}: members were changed or damaged since they were written")
    return Ensemble(folder.resolve().name, members, manifest)


def _typed(entry: Parameter, value: Any) -> float | int:
    return round(value) if isinstance(entry.default, int) else float(value)


def _drawn(entry: Parameter, member: int) -> float | int:
    """Draw evenly from a range, by member and name alone."""
    assert entry.low is not None  # noqa: S101 - a number has a range
    assert entry.high is not None  # noqa: S101 - as above
    share = int.from_bytes(sha256(f"{member}/{entry.name}".encode()).digest()[:6], "big") / 2**48
    if isinstance(entry.default, int):
        return min(math.floor(entry.low + share * (entry.high - entry.low + 1)), int(entry.high))
    return entry.low + share * (entry.high - entry.low)
