"""Reading the pages people read: blocks, commands, links and the numbers they quote."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
WRITTEN = [page for page in PAGES if page.parent.name != "reference"]

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# (\w+\.py)\n")
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_QUOTED = re.compile(r"`([a-z_]+(?:\.[a-z_]+)+)` \((-?[\d.]+)\)")


@dataclass(frozen=True)
class Block:
    language: str
    text: str

    @property
    def saved_as(self) -> str:
        """Name of the file that a reader saves it as: its first line says ``# my_rules.py``."""
        first = _FILE.match(self.text)
        return first[1] if first else ""


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, *languages: str) -> list[Block]:
    found = [Block(*match) for match in _FENCE.findall(page.read_text(encoding="utf-8"))]
    return [block for block in found if not languages or block.language in languages]


def prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def inline_code(page: Path) -> list[str]:
    return _INLINE.findall(prose(page))


def commands(page: Path, program: str) -> list[list[str]]:
    """Words after a program's name, wherever a page tells the reader to type it."""
    lines = [line for block in blocks(page, "bash") for line in block.text.splitlines()]
    written = [shlex.split(line, comments=True) for line in lines]
    written += [shlex.split(code) for code in inline_code(page) if code.startswith(program + " ")]
    return [words[1:] for words in written if words[:1] == [program]]


def links(page: Path) -> list[str]:
    return [link for link in _LINK.findall(prose(page)) if "://" not in link]


def anchors(page: Path) -> set[str]:
    """Names of a page's headings, as the usual viewers of Markdown make them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def quoted_defaults(page: Path) -> list[tuple[str, float]]:
    """Parameters whose default a page quotes, as in `practice.status_quo` (9)."""
    return [(name, float(number)) for name, number in _QUOTED.findall(prose(page))]
