"""The words that an interactive report says by itself, in each language."""

from __future__ import annotations

from survey.wording.figures import short
from survey.wording.message import message
from survey.words import LANGUAGES

GAP = "{}"  # filled by the page
SAID = {
    "all_results": message("reports.all_results"),
    "here": message("pages.you_are_here"),
    "study": message("interactive.study"),
    "questions": message("interactive.questions"),
    "find": message("interactive.find"),
    "none_found": message("interactive.none_found"),
    "by": message("interactive.by"),
    "nobody": message("interactive.nothing_by"),
    "filter": message("interactive.filter"),
    "all": message("interactive.everybody"),
    "weighting": message("interactive.weighting"),
    "weighted": message("interactive.weighted"),
    "unweighted": message("interactive.unweighted"),
    "published": message("interactive.published"),
    "sort": message("interactive.sort"),
    "as_asked": message("interactive.as_asked"),
    "by_size": message("interactive.by_size"),
    "intervals": message("interactive.intervals"),
    "hide_small": message("interactive.hide_small"),
    "hidden": message("interactive.hidden", count=GAP),
    "small": message("interactive.small"),
    "suppressed": message("interactive.suppressed"),
    "copy": message("interactive.copy"),
    "copied": message("interactive.copied"),
    "not_copied": message("interactive.not_copied"),
    "link": message("interactive.link"),
    "png": message("interactive.png"),
    "svg": message("interactive.svg"),
    "view": message("interactive.view"),
    "answers": message("interactive.answers"),
    "waves": message("interactive.waves"),
    "from": message("interactive.from_wave"),
    "to": message("interactive.to_wave"),
    "change": message("interactive.change"),
    "interval": message("interactive.interval"),
    "beyond": message("interactive.beyond"),
    "yes": message("interactive.yes"),
    "no": message("interactive.no"),
    "not_known": message("interactive.not_known"),
    "no_change": message("interactive.no_change"),
    "total": message("interactive.total"),
    "answer": message("interactive.answer"),
    "respondents": message("interactive.respondents"),
    "picture_of": message("interactive.picture_of", title=GAP),
    "verdicts": message("interactive.verdicts"),
    "about": message("interactive.about"),
    "notes": message("interactive.notes"),
    "method": message("interactive.method"),
    "left": message("interactive.left"),
    "language": message("interactive.language"),
    "synthetic": message("interactive.synthetic"),
    "to_questions": message("interactive.to_questions"),
    "points": message("interactive.points"),
    "print": message("interactive.print"),
}


def report_words(level: float) -> dict[str, dict[str, str]]:
    """By language: every word, and how figures are written (``decimal``, ``apart``)."""
    confidence = message("interactive.level", level=short(100 * level))
    return {
        language: {name: said[language] for name, said in SAID.items()}
        | {"level": confidence[language], "decimal": "." if language == "en" else ","}
        | {"apart": "," if language == "en" else "\u00a0"}
        for language in LANGUAGES
    }
