#!/usr/bin/env bash
# Made the studies of the second shape, once: `VIRK=path/to/virk ./second.sh FOLDER`. They are never made anew.
# The cases of make.sh come as second-NAME.virk, and log-second.virk holds every kind of fact; `second.py` makes the
# golden log of it. Everything in them is made up.
set -euo pipefail
virk=${VIRK:?}; out=$(realpath "${1:?}"); here=$(realpath "$(dirname "$0")"); work=$(mktemp -d)
VIRK=$virk "$here/make.sh" "$work" 2>/dev/null
for case in undone erased theories verdicts codes corrected survey; do mv "$work/$case.virk" "$out/second-$case.virk"; done
cd "$work"; rm -f *.virk
export VIRK_HOME=$work/home VIRK_CODER=AB NO_COLOR=1 study=$out/log-second.virk
say() { "$virk" "$@" --study "$study" >/dev/null || { echo "failed: $*" >&2; exit 1; }; }
# Something is done, taken back, and done again.
thrice() { say "$@"; say undo; say redo; }

cat > talk.txt <<'T'
Interviewer: Hvordan gik det?

Mentor 1: Jeg så på mig selv udefra. Det var 👩‍👧 hårdt, men 日本 godt.

Interviewer: Og så?

Mentor 1: Så blev det bedre, jeg tør mere. Min leder sagde tak, og det betød noget.
T
sed 's/Jeg så på mig selv udefra/Jeg så pludselig mig selv udefra/; s/ Min leder sagde tak, og det betød noget\.//' talk.txt > corrected.txt
cat > other.txt <<'T'
Interviewer: What happened then?

Mentor 2: Nobody thanked me for anything. I learned to ask on my own, café by café.

Interviewer: Did the match matter?

Mentor 2: It did not matter at all who I was given. We talked, and that was it.
T
cat > heard.vtt <<'T'
WEBVTT

00:00:01.000 --> 00:00:04.000
<v Mentor 3>I never thought of it as

00:00:04.000 --> 00:00:06.000
<v Mentor 3>something to be thanked for.
T
cat > codes.json <<'T'
{"codes": [
 {"key": "c_lead", "kind": "context", "name": {"en": "Leader", "da": "Leder"}, "definition": {"en": "Who leads the mentor"}},
 {"key": "m_refl", "kind": "mechanism", "name": {"en": "Reflection", "da": "Refleksion"}, "definition": {"en": "Sees oneself"}},
 {"key": "m_task", "kind": "mechanism", "parent": "m_refl", "name": {"en": "Task reflection"}},
 {"key": "m_praise", "kind": "mechanism", "name": {"en": "Praise", "da": "Ros"}},
 {"key": "m_seen", "kind": "mechanism", "name": {"en": "Being seen"}},
 {"key": "o_dev", "kind": "output", "name": {"en": "Personal development"}}
]}
T
cat > theory.json <<'T'
{"v1": {"nodes": ["c_lead", "m_refl", "m_praise", "o_dev"], "links": [
 {"from": "m_refl", "to": "o_dev", "statement": "Who sees oneself grows", "expected": "positive"},
 {"from": "m_praise", "to": "o_dev", "statement": "Who is praised dares more"}]}}
T
printf 'id;refl;dev;w;said\n' > survey.csv
for n in $(seq 1 24); do printf '%d;%d;%d;%d;%s\n' "$n" $((1 + n % 4)) $((1 + (n * 3 + n / 5) % 4)) $((1 + n % 2)) "$([ "$n" = 7 ] && echo 'it did not help me at all')"; done >> survey.csv
printf 'a;b\n1;2\n2;1\n' > gone.csv
printf 'number;question;about\n1;What has changed for you?;m_refl\n2;Who thanked you?;m_praise\n' > mentors.csv
cat > reported.json <<'T'
{"alpha": 0.05, "tests": [{"id": "T1", "section": "4.1", "line": 12, "a": "refl", "b": "dev", "link": "reflection->development",
 "reported_p": "0,060", "claim": "related"}], "claims": [{"id": "C1", "says": "near_miss", "tests": ["T1"]}]}
