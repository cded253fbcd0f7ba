#!/usr/bin/env bash
# virk, R and Python on the same data, one after the other, as a Markdown table.
# Needs Rscript, and python3 with scipy; what is not installed is left out and said.
set -euo pipefail
cd "$(dirname "$0")/.."
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
echo "Load before: $(cut -d' ' -f1-3 /proc/loadavg)" >&2
VIRK_BENCH_DATA="$data" cargo bench --quiet --bench numbers > "$data/results"
if command -v Rscript >/dev/null; then Rscript benches/peers.R "$data" >> "$data/results"; else echo 'R is not installed' >&2; fi
if python3 -c 'import scipy' 2>/dev/null; then python3 benches/peers.py "$data" >> "$data/results"; else echo 'SciPy is not installed' >&2; fi
echo "Load after: $(cut -d' ' -f1-3 /proc/loadavg)" >&2
awk -F'\t' '
  NR == FNR { if ($2 == "virk, 1 thread(s)") { own[$1] = $3; sum[$1] = $4 }; next }
  FNR == 1 { print "| task | program | seconds | × virk, one thread | same sum |\n|---|---|---:|---:|---|" }
  { d = ($4 - sum[$1]) / sum[$1]; if (d < 0) d = -d
    printf "| %s | %s | %s | %.1f | %s |\n", $1, $2, $3, $3 / own[$1], d < 1e-6 ? "yes" : "NO: " $4 }
' "$data/results" <(sort -t$'\t' -k1,1 -s "$data/results")
