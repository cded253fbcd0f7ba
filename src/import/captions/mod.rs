//! Captions: WebVTT (`.vtt`), SubRip (`.srt`) and YouTube's `.sbv`, as Zoom, Teams, Whisper,
//! Amberscript and others write them.
//!
//! Cues of one speaker that follow each other become one turn, with the time at
//! which it begins before it: `[00:01:06] Name: words`. The file's own lines stay in
//! the map back, so that every word leads to its cue. The file is gone through several
//! times and only its cues' places are kept: how it repeats words, how it marks speakers,
//! and then its words.

mod grammar;
mod labels;
mod plain;
mod unfold;

use super::decode::decode;
use super::draft::Draft;
use super::reader::{Heading, Reading, left_out};
use crate::study::Refusal;
use crate::text::{Span, harmless, number};
pub(super) use grammar::clock as milliseconds;
use grammar::{Captions, Cue, Format};
pub(super) use labels::is_name;
use labels::{Labels, Piece, Seen, Who};
use plain::Plain;
use unfold::{Repeats, Shown};

/// A pause of so many milliseconds begins a new paragraph.
const PAUSE: u64 = 2_000;
/// A paragraph of so many words ends with its sentence, and one of three times as many with its
/// cue.
const LONG: usize = 150;
/// No captions are longer: those of a day are a hundredth of it.
const LONGEST: usize = 64 << 20;

/// Reads the bytes of the file called `name`.
///
/// # Errors
/// When it is no text, or holds no cue.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Refusal> {
    if bytes.len() > LONGEST {
        let what = format!(
            "{name} is longer than {} MB, which no captions are",
            LONGEST >> 20
        );
        return Err(Refusal::new(what, "Divide it into several files"));
    }
    let decoded = decode(bytes, name)?;
    let raw = decoded.text.as_str();
    let captions = grammar::captions(raw);
    if captions.cues.is_empty() {
        return Err(Refusal::new(
            format!("{name} holds no cue with a time, such as 00:00:01.000 --> 00:00:03.000"),
            "Nothing was imported; check the file",
        ));
    }
    let repeats = Repeats::of(raw, &captions.cues);
    let (mut seen, mut wordless, mut repeated) = (Seen::default(), 0, 0);
    for_each(raw, &captions.cues, repeats, |_, plain, from| {
        wordless += usize::from(plain.text.trim().is_empty());
        repeated += usize::from(from > 0);
        seen.look(plain, from);
    });
    let labels = seen.labels();
    let mut turns = Turns {
        draft: Draft::new(raw),
        headings: Vec::new(),
        speaker: Speaker::None,
        waiting: None,
        silent: 0,
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
    let silent = turns.silent + usize::from(turns.waiting.is_some());
    let turns = headings.iter().filter(|heading| !heading.same).count();
    let notes = notes(
        &captions,
        repeats,
        &labels,
        [turns, wordless, repeated, silent],
    );
    let format = match captions.format {
        Format::Vtt => "vtt",
        Format::Srt => "srt",
        Format::Sbv => "sbv",
    };
    let encoding = format!("{format}, {}", decoded.encoding);
    Ok(Reading {
        text,
        encoding,
        edits,
        notes,
        headings: Some(headings),
        ..Reading::default()
    })
}

/// Goes through the cues, each with what is shown of it and the byte of that from which on it is
/// new.
fn for_each(raw: &str, cues: &[Cue], repeats: Repeats, mut look: impl FnMut(&Cue, &Plain, usize)) {
    let mut before = Shown::default();
    for cue in cues {
        let plain = Plain::of(raw, cue.from.min(cue.to), cue.to);
        let from = repeats.repeated(raw, &before, cue, &plain);
        look(cue, &plain, from);
        before.follow(cue, plain);
    }
}