T

# A study of somebody else, with codings to take over.
"$virk" new theirs.virk --title theirs --language da >/dev/null
"$virk" import talk.txt codes.json --study theirs.virk >/dev/null
VIRK_CODER=CD "$virk" code apply talk --quote "Det var" Refl --study theirs.virk >/dev/null
"$virk" export theirs.qdpx --study theirs.virk >/dev/null

"$virk" new "$study" --title second --language da >/dev/null
thrice import talk.txt other.txt codes.json
thrice import heard.vtt
say import theirs.qdpx; say undo; say redo
thrice theory import theory.json --version v1
thrice data import survey.csv
thrice data indicator refl Refl; say data indicator dev Pers
thrice code apply talk --quote "Jeg så på mig selv udefra." Refl Pers
say code apply talk --quote "jeg tør mere" Pers
say code apply talk --quote "Min leder sagde tak" Leader Praise
say code apply other --quote "Nobody thanked me" Praise "Being seen"
say code apply other --quote "I learned to ask on my own" "Task refl" Pers
thrice code recode talk --quote "jeg tør mere" Pers --to "Task refl"
thrice code move other --quote "Nobody thanked me" --to-quote "Nobody thanked me for anything"
thrice condense set talk --quote "Jeg så på mig selv udefra." "Ser sig selv" --theme udefra
say condense set talk --quote "Jeg så på mig selv udefra." "Ser sig selv udefra" --theme udefra
thrice memo study "Ask the leaders"
thrice informant describe "Mentor 1" --role mentor --department Nord --attribute years=8
say informant describe "Mentor 2" --role mentor --attribute years=2
thrice document speaker other Interviewer --informant "Colleague 1"
thrice document remove heard; say undo
thrice search 'code:reflection NOT tak' --save doubts
say search 'tak' --save thanks
thrice reported import reported.json
thrice guide import mentors.csv
thrice configuration add --context Leader --mechanism Reflection --outcome "Personal dev" --statement "If, then, because"
thrice configuration attach 1 talk --quote "jeg tør mere" supports
thrice configuration change 1 --statement "When, then"
thrice judge "Reflection -> Personal dev" talk --quote "Jeg så på mig selv udefra." supports
thrice infer "Reflection -> Personal dev" --quantitative "It rises" --qualitative "One says so" --fit confirm --confidence medium
thrice verdict "Reflection -> Personal dev" keep "Both say so"
thrice plan --test fitting --family link --adjust holm
thrice quotes release talk --quote "jeg tør mere"
thrice data variable refl --label "Thinks about it"
thrice data filter "refl = 4" --because "joined later"
thrice data weight w --weights frequency
thrice lint accept L1 T1 "Known"
thrice codebook add Spare --kind context; thrice codebook retire Spare --reason "never used"
thrice codebook change "Being seen" --name "Being recognised" --reason "wider than seen"
thrice theory freeze v1
thrice theory draft v1 v2
thrice theory add-node "Being rec" --origin post_hoc --because "Only the interviews show it"
thrice theory link "Being rec -> Personal dev" --statement "Who is seen grows" --because "from the interviews"
thrice theory reword "Reflection -> Personal dev" --statement "Some grow" --as narrowed --because "not all"
thrice theory unlink "Being rec -> Personal dev" --because "not yet"
thrice theory remove-node "Being rec" --because "not yet"
thrice codebook merge "Being rec" --into Praise --reason "nobody tells them apart"
thrice codebook split Praise --new "Praise missed=2" --reason "two things"
thrice import corrected.txt --replaces talk
thrice orphan keep 2
say data import gone.csv
thrice data remove gone; say undo
say erase gone --yes
say erase survey --row 7 --yes
say erase --search thanks --yes
say condense set other --quote "Nobody thanked me for anything" "No thanks" --theme silence
say erase other --yes
say informant describe "Mentor 3" --role volunteer --attribute years=1
say erase "Mentor 3" --yes
rm -rf "$work"
