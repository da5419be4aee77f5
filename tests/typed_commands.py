"""Typing commands without starting a new Python for each."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from acs_abm.cli import main


@dataclass
class Answer:
    """What a command left behind: exit code, standard output, standard error."""

    code: int | str | None
    out: str
    err: str


@pytest.fixture
def type_command(tmp_path, monkeypatch, capsys):
    """Return a function that carries out a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def carry_out(*words: object) -> Answer:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        return Answer(ended.value.code, *capsys.readouterr())

    return carry_out
