"""How a source is named where figures are told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from survey.definitions.records.sources import Source
from survey.wording.worded import reworded, same
from survey.words import LANGUAGES, Text, say

_DAY = re.compile(r"\d{4}[-/\d]*")  # of a date without remarks on it
_CUT = re.compile(r"[,;] | \(")


def source_text(name: str, sources: Mapping[str, Source]) -> Text:
    """The title of a source with its date; its id where it has no title."""
    source = sources[name] if name in sources else None
    if source is None or not source.title:
        return same(name)
    date = (source.date or "").split(" (")[0]
    return reworded(source.title, lambda title: f"{title} ({date})" if date and date not in title else title)


def short_names(sources: Mapping[str, Source]) -> dict[str, Text]:
    """What each source is called where there is little room: what its definition says (``short``), else the beginning
    of its title up to a comma, semicolon or bracket ("UDF") where no other source has it, else that with its date ("UDF
    2017-03"), else a longer beginning. One without a title is its id with blanks."""
    made = {language: _short_names(sources, language) for language in LANGUAGES}
    return {
        name: source.short or {language: names[name] for language, names in made.items()}
        for name, source in sources.items()
    }


def _short_names(sources: Mapping[str, Source], language: str) -> dict[str, str]:
    tried = {name: _beginnings(name, source, language) for name, source in sources.items() if not source.short}
    seen = Counter(text for texts in tried.values() for text in texts)
    return {name: next((text for text in texts if seen[text] == 1), texts[-1]) for name, texts in tried.items()}


def _beginnings(name: str, source: Source, language: str) -> list[str]:
    """Names from short to long, each once."""
    title, date = _one_line(say(source.title, language)) or name.replace("_", " "), _one_line(source.date)
    cuts = [found.start() for found in _CUT.finditer(title) if found.start()]
    whole = [title[:cut] for cut in cuts if title.count("(", 0, cut) == title.count(")", 0, cut)] + [title]
    dated = [f"{whole[0]} {date}"] if _DAY.fullmatch(date) else []
    return list(dict.fromkeys([whole[0], *dated, *whole[1:]]))


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
