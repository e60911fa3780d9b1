"""Small results made by hand, one of each kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from survey.claims.answers.verdict import Verdict
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Margin
from survey.tables.table import Column, Note, StubRow, Table
from survey.trends.change import ChangeRow, Changes
from survey.trends.series import Break, Trend, TrendPoint
from survey.weighting.record.calibration import Calibration, MarginGap, WeightDiagnostics
from survey.wording.dates import Dates
from survey.wording.worded import same
from survey.words import FIGURES, TOTAL, Text

NAN = float("nan")
DATES = {
    "Sep 2018": Dates("2018-09", "2018-09"),
    "Aug 2019": Dates("2019-08", "2019-08"),
    "18-31 Dec 2019": Dates("2019-12-18", "2019-12-31"),
    "5-8 Nov 2020": Dates("2020-11-05", "2020-11-08"),
}
LABELS: dict[str, Text] = {
    "russia": {"en": "Union with Russia", "ru": "Союз с Россией", "be": "Саюз з Расіяй"},
    "eu": {"en": "European Union", "ru": "Европейский союз", "be": "Еўрапейскі саюз"},
    "hard": {"en": "Hard to say", "ru": "Затрудняюсь ответить", "be": "Цяжка адказаць"},
}
REGIONS = ("Брестская", "Витебская", "Гомельская", "Гродненская", "Минская", "Могилёвская", "город Минск")


def note(key: str, text: str) -> Note:
    return Note(key, {"en": f"{text}.", "ru": f"{text} (по-русски).", "be": f"{text} (па-беларуску)."})


def record(study: str, question: str, option: str, domains: dict[str, str], value: float) -> dict[str, Any]:
    values = (value, 0.015, value - 0.03, value + 0.03, 1.1, 1000.0, 1000.0, 909.0, 998.0)
    figures = dict(zip(FIGURES, values, strict=True))
    return {"study": study, "question": question, "option": option, **domains, **figures}


@pytest.fixture
def topline() -> Table:
    """Three shares with intervals, don't know, from microdata."""
    estimate = np.array([[0.29], [0.618], [0.092]])
    return Table(
        kind="topline",
        study="wave",
        question="alliance",
        title={"en": "Which union?", "ru": "Какой союз?", "be": "Які саюз?"},
        stub=tuple(StubRow(key, label, "missing" if key == "hard" else "option") for key, label in LABELS.items()),
        columns=(Column(TOTAL, {"en": "Total"}, n=1000, n_weighted=1000, n_kish=909),),
        estimate=estimate,
        std_error=np.full((3, 1), 0.015),
        conf_low=estimate - 0.03,
        conf_high=estimate + 0.03,
        count=np.array([[290.0], [618.0], [92.0]]),
        notes=(note("wording", "In which union would you live"), note("base", "Base: everybody asked")),
        records=tuple(record("wave", "alliance", key, {}, float(estimate[i, 0])) for i, key in enumerate(LABELS)),
    )


@pytest.fixture
def published() -> Table:
    """Figures as printed: one decimal, none, a limit, and one that was not printed."""
    estimate = np.array([[0.618], [0.29], [0.6], [NAN]])
    interval = np.array([[0.03], [0.03], [NAN], [NAN]])
    return Table(
        kind="topline",
        study="poll",
        question="infrastructure",
        title={"en": "Use of territory"},
        stub=tuple(StubRow(name, {"en": name.title()}) for name in ("negative", "positive", "limit", "unprinted")),
        columns=(Column(TOTAL, {"en": "Total"}, n=1000, n_kish=1000),),
        estimate=estimate,
        std_error=interval / 2,
        conf_low=estimate - interval,
        conf_high=estimate + interval,
        count=np.full((4, 1), NAN),
        notes=(note("n", "n = 1000 as published"),),
        bound=(("",), ("",), ("more than",), ("",)),
        records=(record("poll", "infrastructure", "negative", {}, 0.618),),
    )


