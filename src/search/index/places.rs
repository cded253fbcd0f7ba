//! Looks up phrases and proximity in the index. First the turns are found that contain all words,
//! and only in those the positions are read.

use super::SearchIndex;
use super::lookup::{PostingsCursor, ResolvedTerms};
use super::snapshot::NO_TURN;
use crate::search::bits::BitSet;
use crate::search::hits::ClauseHits;
use crate::search::lexicon::MatchKinds;
use crate::search::text_clause::{MatchKind, Proximity, TermPattern};
use crate::search::turns::TurnTable;
use crate::search::word_reader::WordReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED, TantivyError};

/// A turn of a segment, the position of a word in it, and the match kind.
type Occurrence = (DocId, u32, MatchKind);

/// Where a segment keeps the forms that match a term.
type TermPostings = Vec<(MatchKinds, TermInfo)>;

/// A segment, and the numbers of its turns in the study.
struct SegmentView<'a> {
    index: &'a InvertedIndexReader,
    numbers: &'a [u32],
    turns: &'a TurnTable,
}

/// Cost of seeking to a turn, in steps of iterating past one.
const SEEK_COST: usize = 16;

impl SearchIndex {
    pub fn find_phrase(
        &self,
        row: &[TermPattern],
        turns: &TurnTable,
        numbers: &[Vec<u32>],
        reader: &mut WordReader,
        hits: &mut ClauseHits,
    ) -> Result<(), TantivyError> {
        let meant = self.resolve_all(row, reader)?;
        for ((place, segment), numbers) in self
            .snapshot()
            .searcher()
            .segment_readers()
            .iter()
            .enumerate()
            .zip(numbers)
        {
            let index = &*segment.inverted_index(self.fields().words)?;
            let shard = SegmentView {
                index,
                numbers,
                turns,
            };
            let row = self.all_term_postings(place, index, &meant)?;
            let docs = shard.matching_docs(row.iter())?;
            for (doc, _, kind) in shard.phrase_starts(&row, docs)? {
                hits.add(numbers[doc as usize] as usize, 1, kind);
            }
        }
        Ok(())
    }

    pub fn find_proximity(
        &self,
        sides: [&[TermPattern]; 2],
        words: usize,
        turns: &TurnTable,
        numbers: &[Vec<u32>],
        reader: &mut WordReader,
        hits: &mut ClauseHits,
    ) -> Result<(), TantivyError> {
        let meant = [
            self.resolve_all(sides[0], reader)?,
            self.resolve_all(sides[1], reader)?,
        ];
        let within = Proximity {
            left: sides[0].len(),
            right: sides[1].len(),
            max_distance: words,
        };
        for ((place, segment), numbers) in self
            .snapshot()
            .searcher()
            .segment_readers()
            .iter()
            .enumerate()
            .zip(numbers)
        {
            let index = &*segment.inverted_index(self.fields().words)?;
            let shard = SegmentView {
                index,
                numbers,
                turns,
            };
            let (left, right) = (
                self.all_term_postings(place, index, &meant[0])?,
                self.all_term_postings(place, index, &meant[1])?,
            );
            let docs = shard.matching_docs(left.iter().chain(&right))?;
            let lefts = shard.phrase_starts(&left, docs)?;
            let rights = shard.phrase_starts(&right, docs_of(&lefts))?;
            let mut rest = rights.as_slice();
            for lefts in lefts.chunk_by(|a, b| a.0 == b.0) {
                let doc = lefts[0].0;
                rest = &rest[rest.partition_point(|at| at.0 < doc)..];
                let (rights, after) = rest.split_at(rest.partition_point(|at| at.0 == doc));
                rest = after;
                let places = |side: &[Occurrence]| {
                    side.iter()
                        .map(|(_, at, kind)| (*at as usize, *kind))
                        .collect::<Vec<_>>()
                };
                let number = numbers[doc as usize] as usize;
                within.find_pairs(&places(lefts), &places(rights), |_, _, kind| {
                    hits.add(number, 1, kind)
                });
            }
        }
        Ok(())
    }

    fn resolve_all<'a>(
        &'a self,
        row: &'a [TermPattern],
        reader: &mut WordReader,
    ) -> Result<Vec<ResolvedTerms<'a>>, TantivyError> {
        row.iter().map(|step| self.resolve(step, reader)).collect()
    }

    fn all_term_postings(
        &self,
        segment: usize,
        index: &InvertedIndexReader,
        meant: &[ResolvedTerms<'_>],
    ) -> Result<Vec<TermPostings>, TantivyError> {
        meant
            .iter()
            .map(|meant| self.term_postings(segment, index, meant))
            .collect()
    }
}

