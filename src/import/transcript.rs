//! Transcripts with speaker turns.
//!
//! The words are taken as they stand. What is found out about them (how turns
//! are marked, who asks, which language) is a reading of the file that the
//! report states and the person can overrule.

use super::TextFile;
use super::privacy::{PersonalDataKind, PersonalDataMatch, scan, scan_sure};
use super::pseudonyms::Pseudonyms;
use super::reader::{ParsedText, ReadOptions, TurnHeading};
use super::speakers::{self, SpeakerOptions};
use crate::study::{Command, InformantBody, Refusal, command::NewSpeaker};
use crate::text::{Span, TurnFormat, digest, language, number, sanitize};
use serde::Serialize;
pub use speakers::{DetectedSpeaker, InterviewerSource, SpeakerDoubt, TurnLayout};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// What the person says about a transcript; whatever is left out is found in the text.
#[derive(Clone, Debug, Default)]
pub struct TranscriptOptions {
    /// What to call the document; otherwise its file name.
    pub title: Option<String>,
    /// What to call the document when its file name alone would not tell it from others,
    /// and why.
    pub fallback_title: Option<(String, String)>,
    /// Its encoding and format, where the file does not say.
    pub read_options: ReadOptions,
    /// The code of its language.
    pub language: Option<String>,
    /// How turns are marked.
    pub layout: Option<TurnLayout>,
    /// The labels of all who speak.
    pub speakers: Vec<String>,
    /// The labels of those who ask; `-` alone for nobody.
    pub interviewer: Vec<String>,
    /// Whether comments that stand in the file become memos.
    pub comments: bool,
    /// What is done with what tells who somebody is.
    pub personal: PersonalDataPolicy,
    /// Names that tell who somebody is, beside numbers and addresses.
    pub names: Vec<String>,
}

/// What is done with numbers, addresses and names that tell who somebody is.
#[derive(Clone, Debug, Default)]
pub enum PersonalDataPolicy {
    /// The file is refused, with the places.
    #[default]
    Refuse,
    /// They stay, and are counted.
    Keep,
    /// They are replaced by a table.
    Replace(Arc<Mutex<Pseudonyms>>),
}

/// A transcript ready to join a study.
#[derive(Clone, Debug)]
pub struct TranscriptImport {
    /// Adds the document.
    pub command: Command,
    /// Keeps what stands beside its text, after it has been added.
    pub origin_command: Option<Command>,
    /// SHA-256 of its words, in hexadecimal.
    pub hash: String,
    /// How the file was read.
    pub report: TranscriptReport,
}

/// How a transcript was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TranscriptReport {
    /// What the document is called.
    pub title: String,
    /// How the bytes were read.
    pub encoding: String,
    /// The code of its language; `"other"` when it is none that is known.
    pub language: String,
    /// How turns are marked.
    pub format: TurnLayout,
    /// How many turns have a time.
    pub timed: usize,
    /// Who speaks, in order of appearance.
    pub speakers: Vec<DetectedSpeaker>,
    /// How the interviewer was told from the informants.
    pub interviewer: InterviewerSource,
    /// What stands like a label and is taken for speech.
    pub passed_over: Vec<String>,
    /// What a person should look at.
    pub doubts: Vec<SpeakerDoubt>,
    /// Words in all.
    pub words: usize,
    /// The file's name.
    pub file: String,
    /// What the reader left out or understood.
    pub notes: Vec<String>,
    /// How many places of the text differ from the file; all are kept.
    pub changes: usize,
}

