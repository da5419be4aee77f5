"""Named random streams: a draw is addressed, not consumed.

Every draw is a pure function of (seed, stream name, step, organisation). Adding an
organisation, a draw or a policy therefore changes nobody else's luck, two scenarios with one
seed differ only by policy, and Dorset run alone has the luck it has in England.

The generator is a counter hash: the address is mixed by two rounds of the 64-bit finaliser of
SplitMix64 (Steele, Lea and Flood 2014), keyed by a BLAKE2b digest of seed, stream and step.
``tests/unit/test_chance.py`` tests it as a generator.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, gammaincinv, ndtri

from acs_abm.compiled import kernel

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]

_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))
_TO_52_BITS = np.uint64(12)  # with 53 bits, adding a half would round the largest up to 1
_TO_UNIT = 2.0**-52
_GRID = np.linspace(0.0, 1.0, 4097)
EULER_GAMMA = 0.5772156649015329


def organisation_keys(kind: str, codes: Sequence[str]) -> Keys:
    """Give each organisation its stable address.

    Parameters
    ----------
    kind
        What the organisations are, such as ``"practice"``.
    codes
        Their codes; the same code has the same key in every run and every subset.

    Returns
    -------
    Keys
        One 64-bit key for each code.
    """
    digests = b"".join(
        hashlib.blake2b(f"{kind}:{code}".encode(), digest_size=8).digest() for code in codes
    )
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


@lru_cache(maxsize=4096)
def _stream_key(seed: int, stream: str, step: int) -> Keys:
    """Return the two numbers that key one stream in one step."""
    digest = hashlib.blake2b(f"{seed}/{stream}/{step}".encode(), digest_size=16).digest()
    return np.frombuffer(bytearray(digest), dtype="<u8")


@kernel
def _finalise(bits: np.uint64) -> np.uint64:
    """Mix every bit of a number into every other."""
    bits = (bits ^ (bits >> _SHIFTS[0])) * _FIRST
    bits = (bits ^ (bits >> _SHIFTS[1])) * _SECOND
    return bits ^ (bits >> _SHIFTS[2])


@kernel
def _fill_uniform(draws: Floats, keys: Keys, stream: Keys) -> None:
    """Hash each address to the open interval (0, 1)."""
    first, second = stream
    for place in range(keys.size):
        bits = _finalise(_finalise(keys[place] ^ first) + second)
        draws[place] = (np.float64(bits >> _TO_52_BITS) + 0.5) * _TO_UNIT


@lru_cache(maxsize=64)
def _beta_quantiles(a: float, b: float) -> Floats:
    return np.asarray(betaincinv(a, b, _GRID), dtype=np.float64)


def pair_keys(whose: Keys, whom: Keys) -> Keys:
    """Give each ordered pair of organisations an address of its own."""
    return _pair_keys(whose, whom)


@kernel
def _pair_keys(whose: Keys, whom: Keys) -> Keys:
    keys = np.empty_like(whose)
    for place in range(whose.size):
        keys[place] = _finalise(whose[place]) + whom[place]
    return keys


class Chance:
    """The luck of one run.

    Parameters
    ----------
    seed
        Any integer; two runs with the same seed share every draw they have in common.
    """

    def __init__(self, seed: int) -> None:
        self.seed = int(seed)

    def uniform(self, stream: str, step: int, keys: Keys) -> Floats:
        """Draw from the open interval (0, 1), one number for each key."""
        draws = np.empty(len(keys))
        _fill_uniform(draws, keys, _stream_key(self.seed, stream, step))
        return draws

    def normal(self, stream: str, step: int, keys: Keys) -> Floats:
        """Draw from the standard normal distribution."""
        return np.asarray(ndtri(self.uniform(stream, step, keys)), dtype=np.float64)

    def gumbel(self, stream: str, step: int, keys: Keys) -> Floats:
        """Draw from the Gumbel distribution centred to mean zero (scale 1)."""
        return self.gumbels([stream], step, keys)[:, 0]

    def gumbels(self, streams: Sequence[str], step: int, keys: Keys) -> Floats:
        """Draw as :meth:`gumbel` from several streams at once, one column each."""
        draws = np.empty((len(streams), len(keys)))
        for row, stream in zip(draws, streams, strict=True):
            _fill_uniform(row, keys, _stream_key(self.seed, stream, step))
        np.log(draws, out=draws)
        np.negative(draws, out=draws)
        np.log(draws, out=draws)
        np.negative(draws, out=draws)
        draws -= EULER_GAMMA
        return draws.T

    def log_stable(self, stream: str, step: int, keys: Keys, index: float) -> Floats:
        """Draw the logarithm of a positive stable variable (Kanter 1975).

        Parameters
        ----------
        index
            Its index, above 0 and below 1; its Laplace transform is exp(−s^index).
        """
        angle = np.pi * self.uniform(f"{stream}/angle", step, keys)
        size = -np.log(self.uniform(f"{stream}/size", step, keys))
        ratio = np.log(np.sin((1.0 - index) * angle)) - np.log(size)
        return np.asarray(
            np.log(np.sin(index * angle))
            - np.log(np.sin(angle)) / index
            + (1.0 - index) / index * ratio,
            dtype=np.float64,
        )

    def beta(self, stream: str, step: int, keys: Keys, a: float, b: float) -> Floats:
        """Draw from Beta(a, b), its quantiles interpolated between 4,097 exact ones."""
        return self.beta_at(self.uniform(stream, step, keys), a, b)

    def beta_at(self, uniform: Floats, a: float, b: float) -> Floats:
        """Return the quantiles of Beta(a, b) at numbers drawn from (0, 1) elsewhere."""
        return np.interp(uniform, _GRID, _beta_quantiles(a, b))

    def gamma(self, stream: str, step: int, keys: Keys, shape: float) -> Floats:
        """Draw from the gamma distribution with mean 1 and the given shape."""
        drawn = gammaincinv(shape, self.uniform(stream, step, keys)) / shape
        return np.asarray(drawn, dtype=np.float64)

    def integer(self, stream: str, step: int, key: np.uint64, low: int, high: int) -> int:
        """Draw one integer from low to high, both included."""
        draw = float(self.uniform(stream, step, np.array([key], dtype=np.uint64))[0])
        return low + int(draw * (high - low + 1))
