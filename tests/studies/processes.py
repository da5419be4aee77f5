"""What tests ask of processes: which there are, whether they live, and a while of patience."""

import time
from pathlib import Path

PATIENCE = 120


def wait_for(condition, every=0.01):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(every)


def children(parent):
    threads = Path(f"/proc/{parent}/task").iterdir()
    texts = [(thread / "children").read_text(encoding="utf-8") for thread in threads]
    return [int(word) for text in texts for word in text.split()]


def is_alive(process):
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        return text.rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
