//! What search finds, query by query, and what it says to mistakes.

use crate::search_support::Desk;
use virk::search::{
    ConcordanceOrder, Query, QuerySettings, ResultOrder, SearchScope, Searcher, SimilarQuote,
    WordCountOptions, concordance,
};
use virk::study::{
    CodeKind, Command, Polarity, Refusal,
    command::{NewLink, NewSpeaker},
    event::MemoTarget,
    theory::QuoteAt,
};
use virk::text::Span;

fn said(lines: &[&str]) -> Desk {
    let mut desk = Desk::default();
    for (number, line) in lines.iter().enumerate() {
        desk.document(&format!("d{number}"), "da", line);
    }
    desk
}

/// Two interviews, five codes, six quotes.
fn interviews() -> Desk {
    let mut desk = Desk::default();
    let en = "I: What about trust?\n\nMentor 1: We built trust slowly.\n\nMentor 1: He reflected on it, and grew.\n\nI: And praise?\n\nMentor 1: Praise came late.";
    let da = "I: Hvad med tillid?\n\nMentor 2: Ros er tillid.\n\nMentor 2: Refleksionen kom senere. Ros hjalp ikke.\n\nI: Nå.";
    let (en, da) = (desk.document("en", "en", en), desk.document("da", "da", da));
    desk.informant("Mentor 1", "mentor", "over 30", &[("experience", "8")]);
    desk.informant("Mentor 2", "leader", "under 30", &[("experience", "3")]);
    let motivation = desk.code("m_motivation", "Motivation", CodeKind::Mechanism, None);
    let praise = desk.code(
        "m_praise",
        "Praise",
        CodeKind::Mechanism,
        Some("m_motivation"),
    );
    let reflection = desk.code("m_reflection", "Reflection", CodeKind::Mechanism, None);
    let trust = desk.code("o_trust", "Trust", CodeKind::Outcome, None);
    desk.code("o_progress", "Progress", CodeKind::Outcome, None);
    desk.apply("ab", en, "built trust slowly", &[trust]);
    desk.apply("ab", en, "reflected on it", &[reflection]);
    desk.apply("mh", en, "Praise came late.", &[praise]);
    desk.apply("ab", da, "Ros er tillid.", &[praise, trust]);
    desk.apply(
        "mh",
        da,
        "Refleksionen kom senere. Ros hjalp",
        &[reflection],
    );
    desk.apply("ab", da, "Ros hjalp ikke.", &[motivation]);
    desk
}

#[test]
fn stems_are_found_and_shown_at_their_place() {
    let desk = said(&[
        "I: Er der refleksion?\n\nI: Refleksionen kom.\n\nI: Ingen refleksioner, kun andet.",
    ]);
    assert_eq!(
        desk.find("refleksion"),
        [
            "Er der ⟦refleksion⟧?",
            "⟦Refleksionen⟧ kom.",
            "Ingen ⟦refleksioner⟧, kun andet."
        ]
    );
    assert_eq!(desk.find("\"refleksion\""), ["Er der ⟦refleksion⟧?"]);
}

#[test]
fn exact_words_rank_above_stems() {
    let desk = said(&[
        "I: Relationen.\n\nI: Det lange svar handler om rigtig mange ting og til sidst om en relation mellem to.",
    ]);
    assert_eq!(
        desk.find("relation")[0],
        "Det lange svar handler om rigtig mange ting og til sidst om en ⟦relation⟧ mellem to."
    );
    let reading = desk.query("relation").ordered(ResultOrder::Reading);
    let answer = Searcher::open(None)
        .search(&desk.study, &reading, 9)
        .unwrap();
    assert_eq!(desk.show(&answer)[0], "⟦Relationen⟧.");
}

#[test]
fn stems_follow_the_language_of_the_document() {
    let mut desk = said(&["I: Mentors arbejde."]);
    desk.document("en", "en", "I: The mentors' walking.");
    assert_eq!(desk.find("walk"), ["The mentors' ⟦walking⟧."]);
    assert!(desk.find("arbejdes").len() == 1 && desk.find("lang:en arbejdes").is_empty());
}

#[test]
fn danish_letters_are_never_folded() {
    let desk = said(&["I: Far er her.\n\nI: Han får noget.\n\nI: Får bræger."]);
    assert_eq!(desk.find("får"), ["⟦Får⟧ bræger.", "Han ⟦får⟧ noget."]);
    assert_eq!(desk.find("far"), ["⟦Far⟧ er her."]);
}

