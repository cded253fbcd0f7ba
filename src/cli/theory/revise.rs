//! `virk theory link`, `unlink`, `reword` and `note`: changes of a draft, each with its reason.

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quote_output};
use crate::study::command::NewLink;
use crate::study::revision::{ChangeGround, Justification, Operation, Revision, TheoryElement};
use crate::study::theory::ExpectedDirection;
use crate::study::{Code, Command, Id, Refusal, Study, Theory};

/// The version that is changed, and why.
#[derive(clap::Args, Debug)]
pub struct RevisionArgs {
    /// Reason; required in a derived version
    #[arg(
        long,
        value_name = "REASON",
        default_value = "",
        hide_default_value = true
    )]
    because: String,
    /// A link whose evidence supports this, as "FROM -> TO"; repeatable
    #[arg(long, value_name = "LINK")]
    evidence: Vec<String>,
    /// A test that supports this: two variables, as "A x B"; repeatable
    #[arg(long, value_name = "TEST")]
    test: Vec<String>,
    /// A quote that supports this, as "DOC START..END"; repeatable
    #[arg(long, value_name = "QUOTE")]
    quote: Vec<String>,
    /// Draft (default: the latest version)
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
}

impl RevisionArgs {
    /// The change as a command; `revise` resolves what it is about within the version.
    pub fn revise_command(
        self,
        study: &Study,
        revise: impl FnOnce(&Study, &Theory) -> Result<Revision, Refusal>,
    ) -> Result<Command, Refusal> {
        let theory = study.find_theory(self.theory.as_deref())?;
        let mut grounds = Vec::new();
        for link in &self.evidence {
            // A link of the previous version may be a reason too.
            let found = study.find_link(theory, link);
            let earlier = || {
                study
                    .parent_of(theory)
                    .and_then(|parent| study.find_link(parent, link).ok())
            };
            grounds.push(ChangeGround::Link(
                found.or_else(|refusal| earlier().ok_or(refusal))?.id,
            ));
        }
        for test in &self.test {
            let sides = test.split_once(" x ").or_else(|| test.split_once('×'));
            let (a, b) = sides.ok_or_else(|| {
                Refusal::new(format!("`{test}` is no test"), "Write it as \"A x B\"")
            })?;
            let ((dataset, a), (other, b)) = (
                study.find_variable(a.trim())?,
                study.find_variable(b.trim())?,
            );
            let name = |place: usize| {
                dataset
                    .body
                    .variables
                    .get(place)
                    .map(|variable| variable.name.clone())
                    .unwrap_or_default()
            };
            if dataset.id != other.id {
                return Err(Refusal::new(
                    format!("`{test}` is not of one dataset"),
                    "Name two variables of one dataset",
                ));
            }
            grounds.push(ChangeGround::Test {
                dataset: dataset.id,
                a: name(a),
                b: name(b),
            });
        }
        for quote in &self.quote {
            let split = quote.rsplit_once(' ');
            let (document, span) = split.ok_or_else(|| {
                Refusal::new(
                    format!("`{quote}` is no quote"),
                    "Write it as \"DOC START..END\"",
                )
            })?;
            grounds.push(ChangeGround::Quote(quote_output::find_quote(
                study,
                document,
                None,
                &mut vec![span.to_owned()],
            )?));
        }
        let why = Justification {
            reason: self.because,
            grounds,
        };
        Ok(Command::ReviseTheory {
            id: theory.id,
            revision: revise(study, theory)?,
            why,
        })
    }
}

/// Finds a node: among the nodes of the version first, then among all codes.
pub fn node(study: &Study, theory: &Theory, typed: &str) -> Result<Id<Code>, Refusal> {
    Ok(study.find_node(theory, typed)?.id)
}

/// Note in the change log of a draft that a node or link is kept, narrowed or weakened, and why.
///
///   virk theory note Reflection kept --because "Nearly every test shows it" --evidence "Reflection -> Personal dev"
///   virk theory note "Socialisation -> Work norms" weakened --because "None of two tests"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TheoryNoteArgs {
    /// Node, or link as "FROM -> TO"
    #[arg(value_name = "ELEMENT")]
    element: String,
    /// kept, narrowed, weakened or reworded
    #[arg(value_name = "CHANGE")]
    change: String,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn note(
    args: TheoryNoteArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let TheoryNoteArgs {
        element,
        change,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            let words = [
                Operation::Kept,
                Operation::Narrowed,
                Operation::Weakened,
                Operation::Reworded,
            ];
            let operation = operation(&change, &words)?;
            let on = match study.parse_link_ends(&element) {
                Ok(_) => TheoryElement::Link(study.find_link(theory, &element)?.id),
                Err(_) => TheoryElement::Node(node(study, theory, &element)?),
            };
            Ok(Revision::Note { operation, on })
        })
    })
}

