"""The words that an interactive report says by itself, in each language."""

from __future__ import annotations

from survey.wording.figures import short
from survey.wording.message import message
from survey.words import LANGUAGES

GAP = "{}"  # filled by the page
# messages by whose names the page asks for them
PLAIN = (
    *("interactive.study", "interactive.questions", "interactive.find", "interactive.none_found", "interactive.by"),
    *("interactive.filter", "interactive.weighting", "interactive.weighted", "interactive.unweighted"),
    *("interactive.published", "interactive.sort", "interactive.as_asked", "interactive.by_size"),
    *("interactive.intervals", "interactive.hide_small", "interactive.small", "interactive.suppressed"),
    *("interactive.copy", "interactive.copied", "interactive.not_copied", "interactive.link", "interactive.png"),
    *("interactive.svg", "interactive.view", "interactive.answers", "interactive.waves", "interactive.change"),
    *("interactive.interval", "interactive.beyond", "interactive.yes", "interactive.no", "interactive.not_known"),
    *("interactive.no_change", "interactive.total", "interactive.answer", "interactive.respondents"),
    *("interactive.verdicts", "interactive.about", "interactive.notes", "interactive.method", "interactive.left"),
    *("interactive.language", "interactive.synthetic", "interactive.to_questions", "interactive.points"),
    "interactive.print",
)
SAID = {
    **{key.partition(".")[2]: message(key) for key in PLAIN},
    "all_results": message("reports.all_results"),
    "here": message("pages.you_are_here"),
    "nobody": message("interactive.nothing_by"),
    "all": message("interactive.everybody"),
    "hidden": message("interactive.hidden", count=GAP),
    "from": message("interactive.from_wave"),
    "to": message("interactive.to_wave"),
    "picture_of": message("interactive.picture_of", title=GAP),
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
