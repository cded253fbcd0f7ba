//! Looks up turns by word in the index.

use super::SearchIndex;
use super::snapshot::NO_TURN;
use super::vocabulary::Vocabulary;
use crate::search::hits::ClauseHits;
use crate::search::lexicon::{EXACT_IN_ALL, MatchKinds, expand_forms, language_slot};
use crate::search::stem::StemLanguage;
use crate::search::text_clause::{MatchKind, TermPattern, TextClause};
use crate::search::turns::TurnTable;
use crate::search::word_reader::WordReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, InvertedIndexReader, TantivyError, Term};

/// The indexed forms that match a term.
pub enum ResolvedTerms<'a> {
    Form(&'a str),
    Prefix(&'a str),
    /// Forms of the vocabulary by number, with how each matches in each language.
    Expanded(&'a Vocabulary, Vec<(u32, MatchKinds)>),
}

impl SearchIndex {
    /// Adds the turns that match a clause to `hits`; `numbers` maps the turns of the index to those
    /// of the study.
    pub fn look_up(
        &self,
        clause: &TextClause,
        turns: &TurnTable,
        numbers: &[Vec<u32>],
        reader: &mut WordReader,
        hits: &mut ClauseHits,
    ) -> Result<(), TantivyError> {
        match clause {
            TextClause::Phrase(row) => match row.as_slice() {
                [step] => self.word(step, turns, numbers, reader, hits),
                row => self.find_phrase(row, turns, numbers, reader, hits),
            },
            TextClause::Proximity {
                left,
                right,
                within,
            } => self.find_proximity([left, right], *within, turns, numbers, reader, hits),
            TextClause::Pattern(_) => Ok(()),
        }
    }

    fn word(
        &self,
        step: &TermPattern,
        turns: &TurnTable,
        numbers: &[Vec<u32>],
        reader: &mut WordReader,
        hits: &mut ClauseHits,
    ) -> Result<(), TantivyError> {
        let (stem, mut rest) = match step {
            TermPattern::Stem { form, stems, .. } if !reader.folds => {
                (Some((form, stems)), Vec::new())
            }
            _ => (None, vec![self.resolve(step, reader)?]),
        };
        if stem.is_some() && step.compounds() {
            let vocabulary = self.snapshot().vocabulary()?;
            let mut compounds = expand_forms(
                &vocabulary.forms,
                step,
                Vec::new(),
                false,
                &mut reader.stems,
            );
            // Its stem has counted related words already.
            let danish = language_slot(Some(StemLanguage::Danish));
            compounds.retain(|(_, kinds)| kinds[danish] == Some(MatchKind::Inside));
            compounds.iter_mut().for_each(|(_, kinds)| {
                *kinds = std::array::from_fn(|place| kinds[place].filter(|_| place == danish))
            });
            rest.push(ResolvedTerms::Expanded(vocabulary, compounds));
        }
        let (mut stemmed, mut words) = (PostingsCursor::default(), PostingsCursor::default());
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
                    .filter(|turn| *turn != NO_TURN)
                    .map(|turn| turn as usize)
            };
            if let Some((_, stems)) = stem {
                for (stem, field) in stems.iter().zip(self.fields().stems) {
                    let index = segment.inverted_index(field)?;
                    let Some(info) = index.get_term_info(&Term::from_field_text(field, stem))?
                    else {
                        continue;
                    };
                    stemmed.for_each_turn(&index, &info, |doc, count| {
                        turn(doc)
                            .into_iter()
                            .for_each(|turn| hits.add(turn, count, MatchKind::Stem));
                    })?;
                }
            }
            for meant in &rest {
                for (kinds, info) in self.term_postings(place, &index, meant)? {
                    words.for_each_turn(&index, &info, |doc, count| {
                        let found = turn(doc)
                            .and_then(|turn| Some((turn, kinds[turns.language_slot(turn)]?)));
                        found
                            .into_iter()
                            .for_each(|(turn, kind)| hits.add(turn, count, kind));
                    })?;
                }
            }
            if let Some((form, _)) = stem
                && let Some(info) =
                    index.get_term_info(&Term::from_field_text(self.fields().words, form))?
            {
                // Its stem has counted the exact word too, in languages with a stemmer.
                words.for_each_turn(&index, &info, |doc, count| {
                    turn(doc)
                        .into_iter()
                        .for_each(|turn| hits.make_exact(turn, count));
                })?;
            }
        }
        Ok(())
    }

    /// Returns whether any document in the index has this language.
    fn has_language(&self, language: StemLanguage) -> Result<bool, TantivyError> {
        let field = self.fields().stems[language as usize];
        for segment in self.snapshot().searcher().segment_readers() {
            if segment.inverted_index(field)?.terms().num_terms() > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The indexed forms that match a term, however many there are.
    pub fn resolve<'a>(
        &'a self,
        step: &'a TermPattern,
        reader: &mut WordReader,
    ) -> Result<ResolvedTerms<'a>, TantivyError> {
        match step {
            TermPattern::Exact(form) if !reader.folds => Ok(ResolvedTerms::Form(form)),
            TermPattern::Prefix(beginning) if !reader.folds => Ok(ResolvedTerms::Prefix(beginning)),
            _ => {
                let vocabulary = self.snapshot().vocabulary()?;
                let mut related = Vec::new();
                if let TermPattern::Stem { stems, .. } = step {
                    for (language, stem) in StemLanguage::ALL.into_iter().zip(stems) {
                        // Stemming a whole vocabulary is slow, and pointless for a language that no
                        // document has.
                        if !self.has_language(language)? {
                            continue;
                        }
                        related.extend(vocabulary.with_stem(language, stem, &mut reader.stems));
                    }
                }
                Ok(ResolvedTerms::Expanded(
                    vocabulary,
                    expand_forms(
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

    /// Where a segment keeps the postings of the matching forms.
    pub fn term_postings(
        &self,
        segment: usize,
        index: &InvertedIndexReader,
        meant: &ResolvedTerms<'_>,
    ) -> Result<Vec<(MatchKinds, TermInfo)>, TantivyError> {
        match meant {
            ResolvedTerms::Form(form) => {
                let info =
                    index.get_term_info(&Term::from_field_text(self.fields().words, form))?;
                Ok(info.map(|info| (EXACT_IN_ALL, info)).into_iter().collect())
            }
            ResolvedTerms::Prefix(beginning) => {
                let mut all = Vec::new();
                let mut terms = index.terms().range().ge(beginning).into_stream()?;
                while terms.advance() && terms.key().starts_with(beginning.as_bytes()) {
                    all.push((EXACT_IN_ALL, terms.value().clone()));
                }
                Ok(all)
            }
            ResolvedTerms::Expanded(vocabulary, told) => {
                let infos = told
                    .iter()
                    .map(|(form, kinds)| Some((*kinds, vocabulary.info(segment, *form)?.clone())));
                Ok(infos.flatten().collect())
            }
        }
    }
}

/// Iterates over the postings of one term after the other, reusing its buffers; all of one field.
#[derive(Default)]
pub struct PostingsCursor(Option<BlockSegmentPostings>);

impl PostingsCursor {
    /// Calls `found` with each turn of a segment that contains a term, and the number of
    /// occurrences.
    pub fn for_each_turn(
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
