"""What a result was made with: versions, commit, platform. No user, no host, no outside path."""

from __future__ import annotations

import platform
import subprocess
from functools import cache
from importlib import metadata
from pathlib import Path

LIBRARIES = ("mesa", "numpy", "pandas", "scipy", "networkx", "pyarrow", "numba", "PyYAML")
"""What can change a number or the form in which it is written."""

PACKAGE = "acs_abm"
UNKNOWN = "unknown"


def package_version() -> str:
    """Return the version of this package; ``unknown`` where it was not installed."""
    return _version(PACKAGE)


def library_versions() -> dict[str, str]:
    """Return the version of each library that a result may depend on."""
    return {name.lower(): _version(name) for name in LIBRARIES}


def python_version() -> str:
    """Return the version of Python, with its implementation."""
    return f"{platform.python_implementation()} {platform.python_version()}"


def platform_name() -> str:
    """Return operating system and machine, such as ``Linux x86_64``."""
    return f"{platform.system()} {platform.machine()}"


def commit(root: Path | None = None) -> str | None:
    """Return the commit the code was run from, with ``+`` where files were changed since.

    Parameters
    ----------
    root
        Folder of the project; None for the one that holds this package.

    Returns
    -------
    str or None
        None where the package does not lie in a git checkout of its own, or there is no git.
    """
    root = root or Path(__file__).resolve().parents[2]
    if not (root / ".git").exists() or not (root / "pyproject.toml").exists():
        return None
    head = _git(root, "rev-parse", "HEAD")
    if head is None:
        return None
    changes = _git(root, "status", "--porcelain", "--untracked-files=no")
    return f"{head}+" if changes else head


def shown_path(path: Path | str) -> str:
    """Write a path so that it tells nothing about the computer: never absolute.

    Parameters
    ----------
    path
        Any path.

    Returns
    -------
    str
        A relative path as it is; an absolute one relative to the current folder if it lies in
        it, else only its last part after ``.../``.
    """
    path = Path(path)
    if not path.is_absolute() and not str(path).startswith("~"):
        return path.as_posix()
    here = Path.cwd()
    if path.is_relative_to(here):
        return path.relative_to(here).as_posix()
    return f".../{path.name}"


@cache  # the page asks at every drawing
def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return UNKNOWN


def _git(root: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            ["git", "--no-optional-locks", "-C", str(root), *words],  # noqa: S607 - whichever git
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
