//! Speakers in captions without `<v>`: names before a colon or in brackets, `>>` and dashes.
//!
//! Even a label that occurs once counts. The file as a whole decides which forms its labels take,
//! so that a sentence with a colon does not become a speaker.

use super::cue_text::{CueText, VoiceTag};
use super::label_syntax::{arrow, arrows, dash, is_name, is_nickname, is_speech, label};
use crate::import::speakers::label::{LabelClass, class};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpeakerChange {
    /// The previous speaker continues.
    Same,
    Named(String),
    /// Another, unnamed speaker.
    Other,
    /// An unknown speaker, who may be the same as before or not.
    Nobody,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueSegment {
    pub who: SpeakerChange,
    /// Byte range in the cue's text, without label and surrounding white space.
    pub words: Range<usize>,
}

#[derive(Debug, Default)]
pub struct SpeakerMarking {
    voices: bool,
    names: HashSet<String>,
    arrows: bool,
    dashes: bool,
    /// What looks like a name, before a colon or in brackets, but is treated as words.
    pub passed_over: Vec<String>,
}

/// Statistics on the beginnings of lines in a file.
#[derive(Debug, Default)]
pub struct LabelSurvey {
    cues: usize,
    voices: bool,
    names: HashMap<String, LabelCounts>,
    order: Vec<String>,
    /// Number of cues that begin with a label-like phrase, and whether the first one does.
    labelled: usize,
    first: bool,
    /// Number of lines that begin with `>>`, and of `>>` anywhere.
    arrows_at_lines: usize,
    arrows: usize,
    dashes: usize,
    /// Cues in which two lines begin with a dash.
    dialogues: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct LabelCounts {
    /// Occurrences before a colon, and in brackets without a colon.
    colon: usize,
    bracket: usize,
    /// Occurrences after `>>`.
    arrow: usize,
}

impl LabelSurvey {
    /// Adds the text of a cue from byte `from` on.
    pub fn add_cue(&mut self, plain: &CueText, from: usize) {
        if plain.text[from..].trim().is_empty() {
            return;
        }
        self.cues += 1;
        self.voices |= plain
            .voices
            .iter()
            .any(|(_, voice)| *voice != VoiceTag::Ends);
        let mut dashes = 0;
        for (place, line) in lines(plain, from).enumerate() {
            let more = line.end < plain.text.len();
            let words = &plain.text[line];
            let arrow = arrow(words);
            let dash = dash(&words[arrow..]);
            self.arrows_at_lines += usize::from(arrow > 0);
            self.arrows += arrows(words).count();
            dashes += usize::from(dash > 0);
            let Some(label) = label(&words[arrow + dash..], more) else {
                continue;
            };
            if place == 0 {
                self.labelled += 1;
                self.first |= self.cues == 1;
            }
            let times = self.names.entry(label.name.clone()).or_insert_with(|| {
                self.order.push(label.name);
                LabelCounts::default()
            });
            times.arrow += usize::from(arrow > 0);
            if label.colon {
                times.colon += 1
            } else {
                times.bracket += 1
            }
        }
        self.dashes += usize::from(dashes > 0);
        self.dialogues += usize::from(dashes > 1);
    }

    /// Decides how the file marks its speakers.
    pub fn labels(self) -> SpeakerMarking {
        if self.voices {
            return SpeakerMarking {
                voices: true,
                ..SpeakerMarking::default()
            };
        }
        let share = self.labelled * 100 / self.cues.max(1);
        let known = |name: &String| self.names.get(name).copied().unwrap_or_default();
        let recurs = |name: &String| known(name).colon > 1 && !is_speech(name);
        let recurring = self.order.iter().any(|name| recurs(name) && is_name(name));
        // A file that names speakers only when they change names the first one too.
        let names_speakers = recurring
            || (self.first
                && self
                    .order
                    .iter()
                    .filter(|name| known(name).colon > 0)
                    .count()
                    > 1)
            || self.cues < 5;
        // Where `>>` marks changes of speaker, a name after it reaches only to the next `>>`.
        let changes = self.arrows_at_lines * 20 >= self.cues;
        let by_colon = |name: &String| {
            match share {
                _ if changes && known(name).arrow > 0 && is_name(name) => true,
                // If every cue begins with a label, none of them is a sentence with a colon.
                100 if self.cues >= 20 => true,
                50.. => is_name(name) || is_nickname(name) || known(name).colon > 3,
                _ => is_name(name) && names_speakers,
            }
        };
        let bracketed: Vec<usize> = self
            .order
            .iter()
            .filter(|name| is_name(name))
            .map(|name| known(name).bracket)
            .filter(|times| *times > 0)
            .collect();
        let often = bracketed.iter().sum::<usize>() * 3 >= self.cues;
        let brackets = often && bracketed.len() > 1 && bracketed.iter().any(|times| *times > 1);
        // `(speaker 0)` is unmistakable, `(A1)` is not.
        let role = |name: &String| {
            class(name) == LabelClass::Role && (known(name).bracket > 1 || name.chars().count() > 4)
        };
        let by_bracket = |name: &String| is_name(name) && (brackets || role(name));
        let (mut names, mut passed_over, mut in_brackets) =
            (HashSet::new(), Vec::new(), Vec::new());
        for name in &self.order {
            let LabelCounts { colon, bracket, .. } = known(name);
            if (colon > 0 && by_colon(name)) || (bracket > 0 && by_bracket(name)) {
                names.insert(name.clone());
            } else if colon > 0
                && (colon > 1
                    || is_name(name)
                    || (is_speech(name) && name.split_whitespace().count() < 3))
            {
                passed_over.push(name.clone());
            } else if bracket > 0 && is_name(name) {
                // Brackets mostly hold sounds, but in a file with speakers a name there could be
                // one more.
                in_brackets.push(format!("[{name}]"));
            }
        }
        if !names.is_empty() {
            passed_over.extend(in_brackets);
        }
        SpeakerMarking {
            voices: false,
            names,
            arrows: self.arrows_at_lines > 0 || self.arrows > 2,
            dashes: self.dialogues > 0 || (self.dashes > 2 && self.dashes * 5 >= self.cues),
            passed_over,
        }
    }
}

impl SpeakerMarking {
    /// Splits a cue's text from byte `from` on by speaker.
    pub fn pieces(&self, plain: &CueText, from: usize) -> Vec<CueSegment> {
        let mut pieces = Vec::new();
        if self.voices {
            let mut who = SpeakerChange::Nobody;
            let mut at = from;
            for (place, voice) in &plain.voices {
                if *place > at {
                    push(&mut pieces, plain, who, at..*place);
                    at = *place;
                }
                who = match voice {
                    VoiceTag::Begins(Some(name)) => SpeakerChange::Named(name.clone()),
                    VoiceTag::Begins(None) | VoiceTag::Ends => SpeakerChange::Nobody,
                };
            }
            push(&mut pieces, plain, who, at..plain.text.len());
            // An empty voice span says nothing about the next cue.
            pieces.retain(|piece| !piece.words.is_empty());
            return pieces;
        }
        let (mut who, mut at) = (SpeakerChange::Same, from);
        // The start of a line that is only a dash: the next line is by another speaker.
        let mut lone: Option<usize> = None;
        for line in lines(plain, from) {
            let words = &plain.text[line.clone()];
            if matches!(words.trim(), "-" | "–" | "—") {
                lone = Some(line.start);
                continue;
            }
            let sign = lone.take();
            let more = line.end < plain.text.len();
            let inner = arrows(words).filter(|place| self.arrows && *place > 0);
            for place in std::iter::once(0).chain(inner) {
                // Already part of a label.
                if line.start + place < at {
                    continue;
                }
                let (new, length) = self.begins(&words[place..], more);
                if new == SpeakerChange::Same {
                    continue;
                }
                let end = sign.filter(|_| place == 0).unwrap_or(line.start + place);
                push(
                    &mut pieces,
                    plain,
                    std::mem::replace(&mut who, new),
                    at..end,
                );
                at = line.start + place + length;
            }
        }
        push(&mut pieces, plain, who, at..plain.text.len());
        pieces
    }

    /// The speaker who begins with `words`, and the length of the label.
    fn begins(&self, words: &str, more: bool) -> (SpeakerChange, usize) {
        let arrow = if self.arrows { arrow(words) } else { 0 };
        let dash = if self.dashes {
            dash(&words[arrow..])
        } else {
            0
        };
        let marks = arrow + dash;
        // In a file without dialogue dashes, a dash may still precede a label.
        let bare = if marks > 0 {
            marks
        } else {
            self::arrow(words) + self::dash(words)
        };
        match label(&words[bare..], more).filter(|label| self.names.contains(&label.name)) {
            Some(label) => (SpeakerChange::Named(label.name), bare + label.length),
            None if marks > 0 => (SpeakerChange::Other, marks),
            None => (SpeakerChange::Same, 0),
        }
    }
}

fn push(pieces: &mut Vec<CueSegment>, plain: &CueText, who: SpeakerChange, range: Range<usize>) {
    let words = &plain.text[range.clone()];
    let start = range.start + words.len() - words.trim_start().len();
    let end = start + words.trim().len();
    if start < end {
        pieces.push(CueSegment {
            who,
            words: start..end,
        });
    } else if !matches!(who, SpeakerChange::Same | SpeakerChange::Nobody) {
        // A label at the end of a cue belongs to the next one.
        pieces.push(CueSegment {
            who,
            words: range.end..range.end,
        });
    }
}

/// Lines that begin at or after byte `from`.
fn lines(plain: &CueText, from: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let first = plain.lines.partition_point(|line| *line < from);
    (first..plain.lines.len()).map(move |place| {
        let end = plain
            .lines
            .get(place + 1)
            .copied()
            .unwrap_or(plain.text.len());
        plain.lines[place]..end
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cues: &[&str]) -> String {
        let plains: Vec<CueText> = cues
            .iter()
            .map(|cue| CueText::parse(cue, 0, cue.len()))
            .collect();
        let mut seen = LabelSurvey::default();
        plains.iter().for_each(|plain| seen.add_cue(plain, 0));
        let labels = seen.labels();
        let told = |plain: &CueText| {
            let pieces = labels.pieces(plain, 0).into_iter().map(|piece| {
                let who = match piece.who {
                    SpeakerChange::Same => String::new(),
                    SpeakerChange::Named(name) => format!("{name}="),
                    SpeakerChange::Other => "?=".into(),
                    SpeakerChange::Nobody => "0=".into(),
                };
                format!("{who}{}", &plain.text[piece.words])
            });
            pieces.collect::<Vec<_>>().join("/")
        };
        plains.iter().map(told).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn names_are_kept_as_the_file_has_them() {
        for name in [
            "Holm, Sofie",
            "Anna (she/her)",
            "P2 (man, 50)",
            "Bo O’Neil",
            "Maksim | Nethermind",
            "Marius van der Wijden",
            "Dr. J. R. Smith",
            "SPEAKER_00",
            "speaker 1",
            "Åse & Bo",
            "INTERVIEWER 2",
            "Enrico Del Fante (tbenr)",
            "李雷",
        ] {
            assert!(is_name(name), "{name}");
            assert_eq!(
                read(&[&format!("{name}: ja"), "Bo: nej"]),
                format!("{name}=ja | Bo=nej")
            );
        }
        for words in [
            "so I said",
            "He came home. Then",
            "What about it?",
            "the thing is",
            "12",
            "I Think That We All Know This",
        ] {
            assert!(!is_name(words), "{words}");
        }
    }

    #[test]
    fn a_sentence_with_a_colon_is_no_label() {
        let talk = [
            "Hello and welcome.",
            "Here is the thing: it works.",
            "Note: it works.",
            "Remember: it works.",
            "Yes.",
            "No.",
        ];
        assert_eq!(read(&talk), talk.join(" | "));
        assert_eq!(
            read(&["Anna: Why?", "Bo: So.", "And I said: no", "Carla: Yes."]),
            "Anna=Why? | Bo=So. | And I said: no | Carla=Yes."
        );
        assert_eq!(
            read(&["potuz: hi", "x-ray 2: at 10:30"]),
            "potuz=hi | x-ray 2=at 10:30"
        );
    }

    #[test]
    fn what_is_heard_is_no_speaker() {
        assert_eq!(
            read(&[
                "[Music] Hello",
                "[Applause]",
                "(laughs) yes",
                "[Music] bye",
                "(1,0,0) is",
                "(A1)x"
            ]),
            "[Music] Hello | [Applause] | (laughs) yes | [Music] bye | (1,0,0) is | (A1)x"
        );
        assert_eq!(
            read(&["[SPEAKER_01]: a", "(speaker 0) b", "[Anna]: c"]),
            "SPEAKER_01=a | speaker 0=b | Anna=c"
        );
        assert_eq!(
            read(&["[Anna] a", "[Bo] b", "(Anna) c", "[Bo] d"]),
            "Anna=a | Bo=b | Anna=c | Bo=d"
        );
    }

    #[test]
    fn a_name_in_brackets_beside_names_before_colons_is_told() {
        let mut seen = LabelSurvey::default();
        for cue in [
            "Karen: Hello.",
            "[BO] I am here.",
            "Karen: Good.",
            "[Music] la",
            "Karen: Bye.",
        ] {
            seen.add_cue(&CueText::parse(cue, 0, cue.len()), 0);
        }
        assert_eq!(seen.labels().passed_over, ["[BO]"]);
    }

    #[test]
    fn arrows_and_dashes_change_the_speaker() {
        assert_eq!(
            read(&[">> Anna: a >> b", "c", ">>Bo: d"]),
            "Anna=a/?=b | c | Bo=d"
        );
        assert_eq!(
            read(&[
                "- Hi.\n- Hello.",
                "-Anna: How\nare you?",
                "5 - 3",
                "-5 degrees\n-- and then"
            ]),
            "?=Hi./?=Hello. | Anna=How are you? | 5 - 3 | -5 degrees -- and then"
        );
        assert_eq!(
            read(&["(Anna)\nYes.\n-\n(Bo)\nNo.", "(Anna)\nSo", "(laughs)\nWell"]),
            "Anna=Yes./Bo=No. | Anna=So | (laughs) Well"
        );
        assert_eq!(
            read(&["- a list", "and so", "on and", "on"]),
            "- a list | and so | on and | on"
        );
    }

    #[test]
    fn voices_end_with_their_span() {
        assert_eq!(
            read(&["x <v Anna>Why: not?</v> y", "<v Bo>- a<v Anna>b", "c"]),
            "0=x/Anna=Why: not?/0=y | Bo=- a/Anna=b | 0=c"
        );
    }
}
