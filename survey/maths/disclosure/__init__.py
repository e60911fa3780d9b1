"""How easily a respondent is told from a row of answers: frequencies of keys, risk, suppression."""
