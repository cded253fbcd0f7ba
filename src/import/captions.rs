//! Captions: SubRip (`.srt`) and WebVTT (`.vtt`), as Zoom, Teams and Whisper write them.
//!
//! Cues of one speaker that follow each other become one turn, with the time at
//! which it begins before it: `[00:01:06] Name: words`. The file's own lines stay in
//! the map back, so that every word leads to its cue.

use super::decode::decode;
use super::draft::Draft;
use super::reader::Reading;
use crate::study::Refusal;
use regex::Regex;
use std::sync::LazyLock;

static TIMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{3})\s*-->\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{3})").ok()
});
static SPEAKER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(?:\[(\p{L}[\p{L}\p{N} .'’_-]{0,39})\]:?|(\p{L}[\p{L}\p{N} .,'’()_-]{0,39}?):)\s+").ok());

/// Without speakers, a pause of so many milliseconds begins a new paragraph.
const PAUSE: u64 = 2_000;

/// A cue: where its words lie in the file, when, and who speaks.
struct Cue {
    words: Vec<(usize, usize)>,
    from: u64,
    to: u64,
    speaker: Option<String>,
}

/// Reads the bytes of the file called `name`.
///
/// # Errors
/// When it is no text, or holds no cue.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Refusal> {
    let decoded = decode(bytes, name)?;
    let raw = decoded.text.as_str();
    let cues = cues(raw);
    if cues.is_empty() {
        return Err(Refusal::new(
            format!("{name} holds no cue with a time, such as 00:00:01.000 --> 00:00:03.000"),
            "Nothing was imported; check the file",
        ));
    }
    let mut draft = Draft::new(raw);
    let mut before: Option<&Cue> = None;
    let mut turns = 0;
    for cue in &cues {
        let goes_on = before.is_some_and(|last| goes_on(last, cue, draft.text()));
        let lead = match (before, goes_on) {
            (Some(_), true) => " ".to_owned(),
            (last, _) => {
                turns += 1;
                let gap = if last.is_some() { "\n\n" } else { "" };
                let speaker = cue.speaker.as_ref().map(|speaker| format!("{speaker}: ")).unwrap_or_default();
                format!("{gap}[{}] {speaker}", clock(cue.from))
            }
        };
        for (line, (from, to)) in cue.words.iter().enumerate() {
            draft.replace_to(*from, if line == 0 { &lead } else { " " });
            words(&mut draft, raw, *from, *to);
        }
        before = Some(cue);
    }
    draft.replace_to(raw.len(), "\n");
    let (text, edits) = draft.done();
    let notes = vec![format!("{} cues became {turns} turns, each with the time it begins", cues.len())];
    let format = if raw.starts_with("WEBVTT") { "vtt" } else { "srt" };
    Ok(Reading { text, encoding: format!("{format}, {}", decoded.encoding), edits, notes, ..Reading::default() })
}

/// Whether a cue goes on with the turn of the one before.
fn goes_on(last: &Cue, cue: &Cue, text: &str) -> bool {
    match (&last.speaker, &cue.speaker) {
        (Some(one), Some(other)) => one == other,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => cue.from.saturating_sub(last.to) < PAUSE && !text.trim_end().ends_with(['.', '?', '!', '…']),
    }
}

/// The words of a line without `<i>` and the like, and with `&lt;` as `<`.
fn words(draft: &mut Draft<'_>, raw: &str, from: usize, to: usize) {
    let mut at = from;
    while at < to {
        let rest = &raw[at..to];
        let Some(place) = rest.find(['<', '&']) else { break };
        draft.keep_to(at + place);
        let mark = &rest[place..];
        let tag = mark.starts_with('<').then(|| mark.find('>')).flatten().map(|end| (end + 1, ""));
        let entity = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&nbsp;", "\u{a0}")]
            .into_iter()
            .find(|(name, _)| mark.starts_with(name));
        match tag.or(entity.map(|(name, letter)| (name.len(), letter))) {
            Some((length, with)) => {
                draft.replace_to(at + place + length, with);
                at += place + length;
            }
            None => at += place + 1,
        }
    }
    draft.keep_to(to);
}

