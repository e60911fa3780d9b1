"""What heads of rows and columns say that are no options: bases, means, margins of error, everybody."""

from __future__ import annotations

from collections.abc import Mapping

from survey.claims.published.labels import normalized

# normalized words -> what the row is
ROWS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("n", "unweighted n", "n unweighted", "base", "unweighted base", "base unweighted", "respondents"),
            *("respondents n", "респонденты n", "рэспандэнты n", "опрошенные n", "апытаныя n"),
            *("number of respondents", "sample size", "sample", "unweighted", "unweighted count", "interviews"),
            *("база", "невзвешенная база", "число опрошенных", "опрошено", "количество опрошенных", "респондентов"),
            *("база невзвешенная", "число респондентов", "няўзважаная база", "колькасць апытаных", "апытана"),
        ),
        "n",
    ),
    **dict.fromkeys(
        (
            *("weighted n", "n weighted", "weighted base", "base weighted", "weighted", "weighted count"),
            *("взвешенная база", "база взвешенная", "узважаная база", "база ўзважаная"),
        ),
        "n_weighted",
    ),
    **dict.fromkeys(("mean", "average", "mean score", "среднее", "средний балл", "сярэдняе", "сярэдні бал"), "mean"),
    **dict.fromkeys(
        (
            *("margin of error", "moe", "±", "sampling error", "maximum margin of error", "margin of sampling error"),
            *("погрешность", "предельная погрешность", "статистическая погрешность", "хібнасць"),
        ),
        "moe",
    ),
    **dict.fromkeys(("effective base kish", "effective base", "effective n", "n eff", "n_eff"), "n_eff"),
    **dict.fromkeys(("largest ± points", "letters", "standard error", "deff"), "unread"),
    **dict.fromkeys(("sum", "total %", "total", "всего", "итого", "сумма", "усяго", "разам"), "sum"),
}
TOTALS = frozenset(
    (
        *("total", "all", "everyone", "everybody", "overall", "all respondents", "total sample", "national", "adults"),
        *("all adults", "population", "%", "percent", "share", "всего", "все", "итого", "в целом", "все опрошенные"),
        *("в среднем", "доля", "усяго", "усе", "у цэлым", "разам", "_total", ""),
    )
)
MEASURES: Mapping[str, str] = {
    **dict.fromkeys(("%", "percent", "col %", "column %", "row %", "share", "доля", "процент", "працэнт"), "percent"),
    **dict.fromkeys(("n", "count", "unweighted n", "unweighted count", "частота", "колькасць"), "n"),
    **dict.fromkeys(("±", "moe", "margin of error", "погрешность", "хібнасць"), "moe"),
    **dict.fromkeys(
        (
            *("interval", "confidence interval", "95 % interval", "95 % ci", "ci", "se", "standard error", "std error"),
            *("95 % interval percent", "sig", "p", "deff", "интервал", "95 % интервал", "95 % інтэрвал"),
        ),
        "unread",
    ),
}


def row_kind(text: str) -> str:
    """What a row is that is no option: n, n_weighted, n_eff, mean, moe, sum or unread; "" for none of them."""
    return ROWS.get(normalized(text), "")


def measure_of(text: str) -> str:
    """What a column holds by its head: percent, n, moe or what is not judged (unread); "" where it does not say."""
    return MEASURES.get(normalized(text), "")


def is_total(text: str) -> bool:
    """Whether a column is that of everybody."""
    return normalized(text) in TOTALS or text == "_total"
