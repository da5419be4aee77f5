"""A study: a question, its design, and its results in one folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acs_abm.errors import CommandError, StudyDiffersError, StudyError
from acs_abm.explore.batch import cores, whole_number
from acs_abm.explore.study.analyses import Analyses
from acs_abm.explore.study.code import code_fingerprint
from acs_abm.explore.study.country import population_of_run
from acs_abm.explore.study.crew import Crew
from acs_abm.explore.study.found import Found
from acs_abm.explore.study.interrupts import Interrupts
from acs_abm.explore.study.lock import locked
from acs_abm.explore.study.making import make_store, stretches
from acs_abm.explore.study.parts import Stretch
from acs_abm.explore.study.plan import MODEL, Plan
from acs_abm.explore.study.plan_file import is_study
from acs_abm.explore.study.planning import make_plan
from acs_abm.explore.study.shard import Shard
from acs_abm.explore.study.store import Store, command_line
from acs_abm.explore.study.study_file import read_study_file
from acs_abm.explore.study.verify import Verdict, verify
from acs_abm.explore.study.work import Progress, Work, in_process
from acs_abm.scenario import Scenario

if TYPE_CHECKING:
    from distributed import Client

Engine = Callable[[Work], None]
TIME_LIMIT = 600.0
MOST_FAILED = 0.5


@dataclass(frozen=True)
class State:
    """How far a study is.

    Attributes
    ----------
    runs, done, failed
        How many runs are planned, done (the failed among them) and failed.
    damaged
        How many files cannot be trusted.
    """

    runs: int
    done: int
    failed: int
    damaged: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to run."""
        return self.done == self.runs


