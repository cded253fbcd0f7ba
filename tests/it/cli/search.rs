//! Searching from the shell: forms of output, saved searches, mistakes at their place.

use super::virk::Virk;

const TALK: &str = "I: How was it?\n\nM: Good. I trusted her.\n\nI: From the start?\n\nM: No, trust came later.\nThen I did.\n";

const LINK: &str = "Trust -> Doubt";

fn talk() -> Virk {
    let virk = Virk::study().file("talk.txt", TALK).file(
        "codes.json",
        r#"{"codes":[{"key":"t","name":{"en":"Trust"}},{"key":"d","name":{"en":"Doubt"}}]}"#,
    );
    virk.run(["import", "talk.txt", "codes.json"]).exits(0);
    virk
}

#[test]
fn another_program_gets_a_line_each_and_a_person_a_page() {
    let virk = talk();
    virk.run(["search", "trust", "--sort", "reading"])
        .prints("talk:2:Good. I trusted her.\ntalk:4:No, trust came later. Then I did.\n");
    virk.run(["search", "trusted", "--page"])
        .says("· Good. I trusted her.")
        .says("— M, talk, turn 2")
        .says("2 turns by 1 informant");
    let around = "talk-1-How was it?\ntalk:2:Good. I trusted her.\ntalk-3-From the start?\n";
    virk.run(["search", "\"trusted\"", "-C", "1"])
        .prints(around);
    virk.run(["search", "zebra"]).prints("").exits(1);
    virk.run(["search", "zebra", "--page"])
        .says("No turn found")
        .exits(1);
}

#[test]
fn the_rest_of_a_quotes_turn_stands_beside_it() {
    let virk = talk();
    virk.run([
        "code",
        "apply",
        "talk",
        "--quote",
        "trust came later.",
        "Trust",
    ])
    .exits(0);
    virk.run(["quotes", "--code", "Trust", "-C", "1"]).prints(
        "talk-3-From the start?\ntalk-4-No,\ntalk:4:trust came later.\ntalk-4-Then I did.\n",
    );
    let quotes = virk
        .run(["search", "code:trust", "--context", "1", "--json"])
        .json();
    assert_eq!(
        (
            &quotes[0]["before"][1]["text"],
            &quotes[0]["after"][0]["text"]
        ),
        (&"No,".into(), &"Then I did.".into())
    );
    assert_eq!(
        (
            &quotes[0]["before"][0]["speaker"],
            &quotes[0]["before"][0]["turn"]
        ),
        (&"I".into(), &3.into())
    );
}

#[test]
fn how_many_there_are_alone_or_in_each_group() {
    let virk = talk();
    virk.run(["search", "was OR trust", "--count"])
        .prints("3\n");
    virk.run(["search", "was OR trust", "--count", "--group", "informant"])
        .prints("M:2\n(interviewer):1\n");
    virk.run(["search", "zebra", "--count"])
        .prints("0\n")
        .exits(1);
    assert_eq!(
        virk.run(["search", "was OR trust", "--count", "--json"])
            .json()["count"],
        3
    );
    let counts = virk
        .run([
            "search",
            "was OR trust",
            "--count",
            "--group",
            "document",
            "--json",
        ])
        .json();
    assert_eq!(
        (&counts[0]["document"], &counts[0]["count"]),
        (&"talk".into(), &3.into())
    );
    virk.run(["search", "was OR trust", "--page", "--group", "informant"])
        .says("\nM\n")
        .says("(interviewer)\n");
}

#[test]
fn a_mistake_is_shown_at_its_place() {
    let virk = talk();
    virk.refuses(
        ["search", "trust cod:x"],
        "there is no field `cod:`",
        "Did you mean `code:`?",
    );
    let err = virk.run(["search", "så cod:x"]).err();
    assert!(err.contains("  så cod:x\n     ^\n"), "{err}");
    let err = virk.run(["search", "\u{1b}[31m cod:x"]).err();
    assert!(err.contains("  ␛[31m cod:x\n        ^"), "{err}");
    let ran = virk.run(["search", "så code:Trsut", "--json"]);
    let error: serde_json::Value = serde_json::from_str(&ran.err()).unwrap();
    assert_eq!(
        (&error["at"], &error["query"]),
        (&3.into(), &"så code:Trsut".into())
    );
    assert!(error["hint"].as_str().unwrap().contains("`Trust`"));
}

