//! Labels that a person should check: two spellings of one name, a label in the middle of a line, a
//! label that looks more like a heading. Nothing is decided here.

use super::label::{class, key, numbered, parts};
use super::{DetectedSpeaker, SpeakerDoubt, SpeakerReason};
use crate::text::TurnMark;
use std::collections::HashSet;

/// Labels examined, and places examined per label. Transcripts have few speakers, but a list of
/// names may be taken for one.
const MOST: usize = 50;

pub(super) fn doubts_about_labels(
    text: &str,
    speakers: &[DetectedSpeaker],
    marks: &[TurnMark],
) -> Vec<SpeakerDoubt> {
    let mut doubts = Vec::new();
    let few = &speakers[..speakers.len().min(MOST)];
    if let Some(label) = few
        .iter()
        .find(|speaker| stands_inside(text, speaker))
        .map(|speaker| &speaker.label)
    {
        let what = format!(
            "“{label}:” also occurs in the middle of lines: what follows may be said by somebody else"
        );
        doubts.push(SpeakerDoubt::new(
            what,
            "put it on a line of its own in the file",
        ));
    }
    if let Some(label) = mistyped(text, speakers, marks) {
        let what = format!(
            "“{label}” is where a new turn could begin, but what follows is attributed to the previous speaker"
        );
        doubts.push(SpeakerDoubt::new(
            what,
            "write it as the other labels are, in the file",
        ));
    }
    if let Some((one, other)) = two_spellings(few) {
        let what = format!(
            "“{one}” and “{other}” may be two spellings of one person, and are read as two"
        );
        doubts.push(SpeakerDoubt::new(
            what,
            "correct it in the file, or join them afterwards with `virk informant join`",
        ));
    }
    if let Some(label) = headings(few) {
        let what = format!("“{label}:” occurs once and may be a heading; it is read as a speaker");
        doubts.push(SpeakerDoubt::new(what, "--speakers lists all speakers"));
    }
    doubts
}

/// True if the label follows the end of a sentence within a line.
fn stands_inside(text: &str, speaker: &DetectedSpeaker) -> bool {
    let label = format!(" {}: ", speaker.label);
    let ends = |at: usize| {
        text[..at]
            .trim_end_matches(['"', '”', '’', ')'])
            .ends_with(['.', '?', '!', '…'])
    };
    text.match_indices(&label)
        .take(MOST)
        .any(|(at, _)| ends(at))
}

/// A known label at the beginning of a line where no turn was detected, because another sign
/// follows it than elsewhere: `Anna;` instead of `Anna:`.
fn mistyped(text: &str, speakers: &[DetectedSpeaker], marks: &[TurnMark]) -> Option<String> {
    let known: HashSet<&str> = speakers
        .iter()
        .map(|speaker| speaker.label.as_str())
        .collect();
    let begins: HashSet<u32> = marks.iter().map(|mark| mark.start).collect();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        let words = line.trim();
        // A comma or full stop proves nothing: `Anna, come here`, `Anna. Yes.`
        let sign = words.find([';', '>', '|', '\t']).or_else(|| {
            [" - ", " – ", " — "]
                .iter()
                .find_map(|dash| words.find(dash))
        });
        let Some((label, rest)) = sign
            .filter(|sign| *sign > 0)
            .map(|sign| words.split_at(sign))
        else {
            continue;
        };
        if known.contains(label.trim())
            && !u32::try_from(start).is_ok_and(|start| begins.contains(&start))
        {
            let sign: String = rest.trim_start().chars().take(1).collect();
            return Some(format!(
                "{}{}{sign}",
                label.trim(),
                if rest.starts_with(' ') { " " } else { "" }
            ));
        }
    }
    None
}

/// Two labels that differ only by an addition in brackets or a typing error.
fn two_spellings(speakers: &[DetectedSpeaker]) -> Option<(&str, &str)> {
    let pairs = speakers
        .iter()
        .enumerate()
        .flat_map(|(place, one)| speakers[place + 1..].iter().map(move |other| (one, other)));
    let are_one = |one: &DetectedSpeaker, other: &DetectedSpeaker| {
        let ((name, bracket), (other_name, other_bracket)) =
            (parts(&one.label), parts(&other.label));
        let same_name =
            key(name) == key(other_name) && (bracket.is_empty() || other_bracket.is_empty());
        let in_bracket = key(bracket) == key(&other.label) || key(other_bracket) == key(&one.label);
        same_name
            || !bracket.is_empty() && in_bracket
            || !other_bracket.is_empty() && in_bracket
            || is_typing_error(one, other)
    };
    pairs
        .into_iter()
        .find(|(one, other)| are_one(one, other))
        .map(|(one, other)| (one.label.as_str(), other.label.as_str()))
}

