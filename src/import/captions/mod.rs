//! Captions: WebVTT (`.vtt`), SubRip (`.srt`) and YouTube's `.sbv`, as written by Zoom, Teams,
//! Whisper, Amberscript and others.
//!
//! Consecutive cues of one speaker become one turn with its start time: `[00:01:06] Name: words`.
//! The original lines stay in the edits, so that every word leads back to its cue. To keep memory
//! small, only the positions of cues are held, and the file is scanned several times: for repeated
//! words, for speaker labels, and for the words.

mod cue_text;
mod grammar;
mod label_syntax;
mod repeats;
mod speaker_labels;

use super::decode::decode;
use super::file::EditedText;
use super::reader::{ParsedText, TurnHeading, left_out_sentence};
use crate::study::Refusal;
use crate::text::{Span, number, sanitize};
use cue_text::CueText;
pub(super) use grammar::parse_clock as milliseconds;
use grammar::{Captions, Cue};
pub(super) use label_syntax::is_name;
use repeats::{RepeatStyle, ShownCue};
use speaker_labels::{CueSegment, LabelSurvey, SpeakerChange, SpeakerMarking};

/// A longer pause begins a new paragraph.
const PARAGRAPH_PAUSE_MS: u64 = 2_000;
/// Words after which a paragraph ends with the current sentence; after three times as many it ends
/// with the cue.
const LONG: usize = 150;
/// Captions of a whole day are a hundredth of this.
const LONGEST: usize = 64 << 20;

/// Reads the file called `name`. Refuses a file without a cue.
pub fn read(name: &str, bytes: &[u8]) -> Result<ParsedText, Refusal> {
    if bytes.len() > LONGEST {
        let what = format!(
            "{name} is longer than {} MB, too long for captions",
            LONGEST >> 20
        );
        return Err(Refusal::new(what, "Divide it into several files"));
    }
    let decoded = decode(bytes, name)?;
    let raw = decoded.text.as_str();
    let captions = grammar::parse_captions(raw);
    if captions.cues.is_empty() {
        return Err(Refusal::new(
            format!("{name} holds no cue with a time, such as 00:00:01.000 --> 00:00:03.000"),
            "Nothing was imported; check the file",
        ));
    }
    let repeats = RepeatStyle::detect(raw, &captions.cues);
    let (mut seen, mut wordless, mut repeated) = (LabelSurvey::default(), 0, 0);
    for_each(raw, &captions.cues, repeats, |_, plain, from| {
        wordless += usize::from(plain.text.trim().is_empty());
        repeated += usize::from(from > 0);
        seen.add_cue(plain, from);
    });
    let labels = seen.labels();
    let mut turns = CaptionTurns {
        draft: EditedText::new(raw),
        headings: Vec::new(),
        speaker: CurrentSpeaker::None,
        next_speaker: None,
        silent_changes: 0,
        ends: 0,
        words: 0,
    };
    for_each(raw, &captions.cues, repeats, |cue, plain, from| {
        for (place, piece) in labels.pieces(plain, from).into_iter().enumerate() {
            turns.add(cue, plain, piece, place == 0);
        }
        turns.ends = turns.ends.max(cue.ends);
    });
    let headings = std::mem::take(&mut turns.headings);
    turns
        .draft
        .replace_to(raw.len(), if headings.is_empty() { "" } else { "\n" });
    let (text, edits) = turns.draft.done();
    let silent = turns.silent_changes + usize::from(turns.next_speaker.is_some());
    let turns = headings
        .iter()
        .filter(|heading| !heading.same_speaker)
        .count();
    let notes = notes(
        &captions,
        repeats,
        &labels,
        [turns, wordless, repeated, silent],
    );
    let encoding = format!("{}, {}", captions.format, decoded.encoding);
    Ok(ParsedText {
        text,
        encoding,
        edits,
        notes,
        headings: Some(headings),
        ..ParsedText::default()
    })
}

/// Calls `look` with each cue, its visible text, and the byte from which that text is new.
fn for_each(
    raw: &str,
    cues: &[Cue],
    repeats: RepeatStyle,
    mut look: impl FnMut(&Cue, &CueText, usize),
) {
    let mut before = ShownCue::default();
    for cue in cues {
        let plain = CueText::parse(raw, cue.from.min(cue.to), cue.to);
        let from = repeats.repeated_prefix(raw, &before, cue, &plain);
        look(cue, &plain, from);
        before.replace_with(cue, plain);
    }
}

/// The report, in sentences.
fn notes(
    captions: &Captions,
    repeats: RepeatStyle,
    labels: &SpeakerMarking,
    [turns, wordless, repeated, silent]: [usize; 4],
) -> Vec<String> {
    let cues = captions.cues.len();
    let mut notes = vec![format!(
        "{} became {}, each with the time it begins",
        number::count_noun(cues, "cue"),
        number::count_noun(turns, "turn")
    )];
    if repeated > 0 {
        let why = match repeats {
            RepeatStyle { rolling: true, .. } => "rolling captions",
            RepeatStyle {
                highlighted: true, ..
            } => "another word highlighted",
            _ => "the same time",
        };
        notes.push(format!(
            "{repeated} of them repeat words of the cue before ({why}), which were read once"
        ));
    }
    if wordless > 0 {
        notes.push(format!("{wordless} of them without words"));
    }
    if captions.untimed > 0 {
        notes.push(format!(
            "{} with a time that cannot be read, placed where the file has it",
            number::count_noun(captions.untimed, "cue")
        ));
    }
    if silent > 0 {
        notes.push(number::count_noun(silent, "label without words"));
    }
    if let [first, others @ ..] = labels.passed_over.as_slice() {
        let more = if others.is_empty() {
            String::new()
        } else {
            format!(" and {} more", others.len())
        };
        let colon = if first.starts_with('[') { "" } else { ":" };
        notes.push(format!(
            "read as words, not as a speaker: `{}{colon}`{more}",
            sanitize::sanitize_line(first)
        ));
    }
    notes.extend(left_out_sentence(
        captions.notes,
        "note of the file",
        "notes of the file",
    ));
    notes.extend(left_out_sentence(
        captions.styles,
        "style or region",
        "styles or regions",
    ));
    notes.extend(left_out_sentence(
        captions.headers,
        "line of the file's heading",
        "lines of the file's heading",
    ));
    notes.extend(left_out_sentence(
        captions.stray,
        "line that belongs to no cue",
        "lines that belong to no cue",
    ));
    notes
}

