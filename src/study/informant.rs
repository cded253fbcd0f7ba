//! Informants: who speaks, by pseudonym.

use super::quote::INTERVIEWER;
use super::{ContentId, Document, Id, Study, speaker_label};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is known of an informant; but for the name, nothing once it was erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformantBody {
    /// The pseudonym, as it stands before the turns of a transcript.
    pub name: String,
    /// E.g. mentor, leader, consultant.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// Where in the organisation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub department: String,
    /// Anything else worth comparing by.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

impl InformantBody {
    /// Whether the role is that of asking.
    pub fn is_interviewer(&self) -> bool {
        self.role.trim().to_lowercase() == INTERVIEWER
    }
}

/// How an informant is described: what stands in a text of its own, as JSON, since it may tell who
/// somebody is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformantDetails {
    /// E.g. mentor, leader, consultant.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// Where in the organisation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub department: String,
    /// Anything else worth comparing by.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

/// An informant as a fact names one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformantFact {
    /// The pseudonym.
    pub name: String,
    /// The description, where an earlier virk wrote it into the fact itself.
    #[serde(flatten)]
    pub inline: InformantDetails,
    /// The description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<ContentId>,
}

/// A person or group who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Informant {
    /// The identity.
    pub id: Id<Informant>,
    /// What is known.
    pub body: InformantBody,
    /// The text the description stands in; none of one that stands in the fact.
    pub details: Option<ContentId>,
}

impl Informant {
    /// The same as the fact named it.
    pub fn fact(&self) -> InformantFact {
        InformantFact {
            name: self.body.name.clone(),
            inline: match self.details {
                Some(_) => InformantDetails::default(),
                None => self.body.details(),
            },
            details: self.details,
        }
    }
}

impl InformantBody {
    /// Everything but the name.
    pub fn details(&self) -> InformantDetails {
        InformantDetails {
            role: self.role.clone(),
            department: self.department.clone(),
            attributes: self.attributes.clone(),
        }
    }

    /// Who is called so and described so.
    pub fn described(name: String, details: InformantDetails) -> InformantBody {
        let InformantDetails {
            role,
            department,
            attributes,
        } = details;
        InformantBody {
            name,
            role,
            department,
            attributes,
        }
    }

    /// Whether nothing is known but the name.
    pub fn is_bare(&self) -> bool {
        self.role.is_empty() && self.department.is_empty() && self.attributes.is_empty()
    }
}

/// How much of the study is an informant's.
#[derive(Clone, Copy, Debug)]
pub struct InformantContribution<'a> {
    /// Who.
    pub informant: &'a Informant,
    /// How many documents they speak in.
    pub documents: usize,
    /// How many turns are theirs.
    pub turns: usize,
    /// How many codings their words have.
    pub codings: usize,
}

/// An informant who stands for a label that names nobody in several documents, and is called by it.
#[derive(Clone, Debug)]
pub struct UnnamedInformant<'a> {
    /// Who.
    pub informant: &'a Informant,
    /// In which documents.
    pub documents: Vec<&'a Document>,
}

impl Study {
    /// The documents in which an informant speaks.
    pub fn documents_of(&self, informant: Id<Informant>) -> impl Iterator<Item = &Document> {
        self.documents()
            .filter(move |document| document.speakers_of(informant).next().is_some())
    }

    /// How much of the study is whose, in the order the informants came.
    pub fn contributions(&self) -> Vec<InformantContribution<'_>> {
        let mut shares: Vec<InformantContribution<'_>> = self
            .informants()
            .map(|informant| InformantContribution {
                informant,
                documents: 0,
                turns: 0,
                codings: 0,
            })
            .collect();
        let places: HashMap<Id<Informant>, usize> = shares
            .iter()
            .enumerate()
            .map(|(place, share)| (share.informant.id, place))
            .collect();
        for document in self.documents() {
            let here: BTreeSet<Id<Informant>> = document
                .body
                .speakers
                .iter()
                .filter_map(|speaker| speaker.informant)
                .collect();
            for place in here.iter().filter_map(|id| places.get(id)) {
                shares[*place].documents += 1;
            }
            let turns: Vec<Option<usize>> = document
                .turns()
                .iter()
                .map(|turn| places.get(&document.informant(turn)?).copied())
                .collect();
            for place in turns.iter().flatten() {
                shares[*place].turns += 1;
            }
            for coding in self.codings_in(document.id) {
                if let Some(Some(place)) = turns.get(document.turn_at(coding.span.start as usize)) {
                    shares[*place].codings += 1;
                }
            }
        }
        shares
    }

    /// Those who are called by a label that names nobody and stand for it in several documents:
    /// in studies of before, whoever was called `R` anywhere.
    pub fn unnamed_informants(&self) -> Vec<UnnamedInformant<'_>> {
        let called = self
            .informants()
            .filter(|informant| speaker_label::is_generic_label(&informant.body.name));
        let several = called.filter_map(|informant| {
            let stands = |document: &&Document| {
                document.speakers_of(informant.id).any(|speaker| {
                    speaker_label::is_same_label(&speaker.label, &informant.body.name)
                })
            };
            let documents: Vec<&Document> = self.documents().filter(stands).collect();
            (documents.len() > 1).then_some(UnnamedInformant {
                informant,
                documents,
            })
        });
        several.collect()
    }
}
