//! Transcripts with speaker turns.
//!
//! The words are kept verbatim. What is inferred about them (how turns are marked, who asks, which
//! language) is listed in the report, and options overrule it.

mod report;

use super::pseudonyms::Pseudonyms;
use super::reader::{ParsedText, ReadOptions, TurnHeading};
use super::speakers::SpeakerOptions;
use super::{TextFile, speakers};
use crate::privacy::{PersonalDataKind, PersonalDataMatch, scan, scan_sure};
use crate::study::command::NewSpeaker;
use crate::study::{Command, InformantBody, Refusal};
use crate::text::{Span, TurnFormat, language, number, sanitize};
pub use report::TranscriptReport;
pub use speakers::{DetectedSpeaker, InterviewerSource, SpeakerDoubt, TurnLayout};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// What the user specified; everything left out is detected in the text.
#[derive(Clone, Debug, Default)]
pub struct TranscriptOptions {
    /// The document's title; defaults to the file name.
    pub title: Option<String>,
    /// A title that distinguishes the document where the file name alone does not, and the reason.
    pub fallback_title: Option<(String, String)>,
    pub read_options: ReadOptions,
    /// Language code.
    pub language: Option<String>,
    pub layout: Option<TurnLayout>,
    /// The labels of all speakers.
    pub speakers: Vec<String>,
    /// The labels of the interviewers; a single `-` for none.
    pub interviewer: Vec<String>,
    /// Turn comments in the file into memos.
    pub comments: bool,
    pub personal: PersonalDataPolicy,
    /// Names to look for as personal data, besides numbers and addresses.
    pub names: Vec<String>,
}

/// How personal data (numbers, addresses, listed names) in a transcript is handled.
#[derive(Clone, Debug, Default)]
pub enum PersonalDataPolicy {
    /// Refuse the file and list the places.
    #[default]
    Refuse,
    /// Keep it, and report how many places there are.
    Keep,
    /// Replace it by pseudonyms.
    Replace(Arc<Mutex<Pseudonyms>>),
}

/// A transcript ready to be added to a study.
#[derive(Clone, Debug)]
pub struct TranscriptImport {
    pub command: Command,
    /// Stores the edits and comments of the file; runs after the document was added.
    pub origin_command: Option<Command>,
    /// SHA-256 of the words, in hexadecimal.
    pub hash: String,
    pub report: TranscriptReport,
}

/// Reads the transcript at `path`. Refuses options that do not fit it.
pub fn import_transcript(
    path: &Path,
    options: &TranscriptOptions,
) -> Result<TranscriptImport, Refusal> {
    let (mut file, mut reading) = TextFile::parse_transcript_with(path, options.read_options)?;
    if !reading.comments.is_empty() && !options.comments {
        let count = reading.comments.len();
        reading.notes.push(format!(
            "{} left out (--comments imports them as memos)",
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

/// The distinguishing title, with its names replaced if there is a table of pseudonyms; the reason
/// goes into `notes`.
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

/// Refuses, counts or replaces personal data.
fn apply_personal_data_policy(
    file: &mut TextFile,
    reading: &mut ParsedText,
    options: &TranscriptOptions,
) -> Result<(), Refusal> {
    match &options.personal {
        PersonalDataPolicy::Replace(table) => {
            // A poisoned lock is fine: the table is consistent after every single change.
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
                    "{} replaced by pseudonyms; no record of the originals is kept",
                    number::count_noun(found, "place")
                ));
                // The edits hold the original words, which have just been replaced.
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
                    "{} that may identify somebody",
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
                    format!("{} holds what identifies somebody in a comment", file.name),
                    "Nothing was imported; leave --comments out, replace it with --pseudonyms TABLE.csv, or keep it with --keep-personal",
                )),
                None => {
                    let hints = scan(&file.text, &options.names);
                    reading.notes.extend(told_places(&file.text, &hints).map(|places| {
                        format!("may identify somebody, and was left: {places}; check, and list it with --names if it does")
                    }));
                    Ok(())
                }
            }
        }
    }
}

pub(crate) fn refuse_personal(file: &TextFile, names: &[String]) -> Result<(), Refusal> {
    let found = scan_sure(&file.text, names);
    match told_places(&file.text, &found) {
        None => Ok(()),
        Some(places) => Err(Refusal::new(
            format!("{} holds what identifies somebody: {places}", file.name),
            "Nothing was imported; replace it with --pseudonyms TABLE.csv, or keep it with --keep-personal",
        )),
    }
}

/// Refuses a file name or title with personal data. Phone numbers of bare digits are let through,
/// because recorders number their files that way.
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
                "the name of {} identifies somebody: {}",
                name.replace(finding.span.text(name), "…"),
                finding.kind.noun()
            ),
            "Nothing was imported; rename the file, replace it with --pseudonyms TABLE.csv, or keep it with --keep-personal",
        )),
    }
}

/// The first five places with their lines; `None` where there are none.
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

/// All spans that shift when names in the text are replaced.
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

/// Writes the shifted spans back; returns those of the comments, which are rebuilt by the caller.
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

/// Builds the transcript from an opened file, by its words alone.
/// Refuses a text without words, one that is too long, and options that do not fit it.
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
        Some(given) => language::parse_code(given).unwrap_or(given),
        None => language::detect(text),
    };
    let language = language.to_owned();
    let speaker_options = SpeakerOptions {
        speakers: &options.speakers,
        interviewer: &options.interviewer,
        layout: options.layout,
    };
    let speech = speakers::detect_speakers(text, strong, headings, speaker_options)
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
        hash: sanitize::sha256(text.as_bytes()),
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

impl TranscriptImport {
    /// The commands that add the transcript, in order.
    pub fn commands(self) -> Vec<Command> {
        [Some(self.command), self.origin_command]
            .into_iter()
            .flatten()
            .collect()
    }
}
