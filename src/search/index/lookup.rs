//! Asking the index for the turns that hold a word.

use super::Index;
use super::snapshot::NOWHERE;
use crate::search::hits::Hits;
use crate::search::leaf::{Kin, Leaf, Step};
use crate::search::lexicon::{Kins, told, tongue};
use crate::search::reading::Reader;
use crate::search::turns::Turns;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED, TantivyError, Term};

/// What a word is in every language: exactly that word.
const SAME: Kins = [Some(Kin::Exact); 3];

/// The forms that a step means.
pub enum Meant<'a> {
    /// One form.
    Form(&'a str),
    /// All that begin so.
    Beginning(&'a str),
    /// Forms of the vocabulary by number, each as it is in each language.
    Told(Vec<(u32, Kins)>),
}

impl Index {
    /// Notes the turns that hold a leaf of words; `numbers` says which of `turns` they are.
    pub fn look_up(
        &self,
        leaf: &Leaf,
        turns: &Turns,
        numbers: &[Vec<u32>],
        reader: &mut Reader,
        hits: &mut Hits,
    ) -> Result<(), TantivyError> {
        match leaf {
            Leaf::Row(row) => match row.as_slice() {
                [step] => self.word(step, turns, numbers, reader, hits),
                row => self.row(row, turns, numbers, reader, hits),
            },
            Leaf::Near { left, right, within } => self.near([left, right], *within, turns, numbers, reader, hits),
            Leaf::Pattern(_) => Ok(()),
        }
    }

    fn word(
        &self,
        step: &Step,
        turns: &Turns,
        numbers: &[Vec<u32>],
        reader: &mut Reader,
        hits: &mut Hits,
    ) -> Result<(), TantivyError> {
        let option = IndexRecordOption::WithFreqs;
        let (stem, mut rest) = match step {
            Step::Stem { form, stems } if !reader.folds => (Some((form, stems)), Vec::new()),
            _ => (None, vec![self.meant(step, reader)?]),
        };
        if stem.is_some() && step.compounds() {
            let vocabulary = self.snapshot().vocabulary()?;
            let mut compounds = told(vocabulary, step, Vec::new(), false, &mut reader.stems);
            // Its stem counts its relatives already.
            compounds.retain(|(_, kins)| kins[0] == Some(Kin::Inside));
            compounds.iter_mut().for_each(|(_, kins)| *kins = [Some(Kin::Inside), None, None]);
            rest.push(Meant::Told(compounds));
        }
        for (segment, numbers) in self.snapshot().searcher().segment_readers().iter().zip(numbers) {
            let index = segment.inverted_index(self.fields().words)?;
            if let Some((_, stems)) = stem {
                for (stem, field) in stems.iter().zip(self.fields().stems) {
                    let postings = segment.inverted_index(field)?.read_postings(&Term::from_field_text(field, stem), option)?;
                    each(postings, numbers, |turn, count| hits.add(turn, count, Kin::Stem));
                }
            }
            for meant in &rest {
                for (kins, postings) in self.postings(&index, meant, option)? {
                    each(Some(postings), numbers, |turn, count| {
                        if let Some(kin) = kins[tongue(turns.language(turn))] {
                            hits.add(turn, count, kin);
                        }
                    });
                }
            }
            if let Some((form, _)) = stem {
                // Its stem counts the exact word too, where the language has stems.
                let postings = index.read_postings(&Term::from_field_text(self.fields().words, form), option)?;
                each(postings, numbers, |turn, count| hits.make_exact(turn, count));
            }
        }
        Ok(())
    }

    /// The forms that a step means, however many there are.
    pub fn meant<'a>(&self, step: &'a Step, reader: &mut Reader) -> Result<Meant<'a>, TantivyError> {
        match step {
            Step::Exact(form) if !reader.folds => Ok(Meant::Form(form)),
            Step::Prefix(beginning) if !reader.folds => Ok(Meant::Beginning(beginning)),
            _ => {
                let vocabulary = self.snapshot().vocabulary()?;
                // Both stemmers leave the first letter alone.
                let related = match step {
                    Step::Stem { form, .. } => form
                        .chars()
                        .next()
                        .map_or_else(Vec::new, |first| vocabulary.beginning(first.encode_utf8(&mut [0; 4])).to_vec()),
                    _ => Vec::new(),
                };
                Ok(Meant::Told(told(vocabulary, step, related, reader.folds, &mut reader.stems)))
            }
        }
    }

    /// The postings of a segment's forms that are meant, and how they are.
    pub fn postings(
        &self,
        index: &InvertedIndexReader,
        meant: &Meant<'_>,
        option: IndexRecordOption,
    ) -> Result<Vec<(Kins, SegmentPostings)>, TantivyError> {
        let mut all = Vec::new();
        match meant {
            Meant::Form(form) => {
                let postings = index.read_postings(&Term::from_field_text(self.fields().words, form), option)?;
                all.extend(postings.map(|postings| (SAME, postings)));
            }
            Meant::Beginning(beginning) => {
                let mut terms = index.terms().range().ge(beginning).into_stream()?;
                while terms.advance() && terms.key().starts_with(beginning.as_bytes()) {
                    all.push((SAME, index.read_postings_from_terminfo(terms.value(), option)?));
                }
            }
            Meant::Told(told) => {
                let vocabulary = self.snapshot().vocabulary()?;
                for (form, kins) in told {
                    if let Some(info) = index.terms().get(vocabulary.get(*form))? {
                        all.push((*kins, index.read_postings_from_terminfo(&info, option)?));
                    }
                }
            }
        }
        Ok(all)
    }
}

fn each(postings: Option<SegmentPostings>, numbers: &[u32], mut found: impl FnMut(usize, u32)) {
    let Some(mut postings) = postings else { return };
    while postings.doc() != TERMINATED {
        let number = numbers[postings.doc() as usize];
        if number != NOWHERE {
            found(number as usize, postings.term_freq());
        }
        postings.advance();
    }
}
