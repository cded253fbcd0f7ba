//! Parses tokens into an expression tree.

use super::error::{QueryError, QueryErrorKind};
use super::lexer::{Token, tokens};
use super::{CodeFilter, Expr, FieldFilter, QuerySettings, field, saved::SavedSearchExpander};
use crate::search::stem::StemCache;
use crate::search::text_clause::{RegexPattern, TermPattern, TextClause};
use crate::search::word::{fold_letters, forms};
use crate::study::{Id, Link, Study};
use std::sync::Arc;

/// Deeper nesting is a typing error, or an attack on the stack.
const MAX_DEPTH: usize = 50;

struct Parser<'a> {
    study: &'a Study,
    tokens: Vec<(usize, Token)>,
    next: usize,
    depth: usize,
    clauses: Vec<TextClause>,
    stems: StemCache,
    fold: bool,
    /// Length of the query in code points.
    end: usize,
}

/// The settings, the expression tree, and its clauses.
pub type ParsedQuery = (QuerySettings, Expr, Vec<TextClause>);

/// Also returns the saved searches that the query refers to.
pub fn parse(
    text: &str,
    study: &Study,
    setting: QuerySettings,
) -> Result<(ParsedQuery, Vec<String>), QueryError> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(QueryErrorKind::Empty.into());
    }
    let mut expansion = SavedSearchExpander::new(study, setting);
    let tokens = expansion.expand(tokens)?;
    Ok((
        parse_tokens(tokens, text.chars().count(), study, setting)?,
        expansion.names,
    ))
}

