//! The words of a cue without markup, each with its position in the file.

use crate::import::file::EditedText;
use std::ops::Range;

#[derive(Debug, Default)]
pub struct CueText {
    /// With spaces instead of line ends.
    pub text: String,
    parts: Vec<CueTextPart>,
    /// Where its lines begin in the text.
    pub lines: Vec<usize>,
    /// Where voices begin and end in the text.
    pub voices: Vec<(usize, VoiceTag)>,
    /// Where the first highlighted stretch (underlined, coloured or the like) begins.
    pub mark: Option<usize>,
}

/// A `<v>` tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VoiceTag {
    /// With the name of the speaker, if it has one.
    Begins(Option<String>),
    Ends,
}

/// A stretch of the text and its position in the file.
#[derive(Debug)]
struct CueTextPart {
    at: usize,
    raw: Range<usize>,
    /// The file has exactly these letters.
    verbatim: bool,
}

/// Tags of markup. Anything else between `<` and `>` is words, such as `<laughs>`.
const TAGS: [&str; 25] = [
    "c", "i", "b", "u", "s", "v", "lang", "ruby", "rt", "rp", "font", "em", "strong", "span", "p",
    "div", "br", "mark", "small", "big", "strike", "sub", "sup", "tt", "body",
];
/// Tags that highlight words.
const SETTING_OFF: [&str; 9] = ["c", "i", "b", "u", "font", "em", "strong", "span", "mark"];
/// No tag is longer, including a name in it.
const LONGEST_TAG: usize = 1_024;
/// No entity is longer.
const LONGEST_ENTITY: usize = 40;

impl CueText {
    /// The visible text of bytes `from` to `to` of `raw`.
    pub fn parse(raw: &str, from: usize, to: usize) -> CueText {
        let mut plain = CueText::default();
        let mut reading = CueTextParser {
            raw,
            plain: &mut plain,
            line_is_empty: true,
        };
        let mut at = from;
        while at < to {
            let rest = &raw[at..to];
            let next = rest
                .bytes()
                .position(|byte| matches!(byte, b'<' | b'&' | b'{' | b'\n'))
                .unwrap_or(rest.len());
            reading.keep(at, at + next);
            at += next;
            if at < to {
                at += reading.mark(at, &raw[at..to]);
            }
        }
        plain
    }

    /// Words with their byte positions in the text.
    pub fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .split_whitespace()
            .map(|word| (word.as_ptr() as usize - self.text.as_ptr() as usize, word))
    }

    /// Writes `range` of the text to `draft`, preceded by `lead`, which replaces everything before
    /// it in the file.
    pub fn write(&self, draft: &mut EditedText<'_>, range: Range<usize>, lead: &str) {
        let mut lead = Some(lead);
        let first = self
            .parts
            .partition_point(|part| part.at <= range.start)
            .saturating_sub(1);
        for (place, part) in self.parts.iter().enumerate().skip(first) {
            if part.at >= range.end {
                break;
            }
            let ends = self
                .parts
                .get(place + 1)
                .map_or(self.text.len(), |next| next.at);
            let (from, to) = (part.at.max(range.start), ends.min(range.end));
            if from >= to {
                continue;
            }
            if part.verbatim {
                draft.replace_to(
                    part.raw.start + from - part.at,
                    lead.take().unwrap_or_default(),
                );
                draft.copy_to(part.raw.start + to - part.at);
            } else {
                draft.replace_to(part.raw.start, lead.take().unwrap_or_default());
                draft.replace_to(part.raw.end, &self.text[from..to]);
            }
        }
    }
}

struct CueTextParser<'a> {
    raw: &'a str,
    plain: &'a mut CueText,
    /// Nothing of this line is visible so far.
    line_is_empty: bool,
}

