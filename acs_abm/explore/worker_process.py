"""What a worker process does: read a setting, then jobs, and answer each with its tables.

Started as ``python -m acs_abm.explore.worker_process`` by :mod:`acs_abm.explore.workers`, and by
nobody else. Requests come in on standard input and answers leave on standard output, both
pickled; it ends when its input does, so also when the process that started it is killed.
"""

from __future__ import annotations

import os
import pickle
import traceback
from contextlib import suppress

from acs_abm.errors import AcsError
from acs_abm.explore.job import Job, Setting, Tables, do_job
from acs_abm.population.blocks import freeze


def main() -> None:
    """Answer jobs until there are no more, or nobody to answer."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    # each of these errors means that the process that asked is gone
    with suppress(EOFError, BrokenPipeError, pickle.UnpicklingError), requests, answers:
        setting: Setting = pickle.load(requests)  # noqa: S301 - our own parent wrote it
        freeze(setting.population)  # pickling forgets that arrays are read-only
        while True:
            job: Job = pickle.load(requests)  # noqa: S301 - as above
            pickle.dump(attempt(setting, job), answers)
            answers.flush()


def attempt(setting: Setting, job: Job) -> Tables | Exception:
    """Do a job; return the error, where there is one, for the parent to raise."""
    try:
        return do_job(setting, job)
    except AcsError as error:
        return error
    except Exception:  # noqa: BLE001 - whatever it is, the parent must hear of it
        return RuntimeError(f"in a worker process:\n{traceback.format_exc()}")


if __name__ == "__main__":
    main()
