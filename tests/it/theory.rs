//! Given–when–then for versions of the theory, their change log, and configurations.

use crate::support::{Desk, TALK, codes, new_link, span_of, start, transcript, visible};
use proptest::prelude::*;
use virk::evidence::link;
use virk::log::Session;
use virk::study::command::NewLink;
use virk::study::configuration::{ConfigurationPart, PartBody};
use virk::study::document::Provenance;
use virk::study::revision::Revision;
use virk::study::revision::{Justification, Operation, TheoryElement};
use virk::study::theory::{ExpectedDirection, NodeDescription, Origin, Prespecification, QuoteAt};
use virk::study::{
    Addition, Code, CodeKind, Command, ConfigurationBody, Event, Id, Link, Polarity, Refusal,
    Theory, Variable,
};

/// Reflection → Personal development, in version v1.
fn desk() -> Desk {
    let mut desk = Desk::given([start(), codes(), transcript("talk", TALK)]);
    let (from, to) = (code(&desk, "m_refl"), code(&desk, "o_dev"));
    let links = vec![new_link(from, to, "Who reflects grows")];
    desk.when(Command::AddTheory {
        version: "v1".into(),
        nodes: vec![from, to],
        links,
    })
    .unwrap();
    desk
}

fn code(desk: &Desk, key: &str) -> Id<Code> {
    desk.study.code_by_key(key).unwrap()
}

fn link(desk: &Desk) -> Id<Link> {
    desk.study
        .links_of(desk.study.theory().unwrap())
        .next()
        .unwrap()
        .id
}

fn quote(desk: &Desk, words: &str) -> QuoteAt {
    let document = desk.study.find_document("talk").unwrap();
    QuoteAt {
        document: document.id,
        span: span_of(document, words),
    }
}

fn derive(desk: &mut Desk) -> Id<Theory> {
    let from = desk.study.theory().unwrap().id;
    desk.when(Command::DeriveTheory {
        from,
        version: "v2".into(),
        revisions: vec![],
    })
    .unwrap();
    desk.study.theory().unwrap().id
}

fn revise(desk: &mut Desk, revision: Revision) -> Result<(), Refusal> {
    let id = desk.study.theory().unwrap().id;
    desk.when(Command::ReviseTheory {
        id,
        revision,
        why: Justification::because("because"),
    })
    .map(|_| ())
}

fn survey(desk: &Desk) -> Command {
    Command::AddDataset {
        name: "survey".into(),
        variables: ["a", "b"]
            .map(|name| Variable {
                name: name.into(),
                ..Variable::default()
            })
            .to_vec(),
        exclusions: vec![],
        columns: [["1", "2"], ["2", "1"]]
            .map(|cells| cells.iter().collect())
            .to_vec(),
        indicators: vec![
            ("a".into(), code(desk, "m_refl")),
            ("b".into(), code(desk, "o_dev")),
        ],
        source: Provenance::default(),
    }
}

#[test]
fn a_derived_version_freezes_its_parent_and_carries_its_quotes_but_not_its_verdicts() {
    let mut desk = desk();
    let (old, words) = (link(&desk), quote(&desk, "udefra"));
    desk.when(Command::Judge {
        link: old,
        quote: words,
        polarity: Some(Polarity::Contradicts),
    })
    .unwrap();
    let conclude = Command::Conclude {
        link: old,
        conclusion: virk::study::theory::Conclusion::Keep,
        reason: "Both say so.".into(),
        rests_on: String::new(),
        basis: None,
    };
    desk.when(conclude).unwrap();
    let second = derive(&mut desk);
    let new = desk.study.link(link(&desk)).unwrap();
    assert_eq!((new.theory, new.carried), (second, Some(old)));
    assert_eq!(
        desk.study.polarity(new.id, words),
        Some(Polarity::Contradicts)
    );
    assert!(desk.study.verdict(new.id).is_none());
    assert!(
        desk.study
            .verdict(desk.study.parent_link(new).unwrap().id)
            .is_some()
    );
    let [first, _] = desk.study.theories().collect::<Vec<_>>()[..] else {
        panic!()
    };
    assert!(first.frozen && first.frozen_at.is_some());
    assert!(
        matches!(
            desk.study.prespecification(new),
            Prespecification::Prespecified(_)
        ),
        "what a frozen version said was said before"
    );
}

