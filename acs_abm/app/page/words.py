"""The fixed words of the page."""

from __future__ import annotations

HEADER = """
<a class="skip" href="#results">Skip to results</a>
<header class="page-header">
  <h1>Accountable care simulator</h1>
  <p class="standing"><strong>Research model, not an NHS service.</strong>
    Scenarios, not forecasts.</p>
  <a class="help" href="#about">About</a>
</header>
"""

ABOUT = """
<section class="panel about-page" id="about" aria-labelledby="about-heading">
  <h2 id="about-heading">About this page</h2>
  <p>An agent-based simulation of England's NHS on its way to accountable care, from April 2017:
    44 areas, 207 commissioning groups, 233 trusts and 7,436 GP practices decide each quarter.
    Practices are built from published totals; none is a real one.</p>
  <p>Choose a preset, move a lever, run. Every run takes ten years of the whole country. The
    dotted lines are the plan as announced in 2017 with the same luck, so what differs is what
    the levers did. Step back to see any quarter again.</p>
  <p>One seed is one course of events among many: compare several before believing a difference.
    A change of a few practices says nothing. The scenario file that you download gives the same
    numbers on the command line.</p>
</section>
"""

NO_LINK_TO_FILE = "A link cannot hold a file of yours: download the scenario and pass that on."
NO_LINK_TO_FAULT = "There is no link while something is marked as wrong."
