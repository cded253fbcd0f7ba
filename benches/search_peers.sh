#!/bin/sh
# Search beside SQLite FTS5, ripgrep and a scan with Python's re: the same 100 MB of
# synthetic turns and 50,000 codings, the same queries, in one run. Needs Python 3
# whose sqlite3 has FTS5; ripgrep is left out where it is not installed.
# usage: benches/search_peers.sh [MEGABYTES]
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
VIRK_BENCH_MB=${1:-100} VIRK_BENCH_PEERS=$folder cargo bench --bench search
python3 benches/search_peers.py "$folder"