@pytest.fixture
def crosstab() -> Table:
    """Two answers by sex and seven regions, one of which is small; invented data."""
    columns = [Column(TOTAL, {"en": "Total", "ru": "Всего", "be": "Усе"}, n=800, n_weighted=800, n_kish=700)]
    for name in ("female", "male"):
        columns.append(Column(name, {"en": name}, "sex", {"en": "Sex", "ru": "Пол", "be": "Пол"}, 400, 400, 350))
    for place, name in enumerate(REGIONS):
        head = {"en": "Region of residence", "ru": "Область проживания", "be": "Вобласць пражывання"}
        small = place == 2
        columns.append(Column(f"r{place}", {"und": name}, "region", head, 20 if small else 130, 130, 110, small))
    estimate = np.linspace(0.3, 0.6, 2 * len(columns)).reshape(2, len(columns))
    estimate[1, 3] = NAN
    domains = [{"sex": TOTAL, "region": TOTAL}]
    domains += [{"sex": column.id, "region": TOTAL} for column in columns[1:3]]
    domains += [{"sex": TOTAL, "region": column.id} for column in columns[3:]]
    names = list(LABELS)[:2]
    return Table(
        kind="crosstab",
        study="wave",
        question="alliance",
        title={"en": "Which union?", "ru": "Какой союз?", "be": "Які саюз?"},
        stub=tuple(StubRow(name, LABELS[name]) for name in names),
        columns=tuple(columns),
        estimate=estimate,
        std_error=np.full(estimate.shape, 0.02),
        conf_low=estimate - 0.04,
        conf_high=estimate + 0.04,
        count=np.full(estimate.shape, 40.0),
        notes=(note("weighting", "Weighting: raked to sex, region"),),
        domains=("sex", "region"),
        synthetic=True,
        records=tuple(
            record("wave", "alliance", name, domain, float(estimate[i, j]))
            for i, name in enumerate(names)
            for j, domain in enumerate(domains)
        ),
    )


def point(study: str, when: str, option: str, estimate: float, **fields: Any) -> TrendPoint:
    known = estimate == estimate and not fields.get("bound")
    return TrendPoint(
        study=study,
        date=f"{when[-4:]}-07-01",
        when=when,
        dates=DATES[when],
        option=option,
        estimate=estimate,
        std_error=0.015 if known else NAN,
        conf_low=estimate - 0.03 if known else NAN,
        conf_high=estimate + 0.03 if known else NAN,
        deff=1.0,
        n=1000.0,
        n_weighted=NAN,
        n_eff=1000.0,
        df=NAN,
        **{"mode": "phone", "sources": ("nn_1", "rp_2"), "series": "baw", **fields},
    )


@pytest.fixture
def trend() -> Trend:
    """Three waves: a limit, a figure with an assumed n that was worked out, and one after a break of mode."""
    points = (
        point("baw_1", "Sep 2018", "russia", 0.63, bound="slightly more than", mode="face_to_face"),
        point("baw_2", "18-31 Dec 2019", "russia", 0.404, n_assumed=True, status="derived", mode="face_to_face"),
        point("baw_2", "18-31 Dec 2019", "eu", 0.32, mode="face_to_face"),
        point("baw_3", "5-8 Nov 2020", "russia", 0.4),
        point("baw_3", "5-8 Nov 2020", "eu", 0.33),
    )
    extra = ("date", "when", "mode", "bound", "status", "n_assumed", "sources")
    return Trend(
        question="alliance",
        title={"en": "Alliance", "ru": "Союз", "be": "Саюз"},
        series=("baw",),
        options=("russia", "eu"),
        option_labels=LABELS,
        points=points,
        breaks=(Break("baw_2", "baw_3", "2020-05-01", ("mode",), {"en": "face-to-face → phone"}),),
        unlike=(("baw_9", "other options"),),
        notes=(note("method", "95% logit intervals"),),
        records=tuple(
            record(one.study, "alliance", one.option, {}, one.estimate) | {key: getattr(one, key) for key in extra}
            for one in points
        ),
    )