/// Reads the transcript at `path`.
///
/// # Errors
/// When the file is missing, a folder, not text or empty, or the options do not fit it.
pub fn import_transcript(
    path: &Path,
    options: &TranscriptOptions,
) -> Result<TranscriptImport, Refusal> {
    let (mut file, mut reading) = TextFile::parse_transcript_with(path, options.read_options)?;
    if !reading.comments.is_empty() && !options.comments {
        let count = reading.comments.len();
        reading.notes.push(format!(
            "{} left out (--comments takes them for memos)",
            number::count_noun(count, "comment")
        ));
        reading.comments.clear();
    }
    apply_personal_data_policy(&mut file, &mut reading, options)?;
    let title = options
        .title
        .clone()
        .or_else(|| distinct_title(&file, options, &mut reading.notes));
    let options = &TranscriptOptions {
        title,
        ..options.clone()
    };
    let mut imported = read_marked(file, options, &reading.strong, reading.headings.as_deref())?;
    let ParsedText {
        edits,
        comments,
        mut notes,
        ..
    } = reading;
    if !comments.is_empty() {
        notes.push(format!(
            "{} taken for memos",
            number::count_noun(comments.len(), "comment")
        ));
    }
    (imported.report.notes, imported.report.changes) = (notes, edits.len());
    imported.origin_command =
        (!edits.is_empty() || !comments.is_empty()).then(|| Command::KeepOrigin {
            hash: imported.hash.clone(),
            edits,
            comments,
        });
    Ok(imported)
}

/// A title that tells a document from others; it is said why.
fn distinct_title(
    file: &TextFile,
    options: &TranscriptOptions,
    notes: &mut Vec<String>,
) -> Option<String> {
    let (called, why) = options.fallback_title.as_ref()?;
    let called = match &options.personal {
        PersonalDataPolicy::Replace(table) => {
            let mut table = table
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            table.replace(called, &[]).0
        }
        PersonalDataPolicy::Keep | PersonalDataPolicy::Refuse => called.clone(),
    };
    if called != file.stem() {
        notes.push(format!("called `{called}`, {why}"));
    }
    Some(called)
}

/// Refuses, counts or replaces what tells who somebody is.
fn apply_personal_data_policy(
    file: &mut TextFile,
    reading: &mut ParsedText,
    options: &TranscriptOptions,
) -> Result<(), Refusal> {
    match &options.personal {
        PersonalDataPolicy::Replace(table) => {
            // A table that another thread left in the middle of a change is still a table.
            let mut table = table
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            let places = places(reading);
            let (text, moved, found) = table.replace(&file.text, &places);
            let moved = set_places(reading, moved);
            let (title, _, _) = table.replace(&file.source.file, &[]);
            let comments = std::mem::take(&mut reading.comments);
            reading.comments = moved
                .into_iter()
                .zip(comments)
                .map(|(span, (_, words))| (span, table.replace(&words, &[]).0))
                .collect();
            let hints = scan(&text, &[])
                .iter()
                .filter(|finding| finding.kind.is_hint())
                .count();
            if hints > 0 {
                reading.notes.push(format!(
                    "{} left that may be a street address",
                    number::count_noun(hints, "place")
                ));
            }
            if found > 0 {
                reading.notes.push(format!(
                    "{} replaced by pseudonyms; no map back is kept",
                    number::count_noun(found, "place")
                ));
                // The map back holds the words of the file.
                reading.edits.clear();
            }
            (file.text, file.source.file) = (text, title);
            Ok(())
        }
        PersonalDataPolicy::Keep => {
            let comments = reading
                .comments
                .iter()
                .map(|(_, words)| scan(words, &options.names).len())
                .sum::<usize>();
            let found = scan(&file.text, &options.names).len() + comments;
            if found > 0 {
                reading.notes.push(format!(
                    "{} that may tell who somebody is",
                    number::count_noun(found, "place")
                ));
            }
            Ok(())
        }
        PersonalDataPolicy::Refuse => {
            refuse_personal(file, &options.names)?;
            let called = options.fallback_title.as_ref().map(|(called, _)| called);
            for name in [Some(&file.source.file), options.title.as_ref(), called]
                .into_iter()
                .flatten()
            {
                refuse_name(name, &options.names)?;
            }
            match reading
                .comments
                .iter()
                .find(|(_, words)| !scan_sure(words, &options.names).is_empty())
            {
                Some(_) => Err(Refusal::new(
                    format!(
                        "{} holds what tells who somebody is in a comment",
                        file.name
                    ),
                    "Nothing was imported; leave --comments out, replace it with --pseudonyms TABLE.csv, or keep it with --keep-personal",
                )),
                None => {
                    let hints = scan(&file.text, &options.names);
                    reading.notes.extend(told_places(&file.text, &hints).map(|places| {
                        format!("may tell who somebody is, and was left: {places}; look at it, and list it with --names if it does")
                    }));
                    Ok(())
                }
            }
        }
    }
}

