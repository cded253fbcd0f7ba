//! Given–when–then for what moves codings: recoding, boundaries, merging, splitting.

use crate::support::{Desk, TALK, code, codes, span_of, start, transcript, visible};
use virk::evidence::matrix::node_coverage;
use virk::study::{
    Code, CodeKind, Coding, Command, Event, Id, Polarity, Study, Variable,
    command::{CodeTarget, NewGuideItem, NewLink, SplitPart},
    document::Provenance,
    event::MemoTarget,
    theory::{Conclusion, QuoteAt},
};
use virk::text::sanitize;

fn desk() -> Desk {
    Desk::given([start(), codes(), transcript("talk", TALK)])
}

fn find(desk: &Desk, code: &str) -> Id<Code> {
    desk.study.find_code(code).unwrap().id
}

fn quote(desk: &Desk, words: &str) -> QuoteAt {
    let document = desk.study.find_document("talk").unwrap();
    QuoteAt {
        document: document.id,
        span: span_of(document, words),
    }
}

/// Codes words and answers with the new coding.
fn coded(desk: &mut Desk, words: &str, code: &str) -> Id<Coding> {
    let QuoteAt { document, span } = quote(desk, words);
    let codes = vec![find(desk, code)];
    let decision = desk
        .when(Command::Apply {
            document,
            span,
            codes,
        })
        .unwrap();
    let [Event::Coded { id, .. }] = decision.events.as_slice() else {
        panic!("{:?}", decision.events)
    };
    *id
}

/// Takes the facts back as undo does.
fn back(desk: &mut Desk, events: &[Event]) {
    let inverses = desk.study.decide_undo(events).unwrap();
    desk.take(&inverses);
}

fn proven(study: &Study) -> bool {
    study.codings().all(|coding| {
        let text = &study.document(coding.document).unwrap().text;
        sanitize::quote_hash(coding.span.text(text)) == *coding.hash
    })
}

fn survey(desk: &Desk, indicators: &[(&str, &str)]) -> Command {
    let names = ["one", "two"];
    Command::AddDataset {
        name: "survey".into(),
        variables: names
            .map(|name| Variable {
                name: name.into(),
                ..Variable::default()
            })
            .to_vec(),
        exclusions: Vec::new(),
        columns: names.map(|_| ["1", "2"].iter().collect()).to_vec(),
        indicators: indicators
            .iter()
            .map(|(name, code)| ((*name).to_owned(), find(desk, code)))
            .collect(),
        source: Provenance::default(),
    }
}

#[test]
fn another_code_leaves_what_is_said_of_the_quote() {
    let mut desk = desk();
    let coding = coded(&mut desk, "på mig selv udefra", "m_refl");
    let quote = quote(&desk, "på mig selv udefra");
    desk.when(Command::SetMemo {
        on: MemoTarget::Quote(quote),
        text: "turning point".into(),
    })
    .unwrap();
    let before = visible(&desk.study);
    let decision = desk
        .when(Command::Recode {
            codings: vec![coding],
            code: find(&desk, "o_dev"),
        })
        .unwrap();
    assert_eq!(decision.message, "Coded as Personal development instead");
    let moved = desk.study.coding(coding).unwrap();
    assert_eq!((moved.code, &*moved.coder), (find(&desk, "o_dev"), "ann"));
    assert_eq!(
        desk.study.memo(MemoTarget::Quote(quote)),
        Some("turning point")
    );
    let refused = desk
        .when(Command::Recode {
            codings: vec![coding],
            code: find(&desk, "o_dev"),
        })
        .unwrap_err();
    assert!(
        refused
            .what
            .contains("already coded as Personal development"),
        "{refused}"
    );
    back(&mut desk, &decision.events);
    assert_eq!(visible(&desk.study), before);
}

#[test]
fn recoding_to_a_code_the_words_have_makes_one_of_two() {
    let mut desk = desk();
    let coding = coded(&mut desk, "udefra", "m_refl");
    coded(&mut desk, "udefra", "m_task");
    let decision = desk
        .when(Command::Recode {
            codings: vec![coding],
            code: find(&desk, "m_task"),
        })
        .unwrap();
    assert_eq!(
        decision.message,
        "Coded as Task reflection instead; 1 was there already"
    );
    assert_eq!(desk.study.codings().count(), 1);
}

