"""Compiling the few loops that run over every practice in every step.

A compiled function is written once, in plain Python over scalars, and is as readable as its
formula. ``elementwise`` makes a NumPy ufunc of a formula; ``kernel`` compiles a loop. Compiled
code is cached beside the package, so that it is made only once; no fast-math, so that results
do not depend on the machine's vector width. A division by zero gives what NumPy gives: the check
that Python makes of each division would keep a loop from vector instructions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """Compile a loop over arrays on first use."""
    return cast("Function", numba.njit(cache=True, fastmath=False, error_model="numpy")(function))


def elementwise(n_inputs: int) -> Callable[[Callable[..., float]], Any]:
    """Compile a formula of floats into a ufunc that broadcasts over arrays.

    Parameters
    ----------
    n_inputs
        How many floats the formula takes.
    """
    signature = f"float64({', '.join(['float64'] * n_inputs)})"
    vectorize: Any = numba.vectorize
    return vectorize([signature], cache=True, fastmath=False)
