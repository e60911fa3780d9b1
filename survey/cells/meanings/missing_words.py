"""How questionnaires say that an answer is none, in five languages and the commonest words of four more: one table,
each line with its source.

Sources: ``ess``: European Social Survey and European Values Study, source questionnaires and their translations
(Ukraine, Russia, Belarus, Latvia, Poland), as collected in the Multilingual Corpus of Survey Questionnaires (Sorato
et al., MCSQ); ``wvs``: World Values Survey, codebook of wave 7; ``anes``, ``gss``: American National Election
Studies, General Social Survey, codebooks; ``pew``: Pew Research Center, topline questionnaires; ``rlms``: Russia
Longitudinal Monitoring Survey, codes 99999997 to 99999999; ``cbos``: CBOS, published tables; ``kiis``: Kyiv
International Institute of Sociology, labels of published files; ``own``: questions that this program ships;
``forms``: wordings that LimeSurvey, Qualtrics and SPSS exports put there by themselves; ``like``: another form of a
phrase above (person, gender, order, Spanish, French, German, Portuguese); ``files``: labels of published Spanish files;
``cis``: Centro de Investigaciones Sociológicas, labels of its barometers.

Phrases are written as ``survey.cells.table.encoding.plain_text`` leaves them: small letters, single blanks.
"""

from __future__ import annotations

from survey.words import MissingKind

Line = tuple[MissingKind, str, str, tuple[str, ...]]

