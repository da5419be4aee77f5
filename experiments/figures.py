"""Make every figure that is kept in git again, and say whether its bytes are the same.

``make figures`` does it. Figures lie in ``results/studies`` and ``results/comparisons`` beside the
tables that they are drawn from. Runs that are done are kept (not in git) and not done again, so a
second time takes seconds. Pictures of the page are made by ``docs/screenshots.py``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
RESULTS = ROOT / "results"
KEPT = ("studies", "comparisons")
"""Folders of results whose figures are kept in git."""
COMPARISONS = "comparisons"


def main() -> int:
    """Make the figures; say which came out with other bytes than before."""
    options = read_options()
    before = digests()
    for name in options.only or [*studies(), COMPARISONS]:
        print(name, flush=True)
        for command in commands(name, options.workers):
            # what is run is written below, and nothing else
            done = subprocess.run([sys.executable, *command], cwd=ROOT, check=False)  # noqa: S603
            if done.returncode:
                return done.returncode
    changed = [name for name, digest in digests().items() if before.get(name) != digest]
    for name in changed:
        print(f"changed: {name}")
    print(
        f"{len(before) - len(set(changed) & set(before))} of {len(before)} files came out the same"
    )
    return 1 if changed else 0


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=[*studies(), COMPARISONS],
                        help="figures of this study; repeatable")  # fmt: skip
    parser.add_argument("--workers", default="2", help="processes")
    return parser.parse_args()


def studies() -> list[str]:
    """Return the names of the studies whose reports are kept."""
    return sorted(path.parent.name for path in HERE.glob("*/study.yaml"))


def commands(name: str, workers: str) -> Iterator[list[str]]:
    """Return what is typed after ``python`` to make the figures of a study, or comparisons."""
    if name == COMPARISONS:
        yield ["experiments/comparisons/run.py", "--workers", workers]
        return
    folder = f"results/{name}"
    yield ["-m", "acs_abm", "sweep", f"experiments/{name}/study.yaml", "-o", folder,
           "--workers", workers]  # fmt: skip
    yield ["-m", "acs_abm", "report", folder, "--tell", f"experiments/{name}/report.yaml",
           "-o", f"results/studies/{name}/report.md"]  # fmt: skip


def digests() -> Mapping[str, str]:
    """Return the digest of every figure that is kept, and of the tables they are drawn from."""
    return {
        path.relative_to(RESULTS).as_posix(): sha256(path.read_bytes()).hexdigest()
        for folder in KEPT
        for ending in ("png", "csv")
        for path in sorted((RESULTS / folder).glob(f"*/*.{ending}"))
    }


if __name__ == "__main__":
    sys.exit(main())
