"""What a Dask worker does with a chunk: it has it done by a worker process of ours.

So a run that hangs, prints or ends its process is dealt with on a cluster as on one computer, and
costs no Dask worker. Processes are kept for the next chunk, and ended when none comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Timer
from typing import Any

from acs_abm.explore.study.chunk import CRASHED, TIMED_OUT
from acs_abm.explore.study.hand import Hand
from acs_abm.explore.study.parts import Stretch

IDLE_LIMIT = 20.0
"""Seconds after which a process that is given nothing is ended."""


@dataclass(frozen=True)
class Order:
    """What all chunks of a sweep share.

    Attributes
    ----------
    folder
        The study's folder, which every worker must find under this name.
    plan, code
        Fingerprints to which a worker holds what it finds.
    time_limit
        Seconds that one run may take.
    sweep
        A name that no other sweep has.
    """

    folder: Path
    plan: str
    code: str
    time_limit: float
    sweep: str


def do_remotely(order: Order, first: int, end: int) -> dict[str, Any]:
    """Do a chunk; return what its process said at the end, or how it was lost and over which run.

    Parameters
    ----------
    order
        Of which sweep.
    first, end
        The runs.
    """
    hand = _take(order)
    if hand is None:
        return {"unbegun": True}
    said = hand.do(Stretch(first, end), order.time_limit)
    if "ok" in said:
        _give_back(hand)
    else:
        with _LOCK:
            _HANDS.pop(hand, None)
        hand.end()
    return said


def begin_no_more(order: Order) -> None:
    """Have chunks of a sweep that come now left undone."""
    with _LOCK:
        _OVER.add(order)


def end_hands(order: Order) -> None:
    """End the processes that work for a sweep."""
    with _LOCK:
        _OVER.add(order)
        hands = [hand for hand in _HANDS if hand.order == order]
        for hand in hands:
            _HANDS.pop(hand)
    for hand in hands:
        hand.end()


class _OwnHand(Hand):
    """A worker process that is asked and waited for."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self._said: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        super().__init__(order.folder, order.plan, order.code, lambda _, said: self._said.put(said))

    def do(self, stretch: Stretch, time_limit: float) -> dict[str, Any]:
        self.give(stretch)
        while True:
            try:
                said = self._said.get(timeout=max(0.0, self.patience(time_limit)))
            except Empty:
                return {"lost": TIMED_OUT, "over": self.run}
            if said is None:
                return {"lost": CRASHED, "over": self.run}
            if self.note(said):
                return said


_LOCK = Lock()
_OVER: set[Order] = set()
_HANDS: dict[_OwnHand, Timer | None] = {}
"""The processes of this Dask worker; those that wait for work with what will end them."""


def _take(order: Order) -> _OwnHand | None:
    """Return a process that is idle, or a new one; None if the sweep is over."""
    with _LOCK:
        if order in _OVER:
            return None
        for hand, timer in _HANDS.items():
            if timer is not None and hand.order == order:
                timer.cancel()
                break
        else:
            hand = _OwnHand(order)
        _HANDS[hand] = None
        return hand


def _give_back(hand: _OwnHand) -> None:
    timer = Timer(IDLE_LIMIT, _retire, [hand])
    timer.daemon = True
    with _LOCK:
        if hand in _HANDS:
            _HANDS[hand] = timer
            timer.start()


def _retire(hand: _OwnHand) -> None:
    with _LOCK:
        if _HANDS.get(hand) is None:
            return  # it was given something just now
        _HANDS.pop(hand)
    hand.end()