#[test]
fn case_quotes_hyphens_and_composition_do_not_matter() {
    let text = "I: “Jeg sagde ‘rela\u{ad}tionen’,” og it’s så\u{ad}dan.\n\nI: A\u{30a}l i vandet.";
    let desk = said(&[text]);
    assert_eq!(
        desk.find("RELATION"),
        ["“Jeg sagde ‘⟦rela\u{ad}tionen⟧’,” og it’s så\u{ad}dan."]
    );
    assert_eq!(
        desk.find("it's"),
        ["“Jeg sagde ‘rela\u{ad}tionen’,” og ⟦it’s⟧ så\u{ad}dan."]
    );
    assert_eq!(desk.find("“sagde relationen og”").len(), 1);
    assert_eq!(desk.find("ål"), ["⟦A\u{30a}l⟧ i vandet."]);
    assert_eq!(desk.find("sådan"), desk.find("sa\u{30a}dan"));
}

#[test]
fn phrases_run_over_line_ends_but_not_from_turn_to_turn() {
    let desk = said(&["A: Det var en god\nrelation.\n\nB: Ja.\n\nA: Meget\n\nA: god.\n\nB: Nej."]);
    assert_eq!(
        desk.find("\"god relation\""),
        ["Det var en ⟦god\nrelation⟧."]
    );
    assert!(desk.find("\"meget god\"").is_empty());
    assert!(desk.find("\"relation god\"").is_empty());
    assert_eq!(desk.find("\"en go*\""), ["Det var ⟦en god⟧\nrelation."]);
}

#[test]
fn danish_compounds_are_found_after_the_word_and_its_stems() {
    let mut desk =
        said(&["I: En vejledningssamtale.\n\nI: Samtalerne.\n\nI: Samtale.\n\nI: Ros og rosen."]);
    desk.document("en", "en", "I: A vejledningssamtale and a samtale.");
    let all = [
        "⟦Samtale⟧.",
        "A vejledningssamtale and a ⟦samtale⟧.",
        "⟦Samtalerne⟧.",
        "En ⟦vejledningssamtale⟧.",
    ];
    assert_eq!(desk.find("samtale"), all);
    assert_eq!(desk.find("\"samtale\" lang:da"), ["⟦Samtale⟧."]);
    assert_eq!(desk.find("=samtale lang:da"), ["⟦Samtale⟧."]);
    // A short word is a part of too many others.
    assert_eq!(desk.find("rose"), ["⟦Ros⟧ og ⟦rosen⟧."]);
}

#[test]
fn letters_are_folded_only_when_asked() {
    let desk = said(&["I: Far er i Århus.\n\nI: Han får noget i Aarhus.\n\nI: En idé."]);
    assert_eq!(desk.find("aarhus"), ["Han får noget i ⟦Aarhus⟧."]);
    assert_eq!(
        desk.find("fold:on aarhus"),
        ["Far er i ⟦Århus⟧.", "Han får noget i ⟦Aarhus⟧."]
    );
    assert_eq!(desk.find("ide fold:on"), ["En ⟦idé⟧."]);
    assert_eq!(desk.find("far fold:on"), ["⟦Far⟧ er i Århus."]);
    assert_eq!(
        desk.find("fold:on \"faar no*\""),
        ["Han ⟦får noget⟧ i Aarhus."]
    );
}

#[test]
fn a_query_goes_on_meaning_the_code_when_it_is_renamed_or_merged() {
    let mut desk = interviews();
    let (praise, trust) = (
        desk.study.code_by_key("m_praise").unwrap(),
        desk.study.code_by_key("o_trust").unwrap(),
    );
    let before = desk.find("mechanism:Praise");
    let mut body = desk.study.code(praise).unwrap().body.clone();
    body.name = virk::study::BilingualText::new("Appreciation");
    assert!(desk.perform(
        "ab",
        Command::ChangeCode {
            id: praise,
            body: Box::new(body),
            reason: String::new()
        }
    ));
    // A code that begins so is not what was meant.
    desk.code("m_praised", "Praised by others", CodeKind::Mechanism, None);
    assert_eq!(desk.find("mechanism:Praise"), before);
    assert_eq!(desk.find("code:praise"), before);
    assert!(desk.perform(
        "ab",
        Command::MergeCodes {
            from: vec![praise],
            into: trust,
            reason: "one".into()
        }
    ));
    assert_eq!(desk.find("code:Praise"), desk.find("code:Trust"));
    assert_eq!(desk.find("code:m_praise").len(), 3);
}

