# Cases that public.json leaves out: weights of 0, domains of two variables, lonely PSUs, unequal weights in a stratum
# of post-stratification, element designs. Same schema. From this folder: Rscript edges.R
# Made with R 4.2.2, survey 4.1-1 and jsonlite.
suppressMessages(library(survey))
op <- read.csv("data/opinion3.csv")
op <- op[op$wave == 1, ]
op$w0 <- ifelse(seq_len(nrow(op)) %% 7 == 0, 0, op$w)
op$half <- ifelse(op$region == "north", 12, 30)
op$score[seq_len(nrow(op)) %% 11 == 0] <- NA
write.csv(op, "data/edges.csv", row.names = FALSE, na = "", quote = FALSE)
op <- read.csv("data/edges.csv", na.strings = "")
lonely <- read.csv("data/lonely.csv")

cases <- list()
design <- function(weights, psu = list("psu"), strata = list("region"), fpc = list(), lonely_psu = "fail")
  list(kind = "taylor", psu = psu, strata = strata, weights = weights, fpc = fpc, nest = TRUE, lonely_psu = lonely_psu)
keep <- function(id, group, design, estimand, expect, r, file = "data/edges.csv", weighting = NULL) {
  case <- list(id = id, group = group, data = list(file = file), design = design)
  if (!is.null(weighting)) case$weighting <- weighting
  est <- c(1e-3, unlist(expect$est))
  case <- c(case, list(estimand = c(estimand, what = estimand$statistic), expect = expect, rtol = 1e-8,
                       atol = 1e-8 * max(abs(est)), r = r))
  cases[[length(cases) + 1]] <<- case
}
values <- function(s, df, labels = names(coef(s)), more = list()) {
  ci <- confint(s, df = df)
  c(list(labels = I(labels), est = I(as.numeric(coef(s))), se = I(as.numeric(SE(s))), df = df,
         ci_low = I(ci[, 1]), ci_high = I(ci[, 2]), vcov = I(unname(as.matrix(vcov(s))))), more)
}
by_values <- function(s, by, df) {
  keys <- lapply(seq_len(nrow(s)), function(i) as.character(unlist(s[i, by])))
  ci <- confint(s, df = df)
  list(keys = keys, key_names = I(by), labels = I(rownames(ci)), est = I(as.numeric(coef(s))),
       se = I(as.numeric(unlist(SE(s)))), df = df, ci_low = I(ci[, 1]), ci_high = I(ci[, 2]))
}

# weights of 0
d0 <- svydesign(~psu, strata = ~region, weights = ~w0, data = op, nest = TRUE)
e0 <- svydesign(~1, strata = ~region, weights = ~w0, data = op)
s <- svymean(~factor(trust), d0)
keep("zero-share", "zero", design("w0"), list(statistic = "share", y = "trust"),
     values(s, degf(d0), paste0("trust", 1:5)), "svymean(~factor(trust), d)")
s <- svymean(~factor(trust), e0, deff = TRUE)
keep("zero-share-elements", "zero", design("w0", psu = list()), list(statistic = "share", y = "trust", deff = TRUE),
     values(s, degf(e0), paste0("trust", 1:5), list(deff = I(as.numeric(deff(s))))), "svymean(~factor(trust), d, deff=TRUE)")
s <- svymean(~score, e0, na.rm = TRUE, deff = TRUE)
keep("zero-mean-elements", "zero", design("w0", psu = list()), list(statistic = "mean", y = list("score")),
     values(s, degf(e0), "score", list(deff = I(as.numeric(deff(s))))), "svymean(~score, d, na.rm=TRUE, deff=TRUE)")
s <- svytotal(~score, d0, na.rm = TRUE)
keep("zero-total", "zero", design("w0"), list(statistic = "total", y = list("score")), values(s, degf(d0), "score"),
     "svytotal(~score, d, na.rm=TRUE)")
sub <- subset(e0, sex == "woman" & age4 == "60+")
s <- svymean(~factor(trust), sub)
keep("zero-subset", "zero", design("w0", psu = list()),
     list(statistic = "share", y = "trust", base = "sex == 'woman' and age4 == '60+'"),
     values(s, degf(sub), paste0("trust", sort(unique(sub$variables$trust)))), "svymean(~factor(trust), subset(d, ...))")
keep("zero-weights", "zero", design("w0"), list(statistic = "weight_summary"),
     list(n = nrow(op), sum = sum(op$w0), sum_sq = sum(op$w0^2), min = min(op$w0), max = max(op$w0),
          first = I(head(op$w0, 8)), last = I(tail(op$w0, 4)), est = NULL,
          deff_kish = sum(op$w0 > 0) * sum(op$w0^2) / sum(op$w0)^2), "n*sum(w^2)/sum(w)^2 over weights above 0")

