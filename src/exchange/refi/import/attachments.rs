//! What refers to a project's codes and documents: codings, condensations, memos, configurations
//! and theories.
//!
//! They become commands only when the codes and documents are in the study, since only then their
//! ids exist; until then codes are named by key and documents by the hash of their text.

use super::extension_data::TheoryVersionEntry;
use crate::study::adopted_theory::{AdoptedChange, AdoptedLink, AdoptedTheory, AdoptedVerdict};
use crate::study::command::NewLink;
use crate::study::configuration::{ConfigurationPart, PartBody};
use crate::study::event::MemoTarget;
use crate::study::theory::{NodeDescription, QuoteAt};
use crate::study::{
    Code, Command, Condensation, Configuration, ConfigurationBody, Document, Id, Polarity, Refusal,
    Study, Time,
};
use crate::text::Span;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// A span of a document, which is named by the hash of its text.
pub(super) type DocumentSpan = (Arc<str>, Span);

#[derive(Clone, Debug, Default)]
pub(in crate::exchange) struct Attachments {
    pub codings: Vec<ImportedCoding>,
    pub quotes: Vec<ImportedQuote>,
    pub code_memos: Vec<(Arc<str>, String)>,
    pub document_memos: Vec<(Arc<str>, String)>,
    pub study_memo: String,
    pub configurations: Vec<ImportedConfiguration>,
    pub theories: Option<ImportedTheories>,
}

/// Versions of the theory, with the keys of their codes and the places of their quotes by GUID.
#[derive(Clone, Debug)]
pub(in crate::exchange) struct ImportedTheories {
    pub versions: Vec<TheoryVersionEntry>,
    pub codes: HashMap<String, Arc<str>>,
    pub places: HashMap<String, DocumentSpan>,
}

#[derive(Clone, Debug)]
pub(in crate::exchange) struct ImportedCoding {
    pub document: Arc<str>,
    pub span: Span,
    pub code: Arc<str>,
    pub coder: Option<Arc<str>>,
    pub time: Option<Time>,
}

/// The condensation and the memo of a quote.
#[derive(Clone, Debug)]
pub(in crate::exchange) struct ImportedQuote {
    pub document: Arc<str>,
    pub span: Span,
    pub condensation: Option<(String, String)>,
    pub memo: String,
}

#[derive(Clone, Debug)]
pub(in crate::exchange) struct ImportedConfiguration {
    pub set: Uuid,
    pub codes: [Vec<Arc<str>>; 3],
    pub places: [Vec<DocumentSpan>; 3],
    pub judged_quotes: Vec<(DocumentSpan, Polarity)>,
    pub statement: String,
    pub next: Option<Uuid>,
}

/// Finds documents of a study by the hash of their text.
struct StudyIndex<'a> {
    study: &'a Study,
    documents: HashMap<&'a str, Id<Document>>,
    codes: HashMap<&'a str, Id<Code>>,
}