/// `end` is the length of the query in code points.
pub fn parse_tokens(
    tokens: Vec<(usize, Token)>,
    end: usize,
    study: &Study,
    setting: QuerySettings,
) -> Result<ParsedQuery, QueryError> {
    let (setting, tokens) = setting.extract_from(tokens)?;
    if tokens.is_empty() {
        // Nothing but settings: matches everything.
        return Ok((setting, Expr::And(Vec::new()), Vec::new()));
    }
    let fold = setting.fold;
    let mut parser = Parser {
        study,
        tokens,
        next: 0,
        depth: 0,
        clauses: Vec::new(),
        stems: StemCache::default(),
        fold,
        end,
    };
    let expr = parser.parse_or()?;
    match parser.tokens.get(parser.next) {
        Some((at, _)) => Err(QueryErrorKind::UnopenedBracket.at(*at)),
        None => Ok((setting, expr, parser.clauses)),
    }
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn accept(&mut self, token: &Token) -> bool {
        let is = self.peek() == Some(token);
        self.next += usize::from(is);
        is
    }

    /// Position of the next token.
    fn position(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn parse_or(&mut self) -> Result<Expr, QueryError> {
        let mut parts = vec![self.parse_and()?];
        while self.accept(&Token::Or) {
            parts.push(self.parse_and()?);
        }
        Ok(if parts.len() > 1 {
            Expr::Or(parts)
        } else {
            parts.remove(0)
        })
    }

    fn parse_and(&mut self) -> Result<Expr, QueryError> {
        let mut parts = vec![self.parse_term()?];
        loop {
            let explicit = self.accept(&Token::And);
            if !explicit && matches!(self.peek(), None | Some(Token::Or | Token::Close)) {
                break;
            }
            parts.push(self.parse_term()?);
        }
        narrow(&mut parts);
        Ok(if parts.len() > 1 {
            Expr::And(parts)
        } else {
            parts.remove(0)
        })
    }

    fn parse_term(&mut self) -> Result<Expr, QueryError> {
        let at = self.position();
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(QueryErrorKind::TooDeep.at(at));
        }
        let expr = match self.peek() {
            Some(Token::Not) => {
                self.next += 1;
                Expr::Not(Box::new(self.parse_term()?))
            }
            Some(Token::Open) => {
                self.next += 1;
                let inside = self.parse_or()?;
                if !self.accept(&Token::Close) {
                    return Err(QueryErrorKind::UnclosedBracket.at(at));
                }
                inside
            }
            Some(Token::Field(name, value)) => {
                let field = field::resolve(self.study, name, value, self.fold, at)?;
                self.next += 1;
                field
            }
            Some(Token::Pattern(pattern)) => {
                let pattern = RegexPattern::new(pattern).map_err(|error| {
                    // The lines before the last draw the pattern with a caret below it.
                    let message = error.to_string();
                    let reason = message
                        .lines()
                        .last()
                        .unwrap_or_default()
                        .trim_start_matches("error: ")
                        .to_owned();
                    QueryErrorKind::BadPattern { reason }.at(at)
                })?;
                self.next += 1;
                self.add_clause(TextClause::Pattern(pattern))
            }
            Some(Token::Word(word)) if word == "uncoded" => {
                self.next += 1;
                Expr::Field(FieldFilter::Uncoded)
            }
            Some(Token::Saved(name)) => {
                let name = name.clone();
                return Err(QueryErrorKind::UnexpandedSavedSearch { name }.at(at));
            }
            Some(Token::Word(_) | Token::Quoted(_)) => self.parse_words()?,
            Some(Token::Near(_)) => return Err(QueryErrorKind::NearWithoutLeft.at(at)),
            Some(Token::And | Token::Or) => return Err(QueryErrorKind::MissingOperand.at(at)),
            Some(Token::Close) => return Err(QueryErrorKind::EmptyBracket.at(at)),
            None => return Err(QueryErrorKind::Incomplete.at(at)),
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn add_clause(&mut self, clause: TextClause) -> Expr {
        self.clauses.push(clause);
        Expr::Words(self.clauses.len() - 1)
    }

    /// A phrase, or a chain of phrases joined by NEAR.
    fn parse_words(&mut self) -> Result<Expr, QueryError> {
        let mut left = self.parse_phrase()?;
        let mut pairs = Vec::new();
        while let Some(Token::Near(within)) = self.peek() {
            let within = *within;
            self.next += 1;
            if !matches!(self.peek(), Some(Token::Word(_) | Token::Quoted(_))) {
                return Err(QueryErrorKind::NearWithoutRight.at(self.position()));
            }
            let right = self.parse_phrase()?;
            pairs.push(TextClause::Proximity {
                left,
                right: right.clone(),
                within,
            });
            left = right;
        }
        if pairs.is_empty() {
            return Ok(self.add_clause(TextClause::Phrase(left)));
        }
        let mut pairs: Vec<Expr> = pairs
            .into_iter()
            .map(|pair| self.add_clause(pair))
            .collect();
        Ok(if pairs.len() > 1 {
            Expr::And(pairs)
        } else {
            pairs.remove(0)
        })
    }

    /// The terms of a word or quoted phrase.
    fn parse_phrase(&mut self) -> Result<Vec<TermPattern>, QueryError> {
        let at = self.position();
        let (text, quoted) = match self.peek() {
            Some(Token::Quoted(text)) => (text.clone(), true),
            Some(Token::Word(text)) => (text.clone(), false),
            _ => (String::new(), false),
        };
        self.next += 1;
        let mut row = Vec::new();
        for piece in text.split_whitespace() {
            row.extend(self.parse_piece(piece, quoted, at)?);
        }
        if row.is_empty() {
            return Err(QueryErrorKind::NoWord { text }.at(at));
        }
        Ok(row)
    }

    /// The terms of a run without spaces: several if it contains a hyphen or full stop.
    fn parse_piece(
        &mut self,
        piece: &str,
        quoted: bool,
        at: usize,
    ) -> Result<Vec<TermPattern>, QueryError> {
        let (rest, quoted) = piece
            .strip_prefix('=')
            .map_or((piece, quoted), |rest| (rest, true));
        let (rest, before) = rest
            .strip_prefix('*')
            .map_or((rest, false), |rest| (rest, true));
        let (rest, after) = rest
            .strip_suffix('*')
            .map_or((rest, false), |rest| (rest, true));
        let (rest, errors) = rest
            .strip_suffix('~')
            .filter(|_| !quoted)
            .map_or((rest, false), |rest| (rest, true));
        let word = || piece.to_owned();
        if rest.contains('*') {
            return Err(QueryErrorKind::StarInside { word: word() }.at(at));
        }
        let mut forms = forms(rest);
        if self.fold {
            forms.iter_mut().for_each(|form| *form = fold_letters(form));
        }
        let several = forms.len() > 1;
        if (before || errors) && several {
            return Err(QueryErrorKind::SeveralWords { word: word() }.at(at));
        }
        if (before || after || errors) && forms.is_empty() {
            return Err(QueryErrorKind::AnyWord { word: word() }.at(at));
        }
        let last = forms.len();
        let stems = &mut self.stems;
        let steps = forms.into_iter().enumerate().map(|(place, form)| match () {
            () if before => TermPattern::Substring(form),
            () if errors => TermPattern::fuzzy(&form),
            () if after && place + 1 == last => TermPattern::Prefix(form),
            () if quoted || several => TermPattern::Exact(form),
            () => TermPattern::word(form, stems),
        });
        Ok(steps.collect())
    }
}

/// Applies `coder:` and `link:` to the fields beside them in an AND.
fn narrow(parts: &mut [Expr]) {
    let coders: Vec<Arc<str>> = parts
        .iter()
        .filter_map(|part| match part {
            Expr::Field(FieldFilter::Coded {
                what: CodeFilter::Any,
                coder: Some(coder),
            }) => Some(coder.clone()),
            _ => None,
        })
        .collect();
    let links: Vec<Id<Link>> = parts.iter().filter_map(field::link_of).collect();
    // Two coders mean quotes coded by both, so neither can restrict the codes.
    if let [coder] = coders.as_slice() {
        parts
            .iter_mut()
            .for_each(|part| restrict_to_coder(part, coder));
    }
    if let [link] = links.as_slice() {
        parts
            .iter_mut()
            .for_each(|part| restrict_to_link(part, *link));
    }
}

fn restrict_to_coder(expr: &mut Expr, by: &Arc<str>) {
    match expr {
        Expr::Field(FieldFilter::Coded {
            coder: coder @ None,
            ..
        }) => *coder = Some(by.clone()),
        Expr::And(parts) | Expr::Or(parts) => parts
            .iter_mut()
            .for_each(|part| restrict_to_coder(part, by)),
        Expr::Not(part) => restrict_to_coder(part, by),
        Expr::Field(_) | Expr::Words(_) => {}
    }
}

fn restrict_to_link(expr: &mut Expr, by: Id<Link>) {
    match expr {
        Expr::Field(FieldFilter::Judged {
            link: link @ None, ..
        }) => *link = Some(by),
        Expr::And(parts) | Expr::Or(parts) => {
            parts.iter_mut().for_each(|part| restrict_to_link(part, by))
        }
        Expr::Not(part) => restrict_to_link(part, by),
        Expr::Field(_) | Expr::Words(_) => {}
    }
}
