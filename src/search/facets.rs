//! Counts of results by document, informant and code, for narrowing a search. They cover all
//! results, not only those shown.

use super::results::HitLocation;
use crate::study::{Code, Document, Id, Informant, Study, quote::CodedText};
use std::collections::{BTreeMap, HashMap};

/// Entries with a count of 0 are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Number of results.
    pub total: usize,
    /// In the order of the study. Memos on something other than a document are not counted here.
    pub documents: Vec<(Id<Document>, usize)>,
    /// In the order of the study; `None`, an unknown speaker, comes first.
    pub informants: Vec<(Option<Id<Informant>>, usize)>,
    /// Results overlapped by codings of each code, in codebook order.
    pub codes: Vec<(Id<Code>, usize)>,
    /// Counts by code and informant.
    pub cells: BTreeMap<(Id<Code>, Option<Id<Informant>>), usize>,
}

impl Facets {
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
