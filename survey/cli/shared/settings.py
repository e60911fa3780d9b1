"""Options of a command by what they are for."""

from __future__ import annotations

from typing import Any


def data_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The options that say how data are read, taken out of ``options``."""
    names = ("data", "encoding", "sheet", "engine", "memory_limit", "master", "weight", "stratum", "psu")
    return {name: options.pop(name) for name in names if name in options}


def figure_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The options that say how figures are computed, taken out of ``options``."""
    return {name: options.pop(name) for name in ("base", "level", "interval", "where") if name in options}


def output_settings(options: dict[str, Any]) -> dict[str, Any]:
    """The options that say how the result leaves, as ``put`` takes them, taken out of ``options``."""
    names = ("form", "lang", "notes", "out", "quiet", "labels", "bom")
    return {name: options.pop(name) for name in names if name in options}
