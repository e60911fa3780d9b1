"""The words of phrases that name a share, in English, Russian and Belarusian; "ё" is written "е"."""

from __future__ import annotations

# Patterns are tried in this order, so that "no more than" is not read as "more than".
QUALIFIERS = {
    "slightly more than": r"just over|just above|slightly over|slightly more than|a little more than|a little over"
    r"|чуть более|чуть больше|немногим более|немногим больше|немного больше|немного более"
    r"|(?:крыху|трохі|ледзь) больш(?: за| чым| як)?",
    "slightly less than": r"nearly|almost|just under|just below|slightly under|slightly less than|a little less than"
    r"|close to|почти|чуть менее|чуть меньше|немногим менее|немногим меньше|без малого"
    r"|амаль|(?:крыху|трохі|ледзь) менш(?: за| чым| як)?",
    "at least": r"at least|no less than|no fewer than|не менее|не меньше|по крайней мере|минимум"
    r"|не менш(?: за| чым| як)?|прынамсі|мінімум",
    "at most": r"at most|up to|no more than|не более|не больше|максимум|не больш(?: за| чым| як)?|максімум",
    "more than": r"more than|over|above|upwards of|более чем|более|больше чем|больше|свыше|выше"
    r"|больш(?: за| чым| як)?|звыш",
    "less than": r"less than|fewer than|under|below|менее чем|менее|меньше чем|меньше|ниже|менш(?: за| чым| як)?",
    "about": r"about|around|approximately|roughly|some|circa|approx\.?|~|около|примерно|приблизительно|порядка"
    r"|каля|прыблізна|прыкладна|блізу",
}
ONLY = r"only|just|as many as|a full|только|лишь|всего|толькі|усяго|ажно"

# Words that name a range by themselves: pattern, limit, whether the share is above it.
RANGES = (
    (r"(?:vast|overwhelming|large|great) majority", 2 / 3, True),
    (r"(?:подавляющее|значительное) большинство|пераважная большасць", 2 / 3, True),
    (r"(?:clear |absolute |simple )?majority|most|(?:абсолютное )?большинство|большая часть", 1 / 2, True),
    (r"(?:абсалютная )?большасць|большая частка", 1 / 2, True),
    (r"minority|меньшинство|меньшая часть|меншасць|меншая частка", 1 / 2, False),
    (r"(?:almost|nearly|virtually) (?:all|every\w*)|почти все|амаль усе", 0.9, True),
    (r"(?:almost|virtually) (?:none|no ?one|nobody)|hardly any\w*|почти никто|амаль ніхто", 0.1, False),
)

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "fifty": 50, "hundred": 100,
    "один": 1, "одна": 1, "одной": 1, "две": 2, "двух": 2, "два": 2, "двое": 2, "три": 3, "трое": 3, "трех": 3,
    "четверо": 4, "четыре": 4, "четырех": 4, "пять": 5, "пяти": 5, "шесть": 6, "шести": 6, "семь": 7, "восемь": 8,
    "девять": 9, "десять": 10, "десяти": 10, "двадцати": 20, "ста": 100,
    "адзін": 1, "адна": 1, "дзве": 2, "двух": 2, "тры": 3, "трох": 3, "чатыры": 4, "чатырох": 4, "пяць": 5,
    "пяці": 5, "шэсць": 6, "шасці": 6, "сем": 7, "восем": 8, "дзевяць": 9, "дзесяць": 10, "дзесяці": 10,
    "дваццаці": 20,
}  # fmt: skip

# Names of parts, as patterns of a whole word.
PARTS = {
    r"half|halves|половин[ауые]|палов[ауые]": 2,
    r"thirds?|треть|трети|третей|траціна|траціну|траціны|трэць|трэці": 3,
    r"quarters?|fourths?|четверть|четверти|четвертей|чвэрць|чвэрці": 4,
    r"fifths?|пят(?:ая|ую|ой|ые|ых)(?: част\w+)?": 5,
    r"sixths?|шест(?:ая|ую|ой|ые|ых)(?: част\w+)?|шост(?:ая|ую)(?: част\w+)?": 6,
    r"eighths?|восьм(?:ая|ую|ой|ые|ых)(?: част\w+)?": 8,
    r"tenths?|(?:десят|дзясят)(?:ая|ую|ой|ай|ые|ыя|ых)(?: част\w+)?": 10,
}

# "Every fifth", "каждый пятый", "кожны пяты".
ORDINALS = {
    r"second|второ\w+|втора\w+|други|другая|другой|другі": 2,
    r"third|трет\w+|трэц\w+": 3,
    r"fourth|четверт\w+|чацверт\w+": 4,
    r"fifth|пят\w+": 5,
    r"sixth|шест\w+|шост\w+": 6,
    r"seventh|седьм\w+|сем\w+": 7,
    r"eighth|восьм\w+": 8,
    r"ninth|девят\w+|дзявят\w+|дзевят\w+": 9,
    r"tenth|десят\w+|дзясят\w+|дзесят\w+": 10,
    r"twentieth|двадцат\w+|дваццат\w+": 20,
}
EVERY = r"every|each|кажд(?:ый|ая|ого|ую|ой)|кожн(?:ы|ая|ага|ую|ай)"
OUT_OF = r"in|out of|of|из|з|са"
PERCENT = r"%|percentage points|percent|per cent|pct|points|процент\w*|проц\.?|п\.\s?п\.|працэнт\w*|прац\.?"
# What may follow: anything but words that make another number of it ("one in ten thousand").
OTHER = r"as|to|thousand|million|hundred|or|and|percent|per|тысяч\w*|миллион\w*|мільен\w*|и|або|или|ці"
TAIL = rf"(?:[ ,](?!(?:{OTHER})\b|%).+)?"
