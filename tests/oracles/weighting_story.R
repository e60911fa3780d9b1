# The standard error that R gives from the replicate weights of docs/weighting.md.
# R 4.2.2, survey 4.1-1. Input: weighted.sav of that page saved as weighted.csv, and weighted.sav.R with read.csv in
# place of haven. Call, in the folder of these: Rscript weighting_story.R > weighting_story.json
suppressMessages(library(survey))
source("weighted.sav.R")
found <- svymean(~I(russia_actions_approval == "approve"), design)
cat(sprintf('{"estimate": %.17g, "std_error": %.17g}\n', coef(found)[2], SE(found)[2]))
