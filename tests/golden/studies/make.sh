#!/usr/bin/env bash
# Made the studies of this folder, once, with the virk of 2026-11-30: `VIRK=path/to/virk ./make.sh FOLDER`.
# They are never made anew: a later virk reads what this one wrote. Everything in them is made up.
set -euo pipefail
virk=${VIRK:?}; out=$(realpath "${1:?}"); here=$(realpath "$(dirname "$0")/../../.."); work=$(mktemp -d)
export VIRK_HOME=$work/home VIRK_CODER=AB NO_COLOR=1
cd "$work"
sample=$here/transcripts-sample
say() { "$virk" "$@" --study "$study" >/dev/null || { echo "failed: $*" >&2; exit 1; }; }
as() { VIRK_CODER=$1 VIRK_HOME=$work/home-$1 "$virk" "${@:2}" --study "$study" >/dev/null; }

cat > talk.txt <<'T'
Interviewer: Hvordan gik det?

Mentor 1: Jeg så på mig selv udefra. Det var 👩‍👧 hårdt, men 日本 godt.

Interviewer: Og så?

Mentor 1: Så blev det bedre, jeg tør mere. Min leder sagde tak, og det betød noget.
T
cat > other.txt <<'T'
Interviewer: What happened then?

Mentor 2: Nobody thanked me for anything. I learned to ask on my own, café by café.

Interviewer: Did the match matter?

Mentor 2: It did not matter at all who I was given. We talked, and that was it.
T
sed 's/Jeg så på mig selv udefra/Jeg så pludselig mig selv udefra/; s/ Min leder sagde tak, og det betød noget\.//' talk.txt > corrected.txt
cat > codes.json <<'T'
{"codes": [
 {"key": "c_lead", "kind": "context", "name": {"en": "Leader", "da": "Leder"}, "definition": {"en": "Who leads the mentor"}},
 {"key": "m_refl", "kind": "mechanism", "name": {"en": "Reflection", "da": "Refleksion"}, "definition": {"en": "Sees oneself"}, "include": {"en": "self-talk"}},
 {"key": "m_task", "kind": "mechanism", "parent": "m_refl", "name": {"en": "Task reflection"}},
 {"key": "m_praise", "kind": "mechanism", "name": {"en": "Praise", "da": "Ros"}},
 {"key": "m_seen", "kind": "mechanism", "name": {"en": "Being seen"}},
 {"key": "o_dev", "kind": "output", "name": {"en": "Personal development"}},
 {"key": "u_work", "kind": "outcome", "name": {"en": "Work"}}
]}
T
cat > theory.json <<'T'
{"v1": {"nodes": ["c_lead", "m_refl", "m_praise", "o_dev", "u_work"], "links": [
 {"from": "m_refl", "to": "o_dev", "statement": "Who sees oneself grows", "expected": "positive"},
 {"from": "m_praise", "to": "o_dev", "statement": "Who is praised dares more"},
 {"from": "o_dev", "to": "u_work"}]}}
T
python3 - <<'T'
import random
random.seed(20261130)
words = ["Never", "Sometimes", "Often", "Always"]
with open("survey.csv", "w") as out:
    out.write("id;refl;refl2;praise;dev;dev2;age;team;word;w\n")
    for n in range(1, 61):
        base = random.gauss(0, 1)
        item = lambda: min(4, max(1, round(2.5 + base * .7 + random.gauss(0, .8))))
        row = [n, item(), item(), words[item() - 1], item(), item(), random.randint(19, 64), "North South West".split()[n % 3], "", 1 + n % 2]
        if n % 17 == 0: row[1] = ""
        if n == 60: row[4] = 9
        if n % 10 == 0: row[8] = "it helped"
        out.write(";".join(map(str, row)) + "\n")
T
cat > variables.json <<'T'
{"exclude": [{"variable": "dev", "equals": "9", "reason": "broken off"}], "variables": [
 {"name": "id", "level": "id"},
 {"name": "refl", "level": "ordinal", "label": {"en": "Thinks about it"}, "indicator_of": ["m_refl"]},
 {"name": "refl2", "level": "ordinal", "indicator_of": ["m_refl"]},
 {"name": "dev", "level": "ordinal", "indicator_of": ["o_dev"]},
 {"name": "dev2", "level": "ordinal", "indicator_of": ["o_dev"]}]}
T
begin() {
  study=$out/$1.virk
  "$virk" new "$study" --title "$1" --language da >/dev/null
  say import talk.txt other.txt codes.json
  say theory import theory.json --version v1
  say data import survey.csv --variables variables.json
  say code apply talk --quote "Jeg så på mig selv udefra." Refl Pers
  say code apply talk --quote "jeg tør mere" Pers
  say code apply talk --quote "Min leder sagde tak" Leader Praise
  say code apply other --quote "Nobody thanked me" Praise "Being seen"
  say code apply other --quote "I learned to ask on my own" "Task refl" Pers
}

