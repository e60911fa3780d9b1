# Targets from a reference survey with their covariance, classes for missing answers, base weights carried, free levels,
# nested margins, and standard errors with estimated targets. From this folder: Rscript weighting_targets.R
# Made with R 4.2.2, survey 4.1-1 and jsonlite. opinion3.csv is synthetic.
suppressMessages(library(survey))
all <- read.csv("data/opinion3.csv", stringsAsFactors = FALSE)
op <- all[all$wave == 1, ]
reference <- all[all$wave == 2, ]
for (name in c("sex", "age4", "urban", "edu3", "region")) {
  op[[name]] <- factor(op[[name]])
  reference[[name]] <- factor(reference[[name]])
}
n <- nrow(op)
design <- function(data) svydesign(~psu, strata = ~region, weights = ~w, data = data, nest = TRUE)
tight <- function(d, margins, totals) calibrate(d, margins, totals, calfun = "raking", epsilon = 1e-14, maxit = 500)
raked <- function(d, shares, total = n) {
  # shares: list of named proportions by variable; the model matrix has the intercept and all levels but the first
  formula <- reformulate(names(shares))
  totals <- c(`(Intercept)` = total)
  for (name in names(shares)) {
    share <- shares[[name]][levels(d$variables[[name]])]
    totals <- c(totals, setNames(share[-1] * total, paste0(name, names(share)[-1])))
  }
  tight(d, formula, totals)
}
figures <- function(d) {
  mean <- svymean(~I(trust == 5), d)
  list(weights = as.numeric(weights(d)), trust5 = as.numeric(mean)[2], trust5_se = as.numeric(SE(mean))[2])
}
out <- list()

# from a reference survey: sex, age4 and the crossing of sex and urban together
ref <- design(reference)
reference$cell <- factor(paste(reference$sex, reference$urban))
flat <- svydesign(~1, weights = ~w, data = reference)
jkn <- as.svrepdesign(design(reference), type = "JKn", mse = FALSE)
of <- function(made) list(estimate = as.numeric(made), covariance = unname(as.matrix(vcov(made))))
out$reference <- list(
  levels = c(levels(op$sex), levels(op$age4), levels(reference$cell)),
  clusters = of(svymean(~sex + age4 + cell, design(reference))),
  elements = of(svymean(~sex + age4 + cell, flat)),
  replicates = of(svymean(~sex + age4 + cell, jkn)),
  totals = of(svytotal(~sex + age4 + cell, design(reference))),
  missing = of(svymean(~side, subset(design(transform(reference, side = factor(ifelse(side == "", NA, side)))),
                                     side != ""), na.rm = TRUE))
)

# missing answers as a class of their own
known <- c(A = .45, B = .40, DK = .10, REF = .05)
blank <- sum(op$w[op$side == ""]) / sum(op$w)
op$side2 <- factor(ifelse(op$side == "", "blank", op$side))
sex <- c(man = .46, woman = .54)
out$class <- figures(raked(design(op), list(side2 = c(known * (1 - blank), blank = blank), sex = sex)))

# base weights carried
rest <- subset(op, side != "")
rest$side2 <- droplevels(rest$side2)
made <- raked(design(rest), list(side2 = known, sex = sex), n * (1 - blank))
carried <- op$w * n / sum(op$w)
carried[op$side != ""] <- weights(made)
out$carry <- list(weights = carried)

# two free levels of three
op$edu2 <- factor(ifelse(op$edu3 == "basic", "basic", "free"))
age <- c(`18-29` = .17, `30-44` = .27, `45-59` = .26, `60+` = .30)
out$free <- figures(raked(design(op), list(edu2 = c(basic = .25, free = .75), age4 = age)))

# nested: sizes of regions, shares of sex inside each
size <- c(north = 20, south = 30, east = 25, west = 25)
men <- c(north = .44, south = .46, east = .48, west = .50)
population <- data.frame(
  region = rep(names(size), 2), sex = rep(c("man", "woman"), each = 4), Freq = c(size * men, size * (1 - men)) * n / 100
)
out$nested <- figures(postStratify(design(op), ~region + sex, population))

# recoded: ages in two groups
op$age2 <- factor(ifelse(op$age4 %in% c("18-29", "30-44"), "young", "old"))
out$recode <- figures(raked(design(op), list(age2 = c(young = .44, old = .56), sex = sex)))

# estimated targets: V of the calibrated mean and B' V B of the targets, with B of the weighted regression
estimated <- svymean(~sex + age4, ref)
share <- coef(estimated)
made <- raked(design(op), list(sex = setNames(share[1:2], levels(op$sex)), age4 = setNames(share[3:6], levels(op$age4))))
op$y <- as.numeric(op$trust == 5)
fit <- lm(y ~ sex + age4, data = op, weights = w)
b <- c(0, coef(fit)["sexwoman"], 0, coef(fit)[c("age430-44", "age445-59", "age460+")])
residual <- as.numeric(vcov(svymean(~y, svydesign(~psu, strata = ~region, weights = ~w, data = op, nest = TRUE) |>
  raked(list(sex = setNames(share[1:2], levels(op$sex)), age4 = setNames(share[3:6], levels(op$age4)))))))
added <- as.numeric(t(b) %*% vcov(estimated) %*% b)
out$estimated <- list(mean = as.numeric(svymean(~I(trust == 5), made))[2], se_fixed = sqrt(residual),
                      se = sqrt(residual + added))

writeLines(jsonlite::toJSON(out, digits = 15, auto_unbox = TRUE, matrix = "rowmajor"), "weighting_targets.json")