#[test]
fn only_a_draft_is_changed_and_a_change_of_a_derived_one_has_its_reason() {
    let mut desk = desk();
    let id = desk.study.theory().unwrap().id;
    let add = Revision::AddNode {
        code: code(&desk, "m_task"),
        node: NodeDescription::default(),
    };
    // The first version has no log: there is nothing that it changes.
    let first = desk
        .when(Command::ReviseTheory {
            id,
            revision: add.clone(),
            why: Justification::default(),
        })
        .unwrap();
    assert!(
        matches!(
            first.events.as_slice(),
            [Event::Added(Addition::Node { .. })]
        ),
        "{:?}",
        first.events
    );
    let draft = derive(&mut desk);
    let refused = desk
        .when(Command::ReviseTheory {
            id,
            revision: add.clone(),
            why: Justification::because("x"),
        })
        .unwrap_err();
    assert!(
        refused.what.contains("frozen") && refused.hint.contains("virk theory draft v1"),
        "{refused:?}"
    );
    let gone = Revision::RemoveNode {
        code: code(&desk, "m_task"),
    };
    let refused = desk
        .when(Command::ReviseTheory {
            id: draft,
            revision: gone.clone(),
            why: Justification::because(" "),
        })
        .unwrap_err();
    assert!(refused.what.contains("reason"), "{refused:?}");
    revise(&mut desk, gone).unwrap();
    let log: Vec<_> = desk
        .study
        .changes(draft)
        .map(|change| (change.body.operation, change.body.on))
        .collect();
    assert_eq!(
        log,
        [(
            Operation::Removed,
            TheoryElement::Node(code(&desk, "m_task"))
        )]
    );
    let reason = desk.study.changes(draft).next().unwrap().body.reason;
    assert_eq!(desk.study.words(reason), Some("because"));
}

#[test]
fn a_node_leaves_with_its_links_and_the_moderators_that_act_on_them() {
    let mut desk = desk();
    derive(&mut desk);
    let (task, dev) = (code(&desk, "m_task"), code(&desk, "o_dev"));
    revise(
        &mut desk,
        Revision::AddNode {
            code: task,
            node: NodeDescription::default(),
        },
    )
    .unwrap();
    let on = Some(link(&desk));
    revise(
        &mut desk,
        Revision::DrawLink {
            link: NewLink {
                expected: ExpectedDirection::Positive,
                ..NewLink::between(task, dev)
            },
            on,
        },
    )
    .unwrap();
    let moderated = desk
        .study
        .links_of(desk.study.theory().unwrap())
        .last()
        .unwrap();
    assert_eq!(desk.study.relation_of(moderated), "moderates");
    let gone = Revision::RemoveNode {
        code: code(&desk, "m_refl"),
    };
    revise(&mut desk, gone.clone()).unwrap();
    assert_eq!(desk.study.links_of(desk.study.theory().unwrap()).count(), 0);
    // A second time there is nothing to take out.
    assert!(
        revise(&mut desk, gone)
            .unwrap_err()
            .what
            .contains("not a node")
    );
}

