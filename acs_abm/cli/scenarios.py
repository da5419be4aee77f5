"""``acs-abm scenarios``: the worlds that come with the package."""

from __future__ import annotations

from acs_abm.cli.screen import show_table


def scenarios() -> None:
    """List the scenarios that come with the package, each with its question."""
    from acs_abm.scenario import shipped_scenarios

    rows = [(name, " ".join(why.split())) for name, why in shipped_scenarios().items()]
    show_table(("name", "question"), rows)
