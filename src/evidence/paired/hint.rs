//! Guesses from variable names: repeated measurements of the same people, or two raters of the same
//! cases.
//!
//! Only hints: a name declares nothing.
//!
//! Sentences about a change, ready to be pasted into a report.

use super::{BilingualSentence, PairedChange, ShareChange};
use crate::stats::phrase::{Scale, SentenceLanguage, phrase};
use crate::study::{Dataset, Variable};

/// Common prefixes and suffixes for repeated measurements.
const TIMES: [(&str, &str); 9] = [
    ("pre", "post"),
    ("before", "after"),
    ("t0", "t1"),
    ("t1", "t2"),
    ("for", "efter"),
    ("før", "efter"),
    ("baseline", "followup"),
    ("start", "slut"),
    ("start", "end"),
];

/// Returns whether two names look like repeated measurements: `trust_pre` and `trust_post`,
/// `T1 trust` and `T2 trust`.
pub fn looks_paired(before: &str, after: &str) -> bool {
    let parts = |name: &str| -> Vec<String> {
        name.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (parts(before), parts(after));
    let joined = || {
        let (a, b) = (before.to_lowercase(), after.to_lowercase());
        TIMES.iter().any(|(pre, post)| {
            let stem = |name: &str, time: &str| {
                name.strip_suffix(time)
                    .filter(|stem| stem.len() > 1)
                    .map(str::to_owned)
            };
            stem(&a, pre).is_some_and(|stem_a| Some(stem_a) == stem(&b, post))
        })
    };
    let differ: Vec<usize> = if a.len() == b.len() {
        (0..a.len()).filter(|at| a[*at] != b[*at]).collect()
    } else {
        Vec::new()
    };
    match differ.as_slice() {
        [at] if a.len() > 1 => TIMES
            .iter()
            .any(|(pre, post)| a[*at] == *pre && b[*at] == *post),
        _ => joined(),
    }
}

/// Words that mark a variable as a rating.
const RATERS: [&str; 8] = [
    "rater",
    "coder",
    "observer",
    "judge",
    "reviewer",
    "koder",
    "bedømmer",
    "observatør",
];

/// Returns whether two names look like raters: `rater_a` and `rater_b`, `coder1` and `coder2`.
pub fn look_like_raters(one: &str, other: &str) -> bool {
    let stem = |name: &str| {
        let name = name.to_lowercase();
        let word = RATERS.iter().find(|word| name.contains(**word))?;
        let rest = name.replacen(word, "", 1);
        // The rest is a number or a letter that distinguishes them.
        (rest.chars().filter(|c| c.is_alphanumeric()).count() <= 2).then_some((*word, rest))
    };
    matches!((stem(one), stem(other)), (Some((a, rest)), Some((b, left))) if a == b && rest != left)
}

/// A note on a before–after comparison whose variables look like two raters of the same cases.
/// `None` if they do not, or one was declared to precede the other.
pub(super) fn raters(before: &Variable, after: &Variable) -> Option<BilingualSentence> {
    let declared =
        after.before.as_ref() == Some(&before.name) || before.before.as_ref() == Some(&after.name);
    if declared
        || looks_paired(&before.name, &after.name)
        || looks_paired(&after.name, &before.name)
    {
        return None;
    }
    if !look_like_raters(&before.name, &after.name)
        && !differ_by_a_person(&before.name, &after.name)
    {
        return None;
    }
    let command = format!("virk paired '{}' '{}' --raters", before.name, after.name);
    Some(BilingualSentence::new(
        format!("If these are two raters of the same cases, ask how far they agree: {command}"),
        format!(
            "Hvis det er to bedømmere af de samme tilfælde, så spørg, hvor enige de er: {command}"
        ),
    ))
}

/// Returns whether two names differ only in a part that may be a person's name or initials:
/// `theme_anna` and `theme_bo`.
fn differ_by_a_person(one: &str, other: &str) -> bool {
    let parts = |name: &str| -> Vec<String> {
        name.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (parts(one), parts(other));
    if a.len() != b.len() || a.len() < 2 {
        return false;
    }
    let time = |part: &String| TIMES.iter().any(|(pre, post)| part == pre || part == post);
    let person = |part: &String| part.chars().all(char::is_alphabetic) && !time(part);
    match (0..a.len())
        .filter(|at| a[*at] != b[*at])
        .collect::<Vec<_>>()
        .as_slice()
    {
        [at] => person(&a[*at]) && person(&b[*at]),
        _ => false,
    }
}

/// A note on a crosstab whose variables look like repeated measurements. `None` if they do not.
pub fn hint(dataset: &Dataset, row: usize, column: usize) -> Option<BilingualSentence> {
    let variable = |place: usize| dataset.body.variables.get(place);
    let (a, b) = (variable(row)?, variable(column)?);
    let declared =
        |before: &Variable, after: &Variable| after.before.as_ref() == Some(&before.name);
    let (before, after) = if declared(a, b) || looks_paired(&a.name, &b.name) {
        (a, b)
    } else if declared(b, a) || looks_paired(&b.name, &a.name) {
        (b, a)
    } else if look_like_raters(&a.name, &b.name) {
        let command = format!("virk paired '{}' '{}' --raters", a.name, b.name);
        return Some(BilingualSentence {
            en: format!(
                "These look like two raters of the same cases. Whether they agree, and not only whether they are related: {command}"
            ),
            da: format!(
                "Det ligner to bedømmere af de samme tilfælde. Om de er enige, og ikke kun om de hænger sammen: {command}"
            ),
        });
    } else {
        return None;
    };
    let command = format!("virk paired '{}' '{}'", before.name, after.name);
    Some(BilingualSentence {
        en: format!(
            "These look like the same people before and after. A crosstab asks whether the two are related; whether they changed: {command}"
        ),
        da: format!(
            "Det ligner de samme personer før og efter. En krydstabel spørger, om de to hænger sammen; om de har ændret sig: {command}"
        ),
    })
}

impl PairedChange {
    /// The sentence about one share.
    pub(super) fn share_sentence(
        &self,
        t: SentenceLanguage,
        share: &ShareChange,
        p: Option<f64>,
        alpha: f64,
    ) -> String {
        let n = self.n as f64;
        let part = |share: f64| t.part((share * n).round(), n, 0);
        let quoted = t.quoted(&share.answer.label);
        let what = format!("{} {quoted}", t.say("the share of", "andelen af"));
        let ends = || (part(share.before), part(share.after));
        let stands = self.stands(t, &what, ends());
        let Some(p) = p else {
            return t.choose(
                format!("Nobody changed to or from {quoted}: {stands}."),
                format!("Ingen skiftede til eller fra {quoted}: {stands}."),
            );
        };
        let points = t.estimate(share.difference, share.interval.as_ref(), Scale::Points(0));
        let sign = if share.difference > 0.0 { "+" } else { "" };
        let test = t.say("McNemar’s test with mid-p", "McNemars test med mid-p");
        let numbers = format!(
            "{} {sign}{points}; {test}: {}; N = {}",
            t.say("change", "ændring"),
            t.p_against(p, alpha),
            t.count(n)
        );
        let (gained, lost) = (t.count(share.gained as f64), t.count(share.lost as f64));
        let moved = t.choose(
            format!("{gained} changed to {quoted} and {lost} from it"),
            format!("{gained} skiftede til {quoted} og {lost} fra {quoted}"),
        );
        if p <= alpha {
            let verb = if share.difference > 0.0 {
                t.say("rose", "steg")
            } else {
                t.say("fell", "faldt")
            };
            return format!(
                "{} ({numbers}): {moved}.",
                phrase(&self.spans(t, &what, verb, ends()), true)
            );
        }
        t.choose(
            format!("A change was not shown: {stands} ({numbers}); {moved}."),
            format!("En ændring er ikke påvist: {stands} ({numbers}); {moved}."),
        )
    }

    /// "the mean rose from 3.2 for “Trust before” to 3.8 for “Trust after”"; if both have the same
    /// label: "the mean of “Trust” rose from 3.2 before to 3.8 after".
    pub(super) fn spans(
        &self,
        t: SentenceLanguage,
        what: &str,
        verb: &str,
        (from, to): (String, String),
    ) -> String {
        let (before, after) = (t.quoted(&self.before.label), t.quoted(&self.after.label));
        match (before == after, t) {
            (true, SentenceLanguage::English) => {
                format!("{what} for {after} {verb} from {from} before to {to} after")
            }
            (true, SentenceLanguage::Danish) => {
                format!("{what} for {after} {verb} fra {from} før til {to} efter")
            }
            (false, SentenceLanguage::English) => {
                format!("{what} {verb} from {from} for {before} to {to} for {after}")
            }
            (false, SentenceLanguage::Danish) => {
                format!("{what} {verb} fra {from} for {before} til {to} for {after}")
            }
        }
    }

    /// "the mean is 3.2 for “Trust before” and 3.3 for “Trust after”", where no direction is
    /// claimed.
    pub(super) fn stands(
        &self,
        t: SentenceLanguage,
        what: &str,
        (from, to): (String, String),
    ) -> String {
        let (before, after) = (t.quoted(&self.before.label), t.quoted(&self.after.label));
        match (before == after, t) {
            (true, SentenceLanguage::English) => {
                format!("{what} for {after} is {from} before and {to} after")
            }
            (true, SentenceLanguage::Danish) => {
                format!("{what} for {after} er {from} før og {to} efter")
            }
            (false, SentenceLanguage::English) => {
                format!("{what} is {from} for {before} and {to} for {after}")
            }
            (false, SentenceLanguage::Danish) => {
                format!("{what} er {from} for {before} og {to} for {after}")
            }
        }
    }

    /// "The largest change is that of “Yes”, from 40 % to 55 % (+15 percentage points [2; 27], 95 %
    /// CI)."
    pub(super) fn largest(&self, t: SentenceLanguage, share: &ShareChange) -> String {
        let n = self.n as f64;
        let percent = |share: f64| t.percent((share * n).round(), n, 0);
        let (quoted, from, to) = (
            t.quoted(&share.answer.label),
            percent(share.before),
            percent(share.after),
        );
        let sign = if share.difference > 0.0 { "+" } else { "" };
        let points = t.estimate(share.difference, share.interval.as_ref(), Scale::Points(0));
        t.choose(
            format!(
                "The largest change is that of {quoted}, from {from} to {to} ({sign}{points})."
            ),
            format!("Den største ændring er for {quoted}, fra {from} til {to} ({sign}{points})."),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{differ_by_a_person, look_like_raters, looks_paired};

    #[test]
    fn names_of_two_raters() {
        for (a, b) in [
            ("rater_a", "rater_b"),
            ("Coder1", "Coder2"),
            ("bedømmer 1", "bedømmer 2"),
        ] {
            assert!(look_like_raters(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("rater_a", "rater_a"),
            ("rater", "coder"),
            ("rater_trust", "rater_hope"),
            ("q1", "q2"),
        ] {
            assert!(!look_like_raters(a, b), "{a} {b}");
        }
    }

    #[test]
    fn names_that_differ_by_a_person() {
        for (a, b) in [
            ("theme_anna", "theme_bo"),
            ("anna theme 2", "bo theme 2"),
            ("q1.AB", "q1.kl"),
        ] {
            assert!(differ_by_a_person(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("trust_pre", "trust_post"),
            ("q_1", "q_2"),
            ("anna", "bo"),
            ("trust_anna", "hope_bo"),
            ("a_t1", "a_t2"),
        ] {
            assert!(!differ_by_a_person(a, b), "{a} {b}");
        }
    }

    #[test]
    fn names_of_two_times() {
        for (a, b) in [
            ("trust_pre", "trust_post"),
            ("T1 trust", "T2 trust"),
            ("tillid_før", "tillid_efter"),
            ("q3pre", "q3post"),
            ("q3.t1", "q3.t2"),
        ] {
            assert!(looks_paired(a, b), "{a} {b}");
            assert!(!looks_paired(b, a), "{b} {a}");
        }
        for (a, b) in [
            ("trust", "trust"),
            ("pre", "post_a"),
            ("trust_pre", "hope_post"),
            ("q1", "q2"),
            ("trust_pre", "trust"),
        ] {
            assert!(!looks_paired(a, b), "{a} {b}");
        }
    }
}
