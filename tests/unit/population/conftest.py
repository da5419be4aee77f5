"""NHS registers for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from register_folder import RegisterFolder


@pytest.fixture
def register(tmp_path: Path) -> RegisterFolder:
    return RegisterFolder(tmp_path / "register")
