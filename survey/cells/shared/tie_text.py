"""What samples share, in a sentence."""

from __future__ import annotations

from survey.cells.shared.ties import Tie
from survey.words import LANGUAGES, Text, filled

_TEXTS: dict[str, Text] = {
    "assumed": {
        "en": "No ids are declared; the samples are taken as independent.",
        "ru": "Номера респондентов не объявлены; выборки считаются независимыми.",
        "be": "Нумары рэспандэнтаў не аб’яўленыя; выбаркі лічацца незалежнымі.",
    },
    "declared": {
        "en": "The ids are declared to be of different people; the samples are taken as independent.",
        "ru": "Объявлено, что номера принадлежат разным людям; выборки считаются независимыми.",
        "be": "Аб’яўлена, што нумары належаць розным людзям; выбаркі лічацца незалежнымі.",
    },
    "apart": {
        "en": "No id is in both samples; they are taken as independent.",
        "ru": "Ни одного общего номера респондента; выборки считаются независимыми.",
        "be": "Ніводнага агульнага нумара рэспандэнта; выбаркі лічацца незалежнымі.",
    },
    "persons": {
        "en": "{same} of {of} the same persons; their covariance is in the standard errors.",
        "ru": "{same} из {of} — те же люди; их ковариация учтена в стандартных ошибках.",
        "be": "{same} з {of} — тыя ж людзі; іх каварыяцыя ўлічаная ў стандартных памылках.",
    },
    "psus": {
        "en": "{same} of {of} the same PSUs; their covariance is in the standard errors.",
        "ru": "{same} из {of} — те же первичные единицы отбора; их ковариация учтена в стандартных ошибках.",
        "be": "{same} з {of} — тыя ж першасныя адзінкі адбору; іх каварыяцыя ўлічаная ў стандартных памылках.",
    },
    "moved": {
        "en": "{moved} persons whose stratum or PSU is another in one of the samples are of the one first drawn in.",
        "ru": "Людей, у которых страта или единица отбора в одной из выборок другая: {moved}; взята первая.",
        "be": "Людзей, у якіх страта або адзінка адбору ў адной з выбарак іншая: {moved}; узятая першая.",
    },
    "rows": {
        "en": "The ids only count the rows in both samples: if the people differ, say 'persons: independent'.",
        "ru": "В обеих выборках номера лишь нумеруют строки: если люди разные, напишите 'persons: independent'.",
        "be": "У абедзвюх выбарках нумары толькі нумаруюць радкі: калі людзі розныя, напішыце 'persons: independent'.",
    },
}


def tie_text(made: Tie) -> Text:
    """Whether the samples share persons or PSUs, how many, and what is done about it."""
    linked = made.linked
    if linked is None:
        return _TEXTS[made.known]
    parts = []
    if linked.same:
        parts.append(filled(_TEXTS["persons"], same=str(linked.same), of=_sizes(linked.persons)))
    if linked.same_psus:
        parts.append(filled(_TEXTS["psus"], same=str(linked.same_psus), of=_sizes(linked.psus)))
    if linked.moved:
        parts.append(filled(_TEXTS["moved"], moved=str(linked.moved)))
    if made.numbered:
        parts.append(_TEXTS["rows"])
    return {language: " ".join(part[language] for part in parts) for language in LANGUAGES}


def _sizes(counts: tuple[int | None, ...]) -> str:
    """How many each sample has; once where they are as many."""
    known = [str(count) for count in counts if count is not None]
    return known[0] if len(set(known)) == 1 else " / ".join(known)
