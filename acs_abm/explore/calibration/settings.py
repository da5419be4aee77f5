"""What a calibration is asked to do, and its file."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acs_abm.documents import expect, expect_keys, read_document
from acs_abm.errors import AcsError, StudyError, nearest
from acs_abm.explore.calibration.region import CUTOFF

MOST_POINTS_A_WAVE = 4096
WHOLE_COUNTRY, QUARTER, SURVEYS = "whole", "quarter", "surveys"


@dataclass(frozen=True)
class Settings:
    """What a calibration does.

    Attributes
    ----------
    waves
        Points of each wave; there are no more waves than that.
    surveys
        Points at which the surveys alone are run besides, in the first wave: they take a twentieth
        of the time; 0 for none.
    members
        Members that the ensemble is to have; more may be asked for later.
    check
        Points of the region that are run at a time to find members.
    episodes
        Whether the two early episodes are run on the ``whole`` country or on a ``quarter`` of it
        where members are checked; waves take a quarter. Everything else is of the whole.
    seed
        Of the points and of luck.
    cutoff
        Implausibility from which a point is ruled out.
    settled
        Share of the last wave's region that must be left for the region to count as settled.
    luck_points, luck_replicates
        At how many points, and how often at each, luck is measured.
    most_tried
        Points tried with emulators before a region counts as empty.
    """

    waves: tuple[int, ...] = (512, 256)
    surveys: int = 0
    members: int = 200
    check: int = 256
    episodes: str = WHOLE_COUNTRY
    seed: int = 1
    cutoff: float = CUTOFF
    settled: float = 0.9
    luck_points: int = 16
    luck_replicates: int = 4
    most_tried: int = 1_048_576

    def is_same_but_for_members(self, written: str) -> bool:
        """Whether settings that were written down ask for the same waves and checks."""
        try:
            other = json.loads(written)
        except ValueError:
            return False
        mine = json.loads(self.to_json())
        return isinstance(other, dict) and {**other, "members": 0} == {**mine, "members": 0}

    def to_json(self) -> str:
        """Write the settings."""
        return json.dumps(dataclasses.asdict(self), indent=1) + "\n"


WHOLE = {
    "surveys": (0, MOST_POINTS_A_WAVE),
    "members": (2, 100_000), "check": (2, 100_000), "seed": (0, 2**53),
    "luck_points": (1, 1000), "luck_replicates": (2, 1000), "most_tried": (4096, 2**30),
}  # fmt: skip
NUMBERS = {"cutoff": (0.5, 10.0), "settled": (0.0, 1.0)}


def read_calibration_file(path: Path) -> Settings:
    """Read the file of a calibration.

    Raises
    ------
    StudyError
        If anything in it is not allowed. The message names the file, the field, the value and
        what is allowed.
    """
    try:
        content = read_document(path)
        expect_keys(content, {field.name for field in dataclasses.fields(Settings)}, path)
        return Settings(**{key: _value(content, key, path) for key in content})
    except AcsError as error:
        raise StudyError(str(error)) from None


def _value(content: dict[str, Any], key: str, path: Path) -> Any:
    if key == "episodes":
        return _episodes(content[key], path)
    if key == "waves":
        waves = expect(content, key, list, path)
        for points in waves:
            if not isinstance(points, int) or not 50 <= points <= MOST_POINTS_A_WAVE:
                raise StudyError(
                    f"{path}: waves: {points!r} is not a number of points from 50 to "
                    f"{MOST_POINTS_A_WAVE}"
                )
        if not waves:
            raise StudyError(f"{path}: waves: is empty; give the points of each, as in [512, 256]")
        return tuple(waves)
    least, most = WHOLE[key] if key in WHOLE else NUMBERS[key]
    value = expect(content, key, int if key in WHOLE else (int, float), path)
    if not least <= value <= most:
        raise StudyError(f"{path}: {key}: {value} is out of range; it takes {least} to {most}")
    return value


def _episodes(written: Any, path: Path) -> str:
    allowed = (WHOLE_COUNTRY, QUARTER)
    if written not in allowed:
        hint = nearest(str(written), allowed)
        raise StudyError(f"{path}: episodes: {written!r} is not {' or '.join(allowed)}{hint}")
    return str(written)
