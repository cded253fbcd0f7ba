//! Detects repeated words: rolling captions, where every cue repeats the previous line, and
//! sentences shown again and again with a different word highlighted.
//!
//! People repeat themselves too, so repetitions are removed only if most cues of the file have
//! them: a "No." said twice stays twice.

use super::cue_text::CueText;
use super::grammar::Cue;

/// Cues further apart than this, in milliseconds, are not compared.
const APART: u64 = 250;

/// How the cues of a file repeat each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RepeatStyle {
    /// Cues begin with words of the previous one.
    pub rolling: bool,
    /// Cues show the same words with a different one highlighted.
    pub highlighted: bool,
}

/// A cue, to be compared with the next.
#[derive(Debug, Default)]
pub struct ShownCue {
    cue: Option<Cue>,
    plain: CueText,
    /// The last position highlighted in this sentence.
    mark: Option<usize>,
    /// When its words disappear; cues without words extend it.
    ends: u64,
}

impl RepeatStyle {
    /// Compares each cue of a file with the one before it.
    pub fn detect(raw: &str, cues: &[Cue]) -> RepeatStyle {
        let (mut pairs, mut rolling, mut partly, mut highlighted) = (0, 0, 0, 0);
        let mut before = ShownCue::default();
        for cue in cues {
            let plain = CueText::parse(raw, cue.from, cue.to);
            if before.cue.is_some() && plain.words().next().is_some() {
                pairs += 1;
                if before.meets(cue) {
                    let again = before.again(&plain);
                    rolling += usize::from(again > 0);
                    partly += usize::from(again > 0 && again < plain.text.len());
                    highlighted += usize::from(before.marked_anew(raw, cue, &plain));
                }
            }
            before.replace_with(cue, plain);
        }
        RepeatStyle {
            rolling: partly >= 2 && rolling * 2 >= pairs && partly * 4 >= pairs,
            highlighted: highlighted >= 2 && highlighted * 3 >= pairs,
        }
    }

    /// The byte up to which the text of a cue repeats the previous one.
    pub fn repeated_prefix(
        self,
        raw: &str,
        before: &ShownCue,
        cue: &Cue,
        plain: &CueText,
    ) -> usize {
        let Some(last) = before.cue else { return 0 };
        let same = before
            .plain
            .words()
            .map(|(_, word)| word)
            .eq(plain.words().map(|(_, word)| word));
        // The same words at the same time are certainly a duplicate.
        let twice =
            same && (last.begins, last.ends) == (cue.begins, cue.ends) && cue.begins < cue.ends;
        let marked = self.highlighted && before.meets(cue) && before.marked_anew(raw, cue, plain);
        if twice || marked {
            return plain.text.len();
        }
        if self.rolling && before.meets(cue) {
            before.again(plain)
        } else {
            0
        }
    }
}

impl ShownCue {
    pub fn replace_with(&mut self, cue: &Cue, plain: CueText) {
        if plain.words().next().is_none() {
            self.ends = self.ends.max(cue.ends);
            return;
        }
        let goes_on = self.plain.text.trim_end() == plain.text.trim_end();
        let mark = plain.mark.or(self.mark.filter(|_| goes_on));
        *self = ShownCue {
            cue: Some(*cue),
            plain,
            mark,
            ends: cue.ends,
        };
    }

    fn meets(&self, cue: &Cue) -> bool {
        cue.begins <= self.ends.saturating_add(APART)
    }

    /// True if `plain` has the same words with a later highlight, or none.
    fn marked_anew(&self, raw: &str, cue: &Cue, plain: &CueText) -> bool {
        let Some(last) = self.cue else { return false };
        let as_before = || {
            raw[last.from.min(last.to)..last.to].trim() == raw[cue.from.min(cue.to)..cue.to].trim()
        };
        (self.mark.is_some() || plain.mark.is_some())
            && self.plain.text.trim_end() == plain.text.trim_end()
            && !as_before()
            && plain
                .mark
                .is_none_or(|mark| self.mark.is_none_or(|last| mark > last))
    }

