//! What the index answers: how often each turn contains a word, and which turns may contain a
//! phrase, or two phrases near each other. The text then decides which of those do.
//!
//! The second is asked with tantivy's own queries. A word is not, for its answer is counted as it
//! is: tantivy's scores do not say how often a word occurs, nor whether by itself, by its stem or
//! in a compound. And its regular expressions over the dictionary, which would find compounds, take
//! 6 ms where SQLite's FTS5 answers in 0.4; so all forms are kept in memory ([`Vocabulary`]).

use super::SearchIndex;
use super::schema::WORDS;
use super::snapshot::NO_TURN;
use crate::search::bits::BitSet;
use crate::search::hits::ClauseHits;
use crate::search::lexicon::{EXACT_IN_ALL, FormTable, MatchKinds, expand_forms};
use crate::search::stem::{LANGUAGES, StemCache, StemLanguage};
use crate::search::text_clause::{TermPattern, TextClause};
use crate::search::turns::TurnTable;
use crate::search::word_reader::WordReader;
use std::borrow::Cow;
use std::sync::OnceLock;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{BooleanQuery, EnableScoring, PhraseQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, TantivyError, Term};

/// The forms of all segments.
pub struct Vocabulary {
    forms: FormTable,
    /// Per language: numbers of all forms, sorted by stem. Built on first use.
    by_stem: [OnceLock<Vec<u32>>; LANGUAGES],
}

impl Vocabulary {
    /// Reads the term dictionaries of all segments.
    pub fn of(searcher: &Searcher) -> Result<Vocabulary, TantivyError> {
        let words = searcher.schema().get_field(WORDS)?;
        let mut all: Vec<Vec<u8>> = Vec::new();
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(words)?;
            let mut stream = index.terms().stream()?;
            while stream.advance() {
                all.push(stream.key().to_owned());
            }
        }
        all.sort_unstable();
        all.dedup();
        let mut forms = FormTable::default();
        for form in all {
            forms.push(&String::from_utf8_lossy(&form));
        }
        forms.sort();
        Ok(Vocabulary {
            forms,
            by_stem: Default::default(),
        })
    }

    /// Numbers of the forms with this stem in a language.
    fn with_stem(&self, language: StemLanguage, stem: &str, stems: &mut StemCache) -> &[u32] {
        let numbers = self.by_stem[language as usize].get_or_init(|| {
            let stemmed = self
                .forms
                .all()
                .map(|number| (stems.once(language, self.forms.get(number)), number));
            let mut stemmed: Vec<(String, u32)> = stemmed.collect();
            stemmed.sort_unstable();
            stemmed.into_iter().map(|(_, number)| number).collect()
        });
        let mut compare = |number: &u32| stems.stem(language, self.forms.get(*number)).cmp(stem);
        let first = numbers.partition_point(|number| compare(number).is_lt());
        let length = numbers[first..].partition_point(|number| compare(number).is_eq());
        &numbers[first..first + length]
    }
}

impl SearchIndex {
    /// Adds to `hits` how often each turn contains a word; `numbers` maps the turns of the index to
    /// those of the study.
    pub fn count(
        &self,
        step: &TermPattern,
        turns: &TurnTable,
        numbers: &[Vec<u32>],
        reader: &mut WordReader,
        hits: &mut ClauseHits,
    ) -> Result<(), TantivyError> {
        let forms = self.forms(step, turns, reader)?;
        let segments = self.snapshot().searcher().segment_readers();
        for (segment, numbers) in segments.iter().zip(numbers) {
            let index = segment.inverted_index(self.fields().words)?;
            let mut postings: Option<BlockSegmentPostings> = None;
            for (form, kinds) in &forms {
                let Some(info) = index.get_term_info(&self.term(form))? else {
                    continue;
                };
                // Its buffers are used again from form to form.
                let blocks =
                    match &mut postings {
                        Some(blocks) => {
                            index.reset_block_postings_from_terminfo(&info, blocks)?;
                            blocks
                        }
                        none => none.insert(index.read_block_postings_from_terminfo(
                            &info,
                            IndexRecordOption::WithFreqs,
                        )?),
                    };
                while !blocks.docs().is_empty() {
                    for (doc, count) in blocks.docs().iter().zip(blocks.freqs()) {
                        let turn = numbers[*doc as usize];
                        if turn == NO_TURN {
                            continue;
                        }
                        if let Some(kind) = kinds[turns.language_slot(turn as usize)] {
                            hits.add(turn as usize, *count, kind);
                        }
                    }
                    blocks.advance();
                }
            }
        }
        Ok(())
    }