/// Parses an operation, which must be one of `words`.
pub fn operation(typed: &str, words: &[Operation]) -> Result<Operation, Refusal> {
    Operation::parse(typed)
        .filter(|operation| words.contains(operation))
        .ok_or_else(|| {
            let names: Vec<&str> = words.iter().map(|operation| operation.name()).collect();
            Refusal::new(
                format!("`{typed}` does not fit here"),
                format!("Write one of {}", names.join(", ")),
            )
        })
}

/// Draw a link between two nodes of a draft, or from a moderator onto a link.
///
///   virk theory link "Praise -> Personal dev" --statement "Who is seen dares more" --expected positive
///   virk theory link "Motivation -> Personal dev" --on "Reflection -> Personal dev"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TheoryLinkArgs {
    /// Link, as "FROM -> TO"
    #[arg(value_name = "LINK")]
    link: String,
    /// Claim in words
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    statement: String,
    /// Source of the claim
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    basis: String,
    /// Expected direction: positive, negative, none or unstated
    #[arg(long, value_name = "DIRECTION", default_value = "unstated")]
    expected: String,
    /// The link that a moderator acts on, as "FROM -> TO"
    #[arg(long, value_name = "LINK")]
    on: Option<String>,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn link(
    args: TheoryLinkArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let TheoryLinkArgs {
        link,
        statement,
        basis,
        expected,
        on,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            let (from, to) = study.parse_link_ends(&link)?;
            let (from, to) = (node(study, theory, from)?, node(study, theory, to)?);
            let on = on
                .map(|on| study.find_link(theory, &on).map(|link| link.id))
                .transpose()?;
            Ok(Revision::DrawLink {
                link: NewLink {
                    from,
                    to,
                    statement,
                    basis,
                    expected: direction(&expected)?,
                },
                on,
            })
        })
    })
}

pub fn direction(typed: &str) -> Result<ExpectedDirection, Refusal> {
    ExpectedDirection::parse(typed).ok_or_else(|| {
        Refusal::new(
            format!("`{typed}` is not a direction"),
            "Write positive, negative, none or unstated",
        )
    })
}

/// Remove a link from a draft.
///
///   virk theory unlink "Motivation -> Relationship" --because "One test of twelve"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct UnlinkArgs {
    /// Link, as "FROM -> TO"
    #[arg(value_name = "LINK")]
    link: String,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn unlink(
    args: UnlinkArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let UnlinkArgs { link, reason } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            Ok(Revision::RemoveLink {
                link: study.find_link(theory, &link)?.id,
            })
        })
    })
}

/// Reword a link of a draft, or change its expected direction.
///
///   virk theory reword "Motivation -> Social" --statement "Who wants responsibility …" --as narrowed --because "…"
///   virk theory reword "Match -> Reflection" --expected none --because "…"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RewordArgs {
    /// Link, as "FROM -> TO"
    #[arg(value_name = "LINK")]
    link: String,
    /// Claim in words
    #[arg(long, value_name = "TEXT")]
    statement: Option<String>,
    /// Expected direction: positive, negative, none or unstated
    #[arg(long, value_name = "DIRECTION")]
    expected: Option<String>,
    /// Kind of change: reworded, narrowed or weakened
    #[arg(long = "as", value_name = "CHANGE", default_value = "reworded")]
    change: String,
    #[command(flatten)]
    reason: RevisionArgs,
}

pub fn reword(
    args: RewordArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let RewordArgs {
        link,
        statement,
        expected,
        change,
        reason,
    } = args;
    globals.perform(output, |study| {
        reason.revise_command(study, |study, theory| {
            let operation = operation(
                &change,
                &[
                    Operation::Reworded,
                    Operation::Narrowed,
                    Operation::Weakened,
                ],
            )?;
            let expected = expected.as_deref().map(direction).transpose()?;
            Ok(Revision::ChangeLink {
                link: study.find_link(theory, &link)?.id,
                statement,
                expected,
                operation,
            })
        })
    })
}
