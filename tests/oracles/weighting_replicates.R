# The standard errors that R gives from the files of replicate weights that the program writes.
# R 4.2.2, survey 4.1-1. Input: for each method the file <method>.csv and the code <method>.csv.R beside it, as
# tests/reports/test_write_replicates.py writes them (its function weighted(source("in.csv"), method, **options),
# then write_data(sample, "<method>.csv", replicates=True)). Call: Rscript weighting_replicates.R FOLDER > ….json
suppressMessages(library(survey))
setwd(commandArgs(trailingOnly = TRUE)[1])
options(digits = 17)
parts <- c()
for (method in c("JK1", "JKn", "bootstrap", "BRR", "Fay", "SDR")) {
  source(paste0(method, ".csv.R"))
  found <- svymean(~factor(vote), design)
  shown <- function(x) paste0("[", paste(format(as.numeric(x), digits = 17), collapse = ", "), "]")
  parts <- c(parts, sprintf(' "%s": {"estimate": %s, "std_error": %s}', method, shown(coef(found)), shown(SE(found))))
}
cat("{\n", paste(parts, collapse = ",\n"), "\n}\n", sep = "")
