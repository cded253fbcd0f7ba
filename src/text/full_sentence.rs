//! Sentences as people read them: with a capital at the beginning and a full stop at the end.

/// A sentence that was written to be continued, as one that stands alone.
///
/// Names keep their spelling: a first word with anything but small letters in it is a file, a
/// variable or an option.
pub fn full_sentence(text: &str) -> String {
    let text = text.trim();
    let first = text.split(' ').next().unwrap_or_default();
    let plain = first.trim_end_matches([',', ':', ';']);
    let is_name = plain == "virk" || !plain.chars().all(char::is_lowercase);
    let mut letters = text.chars();
    let mut sentence: String = match letters.next() {
        Some(letter) if !is_name => letter.to_uppercase().collect(),
        Some(letter) => letter.to_string(),
        None => return String::new(),
    };
    sentence.push_str(letters.as_str());
    if !sentence.ends_with(['.', '!', '?', '…', ':']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_a_capital_and_an_end() {
        for (written, read) in [
            ("there is no study here", "There is no study here."),
            ("Did you mean `dev`?", "Did you mean `dev`?"),
            ("a.txt cannot be read", "a.txt cannot be read."),
            ("`serach` is no command", "`serach` is no command."),
            ("virk is busy", "virk is busy."),
            ("--alpha is a share", "--alpha is a share."),
            ("it was not “found”", "It was not “found”."),
            ("one, or none (see above)", "One, or none (see above)."),
            ("æblet faldt", "Æblet faldt."),
            ("Done.", "Done."),
            ("", ""),
        ] {
            assert_eq!(full_sentence(written), read);
        }
    }
}
