"""Heads and notes of tables in English, Russian and Belarusian; gaps are filled by ``survey.tables.texts``."""

from __future__ import annotations

from survey.words import Text

SENTENCES: dict[str, Text] = {
    # heads
    "total": {"en": "Total", "ru": "Всего", "be": "Усяго"},
    "mean": {"en": "Mean", "ru": "Среднее", "be": "Сярэдняе"},
    "answered": {"en": "Gave a number", "ru": "Назвали число", "be": "Назвалі лік"},
    "_blank": {"en": "No answer (empty)", "ru": "Нет ответа (пусто)", "be": "Няма адказу (пуста)"},
    "_no_weight": {"en": "Weight 0", "ru": "Вес 0", "be": "Вага 0"},
    "_unknown": {"en": "Unknown code", "ru": "Неизвестный код", "be": "Невядомы код"},
    "dont_know": {"en": "Don’t know", "ru": "Затрудняюсь ответить", "be": "Цяжка адказаць"},
    "refused": {"en": "Refused", "ru": "Отказ от ответа", "be": "Адмова ад адказу"},
    "not_asked": {"en": "Not asked", "ru": "Вопрос не задавался", "be": "Пытанне не задавалася"},
    "no_answer": {"en": "No answer", "ru": "Нет ответа", "be": "Няма адказу"},
    # the study
    "no_study": {
        "en": "Data without a study’s definition: pollster, dates, mode and population are not described",
        "ru": "Данные без описания исследования: кто, когда, как и кого опрашивал, не указано",
        "be": "Даныя без апісання даследавання: хто, калі, як і каго апытваў, не пазначана",
    },
    "pollster": {"en": "Pollster: {name}", "ru": "Опрос провели: {name}", "be": "Апытанне правялі: {name}"},
    "sponsor": {"en": ", for {name}", "ru": ", заказчик: {name}", "be": ", замоўца: {name}"},
    "fieldwork": {"en": "Fieldwork: {when}", "ru": "Даты опроса: {when}", "be": "Даты апытання: {when}"},
    "mode": {"en": "Mode: {mode}", "ru": "Способ опроса: {mode}", "be": "Спосаб апытання: {mode}"},
    "population": {
        "en": "Population: {whom}",
        "ru": "Генеральная совокупность: {whom}",
        "be": "Генеральная сукупнасць: {whom}",
    },
    "unstated": {"en": "not stated", "ru": "не указано", "be": "не пазначана"},
    # the sample
    "probability": {
        "en": "Sample: drawn by chance{more}",
        "ru": "Выборка: вероятностная{more}",
        "be": "Выбарка: імавернасная{more}",
    },
    "quota": {
        "en": "Sample: quota{more}; the interval assumes that the weighting model holds and is not a margin of "
        "sampling error",
        "ru": "Выборка: квотная{more}; интервал верен, только если верна модель взвешивания, и не является "
        "погрешностью случайной выборки",
        "be": "Выбарка: квотная{more}; інтэрвал слушны, толькі калі слушная мадэль узважвання, і не з’яўляецца "
        "хібнасцю выпадковай выбаркі",
    },
    "opt_in": {
        "en": "Sample: volunteers (opt-in){more}; the interval assumes that the weighting model holds and is not a "
        "margin of sampling error",
        "ru": "Выборка: добровольцы{more}; интервал верен, только если верна модель взвешивания, и не является "
        "погрешностью случайной выборки",
        "be": "Выбарка: добраахвотнікі{more}; інтэрвал слушны, толькі калі слушная мадэль узважвання, і не з’яўляецца "
        "хібнасцю выпадковай выбаркі",
    },
    "unknown": {
        "en": "Sample: how respondents were chosen is not known{more}; the interval assumes that the weighting model "
        "holds and is not a margin of sampling error",
        "ru": "Выборка: как отбирали респондентов, неизвестно{more}; интервал верен, только если верна модель "
        "взвешивания, и не является погрешностью случайной выборки",
        "be": "Выбарка: як адбіралі рэспандэнтаў, невядома{more}; інтэрвал слушны, толькі калі слушная мадэль "
        "узважвання, і не з’яўляецца хібнасцю выпадковай выбаркі",
    },
    "frame": {"en": "frame: {frame}", "ru": "основа: {frame}", "be": "аснова: {frame}"},
    "sample_stated": {"en": "stated: {stated}", "ru": "заявлено: {stated}", "be": "заяўлена: {stated}"},
    # the wording
    "wording": {
        "en": "Question: “{text}” ({sure})",
        "ru": "Вопрос: «{text}» ({sure})",
        "be": "Пытанне: «{text}» ({sure})",
    },
    "no_wording": {
        "en": "Question: its wording is not known",
        "ru": "Вопрос: формулировка неизвестна",
        "be": "Пытанне: фармулёўка невядомая",
    },
    "exact": {"en": "exact wording", "ru": "точная формулировка", "be": "дакладная фармулёўка"},
    "translation": {"en": "translation", "ru": "перевод", "be": "пераклад"},
    "paraphrase": {"en": "paraphrase", "ru": "пересказ", "be": "пераказ"},
    "unsure": {
        "en": "whether this is the exact wording is not known",
        "ru": "точность формулировки неизвестна",
        "be": "дакладнасць фармулёўкі невядомая",
    },
    "in_language": {"en": ", in {language}", "ru": ", язык: {language}", "be": ", мова: {language}"},
    "asked_in": {
        "en": "; the exact wording is in {language}",
        "ru": "; язык точной формулировки: {language}",
        "be": "; мова дакладнай фармулёўкі: {language}",
    },
    "lang_en": {"en": "English", "ru": "английский", "be": "англійская"},
    "lang_ru": {"en": "Russian", "ru": "русский", "be": "руская"},
    "lang_be": {"en": "Belarusian", "ru": "белорусский", "be": "беларуская"},
    # bases
    "base": {"en": "Base: {whom}", "ru": "База: {whom}", "be": "База: {whom}"},
    "base_all": {
        "en": "everybody in the data, those not asked included",
        "ru": "все респонденты, в том числе те, кому вопрос не задавали",
        "be": "усе рэспандэнты, у тым ліку тыя, каму пытанне не задавалі",
    },
    "base_asked": {"en": "those who were asked", "ru": "те, кому задали вопрос", "be": "тыя, каму задалі пытанне"},
    "base_valid": {
        "en": "those who gave an answer (without don’t know, refused and no answer)",
        "ru": "те, кто дал содержательный ответ (без затруднившихся, отказов и пропусков)",
        "be": "тыя, хто даў змястоўны адказ (без тых, каму цяжка адказаць, адмоў і пропускаў)",
    },
    "percent_column": {"en": "; percent of each column", "ru": "; проценты по столбцу", "be": "; працэнты па слупку"},
    "percent_row": {
        "en": "; percent of each row, whose base stands beside the total",
        "ru": "; проценты по строке, её база — рядом со столбцом «Всего»",
        "be": "; працэнты па радку, яго база — побач са слупком «Усяго»",
    },
    "percent_cell": {
        "en": "; percent of the whole table, anew for each banner variable",
        "ru": "; проценты от всей таблицы, отдельно для каждой переменной шапки",
        "be": "; працэнты ад усёй табліцы, асобна для кожнай зменнай шапкі",
    },
    "n": {
        "en": "n = {n} respondents, {weighted} weighted, {effective} effective (Kish)",
        "ru": "Опрошено n = {n}, взвешенное число {weighted}, эффективное {effective} (Киш)",
        "be": "Апытана n = {n}, узважаная колькасць {weighted}, эфектыўная {effective} (Кіш)",
    },
    "left_out": {"en": "Left out of the base: {list}", "ru": "Вне базы: {list}", "be": "Па-за базай: {list}"},
    "nobody_left_out": {
        "en": "Nobody is left out of the base",
        "ru": "Вне базы никого нет",
        "be": "Па-за базай нікога няма",
    },
    "codes": {
        "en": "codes that no option names: {list}",
        "ru": "коды, которых нет среди вариантов ответа: {list}",
        "be": "коды, якіх няма сярод варыянтаў адказу: {list}",
    },
    "banner": {
        "en": "{variable}: without an answer {list}",
        "ru": "{variable}: без ответа {list}",
        "be": "{variable}: без адказу {list}",
    },
    "outside": {"en": "{label}, outside the base", "ru": "{label}, вне базы", "be": "{label}, па-за базай"},
    "small": {
        "en": "* Fewer than {small} respondents: {list}",
        "ru": "* Меньше {small} опрошенных: {list}",
        "be": "* Менш за {small} апытаных: {list}",
    },
    "too_small": {
        "en": "; under {floor}, counted or effective, and not fit to be published: {list}",
        "ru": "; меньше {floor}, обычных или эффективных, публиковать не следует: {list}",
        "be": "; менш за {floor}, звычайных або эфектыўных, публікаваць не варта: {list}",
    },
    # weights
    "unweighted": {
        "en": "Weighting: none, each respondent counts as 1",
        "ru": "Взвешивание: нет, каждый респондент учтён как 1",
        "be": "Узважванне: няма, кожны рэспандэнт улічаны як 1",
    },
    "weight_column": {
        "en": "Weighting: as it came with the data (column {column})",
        "ru": "Взвешивание: веса из данных (столбец {column})",
        "be": "Узважванне: вагі з даных (слупок {column})",
    },
    "not_weighted": {
        "en": "the weighting of the study’s definition is left out",
        "ru": "взвешивание, заданное в описании исследования, не применено",
        "be": "узважванне, зададзенае ў апісанні даследавання, не ўжытае",
    },
    "weight_design": {
        "en": "Weighting: by the sampling fractions of the design",
        "ru": "Взвешивание: по долям отбора плана выборки",
        "be": "Узважванне: паводле доляў адбору плана выбаркі",
    },
    "rake": {"en": "raked to {margins}", "ru": "рейкинг ({margins})", "be": "рэйкінг ({margins})"},
    "poststratify": {
        "en": "post-stratified by {margins}",
        "ru": "постстратификация ({margins})",
        "be": "постстратыфікацыя ({margins})",
    },
    "calibrate": {"en": "calibrated to {margins}", "ru": "калибровка ({margins})", "be": "каліброўка ({margins})"},
    "total_of": {"en": "total of {name}", "ru": "сумма: {name}", "be": "сума: {name}"},
    "calibrated": {
        "en": "Weighting: {how} (targets: {targets}) from {start}{trim}; weights {least} to {most} times their mean, "
        "design effect {deff}; variance by {residuals}",
        "ru": "Взвешивание: {how}, целевые данные: {targets}, исходно {start}{trim}; веса от {least} до {most} × "
        "среднее, дизайн-эффект {deff}; дисперсия по {residuals}",
        "be": "Узважванне: {how}, мэтавыя даныя: {targets}, спачатку {start}{trim}; вагі ад {least} да {most} × "
        "сярэдняе, дызайн-эфект {deff}; дысперсія паводле {residuals}",
    },
    "targets_given": {"en": "as given", "ru": "заданы при вызове", "be": "зададзеныя пры выкліку"},
    "from_equal": {"en": "equal weights", "ru": "равные веса", "be": "роўныя вагі"},
    "from_column": {"en": "weight column {column}", "ru": "столбец весов {column}", "be": "слупок ваг {column}"},
    "trimmed": {
        "en": ", trimmed {limits} ({count} respondents)",
        "ru": ", урезаны {limits} (респондентов: {count})",
        "be": ", урэзаныя {limits} (рэспандэнтаў: {count})",
    },
    "below": {"en": "below {value} × mean", "ru": "ниже {value} × среднее", "be": "ніжэй за {value} × сярэдняе"},
    "above": {"en": "above {value} × mean", "ru": "выше {value} × среднее", "be": "вышэй за {value} × сярэдняе"},
    "regression": {"en": "regression residuals", "ru": "остаткам регрессии", "be": "рэштак рэгрэсіі"},
    "cell means": {
        "en": "residuals from cell means",
        "ru": "остаткам от средних в ячейках",
        "be": "рэштак ад сярэдніх у ячэйках",
    },
    "weighted_anew": {
        "en": "weighting every replicate anew",
        "ru": "повторению взвешивания в каждой реплике",
        "be": "паўтарэння ўзважвання ў кожнай рэпліцы",
    },
    "weighting_stated": {
        "en": "The pollster says: {stated}",
        "ru": "Со слов авторов опроса: {stated}",
        "be": "Паводле аўтараў апытання: {stated}",
    },
    "weighting_published": {
        "en": "Weighting: as published; {stated}",
        "ru": "Взвешивание: как опубликовано; {stated}",
        "be": "Узважванне: як апублікавана; {stated}",
    },
    "weighting_unstated": {
        "en": "whether and how it was done is not stated",
        "ru": "проводилось ли оно и как, не указано",
        "be": "ці праводзілася яно і як, не пазначана",
    },
    # the method
    "elements": {
        "en": "Design: each respondent is a unit of its own{strata}",
        "ru": "План выборки: каждый респондент — отдельная единица{strata}",
        "be": "План выбаркі: кожны рэспандэнт — асобная адзінка{strata}",
    },
    "clusters": {
        "en": "Design: clusters by {psu}{strata}",
        "ru": "План выборки: кластеры — {psu}{strata}",
        "be": "План выбаркі: кластары — {psu}{strata}",
    },
    "replicated": {
        "en": "Design: {count} replicate weights ({method}{more}), scale {scale}, differences from {centre}; a "
        "replicate in which a figure is not defined is left out of its error",
        "ru": "План выборки: репликационных весов — {count} ({method}{more}), множитель {scale}, отклонения от "
        "{centre}; реплика, в которой число не определено, в его погрешность не входит",
        "be": "План выбаркі: рэплікацыйных вагаў — {count} ({method}{more}), множнік {scale}, адхіленні ад {centre}; "
        "рэпліка, у якой лічба не вызначана, у яе хібнасць не ўваходзіць",
    },
    "of_full": {
        "en": "the estimate of the full sample",
        "ru": "оценки по полной выборке",
        "be": "ацэнкі па поўнай выбарцы",
    },
    "of_mean": {"en": "the mean of the replicates", "ru": "среднего по репликам", "be": "сярэдняга па рэпліках"},
    "seed": {"en": ", seed {seed}", "ru": ", начальное число {seed}", "be": ", пачатковы лік {seed}"},
    "strata": {"en": ", strata by {columns}", "ru": ", страты — {columns}", "be": ", страты — {columns}"},
    "fpc": {
        "en": ", finite population correction by {columns}",
        "ru": ", поправка на конечность совокупности — {columns}",
        "be": ", папраўка на канечнасць сукупнасці — {columns}",
    },
    "method": {
        "en": "Intervals: {interval}, {level}%, {df} ({rule}); variance by "
        "{variance}; design effects against simple random sampling with replacement",
        "ru": "Интервалы: {interval}, {level}%, {df} ({rule}); дисперсия — {variance}; "
        "дизайн-эффект — относительно простой случайной выборки с возвращением",
        "be": "Інтэрвалы: {interval}, {level}%, {df} ({rule}); дысперсія — {variance}; "
        "дызайн-эфект — адносна простай выпадковай выбаркі з вяртаннем",
    },
    "df_of_all": {
        "en": "{df} degrees of freedom for everybody",
        "ru": "степеней свободы для всех — {df}",
        "be": "ступеняў свабоды для ўсіх — {df}",
    },
    "df_of_rows": {
        "en": "{least} to {most} degrees of freedom, of each row its own",
        "ru": "степеней свободы от {least} до {most}, у каждой строки свои",
        "be": "ступеняў свабоды ад {least} да {most}, у кожнага радка свае",
    },
    "linearization": {"en": "linearization", "ru": "линеаризация", "be": "лінеарызацыя"},
    "replicates": {"en": "replicate weights", "ru": "репликационные веса", "be": "рэплікацыйныя вагі"},
    "logit": {"en": "logit", "ru": "логит", "be": "логіт"},
    "wald": {"en": "Wald", "ru": "Вальд", "be": "Вальд"},
    "wilson": {"en": "Wilson", "ru": "Уилсон", "be": "Уілсан"},
    "korn_graubard": {"en": "Korn-Graubard", "ru": "Корн — Граубард", "be": "Корн — Граўбард"},
    "nchs": {"en": "Korn-Graubard (NCHS)", "ru": "Корн — Граубард (NCHS)", "be": "Корн — Граўбард (NCHS)"},
    "jeffreys": {"en": "Jeffreys", "ru": "Джеффрис", "be": "Джэфрыс"},
    "likelihood": {"en": "likelihood ratio", "ru": "отношение правдоподобия", "be": "адносіна праўдападабенства"},
    "likelihood_exact": {
        "en": "likelihood ratio, solved exactly",
        "ru": "отношение правдоподобия, точное решение",
        "be": "адносіна праўдападабенства, дакладнае рашэнне",
    },
    "asin": {"en": "arcsine", "ru": "арксинус", "be": "арксінус"},
    "df_domain": {
        "en": "clusters, or respondents, minus strata, of each base",
        "ru": "кластеры или респонденты минус страты, в каждой базе",
        "be": "кластары або рэспандэнты мінус страты, у кожнай базе",
    },
    "df_design": {
        "en": "clusters, or respondents, minus strata, of the whole design",
        "ru": "кластеры или респонденты минус страты, во всей выборке",
        "be": "кластары або рэспандэнты мінус страты, ва ўсёй выбарцы",
    },
    "df_replicates": {
        "en": "rank of the replicate weights minus 1, or as the data’s makers say",
        "ru": "ранг репликационных весов минус 1 или по указанию авторов данных",
        "be": "ранг рэплікацыйных вагаў мінус 1 або паводле аўтараў даных",
    },
    "df_given": {"en": "as given", "ru": "заданы при вызове", "be": "зададзеныя пры выкліку"},
    "moe": {
        "en": "Margin of error ({level}%): at most ±{moe} points {where}",
        "ru": "Погрешность ({level}%): не более ±{moe} п. п. {where}",
        "be": "Хібнасць ({level}%): не больш за ±{moe} п. п. {where}",
    },
    "moe_model": {
        "en": "Half-width of the {level}% intervals, if the weighting model holds: at most ±{moe} points {where}",
        "ru": "Полуширина интервалов ({level}%), если верна модель взвешивания: не более ±{moe} п. п. {where}",
        "be": "Паўшырыня інтэрвалаў ({level}%), калі слушная мадэль узважвання: не больш за ±{moe} п. п. {where}",
    },
    "in_total": {
        "en": "for the shares of the total column",
        "ru": "для долей в столбце «Всего»",
        "be": "для доляў у слупку «Усяго»",
    },
    "in_table": {"en": "in the whole table", "ru": "во всей таблице", "be": "ва ўсёй табліцы"},
    "no_moe": {
        "en": "Margin of error: none, the table has no interval",
        "ru": "Погрешность: не определена, интервалов в таблице нет",
        "be": "Хібнасць: не вызначаная, інтэрвалаў у табліцы няма",
    },
    "mean_row": {
        "en": "Mean: of those with a substantive answer, with a t interval",
        "ru": "Среднее: по содержательным ответам, интервал Стьюдента",
        "be": "Сярэдняе: паводле змястоўных адказаў, інтэрвал Ст’юдэнта",
    },
    "no_mean": {
        "en": "No mean: options without a value on the scale",
        "ru": "Среднего нет: не у всех вариантов есть значение на шкале",
        "be": "Сярэдняга няма: не ва ўсіх варыянтаў ёсць значэнне на шкале",
    },
    "lonely": {
        "en": "Strata with a single unit, if any: rule “{rule}”",
        "ru": "Страты с одной единицей, если есть: правило «{rule}»",
        "be": "Страты з адной адзінкай, калі ёсць: правіла «{rule}»",
    },
    "fallback": {
        "en": "At 0% and 100% (figures: {count}) the limits are exact (Korn-Graubard, with the weights’ effective n)",
        "ru": "При 0% и 100% (чисел: {count}) границы точные (Корн — Граубард, по эффективному n весов)",
        "be": "Пры 0% і 100% (лічбаў: {count}) межы дакладныя (Корн — Граўбард, паводле эфектыўнага n вагаў)",
    },
    "fixed": {
        "en": "Shares that the weighting fixes have no sampling error (figures: {count})",
        "ru": "У долей, заданных взвешиванием, нет погрешности выборки (чисел: {count})",
        "be": "У доляў, зададзеных узважваннем, няма хібнасці выбаркі (лічбаў: {count})",
    },
    "no_interval": {
        "en": "No interval where no degree of freedom is left (figures: {count}): {list}",
        "ru": "Интервала нет там, где не осталось степеней свободы (чисел: {count}): {list}",
        "be": "Інтэрвалу няма там, дзе не засталося ступеняў свабоды (лічбаў: {count}): {list}",
    },
    "synthetic": {
        "en": "Synthetic data: no person gave these answers",
        "ru": "Синтетические данные: эти ответы вымышлены",
        "be": "Сінтэтычныя даныя: гэтыя адказы прыдуманыя",
    },
    "data": {"en": "Data: {what}", "ru": "Данные: {what}", "be": "Даныя: {what}"},
    "derived_margins": {
        "en": "targets worked out, not published as such: {list}",
        "ru": "расчётные, в таком виде не опубликованные целевые данные: {list}",
        "be": "разліковыя, у такім выглядзе не апублікаваныя мэтавыя даныя: {list}",
    },
    "sources": {"en": "Sources: {list}", "ru": "Источники: {list}", "be": "Крыніцы: {list}"},
    "source_data": {"en": "the data themselves", "ru": "сами данные", "be": "самі даныя"},
    "licence": {"en": ", licence: {name}", "ru": ", лицензия: {name}", "be": ", ліцэнзія: {name}"},
    # published figures
    "published_unknown": {
        "en": "as published; whom the percentages are of is not stated",
        "ru": "как опубликовано; от кого считали проценты, не указано",
        "be": "як апублікавана; ад каго лічылі працэнты, не пазначана",
    },
    "published_all": {"en": "all respondents", "ru": "все опрошенные", "be": "усе апытаныя"},
    "published_asked": {"en": "those who were asked", "ru": "те, кому задали вопрос", "be": "тыя, каму задалі пытанне"},
    "published_valid": {
        "en": "those who gave an answer",
        "ru": "те, кто дал содержательный ответ",
        "be": "тыя, хто даў змястоўны адказ",
    },
    "base_nested": {
        "en": "those who answered {options} to “{question}”",
        "ru": "те, кто на вопрос «{question}» ответил: {options}",
        "be": "тыя, хто на пытанне «{question}» адказаў: {options}",
    },
    "nested_share": {"en": " ({share}% of all)", "ru": " ({share}% всех)", "be": " ({share}% усіх)"},
    "n_published": {"en": "n = {n} ({how})", "ru": "Опрошено n = {n} ({how})", "be": "Апытана n = {n} ({how})"},
    "n_unknown": {
        "en": "n is not known ({why}), so there is no interval",
        "ru": "n неизвестно ({why}), поэтому интервала нет",
        "be": "n невядома ({why}), таму інтэрвалу няма",
    },
    "as_published": {"en": "published", "ru": "опубликовано", "be": "апублікавана"},
    "derived": {"en": "derived", "ru": "вычислено", "be": "вылічана"},
    "inferred": {"en": "inferred from the text", "ru": "выведено из текста", "be": "выведзена з тэксту"},
    "not_published": {"en": "not published", "ru": "не опубликовано", "be": "не апублікавана"},
    "only_limit": {
        "en": "only “{figure}” is published",
        "ru": "опубликовано только «{figure}»",
        "be": "апублікавана толькі «{figure}»",
    },
    "lower_end": {"en": "lower end of {figure}", "ru": "нижняя граница {figure}", "be": "ніжняя мяжа {figure}"},
    "part_of": {"en": "{share}% of {n}", "ru": "{share}% от {n}", "be": "{share}% ад {n}"},
    "part_unknown": {
        "en": "how many gave that answer is not published",
        "ru": "сколько человек так ответили, не опубликовано",
        "be": "колькі чалавек так адказалі, не апублікавана",
    },
    "size_readings": {
        "en": "; other sources: {list}",
        "ru": "; другие источники: {list}",
        "be": "; іншыя крыніцы: {list}",
    },
    "unweighted_n": {
        "en": "; weighted n and effective base are not published",
        "ru": "; взвешенное n и эффективная база не опубликованы",
        "be": "; узважанае n і эфектыўная база не апублікаваныя",
    },
    "method_published": {
        "en": "Intervals: computed here from the printed figures, logit, {level}%, normal quantile, shares of n "
        "respondents with a design effect of 1, since none is published",
        "ru": "Интервалы: вычислены здесь по опубликованным числам, логит, {level}%, нормальный квантиль, доли от n "
        "опрошенных при дизайн-эффекте 1, так как он не опубликован",
        "be": "Інтэрвалы: вылічаныя тут паводле апублікаваных лічбаў, логіт, {level}%, нармальны квантыль, долі ад n "
        "апытаных пры дызайн-эфекце 1, бо ён не апублікаваны",
    },
    "method_none": {
        "en": "Figures as printed; intervals cannot be computed",
        "ru": "Числа как опубликованы; интервалы вычислить нельзя",
        "be": "Лічбы як апублікаваныя; інтэрвалы вылічыць нельга",
    },
    "moe_published": {
        "en": "Margin of error ({level}%): at most ±{moe} points at a design effect of 1, ±{wider} at 1.5",
        "ru": "Погрешность ({level}%): не более ±{moe} п. п. при дизайн-эффекте 1, ±{wider} при 1,5",
        "be": "Хібнасць ({level}%): не больш за ±{moe} п. п. пры дызайн-эфекце 1, ±{wider} пры 1,5",
    },
    "moe_published_model": {
        "en": "Half-width of the {level}% intervals, if the respondents are like a random sample: at most ±{moe} "
        "points at a design effect of 1, ±{wider} at 1.5",
        "ru": "Полуширина интервалов ({level}%), если респонденты подобны случайной выборке: не более ±{moe} п. п. при "
        "дизайн-эффекте 1, ±{wider} при 1,5",
        "be": "Паўшырыня інтэрвалаў ({level}%), калі рэспандэнты падобныя да выпадковай выбаркі: не больш за ±{moe} "
        "п. п. пры дызайн-эфекце 1, ±{wider} пры 1,5",
    },
    "moe_unknown": {
        "en": "Margin of error: not computed, n is not known",
        "ru": "Погрешность: не вычислена, n неизвестно",
        "be": "Хібнасць: не вылічаная, n невядома",
    },
    "moe_stated": {
        "en": "; the pollster printed ±{moe}",
        "ru": "; авторы опроса указали ±{moe}",
        "be": "; аўтары апытання пазначылі ±{moe}",
    },
    "dash": {
        "en": "Without a printed figure: {list}",
        "ru": "Без опубликованного числа: {list}",
        "be": "Без апублікаванай лічбы: {list}",
    },
    "no_dash": {
        "en": "Every option has a printed figure",
        "ru": "Опубликованы числа по всем вариантам ответа",
        "be": "Апублікаваныя лічбы па ўсіх варыянтах адказу",
    },
    "unaccounted": {
        "en": "Printed figures make {sum}%: {rest} points are not accounted for",
        "ru": "Опубликованные числа дают {sum}%: {rest} п. п. не учтены",
        "be": "Апублікаваныя лічбы даюць {sum}%: {rest} п. п. не ўлічаныя",
    },
    "accounted": {
        "en": "Printed figures make {sum}%",
        "ru": "Опубликованные числа дают {sum}%",
        "be": "Апублікаваныя лічбы даюць {sum}%",
    },
    "over": {
        "en": "Printed figures make {sum}%, {rest} points more than 100",
        "ru": "Опубликованные числа дают {sum}%, на {rest} п. п. больше 100",
        "be": "Апублікаваныя лічбы даюць {sum}%, на {rest} п. п. больш за 100",
    },
    "multiple": {
        "en": "Several answers could be given, so the figures need not make 100%",
        "ru": "Можно было дать несколько ответов, поэтому сумма не обязана быть 100%",
        "be": "Можна было даць некалькі адказаў, таму сума не абавязаная быць 100%",
    },
    "multiple_unknown": {
        "en": "; whether several answers could be given is not known",
        "ru": "; можно ли было дать несколько ответов, неизвестно",
        "be": "; ці можна было даць некалькі адказаў, невядома",
    },
    "not_added": {
        "en": "The figures are not added up: some are only limits or ranges",
        "ru": "Числа не складываются: некоторые из них — только границы или диапазоны",
        "be": "Лічбы не складаюцца: некаторыя з іх — толькі межы або дыяпазоны",
    },
    "only_nets": {
        "en": "Only sums of options are printed",
        "ru": "Опубликованы только суммы вариантов ответа",
        "be": "Апублікаваныя толькі сумы варыянтаў адказу",
    },
    "bounds": {
        "en": "Only a limit was printed, so there is no interval: {list}",
        "ru": "Опубликована только граница, поэтому интервала нет: {list}",
        "be": "Апублікаваная толькі мяжа, таму інтэрвалу няма: {list}",
    },
    "ranges": {
        "en": "Printed as a range, shown as a dash: {list}",
        "ru": "Опубликован диапазон, показано прочерком: {list}",
        "be": "Апублікаваны дыяпазон, паказана працяжнікам: {list}",
    },
    "about": {
        "en": "Printed as about; the interval does not know how roughly: {list}",
        "ru": "Опубликовано приблизительно; насколько, интервал не учитывает: {list}",
        "be": "Апублікавана прыблізна; наколькі, інтэрвал не ўлічвае: {list}",
    },
    "status": {
        "en": "Not printed as such by a source: {list}",
        "ru": "В источнике прямо не напечатано: {list}",
        "be": "У крыніцы наўпрост не надрукавана: {list}",
    },
    "said": {"en": "In the source’s words: {list}", "ru": "Словами источника: {list}", "be": "Словамі крыніцы: {list}"},
    "readings": {
        "en": "Other sources print otherwise: {list}",
        "ru": "В других источниках иначе: {list}",
        "be": "У іншых крыніцах інакш: {list}",
    },
    "groups": {
        "en": "Printed for groups: {list}",
        "ru": "Опубликовано по группам: {list}",
        "be": "Апублікавана па групах: {list}",
    },
    # qualifiers
    "qualifier about": {"en": "about {value}", "ru": "около {value}", "be": "каля {value}"},
    "qualifier more than": {"en": "more than {value}", "ru": "больше {value}", "be": "больш за {value}"},
    "qualifier slightly more than": {
        "en": "slightly more than {value}",
        "ru": "немного больше {value}",
        "be": "крыху больш за {value}",
    },
    "qualifier at least": {"en": "at least {value}", "ru": "не меньше {value}", "be": "не менш за {value}"},
    "qualifier less than": {"en": "less than {value}", "ru": "меньше {value}", "be": "менш за {value}"},
    "qualifier slightly less than": {
        "en": "slightly less than {value}",
        "ru": "немного меньше {value}",
        "be": "крыху менш за {value}",
    },
    "qualifier at most": {"en": "at most {value}", "ru": "не больше {value}", "be": "не больш за {value}"},
    # single statistics
    "finding_share": {"en": "Shares", "ru": "Доли", "be": "Долі"},
    "finding_mean": {"en": "Mean", "ru": "Среднее", "be": "Сярэдняе"},
    "finding_total": {"en": "Total", "ru": "Сумма", "be": "Сума"},
    "finding_ratio": {"en": "Ratio", "ru": "Отношение", "be": "Адносіна"},
    "finding_quantile": {"en": "Quantiles", "ru": "Квантили", "be": "Квантылі"},
    "finding_median": {"en": "Median", "ru": "Медиана", "be": "Медыяна"},
    "finding_variance": {"en": "Variance", "ru": "Дисперсия", "be": "Дысперсія"},
    "finding_deviation": {"en": "Standard deviation", "ru": "Стандартное отклонение", "be": "Стандартнае адхіленне"},
    "finding_correlation": {"en": "Correlation", "ru": "Корреляция", "be": "Карэляцыя"},
    "finding_test": {"en": "Test", "ru": "Проверка гипотезы", "be": "Праверка гіпотэзы"},
    "finding_coefficient": {"en": "Coefficients of a model", "ru": "Коэффициенты модели", "be": "Каэфіцыенты мадэлі"},
    "finding_marginal_effect": {
        "en": "Average marginal effects",
        "ru": "Средние предельные эффекты",
        "be": "Сярэднія гранічныя эфекты",
    },
    "finding_prediction": {
        "en": "Predictions with all else as it is",
        "ru": "Предсказания при прочих равных",
        "be": "Прагнозы пры іншых роўных",
    },
    "finding_ratio_of_odds": {"en": "Odds ratios", "ru": "Отношения шансов", "be": "Адносіны шанцаў"},
    "finding_ratio_of_rates": {"en": "Rate ratios", "ru": "Отношения частот", "be": "Адносіны частот"},
    "finding_other": {"en": "Estimates", "ru": "Оценки", "be": "Ацэнкі"},
    "finding_by": {"en": ", by {names}", "ru": "; по переменным: {names}", "be": "; паводле зменных: {names}"},
    "finding_method": {
        "en": "Intervals: {interval}, {level}%, t with {df} degrees of freedom; variance by {variance}",
        "ru": "Интервалы: {interval}, {level}%, степеней свободы: {df}; дисперсия — {variance}",
        "be": "Інтэрвалы: {interval}, {level}%, ступеняў свабоды: {df}; дысперсія — {variance}",
    },
    "woodruff": {
        "en": "Woodruff, limits of the share by {interval}",
        "ru": "Вудрафф, границы доли: {interval}",
        "be": "Вудраф, межы долі: {interval}",
    },
    "fisher": {"en": "Fisher's z", "ru": "z-преобразование Фишера", "be": "z-пераўтварэнне Фішэра"},
    "deff_with_replacement": {
        "en": "Design effects: against simple random sampling with replacement",
        "ru": "Дизайн-эффект: относительно простой случайной выборки с возвращением",
        "be": "Дызайн-эфект: адносна простай выпадковай выбаркі з вяртаннем",
    },
    "deff_without_replacement": {
        "en": "Design effects: against simple random sampling without replacement, from a population as large as the "
        "sum of the weights",
        "ru": "Дизайн-эффект: относительно простой случайной выборки без возвращения из совокупности размером в сумму "
        "весов",
        "be": "Дызайн-эфект: адносна простай выпадковай выбаркі без вяртання з сукупнасці памерам у суму вагаў",
    },
    "finding_tested": {"en": "Method: {method}", "ru": "Метод: {method}", "be": "Метад: {method}"},
    "finding_estimate": {
        "en": "{what}: {value}, standard error {error}, {level}% interval {low} … {high}",
        "ru": "{what}: {value}, ст. ошибка {error}, {level}% интервал {low} … {high}",
        "be": "{what}: {value}, ст. памылка {error}, {level}% інтэрвал {low} … {high}",
    },
    "finding_moe": {
        "en": "Half-width of the widest {level}% interval: {moe}",
        "ru": "Полуширина самого широкого интервала ({level}%): {moe}",
        "be": "Паўшырыня самага шырокага інтэрвалу ({level}%): {moe}",
    },
    "finding_n": {
        "en": "n = {n} respondents, {weighted} weighted",
        "ru": "Опрошено n = {n}, взвешенное число {weighted}",
        "be": "Апытана n = {n}, узважаная колькасць {weighted}",
    },
    "finding_to": {"en": "{low} to {high}", "ru": "от {low} до {high}", "be": "ад {low} да {high}"},
    "family_gaussian": {"en": "linear model", "ru": "линейная модель", "be": "лінейная мадэль"},
    "family_binomial": {"en": "logistic model", "ru": "логистическая модель", "be": "лагістычная мадэль"},
    "family_poisson": {"en": "Poisson model", "ru": "модель Пуассона", "be": "мадэль Пуасона"},
    "family_multinomial": {
        "en": "multinomial logistic model",
        "ru": "мультиномиальная логистическая модель",
        "be": "мультынаміяльная лагістычная мадэль",
    },
    "family_ordinal": {
        "en": "ordinal model with proportional odds",
        "ru": "порядковая модель с пропорциональными шансами",
        "be": "парадкавая мадэль з прапарцыйнымі шанцамі",
    },
    "model_binomial": {"en": "Logit of: {outcome}", "ru": "Логит события: {outcome}", "be": "Логіт падзеі: {outcome}"},
    "model_multinomial": {
        "en": "Logits of each answer against: {outcome}",
        "ru": "Логиты каждого ответа относительно ответа «{outcome}»",
        "be": "Логіты кожнага адказу адносна адказу «{outcome}»",
    },
    "model_domain": {"en": "Of: {name}: {options}", "ru": "Для: {name}: {options}", "be": "Для: {name}: {options}"},
    "model_unused": {
        "en": "Options that nobody in the model chose: {options}",
        "ru": "Варианты, которых в модели никто не выбрал: {options}",
        "be": "Варыянты, якіх у мадэлі ніхто не выбраў: {options}",
    },
    "finding_model": {
        "en": "Model: {formula}; {family}; R² = {r_squared}; answers that are missing leave the model and stay in "
        "the design",
        "ru": "Модель: {formula}; {family}; R² = {r_squared}; респонденты без ответа в модель не входят, но остаются "
        "в плане выборки",
        "be": "Мадэль: {formula}; {family}; R² = {r_squared}; рэспандэнты без адказу ў мадэль не ўваходзяць, але "
        "застаюцца ў плане выбаркі",
    },
}
