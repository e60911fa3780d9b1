"""Command lines: every command on the sound files, with options of its own, right ones and odd ones."""

from __future__ import annotations

import importlib
import random
from functools import cache

import click

from tests.hostile.broken import ODD
from tests.hostile.ground import ENDINGS

SOUND: tuple[tuple[str, ...], ...] = (
    ("check", "town"), ("topline", "town"), ("crosstab", "town", "--banner", "sex"), ("verify", "press"),
    ("weight", "town", "--out", "out.csv"), ("weight", "town", "--forecast"), ("trend", "vote"),
    ("line", "vote", "--series", "towns"), ("estimate", "town", "mean", "age"), ("estimate", "town", "share", "news"),
    ("estimate", "town", "model", "age ~ sex"), ("estimate", "town", "test", "vote", "--by", "sex"),
    ("simulate", "town", "--n", "50", "--out", "made.csv"), ("codebook", "town", "--out", "book.html"),
    ("plan", "--n", "1000"), ("run", "town", "--out", "results", "--jobs", "1"),
    ("compare", "town_before", "town", "vote"), ("disclose", "town"),
    ("report", "town", "--out", "page.html"), ("plot", "topline", "town", "vote", "--out", "picture.svg"),
    ("new", "fresh", "--data", "town.csv", "--out", "fresh.yaml"), ("release", "town", "--out", "public.csv"),
)  # fmt: skip
COMMON = tuple(line for line in SOUND if line[0] in ("check", "topline", "crosstab", "weight", "estimate", "release"))
NAMES = ("vote", "sex", "age", "area", "trust", "news", "nosuch", "w", "village", "sex,area", "sex > area", "census")
FILTERS = ("age >= 18", "sex == 1 and age < 30", "vote in [1, 2]", "age", "nosuch == 1", "age >= 18 and", "sex == 9")


def command_on(draw: random.Random) -> list[str]:
    """A command on the study of the sound files; quick ones more often."""
    return [*draw.choice(COMMON if draw.random() < 0.8 else SOUND)]


def broken_line(draw: random.Random) -> list[str]:
    """A sound line with one to three options of the command more, or a word of it odd."""
    words = [*draw.choice(SOUND)]
    known = _options(words[0])
    for _ in range(draw.randint(1, 3)):
        if draw.random() < 0.75 and known:
            option = draw.choice(known)
            words += [option.opts[-1], *([] if getattr(option, "is_flag", False) else [_value(draw, option)])]
        else:
            words[draw.randrange(len(words))] = draw.choice(ODD)
    safe = [word.replace("\0", "") for word in words]
    # nothing is written above the folder of the case, and no place of the system is named as one
    return ["inside" if "/" in word else word for word in safe]


@cache
def _options(command: str) -> list[click.Option]:
    found = getattr(importlib.import_module(f"survey.cli.{command}"), command)
    return [one for one in found.params if isinstance(one, click.Option) and "--questionnaires" not in one.opts]


def _value(draw: random.Random, option: click.Option) -> str:
    """One that may be right for the option, or (one in four) an odd one."""
    name = option.opts[-1]
    if draw.random() < 0.25:
        return draw.choice(ODD)
    if isinstance(option.type, click.Choice):
        return str(draw.choice([*option.type.choices]))
    if isinstance(option.type, (click.IntRange, click.FloatRange)) or name in ("--moe", "--share", "--deff", "--seed"):
        return draw.choice(("0", "1", "2", "0.5", "0.99", "50", "1000", "-1", "1e9"))
    if name == "--data":
        return f"town.{draw.choice(ENDINGS)}"
    if name == "--where":
        return draw.choice(FILTERS)
    if isinstance(option.type, click.Path):
        return draw.choice(("made.csv", "made.html", "made.xlsx", "made.sav", "made.svg", "made.json", "folder"))
    return draw.choice(NAMES)
