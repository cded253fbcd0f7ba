//! Who asks and who is asked: telling the interviewer from the informants.

use crate::study::Refusal;
use crate::text::{TurnFormat, boundary, turn};
use serde::Serialize;
use std::collections::HashSet;

/// A speaker of a transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Speaker {
    /// The label as it stands in the text.
    pub label: String,
    /// How many turns the label begins.
    pub turns: usize,
    /// How many words are spoken.
    pub words: usize,
    /// Whether this is the interviewer, who is no informant.
    pub interviewer: bool,
    #[serde(skip)]
    questions: usize,
}

/// Labels that interviewers go by, in English and Danish, without a number behind them.
const INTERVIEWERS: [&str; 12] = [
    "interviewer",
    "interviewers",
    "intervieweren",
    "int",
    "i",
    "iv",
    "q",
    "researcher",
    "forsker",
    "spørger",
    "moderator",
    "facilitator",
];

/// How the interviewer was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// By the person who imports.
    ByPerson,
    /// By a label such as `Interviewer`.
    ByLabel,
    /// By asking most of the questions: a guess.
    ByQuestions,
    /// Nobody was found.
    Nobody,
}

/// The speakers of a text in order of appearance, and how the interviewer was
/// told; `labels` are those the person says mark speakers (none: they are found),
/// `named` those who the person says are interviewers.
///
/// # Errors
/// When `named` holds a label the text does not have.
pub fn tell(text: &str, format: TurnFormat, labels: &[String], named: &[String]) -> Result<(Vec<Speaker>, Told), Refusal> {
    let marked: Vec<String> = match labels {
        [] => turn::speakers(text, format).into_iter().map(|(label, _)| label).collect(),
        labels => labels.to_vec(),
    };
    let mut speakers: Vec<Speaker> =
        marked.into_iter().map(|label| Speaker { label, turns: 0, words: 0, interviewer: false, questions: 0 }).collect();
    let known: HashSet<String> = speakers.iter().map(|speaker| speaker.label.clone()).collect();
    for turn in turn::turns_by(text, format, &known.iter().map(String::as_str).collect()) {
        let Some(label) = turn.speaker.map(|label| label.text(text)) else { continue };
        let Some(speaker) = speakers.iter_mut().find(|speaker| speaker.label == label) else { continue };
        speaker.turns += usize::from(turn.labelled);
        let words = turn.words.text(text);
        speaker.words += boundary::count_words(words);
        speaker.questions += usize::from(turn.labelled && words.contains('?'));
    }
    if let Some(silent) = labels.iter().find(|label| !speakers.iter().any(|known| known.label == **label && known.turns > 0)) {
        let hint = match turn::speakers(text, format).first() {
            Some((label, _)) => format!("Write labels as they stand in the text, such as `{label}`"),
            None => "No speaker is marked in it".into(),
        };
        return Err(Refusal::new(format!("nobody called `{silent}` speaks in it"), hint));
    }
    for name in named {
        if !speakers.iter().any(|speaker| same(&speaker.label, name)) {
            let labels: Vec<String> = speakers.iter().map(|speaker| format!("`{}`", speaker.label)).collect();
            let hint = if labels.is_empty() {
                "No speaker is marked in it".into()
            } else {
                format!("Choose one of {}", labels.join(", "))
            };
            return Err(Refusal::new(format!("nobody called `{name}` speaks in it"), hint));
        }
    }
    let told = if !named.is_empty() {
        speakers.iter_mut().for_each(|speaker| speaker.interviewer = named.iter().any(|name| same(&speaker.label, name)));
        Told::ByPerson
    } else if speakers.iter().any(|speaker| is_interviewer(&speaker.label)) {
        speakers.iter_mut().for_each(|speaker| speaker.interviewer = is_interviewer(&speaker.label));
        Told::ByLabel
    } else if let Some(place) = asker(&speakers) {
        speakers[place].interviewer = true;
        Told::ByQuestions
    } else {
        Told::Nobody
    };
    Ok((speakers, told))
}

fn same(label: &str, name: &str) -> bool {
    label.to_lowercase() == name.trim().to_lowercase()
}

/// Whether a label is one that interviewers go by: `Interviewer`, `INT.`, `I2`.
fn is_interviewer(label: &str) -> bool {
    let bare = label.to_lowercase();
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches([' ', '.']);
    INTERVIEWERS.contains(&bare)
}

/// The one speaker among several who asks in at least half of the turns, and
/// more often than any other.
fn asker(speakers: &[Speaker]) -> Option<usize> {
    let share = |speaker: &Speaker| speaker.questions * 100 / speaker.turns.max(1);
    let most = speakers.iter().enumerate().max_by_key(|(_, speaker)| share(speaker))?;
    let alone = speakers.iter().filter(|speaker| share(speaker) * 2 > share(most.1)).count() == 1;
    (speakers.len() > 1 && share(most.1) >= 50 && alone).then_some(most.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interviewers(text: &str, named: &[&str]) -> (Vec<String>, Told) {
        let named: Vec<String> = named.iter().map(|name| (*name).to_owned()).collect();
        let (speakers, told) = tell(text, TurnFormat::detect(text), &[], &named).unwrap();
        (speakers.into_iter().filter(|speaker| speaker.interviewer).map(|speaker| speaker.label).collect(), told)
    }

    #[test]
    fn by_label_in_both_languages() {
        assert_eq!(interviewers("Spørger: Ja?\nMentor 1: Nej.", &[]), (vec!["Spørger".into()], Told::ByLabel));
        assert_eq!(interviewers("Int. 1: Hm?\nINT 2: Hm.\nIda: Ja.", &[]).0, ["Int. 1", "INT 2"]);
        assert_eq!(interviewers("[I] Hm?\n[Ida] Ja.", &[]).0, ["I"]);
    }

    #[test]
    fn by_questions_only_when_one_clearly_asks() {
        let asked = "Anna: Why?\nBo: So.\nAnna: And then?\nBo: Nothing, what else?\nAnna: How?\nBo: No.\nBo: No.";
        assert_eq!(interviewers(asked, &[]), (vec!["Anna".into()], Told::ByQuestions));
        assert_eq!(interviewers("Anna: Why?\nBo: Why not?", &[]), (vec![], Told::Nobody));
        assert_eq!(interviewers("Bo: Why?", &[]), (vec![], Told::Nobody));
    }

    #[test]
    fn by_the_person_against_the_labels() {
        assert_eq!(interviewers("I: Ja?\nMentor 1: Nej.", &["mentor 1"]), (vec!["Mentor 1".into()], Told::ByPerson));
        let refusal = tell("I: Ja?\nMentor 1: Nej.", TurnFormat::Colon, &[], &["Bo".into()]).unwrap_err();
        assert_eq!(
            (refusal.what.as_str(), refusal.hint.as_str()),
            ("nobody called `Bo` speaks in it", "Choose one of `I`, `Mentor 1`")
        );
    }

    #[test]
    fn turns_and_words_are_counted() {
        let (speakers, _) = tell("I: Ja?\nMentor 1: Nej da.\n\nAldrig i livet.", TurnFormat::Colon, &[], &[]).unwrap();
        assert_eq!((speakers[1].turns, speakers[1].words), (1, 5));
    }
}
