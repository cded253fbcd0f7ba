//! Judging intentions: what a command becomes, or why not.

mod codebook;
mod coding;
mod configuration;
mod dataset;
mod document;
mod draft;
mod draft_links;
mod erase;
mod informant;
mod merging;
mod recoding;
mod settle;
mod speaker;
mod study_notes;
mod tags;
mod theory;
mod undo;
mod variable;

use super::{
    Amendment, Assignment, Command, Content, ContentId, Event, Id, Informant, InformantBody,
    InformantFact, Polarity, Refusal, Study, content::ContentData, informant::InformantDetails,
    theory::QuoteAt,
};
use crate::text::language;
use std::borrow::Cow;
use uuid::Uuid;

/// What a command becomes: facts, the texts they speak of, and a sentence for
/// the person who asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// The facts, in order; none when everything is so already.
    pub events: Vec<Event>,
    /// New texts.
    pub contents: Vec<Content>,
    /// What was done, e.g. "Coded 6 words as Reflection".
    pub message: String,
}

impl Decision {
    fn from_event(event: Event, said: impl Into<String>) -> Decision {
        Decision {
            events: vec![event],
            contents: Vec::new(),
            message: said.into(),
        }
    }

    /// What a quote does to something called `name`; `open` says that nothing is said of it now.
    fn from_judgement(
        (was, now): (Option<Polarity>, Option<Polarity>),
        judged: Assignment,
        name: &str,
        open: impl Fn() -> String,
    ) -> Decision {
        if was == now {
            return Decision::without_events("Already judged that way");
        }
        let said = now.map_or_else(open, |polarity| format!("The quote {polarity} {name}"));
        Decision::from_event(Event::Set(judged), said)
    }

    fn without_events(message: impl Into<String>) -> Decision {
        Decision {
            message: message.into(),
            ..Decision::default()
        }
    }

    /// Stores a text with the decision and answers with its identity.
    fn store_words(&mut self, mint: IdSource<'_>, words: &str) -> ContentId {
        self.store_content(mint, words.into())
    }

    /// An informant as a fact names one: the description is a text of its own, and the same one
    /// where `known` was described so before.
    fn name_informant(
        &mut self,
        known: Option<&Informant>,
        body: InformantBody,
        mint: IdSource<'_>,
    ) -> InformantFact {
        let details = body.details();
        let same = known
            .filter(|known| known.body.details() == details)
            .and_then(|known| known.details);
        let written = || serde_json::to_string(&details).unwrap_or_default();
        InformantFact {
            details: same.or_else(|| (!body.is_bare()).then(|| self.store_words(mint, &written()))),
            name: body.name,
            inline: InformantDetails::default(),
        }
    }

    /// Describes a known informant anew.
    fn change_informant(&mut self, known: &Informant, now: InformantBody, mint: IdSource<'_>) {
        let event = Event::Changed(Amendment::Informant {
            id: known.id,
            was: known.fact(),
            now: self.name_informant(Some(known), now, mint),
        });
        self.events.push(event);
    }

    /// The same of a text that is at hand already.
    fn store_content(&mut self, mint: IdSource<'_>, text: ContentData) -> ContentId {
        let id = Id::new(mint());
        self.contents.push(Content { id, text });
        id
    }
}

/// Where new identities come from: a clock for people, a counter for tests.
pub type IdSource<'a> = &'a mut dyn FnMut() -> Uuid;

