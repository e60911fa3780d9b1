"""Sentences of the weighting statement in every language."""

from __future__ import annotations

from survey.words import Text

SENTENCES: dict[str, Text] = {
    "weighted": {
        "en": "{n} respondents were weighted to stand for the population: {population}.",
        "ru": "Взвешено ответов: {n}; они представляют генеральную совокупность: {population}.",
        "be": "Узважана адказаў: {n}; яны прадстаўляюць генеральную сукупнасць: {population}.",
    },
    "weighted_only": {
        "en": "{n} respondents were weighted.",
        "ru": "Взвешено ответов: {n}.",
        "be": "Узважана адказаў: {n}.",
    },
    "unweighted": {
        "en": "The data are not weighted: each of the {n} respondents counts as one.",
        "ru": "Данные не взвешены: каждый из опрошенных ({n}) учтён как один человек.",
        "be": "Даныя не ўзважаныя: кожны з апытаных ({n}) улічаны як адзін чалавек.",
    },
    "given": {
        "en": "The weights came with the data, in the column {column}; how they were made is not recorded here.",
        "ru": "Веса получены вместе с данными, столбец {column}; как они построены, здесь не записано.",
        "be": "Вагі атрыманыя разам з данымі, слупок {column}; як яны пабудаваныя, тут не запісана.",
    },
    "stated": {
        "en": "The pollster says of the weighting: {stated}.",
        "ru": "Проводившие опрос сообщают о взвешивании: {stated}.",
        "be": "Тыя, хто праводзіў апытанне, паведамляюць пра ўзважванне: {stated}.",
    },
    "from_equal": {
        "en": "Everybody started with a weight of 1.",
        "ru": "Исходный вес у всех — 1.",
        "be": "Зыходная вага ва ўсіх — 1.",
    },
    "from_column": {
        "en": "Weighting started from the weights in the column {column}.",
        "ru": "Исходные веса взяты из столбца {column}.",
        "be": "Зыходныя вагі ўзятыя са слупка {column}.",
    },
    # steps before the calibration
    "selection": {
        "en": "Weights make up for unequal chances of being selected{names}.",
        "ru": "Веса учитывают неравные вероятности отбора{names}.",
        "be": "Вагі ўлічваюць няроўныя імавернасці адбору{names}.",
    },
    "eligibility": {
        "en": "Cases of which it is not known whether they belong to the population were allowed for{names}.",
        "ru": "Учтены случаи, о которых неизвестно, относятся ли они к генеральной совокупности{names}.",
        "be": "Улічаныя выпадкі, пра якія невядома, ці адносяцца яны да генеральнай сукупнасці{names}.",
    },
    "nonresponse": {
        "en": "Non-response was adjusted for in weighting classes{names}.",
        "ru": "Сделана поправка на неответы по классам взвешивания{names}.",
        "be": "Зроблена папраўка на неадказы па класах узважвання{names}.",
    },
    "propensity": {
        "en": "Non-response was adjusted for by the modelled probability of a response (logistic regression){names}.",
        "ru": "Сделана поправка на неответы по оценённой вероятности ответа (логистическая регрессия){names}.",
        "be": "Зроблена папраўка на неадказы паводле ацэненай імавернасці адказу (лагістычная рэгрэсія){names}.",
    },
    "attrition": {
        "en": "The weights of the panel were adjusted for those who left it{names}.",
        "ru": "Веса панели скорректированы с учётом выбывших{names}.",
        "be": "Вагі панэлі скарэктаваныя з улікам тых, хто выбыў{names}.",
    },
    "combine": {
        "en": "Samples were combined, each with a factor by its effective size.",
        "ru": "Выборки объединены, каждая с множителем по её эффективному объёму.",
        "be": "Выбаркі аб’яднаныя, кожная з множнікам паводле яе эфектыўнага аб’ёму.",
    },
    "scale_n": {
        "en": "Weights were scaled to add to the number of respondents.",
        "ru": "Веса приведены к сумме, равной числу опрошенных.",
        "be": "Вагі прыведзеныя да сумы, роўнай колькасці апытаных.",
    },
    "scale_population": {
        "en": "Weights were scaled to add to the size of the population.",
        "ru": "Веса приведены к сумме, равной численности генеральной совокупности.",
        "be": "Вагі прыведзеныя да сумы, роўнай колькасці генеральнай сукупнасці.",
    },
    "scale_to": {
        "en": "Weights were scaled to add to {total}.",
        "ru": "Веса приведены к сумме {total}.",
        "be": "Вагі прыведзеныя да сумы {total}.",
    },
    "other_step": {"en": "{text}.", "ru": "Шаг «{step}»: {text}.", "be": "Крок «{step}»: {text}."},
    "concerned": {
        "en": " (respondents concerned: {count})",
        "ru": " (затронуто опрошенных: {count})",
        "be": " (закранута апытаных: {count})",
    },
    "rate": {
        "en": "; weighted response rate {rate}%",
        "ru": "; взвешенная доля ответивших {rate}%",
        "be": "; узважаная доля тых, хто адказаў, {rate}%",
    },
    "by": {"en": " (by {names})", "ru": " (по признакам: {names})", "be": " (па прыкметах: {names})"},
    # the calibration
    "rake": {
        "en": "Weights were brought to the population by raking (iterative proportional fitting) on: {margins}.",
        "ru": "Веса приведены к населению рейкингом (итеративной пропорциональной подгонкой) по признакам: {margins}.",
        "be": "Вагі прыведзеныя да насельніцтва рэйкінгам (ітэратыўнай прапарцыйнай падгонкай) па прыкметах: "
        "{margins}.",
    },
    "poststratify": {
        "en": "Weights were brought to the population by post-stratification on: {margins}.",
        "ru": "Веса приведены к населению постстратификацией по признакам: {margins}.",
        "be": "Вагі прыведзеныя да насельніцтва постстратыфікацыяй па прыкметах: {margins}.",
    },
    "calibrate": {
        "en": "Weights were brought to the population by calibration on: {margins}.",
        "ru": "Веса приведены к населению калибровкой по признакам: {margins}.",
        "be": "Вагі прыведзеныя да насельніцтва каліброўкай па прыкметах: {margins}.",
    },
    "total_of": {"en": "total of {name}", "ru": "сумма: {name}", "be": "сума: {name}"},
    "targets": {
        "en": "The population’s figures: {title}{date}{sources}.",
        "ru": "Данные о населении: {title}{date}{sources}.",
        "be": "Даныя пра насельніцтва: {title}{date}{sources}.",
    },
    "targets_given": {
        "en": "given with the weighting, source not named",
        "ru": "заданы при взвешивании, источник не назван",
        "be": "зададзеныя пры ўзважванні, крыніца не названая",
    },
    "as_of": {"en": " (as of {date})", "ru": " (на дату: {date})", "be": " (на дату: {date})"},
    "sources": {"en": "; sources: {names}", "ru": "; источники: {names}", "be": "; крыніцы: {names}"},
    "merged": {
        "en": "Counted together as one: {cells}.",
        "ru": "Объединены в одну группу: {cells}.",
        "be": "Аб’яднаныя ў адну групу: {cells}.",
    },
    "chosen": {
        "en": "The weighting variables were chosen by the rule of ANES: those in which the sample was furthest from "
        "the population.",
        "ru": "Признаки взвешивания отобраны по правилу ANES: те, по которым выборка дальше всего от населения.",
        "be": "Прыкметы ўзважвання адабраныя паводле правіла ANES: тыя, па якіх выбарка найдалей ад насельніцтва.",
    },
    "derived": {
        "en": "Worked out from other figures, not published as such: {margins}.",
        "ru": "Рассчитаны по другим данным, в таком виде не опубликованы: {margins}.",
        "be": "Разлічаныя па іншых даных, у такім выглядзе не апублікаваныя: {margins}.",
    },
    "all_met": {
        "en": "After weighting the sample meets all these figures.",
        "ru": "После взвешивания выборка совпадает с ними.",
        "be": "Пасля ўзважвання выбарка супадае з імі.",
    },
    "gap_left": {
        "en": "The largest gap left is {gap} points ({cell}).",
        "ru": "Наибольшее оставшееся расхождение — {gap} п. п. ({cell}).",
        "be": "Найбольшае разыходжанне, што засталося, — {gap} п. п. ({cell}).",
    },
    "estimated": {
        "en": "These figures are estimates themselves; their own error is part of the standard errors.",
        "ru": "Эти данные сами являются оценками; их ошибка входит в стандартные ошибки.",
        "be": "Гэтыя даныя самі з’яўляюцца ацэнкамі; іх памылка ўваходзіць у стандартныя памылкі.",
    },
    "within": {
        "en": "All members of a unit ({names}) have one weight.",
        "ru": "У всех членов единицы ({names}) один вес.",
        "be": "Ва ўсіх членаў адзінкі ({names}) адна вага.",
    },
    # trimming
    "trimmed": {
        "en": "Weights were trimmed ({limits}) and the excess given to the others; respondents concerned: {count}.",
        "ru": "Веса урезаны ({limits}), излишек передан остальным; затронуто опрошенных: {count}.",
        "be": "Вагі ўрэзаныя ({limits}), лішак перададзены астатнім; закранута апытаных: {count}.",
    },
    "none_to_trim": {
        "en": "Weights were to be trimmed ({limits}), but none was beyond.",
        "ru": "Предусмотрено урезание весов ({limits}), но таких не оказалось.",
        "be": "Прадугледжанае ўразанне ваг ({limits}), але такіх не было.",
    },
    "capped": {
        "en": "While weighting, no weight was let above {cap} times the mean.",
        "ru": "При взвешивании ни один вес не мог превысить {cap} × среднее.",
        "be": "Пры ўзважванні ніводная вага не магла перавысіць {cap} × сярэдняе.",
    },
    "bounded": {
        "en": "No starting weight was changed by a factor outside {low} to {high}.",
        "ru": "Множитель к исходному весу не выходит за пределы от {low} до {high}.",
        "be": "Множнік да зыходнай вагі не выходзіць за межы ад {low} да {high}.",
    },
    "not_trimmed": {"en": "Weights were not trimmed.", "ru": "Веса не урезались.", "be": "Вагі не ўразаліся."},
    "below_mean": {
        "en": "below {value} times the mean",
        "ru": "ниже {value} × среднее",
        "be": "ніжэй за {value} × сярэдняе",
    },
    "above_mean": {
        "en": "above {value} times the mean",
        "ru": "выше {value} × среднее",
        "be": "вышэй за {value} × сярэдняе",
    },
    "below": {"en": "below {value}", "ru": "ниже {value}", "be": "ніжэй за {value}"},
    "above": {"en": "above {value}", "ru": "выше {value}", "be": "вышэй за {value}"},
    "at_quantiles": {
        "en": "at the quantiles {low} and {high}",
        "ru": "по квантилям {low} и {high}",
        "be": "па квантылях {low} і {high}",
    },
    "at_ratio": {
        "en": "largest to smallest at most {ratio} to 1",
        "ru": "наибольший к наименьшему не более {ratio} к 1",
        "be": "найбольшая да найменшай не больш за {ratio} да 1",
    },
    # missing answers and non-response
    "all_answered": {
        "en": "All respondents who count gave an answer to every weighting variable.",
        "ru": "У всех учтённых опрошенных есть ответы по всем признакам взвешивания.",
        "be": "Ва ўсіх улічаных апытаных ёсць адказы па ўсіх прыкметах узважвання.",
    },
    "own_class": {
        "en": "Respondents without an answer to a weighting variable{of} are a class of their own{count}.",
        "ru": "Опрошенные без ответа по признаку взвешивания{of} составляют отдельный класс{count}.",
        "be": "Апытаныя без адказу па прыкмеце ўзважвання{of} складаюць асобны клас{count}.",
    },
    "imputed": {
        "en": "Missing answers to weighting variables{of} were drawn at random from those of other respondents"
        "{within}{count}; seed {seed}.",
        "ru": "Пропущенные ответы по признакам взвешивания{of} восстановлены случайным выбором из ответов других "
        "опрошенных{within}{count}; начальное число {seed}.",
        "be": "Прапушчаныя адказы па прыкметах узважвання{of} адноўленыя выпадковым выбарам з адказаў іншых "
        "апытаных{within}{count}; пачатковы лік {seed}.",
    },
    "of": {"en": " ({names})", "ru": " ({names})", "be": " ({names})"},
    "who_agree": {
        "en": " who agree in: {names}",
        "ru": ", совпадающих по признакам: {names}",
        "be": ", якія супадаюць па прыкметах: {names}",
    },
    "carried": {
        "en": "Respondents without an answer to a weighting variable{of} keep the weight they started with{count}.",
        "ru": "Опрошенные без ответа по признаку взвешивания{of} сохраняют исходный вес{count}.",
        "be": "Апытаныя без адказу па прыкмеце ўзважвання{of} захоўваюць зыходную вагу{count}.",
    },
    "no_nonresponse": {
        "en": "There was no separate adjustment for non-response: it is made up for only as far as the weighting "
        "variables explain it.",
        "ru": "Отдельной поправки на неответы нет: они исправлены лишь настолько, насколько связаны с признаками "
        "взвешивания.",
        "be": "Асобнай папраўкі на неадказы няма: яны выпраўленыя толькі настолькі, наколькі звязаныя з прыкметамі "
        "ўзважвання.",
    },
    # what it cost
    "cost": {
        "en": "Weights run from {least} to {most} times their mean. The design effect of unequal weights (Kish) is "
        "{deff}: {n} respondents tell as much as {n_kish} with equal weights (effective base; efficiency "
        "{efficiency}%).",
        "ru": "Веса — от {least} до {most} среднего. Дизайн-эффект неравных весов (Киш) — {deff}: {n} опрошенных дают "
        "столько же сведений, сколько {n_kish} с равными весами (эффективная база; эффективность {efficiency}%).",
        "be": "Вагі — ад {least} да {most} сярэдняй. Дызайн-эфект няроўных ваг (Кіш) — {deff}: {n} апытаных даюць "
        "столькі ж звестак, колькі {n_kish} з роўнымі вагамі (эфектыўная база; эфектыўнасць {efficiency}%).",
    },
    "zero": {
        "en": "Respondents with a weight of 0, who do not count: {count}.",
        "ru": "Опрошенных с нулевым весом, которые не учтены: {count}.",
        "be": "Апытаных з нулявой вагай, якія не ўлічаныя: {count}.",
    },
    "moe_probability": {
        "en": "The margin of sampling error of a share of all respondents is at most ±{moe} points ({level}%), with "
        "this "
        "design effect; the intervals of the tables also take strata and clusters into account.",
        "ru": "Погрешность выборки для доли среди всех опрошенных — не более ±{moe} п. п. ({level}%) с этим "
        "дизайн-эффектом; интервалы таблиц учитывают также страты и кластеры.",
        "be": "Хібнасць выбаркі для долі сярод усіх апытаных — не больш за ±{moe} п. п. ({level}%) з гэтым "
        "дызайн-эфектам; інтэрвалы табліц улічваюць таксама страты і кластары.",
    },
    "moe_model": {
        "en": "If the weighting model holds, the error of a share of all respondents is at most ±{moe} points "
        "({level}%), with this design effect. {kind}, so this is not a margin of sampling error.",
        "ru": "Если модель взвешивания верна, погрешность доли среди всех опрошенных — не более ±{moe} п. п. "
        "({level}%) "
        "с этим дизайн-эффектом. {kind}, поэтому это не погрешность случайной выборки.",
        "be": "Калі мадэль узважвання слушная, хібнасць долі сярод усіх апытаных — не больш за ±{moe} п. п. "
        "({level}%) з "
        "гэтым дызайн-эфектам. {kind}, таму гэта не хібнасць выпадковай выбаркі.",
    },
    "quota": {
        "en": "Respondents were chosen by quotas",
        "ru": "Опрошенных отбирали по квотам",
        "be": "Апытаных адбіралі па квотах",
    },
    "opt_in": {"en": "Respondents are volunteers", "ru": "Опрошенные — добровольцы", "be": "Апытаныя — добраахвотнікі"},
    "unknown": {
        "en": "How respondents were chosen is not known",
        "ru": "Как отбирали опрошенных, неизвестно",
        "be": "Як адбіралі апытаных, невядома",
    },
    "variance": {
        "en": "Standard errors take the weighting into account ({how}).",
        "ru": "Стандартные ошибки учитывают взвешивание ({how}).",
        "be": "Стандартныя памылкі ўлічваюць узважванне ({how}).",
    },
    "regression": {
        "en": "residuals of the regression on the weighting variables",
        "ru": "остатки регрессии на признаки взвешивания",
        "be": "астаткі рэгрэсіі на прыкметы ўзважвання",
    },
    "cell means": {
        "en": "residuals from the cell means of the weighting variables",
        "ru": "остатки от средних по ячейкам признаков взвешивания",
        "be": "астаткі ад сярэдніх па ячэйках прыкмет узважвання",
    },
    "replicates": {
        "en": "the weighting is repeated in every replicate",
        "ru": "взвешивание повторено в каждой реплике",
        "be": "узважванне паўторана ў кожнай рэпліцы",
    },
    "variance_column": {
        "en": "Standard errors take the weights as sampling weights; what may be gained by bringing them to population "
        "figures is not counted.",
        "ru": "Стандартные ошибки считают веса весами отбора; возможный выигрыш от приведения к данным о населении не "
        "учтён.",
        "be": "Стандартныя памылкі лічаць вагі вагамі адбору; магчымы выйгрыш ад прывядзення да даных пра насельніцтва "
        "не ўлічаны.",
    },
    "synthetic": {
        "en": "The data are invented (synthetic): nobody answered.",
        "ru": "Данные вымышлены (синтетические): никто не отвечал.",
        "be": "Даныя прыдуманыя (сінтэтычныя): ніхто не адказваў.",
    },
}
