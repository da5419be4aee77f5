"""Why did somebody decide as they did? The reasons behind any choice of a run.

A run keeps no reasons: they are worked out by running the same world again, with the same luck,
to the quarter in question, where every rule is asked for its terms.
"""

from acs_abm.analysis.explain.door import explain
from acs_abm.analysis.explain.explanation import Explanation
from acs_abm.analysis.explain.rerun import Again

__all__ = ["Again", "Explanation", "explain"]
