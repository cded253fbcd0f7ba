//! `virk theory add-node`, `promote`, `demote`, `describe-node`, `replace-node` and `remove-node`

use super::revise::{RevisionArgs, node};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::revision::{Operation, Revision};
use crate::study::theory::{NodeDescription, Origin};
use crate::study::{CodeKind, Refusal};

/// Origin, part, resource and reasoning.
#[derive(clap::Args, Debug)]
pub struct NodeArgs {
    /// Origin: theory, interview or post_hoc
    #[arg(long, value_name = "ORIGIN")]
    origin: Option<String>,
    /// Its role in this version, if not the kind of its code
    #[arg(long, value_name = "KIND")]
    role: Option<String>,
    /// For a mechanism: what the programme offers
    #[arg(long, value_name = "TEXT")]
    resource: Option<String>,
    /// For a mechanism: how people respond to it
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

/// Add a code to a draft as a node.
///
///   virk theory add-node Praise --origin post_hoc --because "Only this indicator shows it"
///   virk theory add-node Reflection --resource "Someone who asks" --reasoning "Seeing oneself"
///
/// Where a mechanism has a resource and a reasoning: what the programme offers, and how
/// people respond to it. A code that joins a version derived when there were data counts
/// as post hoc unless --origin says otherwise.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct AddNodeArgs {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    #[command(flatten)]
    said: NodeArgs,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn add_node(
    args: AddNodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let AddNodeArgs { code, said, reason } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, _| {
            Ok(Revision::AddNode {
                code: study.find_code(&code)?.id,
                node: said.description()?,
            })
        })
    })
}

/// Describe a node of a draft: its origin, and a mechanism's resource and reasoning.
///
///   virk theory describe-node Reflection --origin theory --because "It is in the literature"
///   virk theory describe-node Reflection --resource "Time to talk" --reasoning "I see my own part"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DescribeNodeArgs {
    /// The node
    #[arg(value_name = "NODE")]
    node: String,
    #[command(flatten)]
    said: NodeArgs,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn describe_node(
    args: DescribeNodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let DescribeNodeArgs {
        node: typed,
        said,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            Ok(Revision::DescribeNode {
                code: node(study, theory, &typed)?,
                node: said.description()?,
            })
        })
    })
}

/// Promote a node of a draft: a context becomes a mechanism.
///
///   virk theory promote Motivation --because "It is what the meeting sets going"
///   virk theory promote Motivation --to "Wanting something" --because "…"
///
/// The node keeps its code and its links, unless --to names another code for it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct PromoteArgs {
    /// The node
    #[arg(value_name = "NODE")]
    node: String,
    /// New code for the node
    #[arg(long, value_name = "CODE")]
    to: Option<String>,
    /// New role
    #[arg(long, value_name = "KIND", default_value = "mechanism")]
    role: String,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn promote(
    args: PromoteArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let PromoteArgs {
        node: typed,
        to,
        role,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            let to = to
                .map(|to| study.find_code(&to).map(|code| code.id))
                .transpose()?;
            let (code, role) = (node(study, theory, &typed)?, Some(kind(&role)?));
            Ok(Revision::MoveNode {
                code,
                operation: Operation::Promoted,
                to,
                role,
                links: Vec::new(),
            })
        })
    })
}

/// Demote a node of a draft: a mechanism becomes a context.
///
///   virk theory demote "Relationship" --because "A precondition, not what changes people"
///   virk theory demote "Relationship" --to "The good relationship" --because "…"
///
/// The node keeps its code and its links, unless --to names another code for it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DemoteArgs {
    /// The node
    #[arg(value_name = "NODE")]
    node: String,
    /// New code for the node
    #[arg(long, value_name = "CODE")]
    to: Option<String>,
    /// New role
    #[arg(long, value_name = "KIND", default_value = "context")]
    role: String,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn demote(
    args: DemoteArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let DemoteArgs {
        node: typed,
        to,
        role,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            let to = to
                .map(|to| study.find_code(&to).map(|code| code.id))
                .transpose()?;
            let (code, role) = (node(study, theory, &typed)?, Some(kind(&role)?));
            Ok(Revision::MoveNode {
                code,
                operation: Operation::Demoted,
                to,
                role,
                links: Vec::new(),
            })
        })
    })
}

/// Remove a node from a draft, with its links.
///
///   virk theory remove-node "Closing status" --because "No test shows it" --test "delt_afsl x refl_gen"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RemoveNodeArgs {
    /// The node
    #[arg(value_name = "NODE")]
    node: String,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn remove_node(
    args: RemoveNodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let RemoveNodeArgs {
        node: typed,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            Ok(Revision::RemoveNode {
                code: node(study, theory, &typed)?,
            })
        })
    })
}

/// Replace a node of a draft by another code, which inherits the links.
///
///   virk theory replace-node "Relationship" Praise --because "Only praise shows it"
///
/// The links are new ones, which have not been tested.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ReplaceNodeArgs {
    /// Node to replace
    #[arg(value_name = "NODE")]
    node: String,
    /// New code
    #[arg(value_name = "CODE")]
    by: String,
    #[command(flatten)]
    said: NodeArgs,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn replace_node(
    args: ReplaceNodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let ReplaceNodeArgs {
        node: typed,
        by,
        said,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            let (code, by) = (node(study, theory, &typed)?, study.find_code(&by)?.id);
            Ok(Revision::ReplaceNode {
                code,
                by,
                node: said.description()?,
                links: None,
            })
        })
    })
}
