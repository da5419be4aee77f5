"""The fingerprint of everything that can change a number: code, inputs, numerical libraries."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from importlib import util
from pathlib import Path

from acs_abm.explore.provenance import library_versions, python_version
from acs_abm.explore.study.plan import MODEL

PACKAGE = Path(__file__).resolve().parents[2]
APART = {"app", "analysis", "cli", "explore", "__pycache__"}
"""Rooms that only ask for runs, or show what came of them."""

KINDS = {".py", ".yaml", ".csv"}
NUMERICAL = ("numpy", "scipy", "numba", "networkx")


@lru_cache(maxsize=8)
def code_fingerprint(simulate: str = MODEL) -> str:
    """Return sixteen hexadecimal digits of the code that makes a study's numbers.

    Parameters
    ----------
    simulate
        The function that does a run; its file counts where it is not the model's own.
    """
    digest = sha256()
    for path in sorted(PACKAGE.rglob("*")):
        place = path.relative_to(PACKAGE)
        if path.suffix in KINDS and place.parts[0] not in APART and path.is_file():
            digest.update(place.as_posix().encode() + b"\0")
            digest.update(sha256(path.read_bytes()).digest())
    versions = library_versions()
    for name in NUMERICAL:
        digest.update(f"{name} {versions.get(name)}\n".encode())
    digest.update(python_version().rpartition(".")[0].encode())
    if simulate != MODEL:
        found = util.find_spec(simulate.partition(":")[0])
        if found is not None and found.origin is not None:
            digest.update(Path(found.origin).read_bytes())
    return digest.hexdigest()[:16]
