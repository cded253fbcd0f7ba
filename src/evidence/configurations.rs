//! Configurations by mechanism: which circumstances and outcomes are told of each.

use crate::study::{Code, Configuration, Id, Study};

/// The configurations of one mechanism.
#[derive(Clone, Debug)]
pub struct MechanismGroup<'a> {
    /// The mechanism; `None` for those that name none.
    pub mechanism: Option<Id<Code>>,
    /// Its name.
    pub name: String,
    /// Its configurations: each followed by those it was merged from.
    pub configurations: Vec<&'a Configuration>,
}

/// The configurations by their first mechanism, in the order of the codebook;
/// those without a mechanism come last.
#[must_use]
pub fn grouped(study: &Study) -> Vec<MechanismGroup<'_>> {
    let merged = study.merged_configurations();
    let of = |mechanism: Option<Id<Code>>| {
        let own = study.configurations().filter(|configuration| {
            configuration.body.mechanism.codes.first().copied() == mechanism
                && !merged.contains(&configuration.id)
        });
        let mut all = Vec::new();
        for configuration in own {
            all.push(configuration);
            all.extend(
                configuration
                    .body
                    .derived_from
                    .iter()
                    .filter_map(|id| study.configuration(*id)),
            );
        }
        all
    };
    let mut mechanisms: Vec<Option<Id<Code>>> = study
        .code_tree()
        .iter()
        .map(|(_, code)| Some(code.id))
        .collect();
    // A code that was retired is still what a configuration speaks of.
    for configuration in study.configurations() {
        let first = configuration.body.mechanism.codes.first().copied();
        if first.is_some() && !mechanisms.contains(&first) {
            mechanisms.push(first);
        }
    }
    mechanisms.push(None);
    let groups = mechanisms.into_iter().map(|mechanism| MechanismGroup {
        mechanism,
        name: mechanism.map_or_else(
            || "No mechanism named".to_owned(),
            |code| study.code_name(code).to_owned(),
        ),
        configurations: of(mechanism),
    });
    groups
        .filter(|group| !group.configurations.is_empty())
        .collect()
}
