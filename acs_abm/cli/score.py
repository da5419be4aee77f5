"""``acs-abm score``: predictions that were written down, against what was observed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from acs_abm.cli.screen import say, show_table

SHOWN = ("id", "measure", "date", "observed", "low", "median", "high", "inside", "distance")


def score(
    predictions: Annotated[
        Path, typer.Argument(metavar="PREDICTIONS", help="Parquet file of predictions.")
    ],
    targets: Annotated[
        Path, typer.Argument(metavar="TARGETS.csv", help="What was observed: date, value, column.")
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE.csv", help="Write every score.")
    ] = None,
) -> None:
    """Score predictions against what was observed; every row, the failures too."""
    if output is not None:
        from acs_abm.explore.new_file import expect_ours

        expect_ours(output, "table of scores", _is_scores, [predictions, targets])
    from acs_abm.analysis.score import in_brief, read_observed, read_predictions
    from acs_abm.analysis.score import score as score_all

    scored = score_all(read_predictions(predictions), read_observed(targets))
    rows = [[_cell(row.get(name)) for name in SHOWN] for row in scored.to_dict("records")]
    show_table((*SHOWN, "not scored"), [
        [*cells, why] for cells, why in zip(rows, scored["not_scored"], strict=True)
    ])  # fmt: skip
    say(in_brief(scored))
    if output is not None:
        from acs_abm.explore.new_folder import complaining
        from acs_abm.explore.study.disk import write_text

        with complaining(output, "written"):
            write_text(scored.to_csv(index=False, lineterminator="\n", float_format="%.6g"), output)
        typer.echo(f"Scores: {output}")


def _is_scores(text: str) -> bool:
    """Whether a file begins with the titles of scores: they vary with what could be scored."""
    titles = text.partition("\n")[0].split(",")
    return titles[:4] == ["id", "measure", "date", "unit"] and "not_scored" in titles


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "" if value != value else f"{value:.4g}"  # noqa: PLR0124 - only NaN differs from itself
    return "" if value is None else str(value)