"$virk" demo sample --plain >/dev/null; mv sample/mentoring.virk "$out/sample.virk"

begin undone
say condense set talk --quote "Jeg så på mig selv udefra." "Ser sig selv" --theme udefra
say memo study "Ask the leaders"; say memo quote talk --quote "jeg tør mere" "She smiles"
say informant describe "Mentor 1" --role mentor --department Nord --attribute years=8
say search 'code:reflection NOT tak' --save doubts
say undo --steps 3; say redo; say undo; say redo --steps 3
as CD code apply other --quote "We talked" Praise
as CD undo
say code recode talk --quote "jeg tør mere" Pers --to Work; say undo
say code move other --quote "Nobody thanked me" --to-quote "Nobody thanked me for anything"
say document speaker other Interviewer --informant "Colleague 1"; say undo
say document remove other; say undo
say searches rename doubts "doubts of reflection"

begin erased
say condense set other --quote "Nobody thanked me" "No thanks from anybody" --theme silence
say memo quote other --quote "We talked" "It did not matter at all who"
say memo document talk "long"
say erase "Mentor 2" --yes
say code apply talk --quote "Det var" Refl

begin theories
say theory freeze v1
say theory draft v1 v2
say theory demote Praise --because "A circumstance, says everybody"
say theory add-node "Being seen" --origin post_hoc --because "Only the interviews show it"
say theory link "Being seen -> Personal dev" --statement "Who is seen grows" --expected positive --because "from the interviews"
say theory reword "Reflection -> Personal dev" --statement "Some grow" --as narrowed --because "not all"
say theory note Work weakened --because "one test of two"
say theory link "Leader -> Reflection" --because "leaders make room"
say theory unlink "Leader -> Reflection" --because "they do not"
say theory replace-node Reflection "Task refl" --because "Only tasks"
say theory freeze v2
say theory draft v2 v3
say undo

begin verdicts
say plan --test fitting --family link --adjust holm --smallest-effect .2
say judge "Reflection -> Personal dev" talk --quote "Jeg så på mig selv udefra." supports
say judge "Praise -> Personal dev" other --quote "Nobody thanked me" contradicts
say judge "Reflection -> Personal dev" other --quote "We talked" nuances
say infer "Reflection -> Personal dev" --quantitative "It rises" --qualitative "One says so" --fit confirm --confidence medium
say verdict "Reflection -> Personal dev" keep "Both say so"
say verdict "Praise -> Personal dev" revise "Nobody is praised"
say configuration add --context Leader --mechanism Reflection --outcome "Personal dev" --statement "If, then, because"
say configuration add --mechanism Praise --outcome "Personal dev" --document other --quote "Nobody thanked me"
say configuration attach 1 talk --quote "jeg tør mere" supports
say configuration merge 1 2 --statement "Together"
say memo link "Reflection -> Personal dev" "Which way round?"
say plan --unit indices --adjust bh
"$virk" reported import "$sample/data/reported.json" --study "$study" >/dev/null 2>&1 || true

begin codes
say codebook add "Earned praise" --kind mechanism --under Praise --definition "For something done"
say codebook change "Being seen" --name "Being recognised" --reason "wider than seen"
say codebook recolour "Being recognised" blue
say codebook retag Leader Ld
say codebook merge "Being recognised" --into Praise --reason "nobody tells them apart"
say codebook split Praise "Earned praise=1" --new "Praise missed=2" --reason "two things"
say codebook move "Task refl" --under Praise
say codebook add Spare --kind context; say codebook retire Spare --reason "never used"
say codebook merge "Earned praise" --into "Praise missed" --reason "one too many"; say undo
say memo code Praise "Split again?"

begin corrected
say judge "Praise -> Personal dev" talk --quote "Min leder sagde tak" supports
say import corrected.txt --replaces talk
"$virk" orphan list --study "$study" > orphans.txt || true
say orphan anchor 1 --quote "Så blev det bedre"
cat orphans.txt >&2

begin survey
say data variable praise --order "Never;Sometimes;Often;Always" --label "Praised"
say data variable age --level interval --missing 99
say data variable team --yes North || true
say data index growth dev dev2 --least 1
say data recode age young "..29=yes; 30..=no" --label "Under 30" --level nominal
say data filter "team = West" --because "joined later"
say data filter "age < 20" --because "too young"; say data filter "age < 20" --not
say data indicator praise Praise; say data indicator growth "Personal dev"
say data weight w --weights frequency
say undo; say redo
say data weight --none
rm -rf "$work"