#[test]
fn what_takes_a_place_takes_the_links_and_is_post_hoc_when_data_were_seen() {
    let mut desk = desk();
    desk.when(survey(&desk)).unwrap();
    let draft = derive(&mut desk);
    let (refl, task, dev) = (
        code(&desk, "m_refl"),
        code(&desk, "m_task"),
        code(&desk, "o_dev"),
    );
    revise(
        &mut desk,
        Revision::ReplaceNode {
            code: refl,
            by: task,
            node: NodeDescription::default(),
            links: None,
        },
    )
    .unwrap();
    let theory = desk.study.theory_at(draft).unwrap();
    assert_eq!(theory.nodes, [dev, task]);
    assert_eq!(
        desk.study.node_in(theory, task).origin,
        Some(Origin::PostHoc)
    );
    let [new] = desk.study.links_of(theory).collect::<Vec<_>>()[..] else {
        panic!()
    };
    assert_eq!((new.from, new.to, new.carried), (task, dev, None));
    assert_eq!(desk.study.prespecification(new), Prespecification::PostHoc);
    let change = desk
        .study
        .changes_on(draft, TheoryElement::Node(refl))
        .next()
        .unwrap();
    assert_eq!(
        (change.body.operation, change.body.by),
        (Operation::Replaced, Some(task))
    );
    // Freezing does not make it prespecified.
    desk.when(Command::FreezeTheory { id: draft }).unwrap();
    assert_eq!(
        desk.study
            .prespecification(desk.study.link(link(&desk)).unwrap()),
        Prespecification::PostHoc
    );
}

#[test]
fn a_mechanism_may_become_a_circumstance_as_itself_or_as_another_code() {
    let mut desk = desk();
    let draft = derive(&mut desk);
    let (refl, task, dev) = (
        code(&desk, "m_refl"),
        code(&desk, "m_task"),
        code(&desk, "o_dev"),
    );
    let demote = |to| Revision::MoveNode {
        code: refl,
        operation: Operation::Demoted,
        to,
        role: Some(CodeKind::Context),
        links: vec![(to.unwrap_or(refl), dev)],
    };
    revise(&mut desk, demote(None)).unwrap();
    let theory = desk.study.theory_at(draft).unwrap();
    assert_eq!(desk.study.kind_in(theory, refl), CodeKind::Context);
    assert_eq!(
        desk.study
            .relation_of(desk.study.link(link(&desk)).unwrap()),
        "moderates"
    );
    assert_eq!(
        desk.study.code(refl).unwrap().body.kind,
        CodeKind::Mechanism,
        "the codebook is not the theory"
    );
    revise(&mut desk, demote(Some(task))).unwrap();
    let theory = desk.study.theory_at(draft).unwrap();
    assert_eq!(
        (
            theory.nodes.contains(&refl),
            desk.study.kind_in(theory, task)
        ),
        (false, CodeKind::Context)
    );
}

#[test]
fn revisions_may_come_with_the_version_and_name_the_links_of_the_old_one() {
    let mut desk = desk();
    let (from, old) = (desk.study.theory().unwrap().id, link(&desk));
    let reworded = Revision::ChangeLink {
        link: old,
        statement: Some("Who reflects may grow".into()),
        expected: None,
        operation: Operation::Weakened,
    };
    let kept = Revision::Note {
        operation: Operation::Kept,
        on: TheoryElement::Node(code(&desk, "o_dev")),
    };
    let revisions = vec![
        (reworded, Justification::because("one doubts it")),
        (kept, Justification::because("undisputed")),
    ];
    let decision = desk
        .when(Command::DeriveTheory {
            from,
            version: "v2".into(),
            revisions,
        })
        .unwrap();
    assert!(
        decision.message.contains("2 changes"),
        "{}",
        decision.message
    );
    assert_eq!(
        desk.study.link(old).unwrap().statement,
        "Who reflects grows",
        "the old version stays as it was"
    );
    assert_eq!(
        desk.study.link(link(&desk)).unwrap().statement,
        "Who reflects may grow"
    );
    let draft = desk.study.theory().unwrap().id;
    assert_eq!(
        desk.study
            .changes_on(draft, TheoryElement::Link(old))
            .count(),
        1,
        "a change is found by the old link too"
    );
    // One refusal and nothing has happened.
    let wrong = vec![(
        Revision::RemoveNode {
            code: code(&desk, "m_task"),
        },
        Justification::because("x"),
    )];
    assert!(
        desk.when(Command::DeriveTheory {
            from,
            version: "v3".into(),
            revisions: wrong
        })
        .is_err()
    );
    assert_eq!(desk.study.theories().count(), 2);
}