#[test]
fn a_saved_search_is_called_by_its_name_alone_or_with_more() {
    let mut desk = interviews();
    let mut save = |name: &str, query: &str, scope: &str| {
        let (name, query, scope) = (name.into(), query.into(), scope.into());
        assert!(desk.perform("ab", Command::SaveSearch { name, query, scope }));
    };
    save("praised", "mechanism:Praise OR mechanism:Reflection", "");
    save("late praise", "@praised late*", "");
    save("remarks", "trust*", "memos");
    save("folded", "aarhus fold:on", "");
    save("a", "trust @b", "");
    save("b", "@c OR grew", "");
    save("c", "grew @a", "");
    save("broken", "trust OR code:Doubts", "");
    assert_eq!(desk.find("@praised").len(), 4);
    // It stands in brackets, and quotation marks and beginnings do as with other names.
    assert_eq!(
        desk.find("@praised late*"),
        desk.find("(mechanism:Praise OR mechanism:Reflection) late*")
    );
    assert_eq!(
        desk.find("late* NOT @praised"),
        desk.find("late* NOT (mechanism:Praise OR mechanism:Reflection)")
    );
    assert_eq!(desk.find("@\"late praise\""), ["Praise came ⟦late⟧."]);
    assert_eq!(desk.find("@late"), desk.find("@\"late praise\""));
    // What it searches and how it folds goes for all of the query.
    assert_eq!(
        (
            desk.query("@remarks").scope(),
            desk.query("@folded").folds()
        ),
        (SearchScope::Memos, true)
    );
    assert_eq!(
        desk.query("in:quotes @praised").scope(),
        SearchScope::Quotes
    );
    let refused = |query: &str| {
        let error = Query::parse(query, &desk.study).unwrap_err();
        let (at, refusal) = (error.at.unwrap(), Refusal::from(error));
        (at, refusal.what, refusal.hint)
    };
    let (at, what, hint) = refused("grew @praisde");
    assert_eq!(
        (
            at,
            what.starts_with("no saved search starts with `praisde`")
        ),
        (5, true),
        "{what}"
    );
    assert!(hint.contains("Did you mean `praised`?"), "{hint}");
    let (at, what, _) = refused("trust (@a)");
    assert_eq!(
        (at, what.split(" (char").next()),
        (
            7,
            Some("the saved search “a” refers to itself: @a → @b → @c → @a")
        )
    );
    let (at, what, hint) = refused("grew AND @broken");
    assert_eq!(
        (at, what.split(" (char").next()),
        (
            9,
            Some("in the saved search “broken”, no code starts with `Doubts`")
        ),
        "{hint}"
    );
    assert_eq!(
        refused("in:quotes @remarks").1,
        "`in:` is said twice (character 11 of the query)"
    );
    assert_eq!(refused("trust @").0, 6);
    assert!(
        refused("trust NEAR/3 @praised")
            .1
            .contains("NEAR goes between")
    );
    assert!(
        desk.query("@praised trust")
            .check_saved_name("praised")
            .is_err()
    );
    assert!(desk.query("@late").check_saved_name(" praised ").is_err());
    assert!(
        desk.query("@praised trust")
            .check_saved_name("other")
            .is_ok()
    );
}

#[test]
fn searches_that_double_each_other_are_refused_before_they_fill_the_memory() {
    let mut desk = interviews();
    let mut before = "trust".to_owned();
    for number in 0..30 {
        let name = format!("n{number}x");
        let query = format!("{before} OR {before}");
        assert!(desk.perform(
            "ab",
            Command::SaveSearch {
                name: name.clone(),
                query,
                scope: String::new()
            }
        ));
        before = format!("@{name}");
    }
    assert!(
        Query::parse(&before, &desk.study)
            .unwrap_err()
            .to_string()
            .contains("too long together")
    );
}

