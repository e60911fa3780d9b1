"""Hadamard matrices: ±1, every two columns orthogonal; they balance half-samples with the fewest replicates."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from survey.arrays import Array


def hadamard_order(least: int) -> int:
    """The smallest order from ``least`` on for which ``hadamard`` has a construction."""
    order = max(int(least), 1)
    while not _known(order):
        order += 1
    return order


def hadamard(order: int) -> Array:
    """(order, order) of ±1 with ``H H' = order · I``, first row and column all 1 (R survey: ``hadamard``).

    Built by doubling (Sylvester 1867) and from the squares modulo a prime (Paley 1933, J. Math. Phys. 12, 311-320),
    which gives every multiple of 4 up to 48 and most beyond. Raises ``ValueError`` for an order it cannot build."""
    if not _known(order):
        raise ValueError(f"no Hadamard matrix of order {order} can be built here; {hadamard_order(order)} can")
    made = _built(order)
    made = made * made[0]
    return np.asarray(made * made[:, :1])


@lru_cache(maxsize=None)
def _known(order: int) -> bool:
    if order in (1, 2):
        return True
    return order > 0 and order % 4 == 0 and (_known(order // 2) or _one(order) or _two(order))


def _one(order: int) -> bool:
    return order % 4 == 0 and _is_prime(order - 1)


def _two(order: int) -> bool:
    return order % 4 == 0 and (order // 2 - 1) % 4 == 1 and _is_prime(order // 2 - 1)


def _built(order: int) -> Array:
    if order == 1:
        return np.ones((1, 1))
    if order == 2 or _known(order // 2):
        return np.kron(np.array([[1.0, 1.0], [1.0, -1.0]]), _built(order // 2))
    if _one(order):
        return np.eye(order) + _bordered(order - 1, -1.0)
    core = _bordered(order // 2 - 1, 1.0)
    return np.kron(core, [[1, 1], [1, -1]]) + np.kron(np.eye(len(core)), [[1, -1], [-1, -1]])


def _bordered(prime: int, left: float) -> Array:
    """Quadratic characters of differences modulo ``prime``, with a row of 1 above and a column of ``left`` before."""
    character = np.full(prime, -1.0)
    character[np.arange(1, prime) ** 2 % prime] = 1.0
    character[0] = 0.0
    core = np.zeros((prime + 1, prime + 1))
    core[0, 1:], core[1:, 0] = 1.0, left
    place = np.arange(prime)
    core[1:, 1:] = character[(place[:, None] - place[None, :]) % prime]
    return core


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % part for part in range(2, int(number**0.5) + 1))
