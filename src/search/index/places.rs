//! Asking the index where words stand: in a row, or near each other.

use super::Index;
use super::lookup::Meant;
use super::snapshot::NOWHERE;
use crate::search::hits::Hits;
use crate::search::leaf::{Kin, Step, Within};
use crate::search::lexicon::{Kins, tongue};
use crate::search::reading::Reader;
use crate::search::turns::Turns;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED, TantivyError};

/// A place: a turn of a segment, a position among its words, and how the words there are those asked for.
type At = (DocId, u32, Kin);

impl Index {
    /// Notes the turns that hold words in a row.
    pub fn row(
        &self,
        row: &[Step],
        turns: &Turns,
        numbers: &[Vec<u32>],
        reader: &mut Reader,
        hits: &mut Hits,
    ) -> Result<(), TantivyError> {
        let meant = row.iter().map(|step| self.meant(step, reader)).collect::<Result<Vec<_>, _>>()?;
        for (segment, numbers) in self.snapshot().searcher().segment_readers().iter().zip(numbers) {
            let index = segment.inverted_index(self.fields().words)?;
            let docs = self.docs(&index, &meant, None)?;
            for (doc, _, kin) in self.begins(&index, &meant, docs, |doc| tongue_of(turns, numbers, doc))? {
                if numbers[doc as usize] != NOWHERE {
                    hits.add(numbers[doc as usize] as usize, 1, kin);
                }
            }
        }
        Ok(())
    }

    /// Notes the turns that hold two rows near each other.
    pub fn near(
        &self,
        sides: [&[Step]; 2],
        words: usize,
        turns: &Turns,
        numbers: &[Vec<u32>],
        reader: &mut Reader,
        hits: &mut Hits,
    ) -> Result<(), TantivyError> {
        let mut meant = Vec::new();
        for side in sides {
            meant.push(side.iter().map(|step| self.meant(step, reader)).collect::<Result<Vec<_>, _>>()?);
        }
        let within = Within { left: sides[0].len(), right: sides[1].len(), words };
        for (segment, numbers) in self.snapshot().searcher().segment_readers().iter().zip(numbers) {
            let index = segment.inverted_index(self.fields().words)?;
            let docs = self.docs(&index, &meant[0], None)?;
            let docs = self.docs(&index, &meant[1], Some(docs))?;
            let language = |doc| tongue_of(turns, numbers, doc);
            let lefts = self.begins(&index, &meant[0], docs.clone(), language)?;
            let rights = self.begins(&index, &meant[1], docs, language)?;
            let mut rest = rights.as_slice();
            for lefts in lefts.chunk_by(|a, b| a.0 == b.0) {
                let doc = lefts[0].0;
                rest = &rest[rest.partition_point(|at| at.0 < doc)..];
                let (rights, after) = rest.split_at(rest.partition_point(|at| at.0 == doc));
                rest = after;
                let number = numbers[doc as usize];
                if number != NOWHERE {
                    let places = |side: &[At]| side.iter().map(|(_, at, kin)| (*at as usize, *kin)).collect::<Vec<_>>();
                    within.near(&places(lefts), &places(rights), |_, _, kin| hits.add(number as usize, 1, kin));
                }
            }
        }
        Ok(())
    }

    /// The turns of a segment, and of those given, that hold a form for each step.
    fn docs(
        &self,
        index: &InvertedIndexReader,
        row: &[Meant<'_>],
        mut docs: Option<Vec<DocId>>,
    ) -> Result<Vec<DocId>, TantivyError> {
        let mut steps = Vec::new();
        for meant in row {
            steps.push(self.postings(index, meant, IndexRecordOption::Basic)?);
        }
        // The rarest first: the others are only asked for what is left.
        steps.sort_by_key(|postings| postings.iter().map(|(_, postings)| postings.doc_freq()).sum::<u32>());
        for mut postings in steps {
            docs = Some(match docs {
                None => all(postings),
                Some(docs) if docs.is_empty() => docs,
                Some(mut docs) => {
                    if let [(_, postings)] = postings.as_mut_slice() {
                        docs.retain(|doc| is_in(postings, *doc));
                    } else {
                        let own = all(postings);
                        docs.retain(|doc| own.binary_search(doc).is_ok());
                    }
                    docs
                }
            });
        }
        Ok(docs.unwrap_or_default())
    }

    /// Where a row begins in turns of a segment; `docs` are all that may hold it.
    fn begins(
        &self,
        index: &InvertedIndexReader,
        row: &[Meant<'_>],
        mut docs: Vec<DocId>,
        tongue: impl Fn(DocId) -> usize,
    ) -> Result<Vec<At>, TantivyError> {
        let mut begins: Option<Vec<At>> = None;
        for (place, meant) in (0..).zip(row) {
            let mut own = Vec::new();
            for (kins, postings) in self.postings(index, meant, IndexRecordOption::WithFreqsAndPositions)? {
                positions(postings, &docs, kins, &tongue, |(doc, at, kin)| {
                    own.extend(at.checked_sub(place).map(|at| (doc, at, kin)))
                });
            }
            own.sort_unstable();
            begins = Some(match begins {
                None => own,
                Some(before) => both(&before, &own),
            });
            docs = begins.iter().flatten().map(|at| at.0).collect();
            docs.dedup();
        }
        Ok(begins.unwrap_or_default())
    }
}

fn tongue_of(turns: &Turns, numbers: &[u32], doc: DocId) -> usize {
    let number = numbers[doc as usize];
    if number == NOWHERE { 2 } else { tongue(turns.language(number as usize)) }
}

/// The places that are in both, each as the lesser is.
fn both(before: &[At], own: &[At]) -> Vec<At> {
    let mut rest = own;
    let same = |(doc, at, kin): &At| {
        rest = &rest[rest.iter().position(|other| (other.0, other.1) >= (*doc, *at)).unwrap_or(rest.len())..];
        let other = rest.first().filter(|other| (other.0, other.1) == (*doc, *at))?;
        Some((*doc, *at, (*kin).min(other.2)))
    };
    before.iter().filter_map(same).collect()
}

/// The turns that hold any of these forms.
fn all(postings: Vec<(Kins, SegmentPostings)>) -> Vec<DocId> {
    let several = postings.len() > 1;
    let mut docs = Vec::new();
    for (_, mut postings) in postings {
        while postings.doc() != TERMINATED {
            docs.push(postings.doc());
            postings.advance();
        }
    }
    if several {
        docs.sort_unstable();
        docs.dedup();
    }
    docs
}

/// Whether a form is in a turn; turns are asked for in order.
fn is_in(postings: &mut SegmentPostings, doc: DocId) -> bool {
    if postings.doc() < doc {
        postings.seek(doc);
    }
    postings.doc() == doc
}

/// The places of a form in the turns of `docs` where it is what was asked for.
fn positions(
    mut postings: SegmentPostings,
    docs: &[DocId],
    kins: Kins,
    tongue: impl Fn(DocId) -> usize,
    mut found: impl FnMut(At),
) {
    let mut buffer = Vec::new();
    for doc in docs {
        if let (true, Some(kin)) = (is_in(&mut postings, *doc), kins[tongue(*doc)]) {
            postings.positions(&mut buffer);
            buffer.iter().for_each(|at| found((*doc, *at, kin)));
        }
    }
}
