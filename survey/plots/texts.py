"""The few words that pictures add to what tables say, and how figures are written in each language."""

from __future__ import annotations

import math

from survey.definitions.records.values import LOWER_BOUNDS, UPPER_BOUNDS
from survey.words import DASH, Text, in_figures, say

TEXTS: dict[str, Text] = {
    "synthetic": {"en": "SYNTHETIC DATA", "ru": "СИНТЕТИЧЕСКИЕ ДАННЫЕ", "be": "СІНТЭТЫЧНЫЯ ДАНЫЯ"},
    "interval": {
        "en": "Thin lines: confidence interval.",
        "ru": "Тонкие линии — доверительный интервал.",
        "be": "Тонкія лініі — даверны інтэрвал.",
    },
    "no_interval": {
        "en": "No interval: the number of respondents is not known.",
        "ru": "Интервала нет: число опрошенных неизвестно.",
        "be": "Інтэрвалу няма: колькасць апытаных невядомая.",
    },
    "some_without_interval": {
        "en": "Figures without a thin line have no interval.",
        "ru": "У чисел без тонкой линии интервала нет.",
        "be": "У лічбаў без тонкай лініі інтэрвалу няма.",
    },
    "bound": {
        "en": "Open marks with an arrow: only a limit was published.",
        "ru": "Пустые знаки со стрелкой: опубликована только граница.",
        "be": "Пустыя знакі са стрэлкай: апублікаваная толькі мяжа.",
    },
    "bound_hatched": {
        "en": "Hatched: only a limit was published.",
        "ru": "Штриховка: опубликована только граница.",
        "be": "Штрыхоўка: апублікаваная толькі мяжа.",
    },
    "small": {
        "en": "* Few respondents: read with care.",
        "ru": "* Мало опрошенных: толковать с осторожностью.",
        "be": "* Мала апытаных: тлумачыць з асцярогай.",
    },
    "left_out": {"en": "Not published", "ru": "Не опубликовано", "be": "Не апублікавана"},
    "not_hundred": {
        "en": "Printed shares make {total}%.",
        "ru": "Сумма опубликованных долей — {total}%.",
        "be": "Сума апублікаваных доляў — {total}%.",
    },
    "mean": {"en": "{label}: {value}", "ru": "{label}: {value}", "be": "{label}: {value}"},
    "respondents": {"en": "respondents", "ru": "респонденты", "be": "рэспандэнты"},
    "weights": {"en": "Weights", "ru": "Веса", "be": "Вагі"},
    "weight_axis": {
        "en": "weight as a multiple of the mean weight",
        "ru": "вес по отношению к среднему",
        "be": "вага ў адносінах да сярэдняй",
    },
    "mean_weight": {"en": "mean", "ru": "среднее", "be": "сярэдняе"},
    "minimum": {"en": "smallest", "ru": "наименьший", "be": "найменшая"},
    "maximum": {"en": "largest", "ru": "наибольший", "be": "найбольшая"},
    "deff": {"en": "design effect (Kish)", "ru": "дизайн-эффект (Киш)", "be": "дызайн-эфект (Кіш)"},
    "n": {"en": "respondents (n)", "ru": "опрошено (n)", "be": "апытана (n)"},
    "n_kish": {"en": "effective base (Kish)", "ru": "эффективная база (Киш)", "be": "эфектыўная база (Кіш)"},
    "moe": {
        "en": "largest margin of error of a share ({level}%)",
        "ru": "наибольшая погрешность доли ({level}%)",
        "be": "найбольшая хібнасць долі ({level}%)",
    },
    "points": {"en": "{value} points", "ru": "{value} п. п.", "be": "{value} п. п."},
    "trimmed": {"en": "trimmed", "ru": "урезано", "be": "урэзана"},
    "zero": {"en": "weights of 0 (not drawn)", "ru": "нулевых весов (не показаны)", "be": "нулявых ваг (не паказаныя)"},
    "iterations": {"en": "rounds of raking", "ru": "итераций", "be": "ітэрацый"},
    "gaps": {
        "en": "The sample against the population, before and after weighting",
        "ru": "Выборка и население: до и после взвешивания",
        "be": "Выбарка і насельніцтва: да і пасля ўзважвання",
    },
    "before": {"en": "before weighting", "ru": "до взвешивания", "be": "да ўзважвання"},
    "after": {"en": "after weighting", "ru": "после взвешивания", "be": "пасля ўзважвання"},
    "gap_axis": {
        "en": "share in the sample minus share in the population, points",
        "ru": "доля в выборке минус доля в населении, п. п.",
        "be": "доля ў выбарцы мінус доля ў насельніцтве, п. п.",
    },
    "target": {"en": "population, %", "ru": "население, %", "be": "насельніцтва, %"},
    "break_mode": {"en": "mode", "ru": "способ опроса", "be": "спосаб апытання"},
    "break_wording": {"en": "wording", "ru": "формулировка", "be": "фармулёўка"},
    "break_options": {"en": "options", "ru": "варианты ответа", "be": "варыянты адказу"},
    "break_population": {"en": "population", "ru": "население", "be": "насельніцтва"},
    "break_pollster": {"en": "pollster", "ru": "опросная служба", "be": "апытальная служба"},
    "break_sample": {"en": "sample", "ru": "выборка", "be": "выбарка"},
    "break_weighting": {"en": "weighting", "ru": "взвешивание", "be": "узважванне"},
    "break_order": {"en": "order of questions", "ru": "порядок вопросов", "be": "парадак пытанняў"},
    "break_labels": {"en": "words of answers", "ru": "слова ответов", "be": "словы адказаў"},
    "break_base": {"en": "base", "ru": "база", "be": "база"},
    "break_series": {"en": "series", "ru": "ряд", "be": "шэраг"},
    "breaks": {
        "en": "Lines do not cross a dashed mark: something other than opinion changed there.",
        "ru": "Линии не пересекают пунктир: там изменилось не только мнение.",
        "be": "Лініі не перасякаюць пункцір: там змянілася не толькі меркаванне.",
    },
    "break_band": {
        "en": "Grey band: the change happened somewhere in it, and waves inside are joined to neither side.",
        "ru": "Серая полоса: изменение произошло где-то в ней, волны внутри не соединены ни с одной стороной.",
        "be": "Шэрая паласа: змена адбылася недзе ў ёй, хвалі ўнутры не злучаныя ні з адным бокам.",
    },
    "assumed": {
        "en": "Pale interval: the number of respondents was not published and is assumed.",
        "ru": "Бледный интервал: число опрошенных не опубликовано, принято предположение.",
        "be": "Бледны інтэрвал: колькасць апытаных не апублікаваная, прынята дапушчэнне.",
    },
    "year_only": {
        "en": "A level bar spans a wave known only by its year.",
        "ru": "Горизонтальная черта: известен только год опроса.",
        "be": "Гарызантальная рыса: вядомы толькі год апытання.",
    },
    "undated": {
        "en": "Not drawn, no date: {names}.",
        "ru": "Не показаны, нет даты: {names}.",
        "be": "Не паказаныя, няма даты: {names}.",
    },
    "no_interval_design": {
        "en": "No interval: the design leaves no degrees of freedom for one.",
        "ru": "Интервала нет: у плана выборки не осталось степеней свободы.",
        "be": "Інтэрвалу няма: у плана выбаркі не засталося ступеняў свабоды.",
    },
    "total_band": {
        "en": "Dashed line and band: all, with confidence interval.",
        "ru": "Пунктир и полоса — все опрошенные с доверительным интервалом.",
        "be": "Пункцір і паласа — усе апытаныя з даверным інтэрвалам.",
    },
    "total_line": {"en": "Dashed line: all.", "ru": "Пунктир — все опрошенные.", "be": "Пункцір — усе апытаныя."},
    "bar_n": {"en": "n", "ru": "n", "be": "n"},
    "bar_moe": {"en": "±", "ru": "±", "be": "±"},
    "bar_moe_note": {
        "en": "n: respondents in the bar. ±: half of the widest confidence interval in the bar, points.",
        "ru": "n — опрошенных в полосе. ± — половина самого широкого доверительного интервала в полосе, п. п.",
        "be": "n — апытаных у паласе. ± — палова самага шырокага давернага інтэрвалу ў паласе, п. п.",
    },
    "bar_n_note": {
        "en": "n: respondents in the bar.",
        "ru": "n — опрошенных в полосе.",
        "be": "n — апытаных у паласе.",
    },
    "unstacked": {
        "en": "Shares of a bar make more than 100%, so they are drawn as marks on one line and not stacked.",
        "ru": "Доли в сумме дают больше 100%, поэтому они показаны знаками на одной линии, а не сложены.",
        "be": "Долі ў суме даюць больш за 100%, таму яны паказаныя знакамі на адной лініі, а не складзеныя.",
    },
    "kish_only": {
        "en": "The design effect here is that of unequal weights alone, without strata and clusters.",
        "ru": "Дизайн-эффект здесь — только от неравных весов, без страт и кластеров.",
        "be": "Дызайн-эфект тут — толькі ад няроўных ваг, без страт і кластараў.",
    },
    "forest_filled": {
        "en": "A filled mark: the interval leaves out {value}.",
        "ru": "Закрашенный знак: {value} вне интервала.",
        "be": "Зафарбаваны знак: {value} па-за інтэрвалам.",
    },
    "targets": {"en": "targets: {name}", "ru": "целевые доли: {name}", "be": "мэтавыя долі: {name}"},
    "sources": {"en": "Sources: {names}", "ru": "Источники: {names}", "be": "Крыніцы: {names}"},
    "rake": {"en": "Raking", "ru": "Итеративное взвешивание (рейкинг)", "be": "Ітэратыўнае ўзважванне (рэйкінг)"},
    "poststratify": {"en": "Post-stratification", "ru": "Постстратификация", "be": "Постстратыфікацыя"},
    "calibrate": {"en": "Calibration", "ru": "Калибровка", "be": "Каліброўка"},
    "weight_column": {"en": "weight: {name}", "ru": "вес: {name}", "be": "вага: {name}"},
    "middle": {"en": "90% of the weights lie between", "ru": "90% весов лежат между", "be": "90% ваг ляжаць паміж"},
    "gini": {"en": "Gini coefficient", "ru": "коэффициент Джини", "be": "каэфіцыент Джыні"},
    "top_tenth": {
        "en": "weight of the tenth with the largest weights",
        "ru": "вес десятой части с наибольшими весами",
        "be": "вага дзясятай часткі з найбольшымі вагамі",
    },
    "unused": {
        "en": "not used in weighting",
        "ru": "не использовано при взвешивании",
        "be": "не скарыстана пры ўзважванні",
    },
    "love": {
        "en": "How far the sample is from the population, before and after weighting",
        "ru": "Насколько выборка отличается от населения: до и после взвешивания",
        "be": "Наколькі выбарка адрозніваецца ад насельніцтва: да і пасля ўзважвання",
    },
    "love_axis": {
        "en": "difference from the population in standard deviations (ASMD)",
        "ru": "отличие от населения в стандартных отклонениях (ASMD)",
        "be": "адрозненне ад насельніцтва ў стандартных адхіленнях (ASMD)",
    },
    "love_note": {
        "en": "ASMD: |share − population| / √(p(1−p)), p the population’s share; left of the dashed line (0.1) the "
        "sample is usually called balanced.",
        "ru": "ASMD: |доля − население| / √(p(1−p)), где p — доля в населении; левее пунктира (0,1) выборку обычно "
        "считают сбалансированной.",
        "be": "ASMD: |доля − насельніцтва| / √(p(1−p)), дзе p — доля ў насельніцтве; лявей за пункцір (0,1) выбарку "
        "звычайна лічаць збалансаванай.",
    },
    "love_before": {"en": "before", "ru": "до", "be": "да"},
    "love_after": {"en": "after", "ru": "после", "be": "пасля"},
    "mean_of": {"en": "mean", "ru": "среднее", "be": "сярэдняе"},
    "lorenz": {
        "en": "How the weight is shared among respondents",
        "ru": "Как вес распределён между опрошенными",
        "be": "Як вага размеркаваная паміж апытанымі",
    },
    "lorenz_x": {
        "en": "respondents, from the smallest weight to the largest",
        "ru": "опрошенные, от наименьшего веса к наибольшему",
        "be": "апытаныя, ад найменшай вагі да найбольшай",
    },
    "lorenz_y": {"en": "share of all weight", "ru": "доля всего веса", "be": "доля ўсёй вагі"},
    "equal_weights": {"en": "equal weights", "ru": "равные веса", "be": "роўныя вагі"},
    "lorenz_note": {
        "en": "The further the curve hangs below the dashed line, the more unequal the weights.",
        "ru": "Чем дальше кривая от пунктира, тем менее равны веса.",
        "be": "Чым далей крывая ад пункціру, тым менш роўныя вагі.",
    },
}


