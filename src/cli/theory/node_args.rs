//! Options that describe a node.

use crate::study::{
    CodeKind, Refusal,
    node::{NodeDescription, Origin},
};

/// Origin, part, resource and reasoning.
#[derive(clap::Args, Debug)]
pub struct NodeArgs {
    /// Where it comes from: theory, interview or post_hoc
    #[arg(long, value_name = "ORIGIN")]
    origin: Option<String>,
    /// Its part in this version, when it is not the kind of its code
    #[arg(long, value_name = "KIND")]
    role: Option<String>,
    /// What the programme offers, of a mechanism
    #[arg(long, value_name = "TEXT")]
    resource: Option<String>,
    /// How people respond to it, of a mechanism
    #[arg(long, value_name = "TEXT")]
    reasoning: Option<String>,
}

impl NodeArgs {
    pub fn description(self) -> Result<NodeDescription, Refusal> {
        let origin = self.origin.as_deref().map(|typed| {
            Origin::parse(typed).ok_or_else(|| {
                Refusal::new(
                    format!("`{typed}` is no origin"),
                    "Write theory, interview or post_hoc",
                )
            })
        });
        let role = self.role.as_deref().map(kind);
        Ok(NodeDescription {
            origin: origin.transpose()?,
            role: role.transpose()?,
            resource: self.resource,
            reasoning: self.reasoning,
        })
    }
}

pub fn kind(typed: &str) -> Result<CodeKind, Refusal> {
    CodeKind::parse(typed).ok_or_else(|| {
        Refusal::new(
            format!("`{typed}` is no kind"),
            "Write activity, context, mechanism, output, outcome or other",
        )
    })
}
