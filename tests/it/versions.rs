//! Corrected versions of documents: quotes go along with their words, nothing is
//! taken away by itself, and undo returns the first state.

use crate::support::{Desk, code, codes, span_of, start, transcript, visible};
use proptest::prelude::*;
use std::sync::Arc;
use virk::import::{TextFile, correction::align_words};
use virk::study::{
    CodeKind, Coding, Command, Decision, Erasing, Event, Id, InformantBody, Polarity, Refusal,
    Study,
    command::{NewLink, NewSpeaker},
    configuration::PartBody,
    document::Provenance,
    event::MemoTarget,
    theory::QuoteAt,
};
use virk::text::{Span, TurnFormat, sanitize};

const TALK: &str = "Interviewer: How was it?\n\nMentor 1: I saw myself from outside. It was a\u{30a}rligt hard 👩\u{200d}👧, but good. Then came the summer.";

/// The words of a file as they are imported.
fn words(bytes: &str) -> Arc<str> {
    TextFile::from_bytes("f", "f.txt".into(), bytes.as_bytes())
        .unwrap()
        .text
        .into()
}

/// Puts these words in the place of the document called `talk`.
fn replace(desk: &mut Desk, new: &str) -> Result<Decision, Refusal> {
    let document = desk.study.find_document("talk").unwrap();
    let speaker = |label: &str, name: Option<&str>| NewSpeaker {
        label: label.into(),
        informant: name.map(|name| InformantBody {
            name: name.into(),
            ..InformantBody::default()
        }),
        by_name: false,
    };
    desk.when(Command::ReplaceDocument {
        id: document.id,
        title: "talk".into(),
        language: "en".into(),
        format: TurnFormat::Colon,
        speakers: vec![
            speaker("Interviewer", None),
            speaker("Mentor 1", Some("Mentor 1")),
        ],
        source: Provenance {
            file: "talk-2.txt".into(),
            ..Provenance::default()
        },
        words: Box::new(align_words(&document.text, &words(new))),
    })
}

fn quote(study: &Study, words: &str) -> QuoteAt {
    let document = study.find_document("talk").unwrap();
    QuoteAt {
        document: document.id,
        span: span_of(document, words),
    }
}

fn apply(desk: &mut Desk, words: &str, code: &str) -> Id<Coding> {
    let QuoteAt { document, span } = quote(&desk.study, words);
    let codes = vec![desk.study.find_code(code).unwrap().id];
    match desk
        .when(Command::Apply {
            document,
            span,
            codes,
        })
        .unwrap()
        .events
        .as_slice()
    {
        [Event::Coded { id, .. }] => *id,
        other => panic!("{other:?}"),
    }
}

fn text_of<'a>(study: &'a Study, coding: &Coding) -> &'a str {
    coding
        .span
        .text(&study.document(coding.document).unwrap().text)
}

fn back(desk: &mut Desk, events: &[Event]) {
    let inverses = desk.study.decide_undo(events).unwrap();
    desk.take(&inverses);
}