#[test]
fn the_scope_says_what_is_searched() {
    let mut desk = interviews();
    let documents: Vec<_> = desk.study.documents().map(|document| document.id).collect();
    let praise = desk.study.code_by_key("m_praise").unwrap();
    let ros = desk.place(documents[1], "Ros er tillid.");
    let grew = desk.place(documents[0], "grew");
    assert!(desk.perform(
        "ab",
        Command::Condense {
            quote: ros,
            text: "Praise builds trust.".into(),
            theme: "Trusting praise".into()
        }
    ));
    assert!(desk.perform(
        "ab",
        Command::SetMemo {
            on: MemoTarget::Quote(grew),
            text: "Trust grows?".into()
        }
    ));
    assert!(desk.perform(
        "ab",
        Command::SetMemo {
            on: MemoTarget::Code(praise),
            text: "Is praise trust?".into()
        }
    ));
    assert!(desk.perform(
        "ab",
        Command::SetMemo {
            on: MemoTarget::Study,
            text: "Ask about it".into()
        }
    ));
    assert_eq!(desk.find("trust").len(), 2);
    assert_eq!(desk.find("in:quotes trust"), ["built ⟦trust⟧ slowly"]);
    assert_eq!(desk.find("in:quotes grew"), ["⟦grew⟧"]);
    let condensed = desk.answer("trust in:condensations");
    assert_eq!((condensed.passages[0].span, condensed.total), (ros.span, 1));
    let note = condensed.passages[0].note.clone().unwrap();
    assert_eq!(
        (&*note.text, note.matches),
        ("Praise builds trust.", vec![Span::of(14, 19)])
    );
    let theme = desk.answer("in:themes trust").passages[0]
        .note
        .clone()
        .unwrap();
    assert_eq!(
        (&*theme.text, theme.matches),
        ("Trusting praise", vec![Span::of(0, 8)])
    );
    let memos = desk.answer("in:memos trust");
    assert_eq!(
        memos.memos.iter().map(|memo| memo.on).collect::<Vec<_>>(),
        [MemoTarget::Quote(grew), MemoTarget::Code(praise)]
    );
    assert_eq!(memos.memos[1].note.matches, [Span::of(10, 15)]);
    assert_eq!(desk.answer("in:memos").total, 3);
    assert_eq!(desk.answer("((in:memos)) AND trust").total, 2);
    assert_eq!(
        desk.answer("in:memos AND code:praise").memos[0].on,
        MemoTarget::Code(praise)
    );
    assert_eq!(
        desk.answer("in:condensations code:praise informant:*")
            .total,
        1
    );
    assert_eq!(desk.answer("in:condensations code:reflection").total, 0);
    assert_eq!(desk.find("memo:GROWS"), ["grew"]);
    assert_eq!(desk.find("condensation:builds"), ["Ros er tillid."]);
    assert_eq!(desk.answer("code:* NOT condensation:*").total, 5);
    assert_eq!(
        desk.find("in:turns code:trust"),
        ["We built trust slowly.", "Ros er tillid."]
    );
    let setting = QuerySettings {
        scope: Some(SearchScope::Themes),
        fold: false,
    };
    assert_eq!(
        Query::parse_as("praise", &desk.study, setting)
            .unwrap()
            .scope(),
        SearchScope::Themes
    );
    assert_eq!(
        Query::parse_as("in:memos praise", &desk.study, setting)
            .unwrap()
            .scope(),
        SearchScope::Memos
    );
}

#[test]
fn ikke_is_a_word() {
    let desk = said(&["I: Jeg tror ikke at det er en god idé.\n\nI: Jeg tror."]);
    assert_eq!(desk.find("NOT ikke"), ["Jeg tror."]);
    assert_eq!(desk.find("\"tror ikke\"").len(), 1);
}

#[test]
fn beginnings_parts_slips_distances_and_patterns() {
    let desk = said(&[
        "I: En vejledningssamtale om relationer.\n\nI: Samtaler hver dag uden andet end ord.",
    ]);
    assert_eq!(
        desk.find("*samtale*"),
        [
            "En ⟦vejledningssamtale⟧ om relationer.",
            "⟦Samtaler⟧ hver dag uden andet end ord."
        ]
    );
    assert_eq!(
        desk.find("vejl*"),
        ["En ⟦vejledningssamtale⟧ om relationer."]
    );
    assert_eq!(
        desk.find("realtioner~"),
        ["En vejledningssamtale om ⟦relationer⟧."]
    );
    assert_eq!(
        desk.find("hver NEAR/2 uden"),
        ["Samtaler ⟦hver⟧ dag ⟦uden⟧ andet end ord."]
    );
    assert!(desk.find("hver NEAR/2 ord").is_empty());
    assert_eq!(
        desk.find(r"/[a-z]+samtale\b/"),
        ["En ⟦vejledningssamtale⟧ om relationer."]
    );
}

#[test]
fn and_or_not_and_brackets() {
    let desk = said(&["I: rød blå.\n\nI: rød grøn.\n\nI: blå."]);
    let find = |query: &str| {
        let mut found: Vec<String> = desk
            .find(query)
            .iter()
            .map(|words| words.replace(['⟦', '⟧'], ""))
            .collect();
        found.sort();
        found
    };
    assert_eq!(find("rød blå"), ["rød blå."]);
    assert_eq!(find("rød AND NOT blå"), ["rød grøn."]);
    assert_eq!(find("grøn OR blå"), ["blå.", "rød blå.", "rød grøn."]);
    assert_eq!(find("rød (grøn OR blå)"), ["rød blå.", "rød grøn."]);
    assert_eq!(find("NOT (rød blå)"), ["blå.", "rød grøn."]);
    assert_eq!(find("and").len(), 0);
}