/// The speaker of the turn being written.
#[derive(Debug, PartialEq, Eq)]
enum CurrentSpeaker {
    /// No turn has begun.
    None,
    Named(String),
    /// Unnamed, until the next change of speaker.
    Other,
    /// Unknown: the next cue may be the same person or not.
    Nobody,
}

/// Builds the text.
struct CaptionTurns<'a> {
    draft: EditedText<'a>,
    headings: Vec<TurnHeading>,
    speaker: CurrentSpeaker,
    /// Named at the end of a cue; speaks in the next one.
    next_speaker: Option<SpeakerChange>,
    /// How often such a speaker turned out to say nothing.
    silent_changes: usize,
    /// When the last cue ended, and the number of words in its paragraph.
    ends: u64,
    words: usize,
}

impl CaptionTurns<'_> {
    fn add(&mut self, cue: &Cue, plain: &CueText, piece: CueSegment, first: bool) {
        if piece.words.is_empty() {
            self.silent_changes += usize::from(self.next_speaker.is_some());
            self.next_speaker = Some(piece.who);
            return;
        }
        let who = match (piece.who, self.next_speaker.take()) {
            (SpeakerChange::Same, Some(waiting)) => waiting,
            (who, waiting) => {
                self.silent_changes += usize::from(waiting.is_some());
                who
            }
        };
        let speaker = match who {
            SpeakerChange::Named(name) => Some(CurrentSpeaker::Named(name)),
            SpeakerChange::Other => Some(CurrentSpeaker::Other),
            SpeakerChange::Nobody => Some(CurrentSpeaker::Nobody),
            SpeakerChange::Same if self.speaker == CurrentSpeaker::None => {
                Some(CurrentSpeaker::Nobody)
            }
            SpeakerChange::Same => None,
        };
        // A repeated voice tag continues the turn, and so does an unknown speaker after an unknown
        // one.
        let goes_on = speaker
            .as_ref()
            .is_none_or(|new| *new == self.speaker && *new != CurrentSpeaker::Other);
        let begun = !self.headings.is_empty();
        let (lead, heading) = if !goes_on {
            self.speaker = speaker.unwrap_or(CurrentSpeaker::None);
            (if begun { "\n\n" } else { "" }, true)
        } else if first && self.breaks(cue) {
            ("\n\n", self.speaker == CurrentSpeaker::Nobody)
        } else {
            (" ", false)
        };
        let mut lead = lead.to_owned();
        if heading {
            self.head(cue, &mut lead);
        } else if lead != " " {
            // The same speaker continues, in a paragraph with a time of its own.
            let at = self.draft.text().len() + lead.len();
            self.headings.push(TurnHeading {
                span: Span::of(at, at),
                label: None,
                time: Some(cue.begins),
                same_speaker: true,
            });
        }
        self.words = if lead == " " { self.words } else { 0 }
            + plain.text[piece.words.clone()].split_whitespace().count();
        plain.write(&mut self.draft, piece.words, &lead);
    }

    /// True if the words of a cue by the same speaker begin a new paragraph.
    fn breaks(&self, cue: &Cue) -> bool {
        let last = self
            .draft
            .text()
            .chars()
            .rev()
            .take(8)
            .find(|c| !c.is_whitespace() && !"\"'”’»)".contains(*c));
        let sentence = last.is_some_and(|c| ".?!…]。？！".contains(c));
        let pause = cue.begins.saturating_sub(self.ends) >= PARAGRAPH_PAUSE_MS;
        if self.speaker == CurrentSpeaker::Nobody {
            return sentence || pause || self.words >= LONG;
        }
        (sentence && (pause || self.words >= LONG)) || self.words >= 3 * LONG
    }

    /// Appends a heading to `lead`, the text that precedes the words of a turn.
    fn head(&mut self, cue: &Cue, lead: &mut String) {
        let start = self.draft.text().len() + lead.len();
        let seconds = cue.begins / 1_000;
        *lead += &format!(
            "[{:02}:{:02}:{:02}] ",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        );
        let label = match &self.speaker {
            CurrentSpeaker::Named(name) => {
                let from = self.draft.text().len() + lead.len();
                *lead += &format!("{name}: ");
                Some(Span::of(from, from + name.len()))
            }
            _ => None,
        };
        let span = Span::of(start, self.draft.text().len() + lead.len());
        self.headings.push(TurnHeading {
            span,
            label,
            time: Some(cue.begins),
            same_speaker: false,
        });
    }
}