#[test]
fn a_quote_takes_all_that_is_said_of_it_along_and_undo_returns_the_first_state() {
    let mut desk = Desk::given([start(), codes(), transcript("talk", TALK)]);
    let id = apply(&mut desk, "myself from outside", "m_refl");
    let at = quote(&desk.study, "myself from outside");
    let (refl, dev) = (
        desk.study.find_code("m_refl").unwrap().id,
        desk.study.find_code("o_dev").unwrap().id,
    );
    let links = vec![NewLink::between(refl, dev)];
    desk.when(Command::AddTheory {
        version: "v1".into(),
        nodes: vec![refl, dev],
        links,
    })
    .unwrap();
    let theory = desk.study.theory().unwrap();
    let link = desk.study.links_of(theory).next().unwrap().id;
    let part = |quotes: Vec<QuoteAt>| PartBody {
        codes: Vec::new(),
        quotes,
    };
    let hard = quote(&desk.study, "hard");
    for command in [
        Command::Condense {
            quote: at,
            text: "Sees herself".into(),
            theme: "seeing".into(),
        },
        Command::SetMemo {
            on: MemoTarget::Quote(at),
            text: "a turning point".into(),
        },
        Command::SetMemo {
            on: MemoTarget::Document(at.document),
            text: "calm".into(),
        },
        Command::Judge {
            link,
            quote: at,
            polarity: Some(Polarity::Supports),
        },
        Command::AddConfiguration {
            parts: [part(vec![hard]), part(vec![at, hard]), part(vec![])],
            statement: String::new(),
            quotes: vec![(at, Polarity::Nuances)],
        },
        Command::Release {
            quote: at,
            released: true,
        },
    ] {
        desk.when(command).unwrap();
    }
    let before = visible(&desk.study);
    let coder = desk.study.coding(id).unwrap().coder.clone();
    let decision = replace(
        &mut desk,
        &TALK.replace("How was it?", "And how was it then?"),
    )
    .unwrap();
    assert_eq!(
        decision.message,
        "Replaced `talk` with a corrected version: 2 quotes with the same words, 0 with changed words to review, 0 orphans"
    );
    let now = quote(&desk.study, "myself from outside");
    assert_ne!(now.document, at.document);
    let coding = desk.study.coding(id).unwrap();
    assert_eq!(
        (coding.document, coding.span, &coding.coder),
        (now.document, now.span, &coder)
    );
    assert_eq!(
        desk.study
            .words(desk.study.condensation(now).unwrap().content),
        Some("Sees herself")
    );
    assert_eq!(
        desk.study.memo(MemoTarget::Quote(now)),
        Some("a turning point")
    );
    assert_eq!(
        desk.study.memo(MemoTarget::Document(now.document)),
        Some("calm")
    );
    assert_eq!(desk.study.polarity(link, now), Some(Polarity::Supports));
    let configuration = desk.study.configurations().next().unwrap();
    let hard = quote(&desk.study, "hard");
    assert_eq!(configuration.body.mechanism.quotes, [now, hard]);
    assert_eq!(configuration.body.context.quotes, [hard]);
    assert_eq!(
        desk.study.configuration_polarity(configuration.id, now),
        Some(Polarity::Nuances)
    );
    assert!(desk.study.is_released(now) && !desk.study.is_released(at));
    assert_eq!(
        desk.study.informants().count(),
        1,
        "whoever speaks is the same as before"
    );
    assert!(desk.study.orphans().is_empty() && desk.study.changed_quotes().next().is_none());
    back(&mut desk, &decision.events);
    assert_eq!(visible(&desk.study), before);
}

#[test]
fn changed_words_are_to_be_looked_at_and_gone_ones_stay_as_orphans() {
    let mut desk = Desk::given([start(), codes(), transcript("talk", TALK)]);
    let changed = apply(
        &mut desk,
        "It was a\u{30a}rligt hard 👩\u{200d}👧, but good.",
        "m_refl",
    );
    let gone = apply(&mut desk, "Then came the summer", "o_dev");
    let at = quote(&desk.study, "Then came the summer");
    desk.when(Command::Condense {
        quote: at,
        text: "Summer".into(),
        theme: String::new(),
    })
    .unwrap();
    let new = TALK
        .replace("hard 👩", "truly hard 👩")
        .replace(" Then came the summer.", "");
    let replaced = replace(&mut desk, &new).unwrap();
    let coding = desk.study.coding(changed).unwrap();
    assert_eq!(
        text_of(&desk.study, coding),
        "It was a\u{30a}rligt truly hard 👩\u{200d}👧, but good."
    );
    let doubts: Vec<_> = desk
        .study
        .changed_quotes()
        .map(|doubt| (doubt.quote, doubt.before.to_owned()))
        .collect();
    assert_eq!(doubts.len(), 1);
    assert_eq!(
        doubts[0].1,
        "It was a\u{30a}rligt hard 👩\u{200d}👧, but good."
    );
    let orphans = desk.study.orphans();
    let [orphan] = orphans.as_slice() else {
        panic!("{orphans:?}")
    };
    assert_eq!(
        (
            orphan.words(),
            orphan.codings[0].id,
            orphan.annotation_count
        ),
        ("Then came the summer", gone, 1)
    );
    assert!(
        desk.study.coding(gone).is_none(),
        "what nobody says any longer is no evidence"
    );

    // Looking at the changed one, by hand or by moving its boundary, settles it.
    let seen = desk
        .study
        .decide(
            Command::Confirm { quote: doubts[0].0 },
            "ann",
            &mut uuid::Uuid::now_v7,
        )
        .unwrap();
    assert!(matches!(
        seen.events.as_slice(),
        [Event::QuoteConfirmed { .. }]
    ));
    let span = quote(&desk.study, "truly hard").span;
    desk.when(Command::MoveBoundary {
        codings: vec![changed],
        span,
    })
    .unwrap();
    assert_eq!(desk.study.changed_quotes().count(), 0);

    // An orphan goes where a person puts it, with what is said of it; that can be taken back.
    let orphan = desk.study.orphans()[0].quote;
    let to = quote(&desk.study, "but good");
    let put = desk.when(Command::Reanchor { orphan, to }).unwrap();
    assert_eq!(
        text_of(&desk.study, desk.study.coding(gone).unwrap()),
        "but good"
    );
    assert!(desk.study.condensation(to).is_some() && desk.study.orphans().is_empty());
    back(&mut desk, &put.events);
    let taken = desk.when(Command::LetGo { orphan }).unwrap();
    assert!(desk.study.orphans().is_empty());
    back(&mut desk, &taken.events);
    assert_eq!(desk.study.orphans().len(), 1);

    // The next version finds the doubts and orphans of the first still there.
    replace(&mut desk, &new.replace("How was", "How then was")).unwrap();
    assert_eq!(desk.study.orphans()[0].words(), "Then came the summer");
    let refused = desk.when(Command::Reanchor { orphan, to }).unwrap_err();
    assert_eq!(refused.what, "these words are in another document");
    assert!(
        replaced
            .message
            .ends_with("0 quotes with the same words, 1 with changed words to review, 1 orphan"),
        "{}",
        replaced.message
    );
}

