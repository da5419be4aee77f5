"""The example for those who know Mesa's own viewer."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[3] / "experiments" / "solaraviz_example.py"


def test_the_example_is_python():
    compile(EXAMPLE.read_text(encoding="utf-8"), EXAMPLE.name, "exec")


@pytest.mark.skipif(
    importlib.util.find_spec("altair") is None,
    reason="Mesa's viewer needs Altair, which this package does not install",
)
def test_the_example_makes_a_page():
    code = f"import runpy; print(runpy.run_path({str(EXAMPLE)!r})['page'])"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    assert "SolaraViz" in done.stdout