LINES: tuple[Line, ...] = (
    ("dont_know", "en", "ess", ("don't know", "do not know")),
    ("dont_know", "en", "gss", ("dk", "can't choose", "cannot choose", "dont know")),
    ("dont_know", "en", "pew", ("unsure", "not sure", "don't know/unsure", "no opinion")),
    ("dont_know", "en", "anes", ("haven't thought much about this", "undecided", "don't recognize")),
    ("dont_know", "en", "own", ("hard to say", "difficult to say", "difficult to answer", "hard to answer")),
    ("dont_know", "en", "like", ("i don't know", "i do not know", "i'm not sure", "can't say", "cannot say")),
    ("dont_know", "ru", "ess", ("затрудняюсь ответить", "не знаю", "не знает")),
    ("dont_know", "ru", "like", ("затруднились ответить", "затрудняется ответить", "затрудняюсь", "трудно сказать")),
    ("dont_know", "ru", "like", ("затруднился ответить", "не могу ответить", "затрудняюсь сказать", "з/о")),
    ("dont_know", "ru", "own", ("не определились", "не определился", "не решил", "еще не решил")),
    ("dont_know", "be", "own", ("цяжка адказаць", "не вызначыліся", "не вызначыўся")),
    ("dont_know", "be", "like", ("не ведаю", "цяжка сказаць", "не магу адказаць")),
    ("dont_know", "uk", "ess", ("важко відповісти", "не знаю")),
    ("dont_know", "uk", "kiis", ("важко сказати", "не визначився", "не визначилися")),
    ("dont_know", "uk", "like", ("важко відповісти однозначно", "не можу відповісти", "не знає")),
    ("dont_know", "pl", "cbos", ("trudno powiedzieć",)),
    ("dont_know", "pl", "like", ("nie wiem", "trudno powiedziec", "nie wie", "nie mam zdania", "niezdecydowany")),
    ("dont_know", "es", "like", ("no sabe",)),
    ("dont_know", "es", "like", ("no sé", "no sabe/no contesta", "no sabe / no contesta", "no sabe/no responde")),
    (
        "dont_know",
        "es",
        "forms",
        ("ns/nr", "ns/nc", "ns/np", "ns / nr", "ns / nc", "ns-nr", "ns-nc", "no sabe / no responde"),
    ),
    ("dont_know", "es", "cis", ("n.s", "no recuerda", "no conoce", "no sabe todavía")),
    ("dont_know", "es", "like", ("no le conoce", "no lo conoce", "no la conoce", "no sabe, duda", "no lo sabe")),
    ("dont_know", "fr", "like", ("ne sait pas",)),
    ("dont_know", "fr", "like", ("je ne sais pas", "nsp", "ne sais pas", "sans opinion")),
    ("dont_know", "de", "like", ("weiss nicht",)),
    ("dont_know", "de", "like", ("ich weiss nicht",)),
    ("dont_know", "pt", "like", ("não sabe",)),
    ("dont_know", "pt", "like", ("não sei", "não sabe / não responde")),
    ("refused", "en", "ess", ("refusal",)),
    ("refused", "en", "pew", ("refused", "ref")),
    ("refused", "en", "forms", ("prefer not to say", "prefer not to answer", "i prefer not to say")),
    ("refused", "en", "like", ("refused to answer", "refuse to answer", "decline to answer", "declined to answer")),
    ("refused", "en", "like", ("rather not say", "i'd rather not say", "choose not to answer", "refuse", "declined")),
    ("refused", "ru", "rlms", ("отказ от ответа",)),
    ("refused", "ru", "like", ("отказ", "отказ отвечать", "отказываюсь отвечать", "отказался отвечать")),
    ("refused", "ru", "like", ("отказались отвечать", "предпочитаю не отвечать", "не хочу отвечать", "отказался")),
    ("refused", "be", "own", ("адмова ад адказу",)),
    ("refused", "be", "like", ("адмова", "адмаўляюся адказваць", "адмовіўся адказваць", "не хачу адказваць")),
    ("refused", "uk", "ess", ("відмова від відповіді",)),
    ("refused", "uk", "kiis", ("відмова відповідати", "відмова")),
    ("refused", "uk", "like", ("відмовляюся відповідати", "відмовився відповідати", "не хочу відповідати")),
    ("refused", "pl", "cbos", ("odmowa odpowiedzi",)),
    ("refused", "pl", "like", ("odmowa", "odmawiam odpowiedzi", "wolę nie odpowiadać", "odmówił odpowiedzi")),
    (
        "refused",
        "es",
        "like",
        ("rechaza contestar", "rehúsa contestar", "se niega a contestar", "prefiero no contestar"),
    ),
    ("refused", "fr", "like", ("refus",)),
    ("refused", "fr", "like", ("refuse de répondre", "je préfère ne pas répondre")),
    ("refused", "de", "like", ("verweigert",)),
    ("refused", "de", "like", ("antwort verweigert", "verweigerung")),
    ("refused", "pt", "like", ("recusa",)),
    ("no_answer", "es", "like", ("no contesta",)),
    ("no_answer", "es", "like", ("no responde", "no precisa", "sin respuesta", "sin dato", "sin datos")),
    ("no_answer", "es", "cis", ("n.c",)),
    ("no_answer", "fr", "like", ("pas de réponse",)),
    ("no_answer", "fr", "like", ("sans réponse", "non réponse", "non-réponse")),
    ("no_answer", "de", "like", ("keine angabe",)),
    ("no_answer", "de", "like", ("keine antwort", "k. a", "k.a")),
    ("no_answer", "pt", "like", ("não responde", "sem resposta")),
    ("no_answer", "en", "ess", ("no answer", "not available", "no response")),
    ("no_answer", "en", "gss", ("na",)),
    ("no_answer", "en", "anes", ("technical error", "interview breakoff")),
    ("no_answer", "en", "wvs", ("missing", "missing; not available", "missing; unknown", "unknown")),
    ("no_answer", "en", "forms", ("not answered", "not stated", "n/a", "invalid", "system missing", "blank", "error")),
    (
        "no_answer",
        "en",
        "like",
        ("not ascertained", "no data", "not recorded", "item nonresponse", "unanswered", "nonresponse"),
    ),
    ("no_answer", "ru", "rlms", ("нет ответа",)),
    (
        "no_answer",
        "ru",
        "like",
        ("без ответа", "не ответил", "не ответили", "нет данных", "пропуск", "н/о", "не указано"),
    ),
    (
        "no_answer",
        "be",
        "like",
        ("няма адказу", "без адказу", "не адказаў", "не адказалі", "няма дадзеных", "не пазначана"),
    ),
    ("no_answer", "uk", "kiis", ("відсутня відповідь", "немає відповіді")),
    ("no_answer", "uk", "like", ("без відповіді", "не відповів", "не відповіли", "немає даних", "не вказано")),
    (
        "no_answer",
        "pl",
        "like",
        ("brak odpowiedzi", "brak danych", "bez odpowiedzi", "nie podano", "nie dotyczy/brak danych"),
    ),
    ("not_asked", "en", "ess", ("not applicable",)),
    (
        "not_asked",
        "en",
        "wvs",
        ("not asked", "not asked in survey", "question not asked", "not applicable; no partner"),
    ),
    ("not_asked", "en", "gss", ("iap", "inapplicable", "inap", "legitimate skip", "valid skip")),
    ("not_asked", "en", "anes", ("no post-election interview", "no post-election data")),
    ("not_asked", "en", "anes", ("no post-election data, deleted due to incomplete interview",)),
    ("not_asked", "es", "cis", ("no procede", "n.p")),
    ("not_asked", "es", "like", ("no aplica",)),
    ("not_asked", "en", "forms", ("skipped", "not shown", "not administered", "does not apply")),
    ("not_asked", "en", "like", ("not asked of this respondent", "not applicable (skip)", "skip")),
    ("not_asked", "ru", "ess", ("не применимо", "неприменимо", "вопрос не применим")),
    ("not_asked", "ru", "like", ("не задавался", "вопрос не задавался", "не спрашивали", "не задано", "не относится")),
    (
        "not_asked",
        "be",
        "like",
        ("не задавалася", "пытанне не задавалася", "не пыталіся", "не прымяняецца", "не тычыцца"),
    ),
    ("not_asked", "uk", "like", ("не застосовується", "не запитували", "питання не ставилося", "не стосується")),
    ("not_asked", "fr", "like", ("non concerné", "sans objet", "ne s'applique pas")),
    ("not_asked", "de", "like", ("nicht gefragt", "nicht erhoben")),
    ("not_asked", "pt", "like", ("não se aplica",)),
    ("not_asked", "pl", "like", ("nie dotyczy", "nie zadano", "nie pytano", "pytania nie zadano")),
)
# What stands beside such a phrase and does not change it
ASIDE = (
    "do not read",
    "don't read",
    "vol",
    "volunteered",
    "spontaneous",
    "no leer",
    "не зачитывать",
    "не зачытваць",
    "не зачитувати",
)
