//! Given–when–then for `decide`: what each command becomes, or why not.

use crate::support::{Desk, TALK, codes, span_of, start, transcript, visible};
use virk::study::{
    AnalysisPlan, BilingualText, CodeBody, CodeKind, Command, Event, Polarity, Time,
    command::{Deferred, NewCode, NewLink},
    inference::{InferenceText, IntegrationFit},
    plan::PlannedTest,
    theory::Conclusion,
    theory::QuoteAt,
};
use virk::text::Span;

fn desk() -> Desk {
    Desk::given([start(), codes(), transcript("talk", TALK)])
}

fn quote(desk: &Desk, words: &str) -> QuoteAt {
    let document = desk.study.find_document("talk").unwrap();
    QuoteAt {
        document: document.id,
        span: span_of(document, words),
    }
}

fn apply(desk: &Desk, words: &str, code: &str) -> Command {
    let QuoteAt { document, span } = quote(desk, words);
    Command::Apply {
        document,
        span,
        codes: vec![desk.study.find_code(code).unwrap().id],
    }
}

fn theory(desk: &Desk) -> Command {
    let (from, to) = (
        desk.study.find_code("Reflection").unwrap().id,
        desk.study.find_code("Personal").unwrap().id,
    );
    Command::AddTheory {
        version: "v1".into(),
        nodes: vec![from, to],
        links: vec![NewLink {
            basis: "text".into(),
            ..NewLink::between(from, to)
        }],
    }
}

#[test]
fn a_study_starts_once_and_with_sense() {
    let mut desk = Desk::default();
    let wrong = Command::StartStudy {
        title: "x".into(),
        language: "en".into(),
        alpha: 1.5,
    };
    assert!(desk.when(wrong).unwrap_err().what.contains("1.5"));
    desk.when(start()).unwrap();
    assert!(
        desk.when(start())
            .unwrap_err()
            .what
            .contains("already been started")
    );
}

#[test]
fn coding_says_how_many_words_and_stores_their_hash() {
    let mut desk = desk();
    let decision = desk
        .when(apply(&desk, "så pludselig på mig selv", "Refl"))
        .unwrap();
    assert_eq!(decision.message, "Coded 5 words as Reflection");
    let [Event::Coded { hash, .. }] = decision.events.as_slice() else {
        panic!("{:?}", decision.events)
    };
    assert_eq!(
        **hash,
        virk::text::sanitize::quote_hash("så pludselig på mig selv")
    );
}

#[test]
fn the_same_coding_twice_is_refused_and_a_second_code_is_not() {
    let mut desk = desk();
    desk.when(apply(&desk, "udefra", "Refl")).unwrap();
    assert!(
        desk.when(apply(&desk, "udefra", "Refl"))
            .unwrap_err()
            .what
            .contains("already")
    );
    desk.when(apply(&desk, "udefra", "Task")).unwrap();
    assert_eq!(desk.study.codings().count(), 2);
}

#[test]
fn spans_outside_the_text_or_inside_a_letter_are_refused() {
    let mut desk = desk();
    let QuoteAt { document, .. } = quote(&desk, "Jeg");
    let codes = vec![desk.study.find_code("Refl").unwrap().id];
    let far = desk
        .when(Command::Apply {
            document,
            span: Span {
                start: 0,
                end: 99_999,
            },
            codes: codes.clone(),
        })
        .unwrap_err();
    assert!(far.what.contains("outside the text"), "{}", far.what);
    assert!(
        far.hint.contains(&TALK.chars().count().to_string()),
        "{}",
        far.hint
    );
    let inside = TALK.find('å').unwrap() as u32 + 1;
    let cut = desk
        .when(Command::Apply {
            document,
            span: Span {
                start: inside,
                end: inside + 1,
            },
            codes,
        })
        .unwrap_err();
    assert!(cut.what.contains("splits a letter"), "{}", cut.what);
}

#[test]
fn the_same_words_are_not_imported_twice() {
    let mut desk = desk();
    let again = desk.when(transcript("another name", TALK)).unwrap_err();
    assert!(
        again.what.contains("already in the study, as `talk`"),
        "{}",
        again.what
    );
    let same_title = desk
        .when(transcript("talk", "Mentor 1: Noget andet."))
        .unwrap_err();
    assert!(same_title.hint.contains("--title"), "{}", same_title.hint);
    assert!(
        desk.when(transcript("empty", " \n "))
            .unwrap_err()
            .what
            .contains("no text")
    );
}

