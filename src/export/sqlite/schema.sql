-- The tables of a study exported by virk. Positions are Unicode code points of
-- documents.text, counted from 0, the end not included: in SQLite
-- substr(text, start + 1, end - start), in R substr(text, start + 1, end).

CREATE TABLE study (
  title TEXT NOT NULL, language TEXT NOT NULL, alpha REAL NOT NULL,
  virk TEXT NOT NULL, records INTEGER NOT NULL
);
CREATE TABLE informants (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT, department TEXT
);
CREATE TABLE attributes (
  informant TEXT NOT NULL REFERENCES informants (id), name TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (informant, name)
);
CREATE TABLE documents (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, language TEXT NOT NULL, text TEXT, characters INTEGER NOT NULL,
  file TEXT, sha256 TEXT NOT NULL, encoding TEXT, erased INTEGER NOT NULL
);
CREATE TABLE turns (
  document TEXT NOT NULL REFERENCES documents (id), number INTEGER NOT NULL,
  speaker TEXT, informant TEXT REFERENCES informants (id), start INTEGER NOT NULL, end INTEGER NOT NULL, words TEXT NOT NULL,
  seconds REAL,
  PRIMARY KEY (document, number)
);
CREATE TABLE codes (
  id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL, parent TEXT REFERENCES codes (id),
  tag TEXT, colour TEXT, definition TEXT, include TEXT, exclude TEXT, example TEXT
);
CREATE TABLE codings (
  id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents (id), code TEXT NOT NULL REFERENCES codes (id),
  start INTEGER NOT NULL, end INTEGER NOT NULL, words TEXT NOT NULL, turn INTEGER NOT NULL,
  informant TEXT REFERENCES informants (id), coder TEXT NOT NULL, time TEXT NOT NULL
);
CREATE TABLE condensations (
  document TEXT NOT NULL REFERENCES documents (id), start INTEGER NOT NULL, end INTEGER NOT NULL,
  words TEXT NOT NULL, condensation TEXT NOT NULL, theme TEXT,
  PRIMARY KEY (document, start, end)
);
CREATE TABLE releases (
  document TEXT NOT NULL REFERENCES documents (id), start INTEGER NOT NULL, end INTEGER NOT NULL,
  PRIMARY KEY (document, start, end)
);
CREATE TABLE theories (
  id TEXT PRIMARY KEY, version TEXT NOT NULL, frozen INTEGER NOT NULL, parent TEXT REFERENCES theories (id)
);
CREATE TABLE links (
  id TEXT PRIMARY KEY, theory TEXT NOT NULL REFERENCES theories (id), position INTEGER NOT NULL,
  from_code TEXT REFERENCES codes (id), from_name TEXT NOT NULL, to_code TEXT REFERENCES codes (id), to_name TEXT NOT NULL,
  statement TEXT, basis TEXT, expected TEXT NOT NULL, conclusion TEXT, reason TEXT
);
CREATE TABLE polarities (
  link TEXT NOT NULL REFERENCES links (id), document TEXT NOT NULL REFERENCES documents (id),
  start INTEGER NOT NULL, end INTEGER NOT NULL, polarity TEXT NOT NULL,
  PRIMARY KEY (link, document, start, end)
);
CREATE TABLE memos (
  id INTEGER PRIMARY KEY, document TEXT REFERENCES documents (id), start INTEGER, end INTEGER,
  code TEXT REFERENCES codes (id), link TEXT REFERENCES links (id), memo TEXT NOT NULL
);
CREATE TABLE datasets (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, rows INTEGER NOT NULL, counted INTEGER NOT NULL, file TEXT
);
CREATE TABLE variables (
  id INTEGER PRIMARY KEY, dataset TEXT NOT NULL REFERENCES datasets (id), position INTEGER NOT NULL,
  name TEXT NOT NULL, level TEXT NOT NULL, label TEXT, question TEXT, UNIQUE (dataset, name)
);
CREATE TABLE value_labels (
  variable INTEGER NOT NULL REFERENCES variables (id), value TEXT NOT NULL, label TEXT, missing INTEGER NOT NULL,
  PRIMARY KEY (variable, value)
);
CREATE TABLE indicators (
  variable INTEGER NOT NULL REFERENCES variables (id), code TEXT NOT NULL REFERENCES codes (id), PRIMARY KEY (variable, code)
);
-- An answer that is missing has no number; a row that an exclusion leaves out is not counted.
CREATE TABLE answers (
  variable INTEGER NOT NULL REFERENCES variables (id), row INTEGER NOT NULL, answer TEXT NOT NULL, number REAL,
  missing INTEGER NOT NULL, counted INTEGER NOT NULL, PRIMARY KEY (variable, row)
) WITHOUT ROWID;
CREATE TABLE tests (
  id INTEGER PRIMARY KEY, link TEXT NOT NULL REFERENCES links (id),
  a INTEGER NOT NULL REFERENCES variables (id), b INTEGER NOT NULL REFERENCES variables (id),
  n INTEGER NOT NULL, statistic REAL, df INTEGER, p REAL, cramers_v REAL, min_expected REAL, why_not TEXT
);
CREATE INDEX codings_by_code ON codings (code);
CREATE INDEX codings_by_document ON codings (document, start);