impl<'a> StudyIndex<'a> {
    fn new(study: &'a Study) -> StudyIndex<'a> {
        let documents = study
            .documents()
            .map(|document| (document.body.hash.as_str(), document.id))
            .collect();
        let mut codes = HashMap::new();
        for code in study.codes() {
            codes.entry(code.body.key.as_str()).or_insert(code.id);
        }
        StudyIndex {
            study,
            documents,
            codes,
        }
    }

    fn code(&self, key: &str) -> Option<Id<Code>> {
        self.codes.get(key).copied()
    }

    fn quote(&self, document: &str, span: Span) -> Option<QuoteAt> {
        Some(QuoteAt {
            document: *self.documents.get(document)?,
            span,
        })
    }

    /// Appends memos to the one that is there, so that neither the study's words nor the project's
    /// are lost; words that it has already are not repeated.
    fn memo(&self, on: MemoTarget, said: &[String]) -> Option<Command> {
        let mut text = self.study.memo(on).unwrap_or_default().to_owned();
        let mut more = false;
        for words in said.iter().map(|words| words.trim()) {
            if !words.is_empty() && !text.contains(words) {
                text += if text.is_empty() { "" } else { "\n\n" };
                text += words;
                more = true;
            }
        }
        more.then_some(Command::SetMemo { on, text })
    }

    fn coding(
        &self,
        quote: QuoteAt,
        code: Id<Code>,
        by: Option<&Arc<str>>,
        at: Option<Time>,
    ) -> Option<Command> {
        let QuoteAt { document, span } = quote;
        match by {
            Some(by) => Some(Command::Adopt {
                document,
                span,
                code,
                by: by.clone(),
                at,
            }),
            // Without a coder it becomes the importer's own, unless the quote is coded so already.
            None if self
                .study
                .codings_at(document, span)
                .any(|coding| coding.code == code) =>
            {
                None
            }
            None => Some(Command::Apply {
                document,
                span,
                codes: vec![code],
            }),
        }
    }

    /// A condensation of the study is never overwritten.
    fn condense(&self, quote: QuoteAt, condensed: Option<&(String, String)>) -> Option<Command> {
        let (text, theme) = condensed?.clone();
        let there: Option<&Condensation> = self.study.condensation(quote);
        there
            .is_none()
            .then_some(Command::Condense { quote, text, theme })
    }

    fn parts(&self, told: &ImportedConfiguration) -> [PartBody; 3] {
        [0, 1, 2].map(|part| PartBody {
            codes: told.codes[part]
                .iter()
                .filter_map(|key| self.code(key))
                .collect(),
            quotes: told.places[part]
                .iter()
                .filter_map(|(document, span)| self.quote(document, *span))
                .collect(),
        })
    }

    /// The configuration of the study with the same parts and statement.
    fn same(&self, told: &ImportedConfiguration) -> Option<&'a Configuration> {
        let parts = self.parts(told);
        self.study.configurations().find(|known| {
            let statement = known
                .body
                .statement
                .and_then(|statement| self.study.words(statement))
                .unwrap_or_default();
            statement == told.statement.trim()
                && ConfigurationPart::ALL
                    .iter()
                    .zip(&parts)
                    .all(|(part, body)| known.body.part(*part) == body)
        })
    }
}

impl Attachments {
    /// Adds words to the memo of the study, preceded by what they are about.
    pub(super) fn add_study_memo(&mut self, of: &str, words: &str) {
        let sep = if self.study_memo.is_empty() {
            ""
        } else {
            "\n\n"
        };
        let of = if of.trim().is_empty() {
            String::new()
        } else {
            format!("{}: ", of.trim())
        };
        self.study_memo += &format!("{sep}{of}{}", words.trim());
    }

    /// Must run after [`Attachments::to_command`]: links refer to quotes that are coded there.
    pub(super) fn theory_command(&self, study: &Study) -> Command {
        let Some(ImportedTheories {
            versions,
            codes,
            places,
        }) = &self.theories
        else {
            return Command::All(Vec::new());
        };
        let ground = StudyIndex::new(study);
        let code = |id: &Uuid| ground.code(codes.get(&id.to_string())?);
        let quote = |id: &Uuid| {
            places
                .get(&id.to_string())
                .and_then(|(document, span)| ground.quote(document, *span))
        };
        let version = |version: &TheoryVersionEntry| AdoptedTheory {
            version: version.version.clone(),
            parent: version.parent.clone(),
            frozen: version.frozen,
            nodes: version
                .nodes
                .iter()
                .filter_map(|node| {
                    let said =
                        |words: &String| Some(words.clone()).filter(|words| !words.is_empty());
                    let (resource, reasoning) = (said(&node.resource), said(&node.reasoning));
                    Some((
                        code(&node.code)?,
                        NodeDescription {
                            origin: node.origin,
                            role: node.role,
                            resource,
                            reasoning,
                        },
                    ))
                })
                .collect(),
            links: version
                .links
                .iter()
                .filter_map(|link| {
                    Some(AdoptedLink {
                        foreign_id: link.id,
                        link: NewLink {
                            from: code(&link.from)?,
                            to: code(&link.to)?,
                            statement: link.statement.clone(),
                            basis: link.basis.clone(),
                            expected: link.expected,
                        },
                        on: link.on,
                        continues: link.carried,
                        post_hoc: link.post_hoc,
                        polarities: link
                            .judged
                            .iter()
                            .filter_map(|(at, polarity)| Some((quote(at)?, *polarity)))
                            .collect(),
                        verdict: link.verdict.as_ref().map(|verdict| AdoptedVerdict {
                            conclusion: verdict.conclusion,
                            reason: verdict.reason.clone(),
                            rests_on: verdict.rests_on.clone(),
                            basis: verdict.basis.clone(),
                        }),
                        memo: link.memo.clone(),
                    })
                })
                .collect(),
            changes: version
                .changes
                .iter()
                .map(|change| AdoptedChange {
                    operation: change.operation,
                    node: change.node.as_ref().and_then(code),
                    link: change.link,
                    by: change.by.as_ref().and_then(code),
                    reason: change.reason.clone(),
                    quotes: change.quotes.iter().filter_map(quote).collect(),
                })
                .collect(),
        };
        Command::AdoptTheories {
            versions: versions.iter().map(version).collect(),
        }
    }

