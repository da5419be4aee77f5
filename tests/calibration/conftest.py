"""A calibration of the pretended model, done once."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import pretend_targets
from typed_commands import type_command  # noqa: F401 - a fixture for these tests

from acs_abm.explore.calibration.calibrate import Calibration
from acs_abm.explore.calibration.settings import Settings

SETTINGS = Settings(waves=(100, 80), members=40, check=40, seed=3, luck_points=4, most_tried=65_536)


def pretended(folder, settings=SETTINGS, **how):
    ways = {"whole": pretend_targets.SIMULATE, "quarter": pretend_targets.SIMULATE}
    return Calibration(
        folder,
        settings,
        targets=pretend_targets.TARGETS,
        ranges=pretend_targets.ranges(),
        ways=ways,
        workers=0,
        **how,
    )


@pytest.fixture(scope="session")
def calibrated(tmp_path_factory):
    """The folder of a finished calibration, and its members."""
    folder = tmp_path_factory.mktemp("calibration") / "pretended"
    return folder, pretended(folder).run()