#[test]
fn an_informant_met_again_is_the_same_person() {
    let mut desk = desk();
    desk.when(transcript("second talk", "Mentor 1: Nu er vi her igen."))
        .unwrap();
    assert_eq!(desk.study.informants().count(), 1);
}

#[test]
fn a_code_needs_its_parent_a_colour_and_a_tag_of_its_own() {
    let mut desk = desk();
    let orphan = Command::AddCodes {
        codes: vec![crate::support::code(
            "x",
            CodeKind::Other,
            "X",
            Some("nobody"),
        )],
    };
    assert!(desk.when(orphan).unwrap_err().what.contains("`nobody`"));
    let tags: Vec<&str> = desk
        .study
        .codes()
        .map(|code| code.body.tag.as_str())
        .collect();
    let mut unique = tags.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(tags.len(), unique.len(), "{tags:?}");
    let mut body = desk.study.find_code("Refl").unwrap().body.clone();
    body.colour = "red".into();
    let id = desk.study.find_code("Refl").unwrap().id;
    assert!(
        desk.when(Command::ChangeCode {
            id,
            body: Box::new(body),
            reason: String::new()
        })
        .unwrap_err()
        .hint
        .contains("#RRGGBB")
    );
}

#[test]
fn a_code_cannot_belong_under_itself() {
    let mut desk = desk();
    let (parent, child) = (
        desk.study.find_code("Reflection").unwrap(),
        desk.study.find_code("Task").unwrap(),
    );
    let (id, mut body) = (parent.id, parent.body.clone());
    body.parent = Some(child.id);
    assert!(
        desk.when(Command::ChangeCode {
            id,
            body: Box::new(body),
            reason: String::new()
        })
        .unwrap_err()
        .what
        .contains("own parent")
    );
}

#[test]
fn a_retired_code_takes_its_codings_out_of_sight_and_a_node_stays() {
    let mut desk = desk();
    desk.when(apply(&desk, "udefra", "Task")).unwrap();
    let task = desk.study.find_code("Task").unwrap().id;
    desk.when(Command::RetireCodes {
        codes: vec![task],
        reason: "unused".into(),
    })
    .unwrap();
    assert_eq!(desk.study.codings().count(), 0);
    desk.when(theory(&desk)).unwrap();
    let node = desk.study.find_code("Reflection").unwrap().id;
    assert!(
        desk.when(Command::RetireCodes {
            codes: vec![node],
            reason: String::new()
        })
        .unwrap_err()
        .what
        .contains("node of theory v1")
    );
}

#[test]
fn condensing_the_same_twice_changes_nothing_and_empty_takes_it_away() {
    let mut desk = desk();
    let quote = quote(&desk, "udefra");
    let condense = |text: &str| Command::Condense {
        quote,
        text: text.into(),
        theme: if text.is_empty() { "" } else { "udefra" }.into(),
    };
    assert_eq!(desk.when(condense("Så sig selv")).unwrap().events.len(), 1);
    assert_eq!(
        desk.when(condense(" Så sig selv ")).unwrap().events.len(),
        0
    );
    desk.when(condense("")).unwrap();
    assert!(desk.study.condensation(quote).is_none());
}

#[test]
fn a_quote_is_judged_for_a_link_and_a_verdict_needs_its_reason() {
    let mut desk = desk();
    desk.when(theory(&desk)).unwrap();
    let link = desk
        .study
        .find_link(desk.study.theory().unwrap(), "Refl -> Pers")
        .unwrap()
        .id;
    let quote = quote(&desk, "udefra");
    desk.when(Command::Judge {
        link,
        quote,
        polarity: Some(Polarity::Contradicts),
    })
    .unwrap();
    assert_eq!(
        desk.study.polarities(link).collect::<Vec<_>>(),
        [(quote, Polarity::Contradicts)]
    );
    let conclude = |reason: &str| Command::Conclude {
        link,
        conclusion: Conclusion::Keep,
        reason: reason.into(),
        rests_on: "1 quote".into(),
        basis: None,
    };
    assert!(
        desk.when(conclude(" "))
            .unwrap_err()
            .what
            .contains("reason")
    );
    desk.when(conclude("Both say so.")).unwrap();
    assert_eq!(
        desk.study.words(desk.study.verdict(link).unwrap().reason),
        Some("Both say so.")
    );
}