#[test]
fn the_unit_is_a_turn_until_a_field_speaks_of_codings() {
    let desk = interviews();
    assert_eq!(desk.query("trust informant:*").scope(), SearchScope::Turns);
    assert_eq!(desk.query("trust code:trust").scope(), SearchScope::Quotes);
    assert_eq!(desk.find("trust informant:*"), ["We built ⟦trust⟧ slowly."]);
    assert_eq!(desk.find("trust code:trust"), ["built ⟦trust⟧ slowly"]);
    assert!(desk.find("we code:trust").is_empty());
}

#[test]
fn codes_match_with_their_subtree_and_kinds_by_kind() {
    let desk = interviews();
    assert_eq!(
        desk.find("code:motivation"),
        ["Praise came late.", "Ros er tillid.", "Ros hjalp ikke."]
    );
    assert_eq!(
        desk.find("mechanism:pr"),
        ["Praise came late.", "Ros er tillid."]
    );
    assert_eq!(
        desk.find("kind:outcome"),
        ["built trust slowly", "Ros er tillid."]
    );
    assert_eq!(desk.find("outcome:*"), desk.find("kind:outcome"));
    assert_eq!(
        desk.find("code:trust NOT code:praise"),
        ["built trust slowly"]
    );
    assert_eq!(desk.answer("code:*").total, 6);
    assert_eq!(
        desk.find("kind:mechanism ros"),
        [
            "⟦Ros⟧ er tillid.",
            "⟦Ros⟧ hjalp ikke.",
            "Refleksionen kom senere. ⟦Ros⟧ hjalp"
        ]
    );
}

#[test]
fn two_codes_meet_where_their_codings_overlap() {
    let desk = interviews();
    let both = ["Refleksionen kom senere. Ros hjalp", "Ros hjalp ikke."];
    assert_eq!(desk.find("code:reflection code:motivation"), both);
    assert_eq!(
        desk.find("code:reflection NOT code:motivation"),
        ["reflected on it"]
    );
    assert_eq!(
        desk.find("code:reflection"),
        ["reflected on it", "Refleksionen kom senere. Ros hjalp"]
    );
}

#[test]
fn a_coder_narrows_the_codes_beside() {
    let desk = interviews();
    assert_eq!(
        desk.find("coder:mh"),
        ["Praise came late.", "Refleksionen kom senere. Ros hjalp"]
    );
    assert_eq!(
        desk.find("code:motivation coder:ab"),
        ["Ros er tillid.", "Ros hjalp ikke."]
    );
    assert!(
        desk.find("code:reflection code:motivation coder:ab")
            .is_empty()
    );
}

#[test]
fn labels_and_roles_find_everybody_also_those_who_ask() {
    let desk = interviews();
    let all = [
        "What about trust?",
        "And praise?",
        "Hvad med tillid?",
        "Nå.",
    ];
    let asked = desk.find("role:interviewer");
    assert_eq!(asked, all);
    assert_eq!(desk.answer("role:interviewer informant:*").total, 0);
    assert_eq!(
        desk.answer("role:*").total,
        desk.answer("role:interviewer").total + desk.answer("role:* informant:*").total
    );
    // An informant who asks is found by the role as well, however it is written.
    let mut desk = interviews();
    desk.informant("Mentor 2", "Interviewer", "", &[]);
    assert_eq!(
        desk.answer("role:interviewer").total,
        asked.len() + desk.answer("informant:\"Mentor 2\"").total
    );
    assert_eq!(
        desk.answer("role:interv").total,
        desk.answer("role:INTERVIEWER").total
    );
    // Where nobody has been told apart, labels are found and nobody asks.
    let mut desk = Desk::in_language("en");
    let text = "AB: Trust?\n\nCD: No trust.\n\nAB: Well.";
    let speakers = ["AB", "CD"]
        .map(|label| NewSpeaker {
            label: label.into(),
            informant: None,
            by_name: false,
        })
        .into();
    let add = |title: &str, text: &str, speakers| Command::AddDocument {
        title: title.into(),
        language: "en".into(),
        format: virk::text::TurnFormat::detect(text),
        text: text.into(),
        speakers,
        source: virk::study::document::Provenance::default(),
    };
    desk.perform("ab", add("talk", text, speakers));
    desk.perform("ab", add("unsaid", &format!("{text} Well."), Vec::new()));
    assert_eq!(desk.find("speaker:AB trust"), ["⟦Trust⟧?", "⟦Trust⟧?"]);
    assert_eq!(
        (
            desk.answer("speaker:cd").total,
            desk.answer("speaker:*").total,
            desk.answer("role:interviewer").total
        ),
        (2, 6, 0)
    );
}

