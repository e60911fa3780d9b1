"""Seeded cases: definitions, claims, data of each format and command lines, each broken in some way."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from tests.hostile.broken import broken_bytes, broken_frame, broken_text, broken_value
from tests.hostile.ground import CLAIMS, ENDINGS, STUDY, TARGETS, sound_frame, write_frame, written
from tests.hostile.lines import broken_line, command_on

Case = tuple[list[str], dict[str, bytes]]  # a command line, and the files that it is to find
KINDS = ("definitions", "data", "claims", "command lines")


def case(seed: int, ground: Path) -> Case:
    """The case of ``seed``: the same everywhere. ``ground``: where the sound files are."""
    draw = random.Random(seed)
    kinds: tuple[Callable[[random.Random, Path], Case], ...] = (_definition, _data, _claims, _line)
    return kinds[seed % len(kinds)](draw, ground)


def _text(draw: random.Random, value: object) -> bytes:
    """A value broken as a value, or (one in four) as a text."""
    if draw.random() < 0.75:
        return written(broken_value(draw, value)).encode("utf-8", "surrogatepass")
    return broken_text(draw, written(value))


def _definition(draw: random.Random, ground: Path) -> Case:
    name, value = draw.choice((("studies/town", STUDY), ("studies/town", STUDY), ("targets/census", TARGETS)))
    return command_on(draw), {f"questionnaires/{name}.yaml": _text(draw, value)}


def _claims(draw: random.Random, ground: Path) -> Case:
    command = draw.choice((["verify", "press"], ["verify", "press"], ["check"], ["verify", "town"]))
    return [*command], {"questionnaires/claims/press.yaml": _text(draw, CLAIMS)}


def _data(draw: random.Random, ground: Path) -> Case:
    ending = draw.choice(ENDINGS)
    name = f"broken.{ending}"
    made = (ground / f"town.{ending}").read_bytes()
    if draw.random() < 0.6:
        path = ground / f".{name}"
        try:
            write_frame(broken_frame(draw, sound_frame()), path)
            made = path.read_bytes()
        except Exception:  # the library cannot write it: so nobody has such a file
            made = broken_bytes(draw, made)
        path.unlink(missing_ok=True)
    else:
        made = broken_bytes(draw, made)
    if draw.random() < 0.2:
        return [draw.choice(("topline", "check")), name], {name: made}
    engine = ["--engine", draw.choice(("memory", "duckdb", "polars"))] if draw.random() < 0.4 else []
    command = command_on(draw)
    engine = [] if command[0] in ("run", "simulate", "trend", "verify", "check") else engine
    data = ["--data", name] if command[0] not in ("run", "simulate", "trend") else []
    files = {name: made} if data else {"town.csv": made}
    return [*command, *data, *engine], files


def _line(draw: random.Random, ground: Path) -> Case:
    return broken_line(draw), {}
