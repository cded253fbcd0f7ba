//! Plain yes and no.

use crate::text::folding::{FoldMode, fold};

/// Words for yes and for no, in English, Danish, Swedish, Norwegian, German.
const WORDS: [(&str, &str); 6] = [
    ("yes", "no"),
    ("ja", "nej"),
    ("ja", "nei"),
    ("ja", "nein"),
    ("jo", "nej"),
    ("true", "false"),
];

/// The answer that means yes, of answers each with its meaning in words; `None` where they are not
/// plain yes and no, or where yes is written in several ways.
pub fn find_yes<'a>(answers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<&'a str> {
    let answers: Vec<(&str, String)> = answers
        .into_iter()
        .map(|(code, words)| (code, fold(words.trim(), FoldMode::IgnoreCase).into_owned()))
        .collect();
    let one = |wanted: &str| {
        let mut found = answers.iter().filter(|(_, words)| words == wanted);
        found.next().filter(|_| found.next().is_none())
    };
    WORDS.iter().find_map(|(yes, no)| {
        let (yes, _) = one(yes)?;
        one(no)?;
        // Beside the two there may be an answer that is neither, but not many of them.
        (answers.len() <= 4).then_some(*yes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_is_known_where_it_stands_beside_no() {
        let told = |words: &[&'static str]| find_yes(words.iter().map(|word| (*word, *word)));
        assert_eq!(told(&["No", "Yes"]), Some("Yes"));
        assert_eq!(told(&["JA", "nej", "Ved ikke"]), Some("JA"));
        assert_eq!(told(&["Nein", "Ja"]), Some("Ja"));
        assert_eq!(told(&["Nei", " ja "]), Some(" ja "));
        assert_eq!(find_yes([("1", "Yes"), ("2", "No")]), Some("1"));
        for none in [
            &["Yes"][..],
            &["Yes", "yes", "No"],
            &["Yes", "Maybe"],
            &["0", "1"],
            &["Ja", "No"],
            &[],
        ] {
            assert_eq!(told(none), None, "{none:?}");
        }
    }
}
