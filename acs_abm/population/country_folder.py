"""Read a folder of organisations, whichever of the known layouts it has."""

from __future__ import annotations

from pathlib import Path

from acs_abm.errors import OrganisationsError, nearest
from acs_abm.population.ods_files import REGISTERS, read_register
from acs_abm.population.ods_practices import LISTS
from acs_abm.population.organisation_files import REQUIRED, read_organisations
from acs_abm.population.organisation_tables import expect_folder
from acs_abm.population.organisations import Population


def read_country(folder: Path, seed: int = 2017) -> Population:
    """Read a folder in the project's own columns or of NHS registers as published.

    Parameters
    ----------
    folder
        Where the files lie; their names tell the layout.
    seed
        Luck of what is imputed; not the seed of a run.

    Returns
    -------
    Population
        As :func:`read_organisations` or :func:`read_register` gives it.

    Raises
    ------
    OrganisationsError
        If the folder has neither layout, or both, or cannot be used.
    """
    folder = Path(folder)
    try:
        expect_folder(folder)
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise OrganisationsError(f"{folder}: cannot be read ({error.strerror})") from error
    own = [name for name in REQUIRED if name in names]
    registers = [name for name in REGISTERS if name in names]
    if bool(own) != bool(registers):
        return read_organisations(folder, seed) if own else read_register(folder, seed)
    needs = (
        f"give either {', '.join(REQUIRED)}, with column names, or the NHS registers "
        f"{', '.join(REGISTERS)}, with list sizes in {' or '.join(LISTS)}"
    )
    if own:
        raise OrganisationsError(
            f"{folder}: holds files of two layouts ({own[0]} and {registers[0]}); {needs}"
        )
    shown = ", ".join(names[:8]) + (", ..." if len(names) > 8 else "") if names else "nothing"
    close = next((h for n in names if (h := nearest(n, (*REQUIRED, *REGISTERS)))), "")
    raise OrganisationsError(f"{folder}: holds {shown}{close}; {needs}")