#[test]
fn the_same_words_again_are_refused_and_so_is_what_was_not_compared() {
    let mut desk = Desk::given([
        start(),
        codes(),
        transcript("talk", TALK),
        transcript("other", "Mentor 1: Something else."),
    ]);
    assert_eq!(
        replace(&mut desk, &TALK.replace('\n', "\r\n"))
            .unwrap_err()
            .what,
        "`talk` already has exactly these words"
    );
    assert_eq!(
        replace(&mut desk, "Mentor 1: Something else.")
            .unwrap_err()
            .what,
        "`talk` is already in the study, as `other`"
    );
    let other = desk.study.find_document("other").unwrap();
    let words = Box::new(align_words(&"elsewhere".into(), &"here".into()));
    let command = Command::ReplaceDocument {
        id: other.id,
        title: "other".into(),
        language: "en".into(),
        format: TurnFormat::Colon,
        speakers: Vec::new(),
        source: Provenance::default(),
        words,
    };
    assert!(
        desk.when(command)
            .unwrap_err()
            .what
            .contains("does not have the words the file was compared with")
    );
}

#[test]
fn erasing_reaches_earlier_versions_and_their_orphans() {
    let mut desk = Desk::given([start(), codes(), transcript("talk", TALK)]);
    apply(&mut desk, "Then came the summer", "o_dev");
    replace(
        &mut desk,
        "Interviewer: What?\n\nMentor 1: Nothing of that at all.",
    )
    .unwrap();
    assert_eq!(desk.study.orphans().len(), 1);
    let id = desk.study.find_document("talk").unwrap().id;
    let decision = desk.when(Command::EraseDocument { id }).unwrap();
    let erased = decision
        .events
        .iter()
        .filter(|event| matches!(event, Event::Erased(Erasing::Document { .. })))
        .count();
    assert_eq!(erased, 2);
    assert!(desk.study.orphans().is_empty());
}

/// Words of every kind of letter; the number makes each its own.
const POOL: [&str; 8] = [
    "så",
    "a\u{30a}ben",
    "👩\u{200d}👧",
    "日本",
    "word",
    "I",
    "ærlig,",
    "don't",
];
/// What is put in: no letter of the others, or it would be a matter of taste which of the two was
/// moved.
const FRESH: [&str; 8] = [
    "ny",
    "o\u{308}l",
    "\u{1f9d1}\u{200d}\u{1f3eb}",
    "\u{6f22}\u{5b57}",
    "term",
    "X",
    "sand;",
    "can't",
];
const BETWEEN: [&str; 6] = [" ", "\n", "\r\n", "\n\n", "  ", "\t"];

