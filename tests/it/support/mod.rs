//! Studies for tests, and what is visible of them.

pub mod before;

use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;
use virk::log::{Author, Session};
use virk::study::command::{NewCode, NewLink, NewSpeaker};
use virk::study::configuration::ConfigurationPart;
use virk::study::document::Provenance;
use virk::study::event::MemoTarget;
use virk::study::theory::{ExpectedDirection, NodeBody};
use virk::study::{
    Act, Addition, BilingualText, Code, CodeBody, CodeKind, Command, Conflict, Decision, Document,
    Event, Id, InformantBody, Record, Refusal, Study, Time, Variable, sentence,
};
use virk::text::{Span, TurnFormat};

/// Transcript with every kind of letter: æøå, combining marks, emoji, wide characters.
pub const TALK: &str = "Interviewer: Hvordan gik det?\n\nMentor 1: Jeg så pludselig på mig selv udefra. Det var a\u{30a}rligt talt 👩‍👧 hårdt, men 日本 godt.\n\nInterviewer: Og så?\n\nMentor 1: Så blev det bedre.";

/// A writer for tests.
pub fn author(coder: &str) -> Author {
    Author {
        writer: Uuid::from_u128(7),
        coder: Arc::from(coder),
    }
}

pub fn start() -> Command {
    Command::StartStudy {
        title: "Test".into(),
        language: "en".into(),
        alpha: 0.05,
    }
}

pub fn code(key: &str, kind: CodeKind, name: &str, parent: Option<&str>) -> NewCode {
    NewCode {
        body: CodeBody {
            key: key.into(),
            kind,
            name: BilingualText::new(name),
            ..CodeBody::default()
        },
        parent: parent.map(str::to_owned),
    }
}

pub fn codes() -> Command {
    Command::AddCodes {
        codes: vec![
            code("m_refl", CodeKind::Mechanism, "Reflection", None),
            code(
                "m_task",
                CodeKind::Mechanism,
                "Task reflection",
                Some("m_refl"),
            ),
            code("o_dev", CodeKind::Output, "Personal development", None),
        ],
    }
}

pub fn new_link(from: Id<Code>, to: Id<Code>, statement: &str) -> NewLink {
    NewLink {
        statement: statement.into(),
        basis: "text".into(),
        ..NewLink::between(from, to)
    }
}

pub fn transcript(title: &str, text: &str) -> Command {
    Command::AddDocument {
        title: title.into(),
        language: "da".into(),
        format: TurnFormat::Colon,
        text: Arc::from(text),
        speakers: vec![
            NewSpeaker {
                label: "Interviewer".into(),
                ..NewSpeaker::default()
            },
            NewSpeaker {
                label: "Mentor 1".into(),
                informant: Some(InformantBody {
                    name: "Mentor 1".into(),
                    ..InformantBody::default()
                }),
                by_name: false,
            },
        ],
        source: Provenance {
            file: format!("{title}.txt"),
            sha256: String::new(),
            encoding: "utf-8".into(),
            virk: "test".into(),
        },
    }
}

/// A started study with a codebook and a transcript, in a file.
pub fn session(path: &Path) -> Session {
    let mut session = Session::create(path, author("ann"), start()).unwrap();
    session.perform(codes()).unwrap();
    session.perform(transcript("talk", TALK)).unwrap();
    session
}

pub fn span_of(document: &Document, words: &str) -> Span {
    let start = document.text.find(words).unwrap();
    Span::snap(&document.text, start..start + words.len()).unwrap()
}

/// A study without a file: commands are judged, and their facts taken.
#[derive(Default)]
pub struct Desk {
    pub study: Study,
    minted: u128,
    n: u64,
}

impl Desk {
    pub fn given(commands: impl IntoIterator<Item = Command>) -> Desk {
        let mut desk = Desk::default();
        for command in commands {
            desk.when(command).unwrap();
        }
        desk
    }

    pub fn when(&mut self, command: Command) -> Result<Decision, Refusal> {
        let minted = &mut self.minted;
        let decision = self.study.decide(command, "ann", &mut || {
            *minted += 1;
            Uuid::from_u128(*minted)
        })?;
        for content in &decision.contents {
            self.study.add_content(content.id, content.text.clone());
        }
        self.take(&decision.events);
        Ok(decision)
    }
}

impl Desk {
    /// Takes facts into account as one batch.
    pub fn take(&mut self, events: &[Event]) {
        let batch = Uuid::from_u128(u128::MAX - u128::from(self.n));
        for event in events {
            self.n += 1;
            let id = Uuid::from_u128(u128::from(self.n));
            let record = Record {
                id,
                writer: Uuid::from_u128(7),
                n: self.n,
                time: Time(self.n as i64),
                coder: Arc::from("ann"),
                batch,
                act: Act::Do,
                event: event.clone(),
            };
            self.study.apply(&record);
        }
    }
}

