#!/usr/bin/env bash
# How fast files come in: 500 transcripts and a register of 200 MB, both synthetic, made in a
# folder that is given or thrown away, read by a release build, as a Markdown table. Base R reads the same register
# beside it, where R is installed: it parses and stores nothing, which is less than virk does.
set -euo pipefail
cd "$(dirname "$0")/.."
virk="$PWD/target/release/virk"
data=${1:-$(mktemp -d)}
[ $# -gt 0 ] || trap 'rm -rf "$data"' EXIT
mkdir -p "$data/talks"
export VIRK_HOME="$data/home" VIRK_CODER=bench
if ! [ -e "$data/register.csv" ]; then
  awk -v folder="$data/talks" 'BEGIN {
    srand(7)
    split("we talk about it and then she said that nobody asked me before but now I know what to do with the day", words, " ")
    for (n = 1; n <= 500; n++) {
      file = sprintf("%s/%03d.txt", folder, n)
      for (turn = 1; turn <= 150; turn++) {
        printf "%s:", turn % 2 ? "Interviewer" : "Mentor " n > file
        for (word = 1; word <= 60; word++) printf " %s", words[1 + int(rand() * 22)] > file
        print turn % 2 ? "?\n" : ".\n" > file
      }
      close(file)
    }
  }'
  awk 'BEGIN {
    srand(7)
    printf "id;start;region;course;branch;note;amount"
    for (item = 1; item <= 5; item++) printf ";item_%d", item
    print ""
    split("North South East West Centre", regions, " ")
    split("mentor guidance internship course none", courses, " ")
    for (row = 1; row <= 2400000; row++) {
      printf "%d;2024-%02d-%02d;%s;%s;%s %d;as agreed with the office in %s;%.2f", row, 1 + rand() * 12, 1 + rand() * 28,
        regions[1 + int(rand() * 5)], courses[1 + int(rand() * 5)], "branch", rand() * 90, regions[1 + int(rand() * 5)], rand() * 30000
      for (item = 1; item <= 5; item++) printf ";%d", 1 + rand() * 5
      print ""
    }
  }' > "$data/register.csv"
fi
measured() { # what, bytes, command …
  local what=$1 bytes=$2
  shift 2
  /usr/bin/time -f '%e %M' -o "$data/time" "$@" > "$data/said" 2>&1
  awk -v what="$what" -v bytes="$bytes" '{ printf "| %s | %.0f MB | %.1f s | **%.1f MB/s** | %.2f GB |\n", what, bytes / 1e6, $1, bytes / 1e6 / $1, $2 / 1048576 }' "$data/time"
}
size() { du -bc "$@" | tail -1 | cut -f1; }
echo "Load before: $(cut -d' ' -f1-3 /proc/loadavg)" >&2
printf '| what | size | time | speed | memory at most |\n|---|---:|---:|---:|---:|\n'
rm -f "$data"/*.virk
"$virk" new "$data/talks.virk" > /dev/null
"$virk" new "$data/register.virk" > /dev/null
measured '500 transcripts' "$(size "$data"/talks/*)" "$virk" --study "$data/talks.virk" import "$data/talks"
measured 'a register of 12 columns' "$(size "$data/register.csv")" "$virk" --study "$data/register.virk" data import "$data/register.csv"
if command -v Rscript > /dev/null; then
  measured '… read by base R (`read.csv`)' "$(size "$data/register.csv")" \
    Rscript -e 'd <- read.csv(commandArgs(TRUE)[1], sep = ";"); stopifnot(ncol(d) == 12)' "$data/register.csv"
fi
echo "Load after: $(cut -d' ' -f1-3 /proc/loadavg)" >&2
