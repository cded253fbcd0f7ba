//! Splits a query into tokens.

use super::error::{QueryError, QueryErrorKind};

#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `AND`
    And,
    /// `OR`
    Or,
    /// `NOT`
    Not,
    /// `NEAR/5`, with the distance in words.
    Near(usize),
    /// `name:value`; quotation marks around the value are removed.
    Field(String, String),
    /// `@name` or `@"a longer name"`: a saved search.
    Saved(String),
    /// `"…"`
    Quoted(String),
    /// `/…/`
    Pattern(String),
    /// Anything else.
    Word(String),
}

/// Distance of a NEAR without a number.
const DEFAULT_PROXIMITY: usize = 10;

/// Tokens with their positions, in code points from 0.
pub fn tokens(text: &str) -> Result<Vec<(usize, Token)>, QueryError> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        let start = at;
        let token = match c {
            _ if c.is_whitespace() => {
                at += 1;
                continue;
            }
            '(' | ')' => {
                at += 1;
                if c == '(' { Token::Open } else { Token::Close }
            }
            _ if opens(c) => Token::Quoted(quoted(&chars, &mut at)?),
            '/' => Token::Pattern(pattern(&chars, &mut at)?),
            _ => word(&chars, &mut at)?,
        };
        tokens.push((start, token));
    }
    Ok(tokens)
}

fn opens(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

fn quoted(chars: &[char], at: &mut usize) -> Result<String, QueryError> {
    let start = *at;
    let length = chars[start + 1..].iter().position(|c| opens(*c));
    let length = length.ok_or_else(|| QueryErrorKind::UnclosedQuote.at(start))?;
    *at = start + length + 2;
    Ok(chars[start + 1..start + 1 + length].iter().collect())
}

fn pattern(chars: &[char], at: &mut usize) -> Result<String, QueryError> {
    let start = *at;
    let mut pattern = String::new();
    let mut place = start + 1;
    while let Some(c) = chars.get(place).copied() {
        match (c, chars.get(place + 1)) {
            ('\\', Some('/')) => pattern.push('/'),
            ('\\', Some(next)) => pattern.extend(['\\', *next]),
            ('/', _) => {
                *at = place + 1;
                return Ok(pattern);
            }
            _ => pattern.push(c),
        }
        place += if c == '\\' { 2 } else { 1 };
    }
    Err(QueryErrorKind::UnclosedPattern.at(start))
}

fn word(chars: &[char], at: &mut usize) -> Result<Token, QueryError> {
    let start = *at;
    let length = chars[start..]
        .iter()
        .position(|c| c.is_whitespace() || matches!(c, '(' | ')') || opens(*c));
    let end = length.map_or(chars.len(), |length| start + length);
    *at = end;
    let word: String = chars[start..end].iter().collect();
    match word.as_str() {
        "AND" => return Ok(Token::And),
        "OR" => return Ok(Token::Or),
        "NOT" => return Ok(Token::Not),
        "NEAR" => return Ok(Token::Near(DEFAULT_PROXIMITY)),
        _ => {}
    }
    if let Some(apart) = word.strip_prefix("NEAR/") {
        let apart = apart
            .parse()
            .ok()
            .filter(|apart| (1..=1000).contains(apart));
        return apart
            .map(Token::Near)
            .ok_or_else(|| QueryErrorKind::BadDistance { word }.at(start));
    }
    if let Some(name) = word.strip_prefix('@') {
        if !name.is_empty() {
            return Ok(Token::Saved(name.to_owned()));
        }
        if chars.get(end).is_some_and(|c| opens(*c)) {
            return Ok(Token::Saved(quoted(chars, at)?));
        }
        return Err(QueryErrorKind::UnnamedSavedSearch.at(start));
    }
    let Some((name, value)) = word.split_once(':').filter(|(name, _)| is_name(name)) else {
        return Ok(Token::Word(word));
    };
    if !value.is_empty() {
        return Ok(Token::Field(name.to_owned(), value.to_owned()));
    }
    if chars.get(end).is_some_and(|c| opens(*c)) {
        return Ok(Token::Field(name.to_owned(), quoted(chars, at)?));
    }
    let field = name.to_owned();
    Err(QueryErrorKind::EmptyField { field }.at(start))
}

/// A field begins with a letter, so that `10:30` is a time.
fn is_name(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_alphabetic)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}
