//! How an answer spreads over documents, informants and codes: what one may
//! narrow it by, and the counts that stand beside it. All answers count, not
//! only those that are shown.

use super::results::HitLocation;
use crate::study::{Code, Document, Id, Informant, Study, quote::CodedText};
use std::collections::{BTreeMap, HashMap};

/// The counts of an answer. What is nowhere is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// How many answers there are.
    pub total: usize,
    /// Answers in each document, in the order of the study; memos on something else are in none.
    pub documents: Vec<(Id<Document>, usize)>,
    /// Answers said by each informant, in the order of the study; `None`, first, is nobody known.
    pub informants: Vec<(Option<Id<Informant>>, usize)>,
    /// Answers that codings of each code overlap, in the order of the codebook.
    pub codes: Vec<(Id<Code>, usize)>,
    /// The same by code and informant.
    pub cells: BTreeMap<(Id<Code>, Option<Id<Informant>>), usize>,
}

impl Facets {
    /// The counts of what lies at these places.
    pub(super) fn of(study: &Study, places: impl Iterator<Item = HitLocation>) -> Facets {
        let mut facets = Facets::default();
        let (mut documents, mut informants, mut codes) =
            (HashMap::new(), HashMap::new(), HashMap::new());
        let mut coded: HashMap<Id<Document>, CodedText<'_>> = HashMap::new();
        for place in places {
            facets.total += 1;
            let mut here: Vec<Id<Code>> = Vec::new();
            match place {
                HitLocation::Nowhere => continue,
                HitLocation::Document(document) => {
                    *documents.entry(document).or_insert(0) += 1;
                    continue;
                }
                HitLocation::Code(code) => {
                    *codes.entry(code).or_insert(0) += 1;
                    *facets.cells.entry((code, None)).or_insert(0) += 1;
                    continue;
                }
                HitLocation::Quote(quote, informant) => {
                    let Some(document) = study.document(quote.document) else {
                        continue;
                    };
                    let coded = coded
                        .entry(document.id)
                        .or_insert_with(|| CodedText::new(study, document));
                    coded.overlaps.for_each_overlapping(quote.span, |place, _| {
                        here.push(coded.codings[place].code)
                    });
                    here.sort_unstable();
                    here.dedup();
                    *documents.entry(document.id).or_insert(0) += 1;
                    *informants.entry(informant).or_insert(0) += 1;
                    for code in here {
                        *codes.entry(code).or_insert(0) += 1;
                        *facets.cells.entry((code, informant)).or_insert(0) += 1;
                    }
                }
            }
        }
        facets.documents = in_order(study.documents().map(|document| document.id), &documents);
        let known = study.informants().map(|informant| Some(informant.id));
        facets.informants = in_order(std::iter::once(None).chain(known), &informants);
        facets.codes = in_order(
            study.code_tree().into_iter().map(|(_, code)| code.id),
            &codes,
        );
        facets
    }
}

fn in_order<K: Copy + Eq + std::hash::Hash>(
    order: impl Iterator<Item = K>,
    counts: &HashMap<K, usize>,
) -> Vec<(K, usize)> {
    order
        .filter_map(|key| Some((key, *counts.get(&key)?)))
        .collect()
}