#[test]
fn links_are_drawn_once_between_two_nodes() {
    let mut desk = desk();
    derive(&mut desk);
    let (refl, dev, task) = (
        code(&desk, "m_refl"),
        code(&desk, "o_dev"),
        code(&desk, "m_task"),
    );
    let mut draw = |from, to| {
        let drawn = Revision::DrawLink {
            link: NewLink::between(from, to),
            on: None,
        };
        revise(&mut desk, drawn).unwrap_err().what
    };
    assert!(draw(refl, dev).contains("already"));
    assert!(draw(refl, refl).contains("different ends"));
    assert!(draw(refl, task).contains("not a node"));
}

fn part(code: Id<Code>) -> PartBody {
    PartBody::of(vec![code])
}

fn configure(
    desk: &mut Desk,
    parts: [PartBody; 3],
    quotes: Vec<(QuoteAt, Polarity)>,
) -> Result<String, Refusal> {
    desk.when(Command::AddConfiguration {
        parts,
        statement: String::new(),
        quotes,
    })
    .map(|decision| decision.message)
}

#[test]
fn a_configuration_may_miss_parts_but_not_everything() {
    let mut desk = desk();
    let nothing = configure(&mut desk, Default::default(), vec![]).unwrap_err();
    assert!(nothing.what.contains("needs a part"), "{nothing:?}");
    let refl = code(&desk, "m_refl");
    let said = configure(
        &mut desk,
        [PartBody::default(), part(refl), PartBody::default()],
        vec![],
    )
    .unwrap();
    assert_eq!(
        said,
        "Added C – · M Reflection · O –; context and outcome are missing"
    );
    assert_eq!(
        desk.study.configurations().next().unwrap().body.shape(),
        "M"
    );
}

#[test]
fn the_quotes_of_a_configuration_that_joins_its_ends_belong_to_a_link() {
    let mut desk = desk();
    let (task, dev, words) = (
        code(&desk, "m_task"),
        code(&desk, "o_dev"),
        quote(&desk, "udefra"),
    );
    let found = |desk: &Desk| {
        let link = desk.study.link(link(desk)).unwrap();
        link::of_link(&desk.study, link)
            .iter()
            .map(|quote| (quote.polarity, quote.configurations.len()))
            .collect::<Vec<_>>()
    };
    // A mechanism without an outcome joins nothing.
    configure(
        &mut desk,
        [PartBody::default(), part(task), PartBody::default()],
        vec![(words, Polarity::Supports)],
    )
    .unwrap();
    assert_eq!(found(&desk), []);
    // A code under the link's beginning speaks for it, and the outcome's quote comes along
    // unjudged.
    let told = PartBody {
        codes: vec![dev],
        quotes: vec![quote(&desk, "hårdt")],
    };
    configure(
        &mut desk,
        [PartBody::default(), part(task), told],
        vec![(words, Polarity::Contradicts)],
    )
    .unwrap();
    assert_eq!(found(&desk), [(Some(Polarity::Contradicts), 1), (None, 1)]);
    // What somebody judged of the link itself stands above the configuration.
    let link = link(&desk);
    desk.when(Command::Judge {
        link,
        quote: words,
        polarity: Some(Polarity::Nuances),
    })
    .unwrap();
    assert_eq!(found(&desk), [(Some(Polarity::Nuances), 1), (None, 1)]);
}

