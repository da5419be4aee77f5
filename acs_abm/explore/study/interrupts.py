"""Ctrl-C and SIGTERM: the first asks to stop in order, the second stops at once."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Self


class Interrupts:
    """Notes that somebody asked to stop, for as long as it is entered.

    Attributes
    ----------
    asked
        Whether somebody did.
    """

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def is_asked(self) -> bool:
        """Whether somebody asked to stop."""
        return self.asked

    def _ask(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as signal calls
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