#[test]
fn what_is_said_of_a_quote_goes_with_its_boundary() {
    let mut desk = desk();
    let coding = coded(&mut desk, "på mig selv udefra", "m_refl");
    let (from, to) = (quote(&desk, "på mig selv udefra"), quote(&desk, "mig selv"));
    let link = given_link(&mut desk, "m_refl", "o_dev");
    for command in [
        Command::Condense {
            quote: from,
            text: "Så sig selv".into(),
            theme: "blik".into(),
        },
        Command::SetMemo {
            on: MemoTarget::Quote(from),
            text: "turning point".into(),
        },
        Command::Judge {
            link,
            quote: from,
            polarity: Some(Polarity::Supports),
        },
    ] {
        desk.when(command).unwrap();
    }
    let before = visible(&desk.study);
    let decision = desk
        .when(Command::MoveBoundary {
            codings: vec![coding],
            span: to.span,
        })
        .unwrap();
    assert_eq!(decision.message, "The quote has 2 words now");
    assert!(proven(&desk.study));
    assert_eq!(desk.study.codings_at(to.document, to.span).count(), 1);
    assert_eq!(desk.study.codings_at(from.document, from.span).count(), 0);
    let study = &desk.study;
    assert_eq!(
        (
            study.memo(MemoTarget::Quote(to)),
            study.memo(MemoTarget::Quote(from))
        ),
        (Some("turning point"), None)
    );
    assert_eq!(
        (study.polarity(link, to), study.polarity(link, from)),
        (Some(Polarity::Supports), None)
    );
    assert!(study.condensation(to).is_some() && study.condensation(from).is_none());
    back(&mut desk, &decision.events);
    assert_eq!(visible(&desk.study), before);
    assert_eq!(desk.study.codings_at(from.document, from.span).count(), 1);
}

#[test]
fn a_quote_that_stays_coded_keeps_what_is_said_of_it_and_nothing_is_written_over() {
    let mut desk = desk();
    let coding = coded(&mut desk, "på mig selv udefra", "m_refl");
    coded(&mut desk, "på mig selv udefra", "o_dev");
    let (from, to) = (quote(&desk, "på mig selv udefra"), quote(&desk, "mig selv"));
    desk.when(Command::SetMemo {
        on: MemoTarget::Quote(from),
        text: "one".into(),
    })
    .unwrap();
    desk.when(Command::MoveBoundary {
        codings: vec![coding],
        span: to.span,
    })
    .unwrap();
    assert_eq!(
        (
            desk.study.memo(MemoTarget::Quote(to)),
            desk.study.memo(MemoTarget::Quote(from))
        ),
        (Some("one"), Some("one"))
    );
    desk.when(Command::SetMemo {
        on: MemoTarget::Quote(to),
        text: "two".into(),
    })
    .unwrap();
    let decision = desk
        .when(Command::MoveBoundary {
            codings: vec![coding],
            span: from.span,
        })
        .unwrap();
    assert_eq!(
        decision.message,
        "The quote has 4 words now; its memo stayed where it was, as these words have their own"
    );
    assert_eq!(
        (
            desk.study.memo(MemoTarget::Quote(to)),
            desk.study.memo(MemoTarget::Quote(from))
        ),
        (Some("two"), Some("one"))
    );
}

#[test]
fn a_boundary_outside_the_text_or_around_nothing_is_refused() {
    let mut desk = desk();
    let coding = coded(&mut desk, "udefra", "m_refl");
    let other = coded(&mut desk, "hårdt", "m_refl");
    let refuse = |desk: &mut Desk, codings: Vec<Id<Coding>>, start: u32, end: u32| {
        desk.when(Command::MoveBoundary {
            codings,
            span: virk::text::Span { start, end },
        })
        .unwrap_err()
        .what
    };
    assert!(refuse(&mut desk, vec![coding], 5, 90_000).contains("outside"));
    assert!(refuse(&mut desk, vec![coding], 7, 7).contains("empty"));
    assert!(refuse(&mut desk, vec![coding, other], 0, 5).contains("different words"));
    assert!(refuse(&mut desk, vec![], 0, 5).contains("no coding"));
}

#[test]
fn a_new_code_and_its_coding_are_one() {
    let mut desk = desk();
    let QuoteAt { document, span } = quote(&desk, "på mig selv udefra");
    let fresh = Box::new(code("", CodeKind::Mechanism, "Seen from outside", None));
    let decision = desk
        .when(Command::ApplyNew {
            document,
            span,
            code: fresh,
        })
        .unwrap();
    assert_eq!(
        decision.message,
        "Coded 4 words as Seen from outside, a new code"
    );
    assert_eq!(
        (desk.study.codes().count(), desk.study.codings().count()),
        (4, 1)
    );
    back(&mut desk, &decision.events);
    assert_eq!(
        (desk.study.codes().count(), desk.study.codings().count()),
        (3, 0)
    );
}