# elements with unequal weights, domains
d <- svydesign(~psu, strata = ~region, weights = ~w, data = op, nest = TRUE)
e <- svydesign(~1, weights = ~w, data = op)
s <- svyby(~factor(trust), ~sex + edu3, e, svymean)
s2 <- by_values(s, c("sex", "edu3"), degf(e))
s2$labels <- I(sub(":factor\\(trust\\)", ":trust", s2$labels))
keep("by-two-elements", "domain", design("w", psu = list(), strata = list()),
     list(statistic = "share", y = "trust", by = list("sex", "edu3")), s2, "svyby(~factor(trust), ~sex+edu3, d, svymean)")
s <- svyby(~score, ~age4 + sex, d, svymean, na.rm = TRUE)
keep("by-two-mean", "domain", design("w"), list(statistic = "mean", y = "score", by = list("age4", "sex"), na = "drop"),
     by_values(s, c("age4", "sex"), degf(d)), "svyby(~score, ~age4+sex, d, svymean, na.rm=TRUE)")
sub <- subset(d, side %in% c("A", "B"))
s <- svymean(~side, sub)
at <- c("sideA", "sideB")
ci <- confint(s, df = degf(sub))
keep("share-valid", "domain", design("w"), list(statistic = "share", y = "side", base = "side in ['A', 'B']"),
     list(labels = I(at), est = I(as.numeric(coef(s)[at])), se = I(as.numeric(SE(s)[names(coef(s)) %in% at])), df = degf(sub),
          ci_low = I(ci[at, 1]), ci_high = I(ci[at, 2])), "svymean(~side, subset(d, side %in% c('A','B')))")
s <- svycontrast(svyby(~score, ~sex, subset(d, !is.na(score)), svymean, covmat = TRUE), c(woman = 1, man = -1))
keep("contrast-missing", "domain", design("w"),
     list(statistic = "contrast_of_domains", y = "score", by = list("sex"), contrast = list(woman = 1, man = -1), na = "drop"),
     list(est = as.numeric(coef(s)), se = as.numeric(SE(s))), "svycontrast(svyby(~score, ~sex, ..., covmat=TRUE), ...)")

# fpc by strata
f <- svydesign(~psu, strata = ~region, weights = ~w, fpc = ~half, data = op, nest = TRUE)
s <- svymean(~factor(trust), f)
keep("fpc-share", "fpc", design("w", fpc = list("half")), list(statistic = "share", y = "trust"),
     values(s, degf(f), paste0("trust", 1:5)), "svymean(~factor(trust), d)")

# post-stratification where base weights differ inside the cells
cells <- data.frame(sex = rep(c("man", "woman"), 3), edu3 = rep(c("basic", "higher", "secondary"), each = 2),
                    Freq = c(90, 90, 130, 170, 240, 280))
p <- postStratify(d, ~sex + edu3, cells)
targets <- lapply(seq_len(nrow(cells)), function(i) list(sex = cells$sex[i], edu3 = cells$edu3[i], total = cells$Freq[i]))
how <- list(method = "poststratify", by = list("sex", "edu3"), targets = targets)
s <- svymean(~factor(trust), p)
keep("poststratify-share", "weighting", design("w"), list(statistic = "share", y = "trust"),
     values(s, degf(p), paste0("trust", 1:5)), "svymean(~factor(trust), postStratify(d, ~sex+edu3, pop))", weighting = how)
s <- svyby(~factor(trust), ~age4, p, svymean)
s2 <- by_values(s, "age4", degf(p))
s2$labels <- I(sub(":factor\\(trust\\)", ":trust", s2$labels))
keep("poststratify-by", "weighting", design("w"), list(statistic = "share", y = "trust", by = list("age4")), s2,
     "svyby(~factor(trust), ~age4, postStratify(...), svymean)", weighting = how)
# Weights of 0 and margins together are left out: for those rows postStratify() leaves minus the cell mean, times 1, as a
# residual (svyrecvar sets their weight to 1 so as not to divide by it), and rake() gives NaN for the same division.

# lonely PSUs
for (rule in c("remove", "certainty", "adjust", "average")) {
  options(survey.lonely.psu = rule)
  l <- svydesign(~psu, strata = ~region, weights = ~w, data = lonely, nest = TRUE)
  s <- svymean(~factor(trust), l)
  keep(paste0("lonely-share-", rule), "lonely", design("w", lonely_psu = rule), list(statistic = "share", y = "trust"),
       values(s, degf(l), paste0("trust", 1:5)), "svymean(~factor(trust), d)", file = "data/lonely.csv")
  s <- svyby(~score, ~sex, l, svymean)
  keep(paste0("lonely-by-", rule), "lonely", design("w", lonely_psu = rule),
       list(statistic = "mean", y = "score", by = list("sex")), by_values(s, "sex", degf(l)), "svyby(~score, ~sex, d, svymean)",
       file = "data/lonely.csv")
}
for (i in seq_along(cases)) cases[[i]]$expect <- cases[[i]]$expect[!vapply(cases[[i]]$expect, is.null, TRUE)]
meta <- list(made_with = list(R = R.version.string, survey = as.character(packageVersion("survey"))), level = 0.95,
             cases = length(cases), part = "edges")
writeLines(jsonlite::toJSON(list(meta = meta, cases = cases), auto_unbox = TRUE, digits = I(15), pretty = 1), "edges.json")
