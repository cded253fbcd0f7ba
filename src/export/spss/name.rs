//! Names, values, quoted text and comments in syntax. Nothing from a file can become a command.

use crate::study::Refusal;
use std::collections::HashSet;

/// Reserved words, which cannot be names of variables.
const RESERVED: [&str; 13] = [
    "ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH",
];

/// Refuses a name that SPSS would not accept.
pub(super) fn check_name(name: &str) -> Result<&str, Refusal> {
    let first = name
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '@');
    let rest = name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | '#' | '$'));
    let reserved = RESERVED.contains(&name.to_ascii_uppercase().as_str());
    if first && rest && !reserved && !name.ends_with(['.', '_']) && name.len() <= 64 {
        return Ok(name);
    }
    Err(Refusal::new(
        format!("`{name}` is not a valid SPSS variable name"),
        "SPSS names begin with a letter, then letters, digits, _ and full stops, 64 bytes at most; rename the column",
    ))
}

/// A number as it is; anything else in quotation marks on one line.
pub(super) fn literal_value(code: &str) -> String {
    if is_number(code) {
        code.to_owned()
    } else {
        quoted(code)
    }
}

/// True if SPSS reads it as a number: digits, a point, a minus.
pub(super) fn is_number(code: &str) -> bool {
    let digits = !code.is_empty()
        && code
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    digits && code.parse::<f64>().is_ok()
}

/// Text in quotation marks on one line.
pub(super) fn quoted(words: &str) -> String {
    format!("'{}'", one_line(words).replace('\'', "''"))
}

/// Text without anything that ends a line.
pub(super) fn one_line(words: &str) -> String {
    words
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .collect()
}

/// A comment, which ends in a full stop as a command does.
pub(super) fn comment(words: &str) -> String {
    format!(
        "* {}.\n",
        one_line(words).trim_end_matches(['.', ' ', '-', '+'])
    )
}

/// Valid SPSS names for variables: invalid characters are replaced, and duplicates made distinct.
pub(super) fn spss_names<'a>(variables: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = HashSet::new();
    variables
        .map(|variable| {
            let signs: String = variable
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
                .take(50)
                .collect();
            let made = if check_name(variable).is_ok() {
                variable.to_owned()
            } else {
                format!("v_{}", signs.trim_matches('_'))
            };
            let made = made.trim_end_matches('_').to_owned();
            let mut name = made.clone();
            let mut n = 2;
            while !taken.insert(name.to_lowercase()) {
                name = format!("{made}_{n}");
                n += 1;
            }
            name
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_gets_a_name_of_its_own() {
        let made = spss_names(["refl", "Refl", "a b", "a-b", "1", "by", ""].into_iter());
        assert_eq!(
            made,
            ["refl", "Refl_2", "v_a_b", "v_a_b_2", "v_1", "v_by", "v"]
        );
        assert!(made.iter().all(|name| check_name(name).is_ok()));
        assert_eq!(comment("x\n. y. \r"), "* x . y.\n");
    }

    #[test]
    fn names_and_values_are_no_commands() {
        assert!(check_name("refl_gen").is_ok() && check_name("spørgsmål1").is_ok());
        for name in ["", "by", "1a", "a b", "a.", "a\n", "a;b", "a'b"] {
            assert!(check_name(name).is_err(), "{name:?}");
        }
        assert_eq!(
            (
                literal_value("-1.5"),
                literal_value("inf"),
                literal_value("it's\nx.")
            ),
            ("-1.5".into(), "'inf'".into(), "'it''s x.'".into())
        );
    }
}