    /// The byte up to which `plain` repeats the last lines of this cue; the last line may have
    /// grown.
    fn again(&self, plain: &CueText) -> usize {
        let now: Vec<(usize, &str)> = plain.words().collect();
        let before: Vec<(usize, &str)> = self.plain.words().collect();
        if now.is_empty() {
            return 0;
        }
        let alike = |one: &(usize, &str), other: &(usize, &str)| one.1 == other.1;
        // The longest overlap between the end of the previous cue and the beginning of this one, by
        // Knuth, Morris and Pratt, so that it takes linear time even if all words are equal.
        let mut falls = vec![0; now.len()];
        for at in 1..now.len() {
            let mut length = falls[at - 1];
            while length > 0 && !alike(&now[at], &now[length]) {
                length = falls[length - 1];
            }
            falls[at] = length + usize::from(alike(&now[at], &now[length]));
        }
        let mut length = 0;
        for (place, word) in before.iter().enumerate() {
            while length > 0 && (length == now.len() || !alike(word, &now[length])) {
                length = falls[length - 1];
            }
            length += usize::from(length < now.len() && alike(word, &now[length]));
            if length == now.len() && place + 1 < before.len() {
                length = falls[length - 1];
            }
        }
        // Only whole lines are repeated, not the end of one.
        let begins_line = |length: usize| {
            self.plain
                .lines
                .binary_search(&before[before.len() - length].0)
                .is_ok()
        };
        while length > 0 && !begins_line(length) {
            length = falls[length - 1];
        }
        match length {
            0 => 0,
            all if all == now.len() => plain.text.len(),
            some => now[some].0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::grammar::parse_captions;
    use super::*;

    fn shown(raw: &str) -> (RepeatStyle, String) {
        let found = parse_captions(raw);
        let repeats = RepeatStyle::detect(raw, &found.cues);
        let (mut before, mut text) = (ShownCue::default(), Vec::new());
        for cue in &found.cues {
            let plain = CueText::parse(raw, cue.from, cue.to);
            text.push(
                plain.text[repeats.repeated_prefix(raw, &before, cue, &plain)..]
                    .trim()
                    .to_owned(),
            );
            before.replace_with(cue, plain);
        }
        text.retain(|words| !words.is_empty());
        (repeats, text.join("|"))
    }

    fn vtt(cues: &[(u32, u32, &str)]) -> String {
        let cue = |(from, to, words): &(u32, u32, &str)| {
            format!("00:{from:02}.000 --> 00:{to:02}.000\n{words}\n\n")
        };
        format!("WEBVTT\n\n{}", cues.iter().map(cue).collect::<String>())
    }

    #[test]
    fn captions_that_roll_are_taken_once() {
        let roll = vtt(&[
            (0, 2, " \nno<00:01.000><c> we</c>"),
            (2, 2, "no we\n "),
            (2, 4, "no we\nno"),
            (4, 4, "no\n "),
            (4, 6, "no\nno<00:05.000><c> never</c>"),
        ]);
        assert_eq!(shown(&roll).1, "no we|no|no never");
        let grow = vtt(&[
            (0, 1, "so"),
            (1, 2, "so I"),
            (2, 3, "so I went"),
            (3, 4, "so I went\nhome"),
            (9, 10, "home"),
        ]);
        assert_eq!(shown(&grow).1, "so|I|went|home|home");
        let up = vtt(&[
            (0, 1, "a b"),
            (1, 2, "a b\nc"),
            (2, 3, "a b\nc\nd"),
            (3, 4, "c\nd\na b"),
        ]);
        assert_eq!(shown(&up).1, "a b|c|d|a b");
    }

    #[test]
    fn sentences_with_a_highlight_are_taken_once() {
        let one = vtt(&[
            (0, 1, "<u>I</u> know"),
            (1, 2, "I know"),
            (2, 3, "I <u>know</u>"),
            (3, 4, "<u>I</u> know"),
            (4, 5, "I <u>know</u>"),
            (5, 6, "<u>No.</u>"),
            (6, 7, "<u>No.</u>"),
        ]);
        assert_eq!(
            shown(&one),
            (
                RepeatStyle {
                    rolling: false,
                    highlighted: true
                },
                "I know|I know|No.|No.".into()
            )
        );
    }

    #[test]
    fn people_may_repeat_themselves() {
        let said = vtt(&[
            (0, 1, "No."),
            (1, 2, "No."),
            (2, 3, "<i>No.</i>"),
            (3, 4, "No. I mean"),
            (4, 5, "I mean it"),
        ]);
        assert_eq!(shown(&said).1, "No.|No.|No.|No. I mean|I mean it");
        let twice = "1\n00:01,000 --> 00:02,000\nNo.\n\n2\n00:01,000 --> 00:02,000\nNo.\n";
        assert_eq!(shown(twice).1, "No.");
    }
}
