"""Words of printed tables and pages in every language; words that pictures share are in ``survey.plots.texts``."""

from __future__ import annotations

from survey.plots import texts as shared
from survey.words import Text, say

TEXTS: dict[str, Text] = {
    # heads of columns and rows
    "interval": {"en": "interval", "ru": "интервал", "be": "інтэрвал"},
    "n": {"en": "Respondents (n)", "ru": "Опрошено (n)", "be": "Апытана (n)"},
    "n_weighted": {"en": "Weighted n", "ru": "Взвешенное n", "be": "Узважанае n"},
    "n_eff": {"en": "Effective n", "ru": "Эффективное n", "be": "Эфектыўнае n"},
    "widest": {"en": "Largest ±, points", "ru": "Наибольшая ±, п. п.", "be": "Найбольшая ±, п. п."},
    "wave": {"en": "Fieldwork", "ru": "Время опроса", "be": "Час апытання"},
    "study": {"en": "study", "ru": "исследование", "be": "даследаванне"},
    "mode": {"en": "mode", "ru": "способ", "be": "спосаб"},
    "sources": {"en": "sources", "ru": "источники", "be": "крыніцы"},
    "change": {"en": "change, points", "ru": "изменение, п. п.", "be": "змяненне, п. п."},
    "beyond": {"en": "beyond error", "ru": "больше погрешности", "be": "больш за хібнасць"},
    "deff": {"en": "design effect", "ru": "дизайн-эффект", "be": "дызайн-эфект"},
    "yes": {"en": "yes", "ru": "да", "be": "так"},
    "no": {"en": "no", "ru": "нет", "be": "не"},
    "not_known": {"en": "not known", "ru": "неизвестно", "be": "невядома"},
    "target": {"en": "target, %", "ru": "цель, %", "be": "мэта, %"},
    "before": {"en": "before, %", "ru": "до, %", "be": "да, %"},
    "after": {"en": "after, %", "ru": "после, %", "be": "пасля, %"},
    "gap": {"en": "gap left, points", "ru": "разрыв, п. п.", "be": "разрыў, п. п."},
    "weighting": {"en": "Weighting", "ru": "Взвешивание", "be": "Узважванне"},
    "weights": {"en": "Weights", "ru": "Веса", "be": "Вагі"},
    "value": {"en": "value", "ru": "значение", "be": "значэнне"},
    "base_weight": {"en": "Starting weights: {name}", "ru": "Исходные веса: {name}", "be": "Зыходныя вагі: {name}"},
    "no_base_weight": {
        "en": "Starting weights: 1 for everybody",
        "ru": "Исходные веса: у всех 1",
        "be": "Зыходныя вагі: ва ўсіх 1",
    },
    "multiples": {
        "en": "Smallest and largest weight as multiples of the mean weight.",
        "ru": "Наименьший и наибольший вес — в долях среднего веса.",
        "be": "Найменшая і найбольшая вага — у долях сярэдняй вагі.",
    },
    # notes made here
    "small": {
        "en": "* Small base: read with care.",
        "ru": "* Малая база: толковать с осторожностью.",
        "be": "* Малая база: тлумачыць з асцярогай.",
    },
    "assumed": {
        "en": "† The number of respondents was not published and is assumed.",
        "ru": "† Число опрошенных не опубликовано, принято предположение.",
        "be": "† Колькасць апытаных не апублікаваная, прынята дапушчэнне.",
    },
    "derived": {
        "en": "‡ Worked out from other figures or read from an unclear text, not printed as such.",
        "ru": "‡ Вычислено по другим числам или взято из неясного текста, само не опубликовано.",
        "be": "‡ Вылічана па іншых лічбах або ўзята з няяснага тэксту, само не апублікаванае.",
    },
    "unlike": {
        "en": "Left off the line: {study} ({reason}).",
        "ru": "Вне ряда: {study} ({reason}).",
        "be": "Па-за шэрагам: {study} ({reason}).",
    },
    "no_waves": {
        "en": "No wave has a figure.",
        "ru": "Ни у одной волны нет чисел.",
        "be": "Ніводная хваля не мае лічбаў.",
    },
    # verdicts
    "reproduced": {"en": "reproduced", "ru": "воспроизведено", "be": "узноўлена"},
    "consistent": {"en": "consistent", "ru": "не противоречит", "be": "не супярэчыць"},
    "not_reproduced": {"en": "not reproduced", "ru": "не воспроизведено", "be": "не ўзноўлена"},
    "cannot_check": {"en": "cannot be checked", "ru": "проверить нельзя", "be": "праверыць нельга"},
    "verdicts": {"en": "Verdicts", "ru": "Заключения", "be": "Высновы"},
    "claim": {"en": "claim", "ru": "утверждение", "be": "сцвярджэнне"},
    "stated": {"en": "Stated", "ru": "Заявлено", "be": "Заяўлена"},
    "found": {"en": "Found", "ru": "Получено", "be": "Атрымана"},
    "assumes": {"en": "Assumes", "ru": "Допущения", "be": "Дапушчэнні"},
    "derived_figures": {
        "en": "worked out, not published as such.",
        "ru": "расчётные данные, в таком виде не опубликованы.",
        "be": "разліковыя даныя, у такім выглядзе не апублікаваныя.",
    },
    "sources_are": {"en": "Sources", "ru": "Источники", "be": "Крыніцы"},
    "details": {
        "en": "Details: {count} rows, in --format html or json",
        "ru": "Подробности: строк — {count}, в --format html или json",
        "be": "Падрабязнасці: радкоў — {count}, у --format html або json",
    },
    "rows": {
        "en": "Details: {count} rows",
        "ru": "Подробности: строк — {count}",
        "be": "Падрабязнасці: радкоў — {count}",
    },
    "checked": {"en": "Checked: {count}", "ru": "Проверено: {count}", "be": "Праверана: {count}"},
    "nothing": {"en": "Nothing to check.", "ru": "Проверять нечего.", "be": "Правяраць няма чаго."},
    "start": {"en": "from", "ru": "от", "be": "ад"},
    "end": {"en": "to", "ru": "до", "be": "да"},
    "start_figure": {"en": "figure then", "ru": "число тогда", "be": "лічба тады"},
    "end_figure": {"en": "figure later", "ru": "число позже", "be": "лічба пазней"},
    "estimate": {"en": "estimate, %", "ru": "оценка, %", "be": "ацэнка, %"},
    "difference": {"en": "difference, points", "ru": "разность, п. п.", "be": "рознасць, п. п."},
    "std_error": {"en": "standard error, points", "ru": "ст. ошибка, п. п.", "be": "ст. памылка, п. п."},
    "at_least": {"en": "at least, points", "ru": "не меньше, п. п.", "be": "не менш, п. п."},
    "at_most": {"en": "at most, points", "ru": "не больше, п. п.", "be": "не больш, п. п."},
    "fits": {"en": "fits", "ru": "сходится", "be": "сыходзіцца"},
    "breaks": {"en": "what else changed", "ru": "что ещё изменилось", "be": "што яшчэ змянілася"},
    "note": {"en": "note", "ru": "примечание", "be": "заўвага"},
    "source": {"en": "source", "ru": "источник", "be": "крыніца"},
    "verdict": {"en": "verdict", "ru": "заключение", "be": "выснова"},
    "option": {"en": "option", "ru": "вариант", "be": "варыянт"},
    "against": {"en": "against", "ru": "против", "be": "супраць"},
    "figure": {"en": "figure", "ru": "число", "be": "лічба"},
    "status": {"en": "status", "ru": "статус", "be": "статус"},
    "deff_needed": {"en": "design effect needed", "ru": "нужный дизайн-эффект", "be": "патрэбны дызайн-эфект"},
    # pages
    "pollster": {"en": "Pollster", "ru": "Кто проводил", "be": "Хто праводзіў"},
    "sponsor": {"en": "Sponsor", "ru": "Заказчик", "be": "Заказчык"},
    "fieldwork": {"en": "Fieldwork", "ru": "Время опроса", "be": "Час апытання"},
    "how": {"en": "Mode", "ru": "Способ опроса", "be": "Спосаб апытання"},
    "population": {"en": "Population", "ru": "Население", "be": "Насельніцтва"},
    "sample": {"en": "Sample", "ru": "Выборка", "be": "Выбарка"},
    "frame": {"en": "frame: {name}", "ru": "основа: {name}", "be": "аснова: {name}"},
    "probability": {"en": "drawn by chance", "ru": "вероятностная", "be": "імавернасная"},
    "quota": {"en": "quota", "ru": "квотная", "be": "квотная"},
    "opt_in": {"en": "volunteers (opt-in)", "ru": "добровольцы", "be": "добраахвотнікі"},
    "unknown": {"en": "unknown", "ru": "неизвестно", "be": "невядома"},
    "for_all": {
        "en": "For all tables of this page",
        "ru": "Ко всем таблицам страницы",
        "be": "Да ўсіх табліц старонкі",
    },
    "crosstabs": {"en": "Crosstabs", "ru": "Таблицы сопряжённости", "be": "Табліцы спалучанасці"},
    "files": {"en": "Files", "ru": "Файлы", "be": "Файлы"},
    "no_figures": {
        "en": "The study is known, but no figures of it were found.",
        "ru": "Исследование известно, но его числа не найдены.",
        "be": "Даследаванне вядомае, але яго лічбы не знойдзены.",
    },
    "results": {"en": "Results", "ru": "Результаты", "be": "Вынікі"},
    "trends": {"en": "Trends", "ru": "Динамика", "be": "Дынаміка"},
    "claims": {"en": "Publications checked", "ru": "Проверенные публикации", "be": "Правераныя публікацыі"},
    "series": {"en": "Series {name}", "ru": "Ряд {name}", "be": "Шэраг {name}"},
    "no_series": {"en": "Single studies", "ru": "Отдельные исследования", "be": "Асобныя даследаванні"},
    "with_data": {"en": "microdata", "ru": "микроданные", "be": "мікраданыя"},
    "all_results": {"en": "All results", "ru": "Все результаты", "be": "Усе вынікі"},
    "picture": {"en": "Picture: {title}", "ru": "Рисунок: {title}", "be": "Малюнак: {title}"},
}


def word(key: str, language: str, **fields: object) -> str:
    """The words called ``key`` in ``language``; words of pictures are known too."""
    return say(TEXTS[key] if key in TEXTS else shared.TEXTS[key], language).format(**fields)