#[test]
fn many_quotes_are_coded_at_once_and_those_that_are_stay() {
    let mut desk = desk();
    coded(&mut desk, "hårdt", "m_task");
    let quotes = vec![
        quote(&desk, "hårdt"),
        quote(&desk, "udefra"),
        quote(&desk, "udefra"),
    ];
    let each = Command::ApplyEach {
        quotes,
        codes: vec![find(&desk, "m_task")],
    };
    assert_eq!(
        desk.when(each.clone()).unwrap().message,
        "Coded 1 quote as Task reflection; 1 already coded that way"
    );
    assert!(desk.when(each).unwrap_err().what.contains("already"));
    assert_eq!(desk.study.codings().count(), 2);
}

fn given_link(desk: &mut Desk, from: &str, to: &str) -> Id<virk::study::Link> {
    let (from, to) = (find(desk, from), find(desk, to));
    let links = vec![NewLink::between(from, to)];
    desk.when(Command::AddTheory {
        version: "v1".into(),
        nodes: vec![from, to],
        links,
    })
    .unwrap();
    let theory = desk.study.theory().unwrap();
    desk.study.links_of(theory).next().unwrap().id
}

#[test]
fn merging_takes_everything_along_and_undo_brings_everything_back() {
    let mut desk = desk();
    for words in ["udefra", "hårdt"] {
        coded(&mut desk, words, "m_refl");
    }
    coded(&mut desk, "udefra", "o_dev");
    let extra = [
        code("x_child", CodeKind::Other, "Child", Some("m_refl")),
        code("x_out", CodeKind::Outcome, "Out", None),
    ];
    desk.when(Command::AddCodes {
        codes: extra.into(),
    })
    .unwrap();
    let (refl, dev, out) = (
        find(&desk, "m_refl"),
        find(&desk, "o_dev"),
        find(&desk, "x_out"),
    );
    let link = |from, to| NewLink::between(from, to);
    let nodes = vec![out, refl, dev];
    let frozen = Command::AddTheory {
        version: "v1".into(),
        nodes: nodes.clone(),
        links: vec![link(refl, out)],
    };
    desk.when(frozen).unwrap();
    let theory = desk.study.theory().unwrap().id;
    desk.when(Command::FreezeTheory { id: theory }).unwrap();
    let links = vec![link(refl, out), link(dev, out), link(refl, dev)];
    desk.when(Command::AddTheory {
        version: "v2".into(),
        nodes,
        links,
    })
    .unwrap();
    let draft = desk.study.theory().unwrap().clone();
    let at = quote(&desk, "hårdt");
    let survey = survey(
        &desk,
        &[("one", "m_refl"), ("two", "m_refl"), ("two", "o_dev")],
    );
    for command in [
        survey,
        Command::SetMemo {
            on: MemoTarget::Code(refl),
            text: "of refl".into(),
        },
        Command::SetMemo {
            on: MemoTarget::Code(dev),
            text: "of dev".into(),
        },
        Command::Judge {
            link: draft.links[0],
            quote: at,
            polarity: Some(Polarity::Contradicts),
        },
        Command::Conclude {
            link: draft.links[0],
            conclusion: Conclusion::Keep,
            reason: "both".into(),
            rests_on: String::new(),
            basis: None,
        },
    ] {
        desk.when(command).unwrap();
    }
    let before = visible(&desk.study);
    let nameless = Command::MergeCodes {
        from: vec![refl],
        into: dev,
        reason: " ".into(),
    };
    assert!(
        desk.when(nameless)
            .unwrap_err()
            .what
            .contains("needs a reason")
    );
    let itself = Command::MergeCodes {
        from: vec![refl],
        into: refl,
        reason: "same".into(),
    };
    assert!(desk.when(itself).unwrap_err().what.contains("into itself"));

    let merge = Command::MergeCodes {
        from: vec![refl],
        into: dev,
        reason: "nobody tells them apart".into(),
    };
    let decision = desk.when(merge).unwrap();
    assert_eq!(
        decision.message,
        "Merged Reflection into Personal development: 2 codings; 1 was there already"
    );
    let study = &desk.study;
    assert!(study.code(refl).is_none() && proven(study));
    assert_eq!(
        (
            study.codings().count(),
            study.codings().filter(|coding| coding.code == dev).count()
        ),
        (2, 2)
    );
    assert_eq!(
        study.code(find(&desk, "x_child")).unwrap().body.parent,
        Some(dev)
    );
    assert_eq!(study.memo(MemoTarget::Code(dev)), Some("of dev\n\nof refl"));
    assert_eq!(study.indicators(dev).len(), 2);
    // The draft: one node, one link, which has what was judged and concluded of the other.
    let now = study.theory().unwrap();
    assert_eq!(now.nodes, [out, dev]);
    let links: Vec<_> = study.links_of(now).collect();
    assert_eq!(
        links
            .iter()
            .map(|link| (link.from, link.to))
            .collect::<Vec<_>>(),
        [(dev, out)]
    );
    assert_eq!(study.polarity(links[0].id, at), Some(Polarity::Contradicts));
    assert_eq!(
        study.verdict(links[0].id).unwrap().conclusion,
        Conclusion::Keep
    );
    // The frozen one: as it was, and its evidence is not lost.
    let old = study.find_theory(Some("v1")).unwrap();
    assert_eq!(old.nodes, [out, refl, dev]);
    let link = study.links_of(old).next().unwrap();
    assert_eq!(
        (
            study.link_name(link),
            link.from,
            study.current_code(link.from)
        ),
        ("Reflection → Out".into(), refl, dev)
    );
    assert!(study.subtree(refl).contains(&dev) && study.indicators(refl).len() == 2);

    back(&mut desk, &decision.events);
    assert_eq!(visible(&desk.study), before);
    assert_eq!(desk.study.theory().unwrap(), &draft);
    let again = desk.study.decide_redo(&decision.events).unwrap();
    desk.take(&again);
    assert!(desk.study.code(refl).is_none() && desk.study.current_code(refl) == dev);
}

