"""A scenario file that a visitor brings: read as data, by the schema of every scenario file.

A visitor is a stranger to this computer. So what a file on one's own disk may do, name Python
modules or other files, is refused here before anything of it is looked up.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from acs_abm.documents import MOST_BYTES, parse_document
from acs_abm.errors import AcsError, ScenarioError, nearest, where
from acs_abm.explore.runs import systems_in_run
from acs_abm.population import england_by_date
from acs_abm.scenario import Scenario, shipped_scenarios
from acs_abm.scenario_file import LEAST

LONGEST_NAME = 60
UNNAMED = "uploaded.yaml"
ELSEWHERE = ("organisations", "population", "path", "folder", "file")
"""Keys under which somebody might name a place on this computer; no scenario has them."""


def read_upload(name: str, data: bytes) -> Scenario:
    """Read a scenario file that was brought from elsewhere.

    Parameters
    ----------
    name
        What the file is called; for messages only.
    data
        What it holds.

    Raises
    ------
    ScenarioError
        If it is too large, no text, no scenario file, or asks for code or other files. The
        message names the file, the field and what is allowed.
    """
    called = plain_name(name)
    if len(data) > MOST_BYTES:
        raise ScenarioError(f"{called}: larger than {MOST_BYTES:,} bytes, the most allowed")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise ScenarioError(f"{called}: not a text file in UTF-8") from None
    _expect_self_contained(parse_document(text, called, LEAST), called)
    try:
        scenario = Scenario.parse(text, called)
        systems_in_run(england_by_date(scenario.clock.start), scenario.systems)
    except AcsError as error:
        if str(error).startswith(called):
            raise
        raise ScenarioError(f"{called}: {error}") from None
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        # the schema should have caught it; a stranger's file must not show more than this
        raise ScenarioError(f"{called}: makes no sense as a scenario ({error})") from error
    return scenario


def plain_name(name: str) -> str:
    """Return the last part of a file's name, short and printable."""
    last = PurePosixPath(str(name).replace("\\", "/")).name
    kept = "".join(letter for letter in last if letter.isprintable())[-LONGEST_NAME:]
    return kept or UNNAMED


def _expect_self_contained(content: dict[str, Any], called: str) -> None:
    """Refuse code, and anything outside the file but what is shipped."""
    if content.get("rules"):
        raise ScenarioError(
            f"{where(called, 'rules')}Python modules are not run for visitors; take the line out, "
            "or run the file on your own computer: acs-abm run FILE"
        )
    for key in ELSEWHERE:
        if key in content:
            raise ScenarioError(
                f"{where(called, key)}files on this computer cannot be used here; run the file on "
                "your own: acs-abm run FILE --organisations FOLDER"
            )
    below, shipped = content.get("extends"), shipped_scenarios()
    if isinstance(below, str) and below not in shipped:
        hint = nearest(below, shipped) or f" ({', '.join(shipped)})"
        raise ScenarioError(
            f"{where(called, 'extends')}'{below[:LONGEST_NAME]}' is no shipped scenario{hint}; an "
            "uploaded file may extend nothing else"
        )