@pytest.fixture
def changes() -> Changes:
    """One option down beyond error, one whose error is not known."""
    rows = (
        ChangeRow("russia", LABELS["russia"], 0.545, 0.4, -0.145, 0.022, -0.188, -0.102, 1000, 1008, 1.0, True),
        ChangeRow("eu", LABELS["eu"], 0.25, 0.33, 0.08, NAN, NAN, NAN, 1000, 1008, NAN, None),
        ChangeRow("hard", LABELS["hard"], 0.63, 0.4, NAN, NAN, NAN, NAN, 1000, 1008, NAN, None, "≤ −23", "at least"),
    )
    return Changes(
        question="alliance",
        title={"en": "Alliance", "ru": "Союз", "be": "Саюз"},
        start="baw_1",
        end="baw_3",
        dates=(DATES["Aug 2019"], DATES["5-8 Nov 2020"]),
        rows=rows,
        notes=(note("method", "Two independent samples"),),
        records=(record("baw_3", "alliance", "russia", {}, -0.145) | {"start": "baw_1", "beyond": True},),
    )


@pytest.fixture
def verdicts() -> tuple[Verdict, ...]:
    """One of each kind; one with details, one that looks like a formula and like HTML."""
    details = (
        {"start": "baw_1", "end": "baw_3", "start_figure": "54.5", "end_figure": "40", "estimate": -0.145,
         "conf_low": -0.188, "conf_high": -0.102, "fits": "reproduced", "note": ""},
        {"start": "baw_2", "end": "baw_3", "start_figure": "40.4", "end_figure": "40", "estimate": -0.004,
         "conf_low": -0.04, "conf_high": 0.03, "fits": "overstated", "note": ""},
    )  # fmt: skip
    return (
        Verdict("one", "not_reproduced", same("61.8 is not two-thirds."), quote=same("two-thirds opposed"),
                stated=same("two-thirds"), found=same("61.8"), assumptions=(same("n = 1000 as published"),),
                sources=("nn_1",), study="poll",
                figures={"estimate": 0.618, "std_error": 0.0154, "conf_low": 0.587, "conf_high": 0.648, "n": 1000.0}),
        Verdict("two", "reproduced", same("11 against 11.1: equal."), stated=same("11"), found=same("11.1")),
        Verdict("three", "overstated", same("Fits 1 of 2 pairs."), details=details,
                inference="depends_on_the_design_effect", deff_flips=1.03),
        Verdict("four", "cannot_be_checked", same("=No study is named."), quote=same("<script>alert(1)</script>")),
        Verdict("five", "reproduced", same("Ahead, not certainly."), inference="within_error", about="population"),
    )  # fmt: skip


@pytest.fixture
def calibration() -> Calibration:
    """Raked to one margin."""
    sex = Question.model_validate(
        {"question": "sex", "title": {"en": "Sex", "ru": "Пол", "be": "Пол"}, "options": {"1": "Male", "2": "Female"}}
    )
    margin = Margin.model_validate({"variables": ["sex"], "counts": {"1": 45, "2": 55}})
    return Calibration(
        method="rake",
        targets="town",
        sources=("census",),
        margins={"sex": margin},
        variables={"sex": sex},
        base_weight=None,
        weight="weight",
        gaps=(MarginGap("sex", ("1",), 0.45, 0.4, 0.45, 24), MarginGap("sex", ("2",), 0.55, 0.6, 0.55, 36)),
        diagnostics=WeightDiagnostics(60, 0.9, 1.2, 1.0, 1.05, 57.1, 0.1297, iterations=4),
        trim=(None, 5.0),
        notes=(same("margins were scaled by 1.002"),),
    )


@pytest.fixture
def results(
    topline: Table,
    published: Table,
    crosstab: Table,
    trend: Trend,
    changes: Changes,
    verdicts: tuple[Verdict, ...],
    calibration: Calibration,
) -> dict[str, Any]:
    """Everything that can be rendered."""
    return {
        "topline": topline,
        "published": published,
        "crosstab": crosstab,
        "several": [topline, crosstab, published],
        "trend": trend,
        "changes": changes,
        "verdicts": verdicts,
        "nothing": (),
        "weighting": calibration,
    }
