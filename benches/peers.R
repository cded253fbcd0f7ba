# The tasks of numbers.rs in R, on its data: Rscript peers.R FOLDER
folder <- commandArgs(TRUE)[1]
say <- function(task, tool, seconds, sum) cat(sprintf("%s\t%s\t%.6f\t%s\n", task, tool, seconds, formatC(sum, format = "f", digits = if (grepl("exact", task)) 6 else 4)))
timed <- function(runs, f) { t <- numeric(runs); for (i in seq_len(runs)) t[i] <- system.time(r <- f())[["elapsed"]]; list(seconds = median(t), result = r) }
version <- paste("R", getRversion())
options(warn = -1)
pairs <- function(k, f) { s <- 0; for (i in 1:(k - 1)) for (j in (i + 1):k) s <- s + f(i, j); s }
for (set in list(list("2,000 x 200", "small.bin", 2000, 200), list("100,000 x 50", "large.bin", 100000, 50))) {
  n <- set[[3]]; k <- set[[4]]
  m <- matrix(as.integer(readBin(file.path(folder, set[[2]]), "raw", n * k)) + 1L, n)
  x <- lapply(seq_len(k), function(j) m[, j])
  r <- timed(1, function() pairs(k, function(i, j) chisq.test(table(x[[i]], x[[j]]), correct = FALSE)$statistic))
  say(set[[1]], paste(version, "chisq.test(table(x, y))"), r$seconds, r$result)
  r <- timed(3, function() pairs(k, function(i, j) {
    o <- tabulate((x[[i]] - 1L) * 5L + x[[j]], 25L); dim(o) <- c(5, 5)
    e <- outer(rowSums(o), colSums(o)) / n; s <- sum((o - e)^2 / e); pchisq(s, 16, lower.tail = FALSE); s }))
  say(set[[1]], paste(version, "tabulate, formula, pchisq"), r$seconds, r$result)
}
tables <- lapply(readLines(file.path(folder, "tables.txt")), function(l) { t <- matrix(as.integer(strsplit(l, " ")[[1]]), 5, byrow = TRUE); t[rowSums(t) > 0, colSums(t) > 0] })
# A clock ticks in milliseconds: each table is done twenty times at once.
times <- sapply(tables, function(t) timed(5, function() for (i in 1:20) fisher.test(t))$seconds / 20)
sum <- sum(sapply(tables, function(t) fisher.test(t)$p.value))
say("exact 5x5 N=31, Fisher-Freeman-Halton, median", paste(version, "fisher.test"), sort(times)[length(times) %/% 2 + 1], sum)
say("exact 5x5 N=31, Fisher-Freeman-Halton, slowest", paste(version, "fisher.test"), max(times), sum)
