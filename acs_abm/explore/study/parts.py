"""Parts: the files that a study's tables consist of, each visible whole or not at all.

A part is written beside its place, reaches the disk, and is renamed. It holds checksums of its
pages, and says of which plan it is and which runs it was made for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from acs_abm.explore.study.disk import appearing

SUMMARY = "summary"
PLAN_KEY, CODE_KEY = b"acs_abm.plan", b"acs_abm.code"


@dataclass(frozen=True, order=True)
class Stretch:
    """Runs from ``first`` up to, not including, ``end``: what one part holds."""

    first: int
    end: int

    @property
    def file(self) -> str:
        """Name of its part in every table."""
        return f"part-{self.first:09d}-{self.end:09d}.parquet"

    @property
    def runs(self) -> range:
        """Numbers of its runs."""
        return range(self.first, self.end)

    @classmethod
    def of(cls, path: Path) -> Stretch | None:
        """Read the name of a part; None where it is none."""
        words = path.stem.split("-")
        if len(words) != 3 or not (words[1] + words[2]).isdecimal():
            return None
        stretch = cls(int(words[1]), int(words[2]))
        return stretch if stretch.file == path.name and stretch.first < stretch.end else None


@dataclass(frozen=True)
class Origin:
    """Which plan and code a part is of."""

    plan: str
    code: str


class DamagedPartError(Exception):
    """A part cannot be trusted; the message says why."""


def publish(table: pd.DataFrame, path: Path, origin: Origin) -> None:
    """Write a part; a reader finds all of it or nothing.

    Raises
    ------
    OSError
        If it cannot be written. What was begun is removed.
    """
    plain = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(
        {PLAN_KEY: origin.plan, CODE_KEY: origin.code}
    )
    with appearing(path) as file:
        # checksums: without them a flipped bit is read back as another number
        pq.write_table(plain, file, compression="zstd", write_page_checksum=True)


def expect_whole(path: Path, stretch: Stretch, plan: str) -> Origin:
    """Hold the footer of a part to the plan; return what it is of.

    Raises
    ------
    DamagedPartError
        If it is cut short, empty, damaged, or of another study.
    """
    try:
        if path.stat().st_size == 0:
            raise DamagedPartError("is empty")
        schema = pq.read_schema(path)
    except DamagedPartError:
        raise
    except FileNotFoundError:
        raise DamagedPartError("is missing") from None
    except Exception as error:  # damaged bytes may be taken for anything
        raise DamagedPartError(f"has no sound footer ({_first(error)})") from error
    written = schema.metadata or {}
    origin = Origin(*(written.get(key, b"").decode(errors="replace") for key in _KEYS))
    if origin.plan != plan:
        raise DamagedPartError(f"is of another study (plan {origin.plan or 'unknown'})")
    if "run" not in schema.names:
        raise DamagedPartError(f"has no column 'run', so runs {stretch.first} on are not in it")
    return origin


def read_part(path: Path, stretch: Stretch) -> pd.DataFrame:
    """Decode a part with its checksums.

    Raises
    ------
    DamagedPartError
        If it cannot be decoded, or holds other runs than its name says.
    """
    try:
        # no threads: parts are small, and handing them out takes longer than reading
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            table = file.read(use_threads=False).to_pandas(use_threads=False)
    except FileNotFoundError:
        raise DamagedPartError("is missing") from None
    except Exception as error:  # as above
        raise DamagedPartError(f"cannot be decoded ({_first(error)})") from error
    if "run" not in table or table["run"].dtype.kind != "i":
        raise DamagedPartError("has no column 'run' of whole numbers")
    runs = table["run"].to_numpy()
    if len(runs) and not (stretch.first <= runs.min() and runs.max() < stretch.end):
        raise DamagedPartError("holds runs that its name does not name")
    return table


_KEYS = (PLAN_KEY, CODE_KEY)


def _first(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]
