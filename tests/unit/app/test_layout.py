"""What the page draws is all of one moment."""

import json
import subprocess
import sys

# Solara is imported in a Python of its own: what it is set to is settled by its first import.
DRAW = """
import json

import reacton

from acs_abm.app.draft import BASELINE, preset
from acs_abm.app.page.desk import Desk
from acs_abm.app.page.layout import Results
from acs_abm.app.recording import Film
from acs_abm.app.session import View

film = Film(preset(BASELINE), 1)
film.step()
first = film.cut()
film.step()
desk = Desk()
desk.view.set(View(recording=film.cut(), position=1))
shown = View(recording=first, position=0)
box, _ = reacton.render(Results(desk, first, shown), handle_error=False)


def positions(widget):
    if hasattr(widget, "position"):
        yield widget.position
    for child in getattr(widget, "children", ()):
        yield from positions(child)


print(json.dumps(list(positions(box))))
"""


def test_every_panel_draws_the_view_it_was_given_though_a_newer_one_has_come():
    command = [sys.executable, "-c", DRAW]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [0, 0, 0]
