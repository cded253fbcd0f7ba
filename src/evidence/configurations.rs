//! Configurations grouped by mechanism.

use crate::study::{Code, Configuration, Id, Study};

/// The configurations of one mechanism.
#[derive(Clone, Debug)]
pub struct MechanismGroup<'a> {
    /// `None` for configurations without a mechanism.
    pub mechanism: Option<Id<Code>>,
    pub name: String,
    /// Each is followed by those it was merged from.
    pub configurations: Vec<&'a Configuration>,
}

/// Groups by the first mechanism of each configuration, in codebook order; configurations without a
/// mechanism come last.
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
    // Retired codes are kept: a configuration may still refer to one.
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
