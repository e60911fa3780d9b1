"""Sound things broken: bytes, texts, values of a definition, answers."""

from __future__ import annotations

import copy
import random
from typing import Any

ODD = (
    "", " ", "0", "-1", "1e308", "-1e308", "nan", "inf", ".inf", "9" * 30, "0x10", "1_000", "null", "~", "true", "[]",
    "{}", "'", '"', "\\", "a\0b", "\u202e", "é" * 300, "x" * 5000, "../../etc/passwd", "/dev/null", "<script>", "=1+1",
    "&a *a", "[" * 60, "{a: " * 50, "2022-13-45", "0.0000001", "vote", "sex", "unknown", "%s", "{0}", "{name}", "1 000",
    "!!python/object:os.system", "SELECT 1; --", "vote == 1 and", "(" * 100, "1,2,,3", ",", "*", "?", "--", "-", "\t",
    "\n", "٣", "½", "50%",
)  # fmt: skip
# values that are right somewhere
NEAR: tuple[Any, ...] = (
    0, 1, 2, 3, -1, 0.5, 1e9, 10**25, True, None, "1", "2", "vote", "sex", "age", "area", "trust", "news", "w", "nr",
    "village", "census", "town", "town_before", "all", "asked", "none", "single", "multiple", "number", "scale", "open",
    "2022-03-20", "unknown", "two-thirds", "more than half", "11%", ["sex"], ["vote", "sex"], {}, [], {"1": 50},
    {"value": 50, "qualifier": "about"}, {"share": 50}, {"moe": 3.1}, {"n": 200}, {"leads": "2"}, {"minimum": 10},
    {"upper": 3}, {"en": "A", "ru": "Б"}, {"rake": {"margins": ["sex"]}}, "sex > area", 100, 48, 52, 99.9, float(2**53),
)  # fmt: skip
KEYS = (
    "base", "type", "options", "nets", "published", "missing", "column", "columns", "delimiter", "asked", "order", "by",
    "nested", "size", "decimals", "weight", "stratum", "psu", "fpc", "replicates", "pps", "steps", "margins", "targets",
    "method", "trim", "choose", "disclosure", "presentation", "release", "rounding", "tables", "book", "every", "lists",
    "counts", "shares", "std_error", "total", "status", "how", "variables", "change", "from", "to", "points", "option",
    "study", "question", "value", "qualifier", "where", "file", "package", "dataset", "id", "header_rows", "sheet",
)  # fmt: skip


def broken_value(draw: random.Random, value: Any) -> Any:
    """A copy in which one to three values are others, gone, exchanged, or stand under another key."""
    made = copy.deepcopy(value)
    for _ in range(draw.choice((1, 1, 2, 3))):
        holders = [one for one in _holders(made) if len(one)]
        if not holders:
            break
        where = draw.choice(holders)
        keys = list(where) if isinstance(where, dict) else list(range(len(where)))
        key, how = draw.choice(keys), draw.randrange(7)
        if how <= 1:
            where[key] = copy.deepcopy(draw.choice(NEAR))
        elif how == 2:
            where[key] = draw.choice(ODD)
        elif how == 3:
            del where[key]
        elif how == 4:
            other = draw.choice(keys)
            where[key], where[other] = where[other], where[key]
        elif isinstance(where, dict):
            where[draw.choice(KEYS) if how == 5 else str(draw.choice(ODD))] = copy.deepcopy(draw.choice(NEAR))
        else:
            where.append(copy.deepcopy(draw.choice((where[key], *NEAR))))
    return made


def _holders(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value] if isinstance(value, (dict, list)) else []
    return [*own, *(one for part in inner for one in _holders(part))]


def broken_text(draw: random.Random, text: str) -> bytes:
    """Lines changed, exchanged, moved, doubled or gone; seldom bytes."""
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
    return broken_bytes(draw, "\n".join(lines).encode()) if draw.random() < 0.1 else "\n".join(lines).encode()


def broken_bytes(draw: random.Random, data: bytes) -> bytes:
    """Bits turned, bytes gone, put in or doubled."""
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


def broken_frame(draw: random.Random, frame: Any) -> Any:
    """Answers that are odd one by one, or column by column, in a table that is whole."""
    for _ in range(draw.choice((1, 1, 2, 3))):
        name, how = draw.choice(list(frame.columns)), draw.randrange(9)
        if how <= 2:
            values = frame[name].astype(object)
            some = [draw.choice((*ODD, *NEAR[:12], float("inf"), float("nan"))) for _ in range(draw.choice((1, 5)))]
            for value in some if len(values) else ():
                values.iloc[draw.randrange(len(values))] = value
            frame = frame.assign(**{name: values})
        elif how == 3:
            frame = frame.assign(**{name: draw.choice((0, None, "", 1, 1e308, -5, "n"))})
        elif how == 4:
            frame = frame.drop(columns=name) if len(frame.columns) > 1 else frame
        elif how == 5:
            frame = frame.rename(columns={name: draw.choice((*ODD, *frame.columns))})
        elif how == 6:
            frame = frame.head(draw.choice((0, 1, 2)))
        elif how == 7:
            frame = frame.assign(**{name: frame[name].map(str)})
        else:
            frame = frame.assign(**{f"{name}_more": frame[name].to_numpy()[::-1]})
    return frame