impl Study {
    /// Judges `command`, given by `coder`, against what is known.
    /// A [`Refusal`] that says what is wrong and what to do; nothing has changed then.
    pub fn decide(
        &self,
        command: Command,
        coder: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        match command {
            Command::StartStudy {
                title,
                language,
                alpha,
            } => self.start(title, language, alpha),
            Command::AddDocument {
                title,
                language,
                format,
                text,
                speakers,
                source,
            } => self.add_document(
                document::NewDocument {
                    title,
                    language,
                    format,
                    text,
                    speakers,
                    source,
                },
                mint,
            ),
            Command::KeepOrigin {
                hash,
                edits,
                comments,
            } => self.keep_origin(&hash, &edits, comments, mint),
            Command::EraseDocument { id } => self.erase_document(id),
            Command::EraseInformant { id } => self.erase_informant(id),
            Command::EraseDataset { id } => self.erase_dataset(id),
            Command::EraseRows { dataset, rows } => self.erase_rows(dataset, &rows, mint),
            Command::EraseSearch { name } => self.erase_search(&name),
            Command::RemoveDocument { id } => self.remove_document(id),
            Command::ReplaceDocument {
                id,
                title,
                language,
                format,
                speakers,
                source,
                words,
            } => {
                let text = words.new_text().clone();
                self.replace_document(
                    id,
                    document::NewDocument {
                        title,
                        language,
                        format,
                        text,
                        speakers,
                        source,
                    },
                    &words,
                    mint,
                )
            }
            Command::Reanchor { orphan, to } => self.reanchor(orphan, to),
            Command::LetGo { orphan } => self.remove_orphan(orphan),
            Command::Confirm { quote } => self.confirm_quote(quote),
            Command::DescribeInformant { body } => self.describe_informant(body, mint),
            Command::RenameInformant { id, name } => self.rename_informant(id, &name, mint),
            Command::ChangeInformant { id, body } => self.change_informant(id, *body, mint),
            Command::JoinInformants { from, into, name } => {
                self.join_informants(&from, into, &name, mint)
            }
            Command::SplitInformant {
                id,
                documents,
                name,
            } => self.split_informant(id, &documents, &name, mint),
            Command::SplitByDocument { informants } => self.split_by_document(&informants, mint),
            Command::AssignSpeaker {
                document,
                label,
                informant,
            } => self.assign_speaker(document, &label, informant.as_deref(), mint),
            Command::AddCodes { codes } => self.add_codes(codes, mint),
            Command::ChangeCode { id, body, reason } => self.change_code(id, *body, reason),
            Command::RetireCodes { codes, reason } => self.retire_codes(&codes, &reason),
            Command::MergeCodes { from, into, reason } => {
                self.merge_codes(&from, into, &reason, mint)
            }
            Command::SplitCode {
                code,
                parts,
                reason,
            } => self.split_code(code, parts, &reason, mint),
            Command::ApplyNew {
                document,
                span,
                code,
            } => self.apply_new(QuoteAt { document, span }, *code, mint),
            Command::ApplyEach { quotes, codes } => self.apply_each(&quotes, &codes, coder, mint),
            Command::Recode { codings, code } => self.recode(&codings, code),
            Command::MoveBoundary { codings, span } => self.move_boundary(&codings, span),
            Command::Apply {
                document,
                span,
                codes,
            } => self.apply_codes(document, span, &codes, coder, mint),
            Command::Uncode { codings } => self.uncode(&codings),
            Command::Condense { quote, text, theme } => self.condense(quote, &text, &theme, mint),
            Command::SetMemo { on, text } => self.set_memo(on, &text, mint),
            Command::AddTheory {
                version,
                nodes,
                links,
            } => self.add_theory(version, nodes, links, mint),
            Command::AdoptTheories { versions } => self.adopt_theories(versions, mint),
            Command::FreezeTheory { id } => self.freeze_theory(id),
            Command::DeriveTheory {
                from,
                version,
                revisions,
            } => self.derive_theory(from, &version, revisions, coder, mint),
            Command::ReviseTheory { id, revision, why } => {
                self.revise_theory(id, revision, why, mint)
            }
            Command::AddConfiguration {
                parts,
                statement,
                quotes,
            } => self.add_configuration(
                configuration::NewConfiguration {
                    parts,
                    statement,
                    quotes,
                },
                mint,
            ),
            Command::ChangeConfiguration {
                id,
                body,
                statement,
            } => self.change_configuration(id, *body, statement.as_deref(), mint),
            Command::TellOfConfiguration {
                id,
                quote,
                polarity,
            } => self.judge_configuration(id, quote, polarity),
            Command::MergeConfigurations { sources, statement } => {
                self.merge_configurations(&sources, &statement, mint)
            }
            Command::RemoveConfiguration { id } => self.remove_configuration(id),
            Command::Judge {
                link,
                quote,
                polarity,
            } => self.judge(link, quote, polarity),
            Command::JudgeEach {
                link,
                quotes,
                polarity,
            } => self.judge_each(link, &quotes, polarity),
            Command::Conclude {
                link,
                conclusion,
                reason,
                rests_on,
                basis,
            } => self.conclude(link, conclusion, &reason, (rests_on, basis), mint),
            Command::Infer { link, inferred } => self.infer(link, &inferred, mint),
            Command::SetPlan { plan } => self.set_plan(plan),
            Command::Release { quote, released } => self.release(quote, released),
            Command::AddDataset {
                name,
                variables,
                exclusions,
                columns,
                indicators,
                source,
            } => self.add_dataset(
                dataset::NewDataset {
                    name,
                    variables,
                    exclusions,
                    columns,
                    indicators,
                    source,
                },
                mint,
            ),
            Command::RemoveDataset { id } => self.remove_dataset(id),
            Command::SetIndicator {
                dataset,
                variable,
                code,
                measures,
            } => self.set_indicator(dataset, variable, code, measures),
            Command::DescribeVariable { dataset, variable } => {
                self.describe_variable(dataset, *variable)
            }
            Command::MakeVariable { dataset, variable } => self.make_variable(dataset, *variable),
            Command::UnmakeVariable { dataset, variable } => {
                self.unmake_variable(dataset, &variable)
            }
            Command::Filter { dataset, rule, out } => self.filter(dataset, rule, out),
            Command::Weigh { dataset, weighting } => self.weigh(dataset, weighting),
            Command::SaveSearch { name, query, scope } => {
                self.save_search(&name, &query, scope, mint)
            }
            Command::Adopt {
                document,
                span,
                code,
                by,
                at,
            } => self.adopt(QuoteAt { document, span }, code, &by, at, mint),
            Command::AddReported {
                name,
                results,
                source,
            } => self.add_reported(name, &results, source, mint),
            Command::RemoveReported { id } => self.remove_reported(id),
            Command::AddGuide { guide, items } => self.add_guide(&guide, items, mint),
            Command::RemoveGuide { guide } => self.remove_guide(&guide),
            Command::Accept { finding, reason } => self.accept(finding, &reason, mint),
            Command::NoteMerge {
                people,
                records,
                conflicts,
                erased,
            } => Ok(self.note_merge(people, records, conflicts, erased)),
            Command::Settle {
                conflict,
                kept,
                because,
                again,
            } => self.settle(conflict, kept, &because, again, mint),
            Command::UnifyDocuments { id, into } => self.unify_documents(id, into),
            Command::All(commands) => self.decide_all(commands, coder, mint),
            Command::Later(later) => self.decide(later.resolve(self)?, coder, mint),
        }
    }

