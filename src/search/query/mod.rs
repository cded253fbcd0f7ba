//! The query language, one for the screen, the command line and saved searches.
//!
//! ```text
//! trust relation            both words, or words with the same stem; in Danish
//!                           documents samtale also finds vejledningssamtale
//! "built trust"             exactly these words in a row; "trust" or =trust: no stems
//! relat*  *samtale  trsut~  beginnings, parts of compounds, typing errors
//! trust NEAR/5 mentor       at most five words apart
//! /\bjeg (ved|tror)\b/      a regular expression
//! AND OR NOT ( )            AND may be left out; NOT binds tightest, OR loosest
//! code:reflection           quotes under a code and everything below it
//! mechanism:praise          the same, among the mechanisms only
//! informant:"Mentor 1"      … role: department: document: lang: or any attribute
//! speaker:AB                the label in the transcript, also the interviewer's
//! role:interviewer          those who ask; role:* anybody with a role
//! coder:mh polarity:contra link:"relation -> trust"
//! theme:trust memo:laugh condensation:*   what is written about the quote holds this
//! kind:mechanism  code:*    any of a kind; any at all
//! uncoded                   turns that nobody has coded
//! @doubts @"late doubts"    what is saved under a name, as if it stood here in brackets
//! in:condensations          what is searched: turns quotes condensations themes memos
//! fold:on                   å is also aa, ø oe, æ ae, é e; never unless asked
//! ```
//!
//! The beginning of a name is enough when it is the only one that begins so.
//! A query speaks of the study it was parsed for; names become identities here.

mod error;
mod field;
mod lexer;
mod parser;
mod saved;
mod scope;
mod setting;

use super::text_clause::TextClause;
use crate::study::{Refusal, Study};
pub use error::{QueryError, QueryErrorKind};
pub(super) use field::{CodeFilter, FieldFilter, InformantFilter, NoteKind};
pub use scope::SearchScope;
pub use setting::QuerySettings;

/// In which order passages come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResultOrder {
    /// The best first; equals in reading order.
    #[default]
    Ranked,
    /// By document and place.
    Reading,
}

/// What is asked, as a tree.
#[derive(Clone, Debug)]
pub(super) enum Expr {
    /// A leaf of words, by its place in [`Query::leaves`].
    Words(usize),
    /// A field.
    Field(FieldFilter),
    /// All of them.
    And(Vec<Expr>),
    /// Any of them.
    Or(Vec<Expr>),
    /// Not so.
    Not(Box<Expr>),
}

/// A question to a study.
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    scope: SearchScope,
    folds: bool,
    order: ResultOrder,
    pub(super) expr: Expr,
    pub(super) leaves: Vec<TextClause>,
    /// For each leaf, whether it speaks for a passage: it is not under a NOT.
    pub(super) wanted: Vec<bool>,
    /// The saved searches it speaks of.
    saved: Vec<String>,
}

impl Query {
    /// Reads a query for a study.
    ///
    /// # Errors
    /// When it cannot be read; the error names the place and the nearest
    /// field, code or name.
    pub fn parse(text: &str, study: &Study) -> Result<Query, QueryError> {
        Query::parse_as(text, study, QuerySettings::default())
    }

    /// Reads a query for a study, in a setting that its text may change.
    ///
    /// # Errors
    /// As [`Query::parse`].
    pub fn parse_as(
        text: &str,
        study: &Study,
        setting: QuerySettings,
    ) -> Result<Query, QueryError> {
        let ((setting, expr, leaves), saved) = parser::parse(text, study, setting)?;
        let mut wanted = vec![false; leaves.len()];
        expr.mark(true, &mut wanted);
        let of_quotes =
            expr.any(&|expr| matches!(expr, Expr::Field(field) if field.is_of_quotes()));
        let scope = setting.scope.unwrap_or(if of_quotes {
            SearchScope::Quotes
        } else {
            SearchScope::Turns
        });
        if scope != SearchScope::Turns
            && expr.any(&|expr| matches!(expr, Expr::Field(FieldFilter::Uncoded)))
        {
            return Err(match setting.scope {
                None => QueryErrorKind::UncodedBesideQuotes,
                Some(scope) => QueryErrorKind::UncodedOutsideTurns(scope),
            }
            .into());
        }
        Ok(Query {
            text: text.to_owned(),
            scope,
            folds: setting.fold,
            order: ResultOrder::default(),
            expr,
            leaves,
            wanted,
            saved,
        })
    }

    /// The same question, answered in another order.
    #[must_use]
    pub fn ordered(self, order: ResultOrder) -> Query {
        Query { order, ..self }
    }

    /// Whether it may be saved under a name: a search that speaks of itself answers nothing.
    ///
    /// # Errors
    /// When it speaks of the search that has the name, by itself or through another one.
    pub fn check_saved_name(&self, name: &str) -> Result<(), Refusal> {
        if !self.saved.iter().any(|known| known == name.trim()) {
            return Ok(());
        }
        Err(Refusal::new(
            format!(
                "the search speaks of “{}”, which it would take the place of",
                name.trim()
            ),
            "Save it under another name, or write out what is saved under this one",
        ))
    }

    /// The query as it was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is searched.
    #[must_use]
    pub fn scope(&self) -> SearchScope {
        self.scope
    }

    /// Whether quotes must be known to answer it.
    pub(super) fn needs_quotes(&self) -> bool {
        let of_quotes = |expr: &Expr| matches!(expr, Expr::Field(field) if field.is_of_quotes());
        self.scope != SearchScope::Turns || self.expr.any(&of_quotes)
    }

    /// Whether letters are folded.
    #[must_use]
    pub fn folds(&self) -> bool {
        self.folds
    }

    /// In which order passages come.
    #[must_use]
    pub fn order(&self) -> ResultOrder {
        self.order
    }
}

impl Expr {
    fn parts(&self) -> &[Expr] {
        match self {
            Expr::And(parts) | Expr::Or(parts) => parts,
            Expr::Not(part) => std::slice::from_ref(part),
            Expr::Words(_) | Expr::Field(_) => &[],
        }
    }

    /// Whether a part of the tree is so.
    pub(super) fn any(&self, is: &dyn Fn(&Expr) -> bool) -> bool {
        is(self) || self.parts().iter().any(|part| part.any(is))
    }

    fn mark(&self, wanted: bool, marks: &mut [bool]) {
        if let Expr::Words(leaf) = self {
            marks[*leaf] = wanted;
        }
        let wanted = wanted != matches!(self, Expr::Not(_));
        self.parts()
            .iter()
            .for_each(|part| part.mark(wanted, marks));
    }
}
