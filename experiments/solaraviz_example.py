"""Look at the model with Mesa's own viewer: ``solara run experiments/solaraviz_example.py``.

For those who know Mesa. The viewer needs Altair, which this package does not install
(``python -m pip install altair``), and shares one model between all visitors;
``acs-abm app`` is the page to serve.
"""

import solara
from matplotlib.figure import Figure
from mesa.visualization import Slider, SolaraViz  # noqa: TID251 - an example of just this
from mesa.visualization.utils import update_counter  # noqa: TID251 - as above

from acs_abm.model import AccountableCareModel


@solara.component
def Alliances(model: AccountableCareModel) -> None:  # noqa: N802 - components are named so
    """Draw how many practices are in an alliance."""
    update_counter.get()  # draw again after each step
    figure = Figure()
    figure.add_subplot(ylabel="practices in an alliance", xlabel="quarter").plot(
        model.recorder.national()["practices_alliance"]
    )
    solara.FigureMatplotlib(figure)


page = SolaraViz(
    AccountableCareModel(scenario="plan_2017", seed=1),
    components=[Alliances],
    model_params={"scenario": "plan_2017", "seed": Slider("Seed", 1, 1, 100, 1)},
    name="Accountable care, quarter by quarter",
)
