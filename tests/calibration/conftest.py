"""A calibration of the pretended model, done once."""

import pytest
from pretend_targets import pretended
from typed_commands import type_command  # noqa: F401 - a fixture for these tests


@pytest.fixture(scope="session")
def calibrated(tmp_path_factory):
    """The folder of a finished calibration, and its members."""
    folder = tmp_path_factory.mktemp("calibration") / "pretended"
    return folder, pretended(folder).run()
