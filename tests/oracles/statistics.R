# Ratios, quantiles, variances, deviations, correlations and covariances of several questions that public.json leaves
# out: domains, other intervals, design effects, missing answers, replicates. From this folder: Rscript statistics.R
# Made with R 4.2.2, survey 4.1-1 and jsonlite.
suppressMessages(library(survey))
op <- read.csv("data/opinion3.csv")
op <- op[op$wave == 1, ]
op$other <- round(op$score * 0.4 + op$trust * 7 + (seq_len(nrow(op)) %% 13), 2)
op$gap <- ifelse(seq_len(nrow(op)) %% 9 == 0, NA, op$other)
write.csv(op, "data/statistics.csv", row.names = FALSE, na = "", quote = FALSE)
op <- read.csv("data/statistics.csv", na.strings = "")
designs <- list(
  clusters = svydesign(~psu, strata = ~region, weights = ~w, data = op, nest = TRUE),
  elements = svydesign(~1, strata = ~region, weights = ~w, data = op)
)
designs$replicates <- as.svrepdesign(designs$clusters, type = "JKn")
p <- c(.1, .5, .9)
found <- list()
for (name in names(designs)) {
  d <- designs[[name]]
  one <- list()
  keep <- function(key, est, se, more = list()) one[[key]] <<- c(list(est = I(as.numeric(est)), se = I(as.numeric(se))), more)
  s <- svyratio(~gap, ~score, d, na.rm = TRUE)
  keep("ratio", coef(s), SE(s))
  for (level in c("man", "woman")) {
    part <- subset(d, sex == level)
    s <- svyratio(~gap, ~score, part, na.rm = TRUE)
    keep(paste0("ratio.", level), coef(s), SE(s), list(df = degf(subset(part, !is.na(gap)))))
    s <- svyvar(~score, part)
    keep(paste0("variance.", level), as.numeric(s), sqrt(attr(s, "var")), list(df = degf(part)))
    for (how in if (name == "replicates") c("mean", "quantile") else c("mean", "xlogit", "asin", "beta")) {
      q <- suppressMessages(suppressWarnings(svyquantile(~score, part, p, interval.type = how, qrule = "hf7")[[1]]))
      keep(paste("quantile", how, level, sep = "."), q[, 1], q[, 4], list(low = I(q[, 2]), high = I(q[, 3])))
    }
  }
  if (name != "replicates") {
    s <- svyratio(~other, ~score, d, deff = TRUE)
    keep("deff", coef(s), SE(s), list(deff = as.numeric(attr(s, "deff"))))
    both <- svymean(~factor(trust) + factor(sex), d)
    one$shares <- list(vcov = unname(as.matrix(vcov(both))))
    both <- svytotal(~score + other, d)
    one$totals <- list(vcov = unname(as.matrix(vcov(both))))
    s <- svyvar(~score + other, d)
    m <- as.numeric(s)
    r <- m[2] / sqrt(m[1] * m[4])
    g <- c(-r / 2 / m[1], 1 / sqrt(m[1] * m[4]), 0, -r / 2 / m[4])
    keep("correlation", r, sqrt(t(g) %*% attr(s, "var") %*% g))
    s <- svyvar(~score, d)
    keep("deviation", sqrt(as.numeric(s)), SE(s) / (2 * sqrt(as.numeric(s))))
  } else {
    r <- withReplicates(d, function(w, data) {
      v <- cov.wt(cbind(data$score, data$other), w, cor = TRUE)$cor[1, 2]
      c(v, sqrt(nrow(data) / (nrow(data) - 1) * weighted.mean((data$score - weighted.mean(data$score, w))^2, w)))
    })
    keep("correlation", coef(r)[1], SE(r)[1])
    keep("deviation", coef(r)[2], SE(r)[2])
    both <- svymean(~score + other, d)
    one$means <- list(vcov = unname(as.matrix(vcov(both))))
  }
  found[[name]] <- one
}
jsonlite::write_json(found, "statistics.json", auto_unbox = TRUE, digits = NA, pretty = FALSE)
