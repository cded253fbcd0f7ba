"""Asks SQLite FTS5, ripgrep and a scan with Python's re what virk was asked.

Reads the folder that `VIRK_BENCH_PEERS=FOLDER cargo bench --bench search` wrote:
turns, quotes with codes, and queries with virk's answers. Every peer gives the
first 50 (FTS5: by rank) and the exact count; ripgrep only counts, and knows no
codes. Prints medians in milliseconds, and how many times virk's each takes.
"""

import pathlib
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time

folder = pathlib.Path(sys.argv[1])
MOST = {"fts5": 100, "rg": 20, "re": 3}


def milliseconds(ask):
    start = time.perf_counter()
    count = ask()
    return (time.perf_counter() - start) * 1e3, count


def read(query):
    """The parts of a query of virk's language, as far as the bench uses it."""
    phrases = [part.split() for part in re.findall(r'"([^"]*)"', query)]
    fields = dict(re.findall(r"(\w+):(\S+)", query))
    rest = re.sub(r'"[^"]*"|\w+:\S+', " ", query).split()
    return phrases, rest, fields


def of_fts5(query):
    phrases, rest, _ = read(query)
    return " ".join(['"%s"' % " ".join(words) for words in phrases] + [word if word.endswith("*") else f'"{word}"' for word in rest])


def of_re(query):
    phrases, rest, _ = read(query)
    parts = [r"\b" + r"\W+".join(map(re.escape, words)) + r"\b" for words in phrases]
    return parts + [r"\b" + re.escape(word.rstrip("*")) + ("" if word.endswith("*") else r"\b") for word in rest]


turns = [line for file in sorted((folder / "turns").iterdir()) for line in file.read_text(encoding="utf-8").splitlines()]
quotes = [line.split("\t") for line in (folder / "quotes.tsv").read_text(encoding="utf-8").splitlines()]
start = time.perf_counter()
(folder / "peer.db").unlink(missing_ok=True)
db = sqlite3.connect(folder / "peer.db")
for table in ("turn", "quote"):
    db.execute(f"create virtual table {table} using fts5(text, tokenize = 'unicode61 remove_diacritics 0')")
db.execute("create table coding (quote integer, code text, coder text, role text)")
db.executemany("insert into turn(rowid, text) values (?, ?)", enumerate(turns))
db.executemany("insert into quote(rowid, text) values (?, ?)", ((number, text) for number, (_, _, text) in enumerate(quotes)))
codings = [(number, *coding.split("/"), role) for number, (codes, role, _) in enumerate(quotes) for coding in codes.split()]
db.executemany("insert into coding values (?, ?, ?, ?)", codings)
db.execute("create index by_code on coding(code, coder, role, quote)")
db.commit()
print(f"FTS5: SQLite {sqlite3.sqlite_version}, indexing {time.perf_counter() - start:.1f} s, {(folder / 'peer.db').stat().st_size / 1e6:.0f} MB with the text")


def fts5(query):
    words, (_, _, fields) = of_fts5(query), read(query)
    if "code" not in fields:
        db.execute("select rowid from turn where turn match ? order by rank limit 50", (words,)).fetchall()
        return db.execute("select count(*) from turn where turn match ?", (words,)).fetchone()[0]
    known = [(name, fields[name]) for name in ("code", "coder", "role") if name in fields]
    coded = "select quote from coding where " + " and ".join(f"{name} = ?" for name, _ in known)
    # The plus keeps SQLite from starting with the codings, which takes seconds.
    where, values = f"quote match ? and +rowid in ({coded})", (words, *(value for _, value in known))
    db.execute(f"select rowid from quote where {where} order by rank limit 50", values).fetchall()
    return db.execute(f"select count(*) from quote where {where}", values).fetchone()[0]


def rg(query):
    _, _, fields = read(query)
    patterns = of_re(query)
    if fields or len(patterns) > 1:
        return None
    found = subprocess.run(["rg", "-ic", "--no-filename", patterns[0], str(folder / "turns")], capture_output=True, text=True, check=False)
    return sum(map(int, found.stdout.split()))


def scan(query):
    patterns, (_, _, fields) = [re.compile(pattern, re.IGNORECASE) for pattern in of_re(query)], read(query)
    texts = turns
    if "code" in fields:
        texts = (text for codes, role, text in quotes if is_coded(codes, role, fields))
    return sum(all(pattern.search(text) for pattern in patterns) for text in texts)


def is_coded(codes, role, fields):
    by = [coding.split("/") for coding in codes.split()]
    coder = fields.get("coder")
    coded = any(code == fields["code"] and coder in (None, own) for code, own in by)
    return coded and fields.get("role") in (None, role)


peers = {"fts5": fts5, "re": scan}
if shutil.which("rg"):
    peers["rg"] = rg
else:
    print("ripgrep is not installed: left out")
sorts = {}
for line in (folder / "asked.tsv").read_text(encoding="utf-8").splitlines():
    sort, query, total, took = line.split("\t")
    sorts.setdefault(sort, []).append((query, int(total), float(took)))
print("\n| query | virk ms |" + "".join(f" {name} ms (× virk) |" for name in peers) + " same count as FTS5 |")
print("|---|---:|" + "---:|" * (len(peers) + 1))
for sort, asked in sorts.items():
    own = statistics.median(took for _, _, took in asked)
    row, same = f"| {sort} | {own:.2f} |", 0
    for name, ask in peers.items():
        some = [(milliseconds(lambda query=query: ask(query)), total) for query, total, _ in asked[: MOST[name]]]
        if any(count is None for (_, count), _ in some):
            row += " – |"
            continue
        took = statistics.median(took for (took, _), _ in some)
        row += f" {took:.1f} ({took / own:.0f}×) |"
        if name == "fts5":
            same = sum(count == total for (_, count), total in some)
    print(f"{row} {same} of {len(asked[:MOST['fts5']])} |")