def text(key: str, language: str, **fields: str) -> str:
    """The words called ``key`` in ``language``."""
    return say(TEXTS[key], language).format(**fields)


def number(value: float, language: str, decimals: int) -> str:
    """``value`` with ``decimals`` and the language's decimal mark; no figure is a dash."""
    return in_figures(f"{value:.{decimals}f}", language) if math.isfinite(value) else DASH


def points(value: float, language: str) -> str:
    """A difference of proportions in percentage points, one decimal, with its sign."""
    written = number(100 * value, language, 1)
    return written if written.startswith("−") or not written.strip(f"0.,{DASH}") else f"+{written}"


def percent(share: float, language: str, decimals: int) -> str:
    """A proportion in percent without the sign; a share that is small but not 0 never prints as 0."""
    least = 10.0**-decimals
    if 0 < 100 * share < least / 2:
        return "<" + number(least, language, decimals)
    if 0 < 1 - share < least / 200:
        return ">" + number(100 - least, language, decimals)
    return number(100 * share, language, decimals)


def bound_sign(qualifier: str) -> str:
    """What stands before a published figure: ``>`` for more than, ``<`` for less than, ``≈`` for about."""
    if qualifier in ("", "exact"):
        return ""
    signs = {"at least": "≥", "at most": "≤"}
    if qualifier in LOWER_BOUNDS:
        return signs.get(qualifier, ">")
    if qualifier in UPPER_BOUNDS:
        return signs.get(qualifier, "<")
    return "≈"


def bound_side(qualifier: str) -> int:
    """1 for a figure that is only a lower limit, -1 for an upper limit, 0 for a figure."""
    return int(qualifier in LOWER_BOUNDS) - int(qualifier in UPPER_BOUNDS)
