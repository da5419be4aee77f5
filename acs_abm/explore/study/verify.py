"""Verifying a study: every part decoded, every run held to the digest its summary carries."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pandas as pd

from acs_abm.explore.study.content import content_digest, content_digests
from acs_abm.explore.study.found import look
from acs_abm.explore.study.store import Store

APART = ("seconds",)
"""What of a summary depends on the computer and its mood."""


@dataclass(frozen=True)
class Verdict:
    """What verifying a study found.

    Attributes
    ----------
    digest
        Of the decoded content of everything that is done. It does not depend on the number of
        workers, the size of chunks, the order or the engine.
    runs, done, failed
        How many are planned, done (the failed among them) and failed.
    damaged
        Parts that cannot be trusted, with the reason.
    """

    digest: str
    runs: int
    done: int
    failed: int
    damaged: dict[Path, str]

    @property
    def is_complete(self) -> bool:
        """Whether every run is done and nothing is damaged."""
        return self.done == self.runs and not self.damaged


def verify(store: Store) -> Verdict:
    """Decode everything and digest it, a chunk at a time."""
    by_run: dict[int, str] = {}
    found = look(
        store.folder,
        store.plan,
        decode=True,
        on_chunk=lambda rows: by_run.update(_digests(rows)),
    )
    text = "\n".join(f"{run} {digest}" for run, digest in sorted(by_run.items()))
    return Verdict(
        sha256(text.encode()).hexdigest()[:32],
        store.plan.n_runs,
        len(by_run),
        len(found.failed),
        found.damaged,
    )


def _digests(rows: pd.DataFrame) -> dict[int, str]:
    """Return the digest of each row of the summary: what it says, whatever its neighbours hold."""
    said = rows.drop(columns=[*APART])
    if not said.isna().to_numpy().any():
        return content_digests(said)
    return {
        int(run): content_digest(said.iloc[[place]].dropna(axis="columns"))
        for place, run in enumerate(said["run"])
    }
