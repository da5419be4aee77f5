"""What results are of, so that none are replaced by others without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from acs_abm.explore.ensemble import Ensemble
from acs_abm.scenario import Scenario

RUN, COMPARISON = "acs_abm results", "acs_abm comparison"
CALLED = {RUN: "a run", COMPARISON: "a comparison"}


@dataclass(frozen=True)
class Origin:
    """What results are of: where two are equal, the same commands gave them.

    Attributes
    ----------
    kind
        Whether it is a run or a comparison.
    names, fingerprints
        Of the scenario, or of both.
    seed, replicates, systems, population_digest
        As in :class:`~acs_abm.explore.runs.Results`.
    ensemble
        Fingerprint of the ensemble; empty where there was none.
    """

    kind: str
    names: tuple[str, ...]
    fingerprints: tuple[str, ...]
    seed: int
    replicates: int
    systems: tuple[str, ...]
    population_digest: str
    ensemble: str = ""

    @classmethod
    def of(
        cls,
        scenarios: Sequence[Scenario],
        *,
        seed: int,
        replicates: int,
        systems: Sequence[str],
        population_digest: str,
        ensemble: Ensemble | None,
    ) -> Origin:
        """Return that of a run of one scenario, or of a comparison of two."""
        return cls(
            kind=RUN if len(scenarios) == 1 else COMPARISON,
            names=tuple(scenario.name for scenario in scenarios),
            fingerprints=tuple(scenario.fingerprint for scenario in scenarios),
            seed=seed,
            replicates=replicates,
            systems=tuple(systems),
            population_digest=population_digest,
            ensemble=ensemble.fingerprint if ensemble else "",
        )

    @classmethod
    def of_manifest(cls, content: Mapping[str, Any]) -> Origin:
        """Return that of results whose manifest was read and found in order."""
        is_run = content["kind"] == RUN
        scenarios = [content["scenario"]] if is_run else list(content["scenarios"].values())
        told = scenarios[0] if is_run else content
        return cls(
            kind=content["kind"],
            names=tuple(scenario.get("name", "") for scenario in scenarios),
            fingerprints=tuple(scenario.get("fingerprint", "") for scenario in scenarios),
            seed=content["seed"],
            replicates=content["replicates"],
            systems=tuple(content["systems"]),
            population_digest=content["population_digest"],
            ensemble=told.get("ensemble_fingerprint", ""),
        )

    def lost_to(self, new: Origin) -> str:
        """Say what would be lost if new results took the place of these; empty for nothing."""
        what = f"{CALLED[self.kind]} of {' and '.join(self.names)}"
        if self.kind != new.kind:
            return f"{what}, not {CALLED[new.kind]}"
        differences = list(self._differences(new))
        return f"{what} with {', '.join(differences)}" if differences else ""

    def _differences(self, new: Origin) -> Iterator[str]:
        if self.fingerprints != new.fingerprints:
            pair = [" and ".join(origin.fingerprints) for origin in (self, new)]
            yield f"other values (fingerprint {pair[0]}, not {pair[1]})"
        if self.ensemble != new.ensemble:
            yield "another ensemble" if self.ensemble else "no ensemble"
        if self.population_digest != new.population_digest:
            yield "other organisations"
        elif self.systems != new.systems:
            yield f"other care systems ({len(self.systems)} of them, not {len(new.systems)})"
        if self.seed != new.seed:
            yield f"seed {self.seed}, not {new.seed}"
        if self.replicates > new.replicates:
            yield f"{self.replicates} replicates, not {new.replicates}"