#[test]
fn a_search_is_saved_asked_again_narrowed_renamed_and_taken_away() {
    let virk = talk();
    virk.run(["searches"]).says("No search is saved").exits(1);
    virk.refuses(["search", "cod:x", "--save", "wrong"], "no field", "code:");
    assert!(
        virk.run(["search", "trust", "--save", "my trust"])
            .exits(0)
            .err()
            .contains("Saved the search “my trust”")
    );
    virk.run(["search", "--saved", "my", "--count"])
        .prints("2\n");
    virk.run(["search", "--saved", "my trust", "later", "--count"])
        .prints("1\n");
    virk.run(["search", "--saved", "your"])
        .refuses("no saved search starts with `your`", "virk searches");
    virk.run(["searches", "rename", "my", "trusting"])
        .says("Renamed the search “my trust” to “trusting”");
    assert_eq!(virk.run(["searches", "--json"]).json()[0]["query"], "trust");
    virk.run(["searches", "remove", "trusting"])
        .says("Removed the search “trusting”")
        .exits(0);
    virk.run(["undo"]).exits(0);
    virk.run(["search", "--saved", "trusting", "--count"])
        .prints("2\n");
}

#[test]
fn a_quote_coded_a_moment_ago_is_found_and_an_uncoded_one_is_gone() {
    let virk = talk();
    virk.run(["search", "code:trust trust"]).prints("").exits(1);
    virk.run([
        "code",
        "apply",
        "talk",
        "--quote",
        "I trusted her.",
        "Trust",
    ])
    .exits(0);
    virk.run(["search", "code:trust trust"])
        .prints("talk:2:I trusted her.\n")
        .exits(0);
    virk.run(["search", "uncoded trust"])
        .prints("talk:4:No, trust came later. Then I did.\n");
    virk.run([
        "code",
        "remove",
        "talk",
        "--quote",
        "I trusted her.",
        "Trust",
    ])
    .exits(0);
    virk.run(["search", "code:trust trust"]).prints("").exits(1);
    virk.run(["undo"]).exits(0);
    virk.run(["search", "code:trust trust", "--count"])
        .prints("1\n");
}