impl CueTextParser<'_> {
    /// Takes letters verbatim, without white space at the beginning of a line.
    fn keep(&mut self, from: usize, to: usize) {
        let mut words = &self.raw[from..to];
        if self.line_is_empty {
            words = words.trim_start();
            if words.is_empty() {
                return;
            }
            self.begin(to - words.len());
        }
        if !words.is_empty() {
            self.put(to - words.len()..to, None);
        }
    }

    /// Begins a line, whose first letter is at byte `at`.
    fn begin(&mut self, at: usize) {
        if !self.plain.text.is_empty() && !self.plain.text.ends_with(char::is_whitespace) {
            self.put(at..at, Some(" "));
        }
        self.plain.lines.push(self.plain.text.len());
        self.line_is_empty = false;
    }

    fn put(&mut self, raw: Range<usize>, instead: Option<&str>) {
        self.plain.parts.push(CueTextPart {
            at: self.plain.text.len(),
            raw: raw.clone(),
            verbatim: instead.is_none(),
        });
        self.plain.text.push_str(instead.unwrap_or(&self.raw[raw]));
    }

    /// Parses the markup that `rest` begins with; returns its length.
    fn mark(&mut self, at: usize, rest: &str) -> usize {
        let length = match rest.as_bytes()[0] {
            b'\n' => {
                self.line_is_empty = true;
                1
            }
            b'&' => self.entity(at, rest),
            b'{' => position(rest),
            _ => self.tag(rest),
        };
        if length == 0 {
            self.keep(at, at + 1);
        }
        length.max(1)
    }

    fn entity(&mut self, at: usize, rest: &str) -> usize {
        let end = rest
            .bytes()
            .take(LONGEST_ENTITY)
            .position(|byte| byte == b';');
        let Some(entity) = end.map(|end| &rest[..=end]) else {
            return 0;
        };
        let letters = html_escape::decode_html_entities(entity);
        if letters == entity {
            return 0;
        }
        if !self.line_is_empty || !letters.trim().is_empty() {
            if self.line_is_empty {
                self.begin(at);
            }
            self.put(at..at + entity.len(), Some(&letters));
        }
        entity.len()
    }

    fn tag(&mut self, rest: &str) -> usize {
        let body = rest
            .bytes()
            .skip(1)
            .take(LONGEST_TAG)
            .position(|byte| matches!(byte, b'<' | b'>'));
        let Some(body) = body
            .filter(|length| rest.as_bytes()[length + 1] == b'>')
            .map(|length| &rest[1..=length])
        else {
            return 0;
        };
        let length = body.len() + 2;
        let closes = body.starts_with('/');
        let bare = body.trim_start_matches('/');
        let name = bare
            .find(|c: char| !c.is_ascii_alphanumeric())
            .map_or(bare, |end| &bare[..end])
            .to_ascii_lowercase();
        let here = self.plain.text.len();
        match name.as_str() {
            "v" if closes => self.plain.voices.push((here, VoiceTag::Ends)),
            "v" => self
                .plain
                .voices
                .push((here, VoiceTag::Begins(annotation(bare)))),
            // These separate lines; annotations of ruby text become lines too.
            "br" | "p" | "div" | "rt" => self.line_is_empty = true,
            name if TAGS.contains(&name) => {
                if !closes && self.plain.mark.is_none() && SETTING_OFF.contains(&name) {
                    self.plain.mark = Some(here);
                }
            }
            _ if body.starts_with(|c: char| c.is_ascii_digit())
                && body
                    .bytes()
                    .all(|b| b.is_ascii_digit() || b":.,".contains(&b)) => {}
            _ => return 0,
        }
        length
    }
}

/// Length of the SubStation Alpha override that `rest` begins with: `{\an8}`.
fn position(rest: &str) -> usize {
    if !rest.starts_with("{\\") {
        return 0;
    }
    let end = rest
        .bytes()
        .skip(1)
        .take(LONGEST_TAG)
        .position(|byte| matches!(byte, b'{' | b'}' | b'\n'));
    end.filter(|end| rest.as_bytes()[end + 1] == b'}')
        .map_or(0, |end| end + 2)
}

/// The name in `v.loud Anna (she/her)`.
fn annotation(voice: &str) -> Option<String> {
    let (_, name) = voice.split_once(char::is_whitespace)?;
    let name = html_escape::decode_html_entities(name);
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(raw: &str) -> CueText {
        CueText::parse(raw, 0, raw.len())
    }

    #[test]
    fn marks_are_no_words_and_words_in_angle_brackets_are() {
        for (raw, words) in [
            (
                "{\\an8}{\\i1}a<i>b</i> <FONT color=\"#fff\">c</font>",
                "ab c",
            ),
            ("a<00:00:01.500><c.yellow.bg_blue> b</c>\n  c", "a b c"),
            (
                "3 < 4 & 5 > 2 &lt;b&gt; AT&T; &amp;&nbsp;x",
                "3 < 4 & 5 > 2 <b> AT&T; &\u{a0}x",
            ),
            ("<laughs> so <3 {sic}", "<laughs> so <3 {sic}"),
            (" \n \n<b>\n a </b>\n", "a"),
            ("<ruby>漢<rt>kan</rt></ruby><lang en>x</lang>", "漢 kan x"),
            ("<v never closed", "<v never closed"),
        ] {
            assert_eq!(plain(raw).text.trim_end(), words, "{raw}");
        }
    }

    #[test]
    fn voices_and_lines_have_places() {
        let raw = "<v.loud Holm, Sofie &amp;\nco>Ja.</v> <v Bo>Nej\nda</v>";
        let found = plain(raw);
        assert_eq!(found.text, "Ja. Nej da");
        assert_eq!(found.lines, [0, 8]);
        let named = |name: &str| VoiceTag::Begins(Some(name.to_owned()));
        assert_eq!(
            found.voices,
            [
                (0, named("Holm, Sofie & co")),
                (3, VoiceTag::Ends),
                (4, named("Bo")),
                (10, VoiceTag::Ends)
            ]
        );
        assert_eq!(plain("<v >x").voices, [(0, VoiceTag::Begins(None))]);
    }
}
