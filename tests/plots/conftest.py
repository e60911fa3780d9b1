"""Tables made by hand, and a look at a picture: is everything on the page, and does no text lie on another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from survey.definitions.records.question import Question
from survey.definitions.records.targets import Margin
from survey.plots.sheet.page import Picture
from survey.plots.sheet.style import style
from survey.tables.table import Column, Note, RowKind, StubRow, Table
from survey.weighting.record.calibration import Calibration, MarginGap
from survey.weighting.record.diagnose import diagnose

LABELS = {
    "positive": {"en": "Positive", "ru": "Положительно", "be": "Станоўча"},
    "negative": {"en": "Negative", "ru": "Отрицательно", "be": "Адмоўна"},
    "depends": {
        "en": "It depends: on who asks, on the day of the week, on what the neighbours say about the war",
        "ru": "Когда как: зависит от того, кто спрашивает, от дня недели и от того, что говорят соседи о войне",
        "be": "Калі як: залежыць ад таго, хто пытаецца, ад дня тыдня і ад таго, што кажуць суседзі пра вайну ў Украіне",
    },
    "hard_to_say": {"en": "Hard to say", "ru": "Затрудняюсь ответить", "be": "Цяжка адказаць"},
    "refused": {"en": "Refused", "ru": "Отказ от ответа", "be": "Адмова ад адказу"},
    "any": {"en": "Any answer", "ru": "Любой ответ", "be": "Любы адказ"},
    "mean": {"en": "Mean", "ru": "Среднее", "be": "Сярэдняе"},
}
KINDS: dict[str, RowKind] = {"hard_to_say": "missing", "refused": "missing", "any": "net", "mean": "mean"}
TITLE = {
    "en": "What is your attitude to the use of Belarus's territory and military infrastructure in the war?",
    "ru": "Как вы относитесь к использованию территории и военной инфраструктуры Беларуси в этой войне?",
    "be": "Як вы ставіцеся да выкарыстання тэрыторыі і ваеннай інфраструктуры Беларусі ў гэтай вайне?",
}
NOTES = (
    Note("study", {"en": "Town Hall, May 2023", "ru": "Ратуша, май 2023 г.", "be": "Ратуша, май 2023 г."}),
    Note("mode", {"en": "Mode: phone", "ru": "Способ: телефон", "be": "Спосаб: тэлефон"}),
    Note("base", {"en": "Base: all asked", "ru": "База: все опрошенные", "be": "База: усе апытаныя"}),
    Note("n", {"en": "n = 1,000", "ru": "n = 1 000", "be": "n = 1 000"}),
    Note("weighting", {"en": "Raked to sex and age", "ru": "Взвешено: пол, возраст", "be": "Узважана: пол, узрост"}),
    Note("moe", {"en": "At most ±3.4 points", "ru": "Не более ±3,4 п. п.", "be": "Не больш за ±3,4 п. п."}),
)
GROUPS = {
    "sex": ({"en": "Sex", "ru": "Пол", "be": "Пол"}, ("Men", "Women")),
    "age": ({"en": "Age", "ru": "Возраст", "be": "Узрост"}, ("18–29", "30–44", "45–59", "60+")),
    "area": ({"en": "Area", "ru": "Область", "be": "Вобласць"}, ("Магілёўская вобласць", "Minsk – the capital")),
}
ALL = Column("_total", {"en": "All", "ru": "Все", "be": "Усе"}, n=1000.0, n_weighted=1000.0, n_kish=830.0)


def make_table(
    estimate: Any, rows: Sequence[str] = (), columns: Sequence[Column] = (ALL,), *, half: float = 0.03, **parts: Any
) -> Table:
    """A table of ``estimate`` (rows × columns) with intervals of ``half`` to both sides, cut at 0 and 1."""
    shares = np.array(estimate, dtype=float).reshape(len(estimate), -1)
    names = list(rows) or [f"option_{place}" for place in range(len(shares))]
    stub = tuple(StubRow(name, LABELS.get(name, {"und": name}), KINDS.get(name, "option")) for name in names)
    is_mean = np.array([row.kind == "mean" for row in stub])[:, None]
    low, high = shares - half, shares + half
    made: dict[str, Any] = {
        "kind": "topline" if len(columns) == 1 else "crosstab",
        "study": "town",
        "question": "attitude",
        "title": TITLE,
        "stub": stub,
        "columns": tuple(columns),
        "estimate": shares,
        "std_error": np.full_like(shares, half / 2),
        "conf_low": np.where(is_mean, low, np.clip(low, 0, 1)),
        "conf_high": np.where(is_mean, high, np.clip(high, 0, 1)),
        "count": np.round(shares * 1000),
        "notes": NOTES,
    }
    return Table(**{**made, **parts})


def banner_columns() -> tuple[Column, ...]:
    """The total and eight columns in three groups, the first of the ages with few respondents."""
    found = [ALL]
    for group, (head, labels) in GROUPS.items():
        for place, label in enumerate(labels):
            n = 40.0 if label == "18–29" else 120.0 + 10 * place
            column = Column(f"{group}_{place}", {"und": label}, group, head, n, n, n / 1.2, small=n < 50)
            found.append(column)
    return tuple(found)


@pytest.fixture
def table() -> Callable[..., Table]:
    """``make_table``."""
    return make_table


@pytest.fixture
def topline() -> Table:
    """Options, kinds of missing, a net and a mean; one label too long for a line."""
    return make_table([0.29, 0.5, 0.108, 0.1, 0.002, 0.898, 3.24], list(LABELS))


@pytest.fixture
def crosstab() -> Table:
    """The same rows by three variables."""
    columns = banner_columns()
    shift = np.linspace(-0.2, 0.2, len(columns))
    shares = np.array([0.3 + shift, 0.49 - shift, np.full(len(columns), 0.108), 0.1 - shift / 4, 0.002 + shift / 4])
    shares = np.abs(shares) / np.abs(shares).sum(axis=0)
    estimate = np.vstack([shares, shares[:3].sum(axis=0), 3.2 + shift])
    return make_table(estimate, list(LABELS), columns, domains=tuple(GROUPS))


@pytest.fixture
def published() -> Table:
    """Published figures: a lower limit, a rough figure, an upper limit, an exact one and none; n unknown."""
    empty = np.full((5, 1), np.nan)
    return make_table(
        [[0.6], [0.25], [0.05], [0.008], [np.nan]],
        ["positive", "negative", "depends", "hard_to_say", "refused"],
        (Column("_total", ALL.label),),
        std_error=empty,
        conf_low=empty,
        conf_high=empty,
        count=empty,
        bound=(("more than",), ("about",), ("at most",), ("",), ("",)),
    )


@pytest.fixture
def weighting() -> Calibration:
    """A weighting on one crossing and one variable."""
    sex = {"m": {"label": {"en": "Men", "ru": "Мужчины", "be": "Мужчыны"}}, "f": {"label": {"en": "Women"}}}
    options = {"sex": sex, "age": {"a": "18–59", "b": "60+"}}
    questions = {
        name: Question.model_validate({"question": name, "title": GROUPS[name][0], "options": found})
        for name, found in options.items()
    }
    shares = {"m": {"a": 0.35, "b": 0.1}, "f": {"a": 0.4, "b": 0.15}}
    margins = {
        "sex_by_age": Margin.model_validate({"variables": ["sex", "age"], "shares": shares}),
        "age": Margin.model_validate({"variables": ["age"], "shares": {"a": 0.75, "b": 0.25}}),
    }
    gaps = tuple(
        MarginGap(name, cell, share, share + off, share + off / 100, 100 + place)
        for name, margin in margins.items()
        for place, ((cell, share), off) in enumerate(zip((margin.shares or {}).items(), (0.04, -0.03, -0.02, 0.01)))
    )
    found = diagnose(np.linspace(0.5, 2, 400), trimmed=3, iterations=9)
    return Calibration("rake", "town_2019", ("office",), margins, questions, None, "weight", gaps, found)


@pytest.fixture
def look() -> Callable[[Picture], list[str]]:
    """What is wrong with a picture: texts beyond the page, texts on each other."""
    return _faults


def _faults(figure: Picture) -> list[str]:
    with style():
        figure.canvas.draw()
        placed = [(text.get_text(), text.get_window_extent()) for text in _texts(figure)]
    page, faults = figure.bbox, []
    for letters, box in placed:
        if box.x0 < page.x0 or box.x1 > page.x1 or box.y0 < page.y0 or box.y1 > page.y1:
            faults.append(f"beyond the page: {letters}")
    # a quarter off above and below: lines of one text may touch, letters may not
    boxes = [(letters, box.x0, box.x1, box.y0 + box.height / 4, box.y1 - box.height / 4) for letters, box in placed]
    for place, (one, left, right, low, high) in enumerate(boxes):
        for other, left2, right2, low2, high2 in boxes[place + 1 :]:
            if left < right2 and left2 < right and low < high2 and low2 < high:
                faults.append(f"on each other: {one} | {other}")
    return faults


def _texts(figure: Picture) -> list[Any]:
    """All that is written, but for the pale mark across synthetic data and ticks outside the axis."""
    found = [text for text in figure.texts if text.get_gid() != "synthetic"]
    for axes in figure.axes:
        found += [*axes.texts, axes.xaxis.label, axes.yaxis.label]
        for axis, ends in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            low, high = sorted(ends)
            ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
            found += [label for place, label in ticks if low - 1e-9 <= place <= high + 1e-9]
    return [text for text in found if text.get_text() and text.get_visible()]
