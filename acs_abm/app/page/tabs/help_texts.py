"""How to read each tab, from the pages of the documentation, in short."""

from __future__ import annotations

WHY = """
A run keeps no reasons. The same world is run again with the same luck to the quarter shown, and
the rule is asked for its terms. Each column is an option, each row what speaks for it or
against it; the option with the highest sum, luck included, is chosen by who thinks again in
that quarter. Break-even payments hold that luck fixed. More: docs/how-to/explain_a_decision.md.
"""
TIMELINE = """
Numbers and colours are stages, a cross is a gate that was failed. A gate is hard (everything
asked for must be met) or soft (the sum of weighted margins gives a chance of passing). An area
whose number falls was sent back. More: docs/reference/scenarios.md.
"""
COMPARE = """
Two scenarios are run with the same seeds, so that they differ by what was changed and not by
luck. More: docs/how-to/compare_two_scenarios.md.
"""
MONEY = """
Every pound moves from a payer to a payee for a reason, in whole pence, by double entry. Some
things are settled once a year, after March, so a year shows more than a quarter. Savings are
shared against a benchmark; a negative one is an overspend. More: docs/explanation/money.md.
"""
FLOWS = """
Each column counts practices at the end of a quarter, each band those that went from one stance
to another in between. A practice is independent, resists, is in an alliance, or is integrated
partially or fully by a single contract or run by a trust. More:
docs/explanation/practice_decision.md.
"""
LOG = """
Everything that was noted of the run by the quarter shown, the newest first. Closed and merged
practices are many and hidden at first. Why? asks who it was about, in that quarter.
"""
DATA = """
Results of a study on this computer, read without a lock on it. Of a finished one whose design
spans ranges, also what the measure hangs on. More: docs/how-to/run_a_study.md.
"""
