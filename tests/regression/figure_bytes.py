"""Digests of figures drawn from tables that are kept, to hold that their bytes come again.

``python -m tests.regression.figure_bytes --update`` writes them again: after a change of style,
or of the versions in ``constraints.txt``.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from acs_abm.analysis.figures.study_lines import paired_lines
from acs_abm.analysis.figures.value_lines import value_lines
from acs_abm.analysis.style import save

HERE = Path(__file__).parent
DIGESTS = HERE / "figures.json"
DRAWN_WITH = ("matplotlib", "pillow", "numpy")
"""What the bytes of a figure hang on, beside the tables."""


def digests() -> dict[str, str]:
    """Draw every figure; return the digest of each file, and what they were drawn with."""
    with tempfile.TemporaryDirectory() as place:
        paths = [
            path for name, figure in figures().items() for path in save(figure, Path(place), name)
        ]
        found = {path.name: sha256(path.read_bytes()).hexdigest() for path in paths}
    return found | {name: version(name) for name in DRAWN_WITH}


def figures() -> Mapping[str, Figure]:
    """Return figures of the national record and of a small table."""
    national = pd.read_csv(HERE / "national.csv")
    share = national["list_share_alliance"]
    change = pd.DataFrame({
        "quarter": national["quarter"], "difference": share, "standard_error": share / 10,
        "low": share * 0.8, "high": share * 1.2, "replicates": 10,
    })  # fmt: skip
    values = pd.DataFrame({
        "scenario": ["a"] * 3, "value": [0.0, 5.0, 10.0], "mean": [0.3, 0.4, 0.45],
        "low": [0.28, 0.37, 0.42], "high": [0.32, 0.43, 0.48], "replicates": [10] * 3,
    })  # fmt: skip
    return {
        "change": paired_lines({"b": change}, "a", "list_share_alliance", "A source."),
        "values": value_lines(values, "offer.alliance_agreement.payment", "Joined", "A source."),
    }


if __name__ == "__main__":
    if "--update" in sys.argv:
        DIGESTS.write_text(json.dumps(digests(), indent=1) + "\n", encoding="utf-8")
    print(json.dumps(digests(), indent=1))
