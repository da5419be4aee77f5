"""How a stage is shown everywhere: a box with its colour, its numeral and its name."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from acs_abm.analysis.style import INK, RULE, STAGE_COLOURS, STAGE_INK
from acs_abm.analysis.words import STAGES, capital

NAMES = tuple(capital(name) for name in STAGES.values())
"""Name of each stage by its number, STP first."""


def stage_box(canvas: Axes, left: float, middle: float, stage: int) -> None:
    """Draw the box of a stage.

    Parameters
    ----------
    canvas
        Axes in inches, from :func:`acs_abm.analysis.style.canvas`.
    left, middle
        Left edge and middle of the box.
    stage
        Number of the stage, 0 for STP; the numeral shown is one more.
    """
    canvas.add_patch(
        Rectangle(
            (left, middle - 0.1), 0.24, 0.2,
            facecolor=STAGE_COLOURS[stage], edgecolor=RULE, linewidth=0.8,
        )
    )  # fmt: skip
    canvas.text(
        left + 0.12, middle, str(stage + 1),
        color=STAGE_INK[stage], ha="center", va="center_baseline", size=8.5, weight="bold",
    )  # fmt: skip


def stage_label(canvas: Axes, left: float, middle: float, stage: int, text: str = "") -> None:
    """Draw the box of a stage, its name, and what else there is to say about it."""
    stage_box(canvas, left, middle, stage)
    words = f"{NAMES[stage]}: {text}" if text else NAMES[stage]
    canvas.text(left + 0.34, middle, words, color=INK, va="center_baseline")
