"""Typing commands without starting a new Python for each."""

from typed_commands import type_command  # noqa: F401 - a fixture for these tests
