# One work by R's survey: Rscript peers.R WORK FOLDER TURNS
# FOLDER: each column as doubles (name.bin), their names in columns.txt, target shares in <margin>.txt.
# The figures go to figures.bin; release, peak memory in MiB and the seconds of each turn are printed.
asked <- commandArgs(trailingOnly = TRUE)
work <- asked[1]; folder <- asked[2]; turns <- as.integer(asked[3])
if (!requireNamespace("survey", quietly = TRUE)) { cat("missing"); quit() }
suppressMessages(library(survey))
names <- readLines(file.path(folder, "columns.txt"))
read <- function(name) {
  path <- file.path(folder, paste0(name, ".bin"))
  readBin(path, "double", file.size(path) / 8)
}
data <- as.data.frame(setNames(lapply(names, read), names))
data$answer <- factor(data$answer)
banners <- c("sex", "age", "region", "education", "settlement")
fresh <- if (work == "rake") {
  margins <- lapply(banners, function(name) {
    made <- data.frame(seq_along(shares <- scan(file.path(folder, paste0(name, ".txt")), quiet = TRUE)), shares * nrow(data))
    setNames(made, c(name, "Freq"))
  })
  forms <- lapply(banners, function(name) as.formula(paste("~", name)))
  function() function() weights(rake(svydesign(ids = ~1, weights = ~weight, data = data), forms, margins,
                                     control = list(maxit = 100, epsilon = 1e-12)))
} else if (work == "banner") {
  function() function() {
    design <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = data, nest = TRUE)
    all <- svymean(~answer, design)
    parts <- lapply(banners, function(by) svyby(~answer, as.formula(paste("~", by)), design, svymean))
    shares <- lapply(parts, function(part) t(as.matrix(as.data.frame(part)[, 2:6])))
    errors <- lapply(parts, function(part) t(as.matrix(as.data.frame(part)[, 7:11])))
    c(coef(all), unlist(shares), SE(all), unlist(errors))
  }
} else {
  columns <- grep("^rw", names)
  design <- svrepdesign(weights = data$weight, repweights = data[, columns], type = "BRR", combined.weights = TRUE,
                        data = data["answer"], degf = length(columns) - 1)
  function() function() { found <- svymean(~answer, design); c(coef(found), SE(found)) }
}
seconds <- c()
while (length(seconds) < turns && sum(seconds) < 60) {
  job <- fresh()
  start <- proc.time()[["elapsed"]]
  found <- job()
  seconds <- c(seconds, proc.time()[["elapsed"]] - start)
}
con <- file(file.path(folder, "figures.bin"), "wb"); writeBin(as.double(found), con); close(con)
peak <- NA
if (file.exists("/proc/self/status")) {
  line <- grep("VmHWM", readLines("/proc/self/status"), value = TRUE)
  peak <- as.numeric(gsub("[^0-9]", "", line)) / 1024
}
cat(as.character(packageVersion("survey")), peak, seconds)
