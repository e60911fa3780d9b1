# Post-stratification, raking, calibration (linear, raking, logit; bounds on factors and on weights; one weight a
# cluster; trimmed factors) and trimming, with the variances after each. From this folder:
# Rscript weighting_calibration.R > weighting_calibration.json
# Made with R 4.2.2, survey 4.1-1 and jsonlite. R stops early by default: epsilon is 1e-13 and maxit 1000 here.
suppressMessages(library(survey))
suppressMessages(library(jsonlite))
number <- function(x) I(as.numeric(x))
found <- list()

# the 4 x 3 table of R's tests/kalton.R (Kalton & Flores-Cervantes 2003), with a number for each respondent
ab <- expand.grid(a = factor(1:4), b = factor(1:3))
rows <- ab[rep(1:12, c(20, 50, 100, 30, 40, 140, 50, 100, 40, 310, 50, 70)), ]
rows$y <- (seq_len(nrow(rows)) * 7) %% 11
pop <- ab[rep(1:12, c(80, 60, 170, 55, 40, 150, 60, 165, 55, 340, 200, 125)), ]
k <- svydesign(id = ~1, weights = rep(1, nrow(rows)), data = rows)
joint <- colSums(model.matrix(~a * b, pop))
margin <- colSums(model.matrix(~a + b, pop))
numeric <- colSums(model.matrix(~as.numeric(a) + as.numeric(b), pop))
tight <- function(...) calibrate(..., epsilon = 1e-13, maxit = 1000)
made <- list(
  poststratify = postStratify(k, ~a + b, xtabs(~a + b, pop)),
  rake = rake(k, list(~a, ~b), list(xtabs(~a, pop), xtabs(~b, pop)), control = list(epsilon = 1e-14, maxit = 1000)),
  crossed = tight(k, ~a * b, joint),
  raking = tight(k, ~a + b, margin, calfun = "raking"),
  linear = tight(k, ~a + b, margin),
  truncated = tight(k, ~a + b, margin, bounds = c(0.5, 2.2)),
  logit = tight(k, ~a + b, margin, bounds = c(0.5, 2.2), calfun = "logit"),
  numbers = tight(k, ~as.numeric(a) + as.numeric(b), numeric)
)
kalton <- list()
for (name in names(made)) {
  d <- made[[name]]
  s <- svymean(~y, d)
  t <- svytotal(~y, d)
  cell <- !duplicated(rows[, c("a", "b")])
  kalton[[name]] <- list(weights = number(weights(d)[cell]), mean = number(coef(s)), mean_se = number(SE(s)),
                         total = number(coef(t)), total_se = number(SE(t)))
}
found$kalton <- kalton

# the Californian schools of R's data(api)
values <- function(d) {
  m <- svymean(~enroll + api00 + sch.wide, d)
  t <- svytotal(~enroll, d)
  b <- svyby(~api00, ~stype, d, svymean)
  w <- weights(d)
  list(weights = number(w[seq(1, length(w), 20)]), sums = number(c(sum(w), sum(w^2), min(w), max(w))),
       mean = number(coef(m)), mean_se = number(SE(m)), total = number(coef(t)), total_se = number(SE(t)),
       by = number(coef(b)), by_se = number(SE(b)))
}
with_weights <- function(d, w) {
  d$prob <- 1 / w
  d
}
# what trimWeights(strict = TRUE) does since survey 4.4: a weight once cut receives nothing later
strict <- function(w, low, high) {
  cut <- rep(FALSE, length(w))
  while (any(w < low | w > high)) {
    outside <- w < low | w > high
    cut <- cut | outside
    kept <- pmax(low, pmin(w, high))
    excess <- sum(w - kept)
    w <- ifelse(cut, kept, w + excess / sum(!cut))
  }
  w
}
pop.totals <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069)
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
frames <- list(clus1 = read.csv("data/apiclus1.csv"), strat = read.csv("data/apistrat.csv"))
designs <- list(
  clus1 = svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = frames$clus1),
  strat = svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = frames$strat),
  elements = svydesign(id = ~1, weights = ~pw, data = frames$strat)
)
factors <- list(clus1 = c(0.5, 1.8), strat = c(0.965, 1.03), elements = c(0.965, 1.03))
constant <- list(clus1 = c(15, 65), strat = c(14.7, 45.5), elements = c(14.7, 45.5))
for (name in names(designs)) {
  d <- designs[[name]]
  one <- list()
  go <- function(...) tight(d, ~stype + api99, pop.totals, ...)
  one$poststratify <- values(postStratify(d, ~stype, types))
  raked <- rake(d, list(~stype, ~sch.wide), list(types, wide), control = list(epsilon = 1e-14, maxit = 1000))
  one$rake <- values(raked)
  margins <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, sch.wideYes = 5122)
  one$raking_margins <- values(tight(d, ~stype + sch.wide, margins, calfun = "raking"))
  one$linear_margins <- values(tight(d, ~stype + sch.wide, margins))
  one$logit_margins <- values(tight(d, ~stype + sch.wide, margins, calfun = "logit", bounds = c(0.5, 1.9)))
  one$linear <- values(go())
  one$raking <- values(go(calfun = "raking"))
  for (way in c("linear", "raking", "logit")) {
    one[[paste0(way, ".factor")]] <- values(go(calfun = way, bounds = factors[[name]]))
    one[[paste0(way, ".weight")]] <- values(go(calfun = way, bounds = constant[[name]], bounds.const = TRUE))
  }
  g <- weights(go(calfun = "raking")) / weights(d)
  limits <- as.numeric(quantile(g, c(.1, .9)))
  one$limits <- number(limits)
  one$trimmed_factors <- values(suppressMessages(go(calfun = "raking", trim = limits)))
  calibrated <- go(calfun = "raking")
  cut <- as.numeric(quantile(weights(calibrated), c(.05, .9)))
  one$cut <- number(cut)
  one$trimmed <- values(trimWeights(calibrated, lower = cut[1], upper = cut[2]))
  one$trimmed_strict <- values(with_weights(calibrated, strict(weights(calibrated), cut[1], cut[2])))
  one$scaled <- values(with_weights(calibrated, weights(calibrated) * nrow(d) / sum(weights(calibrated))))
  found[[name]] <- one
}
# one weight a cluster
d <- designs$clus1
agg <- function(...) tight(d, ~stype + api99, pop.totals, aggregate.stage = 1, ...)
found$within <- list(
  linear = values(agg()),
  raking = values(agg(calfun = "raking")),
  linear.factor = values(agg(bounds = c(0.1, 2.8))),
  logit.factor = values(agg(calfun = "logit", bounds = c(0.1, 2.8))),
  raking.weight = values(agg(calfun = "raking", bounds = c(4, 95), bounds.const = TRUE)),
  limits = number(range(weights(agg()) / weights(d)))
)
cat(toJSON(found, digits = NA, pretty = 1, auto_unbox = TRUE), "\n")