    /// The turns that may match a phrase or two phrases near each other: those that contain all
    /// its words, and one after the other where that is all it takes.
    pub fn propose(
        &self,
        clause: &TextClause,
        turns: &TurnTable,
        numbers: &[Vec<u32>],
        reader: &mut WordReader,
    ) -> Result<BitSet, TantivyError> {
        let mut found = BitSet::none(turns.len());
        let query = match clause {
            TextClause::Phrase(row) => self.phrase(row, turns, reader)?,
            TextClause::Proximity { left, right, .. } => {
                Box::new(BooleanQuery::intersection(vec![
                    self.phrase(left, turns, reader)?,
                    self.phrase(right, turns, reader)?,
                ]))
            }
            TextClause::Pattern(_) => return Ok(found),
        };
        let searcher = self.snapshot().searcher();
        let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
        for (segment, numbers) in searcher.segment_readers().iter().zip(numbers) {
            weight.for_each_no_score(segment, &mut |docs| {
                // Deleted turns are given too; their number is beyond all others.
                docs.iter()
                    .for_each(|doc| found.insert(numbers[*doc as usize] as usize));
            })?;
        }
        Ok(found)
    }

    fn phrase(
        &self,
        row: &[TermPattern],
        turns: &TurnTable,
        reader: &mut WordReader,
    ) -> Result<Box<dyn Query>, TantivyError> {
        let exact = |step: &TermPattern| match step {
            TermPattern::Exact(form) if !reader.folds => Some(self.term(form)),
            _ => None,
        };
        let exact: Option<Vec<Term>> = row.iter().map(exact).collect();
        if let Some(terms) = exact.filter(|terms| terms.len() > 1) {
            return Ok(Box::new(PhraseQuery::new(terms)));
        }
        let mut steps: Vec<Box<dyn Query>> = Vec::new();
        for step in row {
            let forms = self.forms(step, turns, reader)?;
            let any = forms.iter().map(|(form, _)| -> Box<dyn Query> {
                Box::new(TermQuery::new(self.term(form), IndexRecordOption::Basic))
            });
            steps.push(Box::new(BooleanQuery::union(any.collect())));
        }
        Ok(Box::new(BooleanQuery::intersection(steps)))
    }

    /// The indexed forms that match a word, and how in each language.
    fn forms<'a>(
        &'a self,
        step: &'a TermPattern,
        turns: &TurnTable,
        reader: &mut WordReader,
    ) -> Result<Vec<(Cow<'a, str>, MatchKinds)>, TantivyError> {
        if let (TermPattern::Exact(form), false) = (step, reader.folds) {
            return Ok(vec![(Cow::Borrowed(form), EXACT_IN_ALL)]);
        }
        let vocabulary = self.snapshot().vocabulary()?;
        let mut related = Vec::new();
        if let TermPattern::Stem { stems, .. } = step {
            for (language, stem) in StemLanguage::ALL.into_iter().zip(stems) {
                // Stemming a whole vocabulary is slow, and pointless for a language that no
                // document has.
                if turns.has_language(language) {
                    related.extend(vocabulary.with_stem(language, stem, &mut reader.stems));
                }
            }
        }
        let (folds, stems) = (reader.folds, &mut reader.stems);
        let forms = expand_forms(&vocabulary.forms, step, related, folds, stems);
        let named = |(number, kinds)| (Cow::Borrowed(vocabulary.forms.get(number)), kinds);
        Ok(forms.into_iter().map(named).collect())
    }

    fn term(&self, form: &str) -> Term {
        Term::from_field_text(self.fields().words, form)
    }
}
