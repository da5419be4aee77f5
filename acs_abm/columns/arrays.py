"""The types of the arrays that hold the state, and the step of what has not happened."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]
Small = NDArray[np.int8]
NEVER = -1_000_000
"""Step of something that has not happened."""
