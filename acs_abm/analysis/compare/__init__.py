"""Two scenarios compared: paired differences, and the levers they come from."""

from acs_abm.analysis.compare.comparison import Comparison, compare

__all__ = ["Comparison", "compare"]