#[test]
fn who_speaks_and_where() {
    let desk = interviews();
    assert_eq!(
        desk.find("role:leader code:*"),
        [
            "Ros er tillid.",
            "Refleksionen kom senere. Ros hjalp",
            "Ros hjalp ikke."
        ]
    );
    assert_eq!(desk.find("department:under tillid"), ["Ros er ⟦tillid⟧."]);
    assert_eq!(
        desk.find("experience:8 trust"),
        ["We built ⟦trust⟧ slowly."]
    );
    assert_eq!(desk.find("informant:\"Mentor 2\" code:motivation").len(), 2);
    assert_eq!(
        desk.find("document:da NOT informant:*"),
        ["Hvad med tillid?", "Nå."]
    );
    assert_eq!(desk.find("lang:da ros").len(), 2);
    assert_eq!(
        desk.find("uncoded document:en"),
        ["What about trust?", "And praise?"]
    );
    let passage = &desk.answer("experience:8 trust").passages[0];
    assert_eq!(
        desk.study
            .informant(passage.informant.unwrap())
            .unwrap()
            .body
            .name,
        "Mentor 1"
    );
    assert_eq!((passage.turn, passage.codes.len()), (1, 1));
}

#[test]
fn judged_and_condensed_quotes() {
    let mut desk = interviews();
    let (from, to) = (
        desk.study.code_by_key("m_praise").unwrap(),
        desk.study.code_by_key("o_trust").unwrap(),
    );
    let other = NewLink::between(to, from);
    let link = NewLink::between(from, to);
    assert!(desk.perform(
        "ab",
        Command::AddTheory {
            version: "v1".into(),
            nodes: vec![from, to],
            links: vec![link, other]
        }
    ));
    let links = desk.study.theory().unwrap().links.clone();
    let documents: Vec<_> = desk.study.documents().map(|document| document.id).collect();
    let judged = desk.place(documents[0], "Praise came");
    let quote = desk.place(documents[1], "Ros er tillid.");
    assert!(desk.perform(
        "ab",
        Command::Judge {
            link: links[0],
            quote: judged,
            polarity: Some(Polarity::Contradicts)
        }
    ));
    assert!(desk.perform(
        "ab",
        Command::Judge {
            link: links[1],
            quote,
            polarity: Some(Polarity::Contradicts)
        }
    ));
    assert!(desk.perform(
        "ab",
        Command::Condense {
            quote,
            text: "Praise is trust.".into(),
            theme: "Tillid som ros".into()
        }
    ));
    assert_eq!(
        desk.find("polarity:contra"),
        ["Praise came", "Ros er tillid."]
    );
    assert_eq!(
        desk.find("link:\"praise -> trust\" polarity:contra"),
        ["Praise came"]
    );
    assert_eq!(
        desk.find("link:\"praise -> trust\""),
        ["Praise came", "Ros er tillid."]
    );
    assert_eq!(
        desk.find("code:praise polarity:*"),
        ["Praise came", "Ros er tillid."]
    );
    assert_eq!(
        desk.find("code:praise"),
        ["Praise came late.", "Ros er tillid."]
    );
    assert_eq!(desk.find("theme:TILLID"), ["Ros er tillid."]);
    assert!(desk.find("theme:fremskridt").is_empty());
}

#[test]
fn a_quote_coded_a_moment_ago_is_found_and_an_uncoded_one_gone() {
    let mut desk = interviews();
    let mut searcher = Searcher::open(None);
    let query = "code:progress grew";
    assert_eq!(desk.ask(&mut searcher, query).total, 0);
    let en = desk.study.documents().next().unwrap().id;
    let progress = desk.study.code_by_key("o_progress").unwrap();
    desk.apply("ab", en, "and grew", &[progress]);
    assert_eq!(desk.ask(&mut searcher, query).total, 1);
    let coding = desk.study.codings().last().unwrap().id;
    assert!(desk.perform(
        "ab",
        Command::Uncode {
            codings: vec![coding]
        }
    ));
    assert_eq!(desk.ask(&mut searcher, query).total, 0);
    assert!(desk.perform("ab", Command::RemoveDocument { id: en }));
    assert_eq!(desk.ask(&mut searcher, "code:trust").total, 1);
}

#[test]
fn a_quote_that_cuts_a_word_does_not_have_it() {
    let mut desk = said(&["I: relationen består."]);
    let code = desk.code("x", "X", CodeKind::Other, None);
    let document = desk.study.documents().next().unwrap().id;
    let QuoteAt { span, .. } = desk.place(document, "lationen består");
    assert!(desk.perform(
        "ab",
        Command::Apply {
            document,
            span,
            codes: vec![code]
        }
    ));
    assert_eq!(desk.find("code:x består"), ["lationen ⟦består⟧"]);
    assert!(desk.find("code:x lationen").is_empty() && desk.find("code:x relationen").is_empty());
    assert_eq!(desk.find("relationen"), ["⟦relationen⟧ består."]);
}