#[test]
fn an_inference_keeps_what_is_not_changed_and_a_discord_needs_its_explanation() {
    let mut desk = desk();
    desk.when(theory(&desk)).unwrap();
    let link = desk
        .study
        .find_link(desk.study.theory().unwrap(), "Refl -> Pers")
        .unwrap()
        .id;
    let first = InferenceText {
        quantitative: "All rise.".into(),
        fit: Some(IntegrationFit::Confirm),
        ..InferenceText::default()
    };
    let infer = |inferred: &InferenceText| Command::Infer {
        link,
        inferred: Box::new(inferred.clone()),
    };
    desk.when(infer(&first)).unwrap();
    assert!(
        desk.when(infer(&first)).unwrap().events.is_empty(),
        "the same again says nothing new"
    );
    let words = desk.study.inference(link).unwrap().quantitative;
    let discord = InferenceText {
        fit: Some(IntegrationFit::Discord),
        ..first.clone()
    };
    assert!(
        desk.when(infer(&discord))
            .unwrap_err()
            .what
            .contains("explanation")
    );
    let explained = InferenceText {
        explanation: "Others were asked.".into(),
        ..discord
    };
    let decision = desk.when(infer(&explained)).unwrap();
    assert_eq!(
        (
            decision.contents.len(),
            desk.study.inference(link).unwrap().quantitative
        ),
        (1, words)
    );
    assert_eq!(desk.study.inference_text(link), explained);
    desk.when(infer(&InferenceText::default())).unwrap();
    assert!(desk.study.inference(link).is_none());
}

#[test]
fn a_quote_is_released_by_an_explicit_fact_and_withheld_again() {
    let mut desk = desk();
    let words = quote(&desk, "udefra");
    let release = |released| Command::Release {
        quote: words,
        released,
    };
    assert!(
        !desk.study.is_released(words),
        "nothing is released unasked"
    );
    let done = desk.when(release(true)).unwrap().events;
    assert!(desk.study.is_released(words) && desk.when(release(true)).unwrap().events.is_empty());
    for event in desk.study.decide_undo(&done).unwrap() {
        assert_eq!(event, Event::QuoteWithheld { quote: words });
    }
    desk.when(release(false)).unwrap();
    assert_eq!(desk.study.released().count(), 0);
}

#[test]
fn a_plan_is_declared_changed_and_taken_back() {
    let mut desk = desk();
    assert!(desk.study.declared_plan().is_none());
    let plan = AnalysisPlan {
        test: PlannedTest::Pearson,
        ..AnalysisPlan::default()
    };
    desk.when(Command::SetPlan { plan: Some(plan) }).unwrap();
    assert_eq!(
        (
            desk.study.plan(),
            desk.when(Command::SetPlan { plan: Some(plan) })
                .unwrap()
                .events
                .len()
        ),
        (plan, 0)
    );
    desk.when(Command::SetPlan { plan: None }).unwrap();
    assert_eq!(desk.study.plan(), AnalysisPlan::default());
}

#[test]
fn several_commands_are_judged_one_upon_the_other_and_fail_together() {
    let mut desk = desk();
    let QuoteAt { document, span } = quote(&desk, "udefra");
    let code = desk.study.find_code("Refl").unwrap().id;
    let once = Command::Apply {
        document,
        span,
        codes: vec![code],
    };
    assert!(
        desk.when(Command::All(vec![once.clone(), once.clone()]))
            .is_err()
    );
    assert_eq!(desk.study.codings().count(), 0);
    assert_eq!(desk.when(Command::All(vec![once])).unwrap().events.len(), 1);
}

#[test]
fn names_are_found_by_a_unique_beginning_and_misses_propose_the_nearest() {
    let desk = desk();
    assert_eq!(desk.study.find_code("task").unwrap().body.key, "m_task");
    assert_eq!(
        desk.study.find_code("Reflection").unwrap().body.key,
        "m_refl",
        "an exact name wins over longer ones"
    );
    assert!(
        desk.study
            .find_code("m_")
            .unwrap_err()
            .what
            .contains("several")
    );
    assert!(
        desk.study
            .find_code("Refelction")
            .unwrap_err()
            .hint
            .contains("Did you mean")
    );
}