class Study(Analyses):
    """A study in a folder: made, run, resumed and read.

    Parameters
    ----------
    folder
        Where it is, or is to be. Nothing is written before :meth:`run`.
    scenarios
        Worlds to simulate, or their names; None to open a study that is there.
    plan
        A plan that is made already, instead.
    organisations, **asked
        As in :func:`acs_abm.explore.study.planning.make_plan`.

    Raises
    ------
    AcsError
        If anything asked for is not allowed, or there is no study to open.
    """

    def __init__(
        self,
        folder: Path | str,
        scenarios: Sequence[Scenario | str | Path] | None = None,
        *,
        plan: Plan | None = None,
        organisations: Path | None = None,
        **asked: Any,
    ) -> None:
        super().__init__(Path(folder))
        self.organisations = organisations
        self._asked = plan
        if scenarios is not None:
            self._asked = make_plan(scenarios, organisations=organisations, **asked)
        if self._asked is None:
            Store(self.folder)  # there must be one

    @classmethod
    def from_file(cls, path: Path | str, folder: Path | str) -> Study:
        """Make a study of a ``study.yaml``."""
        plan, organisations = read_study_file(Path(path))
        return cls(folder, plan=plan, organisations=organisations)

    @property
    def plan(self) -> Plan:
        """What is run."""
        return self._asked or Store(self.folder).plan

    def run(
        self,
        workers: int | str = "auto",
        *,
        dask: Client | str | None = None,
        shard: Shard | str | None = None,
        replicates: int | None = None,
        time_limit: float = TIME_LIMIT,
        most_failed: float = MOST_FAILED,
        retry_failed: bool = False,
        any_code: bool = False,
        decode: bool = False,
        simulate: str = MODEL,
        progress: Progress | None = None,
    ) -> State:
        """Run what is missing; a study that was begun is resumed.

        Parameters
        ----------
        workers
            Processes; ``auto`` for one a core, 0 to run in this process.
        dask
            Have it done on a cluster instead: the address of a Dask scheduler, or a client of one.
            Every worker of it needs this package and the study's folder under the same name.
        shard
            Do a share only, such as ``2/8``.
        replicates
            Have so many, more than were planned.
        time_limit
            Seconds that a run may take, in a worker process.
        most_failed
            Share of failed runs past which to stop early.
        retry_failed
            Run failed runs again.
        any_code
            Go on although the code has changed since the study was begun.
        decode
            Decode every part that is there before trusting it.
        simulate
            The function that does a run, ``module:name``, when it is not the model: a study that
            was planned with one is resumed with it, never by what its file names.
        progress
            Called with the runs done and the runs in all.

        Raises
        ------
        StudyInUseError
            If another process works in the folder.
        StudyDiffersError
            If the folder holds another study, or results of other code.
        StudyDiskError
            If it cannot be written.
        KeyboardInterrupt
            If it was stopped; what is done is kept.
        """
        share = Shard.parse(shard) if isinstance(shard, str) else shard
        if dask is not None and workers != "auto":
            raise CommandError("workers, dask: both say who does the work; give one")
        n_workers = cores() if workers == "auto" else whole_number("workers", workers, 0, 1024)
        with _engine(n_workers, dask) as do_work, self._held(share) as interrupts:
            store = Store(self.folder)  # as it is now that it is ours
            self._agree(store, replicates, simulate)
            found, code = store.look(decode=decode), code_fingerprint(simulate)
            self._expect_code(found, code, any_code=any_code)
            if retry_failed:
                _forget_failed(found)
            store.clear(found, share)
            chunks = self._missing(store, found, share)
            facts: dict[str, Any] = {"command": command_line(), "shard": share and str(share)}
            facts |= {"workers": n_workers} if dask is None else {"engine": "dask"}
            store.note_session({**facts, "code": code, "runs_missing": _count(chunks)})
            work = Work(
                self.folder, store.plan, code, chunks, time_limit, most_failed, interrupts, progress
            )
            if chunks:
                do_work(work)
            if interrupts.asked:
                raise KeyboardInterrupt
        return self.state()

    def state(self, *, decode: bool = False) -> State:
        """Say how far it is, changing nothing; also while it runs."""
        store = Store(self.folder)
        found = store.look(decode=decode)
        done = sum(len(stretch.runs) for stretch in found.done)
        return State(store.plan.n_runs, done, len(found.failed), len(found.damaged))

    def verify(self) -> Verdict:
        """Decode everything; return the digest of it and what is damaged."""
        return verify(Store(self.folder))

    @contextmanager
    def _held(self, share: Shard | None) -> Iterator[Interrupts]:
        """Hold the folder, made where there is none, and note who asks to stop."""
        if self._asked is not None and not is_study(self.folder):
            make_store(self.folder, self._asked, self.organisations)
        with Interrupts() as interrupts, locked(self.folder, share):
            yield interrupts

    def _agree(self, store: Store, replicates: int | None, simulate: str) -> None:
        """Have the folder and what was asked for be the same study."""
        if self._asked is not None:
            store.grow(self._asked)
            self._asked = store.plan
        if replicates is not None:
            store.grow(store.plan.grown(whole_number("replicates", replicates, 1, 1_000_000)))
        if store.plan.simulate != simulate:
            raise StudyDiffersError(
                f"{self.folder}: was planned with runs done by '{store.plan.simulate}', "
                f"not '{simulate}'; resume it from the script that made it"
            )
        run = store.plan.run(0)
        population_of_run(store.plan, store.plan.world(run), self.folder)

    def _expect_code(self, found: Found, code: str, *, any_code: bool) -> None:
        others = found.codes - {code}
        if others and not any_code:
            raise StudyDiffersError(
                f"{self.folder}: holds results of other code ({', '.join(sorted(others))}; now "
                f"{code}). Begin a new folder, or resume with --any-code if the change moves no "
                "number; each file tells which code made it"
            )

    @staticmethod
    def _missing(store: Store, found: Found, share: Shard | None) -> list[Stretch]:
        missing = set(range(store.plan.n_runs)) - found.runs
        cut = stretches(missing, store.plan.chunk)
        return [stretch for place, stretch in cut if share is None or share.holds(place)]


@contextmanager
def _engine(n_workers: int, dask: Client | str | None) -> Iterator[Engine]:
    """Give what does the chunks: this process, processes of it, or a cluster."""
    if dask is not None:
        try:
            from acs_abm.explore.study import cluster  # noqa: PLC0415 - an extra
        except ModuleNotFoundError as error:
            raise StudyError(
                f"dask: the library '{error.name}' is not installed; install the extra 'cluster': "
                "pip install 'acs_abm[cluster]'"
            ) from error
        with cluster.connected(dask) as client:
            yield lambda work: cluster.Cluster(work, client).work_through()
    elif n_workers == 0:
        yield in_process
    else:
        yield lambda work: Crew(work, n_workers).work_through()


def _forget_failed(found: Found) -> None:
    """Have chunks with failed runs done again; their parts go to quarantine."""
    failed = set(found.failed)
    found.done = [stretch for stretch in found.done if not failed & set(stretch.runs)]


def _count(chunks: Sequence[Stretch]) -> int:
    return sum(len(chunk.runs) for chunk in chunks)
