"""L-BFGS: the minimum of a smooth function of many numbers (Nocedal and Wright, 2006, algorithm 7.5)."""

from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_MEMORY = 10
_SUFFICIENT_DECREASE = 1e-4
_SHORTEST_STEP = 1e-10


def minimise(
    function: Callable[[Floats], tuple[float, Floats]], start: Floats, steps: int, tolerance: float
) -> Floats:
    """Return where the function is lowest, after at most `steps` steps.

    The function returns its value and its gradient. A gradient no part of which is larger than `tolerance`
    ends the search.
    """
    point = start
    value, gradient = function(point)
    memory: deque[tuple[Floats, Floats]] = deque(maxlen=_MEMORY)
    for _ in range(steps):
        direction = -_newton_like(gradient, memory)
        slope = float(gradient @ direction)
        length = 1.0 if memory else 1 / max(1.0, float(np.abs(gradient).sum()))
        while True:
            next_point = point + length * direction
            next_value, next_gradient = function(next_point)
            if next_value <= value + _SUFFICIENT_DECREASE * length * slope or length < _SHORTEST_STEP:
                break
            length /= 2
        moved, turned = next_point - point, next_gradient - gradient
        if float(moved @ turned) > 0:
            memory.append((moved, turned))
        point, value, gradient = next_point, next_value, next_gradient
        if float(np.abs(gradient).max()) < tolerance:
            break
    return point


def _newton_like(gradient: Floats, memory: deque[tuple[Floats, Floats]]) -> Floats:
    """Return the approximate inverse Hessian times the gradient, by the recursion in two loops."""
    result = gradient.copy()
    factors = []
    for moved, turned in reversed(memory):
        factor = float(moved @ result) / float(moved @ turned)
        factors.append(factor)
        result -= factor * turned
    if memory:
        moved, turned = memory[-1]
        result *= float(moved @ turned) / float(turned @ turned)
    for (moved, turned), factor in zip(memory, reversed(factors), strict=True):
        result += moved * (factor - float(turned @ result) / float(moved @ turned))
    return result
