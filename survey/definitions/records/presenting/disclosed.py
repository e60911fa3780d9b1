"""What a study says of itself beyond its other keys: items of the disclosure standards of AAPOR (April 2021)."""

from __future__ import annotations

from survey.definitions.records.values import Record, Text


class Disclosed(Record):
    """Each a text for readers. ``funding``: where it is not the sponsor's. ``recruitment``: how respondents were found
    and asked; ``eligibility``, ``incentives``, ``languages``: of interviews. ``geography``: where the population lives.
    ``response``: rate or participation, and how it was counted. ``quality``: how data were checked; ``processing``: how
    they were edited, coded, imputed. ``instructions``: what interviewers or respondents read beside the questions.
    ``limitations``; ``contact``: whom to ask."""

    funding: Text | None = None
    recruitment: Text | None = None
    eligibility: Text | None = None
    incentives: Text | None = None
    languages: Text | None = None
    geography: Text | None = None
    response: Text | None = None
    quality: Text | None = None
    processing: Text | None = None
    instructions: Text | None = None
    limitations: Text | None = None
    contact: Text | None = None