    /// Codings, condensations, memos and configurations; codes and documents must be in the study.
    pub(in crate::exchange) fn to_command(&self, study: &Study) -> Result<Command, Refusal> {
        let ground = StudyIndex::new(study);
        let mut commands = Vec::new();
        for ImportedCoding {
            document,
            span,
            code,
            coder: by,
            time: at,
        } in &self.codings
        {
            let known = ground.quote(document, *span).zip(ground.code(code));
            commands.extend(
                known.and_then(|(quote, code)| ground.coding(quote, code, by.as_ref(), *at)),
            );
        }
        // Two selections of the same words, or two sources with the same text, have one target.
        let mut memos: BTreeMap<MemoTarget, Vec<String>> = BTreeMap::new();
        let mut condensed_here: HashSet<QuoteAt> = HashSet::new();
        for ImportedQuote {
            document,
            span,
            condensation: condensed,
            memo,
        } in &self.quotes
        {
            let Some(quote) = ground.quote(document, *span) else {
                continue;
            };
            if condensed.is_some() && condensed_here.insert(quote) {
                commands.extend(ground.condense(quote, condensed.as_ref()));
            }
            memos
                .entry(MemoTarget::Quote(quote))
                .or_default()
                .push(memo.clone());
        }
        for (key, memo) in &self.code_memos {
            if let Some(code) = ground.code(key) {
                memos
                    .entry(MemoTarget::Code(code))
                    .or_default()
                    .push(memo.clone());
            }
        }
        for (document, memo) in &self.document_memos {
            if let Some(id) = ground.documents.get(&**document) {
                memos
                    .entry(MemoTarget::Document(*id))
                    .or_default()
                    .push(memo.clone());
            }
        }
        memos
            .entry(MemoTarget::Study)
            .or_default()
            .push(self.study_memo.clone());
        commands.extend(memos.iter().filter_map(|(on, said)| ground.memo(*on, said)));
        for told in self
            .configurations
            .iter()
            .filter(|told| ground.same(told).is_none())
        {
            let quotes = told
                .judged_quotes
                .iter()
                .filter_map(|((document, span), polarity)| {
                    Some((ground.quote(document, *span)?, *polarity))
                })
                .collect();
            commands.push(Command::AddConfiguration {
                parts: ground.parts(told),
                statement: told.statement.clone(),
                quotes,
            });
        }
        Ok(Command::All(commands))
    }

    /// Links configurations into chains, which needs the ids of all of them.
    pub(super) fn chain_commands(&self, study: &Study) -> Command {
        let ground = StudyIndex::new(study);
        let find = |set: Uuid| {
            self.configurations
                .iter()
                .find(|told| told.set == set)
                .and_then(|told| ground.same(told))
        };
        let chained = self.configurations.iter().filter_map(|told| {
            let (from, next) = (find(told.set)?, find(told.next?)?);
            let body = ConfigurationBody {
                next: Some(next.id),
                ..from.body.clone()
            };
            (from.body.next != body.next).then(|| Command::ChangeConfiguration {
                id: from.id,
                body: Box::new(body),
                statement: None,
            })
        });
        Command::All(chained.collect())
    }
}
