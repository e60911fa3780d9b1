"""Verdicts, warnings and errors have colours on a terminal, and nowhere else."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import Any

import pytest

pytestmark = pytest.mark.contract

RUN = [sys.executable, "-m", "survey"]
COLOUR = re.compile(r"\x1b\[[\d;]*m")


def on_terminal(args: list[str], **variables: str) -> str:
    """What a command writes to a terminal."""
    master, slave = pty.openpty()
    settings = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    done = subprocess.Popen(
        [*RUN, *args], stdout=slave, stderr=slave, env={**settings, "TERM": "xterm", "COLUMNS": "100", **variables}
    )
    os.close(slave)
    written = b""
    try:
        while part := os.read(master, 4096):
            written += part
    except OSError:  # the other end is closed
        pass
    done.wait()
    os.close(master)
    return written.decode().replace("\r\n", "\n")


def test_a_terminal_shows_the_words_of_a_pipe_in_colours(town: Any) -> None:
    plain = subprocess.run(
        [*RUN, "verify", "paper"], capture_output=True, text=True, env={**os.environ, "COLUMNS": "100"}
    )
    shown = on_terminal(["verify", "paper"])
    assert "\x1b" not in plain.stdout and "\x1b[1;31m✗ OVERSTATED" in shown
    assert COLOUR.sub("", shown) == plain.stdout
    assert on_terminal(["verify", "paper"], NO_COLOR="1") == plain.stdout


def test_an_error_is_told_in_colour_on_a_terminal_only(town: Any) -> None:
    shown = on_terminal(["topline", "wav"])
    assert shown.startswith("\x1b[31m\x1b[1mError:\x1b[0m ")
    assert COLOUR.sub("", shown) == town("topline", "wav").stderr