/// What became of the cues, in sentences.
fn notes(
    captions: &Captions,
    repeats: Repeats,
    labels: &Labels,
    [turns, wordless, repeated, silent]: [usize; 4],
) -> Vec<String> {
    let cues = captions.cues.len();
    let mut notes = vec![format!(
        "{} became {}, each with the time it begins",
        number::some(cues, "cue"),
        number::some(turns, "turn")
    )];
    if repeated > 0 {
        let why = match repeats {
            Repeats { rolling: true, .. } => "rolling captions",
            Repeats {
                highlighted: true, ..
            } => "another word highlighted",
            _ => "the same time",
        };
        notes.push(format!(
            "{repeated} of them repeat words of the cue before ({why}), which were taken once"
        ));
    }
    if wordless > 0 {
        notes.push(format!("{wordless} of them without words"));
    }
    if captions.untimed > 0 {
        notes.push(format!(
            "{} with a time that cannot be read, placed where the file has it",
            number::some(captions.untimed, "cue")
        ));
    }
    if silent > 0 {
        notes.push(number::some(silent, "label without words"));
    }
    if let [first, others @ ..] = labels.passed_over.as_slice() {
        let more = if others.is_empty() {
            String::new()
        } else {
            format!(" and {} more", others.len())
        };
        let colon = if first.starts_with('[') { "" } else { ":" };
        notes.push(format!(
            "taken for words, not for a speaker: `{}{colon}`{more}",
            harmless::one_line(first)
        ));
    }
    notes.extend(left_out(
        captions.notes,
        "note of the file",
        "notes of the file",
    ));
    notes.extend(left_out(
        captions.styles,
        "style or region",
        "styles or regions",
    ));
    notes.extend(left_out(
        captions.headers,
        "line of the file's heading",
        "lines of the file's heading",
    ));
    notes.extend(left_out(
        captions.stray,
        "line that belongs to no cue",
        "lines that belong to no cue",
    ));
    notes
}

/// Whose turn is being written.
#[derive(Debug, PartialEq, Eq)]
enum Speaker {
    /// Nobody's yet.
    None,
    Named(String),
    /// Somebody's without a name, until the next one speaks.
    Other,
    /// Somebody's: whether the next cue is the same person's, nobody knows.
    Nobody,
}

/// The text under way.
struct Turns<'a> {
    draft: Draft<'a>,
    headings: Vec<Heading>,
    speaker: Speaker,
    /// Who has been named at the end of a cue and speaks in the next.
    waiting: Option<Who>,
    /// How often such a one said nothing.
    silent: usize,
    /// When the last cue ended, and how many words its paragraph has.
    ends: u64,
    words: usize,
}

impl Turns<'_> {
    fn add(&mut self, cue: &Cue, plain: &Plain, piece: Piece, first: bool) {
        if piece.words.is_empty() {
            self.silent += usize::from(self.waiting.is_some());
            self.waiting = Some(piece.who);
            return;
        }
        let who = match (piece.who, self.waiting.take()) {
            (Who::Same, Some(waiting)) => waiting,
            (who, waiting) => {
                self.silent += usize::from(waiting.is_some());
                who
            }
        };
        let speaker = match who {
            Who::Named(name) => Some(Speaker::Named(name)),
            Who::Other => Some(Speaker::Other),
            Who::Nobody => Some(Speaker::Nobody),
            Who::Same if self.speaker == Speaker::None => Some(Speaker::Nobody),
            Who::Same => None,
        };
        // A voice that is given again, and nobody after nobody, goes on.
        let goes_on = speaker
            .as_ref()
            .is_none_or(|new| *new == self.speaker && *new != Speaker::Other);
        let begun = !self.headings.is_empty();
        let (lead, heading) = if !goes_on {
            self.speaker = speaker.unwrap_or(Speaker::None);
            (if begun { "\n\n" } else { "" }, true)
        } else if first && self.breaks(cue) {
            ("\n\n", self.speaker == Speaker::Nobody)
        } else {
            (" ", false)
        };
        let mut lead = lead.to_owned();
        if heading {
            self.head(cue, &mut lead);
        } else if lead != " " {
            // The same speaker goes on, at a time of its own.
            let at = self.draft.text().len() + lead.len();
            self.headings.push(Heading {
                span: Span::of(at, at),
                label: None,
                time: Some(cue.begins),
                same: true,
            });
        }
        self.words = if lead == " " { self.words } else { 0 }
            + plain.text[piece.words.clone()].split_whitespace().count();
        plain.write(&mut self.draft, piece.words, &lead);
    }

    /// Whether the words of a cue that goes on begin a new paragraph.
    fn breaks(&self, cue: &Cue) -> bool {
        let last = self
            .draft
            .text()
            .chars()
            .rev()
            .take(8)
            .find(|c| !c.is_whitespace() && !"\"'”’»)".contains(*c));
        let sentence = last.is_some_and(|c| ".?!…]。？！".contains(c));
        let pause = cue.begins.saturating_sub(self.ends) >= PAUSE;
        if self.speaker == Speaker::Nobody {
            return sentence || pause || self.words >= LONG;
        }
        (sentence && (pause || self.words >= LONG)) || self.words >= 3 * LONG
    }

    /// Adds a heading to what stands before a turn's words.
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
            Speaker::Named(name) => {
                let from = self.draft.text().len() + lead.len();
                *lead += &format!("{name}: ");
                Some(Span::of(from, from + name.len()))
            }
            _ => None,
        };
        let span = Span::of(start, self.draft.text().len() + lead.len());
        self.headings.push(Heading {
            span,
            label,
            time: Some(cue.begins),
            same: false,
        });
    }
}
