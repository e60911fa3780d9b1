"""Sentences of trends in English, Russian and Belarusian; gaps are filled by ``survey.trends.phrases``."""

from __future__ import annotations

from survey.words import Text

SENTENCES: dict[str, Text] = {
    # why a study is not on the line
    "other_type": {"en": "one or several answers", "ru": "один ответ или несколько", "be": "адзін адказ або некалькі"},
    "other_answers": {
        "en": "other answers ({what})",
        "ru": "другие варианты ответа ({what})",
        "be": "іншыя варыянты адказу ({what})",
    },
    "answers_more": {"en": "with: {names}", "ru": "добавлены: {names}", "be": "дададзеныя: {names}"},
    "answers_less": {"en": "without: {names}", "ru": "нет: {names}", "be": "няма: {names}"},
    "synthetic_left": {
        "en": "synthetic data, shown only when it is named",
        "ru": "синтетические данные, показываются, только если названы",
        "be": "сінтэтычныя даныя, паказваюцца, толькі калі названыя",
    },
    "base_only_valid": {
        "en": "figures of those who gave an answer only, so not of everybody",
        "ru": "доли только от ответивших, поэтому не от всех",
        "be": "долі толькі ад тых, хто адказаў, таму не ад усіх",
    },
    "base_open": {
        "en": "how many gave no answer is not known, so the shares of those who did are not either",
        "ru": "сколько человек не ответило, неизвестно, поэтому и доли от ответивших неизвестны",
        "be": "колькі чалавек не адказала, невядома, таму і долі ад тых, хто адказаў, невядомыя",
    },
    # columns of those without an answer
    "column_no_answer": {"en": "No answer", "ru": "Нет ответа", "be": "Няма адказу"},
    "column_dont_know": {"en": "Don't know", "ru": "Не знают", "be": "Не ведаюць"},
    "column_refused": {"en": "Refused", "ru": "Отказ от ответа", "be": "Адмова ад адказу"},
    "column_not_asked": {"en": "Not asked", "ru": "Не спрашивали", "be": "Не пыталіся"},
    "column_unknown": {"en": "Other codes", "ru": "Прочие коды", "be": "Іншыя коды"},
    "column_no_weight": {"en": "Without a weight", "ru": "Без веса", "be": "Без вагі"},
    # breaks
    "mode_change": {"en": "{start} → {end}", "ru": "{start} → {end}", "be": "{start} → {end}"},
    "wording_change": {"en": "other wording", "ru": "другая формулировка", "be": "іншая фармулёўка"},
    "answers_change": {
        "en": "answers: {start} → {end}",
        "ru": "ответов: {start} → {end}",
        "be": "адказаў: {start} → {end}",
    },
    "added_up": {"en": "{count} (added up)", "ru": "{count} (сложены)", "be": "{count} (складзеныя)"},
    "missing_change": {
        "en": "no answer: {start} → {end}",
        "ru": "без ответа: {start} → {end}",
        "be": "без адказу: {start} → {end}",
    },
    "nothing": {"en": "none", "ru": "нет", "be": "няма"},
    "population_change": {
        "en": "population: {start} → {end}",
        "ru": "население: {start} → {end}",
        "be": "насельніцтва: {start} → {end}",
    },
    "base_change": {"en": "percentages {start} → {end}", "ru": "доли {start} → {end}", "be": "долі {start} → {end}"},
    "pollster_change": {
        "en": "pollster: {start} → {end}",
        "ru": "опросная служба: {start} → {end}",
        "be": "апытальная служба: {start} → {end}",
    },
    "sample_change": {
        "en": "sample: {start} → {end}",
        "ru": "выборка: {start} → {end}",
        "be": "выбарка: {start} → {end}",
    },
    "weighting_change": {
        "en": "weighting: {start} → {end}",
        "ru": "взвешивание: {start} → {end}",
        "be": "узважванне: {start} → {end}",
    },
    "order_change": {
        "en": "asked after: {start} → {end}",
        "ru": "задан после: {start} → {end}",
        "be": "зададзена пасля: {start} → {end}",
    },
    "label_change": {
        "en": "answer reworded: “{start}” → “{end}”",
        "ru": "другие слова ответа: «{start}» → «{end}»",
        "be": "іншыя словы адказу: «{start}» → «{end}»",
    },
    "other_label": {
        "en": "another answer: “{start}” → “{end}”",
        "ru": "другой ответ: «{start}» → «{end}»",
        "be": "іншы адказ: «{start}» → «{end}»",
    },
    "meaning_change": {
        "en": "{option}: {start} → {end}",
        "ru": "{option}: {start} → {end}",
        "be": "{option}: {start} → {end}",
    },
    "whole_scale": {"en": "scale", "ru": "шкала", "be": "шкала"},
    "series_change": {"en": "{start} → {end}", "ru": "{start} → {end}", "be": "{start} → {end}"},
    # words
    "unstated": {"en": "not stated", "ru": "не указано", "be": "не пазначана"},
    "of_all": {"en": "of all respondents", "ru": "от всех опрошенных", "be": "ад усіх апытаных"},
    "of_asked": {"en": "of all who were asked", "ru": "от всех, кого спросили", "be": "ад усіх, каго спыталі"},
    "of_valid": {
        "en": "of those who gave an answer",
        "ru": "от давших содержательный ответ",
        "be": "ад тых, хто даў змястоўны адказ",
    },
    "of_asked_by_sum": {
        "en": "with those who gave no answer, by the figures",
        "ru": "вместе с не ответившими, судя по числам",
        "be": "разам з тымі, хто не адказаў, мяркуючы па ліках",
    },
    "of_valid_by_sum": {
        "en": "of those who gave an answer, by the figures",
        "ru": "от давших содержательный ответ, судя по числам",
        "be": "ад тых, хто даў змястоўны адказ, мяркуючы па ліках",
    },
    "of_nested": {
        "en": "of those who answered {names}",
        "ru": "от ответивших: {names}",
        "be": "ад тых, хто адказаў: {names}",
    },
    "probability": {"en": "probability", "ru": "вероятностная", "be": "імавернасная"},
    "quota": {"en": "quota", "ru": "квотная", "be": "квотная"},
    "opt_in": {"en": "opt-in", "ru": "из желающих", "be": "з ахвотных"},
    "exact": {"en": "exact", "ru": "дословно", "be": "даслоўна"},
    "translation": {"en": "translation", "ru": "перевод", "be": "пераклад"},
    "paraphrase": {"en": "paraphrase", "ru": "пересказ", "be": "пераказ"},
    "about": {"en": "about {value}", "ru": "около {value}", "be": "каля {value}"},
    "more than": {"en": "more than {value}", "ru": "более {value}", "be": "больш за {value}"},
    "slightly more than": {
        "en": "slightly more than {value}",
        "ru": "чуть более {value}",
        "be": "крыху больш за {value}",
    },
    "at least": {"en": "at least {value}", "ru": "не менее {value}", "be": "не менш за {value}"},
    "less than": {"en": "less than {value}", "ru": "менее {value}", "be": "менш за {value}"},
    "slightly less than": {
        "en": "slightly less than {value}",
        "ru": "чуть менее {value}",
        "be": "крыху менш за {value}",
    },
    "at most": {"en": "at most {value}", "ru": "не более {value}", "be": "не больш за {value}"},
    "range": {"en": "{low}-{high}", "ru": "{low}-{high}", "be": "{low}-{high}"},
    # notes
    "period": {
        "en": "Waves: {count}, {first} to {last}",
        "ru": "Волн: {count}, с {first} по {last}",
        "be": "Хваляў: {count}, з {first} па {last}",
    },
    "wording": {"en": "Question: “{text}”{how}.", "ru": "Вопрос: «{text}»{how}.", "be": "Пытанне: «{text}»{how}."},
    "wording_unknown": {
        "en": "The wording is not known for: {waves}.",
        "ru": "Формулировка неизвестна: {waves}.",
        "be": "Фармулёўка невядомая: {waves}.",
    },
    "wording_translated": {
        "en": "Two waves next to each other are known in different translations, so whether the words changed is not "
        "known: {waves}.",
        "ru": "Соседние волны известны в разных переводах, менялась ли формулировка, неизвестно: {waves}.",
        "be": "Суседнія хвалі вядомыя ў розных перакладах, ці змянялася фармулёўка, невядома: {waves}.",
    },
    "base": {"en": "Percentages: {groups}.", "ru": "Доли: {groups}.", "be": "Долі: {groups}."},
    "outside": {
        "en": "Not in the percentages, respondents: {groups}.",
        "ru": "Не входят в доли, человек: {groups}.",
        "be": "Не ўваходзяць у долі, чалавек: {groups}.",
    },
    "outside_of": {"en": "{kind} {counts}", "ru": "{kind} {counts}", "be": "{kind} {counts}"},
    "count_of": {"en": "{count} ({wave})", "ru": "{count} ({wave})", "be": "{count} ({wave})"},
    "counts": {
        "en": "{low} to {high} a wave, {total} in all",
        "ru": "от {low} до {high} в волне, всего {total}",
        "be": "ад {low} да {high} у хвалі, усяго {total}",
    },
    "kind_no_answer": {"en": "without an answer", "ru": "без ответа", "be": "без адказу"},
    "kind_dont_know": {"en": "did not know", "ru": "не знали", "be": "не ведалі"},
    "kind_refused": {"en": "refused", "ru": "отказались", "be": "адмовіліся"},
    "kind_not_asked": {"en": "not asked", "ru": "не спрашивали", "be": "не пыталіся"},
    "kind_no_weight": {"en": "without a weight", "ru": "без веса", "be": "без вагі"},
    "rebased": {
        "en": "Worked out from figures of everybody, divided by the part that gave an answer: {waves}.",
        "ru": "Пересчитано из долей от всех: разделено на долю ответивших: {waves}.",
        "be": "Пералічана з доляў ад усіх: падзелена на долю тых, хто адказаў: {waves}.",
    },
    "rebased_part": {
        "en": "{wave} ({part}% did)",
        "ru": "{wave} (ответили {part}%)",
        "be": "{wave} (адказалі {part}%)",
    },
    "n_unknown": {
        "en": "n is not published, so there is no interval: {waves}.",
        "ru": "n не опубликовано, поэтому интервала нет: {waves}.",
        "be": "n не апублікавана, таму інтэрвалу няма: {waves}.",
    },
    "n_limit": {
        "en": "n is known only as a limit or roughly, and the interval takes the number printed: {waves}.",
        "ru": "n известно лишь как граница или приблизительно, интервал — по напечатанному числу: {waves}.",
        "be": "n вядома толькі як мяжа або прыблізна, інтэрвал — паводле надрукаванага ліку: {waves}.",
    },
    "n_assumed": {
        "en": "n was not published and is assumed, and so is the interval: {waves}.",
        "ru": "n не опубликовано и принято предположительно, как и интервал: {waves}.",
        "be": "n не апублікавана і прынята меркавана, як і інтэрвал: {waves}.",
    },
    "n": {
        "en": "n = {n}: the largest margin of error of a share is ±{moe} points.",
        "ru": "n = {n}: наибольшая погрешность доли ±{moe} п. п.",
        "be": "n = {n}: найбольшая хібнасць долі ±{moe} п. п.",
    },
    "span": {"en": "{low} to {high}", "ru": "{low}…{high}", "be": "{low}…{high}"},
    "label_of": {"en": "{label} ({waves})", "ru": "{label} ({waves})", "be": "{label} ({waves})"},
    "all_waves": {"en": "all waves", "ru": "все волны", "be": "усе хвалі"},
    "all_but": {"en": "all but {waves}", "ru": "все, кроме: {waves}", "be": "усе, акрамя: {waves}"},
    "otherwise": {"en": "otherwise {label}", "ru": "в остальных — {label}", "be": "у астатніх — {label}"},
    "weighting": {"en": "Weighting: {groups}.", "ru": "Взвешивание: {groups}.", "be": "Узважванне: {groups}."},
    "unweighted": {"en": "unweighted", "ru": "без весов", "be": "без вагаў"},
    "weight_column": {"en": "weight {name}", "ru": "вес {name}", "be": "вага {name}"},
    "method_published": {
        "en": "Published figures: {level}% logit intervals on the published n with a design effect of 1, as for a "
        "simple random sample; real ones are wider. They leave out the rounding of the figures.",
        "ru": "Опубликованные числа: {level}-процентные логит-интервалы по опубликованному n с дизайн-эффектом 1, как "
        "для простой случайной выборки; действительные шире. Округление в них не учтено.",
        "be": "Апублікаваныя лікі: {level}-працэнтныя логіт-інтэрвалы паводле апублікаванага n з дызайн-эфектам 1, як "
        "для простай выпадковай выбаркі; сапраўдныя шырэйшыя. Акругленне ў іх не ўлічана.",
    },
    "method_microdata": {
        "en": "Microdata: {level}% logit intervals, standard errors by linearization under the design of each study.",
        "ru": "Микроданные: {level}-процентные логит-интервалы, стандартные ошибки — линеаризацией по дизайну каждого "
        "опроса.",
        "be": "Мікраданыя: {level}-працэнтныя логіт-інтэрвалы, стандартныя памылкі — лінеарызацыяй паводле дызайну "
        "кожнага апытання.",
    },
    "method_plain": {
        "en": "No strata or clusters are named, so errors are those of a simple random sample, too small where the "
        "sample was clustered: {waves}.",
        "ru": "Страты и кластеры не указаны, поэтому ошибки — как для простой случайной выборки, для кластерной они "
        "занижены: {waves}.",
        "be": "Страты і кластары не пазначаныя, таму памылкі — як для простай выпадковай выбаркі, для кластарнай яны "
        "заніжаныя: {waves}.",
    },
    "sample": {
        "en": "Samples: {groups}. Where a sample is not known to be a probability sample the interval assumes that it "
        "behaves like one: it is not a margin of sampling error.",
        "ru": "Выборки: {groups}. Где неизвестно, что выборка вероятностная, интервал исходит из того, что она ведёт "
        "себя как вероятностная: это не погрешность выборки.",
        "be": "Выбаркі: {groups}. Дзе невядома, што выбарка імавернасная, інтэрвал зыходзіць з таго, што яна паводзіць "
        "сябе як імавернасная: гэта не хібнасць выбаркі.",
    },
    "sample_probability": {"en": "Samples: {groups}.", "ru": "Выборки: {groups}.", "be": "Выбаркі: {groups}."},
    "mode": {"en": "Mode: {groups}", "ru": "Способ опроса: {groups}", "be": "Спосаб апытання: {groups}"},
    "mode_beside": {
        "en": "Whether the mode changed next to a wave whose mode is not stated is not known.",
        "ru": "Менялся ли способ рядом с волной, для которой он не указан, неизвестно.",
        "be": "Ці змяняўся спосаб побач з хваляй, для якой ён не пазначаны, невядома.",
    },
    "breaks": {
        "en": "Breaks in the line: {breaks}.",
        "ru": "Разрывы ряда: {breaks}.",
        "be": "Разрывы шэрагу: {breaks}.",
    },
    "break": {
        "en": "between {start} and {end}: {what}",
        "ru": "между {start} и {end}: {what}",
        "be": "паміж {start} і {end}: {what}",
    },
    "break_open": {
        "en": "between {start} and {end}: {what} (where exactly is not known, {waves} in between)",
        "ru": "между {start} и {end}: {what} (где именно, неизвестно, между ними {waves})",
        "be": "паміж {start} і {end}: {what} (дзе менавіта, невядома, паміж імі {waves})",
    },
    "bounds": {
        "en": "Only a limit was published, which is no point and has no interval: {figures}.",
        "ru": "Опубликована только граница, это не точка, интервала нет: {figures}.",
        "be": "Апублікаваная толькі мяжа, гэта не кропка, інтэрвалу няма: {figures}.",
    },
    "approximate": {
        "en": "Published as approximate: {figures}.",
        "ru": "Опубликовано приблизительно: {figures}.",
        "be": "Апублікавана прыблізна: {figures}.",
    },
    "derived": {
        "en": "Computed or concluded from what was published: {figures}.",
        "ru": "Вычислено или выведено из опубликованного: {figures}.",
        "be": "Вылічана або выведзена з апублікаванага: {figures}.",
    },
    "figure_of": {"en": "{wave} {option} {value}", "ru": "{wave} {option} {value}", "be": "{wave} {option} {value}"},
    "sums": {
        "en": "The printed answers do not make 100%: {waves}.",
        "ru": "Напечатанные ответы не дают в сумме 100%: {waves}.",
        "be": "Надрукаваныя адказы не даюць у суме 100%: {waves}.",
    },
    "readings": {
        "en": "Sources disagree: {figures}.",
        "ru": "Источники расходятся: {figures}.",
        "be": "Крыніцы разыходзяцца: {figures}.",
    },
    "reading": {
        "en": "{wave} {option}: {other} in {source}",
        "ru": "{wave} {option}: {other} — {source}",
        "be": "{wave} {option}: {other} — {source}",
    },
    "asked": {
        "en": "Asked, but no figures are known: {waves}.",
        "ru": "Вопрос задавался, но числа неизвестны: {waves}.",
        "be": "Пытанне задавалася, але лікі невядомыя: {waves}.",
    },
    "disputed": {
        "en": "Sources contradict each other and none was chosen, so there is no figure: {waves}.",
        "ru": "Источники противоречат друг другу, и ни один не выбран, поэтому числа нет: {waves}.",
        "be": "Крыніцы супярэчаць адна адной, і ніводная не выбраная, таму ліку няма: {waves}.",
    },
    "undated": {
        "en": "Without a date, so at the end of the list and not on the time axis: {waves}.",
        "ru": "Без даты, поэтому в конце списка и не на оси времени: {waves}.",
        "be": "Без даты, таму ў канцы спіса і не на восі часу: {waves}.",
    },
    "unlike": {"en": "Left off the line: {studies}.", "ru": "Вне ряда: {studies}.", "be": "Па-за шэрагам: {studies}."},
    "study_reason": {"en": "{study}: {reason}", "ru": "{study}: {reason}", "be": "{study}: {reason}"},
    "lines": {
        "en": "Each series is a line of its own; lines of different pollsters are not joined.",
        "ru": "Каждый ряд — отдельная линия; линии разных опросных служб не соединяются.",
        "be": "Кожны шэраг — асобная лінія; лініі розных апытальных службаў не злучаюцца.",
    },
    "never": {
        "en": "Without a figure in any wave: {names}.",
        "ru": "Чисел нет ни в одной волне: {names}.",
        "be": "Лікаў няма ні ў адной хвалі: {names}.",
    },
    "sources": {"en": "Sources: {names}.", "ru": "Источники: {names}.", "be": "Крыніцы: {names}."},
    # change
    "up": {"en": "up {value} points", "ru": "рост на {value} п. п.", "be": "рост на {value} п. п."},
    "down": {"en": "down {value} points", "ru": "снижение на {value} п. п.", "be": "зніжэнне на {value} п. п."},
    "same": {"en": "no change", "ru": "без изменений", "be": "без змен"},
    "up_least": {
        "en": "up at least {value} points",
        "ru": "рост не менее {value} п. п.",
        "be": "рост не менш за {value} п. п.",
    },
    "down_least": {
        "en": "down at least {value} points",
        "ru": "снижение не менее {value} п. п.",
        "be": "зніжэнне не менш за {value} п. п.",
    },
    "up_most": {
        "en": "up at most {value} points, or down",
        "ru": "рост не более {value} п. п. или снижение",
        "be": "рост не больш за {value} п. п. або зніжэнне",
    },
    "down_most": {
        "en": "down at most {value} points, or up",
        "ru": "снижение не более {value} п. п. или рост",
        "be": "зніжэнне не больш за {value} п. п. або рост",
    },
    "up_span": {
        "en": "up {low} to {high} points",
        "ru": "рост на {low}–{high} п. п.",
        "be": "рост на {low}–{high} п. п.",
    },
    "down_span": {
        "en": "down {low} to {high} points",
        "ru": "снижение на {low}–{high} п. п.",
        "be": "зніжэнне на {low}–{high} п. п.",
    },
    "either_span": {
        "en": "between {low} and {high} points",
        "ru": "от {low} до {high} п. п.",
        "be": "ад {low} да {high} п. п.",
    },
    "not_computable": {
        "en": "the limits do not say which way it went",
        "ru": "по границам направление определить нельзя",
        "be": "па межах напрамак вызначыць нельга",
    },
    "change": {
        "en": "{option}: {start} → {end}, {what}.",
        "ru": "{option}: {start} → {end}, {what}.",
        "be": "{option}: {start} → {end}, {what}.",
    },
    "interval": {
        "en": "{step} ({level}% interval {low} to {high}), {word}",
        "ru": "{step} ({level}-процентный интервал от {low} до {high}), {word}",
        "be": "{step} ({level}-працэнтны інтэрвал ад {low} да {high}), {word}",
    },
    "beyond": {"en": "beyond sampling error", "ru": "больше погрешности выборки", "be": "больш за хібнасць выбаркі"},
    "within": {"en": "within sampling error", "ru": "в пределах погрешности выборки", "be": "у межах хібнасці выбаркі"},
    "uncertain": {
        "en": "not certain: by the rounding of the figures it is {low} to {high} points, part of which is "
        "within sampling error",
        "ru": "не наверняка: с учётом округления это от {low} до {high} п. п., часть из них в пределах "
        "погрешности выборки",
        "be": "не напэўна: з улікам акруглення гэта ад {low} да {high} п. п., частка з іх у межах хібнасці выбаркі",
    },
    "unlike_step": {
        "en": "{step}, which says nothing of opinion: the two figures are not comparable",
        "ru": "{step}, но о мнении это ничего не говорит: два числа несопоставимы",
        "be": "{step}, але пра меркаванне гэта нічога не кажа: два лікі несупастаўныя",
    },
    "forced": {
        "en": "Not comparable, shown because it was forced: {what}.",
        "ru": "Несопоставимо, показано по принуждению: {what}.",
        "be": "Несупастаўна, паказана прымусова: {what}.",
    },
    "unanswered": {
        "en": "Of these people {start}% and {end}% gave no answer; the change among those who gave one is another "
        "figure (--base valid).",
        "ru": "Из этих людей не ответили {start}% и {end}%; изменение среди ответивших — другое число (--base valid).",
        "be": "З гэтых людзей не адказалі {start}% і {end}%; змена сярод тых, хто адказаў, — іншы лік (--base valid).",
    },
    "unanswered_unknown": {
        "en": "Whether those without an answer are in the figures of both waves is not known, so part of "
        "the change may "
        "be theirs.",
        "ru": "Входят ли не ответившие в числа обеих волн, неизвестно, поэтому часть изменения может "
        "приходиться на них.",
        "be": "Ці ўваходзяць у лікі абедзвюх хваляў тыя, хто не адказаў, невядома, таму частка змены можа "
        "прыпадаць на іх.",
    },
    "of_the_answered": {
        "en": "The change is one among those who gave an answer; among everybody it is another figure (--base asked).",
        "ru": "Это изменение среди ответивших; среди всех оно другое (--base asked).",
        "be": "Гэта змена сярод тых, хто адказаў; сярод усіх яна іншая (--base asked).",
    },
    "until_deff": {
        "en": "{word}; not so with a design effect of {deff} or more",
        "ru": "{word}; при дизайн-эффекте {deff} и более — уже нет",
        "be": "{word}; пры дызайн-эфекце {deff} і больш — ужо не",
    },
    "until_variance": {
        "en": "{word}; not so with a variance {deff} times as large",
        "ru": "{word}; при дисперсии в {deff} раза больше — уже нет",
        "be": "{word}; пры дысперсіі ў {deff} раза большай — ужо не",
    },
    "below_deff": {
        "en": "{word}; beyond it with a design effect below {deff}",
        "ru": "{word}; при дизайн-эффекте меньше {deff} было бы больше неё",
        "be": "{word}; пры дызайн-эфекце менш за {deff} было б больш за яе",
    },
    "no_n": {
        "en": "{step}; n is not published for {waves}, so its sampling error is not known",
        "ru": "{step}; n не опубликовано ({waves}), поэтому погрешность неизвестна",
        "be": "{step}; n не апублікавана ({waves}), таму хібнасць невядомая",
    },
    "needed_each": {
        "en": "{word}: it would be beyond sampling error with more than {n} respondents in each wave",
        "ru": "{word}: это больше погрешности, если в каждой волне опрошено более {n}",
        "be": "{word}: гэта больш за хібнасць, калі ў кожнай хвалі апытана больш за {n}",
    },
    "needed_one": {
        "en": "{word}: it would be beyond sampling error with more than {n} respondents there",
        "ru": "{word}: это больше погрешности, если там опрошено более {n}",
        "be": "{word}: гэта больш за хібнасць, калі там апытана больш за {n}",
    },
    "needed_never": {
        "en": "{word}: the other wave alone has too few respondents for a change of this size",
        "ru": "{word}: уже в другой волне опрошенных слишком мало для такого изменения",
        "be": "{word}: ужо ў другой хвалі апытаных замала для такой змены",
    },
    "limit_only": {
        "en": "{step} (only a limit was published, so there is no interval)",
        "ru": "{step} (опубликована только граница, поэтому интервала нет)",
        "be": "{step} (апублікаваная толькі мяжа, таму інтэрвалу няма)",
    },
    "one_sided": {
        "en": "{option}: a figure is known for only one of the two waves ({wave})",
        "ru": "{option}: число известно только для одной из двух волн ({wave})",
        "be": "{option}: лік вядомы толькі для адной з дзвюх хваляў ({wave})",
    },
    "change_waves": {
        "en": "From {start} (n = {n_start}) to {end} (n = {n_end}).",
        "ru": "От {start} (n = {n_start}) до {end} (n = {n_end}).",
        "be": "Ад {start} (n = {n_start}) да {end} (n = {n_end}).",
    },
    "change_method": {
        "en": "Independent samples; {how}. Options are tested one by one.",
        "ru": "Независимые выборки; {how}. Каждый вариант проверен отдельно.",
        "be": "Незалежныя выбаркі; {how}. Кожны варыянт правераны асобна.",
    },
    "change_method_shared": {
        "en": "Samples that share persons or PSUs; {how}. Options are tested one by one.",
        "ru": "Выборки с общими людьми или единицами отбора; {how}. Каждый вариант проверен отдельно.",
        "be": "Выбаркі з агульнымі людзьмі або адзінкамі адбору; {how}. Кожны варыянт правераны асобна.",
    },
    "how_shared": {
        "en": "standard errors of both waves as one design, Student quantile with {df} degrees of freedom",
        "ru": "стандартные ошибки двух волн как одного дизайна, квантиль Стьюдента с {df} степенями свободы",
        "be": "стандартныя памылкі дзвюх хваль як аднаго дызайну, квантыль Ст’юдэнта з {df} ступенямі свабоды",
    },
    "how_published": {
        "en": "variance deff · p(1 - p)/n of each wave with a design effect of {deff}, normal quantile",
        "ru": "дисперсия deff · p(1 - p)/n каждой волны с дизайн-эффектом {deff}, нормальный квантиль",
        "be": "дысперсія deff · p(1 - p)/n кожнай хвалі з дызайн-эфектам {deff}, нармальны квантыль",
    },
    "how_microdata": {
        "en": "standard errors of the two samples under their designs, Student quantile with Satterthwaite's df",
        "ru": "стандартные ошибки двух выборок по их дизайну, квантиль Стьюдента с df Саттертуэйта",
        "be": "стандартныя памылкі дзвюх выбарак паводле іх дызайну, квантыль Ст’юдэнта з df Сатэртуэйта",
    },
    "crossed": {
        "en": "The change includes what else differs between the two waves: {breaks}.",
        "ru": "В изменение входит и то, чем ещё различаются две волны: {breaks}.",
        "be": "У змену ўваходзіць і тое, чым яшчэ адрозніваюцца дзве хвалі: {breaks}.",
    },
    "may_be_crossed": {
        "en": "The change may include what else changed about that time: {breaks}.",
        "ru": "В изменение, возможно, входит и то, что менялось около того времени: {breaks}.",
        "be": "У змену, магчыма, уваходзіць і тое, што мянялася каля таго часу: {breaks}.",
    },
    "modes_unknown": {
        "en": "The mode is not stated for {waves}: a change of mode may be in the change.",
        "ru": "Способ опроса не указан ({waves}): в изменение может входить смена способа.",
        "be": "Спосаб апытання не пазначаны ({waves}): у змену можа ўваходзіць змена спосабу.",
    },
    "other_series": {
        "en": "The two waves are of different series ({start}, {end}): other samples and perhaps other words.",
        "ru": "Волны из разных рядов ({start}, {end}): другие выборки и, возможно, другие слова.",
        "be": "Хвалі з розных шэрагаў ({start}, {end}): іншыя выбаркі і, магчыма, іншыя словы.",
    },
}