#[test]
fn the_total_is_exact_and_the_limit_keeps_the_best() {
    let desk = said(&["I: ord ord ord.\n\nI: ord.\n\nI: andet.\n\nI: ord og meget mere end det."]);
    let mut searcher = Searcher::open(None);
    let answer = searcher.search(&desk.study, &desk.query("ord"), 2).unwrap();
    assert_eq!((answer.total, answer.passages.len()), (3, 2));
    let all = searcher
        .search(&desk.study, &desk.query("ord"), 10)
        .unwrap();
    assert_eq!(all.passages[..2], answer.passages[..]);
    assert_eq!(
        searcher
            .search(&desk.study, &desk.query("ord"), 0)
            .unwrap()
            .total,
        3
    );
}

#[test]
fn matches_that_meet_are_one() {
    let desk = said(&["I: god relation."]);
    assert_eq!(desk.find("\"god relation\" relation"), ["⟦god relation⟧."]);
    let span = desk.answer("relation").passages[0].matches[0];
    assert_eq!(span, Span::of(7, 15));
}

#[test]
fn mistakes_point_at_their_place_and_propose_the_nearest() {
    let desk = interviews();
    let refuse = |query: &str| {
        let error = Query::parse(query, &desk.study).unwrap_err();
        let at = error.at;
        let refusal = Refusal::from(error);
        // The sentence counts from 1, the field from 0.
        let place = at.map(|at| format!("(character {} of the query)", at + 1));
        assert_eq!(
            place.as_deref(),
            refusal
                .what
                .find("(character ")
                .map(|from| &refusal.what[from..]),
            "{query}"
        );
        (refusal.what, refusal.hint)
    };
    let cases = [
        (
            "trust mekanism:ros",
            "there is no field `mekanism:` (character 7 of the query)",
            "Did you mean `mechanism:`?",
        ),
        (
            "code:motvation",
            "no code starts with `motvation` (character 1 of the query)",
            "Did you mean `Motivation`?",
        ),
        (
            "mechanism:trust",
            "`Trust` is coded as outcome, not as mechanism (character 1 of the query)",
            "Write code:trust or outcome:trust",
        ),
        (
            "informant:Mentor",
            "several informants start with `Mentor` (character 1 of the query)",
            "Type more letters of one of these: `Mentor 1`, `Mentor 2`",
        ),
        (
            "coder:mx",
            "no coder starts with `mx` (character 1 of the query)",
            "Known are `ab`, `mh`",
        ),
        (
            "æ (trust",
            "a bracket is not closed (character 3 of the query)",
            "Close it with )",
        ),
        (
            "trust)",
            "a bracket is closed that was never opened (character 6 of the query)",
            "Remove it, or open one before it",
        ),
        (
            "trust AND",
            "something is missing at the end (character 10 of the query)",
            "",
        ),
        (
            "\"trust",
            "a quotation mark is not closed (character 1 of the query)",
            "Close the phrase with \"",
        ),
        (
            "code:",
            "`code:` asks for nothing (character 1 of the query)",
            "",
        ),
        (
            "…",
            "`…` has no letter or digit (character 1 of the query)",
            "",
        ),
        ("", "there is nothing to look for", ""),
        (
            "/(/",
            "this is not a regular expression: unclosed group (character 1 of the query)",
            "",
        ),
        (
            "tr*st",
            "`tr*st` has a star inside (character 1 of the query)",
            "",
        ),
        ("*", "`*` asks for any word (character 1 of the query)", ""),
        (
            "trust NEAR/0 ros",
            "`NEAR/0` says no distance (character 7 of the query)",
            "",
        ),
        (
            "uncoded code:trust",
            "`uncoded` is for turns, but the rest of the query is for quotes",
            "",
        ),
        (
            "trust NOT in:memos",
            "`in:` applies to the whole query (character 11 of the query)",
            "Put it at the beginning",
        ),
        (
            "in:memo in:themes x",
            "`in:` is said twice (character 9 of the query)",
            "",
        ),
        (
            "in:everything x",
            "no scope starts with `everything` (character 1 of the query)",
            "Known are `condensations`",
        ),
        (
            "in:memos uncoded",
            "`uncoded` is for turns, but the search is in memos",
            "",
        ),
        (
            "polarity:maybe",
            "no polarity starts with `maybe` (character 1 of the query)",
            "Known are",
        ),
    ];
    for (query, what, hint) in cases {
        let said = refuse(query);
        assert_eq!(said.0, what, "{query}");
        assert!(
            said.1.starts_with(hint) && !said.1.is_empty(),
            "{query}: {}",
            said.1
        );
    }
    assert!(Query::parse(&"(".repeat(100_000), &desk.study).is_err());
    assert!(Query::parse("mech:praise dep:over 10:30", &desk.study).is_ok());
}

