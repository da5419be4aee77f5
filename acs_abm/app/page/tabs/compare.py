"""The tab Compare: two scenarios with the same luck, what differs, which lever does it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import solara

from acs_abm.analysis.compare import Comparison
from acs_abm.app.comparison import (
    MEASURES,
    attribution_table,
    difference,
    headline_table,
    levels,
)
from acs_abm.app.components import beside
from acs_abm.app.draft import BASELINE, presets
from acs_abm.app.page.desk import Desk
from acs_abm.app.page.errands import PINNED, SHOWN
from acs_abm.app.page.tabs.tab import heading
from acs_abm.app.page.work import work_bar
from acs_abm.app.recording import Recording
from acs_abm.app.session import View
from acs_abm.app.settings import settings
from acs_abm.app.tile_board import readable
from acs_abm.errors import AcsError
from acs_abm.explore.ensemble import in_words

Element = solara.Element[Any]


@solara.component
def Compare(desk: Desk, recording: Recording, view: View) -> Element:
    """Draw the tab."""
    errands, work = desk.errands, view.comparison
    problem, cost = solara.use_memo(
        lambda: _cost(desk, recording), [errands.form.value, errands.pinned.value, recording]
    )
    children = [
        heading("Two scenarios with the same luck", recording, view),
        beside.CompareForm(
            form=asdict(errands.form.value),
            options=_options(desk, recording),
            measures=[{"name": name, "label": label} for name, label in MEASURES.items()],
            problem=problem,
            cost=cost,
            busy=work.is_busy,
            event_fill=errands.fill,
            event_pin=errands.pin,
            event_compare=errands.compare,
        ),
        work_bar("Comparison", work, errands.fault.value.get("comparison", ""),
                 errands.cancel_comparison),
    ]  # fmt: skip
    if work.result is not None:
        quarter = recording.frames[view.position].quarter
        children.append(Answer(work.result, errands.form.value.measure, quarter))
    return solara.v.Html(tag="div", class_="compare", children=children)


@solara.component
def Answer(done: Comparison, measure: str, quarter: str) -> Element:
    """Draw what came of a comparison: in words, as curves, as tables."""
    at = quarter if quarter in done.quarters else done.quarters[-1]
    words = solara.use_memo(lambda: done.paragraph(measure, at), [done, measure, at])
    charts = solara.use_memo(
        lambda: (levels(done, measure), difference(done, measure)), [done, measure]
    )
    tables = solara.use_memo(
        lambda: (headline_table(done, at), attribution_table(done, measure, at)),
        [done, measure, at],
    )
    headline, attribution = tables
    remark = "" if at == quarter else f" The runs end in {readable(at)}, which is shown."
    of_seeds = f"Seeds {done.seed} to {done.seed + done.replicates - 1}"
    of_seeds += f"; {in_words(done.ensemble)}.{remark}" if done.ensemble else f".{remark}"
    return solara.v.Html(
        tag="div",
        class_="answer",
        children=[
            solara.v.Html(tag="p", class_="answer-words", children=[words]),
            solara.v.Html(
                tag="div",
                class_="chart-pair",
                children=[
                    beside.BandChart(name="levels", chart=charts[0], quarter=readable(at),
                                     remark=f"Mean; band: 10% to 90% of replicates. {of_seeds}"),
                    beside.BandChart(name="difference", chart=charts[1], quarter=readable(at),
                                     remark="Mean; band: 95% interval of the mean."),
                ],
            ),
            *([beside.PlainTable(title="Attribution", table=attribution)] if attribution else []),
            beside.PlainTable(title="Differences", table=headline),
        ],
    )  # fmt: skip


def _options(desk: Desk, recording: Recording) -> list[dict[str, str]]:
    pinned = desk.errands.pinned.value
    return [
        {"name": SHOWN, "label": f"the run shown: {recording.scenario.name}"},
        *([{"name": PINNED, "label": f"pinned: {pinned.name}"}] if pinned else []),
        *({"name": name, "label": name + (" (baseline)" if name == BASELINE else "")}
          for name in presets()),
    ]  # fmt: skip


def _cost(desk: Desk, recording: Recording) -> tuple[str, str]:
    """Say why what the form asks cannot be, or how many runs it takes."""
    try:
        question = desk.errands.question(recording.scenario, recording.seed)
        runs = question.runs()
        settings().expect_affordable(runs)
    except AcsError as error:
        return str(error), ""
    return "", f"{runs:,} runs, all with the luck of seed {question.seed} onwards."
