//! Parses caption files (WebVTT, SubRip, YouTube's SBV) into cues.
//!
//! Existing crates refuse a file for one faulty line or give no byte positions, which the edits
//! need; hence this parser. It accepts what programs write beyond the standards, and counts
//! everything that is not a cue.

use memchr::memmem;

#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub enum CaptionFormat {
    Vtt,
    Srt,
    Sbv,
}

/// Byte range of a cue's words and markup, and when it is shown, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    pub from: usize,
    pub to: usize,
    pub begins: u64,
    pub ends: u64,
}

/// The cues of a file, and counts of everything else.
#[derive(Debug)]
pub struct Captions {
    pub format: CaptionFormat,
    pub cues: Vec<Cue>,
    /// `NOTE` blocks.
    pub notes: usize,
    /// `STYLE` and `REGION` blocks.
    pub styles: usize,
    /// Header lines after `WEBVTT`, including text on that line.
    pub headers: usize,
    /// Lines with words that belong to no cue.
    pub stray: usize,
    /// Cues with an unreadable time; they keep their place in the file.
    pub untimed: usize,
}

/// Lines after an empty one that may turn out to be the name of a cue, its words, or neither.
#[derive(Clone, Copy)]
struct PendingBlock {
    from: usize,
    to: usize,
    lines: usize,
    /// Where the last line begins.
    last: usize,
    /// An empty line has followed.
    ended: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum SkippedBlock {
    /// Up to the first empty line of a WebVTT file.
    Header,
    /// A note, style or region, up to the next empty line.
    Comment,
    None,
}

struct CaptionParser<'a> {
    raw: &'a str,
    captions: Captions,
    open: Option<Cue>,
    /// Where the last line of the open cue begins.
    last: usize,
    /// The open cue has more than white space.
    has_text: bool,
    /// An empty line has followed the open cue.
    ended: bool,
    block: Option<PendingBlock>,
    aside: SkippedBlock,
}

/// Parses `raw`, in which lines end with LF.
pub fn parse_captions(raw: &str) -> Captions {
    let format = format(raw);
    let found = Captions {
        format,
        cues: Vec::new(),
        notes: 0,
        styles: 0,
        headers: 0,
        stray: 0,
        untimed: 0,
    };
    let aside = if format == CaptionFormat::Vtt {
        SkippedBlock::Header
    } else {
        SkippedBlock::None
    };
    let mut walk = CaptionParser {
        raw,
        captions: found,
        open: None,
        last: 0,
        has_text: false,
        ended: false,
        block: None,
        aside,
    };
    let mut at = raw.len() - raw.trim_start_matches('\n').len();
    while at < raw.len() {
        let end =
            memchr::memchr(b'\n', &raw.as_bytes()[at..]).map_or(raw.len(), |length| at + length);
        walk.line(at, end);
        at = end + 1;
    }
    walk.settle();
    walk.close();
    walk.captions
}

fn format(raw: &str) -> CaptionFormat {
    let raw = raw.trim_start_matches('\n');
    if raw
        .strip_prefix("WEBVTT")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n']))
    {
        return CaptionFormat::Vtt;
    }
    let first = raw
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    if sbv_times(first).is_some() {
        CaptionFormat::Sbv
    } else {
        CaptionFormat::Srt
    }
}

