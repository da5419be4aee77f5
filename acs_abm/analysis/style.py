"""How figures look and how they are saved: colours, dashes, type, frame, bytes.

Every figure is drawn inside :func:`house_style`, so that nobody's own Matplotlib settings show
through and the same tables give the same bytes. Places are given in inches from the top left:
nothing is left to a layout engine.
"""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from acs_abm.analysis.words import count
from acs_abm.explore.provenance import package_version
from acs_abm.explore.runs import Results

P = ParamSpec("P")
R = TypeVar("R")
Dashes = Literal["solid"] | tuple[float, Sequence[float]]

STAGE_COLOURS = ("#F2F4F7", "#C6DBEF", "#6BACE6", "#2073BC", "#12436D")
"""STP, CANDIDATE, SHADOW_ACS, ACS, and a system with a place under a live ACO contract."""

STAGE_INK = ("#0B0C0C", "#0B0C0C", "#0B0C0C", "#FFFFFF", "#FFFFFF")
"""Colour of text on each stage."""

STANCE_LINES: dict[str, tuple[str, Dashes]] = {
    "practices_resisting": ("#801650", (0, (3, 1.6))),
    "practices_independent": ("#3D3D3D", (0, (6, 2))),
    "practices_alliance": ("#12436D", "solid"),
    "practices_partial": ("#28A197", (0, (6, 2, 1.2, 2))),
    "practices_full": ("#F46A25", (0, (1.2, 1.4))),
}
"""Colour and dashes of each stance."""

SERIES_LINES: tuple[tuple[str, Dashes], ...] = (
    ("#12436D", "solid"),
    ("#28A197", (0, (6, 2, 1.2, 2))),
    ("#801650", (0, (3, 1.6))),
    ("#F46A25", (0, (1.2, 1.4))),
    ("#3D3D3D", (0, (6, 2))),
)
"""Colour and dashes of series that are not stances, in order."""

INK, QUIET, RULE, GRID = "#0B0C0C", "#505A5F", "#6F777B", "#DEE0E2"
WIDTH = 10.0
"""Width of every figure, inches."""
HEADER, LEFT = 0.85, 0.15
COLOURS = 48
"""Colours of a small PNG: those of a figure, and what lies between them at edges of letters."""

NOT_A_FORECAST = "research model, not a forecast for any named organisation"

_SETTINGS: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,  # a name with two dollar signs is not a formula
    "axes.labelcolor": QUIET,
    "axes.labelsize": 9,
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": RULE,
    "ytick.color": RULE,
    "xtick.labelcolor": QUIET,
    "ytick.labelcolor": QUIET,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "lines.linewidth": 2.0,
    "lines.dash_capstyle": "butt",
    "hatch.linewidth": 0.6,
    "figure.facecolor": "white",
    "svg.fonttype": "path",
    "svg.hashsalt": "acs_abm",
}


_METADATA: dict[str, dict[str, str | None]] = {
    "svg": {"Date": None, "Creator": "acs_abm"},
    "png": {"Software": None},
}
"""What a file says about itself: nothing that differs from one day or machine to the next."""


def house_style(draw: Callable[P, R]) -> Callable[P, R]:
    """Make a function draw, or save, in the house style."""

    @functools.wraps(draw)
    def styled(*args: P.args, **kwargs: P.kwargs) -> R:
        with matplotlib.style.context(["default"]), matplotlib.rc_context(_SETTINGS):
            return draw(*args, **kwargs)

    return styled


def source_line(scenario: str, population: str, seed: int, replicates: int) -> str:
    """Say where a figure comes from and what it is not.

    Parameters
    ----------
    scenario, population
        Their names.
    seed
        Seed of the first replicate.
    replicates
        How many runs the figure sums up.
    """
    luck = f"seed {seed}"
    if replicates > 1:
        luck = f"{replicates} replicates, seeds {seed} to {seed + replicates - 1}"
    made = f"acs_abm {package_version()}, scenario {scenario}, {population}, {luck}"
    return f"Source: {made}; {NOT_A_FORECAST}."


def source_of(results: Results) -> str:
    """Return the source line of a run's figures."""
    population = results.population
    if not results.is_whole_country:
        population += f", {count(len(results.systems), 'care system')}"
    return source_line(results.scenario.name, population, results.seed, results.replicates)


def sheet(height: float, title: str, subtitle: str, source: str) -> Figure:
    """Return an empty figure with its title, what is measured, and its source.

    Parameters
    ----------
    height
        Inches from the top of the title to the bottom of the last axis label.
    title
        What is shown.
    subtitle
        Units, and what a line or colour stands for.
    source
        The line of :func:`source_line`; may be empty.
    """
    below = textwrap.wrap(source, 180)
    footer = 0.12 + 0.16 * len(below)
    total = height + footer
    figure = Figure(figsize=(WIDTH, total))
    x = LEFT / WIDTH
    figure.text(x, 1 - 0.12 / total, title, size=13, weight="bold", va="top")
    lines = "\n".join(textwrap.wrap(subtitle, 150))
    figure.text(x, 1 - 0.42 / total, lines, size=9, color=QUIET, va="top", linespacing=1.35)
    if below:
        text = "\n".join(below)
        figure.text(x, 0.07 / total, text, size=7.5, color=QUIET, va="bottom", linespacing=1.3)
    return figure


def panel(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Add axes placed in inches, measured from the left and the top edge of the figure."""
    whole_width, whole_height = figure.get_size_inches()
    bottom = whole_height - top - height
    box = (left / whole_width, bottom / whole_height, width / whole_width, height / whole_height)
    return figure.add_axes(box)


def panel_size(axes: Axes) -> tuple[float, float]:
    """Return width and height of axes, inches."""
    figure = axes.get_figure(root=True)
    if figure is None:
        return 1.0, 1.0
    box, (width, height) = axes.get_position(), figure.get_size_inches()
    return float(box.width * width), float(box.height * height)


def canvas(figure: Figure) -> Axes:
    """Add an invisible sheet over the whole figure, in inches from the left and the top."""
    whole_width, whole_height = figure.get_size_inches()
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, whole_width), ylim=(whole_height, 0))
    axes.set_axis_off()
    return axes


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move places apart, so that labels put there do not overlap.

    Parameters
    ----------
    places
        Where each label would best stand.
    gap
        Least distance between two labels.
    low, high
        Where labels may stand; left only where there are too many of them.
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = [0.0] * len(places)
    floor = low
    for i in order:
        moved[i] = max(places[i], floor)
        floor = moved[i] + gap
    ceiling = high
    for i in reversed(order):
        moved[i] = min(moved[i], ceiling)
        ceiling = moved[i] - gap
    return moved


@house_style
def save(
    figure: Figure,
    folder: Path,
    name: str,
    formats: Sequence[str] = ("svg", "png"),
    *,
    is_small: bool = False,
) -> list[Path]:
    """Write a figure into files; the same figure gives the same bytes.

    Parameters
    ----------
    figure
        What to write.
    folder
        Where to; made where it is not there.
    name
        Name of the files.
    formats
        ``svg``, ``png`` or both.
    is_small
        Whether a PNG is to have few colours, so that its file is a third as large.

    Returns
    -------
    list of Path
        The files, in the order of the formats.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.{suffix}" for suffix in formats]
    for path, suffix in zip(files, formats, strict=True):
        figure.savefig(path, format=suffix, dpi=150, metadata=_METADATA[suffix])
        if is_small and suffix == "png":
            with Image.open(path) as drawn:
                few = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(path, optimize=True)
    return files
