//! Asking the index for the turns that hold a word.

use super::Index;
use super::snapshot::NOWHERE;
use super::vocabulary::Vocabulary;
use crate::search::hits::Hits;
use crate::search::leaf::{Kin, Leaf, Step};
use crate::search::lexicon::{Kins, SAME, told, tongue};
use crate::search::reading::Reader;
use crate::search::stem::Language;
use crate::search::turns::Turns;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, InvertedIndexReader, TantivyError, Term};

/// The forms that a step means.
pub enum Meant<'a> {
    /// One form.
    Form(&'a str),
    /// All that begin so.
    Beginning(&'a str),
    /// Forms of the vocabulary by number, each as it is in each language.
    Told(&'a Vocabulary, Vec<(u32, Kins)>),
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
            Leaf::Near {
                left,
                right,
                within,
            } => self.near([left, right], *within, turns, numbers, reader, hits),
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
        let (stem, mut rest) = match step {
            Step::Stem { form, stems, .. } if !reader.folds => (Some((form, stems)), Vec::new()),
            _ => (None, vec![self.meant(step, reader)?]),
        };
        if stem.is_some() && step.compounds() {
            let vocabulary = self.snapshot().vocabulary()?;
            let mut compounds = told(
                &vocabulary.forms,
                step,
                Vec::new(),
                false,
                &mut reader.stems,
            );
            // Its stem counts its relatives already.
            let danish = tongue(Some(Language::Danish));
            compounds.retain(|(_, kins)| kins[danish] == Some(Kin::Inside));
            compounds.iter_mut().for_each(|(_, kins)| {
                *kins = std::array::from_fn(|place| kins[place].filter(|_| place == danish))
            });
            rest.push(Meant::Told(vocabulary, compounds));
        }
        let (mut stemmed, mut words) = (Walk::default(), Walk::default());
        for ((place, segment), numbers) in self
            .snapshot()
            .searcher()
            .segment_readers()
            .iter()
            .enumerate()
            .zip(numbers)
        {
            let index = segment.inverted_index(self.fields().words)?;
            let turn = |doc: DocId| {
                Some(numbers[doc as usize])
                    .filter(|turn| *turn != NOWHERE)
                    .map(|turn| turn as usize)
            };
            if let Some((_, stems)) = stem {
                for (stem, field) in stems.iter().zip(self.fields().stems) {
                    let index = segment.inverted_index(field)?;
                    let Some(info) = index.get_term_info(&Term::from_field_text(field, stem))?
                    else {
                        continue;
                    };
                    stemmed.each(&index, &info, |doc, count| {
                        turn(doc)
                            .into_iter()
                            .for_each(|turn| hits.add(turn, count, Kin::Stem));
                    })?;
                }
            }
            for meant in &rest {
                for (kins, info) in self.infos(place, &index, meant)? {
                    words.each(&index, &info, |doc, count| {
                        let found =
                            turn(doc).and_then(|turn| Some((turn, kins[turns.tongue(turn)]?)));
                        found
                            .into_iter()
                            .for_each(|(turn, kin)| hits.add(turn, count, kin));
                    })?;
                }
            }
            if let Some((form, _)) = stem
                && let Some(info) =
                    index.get_term_info(&Term::from_field_text(self.fields().words, form))?
            {
                // Its stem counts the exact word too, where the language has stems.
                words.each(&index, &info, |doc, count| {
                    turn(doc)
                        .into_iter()
                        .for_each(|turn| hits.make_exact(turn, count));
                })?;
            }
        }
        Ok(())
    }

    /// Whether there are documents in a language.
    fn speaks(&self, language: Language) -> Result<bool, TantivyError> {
        let field = self.fields().stems[language as usize];
        for segment in self.snapshot().searcher().segment_readers() {
            if segment.inverted_index(field)?.terms().num_terms() > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The forms that a step means, however many there are.
    pub fn meant<'a>(
        &'a self,
        step: &'a Step,
        reader: &mut Reader,
    ) -> Result<Meant<'a>, TantivyError> {
        match step {
            Step::Exact(form) if !reader.folds => Ok(Meant::Form(form)),
            Step::Prefix(beginning) if !reader.folds => Ok(Meant::Beginning(beginning)),
            _ => {
                let vocabulary = self.snapshot().vocabulary()?;
                let mut related = Vec::new();
                if let Step::Stem { stems, .. } = step {
                    for (language, stem) in Language::ALL.into_iter().zip(stems) {
                        // Stems of a whole vocabulary take long, and are of use in languages that
                        // are spoken only.
                        if !self.speaks(language)? {
                            continue;
                        }
                        related.extend(vocabulary.with_stem(language, stem, &mut reader.stems));
                    }
                }
                Ok(Meant::Told(
                    vocabulary,
                    told(
                        &vocabulary.forms,
                        step,
                        related,
                        reader.folds,
                        &mut reader.stems,
                    ),
                ))
            }
        }
    }

    /// Where a segment, told by its place too, keeps the forms that are meant, and how they are.
    pub fn infos(
        &self,
        segment: usize,
        index: &InvertedIndexReader,
        meant: &Meant<'_>,
    ) -> Result<Vec<(Kins, TermInfo)>, TantivyError> {
        match meant {
            Meant::Form(form) => {
                let info =
                    index.get_term_info(&Term::from_field_text(self.fields().words, form))?;
                Ok(info.map(|info| (SAME, info)).into_iter().collect())
            }
            Meant::Beginning(beginning) => {
                let mut all = Vec::new();
                let mut terms = index.terms().range().ge(beginning).into_stream()?;
                while terms.advance() && terms.key().starts_with(beginning.as_bytes()) {
                    all.push((SAME, terms.value().clone()));
                }
                Ok(all)
            }
            Meant::Told(vocabulary, told) => {
                let infos = told
                    .iter()
                    .map(|(form, kins)| Some((*kins, vocabulary.info(segment, *form)?.clone())));
                Ok(infos.flatten().collect())
            }
        }
    }
}

/// Goes through the postings of one term after the other, in the same room; all of one field.
#[derive(Default)]
pub struct Walk(Option<BlockSegmentPostings>);

impl Walk {
    /// Tells the turns of a segment that hold a term, and how often.
    pub fn each(
        &mut self,
        index: &InvertedIndexReader,
        info: &TermInfo,
        mut found: impl FnMut(DocId, u32),
    ) -> Result<(), TantivyError> {
        let blocks = match self.0.take() {
            Some(mut blocks) => {
                index.reset_block_postings_from_terminfo(info, &mut blocks)?;
                blocks
            }
            None => index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?,
        };
        let blocks = self.0.insert(blocks);
        while !blocks.docs().is_empty() {
            blocks
                .docs()
                .iter()
                .zip(blocks.freqs())
                .for_each(|(doc, count)| found(*doc, *count));
            blocks.advance();
        }
        Ok(())
    }
}
