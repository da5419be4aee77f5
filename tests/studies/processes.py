"""What tests ask of processes: which there are, whether they live, and a while of patience."""

import time
from contextlib import suppress
from pathlib import Path

PATIENCE = 120


def wait_for(condition, every=0.01):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(every)


def children(parent):
    found = []
    for thread in Path(f"/proc/{parent}/task").iterdir():
        with suppress(FileNotFoundError):  # a thread may end while it is asked
            text = (thread / "children").read_text(encoding="utf-8")
            found += [int(word) for word in text.split()]
    return found


def is_alive(process):
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        return text.rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
