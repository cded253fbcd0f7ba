//! Codings as JSON beside a transcript (`NAME.codings.json`): quotes by their words, with codes,
//! condensation, memo and effects on links.
//!
//! The words of a quote must occur in the document exactly once: verbatim, or else in a folded form
//! ([`crate::text::folding`]), since programs change hyphens, spaces and apostrophes. No quote is
//! placed by similarity.

use super::{TextFile, allowed_fields::AllowedFields, codebook::refuse_unknown_keys};
use crate::study::{
    Code, Command, Document, Id, InformantBody, Link, Polarity, Refusal, Study, Theory,
    event::MemoTarget, theory::QuoteAt,
};
use crate::text::{Span, folding::find_quoted, sanitize};
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
pub struct CodingsFile {
    /// The file name of the transcript.
    pub document: String,
    #[serde(default)]
    pub informants: Vec<InformantBody>,
    /// Language code.
    #[serde(default)]
    pub language: Option<String>,
    quotes: Vec<QuoteEntry>,
}

/// A quote by its exact words, with the keys of its codes.
#[derive(Clone, Debug, Deserialize)]
struct QuoteEntry {
    text: String,
    codes: Vec<String>,
    #[serde(default)]
    condensation: Option<CondensationEntry>,
    #[serde(default)]
    memo: String,
    #[serde(default)]
    links: Vec<QuoteLinkEntry>,
}

#[derive(Clone, Debug, Deserialize)]
struct CondensationEntry {
    text: String,
    #[serde(default)]
    theme: String,
}

/// The effect of a quote on a link, whose ends are given by key.
#[derive(Clone, Debug, Deserialize)]
struct QuoteLinkEntry {
    from: String,
    to: String,
    polarity: Polarity,
}

pub fn parse_codings(file: &TextFile) -> Result<CodingsFile, Refusal> {
    let quote = AllowedFields::of::<QuoteEntry>("a quote")
        .within(
            "condensation",
            AllowedFields::of::<CondensationEntry>("a condensation"),
        )
        .within(
            "links",
            AllowedFields::of::<QuoteLinkEntry>("what a quote does to a link"),
        );
    let fields = AllowedFields::of::<CodingsFile>("a file of codings")
        .within(
            "informants",
            AllowedFields::of::<InformantBody>("an informant"),
        )
        .within("quotes", quote);
    file.json_with_fields("codings as in transcripts-sample/*.codings.json", &fields)
}

impl CodingsFile {
    pub fn informants(&self) -> Vec<Command> {
        self.informants
            .iter()
            .map(|body| Command::DescribeInformant { body: body.clone() })
            .collect()
    }

    /// Commands that code the document; `file` is named in refusals. Refuses words that do not
    /// occur exactly once.
    pub fn commands(&self, file: &TextFile, study: &Study) -> Result<Vec<Command>, Refusal> {
        let name = &self.document;
        let document = study
            .documents()
            .find(|document| document.body.source.file == *name)
            .ok_or_else(|| {
                Refusal::new(
                    format!("{} codes `{name}`, which is not in the study", file.name),
                    "Import the transcript first, by its own file name",
                )
            })?;
        refuse_unknown_keys(
            &file.name,
            study,
            self.quotes.iter().flat_map(|quote| &quote.codes),
        )?;
        let theory = study.theory();
        let mut commands = Vec::with_capacity(self.quotes.len() * 3);
        for entry in &self.quotes {
            let quote = QuoteAt {
                document: document.id,
                span: find_passage(document, &entry.text).map_err(|error| error.refuse(file))?,
            };
            let codes: Vec<Id<Code>> = entry
                .codes
                .iter()
                .filter_map(|key| study.code_by_key(key))
                .collect();
            commands.push(Command::Apply {
                document: document.id,
                span: quote.span,
                codes,
            });
            if let Some(CondensationEntry { text, theme }) = &entry.condensation {
                commands.push(Command::Condense {
                    quote,
                    text: text.clone(),
                    theme: theme.clone(),
                });
            }
            if !entry.memo.is_empty() {
                commands.push(Command::SetMemo {
                    on: MemoTarget::Quote(quote),
                    text: entry.memo.clone(),
                });
            }
            for link in &entry.links {
                let id = find_link(file, study, theory, link)?;
                commands.push(Command::Judge {
                    link: id,
                    quote,
                    polarity: Some(link.polarity),
                });
            }
        }
        Ok(commands)
    }
}

/// Words that have no certain position in a document.
#[derive(Debug, thiserror::Error)]
#[error("“{words}” stands {problem} in `{title}`")]
pub(crate) struct PassageError {
    /// The first 60 characters of the words.
    words: String,
    title: String,
    problem: PassageProblem,
}

#[derive(Clone, Copy, Debug, strum::Display)]
enum PassageProblem {
    #[strum(to_string = "nowhere")]
    Absent,
    #[strum(to_string = "more than once")]
    Repeated,
    #[strum(to_string = "with half a letter at an end")]
    HalfLetter,
}

impl PassageError {
    fn new(words: &str, document: &Document, problem: PassageProblem) -> PassageError {
        let short: String = words.chars().take(60).collect();
        let dots = if short.len() < words.len() { "…" } else { "" };
        PassageError {
            words: format!("{}{dots}", sanitize::sanitize_line(&short)),
            title: document.body.title.clone(),
            problem,
        }
    }

    pub fn refuse(&self, file: &TextFile) -> Refusal {
        let hint = match self.problem {
            PassageProblem::Absent => {
                "Correct the quote: it must stand in the transcript letter by letter"
            }
            PassageProblem::Repeated => "Make the quote longer, so that it stands there once",
            PassageProblem::HalfLetter => "Correct the quote, letter by letter",
        };
        Refusal::new(format!("{}: {self}", file.name), hint)
    }
}

/// The position of the words, which must occur exactly once.
pub(crate) fn find_passage(document: &Document, words: &str) -> Result<Span, PassageError> {
    let error = |problem| PassageError::new(words, document, problem);
    let mut matches = document.text.match_indices(words);
    match (matches.next().filter(|_| !words.is_empty()), matches.next()) {
        (Some((start, _)), None) => Span::snap(&document.text, start..start + words.len())
            .ok()
            .filter(|span| span.len() == words.len())
            .ok_or_else(|| error(PassageProblem::HalfLetter)),
        (None, _) => match find_quoted(&document.text, words).as_slice() {
            [only] => Ok(*only),
            [] => Err(error(PassageProblem::Absent)),
            _ => Err(error(PassageProblem::Repeated)),
        },
        _ => Err(error(PassageProblem::Repeated)),
    }
}

fn find_link(
    file: &TextFile,
    study: &Study,
    theory: Option<&Theory>,
    entry: &QuoteLinkEntry,
) -> Result<Id<Link>, Refusal> {
    let QuoteLinkEntry { from, to, .. } = entry;
    let theory = theory.ok_or_else(|| {
        Refusal::new(
            format!(
                "{} judges {from} → {to}, but the study has no theory yet",
                file.name
            ),
            "Import one with `virk theory import FILE`",
        )
    })?;
    let ends = study.code_by_key(from).zip(study.code_by_key(to));
    let link = ends.and_then(|(from, to)| {
        study
            .links_of(theory)
            .find(|link| link.from == from && link.to == to)
    });
    link.map(|link| link.id).ok_or_else(|| {
        Refusal::new(
            format!(
                "{} judges {from} → {to}, which is not a link of theory {}",
                file.name, theory.version
            ),
            "Correct the ends, or import the theory that has the link",
        )
    })
}
