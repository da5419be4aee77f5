"""What the browser draws while a recording is played: each picture whole, none out of order."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "experiments" / "benchmarks"))  # no package
from page import PLAY

pytestmark = pytest.mark.browser


def test_no_picture_is_blank_and_quarters_come_in_order_while_playing(visitor):
    visitor.page.get_by_label("Speed").select_option("10")
    found = visitor.page.evaluate(PLAY)
    print(f"{len(found['seen'])} quarters in {found['seconds']:.1f} s")
    assert found["blanks"] == 0
    assert found["seen"] == sorted(set(found["seen"]))
    assert found["seen"][-1] == visitor.LAST
    assert len(found["seen"]) > 10  # a busy machine leaves some out; a stuck page nearly all
