"""Words of printed tables and pages in every language; words that pictures share are in ``survey.plots.texts``."""

from __future__ import annotations

from survey.plots import texts as shared
from survey.words import Text, say

TEXTS: dict[str, Text] = {
    # heads of columns and rows
    "interval": {"en": "interval", "ru": "интервал", "be": "інтэрвал"},
    "n": {"en": "Respondents (n)", "ru": "Опрошено (n)", "be": "Апытана (n)"},
    "n_weighted": {"en": "Weighted n", "ru": "Взвешенное n", "be": "Узважанае n"},
    "n_kish": {"en": "Effective base (Kish)", "ru": "Эффективная база (Киш)", "be": "Эфектыўная база (Кіш)"},
    "widest": {"en": "Largest ±, points", "ru": "Наибольшая ±, п. п.", "be": "Найбольшая ±, п. п."},
    "wave": {"en": "Fieldwork", "ru": "Время опроса", "be": "Час апытання"},
    "study": {"en": "study", "ru": "исследование", "be": "даследаванне"},
    "mode": {"en": "mode", "ru": "способ", "be": "спосаб"},
    "mode_unknown": {"en": "mode not stated", "ru": "способ не указан", "be": "спосаб не пазначаны"},
    "sources": {"en": "sources", "ru": "источники", "be": "крыніцы"},
    "change": {"en": "change, points", "ru": "изменение, п. п.", "be": "змяненне, п. п."},
    "beyond": {"en": "beyond error", "ru": "больше погрешности", "be": "больш за хібнасць"},
    "deff": {"en": "design effect", "ru": "дизайн-эффект", "be": "дызайн-эфект"},
    "yes": {"en": "yes", "ru": "да", "be": "так"},
    "no": {"en": "no", "ru": "нет", "be": "не"},
    "not_certain": {"en": "not certain", "ru": "не наверняка", "be": "не напэўна"},
    "not_known": {"en": "not known", "ru": "неизвестно", "be": "невядома"},
    "target": {"en": "target, %", "ru": "цель, %", "be": "мэта, %"},
    "before": {"en": "before, %", "ru": "до, %", "be": "да, %"},
    "after": {"en": "after, %", "ru": "после, %", "be": "пасля, %"},
    "gap": {"en": "gap left, points", "ru": "разрыв, п. п.", "be": "разрыў, п. п."},
    "weighting": {"en": "Weighting", "ru": "Взвешивание", "be": "Узважванне"},
    "weights": {"en": "Weights", "ru": "Веса", "be": "Вагі"},
    "value": {"en": "value", "ru": "значение", "be": "значэнне"},
    "error": {"en": "std. error", "ru": "ст. ошибка", "be": "ст. памылка"},
    "statistic": {"en": "statistic", "ru": "статистика", "be": "статыстыка"},
    "df": {"en": "degrees of freedom", "ru": "степени свободы", "be": "ступені свабоды"},
    "base_weight": {"en": "Starting weights: {name}", "ru": "Исходные веса: {name}", "be": "Зыходныя вагі: {name}"},
    "no_base_weight": {
        "en": "Starting weights: 1 for everybody",
        "ru": "Исходные веса: у всех 1",
        "be": "Зыходныя вагі: ва ўсіх 1",
    },
    "multiples": {
        "en": "Weights as multiples of their mean.",
        "ru": "Веса — по отношению к среднему весу.",
        "be": "Вагі — у адносінах да сярэдняй вагі.",
    },
    "percentile": {
        "en": "{percent}% of the weights are below",
        "ru": "{percent}% весов ниже",
        "be": "{percent}% ваг ніжэй за",
    },
    "efficiency": {"en": "efficiency of the weights, %", "ru": "эффективность весов, %", "be": "эфектыўнасць ваг, %"},
    "zero_weights": {"en": "weights of 0", "ru": "нулевых весов", "be": "нулявых ваг"},
    "asmd_before": {"en": "ASMD before", "ru": "ASMD до", "be": "ASMD да"},
    "asmd_after": {"en": "ASMD after", "ru": "ASMD после", "be": "ASMD пасля"},
    "mean_asmd": {"en": "mean of the ASMD", "ru": "среднее ASMD", "be": "сярэдняе ASMD"},
    "asmd_is": {
        "en": "ASMD: absolute difference of the share from the target, divided by the target’s standard deviation "
        "√(p(1−p)); of a mean by the standard deviation in the sample. Below 0.1 is usually called balanced.",
        "ru": "ASMD — модуль разности доли и целевого значения, делённый на стандартное отклонение √(p(1−p)) "
        "целевого значения; для среднего — на стандартное отклонение в выборке. Ниже 0,1 обычно считают балансом.",
        "be": "ASMD — модуль рознасці долі і мэтавага значэння, падзелены на стандартнае адхіленне √(p(1−p)) "
        "мэтавага значэння; для сярэдняга — на стандартнае адхіленне ў выбарцы. Ніжэй за 0,1 звычайна лічаць "
        "балансам.",
    },
    "outside_margin": {
        "en": "no answer or another, left out",
        "ru": "нет ответа или иной, не учтены",
        "be": "няма адказу або іншы, не ўлічаныя",
    },
    "margin_left_out": {
        "en": "Not compared: {name}; the sample does not have: {reason}.",
        "ru": "Не сравнивалось: {name}; в выборке нет: {reason}.",
        "be": "Не параўноўвалася: {name}; у выбарцы няма: {reason}.",
    },
    "statement": {"en": "How the data were weighted", "ru": "Как взвешены данные", "be": "Як узважаныя даныя"},
    "internal": {
        "en": "INTERNAL, NOT FOR PUBLICATION.",
        "ru": "ДЛЯ ВНУТРЕННЕГО ПОЛЬЗОВАНИЯ, НЕ ПУБЛИКОВАТЬ.",
        "be": "ДЛЯ ЎНУТРАНАГА КАРЫСТАННЯ, НЕ ПУБЛІКАВАЦЬ.",
    },
    "profiles": {
        "en": "Respondents with the most extreme weights",
        "ru": "Опрошенные с самыми крайними весами",
        "be": "Апытаныя з самымі крайнімі вагамі",
    },
    "times_mean": {"en": "× mean", "ru": "× среднее", "be": "× сярэдняе"},
    "weight_head": {"en": "weight", "ru": "вес", "be": "вага"},
    "no_answer": {"en": "No answer", "ru": "Нет ответа", "be": "Няма адказу"},
    "unknown_code": {"en": "Other code", "ru": "Другой код", "be": "Іншы код"},
    # several weightings
    "schemes": {
        "en": "{title}: weightings compared",
        "ru": "{title}: сравнение схем взвешивания",
        "be": "{title}: параўнанне схем узважвання",
    },
    "scheme_change": {"en": "change, points", "ru": "изменение, п. п.", "be": "змяненне, п. п."},
    "scheme_error": {"en": "SE, points", "ru": "ст. ошибка, п. п.", "be": "ст. памылка, п. п."},
    "scheme_deff": {"en": "Design effect (Kish)", "ru": "Дизайн-эффект (Киш)", "be": "Дызайн-эфект (Кіш)"},
    "scheme_moe": {"en": "Largest ±, points", "ru": "Наибольшая ±, п. п.", "be": "Найбольшая ±, п. п."},
    "scheme_note": {
        "en": "Change: minus the figure of “{name}”. Both are of the same respondents, so the change is exact for this "
        "sample and has no sampling error of its own here. SE: standard error under each weighting. Row of means: "
        "mean, its standard error and its change in the unit of the question.",
        "ru": "Изменение — по отношению к схеме «{name}». Опрошенные одни и те же, поэтому для этой выборки изменение "
        "точное, своей ошибки выборки у него здесь нет. Ст. ошибка — при данном взвешивании. Строка "
        "средних: среднее, его ошибка и изменение — в единицах вопроса.",
        "be": "Змяненне — у адносінах да схемы «{name}». Апытаныя адны і тыя ж, таму для гэтай выбаркі змяненне "
        "дакладнае, сваёй памылкі выбаркі ў яго тут няма. Ст. памылка — пры гэтым узважванні. Радок "
        "сярэдніх: сярэдняе, яго памылка і змяненне — у адзінках пытання.",
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
    # verdicts
    "reproduced": {"en": "reproduced", "ru": "воспроизведено", "be": "узноўлена"},
    "overstated": {"en": "overstated", "ru": "завышено", "be": "завышана"},
    "understated": {"en": "understated", "ru": "занижено", "be": "заніжана"},
    "not_reproduced": {"en": "not reproduced", "ru": "не воспроизведено", "be": "не ўзноўлена"},
    "impossible": {"en": "impossible", "ru": "невозможно", "be": "немагчыма"},
    "cannot_be_checked": {"en": "cannot be checked", "ru": "проверить нельзя", "be": "праверыць нельга"},
    "uncertain": {
        "en": "certainty asserted and not given",
        "ru": "заявлена уверенность, которой нет",
        "be": "заяўлена ўпэўненасць, якой няма",
    },
    "inference": {"en": "sampling error", "ru": "ошибка выборки", "be": "памылка выбаркі"},
    "beyond_error": {
        "en": "beyond sampling error",
        "ru": "за пределами ошибки выборки",
        "be": "па-за межамі памылкі выбаркі",
    },
    "within_error": {
        "en": "within sampling error",
        "ru": "в пределах ошибки выборки",
        "be": "у межах памылкі выбаркі",
    },
    "depends_on_the_design_effect": {
        "en": "depends on the design effect",
        "ru": "зависит от дизайн-эффекта",
        "be": "залежыць ад дызайн-эфекту",
    },
    "flips": {
        "en": "{inference} (flips at about {deff})",
        "ru": "{inference} (меняется при значении около {deff})",
        "be": "{inference} (мяняецца пры значэнні каля {deff})",
    },
    "verdicts": {"en": "Verdicts", "ru": "Заключения", "be": "Высновы"},
    "claim": {"en": "claim", "ru": "утверждение", "be": "сцвярджэнне"},
    "stated": {"en": "Stated", "ru": "Заявлено", "be": "Заяўлена"},
    "stated_share": {"en": "stated, %", "ru": "заявлено, %", "be": "заяўлена, %"},
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
    "fidelity": {"en": "quoted", "ru": "цитата", "be": "цытата"},
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