    /// Judges each command as if those before it had happened.
    fn decide_all(
        &self,
        commands: Vec<Command>,
        coder: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        // A copy of the whole study: made for the first of those that another one follows.
        let mut draft = Cow::Borrowed(self);
        let mut all = Decision::default();
        let mut said = Vec::with_capacity(commands.len());
        let mut commands = commands.into_iter();
        while let Some(command) = commands.next() {
            let decision = draft.decide(command, coder, mint)?;
            let changes = !decision.events.is_empty() || !decision.contents.is_empty();
            if changes && commands.len() > 0 {
                draft.to_mut().apply_tentatively(&decision, coder);
            }
            // What goes along with something else has no sentence of its own.
            said.extend(Some(decision.message).filter(|said| !said.is_empty()));
            all.events.extend(decision.events);
            all.contents.extend(decision.contents);
        }
        all.message = match said.as_slice() {
            [] => String::new(),
            [first, rest @ ..] if rest.len() > 2 => format!("{first}; and {} more", rest.len()),
            few => few.join("; "),
        };
        Ok(all)
    }

    fn start(&self, title: String, language: String, alpha: f64) -> Result<Decision, Refusal> {
        if self.history.records > 0 {
            return Err(Refusal::new(
                "the study has already been started",
                "Use another file name",
            ));
        }
        if !(alpha > 0.0 && alpha < 1.0) {
            return Err(Refusal::new(
                format!("{alpha} is not a valid level of significance"),
                "Choose one between 0 and 1, such as 0.05",
            ));
        }
        check_language(&language)?;
        let said = format!("Started the study “{title}”");
        Ok(Decision::from_event(
            Event::StudyStarted {
                title,
                language,
                alpha,
            },
            said,
        ))
    }
}

fn check_language(language: &str) -> Result<(), Refusal> {
    if language::parse_code(language) == Some(language) {
        return Ok(());
    }
    Err(Refusal::new(
        format!("virk does not know the language `{language}`"),
        format!("Use {}", language::choices()),
    ))
}

/// "1 code", "2 codes".
fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
