# Non-response adjusted by classes, by propensities and by strata of propensity, eligibility, and two samples combined,
# with the variance of estimates after it: every replicate is adjusted anew. From this folder:
# Rscript weighting_nonresponse.R
# Made with R 4.2.2, survey 4.1-1 and jsonlite. opinion3.csv is synthetic; response, status and age are made below.
suppressMessages(library(survey))
op <- read.csv("data/opinion3.csv", na.strings = "")
op <- op[op$wave == 1, ]
i <- seq_len(nrow(op))
op$age <- 20 + (i * 37) %% 57  # a number
op$came <- as.integer((i * 7919) %% 101 < 35 + 20 * (op$sex == "woman") + 10 * (op$region == "north") + (op$age > 45) * 12)
op$status <- ifelse((i * 104729) %% 17 == 0, "unknown", ifelse((i * 1299709) %% 23 == 0, "ineligible",
             ifelse(op$came == 1, "interview", "refusal")))
base <- svydesign(~psu, strata = ~region, weights = ~w, data = op, nest = TRUE)
replicated <- as.svrepdesign(base, type = "JKn")
tight <- glm.control(epsilon = 1e-15, maxit = 100)

classes <- function(w, keys, came, n = 1) {
  whole <- ave(w, keys, FUN = sum)
  part <- ave(w * came, keys, FUN = sum)
  ifelse(came == 1, w * whole / part, 0)
}
fitted_by <- function(w, formula) {
  op$w_ <- w / mean(w)
  model <- suppressWarnings(glm(formula, quasibinomial, op, weights = w_, control = tight))
  suppressWarnings(predict(model, op, type = "response"))
}
divided <- function(w, formula) ifelse(op$came == 1, w / fitted_by(w, formula), 0)
stratified <- function(w, formula, k = 5) {
  p <- fitted_by(w, formula)
  p <- round(p, 12)  # equal propensities are equal
  o <- order(p)
  sums <- cumsum(w[o])
  cuts <- sapply(seq_len(k - 1) / k, function(part) p[o][which(sums >= sum(w) * (part - 1e-10))[1]])
  classes(w, findInterval(p, cuts, left.open = TRUE), op$came)
}
eligible <- function(w) {
  sums <- function(which) ave(w * (op$status %in% which), op$region, FUN = sum)
  E <- sums(c("interview", "refusal")); U <- sums("unknown"); I <- sums("ineligible")
  ifelse(op$status %in% c("interview", "refusal"), w * (1 + E / (E + I) * U / E), 0)
}
interviewed <- function(w) {
  w <- eligible(w)
  came <- as.integer(op$status == "interview")
  classes(w, op$sex, came)
}
rules <- list(
  classes = function(w) classes(w, paste(op$region, op$sex), op$came),
  propensity = function(w) divided(w, came ~ sex + region + age4),
  crossed = function(w) divided(w, came ~ region + interaction(sex, age4)),
  numbers = function(w) divided(w, came ~ sex + region + age),
  strata = function(w) stratified(w, came ~ sex + region + age4),
  eligibility = eligible,
  chain = interviewed
)
found <- list()
figures <- function(d) {
  score <- svymean(~score, d, na.rm = TRUE)
  sex <- svymean(~factor(sex), d)
  total <- svytotal(~score, subset(d, !is.na(score)))
  list(mean = as.numeric(coef(score)), mean_se = as.numeric(SE(score)), share = I(as.numeric(coef(sex))),
       share_se = I(as.numeric(SE(sex))), total = as.numeric(coef(total)), total_se = as.numeric(SE(total)))
}
for (name in names(rules)) {
  rule <- rules[[name]]
  w <- rule(op$w)
  reps <- apply(weights(replicated, "analysis"), 2, rule)
  repeated <- svrepdesign(weights = w, repweights = reps, data = op, combined.weights = TRUE, type = "other",
                          scale = replicated$scale, rscales = replicated$rscales, mse = FALSE)
  given <- svydesign(~psu, strata = ~region, weights = w, data = cbind(op, new_ = w), nest = TRUE)
  found[[name]] <- list(sum = sum(w), squares = sum(w^2), first = I(head(w, 40)), repeated = figures(repeated),
                        given = figures(given))
}
op$w_ <- op$w / mean(op$w)
model <- glm(came ~ sex + region + age4, quasibinomial, op, weights = w_, control = tight)
p <- fitted(model)
found$model <- list(low = min(p), high = max(p), mcfadden = 1 - model$deviance / model$null.deviance,
                    auc = { a <- outer(p[op$came == 1], p[op$came == 0], function(x, y)
                              (x > y + 1e-12) + 0.5 * (abs(x - y) <= 1e-12));
                            v <- outer(op$w[op$came == 1], op$w[op$came == 0]); sum(a * v) / sum(v) },
                    indicator = 1 - 2 * sqrt(sum(op$w * (p - weighted.mean(p, op$w))^2) / sum(op$w)))

# two samples of one population, the waves 1 and 2 of opinion3.csv
op <- read.csv("data/opinion3.csv", na.strings = "")
op <- op[op$wave %in% 1:2, ]
sums <- tapply(op$w, op$wave, sum)
n_eff <- tapply(op$w, op$wave, sum)^2 / tapply(op$w^2, op$wave, sum)
lambda <- n_eff / sum(n_eff)
total <- sum(lambda * sums)
op$c <- as.numeric(op$w * (lambda * total / sums)[as.character(op$wave)])
both <- svydesign(~psu, strata = ~interaction(wave, region), weights = ~c, data = op, nest = TRUE)
found$combined <- c(list(share_of_first = as.numeric(lambda[1]), sum = sum(op$c), df = degf(both)), figures(both))
# each wave post-stratified first; R knows of both by one post-stratification of the crossing
targets <- c(man = 460, woman = 540)
before <- op
now <- tapply(op$w, list(op$wave, op$sex), sum)
op$post <- op$w * targets[op$sex] / now[cbind(as.character(op$wave), op$sex)]
n_eff <- tapply(op$post, op$wave, sum)^2 / tapply(op$post^2, op$wave, sum)
lambda <- n_eff / sum(n_eff)
plain <- svydesign(~psu, strata = ~interaction(wave, region), weights = ~w, data = op, nest = TRUE)
cells <- expand.grid(wave = 1:2, sex = names(targets), stringsAsFactors = FALSE)
cells$Freq <- as.numeric(1000 / 1000 * lambda[as.character(cells$wave)] * targets[cells$sex])
post <- postStratify(plain, ~wave + sex, cells)
found$combined_post <- c(list(share_of_first = as.numeric(lambda[1]), sum = sum(weights(post))), figures(post))
writeLines(jsonlite::toJSON(found, digits = NA, auto_unbox = TRUE, pretty = TRUE), "weighting_nonresponse.json")
