//! So many words in a row, however their letters are written: what is compared when something is erased.
//!
//! A text is folded a piece at a time and never held a second time, as the words of a whole
//! document are hundreds of megabytes.

use super::erasure::words_of;
use crate::text::{FoldMode, FoldedText};
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How much of a text is folded at a time, in bytes.
const PIECE: usize = 1 << 16;

/// Tells every `length` words in a row of a text, each run joined by single spaces.
pub(super) fn for_each_run(text: &str, length: usize, mut tell: impl FnMut(&str)) {
    let mut window = RunWindow::default();
    for piece in pieces(text) {
        let folded = FoldedText::new(piece, FoldMode::IgnoreCase);
        for (_, word) in words_of(&folded) {
            if let Some(run) = window.push(word, length) {
                tell(run);
            }
        }
    }
}

/// A number that stands for a run: of two different runs it is the same once in 2⁶⁴ times.
pub(super) fn hash_of_run(run: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    run.hash(&mut hasher);
    hasher.finish()
}

/// Which of `notes` have `length` words in a row of what was `said`. The runs of the shorter side are
/// held, and the other side goes by.
pub(super) fn repeating<T: Copy + Ord>(
    notes: &[(T, &str)],
    said: &[&str],
    length: usize,
) -> Vec<T> {
    let length_said: usize = said.iter().map(|text| text.len()).sum();
    let length_noted: usize = notes.iter().map(|(_, text)| text.len()).sum();
    if length_said < length_noted {
        notes_repeating(notes, said, length)
    } else {
        notes_repeated(notes, said, length)
    }
}

/// The notes that repeat a run of what was said, whose runs are held.
fn notes_repeating<T: Copy>(notes: &[(T, &str)], said: &[&str], length: usize) -> Vec<T> {
    let mut runs: HashSet<String> = HashSet::new();
    for text in said {
        for_each_run(text, length, |run| {
            if !runs.contains(run) {
                runs.insert(run.to_owned());
            }
        });
    }
    let repeats = |text: &str| {
        let mut found = false;
        for_each_run(text, length, |run| found |= runs.contains(run));
        found
    };
    notes
        .iter()
        .filter(|(_, text)| repeats(text))
        .map(|(id, _)| *id)
        .collect()
}

/// The same, where the runs of the notes are held.
fn notes_repeated<T: Copy + Ord>(notes: &[(T, &str)], said: &[&str], length: usize) -> Vec<T> {
    let mut noted: HashMap<String, Vec<T>> = HashMap::new();
    for (id, text) in notes {
        for_each_run(text, length, |run| {
            let of_run = noted.entry(run.to_owned()).or_default();
            if of_run.last() != Some(id) {
                of_run.push(*id);
            }
        });
    }
    let mut found: BTreeSet<T> = BTreeSet::new();
    for text in said {
        for_each_run(text, length, |run| {
            found.extend(noted.remove(run).into_iter().flatten());
        });
    }
    found.into_iter().collect()
}

/// The last words that were read, joined.
#[derive(Default)]
struct RunWindow {
    text: String,
    starts: VecDeque<usize>,
}

impl RunWindow {
    /// Takes the next word, and answers with the run that it ends.
    fn push(&mut self, word: &str, length: usize) -> Option<&str> {
        if self.starts.len() == length {
            self.starts.pop_front();
        }
        self.forget_what_left();
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.starts.push_back(self.text.len());
        self.text.push_str(word);
        let from = *self.starts.front()?;
        (self.starts.len() == length).then(|| &self.text[from..])
    }

    fn forget_what_left(&mut self) {
        match self.starts.front().copied() {
            None => self.text.clear(),
            Some(from) if from > PIECE => {
                self.text.drain(..from);
                self.starts.iter_mut().for_each(|start| *start -= from);
            }
            Some(_) => {}
        }
    }
}

/// A text in pieces that are folded alike alone and together: cut at a space between plain letters.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let cut = rest
            .as_bytes()
            .windows(3)
            .enumerate()
            .skip(PIECE)
            .find(|(_, around)| {
                around[1] == b' '
                    && around[0].is_ascii_alphanumeric()
                    && around[2].is_ascii_alphanumeric()
            })
            .map_or(rest.len(), |(before, _)| before + 1);
        let (piece, after) = rest.split_at(cut);
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::erasure::word_runs;

    fn runs(text: &str, length: usize) -> Vec<String> {
        let mut runs = Vec::new();
        for_each_run(text, length, |run| runs.push(run.to_owned()));
        runs
    }

    #[test]
    fn a_long_text_has_the_runs_of_one_that_is_folded_whole() {
        let mut long: String = (0..60_000)
            .map(|n| format!("ord{n} ÅR{} oﬃce-{n},\u{a0}it\u{ad}self ", n % 7))
            .collect();
        assert!(long.len() > 10 * PIECE);
        assert!(pieces(&long).count() > 5);
        assert_eq!(pieces(&long).collect::<String>(), long);
        assert_eq!(runs(&long, 6), word_runs(&long).collect::<Vec<_>>());
        long.truncate(40);
        assert_eq!(runs(&long, 6), word_runs(&long).collect::<Vec<_>>());
        assert_eq!(runs("to få ord", 6), Vec::<String>::new());
        assert_eq!(runs("et to tre", 2), ["et to", "to tre"]);
    }

    #[test]
    fn whichever_side_is_shorter_the_same_notes_repeat_what_was_said() {
        let said = ["jeg så mig selv udefra", "og så gik vi hjem igen den dag"];
        let notes = [
            (1, "Hun sagde: JEG SÅ MIG selv!"),
            (2, "jeg så mig, og selv udefra"),
            (3, "vi gik hjem; gik vi hjem igen, gik vi hjem igen"),
            (4, "mig selv udefra og så gik"),
        ];
        assert_eq!(notes_repeating(&notes, &said, 4), [1, 3]);
        assert_eq!(notes_repeated(&notes, &said, 4), [1, 3]);
        assert_eq!(repeating(&notes, &said[..1], 4), [1]);
        assert_eq!(repeating(&notes[..1], &said, 4), [1]);
    }
}
