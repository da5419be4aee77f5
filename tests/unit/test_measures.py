"""Every column of a step's tables has exactly one origin."""

import numpy as np

from acs_abm.measures import TABLES
from acs_abm.measures.activity import STREAM_COLUMNS
from acs_abm.measures.column import Column
from acs_abm.recorder.counts import COUNTED
from acs_abm.recorder.lives import FARED
from acs_abm.recorder.recorder import LABELS


def test_every_column_of_a_steps_tables_is_measured_counted_or_a_label():
    for table in ("national", "systems", "groups"):
        for column in TABLES[table]:
            is_measured = column.measured is not None or column.from_systems is not None
            by_class = STREAM_COLUMNS if table == "groups" else ()
            is_counted = column.name in {"practices", *COUNTED, *FARED, *by_class}
            assert is_measured + is_counted + (column.name in LABELS) == 1, (table, column.name)


def test_a_table_declares_no_column_twice():
    for table, declared in TABLES.items():
        names = [column.name for column in declared]
        assert len(names) == len(set(names)), table


def test_what_is_counted_is_whole_and_what_is_a_share_is_not():
    values = np.array([0.0, 2.0])
    kinds = {"practices": "i", "yes or no": "b", "share of list": "f", "£m": "f"}
    for unit, kind in kinds.items():
        assert Column("x", unit, "").in_its_unit(values).dtype.kind == kind