fn joined(
    words: &[(Option<usize>, String)],
    between: &[usize],
) -> (String, Vec<std::ops::Range<usize>>) {
    let mut text = "Mentor 1: ".to_owned();
    let mut places = Vec::new();
    for (nth, (_, word)) in words.iter().enumerate() {
        let from = text.len();
        text.push_str(word);
        places.push(from..text.len());
        text.push_str(
            BETWEEN[between
                .get(nth % between.len().max(1))
                .copied()
                .unwrap_or(0)
                % BETWEEN.len()],
        );
    }
    (text + "end", places)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn codings_of_untouched_words_end_at_the_same_words_and_nothing_is_lost(
        kinds in prop::collection::vec(0usize..8, 3..60),
        quotes in prop::collection::vec((0usize..60, 1usize..8), 1..12),
        edits in prop::collection::vec((0usize..3, 0usize..60, 0usize..8), 0..12),
        between in prop::collection::vec(0usize..6, 1..9),
        between_new in prop::collection::vec(0usize..6, 1..9),
    ) {
        let old: Vec<(Option<usize>, String)> =
            kinds.iter().enumerate().map(|(nth, kind)| (Some(nth), format!("{}{nth}", POOL[*kind]))).collect();
        // Unix line ends in the old text: what is coded is what was imported.
        let between: Vec<usize> = between.iter().map(|kind| if *kind == 2 { 1 } else { *kind }).collect();
        let (old_text, places) = joined(&old, &between);
        let mut new = old.clone();
        for (nth, (edit, at, kind)) in edits.iter().enumerate() {
            let at = at % (new.len() + 1);
            let fresh = (None, format!("{}{}", FRESH[*kind], 1000 + nth));
            match edit {
                0 => new.insert(at, fresh),
                1 if at < new.len() => drop(new.remove(at)),
                2 if at < new.len() => new[at] = fresh,
                _ => {}
            }
        }
        let (new_text, _) = joined(&new, &between_new);
        let mut desk = Desk::given([start(), codes(), transcript("talk", &old_text)]);
        let document = desk.study.find_document("talk").unwrap().id;
        let mut coded: Vec<(Id<Coding>, usize, usize)> = Vec::new();
        for (from, length) in &quotes {
            let from = from % old.len();
            let to = (from + length).min(old.len()) - 1;
            let span = Span::snap(&old_text, places[from].start..places[to].end).unwrap();
            let code = desk.study.find_code("m_refl").unwrap().id;
            let decision = desk.when(Command::Apply { document, span, codes: vec![code] });
            if let Ok(Decision { events, .. }) = decision
                && let Some(Event::Coded { id, .. }) = events.first()
            {
                coded.push((*id, from, to));
            }
        }
        let before = visible(&desk.study);
        let Ok(decision) = replace(&mut desk, &new_text) else {
            prop_assert_eq!(&*words(&new_text), &*old_text);
            return Ok(());
        };
        let orphans = desk.study.orphans();
        let doubts: Vec<QuoteAt> = desk.study.changed_quotes().map(|doubt| doubt.quote).collect();
        let left: usize = orphans.iter().map(|orphan| orphan.codings.len()).sum();
        prop_assert_eq!(desk.study.codings().count() + left, coded.len(), "nothing is taken away");
        for (id, from, to) in &coded {
            let kept: Vec<Option<usize>> = (*from..=*to).map(Some).collect();
            let untouched = new.windows(kept.len()).any(|run| run.iter().map(|(nth, _)| *nth).eq(kept.iter().copied()));
            let said: Vec<&str> = old_text[places[*from].start..places[*to].end].split_whitespace().collect();
            match desk.study.coding(*id) {
                Some(coding) => {
                    let text = text_of(&desk.study, coding);
                    prop_assert_eq!(sanitize::quote_hash(text), coding.hash.to_string());
                    let same = text.split_whitespace().eq(said.iter().copied());
                    prop_assert!(same || !untouched, "{:?} became {:?}", said, text);
                    let doubted = doubts.contains(&QuoteAt { document: coding.document, span: coding.span });
                    prop_assert_eq!(same, !doubted, "{:?} is {:?}", said, text);
                }
                None => {
                    prop_assert!(!untouched, "{:?} is an orphan", said);
                    let orphan = orphans.iter().find(|orphan| orphan.codings.iter().any(|coding| coding.id == *id)).unwrap();
                    prop_assert!(orphan.words().split_whitespace().eq(said.iter().copied()));
                }
            }
        }
        back(&mut desk, &decision.events);
        prop_assert_eq!(visible(&desk.study), before);
    }
}

#[test]
fn a_retired_code_finds_its_codings_in_the_corrected_version_when_it_comes_back() {
    let mut desk = Desk::given([start(), codes(), transcript("talk", TALK)]);
    desk.when(Command::AddCodes {
        codes: vec![code("c_old", CodeKind::Context, "Old", None)],
    })
    .unwrap();
    let coding = apply(&mut desk, "but good", "c_old");
    let id = desk.study.find_code("c_old").unwrap().id;
    let retired = desk
        .when(Command::RetireCodes {
            codes: vec![id],
            reason: "unused".into(),
        })
        .unwrap();
    replace(&mut desk, &TALK.replace("How was it?", "Yes?")).unwrap();
    back(&mut desk, &retired.events);
    assert_eq!(
        text_of(&desk.study, desk.study.coding(coding).unwrap()),
        "but good"
    );
}
