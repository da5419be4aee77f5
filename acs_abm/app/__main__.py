"""``python -m acs_abm.app``: serve the page."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from acs_abm.app.serve import DEFAULT_PORT, THIS_COMPUTER, main
from acs_abm.errors import AcsError


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m acs_abm.app",
        description="Serve the page of the accountable care simulator.",
    )
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="port; 0 takes a free one (%(default)s)"
    )
    parser.add_argument("--host", default=THIS_COMPUTER, help="address (%(default)s)")
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a further name under which browsers may ask for the page; may be repeated",
    )
    parser.add_argument(
        "results", nargs="?", type=Path, metavar="RESULTS", help="a run or a study, or several"
    )
    return parser.parse_args()


if __name__ == "__main__":
    arguments = _arguments()
    try:
        main(arguments.port, arguments.host, arguments.allow_host, results=arguments.results)
    except AcsError as error:
        sys.exit(str(error))