#[test]
fn a_search_is_saved_changed_and_taken_away_and_its_words_are_no_fact() {
    let mut desk = desk();
    let save = |query: &str| Command::SaveSearch {
        name: " doubts ".into(),
        query: query.into(),
        scope: String::new(),
    };
    assert!(desk.when(save("")).unwrap_err().hint.contains("trust*"));
    assert!(
        desk.when(Command::SaveSearch {
            name: " ".into(),
            query: "x".into(),
            scope: String::new()
        })
        .is_err()
    );
    let decision = desk.when(save("\"mig selv\"")).unwrap();
    assert_eq!(decision.message, "Saved the search “doubts”");
    assert!(
        !serde_json::to_string(&decision.events)
            .unwrap()
            .contains("mig selv"),
        "it may be somebody's own words"
    );
    assert_eq!(
        desk.study.saved_search("doubts"),
        Some(("\"mig selv\"", ""))
    );
    assert!(desk.when(save("\"mig selv\" ")).unwrap().events.is_empty());
    assert_eq!(
        desk.when(save("men*")).unwrap().message,
        "Changed the search “doubts”"
    );
    assert_eq!(desk.study.find_search("dou").unwrap(), "doubts");
    desk.when(save("")).unwrap();
    assert_eq!(desk.study.searches().count(), 0);
}

/// A coding made in another program keeps who made it and when, and comes in once.
#[test]
fn a_coding_made_elsewhere_is_taken_over_once() {
    let mut desk = desk();
    let QuoteAt { document, span } = quote(&desk, "på mig selv udefra");
    let code = desk.study.find_code("m_refl").unwrap().id;
    let adopt = |by: &str| Command::Adopt {
        document,
        span,
        code,
        by: by.into(),
        at: Some(Time(7)),
    };
    assert_eq!(
        desk.when(adopt("Ana")).unwrap().message,
        "Adopted Ana’s coding of 4 words as Reflection"
    );
    let coding = desk.study.codings().next().unwrap();
    assert_eq!((&*coding.coder, coding.time), ("Ana", Time(7)));
    assert!(desk.when(adopt("Ana")).unwrap().events.is_empty());
    assert_eq!(desk.when(adopt("Bo")).unwrap().events.len(), 1);
}

/// What comes in together may rest on what comes in before it.
#[test]
fn a_later_command_knows_what_the_earlier_ones_made_known() {
    let mut desk = desk();
    let later = Deferred::new(|study| {
        let code = study.find_code("new")?.id;
        Ok(Command::RetireCodes {
            codes: vec![code],
            reason: format!("{} codes are enough", study.codes().count() - 1),
        })
    });
    let new = NewCode {
        body: CodeBody {
            key: "new".into(),
            name: BilingualText::new("New"),
            ..CodeBody::default()
        },
        parent: None,
    };
    let together = Command::All(vec![
        Command::AddCodes { codes: vec![new] },
        Command::Later(later.clone()),
    ]);
    assert_eq!(desk.when(together).unwrap().events.len(), 2);
    assert!(
        desk.when(Command::Later(later)).is_err(),
        "it is gone again"
    );
}

#[test]
fn codes_retire_together_each_with_what_stands_under_it_or_none_of_them() {
    let mut desk = desk();
    let [refl, task] = ["Reflection", "Task"].map(|name| desk.study.find_code(name).unwrap().id);
    let before = visible(&desk.study);
    let alone = desk
        .when(Command::RetireCodes {
            codes: vec![refl],
            reason: String::new(),
        })
        .unwrap_err();
    assert_eq!(alone.what, "Task reflection is a subcode of Reflection");
    assert!(
        desk.when(Command::RetireCodes {
            codes: Vec::new(),
            reason: String::new()
        })
        .is_err()
    );
    assert_eq!(visible(&desk.study), before);
    // Whichever is named first, and though one is named twice.
    let decision = desk
        .when(Command::RetireCodes {
            codes: vec![refl, task, refl],
            reason: "unused".into(),
        })
        .unwrap();
    assert_eq!(
        (decision.events.len(), decision.message.as_str()),
        (2, "Retired 2 codes; their codings are hidden")
    );
    let back: Vec<Event> = decision
        .events
        .iter()
        .rev()
        .filter_map(Event::inverse)
        .collect();
    desk.take(&back);
    assert_eq!(visible(&desk.study), before);
}
