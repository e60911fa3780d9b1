"""Whether labelled options are steps of one scale, by the words of their ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.cells.table.encoding import plain_text

# Words of degree that agreement, satisfaction, trust, frequency and importance scales put at their ends: Likert (1932)
# and the response scales of the European Social Survey, the World Values Survey and Eurobarometer, in five languages.
_DEGREES = (
    r"strongly|very|completely|totally|fully|extremely|absolutely|definitely|entirely|not at all"
    r"|none at all|a great deal"
    r"|never|always|every day|daily|excellent|poor|a lot|most of the time|much (better|worse|more|less)|far too"
    r"|очень|совсем|полностью|совершенно|абсолютно|безусловно|определенно|вполне|крайне|никогда|всегда|ежедневно"
    r"|каждый день|значительно|вообще не|однозначно|категорически|совершенно не|намного"
    r"|вельмі|зусім|цалкам|абсалютна|безумоўна|ніколі|заўсёды|штодня|кожны дзень|значна|адназначна"
    r"|дуже|зовсім|повністю|цілком|абсолютно|безумовно|ніколи|завжди|щодня|щодня|кожен день|категорично|значно"
    r"|bardzo|zupełnie|całkowicie|zdecydowanie|absolutnie|wcale|nigdy|zawsze|codziennie|w ogóle|znacznie"
)
_DEGREE = re.compile(rf"\b(?:{_DEGREES})\b")


def is_scale(labels: Sequence[str]) -> bool:
    """Whether ``labels``, in the order of their codes, name the steps of a scale: three or more, and both ends say a
    degree ("strongly agree" … "strongly disagree"), or the steps are numbers between two ends in words."""
    if not 3 <= len(labels) <= 11:
        return False
    texts = [plain_text(text).replace("ё", "е") for text in labels]
    middle = [text for text in texts[1:-1] if re.fullmatch(r"-?\d+", text)]
    if len(texts) > 4 and len(middle) == len(texts) - 2:
        return True
    return all(_DEGREE.search(text) for text in (texts[0], texts[-1]))