#[test]
fn merging_keeps_what_it_came_from_and_refuses_what_disagrees() {
    let mut desk = desk();
    let (refl, dev, words) = (
        code(&desk, "m_refl"),
        code(&desk, "o_dev"),
        quote(&desk, "udefra"),
    );
    configure(
        &mut desk,
        [PartBody::default(), part(refl), PartBody::default()],
        vec![(words, Polarity::Supports)],
    )
    .unwrap();
    configure(
        &mut desk,
        [PartBody::default(), part(refl), part(dev)],
        vec![(words, Polarity::Contradicts)],
    )
    .unwrap();
    let sources: Vec<_> = desk
        .study
        .configurations()
        .map(|configuration| configuration.id)
        .collect();
    let merge = |sources: &[Id<_>]| Command::MergeConfigurations {
        sources: sources.to_vec(),
        statement: String::new(),
    };
    assert!(
        desk.when(merge(&sources))
            .unwrap_err()
            .what
            .contains("supports one of them and contradicts another")
    );
    desk.when(Command::TellOfConfiguration {
        id: sources[1],
        quote: words,
        polarity: Some(Polarity::Supports),
    })
    .unwrap();
    desk.when(merge(&sources)).unwrap();
    let whole = desk.study.configurations().last().unwrap();
    assert_eq!(
        (
            whole.body.derived_from.as_slice(),
            whole.body.shape().as_str()
        ),
        (sources.as_slice(), "MO")
    );
    assert_eq!(desk.study.configuration_polarities(whole.id).count(), 1);
    assert!(
        desk.when(merge(&sources))
            .unwrap_err()
            .what
            .contains("already been merged")
    );
    let part_of = desk
        .when(Command::RemoveConfiguration { id: sources[0] })
        .unwrap_err();
    assert!(part_of.hint.contains("merged into"), "{part_of:?}");
}

#[test]
fn a_chain_does_not_come_back_to_where_it_began() {
    let mut desk = desk();
    let refl = code(&desk, "m_refl");
    for _ in 0..2 {
        configure(
            &mut desk,
            [PartBody::default(), part(refl), PartBody::default()],
            vec![],
        )
        .unwrap();
    }
    let ids: Vec<_> = desk
        .study
        .configurations()
        .map(|configuration| configuration.id)
        .collect();
    let follow = |desk: &mut Desk, id: usize, next: usize| {
        let body = ConfigurationBody {
            next: Some(ids[next]),
            ..desk.study.configuration(ids[id]).unwrap().body.clone()
        };
        desk.when(Command::ChangeConfiguration {
            id: ids[id],
            body: Box::new(body),
            statement: None,
        })
    };
    follow(&mut desk, 0, 1).unwrap();
    assert!(
        follow(&mut desk, 1, 0)
            .unwrap_err()
            .what
            .contains("a circle")
    );
    assert!(follow(&mut desk, 1, 1).is_err());
    // What nothing leads to any more leads nowhere.
    desk.when(Command::RemoveConfiguration { id: ids[1] })
        .unwrap();
    assert_eq!(desk.study.configuration(ids[0]).unwrap().body.next, None);
    assert_eq!(
        ConfigurationPart::parse("o"),
        Some(ConfigurationPart::Outcome)
    );
}

#[derive(Clone, Debug)]
enum Deed {
    Derive,
    Freeze,
    Revise { kind: usize, a: usize, b: usize },
    Configure { a: usize, b: usize },
    Merge,
    Next,
    Unmake(usize),
    Undo,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        1 => Just(Deed::Derive),
        1 => Just(Deed::Freeze),
        8 => (0usize..8, 0usize..3, 0usize..3).prop_map(|(kind, a, b)| Deed::Revise { kind, a, b }),
        2 => (0usize..3, 0usize..3).prop_map(|(a, b)| Deed::Configure { a, b }),
        1 => Just(Deed::Merge),
        1 => Just(Deed::Next),
        1 => (0usize..3).prop_map(Deed::Unmake),
        1 => Just(Deed::Undo),
    ]
}