pub(super) fn refuse_personal(file: &TextFile, names: &[String]) -> Result<(), Refusal> {
    let found = scan_sure(&file.text, names);
    match told_places(&file.text, &found) {
        None => Ok(()),
        Some(places) => Err(Refusal::new(
            format!("{} holds what tells who somebody is: {places}", file.name),
            "Nothing was imported; replace it with --pseudonyms TABLE.csv, or keep it with --keep-personal",
        )),
    }
}

/// Refuses a name of a file or a title. Eight digits in a row are there what a recorder calls it.
fn refuse_name(name: &str, names: &[String]) -> Result<(), Refusal> {
    let counted = |finding: &PersonalDataMatch| {
        finding.kind == PersonalDataKind::Phone
            && finding
                .span
                .text(name)
                .bytes()
                .all(|byte| byte.is_ascii_digit())
    };
    match scan_sure(name, names)
        .into_iter()
        .find(|finding| !counted(finding))
    {
        None => Ok(()),
        Some(finding) => Err(Refusal::new(
            format!(
                "the name of {} tells who somebody is: {}",
                name.replace(finding.span.text(name), "…"),
                finding.kind.noun()
            ),
            "Nothing was imported; rename the file, replace it with --pseudonyms TABLE.csv, or keep it with --keep-personal",
        )),
    }
}

/// The first places by their lines; `None` where there are none.
fn told_places(text: &str, found: &[PersonalDataMatch]) -> Option<String> {
    let line = |at: u32| 1 + text[..at as usize].matches('\n').count();
    let places: Vec<String> = found
        .iter()
        .take(5)
        .map(|finding| {
            format!(
                "{} in line {}",
                finding.kind.noun(),
                line(finding.span.start)
            )
        })
        .collect();
    let more = if found.len() > 5 {
        format!(" and {} more", found.len() - 5)
    } else {
        String::new()
    };
    (!found.is_empty()).then(|| format!("{}{more}", places.join(", ")))
}

/// The places of a text that move when names in it are replaced.
fn places(reading: &ParsedText) -> Vec<Span> {
    let headings = reading.headings.iter().flatten();
    let of_headings =
        headings.flat_map(|heading| [heading.span, heading.label.unwrap_or(heading.span)]);
    reading
        .comments
        .iter()
        .map(|(span, _)| *span)
        .chain(reading.strong.iter().copied())
        .chain(of_headings)
        .collect()
}

/// Takes the places over where they are now; answers those of the comments.
fn set_places(reading: &mut ParsedText, moved: Vec<Span>) -> Vec<Span> {
    let mut moved = moved.into_iter();
    let comments = moved.by_ref().take(reading.comments.len()).collect();
    reading.strong = moved.by_ref().take(reading.strong.len()).collect();
    for heading in reading.headings.iter_mut().flatten() {
        if let (Some(span), Some(label)) = (moved.next(), moved.next()) {
            *heading = TurnHeading {
                span,
                label: heading.label.map(|_| label),
                ..*heading
            };
        }
    }
    comments
}

/// Reads a transcript that has been opened, by nothing but its words.
///
/// # Errors
/// When it holds no word, is too long, or the options do not fit it.
pub fn read(file: TextFile, options: &TranscriptOptions) -> Result<TranscriptImport, Refusal> {
    read_marked(file, options, &[], None)
}

