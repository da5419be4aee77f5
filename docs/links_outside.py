"""A hook of the site: links to files that are not pages are written as their paths.

The pages are read in the project too, where a link to an experiment leads somewhere; on the site it
would not.
"""

from __future__ import annotations

import posixpath
import re
from typing import Any

_LINK = re.compile(r"\[([^\]]*)\]\(((?:\.\./)+[^)#\s]+)\)")


def on_page_markdown(markdown: str, /, *, page: Any, **_: Any) -> str:
    """Replace links that leave the folder of the pages."""
    folder = posixpath.dirname(page.file.src_uri)

    def keep_or_write(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join("docs", folder, match[2]))
        return match[0] if path.startswith("docs/") else f"{match[1]} (`{path}`)"

    return _LINK.sub(keep_or_write, markdown)