#[test]
fn similar_quotes_show_the_words_that_argue_for_them() {
    let mut desk = said(&[
        "I: Ros hjælper relationen.\n\nI: Relationer vokser af ros.\n\nI: Relationen.\n\nI: Et vejrskifte.",
    ]);
    let document = desk.study.documents().next().unwrap().id;
    let (praise, weather) = (
        desk.code("praise", "Praise", CodeKind::Mechanism, None),
        desk.code("weather", "Weather", CodeKind::Other, None),
    );
    desk.apply("ab", document, "Relationer vokser af ros.", &[praise]);
    desk.apply("ab", document, "Relationen.", &[praise]);
    desk.apply("ab", document, "Et vejrskifte.", &[weather]);
    let to = desk.place(document, "Ros hjælper relationen.");
    let alike = Searcher::open(None).similar(&desk.study, to, 9).unwrap();
    let text = &desk.study.document(document).unwrap().text;
    let words = |alike: &SimilarQuote| {
        alike
            .shared
            .iter()
            .map(|shared| shared.places[0].text(text).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        alike
            .iter()
            .map(|alike| alike.quote.span.text(text))
            .collect::<Vec<_>>(),
        ["Relationer vokser af ros.", "Relationen."]
    );
    assert_eq!(
        (words(&alike[0]), words(&alike[1])),
        (
            vec!["ros".to_owned(), "Relationer".into()],
            vec!["Relationen".to_owned()]
        )
    );
    let suggestions = Searcher::open(None).suggest(&desk.study, to, 3).unwrap();
    assert_eq!(
        suggestions
            .iter()
            .map(|suggestion| (suggestion.code, suggestion.quotes.len()))
            .collect::<Vec<_>>(),
        [(praise, 2)]
    );
}

#[test]
fn counts_stand_beside_an_answer() {
    let desk = interviews();
    let mut searcher = Searcher::open(None);
    let facets = searcher.facets(&desk.study, &desk.query("code:*")).unwrap();
    let of_codes = facets
        .codes
        .iter()
        .map(|(code, count)| (desk.study.code_name(*code), *count))
        .collect::<Vec<_>>();
    assert_eq!(
        of_codes,
        [
            ("Motivation", 2),
            ("Praise", 2),
            ("Reflection", 3),
            ("Trust", 2)
        ]
    );
    assert_eq!(
        (facets.total, facets.documents.len(), facets.informants[0].1),
        (6, 2, 3)
    );
    let counting = WordCountOptions {
        by_stem: true,
        excluded: WordCountOptions::small_words(std::iter::empty()),
    };
    let counted = searcher
        .frequencies(&desk.study, &desk.query("lang:da"), &counting)
        .unwrap();
    let top = &counted.rows[..2];
    assert_eq!(
        (top[0].word.as_str(), top[0].count, top[0].holding),
        ("ros", 2, 2)
    );
    assert_eq!((top[1].word.as_str(), top[1].forms.len()), ("tillid", 1));
    assert!(
        counted.rows.iter().any(|row| row.word == "ikke")
            && counted.rows.iter().all(|row| row.word != "er")
    );
    assert_eq!((counted.left_out, counted.among), (3, 4));
}

#[test]
fn a_concordance_puts_every_place_in_the_middle() {
    let desk = said(&["I: Vi fik ros i går, og mere ros\nsenere.\n\nI: Ingen ros."]);
    let answer = desk.answer("ros");
    let text = &desk.study.documents().next().unwrap().text;
    let show = |sorted| -> Vec<String> {
        let lines = concordance(&desk.study, &answer.passages, 2, sorted);
        let part = |span: Span| span.text(text).replace(char::is_whitespace, " ");
        lines
            .iter()
            .map(|line| {
                format!(
                    "{}⟦{}⟧{}",
                    part(line.before),
                    part(line.at),
                    part(line.after)
                )
            })
            .collect()
    };
    assert_eq!(
        show(ConcordanceOrder::Place),
        [
            "Vi fik ⟦ros⟧ i går,",
            "og mere ⟦ros⟧ senere.",
            "Ingen ⟦ros⟧."
        ]
    );
    assert_eq!(
        show(ConcordanceOrder::Before),
        [
            "Vi fik ⟦ros⟧ i går,",
            "Ingen ⟦ros⟧.",
            "og mere ⟦ros⟧ senere."
        ]
    );
    assert_eq!(
        show(ConcordanceOrder::After),
        [
            "Ingen ⟦ros⟧.",
            "Vi fik ⟦ros⟧ i går,",
            "og mere ⟦ros⟧ senere."
        ]
    );
}