/// Everything a person could see of a study, in a stable order.
pub fn visible(study: &Study) -> String {
    let mut lines = vec![format!(
        "{} {} {}",
        study.title, study.language, study.alpha
    )];
    for document in study.documents() {
        lines.push(format!(
            "document {} {:?} {}",
            document.body.title,
            document.body.speakers,
            document.text.len()
        ));
        if matches!(document.body.format, TurnFormat::Marked(_)) {
            let turns = document.turns().iter();
            lines.extend(turns.map(|turn| {
                format!(
                    " turn {:?} {:?} {:?}",
                    document.label(turn),
                    turn.time,
                    turn.words
                )
            }));
        }
        lines.push(format!(
            " memo {:?}",
            study.memo(MemoTarget::Document(document.id))
        ));
        let mut codings: Vec<String> = study
            .codings_in(document.id)
            .map(|coding| {
                format!(
                    " coding {:?} {} by {}",
                    coding.span,
                    study.code_name(coding.code),
                    coding.coder
                )
            })
            .collect();
        codings.sort();
        lines.extend(codings);
    }
    for (quote, condensation) in study.condensations() {
        lines.push(format!(
            "condensed {:?}: {:?} ({})",
            quote.span,
            study.words(condensation.content),
            condensation.theme
        ));
    }
    for orphan in study.orphans() {
        let codes: Vec<&str> = orphan
            .codings
            .iter()
            .map(|coding| study.code_name(coding.code))
            .collect();
        lines.push(format!(
            "orphan of {} {:?} {codes:?} said {}",
            orphan.document.body.title,
            orphan.words(),
            orphan.annotation_count
        ));
    }
    lines.extend(
        study
            .changed_quotes()
            .map(|doubt| format!("doubt {:?} was {:?}", doubt.quote.span, doubt.before)),
    );
    lines.extend(
        study
            .informants()
            .map(|informant| format!("informant {:?}", informant.body)),
    );
    lines.extend(
        study
            .code_tree()
            .iter()
            .map(|(depth, code)| format!("code {depth} {:?}", code.body)),
    );
    for theory in study.theories() {
        lines.push(format!(
            "theory {} frozen {} nodes {}",
            theory.version,
            theory.frozen,
            theory.nodes.len()
        ));
        lines.extend(
            study
                .parent_of(theory)
                .map(|parent| format!(" derived from {}", parent.version)),
        );
        for node in study
            .nodes_of(theory)
            .filter(|node| node.node != NodeBody::default())
        {
            let NodeBody {
                origin,
                role,
                resource,
                reasoning,
            } = node.node;
            let said = [resource, reasoning].map(|id| id.and_then(|id| study.words(id)));
            lines.push(format!(
                " node {} {origin:?} {role:?} {said:?}",
                study.code_name(node.id())
            ));
        }
        for link in study.links_of(theory) {
            lines.push(format!(
                " link {} {}",
                study.link_name(link),
                link.statement
            ));
            let on = link
                .on
                .and_then(|on| study.link(on))
                .map(|on| study.link_name(on));
            let more = (link.expected, on, link.carried.is_some(), link.post_hoc);
            if more != (ExpectedDirection::Unstated, None, false, false) {
                lines.push(format!("  {more:?}"));
            }
            lines.extend(
                study
                    .polarities(link.id)
                    .map(|(quote, polarity)| format!("  {:?} {polarity}", quote.span)),
            );
            lines.extend(study.verdict(link.id).map(|verdict| {
                format!(
                    "  verdict {} {:?}",
                    verdict.conclusion,
                    study.words(verdict.reason)
                )
            }));
        }
    }
    for change in study.theories().flat_map(|theory| study.changes(theory.id)) {
        let mut told = sentence::describe_event(
            &Event::Added(Addition::Change {
                id: change.id,
                body: change.body.clone(),
            }),
            study,
        );
        told += &format!(
            ": {:?} on {} grounds",
            study.words(change.body.reason),
            change.body.grounds.len()
        );
        lines.push(told);
    }
    for configuration in study.configurations() {
        let body = &configuration.body;
        let number = study.configuration_number(configuration.id);
        lines.push(format!(
            "configuration {number} {}",
            study.configuration_name(configuration)
        ));
        let next = body.next.map(|next| study.configuration_number(next));
        let said = body.statement.and_then(|id| study.words(id));
        let spans: Vec<_> = ConfigurationPart::ALL
            .iter()
            .flat_map(|part| &body.part(*part).quotes)
            .map(|quote| quote.span)
            .collect();
        lines.push(format!(
            " {said:?} next {next:?} from {} quotes {spans:?}",
            body.derived_from.len()
        ));
        lines.extend(
            study
                .configuration_polarities(configuration.id)
                .map(|(quote, polarity)| format!(" {:?} {polarity}", quote.span)),
        );
    }
    for dataset in study.datasets() {
        lines.push(format!(
            "dataset {} {} of {}",
            dataset.body.name,
            dataset.kept_rows.len(),
            dataset.body.rows
        ));
        lines.extend(
            dataset
                .weighting
                .iter()
                .map(|weighting| format!(" counted by {}", weighting.in_words())),
        );
        for (variable, cells) in dataset.body.variables.iter().zip(dataset.columns.iter()) {
            if *variable
                != (Variable {
                    name: variable.name.clone(),
                    ..Variable::default()
                })
            {
                // What a variable could not say yet when the golden texts were written.
                let told = format!("{variable:?}")
                    .replace("yes: None, proposed: None, ", "")
                    .replace(", ends: None", "");
                lines.push(format!(" {told} {cells:?}"));
            }
        }
    }
    lines.extend(study.all_indicators().map(|indicator| {
        format!(
            "indicator {} {}",
            indicator.variable,
            study.code_name(indicator.code)
        )
    }));
    lines.extend(study.searches().map(|(name, saved)| {
        format!(
            "search {name} {:?} in {:?}",
            study.words(saved.query),
            saved.scope
        )
    }));
    for reported in study.reported() {
        let tests: Vec<String> = reported
            .results
            .tests
            .iter()
            .map(|test| format!("{} {:?} {:?}", test.id, test.p, test.claim))
            .collect();
        lines.push(format!(
            "reported {} {tests:?} {} claims",
            reported.body.name,
            reported.results.claims.len()
        ));
    }
    for item in study.guide_items() {
        let about: Vec<&str> = item
            .body
            .about
            .iter()
            .map(|code| study.code_name(*code))
            .collect();
        lines.push(format!(
            "asked in {} {}: {:?} {about:?}",
            item.body.guide,
            item.body.number,
            study.words(item.body.content)
        ));
    }
    for (finding, reason) in study.acceptances() {
        lines.push(format!(
            "accepted {} at {}: {reason:?}",
            finding.rule,
            study.object_in_words(&finding.object)
        ));
    }
    lines.extend(study.declared_plan().map(|plan| format!("plan {plan}")));
    lines.extend(study.conflicts().map(|(conflict, settled)| {
        let how = settled.map(|settled| (settled.kept, study.words(settled.reason)));
        let Conflict { kind, ours, theirs } = conflict;
        format!("conflict {kind:?} of {ours} and {theirs} {how:?}")
    }));
    lines.extend(
        study
            .released()
            .map(|quote| format!("released {:?}", quote.span)),
    );
    for link in study.theories().flat_map(|theory| study.links_of(theory)) {
        lines.extend(
            study
                .inference(link.id)
                .map(|_| format!("inferred {:?}", study.inference_text(link.id))),
        );
        let basis = study
            .verdict(link.id)
            .and_then(|verdict| verdict.basis.as_ref());
        // What a basis could not keep yet when the golden texts were written.
        let later = [", planned: None", ", by_codes: None", ", erased: 0"];
        lines.extend(basis.map(|basis| {
            later
                .iter()
                .fold(format!("rests on {basis:?}"), |said, later| {
                    said.replace(later, "")
                })
        }));
    }
    lines.join("\n")
}

