"""Columns that belong together by their names, and what their labels have in common."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence

# Q5a, Q5_b
_LETTER = re.compile(r"(?P<stem>.*\d)_?(?P<last>[a-zA-Zа-яА-Я])")


def stem_of(name: str) -> tuple[str, str]:
    """The name without its last part, and that part; ``("", "")`` where there is none."""
    match = re.fullmatch(r"(?P<stem>.*?)\s?\[(?P<last>[^\[\]]+)\]", name, re.DOTALL) or None
    if match is None and "/" in name:
        stem, _, last = name.rpartition("/")
        return (stem, last) if stem and last else ("", "")
    match = match or _numbered(name) or _LETTER.fullmatch(name)
    return (match["stem"], match["last"]) if match and match["stem"] else ("", "")


def _numbered(name: str) -> re.Match[str] | None:
    return re.fullmatch(
        r"(?P<stem>.*?[^_.\-])(?:[_.\-]+|(?<=\d)[rRmM])(?P<last>0?\d{1,3})(?:_?o\d)?", name
    ) or re.fullmatch(r"(?P<stem>[A-Za-z]\w*?[A-Za-z_])(?P<last>\d{1,3})", name)


def families(names: Iterable[str]) -> dict[str, list[str]]:
    """Neighbouring columns of one stem, two or more: stem -> names, in the order of the file."""
    runs: list[tuple[str, list[str]]] = []
    for name in names:
        stem = stem_of(name)[0]
        if stem and runs and runs[-1][0] == stem:
            runs[-1][1].append(name)
        else:
            runs.append((stem, [name]))
    found: dict[str, list[str]] = {}
    for stem, members in runs:
        if stem and len(members) > 1:
            found.setdefault(stem if stem not in found else f"{stem} {len(found)}", members)
    return found


def common_text(texts: Sequence[str]) -> tuple[str, list[str]]:
    """What the labels of a family say alike (the question) and what each says by itself (the item).

    "Trust in: courts", "Trust in: police" -> "Trust in", ["courts", "police"]. Cut only between words; where an item
    would be left without words, nothing is cut."""
    whole = list(texts)
    if len(whole) < 2 or not all(whole):
        return "", whole
    start = _at_word(os.path.commonprefix(whole))
    rest = [text[len(start) :] for text in whole]
    turned = os.path.commonprefix([text[::-1] for text in rest])[::-1]
    end = _end_at_word(turned)
    items = [_trim(text[: len(text) - len(end)] if end else text) for text in rest]
    question = _trim(start) if len(_trim(start)) >= len(_trim(end)) else _trim(end)
    if len(question.split()) < 2 or not all(items) or len(set(items)) < len(items):
        return "", whole
    return question, items


def _at_word(start: str) -> str:
    """The common beginning, cut after its last sign between parts, else after its last blank."""
    cuts = [match.end() for match in re.finditer(r"(?:\s[-–—|/]\s|[:?.…]\s|\[|\]\s|:$)", start)]
    if cuts:
        return start[: cuts[-1]]
    return start[: start.rfind(" ") + 1]


def _end_at_word(end: str) -> str:
    match = re.search(r"\s[-–—|/]\s|\s?[\[(]|[:?.…]\s", end)
    return end[match.start() :] if match else "]" if end.endswith("]") else ""


def _trim(text: str) -> str:
    return text.strip().strip("-–—:|/[]").strip()