impl CaptionParser<'_> {
    fn line(&mut self, from: usize, to: usize) {
        let line = &self.raw[from..to];
        if line.is_empty() {
            self.empty();
            return;
        }
        if self.aside == SkippedBlock::Comment {
            return;
        }
        if let Some((times, rest)) = times(line, self.captions.format) {
            self.aside = SkippedBlock::None;
            self.begin(times, from + rest, to);
        } else if self.aside == SkippedBlock::Header {
            let bare = line.trim_start_matches("WEBVTT").trim().is_empty();
            self.captions.headers += usize::from(!bare);
        } else if let Some(cue) = self.open.as_mut().filter(|_| !self.ended) {
            (cue.to, self.last) = (to, from);
            self.has_text |= !line.trim().is_empty();
        } else if let Some(block) = self.block.as_mut().filter(|block| !block.ended) {
            (block.to, block.last) = (to, from);
            block.lines += 1;
        } else {
            self.settle();
            if self.captions.format == CaptionFormat::Vtt && self.comment(line) {
                self.aside = SkippedBlock::Comment;
            } else {
                self.block = Some(PendingBlock {
                    from,
                    to,
                    lines: 1,
                    last: from,
                    ended: false,
                });
            }
        }
    }

    fn empty(&mut self) {
        self.aside = SkippedBlock::None;
        self.ended = true;
        match &mut self.block {
            // Doubled line ends put an empty line between a number and its time.
            Some(block) if is_number(&self.raw[block.from..block.to]) => block.ended = true,
            Some(_) => self.settle(),
            None => {}
        }
    }

    fn comment(&mut self, line: &str) -> bool {
        let word = line.split([' ', '\t']).next().unwrap_or_default();
        let style = matches!(line.trim_end(), "STYLE" | "REGION") || line.starts_with("Region:");
        self.captions.notes += usize::from(word == "NOTE");
        self.captions.styles += usize::from(style);
        word == "NOTE" || style
    }

    /// Opens a cue at a line of times. The line directly before it is the cue's name.
    fn begin(&mut self, times: Option<(u64, u64)>, rest: usize, to: usize) {
        if let Some(mut block) = self.block.take() {
            let named = self.captions.format == CaptionFormat::Vtt
                || is_number(&self.raw[block.last..block.to]);
            if named {
                (block.to, block.lines) = (block.last, block.lines - 1);
            }
            if block.lines > 0 {
                self.block = Some(block);
                self.settle();
            }
        } else if let Some(cue) = self.open.as_mut().filter(|_| !self.ended) {
            // Without an empty line in between, the next cue's number ends up in this cue.
            let next = self.captions.cues.len() + 2;
            let last = self.raw[self.last.max(cue.from).min(cue.to)..cue.to].trim();
            if last.parse() == Ok(next) {
                cue.to = self.last.max(cue.from);
            }
        }
        self.close();
        let (begins, ends) = times.unwrap_or_else(|| {
            self.captions.untimed += 1;
            let last = self.captions.cues.last().map_or(0, |cue| cue.ends);
            (last, last)
        });
        // Settings may follow the times; anything else is words.
        let settings = self.raw[rest..to].split_whitespace().all(is_setting);
        let from = if settings {
            (to + 1).min(self.raw.len())
        } else {
            rest
        };
        self.open = Some(Cue {
            from,
            to: if settings { from } else { to },
            begins,
            ends: ends.max(begins),
        });
        (self.last, self.has_text, self.ended) = (from, !settings, false);
    }

    /// Assigns a block that turned out not to be a cue's name.
    fn settle(&mut self) {
        let Some(block) = self.block.take() else {
            return;
        };
        match &mut self.open {
            // SubRip has no place for words outside cues. In WebVTT an empty line ends a cue, but
            // YouTube begins its cues with a blank line, which editors that strip trailing spaces
            // make empty.
            Some(cue) if self.captions.format != CaptionFormat::Vtt || !self.has_text => {
                (cue.to, self.last) = (block.to, block.last);
                self.has_text |= !self.raw[block.from..block.to].trim().is_empty();
            }
            _ => self.captions.stray += block.lines,
        }
    }

    fn close(&mut self) {
        self.captions.cues.extend(self.open.take());
    }
}

fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// `align:start`, `X1:117`: a cue setting.
fn is_setting(word: &str) -> bool {
    word.split_once(':').is_some_and(|(name, value)| {
        !name.is_empty()
            && !value.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

/// Parses a line of times: the times, `None` if they are unreadable, and where the settings begin.
/// Returns `None` for any other line.
fn times(line: &str, format: CaptionFormat) -> Option<(Option<(u64, u64)>, usize)> {
    if format == CaptionFormat::Sbv {
        return sbv_times(line).map(|times| (Some(times), line.len()));
    }
    // Times come early: a long line of words is not searched to its end.
    let head = line.len().min(64);
    let arrow = memmem::find(&line.as_bytes()[..head], b"-->")?;
    let (before, after) = (line[..arrow].trim(), &line[arrow + 3..]);
    let token = after.split_whitespace().next().unwrap_or_default();
    let Some(begins) = parse_clock(before) else {
        // Such as NaN:NaN:NaN, or a time in another notation.
        let like = |words: &str| words.contains(':') && !words.contains(char::is_whitespace);
        return (like(before) && like(token)).then_some((None, line.len()));
    };
    let blank = after.len() - after.trim_start().len();
    Some(match parse_clock(token) {
        Some(ends) => (Some((begins, ends)), arrow + 3 + blank + token.len()),
        None => (Some((begins, begins)), arrow + 3),
    })
}

fn sbv_times(line: &str) -> Option<(u64, u64)> {
    let (begins, ends) = line.trim().split_once(',')?;
    Some((parse_clock(begins)?, parse_clock(ends)?))
}

/// A time in milliseconds: `01:02:03.500`, `02:03,5`, `1:02:03`.
pub fn parse_clock(words: &str) -> Option<u64> {
    let (whole, fraction) = words.split_once(['.', ',']).unwrap_or((words, ""));
    let mut parts = [0_u64; 4];
    let mut count = 0;
    for part in whole.split(':') {
        if count == 4
            || part.is_empty()
            || part.len() > 6
            || !part.bytes().all(|byte| byte.is_ascii_digit())
        {
            return None;
        }
        parts[count] = part.parse().ok()?;
        count += 1;
    }
    let (hours, minutes, seconds, thousandths) = match count {
        2 => (0, parts[0], parts[1], 0),
        3 => (parts[0], parts[1], parts[2], 0),
        // Some programs write milliseconds after a colon too.
        4 if fraction.is_empty() => (parts[0], parts[1], parts[2], parts[3].min(999)),
        _ => return None,
    };
    if fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits: u64 = fraction
        .bytes()
        .chain(*b"000")
        .take(3)
        .fold(0, |sum, byte| sum * 10 + u64::from(byte - b'0'));
    Some(((hours * 60 + minutes) * 60 + seconds) * 1_000 + thousandths + digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(raw: &str) -> Vec<&str> {
        parse_captions(raw)
            .cues
            .iter()
            .map(|cue| raw[cue.from..cue.to].trim())
            .collect()
    }

    #[test]
    fn times_of_every_spelling() {
        for (spelled, time) in [
            ("00:00:01.000", 1_000),
            ("00:01,5", 1_500),
            ("1:02:03", 3_723_000),
            ("100:00:00.25", 360_000_250),
            ("00:00:01:040", 1_040),
        ] {
            assert_eq!(parse_clock(spelled), Some(time), "{spelled}");
        }
        for other in ["", "12", "a:b", "1::2", "-1:02", "1:2:3:4:5", "00:01.x"] {
            assert_eq!(parse_clock(other), None, "{other}");
        }
    }

    #[test]
    fn only_an_empty_line_ends_a_cue_of_webvtt() {
        let raw = "WEBVTT - A talk\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE by hand\nNOTE again\n\nintro\n00:01.000 --> 00:02.000 align:start\nOne\n \nstill one\n\nlost words\n\n00:03.000 --> 00:04.000\n\nTwo\n\nNOTEs are words\n\n";
        let found = parse_captions(raw);
        assert_eq!(words(raw), ["One\n \nstill one", "Two"]);
        assert_eq!(
            (found.headers, found.styles, found.notes, found.stray),
            (2, 1, 1, 2)
        );
    }

    #[test]
    fn subrip_as_it_is_written() {
        let doubled = "1\n\n00:00:01,000 --> 00:00:02,000\n\nOne\n\ntwo\n\n2\n\n00:00:03,000 --> 00:00:04,000\n\nThree\n";
        assert_eq!(words(doubled), ["One\n\ntwo", "Three"]);
        let close = "1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:03,000 --> 00:00:04,000 X1:1 Y1:2\n1984\n3\n00:00:05.000-->00:00:06.000 Three\n";
        assert_eq!(words(close), ["One", "1984", "Three"]);
        let numberless =
            "00:01,000 --> 00:02,000\n99\n\nNaN:NaN:NaN --> NaN:NaN:NaN\nTwo --> three\n";
        let found = parse_captions(numberless);
        assert_eq!(
            (words(numberless), found.untimed),
            (vec!["99", "Two --> three"], 1)
        );
        assert_eq!(
            words("0:00:01.000,0:00:02.000\nOne\n\n0:00:03.000,0:00:04.000\nTwo\n"),
            ["One", "Two"]
        );
    }
}