/// Does the deed as far as it makes sense; refusals are part of life.
fn attempt(session: &mut Session, deed: &Deed) {
    let study = session.study();
    let codes: Vec<_> = study.codes().map(|code| code.id).collect();
    let Some(theory) = study.theory() else { return };
    let links: Vec<_> = study.links_of(theory).map(|link| link.id).collect();
    let made: Vec<_> = study
        .configurations()
        .map(|configuration| configuration.id)
        .collect();
    let (id, versions) = (theory.id, study.theories().count());
    let command = match *deed {
        Deed::Undo => {
            let _ = session.undo();
            return;
        }
        Deed::Derive => Command::DeriveTheory {
            from: id,
            version: format!("v{}", versions + 1),
            revisions: vec![],
        },
        Deed::Freeze => Command::FreezeTheory { id },
        Deed::Revise { kind, a, b } => {
            let (code, other) = (codes[a], codes[b]);
            let link = links.get(a % links.len().max(1)).copied();
            let revision = match (kind, link) {
                (0, _) => Revision::AddNode {
                    code,
                    node: NodeDescription {
                        resource: Some("talk".into()),
                        ..NodeDescription::default()
                    },
                },
                (1, _) => Revision::RemoveNode { code },
                (2, _) => Revision::ReplaceNode {
                    code,
                    by: other,
                    node: NodeDescription::default(),
                    links: None,
                },
                (3, on) => Revision::DrawLink {
                    link: NewLink {
                        expected: ExpectedDirection::Negative,
                        ..NewLink::between(code, other)
                    },
                    on,
                },
                (4, Some(link)) => Revision::RemoveLink { link },
                (5, Some(link)) => {
                    let statement = Some(format!("said {a} times"));
                    Revision::ChangeLink {
                        link,
                        statement,
                        expected: None,
                        operation: Operation::Narrowed,
                    }
                }
                (6, _) => {
                    let role = Some(CodeKind::Context);
                    Revision::MoveNode {
                        code,
                        operation: Operation::Demoted,
                        to: None,
                        role,
                        links: vec![],
                    }
                }
                _ => Revision::Note {
                    operation: Operation::Kept,
                    on: TheoryElement::Node(code),
                },
            };
            Command::ReviseTheory {
                id,
                revision,
                why: Justification::because("a reason"),
            }
        }
        Deed::Configure { a, b } => {
            let quotes = study.documents().next().map(|document| {
                let quote = QuoteAt {
                    document: document.id,
                    span: span_of(document, "udefra"),
                };
                (quote, Polarity::ALL[b])
            });
            let parts = [
                PartBody::default(),
                PartBody::of(vec![codes[a]]),
                PartBody::of(vec![codes[b]]),
            ];
            Command::AddConfiguration {
                parts,
                statement: "if".into(),
                quotes: quotes.into_iter().collect(),
            }
        }
        Deed::Merge => Command::MergeConfigurations {
            sources: made.into_iter().take(2).collect(),
            statement: String::new(),
        },
        Deed::Next => {
            let [first, second, ..] = made[..] else {
                return;
            };
            let body = ConfigurationBody {
                next: Some(second),
                ..study.configuration(first).unwrap().body.clone()
            };
            Command::ChangeConfiguration {
                id: first,
                body: Box::new(body),
                statement: None,
            }
        }
        Deed::Unmake(which) => {
            let Some(id) = made.get(which) else { return };
            Command::RemoveConfiguration { id: *id }
        }
    };
    let _ = session.perform(command);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn taking_everything_back_returns_the_first_theory(deeds in proptest::collection::vec(deed(), 1..25)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.virk");
        let mut session = crate::support::session(&path);
        let bare = visible(session.study());
        let codes: Vec<_> = session.study().codes().map(|code| code.id).collect();
        let links = vec![new_link(codes[0], codes[2], "Who reflects grows")];
        session.perform(Command::AddTheory { version: "v1".into(), nodes: vec![codes[0], codes[2]], links }).unwrap();
        for deed in &deeds {
            attempt(&mut session, deed);
        }
        let last = visible(session.study());
        let again = Session::open(&path, crate::support::author("ann")).unwrap();
        prop_assert_eq!(visible(again.study()), last.clone());

        let mut steps = 0;
        // What made the study itself is not taken back here.
        while session.study().theories().count() > 0 {
            session.undo().unwrap();
            steps += 1;
        }
        prop_assert_eq!(visible(session.study()), bare);
        for _ in 0..steps {
            prop_assert!(session.redo().is_ok());
        }
        prop_assert_eq!(visible(session.study()), last);
    }
}
