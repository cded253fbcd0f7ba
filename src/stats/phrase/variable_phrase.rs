//! A variable within a sentence. Its label is always in quotation marks, since it may be a verb, a
//! question or a whole sentence; the words around it are chosen to fit that.

use super::SentenceLanguage;

/// Beginnings of statements that respondents make about themselves or others.
const STARTS: [&str; 15] = [
    "I ", "I'", "I’", "My ", "We ", "Our ", "It ", "There ", "Jeg ", "Vi ", "Min ", "Mit ",
    "Mine ", "Det ", "Der ",
];

/// The grammatical form of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LabelKind {
    /// "Trust", "Meetings attended".
    Thing,
    /// "Do you have a job?", or a statement answered by a frequency.
    Asked,
    /// "I was seen", answered by agreement.
    Agreed,
}

/// A variable to be mentioned in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct VariablePhrase<'a> {
    label: &'a str,
    kind: LabelKind,
}

impl<'a> VariablePhrase<'a> {
    /// A variable by its label and those of its categories.
    pub fn new<T: AsRef<str>>(label: &'a str, categories: &[T]) -> VariablePhrase<'a> {
        let text = label.trim();
        let sentence =
            text.ends_with(['.', '?', '!']) || STARTS.iter().any(|start| text.starts_with(start));
        let agreed = || {
            categories.iter().any(|category| {
                let category = category.as_ref().to_lowercase();
                category.contains("agree") || category.contains("enig")
            })
        };
        let kind = match sentence {
            false => LabelKind::Thing,
            true if !text.ends_with('?') && agreed() => LabelKind::Agreed,
            true => LabelKind::Asked,
        };
        VariablePhrase { label, kind }
    }

    /// “Trust”.
    pub fn quoted(&self, t: SentenceLanguage) -> String {
        t.quoted(self.label)
    }

    /// The subject of "is": "“In a job”", "the answer to “Do you have a job?”".
    pub fn subject(&self, t: SentenceLanguage) -> String {
        let label = self.quoted(t);
        match self.kind {
            LabelKind::Thing => label,
            _ => format!("{} {label}", t.say("the answer to", "svaret på")),
        }
    }

    /// "whose “Gender” is “Man”", "hvis »Gender« er »Man«".
    pub fn whose(&self, t: SentenceLanguage, category: &str) -> String {
        let (label, category) = (self.quoted(t), t.quoted(category));
        let of = match self.kind {
            LabelKind::Thing => "",
            _ => t.say("answer to ", "svar på "),
        };
        format!(
            "{} {of}{label} {} {category}",
            t.say("whose", "hvis"),
            t.say("is", "er")
        )
    }

    /// "values of “Trust”", and whether it takes a singular verb.
    pub fn values(&self, t: SentenceLanguage) -> (String, bool) {
        let label = self.quoted(t);
        match self.kind {
            LabelKind::Thing => (
                format!("{} {label}", t.say("values of", "værdier af")),
                false,
            ),
            LabelKind::Asked => (format!("{} {label}", t.say("answers to", "svar på")), false),
            LabelKind::Agreed => (
                format!("{} {label}", t.say("agreement with", "enighed i")),
                true,
            ),
        }
    }

    /// The definite form: "values of “Trust”", "værdierne af »Trust«".
    pub fn all_values(&self, t: SentenceLanguage) -> (String, bool) {
        let (words, one) = self.values(t);
        let label = self.quoted(t);
        match (t, self.kind) {
            (SentenceLanguage::English, _) => (words, one),
            (SentenceLanguage::Danish, LabelKind::Thing) => (format!("værdierne af {label}"), one),
            (SentenceLanguage::Danish, LabelKind::Asked) => (format!("svarene på {label}"), one),
            (SentenceLanguage::Danish, LabelKind::Agreed) => (format!("enigheden i {label}"), one),
        }
    }

    /// "a higher value of “Trust”".
    pub fn higher(&self, t: SentenceLanguage) -> String {
        let label = self.quoted(t);
        let what = match self.kind {
            LabelKind::Thing => t.say("a higher value of", "en højere værdi af"),
            LabelKind::Asked => t.say("a higher answer to", "et højere svar på"),
            LabelKind::Agreed => t.say("higher agreement with", "højere enighed i"),
        };
        format!("{what} {label}")
    }
}

#[cfg(test)]
mod tests {
    use super::{SentenceLanguage::Danish, SentenceLanguage::English, VariablePhrase};

    #[test]
    fn words_go_with_what_a_label_is() {
        let agree = ["Disagree", "Agree"];
        let (seen, job) = (
            VariablePhrase::new("I was seen", &agree),
            VariablePhrase::new("In a job", &["Yes", "No"]),
        );
        let asked = VariablePhrase::new("Do you have a job?", &["Yes", "No"]);
        assert_eq!(
            seen.values(English),
            ("agreement with “I was seen”".into(), true)
        );
        assert_eq!(job.values(Danish), ("værdier af »In a job«".into(), false));
        assert_eq!(
            asked.whose(English, "Yes"),
            "whose answer to “Do you have a job?” is “Yes”"
        );
        assert_eq!(job.whose(Danish, "Yes"), "hvis »In a job« er »Yes«");
        assert_eq!(
            (asked.subject(Danish), job.subject(English)),
            ("svaret på »Do you have a job?«".into(), "“In a job”".into())
        );
        assert_eq!(
            VariablePhrase::new("I sleep well", &["Never", "Often"]).higher(English),
            "a higher answer to “I sleep well”"
        );
    }
}