#[test]
fn a_merged_code_goes_on_being_found_asked_about_and_covered_by_the_one_it_is() {
    let mut desk = desk();
    let (task, dev) = (find(&desk, "m_task"), find(&desk, "o_dev"));
    let asked = NewGuideItem {
        question: "What did you do about it?".into(),
        about: vec![task],
        ..NewGuideItem::default()
    };
    desk.when(Command::AddGuide {
        guide: "mentors".into(),
        items: vec![asked],
    })
    .unwrap();
    let links = vec![NewLink::between(task, dev)];
    desk.when(Command::AddTheory {
        version: "v1".into(),
        nodes: vec![task, dev],
        links,
    })
    .unwrap();
    desk.when(Command::FreezeTheory {
        id: desk.study.theory().unwrap().id,
    })
    .unwrap();
    let asked = |study: &Study| {
        let item = study.guide_items().next().unwrap();
        study
            .codes_asked_about(item)
            .map(|code| code.name("en").to_owned())
            .collect::<Vec<_>>()
    };
    let covered = |study: &Study| node_coverage(study, study.theory().unwrap())[0].counts[1];
    assert_eq!(
        (asked(&desk.study), covered(&desk.study)),
        (vec!["Task reflection".to_owned()], 1)
    );
    desk.when(Command::MergeCodes {
        from: vec![task],
        into: find(&desk, "m_refl"),
        reason: "one thing".into(),
    })
    .unwrap();
    assert_eq!(
        (asked(&desk.study), covered(&desk.study)),
        (vec!["Reflection".to_owned()], 1)
    );
    for name in ["Task reflection", "m_task", "task REFLECTION "] {
        assert_eq!(find(&desk, name), find(&desk, "m_refl"), "{name}");
    }
    // A beginning is no name: only what was written in full is known to have been meant so.
    assert!(desk.study.find_code("Task").is_err());
    let theory = desk.study.theory().unwrap();
    for ends in ["Task reflection -> o_dev", "Reflection -> o_dev"] {
        assert_eq!(
            desk.study.find_link(theory, ends).unwrap().from,
            task,
            "{ends}"
        );
    }
}

#[test]
fn a_renamed_code_is_found_by_its_old_name_until_another_is_called_so() {
    let mut desk = desk();
    let refl = find(&desk, "m_refl");
    let rename = |desk: &mut Desk, name: &str, key: &str| {
        let mut body = desk.study.code(refl).unwrap().body.clone();
        (body.name, body.key) = (virk::study::BilingualText::new(name), key.into());
        desk.when(Command::ChangeCode {
            id: refl,
            body: Box::new(body),
            reason: String::new(),
        })
        .unwrap()
        .events
    };
    let events = rename(&mut desk, "Looking back", "m_back");
    assert_eq!(
        (
            find(&desk, "Reflection"),
            find(&desk, "m_refl"),
            find(&desk, "Looking back")
        ),
        (refl, refl, refl)
    );
    desk.when(Command::AddCodes {
        codes: vec![code("m_new", CodeKind::Mechanism, "Reflection", None)],
    })
    .unwrap();
    assert_eq!(find(&desk, "Reflection"), find(&desk, "m_new"));
    back(&mut desk, &events);
    assert_eq!(find(&desk, "m_refl"), refl);
}

