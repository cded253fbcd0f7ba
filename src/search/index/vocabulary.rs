//! The words of an index, each once: what its forms are, which have a stem in
//! common, and where each segment keeps its postings.

use super::schema::WORDS;
use crate::search::forms::FormTable;
use crate::search::stem::{LANGUAGES, StemCache, StemLanguage};
use std::cmp::Ordering;
use std::sync::OnceLock;
use tantivy::postings::TermInfo;
use tantivy::{Searcher, TantivyError};

/// The place of a form that a segment does not have.
const NO_FORM: u32 = u32::MAX;

/// The forms of all segments.
#[derive(Default)]
pub struct Vocabulary {
    /// The forms, numbered by the alphabet of bytes.
    pub forms: FormTable,
    segments: Vec<Segment>,
    /// Per language, the numbers of all forms by the alphabet of their stems, once somebody has
    /// asked.
    by_stem: [OnceLock<Vec<u32>>; LANGUAGES],
}

/// What a segment has of the forms.
#[derive(Clone, Default)]
struct Segment {
    /// Per form of all segments, its place among those of this one.
    places: Vec<u32>,
    /// Where this one keeps its postings.
    infos: Vec<TermInfo>,
}

impl Vocabulary {
    /// Reads the dictionaries of all segments.
    pub fn of(searcher: &Searcher) -> Result<Vocabulary, TantivyError> {
        let words = searcher.schema().get_field(WORDS)?;
        let indexes = searcher
            .segment_readers()
            .iter()
            .map(|segment| segment.inverted_index(words));
        let indexes = indexes.collect::<Result<Vec<_>, _>>()?;
        let mut streams = Vec::new();
        for (segment, index) in indexes.iter().enumerate() {
            let mut stream = index.terms().stream()?;
            if stream.advance() {
                streams.push((segment, stream));
            }
        }
        let (mut forms, mut segments) = (
            FormTable::default(),
            vec![Segment::default(); indexes.len()],
        );
        let mut least: Vec<u8> = Vec::new();
        while let Some(next) = streams.iter().map(|(_, stream)| stream.key()).min() {
            least.clear();
            least.extend(next);
            forms.push(&String::from_utf8_lossy(&least));
            segments
                .iter_mut()
                .for_each(|segment: &mut Segment| segment.places.push(NO_FORM));
            streams.retain_mut(|(segment, stream)| {
                if stream.key() != least {
                    return true;
                }
                let Segment { places, infos } = &mut segments[*segment];
                places.pop();
                places.push(infos.len() as u32);
                infos.push(stream.value().clone());
                stream.advance()
            });
        }
        forms.sort();
        Ok(Vocabulary {
            forms,
            segments,
            by_stem: Default::default(),
        })
    }

    /// Where a segment keeps the postings of a form; `None` when it does not have it.
    pub fn info(&self, segment: usize, form: u32) -> Option<&TermInfo> {
        let Segment { places, infos } = &self.segments[segment];
        infos.get(places[form as usize] as usize)
    }

    /// The numbers of the forms that have a stem in a language.
    pub fn with_stem(&self, language: StemLanguage, stem: &str, stems: &mut StemCache) -> &[u32] {
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
        let first = numbers.partition_point(|number| compare(number) == Ordering::Less);
        let length = numbers[first..].partition_point(|number| compare(number) == Ordering::Equal);
        &numbers[first..first + length]
    }
}
