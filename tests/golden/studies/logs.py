#!/usr/bin/env python3
"""Makes a study file of each golden log: `logs.py EMPTY.virk FOLDER`.

The rows are the lines of the log as they stand, so that a shape of an event that is no longer
written stays in a file. EMPTY.virk is any study, for its schema. Made once; never made anew.
"""
import hashlib, json, pathlib, shutil, sqlite3, sys, uuid

empty, out = map(pathlib.Path, sys.argv[1:])
for log in sorted(pathlib.Path(__file__).parent.parent.glob("*.jsonl")):
    path = out / f"log-{log.stem}.virk"
    shutil.copy(empty, path)
    file = sqlite3.connect(path)
    file.execute("delete from record")
    file.execute("delete from content")
    before, n, writer = bytes(32), 0, uuid.UUID(int=7)
    for place, line in enumerate(log.read_text().splitlines(), 1):
        row = json.loads(line)
        if "content" in row:
            text = row["text"]
            file.execute("insert into content values (?, ?, ?)",
                         (uuid.UUID(row["content"]).bytes, hashlib.sha256(text.encode()).hexdigest(), text))
            continue
        n += 1
        record = uuid.UUID(int=place)
        time = 1_764_547_200_000_000 + n
        coder = b"AB"
        sealed = (before + record.bytes + writer.bytes + n.to_bytes(8, "big") + time.to_bytes(8, "big") + len(coder).to_bytes(8, "big")
                  + coder + record.bytes + bytes([0]) + bytes(16) + line.encode())
        before = hashlib.sha256(sealed).digest()
        file.execute("insert into record (id, writer, n, time, coder, batch, act, of, body, hash) values (?, ?, ?, ?, ?, ?, 0, null, ?, ?)",
                     (record.bytes, writer.bytes, n, time, coder.decode(), record.bytes, line, before))
    file.commit()
    file.execute("vacuum")
    file.close()
