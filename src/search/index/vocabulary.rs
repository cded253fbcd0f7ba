//! The vocabulary of the index: its forms, which of them share a stem, and where each segment keeps
//! their postings.

use super::schema::WORDS;
use crate::search::forms::FormTable;
use crate::search::stem::{LANGUAGES, StemCache, StemLanguage};
use std::cmp::Ordering;
use std::sync::OnceLock;
use tantivy::postings::TermInfo;
use tantivy::{Searcher, TantivyError};

/// Index of a form that a segment does not contain.
const NO_FORM: u32 = u32::MAX;

/// The forms of all segments.
#[derive(Default)]
pub struct Vocabulary {
    /// Numbered in byte order.
    pub forms: FormTable,
    segments: Vec<Segment>,
    /// Per language: numbers of all forms, sorted by stem. Built on first use.
    by_stem: [OnceLock<Vec<u32>>; LANGUAGES],
}

/// The forms of one segment.
#[derive(Clone, Default)]
struct Segment {
    /// Index in `infos` of each form of the vocabulary.
    places: Vec<u32>,
    /// Where this segment keeps its postings.
    infos: Vec<TermInfo>,
}

impl Vocabulary {
    /// Reads the term dictionaries of all segments.
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

    /// `None` if the segment does not contain the form.
    pub fn info(&self, segment: usize, form: u32) -> Option<&TermInfo> {
        let Segment { places, infos } = &self.segments[segment];
        infos.get(places[form as usize] as usize)
    }

    /// Numbers of the forms with this stem in a language.
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
