"""Reading a YAML document that somebody else wrote: plain data, small, shallow, no surprises.

A document cannot run code (only plain YAML types are constructed), cannot name a key twice,
cannot use aliases (which can be made to grow without limit) and is limited in size and depth.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from acs_abm.errors import ScenarioError, nearest, where

MOST_BYTES = 262_144
DEEPEST = 12


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases, tags, duplicate keys, deep nesting or dates."""

    depth = 0

    def _mark(self) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        return event.start_mark

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.constructor.ConstructorError(
                None, None, "aliases (*name) are not allowed", self._mark()
            )
        self.depth += 1
        if self.depth > DEEPEST:
            raise yaml.constructor.ConstructorError(
                None,
                None,
                f"nested more than {DEEPEST} levels deep",
                self._mark(),
            )
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - overrides PyYAML
    ) -> dict[Any, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            key = key_node.value
            if key_node.tag != "tag:yaml.org,2002:str":
                raise yaml.constructor.ConstructorError(
                    None, None, "keys must be plain words", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"'{key}' is given twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_document(path: Path, least: str = "") -> dict[str, Any]:
    """Read a YAML file that must hold one mapping.

    Parameters
    ----------
    path
        The file.
    least
        What to write at least, for whoever wrote nothing.

    Raises
    ------
    ScenarioError
        If the file is missing, too large, not text, not YAML, or not a mapping. The message
        names the file and, where there is one, the line.
    """
    try:
        if path.is_dir():
            raise ScenarioError(f"{path}: is a folder, not a file")
        if path.exists() and not path.is_file():  # a pipe or a device may never end
            raise ScenarioError(f"{path}: is not a file")
        if path.stat().st_size > MOST_BYTES:
            raise ScenarioError(f"{path}: larger than {MOST_BYTES:,} bytes, the most allowed")
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise ScenarioError(f"{path}: there is no such file") from None
    except UnicodeDecodeError:
        raise ScenarioError(f"{path}: not a text file in UTF-8") from None
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read ({error.strerror})") from None
    return parse_document(text, path, least)


def parse_document(text: str, path: Path | str, least: str = "") -> dict[str, Any]:
    """Read YAML text that must hold one mapping; ``path`` and ``least`` are only for messages."""
    if len(text.encode()) > MOST_BYTES:
        raise ScenarioError(f"{path}: larger than {MOST_BYTES:,} bytes, the most allowed")
    try:
        content = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - derives from SafeLoader
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        problem = error.problem or error.context or "not YAML"
        if "could not determine a constructor" in problem:
            problem = "tags (!name) are not allowed: a document holds plain data only"
        raise ScenarioError(f"{path}{line}: {problem}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ScenarioError(f"{path}: not YAML ({str(error).splitlines()[0]})") from None
    if content is None:
        raise ScenarioError(f"{path}: empty" + (f"; write at least {least}" if least else ""))
    if not isinstance(content, dict):
        found = type(content).__name__
        raise ScenarioError(f"{path}: holds a {found}, not 'name: value' lines")
    return content


def expect_keys(
    content: Mapping[str, Any], known: set[str], path: Path | str, field: str | None = None
) -> None:
    """Refuse a key that nothing reads, naming the nearest one that something does."""
    for key in content:
        if key not in known:
            hint = nearest(str(key), known)
            allowed = ", ".join(sorted(known))
            raise ScenarioError(
                f"{where(path, field)}'{key}' is not known{hint} (known: {allowed})"
            )


def expect(
    content: Mapping[str, Any], key: str, kind: type | tuple[type, ...], path: Path | str | None
) -> Any:
    """Return a value of the kind it must have."""
    value = content[key]
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        words = {str: "text", dict: "a mapping", list: "a list", int: "a whole number"}
        wanted = " or ".join(words.get(one, one.__name__) for one in kinds)
        shown = repr(value) if len(repr(value)) <= 60 else repr(value)[:57] + "..."
        raise ScenarioError(f"{where(path, key)}{shown} is not {wanted}")
    return value
