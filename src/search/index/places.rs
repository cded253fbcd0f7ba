//! Asking the index where words stand: in a row, or near each other. First the
//! turns are found that hold all of the words; only there their places are read.

use super::Index;
use super::lookup::{Meant, Walk};
use super::snapshot::NOWHERE;
use crate::search::bits::Bits;
use crate::search::hits::Hits;
use crate::search::leaf::{Kin, Step, Within};
use crate::search::lexicon::Kins;
use crate::search::reading::Reader;
use crate::search::turns::Turns;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED, TantivyError};

/// A place: a turn of a segment, a position among its words, and how the words there are those
/// asked for.
type At = (DocId, u32, Kin);

/// Where a segment keeps the forms that a step means.
type Infos = Vec<(Kins, TermInfo)>;

/// A segment, and which of the turns its own are.
struct Shard<'a> {
    index: &'a InvertedIndexReader,
    numbers: &'a [u32],
    turns: &'a Turns,
}

/// To jump to a turn costs so many times what it costs to come by it.
const JUMP: usize = 16;

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
        let meant = self.all_meant(row, reader)?;
        for ((place, segment), numbers) in self
            .snapshot()
            .searcher()
            .segment_readers()
            .iter()
            .enumerate()
            .zip(numbers)
        {
            let index = &*segment.inverted_index(self.fields().words)?;
            let shard = Shard {
                index,
                numbers,
                turns,
            };
            let row = self.all_infos(place, index, &meant)?;
            let docs = shard.holding(row.iter())?;
            for (doc, _, kin) in shard.begins(&row, docs)? {
                hits.add(numbers[doc as usize] as usize, 1, kin);
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
        let meant = [
            self.all_meant(sides[0], reader)?,
            self.all_meant(sides[1], reader)?,
        ];
        let within = Within {
            left: sides[0].len(),
            right: sides[1].len(),
            words,
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
            let shard = Shard {
                index,
                numbers,
                turns,
            };
            let (left, right) = (
                self.all_infos(place, index, &meant[0])?,
                self.all_infos(place, index, &meant[1])?,
            );
            let docs = shard.holding(left.iter().chain(&right))?;
            let lefts = shard.begins(&left, docs)?;
            let rights = shard.begins(&right, docs_of(&lefts))?;
            let mut rest = rights.as_slice();
            for lefts in lefts.chunk_by(|a, b| a.0 == b.0) {
                let doc = lefts[0].0;
                rest = &rest[rest.partition_point(|at| at.0 < doc)..];
                let (rights, after) = rest.split_at(rest.partition_point(|at| at.0 == doc));
                rest = after;
                let places = |side: &[At]| {
                    side.iter()
                        .map(|(_, at, kin)| (*at as usize, *kin))
                        .collect::<Vec<_>>()
                };
                let number = numbers[doc as usize] as usize;
                within.near(&places(lefts), &places(rights), |_, _, kin| {
                    hits.add(number, 1, kin)
                });
            }
        }
        Ok(())
    }

    fn all_meant<'a>(
        &'a self,
        row: &'a [Step],
        reader: &mut Reader,
    ) -> Result<Vec<Meant<'a>>, TantivyError> {
        row.iter().map(|step| self.meant(step, reader)).collect()
    }

    fn all_infos(
        &self,
        segment: usize,
        index: &InvertedIndexReader,
        meant: &[Meant<'_>],
    ) -> Result<Vec<Infos>, TantivyError> {
        meant
            .iter()
            .map(|meant| self.infos(segment, index, meant))
            .collect()
    }
}

impl Shard<'_> {
    /// The turns, of those that the study has, that hold a form for each step.
    fn holding<'i>(
        &self,
        steps: impl Iterator<Item = &'i Infos>,
    ) -> Result<Vec<DocId>, TantivyError> {
        let mut steps: Vec<&Infos> = steps.collect();
        // The rarest first: the others are only asked for what is left.
        steps.sort_by_key(|infos| infos.iter().map(|(_, info)| info.doc_freq).sum::<u32>());
        let mut docs: Option<Vec<DocId>> = None;
        for infos in steps {
            let mut own = Bits::none(self.numbers.len());
            let (mut walk, known) = (Walk::default(), docs.as_deref());
            for (_, info) in infos {
                match known {
                    Some(known) if info.doc_freq as usize > known.len() * JUMP => {
                        let mut postings = self
                            .index
                            .read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                        known
                            .iter()
                            .filter(|doc| is_in(&mut postings, **doc))
                            .for_each(|doc| own.insert(*doc as usize));
                    }
                    _ => walk.each(self.index, info, |doc, _| own.insert(doc as usize))?,
                }
            }
            docs = Some(match docs {
                None => own
                    .iter()
                    .filter(|doc| self.numbers[*doc] != NOWHERE)
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

    /// Where a row begins; `docs` are all turns that may hold it.
    fn begins(&self, row: &[Infos], mut docs: Vec<DocId>) -> Result<Vec<At>, TantivyError> {
        let mut begins: Option<Vec<At>> = None;
        for (place, infos) in (0..).zip(row) {
            let mut those = Bits::none(self.numbers.len());
            docs.iter().for_each(|doc| those.insert(*doc as usize));
            let mut own = Vec::new();
            for (kins, info) in infos {
                let found =
                    |(doc, at, kin): At| own.extend(at.checked_sub(place).map(|at| (doc, at, kin)));
                self.positions(info, &docs, &those, *kins, found)?;
            }
            own.sort_unstable();
            begins = Some(match begins {
                None => own,
                Some(before) => both(&before, &own),
            });
            docs = docs_of(begins.as_deref().unwrap_or_default());
        }
        Ok(begins.unwrap_or_default())
    }

    /// The places of a form in the turns of `docs`, told twice, where it is what was asked for.
    fn positions(
        &self,
        info: &TermInfo,
        docs: &[DocId],
        those: &Bits,
        kins: Kins,
        mut found: impl FnMut(At),
    ) -> Result<(), TantivyError> {
        let mut postings = self
            .index
            .read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
        let mut buffer = Vec::new();
        let mut read = |postings: &mut SegmentPostings| {
            let doc = postings.doc();
            if let Some(kin) = kins[self.turns.tongue(self.numbers[doc as usize] as usize)] {
                postings.positions(&mut buffer);
                buffer.iter().for_each(|at| found((doc, *at, kin)));
            }
        };
        if info.doc_freq as usize > docs.len() * JUMP {
            for doc in docs {
                if is_in(&mut postings, *doc) {
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

/// The turns of places, each once.
fn docs_of(places: &[At]) -> Vec<DocId> {
    let mut docs: Vec<DocId> = places.iter().map(|at| at.0).collect();
    docs.dedup();
    docs
}

/// The places that are in both, each as the lesser is.
fn both(before: &[At], own: &[At]) -> Vec<At> {
    let mut rest = own;
    let same = |(doc, at, kin): &At| {
        rest = &rest[rest
            .iter()
            .position(|other| (other.0, other.1) >= (*doc, *at))
            .unwrap_or(rest.len())..];
        let other = rest
            .first()
            .filter(|other| (other.0, other.1) == (*doc, *at))?;
        Some((*doc, *at, (*kin).min(other.2)))
    };
    before.iter().filter_map(same).collect()
}

/// Whether a form is in a turn; turns are asked for in order.
fn is_in(postings: &mut SegmentPostings, doc: DocId) -> bool {
    if postings.doc() < doc {
        postings.seek(doc);
    }
    postings.doc() == doc
}
