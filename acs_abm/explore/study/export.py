"""Exporting a study: each table as one file that other programs read."""

from __future__ import annotations

from pathlib import Path

from acs_abm.errors import StudyError
from acs_abm.explore.new_folder import new_folder
from acs_abm.explore.study.disk import writing
from acs_abm.explore.study.making import design_table
from acs_abm.explore.study.parts import SUMMARY
from acs_abm.explore.study.study import Study


def export_tables(study: Study, folder: Path, file_format: str) -> list[Path]:
    """Write the tables of a study, and its design, into a new folder.

    Parameters
    ----------
    study
        The study.
    folder
        Where to; it must not be there yet.
    file_format
        ``parquet`` or ``csv``.

    Raises
    ------
    StudyError
        If the folder is there, or nothing is done.
    """
    if folder.exists():
        raise StudyError(f"{folder}: is there already; name another folder")
    names = ("design", *study.plan.outputs, SUMMARY)
    with writing(folder), new_folder(folder) as draft:
        for name in names:
            table = design_table(study.plan) if name == "design" else study.table(name)
            path = draft / f"{name}.{file_format}"
            if file_format == "csv":
                table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
            else:
                table.to_parquet(path, engine="pyarrow", index=False, write_page_checksum=True)
    return [folder / f"{name}.{file_format}" for name in names]
