"""Seeded cases: definitions, claims, data of each format and command lines, each broken in some way."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from tests.hostile.harness import CLAIMS, ENDINGS, STUDY, TARGETS

Case = tuple[list[str], dict[str, bytes]]  # a command line, and the files that it is to find

ODD = (
    "", " ", "0", "-1", "1e308", "-1e308", "nan", "inf", ".inf", "9" * 30, "0x10", "1_000", "null", "~", "true", "[]",
    "{}", "'", '"', "\\", "a\0b", "\u202e", "é" * 300, "x" * 5000, "../../etc/passwd", "/dev/null", "<script>", "=1+1",
    "&a *a", "[" * 60, "{a: " * 50, "2022-13-45", "0.0000001", "vote", "sex", "unknown", "%s", "{0}", "{name}", "1 000",
    "!!python/object:os.system", "SELECT 1; --", "vote == 1 and", "(" * 100, "1,2,,3", ",", "*", "?", "--", "-", "\t",
    "\n", "٣", "½", "50%",
)  # fmt: skip
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check", "STUDY"), ("topline", "STUDY"), ("crosstab", "STUDY", "--banner", "sex"), ("verify", "press"),
    ("weight", "STUDY", "--out", "out.csv"), ("trend", "vote"), ("estimate", "STUDY", "mean", "age"),
    ("estimate", "STUDY", "model", "age ~ sex"), ("estimate", "STUDY", "test", "vote", "--by", "sex"),
    ("simulate", "STUDY", "--n", "50", "--out", "made.csv"), ("codebook", "STUDY"),
    ("plan", "size"), ("run", "STUDY", "--out", "results", "--jobs", "1"),
)  # fmt: skip
OPTIONS = (
    "--data", "--level", "--base", "--where", "--weight", "--stratum", "--psu", "--lang", "--format", "--out", "--by",
    "--at", "--rows", "--banner", "--rule", "--encoding", "--sheet", "--engine", "--memory-limit", "--interval", "--n",
    "--seed", "--bias", "--margins", "--targets", "--count", "--series", "--studies", "--deff", "--questionnaires",
    "--option", "--internal",
)  # fmt: skip


def case(seed: int, ground: Path) -> Case:
    """The case of ``seed``: the same everywhere. ``ground``: where the sound files are."""
    draw = random.Random(seed)
    kinds: tuple[Callable[[random.Random, Path], Case], ...] = (_definition, _data, _claims, _line)
    return kinds[seed % len(kinds)](draw, ground)


def _definition(draw: random.Random, ground: Path) -> Case:
    name = draw.choice(("studies/town", "targets/census"))
    text = STUDY if "town" in name else TARGETS
    command = draw.choice((("check", "town"), ("topline", "town"), ("weight", "town", "--out", "out.csv")))
    data = [] if command[0] == "check" else ["--data", "town.csv"]
    return [*command, *data], {f"questionnaires/{name}.yaml": _broken_text(draw, text)}


def _claims(draw: random.Random, ground: Path) -> Case:
    return ["verify", "press"], {"questionnaires/claims/press.yaml": _broken_text(draw, CLAIMS)}


def _data(draw: random.Random, ground: Path) -> Case:
    ending = draw.choice(ENDINGS)
    name = f"broken.{ending}"
    made = _broken_bytes(draw, (ground / f"town.{ending}").read_bytes())
    weight = ["weight", "town", "--out", f"out.{ending}"]
    command = draw.choice((["topline", "town"], weight, ["topline", name], ["check", "town"]))
    data = [] if name in command else ["--data", name]
    engine = ["--engine", draw.choice(("memory", "duckdb"))] if command[0] != "weight" else []
    return [*command, *data, *engine], {name: made}


def _line(draw: random.Random, ground: Path) -> Case:
    words = [word.replace("STUDY", "town") for word in draw.choice(COMMANDS)]
    if words[0] not in ("plan", "trend", "run") and draw.random() < 0.8:
        words += ["--data", f"town.{draw.choice(ENDINGS)}"]
    for _ in range(draw.randint(1, 3)):
        if draw.random() < 0.7:
            words += [draw.choice(OPTIONS), draw.choice(ODD)]
        else:
            words[draw.randrange(len(words))] = draw.choice(ODD)
    safe = [word.replace("\0", "") for word in words]
    # nothing is written above the folder of the case, and no place of the system is named as one
    return ["inside" if "/" in word else word for word in safe], {}


def _broken_text(draw: random.Random, text: str) -> bytes:
    lines = text.splitlines()
    for _ in range(draw.randint(1, 3)):
        place = draw.randrange(len(lines))
        line, how = lines[place], draw.randrange(7)
        key, colon, value = line.partition(":")
        if how == 0:
            lines[place] = f"{key}{colon} {draw.choice(ODD)}"
        elif how == 1:
            lines[place] = draw.choice(ODD) + colon + value
        elif how == 2:
            del lines[place]
            lines = lines or ["a: b"]
        elif how == 3:
            lines.insert(place, line)
        elif how == 4:
            lines[place] = "  " * draw.randint(0, 4) + line.strip()
        elif how == 5:
            spot = draw.randrange(len(line) + 1)
            lines[place] = line[:spot] + draw.choice(ODD) + line[spot:]
        else:
            lines[place], other = lines[draw.randrange(len(lines))], line
            lines.append(other)
    return _broken_bytes(draw, "\n".join(lines).encode()) if draw.random() < 0.1 else "\n".join(lines).encode()


def _broken_bytes(draw: random.Random, data: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(draw.choice((1, 1, 2, 5, 20))):
        if not made:
            break
        place, how = draw.randrange(len(made)), draw.randrange(6)
        if how == 0:
            made[place] ^= 1 << draw.randrange(8)
        elif how == 1:
            made[place : place + 4] = draw.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f"))
        elif how == 2:
            del made[place:]
        elif how == 3:
            del made[place : place + draw.randint(1, 64)]
        elif how == 4:
            made[place:place] = draw.randbytes(draw.randint(1, 64))
        else:
            made[place:place] = made[place : place + draw.randint(1, 2000)] * draw.randint(1, 20)
    return bytes(made)
