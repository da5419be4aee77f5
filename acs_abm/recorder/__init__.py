"""Writing down what a run does: arrays while it runs, tidy tables when it is asked for them."""

from acs_abm.recorder.entries import keeps_entries
from acs_abm.recorder.recorder import Recorder

__all__ = ["Recorder", "keeps_entries"]
