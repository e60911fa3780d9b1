"""What is known of a study, in words: for the head of its page and its line in the index."""

from __future__ import annotations

from survey.cells.samples.sample import SampleData
from survey.claims.figures.printed import figure_text
from survey.definitions.bounds import bound_sign
from survey.definitions.records.study import Study
from survey.definitions.records.when import called, when
from survey.reports.documents.trend import mode_label
from survey.weighting.told.line import shortest_line
from survey.wording.figures import whole
from survey.wording.message import Message, message, word
from survey.wording.worded import same
from survey.words import DASH, Text, say


def study_title(study: Study, language: str) -> str:
    """Its title, else the pollster and the dates, else its id."""
    return called(study)[language]


def study_when(study: Study, language: str) -> str:
    """Its dates as printed; what is not known is a dash."""
    return say(when(study.fieldwork), language) or DASH


def study_size(study: Study, language: str, sample: SampleData | None = None) -> str:
    """Respondents in the data, else the number that was published, with its qualifier."""
    if sample is not None:
        return whole(sample.n)[language]
    size = study.sample.size
    if size is None or size.value is None:
        return say(figure_text(size), language) if size else DASH
    return bound_sign(size.qualifier) + whole(size.value)[language]


def study_facts(study: Study, language: str, sample: SampleData | None) -> list[tuple[str, str]]:
    """Head and text of each fact; what is not known is said to be unknown."""
    unknown = word("reports.unknown", language)
    frame = word("reports.frame", language, name=say(study.sample.frame, language)) if study.sample.frame else ""
    drawn = (word(f"reports.{study.sample.kind}", language), say(study.sample.stated, language), frame)
    lines: list[tuple[Message, str]] = [
        (message("reports.in_commands"), study.study),
        (message("reports.pollster"), say(study.pollster, language, unknown)),
        (message("reports.sponsor"), say(study.sponsor, language)),
        (message("reports.fieldwork"), say(when(study.fieldwork), language) or unknown),
        (message("reports.how"), say(mode_label(study.mode), language)),
        (message("reports.population"), say(study.population, language, unknown)),
        (message("reports.n"), study_size(study, language, sample).replace(DASH, unknown)),
        (message("reports.sample"), ", ".join(part for part in drawn if part)),
        (message("reports.weighting"), say(_weighting(study, sample), language) or unknown),
        (message("reports.note"), say(study.note, language)),
    ]
    return [(_capital(head[language]), " ".join(text.split())) for head, text in lines if text]


def _weighting(study: Study, sample: SampleData | None) -> Text:
    if sample is not None and (brought := shortest_line(sample)) is not None:
        return brought
    if sample is not None and sample.weight is not None:
        return same(sample.weight)
    stated = study.weighting.stated or same(", ".join(study.weighting.variables))
    return message("published.unweighted") if sample is not None and not say(stated) else stated


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
