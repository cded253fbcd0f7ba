//! Asking the index for the turns that hold a row of words.

use super::Index;
use super::snapshot::NOWHERE;
use crate::search::hits::Hits;
use crate::search::leaf::{Kin, Step};
use crate::search::reading::Reader;
use crate::search::stem::Language;
use crate::search::turns::Turns;
use crate::search::word::plain;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyError, Term};

/// Where a word stands: a turn of a segment, and its position there.
type At = (DocId, u32);

/// A form of the index, how it is what was asked for in each language and in none, and its postings.
struct Told {
    kins: [Option<Kin>; 3],
    postings: SegmentPostings,
}

/// The languages a turn may be in, as [`Told::kins`] has them.
const TONGUES: [Option<Language>; 3] = [Some(Language::Danish), Some(Language::English), None];

impl Index {
    /// Notes the turns that hold a row; `numbers` says which of `turns` they are.
    pub fn look_up(
        &self,
        row: &[Step],
        turns: &Turns,
        numbers: &[Vec<u32>],
        reader: &mut Reader,
        hits: &mut Hits,
    ) -> Result<(), TantivyError> {
        let fields = self.fields();
        for (segment, numbers) in self.snapshot().searcher().segment_readers().iter().zip(numbers) {
            match row {
                [step @ Step::Stem { form, stems }] if !reader.folds => {
                    for (stem, field) in stems.iter().zip(fields.stems) {
                        let postings = postings(segment, field, stem, IndexRecordOption::WithFreqs)?;
                        each(postings, numbers, |turn, count| hits.add(turn, count, Kin::Stem));
                    }
                    if step.compounds() {
                        // Its stem has counted its relatives already.
                        let own = |kins: &[Option<Kin>; 3]| kins[0] == Some(Kin::Inside);
                        self.tell(segment, step, reader, own, |told| each_told(told, turns, numbers, hits))?;
                    }
                    // Its stem counts the exact word too, where the language has stems.
                    let postings = postings(segment, fields.words, form, IndexRecordOption::WithFreqs)?;
                    each(postings, numbers, |turn, count| hits.make_exact(turn, count));
                }
                [Step::Exact(form)] if !reader.folds => {
                    let postings = postings(segment, fields.words, form, IndexRecordOption::WithFreqs)?;
                    each(postings, numbers, |turn, count| hits.add(turn, count, Kin::Exact));
                }
                [step] => self.tell(segment, step, reader, |_| true, |told| each_told(told, turns, numbers, hits))?,
                row => {
                    for (doc, _) in self.phrase(segment, row, reader.folds)? {
                        let number = numbers[doc as usize];
                        if number != NOWHERE {
                            hits.add(number as usize, 1, Kin::Exact);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Tells every form of a segment that is what a step asks for in some language, and that is `meant`.
    fn tell(
        &self,
        segment: &SegmentReader,
        step: &Step,
        reader: &mut Reader,
        meant: impl Fn(&[Option<Kin>; 3]) -> bool,
        mut told: impl FnMut(Told),
    ) -> Result<(), TantivyError> {
        let index = segment.inverted_index(self.fields().words)?;
        let beginning = if reader.folds || step.compounds() { "" } else { step.beginning() };
        let mut terms = index.terms().range().ge(beginning).into_stream()?;
        while terms.advance() {
            let Ok(form) = std::str::from_utf8(terms.key()) else { continue };
            if !form.starts_with(beginning) {
                break;
            }
            let folded = if reader.folds { plain(form) } else { String::new() };
            let form = if reader.folds { &folded } else { form };
            let kins = TONGUES.map(|language| step.says(form, language, &mut reader.stems));
            if kins != [None; 3] && meant(&kins) {
                told(Told { kins, postings: index.read_postings_from_terminfo(terms.value(), IndexRecordOption::WithFreqs)? });
            }
        }
        Ok(())
    }

    /// Where a phrase begins in a segment: first the turns that hold all its
    /// words, then the places where they stand in a row.
    fn phrase(&self, segment: &SegmentReader, row: &[Step], folds: bool) -> Result<Vec<At>, TantivyError> {
        let mut docs: Option<Vec<DocId>> = None;
        for step in row {
            let mut own: Vec<DocId> = Vec::new();
            for mut postings in self.forms(segment, step, folds, IndexRecordOption::Basic)? {
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
            for postings in self.forms(segment, step, folds, IndexRecordOption::WithFreqsAndPositions)? {
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
    fn forms(
        &self,
        segment: &SegmentReader,
        step: &Step,
        folds: bool,
        option: IndexRecordOption,
    ) -> Result<Vec<SegmentPostings>, TantivyError> {
        let field = self.fields().words;
        if let (Step::Exact(form) | Step::Stem { form, .. }, false) = (step, folds) {
            return Ok(postings(segment, field, form, option)?.into_iter().collect());
        }
        let index = segment.inverted_index(field)?;
        let beginning = if folds { "" } else { step.beginning() };
        let mut terms = index.terms().range().ge(beginning).into_stream()?;
        let mut all = Vec::new();
        while terms.advance() {
            let Ok(form) = std::str::from_utf8(terms.key()) else { continue };
            if !form.starts_with(beginning) {
                break;
            }
            if if folds { step.takes(&plain(form)) } else { step.takes(form) } {
                all.push(index.read_postings_from_terminfo(terms.value(), option)?);
            }
        }
        Ok(all)
    }
}

/// Notes the turns of a form, each by what the form is in its language.
fn each_told(told: Told, turns: &Turns, numbers: &[u32], hits: &mut Hits) {
    let kins = told.kins;
    each(Some(told.postings), numbers, |turn, count| {
        let language = turns.documents[turns.places[turn].document as usize].language;
        let kin = TONGUES.iter().position(|tongue| *tongue == language).and_then(|place| kins[place]);
        if let Some(kin) = kin {
            hits.add(turn, count, kin);
        }
    });
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
