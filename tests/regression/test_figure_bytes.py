"""The same tables give the same figures, to the byte, under the versions of constraints.txt."""

from __future__ import annotations

import json
import platform

import pytest
from figure_bytes import DIGESTS, DRAWN_WITH, digests


def test_a_figure_drawn_again_has_the_same_bytes():
    recorded, found = json.loads(DIGESTS.read_text(encoding="utf-8")), digests()
    others = [name for name in DRAWN_WITH if recorded[name] != found[name]]
    if others or (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        pytest.skip(f"drawn with other versions of {', '.join(others) or 'the system'}")
    assert found == recorded
