#!/usr/bin/env python3
"""Made the golden log of the second shape out of its study: `second.py log-second.virk > ../second.jsonl`.

Its lines are the texts and the bodies as they lie in the file. Made once; never made anew.
"""
import json, sqlite3, sys, uuid

file = sqlite3.connect(sys.argv[1])
for content, text in file.execute("select id, text from content order by id"):
    print(json.dumps({"content": str(uuid.UUID(bytes=content)), "text": text}, ensure_ascii=False))
for (body,) in file.execute("select body from record order by time, writer, n"):
    print(body)