#[test]
fn everything_found_is_coded_at_once_and_what_is_coded_already_is_left_out() {
    let virk = talk();
    virk.run(["code", "auto", "trust", "Trust", "--dry-run"])
        .prints("talk:2:I trusted her.\ntalk:4:No, trust came later.\nWould code 2 sentences as Trust\n")
        .exits(0);
    virk.run(["search", "code:trust"]).exits(1);
    virk.run(["code", "auto", "trust", "Trust"])
        .prints("Coded 2 sentences as Trust\n")
        .exits(0);
    virk.run(["code", "auto", "trust", "Trust"])
        .prints("Nothing to code: 2 sentences already coded as Trust\n")
        .exits(1);
    virk.run(["code", "auto", "later OR start", "Trust", "--everybody"])
        .prints("Coded 1 sentence as Trust; 1 more are already coded that way\n");
    virk.run(["undo", "--steps", "2"]).exits(0);
    virk.run(["search", "code:trust"]).exits(1);
    let auto = virk
        .run([
            "code", "auto", "trust*", "Trust", "--span", "match", "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&auto["quotes"][1]["text"], &auto["quotes"][1]["turn"]),
        (&"trust".into(), &4.into())
    );
    virk.run(["code", "auto", "code:trust", "Doubt", "--span", "turn"])
        .prints("Coded 2 turns as Doubt\n");
    virk.run(["code", "auto", "informant:M", "Doubt", "--span", "match"])
        .refuses("asks for no words", "--span turn");
    virk.run(["code", "auto", "zebra", "Doubt"])
        .prints("Nothing was found to code\n")
        .exits(1);
    virk.refuses(
        ["code", "auto", "trust cod:x", "Doubt"],
        "no field `cod:`",
        "code:",
    );
    virk.refuses(
        ["code", "auto", "trust", "Dout"],
        "no code starts with `Dout`",
        "Doubt",
    );
}

#[test]
fn what_interviewers_say_is_found_marked_and_coded_only_when_told() {
    let virk = talk();
    virk.run(["search", "was OR \"trusted\"", "--page"])
        .says("— Interviewer, talk, turn 1")
        .says("— M, talk, turn 2")
        .says("2 turns by 1 informant and the interviewer (1)");
    let found = virk
        .run([
            "search",
            "was OR \"trusted\"",
            "--sort",
            "reading",
            "--json",
        ])
        .json();
    let told = |place: usize| {
        (
            found[place]["speaker"].clone(),
            found[place]["interviewer"].clone(),
            found[place]["informant"].clone(),
        )
    };
    assert_eq!(told(0), ("I".into(), true.into(), serde_json::Value::Null));
    assert_eq!(told(1), ("M".into(), false.into(), "M".into()));
    virk.run(["search", "speaker:i", "--count"]).prints("2\n");
    virk.run(["search", "speaker:* NOT role:interviewer", "--count"])
        .prints("2\n");
    virk.run(["search", "speaker:i", "--page"])
        .says("2 turns by the interviewer");
    virk.run(["search", "role:interv start"])
        .prints("talk:3:From the start?\n");
    virk.refuses(
        ["search", "speaker:Mentor"],
        "no speaker starts with `Mentor`",
        "",
    );
    virk.refuses(
        ["search", "speakr:M"],
        "there is no field `speakr:`",
        "Did you mean `speaker:`?",
    );
    virk.refuses(
        ["search", "role:interwiever"],
        "no role starts with `interwiever`",
        "Did you mean `interviewer`?",
    );
    let passed = "; skipped 1 sentence of interviewers (--everybody includes them)\n";
    virk.run(["code", "auto", "later OR start", "Trust"])
        .prints(&format!("Coded 1 sentence as Trust{passed}"))
        .exits(0);
    virk.run(["code", "auto", "start", "Trust"])
        .prints(&format!("Nothing was found to code{passed}"))
        .exits(1);
    let told = virk
        .run([
            "code",
            "auto",
            "was OR start",
            "Trust",
            "--dry-run",
            "--json",
        ])
        .exits(1)
        .json();
    assert_eq!(
        (
            &told["passed_over"],
            told["quotes"].as_array().map(Vec::len)
        ),
        (&2.into(), Some(0))
    );
    virk.run(["code", "auto", "role:interviewer", "Doubt", "--everybody"])
        .prints("Coded 2 turns as Doubt\n")
        .exits(0);
    virk.run(["code", "auto", "code:Doubt", "Trust", "--instead-of", "Doubt"])
        .says("Nothing found is coded as Doubt; skipped 2 quotes of interviewers (--everybody includes them)");
    virk.run([
        "code",
        "auto",
        "code:Doubt",
        "Trust",
        "--instead-of",
        "Doubt",
        "--everybody",
    ])
    .prints("Changed 2 codings to Trust\n")
    .exits(0);
}

#[test]
fn a_quote_across_turns_is_coded_sentence_by_sentence_in_each_mouth() {
    let virk = talk();
    let across = "I trusted her.\n\nI: From the start?\n\nM: No, trust came later.";
    virk.run(["code", "apply", "talk", "--quote", across, "Doubt"])
        .exits(0);
    let told = virk
        .run([
            "code",
            "auto",
            "code:Doubt trust* OR code:Doubt start",
            "Trust",
            "--span",
            "sentence",
            "--json",
        ])
        .json();
    let quotes = told["quotes"].as_array().unwrap();
    let texts: Vec<&str> = quotes
        .iter()
        .filter_map(|quote| quote["text"].as_str())
        .collect();
    assert_eq!(
        (texts, &told["passed_over"]),
        (vec!["I trusted her.", "No, trust came later."], &1.into())
    );
    // A quote in which an informant answers is nobody else's alone.
    virk.run(["code", "auto", "code:Doubt", "Trust", "--dry-run"])
        .says("Would code 1 quote as Trust")
        .exits(0);
}

#[test]
fn what_a_query_finds_is_recoded_as_one_change() {
    let virk = talk();
    virk.run(["code", "auto", "trust*", "Trust", "Doubt"])
        .prints("Coded 2 sentences as Trust + Doubt\n")
        .exits(0);
    virk.run([
        "condense",
        "set",
        "talk",
        "--quote",
        "I trusted her.",
        "Trust was there early",
    ])
    .exits(0);
    let before = virk
        .run(["code", "list", "--code", "Trust", "--json"])
        .json();
    virk.run(["code", "auto", "later", "Warmth", "--instead-of", "Trust"])
        .refuses("no code starts with `Warmth`", "codebook");
    virk.run(["codebook", "add", "Warmth"]).exits(0);
    virk.run([
        "code",
        "auto",
        "later",
        "Warmth",
        "--instead-of",
        "Trust",
        "--dry-run",
    ])
    .prints("talk:4:No, trust came later.\nWould change 1 coding from Trust to Warmth\n")
    .exits(0);
    let told = virk
        .run([
            "code",
            "auto",
            "trust*",
            "Warmth",
            "--instead-of",
            "Trust",
            "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&told["codings"], &told["said"]),
        (&2.into(), &"Changed 2 codings to Warmth".into())
    );
    // The codings themselves have moved: whoever made them, and when, stays.
    let after = virk
        .run(["code", "list", "--code", "Warmth", "--json"])
        .json();
    assert_eq!(
        (&after[0]["id"], &after[1]["time"]),
        (&before[0]["id"], &before[1]["time"])
    );
    virk.run(["code", "list", "--code", "Doubt"])
        .says("I trusted her.")
        .exits(0);
    virk.run(["code", "auto", "trust*", "Warmth", "--instead-of", "Trust"])
        .says("Nothing found is coded as Trust")
        .exits(1);
    virk.refuses(
        [
            "code",
            "auto",
            "trust*",
            "Warmth",
            "Doubt",
            "--instead-of",
            "Trust",
        ],
        "for one other code",
        "Name one code",
    );
    virk.refuses(
        ["code", "auto", "trust (", "Warmth", "--instead-of", "Doubt"],
        "something is missing at the end",
        "bracket",
    );
    virk.run(["undo"]).exits(0);
    assert_eq!(
        virk.run(["code", "list", "--code", "Trust", "--json"])
            .json(),
        before
    );
}

#[test]
fn what_a_query_finds_is_judged_for_a_link_as_one_change() {
    let virk = talk();
    let virk = virk.file(
        "theory.json",
        r#"{"v1": {"nodes": ["t", "d"], "links": [{"from": "t", "to": "d"}]}}"#,
    );
    virk.run(["theory", "import", "theory.json"]).exits(0);
    virk.run(["code", "auto", "trust*", "Trust"]).exits(0);
    virk.run(["judge", LINK, "nuances", "--found", "code:trust", "--dry-run"])
        .prints("talk:2:I trusted her.\ntalk:4:No, trust came later.\nWould judge 2 quotes for Trust → Doubt: nuances\n")
        .exits(0);
    virk.run([
        "judge",
        LINK,
        "talk",
        "--quote",
        "I trusted her.",
        "nuances",
    ])
    .exits(0);
    virk.run(["judge", LINK, "nuances", "--found", "code:trust"])
        .prints("1 quote judged for Trust → Doubt: nuances; 1 already judged that way\n")
        .exits(0);
    let told = virk
        .run(["judge", LINK, "nuances", "--found", "code:trust", "--json"])
        .exits(1)
        .json();
    assert_eq!(
        (
            &told["judged_already"],
            told["quotes"].as_array().map(Vec::len)
        ),
        (&2.into(), Some(2))
    );
    virk.run(["judge", LINK, "open", "--found", "code:trust later"])
        .prints("1 quote judged for Trust → Doubt: open again\n")
        .exits(0);
    virk.run(["judge", LINK, "against", "--found", "code:trust"])
        .refuses("`against` is no polarity", "supports");
    virk.run(["judge", LINK, "supports", "--found", "zebra"])
        .says("Nothing was found to judge")
        .exits(1);
    virk.run(["undo"]).exits(0);
    virk.run(["judge", LINK, "nuances", "--found", "code:trust"])
        .exits(1);
}

#[test]
fn what_is_written_is_searched_too() {
    let virk = talk();
    virk.run([
        "condense",
        "set",
        "talk",
        "--quote",
        "I trusted her.",
        "Trust was there early",
        "--theme",
        "early trust",
    ])
    .exits(0);
    virk.run(["memo", "code", "Trust", "Do not mix with liking"])
        .exits(0);
    virk.run([
        "memo",
        "quote",
        "talk",
        "--quote",
        "I trusted her.",
        "she laughed",
    ])
    .exits(0);
    virk.run(["search", "early", "--in", "cond"])
        .prints("talk:2:Trust was there early\n");
    virk.run(["search", "in:themes early"])
        .prints("talk:2:early trust\n");
    let found = virk
        .run(["search", "early", "--in", "condensations", "--json"])
        .json();
    assert_eq!(
        (&found[0]["text"], &found[0]["note"]["matches"][0][0]),
        (&"I trusted her.".into(), &16.into())
    );
    virk.run(["search", "liking", "--in", "memos"])
        .prints("the code Trust:Do not mix with liking\n");
    let memo = virk
        .run(["search", "laughed", "--in", "memos", "--json"])
        .json();
    assert_eq!(
        (&memo[0]["target"], &memo[0]["quote"]["text"]),
        (&"quote".into(), &"I trusted her.".into())
    );
    virk.run(["search", "x", "--in", "letters"])
        .refuses("turns, quotes, condensations, themes, memos", "");
    virk.run(["search", "early", "--in", "themes", "--save", "early"])
        .exits(0);
    virk.run(["search", "--saved", "early"])
        .prints("talk:2:early trust\n");
}

#[test]
fn places_stand_in_lines_and_words_are_counted() {
    let virk = talk();
    let lines = "talk:2:Good. I | trusted | her.\ntalk:4:No, | trust | came later. Then I did.\n";
    virk.run(["search", "trust", "--kwic"]).prints(lines);
    let line = virk
        .run(["search", "came", "--kwic=before", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (&line[0]["before"], &line[0]["match"], &line[0]["turn"]),
        (&"No, trust ".into(), &"came".into(), &4.into())
    );
    let words = virk.run(["words", "--stems", "--json"]).exits(0).json();
    assert_eq!(
        (&words[0]["count"], &words[0]["in"]),
        (&2.into(), &2.into())
    );
    virk.run(["words", "--by", "informant", "--format", "csv"])
        .says("Informant,Word,Count,In")
        .says("M,came,1,1");
    virk.run(["words", "zebra"])
        .says("No word to count")
        .exits(1);
    virk.refuses(["words", "cod:x"], "no field `cod:`", "code:");
}

#[test]
fn alike_quotes_argue_for_codes() {
    let virk = talk();
    virk.run([
        "code",
        "apply",
        "talk",
        "--quote",
        "I trusted her.",
        "Trust",
    ])
    .exits(0);
    virk.run(["similar", "talk", "--quote", "trust came later"])
        .prints("talk:2:I trusted her.\n")
        .exits(0);
    virk.run(["suggest", "talk", "--quote", "trust came later"])
        .says("Trust (")
        .says("shares: trust")
        .exits(0);
    let suggested = virk
        .run(["suggest", "talk", "--quote", "trust came later", "--json"])
        .json();
    assert_eq!(
        (&suggested[0]["code"], &suggested[0]["quotes"][0]["text"]),
        (&"Trust".into(), &"I trusted her.".into())
    );
    virk.run(["suggest", "talk", "--quote", "How was it?"])
        .says("No coded quote shares a word")
        .exits(1);
}

#[test]
fn a_word_typed_plainly_is_found_however_it_is_written() {
    let talk = "The oﬃce had a ﬂow of ca\u{ad}ses.\n\nThe office had a flow of cases.\n\n\
                Mu\u{308}ller’s e\u{2011}mail, ＦＬＯＷ.\n";
    let virk = Virk::study().file("talk.txt", talk);
    virk.run(["import", "talk.txt"]).exits(0);
    for (query, places) in [
        ("office", vec![[4, 8], [4, 10]]),
        ("=flow", vec![[15, 18], [17, 21], [18, 22]]),
        ("\"office had a flow\"", vec![[4, 18], [4, 21]]),
        ("cases", vec![[22, 28], [25, 30]]),
        ("/of+ice/", vec![[4, 8], [4, 10]]),
        ("/müller's/", vec![[0, 9]]),
        ("e-mail", vec![[10, 16]]),
        ("Mu\u{308}ller*", vec![[0, 9]]),
    ] {
        let found = virk
            .run(["search", query, "--sort", "reading", "--json"])
            .exits(0)
            .json();
        let matches: Vec<[i64; 2]> = found
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|passage| {
                let start = passage["start"].as_i64().unwrap();
                let matches = passage["matches"].as_array().unwrap().clone();
                matches.into_iter().map(move |at| {
                    [
                        at[0].as_i64().unwrap() - start,
                        at[1].as_i64().unwrap() - start,
                    ]
                })
            })
            .collect();
        assert_eq!(matches, places, "{query}");
    }
    virk.run(["codebook", "add", "Trust"]).exits(0);
    virk.run([
        "code",
        "apply",
        "talk",
        "--quote",
        "Müller's e-mail, FLOW.",
        "Trust",
    ])
    .exits(0);
}
