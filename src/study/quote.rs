//! Quotes: the words of a coding, with who said them and where.

use super::{Code, Coding, Document, Id, Informant, Study, theory::QuoteAt};
use crate::text::{Span, overlap::OverlapIndex};
use std::collections::HashSet;
use std::fmt;

/// The role of those who ask, whether or not they are among the informants.
pub const INTERVIEWER: &str = "interviewer";

/// Who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteSpeaker<'a> {
    /// This informant.
    Informant(&'a Informant),
    /// Who asks, by the label in the transcript.
    Interviewer(&'a str),
    /// Nobody known, by the label if there is one.
    Unknown(Option<&'a str>),
}

impl QuoteSpeaker<'_> {
    /// Whether it is the interviewer's, also one who is known among the informants by that role.
    pub fn is_interviewer(self) -> bool {
        match self {
            QuoteSpeaker::Informant(known) => known.body.is_interviewer(),
            QuoteSpeaker::Interviewer(_) => true,
            QuoteSpeaker::Unknown(_) => false,
        }
    }
}

impl fmt::Display for QuoteSpeaker<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            QuoteSpeaker::Informant(known) => &known.body.name,
            QuoteSpeaker::Interviewer(_) => "Interviewer",
            QuoteSpeaker::Unknown(label) => label.unwrap_or("unknown speaker"),
        })
    }
}

/// A coded stretch with everything said about it.
#[derive(Clone, Debug)]
pub struct Quote<'a> {
    /// The document.
    pub document: &'a Document,
    /// The words.
    pub span: Span,
    /// Who speaks where it begins; `None` for the interviewer or nobody known.
    pub informant: Option<&'a Informant>,
    /// The number of the turn where it begins, from 0.
    pub turn: usize,
    /// The codes whose codings overlap it, in the order of the codebook.
    pub codes: Vec<&'a Code>,
}

/// One document's codings, ready to be asked what meets a stretch.
pub struct CodedText<'a> {
    study: &'a Study,
    document: &'a Document,
    /// The codings in sight, by start.
    pub codings: Vec<&'a Coding>,
    /// Their spans.
    pub overlaps: OverlapIndex,
}

impl<'a> CodedText<'a> {
    /// The codings of `document` as they are now.
    pub fn new(study: &'a Study, document: &'a Document) -> CodedText<'a> {
        let codings: Vec<&Coding> = study.codings_in(document.id).collect();
        let overlaps =
            OverlapIndex::new(&codings.iter().map(|coding| coding.span).collect::<Vec<_>>());
        CodedText {
            study,
            document,
            codings,
            overlaps,
        }
    }

    /// The quote that lies at `span`.
    pub fn quote(&self, span: Span) -> Quote<'a> {
        let mut here: HashSet<Id<Code>> = HashSet::new();
        self.overlaps.for_each_overlapping(span, |place, _| {
            here.insert(self.codings[place].code);
        });
        let turn = self.document.turn_at(span.start as usize);
        let informant = self
            .document
            .turns()
            .get(turn)
            .and_then(|turn| self.document.informant(turn))
            .and_then(|id| self.study.informant(id));
        let codes = self
            .study
            .codes()
            .filter(|code| here.contains(&code.id))
            .collect();
        Quote {
            document: self.document,
            span,
            informant,
            turn,
            codes,
        }
    }
}

impl<'a> Quote<'a> {
    /// Where it lies.
    pub fn location(&self) -> QuoteAt {
        QuoteAt {
            document: self.document.id,
            span: self.span,
        }
    }

    /// Who speaks where it begins.
    pub fn speaker(&self) -> QuoteSpeaker<'a> {
        if let Some(known) = self.informant {
            return QuoteSpeaker::Informant(known);
        }
        let turn = self.document.turns().get(self.turn);
        let label = turn.and_then(|turn| self.document.label(turn));
        match (turn, label) {
            (Some(turn), Some(label)) if self.document.is_interviewers(turn) => {
                QuoteSpeaker::Interviewer(label)
            }
            _ => QuoteSpeaker::Unknown(label),
        }
    }

    /// Its words.
    pub fn words(&self) -> &'a str {
        self.span.text(&self.document.text)
    }

    /// The condensed sentence and its theme.
    pub fn condensed(&self, study: &'a Study) -> Option<(&'a str, &'a str)> {
        let condensation = study.condensation(self.location())?;
        Some((
            study.words(condensation.content)?,
            condensation.theme.as_str(),
        ))
    }
}

impl Study {
    /// Who speaks where a stretch of a document begins.
    pub fn speaker_at<'a>(&'a self, document: &'a Document, span: Span) -> QuoteSpeaker<'a> {
        let turn = document.turn_at(span.start as usize);
        let informant = document
            .informant_of(span)
            .and_then(|id| self.informant(id));
        Quote {
            document,
            span,
            informant,
            turn,
            codes: Vec::new(),
        }
        .speaker()
    }

    /// Whether all that is said in a stretch of a document is the interviewer's.
    pub fn is_interviewers(&self, at: QuoteAt) -> bool {
        let Some(document) = self.document(at.document) else {
            return false;
        };
        let (first, last) = (
            at.span.start as usize,
            at.span.end.saturating_sub(1) as usize,
        );
        let turns = document
            .turns()
            .get(document.turn_at(first)..=document.turn_at(last))
            .unwrap_or_default();
        let mut said = turns
            .iter()
            .filter(|turn| turn.words.overlaps(at.span))
            .peekable();
        said.peek().is_some()
            && said.all(|turn| self.speaker_at(document, turn.words).is_interviewer())
    }

    /// The quotes under any of `codes`, by document and place; codings with the
    /// same words make one quote.
    pub fn quotes_under(&self, codes: &HashSet<Id<Code>>) -> Vec<Quote<'_>> {
        let mut quotes = Vec::new();
        for document in self.documents() {
            let mut spans: Vec<Span> = self
                .codings_in(document.id)
                .filter(|coding| codes.contains(&coding.code))
                .map(|coding| coding.span)
                .collect();
            spans.sort_unstable();
            spans.dedup();
            if !spans.is_empty() {
                let coded = CodedText::new(self, document);
                quotes.extend(spans.into_iter().map(|span| coded.quote(span)));
            }
        }
        quotes
    }
}
