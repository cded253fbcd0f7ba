//! Asking the index for the turns that hold a row of words.

use super::Index;
use super::snapshot::NOWHERE;
use crate::search::hits::Hits;
use crate::search::leaf::Step;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyError, Term};

/// Where a word stands: a turn of a segment, and its position there.
type At = (DocId, u32);

impl Index {
    /// Notes the turns that hold a row; `numbers` says which turns they are.
    pub fn look_up(&self, row: &[Step], numbers: &[Vec<u32>], hits: &mut Hits) -> Result<(), TantivyError> {
        for (segment, numbers) in self.snapshot().searcher().segment_readers().iter().zip(numbers) {
            match row {
                [Step::Stem { form, stems }] => {
                    let stems = stems.iter().zip(self.fields().stems);
                    for (stem, field) in stems {
                        let postings = postings(segment, field, stem, IndexRecordOption::WithFreqs)?;
                        each(postings, numbers, |turn, count| hits.add(turn, count, false));
                    }
                    // Its stem counts the exact word too, where the language has stems.
                    let postings = postings(segment, self.fields().words, form, IndexRecordOption::WithFreqs)?;
                    each(postings, numbers, |turn, count| hits.make_exact(turn, count));
                }
                [step] => {
                    for postings in self.forms(segment, step, IndexRecordOption::WithFreqs)? {
                        each(Some(postings), numbers, |turn, count| hits.add(turn, count, true));
                    }
                }
                row => {
                    for (doc, _) in self.phrase(segment, row)? {
                        let number = numbers[doc as usize];
                        if number != NOWHERE {
                            hits.add(number as usize, 1, true);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Where a phrase begins in a segment: first the turns that hold all its
    /// words, then the places where they stand in a row.
    fn phrase(&self, segment: &SegmentReader, row: &[Step]) -> Result<Vec<At>, TantivyError> {
        let mut docs: Option<Vec<DocId>> = None;
        for step in row {
            let mut own: Vec<DocId> = Vec::new();
            for mut postings in self.forms(segment, step, IndexRecordOption::Basic)? {
                while postings.doc() != TERMINATED {
                    own.push(postings.doc());
                    postings.advance();
                }
            }
            own.sort_unstable();
            own.dedup();
            docs = Some(match docs {
                None => own,
                Some(docs) => docs.into_iter().filter(|doc| own.binary_search(doc).is_ok()).collect(),
            });
        }
        let docs = docs.unwrap_or_default();
        let mut begins: Option<Vec<At>> = None;
        for (place, step) in (0..).zip(row) {
            let mut own = Vec::new();
            for postings in self.forms(segment, step, IndexRecordOption::WithFreqsAndPositions)? {
                positions(postings, &docs, &mut own);
            }
            own.sort_unstable();
            begins = Some(match begins {
                None => own,
                Some(begins) => begins.into_iter().filter(|(doc, at)| own.binary_search(&(*doc, at + place)).is_ok()).collect(),
            });
        }
        Ok(begins.unwrap_or_default())
    }

    /// The postings of every form that a step takes, however many there are.
    fn forms(&self, segment: &SegmentReader, step: &Step, option: IndexRecordOption) -> Result<Vec<SegmentPostings>, TantivyError> {
        let field = self.fields().words;
        if let Step::Exact(form) | Step::Stem { form, .. } = step {
            return Ok(postings(segment, field, form, option)?.into_iter().collect());
        }
        let index = segment.inverted_index(field)?;
        let beginning = step.beginning();
        let mut terms = index.terms().range().ge(beginning).into_stream()?;
        let mut all = Vec::new();
        while terms.advance() {
            let Ok(form) = std::str::from_utf8(terms.key()) else { continue };
            if !form.starts_with(beginning) {
                break;
            }
            if step.takes(form) {
                all.push(index.read_postings_from_terminfo(terms.value(), option)?);
            }
        }
        Ok(all)
    }
}

fn postings(
    segment: &SegmentReader,
    field: Field,
    form: &str,
    option: IndexRecordOption,
) -> Result<Option<SegmentPostings>, TantivyError> {
    Ok(segment.inverted_index(field)?.read_postings(&Term::from_field_text(field, form), option)?)
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

/// The places of a word in the turns of `docs`.
fn positions(mut postings: SegmentPostings, docs: &[DocId], places: &mut Vec<At>) {
    let mut buffer = Vec::new();
    for doc in docs {
        if postings.doc() < *doc {
            postings.seek(*doc);
        }
        if postings.doc() == *doc {
            postings.positions(&mut buffer);
            places.extend(buffer.iter().map(|at| (*doc, *at)));
        }
    }
}
