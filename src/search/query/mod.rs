//! The query language of the screen, the command line and saved searches.
//!
//! ```text
//! trust relation            both words, or words with the same stem; in Danish
//!                           documents samtale also finds vejledningssamtale
//! "built trust"             exactly these words in a row; "trust" or =trust: no stems
//! relat*  *samtale  trsut~  beginnings, parts of compounds, typing errors
//! trust NEAR/5 mentor       at most five words apart
//! /\bjeg (ved|tror)\b/      a regular expression
//! AND OR NOT ( )            AND may be left out; NOT binds tightest, OR loosest
//! code:reflection           quotes with a code or any of its subcodes
//! mechanism:praise          the same, among the mechanisms only
//! informant:"Mentor 1"      … role: department: document: lang: or any attribute
//! speaker:AB                the label in the transcript, also the interviewer's
//! role:interviewer          the interviewers; role:* anybody with a role
//! coder:mh polarity:contra link:"relation -> trust"
//! theme:trust memo:laugh condensation:*   a note about the quote contains this
//! kind:mechanism  code:*    any code of a kind; any code at all
//! uncoded                   turns that nobody has coded
//! @doubts @"late doubts"    a saved search, as if it stood here in brackets
//! in:condensations          what to search: turns quotes condensations themes memos
//! fold:on                   å matches aa, ø oe, æ ae, é e; never unless asked
//! ```
//!
//! Names may be abbreviated as long as they are unambiguous. A query is parsed for one study, since
//! names are resolved to ids here.

mod error;
mod field;
mod lexer;
mod parser;
mod saved;
mod setting;

use super::text_clause::TextClause;
use crate::study::{Refusal, Study};
pub use error::{QueryError, QueryErrorKind};
pub(super) use field::{CodeFilter, FieldFilter, InformantFilter, NoteKind};
pub use setting::{QuerySettings, SearchScope};

/// Order of the results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResultOrder {
    /// Best first; equal scores in reading order.
    #[default]
    Ranked,
    /// By document and position.
    Reading,
}

/// The parsed query as a tree.
#[derive(Clone, Debug)]
pub(super) enum Expr {
    /// Index of a clause in [`Query::clauses`].
    Words(usize),
    Field(FieldFilter),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
}

/// A parsed query.
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    scope: SearchScope,
    folds: bool,
    order: ResultOrder,
    pub(super) expr: Expr,
    pub(super) clauses: Vec<TextClause>,
    /// For each clause, whether it adds to the score, which is not the case under a NOT.
    pub(super) wanted: Vec<bool>,
    /// Saved searches it refers to, directly or through another one.
    saved: Vec<String>,
}

impl Query {
    /// # Errors
    /// When it cannot be parsed; the error gives the position and suggests the nearest field, code
    /// or name.
    pub fn parse(text: &str, study: &Study) -> Result<Query, QueryError> {
        Query::parse_as(text, study, QuerySettings::default())
    }

    /// Like [`Query::parse`], with defaults for the settings that the text may override.
    pub fn parse_as(
        text: &str,
        study: &Study,
        setting: QuerySettings,
    ) -> Result<Query, QueryError> {
        let ((setting, expr, clauses), saved) = parser::parse(text, study, setting)?;
        let mut wanted = vec![false; clauses.len()];
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
            clauses,
            wanted,
            saved,
        })
    }

    pub fn ordered(self, order: ResultOrder) -> Query {
        Query { order, ..self }
    }

    /// Checks that the query may be saved under a name: a search that refers to itself could never
    /// be resolved.
    pub fn check_saved_name(&self, name: &str) -> Result<(), Refusal> {
        if !self.saved.iter().any(|known| known == name.trim()) {
            return Ok(());
        }
        Err(Refusal::new(
            format!("the search uses “{}”, which it would replace", name.trim()),
            "Save it under another name, or write out what is saved under this one",
        ))
    }

    /// The query as it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn scope(&self) -> SearchScope {
        self.scope
    }

    /// Returns whether evaluating the query involves quotes.
    pub(super) fn needs_quotes(&self) -> bool {
        let of_quotes = |expr: &Expr| matches!(expr, Expr::Field(field) if field.is_of_quotes());
        self.scope != SearchScope::Turns || self.expr.any(&of_quotes)
    }

    /// Returns whether `å`, `ø` and `æ` are folded.
    pub fn folds(&self) -> bool {
        self.folds
    }

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

    /// Returns whether `is` holds anywhere in the tree.
    pub(super) fn any(&self, is: &dyn Fn(&Expr) -> bool) -> bool {
        is(self) || self.parts().iter().any(|part| part.any(is))
    }

    fn mark(&self, wanted: bool, marks: &mut [bool]) {
        if let Expr::Words(clause) = self {
            marks[*clause] = wanted;
        }
        let wanted = wanted != matches!(self, Expr::Not(_));
        self.parts()
            .iter()
            .for_each(|part| part.mark(wanted, marks));
    }
}