/// Seals the last record, as the virk would have done that wrote it.
pub fn rehash_last(file: &rusqlite::Connection) {
    let (seq, before): (i64, Vec<u8>) = file
        .query_row(
            "SELECT seq, (SELECT hash FROM record AS b WHERE b.writer = a.writer AND b.n = a.n - 1)
             FROM record AS a ORDER BY seq DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    let hash: Vec<u8> = file
        .query_row(
            "SELECT id, writer, n, time, coder, batch, act, of, body FROM record WHERE seq = ?1",
            [seq],
            |row| {
                use sha2::Digest;
                let coder: String = row.get(4)?;
                let mut sha = sha2::Sha256::new();
                sha.update(&before);
                sha.update(row.get::<_, Uuid>(0)?);
                sha.update(row.get::<_, Uuid>(1)?);
                sha.update(row.get::<_, u64>(2)?.to_be_bytes());
                sha.update(row.get::<_, i64>(3)?.to_be_bytes());
                sha.update((coder.len() as u64).to_be_bytes());
                sha.update(&coder);
                sha.update(row.get::<_, Uuid>(5)?);
                sha.update([row.get::<_, u8>(6)?]);
                sha.update(row.get::<_, Option<Uuid>>(7)?.unwrap_or_default());
                sha.update(row.get::<_, String>(8)?);
                Ok(sha.finalize().to_vec())
            },
        )
        .unwrap();
    file.execute(
        "UPDATE record SET hash = ?1 WHERE seq = ?2",
        rusqlite::params![hash, seq],
    )
    .unwrap();
}