impl SegmentView<'_> {
    /// Turns of the study that contain a form for every term.
    fn matching_docs<'i>(
        &self,
        steps: impl Iterator<Item = &'i TermPostings>,
    ) -> Result<Vec<DocId>, TantivyError> {
        let mut steps: Vec<&TermPostings> = steps.collect();
        // Rarest first, so that the others are only looked up in what is left.
        steps.sort_by_key(|infos| infos.iter().map(|(_, info)| info.doc_freq).sum::<u32>());
        let mut docs: Option<Vec<DocId>> = None;
        for infos in steps {
            let mut own = BitSet::none(self.numbers.len());
            let (mut walk, known) = (PostingsCursor::default(), docs.as_deref());
            for (_, info) in infos {
                match known {
                    Some(known) if info.doc_freq as usize > known.len() * SEEK_COST => {
                        let mut postings = self
                            .index
                            .read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                        known
                            .iter()
                            .filter(|doc| contains_doc(&mut postings, **doc))
                            .for_each(|doc| own.insert(*doc as usize));
                    }
                    _ => walk.for_each_turn(self.index, info, |doc, _| own.insert(doc as usize))?,
                }
            }
            docs = Some(match docs {
                None => own
                    .iter()
                    .filter(|doc| self.numbers[*doc] != NO_TURN)
                    .map(|doc| doc as DocId)
                    .collect(),
                Some(mut docs) => {
                    docs.retain(|doc| own.has(*doc as usize));
                    docs
                }
            });
            if docs.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
        }
        Ok(docs.unwrap_or_default())
    }

    /// `docs` are the turns that contain all its words.
    fn phrase_starts(
        &self,
        row: &[TermPostings],
        mut docs: Vec<DocId>,
    ) -> Result<Vec<Occurrence>, TantivyError> {
        let mut begins: Option<Vec<Occurrence>> = None;
        for (place, infos) in (0..).zip(row) {
            let mut those = BitSet::none(self.numbers.len());
            docs.iter().for_each(|doc| those.insert(*doc as usize));
            let mut own = Vec::new();
            for (kinds, info) in infos {
                let found = |(doc, at, kind): Occurrence| {
                    own.extend(at.checked_sub(place).map(|at| (doc, at, kind)))
                };
                self.positions(info, &docs, &those, *kinds, found)?;
            }
            own.sort_unstable();
            begins = Some(match begins {
                None => own,
                Some(before) => intersect(&before, &own),
            });
            docs = docs_of(begins.as_deref().unwrap_or_default());
        }
        Ok(begins.unwrap_or_default())
    }

    /// `those` is `docs` as a set. The match kind depends on the language of the turn.
    fn positions(
        &self,
        info: &TermInfo,
        docs: &[DocId],
        those: &BitSet,
        kinds: MatchKinds,
        mut found: impl FnMut(Occurrence),
    ) -> Result<(), TantivyError> {
        let mut postings = self
            .index
            .read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
        let mut buffer = Vec::new();
        let mut read = |postings: &mut SegmentPostings| {
            let doc = postings.doc();
            if let Some(kind) = kinds[self
                .turns
                .language_slot(self.numbers[doc as usize] as usize)]
            {
                postings.positions(&mut buffer);
                buffer.iter().for_each(|at| found((doc, *at, kind)));
            }
        };
        if info.doc_freq as usize > docs.len() * SEEK_COST {
            for doc in docs {
                if contains_doc(&mut postings, *doc) {
                    read(&mut postings);
                }
            }
        } else {
            while postings.doc() != TERMINATED {
                if those.has(postings.doc() as usize) {
                    read(&mut postings);
                }
                postings.advance();
            }
        }
        Ok(())
    }
}

/// Without duplicates.
fn docs_of(places: &[Occurrence]) -> Vec<DocId> {
    let mut docs: Vec<DocId> = places.iter().map(|at| at.0).collect();
    docs.dedup();
    docs
}

/// Occurrences in both, each with the weaker match kind.
fn intersect(before: &[Occurrence], own: &[Occurrence]) -> Vec<Occurrence> {
    let mut rest = own;
    let same = |(doc, at, kind): &Occurrence| {
        rest = &rest[rest
            .iter()
            .position(|other| (other.0, other.1) >= (*doc, *at))
            .unwrap_or(rest.len())..];
        let other = rest
            .first()
            .filter(|other| (other.0, other.1) == (*doc, *at))?;
        Some((*doc, *at, (*kind).min(other.2)))
    };
    before.iter().filter_map(same).collect()
}

/// Turns must be asked for in ascending order.
fn contains_doc(postings: &mut SegmentPostings, doc: DocId) -> bool {
    if postings.doc() < doc {
        postings.seek(doc);
    }
    postings.doc() == doc
}
