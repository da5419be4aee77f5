"""A share of a study's chunks, for batch queues without a common scheduler."""

from __future__ import annotations

from dataclasses import dataclass

from acs_abm.errors import CommandError

MOST_SHARDS = 10_000


@dataclass(frozen=True)
class Shard:
    """Every ``of``-th chunk, beginning with chunk ``number`` (from 1)."""

    number: int
    of: int

    def __str__(self) -> str:
        """Write it as it is typed."""
        return f"{self.number}/{self.of}"

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Read ``2/8``.

        Raises
        ------
        CommandError
            If it is not of that form.
        """
        number, _, of = text.partition("/")
        if number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of) <= MOST_SHARDS:
            return cls(int(number), int(of))
        raise CommandError(f"--shard is '{text}': it takes i/n, such as 2/8, with i from 1 to n")

    def holds(self, chunk: int) -> bool:
        """Whether a chunk, numbered from 0, is in the share."""
        return chunk % self.of == self.number - 1