fn cues(raw: &str) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut open: Option<Cue> = None;
    let mut at = 0;
    for line in raw.split_inclusive('\n') {
        let words = line.trim();
        let begins = at + line.len() - line.trim_start().len();
        if let Some((from, to)) = times(line) {
            cues.extend(open.take().filter(|cue| !cue.words.is_empty()));
            open = Some(Cue { words: Vec::new(), from, to, speaker: None });
        } else if words.is_empty() {
            cues.extend(open.take().filter(|cue| !cue.words.is_empty()));
        } else if let Some(cue) = &mut open {
            let mut from = begins;
            if cue.words.is_empty() {
                let (speaker, length) = speaker(words);
                cue.speaker = speaker;
                from += length;
            }
            if from < begins + words.len() {
                cue.words.push((from, begins + words.len()));
            }
        }
        at += line.len();
    }
    cues.extend(open.filter(|cue| !cue.words.is_empty()));
    cues
}

/// From when to when, in milliseconds.
fn times(line: &str) -> Option<(u64, u64)> {
    let found = TIMES.as_ref()?.captures(line)?;
    let number = |place: usize| found.get(place).and_then(|digits| digits.as_str().parse::<u64>().ok()).unwrap_or(0);
    let at = |first: usize| ((number(first) * 60 + number(first + 1)) * 60 + number(first + 2)) * 1_000 + number(first + 3);
    Some((at(1), at(5)))
}

/// Who speaks, and how many bytes of the line say so.
fn speaker(line: &str) -> (Option<String>, usize) {
    if let Some(voice) = line.strip_prefix("<v")
        && let Some((name, _)) = voice.split_once('>')
        && name.starts_with([' ', '.'])
    {
        let bare = name.split_once(' ').map_or("", |(_, name)| name);
        return (label(bare), 2 + name.len() + 1);
    }
    let Some(found) = SPEAKER.as_ref().and_then(|speaker| speaker.captures(line)) else { return (None, 0) };
    let name = found.get(1).or(found.get(2)).map_or("", |name| name.as_str());
    (label(name), found.get(0).map_or(0, |whole| whole.end()))
}

/// A name as it can stand before a colon: without what would end a label.
fn label(name: &str) -> Option<String> {
    let fit = |c: char| if c.is_alphanumeric() || " .'’_/&-".contains(c) { c } else { ' ' };
    let clean: String = html_escape::decode_html_entities(name).chars().map(fit).collect();
    let words: Vec<&str> = clean.split_whitespace().collect();
    let name: String = words.join(" ").chars().take(40).collect();
    let name = name.trim().trim_start_matches(|c: char| !c.is_alphabetic());
    (!name.is_empty()).then(|| name.to_owned())
}

fn clock(milliseconds: u64) -> String {
    let seconds = milliseconds / 1_000;
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::origin::original;

    #[test]
    fn cues_of_one_speaker_are_one_turn_and_lead_back() {
        let raw = "WEBVTT\n\nNOTE made up\n\n00:01.000 --> 00:02.000\n<v Holm, Sofie>Hvad\n<i>så</i>?</v>\n\n00:02.000 --> 00:03.000\n<v Holm, Sofie>Og?</v>\n\n01:00:03.000 --> 01:00:04.000\n<v M1>3 &lt; 4</v>\n";
        let reading = read("f.vtt", raw.as_bytes()).unwrap();
        assert_eq!(reading.text, "[00:00:01] Holm Sofie: Hvad så? Og?\n\n[01:00:03] M1: 3 < 4\n");
        assert_eq!(original(&reading.text, &reading.edits).as_deref(), Some(raw));
        assert!(read("f.srt", b"1\nhello\n").unwrap_err().what.contains("no cue"));
    }
}
