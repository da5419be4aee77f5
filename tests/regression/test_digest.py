"""The numbers of a small run move only when somebody means them to."""

from __future__ import annotations

import digest
import pytest


@pytest.fixture(scope="module")
def tables():
    return digest.run()


def test_the_numbers_of_a_small_run_are_those_on_record(tables):
    """If they were meant to move: python -m tests.regression.digest --update, and the changelog."""
    assert digest.differences(tables) == []


def test_a_number_that_moved_is_noticed_and_named(tables):
    header, first, *rest = tables["national"].splitlines()
    cells = first.split(",")
    place = header.split(",").index("practices_in_hub")
    cells[place] = str(int(cells[place]) + 1)
    moved = {**tables, "national": "\n".join([header, ",".join(cells), *rest]) + "\n"}
    assert digest.differences(moved) == ["table national", "national column practices_in_hub"]
