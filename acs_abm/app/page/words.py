"""The fixed words of the page."""

from __future__ import annotations

TOUR = (
    {
        "target": ".scenario",
        "title": "Say what should happen",
        "text": "Start from a preset and move a lever, or type into the box beside it. The i "
        "tells what a number means and where it comes from. Everything else that can be "
        "set, and what nobody knows, stands behind the folds and in the search.",
    },
    {
        "target": ".actions",
        "title": "Run it",
        "text": "A run takes the whole of England through ten years in a second or two. Until "
        "then the results are marked as stale. The same seed is the same luck: what "
        "differs is what you changed.",
    },
    {
        "target": ".status",
        "title": "Go through time",
        "text": "Every panel shows the quarter that stands here. Play, step, go back, or drag the "
        "slider: each quarter was kept.",
    },
    {
        "target": ".map",
        "title": "See who has come how far",
        "text": "A tile is an area; the numeral and the outline are its stage, the bar its "
        "patients in an alliance. Select one: the tabs below keep to it. The map is "
        "schematic.",
    },
    {
        "target": ".lines",
        "title": "Compare with the plan",
        "text": "Choose whom the curves are about. Dotted is the plan as announced in 2017 with "
        "the same luck. Every picture has a table.",
    },
    {
        "target": ".tabs",
        "title": "Ask why",
        "text": "Why? tells what anybody decided in this quarter, term by term, and what would "
        "have changed it. The other tabs show gates, money, moves between stances and "
        "events.",
    },
    {
        "target": ".about-page",
        "title": "What it is not",
        "text": "No forecast, and nothing about a real practice: four in five numbers are "
        "assumptions. Look at several seeds before you believe a difference.",
    },
)
"""Steps of the tour: what is marked, a heading, what is said."""

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
