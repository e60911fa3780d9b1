"""What forms of every make write alike: texts with markup, names of languages, codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

Kind = Literal["single", "multiple", "scale", "number", "text", "date", "id"]
LONGEST = 20_000  # letters of a text; the rest of a longer one is cut, which its end shows
_TAGS = "p br div span b i u em strong font a img ul ol li table tr td th tbody h[1-6] script style sub sup center hr"
_MARKUP = re.compile(rf"</?(?:{'|'.join(_TAGS.split())})\b|<!--|&(?:#\d+|#x[0-9a-f]+|[a-z]{{2,8}});", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BLOCKS = ("br", "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4")
_NUMBER = re.compile(r"0|-?[1-9]\d{0,14}")


def plain(text: Any) -> str:
    """A text without markup, scripts and styles, blanks as one."""
    shown = _CONTROL.sub(" ", "" if text is None else str(text))
    if len(shown) > LONGEST:
        shown = shown[:LONGEST] + "…"
    if _MARKUP.search(shown):
        from lxml import etree, html

        try:
            tree = html.fragment_fromstring(shown, create_parent="div")
        except (etree.ParserError, ValueError):
            return ""
        for one in list(tree.iter("script", "style")):
            one.drop_tree()
        for one in tree.iter(*_BLOCKS):
            one.tail = " " + (one.tail or "")
        shown = "".join(tree.itertext())
    return " ".join(shown.split())


def code_of(written: Any) -> str | int | float:
    """A code as it stands in data: ``1`` is a number, ``01`` and ``yes`` are texts."""
    if isinstance(written, bool):
        return "TRUE" if written else "FALSE"
    if isinstance(written, float) and written.is_integer():
        return int(written)
    if isinstance(written, (int, float)):
        return written
    text = str(written).strip()
    return int(text) if _NUMBER.fullmatch(text) else text


def used(texts: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """The languages of all texts, in the order of their first."""
    return tuple(dict.fromkeys(language for text in texts for language in text))


def counted(counts: Mapping[str, int]) -> tuple[str, ...]:
    """``notes, left out: 3`` for each of what was left out."""
    return tuple(f"{what}: {count:,}" for what, count in counts.items() if count)