#[test]
fn a_code_is_merged_into_one_below_it() {
    let mut desk = desk();
    desk.when(Command::AddCodes {
        codes: vec![code("deep", CodeKind::Other, "Deep", Some("m_task"))],
    })
    .unwrap();
    let (refl, task, deep) = (
        find(&desk, "m_refl"),
        find(&desk, "m_task"),
        find(&desk, "deep"),
    );
    desk.when(Command::MergeCodes {
        from: vec![refl],
        into: deep,
        reason: "the same".into(),
    })
    .unwrap();
    let parent = |id| desk.study.code(id).unwrap().body.parent;
    assert_eq!((parent(deep), parent(task)), (None, Some(deep)));
    assert_eq!(desk.study.code_tree().len(), 3);
}

#[test]
fn splitting_puts_each_coding_where_it_is_said_to_belong() {
    let mut desk = desk();
    let codings =
        ["udefra", "hårdt", "på mig selv udefra"].map(|words| coded(&mut desk, words, "m_refl"));
    let before = visible(&desk.study);
    let fresh = CodeTarget::New(Box::new(code("", CodeKind::Mechanism, "Effort", None)));
    let split = |code, reason: &str, parts| Command::SplitCode {
        code,
        parts,
        reason: reason.into(),
    };
    let parts = vec![
        SplitPart {
            to: CodeTarget::Existing(find(&desk, "m_task")),
            codings: vec![codings[0]],
        },
        SplitPart {
            to: fresh,
            codings: vec![codings[1]],
        },
    ];
    assert!(
        desk.when(split(find(&desk, "m_refl"), "", parts.clone()))
            .unwrap_err()
            .what
            .contains("needs a reason")
    );
    let other = split(find(&desk, "o_dev"), "too wide", parts.clone());
    assert!(
        desk.when(other)
            .unwrap_err()
            .what
            .contains("has the code Reflection")
    );
    let decision = desk
        .when(split(find(&desk, "m_refl"), "too wide", parts))
        .unwrap();
    assert_eq!(
        decision.message,
        "Split Reflection: 2 codings assigned to 2 codes"
    );
    let names = codings.map(|id| {
        desk.study
            .code_name(desk.study.coding(id).unwrap().code)
            .to_owned()
    });
    assert_eq!(names, ["Task reflection", "Effort", "Reflection"]);
    back(&mut desk, &decision.events);
    assert_eq!(visible(&desk.study), before);
}

#[test]
fn no_two_codes_ever_share_their_letters() {
    let mut desk = desk();
    let many = (0..400)
        .map(|n| code("", CodeKind::Other, &format!("Trust {n}"), None))
        .collect();
    desk.when(Command::AddCodes { codes: many }).unwrap();
    let mut tags: Vec<String> = desk
        .study
        .codes()
        .map(|code| code.body.tag.to_lowercase())
        .collect();
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 403);
    let mut body = desk.study.code(find(&desk, "m_refl")).unwrap().body.clone();
    body.tag = desk
        .study
        .code(find(&desk, "o_dev"))
        .unwrap()
        .body
        .tag
        .to_uppercase();
    let change = Command::ChangeCode {
        id: find(&desk, "m_refl"),
        body: Box::new(body),
        reason: String::new(),
    };
    assert!(
        desk.when(change)
            .unwrap_err()
            .what
            .contains("taken by Personal development")
    );
}

#[test]
fn a_code_comes_back_only_while_its_letters_are_free() {
    let mut desk = desk();
    let dev = find(&desk, "o_dev");
    let tag = desk.study.code(dev).unwrap().body.tag.clone();
    let retired = desk
        .when(Command::RetireCodes {
            codes: vec![dev],
            reason: String::new(),
        })
        .unwrap();
    let mut fresh = code("x", CodeKind::Other, "Other", None);
    fresh.body.tag = tag;
    desk.when(Command::AddCodes { codes: vec![fresh] }).unwrap();
    assert!(
        desk.study
            .decide_undo(&retired.events)
            .unwrap_err()
            .what
            .contains("Other has taken")
    );
}