fn read_marked(
    file: TextFile,
    options: &TranscriptOptions,
    strong: &[Span],
    headings: Option<&[TurnHeading]>,
) -> Result<TranscriptImport, Refusal> {
    let TextFile { name, text, source } = &file;
    if !text.contains(char::is_alphanumeric) {
        return Err(Refusal::new(
            format!("{name} holds no words"),
            "Nothing was imported; check the file",
        ));
    }
    if u32::try_from(text.len()).is_err() {
        return Err(Refusal::new(
            format!("{name} is longer than 4 GB"),
            "Divide it into several files",
        ));
    }
    let title = options
        .title
        .clone()
        .unwrap_or_else(|| file.stem().to_owned());
    let language = match options.language.as_deref() {
        Some(said) => language::parse_code(said).unwrap_or(said),
        None => language::detect(text),
    };
    let language = language.to_owned();
    let said = SpeakerOptions {
        speakers: &options.speakers,
        interviewer: &options.interviewer,
        layout: options.layout,
    };
    let speech = speakers::detect_speakers(text, strong, headings, said)
        .map_err(|refusal| Refusal::new(format!("{name}: {}", refusal.what), refusal.hint))?;
    let command = Command::AddDocument {
        title: title.clone(),
        language: language.clone(),
        format: TurnFormat::Marked(speech.marks.into()),
        speakers: speech.speakers.iter().map(new_speaker).collect(),
        source: source.clone(),
        text: Arc::from(text.as_str()),
    };
    let report = TranscriptReport {
        title,
        encoding: source.encoding.clone(),
        language,
        format: speech.layout,
        timed: speech.timed,
        speakers: speech.speakers,
        interviewer: speech.interviewer,
        passed_over: speech.passed_over,
        doubts: speech.doubts,
        words: speech.words,
        file: source.file.clone(),
        notes: Vec::new(),
        changes: 0,
    };
    Ok(TranscriptImport {
        command,
        origin_command: None,
        hash: digest::sha256(text.as_bytes()),
        report,
    })
}

fn new_speaker(speaker: &DetectedSpeaker) -> NewSpeaker {
    let informant = (!speaker.interviewer).then(|| InformantBody {
        name: speaker.label.clone(),
        ..InformantBody::default()
    });
    NewSpeaker {
        label: speaker.label.clone(),
        informant,
        by_name: false,
    }
}

impl TranscriptReport {
    /// How the file was read, but for who speaks: for where the speakers stand beside it.
    #[must_use]
    pub fn summary(&self) -> String {
        let notes: String = self
            .notes
            .iter()
            .map(|note| format!("; {}", sanitize::sanitize_line(note)))
            .collect();
        format!("{}{notes}", self.reading())
    }

    fn reading(&self) -> String {
        let language = language::name(&self.language);
        let timed = if self.timed > 0 {
            format!(", {} with a time", self.timed)
        } else {
            String::new()
        };
        let nobody = if self.speakers.is_empty() {
            "; no speaker is marked"
        } else {
            ""
        };
        format!(
            "{}, {language}, {} words; turns marked by {}{timed}{nobody}",
            self.encoding,
            self.words,
            self.format.describe()
        )
    }
}

impl fmt::Display for TranscriptReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reading())?;
        for (place, speaker) in self.speakers.iter().enumerate() {
            write!(
                f,
                "{} {}",
                if place == 0 { ":" } else { "," },
                sanitize::sanitize_line(&speaker.label)
            )?;
            write!(
                f,
                " ({} turn{}",
                speaker.turns,
                if speaker.turns == 1 { "" } else { "s" }
            )?;
            match (speaker.interviewer, self.interviewer) {
                (true, InterviewerSource::ByQuestions) => {
                    f.write_str(", the interviewer by the questions asked)")?
                }
                (true, _) => f.write_str(", the interviewer)")?,
                _ => f.write_str(")")?,
            }
        }
        if let [first, others @ ..] = self.passed_over.as_slice() {
            let more = if others.is_empty() {
                String::new()
            } else {
                format!(" and {} more", others.len())
            };
            write!(
                f,
                "; taken for speech: `{}:`{more}",
                sanitize::sanitize_line(first)
            )?;
        }
        for note in &self.notes {
            write!(f, "; {}", sanitize::sanitize_line(note))?;
        }
        Ok(())
    }
}

impl TranscriptImport {
    /// What makes it so, in order.
    #[must_use]
    pub fn commands(self) -> Vec<Command> {
        [Some(self.command), self.origin_command]
            .into_iter()
            .flatten()
            .collect()
    }
}
