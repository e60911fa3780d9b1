"""Colours, on a terminal only: never in a pipe or a file, nor where NO_COLOR (https://no-color.org) is set."""

from __future__ import annotations

import os
import sys
from typing import Any

import click


def has_colours(stream: Any) -> bool:
    """Whether what is written to ``stream`` may have colours."""
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def tell(head: str, text: str, colour: str) -> None:
    """``Warning: …`` on stderr, its head in ``colour``."""
    shown = click.style(f"{head}:", fg=colour, bold=True) if has_colours(sys.stderr) else f"{head}:"
    click.echo(f"{shown} {text}", err=True)