/// True if one label is rare and long, and within two letters of a common one. `Mentor 1` and
/// `Mentor 2` differ in their digits and are two people.
fn is_typing_error(one: &DetectedSpeaker, other: &DetectedSpeaker) -> bool {
    let letters = |label: &str| {
        label
            .chars()
            .filter(|c| c.is_alphabetic())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let digits = |label: &str| {
        label
            .chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let (rare, common) = (one.turns.min(other.turns), one.turns.max(other.turns));
    let (first, second) = (letters(&one.label), letters(&other.label));
    let long = first.chars().count().min(second.chars().count()) > 5;
    let related = ["interviewer", "interviewee", "interviewed"];
    long && rare * 5 <= common
        && digits(&one.label) == digits(&other.label)
        && strsim::osa_distance(&first, &second) <= 2
        && !(related.contains(&first.as_str()) && related.contains(&second.as_str()))
}

/// A numbered word that occurs once, next to similar ones and to people who speak often: `ENDING
/// 1`, `ENDING 2`.
fn headings(speakers: &[DetectedSpeaker]) -> Option<&str> {
    let often = speakers.iter().filter(|speaker| speaker.turns > 2).count();
    let once: Vec<&DetectedSpeaker> = speakers
        .iter()
        .filter(|speaker| {
            speaker.turns == 1 && speaker.why == SpeakerReason::Role && numbered(&speaker.label)
        })
        .collect();
    (often > 1 && once.len() > 1)
        .then(|| once[0].label.as_str())
        .filter(|label| class(label) == super::LabelClass::Role)
}

#[cfg(test)]
mod tests {
    use super::super::{SpeakerOptions, detect_speakers};

    fn doubts(text: &str) -> String {
        let speech = detect_speakers(text, &[], None, SpeakerOptions::default()).unwrap();
        speech
            .doubts
            .iter()
            .map(|doubt| doubt.what.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn another_sign_behind_a_label_is_told() {
        let text = "Anna: Why?\n\nBo: So.\n\nAnna; And then?\n\nBo: Home.\n\nAnna: Yes.\n";
        assert!(
            doubts(text).contains("“Anna;” is where a new turn could begin"),
            "{}",
            doubts(text)
        );
        let said = "Anna: Why?\n\nBo: So.\nAnna, and then home.\n\nAnna: Yes.\n\nBo: No.\n";
        assert!(
            !doubts(said).contains("is where a new turn"),
            "{}",
            doubts(said)
        );
    }

    #[test]
    fn two_spellings_of_one_are_told() {
        for (common, rare) in [
            ("Karen", "Karen (unv.)"),
            ("KH", "Interviewer (KH)"),
            ("Interviewee", "Interveiwee"),
            ("Mentor 1", "Mnetor 1"),
        ] {
            let text = format!(
                "{}{rare}: Yes.\n\n",
                format!("{common}: So it is.\n\nHolm: Why?\n\n").repeat(6)
            );
            assert!(
                doubts(&text).contains("two spellings of one person"),
                "{common} {rare}: {}",
                doubts(&text)
            );
        }
        for (common, other) in [
            ("Interviewer", "Interviewee"),
            ("Mentor 1", "Mentor 2"),
            ("Anna", "Anne"),
        ] {
            let text = format!(
                "{}{other}: Yes.\n\n",
                format!("{common}: So it is.\n\nHolm: Why?\n\n").repeat(6)
            );
            assert!(
                !doubts(&text).contains("two spellings of one person"),
                "{common} {other}: {}",
                doubts(&text)
            );
        }
    }

    #[test]
    fn numbered_words_that_stand_once_are_told() {
        let text =
            "Anna: a\n\nBo: b\n\n".repeat(4) + "ENDING 1: c\n\nAnna: d\n\nENDING 2: e\n\nBo: f\n";
        assert!(
            doubts(&text).contains("“ENDING 1:” occurs once"),
            "{}",
            doubts(&text)
        );
    }
}
